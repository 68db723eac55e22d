//! Solutions of the chapter *The learning rate*.

use backprop::Identity;
use backprop::dense::Dense;
use backprop::gradient_descent::descend;
use backprop::learning_rate::{loss_and_gradients, steepest_curvature, two_inputs};
use backprop::sequential::{Sequential, in_one_list};

// ANCHOR: learning_rate_1
#[test]
fn one_rate_halves_the_distance_on_the_same_side_and_another_across_the_bottom() {
    let path = |rate| descend(|w| 4.0 * w, 1.0, rate, 3);
    assert_eq!(path(0.125), [1.0, 0.5, 0.25, 0.125]);
    assert_eq!(path(0.375), [1.0, -0.5, 0.25, -0.125]);
}
// ANCHOR_END: learning_rate_1

// ANCHOR: learning_rate_2
#[test]
fn on_a_valley_of_the_fourth_power_the_start_decides_whether_descent_runs_away() {
    let end =
        |start: f64, steps| descend(|w| w.powi(3), start, 0.5, steps)[steps].abs();
    assert!(!end(2.1, 10).is_finite());
    assert_eq!(end(2.0, 1000), 2.0);
    assert_eq!(format!("{:.2}", end(1.9, 1000)), "0.03");
}
// ANCHOR_END: learning_rate_2

// ANCHOR: learning_rate_3
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
// ANCHOR_END: learning_rate_3
