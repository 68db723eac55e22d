//! Figures and values of the chapter *Optimizers*: the paths of four rules, and what they reach.

use std::ops::Range;

use backprop::optimizers::{
    Adam, GradientDescent, Momentum, Optimizer, RmsProp, best_rate, descend_with,
    valley, valley_path, valley_slopes,
};
use backprop::what_it_learned::quantile;
use plotters::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::gradient_descent::contour;
use crate::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, curve, label, plain, spread,
    svg,
};
use crate::value::{Value, number};

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

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let start = |rule, digits, height| {
        number(&format!("optimizers.starts_{rule}"), digits, height)
    };
    vec![
        start("descent", 2, height_at_best_rate::<GradientDescent>()),
        start("momentum", 3, height_at_best_rate::<Momentum>()),
        start("rms_prop", 5, height_at_best_rate::<RmsProp>()),
        start("adam", 3, height_at_best_rate::<Adam>()),
    ]
}
