//! Claims of the chapter *Optimizers*.

use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, best_rate, valley,
    valley_path,
};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("optimizers", words);
}

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

#[test]
fn a_tenth_of_a_power_of_ten_beside_its_best_rate_rms_prop_ends_far_higher() {
    let height = |tenths: i32| {
        let rate = 10_f64.powf(f64::from(tenths) / 10.0);
        let (u, v) = valley_path::<RmsProp>(rate)[60];
        format!("{:.1e}", valley(u, v))
    };
    let [below, best, above] = [-11, -10, -9].map(height);
    says(&format!("RMSProp ends at {below} and {above} in the place of {best}"));
}

#[test]
fn from_200_starts_rms_prop_still_ends_lowest_and_descent_highest() {
    let height = |rule| value(&format!("optimizers.starts_{rule}"));
    assert!(height("rms_prop") < height("momentum") / 10.0);
    assert!(height("momentum") < height("descent") / 10.0);
    assert!(height("adam") < height("descent") / 10.0);
}

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
