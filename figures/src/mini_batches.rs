//! Values of the chapter *Mini-batches*: what batches are worth, and what comes of a confident
//! mistake.

use std::ops::ControlFlow;

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::classification::{Loss, cross_entropy, spiral, squares};
use backprop::mini_batches::{
    Training, arms_net, arms_training, fit, from_a_mistake,
};
use backprop::optimizers::Adam;
use backprop::what_it_learned::quantile;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::{Value, count, number};

/// How many seeds train in batches and with all samples at once, and how many start from a
/// confident mistake.
const MANY: u64 = 200;

/// The learning rates that are tried for a batch.
pub const RATES: [f64; 4] = [0.01, 0.03, 0.1, 0.3];

/// A size of the batch, a number of epochs, and the best of [`RATES`] for them.
pub const BATCHES: [(usize, usize, f64); 4] =
    [(32, 5, 0.1), (480, 5, 0.1), (32, 40, 0.03), (480, 40, 0.1)];

/// The median over `seeds` of the validation loss of the network of the three arms, trained on
/// 480 points in batches of this size.
pub fn validation_loss(
    seeds: impl Iterator<Item = u64>,
    batch: usize,
    epochs: usize,
    learning_rate: f64,
) -> f64 {
    let training = Training { batch, epochs, learning_rate, ..arms_training() };
    let losses = seeds.map(|seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
        let mut net = arms_net(32, &Identity, rng);
        let optimizer = Adam::default();
        fit(&mut net, &train, &validation, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        net.score(&validation, cross_entropy).loss
    });
    quantile(&losses.collect::<Vec<_>>(), 0.5)
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let lowest =
        |numbers: &[f64]| numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = |numbers: &[f64]| numbers.iter().copied().fold(0.0, f64::max);
    let mistaken = |output: &'static dyn Activation, loss: Loss, rate: f64| {
        let seeds = 0..MANY;
        let shares =
            seeds.map(|seed| 100.0 * from_a_mistake(seed, output, loss, rate));
        shares.collect::<Vec<f64>>()
    };
    let entropy = mistaken(&Identity, cross_entropy, 1.0);
    let sigmoid = mistaken(&Sigmoid, squares, 3.0);
    let slow_sigmoid = mistaken(&Sigmoid, squares, 0.03);
    let logits = mistaken(&Identity, squares, 0.03);
    let [batch_5, all_5, batch_40, all_40] = BATCHES
        .map(|(batch, epochs, rate)| validation_loss(0..MANY, batch, epochs, rate));
    vec![
        number("mini_batches.batch_5", 2, batch_5),
        number("mini_batches.all_5", 2, all_5),
        number("mini_batches.batch_40", 2, batch_40),
        number("mini_batches.all_40", 2, all_40),
        count("mini_batches.seeds", MANY as usize),
        number("mini_batches.mistake_cross_entropy_lowest", 0, lowest(&entropy)),
        number("mini_batches.mistake_cross_entropy", 0, quantile(&entropy, 0.5)),
        number("mini_batches.mistake_sigmoid_lowest", 0, lowest(&sigmoid)),
        number("mini_batches.mistake_sigmoid", 0, quantile(&sigmoid, 0.5)),
        number("mini_batches.mistake_slow_sigmoid", 0, quantile(&slow_sigmoid, 0.5)),
        number(
            "mini_batches.mistake_slow_sigmoid_highest",
            0,
            highest(&slow_sigmoid),
        ),
        number("mini_batches.mistake_logits_lowest", 0, lowest(&logits)),
        number("mini_batches.mistake_logits", 0, quantile(&logits, 0.5)),
    ]
}
