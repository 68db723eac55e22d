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
///
/// Two functions of one number are all that an activation has to say. The two of whole
/// arrays call them; a network knows its activations at run time only, and asks once for an
/// array instead of once for a number.
// ANCHOR: Activation
pub trait Activation: Debug + Send + Sync {
    /// The activation of the weighted sum `z`.
    fn value(&self, z: f64) -> f64;

    /// The slope at `z`, where `a = value(z)` is known already.
    fn slope(&self, z: f64, a: f64) -> f64;

    /// The activations of the weighted sums `z`, shaped like them.
    fn forward(&self, z: &Array2<f64>) -> Array2<f64> {
        z.mapv(|z| self.value(z))
    }

    /// The slope of the loss along `z`, from `da`, the one along `a = forward(z)`; all four
    /// are shaped alike.
    fn backward(
        &self,
        z: &Array2<f64>,
        a: &Array2<f64>,
        da: &Array2<f64>,
    ) -> Array2<f64> {
        // dz = da ⊙ f′(z)
        Zip::from(da).and(z).and(a).map_collect(|da, &z, &a| da * self.slope(z, a))
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
#[doc = cell!("vanishing")]
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
///
/// At 0 it has a corner and no slope; 0 stands for it.
///
/// Source: V. Nair, G. Hinton, *Rectified Linear Units Improve Restricted Boltzmann
/// Machines*, 2010.
#[doc = cell!("dead_units")]
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
///
/// Source: A. Maas, A. Hannun, A. Ng, *Rectifier Nonlinearities Improve Neural Network
/// Acoustic Models*, 2013.
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
#[doc = cell!("activation_functions")]
// ANCHOR: ACTIVATIONS
pub const ACTIVATIONS: [&dyn Activation; 6] =
    [&Sigmoid, &Tanh, &Relu, &LeakyRelu, &Softplus, &Gelu];
// ANCHOR_END: ACTIVATIONS

#[cfg(test)]
mod tests {
    use super::*;

    /// A single layer gives a sum of the form *first input times one weight, plus
    /// second input times another, plus a constant*, and its border is where this
    /// sum is 0 and the sigmoid gives one half.
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

    /// On its way back the blame was multiplied by the weights of $`W_2`$ and by
    /// one more $`\sigma'`$, which is at most $`\frac{1}{4}`$.
    /// The missing factor is at most a quarter.
    ///
    /// On its way back the blame passes one more $`\sigma'`$, which is at most
    /// $`\frac{1}{4}`$, and one more matrix of weights.
    /// With sigmoids the second is at most $`\frac{1}{4}`$.
    ///
    /// Two of the six factors are slopes of a sigmoid, and neither exceeds a
    /// quarter.
    /// Together they are at most a sixteenth.
    #[test]
    fn sigmoid_prime_is_a_quarter_at_zero_and_nowhere_larger() {
        assert_eq!(sigmoid_prime(0.0), 0.25);
        assert!((-80..=80).all(|i| sigmoid_prime(f64::from(i) / 8.0) <= 0.25));
    }

    /// At each z, the orange curve is as high as the blue one is steep.
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

    /// The slope of `f` at `z`, as a network asks for it.
    fn slope(f: &dyn Activation, z: f64) -> f64 {
        f.slope(z, f.value(z))
    }

    fn assert_close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-15 * (1.0 + b.abs()), "{a} is not {b}");
    }

    #[test]
    fn values_and_slopes_are_the_known_ones() {
        // tanh, e and Φ from tables: Φ(1) = 0.841…, and the bell is 0.241… at ±1.
        let known: [(&dyn Activation, f64, f64, f64); 14] = [
            (&Identity, -1.0, -1.0, 1.0),
            (&Identity, 1.0, 1.0, 1.0),
            (&Sigmoid, -1.0, 0.2689414213699951, 0.19661193324148185),
            (&Sigmoid, 1.0, 0.7310585786300049, 0.19661193324148185),
            (&Tanh, -1.0, -0.7615941559557649, 0.41997434161402614),
            (&Tanh, 1.0, 0.7615941559557649, 0.41997434161402614),
            (&Relu, -1.0, 0.0, 0.0),
            (&Relu, 1.0, 1.0, 1.0),
            (&LeakyRelu, -1.0, -0.01, 0.01),
            (&LeakyRelu, 1.0, 1.0, 1.0),
            (&Softplus, -1.0, 0.31326168751822286, 0.2689414213699951),
            (&Softplus, 1.0, 1.3132616875182228, 0.7310585786300049),
            (&Gelu, -1.0, -0.15865525393145707, -0.08331547058768632),
            (&Gelu, 1.0, 0.8413447460685429, 1.0833154705876863),
        ];
        for (f, z, a, slope_at_z) in known {
            assert_close(f.value(z), a);
            assert_close(slope(f, z), slope_at_z);
        }
    }

    /// A test compares each with a measured slope.
    #[test]
    fn every_slope_is_the_measured_one_away_from_the_corner() {
        let h = 1e-5;
        for f in ACTIVATIONS.into_iter().chain([&Identity as &dyn Activation]) {
            for z in (-24..=24).map(|i| f64::from(i) / 4.0).filter(|&z| z != 0.0) {
                let rise_over_run = (f.value(z + h) - f.value(z - h)) / (2.0 * h);
                // Off by about h², and by the rounding of a value below 10: 1e-15 / h.
                let error = (slope(f, z) - rise_over_run).abs();
                assert!(error < 5e-10, "{f:?} at {z}: off by {error}");
            }
        }
    }

    /// Backward needs a number, so we take 0.
    #[test]
    fn at_the_corner_the_slope_is_that_of_the_left_side() {
        assert_eq!((slope(&Relu, 0.0), slope(&LeakyRelu, 0.0)), (0.0, 0.01));
    }

    #[test]
    fn softplus_neither_overflows_nor_loses_its_small_values() {
        assert_eq!((Softplus.value(1000.0), slope(&Softplus, 1000.0)), (1000.0, 1.0));
        assert_eq!((Softplus.value(-1000.0), slope(&Softplus, -1000.0)), (0.0, 0.0));
        // As small as this, ln(1 + c) is c; written down like that, it would be 0.
        let power = (-40.0_f64).exp();
        assert_eq!((1.0 + power).ln(), 0.0);
        assert!((Softplus.value(-40.0) / power - 1.0).abs() < 1e-15);
    }

    #[test]
    fn no_activation_hides_what_is_not_a_number() {
        assert!(ACTIVATIONS.iter().all(|f| f.value(f64::NAN).is_nan()));
    }

    #[test]
    fn values_and_slopes_stay_finite_however_large_the_sum() {
        for f in ACTIVATIONS {
            for z in [-1e200, -1e9, -1000.0, 1000.0, 1e9, 1e200] {
                assert!(f.value(z).is_finite(), "{f:?} at {z}");
                assert!((-1.0..=1.0).contains(&slope(f, z)), "{f:?} at {z}");
            }
        }
    }

    #[test]
    fn forward_and_backward_treat_every_number_of_an_array_alone() {
        let z = ndarray::array![[-2.0, -0.5, 0.0], [0.5, 1.0, 3.0]];
        for f in ACTIVATIONS {
            let (a, da) = (f.forward(&z), z.mapv(|z| 10.0 + z));
            assert_eq!(a, z.mapv(|z| f.value(z)));
            let dz = f.backward(&z, &a, &da);
            assert_eq!(dz, z.mapv(|z| (10.0 + z) * slope(f, z)));
        }
    }
}
