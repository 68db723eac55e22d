//! Every layer, activation and loss of Part II, and networks of them, against two independent
//! derivatives and against plain loops, over random shapes and numbers.

mod activations_and_losses;
#[path = "../common/random.rs"]
mod common;
mod networks;
mod one_layer;
mod reference;

use common::array;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

fn close(ours: f64, reference: f64, tolerance: f64) -> TestCaseResult {
    prop_assert!(
        (ours - reference).abs() <= tolerance,
        "{ours}, but by the reference {reference}"
    );
    Ok(())
}
