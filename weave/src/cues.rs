//! Paragraphs with a part in the course of a chapter, which the page sets apart: its question, a
//! guess for the reader, what to notice.
//!
//! They are told by how they begin, and nothing of their text changes.

use std::ops::Range;

use crate::page::{Edit, Page, Piece};

/// The first words of a paragraph, and the class it gets.
const OPENINGS: [(&str, &str); 2] =
    [("**Guess first:**", "guess"), ("**What to notice.**", "notice")];

/// A paragraph with a part to play.
#[derive(Debug, PartialEq)]
pub struct Cue {
    class: &'static str,
}

impl Cue {
    /// The paragraph at `range` of `text`, if it is one.
    pub fn of(text: &str, range: &Range<usize>) -> Option<Self> {
        let paragraph = text[range.clone()].trim_end();
        let opening = OPENINGS.iter().find(|(words, _)| paragraph.starts_with(words));
        let class = opening.map(|(_, class)| *class);
        let question = || is_question(&text[..range.start], paragraph);
        Some(Self { class: class.or_else(|| question().then_some("question"))? })
    }

    /// What to put on `page` before and after the paragraph; nothing inside a list or a quote.
    pub fn edits(&self, page: &Page, piece: &Piece) -> Vec<Edit> {
        let Range { start, end } = piece.range;
        if !page.stands_alone(&piece.range) {
            return Vec::new();
        }
        let head = format!("<div class=\"{}\">\n\n", self.class);
        vec![(start..start, head), (end..end, "\n\n</div>".to_owned())]
    }
}

/// Whether `paragraph` is all emphasis, and `above` it stands the title of the page alone.
fn is_question(above: &str, paragraph: &str) -> bool {
    let inner = || paragraph.strip_prefix('*')?.strip_suffix('*');
    let title = above.trim();
    title.starts_with("# ")
        && !title.contains('\n')
        && inner().is_some_and(|inner| !inner.contains('*'))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::page::Kind;

    fn woven(text: &str) -> String {
        let page = Page::new(Path::new("page.md"), text);
        let edits = page.pieces.iter().flat_map(|piece| match &piece.kind {
            Kind::Cue(cue) => cue.edits(&page, piece),
            _ => Vec::new(),
        });
        page.edited(edits.collect())
    }

    #[test]
    fn a_guess_and_what_to_notice_are_set_apart_by_their_first_words() {
        assert_eq!(
            woven("**Guess first:** is\n*it* 1?\n\nNo.\n"),
            "<div class=\"guess\">\n\n**Guess first:** is\n*it* 1?\n\n</div>\n\nNo.\n"
        );
        let notice = woven("**What to notice.** It is $`1`$");
        assert_eq!(
            notice,
            "<div class=\"notice\">\n\n**What to notice.** It is $`1`$\n\n</div>"
        );
    }

    #[test]
    fn the_question_of_a_page_stands_below_its_title() {
        let question = woven("# A\n\n*How?*\n\n*So?*\n");
        assert_eq!(
            question,
            "# A\n\n<div class=\"question\">\n\n*How?*\n\n</div>\n\n*So?*\n"
        );
    }

    #[test]
    fn other_paragraphs_are_left_alone() {
        for text in [
            "# A\n\n*How* is *it*?",
            "# A\n\n**How?**",
            "# A\n\nb\n\n*How?*",
            "Now. **Guess first:** 1?",
            "- **Guess first:** 1?\n\n  2",
            "**Guess:** 1?",
        ] {
            assert_eq!(woven(text), text);
        }
    }
}
