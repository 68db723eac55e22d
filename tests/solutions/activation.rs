//! Solutions of the chapter *The sigmoid*.

use backprop::activation::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};

/// The $`z`$ of this exercise is called the natural logarithm of 3, `3.0_f64.ln()`
/// in Rust. It is about 1.0986.
// ANCHOR: activation_1
#[test]
fn the_sigmoid_of_ln_3_is_three_quarters_and_its_slope_three_sixteenths() {
    let z = 3.0_f64.ln();
    // ln, exp and a division: a few roundings of 1e-16 each.
    assert!((sigmoid(z) - 3.0 / 4.0).abs() < 1e-15);
    assert!((sigmoid_prime(z) - 3.0 / 16.0).abs() < 1e-15);
    assert_eq!(format!("{z:.4}"), "1.0986");
}
// ANCHOR_END: activation_1

/// The slope is the same at −2 and at 2: the curve of the slopes is its own mirror
/// image. In the table that `cargo run -q --example activation` prints, the slopes
/// at −2 and 2 are equal.
// ANCHOR: activation_2
#[test]
fn the_sigmoid_of_minus_z_is_one_minus_the_sigmoid_of_z() {
    for z in [0.0, 0.1, 1.0, 2.0, 2.5, 10.0] {
        assert!((sigmoid(-z) - (1.0 - sigmoid(z))).abs() < 1e-15);
        assert!((sigmoid_prime(-z) - sigmoid_prime(z)).abs() < 1e-15);
    }
}
// ANCHOR_END: activation_2

/// At 2 the sigmoid is 0.8808, which is too low.
/// At 2.2 it is 0.9002.
/// By exercise 2 it is 0.1 at −2.2.
/// At 0 and 1 it is infinite: on paper, no weighted sum gives exactly those.
// ANCHOR: activation_3
#[test]
fn the_logarithm_of_a_over_one_minus_a_undoes_the_sigmoid() {
    let undo = |a: f64| (a / (1.0 - a)).ln();
    assert!((undo(0.9) - 9.0_f64.ln()).abs() < 1e-14);
    for a in [0.01, 0.25, 0.5, 0.9, 0.999] {
        assert!((sigmoid(undo(a)) - a).abs() < 1e-14);
    }
    assert_eq!((undo(0.0), undo(1.0)), (-f64::INFINITY, f64::INFINITY));
    // By trial.
    let found = [2.0, 2.2, -2.2].map(|z| format!("{:.4}", sigmoid(z)));
    assert_eq!(found, ["0.8808", "0.9002", "0.0998"]);
}
// ANCHOR_END: activation_3

/// `sigmoid_prime(0.8)` takes the sigmoid of 0.8 first, which is 0.6900, and gives
/// $`0.6900 \times 0.3100 = 0.2139`$.
/// That is a third too large: the ratio is 1.337.
/// It gets worse near 1.
/// The right slope goes to 0 there.
/// The wrong one goes to $`\sigma'(1) = 0.1966`$.
// ANCHOR: activation_4
#[test]
fn the_slope_taken_of_the_output_as_if_it_were_the_input_is_a_third_too_large() {
    let a = 0.8;
    let right = sigmoid_prime_from_output(a);
    let wrong = sigmoid_prime(a);
    // Half of the last digit written.
    assert!((right - 0.16).abs() < 5e-5);
    assert!((wrong - 0.2139).abs() < 5e-5);
    assert!((wrong / right - 1.337).abs() < 5e-4);
    assert_eq!(format!("{:.4}", sigmoid(a)), "0.6900");
    // The right slope goes to 0 as `a` goes to 1. The wrong one does not.
    assert_eq!(sigmoid_prime_from_output(1.0), 0.0);
    assert_eq!(format!("{:.4}", sigmoid_prime(1.0)), "0.1966");
    let ratio = |a| sigmoid_prime(a) / sigmoid_prime_from_output(a);
    assert!(ratio(0.8) < ratio(0.9) && ratio(0.9) < ratio(0.99));
}
// ANCHOR_END: activation_4

/// At 4.58 the slope is still above 0.01, and at 4.59 below.
/// So it is from about 4.59 on.
/// By exercise 2, the slope is as small below −4.59.
/// Between the two lies all of the sigmoid that has a slope of more than 0.01.
// ANCHOR: activation_5
#[test]
fn the_slope_falls_below_one_hundredth_between_4_58_and_4_59() {
    assert!(sigmoid_prime(4.58) > 0.01);
    assert!(sigmoid_prime(4.59) < 0.01);
    // From there it only falls, and on the other side the same.
    for z in (459..3000).map(|i| f64::from(i) / 100.0) {
        assert!(sigmoid_prime(z) < 0.01 && sigmoid_prime(-z) < 0.01);
    }
    for z in (0..=458).map(|i| f64::from(i) / 100.0) {
        assert!(sigmoid_prime(z) > 0.01 && sigmoid_prime(-z) > 0.01);
    }
}
// ANCHOR_END: activation_5
