//! Solutions of the chapter *More than one machine*.

use std::iter::zip;

use backprop::activation::{Identity, Sigmoid};
use backprop::classification::{cross_entropy, spiral};
use backprop::dense::Gradients;
use backprop::memory_and_threads::batch::sum;
use backprop::mini_batches::mean_gradients;
use backprop::more_than_one_machine::{Machine, Step};
use backprop::optimizers::{Adam, GradientDescent, Momentum, Optimizer, RmsProp};
use backprop::{Dense, Initialization, Sequential};
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: more_than_one_machine_1
#[test]
fn the_mean_of_two_steps_is_the_step_of_the_mean_for_equal_parts() {
    let data = spiral(16, 0.1, &mut ChaCha8Rng::seed_from_u64(2));
    // The parameters after one step with the mean gradient of some rows.
    let stepped = |rows: std::ops::Range<usize>| {
        let mut net = Sequential::new(Dense::new(2, 7), &Sigmoid)
            .then(Dense::new(7, 3), &Identity)
            .initialized(Initialization::Xavier, &mut ChaCha8Rng::seed_from_u64(3));
        let part = data.select(&rows.collect::<Vec<_>>());
        let (x, y) = (&part.x, &part.one_hot());
        let (_, gradients) = mean_gradients(&net, cross_entropy, x, y);
        net.step(&gradients, 0.5);
        net.parameters()
    };
    let whole = stepped(0..48);
    let off = |cut| {
        let means =
            zip(stepped(0..cut), stepped(cut..48)).map(|(a, b)| (a + b) / 2.0);
        let apart = zip(means, &whole).map(|(mean, whole)| (mean - whole).abs());
        apart.fold(0.0, f64::max)
    };
    assert!(off(24) < 1e-14);
    assert!(off(40) > 1e-3);
}

/// How far the mean weight of two machines is from the weight that their mean gradient
/// gives, after 20 steps on two parabolas with one rule.
fn off_after_20_steps(rule: impl Optimizer) -> f64 {
    let slopes = [|w: f64| 2.0 * (w - 1.0), |w: f64| 6.0 * (w - 3.0)];
    let mut whole = (rule.clone(), [2.0]);
    let mut machines = [(rule.clone(), [2.0]), (rule, [2.0])];
    for _ in 0..20 {
        let mean = slopes.map(|slope| slope(whole.1[0]) / 2.0).iter().sum();
        whole.0.step(0.05, &mut whole.1, &[mean]);
        for ((rule, w), slope) in zip(&mut machines, slopes) {
            let gradient = [slope(w[0])];
            rule.step(0.05, w, &gradient);
        }
        let mean = (machines[0].1[0] + machines[1].1[0]) / 2.0;
        machines.iter_mut().for_each(|(_, w)| *w = [mean]);
    }
    (machines[0].1[0] - whole.1[0]).abs()
}

/// For plain gradient descent and for momentum.
#[test]
fn the_mean_of_the_weights_is_that_of_the_mean_gradient_for_descent_and_momentum() {
    assert!(off_after_20_steps(GradientDescent) < 1e-14);
    assert!(off_after_20_steps(Momentum::default()) < 1e-13);
    assert!(off_after_20_steps(RmsProp::default()) > 0.01);
    assert!(off_after_20_steps(Adam::default()) > 0.01);
}
// ANCHOR_END: more_than_one_machine_1

/// Each of the $`m - 1`$ others sends a gradient of $`P b`$ bytes to the first and gets one
/// back: $`2 (m - 1) P b`$ bytes pass through its wire, in both directions together.
// ANCHOR: more_than_one_machine_2
#[test]
fn the_wire_of_the_first_carries_half_as_many_bytes_as_machines_times_a_ring() {
    let step = Step { parameters: 1000, samples: 1, bytes: 8 };
    for machines in 2..20 {
        let first = 2 * (machines - 1) * step.parameters * step.bytes;
        // What a machine of a ring sends, and what it gets.
        let ring = 2.0 * step.bytes_sent(machines);
        assert!((first as f64 - ring * machines as f64 / 2.0).abs() < 1e-6);
    }
}
// ANCHOR_END: more_than_one_machine_2

/// With 214 samples two machines are faster than one, with 213 they are not.
// ANCHOR: more_than_one_machine_3
#[test]
fn from_214_samples_on_two_machines_are_faster_than_one() {
    let machine = Machine { rate: 1e10, bandwidth: 1.25e8, latency: 0.0 };
    for parameters in [19_210, 19_200_010] {
        let speed_up =
            |samples| Step { parameters, samples, bytes: 8 }.speed_up(2, &machine);
        assert!(speed_up(213) < 1.0 && speed_up(214) > 1.0);
    }
}
// ANCHOR_END: more_than_one_machine_3

/// `batch_size(16)` and the rate 0.025: the sum of four means of 16 samples is four times the
/// mean of 64.
// ANCHOR: more_than_one_machine_4
#[test]
fn four_devices_want_a_fourth_of_the_batch_size_and_of_the_rate() {
    let data = spiral(64, 0.1, &mut ChaCha8Rng::seed_from_u64(4));
    let net = || {
        Sequential::new(Dense::new(2, 7), &Sigmoid)
            .then(Dense::new(7, 3), &Identity)
            .initialized(Initialization::Xavier, &mut ChaCha8Rng::seed_from_u64(5))
    };
    let mean = |rows: std::ops::Range<usize>| {
        let part = data.select(&rows.collect::<Vec<_>>());
        mean_gradients(&net(), cross_entropy, &part.x, &part.one_hot())
    };
    let stepped = |(_, gradients): (f64, Vec<Gradients>), rate| {
        let mut net = net();
        net.step(&gradients, rate);
        net.parameters()
    };
    let four = [0..16, 16..32, 32..48, 48..64].map(mean).into_iter().reduce(sum);
    let apart = zip(stepped(mean(0..64), 0.1), stepped(four.expect("four"), 0.025))
        .map(|(one, four)| (one - four).abs());
    assert!(apart.fold(0.0, f64::max) < 1e-15);
}
// ANCHOR_END: more_than_one_machine_4
