//! Solutions of the chapter *Gradient descent*.

use backprop::gradient_descent::{
    Gradients, central_difference, descend, measured_gradients,
};
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use ndarray::Array2;

/// It halves $`w`$: 1, 0.5, 0.25, 0.125.
// ANCHOR: gradient_descent_1
#[test]
fn a_learning_rate_of_a_quarter_halves_w_at_every_step() {
    // Halving is exact in binary.
    assert_eq!(descend(|w| 2.0 * w, 1.0, 0.25, 3), [1.0, 0.5, 0.25, 0.125]);
}

/// The distance to the minimum shrinks if $`1 - 2\eta`$ lies between −1 and 1, which
/// is $`0 < \eta < 1`$.
/// At $`\eta = 0.5`$ the factor is 0: one step arrives.
/// At $`\eta = 1`$ it is −1: $`w`$ jumps from 1 to −1 and back forever.
#[test]
fn descent_on_a_parabola_converges_below_learning_rate_1_only() {
    let last = |learning_rate| descend(|w| 2.0 * w, 1.0, learning_rate, 100)[100];
    assert_eq!(descend(|w| 2.0 * w, 1.0, 0.5, 1)[1], 0.0);
    // 0.8¹⁰⁰ is 2e-10 and 1.2¹⁰⁰ is 8e7.
    assert!(last(0.9).abs() < 1e-9);
    assert!(last(1.1).abs() > 1e7);
    assert_eq!(descend(|w| 2.0 * w, 1.0, 1.0, 3), [1.0, -1.0, 1.0, -1.0]);
}
// ANCHOR_END: gradient_descent_1

/// A step multiplies it by four times the learning rate, and the two factors cancel.
/// So it does not matter for the path whether a loss is the sum over four rows or
/// their mean.
// ANCHOR: gradient_descent_2
#[test]
fn a_quarter_of_the_function_at_four_times_the_learning_rate_takes_the_same_path() {
    let whole = descend(|w| 2.0 * w, 1.0, 0.1, 20);
    let quarter = descend(|w| 2.0 * w / 4.0, 1.0, 4.0 * 0.1, 20);
    // To the last bit: a factor of 4 rounds nothing.
    assert_eq!(whole, quarter);
}
// ANCHOR_END: gradient_descent_2

/// Their difference has no $`3h^2`$, and that was the larger part of the error.
/// The slopes are coarser, by an amount that shrinks like $`h`$ (exercise 3).
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

/// The cubes are $`1 \pm 3h + 3h^2 \pm h^3`$.
/// At the $`h = 10^{-5}`$ of `central_difference`, an error of $`10^{-10}`$ remains
/// instead of $`3 \times 10^{-5}`$.
/// It is off by 0.31.
/// It is off by 0.01.
/// With $`h = 0.1`$, the difference to one side is $`(1.331 - 1) / 0.1 = 3.31`$.
/// The central difference is $`(1.331 - 0.729) / 0.2 = 3.01`$.
#[test]
fn at_the_distance_of_central_difference_the_square_of_it_remains() {
    let cube = |w: f64| w.powi(3);
    for (h, sign) in [(0.1, 1.0), (0.1, -1.0), (0.7, 1.0), (0.7, -1.0)] {
        let terms = 1.0 + sign * 3.0 * h + 3.0 * h * h + sign * h * h * h;
        assert!((cube(1.0 + sign * h) - terms).abs() < 1e-12);
    }
    let by_hand = (cube(1.1) - 1.0) / 0.1;
    assert!((by_hand - 3.31).abs() < 1e-12 && (by_hand - 3.0 - 0.31).abs() < 1e-12);
    let by_hand = (cube(1.1) - cube(0.9)) / 0.2;
    assert!((by_hand - 3.01).abs() < 1e-12 && (by_hand - 3.0 - 0.01).abs() < 1e-12);

    let h = 1e-5;
    let one_sided = (cube(1.0 + h) - cube(1.0)) / h;
    assert!(((one_sided - 3.0) - 3e-5).abs() < 1e-9);
    // A few roundings of 1e-16, divided by h, are added.
    assert!(((central_difference(cube, 1.0) - 3.0) - 1e-10).abs() < 5e-11);
}

/// From 0.5, the slope is $`4 \times 0.5 \times (0.25 - 1) = -1.5`$.
/// It is negative, so $`w`$ rises, and ends at 1.
/// From −0.5 all signs are opposite, and $`w`$ ends at −1.
/// Descent finds a minimum near its start.
/// Which one depends on where it starts.
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

/// At 0 the slope is 0, and $`w`$ stays there, though 0 is the top of the hill
/// between the two.
/// A slope of 0 says only that the ground is level.
#[test]
fn between_the_two_valleys_the_ground_is_level_on_the_top_of_the_hill() {
    let f = |w: f64| (w * w - 1.0).powi(2);
    assert_eq!(central_difference(f, 0.0), 0.0);
    assert!(f(-0.1) < f(0.0) && f(0.1) < f(0.0));
    assert!(central_difference(f, 1.0).abs() < 1e-9 && f(1.0) == 0.0);
}

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

/// For learning that changes nothing that you can see: after 1500 steps the four
/// answers agree to five decimals with those of the central differences.
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

/// The loss where the network stands is one run, and each slope takes one more: 17
/// in the place of 32. The slopes are coarser, by an amount that shrinks like $`h`$
/// (exercise 3).
#[test]
fn measured_to_one_side_sixteen_slopes_take_seventeen_runs_in_the_place_of_32() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let coarse = one_sided_gradients(&net, &x, &y);
    let slopes = coarse.dw1.len() + coarse.dw2.len();
    assert_eq!((1 + slopes, 2 * slopes), (17, 32));
    let exact = net.backward(&x, &y, &net.forward(&x));
    let central = measured_gradients(&net, &x, &y);
    let off = |measured: &Gradients| -> f64 {
        let dw1 = (&measured.dw1 - &exact.dw1).mapv(f64::abs).sum();
        dw1 + (&measured.dw2 - &exact.dw2).mapv(f64::abs).sum()
    };
    assert!(off(&coarse) > 1000.0 * off(&central));
}
