//! Figures and values of the chapter *Speed*.

use super::values::Value;

/// The numbers that the chapter refers to.
pub(super) fn values() -> Vec<Value> {
    vec![]
}
