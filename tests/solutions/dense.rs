//! Solutions of the chapter *Layers and biases*.

use backprop::dense::{Pass, Stage};
use backprop::{
    Dense, Network, Sequential, Sigmoid, four_rows, sum_of_squares,
    sum_of_squares_gradient,
};
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: dense_1
#[test]
fn three_layers_of_7_7_and_2_units_on_5_inputs_have_114_parameters() {
    let net = Sequential::new(Dense { inputs: 5, outputs: 7 }, &Sigmoid)
        .then(Dense { inputs: 7, outputs: 7 }, &Sigmoid)
        .then(Dense { inputs: 7, outputs: 2 }, &Sigmoid);
    assert_eq!(net.parameters.len(), (5 + 1) * 7 + (7 + 1) * 7 + (7 + 1) * 2);
    let biases: Vec<_> = net.stages().iter().map(Stage::biases).collect();
    assert_eq!(biases, [35..42, 91..98, 112..114]);
}
// ANCHOR_END: dense_1

// ANCHOR: dense_2
#[test]
fn one_layer_with_a_bias_learns_14_of_16_lists_of_targets_and_without_none() {
    let x = four_rows().0.select(Axis(1), &[0, 1]);
    let learns = |code: u32, frozen: bool| {
        let y = Array2::from_shape_fn((4, 1), |(row, _)| f64::from(code >> row & 1));
        let mut net = Sequential::new(Dense { inputs: 2, outputs: 1 }, &Sigmoid);
        for _ in 0..1500 {
            net.train(&x, &y, 1.0, 1);
            if frozen {
                net.parameters[2] = 0.0;
            }
        }
        let y_hat = net.predict(x.view());
        y_hat.iter().zip(&y).all(|(y_hat, y)| (y_hat - y).abs() < 0.49)
    };
    let not_learned: Vec<u32> =
        (0..16).filter(|&code| !learns(code, false)).collect();
    assert_eq!(not_learned, [0b0110, 0b1001]);
    assert!(!(0..16).any(|code| learns(code, true)));
}
// ANCHOR_END: dense_2

// ANCHOR: dense_3
#[test]
fn a_bias_and_the_weight_of_the_ones_move_by_the_same_amount() {
    let (x, y) = four_rows();
    let start = Sequential::from(&Network::seeded(2));
    let mut net = Sequential::from(&Network::seeded(2));
    net.train(&x, &y, 1.0, 1500);
    // Rows of four weights: the third row lies at the places 8 to 11, the biases follow.
    for (weight, bias) in (8..12).zip(12..16) {
        let moved = |place: usize| net.parameters[place] - start.parameters[place];
        assert!(moved(weight).abs() > 0.1);
        assert!((moved(weight) - moved(bias)).abs() < 1e-9);
    }
}
// ANCHOR_END: dense_3

// ANCHOR: dense_4
#[test]
fn moving_the_second_layer_first_makes_the_slopes_of_the_first_layer_wrong() {
    let (x, y) = four_rows();
    let slopes = |net: &Sequential, pass: &Pass| {
        let mut slopes = vec![0.0; net.parameters.len()];
        net.gradient(x.view(), pass, 1.0, &mut slopes);
        slopes
    };
    for seed in 0..20 {
        let mut net = Sequential::from(&Network::seeded(seed));
        let mut pass = Pass::new(&net, 4);
        let [first, second] = [0, 1].map(|l| net.stages()[l].place.clone());
        for iteration in 0..1500 {
            net.forward(x.view(), &mut pass);
            let d_output = sum_of_squares_gradient(pass.output(), &y);
            net.backward(&d_output, &mut pass);
            let right = slopes(&net, &pass);
            for place in second.clone() {
                net.parameters[place] -= right[place];
            }
            // Once more, through the moved weights.
            net.backward(&d_output, &mut pass);
            let wrong = slopes(&net, &pass);
            for place in first.clone() {
                net.parameters[place] -= wrong[place];
            }
            if iteration == 0 {
                assert_eq!(wrong[second.clone()], right[second.clone()]);
                let mut pairs = wrong.iter().zip(&right);
                assert!(pairs.any(|(wrong, right)| (wrong - right).abs() > 1e-3));
            }
        }
        let y_hat = net.predict(x.view());
        assert!(sum_of_squares(&y_hat, &y) < 0.01);
    }
}
// ANCHOR_END: dense_4

// ANCHOR: dense_5
#[test]
fn drawn_around_0_most_networks_of_four_layers_learn_in_1500_iterations() {
    let (x, y) = four_rows();
    let x = x.select(Axis(1), &[0, 1]);
    let learns = |&seed: &u64| {
        let mut net = Sequential::new(Dense { inputs: 2, outputs: 4 }, &Sigmoid)
            .then(Dense { inputs: 4, outputs: 4 }, &Sigmoid)
            .then(Dense { inputs: 4, outputs: 4 }, &Sigmoid)
            .then(Dense { inputs: 4, outputs: 1 }, &Sigmoid);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        net.parameters.fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
        net.train(&x, &y, 1.0, 1500)[1500] < 0.05
    };
    assert!((0..20).filter(learns).count() > 10);
}
// ANCHOR_END: dense_5
