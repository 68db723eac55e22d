//! Random arrays for properties.

use ndarray::Array2;
use proptest::prelude::*;

/// Any numbers up to this size.
pub fn array(
    rows: usize,
    columns: usize,
    size: f64,
) -> impl Strategy<Value = Array2<f64>> {
    prop::collection::vec(-size..size, rows * columns).prop_map(move |numbers| {
        Array2::from_shape_vec((rows, columns), numbers)
            .expect("as many numbers as places")
    })
}
