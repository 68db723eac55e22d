//! Solutions of the chapter *Layers and biases*.

use backprop::activation::Sigmoid;
use backprop::dense::{Dense, Gradients, Sequential, Stage};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: dense_1
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
// ANCHOR_END: dense_1

// ANCHOR: dense_2
#[test]
fn one_layer_with_a_bias_learns_14_of_16_lists_of_targets_and_without_none() {
    let x = four_rows().0.select(Axis(1), &[0, 1]);
    let learns = |code: u32, frozen: bool| {
        let y = Array2::from_shape_fn((4, 1), |(row, _)| f64::from(code >> row & 1));
        let mut net = Sequential::new(Dense::new(2, 1), &Sigmoid);
        for _ in 0..1500 {
            net.train(&x, &y, 1.0, 1);
            if frozen {
                let (_, mut biases) = net.stages[0].layer.parameters_mut();
                biases.fill(0.0);
            }
        }
        let y_hat = net.predict(&x);
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
    let (old_weights, old_biases) = start.stages[0].layer.parameters();
    let (weights, biases) = net.stages[0].layer.parameters();
    let weights_moved = &weights - &old_weights;
    let biases_moved = &biases - &old_biases;
    for unit in 0..4 {
        let weight_moved = weights_moved[[2, unit]];
        assert!(weight_moved.abs() > 0.1);
        assert!((weight_moved - biases_moved[unit]).abs() < 1e-9);
    }
}
// ANCHOR_END: dense_3

// ANCHOR: dense_4
/// Moves the parameters of one layer against their slopes.
fn step(stage: &mut Stage, Gradients { dw, db }: &Gradients) {
    let (mut weights, mut biases) = stage.layer.parameters_mut();
    weights -= dw;
    biases -= db;
}

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
            if iteration == 0 {
                assert_eq!(wrong[1], right[1]);
                let apart = &wrong[0].dw - &right[0].dw;
                assert!(apart.iter().any(|apart| apart.abs() > 1e-3));
            }
        }
        assert!(sum_of_squares(&net.predict(&x), &y) < 0.01);
    }
}
// ANCHOR_END: dense_4

// ANCHOR: dense_5
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
// ANCHOR_END: dense_5
