//! Trains the dense network on four fifths of the small digits and tests it on the fifth that is
//! left, each fifth in its turn: once with the digits in the order of the file and once shuffled,
//! from ten seeds. Writes what it reaches to data/folds.csv.
//!
//! `cargo run --release --example folds`

mod program;
mod lines;

use std::error::Error;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::digits::{SMALL, dense_training, fold, mlp};
use backprop::mini_batches::fit;
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use clap::Parser;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use lines::{Lines, data_folder};
use program::Output;

/// Train the dense network on four fifths of the 1,797 digits, each fifth left out in its turn
#[derive(Parser)]
struct Arguments {
    /// The folder to write folds.csv to, after each fifth again [default: the book's folder
    /// data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let file = data_folder(Arguments::parse().folder).join("folds.csv");
    program::run(true, |out| write(file, out))
}

fn write(file: PathBuf, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let mut table = Lines::new(file, "split,fifth,seed,digits,right")?;
    for split in ["shuffled", "in order"] {
        for seed in 0..10 {
            for fifth in 1..=5 {
                let (digits, right) = tested(split, fifth, seed);
                let line = format!("{split},{fifth},{seed},{digits},{right}");
                table.add(&line, out)?;
            }
        }
    }
    Ok(())
}

/// How many digits a fifth has, and how many of them are right after training on the others.
fn tested(split: &str, fifth: usize, seed: u64) -> (usize, usize) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let all = if split == "shuffled" { small().shuffled(rng) } else { small() };
    // The last fifth is the one that `split(0.2)` cuts off.
    let (train, test) = fold(&all, fifth, 5);
    let mut net = mlp(SMALL, 256, rng);
    let (training, adam) = (dense_training(), Adam::default());
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    // `fit` wants digits to validate with. Nothing is chosen by them.
    fit(&mut net, &train, &test, &training, adam, rng, go_on);
    let share = net.score(&test, training.loss).accuracy;
    (test.len(), (share * test.len() as f64).round() as usize)
}
