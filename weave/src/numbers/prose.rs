//! What a page is to a number: the text of paragraphs, items, cells, headings and captions; code
//! that holds numbers alone; equations, and formulas that are none; outputs; links.

use std::{iter, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::written;
use crate::{
    guesses,
    page::{Page, Place},
    pieces,
};

/// A page, by what its parts are to a number.
#[derive(Debug, Default)]
pub struct Prose {
    /// As long as the page's text, with spaces for what is not prose.
    text: String,
    /// Code that holds numbers alone and formulas that state nothing, without what marks them.
    spans: Vec<Range<usize>>,
    /// The equations, without what marks them.
    pub equations: Vec<Range<usize>>,
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
                    prose.block(page, range, &kind);
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

    /// The places of its numbers, in their order. What one span of code or one formula holds is
    /// one: `(4, 3)`.
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
            self.text += &without_tolerances(&page.text[range]);
        }
    }

    fn code(&mut self, page: &Page, range: Range<usize>, code: &str) {
        let place = Place { page, range };
        if place.is_between('$') {
            self.formula(&place);
        } else if is_of_numbers(code) {
            self.spans.push(inner(&place));
        }
    }

    fn block(&mut self, page: &Page, range: Range<usize>, kind: &CodeBlockKind) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        match &**info {
            "math" => self.formula(&Place { page, range }),
            // A test of `frameworks/` compares what the root's is told to ignore.
            "console" | "console,ignore" => self.outputs.push(range),
            _ => {}
        }
    }

    /// What nothing evaluates holds its numbers no more than a sentence does.
    fn formula(&mut self, place: &Place) {
        let inner = inner(place);
        let tex = &place.page.text[inner.clone()];
        if formulas::tree::is_equation(tex) {
            self.equations.push(inner);
        } else if written::numbers(tex).next().is_some() {
            self.spans.push(inner);
        }
    }
}

/// `text` with spaces in place of how far off a guess may be: that is chosen.
fn without_tolerances(text: &str) -> String {
    let mut parts = text.split(guesses::TOLERANCE);
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let tolerance = part.find(')').unwrap_or_default();
        without += &" ".repeat(guesses::TOLERANCE.len() + tolerance);
        without += &part[tolerance..];
    }
    without
}

/// The code at `place`, without what marks it.
fn inner(place: &Place) -> Range<usize> {
    let code = place.text().trim_matches('`');
    let code = code.strip_prefix("math\n").unwrap_or(code).trim();
    let start = place.range.start + place.text().find(code).unwrap_or_default();
    start..start + code.len()
}

/// Whether `code` holds numbers and what joins numbers, and nothing else: `0.5`, `(4, 3)`.
fn is_of_numbers(code: &str) -> bool {
    let joins = |c: char| c.is_whitespace() || "()[],.+-−/%".contains(c);
    code.contains(|c: char| c.is_ascii_digit())
        && code.chars().all(|c| c.is_ascii_digit() || joins(c))
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
    fn code_of_numbers_alone_is_one_number() {
        assert_eq!(
            numbers(r"`0.5` `(4, 3)` 7 `` 8 `` `x1`"),
            ["0.5", "(4, 3)", "7", "8"]
        );
    }

    #[test]
    fn a_formula_that_states_nothing_is_one_number_if_it_holds_some() {
        let text = "$`1 \\times 3`$ $`2e + h`$ $`w_1`$ $`x = 2`$\n\n```math\n\\frac{k}{4}\n```\n";
        assert_eq!(numbers(text), [r"1 \times 3", "2e + h", r"\frac{k}{4}"]);
    }

    #[test]
    fn equations_outputs_links_and_values_are_found() {
        let text = "$`x = [value:a]`$ [value:b] [c](d.md)\n\n```math\ny = 1\n```\n\n\
                    ```console\n$ e\n```";
        let prose = prose(text);
        let equations = prose.equations.iter().map(|range| &text[range.clone()]);
        assert_eq!(equations.collect::<Vec<_>>(), ["x = [value:a]", "y = 1"]);
        assert_eq!(prose.outputs.len(), 1);
        assert_eq!(prose.links[0].1, "d.md");
        assert_eq!(prose.values, 1);
    }
}
