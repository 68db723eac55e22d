//! Feedforward: from inputs to predictions, two layers of the same two moves.

use ndarray::Array2;

use crate::activation::sigmoid;
use crate::network::Network;

/// Every array that one pass forward computes, in order. Backpropagation will need them.
// ANCHOR: Trace
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Weighted sums of the hidden layer, `(n, hidden)`.
    pub z1: Array2<f64>,
    /// Activations of the hidden layer, `(n, hidden)`.
    pub a1: Array2<f64>,
    /// Weighted sums of the output layer, `(n, outputs)`.
    pub z2: Array2<f64>,
    /// Predictions, `(n, outputs)`.
    pub y_hat: Array2<f64>,
}
// ANCHOR_END: Trace

#[doc = cell!("feedforward")]
// ANCHOR: forward
impl Network {
    /// Runs the rows of `x` `(n, inputs)` through both layers and keeps every step.
    pub fn forward(&self, x: &Array2<f64>) -> Trace {
        let z1 = x.dot(&self.w1);
        let a1 = z1.mapv(sigmoid);
        let z2 = a1.dot(&self.w2);
        let y_hat = z2.mapv(sigmoid);
        Trace { z1, a1, z2, y_hat }
    }
}
// ANCHOR_END: forward

// ANCHOR: predict
impl Network {
    /// The predictions `(n, outputs)` for the rows of `x` `(n, inputs)`.
    pub fn predict(&self, x: &Array2<f64>) -> Array2<f64> {
        self.forward(x).y_hat
    }
}
// ANCHOR_END: predict

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::four_rows;
    use ndarray::array;

    #[test]
    fn forward_is_the_hand_computed_pass() {
        let net =
            Network::new(array![[1.0, -1.0], [0.5, 2.0]], array![[1.0], [-2.0]]);
        let trace = net.forward(&array![[2.0, -2.0]]);
        assert_eq!(trace.z1, array![[1.0, -6.0]]);
        let a1 = [sigmoid(1.0), sigmoid(-6.0)];
        assert_eq!(trace.a1, array![a1]);
        let z2 = a1[0] - 2.0 * a1[1];
        // A product may add in another order: allow the last bit.
        assert!((trace.z2[[0, 0]] - z2).abs() < 1e-15);
        assert!((trace.y_hat[[0, 0]] - sigmoid(z2)).abs() < 1e-15);
    }

    #[test]
    fn each_row_is_predicted_as_if_it_were_alone() {
        let net = Network::seeded(5);
        let (x, _) = four_rows();
        let together = net.predict(&x);
        for (i, row) in x.rows().into_iter().enumerate() {
            let alone = net.predict(&row.to_owned().insert_axis(ndarray::Axis(0)));
            assert!((alone[[0, 0]] - together[[i, 0]]).abs() < 1e-15);
        }
    }

    #[test]
    fn a_network_of_zeros_predicts_one_half_everywhere() {
        let net = Network::new(Array2::zeros((3, 4)), Array2::zeros((4, 1)));
        let (x, _) = four_rows();
        assert_eq!(net.predict(&x), Array2::from_elem((4, 1), 0.5));
    }
}
