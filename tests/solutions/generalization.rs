//! Solutions of the chapter *Generalization*.

use std::ops::ControlFlow;

use backprop::classification::{Dataset, cross_entropy};
use backprop::generalization::{EarlyStopping, train_on_few};
use backprop::mini_batches::Epoch;
use ndarray::array;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: generalization_1
/// The mean loss if the right class gets `share` three times of four, else the rest.
fn loss_of(share: f64) -> f64 {
    // Softmax makes these shares of these logits.
    let logits = array![[share.ln(), (1.0 - share).ln()]];
    let right = cross_entropy(&logits, &array![[1.0, 0.0]]).0;
    let wrong = cross_entropy(&logits, &array![[0.0, 1.0]]).0;
    0.75 * right + 0.25 * wrong
}

#[test]
fn who_is_right_three_times_of_four_should_say_so() {
    assert_eq!(format!("{:.3}", loss_of(0.99)), "1.159");
    assert_eq!(format!("{:.3}", loss_of(0.75)), "0.562");
    let shares = (1..100).map(|percent| f64::from(percent) / 100.0);
    let best = shares.min_by(|&a, &b| loss_of(a).total_cmp(&loss_of(b)));
    assert_eq!(best, Some(0.75));
}
// ANCHOR_END: generalization_1

// ANCHOR: generalization_2
/// The accuracy on so many samples of a network that has nine chances in ten at each.
fn accuracy(samples: usize, rng: &mut ChaCha8Rng) -> f64 {
    let right = (0..samples).filter(|_| rng.random_bool(0.9)).count();
    right as f64 / samples as f64
}

/// The validation accuracy of the best of twenty such networks, the mean of 200 times.
fn best_of_twenty(samples: usize, rng: &mut ChaCha8Rng) -> f64 {
    let mut best = || (0..20).map(|_| accuracy(samples, rng)).fold(0.0, f64::max);
    (0..200).map(|_| best()).sum::<f64>() / 200.0
}

#[test]
fn the_best_of_twenty_equal_networks_looks_better_than_it_is() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    assert!((best_of_twenty(100, rng) - 0.95).abs() < 0.006);
    assert!((best_of_twenty(1000, rng) - 0.917).abs() < 0.003);
    // On new samples the best is as good as the others.
    assert!((accuracy(10_000, rng) - 0.9).abs() < 0.01);
}
// ANCHOR_END: generalization_2

// ANCHOR: generalization_3
/// How many epochs a run takes with this patience, and the best validation loss in them.
fn stopped(patience: usize, seed: u64) -> (usize, f64) {
    let mut stopping = EarlyStopping { patience, best: None };
    let mut epochs = 0;
    train_on_few(seed, 0.0, |net, epoch| {
        epochs = epoch.number;
        stopping.watch(net, epoch)
    });
    (epochs, stopping.best.expect("an epoch").0.validation.loss)
}

#[test]
fn more_patience_takes_more_epochs_and_keeps_no_higher_loss() {
    let mut too_early = 0;
    for seed in 0..10 {
        let ends = [1, 3, 10, 30].map(|patience| stopped(patience, seed));
        assert!(ends.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        assert!(ends.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        assert!(ends[0].0 <= 6);
        if ends[0].1 > ends[3].1 + 0.1 {
            too_early += 1;
        }
    }
    assert!(too_early >= 8);
}
// ANCHOR_END: generalization_3

// ANCHOR: generalization_4
#[test]
fn the_validation_points_choose_a_decay_of_one_from_most_seeds() {
    let mut choose_one = 0;
    for seed in 0..20 {
        let ends = [0.0, 0.1, 0.3, 1.0, 3.0].map(|decay| {
            let mut last: Option<Epoch> = None;
            let (net, [train, ..]): (_, [Dataset; 3]) =
                train_on_few(seed, decay, |_, epoch| {
                    last = Some(epoch);
                    ControlFlow::Continue(())
                });
            let squares: f64 = net.parameters().iter().map(|w| w * w).sum();
            let training = net.score(&train, cross_entropy).loss;
            (last.unwrap().validation.loss, training, squares)
        });
        let validation = ends.map(|(validation, _, _)| validation);
        let lowest = validation.iter().all(|&loss| loss >= validation[3]);
        choose_one += usize::from(lowest);
        // With more decay, the parameters are smaller and fit the training points less.
        assert!(ends.windows(2).all(|pair| pair[1].1 > pair[0].1));
        assert!(ends.windows(2).all(|pair| pair[1].2 < pair[0].2));
        assert!(ends[4].1 > 0.45 && ends[3].1 < 0.45);
    }
    assert!(choose_one >= 18, "{choose_one}");
}
// ANCHOR_END: generalization_4
