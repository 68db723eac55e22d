//! Solutions of the chapter *Any number of layers*.

use backprop::activation::Sigmoid;
use backprop::dense::{Dense, Gradients};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::sequential::{Sequential, Stage};
use backprop::when_it_does_not_learn::faults::{Spoil, Spoiled};
use ndarray::{ArrayD, Axis};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// In the list the biases of a layer follow its weights: they are at the places 35
/// to 41, 91 to 97, and 112 and 113.
// ANCHOR: sequential_1
#[test]
fn three_layers_of_7_7_and_2_units_on_5_inputs_have_114_parameters() {
    let mut net = Sequential::new(Dense::new(5, 7), &Sigmoid)
        .then(Dense::new(7, 7), &Sigmoid)
        .then(Dense::new(7, 2), &Sigmoid);
    let parameters = net.parameters();
    assert_eq!(parameters.len(), (5 + 1) * 7 + (7 + 1) * 7 + (7 + 1) * 2);
    // All parameters are 0. Make the biases 1, and see where the list changes.
    for stage in &mut net.stages {
        let (_, mut biases) = stage.layer.parameters_mut();
        biases.fill(1.0);
    }
    let list = net.parameters();
    let biases: Vec<usize> = (0..list.len()).filter(|&i| list[i] == 1.0).collect();
    let places = (35..42).chain(91..98).chain(112..114);
    assert_eq!(biases, places.collect::<Vec<_>>());
}
// ANCHOR_END: sequential_1

// ANCHOR: sequential_2
/// Moves the parameters of one layer against their slopes.
fn step(stage: &mut Stage, Gradients { dw, db }: &Gradients) {
    let (mut weights, mut biases) = stage.layer.parameters_mut();
    weights -= dw;
    biases -= db;
}

/// Move $`W_\ell`$ before that, and the blame goes back through weights that no
/// activation came forward through. Those of the first layer: its blame comes back
/// through weights that no activation came forward through. The slopes of the second
/// layer are right, since they use only what the pass forward left. From all 20
/// seeds the network learns the four rows nevertheless. In one step the weights
/// don't move far: in every iteration the wrong slopes along $`W_1`$, taken as one
/// list, are off by less than the length of the right ones.
#[test]
fn moving_the_second_layer_first_makes_the_slopes_of_the_first_layer_wrong() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut net = Sequential::from(&Network::seeded(seed));
        for iteration in 0..1500 {
            let pass = net.forward(&x);
            let d_output = sum_of_squares_gradient(pass.output(), &y);
            let right = net.backward(&x, &pass, &d_output).gradients;
            step(&mut net.stages[1], &right[1]);
            // Once more, through the moved weights.
            let wrong = net.backward(&x, &pass, &d_output).gradients;
            step(&mut net.stages[0], &wrong[0]);
            assert_eq!(wrong[1], right[1]);
            let apart = &wrong[0].dw - &right[0].dw;
            if iteration == 0 {
                assert!(apart.iter().any(|apart| apart.abs() > 1e-3));
            }
            let length =
                |slopes: &ArrayD<f64>| slopes.mapv(|dw| dw * dw).sum().sqrt();
            assert!(length(&apart) < length(&right[0].dw));
        }
        assert!(sum_of_squares(&net.predict(&x), &y) < 0.01);
    }
}
// ANCHOR_END: sequential_2

/// All five, and 16 of 20. So what kept the four layers from learning was not only
/// their number but the place where they began.
// ANCHOR: sequential_3
#[test]
fn drawn_around_0_most_networks_of_four_layers_learn_in_1500_iterations() {
    let (x, y) = four_rows();
    let x = x.select(Axis(1), &[0, 1]);
    let learns = |&seed: &u64| {
        let mut net = Sequential::new(Dense::new(2, 4), &Sigmoid)
            .then(Dense::new(4, 4), &Sigmoid)
            .then(Dense::new(4, 4), &Sigmoid)
            .then(Dense::new(4, 1), &Sigmoid);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        net.for_each_parameter(|w| *w = 2.0 * rng.random::<f64>() - 1.0);
        net.train(&x, &y, 1.0, 1500)[1500] < 0.05
    };
    assert_eq!((0..5).filter(learns).count(), 5);
    assert_eq!((0..20).filter(learns).count(), 16);
}
// ANCHOR_END: sequential_3

/// A `dx` that is wrong makes the slopes of all layers before it wrong. Such a mistake
/// stays in its layer.
// ANCHOR: sequential_4
#[test]
fn a_wrong_dx_spoils_the_layers_before_it_and_a_wrong_dw_its_own_layer() {
    let (x, y) = four_rows();
    let net = || {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut net = Sequential::new(Dense::new(3, 5), &Sigmoid)
            .then(Dense::new(5, 2), &Sigmoid)
            .then(Dense::new(2, 1), &Sigmoid);
        let parameters: Vec<f64> = (0..35).map(|_| rng.random()).collect();
        net.set_parameters(&parameters);
        net
    };
    assert_eq!(2 * net().parameters().len(), 70);
    let slopes = |net: &Sequential| {
        let pass = net.forward(&x);
        let d_output = sum_of_squares_gradient(pass.output(), &y);
        net.backward(&x, &pass, &d_output).gradients
    };
    // `Spoiled` is a layer that changes what the pass backward of another one gave.
    let are_wrong = |l: usize, spoil: Spoil| -> Vec<bool> {
        let mut spoiled = net();
        let layer = net().stages.remove(l).layer;
        spoiled.stages[l].layer = Box::new(Spoiled { layer, spoil });
        let pairs = slopes(&spoiled).into_iter().zip(slopes(&net()));
        pairs.map(|(spoiled, right)| spoiled != right).collect()
    };
    assert_eq!(are_wrong(2, |_, dx, _| *dx *= 0.5), [true, true, false]);
    assert_eq!(are_wrong(1, |_, _, slopes| slopes.dw *= 0.5), [false, true, false]);
}
// ANCHOR_END: sequential_4
