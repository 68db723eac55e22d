//! Solutions of the chapter *The learning rate*.

use backprop::Identity;
use backprop::dense::Dense;
use backprop::gradient_descent::descend;
use backprop::learning_rate::{loss_and_gradients, steepest_curvature, two_inputs};
use backprop::sequential::{Sequential, in_one_list};

// ANCHOR: learning_rate_1
/// The factor $`1 - 4 \eta`$ has to be $`\frac{1}{2}`$ or $`-\frac{1}{2}`$: the
/// rates are 0.125 and 0.375. Both arrive equally fast, one at half of $`1/c`$, the
/// other at one and a half times $`1/c`$.
#[test]
fn one_rate_halves_the_distance_on_the_same_side_and_another_across_the_bottom() {
    let path = |rate| descend(|w| 4.0 * w, 1.0, rate, 3);
    assert_eq!(path(0.125), [1.0, 0.5, 0.25, 0.125]);
    assert_eq!(path(0.375), [1.0, -0.5, 0.25, -0.125]);
}
// ANCHOR_END: learning_rate_1

// ANCHOR: learning_rate_2
/// A step multiplies $`w`$ by $`1 - \eta w^2`$, with a factor that depends on where
/// you stand. At $`w = 2`$ and $`\eta = 0.5`$ it is −1. From further out every jump
/// is longer than the last, and the next factor is larger still. From 2.1 the
/// numbers overflow within ten steps. From 1.9 descent arrives, but slowly. At the
/// bottom the curvature is 0, so the factor comes close to 1: after 1000 steps $`w`$
/// is still 0.03.
#[test]
fn on_a_valley_of_the_fourth_power_the_start_decides_whether_descent_runs_away() {
    let end =
        |start: f64, steps| descend(|w| w.powi(3), start, 0.5, steps)[steps].abs();
    for (w, rate) in [(2.0, 0.5), (1.5, 0.5), (-3.0, 0.1)] {
        let next = descend(|w| w.powi(3), w, rate, 1)[1];
        assert!((next - (1.0 - rate * w * w) * w).abs() < 1e-12);
    }
    assert!(!end(2.1, 10).is_finite());
    assert_eq!(end(2.0, 1000), 2.0);
    assert_eq!(format!("{:.2}", end(1.9, 1000)), "0.03");
}
// ANCHOR_END: learning_rate_2

// ANCHOR: learning_rate_3
/// The curvature rises from 12.7 to 605, so the edge falls from 0.157 to 0.0033. It
/// takes 30 steps with the inputs as they were, and 691 with the large ones.
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
    let curvatures = [as_it_was.0, large.0].map(|edge| 2.0 / edge);
    assert!(
        (curvatures[0] - 12.7).abs() < 0.05 && (curvatures[1] - 605.0).abs() < 0.5
    );
    assert!((as_it_was.0 - 0.157).abs() < 5e-4 && (large.0 - 0.0033).abs() < 5e-5);
    assert_eq!((as_it_was.1, large.1), (Some(30), Some(691)));
}
// ANCHOR_END: learning_rate_3
