//! The measured numbers of the book.

use std::{collections::BTreeMap, fs};

use crate::root::in_root;

/// A number that `cargo run --bin figures values` measured; a test of the figures measures it again.
///
/// # Panics
///
/// If there is none of this name, or it is no number.
pub fn value(name: &str) -> f64 {
    let text = fs::read_to_string(in_root("book/figures/values.json")).unwrap();
    let values: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    values.get(name).expect(name).parse().expect(name)
}
