//! Solutions of the chapter *Schedules*.

use backprop::Identity;
use backprop::gradient_descent::descend;
use backprop::learning_rate::{loss_and_gradients, small_network, two_inputs};
use backprop::optimizers::RmsProp;
use backprop::schedules::{Schedule, noisy_descent};
use backprop::what_it_learned::quantile;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: schedules_1
/// For rules like it the rate has to fall.
///
/// Below 0.000000001: it settles. None of the constant rates gets below 0.001. Of
/// the five, the loss gets lowest at 0.005.
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
    let constant =
        [0.1, 0.03, 0.01, 0.005, 0.003].map(|rate| median(Schedule::Constant, rate));
    assert!(constant.iter().all(|&loss| loss > 1e-3));
    let [first, second, third, lowest, last] = constant;
    assert!(first > second && second > third && third > lowest && last > lowest);
}
// ANCHOR_END: schedules_1

// ANCHOR: schedules_2
/// Each step multiplies the distance by 0.942. From 3 to 0.1 takes 57 of them:
/// $`0.942^{57} = 1/30`$. A floor of half the height needs about a quarter of the
/// rate, and so about four times as many steps for the same way.
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
    assert_eq!(format!("{:.3}", distances[1] / distances[0]), "0.942");
    // The floor 0.05 is that of about a quarter of the rate.
    let slower = 0.015 / 1.0075;
    assert!((rate / slower - 4.0).abs() < 0.2);
    let steps = descend(|w| w, 3.0, slower, 400).iter().position(|&w| w < 0.1);
    assert!((steps.unwrap() as f64 / 57.0 - 4.0).abs() < 0.2);
}
// ANCHOR_END: schedules_2

// ANCHOR: schedules_3
/// The first step, with rate 1, jumps to minus the first noise, wherever $`w`$
/// began. After that $`w`$ is minus the mean of all noises so far: step $`t`$ keeps
/// the share $`1 - \frac{1}{t}`$ of the mean and takes $`\frac{1}{t}`$ of the new
/// noise, and that is how a mean is brought up to date.
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
            assert!((w + noises / f64::from(t)).abs() < 1e-12);
        }
        square += w * w / 1000.0;
    }
    assert!((square.sqrt() - 0.041).abs() < 0.002);
}
// ANCHOR_END: schedules_3
