//! Our loop and Burn's on the same digits, with what each reaches and how long it takes.

use std::time::Instant;

use backprop::classification::{Dataset, decide};
use backprop::digits::{SMALL, dense_training, mlp};
use backprop::generalization::EarlyStopping;
use backprop::mini_batches::{Training, fit, mean_gradients};
use backprop::optimizers::Adam;
use burn::prelude::*;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::digits::{self, Mlp, PATIENCE, Quiet};

/// What a training reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// How many epochs it took.
    pub epochs: usize,
    /// How many of the test digits the network reads right.
    pub right: usize,
    /// How many seconds an epoch took, with its look at the validation digits.
    pub seconds: f64,
}

/// The digits for a seed: to train, to validate and to test. A fifth of all is for the test, at
/// random or the last, and a tenth of the rest validates.
pub fn parts(split: &str, seed: u64) -> [Dataset; 3] {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let all = if split == "shuffled" { small().shuffled(rng) } else { small() };
    let (rest, test) = all.split(0.2);
    let (train, validation) = rest.shuffled(rng).split(0.1);
    [train, validation, test]
}

/// By our own loop, on one thread, in numbers of 64 bits.
// ANCHOR: by_hand
pub fn by_hand([train, validation, test]: &[Dataset; 3], seed: u64) -> Run {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let mut net = mlp(SMALL, 256, rng);
    let mut stopping = EarlyStopping { patience: PATIENCE, best: None };
    let training = Training { gradients: mean_gradients, ..dense_training() };
    let mut epochs = 0;
    let begin = Instant::now();
    fit(
        &mut net,
        train,
        validation,
        &training,
        Adam::default(),
        rng,
        |net, epoch| {
            epochs = epoch.number;
            stopping.watch(net, epoch)
        },
    );
    let seconds = begin.elapsed().as_secs_f64() / epochs as f64;
    Run { epochs, right: right(&net.outputs(test), test), seconds }
}
// ANCHOR_END: by_hand

/// By Burn's loop, in numbers of 32 bits, from the weights of `new`.
///
/// # Panics
///
/// If no folder for its logs can be made.
pub fn in_burn(
    [train, validation, test]: &[Dataset; 3],
    seed: u64,
    new: fn(&Device) -> Mlp,
) -> Run {
    let device = Device::flex();
    let folder = tempfile::tempdir().expect("a folder for the logs");
    let begin = Instant::now();
    let net = digits::fit(
        &device,
        new,
        train,
        validation,
        seed,
        folder.path(),
        Box::new(Quiet),
    );
    let seconds = begin.elapsed().as_secs_f64();
    // The loop does not say how many epochs it took; its logs do.
    let logs = std::fs::read_dir(folder.path().join("valid")).expect("its logs");
    let epochs = logs.count();
    let outputs = digits::outputs(&net, test, &device);
    Run { epochs, right: right(&outputs, test), seconds: seconds / epochs as f64 }
}

fn right(outputs: &ndarray::Array2<f64>, test: &Dataset) -> usize {
    let decided = decide(outputs).into_iter().zip(&test.labels);
    decided.filter(|(decided, label)| decided == *label).count()
}
