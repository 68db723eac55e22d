//! What mdBook includes in a page: the lines of a file, or of a part of it between two anchors.

use std::path::Path;

use anyhow::{Context, Result, ensure};

/// The comment before the lines that a page includes by name.
const START: &str = "ANCHOR:";
/// The comment after them.
const END: &str = "ANCHOR_END:";

const MARKED: &str =
    "its ANCHOR lines would show: include a part of it, or remove them";

/// A line `{{#include PATH:ANCHOR}}`.
#[derive(Debug, PartialEq)]
pub struct Include {
    /// The file, relative to the page.
    pub path: String,
    /// The part of it; the whole if there is none.
    pub anchor: Option<String>,
}

impl Include {
    /// The include that `line` is.
    pub fn of(line: &str) -> Option<Self> {
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

    /// What it is called: its anchor, or the name of the file.
    pub fn name(&self) -> &str {
        let file = || Path::new(&self.path).file_name()?.to_str();
        self.anchor.as_deref().or_else(file).unwrap_or_default()
    }

    /// The lines of `file` that mdBook will include, without anchors.
    ///
    /// # Errors
    ///
    /// When `file` does not hold the anchor and its end, or would show anchors.
    pub fn code<'a>(&self, file: &'a str) -> Result<Vec<&'a str>> {
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
    fn a_whole_file_shows_no_anchors() {
        let whole = include("{{#include a.rs}}");
        assert!(whole.code(FILE).is_err());
        assert_eq!(whole.code("fn main() {}\n").unwrap(), ["fn main() {}"]);
    }
}
