//! Claims of the chapter *Optimizers*.

use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, best_rate, descend_with,
    valley, valley_path, valley_slopes,
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("optimizers", words);
}

/// $`0.98^{60} = 0.30`$: three tenths of the way remain, at the largest rate that does
/// not diverge.
#[test]
fn in_the_valley_descent_keeps_three_tenths_of_the_way_even_at_its_edge() {
    says(&format!("0.98^{{60}} = {:.2}", 0.98_f64.powi(60)));
    let ends = [0.001, 0.005, 0.01, 0.015, 0.0199];
    assert!(ends.iter().all(|&r| valley_path::<GradientDescent>(r)[60].0 < -1.19));
}

#[test]
fn in_the_valley_the_other_three_rules_get_far_lower_than_descent() {
    fn lowest<O: Optimizer + Default>() -> f64 {
        let (u, v) = valley_path::<O>(best_rate::<O>())[60];
        valley(u, v)
    }
    let descent = lowest::<GradientDescent>();
    assert!(lowest::<Momentum>() < descent / 50.0);
    assert!(lowest::<RmsProp>() < descent / 50.0);
    assert!(lowest::<Adam>() < descent / 50.0);
}

/// And a single number hangs on luck: a tenth of a power of ten to either side of
/// RMSProp's 0.1, at the rates 0.079 and 0.126, it ends at 9.1e-3 and 2.1e-1 in the
/// place of 5.2e-5.
#[test]
fn a_tenth_of_a_power_of_ten_beside_its_best_rate_rms_prop_ends_far_higher() {
    let height = |tenths: i32| {
        let rate = 10_f64.powf(f64::from(tenths) / 10.0);
        let (u, v) = valley_path::<RmsProp>(rate)[60];
        format!("{:.1e}", valley(u, v))
    };
    let [below, best, above] = [-11, -10, -9].map(height);
    says(&format!("it ends at {below} and {above} in the place of {best}"));
}

/// The heights after 200 steps at the rate that is best for 60, from 200 starts near the one of
/// the page.
fn heights_after_200_steps<O: Optimizer + Default>() -> Vec<f64> {
    let rate = best_rate::<O>();
    let height = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let start =
            (-3.0 - 2.0 * rng.random::<f64>(), 0.6 + 0.4 * rng.random::<f64>());
        let path = descend_with(O::default(), rate, valley_slopes, start, 200);
        valley(path[200].0, path[200].1)
    };
    (0..200).map(height).collect()
}

/// At the rates of the table, 200 steps take momentum and Adam below 0.0000001 from each
/// of 200 starts, and leave RMSProp above 0.1: it jumps from one side of the bottom to
/// the other.
#[test]
fn after_200_steps_momentum_and_adam_are_at_the_bottom_and_rms_prop_rattles() {
    for at_the_bottom in
        [heights_after_200_steps::<Momentum>(), heights_after_200_steps::<Adam>()]
    {
        assert!(at_the_bottom.iter().all(|&height| height < 1e-7));
    }
    assert!(heights_after_200_steps::<RmsProp>().iter().all(|&height| height > 0.1));
    let rate = best_rate::<RmsProp>();
    let path =
        descend_with(RmsProp::default(), rate, valley_slopes, (-4.0, 0.8), 200);
    let sides = path[150..].windows(2);
    assert!(sides.into_iter().all(|pair| pair[0].1 * pair[1].1 < 0.0));
}

#[test]
fn from_200_starts_rms_prop_still_ends_lowest_and_descent_highest() {
    let height = |rule| value(&format!("optimizers.starts_{rule}"));
    assert!(height("rms_prop") < height("momentum") / 10.0);
    assert!(height("momentum") < height("descent") / 10.0);
    assert!(height("adam") < height("descent") / 10.0);
}

/// With the slopes 4, 2, −2 the velocities are 4, then $`0.9 \times 4 + 2 = 5.6`$, then
/// $`0.9 \times 5.6 - 2 = 3.04`$.
///
/// | $`t`$ | $`g`$ | $`m`$ | $`s`$ | $`\hat m`$ | $`\hat s`$ | step / $`\eta`$ | |---|---|---|---|---|---|---| | 1 | 4 | 0.400 | 0.016 | 4.000 | 16.000 | −1.000 | | 2 | 2 | 0.560 | 0.020 | 2.947 | 9.997 | −0.932 | | 3 | −2 | 0.304 | 0.024 | 1.122 | 7.996 | −0.397 |
///
/// The slope cancels: the length is $`\eta / \sqrt{0.1} = 3.16\,\eta`$ for both.
#[test]
fn the_numbers_that_the_page_works_out_by_hand() {
    let slopes = [4.0, 2.0, -2.0];
    fn moves(mut optimizer: impl Optimizer, slopes: [f64; 3]) -> [f64; 3] {
        slopes.map(|slope| {
            let mut w = [0.0];
            optimizer.step(1.0, &mut w, &[slope]);
            w[0]
        })
    }
    let [a, b, c] = moves(Momentum::default(), slopes).map(|step| -step);
    says(&format!(r"velocities are {a}, then $`0.9 \times 4 + 2 = {b:.1}`$"));
    says(&format!(r"$`0.9 \times 5.6 - 2 = {c:.2}`$"));

    let (mut m, mut s) = (0.0, 0.0);
    let steps = moves(Adam::default(), slopes);
    for ((t, g), step) in (1..).zip(slopes).zip(steps) {
        m = 0.9 * m + 0.1 * g;
        s = 0.999 * s + 0.001 * g * g;
        let m_hat = m / (1.0 - 0.9_f64.powi(t));
        let s_hat = s / (1.0 - 0.999_f64.powi(t));
        assert!((step + m_hat / s_hat.sqrt()).abs() < 1e-6);
        let numbers = [m, s, m_hat, s_hat, step].map(|n| format!("{n:.3}"));
        let row = format!("| {t} | {g} | {} |", numbers.join(" | "));
        says(&row.replace('-', "\u{2212}"));
    }
    says(&format!("0.1}} = {:.2}", 1.0 / 0.1_f64.sqrt()));
}
