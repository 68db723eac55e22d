//! The network of a table, and how well it does on rows that it never saw.

use std::collections::{BTreeMap, BTreeSet};

use backprop::activation::{Identity, Relu};
use backprop::classification::{Loss, cross_entropy, decide, squares};
use backprop::dense::Dense;
use backprop::initialization::Initialization;
use backprop::mini_batches::mean_gradients;
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use ndarray::{Array2, Axis};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng, rngs::ChaCha8Rng};

use crate::FileError;
use crate::table::plan::{Choice, Kind, Plan};
use crate::table::read::{Row, Table};
use crate::table::recipe::{Goal, Recipe};

/// A network for the rows of a table.
#[derive(Debug)]
pub struct Trained {
    /// From cells to numbers and back.
    pub recipe: Recipe,
    /// From numbers to numbers.
    pub net: Sequential,
    /// The losses of the epochs.
    pub history: Vec<Epoch>,
    /// The epoch whose parameters the network has.
    pub best: usize,
    /// How well it does on the rows that were held out.
    pub held_out: HeldOut,
    /// What to be careful of.
    pub warnings: Vec<String>,
    /// The lines of the rows that were trained on, that chose the epoch, and that were held out.
    pub parts: [Vec<u64>; 3],
}

/// One time through the training rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Epoch {
    /// Its number, counted from 1.
    pub number: usize,
    /// The mean loss of the training rows, each in its turn.
    pub train: f64,
    /// The mean loss of the validation rows after it.
    pub validation: f64,
}

impl Epoch {
    /// A loss that is not a number is no better than any.
    fn is_better_than(&self, best: &Epoch) -> bool {
        self.validation < best.validation
    }
}

/// How well a network does on rows that it never saw, beside the best answer that does not look at
/// them.
// ANCHOR: HeldOut
#[derive(Debug, Clone, PartialEq)]
pub enum HeldOut {
    /// Of classes.
    Classes {
        /// How many rows it gets right.
        right: usize,
        /// The class that is the commonest in the training rows, and how many it gets right.
        commonest: (String, usize),
        /// Of each class: how many rows it gets right, and how many there are.
        each: Vec<(String, usize, usize)>,
    },
    /// Of numbers: the root of the mean squared error.
    Number {
        /// Of the network.
        off: f64,
        /// Of the mean of the training rows, and that mean.
        mean: (f64, f64),
    },
}
// ANCHOR_END: HeldOut

impl HeldOut {
    /// Of classes: what was decided beside the labels, and the class that is the commonest among
    /// the targets that were trained on, `(n, classes)`.
    pub(crate) fn of_classes(
        classes: &[String],
        decided: &[usize],
        labels: &[usize],
        trained_on: &Array2<f64>,
    ) -> Self {
        let mut each: Vec<_> = classes.iter().map(|c| (c.clone(), 0, 0)).collect();
        for (decided, &label) in decided.iter().zip(labels) {
            each[label].1 += usize::from(*decided == label);
            each[label].2 += 1;
        }
        let right = each.iter().map(|(_, right, _)| right).sum();
        let counts = trained_on.sum_axis(Axis(0)).insert_axis(Axis(0));
        let commonest = decide(&counts)[0];
        let commonest = (classes[commonest].clone(), each[commonest].2);
        HeldOut::Classes { right, commonest, each }
    }
}

/// How many units the hidden layer has.
// ANCHOR: network
pub(crate) const HIDDEN: usize = 32;
/// The most epochs.
const EPOCHS: usize = 300;
/// How long to wait for a better one.
const PATIENCE: usize = 30;
/// How many rows a step looks at.
const BATCH: usize = 16;
/// The learning rate of Adam.
const LEARNING_RATE: f64 = 0.003;
/// The share of every parameter that a step takes away, times the rate.
const DECAY: f64 = 0.01;

/// The network for a recipe, all its parameters 0.
pub(crate) fn network(recipe: &Recipe) -> Sequential {
    Sequential::new(Dense::new(recipe.width(), HIDDEN), &Relu)
        .then(Dense::new(HIDDEN, recipe.outputs()), &Identity)
}

/// The loss for a recipe.
pub(crate) fn loss(recipe: &Recipe) -> Loss {
    match recipe.goal {
        Goal::Classes(_) => cross_entropy,
        Goal::Number(_) => squares,
    }
}
// ANCHOR_END: network

/// Numbers that a network takes, and those that it should give.
struct Part<'a> {
    rows: Vec<&'a Row>,
    x: Array2<f64>,
    y: Array2<f64>,
}

impl<'a> Part<'a> {
    fn new(
        table: &Table,
        recipe: &Recipe,
        rows: Vec<&'a Row>,
    ) -> Result<Self, FileError> {
        let (x, y) = (recipe.encoded(table, &rows)?, recipe.targets(table, &rows)?);
        Ok(Part { rows, x, y })
    }
}

/// The rows of a plan, those of each class together.
// ANCHOR: parted
fn grouped<'a>(plan: &Plan<'a>) -> impl Iterator<Item = Vec<&'a Row>> + use<'a> {
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &plan.rows {
        let class = match plan.target {
            (column, Kind::Categories) => row.cells[column].as_str(),
            (_, Kind::Numbers) => "",
        };
        groups.entry(class).or_default().push(row);
    }
    groups.into_values()
}

/// Groups in three parts: a fifth of each to hold out, a fifth to choose the epoch, the rest to
/// train on, in the other order. Each class is a group, so that none is missing by chance.
pub(crate) fn parted<T>(
    groups: impl Iterator<Item = Vec<T>>,
    rng: &mut impl Rng,
) -> [Vec<T>; 3] {
    let mut parts = [const { vec![] }; 3];
    for mut rows in groups {
        rows.shuffle(rng);
        let fifth = (rows.len() + 2) / 5;
        let train = rows.split_off(2 * fifth);
        let validation = rows.split_off(fifth);
        for (part, rows) in parts.iter_mut().zip([train, validation, rows]) {
            part.extend(rows);
        }
    }
    parts
}
// ANCHOR_END: parted

/// Trains a network on the rows of `table`. `report` sees each epoch.
///
/// # Errors
///
/// If the table can't teach what is asked of it.
#[doc = cell!("penguins")]
// ANCHOR: train_table
pub fn train(
    table: &Table,
    choice: &Choice,
    report: impl FnMut(Epoch),
) -> Result<Trained, FileError> {
    let plan = Plan::new(table, choice)?;
    let rng = &mut ChaCha8Rng::seed_from_u64(choice.seed);
    let parts = parted(grouped(&plan), rng);
    let recipe = Recipe::learned(&plan, &parts[0])?;
    let mut warnings = plan.warnings.clone();
    warnings.extend(twins(&plan, &parts));
    let [train, validation, test] = parts.map(|rows| Part::new(table, &recipe, rows));
    let (train, validation, test) = (train?, validation?, test?);
    let parts = [&train, &validation, &test]
        .map(|part| part.rows.iter().map(|row| row.line).collect());

    let mut net = network(&recipe).initialized(Initialization::He, rng);
    let loss = loss(&recipe);
    let history = fit(&mut net, loss, &train, &validation, rng, report);
    let Some((best, history)) = history else {
        let cause = "a column has numbers so far apart that the loss is none";
        return Err(FileError::new(&table.path, cause));
    };
    let held_out = held_out(&recipe, &net, table, &train, &test)?;
    Ok(Trained { recipe, net, history, best, held_out, warnings, parts })
}
// ANCHOR_END: train_table

/// Trains until the validation loss has not fallen for long, and goes back to where it was lowest:
/// the number of that epoch, and all epochs.
// ANCHOR: fit_table
fn fit(
    net: &mut Sequential,
    loss: Loss,
    train: &Part,
    validation: &Part,
    rng: &mut impl Rng,
    mut report: impl FnMut(Epoch),
) -> Option<(usize, Vec<Epoch>)> {
    let mut order: Vec<usize> = (0..train.x.nrows()).collect();
    let mut rules = net.rules(Adam::default());
    let (mut history, mut best): (Vec<Epoch>, Option<(Epoch, Vec<f64>)>) =
        (vec![], None);
    for number in 1..=EPOCHS {
        order.shuffle(rng);
        let mut total = 0.0;
        for rows in order.chunks(BATCH) {
            let (x, y) =
                (train.x.select(Axis(0), rows), train.y.select(Axis(0), rows));
            let (mean, gradients) = mean_gradients(net, loss, &x, &y);
            total += mean * rows.len() as f64;
            net.decay(LEARNING_RATE * DECAY);
            net.step_with(&mut rules, LEARNING_RATE, &gradients);
        }
        let (lost, _) = loss(&net.predict(&validation.x), &validation.y);
        let epoch = Epoch {
            number,
            train: total / train.x.nrows() as f64,
            validation: lost / validation.x.nrows() as f64,
        };
        if best.is_none() && !epoch.validation.is_finite() {
            return None;
        }
        report(epoch);
        history.push(epoch);
        match &best {
            Some((best, _)) if !epoch.is_better_than(best) => {
                if number - best.number >= PATIENCE {
                    break;
                }
            }
            _ => best = Some((epoch, net.parameters())),
        }
    }
    let (best, parameters) = best?;
    net.set_parameters(&parameters);
    Some((best.number, history))
}
// ANCHOR_END: fit_table

fn held_out(
    recipe: &Recipe,
    net: &Sequential,
    table: &Table,
    train: &Part,
    test: &Part,
) -> Result<HeldOut, FileError> {
    let outputs = net.predict(&test.x);
    match &recipe.goal {
        Goal::Classes(classes) => {
            let (decided, labels) = (decide(&outputs), decide(&test.y));
            Ok(HeldOut::of_classes(classes, &decided, &labels, &train.y))
        }
        Goal::Number(scale) => {
            let column = table.column(&recipe.target)?;
            let (mut off, mut from_mean) = (0.0, 0.0);
            for (row, output) in test.rows.iter().zip(&outputs) {
                let number = table.number(row, column)?.unwrap_or(scale.mean);
                off += (scale.unscaled(*output) - number).powi(2);
                from_mean += (scale.mean - number).powi(2);
            }
            let n = test.rows.len() as f64;
            let mean = ((from_mean / n).sqrt(), scale.mean);
            Ok(HeldOut::Number { off: (off / n).sqrt(), mean })
        }
    }
}

/// Rows that were held out and stand in the training rows, too: the network has seen them.
fn twins(plan: &Plan, [train, _, test]: &[Vec<&Row>; 3]) -> Option<String> {
    let inputs = |row: &&Row| -> Vec<String> {
        plan.inputs.iter().map(|&(column, _)| row.cells[column].clone()).collect()
    };
    let seen: BTreeSet<Vec<String>> = train.iter().map(inputs).collect();
    let twins = test.iter().filter(|row| seen.contains(&inputs(row))).count();
    (20 * twins > test.len()).then(|| {
        let rows = test.len();
        format!(
            "{twins} of {rows} held-out rows have a twin among the training rows, so the \
             result may be too good"
        )
    })
}
