//! Every layer, activation and loss of Part II, and networks of them, against two independent
//! derivatives and against plain loops, over random shapes and numbers.

mod activations_and_losses;
mod networks;
mod one_layer;
mod reference;

use ndarray::Array2;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// Any numbers up to this size.
fn array(
    rows: usize,
    columns: usize,
    size: f64,
) -> impl Strategy<Value = Array2<f64>> {
    prop::collection::vec(-size..size, rows * columns).prop_map(move |numbers| {
        Array2::from_shape_vec((rows, columns), numbers)
            .expect("as many numbers as places")
    })
}

fn close(ours: f64, reference: f64, tolerance: f64) -> TestCaseResult {
    prop_assert!(
        (ours - reference).abs() <= tolerance,
        "{ours}, but by the reference {reference}"
    );
    Ok(())
}
