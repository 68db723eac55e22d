//! Solutions of the chapter *Gradient descent*.

use backprop::gradient_descent::{Gradients, descend, measured_gradients};
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use ndarray::Array2;

// ANCHOR: gradient_descent_1
#[test]
fn a_learning_rate_of_a_quarter_halves_w_at_every_step() {
    // Halving is exact in binary.
    assert_eq!(descend(|w| 2.0 * w, 1.0, 0.25, 3), [1.0, 0.5, 0.25, 0.125]);
}

#[test]
fn descent_on_a_parabola_converges_below_learning_rate_1_only() {
    let last = |learning_rate| descend(|w| 2.0 * w, 1.0, learning_rate, 100)[100];
    assert_eq!(last(0.5), 0.0);
    // 0.8¹⁰⁰ is 2e-10 and 1.2¹⁰⁰ is 8e7.
    assert!(last(0.9).abs() < 1e-9);
    assert!(last(1.1).abs() > 1e7);
    assert_eq!(descend(|w| 2.0 * w, 1.0, 1.0, 3), [1.0, -1.0, 1.0, -1.0]);
}
// ANCHOR_END: gradient_descent_1

// ANCHOR: gradient_descent_2
#[test]
fn a_quarter_of_the_function_at_four_times_the_learning_rate_takes_the_same_path() {
    let whole = descend(|w| 2.0 * w, 1.0, 0.1, 20);
    let quarter = descend(|w| 2.0 * w / 4.0, 1.0, 4.0 * 0.1, 20);
    // To the last bit: a factor of 4 rounds nothing.
    assert_eq!(whole, quarter);
}
// ANCHOR_END: gradient_descent_2

// ANCHOR: gradient_descent_3
#[test]
fn a_difference_to_one_side_is_off_by_3h_and_the_central_one_by_h_squared() {
    let f = |w: f64| w.powi(3);
    for h in [0.1, 0.05, 0.01] {
        let one_sided = (f(1.0 + h) - f(1.0)) / h;
        let central = (f(1.0 + h) - f(1.0 - h)) / (2.0 * h);
        // A few roundings of 1e-16, divided by h.
        assert!((one_sided - (3.0 + 3.0 * h + h * h)).abs() < 1e-12);
        assert!((central - (3.0 + h * h)).abs() < 1e-12);
    }
}
// ANCHOR_END: gradient_descent_3

// ANCHOR: gradient_descent_4
#[test]
fn descent_ends_in_the_valley_on_whose_side_it_starts_and_not_at_all_on_the_top() {
    // f(w) = (w² − 1)²
    let slope = |w: f64| 4.0 * w * (w * w - 1.0);
    let end = |start| descend(slope, start, 0.1, 100)[100];
    // Near w = 1 a step shrinks the distance to a fifth: the end is exact up to rounding.
    assert!((end(0.5) - 1.0).abs() < 1e-12);
    assert!((end(-0.5) + 1.0).abs() < 1e-12);
    assert_eq!(end(0.0), 0.0);
}
// ANCHOR_END: gradient_descent_4

// ANCHOR: gradient_descent_5
fn one_sided_gradients(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Gradients {
    let h = 1e-5;
    let here = sum_of_squares(&net.predict(x), y);
    let slope = |weight: &dyn Fn(&mut Network) -> &mut f64| {
        let mut moved = net.clone();
        *weight(&mut moved) += h;
        (sum_of_squares(&moved.predict(x), y) - here) / h
    };
    Gradients {
        dw1: Array2::from_shape_fn(net.w1.dim(), |place| {
            slope(&|net| &mut net.w1[place])
        }),
        dw2: Array2::from_shape_fn(net.w2.dim(), |place| {
            slope(&|net| &mut net.w2[place])
        }),
    }
}

#[test]
fn slopes_to_one_side_train_as_well_with_seventeen_runs_a_step() {
    let (x, y) = four_rows();
    let (mut central, mut one_sided) = (Network::seeded(2), Network::seeded(2));
    for _ in 0..1500 {
        let gradients = measured_gradients(&central, &x, &y);
        central.step(&gradients, 1.0);
        let gradients = one_sided_gradients(&one_sided, &x, &y);
        one_sided.step(&gradients, 1.0);
    }
    let difference = one_sided.predict(&x) - central.predict(&x);
    assert!(difference.iter().all(|difference| difference.abs() < 1e-5));
}
// ANCHOR_END: gradient_descent_5
