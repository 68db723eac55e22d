//! Solutions of the chapter *Activation functions*.

use backprop::activation::{
    ACTIVATIONS, Activation, Gelu, Tanh, sigmoid, sigmoid_prime,
};
use backprop::gradient_descent::{central_difference, descend};

/// By the chain rule, the slope of $`2\,\sigma(2z)`$ is $`2 \cdot 2\,\sigma'(2z)`$:
/// twice as high and twice as fast.
/// So the largest slope of tanh is $`4 \cdot \frac{1}{4} = 1`$, at 0.
// ANCHOR: activation_functions_1
#[test]
fn tanh_is_a_stretched_sigmoid_whose_largest_slope_is_one() {
    for z in [-3.0, -0.5, 0.0, 1.0, 2.0] {
        let (a, stretched) = (Tanh.value(z), 2.0 * sigmoid(2.0 * z) - 1.0);
        assert!((a - stretched).abs() < 1e-15);
        let steeper = 4.0 * sigmoid_prime(2.0 * z);
        assert!((Tanh.slope(z, a) - steeper).abs() < 1e-15);
        assert!(Tanh.slope(z, a) <= Tanh.slope(0.0, 0.0));
    }
    assert_eq!(Tanh.slope(0.0, 0.0), 1.0);
}
// ANCHOR_END: activation_functions_1

/// For ReLU and leaky ReLU.
// ANCHOR: activation_functions_2
#[test]
fn only_relu_and_leaky_relu_do_not_notice_that_z_and_a_are_exchanged() {
    let right_everywhere = |f: &dyn Activation| {
        let places = [-3.0, -1.5, -0.3, 0.2, 1.0, 2.5];
        places.into_iter().all(|z| {
            let a = f.value(z);
            (f.slope(a, z) - f.slope(z, a)).abs() < 1e-3
        })
    };
    let right = ACTIVATIONS.map(right_everywhere);
    assert_eq!(right, [false, false, true, true, false, false]);
}
// ANCHOR_END: activation_functions_2

/// At 0 not at all; then it is, and far to the right hardly any more.
// ANCHOR: activation_functions_3
#[test]
fn the_slope_of_silu_is_one_half_at_0_and_above_1_at_2() {
    let silu = |z: f64| z * sigmoid(z);
    let slope = |z: f64| sigmoid(z) + silu(z) * (1.0 - sigmoid(z));
    for z in [-5.0, -1.0, 0.0, 0.7, 3.0] {
        assert!((slope(z) - central_difference(silu, z)).abs() < 1e-9);
    }
    assert_eq!(slope(0.0), 0.5);
    assert!((slope(2.0) - 1.0908).abs() < 1e-4);
    let below = |z: f64| z - silu(z);
    assert!(below(0.0) == 0.0 && below(1.0) > 0.2 && below(20.0) < 1e-6);
}
// ANCHOR_END: activation_functions_3

/// At $`z = -0.7518`$, where it is −0.1700.
/// There the slope is 0.
/// Left of this place the curve falls, and right of it it rises.
// ANCHOR: activation_functions_4
#[test]
fn gelu_is_lowest_at_minus_0_752_where_it_is_minus_0_170() {
    let slope = |z| Gelu.slope(z, Gelu.value(z));
    let lowest = descend(slope, 0.0, 1.0, 100)[100];
    assert!((lowest + 0.7518).abs() < 5e-5);
    assert!((Gelu.value(lowest) + 0.1700).abs() < 5e-5);
    assert!(slope(lowest - 0.01) < 0.0 && slope(lowest + 0.01) > 0.0);
}
// ANCHOR_END: activation_functions_4
