//! Figures and values of the chapter *Digits*.

use super::values::Value;

/// The numbers that the chapter refers to.
pub(super) fn values() -> Vec<Value> {
    vec![]
}
