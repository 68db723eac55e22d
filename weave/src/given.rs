//! What a page gives: numbers and choices that nothing computes.
//!
//! The page lists them once, in a comment: `<!-- given: w = 3; 200 seeds -->`.

use crate::page::Page;

/// The entries that `page` lists as given, in their order, with single spaces.
pub fn of(page: &Page) -> Vec<String> {
    let lists = page.text.split("<!-- given:").skip(1);
    let entries = lists.filter_map(|rest| Some(rest.split_once("-->")?.0.split(';')));
    let words = |entry: &str| entry.split_whitespace().collect::<Vec<_>>().join(" ");
    entries.flatten().map(words).filter(|entry| !entry.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_entries_of_every_list_are_given_with_single_spaces() {
        let text =
            "# T\n\n<!-- given: w = 3;\n200  seeds; -->\n\nB <!-- given: 7 -->";
        let page = Page::new(Path::new("page.md"), text);
        assert_eq!(of(&page), ["w = 3", "200 seeds", "7"]);
    }

    #[test]
    fn a_page_without_a_list_gives_nothing() {
        assert!(of(&Page::new(Path::new("page.md"), "w = 3 <!-- 4 -->")).is_empty());
    }
}
