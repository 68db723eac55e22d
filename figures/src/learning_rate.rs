//! Figures and values of the chapter *The learning rate*: where too far begins, the paths of
//! four rules, and rates that fall.

use std::ops::Range;

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::gradient_descent::descend;
use backprop::learning_rate::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, Schedule, best_rate,
    descend_with, end_losses, loss_and_gradients, noisy_descent, small_network,
    steepest_curvature, train_with, two_inputs, valley, valley_path, valley_slopes,
};
use backprop::sequential::in_one_list;
use backprop::what_it_learned::quantile;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::gradient_descent::contour;
use crate::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, beside, curve, dot, label,
    plain, spread, svg,
};
use crate::value::{Value, count, number};

/// How many seeds each point of a sweep looks at.
const SEEDS: u64 = 20;

/// What one step on a parabola makes of the distance, as the learning rate grows.
pub fn edge() -> Drawing {
    // Of curvature 1, so that the rate is the rate times the curvature.
    let factor = |rate: f64| descend(|w| w, 1.0, rate, 1)[1].abs();
    let words = format!(
        "A V: the distance after one step, as a share of the one before, falls from 1 at rate 0 \
         to {:.1} where the rate times the curvature is 1, and rises to 1 again at 2, the edge. \
         At 2.5 it is {:.1}.",
        factor(1.0),
        factor(2.5),
    );
    svg(620, "What a step leaves of the distance", &words, |canvas| {
        let rate = ("learning rate times curvature, ηc", 0.0..2.5);
        let share = ("share of the distance that is left", 0.0..1.5);
        let mut chart = axes(canvas, rate, share, &plain)?;
        let part = |from: f64, to: f64| spread(from..to, 2).map(|r| (r, factor(r)));
        chart.draw_series([
            curve([(0.0, 1.0), (2.5, 1.0)], INK),
            curve(part(0.0, 1.0), BLUE),
            curve(part(1.0, 2.0), GREEN),
            curve(part(2.0, 2.5), VERMILION),
        ])?;
        chart.draw_series(
            [(0.0, BLUE), (1.0, GREEN), (2.0, VERMILION)]
                .map(|(rate, color)| dot((rate, factor(rate)), color)),
        )?;
        chart.draw_series([
            label((0.06, 0.25), "from one side", BLUE),
            label((1.62, 0.36), "zigzag", GREEN),
            beside((1.98, 1.22), "away", VERMILION, HPos::Right),
        ])?;
        Ok(())
    })
}

/// A rate, and how runs of the small network ended with it.
struct Ending {
    /// log₁₀ of the learning rate.
    power: f64,
    losses: Vec<f64>,
}

impl Ending {
    fn median(&self) -> f64 {
        quantile(&self.losses, 0.5)
    }

    /// The percentage of runs for which `is` holds.
    fn percent(&self, is: impl Fn(f64) -> bool) -> f64 {
        let those = self.losses.iter().filter(|&&loss| is(loss)).count();
        100.0 * those as f64 / self.losses.len() as f64
    }
}

fn sweep(end: &'static dyn Activation) -> Vec<Ending> {
    let ending = |power: f64| {
        let rate = 10_f64.powf(power);
        let losses = end_losses::<GradientDescent>(end, rate, 0..SEEDS, 300);
        Ending { power, losses }
    };
    // Not at 0.75: so close to the edge, rounding decides which seeds learn.
    let powers = spread(-3.5..1.5, 20).filter(|&power| power != 0.75);
    powers.map(ending).collect()
}

/// The median final loss of the small network, and the share of seeds that learned, at
/// learning rates of many sizes: with an output that is bounded, and with one that is not.
pub fn learning_rate_sweep() -> Drawing {
    let sweeps = [
        ("identity", sweep(&Identity), BLUE),
        ("sigmoid", sweep(&Sigmoid), VERMILION),
    ];
    let told = sweeps.each_ref().map(|(name, endings, _)| {
        let learns: Vec<f64> = endings
            .iter()
            .filter(|ending| ending.percent(|loss| loss < 0.05) > 99.0)
            .map(|ending| ending.power)
            .collect();
        format!(
            "with the {name} at the end every seed learns at powers {} to {}",
            plain(&learns[0]),
            plain(&learns[learns.len() - 1])
        )
    });
    let words = format!(
        "Over the powers of ten of the learning rate, from −3.5 to 1.5, the median loss after 300 \
         steps, and the percentage of {SEEDS} seeds that learned: {}. Beyond, the loss with the \
         identity is not finite any more, and the one with the sigmoid stands at 2.",
        told.join("; "),
    );
    svg(1180, "The loss at learning rates of many sizes", &words, |canvas| {
        let (upper, lower) = canvas.split_vertically(590);
        let power = ("power of ten of the learning rate η", -3.5..1.5);
        let losses = (0.001..10.0).log_scale();
        let losses = ("median loss after 300 steps", losses);
        let mut median = axes(&upper, power.clone(), losses, &plain)?;
        let share = ("seeds that learned, %", 0.0..100.0);
        let mut learned = axes(&lower, power, share, &plain)?;
        for (name, endings, color) in &sweeps {
            let finite =
                || endings.iter().filter(|ending| ending.median().is_finite());
            let medians =
                || finite().map(|e| (e.power, e.median().clamp(0.001, 10.0)));
            let shares =
                || endings.iter().map(|e| (e.power, e.percent(|l| l < 0.05)));
            median.draw_series([curve(medians(), *color)])?;
            median.draw_series(medians().map(|at| dot(at, *color)))?;
            learned.draw_series([curve(shares(), *color)])?;
            learned.draw_series(shares().map(|at| dot(at, *color)))?;
            if let Some(last) = finite().next_back().filter(|e| e.power < 1.4) {
                let edge = last.power + 0.125;
                median.draw_series([curve([(edge, 0.001), (edge, 10.0)], *color)])?;
                let text = label((edge + 0.08, 5.0), "not finite", *color);
                median.draw_series([text])?;
            }
            let (at, side) = match *name {
                "identity" => ((-1.7, 80.0), HPos::Right),
                _ => ((0.72, 80.0), HPos::Left),
            };
            learned.draw_series([beside(at, *name, *color, side)])?;
        }
        Ok(())
    })
}

/// How many steps a rule takes in the valley.
pub const STEPS: usize = 60;

/// A rule with its color, a learning rate, and its path in the valley.
pub struct Rule {
    /// What the chapter calls it.
    pub name: &'static str,
    color: RGBColor,
    rate: f64,
    path: Vec<(f64, f64)>,
    path_at: fn(f64) -> Vec<(f64, f64)>,
}

impl Rule {
    /// The learning rate.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Takes the path again, at another learning rate.
    pub fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
        self.path = (self.path_at)(rate);
    }

    /// Where it is after so many steps; after the last, it stays.
    fn place(&self, step: usize) -> (f64, f64) {
        self.path[step.min(STEPS)]
    }

    /// Its height above the bottom after so many steps.
    pub fn height(&self, step: usize) -> f64 {
        let (u, v) = self.place(step);
        valley(u, v)
    }
}

/// The rate that suits each of the four rules in the valley.
pub fn best_rates() -> [f64; 4] {
    [
        best_rate::<GradientDescent>(),
        best_rate::<Momentum>(),
        best_rate::<RmsProp>(),
        best_rate::<Adam>(),
    ]
}

/// The four rules, each at a rate of its own.
pub fn rules(rates: [f64; 4]) -> [Rule; 4] {
    let rule = |i: usize, name, color, path_at: fn(f64) -> Vec<(f64, f64)>| {
        let (rate, path) = (rates[i], path_at(rates[i]));
        Rule { name, color, rate, path, path_at }
    };
    [
        rule(0, "descent", BLUE, valley_path::<GradientDescent>),
        rule(1, "momentum", VERMILION, valley_path::<Momentum>),
        rule(2, "RMSProp", GREEN, valley_path::<RmsProp>),
        rule(3, "Adam", PURPLE, valley_path::<Adam>),
    ]
}

/// The paths of the four rules in one valley, the first `shown` steps of them.
pub fn optimizer_paths(rules: &[Rule; 4], shown: usize) -> Drawing {
    let told = rules.each_ref().map(|rule| {
        let height = rule.height(shown);
        format!("{} at rate {:.3} ends at height {height:.1e}", rule.name, rule.rate)
    });
    let words = format!(
        "Four times the contour lines of a long valley, and in each a path of {shown} steps from \
         (−4, 0.8) toward the bottom at (0, 0): {}.",
        told.join("; "),
    );
    let lines = contours();
    svg(1680, "Four rules in one valley", &words, |canvas| {
        for (panel, rule) in canvas.split_evenly((4, 1)).iter().zip(rules) {
            let name = format!("weight v: {}, η = {:.3}", rule.name, rule.rate);
            let mut chart =
                axes(panel, ("weight u", -5.0..5.0), (&name, -1.0..1.0), &plain)?;
            let gray = INK.mix(0.45).stroke_width(3);
            chart.draw_series(
                lines.iter().map(|line| PathElement::new(line.clone(), gray)),
            )?;
            // A path may leave the picture for a step or two, or for good.
            let path = || {
                let places = (0..=shown).map(|step| rule.place(step));
                places.map(|(u, v)| (u.clamp(-5.0, 5.0), v.clamp(-1.0, 1.0)))
            };
            let steps: Vec<(f64, f64)> = path().collect();
            chart
                .draw_series([PathElement::new(steps, rule.color.stroke_width(3))])?;
            chart.draw_series(
                path().map(|at| Circle::new(at, 7, rule.color.filled())),
            )?;
        }
        Ok(())
    })
}

/// The contour lines of the valley, for v from −1 to 1.
fn contours() -> Vec<Vec<(f64, f64)>> {
    // The search for lines looks at a square: it sees the valley five times as wide.
    let stretched = |u, v| valley(u, v / 5.0);
    let mut lines = Vec::new();
    for level in [0.5, 2.0, 4.5, 8.0, 18.0, 32.0] {
        for mut line in contour(stretched, -5.0..5.0, level) {
            line.iter_mut().for_each(|(_, v)| *v /= 5.0);
            lines.push(line);
        }
    }
    lines
}

/// How low each rule gets in the valley, as the learning rate grows.
pub fn optimizer_sweep() -> Drawing {
    let rules = rules(best_rates());
    let powers = || spread(-3.0..1.0, 40);
    let height = |rule: &Rule, power: f64| {
        let (u, v) = (rule.path_at)(10_f64.powf(power))[60];
        valley(u, v)
    };
    let told = rules.each_ref().map(|rule| {
        let lower: Vec<f64> =
            powers().filter(|&power| height(rule, power) < 1.5).collect();
        format!(
            "{} from power {} to {}",
            rule.name,
            plain(&lower[0]),
            plain(&lower[lower.len() - 1])
        )
    });
    let words = format!(
        "The height after 60 steps over the powers of ten of the learning rate, four curves, each \
         with a valley of its own. They lie below 1.5 here: {}.",
        told.join("; "),
    );
    svg(700, "Each rule wants a rate of its own", &words, |canvas| {
        let power = ("power of ten of the learning rate η", -3.0..1.0);
        let heights = (1e-5..100.0).log_scale();
        let scientific = |height: &f64| match height.log10().round() as i32 {
            ..-3 => format!("{height:.0e}").replace('-', "\u{2212}"),
            _ => plain(height),
        };
        let name = "height in the valley after 60 steps";
        let mut chart = axes(canvas, power, (name, heights), &scientific)?;
        for rule in &rules {
            let points = powers().map(|power| (power, height(rule, power)));
            let points = points.filter(|at| at.1 < 100.0);
            chart.draw_series([curve(
                points.map(|(power, height)| (power, height.max(1e-5))),
                rule.color,
            )])?;
        }
        let names = [(-2.5, 1.0), (-2.95, 4e-3), (-1.8, 2e-4), (-0.2, 1e-3)];
        for (rule, at) in rules.iter().zip(names) {
            chart.draw_series([label(at, rule.name, rule.color)])?;
        }
        Ok(())
    })
}

const FALLING: Schedule = Schedule::Steps { every: 50, factor: 0.3 };

/// What each schedule multiplies the learning rate by, over 200 steps.
pub fn schedules() -> Drawing {
    let lines = [
        ("constant", Schedule::Constant, BLUE, (110.0, 0.93)),
        ("steps", FALLING, VERMILION, (55.0, 0.23)),
        ("cosine", Schedule::Cosine, GREEN, (104.0, 0.55)),
    ];
    let told = lines.map(|(name, schedule, ..)| {
        let [quarter, half, end] = [50, 100, 199].map(|s| schedule.factor(s, 200));
        format!("{name} {quarter:.2} at 50, {half:.2} at 100, {end:.2} at the end")
    });
    let words = format!(
        "Three curves of the factor over 200 epochs, all from 1: {}.",
        told.join("; ")
    );
    svg(600, "Three schedules", &words, |canvas| {
        let factor = ("factor of the learning rate", 0.0..1.05);
        let mut chart = axes(canvas, ("epoch", 0.0..200.0), factor, &plain)?;
        for (name, schedule, color, at) in lines {
            let factors =
                (0..200).map(|epoch| (epoch as f64, schedule.factor(epoch, 200)));
            chart.draw_series([curve(factors, color)])?;
            chart.draw_series([label(at, name, color)])?;
        }
        Ok(())
    })
}

/// The typical distance from the minimum before each of 200 noisy steps and after the last:
/// the root of the mean square of 1000 seeds.
fn typical_distances(schedule: Schedule, learning_rate: f64) -> Vec<f64> {
    let mut squares = vec![0.0; 201];
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let path = noisy_descent(schedule, learning_rate, 3.0, 200, rng);
        squares.iter_mut().zip(path).for_each(|(sum, w)| *sum += w * w);
    }
    squares.into_iter().map(|sum| (sum / 1000.0).sqrt()).collect()
}

/// The typical distance from the minimum with noisy slopes, by schedule.
pub fn jitter() -> Drawing {
    let lines = [
        ("constant 0.01", Schedule::Constant, 0.01, PURPLE, (60.0, 2.0)),
        ("constant 0.5", Schedule::Constant, 0.5, BLUE, (122.0, 0.46)),
        ("steps", FALLING, 0.5, VERMILION, (68.0, 0.115)),
        ("cosine", Schedule::Cosine, 0.5, GREEN, (162.0, 0.165)),
    ]
    .map(|(name, schedule, rate, color, at)| {
        (name, typical_distances(schedule, rate), color, at)
    });
    let told = lines.each_ref().map(|(name, distances, ..)| {
        format!(
            "{name} {:.2} after 50 and {:.2} at the end",
            distances[50], distances[200]
        )
    });
    let words = format!(
        "The typical distance from the minimum over 200 steps with noisy slopes, on a scale of \
         powers of ten, from 3: {}.",
        told.join("; "),
    );
    svg(700, "A constant rate rattles, a falling one settles", &words, |canvas| {
        let distance = ("distance from the minimum", (0.04..4.0).log_scale());
        let mut chart = axes(canvas, ("step", 0.0..200.0), distance, &plain)?;
        for (name, distances, color, at) in lines {
            let points = distances.iter().enumerate().map(|(i, &d)| (i as f64, d));
            chart.draw_series([curve(points, color)])?;
            chart.draw_series([label(at, name, color)])?;
        }
        Ok(())
    })
}

/// 2 / c where runs of the small network at `learning_rate` have come to rest, with c the
/// steepest curvature there, for each seed.
fn edges_at_rest(learning_rate: f64) -> Vec<f64> {
    let (x, y) = two_inputs();
    let edge = |seed| {
        let mut net = small_network(&Identity, seed);
        train_with(&mut net, &x, &y, GradientDescent, learning_rate, 1000);
        let gradient = |at: &[f64]| {
            let mut net = small_network(&Identity, seed);
            net.set_parameters(at);
            in_one_list(&loss_and_gradients(&net, &x, &y).1)
        };
        2.0 / steepest_curvature(gradient, &net.parameters())
    };
    (0..SEEDS).map(edge).collect()
}

/// The median height after 60 steps in the valley, over starts with u from −5 to −3 and v from
/// 0.6 to 1, one for each seed.
fn height_from_starts<O: Optimizer + Default>(rate: f64, seeds: Range<u64>) -> f64 {
    let height = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let start =
            (-3.0 - 2.0 * rng.random::<f64>(), 0.6 + 0.4 * rng.random::<f64>());
        let path = descend_with(O::default(), rate, valley_slopes, start, STEPS);
        valley(path[STEPS].0, path[STEPS].1)
    };
    quantile(&seeds.map(height).collect::<Vec<_>>(), 0.5)
}

/// The same for 200 starts, at the rate that is best for 200 others.
fn height_at_best_rate<O: Optimizer + Default>() -> f64 {
    let of_others = |rate: &f64| height_from_starts::<O>(*rate, 1000..1200);
    let rates = (-30..=10).map(|tenths| 10_f64.powf(f64::from(tenths) / 10.0));
    let best = rates.min_by(|a, b| of_others(a).total_cmp(&of_others(b)));
    height_from_starts::<O>(best.expect("there are rates"), 0..200)
}

/// The median loss of the small network, from 200 seeds, after 300 steps at rate 0.1.
pub fn median_loss(optimizer: impl Optimizer) -> f64 {
    let (x, y) = two_inputs();
    let last = |seed| {
        let mut net = small_network(&Identity, seed);
        train_with(&mut net, &x, &y, optimizer.clone(), 0.1, 300)[300]
    };
    quantile(&(0..200).map(last).collect::<Vec<_>>(), 0.5)
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (slow, fast) = (edges_at_rest(0.01), edges_at_rest(0.1));
    let adam = |keep_mean, keep_square| {
        let mut adam = Adam::default();
        (adam.keep_mean, adam.keep_square) = (keep_mean, keep_square);
        median_loss(adam)
    };
    let start = |rule, digits, height| {
        number(&format!("learning_rate.starts_{rule}"), digits, height)
    };
    vec![
        start("descent", 2, height_at_best_rate::<GradientDescent>()),
        start("momentum", 3, height_at_best_rate::<Momentum>()),
        start("rms_prop", 5, height_at_best_rate::<RmsProp>()),
        start("adam", 3, height_at_best_rate::<Adam>()),
        number("learning_rate.rms_prop", 3, median_loss(RmsProp::default())),
        // A bound: another rounding tips the last digit.
        number(
            "learning_rate.adam_without_mean",
            2,
            (100.0 * adam(0.0, 0.999)).ceil() / 100.0,
        ),
        number("learning_rate.adam_short_memory", 4, adam(0.9, 0.9)),
        count("learning_rate.seeds", SEEDS as usize),
        number("learning_rate.slow_lowest", 2, quantile(&slow, 0.0)),
        number("learning_rate.slow_highest", 2, quantile(&slow, 1.0)),
        number("learning_rate.fast_lowest", 3, quantile(&fast, 0.0)),
        number("learning_rate.fast_highest", 3, quantile(&fast, 1.0)),
    ]
}
