//! What early stopping leaves, in a process of its own: what else draws numbers on the device would
//! change the weights that it starts from.

use std::fs;

use backprop::classification::cross_entropy;
use burn::prelude::*;
use in_burn::digits::{Mlp, PATIENCE, Quiet, fit, outputs};
use in_burn::runs::parts;

/// What `launch` gives are the weights of the last epoch, not of the best.
#[test]
fn launch_gives_the_weights_of_the_last_epoch() {
    let seed = 7;
    let [train, validation, _] = parts("shuffled", seed);
    // Whole batches: then the mean of their means, which Burn logs, is the mean.
    let validation = validation.select(&(0..128).collect::<Vec<_>>());
    let (folder, device) = (tempfile::tempdir().unwrap(), Device::flex());
    let quiet = Box::new(Quiet);
    let net = fit(&device, Mlp::new, &train, &validation, seed, folder.path(), quiet);
    let logits = outputs(&net, &validation, &device);
    let loss = cross_entropy(&logits, &validation.one_hot()).0 / 128.0;

    let logs = folder.path().join("valid");
    let epochs = fs::read_dir(&logs).unwrap().count();
    let logged = |epoch: usize| {
        let log = logs.join(format!("epoch-{epoch}")).join("Loss.log");
        let log = fs::read_to_string(log).unwrap();
        let mean = log.lines().find_map(|line| line.strip_suffix(",final"));
        mean.unwrap().parse::<f64>().unwrap()
    };
    let losses: Vec<f64> = (1..=epochs).map(logged).collect();
    let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
    println!("{loss}, the last of {losses:?}, the best is {best}");
    assert_eq!(losses[epochs - 1 - PATIENCE], best);
    assert!((loss - losses[epochs - 1]).abs() < 1e-5);
    assert!(loss > best + 1e-3);
}
