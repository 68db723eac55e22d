//! Figures of the chapter *What it learned*: many seeds instead of one.

use backprop::gradient_descent::Gradients;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{Run, quantile, train_seeds};
use plotters::prelude::*;

use crate::network::largest;
use crate::runs::{self, SEEDS, STUCK, falling, final_losses, first_below};
use crate::style::{
    BLUE, Drawing, INK, VERMILION, axes, curve, dot, label, plain, sampled, svg,
};
use crate::value::{Value, count, number};

/// The loss of many runs, and in another color that of one that got stuck.
pub fn many_seeds(runs: &[Run], stuck: &Run) -> Drawing {
    let words = format!(
        "{} thin lines drop to about 1, and then fall to below {:.3}, most of them between \
         iterations 100 and 300. One thick line, seed {}, stops halfway: it is at {:.3} after {} iterations.",
        runs.len(),
        quantile(&final_losses(runs), 1.0) + 0.0005,
        stuck.seed,
        stuck.history.final_loss(),
        stuck.history.losses().len() - 1,
    );
    svg(680, "The loss from many seeds", &words, |canvas| {
        let iteration = ("iteration", 0.0..1500.0);
        let mut chart = axes(canvas, iteration, ("loss L", 0.0..1.6), &plain)?;
        for run in runs {
            let points: Vec<_> = sampled(run.history.losses(), 15).collect();
            chart.draw_series([PathElement::new(
                points,
                BLUE.mix(0.35).stroke_width(2),
            )])?;
        }
        chart.draw_series([curve(sampled(stuck.history.losses(), 5), VERMILION)])?;
        chart.draw_series([label(
            (800.0, 0.62),
            format!("seed {}", stuck.seed),
            VERMILION,
        )])?;
        Ok(())
    })
}

/// The share of runs whose loss falls at every step, for each learning rate.
pub fn monotone_share(shares: &[(f64, f64)]) -> Drawing {
    let told: Vec<String> = shares
        .iter()
        .map(|(rate, share)| format!("{:.1} % at {rate}", 100.0 * share))
        .collect();
    let words = format!(
        "The share of runs whose loss falls at every step: {}.",
        told.join(", ")
    );
    svg(600, "Where the loss stops falling at every step", &words, |canvas| {
        let rate = ("learning rate η", 0.0..3.0);
        let mut chart = axes(
            canvas,
            rate,
            ("share of runs that never rise, %", 0.0..100.0),
            &plain,
        )?;
        let points = || shares.iter().map(|&(rate, share)| (rate, 100.0 * share));
        chart.draw_series([curve(points(), BLUE)])?;
        chart.draw_series(points().map(|at| dot(at, BLUE)))?;
        Ok(())
    })
}

/// What networks trained on three rows predict for the fourth: for each row left out, a dot at
/// the median of all runs, and a ring at the target.
pub fn left_out_rows(predictions: &[Vec<f64>; 4]) -> Drawing {
    let (_, targets) = four_rows();
    let names = ["0 0 1", "0 1 1", "1 0 1", "1 1 1"];
    let told: Vec<String> = names
        .iter()
        .zip(predictions)
        .zip(&targets)
        .map(|((name, row), target)| {
            let (low, high) = (quantile(row, 0.0), quantile(row, 1.0));
            format!("row {name}, target {target}, predictions {low:.4} to {high:.4}")
        })
        .collect();
    let words = format!(
        "Trained on the other three rows, each network is sure of the wrong answer: {}.",
        told.join("; "),
    );
    svg(640, "Three rows do not tell the fourth", &words, |canvas| {
        let lane_name = |lane: &f64| names[*lane as usize - 1].to_string();
        let prediction = ("prediction for the row left out", -0.06..1.06);
        let mut chart = axes(canvas, prediction, ("row", 0.5..4.5), &lane_name)?;
        for (lane, (row, target)) in predictions.iter().zip(&targets).enumerate() {
            let lane = lane as f64 + 1.0;
            chart.draw_series([Circle::new(
                (*target, lane),
                20,
                INK.stroke_width(4),
            )])?;
            chart.draw_series([Circle::new(
                (quantile(row, 0.5), lane),
                14,
                VERMILION.filled(),
            )])?;
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    [all_seeds(), stuck(), fewer_inputs()].concat()
}

fn all_seeds() -> Vec<Value> {
    let (one, two, tenth) =
        (runs::step_one(), runs::at_learning_rate(2.0), runs::at_learning_rate(0.1));
    vec![
        count("seeds", SEEDS as usize),
        count(
            "step_1_25.rising",
            SEEDS as usize - falling(&runs::at_learning_rate(1.25)),
        ),
        // In whole percent: another rounding tips a run or two.
        number(
            "step_1_5.rising_percent",
            0,
            100.0
                - 100.0 * falling(&runs::at_learning_rate(1.5)) as f64 / SEEDS as f64,
        ),
        count("halved.within_20", halved_within_20()),
        count("step_1.falling", falling(one)),
        number("step_1.median", 4, quantile(&final_losses(one), 0.5)),
        number("step_1.worst", 4, quantile(&final_losses(one), 1.0)),
        // In whole percent: another rounding tips a run or two.
        number(
            "step_2.falling_percent",
            0,
            100.0 * falling(&two) as f64 / SEEDS as f64,
        ),
        number("step_2.median", 4, quantile(&final_losses(&two), 0.5)),
        count(
            "step_01.unfinished",
            final_losses(&tenth).iter().filter(|&&l| l > 0.5).count(),
        ),
        number("step_01.lowest", 2, quantile(&final_losses(&tenth), 0.0)),
    ]
}

/// How many runs of twice as many steps of half the size end within 20 percent of the loss at
/// learning rate 1.
fn halved_within_20() -> usize {
    let (x, y) = four_rows();
    let halved = train_seeds(0..SEEDS, &x, &y, 0.5, 3000);
    let ratios = halved
        .iter()
        .zip(runs::step_one())
        .map(|(half, whole)| half.history.final_loss() / whole.history.final_loss());
    ratios.filter(|ratio| (0.8..=1.2).contains(ratio)).count()
}

fn stuck() -> Vec<Value> {
    let stuck = runs::stuck();
    let (x, y) = four_rows();
    let longer = train(&mut Network::seeded(stuck.seed), &x, &y, 1.0, 4000);
    let below = STUCK.map(|seed| {
        let all = train(&mut Network::seeded(seed), &x, &y, 1.0, 100_000);
        first_below(0.1, all.losses())
    });
    let by = |iteration| below.iter().filter(|&&first| first <= iteration).count();
    let Gradients { dw1, dw2 } = stuck.net.backward(&x, &y, &stuck.net.forward(&x));

    let predictions: Vec<String> =
        stuck.net.predict(&x).iter().map(|y_hat| format!("{y_hat:.2}")).collect();
    vec![
        count("stuck.by_10000", by(10_000)),
        count("stuck.by_100000", by(100_000)),
        number("stuck.final_loss", 3, stuck.history.final_loss()),
        number("stuck.largest_slope", 4, largest(&dw1).max(largest(&dw2))),
        ("stuck.predictions".to_string(), predictions.join(", ")),
        count("stuck.below_tenth", first_below(0.1, longer.losses())),
    ]
}

fn fewer_inputs() -> Vec<Value> {
    let no_ones = final_losses(&runs::without_ones());
    let (_, y) = four_rows();
    let left_out = runs::left_out_predictions().iter().zip(&y);
    let distances: Vec<f64> = left_out
        .flat_map(|(row, target)| row.iter().map(move |y_hat| (y_hat - target).abs()))
        .collect();
    vec![
        count("no_ones.learned", no_ones.iter().filter(|&&loss| loss < 0.05).count()),
        number("no_ones.median", 4, quantile(&no_ones, 0.5)),
        count("left_out.runs", distances.len()),
        count("left_out.wrong", distances.iter().filter(|&&d| d > 0.5).count()),
    ]
}
