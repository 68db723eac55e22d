//! A page for each file that the book shows in part, with the whole of it.
//!
//! They stand at the end of the book below one chapter, in the order in which the book first
//! shows the files.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anyhow::Result;
use mdbook_preprocessor::book::{Book, Chapter, SectionNumber};

use crate::{files::Files, include::without_anchors, labels::href};

const TITLE: &str = "The source files";

/// Adds to `book` the chapter of the files that it shows in part, if there are any: `shown`, in
/// reading order.
///
/// # Errors
///
/// When a file cannot be read, with its path.
pub fn append(book: &mut Book, files: &Files, mut shown: Vec<PathBuf>) -> Result<()> {
    let mut seen = HashSet::new();
    shown.retain(|file| seen.insert(file.clone()));
    let number = next_number(book);
    let mut contents =
        format!("# {TITLE}\n\nEach file that a listing is a part of, whole.\n\n");
    let mut chapters = Vec::new();
    for (n, file) in (1..).zip(&shown) {
        let code = files.read(file)?;
        contents += &entry(file, &code);
        let text = format!("# `{}`\n\n{}", file.display(), block(file, &code));
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

/// `code` as one block, in a fence that it cannot end.
fn block(file: &Path, code: &str) -> String {
    let runs = code.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(1 + runs.fold(2, usize::max));
    let language = match file.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => "rust",
        Some("py") => "python",
        _ => "text",
    };
    let lines: Vec<&str> = code.lines().collect();
    format!("{fence}{language}\n{}\n{fence}\n", without_anchors(&lines).join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let files = Files::new(Path::new("/nowhere"), Path::new("book"));
        let lost = vec![PathBuf::from("src/lost.rs")];
        let error = append(&mut Book::new(), &files, lost).unwrap_err();
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
        let code = "a\n// ANCHOR: b\nb\n// ANCHOR_END: b\n";
        assert_eq!(block(Path::new("a.rs"), code), "```rust\na\nb\n```\n");
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_file() {
        let shown = block(Path::new("a.rs"), "//! ````text\n//! ````\n");
        assert!(
            shown.starts_with("`````rust\n") && shown.ends_with("\n`````\n"),
            "{shown}"
        );
    }
}
