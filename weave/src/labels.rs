//! The figures and listings of the book: their numbers, and the links to them.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Error, Result, anyhow};

use crate::page::{Page, Place};

/// How alike two names are, of 1, for one to be taken for the other misspelled.
const ALIKE: f64 = 0.8;

/// Every figure and listing, by its label: `fig:loss`, `listing:feedforward`.
#[derive(Debug, Default)]
pub struct Labels(BTreeMap<String, Labeled>);

/// A figure or a listing, and where the book first shows it.
#[derive(Debug)]
pub struct Labeled {
    /// *Figure 7*.
    pub title: String,
    /// The file it is from.
    pub file: PathBuf,
    page: PathBuf,
    line: usize,
}

impl Labeled {
    /// Whether `place` is where it is first shown.
    pub fn is_at(&self, place: &Place) -> bool {
        self.page == place.page.path && self.line == place.line()
    }
}

impl fmt::Display for Labeled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}:{}", self.title, self.page.display(), self.line)
    }
}

impl Labels {
    /// Gives what `place` shows from `file` the next number, if it is the first with its `label`.
    /// Each `word`, *Figure* and *Listing*, is counted apart.
    pub fn number(
        &mut self,
        word: &str,
        label: String,
        file: PathBuf,
        place: &Place,
    ) {
        let alike = |it: &&Labeled| it.title.starts_with(word);
        let number = 1 + self.0.values().filter(alike).count();
        self.0.entry(label).or_insert_with(|| Labeled {
            title: format!("{word} {number}"),
            file,
            page: place.page.path.clone(),
            line: place.line(),
        });
    }

    /// A Markdown link on `page` to what bears `label`.
    ///
    /// # Errors
    ///
    /// When nothing does, with the label most like it.
    pub fn link(&self, page: &Page, label: &str) -> Result<String> {
        let title = self.get(label)?.title.replace(' ', "\u{a0}");
        Ok(format!("[{title}]({})", self.href(page, label)?))
    }

    /// The address on `page` of what bears `label`.
    ///
    /// # Errors
    ///
    /// When nothing does, with the label most like it.
    pub fn href(&self, page: &Page, label: &str) -> Result<String> {
        let href = href(&page.path, &self.get(label)?.page);
        Ok(format!("{href}#{}", id(label)))
    }

    /// What bears `label`.
    ///
    /// # Errors
    ///
    /// When nothing does, with the label most like it.
    pub fn get(&self, label: &str) -> Result<&Labeled> {
        self.0.get(label).ok_or_else(|| unknown(label, self.0.keys()))
    }
}

/// The id in HTML of what bears `label`.
pub fn id(label: &str) -> String {
    label.replace(':', "-")
}

/// The link from the page `from` to the page `to`.
pub fn href(from: &Path, to: &Path) -> String {
    let depth = from.components().count() - 1;
    "../".repeat(depth) + &to.to_string_lossy()
}

/// The error that `name` is none of `known`, with the one most like it.
pub fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> Error {
    let likeness = |other: &&String| strsim::jaro_winkler(name, other);
    let nearest = known
        .filter(|other| likeness(other) > ALIKE)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest {
        Some(nearest) => anyhow!("there is no `{name}`; is it `{nearest}`?"),
        None => anyhow!("there is no `{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> [Page; 2] {
        ["one.md", "more/two.md"].map(|path| Page::new(Path::new(path), "A\n\nB\n"))
    }

    /// The place of the line A or B on `page`.
    fn place<'a>(page: &'a Page, line: &str) -> Place<'a> {
        let start = page.text.find(line).unwrap();
        Place { page, range: start..start + 1 }
    }

    /// Two figures on the one page; a figure and a listing on the two.
    fn labels([one, two]: &[Page; 2]) -> Labels {
        let mut labels = Labels::default();
        for (word, label, place) in [
            ("Figure", "fig:a", place(one, "A")),
            ("Figure", "fig:b", place(one, "B")),
            ("Figure", "fig:c", place(two, "A")),
            ("Listing", "listing:d.rs", place(two, "B")),
            ("Figure", "fig:a", place(two, "B")),
        ] {
            labels.number(word, label.to_owned(), PathBuf::from("a file"), &place);
        }
        labels
    }

    #[test]
    fn figures_and_listings_are_counted_apart_through_the_book() {
        let labels = labels(&pages());
        let title = |label| labels.get(label).unwrap().title.clone();
        assert_eq!(title("fig:b"), "Figure 2");
        assert_eq!(title("fig:c"), "Figure 3");
        assert_eq!(title("listing:d.rs"), "Listing 1");
    }

    #[test]
    fn a_reference_links_from_its_page() {
        let pages = pages();
        let labels = labels(&pages);
        assert_eq!(
            labels.link(&pages[0], "fig:c").unwrap(),
            "[Figure\u{a0}3](more/two.md#fig-c)"
        );
        assert_eq!(
            labels.link(&pages[1], "fig:a").unwrap(),
            "[Figure\u{a0}1](../one.md#fig-a)"
        );
    }

    #[test]
    fn an_unknown_label_names_the_nearest() {
        let all = ["fig:loss-per-step".to_owned(), "fig:network".to_owned()];
        let error = unknown("fig:loss-by-step", all.iter()).to_string();
        assert!(error.contains("`fig:loss-per-step`?"), "{error}");
        let error = unknown("table:q", all.iter()).to_string();
        assert_eq!(error, "there is no `table:q`");
        let pages = pages();
        let labels = labels(&pages);
        let said = "there is no `listing:d`; is it `listing:d.rs`?";
        for found in [
            labels.get("listing:d").map(drop),
            labels.link(&pages[0], "listing:d").map(drop),
            labels.href(&pages[0], "listing:d").map(drop),
        ] {
            assert_eq!(found.unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn the_first_to_show_a_figure_is_its_place() {
        let pages = pages();
        let labels = labels(&pages);
        let figure = labels.get("fig:a").unwrap();
        assert!(figure.is_at(&place(&pages[0], "A")));
        assert!(!figure.is_at(&place(&pages[0], "B")));
        assert!(!figure.is_at(&place(&pages[1], "A")));
        assert_eq!(figure.to_string(), "Figure 1, one.md:1");
    }
}
