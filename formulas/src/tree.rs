//! Atoms to statements, and expressions as trees.

use anyhow::{Context, Result, bail, ensure};

use crate::evaluate::Scope;
use crate::names::Names;
use crate::read::{Atom, atoms, text};
use crate::value::Interval;

/// What a formula states.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Its statements, in their order.
    pub statements: Vec<Statement>,
}

/// A part of a formula that stands for itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// Sides, and the relation after each of them but the last.
    Chain(Vec<Expr>, Vec<char>),
    /// `(n, 3) \cdot (3, 4) \to (n, 4)`; a shape alone is that of the equation before it.
    Shapes {
        /// What stands before the arrow, separated by commas.
        operands: Vec<Expr>,
        /// The shape that they give.
        result: Expr,
    },
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number in digits.
    Number(Literal),
    /// A symbol.
    Name(Name),
    /// Terms, and whether each is subtracted.
    Sum(Vec<(bool, Expr)>),
    /// Factors, and how each is joined to those before it.
    Product(Vec<(Join, Expr)>),
    /// A base and its exponent.
    Power(Box<Expr>, Box<Expr>),
    /// A matrix with rows for columns.
    Transpose(Box<Expr>),
    /// A numerator and a denominator.
    Fraction(Box<Expr>, Box<Expr>),
    /// What a square root is of.
    Root(Box<Expr>),
    /// The slope of something along a symbol.
    Slope {
        /// What changes.
        of: Box<Expr>,
        /// What is moved.
        along: Name,
        /// Its name in a table.
        key: String,
    },
    /// What a pair of brackets holds, after the opening one; a list has several entries.
    Fenced(char, Vec<Expr>),
    /// A sum or a maximum of the factors that follow it in a product.
    Large(Large, Vec<Counter>),
    /// The entries of a matrix, row by row.
    Matrix(Vec<Vec<Expr>>),
}

/// How two factors are joined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Join {
    /// They stand side by side.
    Beside,
    /// `\cdot` or `\times`
    Times,
    /// `\odot`
    Entrywise,
    /// `/`
    Over,
}

/// What is taken of many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Large {
    /// `\sum`
    Sum,
    /// `\max`
    Max,
}

/// What a sum runs over.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    /// Its symbol.
    pub name: String,
    /// Where it starts and ends; without limits the table of names says it.
    pub limits: Option<(Expr, Expr)>,
}

/// A symbol with what stands below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The symbol, with its accent.
    pub base: String,
    /// How what stands below it looks; empty if nothing does.
    pub below: String,
    /// What stands below it, as indices, if they can be read so.
    pub indices: Vec<Expr>,
    /// How many primes follow it.
    pub primes: usize,
}

/// A number in digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The digits.
    pub digits: String,
    /// Whether more of them follow, as dots say.
    pub goes_on: bool,
}

/// What counts the terms that dots stand for: no author can type it.
const COUNTER: &str = "the dots";

/// Reads `tex`.
///
/// # Errors
///
/// What could not be read.
pub fn read(tex: &str) -> Result<Formula> {
    let atoms = atoms(tex)?;
    let mut statements = Vec::new();
    for part in atoms.split(|atom| *atom == Atom::Wide) {
        for part in clauses(part) {
            let part = without_words(&part);
            let stands_first = statements.is_empty();
            statements.extend(statement(part, stands_first)?);
        }
    }
    ensure!(!statements.is_empty(), "a formula of nothing");
    Ok(Formula { statements })
}

/// The expression `tex`.
///
/// # Errors
///
/// What could not be read.
pub fn expression(tex: &str) -> Result<Expr> {
    sum(&atoms(tex)?)
}

/// Whether `tex` relates two sides, so that it can be right or wrong.
pub fn is_equation(tex: &str) -> bool {
    let is_relation = |atom: &Atom| matches!(atom, Atom::Relation(_));
    match atoms(tex) {
        Ok(atoms) => atoms.iter().any(is_relation) && !atoms.iter().all(is_relation),
        Err(_) => ["=", "<", ">", r"\le", r"\ge", r"\to", r"\approx", r"\gets"]
            .iter()
            .any(|relation| tex.contains(relation)),
    }
}

impl Formula {
    /// Whether it relates two sides.
    pub fn is_equation(&self) -> bool {
        self.statements.iter().any(|statement| match statement {
            Statement::Chain(_, relations) => !relations.is_empty(),
            Statement::Shapes { .. } => true,
        })
    }

    /// Whether it is a symbol and the number that it is to be, and nothing else.
    pub fn is_a_choice(&self) -> bool {
        let names = Names::default();
        let [Statement::Chain(sides, _)] = &self.statements[..] else { return false };
        let [Expr::Name(_), value] = &sides[..] else { return false };
        Scope::new(&names).is_of_numbers(value)
    }
}

impl Name {
    /// The name in a table.
    pub fn key(&self) -> String {
        let below = match self.below.chars().count() {
            0 => String::new(),
            1 => format!("_{}", self.below),
            _ => format!("_{{{}}}", self.below),
        };
        self.base.clone() + &below + &"'".repeat(self.primes)
    }

    /// The same symbol without what stands below it.
    pub fn bare(&self) -> String {
        self.base.clone() + &"'".repeat(self.primes)
    }
}

impl Expr {
    /// How many decimals it shows, if it is nothing but a number in digits.
    pub fn printed(&self) -> Option<usize> {
        match self {
            Expr::Number(literal) => Some(literal.decimals()),
            Expr::Sum(terms) => match &terms[..] {
                [(true, Expr::Number(literal))] => Some(literal.decimals()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Literal {
    fn decimals(&self) -> usize {
        self.digits.split_once('.').map_or(0, |(_, decimals)| decimals.len())
    }

    /// The number as it stands; all that begin so, if dots follow.
    ///
    /// # Errors
    ///
    /// Digits that are no number.
    pub fn exact(&self) -> Result<Interval> {
        let number = self.digits.parse::<f64>();
        let low =
            number.with_context(|| format!("`{}` is no number", self.digits))?;
        let high = if self.goes_on { low + self.unit() } else { low };
        Ok(Interval { low, high })
    }

    /// All numbers that round to it, if it has a point and three significant digits.
    ///
    /// # Errors
    ///
    /// Digits that are no number.
    pub fn rounded(&self) -> Result<Interval> {
        let Interval { low, high } = self.exact()?;
        let significant = self.digits.replace('.', "").trim_start_matches('0').len();
        let half = if self.decimals() > 0 && significant >= 3 && !self.goes_on {
            self.unit() / 2.0
        } else {
            0.0
        };
        Ok(Interval { low: low - half, high: high + half })
    }

    /// One of its last digit.
    fn unit(&self) -> f64 {
        0.1_f64.powf(self.decimals() as f64)
    }
}

/// `part`, cut at the commas between two relations.
fn clauses(part: &[Atom]) -> Vec<Vec<Atom>> {
    let relates =
        |atoms: &[Atom]| atoms.iter().any(|a| matches!(a, Atom::Relation(_)));
    let mut clauses: Vec<Vec<Atom>> = Vec::new();
    for piece in part.split(|atom| *atom == Atom::Comma) {
        match clauses.last_mut() {
            Some(last) if !relates(last) || !relates(piece) => {
                last.push(Atom::Comma);
                last.extend_from_slice(piece);
            }
            _ => clauses.push(piece.to_vec()),
        }
    }
    clauses
}

/// `part` without words that only join: *so*, or *all samples:*.
fn without_words(part: &[Atom]) -> &[Atom] {
    match part {
        [Atom::Text(_)] => &[],
        [Atom::Text(words), rest @ ..] if words.ends_with(':') => rest,
        _ => part,
    }
}

fn statement(part: &[Atom], stands_first: bool) -> Result<Vec<Statement>> {
    let arrow = Atom::Relation('→');
    let shape = |atoms: &[Atom]| matches!(atoms, [Atom::Fenced('(', _)]);
    let sides: Vec<&[Atom]> = part.split(|atom| *atom == arrow).collect();
    match &sides[..] {
        [[]] => Ok(vec![]),
        [alone] if !stands_first && shape(alone) => {
            Ok(vec![Statement::Shapes { operands: vec![], result: sum(alone)? }])
        }
        [operands, result] if shape(result) || matches!(result, [Atom::Text(_)]) => {
            Ok(vec![Statement::Shapes {
                operands: list(operands)?,
                result: sum(result)?,
            }])
        }
        _ => sides.into_iter().map(chain).collect(),
    }
}

fn chain(part: &[Atom]) -> Result<Statement> {
    let sides = part.split(|atom| matches!(atom, Atom::Relation(_)));
    let relations = part.iter().filter_map(|atom| match atom {
        Atom::Relation(sign) => Some(*sign),
        _ => None,
    });
    Ok(Statement::Chain(sides.map(sum).collect::<Result<_>>()?, relations.collect()))
}

fn list(atoms: &[Atom]) -> Result<Vec<Expr>> {
    let entries: Vec<&[Atom]> = atoms.split(|atom| *atom == Atom::Comma).collect();
    match &entries[..] {
        [first, [dots], last] if *dots == dots_atom() => spelled_out(first, last),
        _ => entries.into_iter().map(sum).collect(),
    }
}

/// The entries from `first` to `last`, which differ in an index in digits.
fn spelled_out(first: &[Atom], last: &[Atom]) -> Result<Vec<Expr>> {
    let (like, (from, to)) = alike(first, last)?;
    let count = |limit: &[Atom]| {
        let digits = text(limit);
        digits.parse::<usize>().with_context(|| format!("`{digits}` ends no list"))
    };
    let entry = |index: usize| sum(&with_index(&like, &index.to_string()));
    (count(&from)?..=count(&to)?).map(entry).collect()
}

/// `atoms` with `index` for [`COUNTER`].
fn with_index(atoms: &[Atom], index: &str) -> Vec<Atom> {
    let atoms = atoms.iter().map(|atom| match atom {
        Atom::Symbol(name) if name == COUNTER => Atom::Number(index.to_owned()),
        Atom::Scripted(base, below, above) => {
            Atom::Scripted(base.clone(), with_index(below, index), above.clone())
        }
        Atom::Fenced(open, inner) => Atom::Fenced(*open, with_index(inner, index)),
        other => other.clone(),
    });
    atoms.collect()
}

fn sum(atoms: &[Atom]) -> Result<Expr> {
    let mut terms = Vec::new();
    let (mut start, mut minus) = (0, false);
    for (at, atom) in atoms.iter().enumerate() {
        if let Atom::Operator(sign @ ('+' | '−')) = atom {
            if at > 0 {
                terms.push((minus, &atoms[start..at]));
            }
            (start, minus) = (at + 1, *sign == '−');
        }
    }
    terms.push((minus, &atoms[start..]));
    match &terms[..] {
        [(false, only)] => product(only),
        [(false, first), (false, [dots]), (false, last)] if *dots == dots_atom() => {
            series(first, last)
        }
        _ => {
            let terms =
                terms.iter().map(|(minus, term)| Ok((*minus, product(term)?)));
            Ok(Expr::Sum(terms.collect::<Result<_>>()?))
        }
    }
}

fn dots_atom() -> Atom {
    Atom::Symbol("…".to_owned())
}

/// The sum from `first` to `last`, which differ in an index.
fn series(first: &[Atom], last: &[Atom]) -> Result<Expr> {
    let (like, (from, to)) = alike(first, last)?;
    let limits = Some((sum(&from)?, sum(&to)?));
    let counter = Counter { name: COUNTER.to_owned(), limits };
    let factors = vec![
        (Join::Beside, Expr::Large(Large::Sum, vec![counter])),
        (Join::Beside, product(&like)?),
    ];
    Ok(Expr::Product(factors))
}

/// What stands below a name in the first of a series, and in the last.
type Limits = (Vec<Atom>, Vec<Atom>);

/// `first` and `last` with [`COUNTER`] for the one index in which they differ.
fn alike(first: &[Atom], last: &[Atom]) -> Result<(Vec<Atom>, Limits)> {
    let mut limits = Vec::new();
    let like = like_both(first, last, &mut limits);
    limits.dedup();
    match (like, limits.pop()) {
        (Some(like), Some(only)) if limits.is_empty() => Ok((like, only)),
        _ => bail!(differ_in_more(first, last)),
    }
}

fn differ_in_more(first: &[Atom], last: &[Atom]) -> String {
    format!(
        "`{}` and `{}`, with dots between, differ in more than an index",
        text(first),
        text(last)
    )
}

/// `first` and `last` with [`COUNTER`] where they differ in what stands below a name; `limits`
/// gets what stood there.
fn like_both(
    first: &[Atom],
    last: &[Atom],
    limits: &mut Vec<Limits>,
) -> Option<Vec<Atom>> {
    if first.len() != last.len() {
        return None;
    }
    let pairs = first.iter().zip(last);
    let atoms = pairs.map(|pair| match pair {
        (a, b) if a == b => Some(a.clone()),
        (Atom::Scripted(a, from, above), Atom::Scripted(b, to, same))
            if a == b && above == same =>
        {
            limits.push((from.clone(), to.clone()));
            let counter = vec![Atom::Symbol(COUNTER.to_owned())];
            Some(Atom::Scripted(a.clone(), counter, above.clone()))
        }
        (Atom::Fenced(open, a), Atom::Fenced(other, b)) if open == other => {
            Some(Atom::Fenced(*open, like_both(a, b, limits)?))
        }
        _ => None,
    });
    atoms.collect()
}

fn product(mut atoms: &[Atom]) -> Result<Expr> {
    let mut factors = Vec::new();
    while let [first, rest @ ..] = atoms {
        let join = match first {
            _ if factors.is_empty() => None,
            Atom::Operator('⋅' | '×') => Some(Join::Times),
            Atom::Operator('⊙') => Some(Join::Entrywise),
            Atom::Operator('/') => Some(Join::Over),
            _ => None,
        };
        let (expr, rest) = factor(if join.is_some() { rest } else { atoms })?;
        factors.push((join.unwrap_or(Join::Beside), expr));
        atoms = rest;
    }
    match factors.pop().context("nothing where an expression belongs")? {
        (_, Expr::Large(..)) => bail!("a sum, or a maximum, of nothing"),
        (_, only) if factors.is_empty() => Ok(only),
        last => {
            factors.push(last);
            Ok(Expr::Product(factors))
        }
    }
}

/// The first factor of `atoms`, and the atoms after it.
fn factor(atoms: &[Atom]) -> Result<(Expr, &[Atom])> {
    let [first, rest @ ..] = atoms else { bail!("an operator without a right side") };
    let primes = rest.iter().take_while(|atom| **atom == Atom::Prime).count();
    Ok(match first {
        Atom::Number(digits) => {
            let goes_on = rest.first() == Some(&dots_atom());
            let literal = Literal { digits: digits.clone(), goes_on };
            literal.exact()?;
            (Expr::Number(literal), &rest[usize::from(goes_on)..])
        }
        Atom::Symbol(_) | Atom::Text(_) => {
            (name(first, &[], primes)?, &rest[primes..])
        }
        Atom::Scripted(base, below, above) => {
            (scripted(base, below, above, primes)?, &rest[primes..])
        }
        Atom::Fraction(above, below) => (fraction(above, below)?, rest),
        Atom::Group(inner) => (Expr::Fenced('(', vec![sum(inner)?]), rest),
        Atom::Fenced(open, inner) => (Expr::Fenced(*open, list(inner)?), rest),
        Atom::Root(inner) => (Expr::Root(Box::new(sum(inner)?)), rest),
        Atom::Matrix(rows) => {
            let rows =
                rows.iter().map(|row| row.iter().map(|entry| sum(entry)).collect());
            (Expr::Matrix(rows.collect::<Result<_>>()?), rest)
        }
        Atom::Large(_) => bail!("`{}` has no counter below it", text(&atoms[..1])),
        _ => bail!("`{}` has no meaning here", text(&atoms[..1])),
    })
}

fn name(base: &Atom, below: &[Atom], primes: usize) -> Result<Expr> {
    let base = text(std::slice::from_ref(base));
    ensure!(!["…", "⋯", "∂", "⊤"].contains(&&*base), "`{base}` has no meaning here");
    let indices =
        if below.is_empty() { vec![] } else { list(below).unwrap_or_default() };
    Ok(Expr::Name(Name { base, below: text(below), indices, primes }))
}

fn scripted(
    base: &Atom,
    below: &[Atom],
    above: &[Atom],
    primes: usize,
) -> Result<Expr> {
    let large = match base {
        Atom::Large('∑') => Some(Large::Sum),
        Atom::Symbol(word) if word == "max" && !below.is_empty() => Some(Large::Max),
        _ => None,
    };
    if let Some(large) = large {
        return Ok(Expr::Large(large, counters(below, above)?));
    }
    let base = match base {
        Atom::Symbol(_) | Atom::Text(_) => name(base, below, primes)?,
        _ => {
            ensure!(
                below.is_empty() && primes == 0,
                "`{}` below no name",
                text(below)
            );
            factor(std::slice::from_ref(base))?.0
        }
    };
    Ok(match above {
        [] => base,
        [Atom::Symbol(sign)] if sign == "⊤" => Expr::Transpose(Box::new(base)),
        _ => Expr::Power(Box::new(base), Box::new(sum(above)?)),
    })
}

fn counters(below: &[Atom], above: &[Atom]) -> Result<Vec<Counter>> {
    if let [name, Atom::Relation('='), first @ ..] = below {
        let limits = Some((sum(first)?, sum(above)?));
        return Ok(vec![Counter { name: text(std::slice::from_ref(name)), limits }]);
    }
    ensure!(
        above.is_empty(),
        "a counter that ends at `{}` and starts nowhere",
        text(above)
    );
    let names = below.split(|atom| *atom == Atom::Comma);
    Ok(names.map(|name| Counter { name: text(name), limits: None }).collect())
}

fn fraction(above: &[Atom], below: &[Atom]) -> Result<Expr> {
    let partial = Atom::Symbol("∂".to_owned());
    match (above, below) {
        ([first, of @ ..], [second, along @ ..])
            if *first == partial && *second == partial =>
        {
            let (of_text, of) = (text(of), Box::new(sum(of)?));
            match sum(along)? {
                Expr::Name(along) => {
                    let key = format!("∂{of_text}/∂{}", along.key());
                    Ok(Expr::Slope { of, along, key })
                }
                _ => bail!("a slope along `{}`, no symbol", text(along)),
            }
        }
        _ => Ok(Expr::Fraction(Box::new(sum(above)?), Box::new(sum(below)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_spaces_commas_and_arrows_separate_statements() {
        let count = |tex| read(tex).unwrap().statements.len();
        assert_eq!(count(r"a = b \qquad c = d"), 2);
        assert_eq!(count(r"a = b \qquad\text{so}\qquad c = d"), 2);
        assert_eq!(count("a = b, c = d"), 2);
        assert_eq!(count(r"x \to z = x w \to a"), 3);
        assert_eq!(count(r"(3), (3) \to \text{a number}"), 1);
    }

    #[test]
    fn a_relation_makes_an_equation_and_one_below_a_sum_does_not() {
        assert!(is_equation("a = b"));
        assert!(is_equation(r"(n, 3) \to (3)"));
        assert!(!is_equation(r"\sum_{i=1}^{n}"));
        assert!(!is_equation(r"\approx"));
        assert!(!is_equation("W^\\top"));
    }

    #[test]
    fn only_a_symbol_and_a_number_are_a_choice() {
        let is_choice = |tex| read(tex).unwrap().is_a_choice();
        assert!(is_choice("w = 3"));
        assert!(is_choice("W_2 = -10^{-5}"));
        assert!(!is_choice("w = 2 v"));
        assert!(!is_choice("2 w = 3"));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = |tex| read(tex).unwrap_err().to_string();
        assert_eq!(error(r"a + \ldots = b"), "`…` has no meaning here");
        assert_eq!(error(r"a = \pm 1"), "`±` has no meaning here");
        assert_eq!(error("a ="), "nothing where an expression belongs");
        assert_eq!(error(r"a = \sum b"), "`∑` has no counter below it");
        assert_eq!(error(r"a = 2 \times"), "an operator without a right side");
        assert_eq!(error("a = 1,2"), "`1,2` is no number");
    }

    #[test]
    fn three_digits_with_a_point_stand_for_all_that_round_to_them() {
        let width = |digits: &str| {
            let literal = Literal { digits: digits.to_owned(), goes_on: false };
            let Interval { low, high } = literal.rounded().unwrap();
            ((high - low) * 1e6).round()
        };
        assert_eq!(width("0.394"), 1000.0);
        assert_eq!(width("1.50"), 10000.0);
        assert_eq!(width("0.05"), 0.0);
        assert_eq!(width("1797"), 0.0);
    }
}
