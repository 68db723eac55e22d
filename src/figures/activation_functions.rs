//! Figures and values of the chapter *Activation functions*.

use super::values::Value;

/// The numbers that the chapter refers to.
pub(super) fn values() -> Vec<Value> {
    vec![]
}
