//! The numbers of the book.

use std::fs;

use crate::common::root::in_root;

/// A number that `cargo run --bin figures values` measured; a test of the figures measures it again.
pub fn value(name: &str) -> f64 {
    let text = fs::read_to_string(in_root("book/figures/values.json")).unwrap();
    let (_, after) = text.split_once(&format!("\"{name}\": \"")).expect(name);
    after.split('"').next().unwrap().parse().expect(name)
}
