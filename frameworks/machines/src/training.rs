//! Burn's loop over several devices.

use std::error::Error;
use std::fs;
use std::iter::zip;
use std::path::Path;
use std::sync::Arc;

use backprop::digits::{SMALL, mlp};
use backprop::sequential::Sequential;
use burn::data::dataloader::{DataLoader, DataLoaderBuilder};
use burn::data::dataset::InMemDataset;
use burn::lr_scheduler::constant::ConstantLr;
use burn::optim::SgdConfig;
use burn::prelude::*;
use burn::train::metric::LossMetric;
use burn::train::{
    ExecutionStrategy, Learner, LearningResult, MultiDeviceOptim, SupervisedTraining,
    TrainingStrategy,
};
use files::network;
use files::small::small;
use in_burn::digits::{Batch, Mlp, Quiet, Stack, items};
use in_burn::weights::{load_ours, save_as_ours};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The number of digits, which all take part in each step.
pub const DIGITS: usize = 512;

/// The network that every training here begins with, as ours.
pub fn start() -> Sequential {
    mlp(SMALL, 256, &mut ChaCha8Rng::seed_from_u64(0))
}

/// `net` on a device of Burn's.
///
/// # Errors
///
/// If the file that they meet in can't be written or read.
pub fn to_burn(net: &Sequential, device: &Device) -> Result<Mlp, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("net");
    network::save(net, &path)?;
    Ok(load_ours(&path, device)?)
}

/// And back.
///
/// # Errors
///
/// If the file that they meet in can't be written or read.
pub fn from_burn(net: &Mlp) -> Result<Sequential, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("net");
    save_as_ours(net, &path)?;
    Ok(network::load(start(), &path)?)
}

/// Hands out the first digits, all at once, always in their order. Of several devices each gets
/// its part.
fn loader() -> Arc<dyn DataLoader<Batch>> {
    let mut digits = items(&small());
    digits.truncate(DIGITS);
    DataLoaderBuilder::new(Stack).batch_size(DIGITS).build(InMemDataset::new(digits))
}

/// Trains on one device, or on several that share the digits, by gradient descent, until so
/// many epochs are done. Metrics and checkpoints go to `folder`; with `after` it goes on from
/// the checkpoint of that epoch.
///
/// # Errors
///
/// If the first weights do not get to the first device.
// ANCHOR: fit_on
pub fn fit(
    devices: &[Device],
    learning_rate: f64,
    epochs: usize,
    after: Option<usize>,
    folder: &Path,
) -> Result<LearningResult<Mlp>, Box<dyn Error>> {
    let net = to_burn(&start(), &devices[0].clone().autodiff())?;
    let rate = ConstantLr::new(learning_rate);
    let learner = Learner::new(net, SgdConfig::new().init(), rate);
    let strategy =
        ExecutionStrategy::multi(devices.to_vec(), MultiDeviceOptim::OptimMainDevice);
    let mut training = SupervisedTraining::new(folder, loader(), loader())
        .metrics((LossMetric::new(),))
        .num_epochs(epochs)
        .with_default_checkpointers()
        .with_training_strategy(TrainingStrategy::Default(strategy))
        .renderer(Box::new(Quiet));
    if let Some(epoch) = after {
        training = training.checkpoint(epoch);
    }
    Ok(training.launch(learner))
}
// ANCHOR_END: fit_on

/// The loss after each of the epochs, from the files that Burn wrote into `folder`.
///
/// # Errors
///
/// If one is not there, or is no number.
pub fn losses(folder: &Path, epochs: usize) -> Result<Vec<f64>, Box<dyn Error>> {
    let loss = |epoch| {
        let file = folder.join(format!("valid/epoch-{epoch}/Loss.log"));
        let text = fs::read_to_string(file)?;
        // The loss, and how many there were of it.
        let loss = text.split(',').next().unwrap_or_default();
        Ok(loss.parse()?)
    };
    (1..=epochs).map(loss).collect()
}

/// The last epoch, up to `epochs`, whose checkpoint in `folder` is whole.
// ANCHOR: last_checkpoint
pub fn last_checkpoint(folder: &Path, epochs: usize) -> Option<usize> {
    let whole = |epoch: &usize| {
        let file = |of| folder.join(format!("checkpoint/{of}-{epoch}.bpk"));
        ["model", "optim", "scheduler"].into_iter().all(|of| file(of).exists())
    };
    (1..=epochs).rev().find(whole)
}
// ANCHOR_END: last_checkpoint

/// The largest difference between the numbers of two lists of one length.
pub fn apart(a: &[f64], b: &[f64]) -> f64 {
    zip(a, b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}
