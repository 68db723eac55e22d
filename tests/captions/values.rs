//! The measured numbers that captions refer to.

use std::{collections::BTreeMap, fs};

use crate::root::in_root;

/// The value of the book with this name.
///
/// # Panics
///
/// If there is none, or it is no number.
pub fn value(name: &str) -> f64 {
    let text = fs::read_to_string(in_root("book/figures/values.json")).unwrap();
    let values: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    values[name].parse().unwrap()
}
