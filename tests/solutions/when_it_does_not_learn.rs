//! Solutions of the chapter *When it does not learn*.

use std::iter::zip;

use backprop::classification::Dataset;
use backprop::optimizers::GradientDescent;
use backprop::when_it_does_not_learn::Program;
use backprop::when_it_does_not_learn::faults::{fault, right, spoil};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// $`\mathrm{e}^{1.39}`$ is about 4 and $`\mathrm{e}^{0.69}`$ about 2: each gives so
/// many classes the same share, and is right to begin with. $`\mathrm{e}^{7} =
/// 1096.6`$: the right class gets a share of about one in 1100, like a guess among
/// as many.
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

/// Rung 3 alone. Adam divides each slope by its usual size, so a factor 2 drops out,
/// and the network learns as before. The share is $`\lvert 2 m - m \rvert / \lvert 2
/// m \rvert = 0.5`$, for the weights of layer 1 and for nothing else.
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

/// The share is $`1 - \frac{1}{n}`$: 0, 0.5, 0.8 and 0.95.
/// With one sample the mean is the sum, and the report says that all is well.
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

/// That finds copies. *Validation trained on*: the points to validate are among
/// those to train on, so the curves fall together, and the score says nothing about
/// new points.
// ANCHOR: when_it_does_not_learn_4
#[test]
fn a_sixth_rung_finds_the_leak() {
    for seed in 0..20 {
        let program = right(seed);
        assert_eq!(shared(&program.train, &program.validation), 0);
        let program = fault("validation trained on").planted(seed);
        assert_eq!(shared(&program.train, &program.validation), 100);
    }
}

/// How many samples to validate on are among those to train on.
fn shared(train: &Dataset, validation: &Dataset) -> usize {
    let rows = validation.x.rows().into_iter();
    rows.filter(|row| train.x.rows().into_iter().any(|seen| seen == *row)).count()
}
// ANCHOR_END: when_it_does_not_learn_4

/// Rungs 2 and 4 alarm from most seeds. Rung 2 says that something is wrong, and
/// rung 4 says what: with 10 times the rate the loss falls further. Of 3, 10, 30 and
/// 100 times the rate, 30 ends lowest from most seeds. At that rate, 0.9, no rung
/// alarms from most of them.
// ANCHOR: when_it_does_not_learn_5
#[test]
fn for_plain_descent_the_sweep_finds_a_rate_30_times_as_large() {
    let (mut alarms, mut lower, mut best, mut mended) = ([0; 5], 0, 0, 0);
    for seed in 0..20 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let Program { net, train, validation, training, .. } = right(seed);
        let optimizer = GradientDescent;
        let mut program = Program { net, train, validation, training, optimizer };
        for (alarms, alarm) in zip(&mut alarms, program.climb(rng)) {
            *alarms += usize::from(alarm);
        }
        let losses = program.sweep(&[1.0, 3.0, 10.0, 30.0, 100.0], 5, rng);
        lower += usize::from(losses[2] < losses[0]);
        best += usize::from(losses.iter().all(|&loss| loss >= losses[3]));
        program.training.learning_rate *= 30.0;
        assert!((program.training.learning_rate - 0.9).abs() < 1e-12);
        mended += usize::from(program.climb(rng) == [false; 5]);
    }
    assert!(alarms[1] >= 15 && alarms[3] >= 15);
    assert!(lower >= 15 && best >= 15 && mended >= 15);
}
// ANCHOR_END: when_it_does_not_learn_5
