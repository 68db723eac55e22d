//! Claims of the chapter *Mini-batches*.

use std::ops::ControlFlow;

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::classification::{Dataset, Loss, cross_entropy, spiral, squares};
use backprop::memory_and_threads::batch::on_two_threads;
use backprop::mini_batches::{
    Epoch, Training, arms_net, arms_training, fit, from_a_mistake,
};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use figures::mini_batches::{BATCHES, RATES, validation_loss};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// How many seeds a claim looks at.
const SEEDS: u64 = 10;

/// 480 points of the three arms, and 120 to validate.
fn many(rng: &mut ChaCha8Rng) -> (Dataset, Dataset) {
    spiral(200, 0.15, rng).shuffled(rng).split(0.2)
}

/// The last epoch of training on [`many`], and the network.
fn trained(seed: u64, training: &Training) -> (Sequential, Epoch) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = many(rng);
    let mut net = arms_net(32, &Identity, rng);
    let optimizer = Adam::default();
    let mut last = None;
    fit(&mut net, &train, &validation, training, optimizer, rng, |_, epoch| {
        last = Some(epoch);
        ControlFlow::Continue(())
    });
    (net, last.unwrap())
}

#[test]
fn in_five_epochs_batches_get_further_than_all_samples_and_in_forty_about_as_far() {
    let loss = |name: &str| value(&format!("mini_batches.{name}"));
    assert!(loss("batch_5") < 0.25 && loss("all_5") > 0.5);
    assert!(loss("all_40") < loss("batch_40") + 0.05);
}

#[test]
fn the_rate_of_each_size_of_the_batch_is_the_best_for_other_seeds() {
    for (batch, epochs, best) in BATCHES {
        let loss = |rate| validation_loss(1000..1020, batch, epochs, rate);
        let others = RATES.into_iter().filter(|&rate| rate != best);
        let chosen = loss(best);
        assert!(others.map(loss).all(|loss| loss > chosen), "{batch} {epochs}");
    }
}

#[test]
fn two_threads_train_the_network_of_one() {
    let one = Training { epochs: 5, ..arms_training() };
    let two = Training { gradients: on_two_threads, ..one.clone() };
    let [alone, shared] =
        [one, two].map(|training| trained(0, &training).0.parameters());
    assert_eq!(alone.len(), shared.len());
    let pairs = alone.iter().zip(&shared);
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
}

#[test]
fn two_runs_with_two_threads_agree_to_the_last_bit() {
    let two = Training { epochs: 5, gradients: on_two_threads, ..arms_training() };
    assert_eq!(trained(0, &two).0.parameters(), trained(0, &two).0.parameters());
}

/// Remember it: a network that has learned nothing should start near this loss, and one
/// above it does worse than not knowing.
#[test]
fn a_network_starts_near_ln_3() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (points, _) = many(rng);
        let loss = arms_net(32, &Identity, rng).score(&points, cross_entropy).loss;
        assert!((1.0..1.3).contains(&loss), "{seed}: {loss}");
    }
}

#[test]
fn at_a_small_rate_squares_with_sigmoids_keep_a_confident_mistake_and_plain_squares_do_not()
 {
    for seed in 0..SEEDS {
        let (_, validation) = many(&mut ChaCha8Rng::seed_from_u64(seed));
        let first = validation.labels.iter().filter(|&&label| label == 0).count();
        for rate in [0.03, 0.1] {
            // Still the first arm for all.
            let kept = from_a_mistake(seed, &Sigmoid, squares, rate);
            assert_eq!(kept, first as f64 / validation.len() as f64, "{seed}");
        }
        // The same but for the sigmoid.
        let plain = from_a_mistake(seed, &Identity, squares, 0.03);
        assert!(plain > 0.7, "{seed}: {plain}");
    }
}

#[test]
fn each_at_its_best_rate_only_squares_with_sigmoids_keep_the_mistake_from_some_seeds()
{
    let mistake = |name: &str| value(&format!("mini_batches.mistake_{name}"));
    assert!(mistake("slow_sigmoid_highest") < 50.0);
    assert!(
        mistake("cross_entropy_lowest") > 80.0 && mistake("cross_entropy") > 90.0
    );
    assert!(mistake("logits_lowest") > 70.0 && mistake("logits") > 85.0);
    assert!(mistake("sigmoid_lowest") < 50.0 && mistake("sigmoid") > 85.0);
}

#[test]
fn the_three_rates_are_the_best_of_those_tried_for_other_seeds() {
    let rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
    let best = |output: &'static dyn Activation, loss: Loss| {
        let median = |rate| {
            let seeds = 1000..1010;
            let shares = seeds.map(|seed| from_a_mistake(seed, output, loss, rate));
            quantile(&shares.collect::<Vec<_>>(), 0.5)
        };
        rates.into_iter().max_by(|&a, &b| median(a).total_cmp(&median(b))).unwrap()
    };
    let best = [
        best(&Identity, cross_entropy),
        best(&Sigmoid, squares),
        best(&Identity, squares),
    ];
    assert_eq!(best, [1.0, 3.0, 0.03]);
}

#[test]
fn from_small_weights_squares_with_a_sigmoid_learn_the_arms_too() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (train, validation) = many(rng);
        let mut net = arms_net(32, &Sigmoid, rng);
        let training = Training { loss: squares, ..arms_training() };
        let optimizer = Adam::default();
        fit(&mut net, &train, &validation, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        let accuracy = net.score(&validation, squares).accuracy;
        assert!(accuracy > 0.85, "{seed}: {accuracy}");
    }
}
