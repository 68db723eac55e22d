//! A page, and a place on it.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use mdbook_preprocessor::book::Chapter;

/// A range of a page's text, and the text to put in its place.
pub type Edit = (Range<usize>, String);

/// A page of the book.
#[derive(Debug)]
pub struct Page {
    /// Its path below the folder of the pages.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
}

/// A part of a page's text.
#[derive(Debug)]
pub struct Place<'a> {
    /// The page.
    pub page: &'a Page,
    /// Where in its text.
    pub range: Range<usize>,
}

impl Page {
    /// The page that `chapter` shows; none if it is a draft.
    pub fn of(chapter: &Chapter) -> Option<Self> {
        let path = chapter.path.as_deref()?;
        Some(Self::new(path, &chapter.content))
    }

    /// The page at `path` with the Markdown `text`.
    pub fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The text after `edits`.
    pub fn edited(&self, mut edits: Vec<Edit>) -> String {
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::new();
        let mut done = 0;
        for (range, new) in edits {
            // In $`a`$`b`$ the dollar in the middle closes the first formula and opens no other.
            if range.start >= done {
                text += &self.text[done..range.start];
                text += &new;
                done = range.end;
            }
        }
        text + &self.text[done..]
    }
}

impl<'a> Place<'a> {
    /// What it holds.
    pub fn text(&self) -> &'a str {
        &self.page.text[self.range.clone()]
    }

    /// The page's text before it.
    pub fn above(&self) -> &'a str {
        &self.page.text[..self.range.start]
    }

    /// The page's text after it.
    pub fn below(&self) -> &'a str {
        &self.page.text[self.range.end..]
    }

    /// Its first line, from 1.
    pub fn line(&self) -> usize {
        1 + self.above().matches('\n').count()
    }

    /// Whether `mark` is right before and right after it.
    pub fn is_between(&self, mark: char) -> bool {
        self.above().ends_with(mark) && self.below().starts_with(mark)
    }

    /// Whether it starts at the left margin and has a blank line, or the end of the page,
    /// on either side. Only there is text not part of a list, a quote or a sentence.
    pub fn stands_alone(&self) -> bool {
        let blank = |line: &str| line.trim().is_empty();
        let mut above = self.above().rsplit('\n');
        let mut below = self.below().split('\n');
        above.next() == Some("")
            && above.next().is_none_or(blank)
            && below.next().is_none_or(blank)
            && below.next().is_none_or(blank)
    }

    /// Puts `before` before it and `after` after it.
    pub fn framed(&self, before: String, after: &str) -> Vec<Edit> {
        let Range { start, end } = self.range;
        vec![(start..start, before), (end..end, after.to_owned())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `check` with the place of the X in `text`.
    fn at_x<T>(text: &str, check: impl Fn(Place) -> T) -> T {
        let page = Page::new(Path::new("page.md"), text);
        let start = text.find('X').unwrap();
        check(Place { page: &page, range: start..start + 1 })
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(at_x("X\nb\nc", |place| place.line()), 1);
        assert_eq!(at_x("a\nb\nX", |place| place.line()), 3);
    }

    #[test]
    fn only_a_paragraph_at_the_margin_stands_alone() {
        let alone = |text| at_x(text, |place| place.stands_alone());
        assert!(alone("X"));
        assert!(alone("a\n\nX\n\nb"));
        assert!(!alone("a\nX\n\nb"));
        assert!(!alone("a\n\nX b"));
        assert!(!alone("- a\n\n  X\n\nb"));
    }

    #[test]
    fn of_two_edits_that_overlap_the_first_is_made() {
        let page = Page::new(Path::new("page.md"), "$`a`$`b`$");
        let edits = vec![(0..5, "M".to_owned()), (4..9, "N".to_owned())];
        assert_eq!(page.edited(edits), "M`b`$");
    }
}
