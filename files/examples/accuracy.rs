//! Trains both networks on the small digits, with moved copies and without, on both splits,
//! from ten seeds. Writes what they reach to data/accuracy.csv, and what they take for what,
//! all ten together, to data/confusion.csv.
//!
//! `cargo run --release --example accuracy`

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use backprop::classification::{confusion, decide, fit};
use backprop::dense::Sequential;
use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, with_moved,
};
use backprop::learning_rate::Adam;
use files::small::small;
use files::{FileError, write_whole};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() -> ExitCode {
    if let Err(error) = write() {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn write() -> Result<(), FileError> {
    let mut accuracies = vec!["split,network,images,seed,accuracy".to_string()];
    let mut mistakes =
        vec!["split,network,images,digit,0,1,2,3,4,5,6,7,8,9".to_string()];
    for split in ["shuffled", "in order"] {
        for network in ["dense", "convolutional"] {
            for images in ["as drawn", "moved too"] {
                let what = format!("{split},{network},{images}");
                let mut counts = Array2::zeros((10, 10));
                for seed in 0..10 {
                    let found = confused(split, network, images, seed);
                    let right = found.diag().sum() as f64 / found.sum() as f64;
                    let line = format!("{what},{seed},{right:.4}");
                    println!("{line}");
                    accuracies.push(line);
                    counts += &found;
                }
                for (digit, row) in counts.rows().into_iter().enumerate() {
                    let row: Vec<String> = row.iter().map(usize::to_string).collect();
                    mistakes.push(format!("{what},{digit},{}", row.join(",")));
                }
            }
        }
    }
    for (path, lines) in
        [("data/accuracy.csv", accuracies), ("data/confusion.csv", mistakes)]
    {
        write_whole(Path::new(path), lines.join("\n") + "\n")?;
    }
    Ok(())
}

/// How often each digit of the test images (row) is taken for each digit (column), after
/// training from `seed`.
fn confused(split: &str, network: &str, images: &str, seed: u64) -> Array2<usize> {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let all = if split == "shuffled" { small().shuffled(rng) } else { small() };
    let (train, test) = all.split(0.2);
    // Five times the images, a third of the epochs.
    let (train, training) = if images == "moved too" {
        (with_moved(&train, SMALL), convolutional_training())
    } else {
        (train, dense_training())
    };
    let mut net = if network == "dense" {
        mlp(SMALL, 256, rng)
    } else {
        lenet(SMALL, 3, [16, 32], 64, rng)
    };
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    fit(&mut net, &train, &test, &training, &mut Adam::default(), rng, go_on);
    confusion(&test.labels, &decide(&net.outputs(&test)), 10)
}
