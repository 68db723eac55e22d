//! Trains a network of dense layers and a convolutional one on the digits of the crate.
//!
//! `cargo run --release --example digits` holds out a fifth of the shuffled digits,
//! `cargo run --release --example digits -- in-order` the last fifth as they come.

mod report;

use std::env;
use std::error::Error;

use backprop::classification::{Training, cross_entropy};
use backprop::digits::{SMALL, lenet, mlp, small, with_moved};
use backprop::learning_rate::Schedule;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use report::{Digits, run};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let all = match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => small().shuffled(&mut rng),
        ["in-order"] => small(),
        other => return Err(format!("{other:?}: either nothing or in-order").into()),
    };
    let (rest, test) = all.split(0.2);
    let (train, validation) = rest.shuffled(&mut rng).split(0.1);
    let mut digits = Digits { image: SMALL, train, validation, test };
    let mut training = Training {
        loss: cross_entropy,
        batch: 32,
        epochs: 60,
        learning_rate: 0.003,
        schedule: Schedule::Cosine,
        weight_decay: 0.1,
        threads: 2,
    };
    run("dense layers", mlp(SMALL, 64, &mut rng), &digits, &training, &mut rng)?;

    digits.train = with_moved(&digits.train, SMALL);
    training.epochs = 20;
    let net = lenet(SMALL, 3, [16, 32], 64, &mut rng);
    run(
        "convolutions, digits moved by a pixel too",
        net,
        &digits,
        &training,
        &mut rng,
    )
}
