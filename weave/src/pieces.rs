//! What weave replaces, and where on the pages it is.
//!
//! Markdown is parsed with the options that mdBook uses, so that code, links and tables are
//! here what they will be there.

use std::ops::Range;

use math_core::MathDisplay;
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use crate::{
    claims::Claim,
    cues::Cue,
    figures::Figure,
    listings::Listing,
    page::{Page, Place},
};

/// What HTML may not hold, since nothing would replace it there.
const WOVEN: [&str; 7] =
    ["$`", "[value:", "[fig:", "[listing:", "[test:", "[write:", "[count:"];

/// A part of a page that weave replaces.
#[derive(Debug)]
pub struct Piece<'a> {
    /// Where it stands.
    pub place: Place<'a>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// A formula.
    Math {
        /// Its TeX.
        tex: String,
        /// Whether it is in a line of text or has a line to itself.
        display: MathDisplay,
    },
    /// A sentence, and the mark of the test that proves it: `[test:the_loss_falls]`.
    Claim(Claim),
    /// A name in brackets: `[fig:loss]`.
    Reference {
        /// What the brackets hold.
        label: String,
    },
    /// An image that is a figure.
    Figure(Figure),
    /// A block of code.
    Listing(Listing),
    /// A paragraph that is set apart.
    Cue(Cue),
    /// A comment, for authors and for weave.
    Comment,
    /// A line of HTML that holds what weave would replace elsewhere.
    Html,
}

/// The pieces of `page`, in the order of its text. A figure comes before the pieces that its
/// caption holds, and a paragraph that is set apart before those that it holds.
pub fn of(page: &Page) -> Vec<Piece<'_>> {
    let text = &page.text;
    let mut events = events(text);
    let mut pieces = Vec::new();
    let mut blocks = Blocks::default();
    while let Some((event, mut range)) = events.next() {
        range.end = range.start + text[range.clone()].trim_end().len();
        blocks.pass(&event, &range);
        let mut place = Place { page, range };
        let kind = match event {
            Event::Code(code) if place.is_between('$') => {
                place.range.start -= 1;
                place.range.end += 1;
                Some(Kind::Math { tex: code.into(), display: MathDisplay::Inline })
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                block(&info, &mut events)
            }
            Event::Start(Tag::Paragraph) => Cue::of(&place).map(Kind::Cue),
            Event::Start(Tag::Image { dest_url, .. }) => {
                Figure::of(&place, &dest_url).map(Kind::Figure)
            }
            Event::Start(Tag::Link {
                link_type: LinkType::ShortcutUnknown,
                id,
                ..
            }) => {
                Some(blocks.claim(&place, &id).map_or_else(
                    || Kind::Reference { label: id.into() },
                    Kind::Claim,
                ))
            }
            Event::Start(Tag::HtmlBlock) if is_comment(place.text()) => {
                events.find(|(event, _)| *event == Event::End(TagEnd::HtmlBlock));
                Some(Kind::Comment)
            }
            Event::InlineHtml(html) if is_comment(&html) => Some(Kind::Comment),
            Event::Html(html) if WOVEN.iter().any(|mark| html.contains(mark)) => {
                Some(Kind::Html)
            }
            _ => None,
        };
        pieces.extend(kind.map(|kind| Piece { place, kind }));
    }
    pieces
}

/// What the Markdown `text` holds, each with its place in it. A name in brackets is a link.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    Parser::new_with_broken_link_callback(text, options, Some(reference))
        .into_offset_iter()
}

/// The blocks of text around an event.
#[derive(Debug, Default)]
struct Blocks {
    /// Where the text of this one starts, once it is known.
    start: Option<usize>,
    /// How many of them are open.
    depth: usize,
    /// The last whole one.
    above: Range<usize>,
}

impl Blocks {
    fn pass(&mut self, event: &Event, range: &Range<usize>) {
        match event {
            // What follows the start of a block of code ends with it.
            Event::Start(Tag::CodeBlock(_)) => {
                self.start = None;
                if self.depth == 0 {
                    self.above = range.clone();
                }
            }
            Event::End(TagEnd::CodeBlock) => {}
            // Its box is no part of what an item says.
            Event::TaskListMarker(_) => {}
            // The text of a caption is apart from what is around its image.
            Event::Start(Tag::Image { .. }) => self.start = None,
            Event::Start(tag) if is_block(&tag.to_end()) => {
                self.start = None;
                self.depth += 1;
            }
            Event::End(tag) if is_block(tag) => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.above = range.clone();
                }
            }
            _ => _ = self.start.get_or_insert(range.start),
        }
    }

    fn claim(&self, place: &Place, label: &str) -> Option<Claim> {
        let start = self.start.unwrap_or(place.range.start);
        Claim::of(place, label, start, self.above.clone())
    }
}

fn is_comment(html: &str) -> bool {
    html.starts_with("<!--") && html.ends_with("-->")
}

/// HTML is none: a comment is nothing that a claim could stand for.
fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::HtmlBlock
    )
}

/// Makes a link of `[fig:loss]`, which is none in Markdown, so that the parser finds its place.
fn reference<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let (kind, name) = link.reference.split_once(':')?;
    let is_kind = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_lowercase());
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    (is_kind && is_name).then(|| ("".into(), "".into()))
}

/// What a fenced block is by its `info`, the words after the fence.
fn block<'e>(
    info: &str,
    events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
) -> Option<Kind> {
    let mut body = String::new();
    // The event after the last text is the end of the block.
    while let Some((Event::Text(line), _)) = events.next() {
        body += &line;
    }
    let language = info.split([' ', ',']).next().unwrap_or_default();
    match language {
        "math" => Some(Kind::Math { tex: body, display: MathDisplay::Block }),
        _ => Listing::of(language, &body).map(Kind::Listing),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn page(text: &str) -> Page {
        Page::new(Path::new("page.md"), text)
    }

    fn kinds(text: &str) -> Vec<Kind> {
        of(&page(text)).into_iter().map(|piece| piece.kind).collect()
    }

    fn math(tex: &str, display: MathDisplay) -> Kind {
        let tex = tex.to_owned();
        Kind::Math { tex, display }
    }

    #[test]
    fn code_between_dollars_is_a_formula() {
        assert_eq!(kinds(r"is $`\hat y`$."), [math(r"\hat y", MathDisplay::Inline)]);
        assert_eq!(
            kinds("| $`a`$ |\n|---|\n| b |"),
            [math("a", MathDisplay::Inline)]
        );
        assert_eq!(kinds("## Of $`a`$"), [math("a", MathDisplay::Inline)]);
    }

    #[test]
    fn a_math_block_is_a_formula_on_its_own_line() {
        let page = page("So\n```math\na = b\n```\n\nand");
        let found = &of(&page)[0];
        assert_eq!(found.kind, math("a = b\n", MathDisplay::Block));
        assert_eq!(found.place.text(), "```math\na = b\n```");
    }

    #[test]
    fn prices_and_code_are_left_alone() {
        let text =
            "$5, `x` and $6; `[fig:a]`; ``$`a`$``\n\n```text\n$`b`$ [fig:c]\n```\n";
        assert_eq!(kinds(text), []);
    }

    #[test]
    fn a_name_in_brackets_is_a_reference() {
        let label = "training.final_loss";
        let reference = |label: String| Kind::Reference { label };
        assert_eq!(
            kinds("of [value:training.final_loss]."),
            [reference(format!("value:{label}"))]
        );
        assert_eq!(kinds("[a [value:b] c](d.md)"), [reference("value:b".to_owned())]);
    }

    #[test]
    fn brackets_that_hold_no_name_are_text() {
        assert_eq!(kinds("[1:3] [note: this] [x] [a:b](c.md)\n\n> [!NOTE]\n> b"), []);
    }

    #[test]
    fn what_html_would_swallow_is_found() {
        assert_eq!(kinds("<summary>\nWhy $`a`$?\n</summary>"), [Kind::Html]);
        assert_eq!(kinds("<summary>Why?</summary>\n\n[fig:a]").len(), 1);
    }

    #[test]
    fn a_comment_may_hold_anything() {
        let text = "<!-- given: 1;\n$`a`$; [fig:b]\n-->\n\n$`c`$<!-- `d` -->\n";
        let c = math("c", MathDisplay::Inline);
        assert_eq!(kinds(text), [Kind::Comment, c, Kind::Comment]);
    }

    #[test]
    fn a_formula_is_found_with_its_dollars() {
        let page = page("$`a`$`b`$");
        let places = of(&page).into_iter().map(|piece| piece.place.text());
        assert_eq!(places.collect::<Vec<_>>(), ["$`a`$", "$`b`$"]);
    }
}
