//! Trains the same two kinds of network on MNIST.
//!
//! `cargo run --release --example mnist -- DIR`, where DIR holds the four files of MNIST.

mod report;

use std::error::Error;
use std::path::PathBuf;

use backprop::classification::{Training, cross_entropy};
use backprop::digits::{LARGE, lenet, mlp, mnist};
use backprop::learning_rate::Schedule;
use clap::Parser;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use report::{Digits, run};

/// Train two networks on MNIST
#[derive(Parser)]
struct Arguments {
    /// The folder of MNIST's four files, each as it is or compressed
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (all, test) = mnist(&arguments.folder)?;
    let (train, validation) = all.shuffled(&mut rng).split(1.0 / 12.0);
    let digits = Digits { image: LARGE, train, validation, test };
    let training = Training {
        loss: cross_entropy,
        batch: 64,
        epochs: 10,
        learning_rate: 0.002,
        schedule: Schedule::Cosine,
        weight_decay: 0.01,
        threads: 2,
    };
    run("dense layers", mlp(LARGE, 128, &mut rng), &digits, &training, &mut rng)?;
    let net = lenet(LARGE, 5, [8, 16], 128, &mut rng);
    run("convolutions", net, &digits, &training, &mut rng)?;
    Ok(())
}
