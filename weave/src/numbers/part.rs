//! A page, or a solution on one, with what ties its numbers.

use std::{iter, ops::Range, path::Path};

use super::{Number, Tie, prose::Prose, shown::Shown, written};
use crate::{
    equations,
    files::Files,
    given,
    page::Page,
    pieces::{self, Kind, Piece},
};

/// What a solution begins with: it is a part of its own.
const SOLUTION: &str = "<details id=\"";

/// A part of a page in which what is shown or given ties numbers.
#[derive(Debug)]
pub struct Part {
    /// Where on the page its list of what is given starts.
    pub list: usize,
    start: usize,
    page: Page,
    prose: Prose,
}

/// What can tie the numbers of a part.
struct Ties<'a> {
    claimed: Vec<Range<usize>>,
    shown: Shown,
    given: Vec<Range<usize>>,
    solutions: &'a str,
}

impl Part {
    /// The parts of `page`: its solutions, and what stands above them.
    pub fn all(page: &Page) -> Vec<Self> {
        let solutions = page.text.match_indices(SOLUTION).map(|(start, _)| start);
        let mut starts: Vec<usize> = iter::once(0).chain(solutions).collect();
        starts.push(page.text.len());
        let part = |bounds: &[usize]| {
            let (start, text) = (bounds[0], &page.text[bounds[0]..bounds[1]]);
            let list = start + text.find(given::LIST).unwrap_or_default();
            let page = Page::new(&page.path, text);
            Self { list, start, prose: Prose::of(&page), page }
        };
        starts.windows(2).map(part).collect()
    }

    /// Its numbers in prose, where they stand on the page, with what ties each. `solutions` is
    /// the page that says which exercises there are.
    pub fn numbers(&self, files: &Files, solutions: &str) -> Vec<Number> {
        let entries = given::of(&self.page);
        let given = entries.iter().flat_map(|entry| given::places(&self.page, entry));
        let ties = Ties {
            claimed: self.claimed(),
            shown: Shown::of(files, &self.page, &self.prose),
            given: given.collect(),
            solutions,
        };
        let numbers = self.prose.numbers().into_iter();
        let number = |range: Range<usize>| Number {
            tie: self.tie(&range, &ties),
            range: self.start + range.start..self.start + range.end,
        };
        numbers.map(number).collect()
    }

    fn tie(&self, number: &Range<usize>, ties: &Ties) -> Option<Tie> {
        if lies_in(number, &ties.claimed) {
            Some(Tie::Claim)
        } else if ties.shown.holds(&self.page.text[number.clone()]) {
            Some(Tie::Shown)
        } else if lies_in(number, &ties.given) {
            Some(Tie::Given)
        } else if self.cites(number) || self.is_exercise(number, ties.solutions) {
            Some(Tie::Cited)
        } else {
            None
        }
    }

    /// The places of what tests prove.
    fn claimed(&self) -> Vec<Range<usize>> {
        let pieces = pieces::of(&self.page).into_iter();
        let said = pieces.filter_map(|piece| match piece.kind {
            Kind::Claim(claim) => Some(claim.said),
            _ => None,
        });
        said.collect()
    }

    /// How many numbers are in its equations that are evaluated.
    pub fn in_equations(&self) -> usize {
        let evaluated = |piece: &Piece| match &piece.kind {
            Kind::Math { tex, .. } if equations::is_evaluated(&piece.place, tex) => {
                written::numbers(tex).count()
            }
            _ => 0,
        };
        pieces::of(&self.page).iter().map(evaluated).sum()
    }

    /// How many values it names.
    pub fn values(&self) -> usize {
        let equations = self.prose.equations.iter();
        let named = |range: &Range<usize>| {
            self.page.text[range.clone()].matches("[value:").count()
        };
        self.prose.values + equations.map(named).sum::<usize>()
    }

    /// The entries of what it gives that cover no number of it, and those that are a short number
    /// and no more, so that they would cover each like it.
    pub fn idle_and_broad(&self) -> (Vec<String>, Vec<String>) {
        let entries = given::of(&self.page).into_iter();
        let (broad, narrow): (Vec<_>, Vec<_>) =
            entries.partition(|entry| is_short(entry));
        let idle = narrow.into_iter().filter(|entry| !self.uses(entry));
        (idle.collect(), broad)
    }

    fn uses(&self, entry: &str) -> bool {
        let places = given::places(&self.page, entry);
        let in_prose =
            self.prose.numbers().iter().any(|number| lies_in(number, &places));
        let is_or_has = |equation: &Range<usize>| {
            places.iter().any(|place| within(place, equation))
                || spaceless(&self.page.text[equation.clone()]) == spaceless(entry)
        };
        in_prose || self.prose.equations.iter().any(is_or_has)
    }

    /// Whether `number` stands in a link to the references or to another site.
    fn cites(&self, number: &Range<usize>) -> bool {
        self.link(number)
            .is_some_and(|to| to.contains("://") || path(to) == super::REFERENCES)
    }

    /// Whether `number` is that of an exercise: of the page, or of the one that it links to.
    fn is_exercise(&self, number: &Range<usize>, solutions: &str) -> bool {
        let chapter = self.link(number).map(path).filter(|path| !path.is_empty());
        let chapter =
            chapter.map_or_else(|| self.chapter(), |path| stem(Path::new(path)));
        let n = &self.page.text[number.clone()];
        self.page.text[..number.start].trim_end().ends_with("xercise")
            && solutions.contains(&format!("{SOLUTION}{chapter}-{n}\""))
    }

    /// Where the link leads that `number` stands in.
    fn link(&self, number: &Range<usize>) -> Option<&str> {
        let link = self.prose.links.iter().find(|(place, _)| within(number, place));
        link.map(|(_, to)| to.as_str())
    }

    /// The chapter that it is of: a solution's name begins with its chapter's.
    fn chapter(&self) -> &str {
        let id = self
            .page
            .text
            .strip_prefix(SOLUTION)
            .and_then(|rest| rest.split('"').next());
        let chapter = id.and_then(|id| id.rsplit_once('-'));
        chapter.map_or_else(|| stem(&self.page.path), |(chapter, _)| chapter)
    }
}

fn lies_in(inner: &Range<usize>, outer: &[Range<usize>]) -> bool {
    outer.iter().any(|outer| within(inner, outer))
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether `entry` is one number of less than three digits.
fn is_short(entry: &str) -> bool {
    let digits = entry.chars().filter(char::is_ascii_digit).count();
    digits < 3 && written::numbers(entry).next() == Some(0..entry.len())
}

fn spaceless(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The page that a link leads to.
fn path(to: &str) -> &str {
    to.split('#').next().unwrap_or_default()
}

fn stem(page: &Path) -> &str {
    page.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}
