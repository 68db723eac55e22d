//! Solutions of the chapter *Errata*.

use crate::close;
use backprop::activation::{sigmoid_prime, sigmoid_prime_from_output};
use backprop::errata::{Slopes, losses_with};
use backprop::gradient_descent::{Gradients, measured_gradients};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};

// ANCHOR: errata_1
#[test]
fn the_sign_of_the_error_and_the_sign_of_the_step_must_differ() {
    let (x, y) = four_rows();
    // +1 for ŷ − y and for +=, −1 for y − ŷ and for −=.
    for (error, step) in [(1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0)] {
        let mut net = Network::seeded(2);
        let trace = net.forward(&x);
        let Gradients { dw1, dw2 } = net.backward(&x, &y, &trace);
        let gradients = Gradients { dw1: error * dw1, dw2: error * dw2 };
        // `step` subtracts: += is a negative learning rate.
        net.step(&gradients, -step * 0.1);
        let (before, after) = (trace.y_hat, net.predict(&x));
        let falls = sum_of_squares(&after, &y) < sum_of_squares(&before, &y);
        assert_eq!(falls, error != step);
    }
}
// ANCHOR_END: errata_1

// ANCHOR: errata_2
#[test]
fn the_loss_depends_on_all_sixteen_weights_and_least_on_those_to_the_third_unit() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let slopes = measured_gradients(&net, &x, &y);
    // A measured slope is good to about ten digits.
    assert!(slopes.dw1.iter().chain(&slopes.dw2).all(|slope| slope.abs() > 1e-6));

    let steepest =
        |unit| slopes.dw1.column(unit).iter().fold(0.0, |a, b| b.abs().max(a));
    assert!([0, 1, 3].iter().all(|&unit| steepest(unit) > 10.0 * steepest(2)));
    assert!(net.w2[[2, 0]] < 0.01);
}
// ANCHOR_END: errata_2

// ANCHOR: errata_3
#[test]
fn the_gradient_check_catches_what_the_falling_loss_hides() {
    let (x, y) = four_rows();
    for seed in 0..50 {
        let net = Network::seeded(seed);
        let trace = net.forward(&x);
        let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
        // The mistake: `sigmoid_prime` of an output.
        let wrong = trace.a1.t().dot(&(d_y_hat * trace.y_hat.mapv(sigmoid_prime)));
        let measured = measured_gradients(&net, &x, &y).dw2;
        assert!(!close(&wrong, &measured, if seed == 2 { 0.01 } else { 1e-4 }));
        assert!(close(&net.backward(&x, &y, &trace).dw2, &measured, 1e-9));
    }

    let runs: Vec<_> = (0..50)
        .map(|seed| losses_with(Slopes::TWICE, &mut Network::seeded(seed)))
        .collect();
    assert!(runs.iter().all(|losses| losses[1] < losses[0]));
    // 18 runs even end below 0.1. They are erratic: another rounding gives another count.
    let learned = runs.iter().filter(|losses| losses[1499] < 0.1).count();
    assert!((5..35).contains(&learned));
}
// ANCHOR_END: errata_3

// ANCHOR: errata_4
#[test]
fn a_times_one_minus_a_of_the_input_has_the_sign_of_the_slope_between_0_and_1_only() {
    for z in [-2.0, -0.5, 1.5, 4.0] {
        assert!(sigmoid_prime_from_output(z) < 0.0 && sigmoid_prime(z) > 0.0);
    }
    for z in [0.1, 0.5, 0.9] {
        assert!(sigmoid_prime_from_output(z) > 0.0);
    }
    for z in [0.4011, 0.6590] {
        // z has four digits: both sides move by less than half of the last one.
        assert!((sigmoid_prime_from_output(z) - sigmoid_prime(z)).abs() < 5e-5);
    }
}
// ANCHOR_END: errata_4
