//! Solutions of the chapter *Schedules*.

use backprop::Identity;
use backprop::gradient_descent::descend;
use backprop::learning_rate::{loss_and_gradients, small_network, two_inputs};
use backprop::optimizers::RmsProp;
use backprop::schedules::{Schedule, noisy_descent};
use backprop::what_it_learned::quantile;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: schedules_1
#[test]
fn rms_prop_settles_when_its_rate_falls_and_at_no_constant_rate() {
    let (x, y) = two_inputs();
    let median = |schedule: Schedule, rate: f64| {
        let loss = |seed| {
            let mut net = small_network(&Identity, seed);
            let mut rules = net.rules(RmsProp::default());
            for step in 0..300 {
                let (_, gradients) = loss_and_gradients(&net, &x, &y);
                net.step_with(
                    &mut rules,
                    rate * schedule.factor(step, 300),
                    &gradients,
                );
            }
            loss_and_gradients(&net, &x, &y).0
        };
        quantile(&(0..200).map(loss).collect::<Vec<_>>(), 0.5)
    };
    assert!(median(Schedule::Cosine, 0.1) < 1e-9);
    for rate in [0.1, 0.03, 0.01, 0.005, 0.003] {
        assert!(median(Schedule::Constant, rate) > 1e-3, "rate {rate}");
    }
}
// ANCHOR_END: schedules_1

// ANCHOR: schedules_2
#[test]
fn at_rate_0_058_the_floor_is_a_tenth_and_57_steps_away() {
    let rate = 0.06 / 1.03;
    let square = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        noisy_descent(Schedule::Constant, rate, 3.0, 400, rng)[400].powi(2)
    };
    let typical = ((0..1000).map(square).sum::<f64>() / 1000.0).sqrt();
    assert!((typical - 0.1).abs() < 0.006);
    let distances = descend(|w| w, 3.0, rate, 57);
    assert!(distances[56] > 0.1 && distances[57] < 0.1);
}
// ANCHOR_END: schedules_2

// ANCHOR: schedules_3
#[test]
fn at_rates_of_1_over_t_descent_ends_at_minus_the_mean_of_the_noise() {
    let mut square = 0.0;
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (mut w, mut noises) = (3.0, 0.0);
        for t in 1..=200 {
            let noise = 2.0 * rng.random::<f64>() - 1.0;
            w -= (w + noise) / f64::from(t);
            noises += noise;
        }
        assert!((w + noises / 200.0).abs() < 1e-12);
        square += w * w / 1000.0;
    }
    assert!((square.sqrt() - 0.041).abs() < 0.002);
}
// ANCHOR_END: schedules_3
