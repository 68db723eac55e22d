//! Claims of the chapter *Schedules*.

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::learning_rate::{
    end_losses, loss_and_gradients, small_network, two_inputs,
};
use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, train_with,
};
use backprop::schedules::{Schedule, end_losses_with, noisy_descent};
use backprop::what_it_learned::quantile;
use figures::schedules::median_loss;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("schedules", words);
}

fn learned(losses: &[f64]) -> usize {
    losses.iter().filter(|&&loss| loss < 0.05).count()
}

/// | rule | median loss after 300 steps | |---|---| | RMSProp | [value:schedules.rms_prop] | | Adam without the mean of the slopes, $`\beta_1 = 0`$ | between 0.02 and 0.06, as the processor rounds | | Adam with the memory of RMSProp, $`\beta_2 = 0.9`$ | [value:schedules.adam_short_memory] | | Adam | below 0.000000001 |
#[test]
fn at_rate_0_1_adam_comes_down_only_with_both_its_mean_and_its_long_memory() {
    assert!(median_loss(&Adam::default()) < 1e-9);
    for without in ["rms_prop", "adam_short_memory"] {
        assert!(value(&format!("schedules.{without}")) > 1e-4, "{without}");
    }
    let mut without_mean = Adam::default();
    without_mean.keep_mean = 0.0;
    // Another rounding tips the second digit.
    assert!((0.02..0.06).contains(&median_loss(&without_mean)));
}

/// How many of 20 seeds end with a loss that is a finite number.
fn finite(optimizer: &impl Optimizer, rate: f64) -> usize {
    let losses = end_losses_with(optimizer, rate, 0..20, 300);
    losses.iter().filter(|loss| loss.is_finite()).count()
}

#[test]
fn beyond_its_edge_only_descent_and_momentum_leave_the_finite_numbers() {
    for rate in [0.3, 3.0, 30.0] {
        assert_eq!(finite(&GradientDescent, rate), 0);
        assert_eq!(finite(&Momentum::default(), rate), 0);
        assert_eq!(finite(&RmsProp::default(), rate), 20);
        assert_eq!(finite(&Adam::default(), rate), 20);
    }
}

#[test]
fn rms_prop_stays_the_higher_the_larger_its_rate_and_adam_comes_down() {
    let rms = [0.01, 0.03, 0.1].map(|rate| {
        quantile(&end_losses_with(&RmsProp::default(), rate, 0..20, 300), 0.5)
    });
    assert!(rms[0] > 1e-3 && rms[1] > 2.0 * rms[0] && rms[2] > 2.0 * rms[1]);
    let adam = end_losses_with(&Adam::default(), 0.1, 0..20, 300);
    assert!(quantile(&adam, 0.5) < 1e-9 && learned(&adam) >= 19);
}

/// At $`\eta = 0.5`$ it is 0.333, at 0.01 it is 0.041.
#[test]
fn noisy_slopes_keep_descent_at_the_floor_of_the_formula_whatever_its_start() {
    let typical = |schedule, rate: f64, start| {
        let square = |seed| {
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            noisy_descent(schedule, rate, start, 200, rng)[200].powi(2)
        };
        ((0..1000).map(square).sum::<f64>() / 1000.0).sqrt()
    };
    for rate in [0.1, 0.5, 1.0_f64] {
        let floor = (rate / (3.0 * (2.0 - rate))).sqrt();
        for start in [3.0, -10.0] {
            let measured = typical(Schedule::Constant, rate, start);
            assert!((measured / floor - 1.0).abs() < 0.06, "{measured} {floor}");
        }
    }
    says(&format!("{:.3}", (0.5_f64 / 4.5).sqrt()));
    says(&format!("{:.3}", (0.01_f64 / 5.97).sqrt()));
    // A constant rate that is picked for 200 steps does as well as one that falls.
    let picked = typical(Schedule::Constant, 0.03, 3.0);
    assert!((0.06..0.08).contains(&picked), "{picked}");
}

#[test]
fn half_the_largest_rate_that_still_falls_teaches_other_seeds() {
    let (x, y) = two_inputs();
    let rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
    let ends: [&'static dyn Activation; 2] = [&Identity, &Sigmoid];
    for (end, usual) in ends.into_iter().zip([0.1, 3.0]) {
        let falls = |rate: &f64, seed| {
            let mut net = small_network(end, seed);
            let losses = net.train(&x, &y, *rate, 50);
            losses[50] < losses[0]
        };
        let (mut of_usual, mut learns) = (0, 0);
        for seed in 0..20 {
            let mut falling = rates.into_iter().filter(|rate| falls(rate, seed));
            let largest = falling.next_back().unwrap();
            of_usual += usize::from(largest == usual);
            let others = 1000 + seed..1001 + seed;
            let losses = end_losses(end, largest / 2.0, others, 500);
            learns += learned(&losses);
        }
        assert!(of_usual >= 16, "{end:?}: {of_usual}");
        assert!(learns >= 19, "{end:?}: {learns}");
    }
}

/// Of 200 seeds, how many learn at half the largest of the rates whose loss is lower after 50
/// steps than before (for another seed each), at that rate and with it falling by a cosine; and
/// for how many that largest rate is 3 or more.
fn by_half_the_largest_rate(optimizer: &impl Optimizer) -> [usize; 3] {
    let (x, y) = two_inputs();
    let rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
    let mut counts = [0; 3];
    for seed in 0..200 {
        let falls = |rate: &f64| {
            let net = &mut small_network(&Identity, seed);
            let losses = train_with(net, &x, &y, optimizer.clone(), *rate, 50);
            losses[50] < losses[0]
        };
        let largest = rates.into_iter().rfind(falls).unwrap();
        let ends = [Schedule::Constant, Schedule::Cosine].map(|schedule| {
            let mut net = small_network(&Identity, 1000 + seed);
            let mut rules = net.rules(optimizer.clone());
            for step in 0..500 {
                let rate = largest / 2.0 * schedule.factor(step, 500);
                let (_, gradients) = loss_and_gradients(&net, &x, &y);
                net.step_with(&mut rules, rate, &gradients);
            }
            loss_and_gradients(&net, &x, &y).0
        });
        counts[0] += learned(&ends[..1]);
        counts[1] += learned(&ends[1..]);
        counts[2] += usize::from(largest >= 3.0);
    }
    counts
}

#[test]
fn half_the_largest_rate_that_falls_suits_momentum_and_a_falling_rms_prop_and_not_adam()
 {
    let [constant, _, _] = by_half_the_largest_rate(&Momentum::default());
    assert!(constant >= 190, "{constant}");
    let [constant, cosine, _] = by_half_the_largest_rate(&RmsProp::default());
    assert!(constant < 100 && cosine >= 190, "{constant} {cosine}");
    let [constant, cosine, large] = by_half_the_largest_rate(&Adam::default());
    assert!(constant < 40 && cosine < 40, "{constant} {cosine}");
    assert!(large > 150, "{large}");
}

/// **Guess first:** two inputs, four hidden units and one output make 17 parameters.
/// For each parameter an $`m`$ and an $`s`$: 34 numbers.
#[test]
fn adam_remembers_two_numbers_for_each_of_17_parameters() {
    let parameters = small_network(&Identity, 0).parameters().len();
    says(&format!("one output make {parameters} parameters"));
    says(&format!("an $`m`$ and an $`s`$: {} numbers", 2 * parameters));
}
