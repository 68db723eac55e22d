//! Figures and values of the chapter *The learning rate*: where too far begins.

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::gradient_descent::descend;
use backprop::learning_rate::{
    end_losses, loss_and_gradients, small_network, steepest_curvature, two_inputs,
};
use backprop::sequential::in_one_list;
use backprop::what_it_learned::quantile;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Drawing, GREEN, INK, VERMILION, axes, beside, curve, dot, label, plain,
    spread, svg,
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
        let losses = end_losses(end, rate, 0..SEEDS, 300);
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

/// 2 / c where runs of the small network at `learning_rate` have come to rest, with c the
/// steepest curvature there, for each seed.
fn edges_at_rest(learning_rate: f64) -> Vec<f64> {
    let (x, y) = two_inputs();
    let edge = |seed| {
        let mut net = small_network(&Identity, seed);
        net.train(&x, &y, learning_rate, 1000);
        let gradient = |at: &[f64]| {
            let mut net = small_network(&Identity, seed);
            net.set_parameters(at);
            in_one_list(&loss_and_gradients(&net, &x, &y).1)
        };
        2.0 / steepest_curvature(gradient, &net.parameters())
    };
    (0..SEEDS).map(edge).collect()
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (slow, fast) = (edges_at_rest(0.01), edges_at_rest(0.1));
    vec![
        count("learning_rate.seeds", SEEDS as usize),
        number("learning_rate.slow_lowest", 2, quantile(&slow, 0.0)),
        number("learning_rate.slow_highest", 2, quantile(&slow, 1.0)),
        number("learning_rate.fast_lowest", 3, quantile(&fast, 0.0)),
        number("learning_rate.fast_highest", 3, quantile(&fast, 1.0)),
    ]
}
