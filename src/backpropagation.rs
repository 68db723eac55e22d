//! Backpropagation: the slope of the loss along every weight, in one pass backward.

use ndarray::Array2;

use crate::activation::sigmoid_prime_from_output;
use crate::feedforward::Trace;
use crate::gradient_descent::central_difference;
use crate::loss::{sum_of_squares, sum_of_squares_gradient};
use crate::network::Network;

/// The slope of the loss along every weight, each array shaped like the weights it is for.
// ANCHOR: Gradients
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// ∂L/∂W₁, `(inputs, hidden)`.
    pub dw1: Array2<f64>,
    /// ∂L/∂W₂, `(hidden, outputs)`.
    pub dw2: Array2<f64>,
}
// ANCHOR_END: Gradients

#[doc = cell!("backpropagation")]
// ANCHOR: backward
impl Network {
    /// The gradients of the sum of squares, after `forward(x)` gave `trace`.
    pub fn backward(
        &self,
        x: &Array2<f64>,
        y: &Array2<f64>,
        trace: &Trace,
    ) -> Gradients {
        // σ′(z) = σ(z)(1 − σ(z)), and σ(z) is already in the trace.
        let d_y_hat = sum_of_squares_gradient(&trace.y_hat, y);
        let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
        let dw2 = trace.a1.t().dot(&dz2);

        let da1 = dz2.dot(&self.w2.t());
        let dz1 = da1 * trace.a1.mapv(sigmoid_prime_from_output);
        let dw1 = x.t().dot(&dz1);

        Gradients { dw1, dw2 }
    }
}
// ANCHOR_END: backward

// ANCHOR: step
impl Network {
    /// Moves every weight against its gradient, `learning_rate` times as far.
    pub fn step(&mut self, gradients: &Gradients, learning_rate: f64) {
        self.w1.scaled_add(-learning_rate, &gradients.dw1);
        self.w2.scaled_add(-learning_rate, &gradients.dw2);
    }
}
// ANCHOR_END: step

/// The gradients once more, measured: every weight is moved a little, alone.
///
/// Slow, and independent of [`Network::backward`]: what to check it against.
// ANCHOR: measured_gradients
pub fn measured_gradients(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> Gradients {
    let slopes = |weights: &Array2<f64>, of: fn(&mut Network) -> &mut Array2<f64>| {
        Array2::from_shape_fn(weights.dim(), |place| {
            let loss_at = |weight| {
                let mut moved = net.clone();
                of(&mut moved)[place] = weight;
                sum_of_squares(&moved.predict(x), y)
            };
            central_difference(loss_at, weights[place])
        })
    };
    Gradients {
        dw1: slopes(&net.w1, |net| &mut net.w1),
        dw2: slopes(&net.w2, |net| &mut net.w2),
    }
}
// ANCHOR_END: measured_gradients

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::{sigmoid, sigmoid_prime};
    use crate::network::four_rows;
    use ndarray::array;

    #[test]
    fn gradients_have_the_shapes_of_the_weights() {
        let net = Network::seeded(0);
        let (x, y) = four_rows();
        let gradients = net.backward(&x, &y, &net.forward(&x));
        assert_eq!(gradients.dw1.dim(), net.w1.dim());
        assert_eq!(gradients.dw2.dim(), net.w2.dim());
    }

    #[test]
    fn backward_is_the_chain_rule_by_hand_on_a_chain_of_two_neurons() {
        let (v, w, x, y) = (0.5, -1.5, 2.0, 1.0);
        let net = Network::new(array![[v]], array![[w]]);
        let trace = net.forward(&array![[x]]);
        let gradients = net.backward(&array![[x]], &array![[y]], &trace);

        let a = sigmoid(v * x);
        let dz2 = 2.0 * (sigmoid(w * a) - y) * sigmoid_prime(w * a);
        let dz1 = dz2 * w * sigmoid_prime(v * x);
        assert!((gradients.dw2[[0, 0]] - dz2 * a).abs() < 1e-15);
        assert!((gradients.dw1[[0, 0]] - dz1 * x).abs() < 1e-15);
    }

    #[test]
    fn a_small_step_lowers_the_loss() {
        let (x, y) = four_rows();
        let mut net = Network::seeded(0);
        let trace = net.forward(&x);
        let gradients = net.backward(&x, &y, &trace);
        net.step(&gradients, 0.01);
        assert!(
            sum_of_squares(&net.predict(&x), &y) < sum_of_squares(&trace.y_hat, &y)
        );
    }

    #[test]
    fn a_step_is_minus_the_learning_rate_times_the_gradient() {
        let mut net = Network::new(array![[1.0]], array![[2.0]]);
        let gradients = Gradients { dw1: array![[4.0]], dw2: array![[-8.0]] };
        net.step(&gradients, 0.5);
        assert_eq!((net.w1, net.w2), (array![[-1.0]], array![[6.0]]));
    }
}
