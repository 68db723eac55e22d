//! What is said about an answer that is not right.

use std::fmt;

use ndarray::ArrayD;
use textwrap::Options;

use crate::answer::{Answer, are_close, is_close};
use crate::attempt::Failure;
use crate::lesson::{Entry, Outcome};
use crate::section::read_on;
use crate::stop;

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
        instance: String,
        /// What else can be seen in the answer.
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
    /// There is no answer, and this mistake alone stops the program in the same way.
    Suspected {
        /// The mistake.
        entry: Entry,
        /// Why there is no answer.
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
            Diagnosis::Suspected { entry, .. } => vec![entry.name],
            _ => Vec::new(),
        }
    }

    /// The same, where these mistakes are the reason that there is no answer.
    pub(crate) fn explained_by(self, entries: Vec<Entry>) -> Self {
        match self {
            Diagnosis::Nothing { why } => {
                let seen = vec![why.clone()];
                Diagnosis::Known { entries, instance: why, seen }
            }
            other => other,
        }
    }

    /// The same, where this mistake may be the reason that there is no answer.
    pub(crate) fn suspecting(self, entry: Entry) -> Self {
        match self {
            Diagnosis::Nothing { why } => Diagnosis::Suspected { entry, why },
            other => other,
        }
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
            Failure::Panic { words, line, in_library } => {
                let stopped = match line {
                    Some(line) => format!("Line {line} stopped the program"),
                    None => "The program stopped".to_string(),
                };
                format!("{stopped}: {}", stop::told(&words, in_library, sizes))
            }
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
            Diagnosis::Known { entries, instance, .. } => {
                writeln!(f, "not right yet, and this is why.\n")?;
                for entry in entries {
                    writeln!(f, "{}\n", explained(entry, entries.len() == 1))?;
                }
                let instance = format!("You see it here: {instance}");
                write!(f, "{}", textwrap::fill(&instance, 78))
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
            Diagnosis::Suspected { entry, why } => write!(
                f,
                "no answer yet.\n\n{}\n\nThis may be why:\n\n{}",
                point(why),
                explained(entry, true)
            ),
        }?;
        writeln!(f)
    }
}

/// What is said of a mistake, and where to read on.
fn explained(entry: &Entry, alone: bool) -> String {
    let said = point(&entry.said(alone));
    format!("{said}\n    Read on: {}", read_on(entry.section))
}

/// A point of a list, in lines that fit a terminal.
fn point(text: &str) -> String {
    textwrap::fill(
        text,
        Options::new(78).initial_indent("  * ").subsequent_indent("    "),
    )
}

/// What can be seen where answers are not right. It speaks of one probe that shows something: of
/// the first, or of the one that is told in the fewest words.
pub(crate) struct Seen {
    /// A number of each of the first two parts that are wrong.
    pub(crate) instance: String,
    /// Sentences for the parts that are wrong, and one for those that are not.
    pub(crate) all: Vec<String>,
}

impl Seen {
    pub(crate) fn of(
        right: &[Outcome],
        given: &[Outcome],
        sizes: &[(usize, &str)],
    ) -> Self {
        let answers = right.iter().flatten().zip(given.iter().flatten());
        let wrong = answers.filter(|(right, given)| !right.is(given));
        let shortest =
            wrong.min_by_key(|(right, _)| right.case().map_or(0, str::len));
        let Some((right, given)) = shortest else {
            return Seen { instance: String::new(), all: Vec::new() };
        };
        let parts = right.parts().zip(given.parts());
        let parts =
            parts.map(|((name, right), (_, given))| Pair { name, right, given });
        let (fine, wrong): (Vec<Pair>, Vec<Pair>) =
            parts.partition(|part| are_close(part.right, part.given));
        let called = match right.case() {
            Some(case) => format!("Called with {case}: "),
            None => String::new(),
        };
        let first = wrong.iter().take(2).map(|part| part.first_sentence(sizes));
        let instance = format!("{called}{}", first.collect::<Vec<_>>().join(" "));
        let mut all = of_wrong(&wrong, sizes, right);
        all[0].insert_str(0, &called);
        if !fine.is_empty() {
            all.push(format!("Right already: {}.", names(&fine)));
        }
        Seen { instance, all }
    }
}

/// More parts than these are not told one by one.
const TOLD: usize = 3;

/// What can be seen of the parts that are wrong.
fn of_wrong(wrong: &[Pair], sizes: &[(usize, &str)], answer: &Answer) -> Vec<String> {
    if let Some(factor) = common_ratio(wrong) {
        return vec![
            wrong[0].first_sentence(sizes),
            format!("Every number of these {}: {}.", times(factor), names(wrong)),
        ];
    }
    let told = if wrong.len() > TOLD { 1 } else { wrong.len() };
    let (told, others) = wrong.split_at(told);
    let mut seen = Vec::new();
    for part in told {
        seen.extend(part.sentences(sizes));
        if let Some(over) = answer.sum(part.name).filter(|_| !part.has_its_shape()) {
            seen.extend(product(part.right.shape(), over, sizes));
        }
    }
    if !others.is_empty() {
        seen.push(format!("Wrong as well: {}.", names(others)));
    }
    seen
}

fn names(parts: &[Pair]) -> String {
    let names = parts.iter().map(|part| format!("`{}`", part.name));
    names.collect::<Vec<_>>().join(", ")
}

/// What all numbers of several parts were multiplied by.
fn common_ratio(parts: &[Pair]) -> Option<f64> {
    if parts.len() < 2 || !parts.iter().all(Pair::has_its_shape) {
        return None;
    }
    let pairs: Vec<(f64, f64)> = parts.iter().flat_map(Pair::numbers).collect();
    ratio(&pairs).filter(|factor| factor.is_finite())
}

/// What every number is.
fn times(factor: f64) -> String {
    if factor == 0.0 {
        return "is 0".to_string();
    }
    let [factor, _] = apart(factor, 1.0);
    format!("is {factor} times what it should be")
}

/// A part of an answer, as it should be and as it is.
struct Pair<'a> {
    name: &'a str,
    right: &'a ArrayD<f64>,
    given: &'a ArrayD<f64>,
}

impl Pair<'_> {
    fn has_its_shape(&self) -> bool {
        self.right.shape() == self.given.shape()
    }

    fn numbers(&self) -> Vec<(f64, f64)> {
        self.right.iter().copied().zip(self.given.iter().copied()).collect()
    }

    /// Its shape, or the first number that is none, or the one that is furthest off.
    fn first_sentence(&self, sizes: &[(usize, &str)]) -> String {
        if !self.has_its_shape() {
            let Pair { name, right, given } = self;
            return wrong_shape(name, right.shape(), given.shape(), sizes);
        }
        let pairs = self.numbers();
        let furthest =
            |i: &usize, j: &usize| gap(pairs[*i]).total_cmp(&gap(pairs[*j]));
        // Of several the last is taken: here the first of the array.
        let shown = (0..pairs.len()).rev().max_by(furthest).unwrap_or_default();
        let place = place(self.name, self.right, shown);
        let (should, is) = pairs[shown];
        let [is, should] = self.apart(is, should);
        let is_first = if !pairs[shown].1.is_finite() && pairs.len() > 1 {
            ", the first that is no finite number"
        } else {
            ""
        };
        format!("{place} is {is} and should be {should}{is_first}.")
    }

    /// The two numbers, without a point where only whole numbers are right.
    fn apart(&self, is: f64, should: f64) -> [String; 2] {
        let is_whole = |number: f64| number.fract() == 0.0 && number.abs() < 1e6;
        let mut shown = apart(is, should);
        if self.right.iter().all(|&number| is_whole(number)) {
            for (shown, number) in shown.iter_mut().zip([is, should]) {
                if is_whole(number) {
                    *shown = format!("{:.0}", number + 0.0);
                }
            }
        }
        shown
    }

    /// All that can be seen of it.
    fn sentences(&self, sizes: &[(usize, &str)]) -> Vec<String> {
        let mut seen = vec![self.first_sentence(sizes)];
        let pairs = self.numbers();
        if !self.has_its_shape() || pairs.iter().any(|(_, given)| !given.is_finite())
        {
            return seen;
        }
        let name = self.name;
        if let Some(factor) = ratio(&pairs) {
            seen.push(format!("Every number of `{name}` {}.", times(factor)));
        } else {
            let is_wrong: Vec<bool> =
                pairs.iter().map(|&(a, b)| !is_close(a, b)).collect();
            seen.extend(where_wrong(name, self.right, &is_wrong));
        }
        seen
    }
}

/// How far apart two numbers are that are not close. Nothing is further than what is no finite
/// number.
fn gap((a, b): (f64, f64)) -> f64 {
    match (a - b).abs() {
        _ if is_close(a, b) => 0.0,
        gap if gap.is_nan() => f64::INFINITY,
        gap => gap,
    }
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
        let plural = if wrong.len() > 1 { "s" } else { "" };
        format!("`{name}` is wrong only in {what}{plural} {}.", list.join(", "))
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
    // Without the sign of −0.
    let number = number + 0.0;
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
            let sizes_of_given = if is_by_chance(right, given) { &[] } else { sizes };
            let given = shape(given, sizes_of_given);
            let right = shape(right, sizes);
            format!("`{name}` has the shape {given}; it should be {right}.")
        }
    }
}

/// Whether an axis that is wrong has the length of one that is right: it says nothing then that a
/// length stands for.
fn is_by_chance(right: &[usize], given: &[usize]) -> bool {
    let axes = || right.iter().zip(given);
    axes().filter(|(right, given)| right == given).any(|(length, _)| {
        axes().any(|(right, given)| given == length && right != given)
    })
}

/// A shape with what its sizes stand for. A list may be one of anything: of it that is not said.
pub(crate) fn shape(shape: &[usize], sizes: &[(usize, &str)]) -> String {
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
