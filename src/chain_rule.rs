//! The chain rule: one neuron differentiated by hand, and dual numbers to check it.

use std::ops::{Add, Div, Mul, Sub};

use crate::activation::{sigmoid, sigmoid_prime};

/// The smallest network: one weight `w`, so that an input `x` gives ŷ = σ(w·x).
// ANCHOR: Neuron
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neuron {
    /// The only weight.
    pub w: f64,
}
// ANCHOR_END: Neuron

/// Every number on the way from the weight to the loss, in order.
// ANCHOR: NeuronTrace
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeuronTrace {
    /// The weighted input, w·x.
    pub z: f64,
    /// The prediction, σ(z).
    pub y_hat: f64,
    /// The error, ŷ − y.
    pub error: f64,
    /// The squared error.
    pub loss: f64,
}
// ANCHOR_END: NeuronTrace

/// The slope of the loss along every number of a [`NeuronTrace`], from the loss back to `w`.
// ANCHOR: NeuronGradients
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeuronGradients {
    /// ∂L/∂error
    pub d_error: f64,
    /// ∂L/∂ŷ
    pub d_y_hat: f64,
    /// ∂L/∂z
    pub dz: f64,
    /// ∂L/∂w
    pub dw: f64,
}
// ANCHOR_END: NeuronGradients

#[doc = cell!("chain_rule")]
// ANCHOR: neuron_forward
impl Neuron {
    /// Runs the input `x` with the target `y` forward and keeps every number.
    pub fn forward(&self, x: f64, y: f64) -> NeuronTrace {
        let z = self.w * x;
        let y_hat = sigmoid(z);
        let error = y_hat - y;
        let loss = error * error;
        NeuronTrace { z, y_hat, error, loss }
    }
}
// ANCHOR_END: neuron_forward

// ANCHOR: neuron_backward
impl Neuron {
    /// Multiplies slope after slope, from the loss back to the weight.
    pub fn backward(&self, x: f64, trace: &NeuronTrace) -> NeuronGradients {
        let d_error = 2.0 * trace.error;
        let d_y_hat = d_error * 1.0;
        let dz = d_y_hat * sigmoid_prime(trace.z);
        let dw = dz * x;
        NeuronGradients { d_error, d_y_hat, dz, dw }
    }
}
// ANCHOR_END: neuron_backward

/// A number that carries its own slope: forward-mode differentiation (R. E. Wengert, 1964).
#[doc = cell!("dual")]
// ANCHOR: Dual
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// How fast it changes as the chosen variable does.
    pub slope: f64,
}

impl Dual {
    /// The variable: it changes as fast as itself.
    pub fn variable(value: f64) -> Self {
        Dual { value, slope: 1.0 }
    }

    /// A constant: it does not change.
    pub fn constant(value: f64) -> Self {
        Dual { value, slope: 0.0 }
    }

    /// e to the power of this number: its slope there is the same number.
    pub fn exp(self) -> Self {
        let value = self.value.exp();
        Dual { value, slope: value * self.slope }
    }

    /// The sigmoid, spelled out: its slope follows from the rules below.
    pub fn sigmoid(self) -> Self {
        let one = Dual::constant(1.0);
        one / (one + (Dual::constant(0.0) - self).exp())
    }
}
// ANCHOR_END: Dual

// ANCHOR: dual_rules
impl Add for Dual {
    type Output = Dual;
    fn add(self, b: Dual) -> Dual {
        Dual { value: self.value + b.value, slope: self.slope + b.slope }
    }
}

impl Sub for Dual {
    type Output = Dual;
    fn sub(self, b: Dual) -> Dual {
        Dual { value: self.value - b.value, slope: self.slope - b.slope }
    }
}

impl Mul for Dual {
    type Output = Dual;
    fn mul(self, b: Dual) -> Dual {
        let slope = self.slope * b.value + self.value * b.slope;
        Dual { value: self.value * b.value, slope }
    }
}

impl Div for Dual {
    type Output = Dual;
    fn div(self, b: Dual) -> Dual {
        let slope =
            (self.slope * b.value - self.value * b.slope) / (b.value * b.value);
        Dual { value: self.value / b.value, slope }
    }
}
// ANCHOR_END: dual_rules

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient_descent::central_difference;

    const CASES: [(f64, f64, f64); 4] =
        [(0.5, 2.0, 1.0), (-1.5, 1.0, 0.0), (3.0, -0.5, 1.0), (0.0, 4.0, 0.0)];

    #[test]
    fn the_slope_by_hand_is_the_measured_slope() {
        for (w, x, y) in CASES {
            let neuron = Neuron { w };
            let dw = neuron.backward(x, &neuron.forward(x, y)).dw;
            let measured = central_difference(|w| Neuron { w }.forward(x, y).loss, w);
            assert!((dw - measured).abs() < 1e-9, "{dw} {measured}");
        }
    }

    #[test]
    fn the_slope_by_hand_is_the_slope_of_dual_numbers() {
        for (w, x, y) in CASES {
            let neuron = Neuron { w };
            let trace = neuron.forward(x, y);
            let y_hat = (Dual::variable(w) * Dual::constant(x)).sigmoid();
            let error = y_hat - Dual::constant(y);
            let loss = error * error;
            // Both are exact up to a few roundings.
            assert!((loss.value - trace.loss).abs() < 1e-15);
            assert!((loss.slope - neuron.backward(x, &trace).dw).abs() < 1e-14);
        }
    }

    #[test]
    fn dual_numbers_know_the_four_rules() {
        let w = Dual::variable(3.0);
        let c = Dual::constant(2.0);
        assert_eq!(w + c, Dual { value: 5.0, slope: 1.0 });
        assert_eq!(c - w, Dual { value: -1.0, slope: -1.0 });
        assert_eq!(w * w, Dual { value: 9.0, slope: 6.0 });
        assert_eq!(c / w, Dual { value: 2.0 / 3.0, slope: -2.0 / 9.0 });
        assert_eq!(w / c, Dual { value: 1.5, slope: 0.5 });
    }
}
