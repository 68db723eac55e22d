//! The training runs that several figures and values look at, each made once.

use std::sync::LazyLock;

use ndarray::{Array2, Axis};

use crate::four_rows;
use crate::what_it_learned::{Run, falls_at_every_step, three_rows, train_seeds};

/// How many seeds a claim about many seeds looks at.
pub const SEEDS: u64 = 1000;
/// The final predictions that the tutorial prints.
pub const PRINTED: [f64; 4] = [0.023, 0.979, 0.975, 0.025];

/// The run that the book shows: seed 2, learning rate 1, 1500 iterations.
pub fn book() -> &'static Run {
    &step_one()[2]
}

/// The same run from all [`SEEDS`].
pub fn step_one() -> &'static [Run] {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| at_learning_rate(1.0));
    &RUNS
}

/// The same run from the first seed that does not finish.
pub fn stuck() -> &'static Run {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
        let (x, y) = four_rows();
        train_seeds(3793..3794, &x, &y, 1.0, 1500)
    });
    &RUNS[0]
}

/// The run of the book from all [`SEEDS`], at another learning rate.
pub fn at_learning_rate(learning_rate: f64) -> Vec<Run> {
    let (x, y) = four_rows();
    train_seeds(0..SEEDS, &x, &y, learning_rate, 1500)
}

/// The final predictions of all runs of [`step_one`] for one of the four rows.
pub fn predictions_of_row(row: usize) -> Vec<f64> {
    let (x, _) = four_rows();
    let x = x.select(Axis(0), &[row]);
    step_one().iter().map(|run| run.net.predict(&x)[[0, 0]]).collect()
}

/// The losses after training of [`SEEDS`] runs.
pub fn final_losses(runs: &[Run]) -> Vec<f64> {
    runs.iter().map(|run| run.history.final_loss()).collect()
}

/// The same run from all [`SEEDS`] without the third input.
pub fn without_ones() -> Vec<Run> {
    let (x, y) = four_rows();
    train_seeds(0..SEEDS, &x.select(Axis(1), &[0, 1]), &y, 1.0, 1500)
}

/// For twelve learning rates, the share of 200 seeds whose loss falls at every step.
pub fn shares_that_fall() -> Vec<(f64, f64)> {
    let (x, y) = four_rows();
    let at = |rate: f64| {
        let runs = train_seeds(0..200, &x, &y, rate, 1500);
        let falling =
            runs.iter().filter(|run| falls_at_every_step(run.history.losses()));
        (rate, falling.count() as f64 / runs.len() as f64)
    };
    (1..=12).map(|quarters| at(f64::from(quarters) / 4.0)).collect()
}

/// For each of the four rows, what the networks of all [`SEEDS`] that were trained on the
/// other three predict for it.
pub fn left_out_predictions() -> &'static [Vec<f64>; 4] {
    static PREDICTIONS: LazyLock<[Vec<f64>; 4]> = LazyLock::new(|| {
        let (all_rows, _) = four_rows();
        [0, 1, 2, 3].map(|row| {
            let (x, y) = three_rows(row);
            let left_out: Array2<f64> = all_rows.select(Axis(0), &[row]);
            let runs = train_seeds(0..SEEDS, &x, &y, 1.0, 1500);
            runs.iter().map(|run| run.net.predict(&left_out)[[0, 0]]).collect()
        })
    });
    &PREDICTIONS
}
