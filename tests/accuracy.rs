//! What the networks of *What it reads* reach on the small digits. They train for a minute, so ask:
//! `cargo test --release --test accuracy -- --ignored`.

use std::ops::ControlFlow;

use backprop::classification::{Dataset, cross_entropy};
use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, with_moved,
};
use backprop::mini_batches::{Training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The accuracies of seeds 0 to 4 on the fifth that is set aside.
fn accuracies(
    all: impl Fn(&mut ChaCha8Rng) -> Dataset,
    net: impl Fn(&mut ChaCha8Rng) -> Sequential,
    images: impl Fn(Dataset) -> Dataset,
    training: &Training,
) -> Vec<f64> {
    let reached = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (train, test) = all(rng).split(0.2);
        let train = images(train);
        let mut net = net(rng);
        let go_on = |_: &Sequential, _| ControlFlow::Continue(());
        fit(&mut net, &train, &test, training, Adam::default(), rng, go_on);
        net.score(&test, cross_entropy).accuracy
    };
    (0..5).map(reached).collect()
}

fn shuffled(rng: &mut ChaCha8Rng) -> Dataset {
    small().shuffled(rng)
}

fn in_order(_: &mut ChaCha8Rng) -> Dataset {
    small()
}

fn dense(all: fn(&mut ChaCha8Rng) -> Dataset) -> Vec<f64> {
    accuracies(all, |rng| mlp(SMALL, 256, rng), |train| train, &dense_training())
}

fn convolutional(all: fn(&mut ChaCha8Rng) -> Dataset) -> Vec<f64> {
    let net = |rng: &mut ChaCha8Rng| lenet(SMALL, 3, [16, 32], 64, rng);
    let images = |train: Dataset| with_moved(&train, SMALL, 1);
    accuracies(all, net, images, &convolutional_training())
}

#[test]
#[ignore = "trains for a while; in release mode"]
fn on_a_shuffled_fifth_dense_layers_reach_98_percent_and_convolutions_99() {
    let (dense, convolutional) = (dense(shuffled), convolutional(shuffled));
    assert!(quantile(&dense, 0.5) >= 0.98, "{dense:?}");
    assert!(quantile(&convolutional, 0.5) >= 0.99, "{convolutional:?}");
}

#[test]
#[ignore = "trains for a while; in release mode"]
fn on_other_writers_dense_layers_fall_below_95_percent_and_convolutions_do_not() {
    let (dense, convolutional) = (dense(in_order), convolutional(in_order));
    assert!(dense.iter().all(|share| (0.88..0.95).contains(share)), "{dense:?}");
    assert!(quantile(&convolutional, 0.5) >= 0.95, "{convolutional:?}");
}
