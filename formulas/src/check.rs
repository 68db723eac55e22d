//! Whether the two sides of a relation agree.

use anyhow::{Context, Result, bail, ensure};
use ndarray::Dimension;

use crate::evaluate::Scope;
use crate::names::Names;
use crate::shapes;
use crate::tree::{Expr, Formula, Statement};
use crate::value::{Interval, Value};

/// How far two sides of numbers may be apart, for each unit of their size: they are exact.
const EXACT: f64 = 1e-9;

/// The same where symbols are: a slope may be measured.
const MEASURED: f64 = 1e-6;

/// What a measured slope that is zero may be.
const ZERO: f64 = 1e-9;

/// What a sum of numbers that is zero may be.
const ROUNDING: f64 = 1e-13;

/// Checks all that `formula` states, with `names` for its symbols.
///
/// # Errors
///
/// The first statement that does not hold, with both sides; or a name that is none.
pub fn check(formula: &Formula, names: &Names) -> Result<()> {
    let mut scope = Scope::new(names);
    let mut equation = None;
    for statement in &formula.statements {
        match statement {
            Statement::Chain(sides, relations) => {
                if let Some((key, value)) = chain(&scope, sides, relations)? {
                    scope = scope.with(&key, value);
                }
                equation = Some(sides);
            }
            Statement::Shapes { operands, result } => {
                shapes::calculate(&scope, operands, result)?;
                match equation {
                    Some(sides) => shapes::beside(&scope, operands, result, sides)?,
                    None => ensure!(
                        shows_a_product(operands),
                        "these shapes stand beside no equation"
                    ),
                }
            }
        }
    }
    Ok(())
}

/// Checks that `formula`, all shapes, gives those of `equation`, which stands beside it.
///
/// # Errors
///
/// The first shape that differs.
pub fn check_shapes(
    formula: &Formula,
    equation: &Formula,
    names: &Names,
) -> Result<()> {
    let scope = Scope::new(names);
    let mut chains =
        equation.statements.iter().filter_map(|statement| match statement {
            Statement::Chain(sides, _) => Some(sides),
            Statement::Shapes { .. } => None,
        });
    let sides =
        chains.next_back().context("no equation stands beside these shapes")?;
    for statement in &formula.statements {
        let Statement::Shapes { operands, result } = statement else {
            bail!("an equation where shapes belong");
        };
        shapes::calculate(&scope, operands, result)?;
        shapes::beside(&scope, operands, result, sides)?;
    }
    Ok(())
}

/// Whether the shapes can be wrong by themselves.
fn shows_a_product(operands: &[Expr]) -> bool {
    matches!(operands, [Expr::Sum(_) | Expr::Product(_)])
}

impl Formula {
    /// Whether it states shapes and nothing else.
    pub fn is_of_shapes(&self) -> bool {
        self.statements.iter().all(|s| matches!(s, Statement::Shapes { .. }))
    }

    /// Whether one side of each of its equations is made of numbers alone, and of functions in
    /// `names`.
    pub fn has_numbers(&self, names: &Names) -> bool {
        let scope = Scope::new(names);
        self.statements.iter().all(|statement| match statement {
            Statement::Chain(sides, relations) => {
                relations.is_empty()
                    || sides.iter().any(|side| scope.is_of_numbers(side))
            }
            Statement::Shapes { .. } => true,
        })
    }
}

/// Checks a chain. If it is a step, what the step makes of its symbol.
fn chain(
    scope: &Scope,
    sides: &[Expr],
    relations: &[char],
) -> Result<Option<(String, Value)>> {
    if relations.is_empty() {
        scope.value(&sides[0])?;
    }
    let mut step = None;
    for (pair, relation) in sides.windows(2).zip(relations) {
        match (relation, &pair[0]) {
            ('←', Expr::Name(name)) => {
                let value = scope.names.after_step(&name.key())?;
                agree(&Side::of(scope, &pair[1])?, &Side::given(value))?;
                step = Some((name.key(), value.clone()));
            }
            ('←', _) => bail!("a step of what is no symbol"),
            _ => everywhere(scope, pair, *relation)?,
        }
    }
    Ok(step)
}

/// Checks `pair` for all that its free counters count.
fn everywhere(scope: &Scope, pair: &[Expr], relation: char) -> Result<()> {
    let mut free = scope.free_counters(&pair[0]);
    free.append(&mut scope.free_counters(&pair[1]));
    let mut scopes = vec![(scope.clone(), String::new())];
    for counter in &free {
        let range = scope.names.range(counter)?;
        scopes = scopes
            .iter()
            .flat_map(|(scope, place)| {
                range.clone().map(move |count| {
                    let place = format!("{place} at {counter} = {count}");
                    (scope.with(counter, (count as f64).into()), place)
                })
            })
            .collect();
    }
    for (scope, place) in &scopes {
        related(scope, pair, relation).map_err(|error| match &**place {
            "" => error,
            _ => anyhow::anyhow!("{error},{place}"),
        })?;
    }
    Ok(())
}

fn related(scope: &Scope, pair: &[Expr], relation: char) -> Result<()> {
    let mut sides = [Side::of(scope, &pair[0])?, Side::of(scope, &pair[1])?];
    if let Some(holds) = ordered(relation, &sides)? {
        let [left, right] = [sides[0].value.number()?, sides[1].value.number()?];
        ensure!(holds, "left is {left}, right is {right}");
        return Ok(());
    }
    if relation == '≈' {
        sides.iter_mut().for_each(|side| side.rounds_to_whole = true);
    }
    let [left, right] = &sides;
    let exact = agree(left, right);
    if exact.is_ok() || !may_round(left, right, relation) {
        return exact;
    }
    let [left, right] = [left, right].map(|side| side.rounded(scope));
    agree(&left?, &right?).and(Ok(())).or(exact)
}

/// Whether the digits of a side may stand for all that round to them. The result of a
/// calculation is what its own digits give, unless `≈` says that these are rounded.
fn may_round(left: &Side, right: &Side, relation: char) -> bool {
    let of_numbers = [left, right].map(|side| side.is_of_numbers);
    let is_result =
        of_numbers == [true; 2] && (left.is_printed() || right.is_printed());
    of_numbers != [false; 2] && (relation == '≈' || !is_result)
}

/// Whether the sides are in the order that `relation` states; none if it states that they agree.
fn ordered(relation: char, [left, right]: &[Side; 2]) -> Result<Option<bool>> {
    let holds: fn(&f64, &f64) -> bool = match relation {
        '=' | '≈' => return Ok(None),
        '<' => f64::lt,
        '>' => f64::gt,
        '≤' => f64::le,
        '≥' => f64::ge,
        other => bail!("`{other}` relates nothing that can be evaluated"),
    };
    Ok(Some(holds(&left.value.number()?, &right.value.number()?)))
}

/// A side of a relation.
struct Side<'a> {
    expr: Option<&'a Expr>,
    value: Value,
    /// Whether it names nothing of the table but functions.
    is_of_numbers: bool,
    /// Whether an integer stands for all that round to it.
    rounds_to_whole: bool,
}

impl<'a> Side<'a> {
    fn of(scope: &Scope, expr: &'a Expr) -> Result<Self> {
        let value = scope.value(expr)?;
        let is_of_numbers = scope.is_of_numbers(expr);
        Ok(Self { expr: Some(expr), value, is_of_numbers, rounds_to_whole: false })
    }

    fn given(value: &Value) -> Self {
        let value = value.clone();
        Self { expr: None, value, is_of_numbers: false, rounds_to_whole: false }
    }

    /// The same, where digits stand for all that round to them.
    fn rounded(&self, scope: &Scope) -> Result<Self> {
        let expr = self.expr.context("a side without an expression")?;
        Ok(Self { value: scope.rounded().value(expr)?, ..*self })
    }

    /// Whether it is a number in digits.
    fn is_printed(&self) -> bool {
        self.expr.is_some_and(|expr| expr.printed().is_some())
    }

    /// Half of the last digit that it shows, if it is a number in digits and not yet all that
    /// round to them.
    fn half_a_digit(&self) -> Option<f64> {
        let decimals = self.expr?.printed()?;
        let is_one = self.value.0.iter().all(|x| x.low == x.high);
        let rounds = is_one && (decimals > 0 || self.rounds_to_whole);
        rounds.then(|| 0.1_f64.powf(decimals as f64) / 2.0)
    }
}

/// Checks that both sides have the same shape, and every number there is the same.
fn agree(left: &Side, right: &Side) -> Result<()> {
    ensure!(
        left.value.shape() == right.value.shape(),
        "left has the shape {:?}, right has {:?}",
        left.value.shape(),
        right.value.shape()
    );
    let tolerance = tolerance(left, right);
    for ((place, a), b) in left.value.0.indexed_iter().zip(&right.value.0) {
        let (a_middle, b_middle) = (a.middle(), b.middle());
        ensure!(
            distance(*a, *b) <= tolerance,
            "left is {a_middle}, right is {b_middle}{}",
            at(place.slice())
        );
    }
    Ok(())
}

/// Where in an array two sides differ; a number needs no place.
fn at(place: &[usize]) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(", in their entries {place:?}")
    }
}

fn tolerance(left: &Side, right: &Side) -> f64 {
    let numbers = left.value.0.iter().chain(&right.value.0);
    let size = numbers.map(|x| x.middle().abs()).fold(0.0, f64::max);
    match left.half_a_digit().or(right.half_a_digit()) {
        Some(half) => half * (1.0 + EXACT),
        None if left.is_of_numbers && right.is_of_numbers => {
            (EXACT * size).max(ROUNDING)
        }
        None => (MEASURED * size).max(ZERO),
    }
}

/// How far two intervals are apart.
fn distance(a: Interval, b: Interval) -> f64 {
    (a.low - b.high).max(b.low - a.high).max(0.0) + (a.middle() + b.middle()) * 0.0
}
