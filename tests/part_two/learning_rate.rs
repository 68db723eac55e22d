//! Claims of the chapter *The learning rate*.

use backprop::activation::{Identity, Sigmoid};
use backprop::dense::Dense;
use backprop::gradient_descent::descend;
use backprop::learning_rate::{
    end_losses, loss_and_gradients, small_network, steepest_curvature, two_inputs,
};
use backprop::sequential::{Sequential, in_one_list};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("learning-rate", words);
}

fn learned(losses: &[f64]) -> usize {
    losses.iter().filter(|&&loss| loss < 0.05).count()
}

fn finite(losses: &[f64]) -> usize {
    losses.iter().filter(|loss| loss.is_finite()).count()
}

/// The steepest curvature of the loss of the small network at these parameters.
fn curvature(seed: u64, parameters: &[f64]) -> f64 {
    let (x, y) = two_inputs();
    let gradient = |at: &[f64]| {
        let mut net = small_network(&Identity, seed);
        net.set_parameters(at);
        in_one_list(&loss_and_gradients(&net, &x, &y).1)
    };
    steepest_curvature(gradient, parameters)
}

/// The learning rate from which on descent diverges: 2 divided by the curvature.
#[test]
fn a_step_on_a_parabola_multiplies_the_distance_and_2_over_c_is_the_edge() {
    for c in [0.1, 1.0, 4.0, 100.0] {
        let end = |share: f64| descend(|w| c * w, 1.0, share / c, 500)[500].abs();
        assert!(end(1.99) < 1e-2 && end(2.01) > 100.0);
        assert!((end(2.0) - 1.0).abs() < 1e-9);
        // Below 1/c the sign never changes, above it does so at every step.
        let same_side = |share: f64| {
            let path = descend(|w| c * w, 1.0, share / c, 20);
            path.windows(2).filter(|pair| pair[0] * pair[1] > 0.0).count()
        };
        assert_eq!((same_side(0.9), same_side(1.1)), (20, 0));
    }
}

/// Then every slope changes by $`2(3 + 2t)`$ times the move: the curvature is $`7 +
/// \sqrt{33} = 12.745`$, and the edge $`2 / 12.745 = 0.1569`$.
/// (In two other directions the change points along the move: with the other root, $`t =
/// -1.186`$, and where the two weights move by 1 and −1.
/// The curvatures are 1.26 and 2.)
#[test]
fn the_curvature_of_the_network_of_one_layer_is_seven_and_the_root_of_33() {
    let (x, y) = two_inputs();
    let gradient = |at: &[f64]| {
        let mut net = Sequential::new(Dense::new(2, 1), &Identity);
        net.set_parameters(at);
        in_one_list(&loss_and_gradients(&net, &x, &y).1)
    };
    // The same at every point.
    for at in [[1.0, 0.0, 0.0], [0.0, 0.0, 0.5], [-3.0, 2.0, 7.0]] {
        let curvature = steepest_curvature(gradient, &at);
        assert!((curvature - (7.0 + 33.0_f64.sqrt())).abs() < 1e-6);
    }
    says(&format!("= {:.3}", 7.0 + 33.0_f64.sqrt()));
    // The two other directions in which the change points along the move.
    let still = gradient(&[0.0; 3]);
    let other = (1.0 - 33.0_f64.sqrt()) / 4.0;
    for (at, curvature) in
        [([1.0, 1.0, other], 7.0 - 33.0_f64.sqrt()), ([1.0, -1.0, 0.0], 2.0)]
    {
        let change = gradient(&at).into_iter().zip(&still).map(|(a, b)| a - b);
        let along = at.map(|moved| curvature * moved);
        assert!(change.zip(along).all(|(a, b)| (a - b).abs() < 1e-12));
    }
    says(&format!("$`t = {other:.3}`$"));
    says(&format!("The curvatures are {:.2} and 2.", 7.0 - 33.0_f64.sqrt()));
}

#[test]
fn with_the_sigmoid_a_rate_of_10_ends_on_flat_ground_and_never_leaves_the_finite_numbers()
 {
    let (x, y) = two_inputs();
    let flat = |&seed: &u64| {
        let mut net = small_network(&Sigmoid, seed);
        let losses = net.train(&x, &y, 10.0, 300);
        assert!(losses.iter().all(|&loss| loss <= 4.0));
        let gradient = in_one_list(&loss_and_gradients(&net, &x, &y).1);
        let y_hat = net.predict(&x);
        let one_answer =
            y_hat.iter().all(|&a| a < 0.01) || y_hat.iter().all(|&a| a > 0.99);
        one_answer && gradient.iter().all(|slope| slope.abs() < 1e-3)
    };
    assert!((0..20).filter(flat).count() >= 15);
}

#[test]
fn without_a_bound_every_seed_learns_at_a_tenth_and_none_stays_finite_at_0_3() {
    let at = |rate| end_losses(&Identity, rate, 0..100, 300);
    assert!(learned(&at(0.1)) >= 98);
    assert_eq!(finite(&at(0.3)), 0);
    // Between them the seed decides.
    assert!((5..95).contains(&finite(&at(0.15))));
    assert_eq!(learned(&at(0.003)), 0);
}

#[test]
fn close_to_the_edge_the_fourteenth_digit_decides_which_seeds_learn() {
    let (x, y) = two_inputs();
    let learns = |seed, shift: f64| {
        let mut net = small_network(&Sigmoid, seed);
        let (mut weights, _) = net.stages[0].layer.parameters_mut();
        weights[[0, 0]] += shift;
        let rate = 10_f64.powf(0.75);
        net.train(&x, &y, rate, 300)[300] < 0.05
    };
    let shifts = [1e-14, -1e-14, 2e-14, -2e-14];
    let turns = |&seed: &u64| {
        let without = learns(seed, 0.0);
        shifts.iter().any(|&shift| learns(seed, shift) != without)
    };
    assert!((0..20).filter(turns).count() >= 2);
}

#[test]
fn no_run_rests_where_the_edge_lies_below_its_rate() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let at_rest = |rate| {
            let mut net = small_network(&Identity, seed);
            let losses = net.train(&x, &y, rate, 1000);
            assert!(losses[1000] < 0.05, "seed {seed}: {}", losses[1000]);
            2.0 / curvature(seed, &net.parameters())
        };
        let (slow, fast) = (at_rest(0.01), at_rest(0.1));
        assert!((0.01..0.1).contains(&slow), "seed {seed}: {slow}");
        assert!(fast > 0.1, "seed {seed}: {fast}");
    }
}

#[test]
fn beside_a_bottom_descent_returns_below_the_edge_and_leaves_above_it() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let mut net = small_network(&Identity, seed);
        net.train(&x, &y, 0.03, 3000);
        let edge = 2.0 / curvature(seed, &net.parameters());
        let beside: Vec<f64> = net.parameters().iter().map(|w| w + 1e-3).collect();
        let mut losses = |share: f64| {
            net.set_parameters(&beside);
            net.train(&x, &y, share * edge, 100)
        };
        let (below, above) = (losses(0.9), losses(1.1));
        assert!(below[100] < below[0], "seed {seed}");
        let highest = above.iter().fold(0.0, |high: f64, &loss| high.max(loss));
        assert!(highest > 100.0 * above[0], "seed {seed}: {highest}");
    }
}

/// It is sharp: at 0.50 the distance stays what it is, at 0.52 it is 47 times as large
/// after 50 steps.
#[test]
fn two_percent_above_the_edge_the_distance_grows_47_fold_in_50_steps() {
    let away = descend(|w| 4.0 * w, 1.0, 0.52, 50)[50];
    says(&format!("it is {away:.0} times as large"));
}
