//! The mdBook preprocessor of this book.
//!
//! A page is plain Markdown that also reads well where nothing weaves it. These are the six
//! things that `weave` replaces, each with the module that does it:
//!
//! | on the page | becomes | module |
//! |---|---|---|
//! | `` $`\hat y`$ ``, or a fenced block `math` | MathML | [`math`] |
//! | `[value:NAME]` | the text of that name in `figures/values.json` | [`values`] |
//! | `![Caption](figures/NAME.svg)`, a paragraph | a figure with its number | [`figures`] |
//! | a fenced block, `{{#include FILE:ANCHOR}}` | a listing with its number | [`listings`] |
//! | `**Guess first:** …`, a paragraph | the same, set apart | [`cues`] |
//! | `[fig:NAME]`, `[listing:NAME]` | a link: *Figure 7* | [`labels`] |
//!
//! Each file that is shown in part also gets a page that shows it whole ([`source_pages`]).
//! A book that goes to a site is completed after mdBook built it ([`publish`]).
//!
//! What an author mistypes does not pass unseen: a name without a referent, a formula that is
//! not TeX, an include of nothing are [`Faults`], and they stop the build.

pub mod cues;
pub mod fault;
pub mod figures;
pub mod files;
pub mod labels;
pub mod listings;
pub mod markup;
pub mod math;
pub mod page;
pub mod publish;
pub mod source_pages;
pub mod values;

use std::{collections::HashMap, path::Path};

use anyhow::{Result, bail};
use mdbook_preprocessor::book::Book;

use crate::{
    fault::{Fault, Faults},
    files::Files,
    labels::Labels,
    math::Converter,
    page::{Edit, Kind, Page, Piece},
    values::Values,
};

/// Weaves `book`, whose pages lie in the folder `pages` of the project at `root`.
///
/// # Errors
///
/// [`Faults`]: all that is wrong on the pages, in reading order.
pub fn weave(root: &Path, pages: &Path, mut book: Book) -> Result<Book> {
    let files = Files::new(root, pages);
    let pages: Vec<Page> = book.chapters().filter_map(Page::of).collect();
    let mut woven = Weaver::new(&files, &pages).pages(&pages)?;

    book.for_each_chapter_mut(|chapter| {
        let path = chapter.path.as_deref();
        if let Some(text) = path.and_then(|path| woven.remove(path)) {
            chapter.content = text;
        }
    });
    source_pages::append(&mut book, &files, &pages)?;
    Ok(book)
}

/// What the pieces of a page are replaced from.
struct Weaver<'a> {
    files: &'a Files,
    labels: Labels,
    values: Values,
    math: Converter,
}

impl<'a> Weaver<'a> {
    fn new(files: &'a Files, pages: &[Page]) -> Self {
        Self {
            files,
            labels: Labels::number(files, pages),
            values: Values::load(files),
            math: Converter::default(),
        }
    }

    /// The text of each page, by its path.
    fn pages<'p>(
        &self,
        pages: &'p [Page],
    ) -> Result<HashMap<&'p Path, String>, Faults> {
        let mut faults = Vec::new();
        let woven = pages
            .iter()
            .map(|page| (page.path.as_path(), self.page(page, &mut faults)))
            .collect();
        if faults.is_empty() { Ok(woven) } else { Err(Faults(faults)) }
    }

    fn page(&self, page: &Page, faults: &mut Vec<Fault>) -> String {
        let mut edits = Vec::new();
        for piece in &page.pieces {
            match self.piece(page, piece) {
                Ok(replacement) => edits.extend(replacement),
                Err(cause) => faults.push(self.fault(page, piece, &cause)),
            }
        }
        page.edited(edits)
    }

    fn piece(&self, page: &Page, piece: &Piece) -> Result<Vec<Edit>> {
        let whole = |text| vec![(piece.range.clone(), text)];
        match &piece.kind {
            Kind::Math { tex, display } => {
                let tex = self.values.fill(tex)?;
                Ok(whole(self.math.convert(&tex, *display)?))
            }
            Kind::Reference { label } => Ok(whole(self.reference(page, label)?)),
            Kind::Figure(figure) => {
                figure.edits(self.files, &self.labels, page, piece)
            }
            Kind::Listing(listing) => {
                listing.edits(self.files, &self.labels, page, piece)
            }
            Kind::Cue(cue) => Ok(cue.edits(page, piece)),
            Kind::Html => {
                bail!(
                    "nothing is woven inside HTML: leave a blank line before this one"
                )
            }
        }
    }

    fn reference(&self, page: &Page, label: &str) -> Result<String> {
        match label.split_once(':') {
            Some(("value", name)) => self.values.prose(name),
            _ => self.labels.link(page, label),
        }
    }

    fn fault(&self, page: &Page, piece: &Piece, cause: &anyhow::Error) -> Fault {
        Fault {
            page: self.files.page(&page.path),
            line: page.line(piece.range.start),
            excerpt: page.text[piece.range.clone()].to_owned(),
            cause: format!("{cause:#}"),
        }
    }
}
