//! The mdBook preprocessor of this book.
//!
//! A page is plain Markdown that also reads well where nothing weaves it. These are the ten
//! things that `weave` replaces ([`pieces`] finds them), each with the module that does it:
//!
//! | on the page | becomes | module |
//! |---|---|---|
//! | `` $`\hat y`$ ``, or a fenced block `math` | MathML | [`math`] |
//! | `[value:NAME]` | the text of that name in `figures/values.json` | [`values`] |
//! | `![Caption](figures/NAME.svg)`, a paragraph | a figure with its number | [`figures`] |
//! | a fenced block, `{{#include FILE:ANCHOR}}` | a listing with its number | [`listings`] |
//! | `**Write it:** …`, and the like, a paragraph | the same, set apart | [`cues`] |
//! | `**Guess first:** …` with a list of answers | a question that takes an answer | [`guesses`] |
//! | `[write:NAME]` | the command that checks the exercise | [`exercises`] |
//! | `[test:NAME]`, after a sentence | a check sign that leads to the test | [`claims`] |
//! | `[count:claims]` | how many the book has | [`held`] |
//! | `[fig:NAME]`, `[listing:NAME]` | a link: *Figure 7* | [`labels`] |
//!
//! A page ends with what of it is checked ([`held`]).
//! A page with a `<live-figure>` also loads the script that moves it ([`live`]).
//! Each file that is shown in part also gets a page that shows it whole ([`source_pages`]).
//! A book that goes to a site is completed after mdBook built it ([`publish`]).
//!
//! What an author mistypes does not pass unseen: a name without a referent, a formula that is
//! not TeX, an include of nothing are [`Faults`], and they stop the build. So is an equation that
//! the tests could not evaluate, unless a mark says why ([`equations`]), and a number that nothing
//! holds ([`numbers`]). What a page chooses and nothing computes, it lists ([`given`]).

pub mod axis;
pub mod claims;
pub mod cues;
pub mod equations;
pub mod exercises;
pub mod fault;
pub mod figures;
pub mod files;
pub mod given;
pub mod guesses;
pub mod held;
pub mod include;
pub mod labels;
pub mod listings;
pub mod live;
pub mod markup;
pub mod math;
pub mod numbers;
pub mod page;
pub mod pieces;
pub mod publish;
pub mod sentences;
pub mod source_pages;
pub mod values;

use std::{collections::HashMap, path::Path};

use anyhow::{Result, bail, ensure};
use mdbook_preprocessor::book::Book;

use crate::{
    claims::Tests,
    exercises::Exercises,
    fault::{Fault, Faults},
    files::Files,
    held::Held,
    labels::Labels,
    math::Converter,
    numbers::Checker,
    page::{Edit, Page},
    pieces::{Kind, Piece},
    source_pages::Sources,
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
    let pieces: Vec<Piece> = pages.iter().flat_map(pieces::of).collect();
    let checker = Checker::new(&files);
    let held: HashMap<&Path, Held> =
        pages.iter().map(|page| held(page, &pieces, &checker)).collect();
    let weaver = Weaver::new(&files, &pieces, held.values().copied().sum())?;
    let (mut edits, mut faults) = weaver.edits(&pieces);
    faults.extend(pages.iter().flat_map(|page| checker.of_page(page)));
    for page in &pages {
        let (new, wrong) = guesses::edits(page, &files, &weaver.values);
        edits.entry(&page.path).or_default().extend(new);
        faults.extend(wrong);
    }
    let at = |fault: &Fault| {
        let is_there = |page: &Page| files.page(&page.path) == fault.page;
        (pages.iter().position(is_there), fault.line)
    };
    faults.sort_by_key(at);
    ensure!(faults.is_empty(), Faults(faults));

    book.for_each_chapter_mut(|chapter| {
        if let Some(page) = Page::of(chapter) {
            let path = page.path.as_path();
            let edits = edits.remove(path).unwrap_or_default();
            let text = page.edited(edits) + &held[path].line().unwrap_or_default();
            chapter.content = live::with_script(path, text);
        }
    });
    source_pages::append(&mut book, &files, &weaver.sources(&pieces)?)?;
    Ok(book)
}

/// What the pieces of the book are replaced from.
struct Weaver<'a> {
    files: &'a Files,
    labels: Labels,
    values: Values,
    tests: Tests,
    exercises: Exercises,
    /// What is checked in the whole book.
    held: Held,
    math: Converter,
}

impl<'a> Weaver<'a> {
    fn new(files: &'a Files, pieces: &[Piece], held: Held) -> Result<Self> {
        Ok(Self {
            files,
            labels: numbered(files, pieces),
            values: Values::load(files),
            tests: Tests::load(files)?,
            exercises: Exercises::load(files),
            held,
            math: Converter::default(),
        })
    }

    /// What replaces `pieces`, by the path of the page, and the faults of those that nothing can.
    fn edits<'p>(
        &self,
        pieces: &[Piece<'p>],
    ) -> (HashMap<&'p Path, Vec<Edit>>, Vec<Fault>) {
        let mut edits = HashMap::<_, Vec<_>>::new();
        let mut faults = Vec::new();
        for piece in pieces {
            match self.piece(piece) {
                Ok(new) => {
                    edits.entry(&*piece.place.page.path).or_default().extend(new);
                }
                Err(cause) => faults.push(self.fault(piece, &cause)),
            }
        }
        (edits, faults)
    }

    fn piece(&self, Piece { place, kind }: &Piece) -> Result<Vec<Edit>> {
        let whole = |text| vec![(place.range.clone(), text)];
        match kind {
            Kind::Math { tex, display } => {
                let tex = self.values.fill(tex)?;
                let mathml = self.math.convert(&tex, *display)?;
                equations::standing(place, &tex)?;
                Ok(whole(mathml))
            }
            Kind::Claim(claim) => claim.edits(&self.tests, place),
            Kind::Reference { label } => {
                Ok(whole(self.reference(place.page, label)?))
            }
            Kind::Figure(figure) => figure.edits(self.files, &self.labels, place),
            Kind::Listing(listing) => listing.edits(self.files, &self.labels, place),
            Kind::Cue(cue) => Ok(cue.edits(place)),
            Kind::Comment => Ok(whole(String::new())),
            Kind::Html => {
                bail!(
                    "nothing is woven inside HTML: leave a blank line before this one"
                )
            }
        }
    }

    /// The files that the book shows in part, and the tests that it leads to, in reading order.
    fn sources<'p>(&'p self, pieces: &[Piece<'p>]) -> Result<Sources<'p>> {
        let mut sources = Sources::default();
        for Piece { place, kind } in pieces {
            match kind {
                Kind::Listing(listing) => {
                    let file = listing.source(self.files, place.page);
                    file.into_iter().for_each(|file| sources.show(file));
                }
                Kind::Claim(claim) => sources.prove(self.tests.get(&claim.test)?),
                _ => {}
            }
        }
        Ok(sources)
    }

    fn reference(&self, page: &Page, label: &str) -> Result<String> {
        match label.split_once(':') {
            Some(("value", name)) => self.values.prose(name),
            Some(("write", name)) => self.exercises.command(page, name),
            Some(("count", name)) => Ok(self.held.count(name)?.to_string()),
            _ => self.labels.link(page, label),
        }
    }

    fn fault(&self, Piece { place, .. }: &Piece, cause: &anyhow::Error) -> Fault {
        Fault {
            page: self.files.page(&place.page.path),
            line: place.line(),
            excerpt: place.text().to_owned(),
            cause: format!("{cause:#}"),
        }
    }
}

/// The path of `page`, and what of it is checked.
fn held<'p>(page: &'p Page, pieces: &[Piece], checker: &Checker) -> (&'p Path, Held) {
    let its = pieces.iter().filter(|piece| piece.place.page.path == page.path);
    (&page.path, Held::of(page, its, checker.counts(page)))
}

/// The numbers of the figures and of the listings among `pieces`, in reading order.
fn numbered(files: &Files, pieces: &[Piece]) -> Labels {
    let mut labels = Labels::default();
    for Piece { place, kind } in pieces {
        let (word, label, target) = match kind {
            Kind::Figure(figure) => ("Figure", figure.label(), figure.target()),
            Kind::Listing(listing) => ("Listing", listing.label(), listing.target()),
            _ => continue,
        };
        labels.number(word, label, files.resolve(&place.page.path, target), place);
    }
    labels
}
