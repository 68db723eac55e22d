//! What the pages of the book say.

use std::fs;

#[path = "root.rs"]
pub mod root;

use root::in_root;

/// Asserts that the page has these words, however its lines are broken.
pub fn says(page: &str, words: &str) {
    let text = fs::read_to_string(in_root(format!("book/{page}.md"))).unwrap();
    let on_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(on_one_line.contains(words), "{page}.md no longer says: {words}");
}
