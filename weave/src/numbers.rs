//! The numbers that are typed into a page, and what holds each.
//!
//! A number is what is written in digits in the text of paragraphs, items, cells, headings and
//! captions ([`prose`]), where it is no part of a name ([`written`]). It is tied if it is
//!
//! - in a sentence that a test holds ([`claimed`]);
//! - shown by an output or a listing of the page, if it has three digits or more ([`shown`]);
//! - covered by an entry of the page's list of what is given ([`given`](crate::given));
//! - in the words of a link to the references or to another site;
//! - that of an exercise that there is: *exercise 3*, or with the chapter as a link.
//!
//! A solution is like a page of its own: what is shown or given in one ties nothing in another.
//! The references are out. Formulas that hold more than numbers are evaluated elsewhere.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

use crate::{
    fault::Fault,
    files::Files,
    page::{Page, Place},
};

mod claimed;
mod part;
mod prose;
mod shown;
mod written;

use part::Part;

/// The page of what others wrote.
const REFERENCES: &str = "references.md";
/// The page that has a part for each exercise.
const SOLUTIONS: &str = "solutions.md";

/// The characters around a number that a fault repeats on either side.
const CONTEXT: usize = 36;

const UNTIED: &str = "nothing holds this number: CONTRIBUTING.md, A number in the text";
const IDLE: &str = "what is given is a phrase with a number, as it stands on the page";
const BROAD: &str = "a number so short is given with the words beside it";
const TIED: &str = "nothing is wrong with its numbers: take it off the list `numbers-not-yet`";
const NO_PAGE: &str = "the list `numbers-not-yet` names what is no page";

/// What holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// The test of its sentence.
    Claim,
    /// An output or a listing of the page.
    Shown,
    /// The page's list of what is given.
    Given,
    /// The references or another site; for that of an exercise, its solution.
    Cited,
}

/// A number in the prose of a page.
#[derive(Debug, PartialEq)]
pub struct Number {
    /// Where it stands.
    pub range: Range<usize>,
    /// What holds it; none if nothing does.
    pub tie: Option<Tie>,
}

/// How many numbers of a page are held, by what.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// By the code that computed them: `[value:NAME]`.
    pub value: usize,
    /// By their formulas.
    pub formula: usize,
    /// By the tests of their sentences.
    pub claim: usize,
    /// By an output or a listing.
    pub shown: usize,
    /// By the list of what is given.
    pub given: usize,
    /// By the references, another site, or a solution.
    pub cited: usize,
    /// By nothing.
    pub untied: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, formula, claim, shown, given, cited, untied } = self;
        write!(
            f,
            "{untied} numbers untied; {value} by value, {formula} by formula, {claim} by claim, \
             {shown} shown, {given} given, {cited} cited"
        )
    }
}

/// Finds the numbers of pages and what holds them.
#[derive(Debug)]
pub struct Checker<'a> {
    files: &'a Files,
    solutions: String,
}

impl<'a> Checker<'a> {
    /// A checker of pages beside `files`. Where there are no solutions there are no exercises.
    pub fn new(files: &'a Files) -> Self {
        let solutions = files.read(&files.page(Path::new(SOLUTIONS)));
        Self { files, solutions: solutions.unwrap_or_default() }
    }

    /// What is wrong with the numbers of `pages`, but for those that are listed as `not_yet` in
    /// order; and what is wrong with that list.
    pub fn faults(&self, pages: &[Page], not_yet: &[PathBuf]) -> Vec<Fault> {
        let (listed, rest): (Vec<_>, Vec<_>) =
            pages.iter().partition(|page| not_yet.contains(&page.path));
        let unknown = |path: &&PathBuf| listed.iter().all(|page| page.path != **path);
        let unknown = not_yet.iter().filter(unknown).map(|path| (path, NO_PAGE));
        let tied = listed.iter().filter(|page| self.of_page(page).is_empty());
        let stale = unknown.chain(tied.map(|page| (&page.path, TIED)));
        let stale = stale.map(|(path, cause)| Fault {
            page: self.files.page(path),
            line: 1,
            excerpt: path.display().to_string(),
            cause: cause.to_owned(),
        });
        rest.into_iter().flat_map(|page| self.of_page(page)).chain(stale).collect()
    }

    /// What is wrong with the numbers of `page`: untied ones, then the entries of what it gives
    /// that tie none, or too many.
    pub fn of_page(&self, page: &Page) -> Vec<Fault> {
        let untied = self.numbers(page).into_iter().filter(|number| number.tie.is_none());
        let untied = untied.map(|Number { range, .. }| {
            let excerpt = in_context(&page.text, &range);
            self.fault(page, range.start, excerpt, UNTIED)
        });
        let entries = parts(page).into_iter().flat_map(|part| {
            let (idle, broad) = part.idle_and_broad();
            let fault = move |entry: String, cause| {
                let excerpt = format!("given: {entry}");
                self.fault(page, part.start, excerpt, cause)
            };
            let idle: Vec<_> = idle.into_iter().map(|entry| fault(entry, IDLE)).collect();
            let broad: Vec<_> = broad.into_iter().map(|entry| fault(entry, BROAD)).collect();
            [idle, broad].concat()
        });
        untied.chain(entries).collect()
    }

    /// The numbers in the prose of `page`, in its order.
    pub fn numbers(&self, page: &Page) -> Vec<Number> {
        let numbers = |part: Part| part.numbers(self.files, &self.solutions);
        parts(page).into_iter().flat_map(numbers).collect()
    }

    /// How the numbers of `page` are held.
    pub fn counts(&self, page: &Page) -> Counts {
        let parts = parts(page);
        let mut counts = Counts {
            value: parts.iter().map(Part::values).sum(),
            formula: parts.iter().map(Part::in_formulas).sum(),
            ..Counts::default()
        };
        for number in self.numbers(page) {
            *match number.tie {
                Some(Tie::Claim) => &mut counts.claim,
                Some(Tie::Shown) => &mut counts.shown,
                Some(Tie::Given) => &mut counts.given,
                Some(Tie::Cited) => &mut counts.cited,
                None => &mut counts.untied,
            } += 1;
        }
        counts
    }

    fn fault(&self, page: &Page, start: usize, excerpt: String, cause: &str) -> Fault {
        Fault {
            page: self.files.page(&page.path),
            line: Place { page, range: start..start }.line(),
            excerpt,
            cause: cause.to_owned(),
        }
    }
}

/// The parts of `page` whose numbers are checked.
fn parts(page: &Page) -> Vec<Part> {
    if page.path == Path::new(REFERENCES) { Vec::new() } else { Part::all(page) }
}

/// The number at `range` of `text`, with the words around it.
fn in_context(text: &str, range: &Range<usize>) -> String {
    let number = &text[range.clone()];
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before: Vec<char> = text[..range.start].chars().rev().take(CONTEXT).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[range.end..].chars().take(CONTEXT).collect();
    format!("{number} in \"…{}…\"", words(&format!("{before}{number}{after}")))
}
