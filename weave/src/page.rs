//! A page, and where on it the pieces are that weave replaces.
//!
//! Markdown is parsed with the options that mdBook uses, so that code, links and tables are
//! here what they will be there.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use math_core::MathDisplay;
use mdbook_preprocessor::book::Chapter;
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag,
};

use crate::{cues::Cue, figures::Figure, listings::Listing};

/// A range of a page, and the text to put in its place.
pub type Edit = (Range<usize>, String);

/// What HTML may not hold, since nothing would replace it there.
const WOVEN: [&str; 4] = ["$`", "[value:", "[fig:", "[listing:"];

/// A page of the book.
#[derive(Debug)]
pub struct Page {
    /// Its path below the folder of the pages.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
    /// What weave replaces, in the order of the text. A figure comes before the pieces that its
    /// caption holds, and a paragraph that is set apart before those that it holds.
    pub pieces: Vec<Piece>,
}

/// A part of a page that weave replaces.
#[derive(Debug)]
pub struct Piece {
    /// Where it stands in the page's text.
    pub range: Range<usize>,
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
    /// A line of HTML that holds what weave would replace elsewhere.
    Html,
}

impl Page {
    /// The page that `chapter` shows; none if it is a draft.
    pub fn of(chapter: &Chapter) -> Option<Self> {
        let path = chapter.path.as_deref()?;
        Some(Self::new(path, &chapter.content))
    }

    /// The page at `path` with the Markdown `text`.
    pub fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), pieces: pieces(text) }
    }

    /// The line of the byte at `offset`, from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + self.text[..offset].matches('\n').count()
    }

    /// Whether `range` starts at the left margin and has a blank line, or the end of the page,
    /// on either side. Only there is text not part of a list, a quote or a sentence.
    pub fn stands_alone(&self, range: &Range<usize>) -> bool {
        let blank = |line: &str| line.trim().is_empty();
        let mut above = self.text[..range.start].rsplit('\n');
        let mut below = self.text[range.end..].split('\n');
        above.next() == Some("")
            && above.next().is_none_or(blank)
            && below.next().is_none_or(blank)
            && below.next().is_none_or(blank)
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

fn pieces(text: &str) -> Vec<Piece> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut events =
        Parser::new_with_broken_link_callback(text, options, Some(reference))
            .into_offset_iter();
    let mut pieces = Vec::new();
    while let Some((event, range)) = events.next() {
        pieces.extend(match event {
            Event::Code(code) => formula(text, &code, range),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                block(text, &info, range, &mut events)
            }
            Event::Start(Tag::Paragraph) => cue(text, range),
            Event::Start(Tag::Image { dest_url, .. }) => {
                figure(text, &dest_url, range)
            }
            Event::Start(Tag::Link { link_type, id, .. }) => {
                label(link_type, &id, range)
            }
            Event::Html(html) => swallowed(&html, range),
            _ => None,
        });
    }
    pieces
}

/// Makes a link of `[fig:loss]`, which is none in Markdown, so that the parser finds its place.
fn reference<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let (kind, name) = link.reference.split_once(':')?;
    let is_kind = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_lowercase());
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    (is_kind && is_name).then(|| ("".into(), "".into()))
}

fn label(link: LinkType, id: &str, range: Range<usize>) -> Option<Piece> {
    let label = id.to_owned();
    (link == LinkType::ShortcutUnknown)
        .then_some(Piece { range, kind: Kind::Reference { label } })
}

/// Code between dollars is a formula.
fn formula(text: &str, code: &str, range: Range<usize>) -> Option<Piece> {
    let between =
        text[..range.start].ends_with('$') && text[range.end..].starts_with('$');
    between.then(|| Piece {
        range: range.start - 1..range.end + 1,
        kind: Kind::Math { tex: code.to_owned(), display: MathDisplay::Inline },
    })
}

/// What a fenced block is by its `info`, the words after the fence.
fn block<'a>(
    text: &str,
    info: &str,
    range: Range<usize>,
    events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
) -> Option<Piece> {
    let mut body = String::new();
    // The event after the last text is the end of the block.
    while let Some((Event::Text(line), _)) = events.next() {
        body += &line;
    }
    let language = info.split([' ', ',']).next().unwrap_or_default();
    let kind = match language {
        "math" => Kind::Math { tex: body, display: MathDisplay::Block },
        _ => Kind::Listing(Listing::of(language, &body)?),
    };
    let end = range.start + text[range.clone()].trim_end().len();
    Some(Piece { range: range.start..end, kind })
}

fn cue(text: &str, range: Range<usize>) -> Option<Piece> {
    let kind = Kind::Cue(Cue::of(text, &range)?);
    let end = range.start + text[range.clone()].trim_end().len();
    Some(Piece { range: range.start..end, kind })
}

fn figure(text: &str, target: &str, range: Range<usize>) -> Option<Piece> {
    let figure = Figure::of(text, target, &range)?;
    Some(Piece { range, kind: Kind::Figure(figure) })
}

/// A line of HTML with a piece in it that nothing would replace.
fn swallowed(html: &str, range: Range<usize>) -> Option<Piece> {
    WOVEN
        .iter()
        .any(|mark| html.contains(mark))
        .then_some(Piece { range, kind: Kind::Html })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page::new(Path::new("page.md"), text)
    }

    fn kinds(text: &str) -> Vec<Kind> {
        page(text).pieces.into_iter().map(|piece| piece.kind).collect()
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
        let found = page("So\n```math\na = b\n```\n\nand");
        assert_eq!(found.pieces[0].kind, math("a = b\n", MathDisplay::Block));
        assert_eq!(&found.text[found.pieces[0].range.clone()], "```math\na = b\n```");
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
    fn lines_count_from_one() {
        assert_eq!(page("a\nb\nc").line(0), 1);
        assert_eq!(page("a\nb\nc").line(4), 3);
    }

    #[test]
    fn only_a_paragraph_at_the_margin_stands_alone() {
        let alone = |text: &str| {
            let start = text.find('X').unwrap();
            page(text).stands_alone(&(start..start + 1))
        };
        assert!(alone("X"));
        assert!(alone("a\n\nX\n\nb"));
        assert!(!alone("a\nX\n\nb"));
        assert!(!alone("a\n\nX b"));
        assert!(!alone("- a\n\n  X\n\nb"));
    }

    #[test]
    fn a_shared_dollar_closes() {
        let page = page("$`a`$`b`$");
        let edits =
            page.pieces.iter().map(|piece| (piece.range.clone(), "M".to_owned()));
        assert_eq!(page.edited(edits.collect()), "M`b`$");
    }
}
