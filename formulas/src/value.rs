//! Intervals, and arrays of them: what an expression is worth.

use std::ops::{Add, Mul, Neg, Sub};

use anyhow::{Result, ensure};
use ndarray::{Array, ArrayD, Axis, Dimension, IxDyn, Zip};

/// All numbers from `low` to `high`; one number where they are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The smallest of them.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Interval {
    /// One number.
    pub fn exactly(number: f64) -> Self {
        Self { low: number, high: number }
    }

    /// The number in the middle.
    pub fn middle(self) -> f64 {
        if self.low == self.high { self.low } else { (self.low + self.high) / 2.0 }
    }

    /// What `f` makes of its numbers. Intervals here are as narrow as a rounding, so that their
    /// ends and their middle show it.
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        if self.low == self.high {
            return Self::exactly(f(self.low));
        }
        Self::around([self.low, self.middle(), self.high].map(f))
    }

    fn around(numbers: impl IntoIterator<Item = f64> + Clone) -> Self {
        let low =
            numbers.clone().into_iter().reduce(|a, b| if a <= b { a } else { b });
        let high = numbers.into_iter().reduce(|a, b| if a >= b { a } else { b });
        Self { low: low.unwrap_or(f64::NAN), high: high.unwrap_or(f64::NAN) }
    }

    fn combine(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let Self { low, high } = other;
        let [a, b] = [self.low, self.high];
        Self::around([f(a, low), f(a, high), f(b, low), f(b, high)])
    }
}

impl Add for Interval {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }
}

impl Sub for Interval {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Interval {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.combine(other, |a, b| a * b)
    }
}

/// A number, a list, a matrix, or an array of more axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Value(pub ArrayD<Interval>);

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Interval::exactly(number).into()
    }
}

impl From<Interval> for Value {
    fn from(interval: Interval) -> Self {
        Self(ArrayD::from_elem(IxDyn(&[]), interval))
    }
}

impl<D: Dimension> From<Array<f64, D>> for Value {
    fn from(array: Array<f64, D>) -> Self {
        Self(array.into_dyn().mapv(Interval::exactly))
    }
}

impl<D: Dimension> From<&Array<f64, D>> for Value {
    fn from(array: &Array<f64, D>) -> Self {
        array.clone().into()
    }
}

impl Value {
    /// The size of every axis; none for a number.
    pub fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    /// The number that it is.
    ///
    /// # Errors
    ///
    /// If it is an array.
    pub fn number(&self) -> Result<f64> {
        Ok(self.interval()?.middle())
    }

    /// The interval that it is.
    ///
    /// # Errors
    ///
    /// If it is an array.
    pub fn interval(&self) -> Result<Interval> {
        ensure!(
            self.0.ndim() == 0,
            "an array {:?} where a number belongs",
            self.shape()
        );
        Ok(self.0[IxDyn(&[])])
    }

    /// All its numbers, row after row.
    pub fn numbers(&self) -> Vec<f64> {
        self.0.iter().map(|x| x.middle()).collect()
    }

    /// What `f` makes of each of its numbers.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self(self.0.mapv(|x| x.map(&f)))
    }

    /// Rows as columns.
    ///
    /// # Errors
    ///
    /// If it is no matrix.
    pub fn transposed(&self) -> Result<Self> {
        ensure!(self.0.ndim() == 2, "the transpose of {:?}, no matrix", self.shape());
        Ok(Self(self.0.t().to_owned()))
    }

    /// The sum; a list is added to every row, a number to every entry.
    ///
    /// # Errors
    ///
    /// If the shapes do not fit.
    pub fn plus(&self, other: &Self) -> Result<Self> {
        let (large, small) = if self.0.ndim() < other.0.ndim() {
            (other, self)
        } else {
            (self, other)
        };
        let stretches = small.0.ndim() < 2 && large.shape().ends_with(small.shape());
        ensure!(
            stretches || large.shape() == small.shape(),
            "{:?} + {:?} do not fit",
            self.shape(),
            other.shape()
        );
        Ok(Self(&self.0 + &other.0))
    }

    /// With the other sign.
    pub fn negated(&self) -> Self {
        Self(self.0.mapv(Neg::neg))
    }

    /// The product: of two matrices that of matrices, and a number scales.
    ///
    /// # Errors
    ///
    /// If the shapes do not fit.
    pub fn times(&self, other: &Self) -> Result<Self> {
        match (self.0.ndim(), other.0.ndim()) {
            (0, _) | (_, 0) => self.entrywise(other, Interval::mul),
            (2, 2) => self.matrix_product(other),
            _ => anyhow::bail!("{:?} · {:?} do not fit", self.shape(), other.shape()),
        }
    }

    fn matrix_product(&self, other: &Self) -> Result<Self> {
        let (n, k) = (self.0.len_of(Axis(0)), self.0.len_of(Axis(1)));
        let (l, m) = (other.0.len_of(Axis(0)), other.0.len_of(Axis(1)));
        ensure!(k == l, "{:?} · {:?} do not fit", self.shape(), other.shape());
        Ok(Self(ArrayD::from_shape_fn(IxDyn(&[n, m]), |at| {
            let terms = (0..k).map(|i| self.0[[at[0], i]] * other.0[[i, at[1]]]);
            terms.fold(Interval::exactly(0.0), Add::add)
        })))
    }

    /// What `f` makes of each pair of numbers: of equal shapes, or of a number and an array.
    ///
    /// # Errors
    ///
    /// If the shapes do not fit.
    pub fn entrywise(
        &self,
        other: &Self,
        f: impl Fn(Interval, Interval) -> Interval,
    ) -> Result<Self> {
        if let Ok(number) = self.interval() {
            return Ok(Self(other.0.mapv(|x| f(number, x))));
        }
        if let Ok(number) = other.interval() {
            return Ok(Self(self.0.mapv(|x| f(x, number))));
        }
        ensure!(
            self.shape() == other.shape(),
            "{:?} ⊙ {:?} do not fit",
            self.shape(),
            other.shape()
        );
        Ok(Self(Zip::from(&self.0).and(&other.0).map_collect(|&a, &b| f(a, b))))
    }

    /// `f` of each pair of numbers, as [`Self::entrywise`].
    ///
    /// # Errors
    ///
    /// If the shapes do not fit.
    pub fn combined(
        &self,
        other: &Self,
        f: impl Fn(f64, f64) -> f64,
    ) -> Result<Self> {
        self.entrywise(other, |a, b| a.combine(b, &f))
    }

    /// The entry at `indices`, or the part that they leave. Axes of size 1 need no index.
    ///
    /// # Errors
    ///
    /// If there is no such entry.
    pub fn entry(&self, indices: &[usize]) -> Result<Self> {
        let mut part = self.0.clone();
        for &index in indices {
            let size = part.shape().first().copied().unwrap_or_default();
            ensure!(index < size, "no entry {indices:?} in {:?}", self.shape());
            part = part.index_axis_move(Axis(0), index);
        }
        if part.len() == 1 {
            return Ok(part[IxDyn(&vec![0; part.ndim()])].into());
        }
        Ok(Self(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn an_interval_holds_what_its_numbers_become() {
        let x = Interval { low: -1.0, high: 2.0 };
        assert_eq!(x * x, Interval { low: -2.0, high: 4.0 });
        assert_eq!(x - x, Interval { low: -3.0, high: 3.0 });
        assert_eq!(x.map(|x| x * x), Interval { low: 0.25, high: 4.0 });
    }

    #[test]
    fn shapes_that_do_not_fit_are_an_error_with_both() {
        let a = Value::from(array![[1.0, 2.0, 3.0]]);
        let b = Value::from(array![1.0, 2.0]);
        assert!(a.times(&a).unwrap_err().to_string().contains("[1, 3] · [1, 3]"));
        assert!(a.plus(&b).unwrap_err().to_string().contains("[1, 3] + [2]"));
        assert!(a.combined(&b, f64::max).is_err());
        assert!(a.transposed().unwrap().times(&a).is_ok());
    }

    #[test]
    fn a_matrix_is_not_stretched() {
        let column = Value::from(array![[1.0], [2.0]]);
        let matrix = Value::from(array![[1.0, 2.0], [3.0, 4.0]]);
        assert!(column.plus(&matrix).is_err());
        assert!(Value::from(array![1.0, 2.0]).plus(&matrix).is_ok());
    }

    #[test]
    fn an_axis_of_size_one_needs_no_index() {
        let column = Value::from(array![[1.0], [2.0]]);
        assert_eq!(column.entry(&[1]).unwrap(), 2.0.into());
        assert!(column.entry(&[2]).is_err());
    }
}
