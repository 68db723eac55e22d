//! Numbers to call a reader's function with.

use ndarray::{Array, ShapeBuilder};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// An array of this shape, its numbers drawn between −1 and 1: none is 0.
pub(crate) fn numbers<Shape: ShapeBuilder>(
    shape: Shape,
    seed: u64,
) -> Array<f64, Shape::Dim> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Array::from_shape_simple_fn(shape, || rng.random_range(-1.0..1.0))
}
