//! Numbers to call a reader's function with.

use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// A matrix of this shape, its numbers drawn between −1 and 1: none is 0.
pub(crate) fn numbers(shape: (usize, usize), seed: u64) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Array2::from_shape_simple_fn(shape, || rng.random_range(-1.0..1.0))
}
