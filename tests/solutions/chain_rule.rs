//! Solutions of the chapter *The chain rule*.

use backprop::activation::{sigmoid, sigmoid_prime};
use backprop::chain_rule::{Dual, Neuron};
use backprop::gradient_descent::central_difference;

/// The error is −0.26894 and the loss is 0.07233. With $`x = 1`$ the slope along
/// $`w`$ is the same −0.10575. It is negative: a larger $`w`$ lowers the loss, since
/// it brings the prediction closer to 1. Run the neuron $`w = 1`$ with $`x = 1`$ and
/// $`y = 1`$ forward and backward by hand, with $`\sigma(1) = 0.73106`$. Forward:
/// $`z = 1`$, $`\hat y = \sigma(1) = 0.73106`$.
///
/// ```math
/// \frac{\partial L}{\partial \hat y} = 2 \times (-0.26894) = -0.53788
/// ```
///
/// ```math
/// \frac{\partial L}{\partial z} = -0.53788 \times \sigma'(1) = -0.53788 \times 0.19661 = -0.10575
/// ```
// ANCHOR: chain_rule_1
#[test]
fn one_neuron_with_all_numbers_1_has_the_slope_worked_by_hand() {
    let neuron = Neuron { w: 1.0 };
    let trace = neuron.forward(1.0, 1.0);
    let slopes = neuron.backward(1.0, &trace);
    let computed = [trace.y_hat, trace.error, trace.loss, slopes.d_y_hat, slopes.dz];
    let by_hand = [0.73106, -0.26894, 0.07233, -0.53788, -0.10575];
    for (computed, by_hand) in computed.iter().zip(by_hand) {
        // Half of the last digit written.
        assert!((computed - by_hand).abs() < 5e-6);
    }
    assert_eq!(slopes.dw, slopes.dz);
}
// ANCHOR_END: chain_rule_1

/// If it is 0, so is the product, whatever the error.
/// A weight learns nothing from a row whose input is 0.
// ANCHOR: chain_rule_2
#[test]
fn an_input_of_0_gives_the_weight_no_gradient_whatever_the_error() {
    for (w, y) in [(0.5, 1.0), (3.0, 0.0), (-2.0, 10.0)] {
        let neuron = Neuron { w };
        let gradients = neuron.backward(0.0, &neuron.forward(0.0, y));
        assert_ne!(gradients.dz, 0.0);
        assert_eq!(gradients.dw, 0.0);
    }
}
// ANCHOR_END: chain_rule_2

/// If $`b`$ rises by a little, $`z = w x + b`$ rises by as much: the slope of $`z`$
/// along $`b`$ is 1.
// ANCHOR: chain_rule_3
#[test]
fn the_slope_along_a_bias_is_dz() {
    let (w, b, x, y) = (0.5, -0.3, 2.0, 0.0);
    let z = w * x + b;
    let dz = 2.0 * (sigmoid(z) - y) * sigmoid_prime(z);

    // Once more with dual numbers: b is the variable, all else is constant.
    let z = Dual::constant(w * x) + Dual::variable(b);
    let error = z.sigmoid() - Dual::constant(y);
    let loss = error * error;
    // Both are exact up to a few roundings.
    assert!((loss.slope - dz).abs() < 1e-15);
}
// ANCHOR_END: chain_rule_3

/// A bias is a weight whose input is always 1.
#[test]
fn a_bias_has_the_slope_of_a_weight_whose_input_is_1() {
    let (w, b, x, y) = (0.5, -0.3, 2.0, 0.0);
    let loss = |w: f64, b: f64, one: f64| (sigmoid(w * x + b * one) - y).powi(2);
    let neuron = Neuron { w: w * x + b };
    // The whole sum as the weight of an input of 1.
    let dz = neuron.backward(1.0, &neuron.forward(1.0, y)).dz;
    assert!((central_difference(|b| loss(w, b, 1.0), b) - dz).abs() < 1e-9);
    let twice = central_difference(|b| loss(w, b, 2.0), b / 2.0);
    assert!((twice - 2.0 * dz).abs() < 1e-9);
}

/// Derive $`\partial L / \partial w`$ as a product of six factors, one of which
/// is 1.
// ANCHOR: chain_rule_4
#[test]
fn the_slope_along_the_first_of_two_weights_is_a_product_of_six() {
    let (w, v, x, y) = (0.5, -1.5, 2.0, 1.0);
    let z1 = w * x;
    let z2 = v * sigmoid(z1);
    let d_error = 2.0 * (sigmoid(z2) - y);
    let dw = d_error * 1.0 * sigmoid_prime(z2) * v * sigmoid_prime(z1) * x;

    let a1 = (Dual::variable(w) * Dual::constant(x)).sigmoid();
    let y_hat = (Dual::constant(v) * a1).sigmoid();
    let error = y_hat - Dual::constant(y);
    // Both are exact up to a few roundings.
    assert!(((error * error).slope - dw).abs() < 1e-15);
}
// ANCHOR_END: chain_rule_4

/// The first row is that of exercise 1: its slope is −0.10575.
/// Where paths meet, add: −0.2115.
/// Both rows pull the same way, equally hard.
/// Take the neuron $`w = 1`$ on two rows: $`x = 1`$ with $`y = 1`$, and $`x = -1`$
/// with $`y = 0`$.
// ANCHOR: chain_rule_5
#[test]
fn two_rows_that_want_the_same_add_up_to_twice_the_slope_of_one() {
    let rows = [(1.0, 1.0), (-1.0, 0.0)];
    let loss = |w| rows.map(|(x, y)| Neuron { w }.forward(x, y).loss).iter().sum();
    let neuron = Neuron { w: 1.0 };
    let [first, second] =
        rows.map(|(x, y)| neuron.backward(x, &neuron.forward(x, y)).dw);
    // Half of the last digit written; then the accuracy of a measured slope.
    assert!((first - -0.10575).abs() < 5e-6 && (second - -0.10575).abs() < 5e-6);
    assert!((first + second - -0.2115).abs() < 5e-5);
    assert!((central_difference(loss, 1.0) - (first + second)).abs() < 1e-9);
}
// ANCHOR_END: chain_rule_5

/// On the second $`z = -1`$, the error is $`0.26894 - 0 = 0.26894`$, and the slope
/// of the sigmoid is $`0.26894 \times 0.73106 = 0.19661`$. The product is $`2 \times
/// 0.26894 \times 0.19661 \times (-1) = -0.10575`$.
#[test]
fn the_second_of_the_two_rows_by_hand() {
    let trace = Neuron { w: 1.0 }.forward(-1.0, 0.0);
    let slope = sigmoid_prime(trace.z);
    let dw = -(2.0 * trace.error * slope);
    assert_eq!(trace.z, -1.0);
    for (computed, by_hand) in
        [(trace.error, 0.26894), (slope, 0.19661), (dw, -0.10575)]
    {
        assert!((computed - by_hand).abs() < 5e-6);
    }
}
