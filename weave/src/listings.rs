//! Listings: code that a page includes from the project, with its number and where it is from.
//!
//! mdBook includes the code itself; an include of nothing would leave an empty block, so what
//! it will find is checked here.

use std::{ops::Range, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{
    files::Files,
    labels::{Labels, href, id},
    page::{Edit, Page, Piece},
    source_pages,
};

/// The comment before the lines that a page includes by name.
const START: &str = "ANCHOR:";
/// The comment after them.
const END: &str = "ANCHOR_END:";

/// The languages whose code is never typed into a page.
const INCLUDED: [&str; 2] = ["rust", "python"];

const TYPED: &str =
    "code is included, not typed: the one line {{#include FILE:ANCHOR}}";
const CROWDED: &str = "a listing starts at the left margin, between blank lines";
const EMPTY: &str = "there is no code in it";
const HIDDEN: &str = "mdBook hides a line of Rust that starts with `#` and a space";
const MARKED: &str =
    "its ANCHOR lines would show: include a part of it, or remove them";

/// A fenced block of code that is included, or should be.
#[derive(Debug, PartialEq)]
pub struct Listing {
    language: String,
    /// What it shows; none if that is typed, which is an error.
    pub include: Option<Include>,
}

/// A line `{{#include PATH:ANCHOR}}`.
#[derive(Debug, PartialEq)]
pub struct Include {
    /// The file, relative to the page.
    pub path: String,
    /// The part of it; the whole if there is none.
    pub anchor: Option<String>,
}

impl Listing {
    /// The block of `body`, if it is a listing.
    pub fn of(language: &str, body: &str) -> Option<Self> {
        let listing = INCLUDED.contains(&language) || body.contains("{{#");
        listing.then(|| Self {
            language: language.to_owned(),
            include: Include::of(body.trim()),
        })
    }

    /// What a reference to it says: `listing:feedforward` of an item, `listing:loss.rs` of a file.
    pub fn label(&self) -> String {
        let name = self.include.as_ref().map_or("", Include::name);
        format!("listing:{name}")
    }

    /// Where the code is, as the page says it; empty if it is typed.
    pub fn target(&self) -> &str {
        self.include.as_ref().map_or("", |include| &include.path)
    }

    /// What to put on `page` around the block, which mdBook fills.
    ///
    /// # Errors
    ///
    /// When the block is not one include of some code, or does not stand alone.
    pub fn edits(
        &self,
        files: &Files,
        labels: &Labels,
        page: &Page,
        piece: &Piece,
    ) -> Result<Vec<Edit>> {
        let include = self.include.as_ref().context(TYPED)?;
        ensure!(page.stands_alone(&piece.range), CROWDED);
        let path = files.resolve(&page.path, &include.path);
        let file = files.read(&path)?;
        self.check(&include.code(&file)?)?;
        let shown = labels.get(&self.label())?;
        ensure!(shown.file == path, "other code has this name: {shown}");
        let head = self.head(labels, page, piece)?;
        let origin = include.origin(page, &path);
        let caption = format!("{head} {origin}</figcaption>\n\n");
        let Range { start, end } = piece.range;
        Ok(vec![(start..start, caption), (end..end, "\n\n</figure>".to_owned())])
    }

    /// The number: a new one where the book first shows the code, after that a link to it.
    fn head(&self, labels: &Labels, page: &Page, piece: &Piece) -> Result<String> {
        let label = self.label();
        let shown = labels.get(&label)?;
        let title = &shown.title;
        Ok(if shown.is(page, piece) {
            let id = id(&label);
            format!(
                "<figure class=\"listing\" id=\"{id}\">\n<figcaption><b>{title}.</b>"
            )
        } else {
            let first =
                format!("<a href=\"{}\">{title}</a>", labels.href(page, &label)?);
            format!("<figure class=\"listing\">\n<figcaption><b>{first}, again.</b>")
        })
    }

    fn check(&self, code: &[&str]) -> Result<()> {
        ensure!(code.iter().any(|line| !line.trim().is_empty()), EMPTY);
        ensure!(
            self.language != "rust" || !code.iter().any(|line| hides(line)),
            HIDDEN
        );
        Ok(())
    }
}

impl Include {
    fn of(line: &str) -> Option<Self> {
        let target = line.strip_prefix("{{#include ")?.strip_suffix("}}")?.trim();
        if target.contains(char::is_whitespace) {
            return None;
        }
        let (path, anchor) = match target.split_once(':') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (target, None),
        };
        let path = path.to_owned();
        Some(Self { path, anchor })
    }

    fn name(&self) -> &str {
        let file = || Path::new(&self.path).file_name()?.to_str();
        self.anchor.as_deref().or_else(file).unwrap_or_default()
    }

    /// The lines of `file` that mdBook will include.
    fn code<'a>(&self, file: &'a str) -> Result<Vec<&'a str>> {
        let Some(name) = &self.anchor else {
            let lines: Vec<&str> = file.lines().collect();
            ensure!(without_anchors(&lines) == lines, MARKED);
            return Ok(lines);
        };
        let is = |tag, line| anchor(tag, line) == Some(name);
        let mut lines = file.lines().skip_while(|line| !is(START, line));
        lines
            .next()
            .with_context(|| format!("there is no `ANCHOR: {name}` in it"))?;
        let rest: Vec<&str> = lines.collect();
        let end = rest.iter().position(|line| is(END, line));
        let end = end.with_context(|| {
            format!("`ANCHOR: {name}` has no `ANCHOR_END: {name}`")
        })?;
        Ok(without_anchors(&rest[..end]))
    }

    /// The words of the caption: the file, with a link to its page if this is a part of it.
    fn origin(&self, page: &Page, path: &Path) -> String {
        let file = format!("<code>{}</code>", path.display());
        match &self.anchor {
            Some(item) => {
                let href = href(&page.path, &source_pages::path(path));
                format!("<a href=\"{href}\">{file}</a> <code>{item}</code>")
            }
            None => file,
        }
    }
}

/// `lines` without those that hold an anchor.
pub fn without_anchors<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let is_anchor = |line| [START, END].iter().any(|tag| anchor(tag, line).is_some());
    lines.iter().copied().filter(|line| !is_anchor(line)).collect()
}

/// The name that `line` gives after `tag`, of the characters that mdBook takes.
fn anchor<'a>(tag: &str, line: &'a str) -> Option<&'a str> {
    let (_, name) = line.split_once(tag)?;
    let name = name.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    let name = &name[..end.unwrap_or(name.len())];
    (!name.is_empty()).then_some(name)
}

/// Whether mdBook takes this line of Rust for one to hide, as rustdoc does: `# use foo;`.
fn hides(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('#');
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "//! Doc.

/// One.
// ANCHOR: one
fn one() {
    // ANCHOR: two
    two()
    // ANCHOR_END: two
}
// ANCHOR_END: one
// ANCHOR: open
fn open() {}
";

    fn include(line: &str) -> Include {
        Include::of(line).unwrap()
    }

    fn code(anchor: &str) -> Result<String> {
        let include = include(&format!("{{{{#include ../src/a.rs:{anchor}}}}}"));
        Ok(include.code(FILE)?.join("\n"))
    }

    #[test]
    fn an_item_is_named_by_its_anchor_and_a_file_by_its_name() {
        assert_eq!(include("{{#include ../src/a.rs:one}}").name(), "one");
        assert_eq!(include("{{#include ../examples/a.rs}}").name(), "a.rs");
    }

    #[test]
    fn code_is_included_and_not_typed() {
        for typed in [
            "let x = 1;\n",
            "{{#include a.rs}}\nlet x = 1;\n",
            "{{#playground a.rs}}\n",
            "",
        ] {
            let listing = Listing::of("rust", typed).unwrap();
            assert_eq!(listing.include, None, "{typed}");
        }
        assert_eq!(Listing::of("console", "$ cargo run\n"), None);
        assert_eq!(Listing::of("toml", "[package]\n"), None);
        assert!(Listing::of("toml", "{{#include ../Cargo.toml}}\n").is_some());
    }

    #[test]
    fn an_anchor_shows_its_lines_without_those_of_others() {
        assert_eq!(code("one").unwrap(), "fn one() {\n    two()\n}");
        assert_eq!(code("two").unwrap(), "    two()");
    }

    #[test]
    fn an_anchor_of_nothing_is_an_error() {
        for (anchor, cause) in
            [("three", "no `ANCHOR: three`"), ("open", "no `ANCHOR_END: open`")]
        {
            let error = code(anchor).unwrap_err().to_string();
            assert!(error.contains(cause), "{error}");
        }
    }

    #[test]
    fn code_of_blank_lines_is_an_error() {
        let listing = Listing::of("rust", "{{#include a.rs:none}}").unwrap();
        let error = listing.check(&["", "  "]).unwrap_err().to_string();
        assert_eq!(error, EMPTY);
        assert!(listing.check(&["", "a"]).is_ok());
    }

    #[test]
    fn a_whole_file_shows_no_anchors() {
        let whole = include("{{#include a.rs}}");
        assert!(whole.code(FILE).is_err());
        assert_eq!(whole.code("fn main() {}\n").unwrap(), ["fn main() {}"]);
    }

    #[test]
    fn lines_that_mdbook_would_hide_are_found() {
        assert!(["  # use a;", "#", "## a"].into_iter().all(hides));
        assert!(!["#[derive(Debug)]", "#![warn(a)]", "a # b"].into_iter().any(hides));
    }
}
