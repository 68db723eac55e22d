//! Paragraphs with a part in the course of a chapter, which the page sets apart: its question,
//! what to notice, what to write.
//!
//! They are told by how they begin, and nothing of their text changes.

use crate::page::{Edit, Place};

/// The first words of a paragraph, and the class it gets.
const OPENINGS: [(&str, &str); 2] =
    [("**What to notice.**", "notice"), ("**Write it:**", "write")];

/// A paragraph with a part to play.
#[derive(Debug, PartialEq)]
pub struct Cue {
    class: &'static str,
}

impl Cue {
    /// The paragraph at `place`, if it is one; inside a list or a quote none is.
    pub fn of(place: &Place) -> Option<Self> {
        let paragraph = place.text();
        let opening = OPENINGS.iter().find(|(words, _)| paragraph.starts_with(words));
        let class = opening.map(|(_, class)| *class);
        let question = || is_question(place.above(), paragraph).then_some("question");
        let class = class.or_else(question)?;
        place.stands_alone().then_some(Self { class })
    }

    /// What to put before and after the paragraph, which is at `place`.
    pub fn edits(&self, place: &Place) -> Vec<Edit> {
        place.framed(format!("<div class=\"{}\">\n\n", self.class), "\n\n</div>")
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
    use crate::page::Page;

    /// `text` with its paragraph `paragraph` set apart, if it is a cue.
    fn woven(text: &str, paragraph: &str) -> String {
        let page = Page::new(Path::new("page.md"), text);
        let start = text.rfind(paragraph).unwrap();
        let place = Place { page: &page, range: start..start + paragraph.len() };
        let edits = Cue::of(&place).map(|cue| cue.edits(&place));
        page.edited(edits.unwrap_or_default())
    }

    #[test]
    fn what_to_notice_and_what_to_write_are_set_apart_by_their_first_words() {
        for (words, class) in OPENINGS {
            let cue = format!("{words} it is\n*it* $`1`$");
            assert_eq!(
                woven(&format!("A\n\n{cue}\n\nNo.\n"), &cue),
                format!("A\n\n<div class=\"{class}\">\n\n{cue}\n\n</div>\n\nNo.\n")
            );
        }
    }

    #[test]
    fn the_question_of_a_page_stands_below_its_title() {
        let text = "# A\n\n*How?*\n\n*So?*\n";
        assert_eq!(
            woven(text, "*How?*"),
            "# A\n\n<div class=\"question\">\n\n*How?*\n\n</div>\n\n*So?*\n"
        );
        assert_eq!(woven(text, "*So?*"), text);
    }

    #[test]
    fn other_paragraphs_are_left_alone() {
        for (above, paragraph) in [
            ("# A\n\n", "*How* is *it*?"),
            ("# A\n\n", "**How?**"),
            ("# A\n\nb\n\n", "*How?*"),
            ("", "Now. **Write it:** 1"),
            ("- ", "**Write it:** 1"),
            ("", "**Write:** 1"),
        ] {
            let text = format!("{above}{paragraph}\n\n2");
            assert_eq!(woven(&text, paragraph), text);
        }
    }
}
