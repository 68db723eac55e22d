//! Figures and values of the chapter *The learning rate*.

use super::values::Value;

/// The numbers that the chapter refers to.
pub(super) fn values() -> Vec<Value> {
    vec![]
}
