//! What early stopping watches and leaves, in a process of its own: what else draws numbers on the
//! device would change the weights that it starts from.

use std::fs;

use backprop::classification::cross_entropy;
use burn::prelude::*;
use in_burn::digits::{Mlp, PATIENCE, Quiet, fit, outputs};
use in_burn::runs::parts;

/// What `launch` gives are the weights of the last epoch, not of the best. The validation loss that it
/// watches is the mean of the batches' means: the smaller last one counts as much as any other.
#[test]
fn launch_watches_the_mean_of_means_and_gives_the_last_weights() {
    let seed = 7;
    let [train, validation, _] = parts("shuffled", seed);
    let (folder, device) = (tempfile::tempdir().unwrap(), Device::flex());
    let quiet = Box::new(Quiet);
    let net = fit(&device, Mlp::new, &train, &validation, seed, folder.path(), quiet);

    let logs = folder.path().join("valid");
    let epochs = fs::read_dir(&logs).unwrap().count();
    // The means of the batches, and what Burn makes of them.
    let logged = |epoch: usize| {
        let log = logs.join(format!("epoch-{epoch}")).join("Loss.log");
        let log = fs::read_to_string(log).unwrap();
        let numbers = log.lines().map(|line| line.split(',').next().unwrap());
        let mut means: Vec<f64> = numbers.map(|mean| mean.parse().unwrap()).collect();
        let watched = means.pop().unwrap();
        (means, watched)
    };
    let watched: Vec<f64> = (1..=epochs).map(|epoch| logged(epoch).1).collect();
    let best = epochs - PATIENCE;
    assert!(watched.iter().all(|&loss| loss >= watched[best - 1]));

    let batches = [32.0, 32.0, 32.0, 32.0, 16.0];
    assert_eq!(batches.iter().sum::<f64>(), validation.len() as f64);
    let mean = |epoch| {
        let sums = logged(epoch).0.into_iter().zip(batches);
        sums.map(|(mean, rows)| rows * mean).sum::<f64>() / validation.len() as f64
    };
    let logits = outputs(&net, &validation, &device);
    let (sum, _) = cross_entropy(&logits, &validation.one_hot());
    let loss = sum / validation.len() as f64;
    println!("{loss}, logged {} of {epochs}, {}", mean(epochs), mean(best));
    assert!((loss - mean(epochs)).abs() < 1e-5);
    assert!(loss > mean(best) + 1e-3);

    let (means, watched) = logged(1);
    println!("{means:?}, {watched}, {}", mean(1));
    assert!((watched - means.iter().sum::<f64>() / 5.0).abs() < 1e-6);
    assert!((watched - mean(1)).abs() > 1e-4);
}
