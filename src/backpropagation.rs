//! Backpropagation: the slope of the loss along every weight, in one pass backward.

use ndarray::Array2;

use crate::activation::sigmoid_prime_from_output;
use crate::feedforward::Trace;
use crate::gradient_descent::Gradients;
use crate::loss::sum_of_squares_gradient;
use crate::network::Network;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::{sigmoid, sigmoid_prime};
    use crate::loss::sum_of_squares;
    use crate::network::four_rows;
    use ndarray::array;

    /// We want $`\frac{\partial L}{\partial W_1}`$ and $`\frac{\partial
    /// L}{\partial W_2}`$: one slope for each weight, in arrays of the same
    /// shapes as the weights.
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
}
