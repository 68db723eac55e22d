//! Trains both networks on the small digits, with moved copies and without, on both splits,
//! from ten seeds. Writes what they reach to data/accuracy.csv, and what they take for what,
//! all ten together, to data/confusion.csv.
//!
//! `cargo run --release --example accuracy`

mod program;
mod lines;

use std::error::Error;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backprop::classification::decide;
use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, with_moved,
};
use backprop::mini_batches::{confusion, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use clap::Parser;
use files::small::small;
use files::{check_writable, write_whole};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use lines::{Lines, data_folder};
use program::Output;

/// Train two networks on the 1,797 digits, two ways, on two splits, from ten seeds each
#[derive(Parser)]
struct Arguments {
    /// The folder to write accuracy.csv and confusion.csv to, after each seed again [default:
    /// the book's folder data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let folder = data_folder(Arguments::parse().folder);
    program::run(true, |out| write(&folder, out))
}

fn write(folder: &Path, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let columns = "split,network,images,seed,accuracy";
    let mut accuracies = Lines::new(folder.join("accuracy.csv"), columns)?;
    let confusion = folder.join("confusion.csv");
    check_writable(&confusion)?;
    let mut mistakes = "split,network,images,digit,0,1,2,3,4,5,6,7,8,9\n".to_string();
    for split in ["shuffled", "in order"] {
        for network in ["dense", "convolutional"] {
            for images in ["as drawn", "moved too"] {
                let what = format!("{split},{network},{images}");
                let mut counts = Array2::zeros((10, 10));
                let others = mistakes.len();
                for seed in 0..10 {
                    let found = confused(split, network, images, seed);
                    let right = found.diag().sum() as f64 / found.sum() as f64;
                    counts += &found;
                    // Those of the seeds so far.
                    mistakes.truncate(others);
                    for (digit, row) in counts.rows().into_iter().enumerate() {
                        let row: Vec<_> = row.iter().map(usize::to_string).collect();
                        mistakes += &format!("{what},{digit},{}\n", row.join(","));
                    }
                    write_whole(&confusion, &mistakes)?;
                    accuracies.add(&format!("{what},{seed},{right:.4}"), out)?;
                }
            }
        }
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
        (with_moved(&train, SMALL, 1), convolutional_training())
    } else {
        (train, dense_training())
    };
    let mut net = if network == "dense" {
        mlp(SMALL, 256, rng)
    } else {
        lenet(SMALL, 3, [16, 32], 64, rng)
    };
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    fit(&mut net, &train, &test, &training, Adam::default(), rng, go_on);
    confusion(&test.labels, &decide(&net.outputs(&test)), 10)
}
