//! What a function gave, in the terms of its chapter.

use std::borrow::Cow;

use ndarray::{ArrayD, Ix1, Ix2, arr0};

/// The results of one call: numbers and arrays, each with its name.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    parts: Vec<(Cow<'static, str>, ArrayD<f64>)>,
    /// Of what each part is a sum, where it was said.
    sums: Vec<(Cow<'static, str>, &'static str)>,
    /// What the function was called with, where it is said.
    case: String,
}

impl Answer {
    /// An answer of one number or array.
    pub fn of(name: impl Into<Cow<'static, str>>, part: impl Part) -> Self {
        Answer::default().with(name, part)
    }

    /// The same answer with one more number or array.
    pub fn with(
        mut self,
        name: impl Into<Cow<'static, str>>,
        part: impl Part,
    ) -> Self {
        self.parts.push((name.into(), part.array()));
        self
    }

    /// The same answer, where its last part is a product that adds up over these: `rows`. If the
    /// part has a wrong shape, this says which product has the right one.
    pub fn summed_over(mut self, what: &'static str) -> Self {
        self.sums.extend(self.parts.last().map(|(name, _)| (name.clone(), what)));
        self
    }

    /// The same answer, where the function was called with this: `w = 0.5 and x = 1.2`.
    pub fn called_with(mut self, case: String) -> Self {
        self.case = case;
        self
    }

    /// What the function was called with, if it was said.
    pub(crate) fn case(&self) -> Option<&str> {
        (!self.case.is_empty()).then_some(&self.case)
    }

    /// Of what the part of this name is a sum, if it was said.
    pub(crate) fn sum(&self, part: &str) -> Option<&'static str> {
        self.sums.iter().find(|(name, _)| *name == part).map(|(_, what)| *what)
    }

    /// The numbers and arrays, in the order in which they were added.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &ArrayD<f64>)> {
        self.parts.iter().map(|(name, array)| (&**name, array))
    }

    /// Whether the two are the same but for rounding.
    pub fn is(&self, other: &Answer) -> bool {
        self.parts.len() == other.parts.len()
            && self.parts().zip(other.parts()).all(|((_, a), (_, b))| are_close(a, b))
    }
}

/// A number or an array that can be a part of an answer.
pub trait Part {
    /// It as an array of any number of axes.
    fn array(self) -> ArrayD<f64>;
}

impl Part for f64 {
    fn array(self) -> ArrayD<f64> {
        arr0(self).into_dyn()
    }
}

impl Part for usize {
    fn array(self) -> ArrayD<f64> {
        (self as f64).array()
    }
}

impl Part for Vec<f64> {
    fn array(self) -> ArrayD<f64> {
        ndarray::Array1::from(self).into_dyn()
    }
}

impl Part for Vec<usize> {
    fn array(self) -> ArrayD<f64> {
        self.into_iter().map(|number| number as f64).collect::<Vec<f64>>().array()
    }
}

impl Part for ArrayD<f64> {
    fn array(self) -> ArrayD<f64> {
        self
    }
}

/// An array of one, two, three or four axes.
macro_rules! part {
    ($($dimension:ty),*) => {$(
        impl Part for ndarray::Array<f64, $dimension> {
            fn array(self) -> ArrayD<f64> {
                self.into_dyn()
            }
        }
    )*};
}

part!(Ix1, Ix2, ndarray::Ix3, ndarray::Ix4);

/// Whether two arrays have the same shape and, but for rounding, the same numbers.
pub(crate) fn are_close(a: &ArrayD<f64>, b: &ArrayD<f64>) -> bool {
    a.shape() == b.shape() && a.iter().zip(b).all(|(&a, &b)| is_close(a, b))
}

/// Whether two numbers are the same but for rounding. Two that are no numbers are the same, and
/// nothing is close to infinity.
pub(crate) fn is_close(a: f64, b: f64) -> bool {
    a == b
        || (a.is_nan() && b.is_nan())
        || (a - b).abs() < 1e-9 * a.abs().max(b.abs()) + 1e-13
}
