//! Claims of the chapter *Optimizers*.

use std::f64::consts::TAU;

use backprop::gradient_descent::central_difference;
use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, best_rate, descend_with,
    valley, valley_path, valley_slopes,
};
use figures::optimizers::best_rates;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("optimizers", words);
}

/// How far a rule at rate 1 moves a single parameter, for one slope after another.
fn moves<const N: usize>(
    mut optimizer: impl Optimizer,
    slopes: [f64; N],
) -> [f64; N] {
    slopes.map(|slope| {
        let mut w = [0.0];
        optimizer.step(1.0, &mut w, &[slope]);
        w[0]
    })
}

/// Its slopes are $`u`$ and $`100 \, v`$:
///
/// A step multiplies $`u`$ by $`1 - \eta`$ and $`v`$ by $`1 - 100\,\eta`$. The steep
/// direction sets the edge $`2/c`$: $`2/100 = 0.02`$. At that rate the flat
/// direction is multiplied by 0.98 in each step.
///
/// Here is a valley with two weights, 100 times as curved in the direction of $`v`$
/// as in that of $`u`$:
///
/// Each direction is [a parabola](learning-rate.md#a-parabola-and-its-edge) of its
/// own, with $`c = 1`$ and $`c = 100`$.
#[test]
fn each_direction_of_the_valley_is_a_parabola_and_the_steep_one_sets_the_edge() {
    for (u, v) in [(-4.0, 0.8), (1.5, -0.3)] {
        let slopes = (
            central_difference(|u| valley(u, v), u),
            central_difference(|v| valley(u, v), v),
        );
        assert!((slopes.0 - u).abs() < 1e-6 && (slopes.1 - 100.0 * v).abs() < 1e-6);
        assert_eq!(valley_slopes((u, v)), (u, 100.0 * v));
        for rate in [0.001, 0.015, 0.03] {
            let end =
                descend_with(GradientDescent, rate, valley_slopes, (u, v), 1)[1];
            assert!((end.0 - (1.0 - rate) * u).abs() < 1e-12);
            assert!((end.1 - (1.0 - 100.0 * rate) * v).abs() < 1e-12);
        }
    }
    let end = |rate| {
        let start = (-4.0, 0.8);
        descend_with(GradientDescent, rate, valley_slopes, start, 1000)[1000]
    };
    assert!(end(0.0199).1.abs() < 1e-3 && end(0.0201).1.abs() > 1e3);
    let path = valley_path::<GradientDescent>(0.02);
    assert!(path.windows(2).all(|pair| (pair[1].0 / pair[0].0 - 0.98).abs() < 1e-12));
}

/// Near the edge, the slopes across the valley change sign at every step of descent;
/// along it they all point the same way. Across, they cancel. Along, they grow.
///
/// Across a valley the old velocity points against the new slope, and makes the step
/// shorter.
#[test]
fn near_the_edge_the_slopes_across_the_valley_cancel_and_those_along_it_add_up() {
    let path = valley_path::<GradientDescent>(0.019);
    let slopes: Vec<_> = path.into_iter().map(valley_slopes).collect();
    for pair in slopes.windows(2) {
        assert!(pair[0].0 * pair[1].0 > 0.0 && pair[0].1 * pair[1].1 < 0.0);
    }
    let to_and_fro: [f64; 100] =
        std::array::from_fn(|step| if step % 2 == 0 { 1.0 } else { -1.0 });
    assert!(moves(Momentum::default(), to_and_fro)[99].abs() < 0.6);
    let along = moves(Momentum::default(), [1.0; 100]);
    assert!(along.windows(2).all(|pair| pair[1] < pair[0]) && along[99] < -9.9);
}

/// It grows until what fades is what comes in: $`0.1\,v = 3`$, so $`v = 30`$. In
/// general $`g / (1 - \mu)`$, ten times the slope. On an even slope momentum takes
/// steps ten times as long as descent at the same rate.
///
/// Along it, it makes the step ten times as long.
#[test]
fn on_an_even_slope_momentum_becomes_ten_times_as_fast_as_descent() {
    let last = moves(Momentum::default(), [3.0; 400])[399];
    assert!((last + 30.0).abs() < 1e-9);
    assert!((last / moves(GradientDescent, [3.0])[0] - 10.0).abs() < 1e-9);
    for keep in [0.5, 0.8, 0.95] {
        let mut momentum = Momentum::default();
        momentum.keep = keep;
        let last = moves(momentum, [3.0; 1000])[999];
        assert!((last + 3.0 / (1.0 - keep)).abs() < 1e-9);
    }
}

/// As long as the rate does not change, the path is the same.
#[test]
fn with_the_rate_in_its_velocity_momentum_takes_the_same_path_while_the_rate_stays() {
    let apart = |rates: [f64; 4]| {
        let (mut momentum, mut w) = (Momentum::default(), [0.0]);
        let (mut v, mut other) = (0.0, 0.0);
        for (rate, slope) in rates.into_iter().zip([4.0, 2.0, -2.0, 1.0]) {
            momentum.step(rate, &mut w, &[slope]);
            v = 0.9 * v - rate * slope;
            other += v;
        }
        (w[0] - other).abs()
    };
    assert!(apart([0.1; 4]) < 1e-12);
    assert!(apart([0.1, 0.1, 0.05, 0.05]) > 0.1);
}

/// Then a weight with steep slopes and one with flat ones take steps of the same
/// length. The mean begins at 0, so after the first slope $`s = 0.1\,g^2`$, and the
/// step is $`\eta \, g / \sqrt{0.1\,g^2}`$. That 3.16 is an accident of the start: a
/// mean that begins at 0 is too small at first.
#[test]
fn rms_prop_steps_equally_far_for_steep_and_flat_slopes_and_too_far_at_first() {
    let slopes = [3.0, -0.5, 2.0, 2.0, 1.0];
    let [flat, steep] = [1.0, 100.0]
        .map(|scale| moves(RmsProp::default(), slopes.map(|g| scale * g)));
    assert!(flat.iter().zip(steep).all(|(a, b)| (a - b).abs() < 1e-6));
    let even = moves(RmsProp::default(), [4.0; 100]);
    assert!((even[0] + 4.0 / (0.1_f64 * 16.0).sqrt()).abs() < 1e-6);
    assert!(even.windows(2).all(|pair| pair[0] < pair[1]));
    assert!((even[99] + 1.0).abs() < 1e-4);
}

/// So Adam's rate has a meaning that you can judge beforehand: about how far a
/// weight moves in one step, at most, unless its slopes have been small for long.
#[test]
fn adam_moves_a_weight_by_about_its_rate_at_most_unless_its_slopes_were_small_for_long()
 {
    for seed in 0..100 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut slopes = [0.0; 1000];
        slopes.iter_mut().for_each(|slope| *slope = 2.0 * rng.random::<f64>() - 1.0);
        let furthest = moves(Adam::default(), slopes)
            .iter()
            .fold(0.0, |far: f64, step| far.max(step.abs()));
        assert!(furthest < 1.3, "seed {seed}: {furthest}");
    }
    let mut waking = [1e-3; 5000];
    waking[4999] = 1.0;
    assert!(moves(Adam::default(), waking)[4999] < -2.0);
}

/// Three tenths of the way remain, at the largest rate that does not diverge.
///
/// **The steepest direction limits the step, and the flattest pays for it.**
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

/// Descent drops to the floor and creeps. Momentum swings, and rolls along. RMSProp
/// turns toward the bottom early. Adam rolls past it, and comes back. Plain descent
/// is on the floor after a few steps, and then creeps. Descent starts at right
/// angles to the line of equal height, straight down the steep side. RMSProp and
/// Adam don't: at first both weights move equally far.
#[test]
fn the_paths_of_the_four_rules_in_the_valley() {
    let descent = valley_path::<GradientDescent>(best_rate::<GradientDescent>());
    assert!(descent[4..].iter().all(|(_, v)| v.abs() < 0.1));
    assert!(descent[4..].windows(2).all(|pair| pair[1].0 - pair[0].0 < 0.07));
    // At right angles to the line of equal height: along the slopes.
    let (along_u, along_v) = valley_slopes(descent[0]);
    let (u, v) = (descent[1].0 - descent[0].0, descent[1].1 - descent[0].1);
    assert!((u * along_v - v * along_u).abs() < 1e-9 && v.abs() > 19.0 * u.abs());

    let momentum = valley_path::<Momentum>(best_rate::<Momentum>());
    let swings = momentum.windows(2).filter(|pair| pair[0].1 * pair[1].1 < 0.0);
    assert!(swings.count() > 10);
    assert!(momentum.windows(2).all(|pair| pair[0].0 < pair[1].0));

    let rms_prop = valley_path::<RmsProp>(best_rate::<RmsProp>());
    assert!(rms_prop[10..].iter().all(|(_, v)| v.abs() < 0.01));
    assert!(rms_prop[10].0 > descent[10].0 + 0.8);
    let adam = valley_path::<Adam>(best_rate::<Adam>());
    assert!(adam[15..38].iter().all(|&(u, _)| u > 0.0) && adam[60].0.abs() < 0.1);
    for path in [rms_prop, adam] {
        let (u, v) = (path[1].0 - path[0].0, path[1].1 - path[0].1);
        assert!(u > 0.0 && (u + v).abs() < 1e-6);
    }
}

/// Momentum, with a quarter of the rate, ends at a ninetieth of the height.
///
/// So momentum gains more than the factor 1.9 of its edge.
#[test]
fn momentum_ends_at_a_ninetieth_of_the_height_of_descent_at_a_quarter_of_its_rate() {
    let end = |(u, v)| valley(u, v);
    let (slow, fast) = (best_rate::<Momentum>(), best_rate::<GradientDescent>());
    assert!((fast / slow - 4.0).abs() < 0.05);
    let share = end(valley_path::<GradientDescent>(fast)[60])
        / end(valley_path::<Momentum>(slow)[60]);
    assert!((85.0..95.0).contains(&share), "{share}");
    // More than descent gains from 1.9 times as many steps.
    let more = descend_with(GradientDescent, fast, valley_slopes, (-4.0, 0.8), 114);
    assert!(end(more[114]) > 5.0 * end(valley_path::<Momentum>(slow)[60]));
}

/// Turns a point by an eighth of a full turn, or back.
fn turned((u, v): (f64, f64), sign: f64) -> (f64, f64) {
    let share = 0.5_f64.sqrt();
    (share * (u - sign * v), share * (v + sign * u))
}

/// The slopes of the valley turned so.
fn turned_slopes(at: (f64, f64)) -> (f64, f64) {
    turned(valley_slopes(turned(at, -1.0)), 1.0)
}

/// The four rules by their height after so many steps, the lowest first, each at the rate that is
/// best for it in the valley of the page. The slopes may be those of another.
fn ranking(
    slopes: fn((f64, f64)) -> (f64, f64),
    start: (f64, f64),
    steps: usize,
) -> [usize; 4] {
    let [descent, momentum, rms_prop, adam] = best_rates();
    let ends = [
        descend_with(GradientDescent, descent, slopes, start, steps)[steps],
        descend_with(Momentum::default(), momentum, slopes, start, steps)[steps],
        descend_with(RmsProp::default(), rms_prop, slopes, start, steps)[steps],
        descend_with(Adam::default(), adam, slopes, start, steps)[steps],
    ];
    // In a valley of squares, half of the place times its slopes.
    let heights = ends.map(|(u, v)| {
        let (along_u, along_v) = slopes((u, v));
        (u * along_u + v * along_v) / 2.0
    });
    let mut rules = [0, 1, 2, 3];
    rules.sort_by(|&a, &b| heights[a].total_cmp(&heights[b]));
    rules
}

/// The order of the four is one of this valley, this start and 60 steps.
#[test]
fn other_steps_another_start_or_a_turned_valley_put_the_four_rules_in_another_order()
{
    let start = (-4.0, 0.8);
    let of_the_page = ranking(valley_slopes, start, 60);
    assert_eq!(of_the_page, [2, 3, 1, 0]);
    assert_ne!(ranking(valley_slopes, start, 20), of_the_page);
    assert_ne!(ranking(valley_slopes, (-8.0, 0.8), 60), of_the_page);
    assert_ne!(ranking(turned_slopes, turned(start, 1.0), 60), of_the_page);
}

/// The height after 60 steps at each of 161 rates from 0.001 to 10.
fn sweep<O: Optimizer + Default>() -> Vec<f64> {
    let height = |i| {
        let (u, v) = valley_path::<O>(10_f64.powf(f64::from(i) / 40.0 - 3.0))[60];
        valley(u, v)
    };
    (0..=160).map(height).collect()
}

/// Every curve has a dip of its own, and the dips lie at different rates. The lesson
/// of [fig:optimizer-sweep] does carry over: **each rule wants its own learning
/// rate.**
#[test]
fn every_rule_has_a_dip_at_a_rate_of_its_own() {
    let rates = best_rates();
    for (i, &rate) in rates.iter().enumerate() {
        assert!(rates[..i].iter().all(|other| (rate / other).ln().abs() > 1.0));
    }
    let heights = [
        sweep::<GradientDescent>(),
        sweep::<Momentum>(),
        sweep::<RmsProp>(),
        sweep::<Adam>(),
    ];
    for heights in &heights {
        let lowest =
            heights.iter().fold(f64::INFINITY, |low, &height| low.min(height));
        assert!(lowest < heights[0] / 5.0 && lowest < heights[160] / 5.0);
    }
    // At the rate of another rule, each ends higher than at its own.
    fn loses<O: Optimizer + Default>(own: f64, others: [f64; 4]) -> bool {
        let height = |rate| {
            let (u, v) = valley_path::<O>(rate)[60];
            valley(u, v)
        };
        others.into_iter().all(|rate| rate == own || height(rate) > 3.0 * height(own))
    }
    assert!(loses::<GradientDescent>(rates[0], rates));
    assert!(loses::<Momentum>(rates[1], rates));
    assert!(loses::<RmsProp>(rates[2], rates));
    assert!(loses::<Adam>(rates[3], rates));
}

/// Descent and momentum stop where they diverge. RMSProp and Adam don't, since their
/// steps can't grow with the slope. Momentum and Adam swing, and how high they are
/// at step 60 depends on where the swing is: so three of the curves are jagged.
#[test]
fn only_descent_and_momentum_diverge_and_only_the_curve_of_descent_is_smooth() {
    let dips = |heights: &[f64]| {
        heights.windows(3).filter(|of| of[1] < of[0] && of[1] < of[2]).count()
    };
    let [descent, momentum] = [sweep::<GradientDescent>(), sweep::<Momentum>()];
    assert!(descent[160] > 1e100 && momentum[160] > 1e100);
    let [rms_prop, adam] = [sweep::<RmsProp>(), sweep::<Adam>()];
    assert!(rms_prop.iter().chain(&adam).all(|&height| height < 1e4));
    assert_eq!(dips(&descent), 1);
    assert!([momentum, rms_prop, adam].iter().all(|heights| dips(heights) > 5));
    // A slope a thousand times as steep makes their steps no longer.
    fn moved<O: Optimizer + Default>(slope: f64) -> f64 {
        moves(O::default(), [slope; 20]).iter().sum()
    }
    for slope in [1.0, 1000.0] {
        assert!((moved::<RmsProp>(slope) / moved::<RmsProp>(1.0) - 1.0).abs() < 1e-6);
        assert!((moved::<Adam>(slope) / moved::<Adam>(1.0) - 1.0).abs() < 1e-6);
    }
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

/// At the rates of the table, 200 steps take momentum and Adam below 0.0000001 from
/// each of 200 starts, and leave RMSProp above 0.1: it jumps from one side of the
/// bottom to the other.
///
/// Nor does RMSProp stay so low. RMSProp rattles.
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

/// With the slopes 4, 2, −2 the velocities are 4, then $`0.9 \times 4 + 2 = 5.6`$,
/// then $`0.9 \times 5.6 - 2 = 3.04`$.
///
/// | $`t`$ | $`g`$ | $`m`$ | $`s`$ | $`\hat m`$ | $`\hat s`$ | step / $`\eta`$ |
/// |---|---|---|---|---|---|---|
/// | 1 | 4 | 0.400 | 0.016 | 4.000 | 16.000 | −1.000 |
/// | 2 | 2 | 0.560 | 0.020 | 2.947 | 9.997 | −0.932 |
/// | 3 | −2 | 0.304 | 0.024 | 1.122 | 7.996 | −0.397 |
///
/// The slope cancels: the length is $`1 / \sqrt{0.1} = 3.16`$ times $`\eta`$ for
/// both.
///
/// The last slope already points back, and still the step goes on: like a ball, it
/// rolls past the bottom. Only the sign of the slope is left.
#[test]
fn the_numbers_that_the_page_works_out_by_hand() {
    let slopes = [4.0, 2.0, -2.0];
    let [a, b, c] = moves(Momentum::default(), slopes).map(|step| -step);
    says(&format!(r"velocities are {a}, then $`0.9 \times 4 + 2 = {b:.1}`$"));
    says(&format!(r"$`0.9 \times 5.6 - 2 = {c:.2}`$"));
    // The slope is −2 already, and the velocity still positive.
    assert!(c > 0.0);

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
    for slope in [4.0, 0.004, -4.0] {
        let [step] = moves(RmsProp::default(), [slope]);
        assert!((step + slope.signum() / 0.1_f64.sqrt()).abs() < 1e-4);
        says(&format!(r"$`1 / \sqrt{{0.1}} = {:.2}`$ times", step.abs()));
    }
}

/// The velocities of momentum if each slope after the first counts as a share of itself: PyTorch's
/// share is 1 as a rule, and Burn's is 0.9.
fn velocities(share: f64, slopes: [f64; 3]) -> [f64; 3] {
    let [first, rest @ ..] = slopes;
    let mut v = first;
    let [second, third] = rest.map(|slope| {
        v = 0.9 * v + share * slope;
        v
    });
    [first, second, third]
}

/// PyTorch's velocities are 4, 5.6 and 3.04, as [above](#momentum): the same form,
/// the rate outside. Burn's are 4, 5.4 and 3.06. After the first, it takes each new
/// slope times 0.9, so that on an even slope the step is 9 times as long, not 10.
/// The first step of `RMSprop` is 10 rates in both, not 3.16, since $`1 /
/// \sqrt{0.01} = 10`$.
#[test]
fn what_the_usual_values_of_two_libraries_make_of_the_slopes_4_2_and_minus_2() {
    let slopes = [4.0, 2.0, -2.0];
    let shown = |v: [f64; 3]| v.map(|v| format!("{v:.3}"));
    let ours = moves(Momentum::default(), slopes).map(|step| -step);
    assert_eq!(shown(velocities(1.0, slopes)), shown(ours));
    let burn = velocities(0.9, slopes);
    says(&format!("Burn's are {}, {:.1} and {:.2}.", burn[0], burn[1], burn[2]));
    // On an even slope 3 the velocity stays where it is at 9 times 3.
    assert!((velocities(0.9, [27.0, 3.0, 3.0])[2] - 27.0).abs() < 1e-12);
    let mut rms_prop = RmsProp::default();
    rms_prop.keep = 0.99;
    assert_eq!(format!("{:.2}", -moves(rms_prop, [4.0])[0]), "10.00");
}

/// The steps of Adam at rate 1 with another epsilon, by its formulas.
fn adam_with(epsilon: f64, slopes: &[f64]) -> Vec<f64> {
    let (mut m, mut s) = (0.0, 0.0);
    let step = |(t, g): (i32, &f64)| {
        m = 0.9 * m + 0.1 * g;
        s = 0.999 * s + 0.001 * g * g;
        let (m, s) = (m / (1.0 - 0.9_f64.powi(t)), s / (1.0 - 0.999_f64.powi(t)));
        -m / (s.sqrt() + epsilon)
    };
    (1..).zip(slopes).map(step).collect()
}

/// Adam's three steps are those of [our table](#adam) in both. Burn's larger
/// $`\epsilon`$ matters where slopes are small: at a slope of $`10^{-5}`$, the first
/// step of its Adam is half as long.
#[test]
fn the_larger_epsilon_of_burn_halves_a_first_step_at_a_small_slope_and_hides_at_others()
 {
    let slopes = [4.0, 2.0, -2.0];
    for (a, b) in adam_with(1e-5, &slopes).iter().zip(moves(Adam::default(), slopes))
    {
        assert!((a - b).abs() < 1e-5);
    }
    let [ours] = moves(Adam::default(), [1e-5]);
    assert!((adam_with(1e-5, &[1e-5])[0] / ours - 0.5).abs() < 1e-3);
}

/// (Turning $`(u, v)`$ gives $`\sqrt{1/2}\,(u - v)`$ and $`\sqrt{1/2}\,(u + v)`$.
#[test]
fn turning_by_an_eighth_of_a_full_turn_is_what_sine_and_cosine_make_of_a_point() {
    let (sin, cos) = (TAU / 8.0).sin_cos();
    let share = 0.5_f64.sqrt();
    for (u, v) in [(1.0, 0.0), (-4.0, 0.8), (0.3, 2.0)] {
        assert!((share * (u - v) - (cos * u - sin * v)).abs() < 1e-12);
        assert!((share * (u + v) - (sin * u + cos * v)).abs() < 1e-12);
    }
}

/// A square has no sign, so $`\hat s`$ is the 9.997 of the chapter's table. Without
/// the correction the first step is $`0.4 / \sqrt{0.016} = 3.16`$ times $`\eta`$.
/// Both means are too small at first: $`m`$ by the factor 0.1, and $`\sqrt{s}`$ by
/// the factor $`\sqrt{0.001} = 0.032`$.
///
/// The one below the line is the smaller, so the step is too *long*.
#[test]
fn both_means_of_adam_begin_too_small_and_the_second_square_has_no_sign() {
    let s = 0.999 * 0.001 * 16.0 + 0.001 * f64::powi(-2.0, 2);
    assert_eq!(format!("{:.3}", s / (1.0 - 0.999_f64.powi(2))), "9.997");
    // Without the corrections, for any slope: shares of it and of its size.
    for g in [4.0, -0.3_f64] {
        let (m, s) = (0.1 * g, 0.001 * g * g);
        assert!((m / g - 0.1).abs() < 1e-12);
        assert!((s.sqrt() / g.abs() - 0.001_f64.sqrt()).abs() < 1e-12);
        assert_eq!(format!("{:.2}", (m / s.sqrt()).abs()), "3.16");
    }
}
