//! Listings: code that a page includes from the project, with its number and where it is from.
//!
//! mdBook includes the code itself; an include of nothing would leave an empty block, so what
//! it will find is checked here.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{
    files::Files,
    include::Include,
    labels::{Labels, href, id},
    page::{Edit, Page, Place},
    source_pages,
};

/// The languages whose code is never typed into a page.
const INCLUDED: [&str; 2] = ["rust", "python"];

const TYPED: &str =
    "code is included, not typed: the one line {{#include FILE:ANCHOR}}";
const CROWDED: &str = "a listing starts at the left margin, between blank lines";
const EMPTY: &str = "there is no code in it";
const HIDDEN: &str = "mdBook hides a line of Rust that starts with `#` and a space";

/// A fenced block of code that is included, or should be.
#[derive(Debug, PartialEq)]
pub struct Listing {
    language: String,
    /// What it shows; none if that is typed, which is an error.
    pub include: Option<Include>,
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

    /// The file that it shows on `page`, if it shows a part of one.
    pub fn source(&self, files: &Files, page: &Page) -> Option<PathBuf> {
        let include = self.include.as_ref().filter(|it| it.anchor.is_some())?;
        Some(files.resolve(&page.path, &include.path))
    }

    /// What to put around the block at `place`, which mdBook fills.
    ///
    /// # Errors
    ///
    /// When the block is not one include of some code, does not stand alone, or other code has
    /// its name.
    pub fn edits(
        &self,
        files: &Files,
        labels: &Labels,
        place: &Place,
    ) -> Result<Vec<Edit>> {
        let include = self.include.as_ref().context(TYPED)?;
        ensure!(place.stands_alone(), CROWDED);
        let path = files.resolve(&place.page.path, &include.path);
        let file = files.read(&path)?;
        self.check(&include.code(&file)?)?;
        let shown = labels.get(&self.label())?;
        ensure!(shown.file == path, "other code has this name: {shown}");
        let head = self.head(labels, place)?;
        let origin = origin(include, place.page, &path);
        let caption = format!("{head} {origin}</figcaption>\n\n");
        Ok(place.framed(caption, "\n\n</figure>"))
    }

    /// The number: a new one where the book first shows the code, after that a link to it.
    fn head(&self, labels: &Labels, place: &Place) -> Result<String> {
        let label = self.label();
        let shown = labels.get(&label)?;
        let title = &shown.title;
        Ok(if shown.is_at(place) {
            let id = id(&label);
            format!(
                "<figure class=\"listing\" id=\"{id}\">\n<figcaption><b>{title}.</b>"
            )
        } else {
            let first = format!(
                "<a href=\"{}\">{title}</a>",
                labels.href(place.page, &label)?
            );
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

/// The words of the caption: the file at `path`, with a link to its page if this is a part of it.
fn origin(include: &Include, page: &Page, path: &Path) -> String {
    let file = format!("<code>{}</code>", path.display());
    match &include.anchor {
        Some(item) => {
            let href = href(&page.path, &source_pages::path(path));
            format!("<a href=\"{href}\">{file}</a> <code>{item}</code>")
        }
        None => file,
    }
}

/// Whether mdBook takes this line of Rust for one to hide, as rustdoc does: `# use foo;`.
fn hides(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('#');
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn code_of_blank_lines_is_an_error() {
        let listing = Listing::of("rust", "{{#include a.rs:none}}").unwrap();
        let error = listing.check(&["", "  "]).unwrap_err().to_string();
        assert_eq!(error, EMPTY);
        assert!(listing.check(&["", "a"]).is_ok());
    }

    #[test]
    fn lines_that_mdbook_would_hide_are_found() {
        assert!(["  # use a;", "#", "## a"].into_iter().all(hides));
        assert!(!["#[derive(Debug)]", "#![warn(a)]", "a # b"].into_iter().any(hides));
    }
}
