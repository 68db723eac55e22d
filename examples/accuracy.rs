//! Trains both networks on the small digits from ten seeds, on both splits, and writes what
//! they reach to data/accuracy.csv.
//!
//! `cargo run --release --example accuracy`

use std::error::Error;
use std::fs;
use std::ops::ControlFlow;

use backprop::classification::{Dataset, Training, cross_entropy, fit};
use backprop::dense::Sequential;
use backprop::digits::with_moved;
use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, small,
};
use backprop::learning_rate::Adam;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() -> Result<(), Box<dyn Error>> {
    let mut lines = vec!["split,network,seed,accuracy".to_string()];
    for split in ["shuffled", "in order"] {
        for seed in 0..10 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let shuffled = split == "shuffled";
            let all = if shuffled { small().shuffled(&mut rng) } else { small() };
            let (train, test) = all.split(0.2);
            let net = mlp(SMALL, 256, &mut rng);
            let dense = reached(net, &train, &test, &dense_training(), &mut rng);
            let net = lenet(SMALL, 3, [16, 32], 64, &mut rng);
            let moved = with_moved(&train, SMALL);
            let training = convolutional_training();
            let convolutional = reached(net, &moved, &test, &training, &mut rng);
            for (network, accuracy) in
                [("dense", dense), ("convolutional", convolutional)]
            {
                let line = format!("{split},{network},{seed},{accuracy:.4}");
                println!("{line}");
                lines.push(line);
            }
        }
    }
    fs::write("data/accuracy.csv", lines.join("\n") + "\n")?;
    Ok(())
}

/// The accuracy of `net` on `test`, trained on `train`.
fn reached(
    mut net: Sequential,
    train: &Dataset,
    test: &Dataset,
    training: &Training,
    rng: &mut ChaCha8Rng,
) -> f64 {
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    fit(&mut net, train, test, training, &mut Adam::default(), rng, go_on);
    net.score(test, cross_entropy).accuracy
}
