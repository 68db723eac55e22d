//! Memory and threads: whole trainings in less time. Every function here computes what a plain one
//! of an earlier chapter computes, and a test compares the two.

use std::hint::black_box;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, Zip};

use crate::activation::{
    Identity, Relu, Sigmoid, sigmoid, sigmoid_prime_from_output,
};
use crate::convolution::{Convolution, ImageShape};
use crate::dense::Dense;
use crate::loss::sum_of_squares;
use crate::network::Network;
use crate::pooling::MaxPool;
use crate::sequential::Sequential;

pub mod batch;
pub mod known_shapes;

/// Part I's `train` in arrays that are made once: the loss before each iteration.
///
/// # Panics
///
/// If the shapes of the network and of `x` and `y` do not fit.
// ANCHOR: train_in_place
pub fn train_in_place(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let Network { w1, w2 } = net;
    let mut a1 = Array2::zeros((x.nrows(), w1.ncols()));
    let mut y_hat = Array2::zeros(y.dim());
    let (mut dz1, mut dz2) = (a1.clone(), y_hat.clone());
    let mut losses = Vec::with_capacity(iterations);
    for _ in 0..iterations {
        general_mat_mul(1.0, x, w1, 0.0, &mut a1);
        a1.mapv_inplace(sigmoid);
        general_mat_mul(1.0, &a1, w2, 0.0, &mut y_hat);
        y_hat.mapv_inplace(sigmoid);
        losses.push(sum_of_squares(&y_hat, y));

        Zip::from(&mut dz2).and(&y_hat).and(y).for_each(|dz2, &y_hat, &y| {
            *dz2 = 2.0 * (y_hat - y) * sigmoid_prime_from_output(y_hat);
        });
        general_mat_mul(1.0, &dz2, &w2.t(), 0.0, &mut dz1);
        Zip::from(&mut dz1).and(&a1).for_each(|dz1, &a1| {
            *dz1 *= sigmoid_prime_from_output(a1);
        });
        // w ← w − η·dw, and dw is nowhere.
        general_mat_mul(-learning_rate, &a1.t(), &dz2, 1.0, w2);
        general_mat_mul(-learning_rate, &x.t(), &dz1, 1.0, w1);
    }
    losses
}
// ANCHOR_END: train_in_place

/// Asks for 31 megabytes once, and gives them back.
///
/// On Linux the allocator of the C library returns memory to the system, where a piece is larger
/// than those that it got back so far, up to 32 megabytes. From here on it keeps more.
///
/// Source: `M_MMAP_THRESHOLD` in the manual page mallopt(3).
// ANCHOR: keep_memory
pub fn keep_memory() {
    drop(black_box(vec![0_u8; 31 << 20]));
}
// ANCHOR_END: keep_memory

/// The shape of a digit of MNIST.
// ANCHOR: LARGE
pub const LARGE: ImageShape = ImageShape { channels: 1, height: 28, width: 28 };
// ANCHOR_END: LARGE

/// Dense layers 784-128-10: the network of the workload `w2`.
// ANCHOR: w2
pub fn w2() -> Sequential {
    Sequential::new(Dense::new(LARGE.size(), 128), &Sigmoid)
        .then(Dense::new(128, 10), &Identity)
}
// ANCHOR_END: w2

/// Two convolutions of 3 by 3, each with a pool, and a dense layer: the network of `w3`.
// ANCHOR: w3
pub fn w3() -> Sequential {
    let first = Convolution::new(LARGE, 8, 3);
    let first_pool = MaxPool { input: first.output(), size: 2 };
    let second = Convolution::new(first_pool.output(), 16, 3);
    let second_pool = MaxPool { input: second.output(), size: 2 };
    let features = second_pool.output().size();
    Sequential::new(first, &Identity)
        .then(first_pool, &Relu)
        .then(second, &Identity)
        .then(second_pool, &Relu)
        .then(Dense::new(features, 10), &Identity)
}
// ANCHOR_END: w3

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::four_rows;
    use crate::training::train;

    #[test]
    fn in_place_training_is_that_of_part_1_from_every_seed() {
        let (x, y) = four_rows();
        for seed in 0..20 {
            let (mut plain, mut fast) =
                (Network::seeded(seed), Network::seeded(seed));
            let history = train(&mut plain, &x, &y, 1.0, 300);
            let losses = train_in_place(&mut fast, &x, &y, 1.0, 300);
            assert_eq!(losses.len(), 300);
            for (fast, plain) in losses.iter().zip(history.losses()) {
                assert!((fast - plain).abs() < 1e-12);
            }
        }
    }
}
