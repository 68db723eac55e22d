//! Looks for better hyperparameters without the last fifth of the small digits: trains with one of
//! them changed on three quarters of the others and validates on the quarter that is left, each
//! quarter in its turn, from several seeds. Writes what it reaches to data/choose.csv.
//!
//! `cargo run --release --example choose`

mod program;
mod lines;

use std::error::Error;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::digits::{
    SMALL, convolutional_training, dense_training, fold, lenet, mlp, with_moved,
};
use backprop::mini_batches::{Training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use clap::Parser;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use lines::{Lines, data_folder};
use program::Output;

/// Validate both networks on the first 1,438 of the 1,797 digits, one hyperparameter changed
#[derive(Parser)]
struct Arguments {
    /// The folder to write choose.csv to, after each training again [default: the book's folder
    /// data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// What stays as it is while a network trains.
#[derive(Clone)]
struct Hyperparameters {
    training: Training,
    /// The hidden units of the dense network, the first filters of the convolutional one.
    width: usize,
    /// By how many pixels the copies are moved. If by none, there are no copies.
    shift: isize,
}

fn main() -> ExitCode {
    let file = data_folder(Arguments::parse().folder).join("choose.csv");
    program::run(true, |out| write(file, out))
}

fn write(file: PathBuf, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let columns =
        "network,rate,batch,epochs,decay,width,shift,quarter,seed,digits,right";
    let mut table = Lines::new(file, columns)?;
    for (network, seeds) in [("dense", 5), ("convolutional", 2)] {
        for tried in trials(network) {
            let Training { learning_rate, batch, epochs, weight_decay, .. } =
                tried.training;
            let Hyperparameters { width, shift, .. } = tried;
            let what = format!(
                "{learning_rate},{batch},{epochs},{weight_decay},{width},{shift}"
            );
            for quarter in 1..=4 {
                for seed in 0..seeds {
                    let (digits, right) = validated(network, &tried, quarter, seed);
                    let line =
                        format!("{network},{what},{quarter},{seed},{digits},{right}");
                    table.add(&line, out)?;
                }
            }
        }
    }
    Ok(())
}

/// The hyperparameters that the book trains this network with, and some that differ in one. The
/// convolutional network takes so long that only its learning rate is changed.
fn trials(network: &str) -> Vec<Hyperparameters> {
    let (training, width, shift) = match network {
        "dense" => (dense_training(), 256, 0),
        _ => (convolutional_training(), 16, 1),
    };
    let used = Hyperparameters { training, width, shift };
    let mut trials = vec![used.clone()];
    let mut with = |change: &dyn Fn(&mut Hyperparameters)| {
        let mut changed = used.clone();
        change(&mut changed);
        trials.push(changed);
    };
    for rate in [0.0003, 0.001, 0.01] {
        with(&|tried| tried.training.learning_rate = rate);
    }
    if network != "dense" {
        return trials;
    }
    with(&|tried| tried.training.learning_rate = 0.03);
    for shift in [1, 2] {
        with(&|tried| {
            tried.shift = shift;
            // Five times the images, a third of the epochs.
            tried.training.epochs = convolutional_training().epochs;
        });
    }
    for decay in [0.0, 0.01, 1.0] {
        with(&|tried| tried.training.weight_decay = decay);
    }
    for batch in [8, 16, 64, 128] {
        with(&|tried| tried.training.batch = batch);
    }
    for epochs in [15, 30, 120] {
        with(&|tried| tried.training.epochs = epochs);
    }
    for width in [64, 128, 512] {
        with(&|tried| tried.width = width);
    }
    trials
}

/// How many digits a quarter of the first four fifths has, and how many of them are right after
/// training on the other three.
// ANCHOR: validated
fn validated(
    network: &str,
    Hyperparameters { training, width, shift }: &Hyperparameters,
    quarter: usize,
    seed: u64,
) -> (usize, usize) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (rest, _) = small().split(0.2);
    let (mut train, validation) = fold(&rest, quarter, 4);
    if *shift > 0 {
        train = with_moved(&train, SMALL, *shift);
    }
    let mut net = match network {
        "dense" => mlp(SMALL, *width, rng),
        _ => lenet(SMALL, 3, [*width, 2 * width], 4 * width, rng),
    };
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    fit(&mut net, &train, &validation, training, Adam::default(), rng, go_on);
    let share = net.score(&validation, training.loss).accuracy;
    (validation.len(), (share * validation.len() as f64).round() as usize)
}
// ANCHOR_END: validated
