//! Solutions of the chapter *The learning rate*.

use backprop::Identity;
use backprop::dense::{Dense, Sequential, in_one_list};
use backprop::gradient_descent::descend;
use backprop::learning_rate::{
    Schedule, loss_and_gradients, noisy_descent, steepest_curvature, two_inputs,
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: learning_rate_1
#[test]
fn on_a_valley_of_the_fourth_power_the_start_decides_whether_descent_runs_away() {
    let end =
        |start: f64, steps| descend(|w| w.powi(3), start, 0.5, steps)[steps].abs();
    assert!(!end(2.1, 10).is_finite());
    assert_eq!(end(2.0, 1000), 2.0);
    assert_eq!(format!("{:.2}", end(1.9, 1000)), "0.03");
}
// ANCHOR_END: learning_rate_1

// ANCHOR: learning_rate_2
#[test]
fn inputs_ten_times_as_large_lower_the_edge_47_times_and_make_training_slower() {
    let start = [1.0, 0.0, 0.0];
    let linear = |parameters: &[f64]| {
        let mut net = Sequential::new(Dense::new(2, 1), &Identity);
        net.set_parameters(parameters);
        net
    };
    let edge_and_steps = |scale: f64| {
        let (x, y) = two_inputs();
        let x = scale * x;
        let gradient =
            |at: &[f64]| in_one_list(&loss_and_gradients(&linear(at), &x, &y).1);
        let edge = 2.0 / steepest_curvature(gradient, &start);
        let losses = linear(&start).train(&x, &y, edge / 2.0, 10_000);
        (edge, losses.iter().position(|&loss| loss < 1.001))
    };
    let (as_it_was, large) = (edge_and_steps(1.0), edge_and_steps(10.0));
    assert!((as_it_was.0 / large.0 - 47.5).abs() < 0.1);
    assert_eq!((as_it_was.1, large.1), (Some(30), Some(691)));
}
// ANCHOR_END: learning_rate_2

// ANCHOR: learning_rate_3
#[test]
fn at_rate_0_058_the_floor_is_a_tenth_and_57_steps_away() {
    let rate = 0.06 / 1.03;
    let square = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        noisy_descent(Schedule::Constant, rate, 3.0, 400, rng)[400].powi(2)
    };
    let typical = ((0..1000).map(square).sum::<f64>() / 1000.0).sqrt();
    assert!((typical - 0.1).abs() < 0.006);
    let distances = descend(|w| w, 3.0, rate, 57);
    assert!(distances[56] > 0.1 && distances[57] < 0.1);
}
// ANCHOR_END: learning_rate_3

// ANCHOR: learning_rate_4
#[test]
fn at_rates_of_1_over_t_descent_ends_at_minus_the_mean_of_the_noise() {
    let mut square = 0.0;
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (mut w, mut noises) = (3.0, 0.0);
        for t in 1..=200 {
            let noise = 2.0 * rng.random::<f64>() - 1.0;
            w -= (w + noise) / f64::from(t);
            noises += noise;
        }
        assert!((w + noises / 200.0).abs() < 1e-12);
        square += w * w / 1000.0;
    }
    assert!((square.sqrt() - 0.041).abs() < 0.002);
}
// ANCHOR_END: learning_rate_4
