//! The data, four rows of three bits, and the network: two matrices of weights.

use ndarray::{Array2, array};
use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};

/// The book's data: inputs `(4, 3)` and targets `(4, 1)`.
///
/// The target is 1 where exactly one of the first two bits is 1 (their exclusive or, XOR).
/// The third bit is always 1. Source: the NumPy tutorial that this book re-tells.
#[rustfmt::skip] // A row of the table is a row of the code.
// ANCHOR: four_rows
pub fn four_rows() -> (Array2<f64>, Array2<f64>) {
    let x = array![
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 1.0],
        [1.0, 0.0, 1.0],
        [1.0, 1.0, 1.0],
    ];
    let y = array![[0.0], [1.0], [1.0], [0.0]];
    (x, y)
}
// ANCHOR_END: four_rows

/// A network with one hidden layer and no biases: all it knows is in two matrices.
#[doc = cell!("network")]
// ANCHOR: Network
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Weights from the inputs to the hidden layer, `(inputs, hidden)`.
    pub w1: Array2<f64>,
    /// Weights from the hidden layer to the outputs, `(hidden, outputs)`.
    pub w2: Array2<f64>,
}
// ANCHOR_END: Network

// ANCHOR: new
impl Network {
    /// A network of these weights; it panics if they do not fit, or are not finite.
    pub fn new(w1: Array2<f64>, w2: Array2<f64>) -> Self {
        assert_eq!(
            w1.ncols(),
            w2.nrows(),
            "w1 {:?} has a column and w2 {:?} a row for each hidden unit",
            w1.dim(),
            w2.dim(),
        );
        for (name, weights) in [("w1", &w1), ("w2", &w2)] {
            let finite = weights.iter().all(|weight| weight.is_finite());
            assert!(finite, "{name} holds a weight that is not finite:\n{weights}");
        }
        Network { w1, w2 }
    }
}
// ANCHOR_END: new

// ANCHOR: random
impl Network {
    /// A network whose weights are drawn uniformly from [0, 1).
    pub fn random(
        inputs: usize,
        hidden: usize,
        outputs: usize,
        rng: &mut impl Rng,
    ) -> Self {
        let mut draw = |rows, columns| {
            Array2::from_shape_simple_fn((rows, columns), || rng.random::<f64>())
        };
        Network::new(draw(inputs, hidden), draw(hidden, outputs))
    }

    /// The book's network, 3 inputs, 4 hidden units, 1 output, as `seed` draws it.
    pub fn seeded(seed: u64) -> Self {
        Network::random(3, 4, 1, &mut ChaCha8Rng::seed_from_u64(seed))
    }
}
// ANCHOR_END: random

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 if exactly one of two bits is 1.
    ///
    /// The target is the **exclusive or** (XOR) of the first two inputs: 1 if
    /// exactly one of them is 1. The third input is 1 in every row. You see the rule
    /// after a moment: the target is 1 where exactly one of the first two bits is 1.
    #[test]
    fn the_targets_are_the_xor_of_the_first_two_bits_and_the_third_is_one() {
        let (x, y) = four_rows();
        for (row, target) in x.rows().into_iter().zip(y.column(0)) {
            assert_eq!(f64::from(row[0] != row[1]), *target);
            assert_eq!(row[2], 1.0);
        }
    }

    #[test]
    fn random_weights_have_the_asked_shapes_and_lie_between_0_and_1() {
        let net = Network::random(5, 7, 2, &mut ChaCha8Rng::seed_from_u64(1));
        assert_eq!((net.w1.dim(), net.w2.dim()), ((5, 7), (7, 2)));
        assert!(net.w1.iter().chain(&net.w2).all(|w| (0.0..1.0).contains(w)));
    }

    #[test]
    fn one_seed_always_draws_the_same_network_and_another_a_different_one() {
        assert_eq!(Network::seeded(3), Network::seeded(3));
        assert_ne!(Network::seeded(3), Network::seeded(4));
    }

    #[test]
    #[should_panic(
        expected = "w1 (3, 4) has a column and w2 (5, 1) a row for each hidden unit"
    )]
    fn matrices_that_do_not_fit_together_are_refused_with_both_shapes() {
        Network::new(Array2::zeros((3, 4)), Array2::zeros((5, 1)));
    }

    #[test]
    #[should_panic(expected = "w2 holds a weight that is not finite")]
    fn a_weight_that_is_not_a_number_is_refused() {
        Network::new(Array2::zeros((3, 1)), array![[f64::NAN]]);
    }
}
