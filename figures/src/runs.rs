//! The training runs that several figures and values look at, each made once.

use std::sync::LazyLock;

use backprop::network::four_rows;
use backprop::what_it_learned::{Run, falls_at_every_step, three_rows, train_seeds};
use ndarray::Axis;

/// How many seeds a claim about many seeds looks at.
pub const SEEDS: u64 = 1000;
/// The final predictions that the tutorial prints.
pub const PRINTED: [f64; 4] = [0.023, 0.979, 0.975, 0.025];

/// All seeds below 40,000 whose run does not finish: a test in `tests/claims.rs` finds them.
pub const STUCK: [u64; 18] = [
    3793, 4462, 16893, 17094, 18826, 19792, 20673, 21108, 22154, 22823, 24815, 26422,
    30042, 30133, 31766, 34975, 35917, 36027,
];

/// The run that the book shows: seed 2, learning rate 1, 1500 iterations.
pub fn book() -> &'static Run {
    static RUN: LazyLock<Run> = LazyLock::new(|| of_seed(2));
    &RUN
}

/// The same run from all [`SEEDS`].
pub fn step_one() -> &'static [Run] {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| at_learning_rate(1.0));
    &RUNS
}

/// The same run from the first seed that does not finish.
pub fn stuck() -> &'static Run {
    static RUN: LazyLock<Run> = LazyLock::new(|| of_seed(3793));
    &RUN
}

fn of_seed(seed: u64) -> Run {
    let (x, y) = four_rows();
    train_seeds(seed..seed + 1, &x, &y, 1.0, 1500).remove(0)
}

/// The run of the book from all [`SEEDS`], at another learning rate.
pub fn at_learning_rate(learning_rate: f64) -> Vec<Run> {
    let (x, y) = four_rows();
    train_seeds(0..SEEDS, &x, &y, learning_rate, 1500)
}

/// The final predictions of all runs of [`step_one`] for one of the four rows.
pub fn predictions_of_row(row: usize) -> Vec<f64> {
    predictions(step_one(), row)
}

fn predictions(runs: &[Run], row: usize) -> Vec<f64> {
    let (x, _) = four_rows();
    let x = x.select(Axis(0), &[row]);
    runs.iter().map(|run| run.net.predict(&x)[[0, 0]]).collect()
}

/// How many of `runs` have a loss that falls at every step.
pub fn falling(runs: &[Run]) -> usize {
    runs.iter().filter(|run| falls_at_every_step(run.history.losses())).count()
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
        (rate, falling(&runs) as f64 / runs.len() as f64)
    };
    (1..=12).map(|quarters| at(f64::from(quarters) / 4.0)).collect()
}

/// For each of the four rows, what the networks of all [`SEEDS`] that were trained on the
/// other three predict for it.
pub fn left_out_predictions() -> &'static [Vec<f64>; 4] {
    static PREDICTIONS: LazyLock<[Vec<f64>; 4]> = LazyLock::new(|| {
        [0, 1, 2, 3].map(|row| {
            let (x, y) = three_rows(row);
            predictions(&train_seeds(0..SEEDS, &x, &y, 1.0, 1500), row)
        })
    });
    &PREDICTIONS
}

/// The first of `losses` that is below this height: its number.
pub fn first_below(height: f64, losses: &[f64]) -> usize {
    losses.iter().position(|&loss| loss < height).unwrap_or(losses.len())
}
