//! Learns which of three arms of a spiral a point is of.

use std::ops::ControlFlow;

use backprop::Identity;
use backprop::classification::{cross_entropy, decide, spiral};
use backprop::mini_batches::{arms_net, arms_training, confusion, fit};
use backprop::optimizers::Adam;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
    println!("{} + {} points", train.len(), validation.len());

    let mut net = arms_net(32, &Identity, rng);
    let training = arms_training();
    let optimizer = Adam::default();
    fit(&mut net, &train, &validation, &training, optimizer, rng, |_, epoch| {
        if [1, 5, 10, 20, 40].contains(&epoch.number) {
            let accuracy = epoch.validation.accuracy;
            println!(
                "{:2}  loss {:.3}  accuracy {accuracy:.2}",
                epoch.number, epoch.loss
            );
        }
        ControlFlow::Continue(())
    });

    let score = net.score(&validation, cross_entropy);
    let decided = decide(&net.outputs(&validation));
    let counts = confusion(&validation.labels, &decided, 3);
    println!("{counts}");
    assert!(score.accuracy > 0.85);
    assert_eq!(counts.sum(), validation.len());
    let right = counts.diag().sum() as f64 / validation.len() as f64;
    assert_eq!(right, score.accuracy);
}
