//! What a page gives: numbers and choices that nothing computes.
//!
//! The page lists them once, in a comment: `<!-- given: w = 3; 200 seeds -->`. Each entry is a
//! phrase as it stands on the page, and gives the numbers where the whole phrase stands.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use crate::{page::Page, pieces, sentences::on_one_line};

/// How the comment begins.
pub const LIST: &str = "<!-- given:";

/// The entries that `page` lists as given, in their order, with single spaces.
pub fn of(page: &Page) -> Vec<String> {
    let lists = page.text.split(LIST).skip(1);
    let entries = lists.filter_map(|rest| Some(rest.split_once("-->")?.0.split(';')));
    entries.flatten().map(on_one_line).filter(|entry| !entry.is_empty()).collect()
}

/// The places on `page` where `entry` stands in whole words, however its lines are broken.
/// Comments and blocks of code are no such places.
pub fn places(page: &Page, entry: &str) -> Vec<Range<usize>> {
    let (text, at) = single_spaced(&open_text(page));
    let found = text.match_indices(entry).filter(|(start, _)| {
        let (before, after) = (&text[..*start], &text[start + entry.len()..]);
        !before.ends_with(char::is_alphanumeric)
            && !after.starts_with(char::is_alphanumeric)
    });
    found.map(|(start, _)| at[start]..at[start + entry.len() - 1] + 1).collect()
}

/// The text of `page` with spaces for comments and for blocks of code.
fn open_text(page: &Page) -> String {
    let mut text = page.text.clone();
    let mut hide = |range: Range<usize>| {
        text.replace_range(range.clone(), &" ".repeat(range.len()));
    };
    let mut done = 0;
    while let Some(start) = page.text[done..].find("<!--") {
        let start = done + start;
        let length = page.text[start..].find("-->").map(|length| length + 3);
        done = length.map_or(page.text.len(), |length| start + length);
        hide(start..done);
    }
    for (event, range) in pieces::events(&page.text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if &*info == "math" => {}
            Event::Start(Tag::CodeBlock(_)) => hide(range),
            _ => {}
        }
    }
    text
}

/// `text` with one space for each run of white space, and where each of its bytes stood.
fn single_spaced(text: &str) -> (String, Vec<usize>) {
    let mut single = String::new();
    let mut at = Vec::new();
    for (start, c) in text.char_indices() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !single.ends_with(' ') {
            single.push(c);
            at.extend((0..c.len_utf8()).map(|byte| start + byte));
        }
    }
    (single, at)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn page(text: &str) -> Page {
        Page::new(Path::new("page.md"), text)
    }

    #[test]
    fn the_entries_of_every_list_are_given_with_single_spaces() {
        let text =
            "# T\n\n<!-- given: w = 3;\n200  seeds; -->\n\nB <!-- given: 7 -->";
        assert_eq!(of(&page(text)), ["w = 3", "200 seeds", "7"]);
    }

    #[test]
    fn a_page_without_a_list_gives_nothing() {
        assert!(of(&page("w = 3 <!-- 4 -->")).is_empty());
    }

    #[test]
    fn an_entry_stands_where_its_words_do_however_lines_are_broken() {
        let page =
            page("Of\u{a0}200\n  seeds, 1200 seeds; 200 seedsmen. **200 seeds**");
        let places = places(&page, "200 seeds");
        let found = places.into_iter().map(|range| &page.text[range]);
        assert_eq!(found.collect::<Vec<_>>(), ["200\n  seeds", "200 seeds"]);
    }

    #[test]
    fn an_entry_stands_in_formulas_but_not_in_code_or_comments() {
        let page = page("<!-- w = 3 -->\n```sh\nw = 3\n```\n```math\nw = 3\n```\n");
        assert_eq!(places(&page, "w = 3").len(), 1);
    }
}
