//! What the pages of the book say.

use std::fs;

#[path = "root.rs"]
pub mod root;

use root::in_root;

/// Asserts that the page has these words, however its lines are broken, and whatever claims are
/// marked among them.
pub fn says(page: &str, words: &str) {
    let text = fs::read_to_string(in_root(format!("book/{page}.md"))).unwrap();
    let is_mark = |word: &&str| word.starts_with("[test:") && word.ends_with(']');
    let on_one_line: Vec<&str> =
        text.split_whitespace().filter(|word| !is_mark(word)).collect();
    let on_one_line = on_one_line.join(" ");
    assert!(on_one_line.contains(words), "{page}.md no longer says: {words}");
}
