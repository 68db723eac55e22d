//! Trains the same two kinds of network on MNIST.
//!
//! `cargo run --release --example mnist -- DIR`, where DIR holds the four files of MNIST.

mod report;

use std::env;
use std::error::Error;
use std::path::Path;

use backprop::classification::{Training, cross_entropy};
use backprop::digits::{LARGE, lenet, mlp, mnist};
use backprop::learning_rate::Schedule;
use rand::{SeedableRng, rngs::ChaCha8Rng};
use report::{Digits, run};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder] = &arguments[..] else {
        return Err("give the folder of MNIST's four files".into());
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let (all, test) = mnist(Path::new(folder))?;
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
    run("convolutions", net, &digits, &training, &mut rng)
}
