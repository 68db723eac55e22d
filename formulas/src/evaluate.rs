//! The value of an expression.

use std::collections::{BTreeSet, HashMap};
use std::f64::consts::{E, PI};
use std::ops::{Mul, RangeInclusive};

use anyhow::{Context, Result, bail, ensure};
use ndarray::{ArrayD, Dimension, IxDyn};

use crate::names::{Function, Names};
use crate::tree::{Counter, Expr, Join, Large, Literal, Name};
use crate::value::{Interval, Value};

/// How far a symbol is moved to either side for a slope: good to about ten digits.
const MOVE: f64 = 1e-5;

/// What the digits of a formula stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Digits {
    /// The number that they are.
    Exact,
    /// All numbers that round to them.
    Rounded,
}

/// Where an expression is evaluated.
#[derive(Clone)]
pub struct Scope<'a> {
    /// The table.
    pub names: &'a Names,
    /// What digits stand for.
    pub digits: Digits,
    /// What counters, steps and moves make of the names.
    bound: HashMap<String, Value>,
    /// Whether a symbol is being moved, so that definitions count and not values.
    measuring: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a formula.
    pub fn new(names: &'a Names) -> Self {
        Self { names, digits: Digits::Exact, bound: HashMap::new(), measuring: false }
    }

    /// The same scope, where digits stand for all numbers that round to them.
    pub fn rounded(&self) -> Self {
        Self { digits: Digits::Rounded, ..self.clone() }
    }

    /// The same scope, where `key` is `value`.
    pub fn with(&self, key: &str, value: Value) -> Self {
        let mut scope = self.clone();
        scope.bound.insert(key.to_owned(), value);
        scope
    }

    /// The value of `expr`.
    ///
    /// # Errors
    ///
    /// A name that the table lacks, or values that do not fit together.
    pub fn value(&self, expr: &Expr) -> Result<Value> {
        match expr {
            Expr::Number(literal) => self.literal(literal),
            Expr::Name(name) => self.name(name),
            Expr::Sum(terms) => self.sum(terms),
            Expr::Product(factors) => self.product(factors),
            Expr::Power(base, exponent) => self.power(self.value(base)?, exponent),
            Expr::Transpose(matrix) => self.value(matrix)?.transposed(),
            Expr::Fraction(above, below) => {
                divided(&self.value(above)?, &self.value(below)?)
            }
            Expr::Root(inner) => Ok(self.value(inner)?.map(f64::sqrt)),
            Expr::Slope { of, along, key } => self.slope(of, along, key),
            Expr::Fenced(open, inner) => self.fenced(*open, inner),
            Expr::Matrix(rows) => self.matrix(rows),
            Expr::Large(..) => bail!("a sum, or a maximum, of nothing"),
        }
    }

    fn literal(&self, literal: &Literal) -> Result<Value> {
        Ok(match self.digits {
            Digits::Exact => literal.exact()?.into(),
            Digits::Rounded => literal.rounded()?.into(),
        })
    }

    fn sum(&self, terms: &[(bool, Expr)]) -> Result<Value> {
        let terms = terms.iter().map(|(minus, term)| {
            let value = self.value(term)?;
            Ok(if *minus { value.negated() } else { value })
        });
        let values = terms.collect::<Result<Vec<_>>>()?;
        let (first, rest) = values.split_first().context("a sum of nothing")?;
        rest.iter().try_fold(first.clone(), |sum, value| sum.plus(value))
    }

    fn product(&self, mut factors: &[(Join, Expr)]) -> Result<Value> {
        let mut product = None;
        while let [(join, factor), rest @ ..] = factors {
            let (value, rest) = self.factor(factor, rest)?;
            product = Some(match product {
                None => value,
                Some(before) => joined(&before, *join, &value)?,
            });
            factors = rest;
        }
        product.context("a product of nothing")
    }

    /// The value of `factor`, and those of the factors after it that it takes no argument from.
    fn factor<'f>(
        &self,
        factor: &Expr,
        rest: &'f [(Join, Expr)],
    ) -> Result<(Value, &'f [(Join, Expr)])> {
        match factor {
            Expr::Large(large, counters) => {
                Ok((self.large(*large, counters, rest)?, &[]))
            }
            Expr::Name(name) => match self.function(name) {
                Some(function) => self.applied(name, &function, rest),
                None => Ok((self.name(name)?, rest)),
            },
            _ => Ok((self.value(factor)?, rest)),
        }
    }

    /// A function of the brackets after it, or else of the whole product after it.
    fn applied<'f>(
        &self,
        name: &Name,
        function: &Function,
        rest: &'f [(Join, Expr)],
    ) -> Result<(Value, &'f [(Join, Expr)])> {
        let Some(((Join::Beside, next), after)) = rest.split_first() else {
            return Ok((self.name(name)?, rest));
        };
        if let Some((inner, exponent)) = brackets(next) {
            let value = self.call(name, function, inner)?;
            let power = exponent.map(|exponent| self.power(value.clone(), exponent));
            return Ok((power.unwrap_or(Ok(value))?, after));
        }
        if self.names.knows(&name.key()) {
            return Ok((self.name(name)?, rest));
        }
        let argument = Expr::Product(rest.to_vec());
        Ok((self.call(name, function, &[argument])?, &[]))
    }

    /// The function `name`; none if it stands for a value here.
    pub(crate) fn function(&self, name: &Name) -> Option<Function> {
        let key = name.key();
        if self.bound.contains_key(&key) {
            return None;
        }
        self.names.function_named(&key).or_else(|| {
            let unprimed = Name { primes: 0, ..name.clone() };
            match (name.primes, self.names.function_named(&unprimed.key())?) {
                (1, Function::Scalar(f)) => {
                    Some(Function::Scalar(std::rc::Rc::new(move |x| {
                        (f(x + MOVE) - f(x - MOVE)) / (2.0 * MOVE)
                    })))
                }
                _ => None,
            }
        })
    }

    fn call(
        &self,
        name: &Name,
        function: &Function,
        arguments: &[Expr],
    ) -> Result<Value> {
        let values = arguments.iter().map(|argument| self.value(argument));
        let values = values.collect::<Result<Vec<_>>>()?;
        match (function, &values[..]) {
            (Function::Scalar(f), [value]) => Ok(value.map(|x| f(x))),
            (Function::Scalar(_), _) => bail!("`{}` takes one number", name.key()),
            (Function::Whole(f), values) => f(values),
        }
    }

    fn power(&self, base: Value, exponent: &Expr) -> Result<Value> {
        let exponent = Value::from(self.value(exponent)?.interval()?);
        base.combined(&exponent, f64::powf)
    }

    fn fenced(&self, open: char, inner: &[Expr]) -> Result<Value> {
        let [inner] = inner else { bail!("a list where a value belongs") };
        let value = self.value(inner)?;
        Ok(match open {
            '⌊' => value.map(f64::floor),
            '⌈' => value.map(f64::ceil),
            '|' => value.map(f64::abs),
            '‖' => value.numbers().iter().map(|x| x * x).sum::<f64>().sqrt().into(),
            _ => value,
        })
    }

    fn matrix(&self, rows: &[Vec<Expr>]) -> Result<Value> {
        let columns = rows.first().map_or(0, Vec::len);
        let entries =
            rows.iter().flatten().map(|entry| self.value(entry)?.interval());
        let entries = entries.collect::<Result<Vec<_>>>()?;
        let array = ArrayD::from_shape_vec(IxDyn(&[rows.len(), columns]), entries);
        Ok(Value(array.context("a matrix whose rows are not equally long")?))
    }

    /// The sum, or the maximum, of `body` over all that `counters` count.
    fn large(
        &self,
        large: Large,
        counters: &[Counter],
        body: &[(Join, Expr)],
    ) -> Result<Value> {
        let Some((counter, rest)) = counters.split_first() else {
            return self.product(body);
        };
        let values = self.range(counter)?.map(|count| {
            let scope = self.with(&counter.name, (count as f64).into());
            scope.large(large, rest, body)
        });
        let values = values.collect::<Result<Vec<_>>>()?;
        let (first, rest) = values.split_first().context("a sum over nothing")?;
        rest.iter().try_fold(first.clone(), |total, value| match large {
            Large::Sum => total.plus(value),
            Large::Max => total.combined(value, f64::max),
        })
    }

    fn range(&self, counter: &Counter) -> Result<RangeInclusive<usize>> {
        let Some((first, last)) = &counter.limits else {
            return self.names.range(&counter.name);
        };
        Ok(self.whole(first)?..=self.whole(last)?)
    }

    /// The whole number that `expr` is.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn whole(&self, expr: &Expr) -> Result<usize> {
        let number = self.value(expr)?.number()?;
        ensure!(number >= 0.0 && number.fract() == 0.0, "{number} counts nothing");
        Ok(number as usize)
    }

    fn name(&self, name: &Name) -> Result<Value> {
        let key = name.key();
        if let Some(value) = self.known(&key)? {
            return Ok(value);
        }
        if let Some(array) = self.array_of(name)? {
            return array.entry(&self.indices(name, &array)?);
        }
        match (&*key, self.names.prime()) {
            ("e" | "\\mathrm{e}", _) => Ok(E.into()),
            ("π", _) => Ok(PI.into()),
            (_, Some(Expr::Name(along))) if name.primes == 1 => {
                let of = Expr::Name(Name { primes: 0, ..name.clone() });
                self.measured(&of, &along)
            }
            _ if self.function(name).is_some() => {
                bail!("`{key}` is a function of nothing")
            }
            _ => bail!("`{key}` is no name of this page"),
        }
    }

    /// The value of the name `key`, if the table has one.
    fn known(&self, key: &str) -> Result<Option<Value>> {
        if let Some(value) = self.bound.get(key) {
            return Ok(Some(value.clone()));
        }
        match (self.names.given(key), self.names.definition(key)) {
            (Some(value), definition) if !self.measuring || definition.is_none() => {
                Ok(Some(value.clone()))
            }
            (_, Some(definition)) => Ok(Some(self.value(definition)?)),
            _ => Ok(None),
        }
    }

    /// The array whose entry `name` is, if it is one.
    pub(crate) fn array_of(&self, name: &Name) -> Result<Option<Value>> {
        if name.indices.is_empty() { Ok(None) } else { self.known(&name.bare()) }
    }

    /// The indices of `name` in `array`, from 0.
    fn indices(&self, name: &Name, array: &Value) -> Result<Vec<usize>> {
        let origin = self.names.origin(&name.bare());
        let indices = side_by_side(&name.indices, array.shape().len());
        let indices = indices.iter().map(|index| {
            let index = self.whole(index)?;
            let from_zero = index.checked_sub(origin);
            from_zero
                .with_context(|| format!("no entry {index} in `{}`", name.bare()))
        });
        indices.collect()
    }

    fn slope(&self, of: &Expr, along: &Name, key: &str) -> Result<Value> {
        if !self.measuring {
            if let Some(slope) = self.known(key)? {
                return Ok(slope);
            }
            let bare = key.strip_suffix(&along.key()).unwrap_or(key).to_owned()
                + &along.bare();
            if let Some(slopes) =
                self.known(&bare)?.filter(|_| !along.indices.is_empty())
            {
                return slopes.entry(&self.indices(along, &slopes)?);
            }
        }
        self.measured(of, along)
    }

    /// The slope of `of` along `along`, which is moved; along an array, an array.
    fn measured(&self, of: &Expr, along: &Name) -> Result<Value> {
        if let Some(value) = self.known(&along.key())? {
            return self.measured_all(of, &along.key(), &value);
        }
        let array = self.array_of(along)?;
        let array = array
            .with_context(|| format!("`{}` is no name of this page", along.key()))?;
        let place = self.indices(along, &array)?;
        array.entry(&place)?.number()?;
        let mut place = place;
        place.resize(array.shape().len(), 0);
        self.moved(of, &along.bare(), &array, &place)
    }

    fn measured_all(&self, of: &Expr, key: &str, value: &Value) -> Result<Value> {
        if value.shape().is_empty() {
            return self.moved(of, key, value, &[]);
        }
        let slopes = value
            .0
            .indexed_iter()
            .map(|(place, _)| self.moved(of, key, value, place.slice())?.interval());
        let slopes = slopes.collect::<Result<Vec<_>>>()?;
        Ok(Value(ArrayD::from_shape_vec(value.0.raw_dim(), slopes)?))
    }

    /// The slope of `of` as the entry of `key`, whose value is `value`, at `place` is moved.
    fn moved(
        &self,
        of: &Expr,
        key: &str,
        value: &Value,
        place: &[usize],
    ) -> Result<Value> {
        let at = |step: f64| {
            let mut value = value.clone();
            let entry = value.0.get_mut(IxDyn(place)).context("no such entry")?;
            *entry = Interval::exactly(entry.middle() + step);
            Scope { measuring: true, ..self.with(key, value) }.value(of)
        };
        let rise = at(MOVE)?.plus(&at(-MOVE)?.negated())?;
        Ok(rise.map(|rise| rise / (2.0 * MOVE)))
    }

    /// Whether `expr` names nothing of the table but functions.
    pub fn is_of_numbers(&self, expr: &Expr) -> bool {
        let all = |exprs: &[Expr]| exprs.iter().all(|expr| self.is_of_numbers(expr));
        match expr {
            Expr::Number(_) => true,
            Expr::Name(name) => {
                let is_constant = ["e", "\\mathrm{e}", "π"].contains(&&*name.key());
                let is_given = self.names.knows(&name.key());
                !is_given && (is_constant || self.function(name).is_some())
            }
            Expr::Sum(terms) => {
                terms.iter().all(|(_, term)| self.is_of_numbers(term))
            }
            Expr::Product(factors) => {
                factors.iter().all(|(_, factor)| self.is_of_numbers(factor))
            }
            Expr::Power(a, b) | Expr::Fraction(a, b) => {
                self.is_of_numbers(a) && self.is_of_numbers(b)
            }
            Expr::Root(inner) => self.is_of_numbers(inner),
            Expr::Fenced(_, inner) => all(inner),
            Expr::Matrix(rows) => rows.iter().all(|row| all(row)),
            Expr::Transpose(_) | Expr::Slope { .. } | Expr::Large(..) => false,
        }
    }

    /// The counters that `expr` leaves free: it is to hold for all that they count.
    pub fn free_counters(&self, expr: &Expr) -> BTreeSet<String> {
        let mut free = BTreeSet::new();
        self.collect(expr, &mut free);
        free
    }

    fn collect(&self, expr: &Expr, free: &mut BTreeSet<String>) {
        match expr {
            Expr::Number(_) | Expr::Large(..) => {}
            Expr::Name(name) => self.collect_name(name, free),
            Expr::Sum(terms) => {
                terms.iter().for_each(|(_, term)| self.collect(term, free))
            }
            Expr::Product(factors) => self.collect_factors(factors, free),
            Expr::Transpose(inner) | Expr::Root(inner) => self.collect(inner, free),
            Expr::Power(a, b) | Expr::Fraction(a, b) => {
                self.collect(a, free);
                self.collect(b, free);
            }
            Expr::Slope { of, along, .. } => {
                self.collect(of, free);
                self.collect_name(along, free);
            }
            Expr::Fenced(_, inner) => {
                inner.iter().for_each(|expr| self.collect(expr, free))
            }
            Expr::Matrix(rows) => {
                rows.iter().flatten().for_each(|expr| self.collect(expr, free));
            }
        }
    }

    fn collect_name(&self, name: &Name, free: &mut BTreeSet<String>) {
        let key = name.key();
        if self.names.counts(&key) {
            free.insert(key);
        } else if !self.names.knows(&key) {
            name.indices.iter().for_each(|index| self.collect(index, free));
        }
    }

    fn collect_factors(&self, factors: &[(Join, Expr)], free: &mut BTreeSet<String>) {
        let Some(((_, factor), rest)) = factors.split_first() else { return };
        let mut after = BTreeSet::new();
        self.collect_factors(rest, &mut after);
        match factor {
            Expr::Large(_, counters) => {
                after.retain(|free| {
                    counters.iter().all(|counter| counter.name != *free)
                });
            }
            _ => self.collect(factor, free),
        }
        free.append(&mut after);
    }
}

/// What the brackets of `expr` hold, and the exponent that they carry.
fn brackets(expr: &Expr) -> Option<(&[Expr], Option<&Expr>)> {
    match expr {
        Expr::Fenced('(', inner) => Some((inner, None)),
        Expr::Power(base, exponent) => match &**base {
            Expr::Fenced('(', inner) => Some((inner, Some(exponent))),
            _ => None,
        },
        _ => None,
    }
}

/// `indices`; letters side by side are one for each of `axes`.
fn side_by_side(indices: &[Expr], axes: usize) -> Vec<Expr> {
    match indices {
        [Expr::Product(letters)] if letters.len() == axes => {
            letters.iter().map(|(_, letter)| letter.clone()).collect()
        }
        _ => indices.to_vec(),
    }
}

fn joined(before: &Value, join: Join, value: &Value) -> Result<Value> {
    match join {
        Join::Beside | Join::Times => before.times(value),
        Join::Entrywise => {
            ensure!(
                before.shape() == value.shape(),
                "{:?} ⊙ {:?} do not fit",
                before.shape(),
                value.shape()
            );
            before.entrywise(value, Interval::mul)
        }
        Join::Over => divided(before, value),
    }
}

fn divided(above: &Value, below: &Value) -> Result<Value> {
    above.combined(below, |a, b| a / b)
}
