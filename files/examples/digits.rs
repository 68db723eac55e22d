//! Trains a network of dense layers and a convolutional one on the digits of the crate.
//!
//! `cargo run --release --example digits`

mod report;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, with_moved,
};
use backprop::learning_rate::Adam;
use clap::Parser;
use files::network::save;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use report::{Digits, exit, run};

/// Train two networks on the 1,797 digits of the crate
#[derive(Parser)]
struct Arguments {
    /// Test on the last fifth of the digits as they come, not of the shuffled ones
    #[arg(long)]
    in_order: bool,
    /// Save the convolutional network to a file
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

fn main() -> ExitCode {
    exit(train(&Arguments::parse()))
}

fn train(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    let all = if arguments.in_order { small() } else { small().shuffled(rng) };
    let (rest, test) = all.split(0.2);
    let (train, validation) = rest.shuffled(rng).split(0.1);
    let mut digits = Digits { image: SMALL, train, validation, test };

    let mut net = mlp(SMALL, 256, rng);
    run("dense layers", &mut net, &digits, &dense_training(), Adam::default(), rng)?;

    digits.train = with_moved(&digits.train, SMALL);
    let mut net = lenet(SMALL, 3, [16, 32], 64, rng);
    let (name, how) = ("convolutions, moved digits too", convolutional_training());
    run(name, &mut net, &digits, &how, Adam::default(), rng)?;
    if let Some(path) = &arguments.save {
        save(&net, path)?;
    }
    Ok(())
}
