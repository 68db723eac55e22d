//! Text as sentences: how a claim on a page and the doc comment of its test are compared.

use std::ops::Range;

/// What may stand between the end of a sentence and the space after it.
const CLOSING: [char; 6] = [')', ']', '"', '*', '_', '”'];

/// Where the sentences of `text` are, without the white space around them. A sentence ends with
/// a period, a question or an exclamation mark before a space, or with the text.
pub fn of(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        if text[..at].trim_end_matches(CLOSING).ends_with(['.', '?', '!']) {
            sentences.extend(trimmed(text, start..at));
            start = at;
        }
    }
    sentences.extend(trimmed(text, start..text.len()));
    sentences
}

/// The part of `range` that is no white space around it; none if nothing is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    (start < end).then_some(start..end)
}

/// `text` with one space wherever it has white space.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        of(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_ends_with_its_sign_before_a_space() {
        assert_eq!(
            split("It is 0.5. Is it?\nYes!"),
            ["It is 0.5.", "Is it?", "Yes!"]
        );
        assert_eq!(
            split("(So it is.) *And this.* And"),
            ["(So it is.)", "*And this.*", "And"]
        );
        assert_eq!(split("  \n"), Vec::<&str>::new());
    }

    #[test]
    fn line_breaks_are_spaces() {
        assert_eq!(on_one_line(" of\n  four\trows "), "of four rows");
    }
}
