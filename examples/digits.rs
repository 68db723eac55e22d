//! Trains a network of dense layers and a convolutional one on the digits of the crate.
//!
//! `cargo run --release --example digits`

mod report;

use std::error::Error;
use std::path::PathBuf;

use backprop::digits::with_moved;
use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, small,
};
use clap::Parser;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use report::{Digits, run};

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

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let all = if arguments.in_order { small() } else { small().shuffled(&mut rng) };
    let (rest, test) = all.split(0.2);
    let (train, validation) = rest.shuffled(&mut rng).split(0.1);
    let mut digits = Digits { image: SMALL, train, validation, test };

    let net = mlp(SMALL, 256, &mut rng);
    run("dense layers", net, &digits, &dense_training(), &mut rng)?;

    digits.train = with_moved(&digits.train, SMALL);
    let net = lenet(SMALL, 3, [16, 32], 64, &mut rng);
    let training = convolutional_training();
    let net =
        run("convolutions, on moved digits too", net, &digits, &training, &mut rng)?;
    if let Some(path) = arguments.save {
        net.save(&path)?;
    }
    Ok(())
}
