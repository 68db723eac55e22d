//! Claims of the chapter *Classification*.

use std::ops::ControlFlow;

use backprop::activation::{Activation, Identity, Sigmoid, sigmoid};
use backprop::classification::{
    Dataset, Epoch, Loss, Training, arms_net, arms_training, cross_entropy, fit,
    from_a_mistake, softmax, spiral, squares,
};
use backprop::dense::Sequential;
use backprop::learning_rate::Adam;
use backprop::memory_and_threads::batch::on_two_threads;
use backprop::what_it_learned::quantile;
use figures::classification::{DECAYED, PLAIN, Run, SEEDS};
use figures::style::signed as prose;
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("classification", words);
}

#[test]
fn one_row_of_three_logits_by_hand() {
    let logits = array![[2.0, 1.0, -1.0]];
    let powers = logits.mapv(f64::exp);
    let [a, b, c] = [0, 1, 2].map(|k| format!("{:.3}", powers[[0, k]]));
    let sum = powers.sum();
    says(&format!("{a} + {b} + {c} = {sum:.3}"));
    let shares = softmax(&logits);
    let [p, q, r] = [0, 1, 2].map(|k| prose(shares[[0, k]], 4));
    says(&format!("{p}, {q} and {r}"));
    let (loss, slope) = cross_entropy(&logits, &array![[0.0, 1.0, 0.0]]);
    says(&format!(r"-\ln {q} = {loss:.3}"));
    says(&format!(r"\ln {sum:.3} - 1 = {:.3} - 1 = {loss:.3}", sum.ln()));
    let [s, t, u] = [0, 1, 2].map(|k| prose(slope[[0, k]], 4));
    says(&format!("{s}, {t} and {u}"));
    says(&format!(r"\ln 3 = {:.4}", 3.0_f64.ln()));
}

#[test]
fn at_minus_eight_the_slope_of_the_squares_is_1500_times_smaller() {
    let y_hat = sigmoid(-8.0);
    let of_squares = 2.0 * (y_hat - 1.0) * y_hat * (1.0 - y_hat);
    let (_, slope) =
        cross_entropy(&array![[-8.0, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
    let of_entropy = slope[[0, 0]];
    says(&format!("the slope is {} with the squares", prose(of_squares, 4)));
    says(&format!("and {} with cross entropy", prose(of_entropy, 4)));
    assert!((1450.0..1550.0).contains(&(of_entropy / of_squares)));
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
    let mistake = |name: &str| value(&format!("mistake.{name}"));
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
fn in_as_many_epochs_batches_of_32_get_further_than_the_full_batch() {
    let full = Training { batch: 480, ..arms_training() };
    for seed in 0..SEEDS {
        let (_, small) = trained(seed, &arms_training());
        let (_, full) = trained(seed, &full);
        assert!(small.loss < 0.2 && full.loss > 0.4, "{seed}");
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

#[test]
fn the_network_for_few_points_has_4547_parameters_and_starts_near_ln_3() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (points, _) = many(rng);
        let loss = arms_net(32, &Identity, rng).score(&points, cross_entropy).loss;
        assert!((1.0..1.3).contains(&loss), "{seed}: {loss}");
    }
    says(&format!("{} weights and biases", PLAIN[0].net.parameters().len()));
}

#[test]
fn trained_too_long_the_loss_of_new_points_rises_and_both_cures_help() {
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let [train, _, test] = plain.losses(&plain.net);
        assert!(train < 0.2 && test > 0.6);
        assert!(plain.losses(&plain.stopped())[2] < test - 0.1);
        assert!(decayed.losses(&decayed.net)[2] < test - 0.1);
        let last = plain.epochs[plain.epochs.len() - 1];
        assert!(last.validation.loss > plain.best.0.validation.loss + 0.3);
    }
    let first = PLAIN[0].epochs[0].validation.loss;
    let last = PLAIN[0].epochs[149].validation.loss;
    assert!(last > first + 0.3, "{first} {last}");
}

#[test]
fn neither_of_the_two_cures_is_always_the_better_one() {
    let decay_wins = PLAIN.iter().zip(&*DECAYED).filter(|(plain, decayed)| {
        decayed.losses(&decayed.net)[2] < plain.losses(&plain.stopped())[2]
    });
    assert!((3..=8).contains(&decay_wins.count()));
}

#[test]
fn both_cures_raise_the_accuracy_from_most_seeds() {
    let runs = || PLAIN.iter().zip(&*DECAYED);
    let stopping = runs()
        .filter(|(plain, _)| {
            plain.accuracy(&plain.stopped()) > plain.accuracy(&plain.net)
        })
        .count();
    let decaying = runs()
        .filter(|(plain, decayed)| {
            decayed.accuracy(&decayed.net) > plain.accuracy(&plain.net)
        })
        .count();
    assert!(stopping >= 7 && decaying >= 7, "{stopping} {decaying}");
}

#[test]
fn most_of_the_loss_of_new_points_is_of_confident_mistakes_before_the_cures() {
    /// The part of the test loss that is of points whose class has a share below a tenth.
    fn part(run: &Run, net: &Sequential) -> f64 {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter().zip(&run.points[2].labels);
        let losses: Vec<f64> = rows.map(|(p, &label)| -p[label].ln()).collect();
        let sure = losses.iter().filter(|&&loss| loss > -0.1_f64.ln());
        sure.sum::<f64>() / losses.iter().sum::<f64>()
    }
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let (long, early) = (part(plain, &plain.net), part(plain, &plain.stopped()));
        let decay = part(decayed, &decayed.net);
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(long > 0.5 && early < long - 0.2 && decay < long - 0.2);
    }
}

#[test]
fn without_decay_the_squares_of_the_parameters_add_up_to_three_times_as_much() {
    let squares = |run: &Run| run.net.parameters().iter().map(|w| w * w).sum::<f64>();
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        assert!(squares(plain) > 3.0 * squares(decayed));
    }
}

#[test]
fn trained_too_long_a_network_is_sure_of_more_points() {
    // The part of the test points whose arm, right or wrong, gets a share of 90 % or more.
    let sure = |run: &Run, net: &Sequential| {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter();
        let sure = rows.filter(|row| row.iter().any(|&share| share >= 0.9)).count();
        sure as f64 / run.points[2].len() as f64
    };
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let long = sure(plain, &plain.net);
        let (early, decay) =
            (sure(plain, &plain.stopped()), sure(decayed, &decayed.net));
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(early < long - 0.1 && decay < long - 0.1);
    }
}
