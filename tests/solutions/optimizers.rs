//! Solutions of the chapter *Optimizers*.

use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, descend_with, valley,
    valley_path, valley_slopes,
};
use backprop::what_it_learned::quantile;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: optimizers_1
/// At $`3.8 / c`$, almost twice as far as without momentum.
#[test]
fn momentum_that_keeps_nine_tenths_has_its_edge_at_3_8_over_the_curvature() {
    let distance = |curvature: f64, rate: f64| {
        let slopes = |(u, _)| (curvature * u, 0.0);
        descend_with(Momentum::default(), rate, slopes, (1.0, 0.0), 2000)[2000]
            .0
            .abs()
    };
    for curvature in [0.5, 1.0, 100.0] {
        assert!(distance(curvature, 3.75 / curvature) < 1e-3);
        assert!(distance(curvature, 3.85 / curvature) > 1e3);
    }
}
// ANCHOR_END: optimizers_1

// ANCHOR: optimizers_2
/// The step is $`0.842 / \sqrt{9.997} = 0.266`$ of the rate: $`0.9 - 0.0266 =
/// 0.8734`$. The slope already points back, and Adam goes on a little.
#[test]
fn the_first_two_steps_of_adam_on_the_slopes_4_and_minus_2() {
    let (mut adam, mut w) = (Adam::default(), [1.0]);
    adam.step(0.1, &mut w, &[4.0]);
    assert!((w[0] - 0.9).abs() < 1e-6);
    adam.step(0.1, &mut w, &[-2.0]);
    assert!((w[0] - 0.8734).abs() < 1e-4);
}
// ANCHOR_END: optimizers_2

// ANCHOR: optimizers_3
/// Turns a point by an eighth of a full turn, or back.
fn turned((u, v): (f64, f64), sign: f64) -> (f64, f64) {
    let share = 0.5_f64.sqrt();
    (share * (u - sign * v), share * (v + sign * u))
}

/// Changes nothing: the valley as it was.
fn as_it_was(at: (f64, f64), _: f64) -> (f64, f64) {
    at
}

/// The lowest height, over the rates of the chapter, of the median of 200 starts.
fn lowest(rule: &impl Optimizer, turn: fn((f64, f64), f64) -> (f64, f64)) -> f64 {
    let height = |rate, seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let start =
            (-3.0 - 2.0 * rng.random::<f64>(), 0.6 + 0.4 * rng.random::<f64>());
        let slopes = |at| turn(valley_slopes(turn(at, -1.0)), 1.0);
        let path = descend_with(rule.clone(), rate, slopes, turn(start, 1.0), 60);
        let (u, v) = turn(path[60], -1.0);
        valley(u, v)
    };
    let median = |tenths| {
        let rate = 10_f64.powf(f64::from(tenths) / 10.0);
        let heights: Vec<f64> = (0..200).map(|seed| height(rate, seed)).collect();
        quantile(&heights, 0.5)
    };
    (-30..=10).map(median).fold(f64::INFINITY, f64::min)
}

/// Turn the valley, and their path turns with it: they end at the same height. Over
/// 200 starts, each rule at its best rate, the median height of RMSProp becomes more
/// than a thousand times what it was. That of Adam rises by a tenth or more, but
/// does not double: its mean of the slopes still acts as momentum. Without it, with
/// $`\beta_1 = 0`$, Adam's height becomes more than a thousand times what it was,
/// too.
#[test]
fn a_turned_valley_is_the_same_to_descent_and_momentum_and_harder_for_rms_prop() {
    fn change(rule: &impl Optimizer) -> f64 {
        lowest(rule, turned) / lowest(rule, as_it_was)
    }
    assert!((change(&GradientDescent) - 1.0).abs() < 1e-9);
    assert!((change(&Momentum::default()) - 1.0).abs() < 1e-9);
    assert!(change(&RmsProp::default()) > 1000.0);
    assert!((1.1..2.0).contains(&change(&Adam::default())));
    let mut without_mean = Adam::default();
    without_mean.keep_mean = 0.0;
    assert!(change(&without_mean) > 1000.0);
}
// ANCHOR_END: optimizers_3

// ANCHOR: optimizers_4
/// Descent and momentum need a quarter of the rate for the same path. RMSProp and
/// Adam divide by the size of the slope, so the 4 cancels: same rate, same path, but
/// for the tiny $`\epsilon`$. To them it makes no difference whether a loss is a sum
/// or a mean.
#[test]
fn a_loss_four_times_as_high_wants_a_quarter_of_the_rate_or_the_same() {
    fn check<O: Optimizer + Default>(share_of_the_rate: f64) {
        let steeper = |at| {
            let (u, v) = valley_slopes(at);
            (4.0 * u, 4.0 * v)
        };
        let rate = 0.01 * share_of_the_rate;
        let path = descend_with(O::default(), rate, steeper, (-4.0, 0.8), 60);
        for (a, b) in path.iter().zip(valley_path::<O>(0.01)) {
            // RMSProp and Adam add their epsilon to slopes four times as large.
            assert!((a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6);
        }
    }
    check::<GradientDescent>(0.25);
    check::<Momentum>(0.25);
    check::<RmsProp>(1.0);
    check::<Adam>(1.0);
}
// ANCHOR_END: optimizers_4
