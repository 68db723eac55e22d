//! The figures and listings of the book: their numbers, and the links to them.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Error, Result, anyhow};

use crate::{
    files::Files,
    page::{Kind, Page, Piece},
};

/// How alike two names are, of 1, for one to be taken for the other misspelled.
const ALIKE: f64 = 0.8;

/// Every figure and listing, by its label: `fig:loss`, `listing:feedforward`.
#[derive(Debug)]
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
    /// Whether `piece` of `page` is what first shows it.
    pub fn is(&self, page: &Page, piece: &Piece) -> bool {
        self.page == page.path && self.line == page.line(piece.range.start)
    }
}

impl fmt::Display for Labeled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}:{}", self.title, self.page.display(), self.line)
    }
}

impl Labels {
    /// Numbers the figures and the listings in the order of `pages`.
    pub fn number(files: &Files, pages: &[Page]) -> Self {
        let mut labels = BTreeMap::new();
        let (mut figures, mut listings) = (0, 0);
        let pieces = pages
            .iter()
            .flat_map(|page| page.pieces.iter().map(move |piece| (page, piece)));
        for (page, piece) in pieces {
            let (label, word, count, target) = match &piece.kind {
                Kind::Figure(it) => (it.label(), "Figure", &mut figures, it.target()),
                Kind::Listing(it) => {
                    (it.label(), "Listing", &mut listings, it.target())
                }
                _ => continue,
            };
            labels.entry(label).or_insert_with(|| {
                *count += 1;
                Labeled {
                    title: format!("{word} {count}"),
                    file: files.resolve(&page.path, target),
                    page: page.path.clone(),
                    line: page.line(piece.range.start),
                }
            });
        }
        Self(labels)
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

    fn labels(pages: &[Page]) -> Labels {
        Labels::number(&Files::new(Path::new("/project"), Path::new("book")), pages)
    }

    fn pages() -> [Page; 2] {
        let one = "![A](figures/a.svg)\n\n![B](figures/b.svg)\n";
        let two = "![C](../figures/c.svg)\n\n```rust\n{{#include ../../examples/d.rs}}\n```\n";
        [
            Page::new(Path::new("one.md"), one),
            Page::new(Path::new("more/two.md"), two),
        ]
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
        let labels = labels(&pages());
        let [one, two] = pages();
        assert_eq!(
            labels.link(&one, "fig:c").unwrap(),
            "[Figure\u{a0}3](more/two.md#fig-c)"
        );
        assert_eq!(
            labels.link(&two, "fig:a").unwrap(),
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
    }

    #[test]
    fn the_first_to_show_a_figure_is_its_place() {
        let text = "![A](figures/a.svg)\n\n![A](figures/a.svg)\n";
        let page = Page::new(Path::new("one.md"), text);
        let labels = labels(std::slice::from_ref(&page));
        let figure = labels.get("fig:a").unwrap();
        assert!(figure.is(&page, &page.pieces[0]));
        assert!(!figure.is(&page, &page.pieces[1]));
        assert_eq!(figure.to_string(), "Figure 1, one.md:1");
    }
}
