//! Trains a network of dense layers and a convolutional one on the small digits.

mod program;
mod report;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, with_moved,
};
use backprop::optimizers::Adam;
use clap::Parser;
use files::check_writable;
use files::network::save;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use program::Output;
use report::{Digits, train_and_test};

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
    let arguments = Arguments::parse();
    program::run(arguments.save.is_some(), |out| train(&arguments, out))
}

fn train(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    if let Some(path) = &arguments.save {
        check_writable(path)?;
    }
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    let all = if arguments.in_order { small() } else { small().shuffled(rng) };
    let (rest, test) = all.split(0.2);
    let (train, validation) = rest.shuffled(rng).split(0.1);
    let mut digits = Digits { image: SMALL, train, validation, test };

    let mut net = mlp(SMALL, 256, rng);
    let (name, how) = ("dense layers", dense_training());
    train_and_test(name, &mut net, &digits, &how, Adam::default(), rng, out)?;

    digits.train = with_moved(&digits.train, SMALL, 1);
    let mut net = lenet(SMALL, 3, [16, 32], 64, rng);
    let (name, how) = ("convolutions, moved digits too", convolutional_training());
    train_and_test(name, &mut net, &digits, &how, Adam::default(), rng, out)?;
    if let Some(path) = &arguments.save {
        save(&net, path)?;
    }
    Ok(())
}
