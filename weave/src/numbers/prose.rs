//! What a page is to a number: the text of paragraphs, items, cells, headings and captions; code
//! and formulas that hold numbers alone, and other formulas; outputs; links.

use std::{iter, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::written;
use crate::{
    page::{Page, Place},
    pieces,
};

/// What a formula of numbers alone may hold beside them: a shape, a product, a fraction.
const OF_NUMBERS: [&str; 5] = [r"\times", r"\cdot", r"\frac", r"\,", r"\%"];

/// A page, by what its parts are to a number.
#[derive(Debug, Default)]
pub struct Prose {
    /// As long as the page's text, with spaces for what is not prose.
    text: String,
    /// Code and formulas that hold numbers alone, without what marks them.
    spans: Vec<Range<usize>>,
    /// The formulas that hold more.
    pub formulas: Vec<Range<usize>>,
    /// The blocks of code that show a command and what it printed.
    pub outputs: Vec<Range<usize>>,
    /// The links, with where they lead.
    pub links: Vec<(Range<usize>, String)>,
    /// How many values its text names.
    pub values: usize,
}

impl Prose {
    /// The prose of `page`.
    pub fn of(page: &Page) -> Self {
        let mut prose = Self::default();
        let mut events = pieces::events(&page.text);
        while let Some((event, range)) = events.next() {
            match event {
                Event::Text(_) => prose.show(page, range),
                Event::Code(code) => prose.code(page, range, &code),
                Event::Start(Tag::CodeBlock(kind)) => {
                    skip(&mut events, &TagEnd::CodeBlock);
                    prose.block(range, &kind);
                }
                Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                    if link_type == LinkType::ShortcutUnknown {
                        skip(&mut events, &TagEnd::Link);
                        prose.values += usize::from(id.starts_with("value:"));
                    } else {
                        prose.links.push((range, dest_url.into()));
                    }
                }
                _ => {}
            }
        }
        prose
    }

    /// The places of its numbers, in their order. What one formula or code span holds is one:
    /// `(4, 3)`.
    pub fn numbers(&self) -> Vec<Range<usize>> {
        let mut numbers: Vec<_> = written::numbers(&self.text).collect();
        numbers.extend(self.spans.iter().cloned());
        numbers.sort_by_key(|range| range.start);
        numbers
    }

    /// Lets what is at `range` on `page` be prose.
    fn show(&mut self, page: &Page, range: Range<usize>) {
        let hidden = range.start - self.text.len();
        self.text.extend(iter::repeat_n(' ', hidden));
        // A character that is written `&#8722;` holds no number.
        if !page.text[range.clone()].starts_with('&') {
            self.text += &page.text[range];
        }
    }

    fn code(&mut self, page: &Page, range: Range<usize>, code: &str) {
        let place = Place { page, range: range.clone() };
        if of_numbers(code) {
            let inner = place.text().trim_matches('`').trim();
            let start = range.start + place.text().find(inner).unwrap_or_default();
            self.spans.push(start..start + inner.len());
        } else if place.is_between('$') {
            self.formulas.push(range);
        }
    }

    fn block(&mut self, range: Range<usize>, kind: &CodeBlockKind) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        match &**info {
            "math" => self.formulas.push(range),
            "console" => self.outputs.push(range),
            _ => {}
        }
    }
}

/// Whether `code` holds numbers and what joins numbers, and nothing else: `0.5`, `(4, 3)`.
fn of_numbers(code: &str) -> bool {
    let mut rest = code.to_owned();
    for joint in OF_NUMBERS {
        rest = rest.replace(joint, " ");
    }
    let joins = |c: char| c.is_whitespace() || "()[]{},.+-−^/%".contains(c);
    rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || joins(c))
}

/// Goes on in `events` to after the next `end`.
fn skip<'e>(
    events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
    end: &TagEnd,
) {
    events.find(|(event, _)| matches!(event, Event::End(tag) if tag == end));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn prose(text: &str) -> Prose {
        Prose::of(&Page::new(Path::new("page.md"), text))
    }

    fn numbers(text: &str) -> Vec<&str> {
        prose(text).numbers().into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn numbers_stand_in_all_text() {
        let text =
            "# A 1\n\n- b *2*\n\n| c | d |\n|---|---|\n| 3 | 4 |\n\n![e 5](6.svg)";
        assert_eq!(numbers(text), ["1", "2", "3", "4", "5"]);
    }

    #[test]
    fn none_stand_in_code_addresses_html_and_names() {
        let text = "a `w[1]` [b](2.md) <i title=\"3\">c</i><!-- 4 --> [value:d.5] [fig:6] \\*&#54;\n\n\
                    ```sh\n7\n```\n\n    8\n\n<p>\n9\n</p>";
        assert_eq!(numbers(text), [""; 0]);
    }

    #[test]
    fn code_and_formulas_that_hold_numbers_alone_are_one_number_each() {
        let text =
            r"`0.5` `(4, 3)` 7 $`1 \times 3`$ $`10^{-5}`$ `` 8 `` `x1` $`x = 2`$";
        assert_eq!(
            numbers(text),
            ["0.5", "(4, 3)", "7", r"1 \times 3", "10^{-5}", "8"]
        );
    }

    #[test]
    fn formulas_outputs_links_and_values_are_found() {
        let prose = prose(
            "$`x = [value:a]`$ [value:b] [c](d.md)\n\n```math\ny\n```\n\n```console\n$ e\n```",
        );
        assert_eq!(prose.formulas.len(), 2);
        assert_eq!(prose.outputs.len(), 1);
        assert_eq!(prose.links[0].1, "d.md");
        assert_eq!(prose.values, 1);
    }
}
