//! Claims: sentences of the pages that a test proves.
//!
//! `[test:NAME]` after a sentence names the test. The doc comment of `fn NAME` holds the same
//! sentence, so neither can change without the other; the reader gets a check sign that leads to
//! the test. A mark in a paragraph of its own stands for the whole block above it, which may be
//! a table or a formula.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use walkdir::{DirEntry, WalkDir};

use crate::{
    files::Files,
    labels::{href, unknown},
    page::{Edit, Page, Place},
    sentences::{self, on_one_line},
    source_pages,
};

/// How a mark begins.
const MARK: &str = "[test:";
/// What stands around bold words, on a page and perhaps not in a doc comment.
const BOLD: &str = "**";

/// What is said on a page, and the test that proves it.
#[derive(Debug, PartialEq)]
pub struct Claim {
    /// The name of the test.
    pub test: String,
    /// Where on the page what it proves stands.
    pub said: Range<usize>,
}

impl Claim {
    /// The claim of the mark at `place`, if it is one. Its line of text, cell or caption starts
    /// at `start`, and `above` is the block above that.
    pub fn of(
        place: &Place,
        label: &str,
        start: usize,
        above: Range<usize>,
    ) -> Option<Self> {
        let test = label.strip_prefix("test:")?.to_owned();
        let text = blanked(&place.page.text[start..place.range.start]);
        let said = match sentences::of(&text).pop() {
            Some(sentence) => start + sentence.start..start + sentence.end,
            None => above,
        };
        Some(Self { test, said })
    }

    /// The link to the test, in place of the mark and of the space before it.
    ///
    /// # Errors
    ///
    /// When there is no such test, it is ignored, or its doc comment does not say the same.
    pub fn edits(&self, tests: &Tests, place: &Place) -> Result<Vec<Edit>> {
        let test = tests.get(&self.test)?;
        let said = on_one_line(&blanked(&place.page.text[self.said.clone()]));
        let said = said.replace(BOLD, "");
        ensure!(!test.ignored, "{test} is ignored: nothing proves this");
        test.says(&said)?;
        let href = test.href(place.page);
        let link =
            format!("<a class=\"proof\" aria-label=\"proof\" href=\"{href}\"></a>");
        let Range { start, end } = place.range;
        Ok(if self.is_of_a_block(place) {
            vec![(start..end, format!("<div class=\"proof-of-block\">{link}</div>"))]
        } else {
            let start = place.above().trim_end().len();
            let link = if self.goes_on(place) { String::new() } else { link };
            vec![(start..end, link)]
        })
    }

    /// Whether the mark stands in a paragraph of its own, for the block above.
    fn is_of_a_block(&self, place: &Place) -> bool {
        place.page.text[self.said.end..place.range.start].contains("\n\n")
    }

    /// Whether the same test proves the next sentence of the paragraph: one sign serves both.
    fn goes_on(&self, place: &Place) -> bool {
        let paragraph = place.below().split("\n\n").next().unwrap_or_default();
        let Some((next, mark)) = paragraph.split_once(MARK) else { return false };
        // Cells and items are apart, each with its own sign.
        let is_one = !next.contains(['|']) && !next.contains("\n- ");
        let test = mark.split(']').next();
        test == Some(&self.test) && is_one && sentences::of(next).len() == 1
    }
}

/// `text` with spaces in place of its marks, so that all else stays where it is.
fn blanked(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut blanked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(']').unwrap_or((part, ""));
        blanked += &" ".repeat(MARK.len() + name.len() + 1);
        blanked += rest;
    }
    blanked
}

/// A test of the project.
#[derive(Debug, Clone)]
pub struct Test {
    /// Its file.
    pub file: PathBuf,
    /// The name of its function.
    pub name: String,
    /// The first line of its doc comment, or of its attributes; from 0.
    pub line: usize,
    /// The paragraphs of its doc comment.
    doc: Vec<String>,
    /// Whether `cargo test` leaves it out.
    ignored: bool,
}

impl Test {
    /// The tests of `code`, the text of `file`.
    fn all(file: &Path, code: &str) -> Vec<Self> {
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        let marked = (0..lines.len()).filter(|&at| lines[at] == "#[test]");
        marked.filter_map(|at| Self::at(file, &lines, at)).collect()
    }

    /// The test whose attribute is line `at` of `lines`.
    fn at(file: &Path, lines: &[&str], at: usize) -> Option<Self> {
        // Where a solution shows a test without its doc comment, its anchor is between them.
        let is_head = |line: &&&str| {
            ["///", "#[", "// ANCHOR: "].iter().any(|start| line.starts_with(start))
        };
        let line = at - lines[..at].iter().rev().take_while(is_head).count();
        let end = at + lines[at..].iter().take_while(is_head).count();
        let (_, name) = lines.get(end)?.split_once("fn ")?;
        let (name, _) = name.split_once('(')?;
        let head = &lines[line..end];
        let doc: Vec<&str> =
            head.iter().filter_map(|line| line.strip_prefix("///")).collect();
        let paragraphs = doc.split(|line| line.trim().is_empty());
        Some(Self {
            file: file.to_owned(),
            name: name.to_owned(),
            line,
            doc: paragraphs
                .map(|lines| on_one_line(&lines.join("\n")).replace(BOLD, ""))
                .collect(),
            ignored: head.iter().any(|line| line.starts_with("#[ignore")),
        })
    }

    /// # Errors
    ///
    /// When the doc comment does not hold `said` from the start to the end of a sentence.
    fn says(&self, said: &str) -> Result<()> {
        let holds = |paragraph: &String| holds(paragraph, said);
        if self.doc.iter().any(holds) {
            return Ok(());
        }
        let sentences = self.doc.iter().flat_map(|paragraph| {
            sentences::of(paragraph).into_iter().map(|range| &paragraph[range])
        });
        let likeness =
            |sentence: &&str| strsim::normalized_levenshtein(sentence, said);
        match sentences.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
            Some(nearest) => bail!("{self} says something else: {nearest}"),
            None => bail!("{self} has no doc comment that says this"),
        }
    }

    /// The address on `page` of the test on the page of its file.
    pub fn href(&self, page: &Page) -> String {
        format!("{}#{}", href(&page.path, &source_pages::path(&self.file)), self.name)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the test `{}`, {}:{},",
            self.name,
            self.file.display(),
            self.line + 1
        )
    }
}

/// Whether `said` is one or more whole sentences of `paragraph`.
fn holds(paragraph: &str, said: &str) -> bool {
    let is_end = |text: &str| text.ends_with(['.', '?', '!']);
    paragraph.match_indices(said).any(|(at, _)| {
        let (before, after) = (&paragraph[..at], &paragraph[at + said.len()..]);
        let starts = before.is_empty() || is_end(before.trim_end());
        let ends = after.is_empty() || is_end(said) && after.starts_with(' ');
        starts && ends
    })
}

/// The tests of the project, by the names of their functions.
#[derive(Debug, Default)]
pub struct Tests(BTreeMap<String, Vec<Test>>);

impl Tests {
    /// Reads every `.rs` file of the project.
    ///
    /// # Errors
    ///
    /// When one cannot be read, with its path.
    pub fn load(files: &Files) -> Result<Self> {
        let mut tests = Self::default();
        for file in rust_files(files.root())? {
            for test in Test::all(&file, &files.read(&file)?) {
                tests.0.entry(test.name.clone()).or_default().push(test);
            }
        }
        Ok(tests)
    }

    /// The test `name`: `learns` or, if several are called so, `claims::learns`, where the file
    /// or the folder is `claims`.
    ///
    /// # Errors
    ///
    /// When there is none or more than one.
    pub fn get(&self, name: &str) -> Result<&Test> {
        let (place, function) = name.rsplit_once("::").unwrap_or(("", name));
        let named =
            self.0.get(function).ok_or_else(|| unknown(function, self.0.keys()))?;
        let is_there =
            |test: &&Test| place.is_empty() || stands_in(&test.file, place);
        let found: Vec<&Test> = named.iter().filter(is_there).collect();
        match found[..] {
            [test] => Ok(test),
            [] => Err(anyhow!(
                "there is no `{function}` in `{place}`; there is {}",
                named[0]
            )),
            [one, other, ..] => bail!("which? {one} or {other}"),
        }
    }
}

/// Whether `place` is a folder of `file` or its name.
fn stands_in(file: &Path, place: &str) -> bool {
    let folder = |part: &OsStr| part == place;
    file.iter().any(folder) || file.file_stem().is_some_and(folder)
}

/// The Rust files below `root`, from there, in the order of their names.
fn rust_files(root: &Path) -> Result<Vec<PathBuf>> {
    let is_source = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !name.starts_with('.') && name != "target" && name != "node_modules"
    };
    let mut files = Vec::new();
    for entry in
        WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_source)
    {
        let entry = entry.context("cannot read the project")?;
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.strip_prefix(root)?.to_owned());
        }
    }
    Ok(files)
}
