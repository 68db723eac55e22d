//! The sigmoid, which ends both layers of Part I, and its slope in two forms; then the other
//! functions that a layer may end in.

use std::f64::consts::{PI, SQRT_2};
use std::fmt::Debug;

use ndarray::{Array2, Zip};

/// The sigmoid of a weighted sum `z`: any number in, a number between 0 and 1 out.
#[doc = cell!("activation")]
// ANCHOR: sigmoid
pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
// ANCHOR_END: sigmoid

/// The slope of the sigmoid at `z`, the number that goes *into* the sigmoid.
// ANCHOR: sigmoid_prime
pub fn sigmoid_prime(z: f64) -> f64 {
    sigmoid_prime_from_output(sigmoid(z))
}
// ANCHOR_END: sigmoid_prime

/// The slope of the sigmoid where `a = sigmoid(z)` is what came *out* of it.
// ANCHOR: sigmoid_prime_from_output
pub fn sigmoid_prime_from_output(a: f64) -> f64 {
    a * (1.0 - a)
}
// ANCHOR_END: sigmoid_prime_from_output

/// A function that ends a layer: what it gives, and its slope.
// ANCHOR: Activation
pub trait Activation: Debug + Send + Sync {
    /// The activation of the weighted sum `z`.
    fn value(&self, z: f64) -> f64;

    /// The slope at `z`, where `a = value(z)` is known already.
    fn slope(&self, z: f64, a: f64) -> f64;

    /// Writes the activations of the weighted sums `z` into `a`, shaped alike.
    fn forward(&self, z: &Array2<f64>, a: &mut Array2<f64>) {
        Zip::from(a).and(z).for_each(|a, &z| *a = self.value(z));
    }

    /// Turns `d`, the slope of the loss along `a`, into the slope along `z`.
    fn backward(&self, z: &Array2<f64>, a: &Array2<f64>, d: &mut Array2<f64>) {
        Zip::from(d).and(z).and(a).for_each(|d, &z, &a| *d *= self.slope(z, a));
    }
}
// ANCHOR_END: Activation

/// The weighted sum as it is: for an output that may be any number.
// ANCHOR: Identity
#[derive(Debug)]
pub struct Identity;

impl Activation for Identity {
    fn value(&self, z: f64) -> f64 {
        z
    }

    fn slope(&self, _z: f64, _a: f64) -> f64 {
        1.0
    }
}
// ANCHOR_END: Identity

/// σ(z), between 0 and 1.
// ANCHOR: Sigmoid
#[derive(Debug)]
pub struct Sigmoid;

impl Activation for Sigmoid {
    fn value(&self, z: f64) -> f64 {
        sigmoid(z)
    }

    fn slope(&self, _z: f64, a: f64) -> f64 {
        sigmoid_prime_from_output(a)
    }
}
// ANCHOR_END: Sigmoid

/// The hyperbolic tangent, between −1 and 1.
// ANCHOR: Tanh
#[derive(Debug)]
pub struct Tanh;

impl Activation for Tanh {
    fn value(&self, z: f64) -> f64 {
        z.tanh()
    }

    fn slope(&self, _z: f64, a: f64) -> f64 {
        1.0 - a * a
    }
}
// ANCHOR_END: Tanh

/// The rectified linear unit: z where it is positive, else 0.
// ANCHOR: Relu
#[derive(Debug)]
pub struct Relu;

impl Activation for Relu {
    fn value(&self, z: f64) -> f64 {
        // Not z.max(0.0), which turns NaN into 0 and hides that training went wrong.
        if z < 0.0 { 0.0 } else { z }
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        if z > 0.0 { 1.0 } else { 0.0 }
    }
}
// ANCHOR_END: Relu

/// ReLU with a hundredth of z where it is negative, so that no unit loses its slope.
// ANCHOR: LeakyRelu
#[derive(Debug)]
pub struct LeakyRelu;

impl Activation for LeakyRelu {
    fn value(&self, z: f64) -> f64 {
        if z < 0.0 { 0.01 * z } else { z }
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        if z > 0.0 { 1.0 } else { 0.01 }
    }
}
// ANCHOR_END: LeakyRelu

/// ln(1 + eᶻ): ReLU without the corner.
// ANCHOR: Softplus
#[derive(Debug)]
pub struct Softplus;

impl Activation for Softplus {
    fn value(&self, z: f64) -> f64 {
        // For a large z, eᶻ is infinite; e to the minus |z| never is.
        z.max(0.0) + (-z.abs()).exp().ln_1p()
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        sigmoid(z)
    }
}
// ANCHOR_END: Softplus

/// z·Φ(z), where Φ(z) is the share of a normal distribution that lies below z.
///
/// Source: D. Hendrycks, K. Gimpel, *Gaussian Error Linear Units*, 2016.
// ANCHOR: Gelu
#[derive(Debug)]
pub struct Gelu;

impl Activation for Gelu {
    fn value(&self, z: f64) -> f64 {
        z * normal_share_below(z)
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        let bell = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
        normal_share_below(z) + z * bell
    }
}

fn normal_share_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}
// ANCHOR_END: Gelu

/// The activations that a hidden layer may have, in the order of their chapter.
pub const ACTIVATIONS: [&dyn Activation; 6] =
    [&Sigmoid, &Tanh, &Relu, &LeakyRelu, &Softplus, &Gelu];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_is_one_half_at_zero_and_symmetric_about_it() {
        assert_eq!(sigmoid(0.0), 0.5);
        for z in [0.1, 1.0, 3.0, 30.0] {
            assert!((sigmoid(z) + sigmoid(-z) - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn sigmoid_stays_finite_however_large_its_input() {
        assert_eq!(sigmoid(1e9), 1.0);
        assert_eq!(sigmoid(-1e9), 0.0);
        assert_eq!(sigmoid_prime(-1e9), 0.0);
    }

    #[test]
    fn sigmoid_prime_is_a_quarter_at_zero_and_nowhere_larger() {
        assert_eq!(sigmoid_prime(0.0), 0.25);
        assert!((-80..=80).all(|i| sigmoid_prime(f64::from(i) / 8.0) <= 0.25));
    }

    #[test]
    fn sigmoid_prime_is_the_slope_of_the_sigmoid() {
        for z in [-4.0, -0.5, 0.0, 1.0, 3.0] {
            let h = 1e-5;
            let rise_over_run = (sigmoid(z + h) - sigmoid(z - h)) / (2.0 * h);
            // The central difference is off by about h² plus rounding of 1e-16 / h.
            assert!((sigmoid_prime(z) - rise_over_run).abs() < 1e-10);
        }
    }

    #[test]
    fn the_slope_from_the_output_is_wrong_when_fed_the_input() {
        assert_eq!(sigmoid_prime_from_output(sigmoid(2.0)), sigmoid_prime(2.0));
        assert_eq!(sigmoid_prime_from_output(2.0), -2.0);
    }
}
