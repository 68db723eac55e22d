//! Solutions of the chapter *When it does not learn*.

use std::iter::zip;

use backprop::classification::Dataset;
use backprop::optimizers::GradientDescent;
use backprop::when_it_does_not_learn::Program;
use backprop::when_it_does_not_learn::faults::{fault, right, spoil};
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: when_it_does_not_learn_1
#[test]
fn a_loss_before_training_names_a_number_of_classes() {
    let classes = |loss: f64| loss.exp();
    assert_eq!(classes(1.39).round(), 4.0);
    assert_eq!(classes(0.69).round(), 2.0);
    // A share of 1 in 1100 for the right class: sure, and wrong.
    assert!((1000.0..1200.0).contains(&classes(7.0)));
}
// ANCHOR_END: when_it_does_not_learn_1

// ANCHOR: when_it_does_not_learn_2
#[test]
fn slopes_twice_too_large_are_seen_by_the_slope_check_alone() {
    for seed in 0..20 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut program = right(seed);
        spoil(&mut program, 1, |_, _, gradients| gradients.dw *= 2.0);
        assert_eq!(program.climb(rng), [false, false, true, false, false]);
        for slope in program.check_slopes(5, rng) {
            let wrong = slope.layer == 1 && slope.array == "weights";
            let apart = if wrong { 0.5 } else { 0.0 };
            assert!((slope.apart - apart).abs() < 1e-4);
        }
    }
}
// ANCHOR_END: when_it_does_not_learn_2

// ANCHOR: when_it_does_not_learn_3
#[test]
fn with_one_sample_the_mean_is_the_sum() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut program = fault("mean slope of biases").planted(0);
    for n in [1, 2, 5, 20] {
        let slopes = program.check_slopes(n, rng);
        let worst = slopes.iter().map(|slope| slope.apart).fold(0.0, f64::max);
        assert!((worst - (1.0 - 1.0 / n as f64)).abs() < 1e-4);
    }
}
// ANCHOR_END: when_it_does_not_learn_3

// ANCHOR: when_it_does_not_learn_4
/// How many samples to validate on are among those to train on.
fn shared(train: &Dataset, validation: &Dataset) -> usize {
    let rows = validation.x.rows().into_iter();
    rows.filter(|row| train.x.rows().into_iter().any(|seen| seen == *row)).count()
}

#[test]
fn a_sixth_rung_finds_the_leak() {
    for seed in 0..20 {
        let program = right(seed);
        assert_eq!(shared(&program.train, &program.validation), 0);
        let program = fault("validation trained on").planted(seed);
        assert_eq!(shared(&program.train, &program.validation), 100);
    }
}
// ANCHOR_END: when_it_does_not_learn_4

// ANCHOR: when_it_does_not_learn_5
#[test]
fn for_plain_descent_the_sweep_finds_a_rate_30_times_as_large() {
    let (mut alarms, mut best, mut mended) = ([0; 5], 0, 0);
    for seed in 0..20 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let Program { net, train, validation, training, .. } = right(seed);
        let optimizer = GradientDescent;
        let mut program = Program { net, train, validation, training, optimizer };
        for (alarms, alarm) in zip(&mut alarms, program.climb(rng)) {
            *alarms += usize::from(alarm);
        }
        let losses = program.sweep(&[3.0, 10.0, 30.0, 100.0], 5, rng);
        best += usize::from(losses.iter().all(|&loss| loss >= losses[2]));
        program.training.learning_rate *= 30.0;
        mended += usize::from(program.climb(rng) == [false; 5]);
    }
    assert!(alarms[1] >= 15 && alarms[3] >= 15 && best >= 15 && mended >= 15);
}
// ANCHOR_END: when_it_does_not_learn_5
