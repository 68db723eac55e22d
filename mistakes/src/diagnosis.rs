//! What is said about an answer that is not right.

use std::fmt;

use ndarray::ArrayD;
use textwrap::Options;

use crate::answer::{Answer, are_close, is_close};
use crate::attempt::Failure;
use crate::lesson::Entry;
use crate::section::read_on;

/// Nothing, if the answer is right. A test of the workbook returns it.
pub type Verdict = Result<(), Diagnosis>;

/// What is wrong with an answer, as far as we can tell.
#[derive(Clone, PartialEq)]
pub enum Diagnosis {
    /// These mistakes together give exactly this answer.
    Known {
        /// The mistakes.
        entries: Vec<Entry>,
        /// By which numbers they can be seen.
        seen: Vec<String>,
    },
    /// No mistakes that we know give this answer.
    Unknown {
        /// What can be seen in it.
        seen: Vec<String>,
    },
    /// The mistake that the reader is to find is not mended.
    StillThere {
        /// What can be seen in the answer.
        seen: Vec<String>,
    },
    /// There is no answer.
    Nothing {
        /// Why not.
        why: String,
    },
}

impl Diagnosis {
    /// The names of the mistakes that were found.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Diagnosis::Known { entries, .. } => {
                entries.iter().map(|entry| entry.name).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same, where these mistakes are the reason.
    pub(crate) fn explained_by(self, entries: Vec<Entry>) -> Self {
        let seen = match self {
            Diagnosis::Nothing { why } => vec![why],
            Diagnosis::Known { seen, .. }
            | Diagnosis::Unknown { seen }
            | Diagnosis::StillThere { seen } => seen,
        };
        Diagnosis::Known { entries, seen }
    }

    pub(crate) fn of_failure(failure: Failure, sizes: &[(usize, &str)]) -> Self {
        let why = match failure {
            Failure::Unwritten => {
                "Nothing is written yet: the `todo!()` is still there.".to_string()
            }
            Failure::Endless => {
                "It does not come to an end: after five seconds there was no answer. \
                 Look for a loop whose condition never changes."
                    .to_string()
            }
            Failure::Panic { words, line } => of_panic(&words, line, sizes),
        };
        Diagnosis::Nothing { why }
    }
}

/// A test that returns an error prints it this way.
impl fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Diagnosis::Known { entries, seen } => {
                writeln!(f, "not right yet, and this is why.\n")?;
                for entry in entries {
                    let said = entry.said(entries.len() == 1);
                    let read_on = read_on(entry.section);
                    writeln!(f, "{}\n    Read on: {read_on}\n", point(&said))?;
                }
                let seen = seen.first().map_or("", |it| it);
                write!(
                    f,
                    "{}",
                    textwrap::fill(&format!("You see it here: {seen}"), 78)
                )
            }
            Diagnosis::Unknown { seen } | Diagnosis::StillThere { seen } => {
                let why = match self {
                    Diagnosis::StillThere { .. } => "The wrong line is still there.",
                    _ => "I know no mistake that gives this.",
                };
                writeln!(f, "not right yet. {why}\n\nThis is what I see:")?;
                seen.iter().try_for_each(|it| write!(f, "\n{}", point(it)))
            }
            Diagnosis::Nothing { why } => {
                write!(f, "no answer yet.\n\n{}", point(why))
            }
        }?;
        writeln!(f)
    }
}

/// A point of a list, in lines that fit a terminal.
fn point(text: &str) -> String {
    textwrap::fill(
        text,
        Options::new(78).initial_indent("  * ").subsequent_indent("    "),
    )
}

/// What can be seen where `given` is not `right`: a sentence for each part that is wrong, and one
/// for those that are not. They speak of the first probe that shows something.
pub(crate) fn seen(
    right: &[Option<Answer>],
    given: &[Option<Answer>],
    sizes: &[(usize, &str)],
) -> Vec<String> {
    let mut answers = right.iter().flatten().zip(given.iter().flatten());
    let wrong = answers.find(|(right, given)| !right.is(given));
    let Some((right, given)) = wrong else { return Vec::new() };
    let mut seen = Vec::new();
    let mut fine = Vec::new();
    for ((name, should), (_, is)) in right.parts().zip(given.parts()) {
        if are_close(should, is) {
            fine.push(format!("`{name}`"));
        } else {
            seen.extend(difference(name, should, is, sizes));
            if should.shape() != is.shape() {
                let over = right.sum(name);
                seen.extend(over.and_then(|it| product(should.shape(), it, sizes)));
            }
        }
    }
    if !fine.is_empty() {
        seen.push(format!("Right already: {}.", fine.join(", ")));
    }
    seen
}

/// What can be seen of one array that is wrong.
fn difference(
    name: &str,
    right: &ArrayD<f64>,
    given: &ArrayD<f64>,
    sizes: &[(usize, &str)],
) -> Vec<String> {
    if right.shape() != given.shape() {
        return vec![wrong_shape(name, right.shape(), given.shape(), sizes)];
    }
    let pairs: Vec<(f64, f64)> =
        right.iter().copied().zip(given.iter().copied()).collect();
    let is_wrong: Vec<bool> = pairs.iter().map(|&(a, b)| !is_close(a, b)).collect();
    let furthest = (0..pairs.len())
        .filter(|&i| is_wrong[i])
        .max_by(|&i, &j| gap(pairs[i]).total_cmp(&gap(pairs[j])))
        .unwrap_or_default();
    let (should, is) = pairs[furthest];
    let [is, should] = apart(is, should);
    let place = place(name, right, furthest);
    let mut seen = vec![format!("{place} is {is} and should be {should}.")];
    if let Some(i) = pairs.iter().position(|(_, given)| !given.is_finite()) {
        seen.push(format!(
            "The first that is no finite number is {}.",
            self::place(name, right, i)
        ));
    } else if let Some(factor) = ratio(&pairs) {
        seen.push(match factor {
            0.0 => format!("Every number of `{name}` is 0."),
            _ => {
                let [factor, _] = apart(factor, 1.0);
                format!(
                    "Every number of `{name}` is {factor} times what it should be."
                )
            }
        });
    } else {
        seen.extend(where_wrong(name, right, &is_wrong));
    }
    seen
}

/// How far apart two numbers are. Nothing is further than what is no number.
fn gap((a, b): (f64, f64)) -> f64 {
    let gap = (a - b).abs();
    if gap.is_nan() { f64::INFINITY } else { gap }
}

/// What all numbers were multiplied by, if there is more than one.
fn ratio(pairs: &[(f64, f64)]) -> Option<f64> {
    let (right, given) = pairs.iter().find(|(right, _)| *right != 0.0)?;
    let factor = given / right;
    let all = pairs.iter().all(|&(right, given)| is_close(factor * right, given));
    (all && pairs.len() > 1).then_some(factor)
}

/// The only rows, or else columns, in which a matrix is wrong.
fn where_wrong(name: &str, array: &ArrayD<f64>, is_wrong: &[bool]) -> Option<String> {
    let &[rows, columns] = array.shape() else { return None };
    let in_row = |i: usize| (0..columns).any(|j| is_wrong[i * columns + j]);
    let in_column = |j: usize| (0..rows).any(|i| is_wrong[i * columns + j]);
    let wrong_rows: Vec<usize> = (0..rows).filter(|&i| in_row(i)).collect();
    let wrong_columns: Vec<usize> = (0..columns).filter(|&j| in_column(j)).collect();
    let only = |what: &str, wrong: &[usize]| {
        let list: Vec<String> = wrong.iter().map(usize::to_string).collect();
        format!("`{name}` is wrong only in {what} {}.", list.join(", "))
    };
    if wrong_rows.len() < rows {
        Some(only("row", &wrong_rows))
    } else if wrong_columns.len() < columns {
        Some(only("column", &wrong_columns))
    } else {
        None
    }
}

/// The number at place `i` of an array, as one writes it in Rust.
fn place(name: &str, array: &ArrayD<f64>, mut i: usize) -> String {
    let mut index = Vec::new();
    for &side in array.shape().iter().rev() {
        index.push((i % side).to_string());
        i /= side;
    }
    index.reverse();
    match &index[..] {
        [] => format!("`{name}`"),
        [one] => format!("`{name}[{one}]`"),
        more => format!("`{name}[[{}]]`", more.join(", ")),
    }
}

/// Two numbers with four digits that count, or with as many as it takes to tell them apart.
fn apart(a: f64, b: f64) -> [String; 2] {
    let shown = |digits: usize| [a, b].map(|number| show(number, digits));
    let differ = (4..17).map(shown).find(|[a, b]| a != b);
    differ.unwrap_or_else(|| shown(17))
}

/// A number with so many digits that count.
fn show(number: f64, digits: usize) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-3..1e6).contains(&size) {
        return format!("{number:.*e}", digits - 1);
    }
    let before = if size >= 1.0 { size.log10().floor() as usize + 1 } else { 0 };
    format!("{number:.*}", digits.saturating_sub(before))
}

/// What is said of an array that has not the right shape.
fn wrong_shape(
    name: &str,
    right: &[usize],
    given: &[usize],
    sizes: &[(usize, &str)],
) -> String {
    match (right, given) {
        ([right], [given]) => {
            let numbers = if *given == 1 { "number" } else { "numbers" };
            format!("`{name}` has {given} {numbers}; it should have {right}.")
        }
        _ => {
            let [given, right] = [given, right].map(|it| shape(it, sizes));
            format!("`{name}` has the shape {given}; it should be {right}.")
        }
    }
}

/// A shape with what its sizes stand for. A list may be one of anything: of it that is not said.
fn shape(shape: &[usize], sizes: &[(usize, &str)]) -> String {
    let numbers: Vec<String> = shape.iter().map(usize::to_string).collect();
    match words(shape, sizes) {
        Some(words) if words.len() > 1 => {
            format!("({}), that is ({})", numbers.join(", "), words.join(", "))
        }
        _ => format!("({})", numbers.join(", ")),
    }
}

/// What the sizes of a shape stand for, if all are known.
fn words<'a>(shape: &[usize], sizes: &[(usize, &'a str)]) -> Option<Vec<&'a str>> {
    let word = |size: &usize| {
        let known = sizes.iter().find(|(known, _)| known == size);
        known.map(|(_, word)| *word)
    };
    shape.iter().map(word).collect()
}

/// The product of two matrices that has this shape, if it adds up over `sum`.
fn product(shape: &[usize], sum: &str, sizes: &[(usize, &str)]) -> Option<String> {
    let [rows, columns] = words(shape, sizes)?.try_into().ok()?;
    Some(format!(
        "A product of a matrix ({rows}, {sum}) with one ({sum}, {columns}) has that shape."
    ))
}

/// What to say of a panic.
fn of_panic(words: &str, line: Option<u32>, sizes: &[(usize, &str)]) -> String {
    let stopped = match line {
        Some(line) => format!("Line {line} stopped the program"),
        None => "The program stopped".to_string(),
    };
    let shapes = two_shapes(words);
    let in_words = |it: &Vec<usize>| shape(it, sizes);
    match shapes.as_ref().map(|both| (both, both.each_ref().map(in_words))) {
        Some(([left, right], in_words))
            if words.contains("matrix multiplication") =>
        {
            let [left_is, right_is] = in_words;
            let exchanged = if right.last() == left.first() {
                " In the other order they would fit."
            } else {
                ""
            };
            format!(
                "{stopped}: a product of matrices that do not fit. The left one is \
                 {left_is}; the right one is {right_is}. The left one needs as many columns \
                 as the right one has rows. `t()` exchanges rows and columns.{exchanged}"
            )
        }
        Some((_, [one, other])) if words.contains("could not broadcast") => format!(
            "{stopped}: {NUMBER_BY_NUMBER}. One is {one}; the other is {other}. \
             {LINE_BEFORE}"
        ),
        _ if words.contains("IncompatibleShape") => format!(
            "{stopped}: {NUMBER_BY_NUMBER}, and these have not. {LINE_BEFORE} \
             `dbg!(a.shape());` ahead of it prints the shape of `a`. For the product of \
             matrices there is `dot`."
        ),
        _ => format!("{stopped}: {words}"),
    }
}

/// The two shapes in the words of a panic of ndarray.
fn two_shapes(words: &str) -> Option<[Vec<usize>; 2]> {
    let numbers = |list: &str| -> Vec<usize> {
        let words = list.split(|c: char| !c.is_ascii_digit());
        words.filter_map(|digits| digits.parse().ok()).collect()
    };
    let (one, other) =
        words.split_once(" to: ").or_else(|| words.split_once(" and "))?;
    let shapes = [one, other].map(numbers);
    shapes.iter().all(|shape| !shape.is_empty()).then_some(shapes)
}

const LINE_BEFORE: &str = "One of the two may be wrong since the line that made it.";

const NUMBER_BY_NUMBER: &str = "with `+`, `-`, `*` and `/`, which go number by number, two \
                                arrays must have the same shape";
