//! Every equation of the book, evaluated: symbols with what the crate computes, drawn anew, and
//! numbers with what they are.
//!
//! A page's file here says what its symbols stand for, in one or several [`World`]s. An equation
//! holds if it does so in every draw of one world. A world of chosen numbers serves only where
//! one side is made of numbers; a symbol and the number that the page chooses for it may instead
//! be listed on the page: `<!-- given: w = 3 -->`.

mod activation;
mod activation_functions;
mod autograd;
mod backpropagation;
mod burn;
mod chain_rule;
mod classification;
mod common;
mod convolution;
mod convolutional_layer;
mod deeper;
mod dense;
mod digits;
mod errata;
mod feedforward;
mod generalization;
mod gradient_descent;
mod initialization;
mod learning_rate;
mod loss;
mod memory_and_threads;
mod mini_batches;
mod mnist;
mod more_than_one_machine;
mod notation;
mod optimizers;
mod own_data;
mod own_pictures;
mod pooling;
#[path = "../common/root.rs"]
mod root;
mod schedules;
mod sequential;
mod speed;
mod what_it_learned;
mod when_it_does_not_learn;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use common::World;
use formulas::{Formula, check, check_shapes, read};
use root::in_root;
use weave::equations::{Standing, standing};
use weave::files::Files;
use weave::given;
use weave::page::{Page, Place};
use weave::pieces::{self, Kind, Piece};
use weave::values::Values;

/// A page whose symbols stand for something, and for what.
type Table = (&'static str, fn() -> Vec<World>);

/// The tables of the pages, in reading order.
const TABLES: [Table; 33] = [
    ("activation", activation::worlds),
    ("feedforward", feedforward::worlds),
    ("loss", loss::worlds),
    ("gradient-descent", gradient_descent::worlds),
    ("chain-rule", chain_rule::worlds),
    ("backpropagation", backpropagation::worlds),
    ("what-it-learned", what_it_learned::worlds),
    ("errata", errata::worlds),
    ("dense", dense::worlds),
    ("sequential", sequential::worlds),
    ("activation-functions", activation_functions::worlds),
    ("initialization", initialization::worlds),
    ("learning-rate", learning_rate::worlds),
    ("optimizers", optimizers::worlds),
    ("schedules", schedules::worlds),
    ("classification", classification::worlds),
    ("mini-batches", mini_batches::worlds),
    ("generalization", generalization::worlds),
    ("convolution", convolution::worlds),
    ("convolutional-layer", convolutional_layer::worlds),
    ("pooling", pooling::worlds),
    ("speed", speed::worlds),
    ("memory-and-threads", memory_and_threads::worlds),
    ("digits", digits::worlds),
    ("mnist", mnist::worlds),
    ("when-it-does-not-learn", when_it_does_not_learn::worlds),
    ("autograd", autograd::worlds),
    ("deeper", deeper::worlds),
    ("own-data", own_data::worlds),
    ("own-pictures", own_pictures::worlds),
    ("burn", burn::worlds),
    ("more-than-one-machine", more_than_one_machine::worlds),
    ("notation", notation::worlds),
];

/// An equation on a page.
struct Equation<'a> {
    place: Place<'a>,
    formula: Formula,
    tex: String,
}

/// The titles and the files of the pages, in reading order.
fn contents() -> Vec<(String, PathBuf)> {
    let summary = fs::read_to_string(in_root("book/SUMMARY.md")).unwrap();
    let links = summary.split('[').skip(1).filter_map(|link| {
        let (title, rest) = link.split_once("](")?;
        Some((title.to_owned(), PathBuf::from(rest.split_once(')')?.0)))
    });
    links.collect()
}

/// What the formula of `piece` states, if it is an equation that is evaluated.
fn equation<'a>(
    piece: Piece<'a>,
    values: &Values,
    tally: &mut Tally,
) -> Option<Equation<'a>> {
    let Kind::Math { tex, .. } = &piece.kind else { return None };
    let stated =
        values.fill(tex).and_then(|tex| match standing(&piece.place, &tex)? {
            Standing::Evaluated => Ok(Some((read(&tex)?, tex))),
            Standing::Marked => {
                tally.marked += 1;
                Ok(None)
            }
            Standing::NoEquation => Ok(None),
        });
    match stated {
        Ok(stated) => {
            stated.map(|(formula, tex)| Equation { place: piece.place, formula, tex })
        }
        Err(error) => {
            tally.fault(&piece.place, tex, &format!("{error:#}"));
            None
        }
    }
}

/// What was found in the whole book.
#[derive(Default)]
struct Tally {
    evaluated: usize,
    marked: usize,
    faults: Vec<String>,
}

impl Tally {
    fn fault(&mut self, place: &Place, tex: &str, why: &str) {
        let (page, line, tex) = (place.page.path.display(), place.line(), tex.trim());
        self.faults.push(format!("book/{page}:{line}: {tex}\n    {why}"));
    }
}

/// The page whose symbols count at `place`: on the page of solutions, the one whose title stands
/// above.
fn page_of_symbols(place: &Place, contents: &[(String, PathBuf)]) -> String {
    let heading =
        place.above().rsplit("\n## ").next().and_then(|text| text.lines().next());
    let chapter = contents.iter().find(|(title, _)| Some(&**title) == heading);
    let path = match chapter {
        Some((_, path)) if place.page.path == Path::new("solutions.md") => path,
        _ => &place.page.path,
    };
    path.with_extension("").display().to_string()
}

/// Why `equation` holds in none of `worlds`, if it does so. `beside` stands to its left in a
/// table.
fn fault(
    equation: &Equation,
    beside: Option<&Formula>,
    worlds: &[World],
) -> Option<String> {
    if is_given(equation) {
        return None;
    }
    let mut faults = Vec::new();
    for world in worlds {
        match holds(&equation.formula, beside, world) {
            Ok(()) => return None,
            Err(error) => faults.push(format!("{}: {error:#}", world.name)),
        }
    }
    // A world that knows all names says more than one that lacks some.
    let (without, with): (Vec<_>, Vec<_>) = faults
        .into_iter()
        .partition(|fault| fault.contains("is no name of this page"));
    let told = if with.is_empty() { without } else { with };
    Some(told.join("\n    "))
}

/// Whether the page lists `equation`, a choice, as given.
fn is_given(equation: &Equation) -> bool {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    let given = given::of(equation.place.page);
    equation.formula.is_a_choice()
        && given.iter().any(|entry| dense(entry) == dense(&equation.tex))
}

fn holds(formula: &Formula, beside: Option<&Formula>, world: &World) -> Result<()> {
    for names in &world.draws {
        if world.is_chosen && !formula.is_of_shapes() && !formula.has_numbers(names) {
            bail!("symbols alone need numbers that are drawn");
        }
        match beside.filter(|_| formula.is_of_shapes()) {
            Some(equation) => check_shapes(formula, equation, names)?,
            None => check(formula, names)?,
        }
    }
    Ok(())
}

/// Evaluates the equations of `page`.
fn evaluate(page: &Page, book: &Book, tally: &mut Tally) {
    let mut before: Option<Equation> = None;
    for piece in pieces::of(page) {
        let Some(equation) = equation(piece, &book.values, tally) else { continue };
        let symbols = page_of_symbols(&equation.place, &book.contents);
        tally.evaluated += 1;
        let beside =
            before.as_ref().filter(|it| it.place.line() == equation.place.line());
        let worlds = book.worlds.get(&*symbols).unwrap_or(&book.numbers);
        if let Some(why) = fault(&equation, beside.map(|it| &it.formula), worlds) {
            tally.fault(&equation.place, &equation.tex, &why);
        }
        if !equation.formula.is_of_shapes() {
            before = Some(equation);
        }
    }
}

/// What the equations are evaluated with.
struct Book {
    contents: Vec<(String, PathBuf)>,
    values: Values,
    worlds: BTreeMap<&'static str, Vec<World>>,
    /// Where a page has no symbols.
    numbers: Vec<World>,
}

#[test]
fn every_equation_of_the_book_holds() {
    let book = Book {
        contents: contents(),
        values: Values::load(&Files::new(&in_root(""), Path::new("book"))),
        worlds: TABLES.map(|(page, worlds)| (page, worlds())).into(),
        numbers: vec![World::of_numbers()],
    };
    let mut tally = Tally::default();
    for (_, path) in &book.contents {
        let text = fs::read_to_string(in_root("book").join(path)).unwrap();
        evaluate(&Page::new(path, &text), &book, &mut tally);
    }
    let Tally { evaluated, marked, faults } = tally;
    println!("{evaluated} equations are evaluated, {marked} are marked as none");
    assert!(
        faults.is_empty(),
        "{} do not hold:\n\n{}",
        faults.len(),
        faults.join("\n\n")
    );
}
