//! How MNIST's digits are learned: by the networks of the chapter *Digits*, and by one of
//! another book.

use rand::{Rng, RngExt};

use crate::activation::Sigmoid;
use crate::classification::{cross_entropy, squares};
use crate::dense::Dense;
use crate::memory_and_threads::batch::on_two_threads;
use crate::mini_batches::{Training, mean_gradients};
use crate::schedules::Schedule;
use crate::sequential::Sequential;

/// How MNIST's digits are learned well, by dense layers and by convolutions.
// ANCHOR: mnist_training
pub fn mnist_training() -> Training {
    Training {
        loss: cross_entropy,
        gradients: on_two_threads,
        batch: 64,
        epochs: 10,
        learning_rate: 0.002,
        schedule: Schedule::Cosine,
        weight_decay: 0.01,
    }
}
// ANCHOR_END: mnist_training

/// The network of the first chapter of M. Nielsen's *Neural Networks and Deep Learning*, for
/// images of so many `pixels`; his have 784.
///
/// He draws weights and biases from a normal distribution of variance 1. These are uniform, of
/// the same variance.
// ANCHOR: nielsens
pub fn nielsens(pixels: usize, rng: &mut impl Rng) -> Sequential {
    let mut net = Sequential::new(Dense::new(pixels, 30), &Sigmoid)
        .then(Dense::new(30, 10), &Sigmoid)
        .fast();
    let b = 3.0_f64.sqrt();
    net.for_each_parameter(|w| *w = b * (2.0 * rng.random::<f64>() - 1.0));
    net
}
// ANCHOR_END: nielsens

/// How he trains it. His loss is half of our sum of squares, and his step of 3 is ours of 1.5.
// ANCHOR: nielsens_training
pub fn nielsens_training() -> Training {
    Training {
        loss: squares,
        // A batch of ten is too little to share.
        gradients: mean_gradients,
        batch: 10,
        epochs: 30,
        learning_rate: 1.5,
        schedule: Schedule::Constant,
        weight_decay: 0.0,
    }
}
// ANCHOR_END: nielsens_training

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;

    #[test]
    fn nielsens_weights_and_biases_are_around_0_with_variance_1() {
        let net = nielsens(784, &mut ChaCha8Rng::seed_from_u64(0));
        let list = net.parameters();
        let n = list.len() as f64;
        let mean = list.iter().sum::<f64>() / n;
        let variance = list.iter().map(|w| w * w).sum::<f64>() / n;
        // Some 24,000 numbers: their means are off by a hundredth at most.
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.02);
        let (_, biases) = net.stages[0].layer.parameters();
        assert!(biases.iter().all(|b| *b != 0.0 && b.abs() <= 3.0_f64.sqrt()));
    }
}
