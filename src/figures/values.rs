//! The numbers that the prose of the book refers to by name.

use std::sync::LazyLock;

use ndarray::Axis;

use super::gradient_descent::{loss_along_one, loss_along_two};
use super::runs::{self, SEEDS, share};
use crate::errata::{Slopes, losses_with};
use crate::what_it_learned::{Run, falls_at_every_step, quantile, train_seeds};
use crate::{
    Network, central_difference, four_rows, gradient, sigmoid_prime, sum_of_squares,
    sum_of_squares_gradient,
};

/// A measured number: a page writes `[value:NAME]` and shows the text.
pub struct Value {
    /// The chapter, a dot, and what is measured.
    pub name: &'static str,
    /// Measures it and writes it with as many digits as the prose wants.
    pub measure: fn() -> String,
}

/// Every measured number of the book.
pub const VALUES: &[Value] = &[
    Value { name: "seeds", measure: || SEEDS.to_string() },
    Value { name: "loss.first", measure: || digits(3, runs::book().history.losses()[0]) },
    Value {
        name: "training.final_loss",
        measure: || digits(5, runs::book().history.final_loss()),
    },
];

fn digits(after_the_point: usize, value: f64) -> String {
    format!("{value:.after_the_point$}")
}
