//! The numbers that are typed into a page, and what holds each.
//!
//! A number is what is written in digits in the text of paragraphs, items, cells, headings and
//! captions, and in formulas that relate nothing (`prose`), where it is no part of a name
//! (`written`). Equations are evaluated elsewhere. A number is tied if it is
//!
//! - in a sentence that a test holds ([`claims`](crate::claims));
//! - shown by an output, a listing or the description of a figure of the page, if it has three
//!   digits or more and is not as round as 200 or 0.01 (`shown`);
//! - covered by an entry of the page's list of what is given ([`given`](crate::given));
//! - in the words of a link to the references or to another site;
//! - that of an exercise that there is: *exercise 3*, or with the chapter as a link.
//!
//! A solution is like a page of its own: what is shown or given in one ties nothing in another.
//! The references are out.

use std::{fmt, ops::Range, path::Path};

use crate::{
    fault::Fault,
    files::Files,
    page::{Page, Place},
    sentences::on_one_line,
};

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

const UNTIED: &str =
    "nothing holds this number: CONTRIBUTING.md, A number in the text";
const IDLE: &str =
    "what is given is a phrase with a number, as it stands on the page";
const BROAD: &str = "a number so short is given with the words beside it";

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
    /// By their equations.
    pub equation: usize,
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

impl Counts {
    /// How many a test can find wrong, beside those in equations.
    pub fn checked(&self) -> usize {
        self.value + self.claim + self.shown
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, equation, claim, shown, given, cited, untied } = self;
        let numbers = if *untied == 1 { "number" } else { "numbers" };
        write!(
            f,
            "{untied} {numbers} untied; {value} by value, {equation} by equation, {claim} by claim, \
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

    /// What is wrong with the numbers of `page`: untied ones, then the entries of what it gives
    /// that tie none, or too many.
    pub fn of_page(&self, page: &Page) -> Vec<Fault> {
        let untied =
            self.numbers(page).into_iter().filter(|number| number.tie.is_none());
        let untied = untied.map(|Number { range, .. }| {
            let excerpt = in_context(&page.text, &range);
            self.fault(page, range.start, excerpt, UNTIED)
        });
        let entries = parts(page).into_iter().flat_map(|part| {
            let (idle, broad) = part.idle_and_broad();
            let idle = idle.into_iter().map(|entry| (entry, IDLE));
            let broad = broad.into_iter().map(|entry| (entry, BROAD));
            let fault = |(entry, cause)| {
                self.fault(page, part.list, format!("given: {entry}"), cause)
            };
            idle.chain(broad).map(fault).collect::<Vec<_>>()
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
            equation: parts.iter().map(Part::in_equations).sum(),
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

    fn fault(
        &self,
        page: &Page,
        start: usize,
        excerpt: String,
        cause: &str,
    ) -> Fault {
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

/// The number at `range` of `text`, with the words around it in its paragraph.
fn in_context(text: &str, range: &Range<usize>) -> String {
    let number = &text[range.clone()];
    let above = text[..range.start].rsplit("\n\n").next().unwrap_or_default();
    let below = text[range.end..].split("\n\n").next().unwrap_or_default();
    let words = format!("{}{number}{}", end_of(above), start_of(below));
    format!("{number} in \"{}\"", on_one_line(&words))
}

/// The last words of `text`.
fn end_of(text: &str) -> String {
    let cut = text.char_indices().rev().nth(CONTEXT).map(|(at, _)| &text[at..]);
    let words = cut.and_then(|cut| cut.split_once(char::is_whitespace));
    words.map_or(text.to_owned(), |(_, words)| format!("… {words}"))
}

/// The first words of `text`.
fn start_of(text: &str) -> String {
    let cut = text.char_indices().nth(CONTEXT).map(|(at, _)| &text[..at]);
    let words = cut.and_then(|cut| cut.rsplit_once(char::is_whitespace));
    words.map_or(text.to_owned(), |(words, _)| format!("{words} …"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const SOURCE: &str =
        "// ANCHOR: rate\nconst RATE: f64 = 0.035;\n// ANCHOR_END: rate\n";
    const SVG: &str = "<svg><title>T</title><desc>It ends at 0.0417.</desc></svg>";
    const EXERCISES: &str = "<details id=\"loss-1\">\n<details id=\"loss-2\">\n";

    fn page(path: &str, text: &str) -> Page {
        Page::new(Path::new(path), text)
    }

    /// Calls `check` with a checker of a project with a listing, a figure and two exercises.
    fn checked<T>(check: impl Fn(&Checker) -> T) -> T {
        let root = TempDir::new().unwrap();
        for (path, text) in [
            ("src/loss.rs", SOURCE),
            ("book/figures/loss.svg", SVG),
            ("book/solutions.md", EXERCISES),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        check(&Checker::new(&Files::new(root.path(), Path::new("book"))))
    }

    /// What each number of the page `path` is tied by, with the number.
    fn ties(path: &str, text: &str) -> Vec<(String, Option<Tie>)> {
        let page = page(path, text);
        let numbers = checked(|checker| checker.numbers(&page));
        numbers.into_iter().map(|it| (text[it.range].to_owned(), it.tie)).collect()
    }

    /// The first lines of the faults of the page `loss.md`.
    fn faults(text: &str) -> Vec<String> {
        let faults = checked(|checker| checker.of_page(&page("loss.md", text)));
        faults.iter().map(Fault::head).collect()
    }

    #[test]
    fn a_number_that_nothing_holds_is_told_with_its_line_and_words() {
        let text = "# The loss\n\nOne.\n\nOf 30 steps\n**4** fail.\n\nTwo.\n";
        assert_eq!(
            faults(text),
            [
                "book/loss.md:5: 30 in \"Of 30 steps **4** fail.\"",
                "book/loss.md:6: 4 in \"Of 30 steps **4** fail.\"",
            ]
        );
        let long = faults(&format!("{0} 4 {0}", "many words ".repeat(9)));
        assert_eq!(
            long,
            [
                "book/loss.md:1: 4 in \"… many words many words many words 4 many words many words many words …\""
            ]
        );
    }

    #[test]
    fn a_test_holds_the_numbers_of_its_sentence() {
        let text = "It takes 30 steps. It ends at 0.2 and 4. [test:it_ends]\n";
        assert_eq!(
            ties("loss.md", text),
            [
                ("30".to_owned(), None),
                ("0.2".to_owned(), Some(Tie::Claim)),
                ("4".to_owned(), Some(Tie::Claim)),
            ]
        );
    }

    #[test]
    fn listings_outputs_and_figures_hold_numbers_of_three_digits() {
        let shown = "```rust\n{{#include ../src/loss.rs:rate}}\n```\n\n\
             ![F](figures/loss.svg)\n\n```console\n$ cargo run\n1797 digits, 5\n```\n";
        let text = format!("{shown}\n0.035, 0.0417, 1,797, 5, 0.036\n");
        let ties = ties("loss.md", &text);
        let held = ties.iter().filter(|(_, tie)| *tie == Some(Tie::Shown));
        let held: Vec<&str> = held.map(|(number, _)| number.as_str()).collect();
        assert_eq!(held, ["0.035", "0.0417", "1,797"]);
        assert_eq!(ties.len(), 5);
    }

    #[test]
    fn what_is_given_holds_numbers_where_the_phrase_stands() {
        let text =
            "<!-- given: 200 seeds; (4, 3) -->\n\nOf 200\nseeds, `(4, 3)`; 200.\n";
        assert_eq!(
            faults(text),
            ["book/loss.md:4: 200 in \"Of 200 seeds, `(4, 3)`; 200.\""]
        );
    }

    #[test]
    fn what_is_given_stands_on_the_page_and_is_no_short_number() {
        let text = "One.\n\n<!-- given: 30 seeds; 7; w = 3; 1500; few -->\n\nA few 7s, $`w=3`$, 1500.";
        let said = faults(text);
        let told = |entry: &str| {
            said.iter().any(|it| it.ends_with(&format!("given: {entry}")))
        };
        assert!(told("30 seeds") && told("7") && told("few"), "{said:?}");
        assert!(!told("w = 3") && !told("1500"), "{said:?}");
    }

    #[test]
    fn citations_and_exercises_that_exist_hold_their_numbers() {
        let text = "[K. He, 2015](references.md#he), [v. 0.21](https://example.org), \
             [step 3](network.md), exercise 2, exercise 3, [Exercise 1](loss.md#exercises), \
             [exercise 2](network.md#exercises)";
        let ties = ties("loss.md", text);
        let ties: Vec<bool> =
            ties.iter().map(|(_, tie)| *tie == Some(Tie::Cited)).collect();
        assert_eq!(ties, [true, true, false, true, false, true, false]);
    }

    #[test]
    fn a_solution_is_like_a_page_of_its_own() {
        let text = "<details id=\"loss-1\">\n\n<!-- given: 200 seeds -->\n\n200 seeds, exercise 2\n\n\
             </details>\n\n<details id=\"loss-2\">\n\n200 seeds\n\n</details>\n";
        let ties = ties("solutions.md", text);
        let ties: Vec<_> = ties.into_iter().map(|(_, tie)| tie).collect();
        assert_eq!(ties, [Some(Tie::Given), Some(Tie::Cited), None]);
    }

    #[test]
    fn the_references_are_out() {
        assert_eq!(ties("references.md", "Nature 323, 1986."), []);
    }

    #[test]
    fn the_numbers_of_a_page_are_counted_by_what_holds_them() {
        let text =
            "[value:a], 3, $`x = 2`$, $`1 \\to 2`$ <!-- no equation: a map -->";
        let counts = checked(|checker| checker.counts(&page("a.md", text)));
        assert_eq!(
            counts,
            Counts { value: 1, equation: 1, untied: 1, ..Counts::default() }
        );
    }
}
