//! A page for each file that the book shows in part or proves a claim with, the whole of it.
//!
//! They stand at the end of the book below one chapter: first the files that it shows, then those
//! of its tests, each in the order in which the book first needs them. A test that proves a claim
//! has its name as the id of its place.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Result;
use mdbook_preprocessor::book::{Book, Chapter, SectionNumber};

use crate::{claims::Test, files::Files, include::without_anchors, labels::href};

const TITLE: &str = "The source files";
const ABOUT: &str = "Each file that a listing is a part of, whole, and each with a test that \
                     proves what a page says.";

/// The files that get a page.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// Those that the book shows in part, and those of the tests.
    files: [Vec<PathBuf>; 2],
    /// The tests that prove a claim, by their file and first line.
    tests: BTreeMap<(&'a Path, usize), &'a Test>,
}

impl<'a> Sources<'a> {
    /// Adds a file that the book shows in part.
    pub fn show(&mut self, file: PathBuf) {
        self.add(0, file);
    }

    /// Adds a test that proves a claim, and its file.
    pub fn prove(&mut self, test: &'a Test) {
        self.tests.insert((&test.file, test.line), test);
        self.add(1, test.file.clone());
    }

    fn add(&mut self, kind: usize, file: PathBuf) {
        if !self.files.iter().flatten().any(|added| *added == file) {
            self.files[kind].push(file);
        }
    }

    /// `file` as a page: its `code` in one block, or in one before each test that proves a claim.
    fn page(&self, file: &Path, code: &str) -> String {
        let lines: Vec<&str> = code.lines().collect();
        let mut text = format!("# `{}`\n", file.display());
        let mut start = 0;
        for test in
            self.tests.range((file, 0)..=(file, usize::MAX)).map(|(_, test)| test)
        {
            text += &block(file, &lines[start..test.line]);
            text +=
                &format!("\n<div id=\"{}\" class=\"proof-here\"></div>\n", test.name);
            start = test.line;
        }
        text + &block(file, &lines[start..])
    }
}

/// Adds to `book` the chapter of the files in `sources`, if there are any.
///
/// # Errors
///
/// When a file cannot be read, with its path.
pub fn append(book: &mut Book, files: &Files, sources: &Sources) -> Result<()> {
    let number = next_number(book);
    let mut contents = format!("# {TITLE}\n\n{ABOUT}\n\n");
    let mut chapters = Vec::new();
    for (n, file) in (1..).zip(sources.files.iter().flatten()) {
        let code = files.read(file)?;
        contents += &entry(file, &code);
        let text = sources.page(file, &code);
        let mut chapter =
            generated(&file.to_string_lossy(), text, path(file), &[number, n]);
        chapter.parent_names = vec![TITLE.to_owned()];
        chapters.push(chapter.into());
    }
    if !chapters.is_empty() {
        let mut chapter = generated(TITLE, contents, index(), &[number]);
        chapter.sub_items = chapters;
        book.push_item(chapter);
    }
    Ok(())
}

/// The number of a chapter at the end. Without one, mdBook's sidebar would not nest the files.
fn next_number(book: &Book) -> u32 {
    let numbers =
        book.chapters().filter_map(|chapter| chapter.number.as_ref()?.first());
    1 + numbers.max().unwrap_or(&0)
}

/// The path below the folder of the pages of the page that shows `file`.
pub fn path(file: &Path) -> PathBuf {
    Path::new("source").join(format!("{}.md", file.display()))
}

fn index() -> PathBuf {
    PathBuf::from("source/index.md")
}

/// A chapter that no file on disk holds.
fn generated(name: &str, content: String, path: PathBuf, number: &[u32]) -> Chapter {
    let mut chapter = Chapter::new(name, content, path, Vec::new());
    chapter.number = Some(SectionNumber::new(number));
    // Else mdBook would offer to edit it.
    chapter.source_path = None;
    chapter
}

/// The line of the contents for `file`, with the first line of its documentation.
fn entry(file: &Path, code: &str) -> String {
    let doc = code.lines().find_map(|line| line.strip_prefix("//! "));
    let doc = doc.map_or(String::new(), |doc| format!(": {doc}"));
    let href = href(&index(), &path(file));
    format!("- [`{}`]({href}){doc}\n", file.display())
}

/// `lines` as one block, in a fence that they cannot end, below a blank line; nothing if all of
/// them are blank.
fn block(file: &Path, lines: &[&str]) -> String {
    let code = without_anchors(lines).join("\n");
    let code = code.trim_matches('\n');
    if code.trim().is_empty() {
        return String::new();
    }
    let runs = code.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(1 + runs.fold(2, usize::max));
    let language = match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => "rust",
        Some("py") => "python",
        _ => "text",
    };
    format!("\n{fence}{language}\n{code}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let files = Files::new(Path::new("/nowhere"), Path::new("book"));
        let mut sources = Sources::default();
        sources.show(PathBuf::from("src/lost.rs"));
        let error = append(&mut Book::new(), &files, &sources).unwrap_err();
        assert!(error.to_string().contains("src/lost.rs"), "{error}");
    }

    #[test]
    fn a_file_has_its_page_below_source() {
        assert_eq!(
            path(Path::new("src/loss.rs")),
            Path::new("source/src/loss.rs.md")
        );
    }

    #[test]
    fn the_contents_give_the_first_line_of_the_documentation() {
        let line =
            entry(Path::new("src/loss.rs"), "//! How wrong.\n//!\n//! More.\n");
        assert_eq!(line, "- [`src/loss.rs`](../source/src/loss.rs.md): How wrong.\n");
        assert_eq!(
            entry(Path::new("a.py"), "x = 1"),
            "- [`a.py`](../source/a.py.md)\n"
        );
    }

    #[test]
    fn a_file_is_shown_whole_without_anchors() {
        let code = ["a", "// ANCHOR: b", "b", "// ANCHOR_END: b"];
        assert_eq!(block(Path::new("a.rs"), &code), "\n```rust\na\nb\n```\n");
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_file() {
        let shown = block(Path::new("a.rs"), &["//! ````text", "//! ````"]);
        assert!(
            shown.starts_with("\n`````rust\n") && shown.ends_with("\n`````\n"),
            "{shown}"
        );
    }
}
