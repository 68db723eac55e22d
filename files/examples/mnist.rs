//! Trains the same two kinds of network on MNIST.
//!
//! `cargo run --release --example mnist -- DIR`, where DIR holds the four files of MNIST.

mod program;
mod report;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::classification::Dataset;
use backprop::digits::{lenet, mlp};
use backprop::memory_and_threads::LARGE;
use backprop::mnist::{mnist_training, nielsens, nielsens_training};
use backprop::optimizers::{Adam, GradientDescent};
use clap::{Parser, value_parser};
use files::mnist::mnist;
use files::{check_writable, write_whole};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use program::Output;
use report::{Digits, train_and_test};

/// Train two networks on MNIST
#[derive(Parser)]
struct Arguments {
    /// The folder of MNIST's four files, each as it is or compressed
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The number that chooses the weights to start from and the order of the images
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Train again from so many seeds, one after the other
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u64).range(1..))]
    seeds: u64,
    /// Train the first network of M. Nielsen's book, too
    #[arg(long)]
    nielsen: bool,
    /// Write what each network reaches to a file, after each seed again
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(arguments.write.is_some(), |out| train(&arguments, out))
}

fn train(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    if let Some(path) = &arguments.write {
        check_writable(path)?;
    }
    let (all, test) = mnist(&arguments.folder)?;
    let mut lines = "network,seed,accuracy\n".to_string();
    for i in 0..arguments.seeds {
        let seed = arguments.seed.wrapping_add(i);
        writeln!(out, "seed {seed}\n")?;
        let mut note = |network: &str, accuracy: f64| {
            lines += &format!("{network},{seed},{accuracy:.4}\n");
        };
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let digits = set_aside(5_000, &all, &test, rng);
        let mut net = mlp(LARGE, 128, rng);
        let (how, adam) = (mnist_training(), Adam::default());
        let score = train_and_test("dense", &mut net, &digits, &how, adam, rng, out)?;
        note("dense", score.accuracy);
        let mut net = lenet(LARGE, 5, [8, 16], 128, rng);
        let adam = Adam::default();
        let score =
            train_and_test("convolutional", &mut net, &digits, &how, adam, rng, out)?;
        note("convolutional", score.accuracy);
        if arguments.nielsen {
            let digits = set_aside(10_000, &all, &test, rng);
            let mut net = nielsens(LARGE.size(), rng);
            let (how, descent) = (nielsens_training(), GradientDescent);
            let score = train_and_test(
                "nielsen", &mut net, &digits, &how, descent, rng, out,
            )?;
            note("nielsen", score.accuracy);
        }
        if let Some(path) = &arguments.write {
            write_whole(path, &lines)?;
        }
    }
    Ok(())
}

/// The data with so many of the training images set aside to validate with.
fn set_aside(
    images: usize,
    all: &Dataset,
    test: &Dataset,
    rng: &mut ChaCha8Rng,
) -> Digits {
    let share = images as f64 / all.len() as f64;
    let (train, validation) = all.shuffled(rng).split(share);
    Digits { image: LARGE, train, validation, test: test.clone() }
}
