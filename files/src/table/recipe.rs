//! From cells to numbers and back, learned on the training rows.

use std::collections::BTreeSet;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::FileError;
use crate::table::plan::{Kind, Plan};
use crate::table::read::{Row, Table};

/// All that a network must know of a table to read another one.
// ANCHOR: Recipe
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The column to predict.
    pub target: String,
    /// What an output of the network stands for.
    pub goal: Goal,
    /// The columns to predict it from.
    pub inputs: Vec<Input>,
}

/// What the outputs of a network stand for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Goal {
    /// A class each.
    Classes(Vec<String>),
    /// The one number, scaled.
    Number(Scale),
}

/// A column, and how it becomes numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its name.
    pub column: String,
    /// How it is read.
    pub reading: Reading,
}

/// How a cell becomes numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reading {
    /// Scaled; 0 if it is missing. If it may be, a second number says whether it is.
    Number {
        /// How it is scaled.
        scale: Scale,
        /// Whether a training row lacks it.
        may_be_missing: bool,
    },
    /// A 1 in the place of its value, 0 in the others. A missing value is a value, if a training
    /// row lacks it.
    Category(Vec<String>),
}
// ANCHOR_END: Recipe

/// What scales numbers to a mean of 0 and a deviation of 1.
// ANCHOR: Scale
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, or 1 if they are all the same.
    pub deviation: f64,
}

impl Scale {
    /// The scale of some numbers; of none, one that changes nothing.
    pub fn of(numbers: &[f64]) -> Self {
        if numbers.is_empty() {
            return Scale { mean: 0.0, deviation: 1.0 };
        }
        let n = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / n;
        let variance = numbers.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
        let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        Scale { mean, deviation }
    }

    /// How many deviations `value` is above the mean.
    pub fn scaled(self, value: f64) -> f64 {
        (value - self.mean) / self.deviation
    }

    /// The value that is so many deviations above the mean.
    pub fn unscaled(self, scaled: f64) -> f64 {
        self.mean + self.deviation * scaled
    }

    /// Whether its numbers can be worked with.
    fn is_usable(self) -> bool {
        self.mean.is_finite() && self.deviation.is_finite() && self.deviation > 0.0
    }
}
// ANCHOR_END: Scale

// ANCHOR: learned
impl Recipe {
    /// The recipe of a plan, learned from these of its rows and no others.
    ///
    /// # Errors
    ///
    /// If a column's numbers are too large to square.
    pub fn learned(plan: &Plan, rows: &[&Row]) -> Result<Self, FileError> {
        let table = plan.table;
        let scale = |column: usize| {
            let numbers = rows.iter().map(|row| table.number(row, column));
            let numbers: Vec<Option<f64>> = numbers.collect::<Result<_, _>>()?;
            let scale = Scale::of(&numbers.into_iter().flatten().collect::<Vec<_>>());
            let cause = "its numbers are too large to square";
            if scale.is_usable() { Ok(scale) } else { Err(table.of(column, cause)) }
        };
        let values = |column: usize| {
            let cells = rows.iter().map(|row| row.cells[column].clone());
            cells.collect::<BTreeSet<String>>().into_iter().collect()
        };
        let mut inputs = vec![];
        for &(column, kind) in &plan.inputs {
            let missing = |row: &&Row| row.cells[column].is_empty();
            let reading = match kind {
                Kind::Numbers => Reading::Number {
                    scale: scale(column)?,
                    may_be_missing: rows.iter().any(missing),
                },
                Kind::Categories => Reading::Category(values(column)),
            };
            inputs.push(Input { column: table.columns[column].clone(), reading });
        }
        let (column, kind) = plan.target;
        let goal = match kind {
            Kind::Numbers => Goal::Number(scale(column)?),
            Kind::Categories => Goal::Classes(values(column)),
        };
        Ok(Recipe { target: table.columns[column].clone(), goal, inputs })
    }
}
// ANCHOR_END: learned

impl Recipe {
    /// How many numbers a row becomes.
    pub fn width(&self) -> usize {
        let width = |input: &Input| match &input.reading {
            Reading::Number { may_be_missing, .. } => {
                1 + usize::from(*may_be_missing)
            }
            Reading::Category(values) => values.len(),
        };
        self.inputs.iter().map(width).sum()
    }

    /// How many numbers the network gives.
    pub fn outputs(&self) -> usize {
        match &self.goal {
            Goal::Classes(classes) => classes.len(),
            Goal::Number(_) => 1,
        }
    }

    /// Whether the recipe can be used: one from a file may be anything.
    pub(crate) fn is_usable(&self) -> bool {
        let read = self.inputs.iter().all(|input| match &input.reading {
            Reading::Number { scale, .. } => scale.is_usable(),
            Reading::Category(_) => true,
        });
        let said = match &self.goal {
            Goal::Classes(classes) => classes.len() > 1,
            Goal::Number(scale) => scale.is_usable(),
        };
        read && said && self.width() > 0
    }
}

// ANCHOR: encoded
impl Recipe {
    /// The rows as numbers `(n, width)`.
    ///
    /// # Errors
    ///
    /// If the table lacks a column, or has text where a number must be.
    pub fn encoded(
        &self,
        table: &Table,
        rows: &[&Row],
    ) -> Result<Array2<f64>, FileError> {
        let columns = self.inputs.iter().map(|input| table.column(&input.column));
        let columns: Vec<usize> = columns.collect::<Result<_, _>>()?;
        let mut numbers = vec![];
        for row in rows {
            for (input, &column) in self.inputs.iter().zip(&columns) {
                match &input.reading {
                    Reading::Number { scale, may_be_missing } => {
                        let number = table.number(row, column)?;
                        numbers
                            .push(number.map_or(0.0, |number| scale.scaled(number)));
                        if *may_be_missing {
                            numbers.push(f64::from(number.is_none()));
                        }
                    }
                    Reading::Category(values) => numbers.extend(
                        values.iter().map(|v| f64::from(*v == row.cells[column])),
                    ),
                }
            }
        }
        let shape = (rows.len(), self.width());
        Ok(Array2::from_shape_vec(shape, numbers)
            .expect("a row is as wide as its recipe"))
    }
}
// ANCHOR_END: encoded

impl Recipe {
    /// What the network should give for rows whose target is known, `(n, outputs)`.
    ///
    /// # Errors
    ///
    /// If the table lacks the column, or has text where a number must be.
    pub fn targets(
        &self,
        table: &Table,
        rows: &[&Row],
    ) -> Result<Array2<f64>, FileError> {
        let column = table.column(&self.target)?;
        let mut numbers = vec![];
        for row in rows {
            match &self.goal {
                Goal::Classes(classes) => numbers.extend(
                    classes.iter().map(|c| f64::from(*c == row.cells[column])),
                ),
                Goal::Number(scale) => {
                    let number = table.number(row, column)?.unwrap_or(scale.mean);
                    numbers.push(scale.scaled(number));
                }
            }
        }
        let shape = (rows.len(), self.outputs());
        Ok(Array2::from_shape_vec(shape, numbers).expect("a target for each output"))
    }
}
