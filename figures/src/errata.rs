//! Figures of the chapter *Errata*.

use backprop::activation::sigmoid_prime;
use backprop::errata::{Slopes, losses_with};
use backprop::gradient_descent::measured_gradients;
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{quantile, train_seeds};
use plotters::prelude::*;

use crate::runs::{self, PRINTED, SEEDS, final_losses, predictions_of_row};
use crate::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, curve, label, plain, sampled,
    spread, svg,
};
use crate::value::{Value, count, number};

/// The loss of one network, trained as it should be and with each of three mistakes.
pub fn mistakes(net: &Network) -> Drawing {
    let (x, y) = four_rows();
    let uphill = train(&mut net.clone(), &x, &y, -1.0, 999);
    let runs = [
        ("right", (420.0, 0.2), BLUE, losses_with(Slopes::RIGHT, &mut net.clone())),
        ("+ for −", (420.0, 1.86), VERMILION, uphill.losses().to_vec()),
        (
            "|e| for e²",
            (420.0, 1.12),
            GREEN,
            losses_with(Slopes::ABSOLUTE, &mut net.clone()),
        ),
        (
            "σ′(a) for σ′(z)",
            (420.0, 0.75),
            PURPLE,
            losses_with(Slopes::TWICE, &mut net.clone()),
        ),
    ];
    let ends = runs
        .each_ref()
        .map(|(name, _, _, losses)| format!("{name}, {:.3}", losses[999]));
    let words = format!(
        "Four loss curves from the same weights. They end at: {}.",
        ends.join("; ")
    );
    svg(680, "What each mistake costs", &words, |canvas| {
        let iteration = ("iteration", 0.0..1000.0);
        let mut chart = axes(canvas, iteration, ("loss L", 0.0..2.2), &plain)?;
        for (name, at, color, losses) in &runs {
            chart.draw_series([curve(sampled(&losses[..1000], 5), *color)])?;
            chart.draw_series([label(*at, *name, *color)])?;
        }
        Ok(())
    })
}

/// How the final predictions for each row spread over many runs, with one famous value each.
///
/// `predictions` holds the predictions of all runs for one row after the other.
pub fn final_predictions(predictions: &[Vec<f64>; 4], printed: [f64; 4]) -> Drawing {
    let spans: Vec<String> = predictions
        .iter()
        .zip(printed)
        .map(|(row, printed)| {
            format!(
                "{:.3} to {:.3} with {printed}",
                quantile(row, 0.0),
                quantile(row, 1.0)
            )
        })
        .collect();
    let words = format!(
        "Four histograms of {} final predictions, each with the tutorial's value marked: {}. \
         Every mark lies inside its histogram.",
        predictions[0].len(),
        spans.join(", "),
    );
    svg(1720, "Where the tutorial's predictions lie", &words, |canvas| {
        let rows = [
            ("0 0 1, target 0", 0.0, VERMILION),
            ("0 1 1, target 1", 0.94, BLUE),
            ("1 0 1, target 1", 0.94, GREEN),
            ("1 1 1, target 0", 0.0, PURPLE),
        ];
        let panels = canvas.split_evenly((4, 1));
        for (i, (name, from, color)) in rows.into_iter().enumerate() {
            let (row, printed) = (&predictions[i], printed[i]);
            let bins: Vec<(f64, f64)> =
                spread(from..from + 0.06, 30).zip(counts(row, from)).collect();
            let top = bins.iter().fold(0.0, |top: f64, bin| top.max(bin.1)) * 1.25;
            let title = format!("runs, row {name}");
            let mut chart = axes(
                &panels[i],
                ("final prediction", from..from + 0.06),
                (&title, 0.0..top),
                &plain,
            )?;
            chart.draw_series(bins.iter().map(|&(start, count)| {
                Rectangle::new(
                    [(start, 0.0), (start + 0.002, count)],
                    color.mix(0.75).filled(),
                )
            }))?;
            chart.draw_series([curve([(printed, 0.0), (printed, top)], INK)])?;
            chart.draw_series([label(
                (printed + 0.0006, 0.92 * top),
                plain(&printed),
                INK,
            )])?;
        }
        Ok(())
    })
}

/// How many of `values` fall in each of 30 bins of 0.002, the first of which begins at `from`.
fn counts(values: &[f64], from: f64) -> Vec<f64> {
    let mut counts = vec![0.0; 30];
    for value in values {
        if let Some(count) = counts.get_mut(((value - from) / 0.002) as usize) {
            *count += 1.0;
        }
    }
    counts
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let uphill = train_seeds(0..200, &x, &y, -1.0, 1500);
    let of_input = ends(Slopes::OF_INPUT);
    let mut doubled = runs::book().net.clone();
    doubled.w2 *= 2.0;
    let mistakes = vec![
        count("errata.seeds", uphill.len()),
        number("errata.loss_doubled", 6, sum_of_squares(&doubled.predict(&x), &y)),
        number("errata.uphill", 3, quantile(&final_losses(&uphill), 0.5)),
        number("errata.absolute_first", 3, (&trace.y_hat - &y).mapv(f64::abs).sum()),
        number("errata.slope_at_2", 3, sigmoid_prime(2.0)),
        count("errata.learned_right", learned(&ends(Slopes::RIGHT))),
        count("errata.learned_of_input", learned(&of_input)),
        count("errata.learned_uphill", learned(&final_losses(&uphill))),
        // In whole percent: another rounding tips a run or two.
        percent("errata.learned_absolute_percent", learned(&ends(Slopes::ABSOLUTE))),
        percent(
            "errata.overflow_percent",
            of_input.iter().filter(|loss| loss.is_nan()).count(),
        ),
        number(
            "errata.measured_slope",
            4,
            measured_gradients(&net, &x, &y).dw1[[2, 1]],
        ),
        number("errata.backward_slope", 4, net.backward(&x, &y, &trace).dw1[[2, 1]]),
    ];
    [mistakes, despite(), printed()].concat()
}

/// What the program `mistakes` wrote.
const DESPITE: &str = include_str!("../../data/mistakes.csv");

/// Each mistake of the workbook's whole program, and how many of 200 seeds learn in spite of it.
pub fn learn_despite() -> Vec<(&'static str, usize)> {
    let lines = DESPITE.lines().skip(1);
    lines
        .filter_map(|line| {
            let (mistake, seeds) = line.split_once(',')?;
            Some((mistake, seeds.parse().ok()?))
        })
        .collect()
}

/// The mistakes that the chapter lists.
const LISTED: [&str; 12] = [
    "w2-too-early",
    "trace-of-before",
    "output-slope-twice",
    "no-two",
    "error-sent-back",
    "mean-for-sum",
    "output-slope-missing",
    "step-after-every-row",
    "slopes-kept",
    "hidden-slope-missing",
    "hidden-slope-twice",
    "w1-stays",
];

fn despite() -> Vec<Value> {
    let listed = |(mistake, seeds): (&str, usize)| {
        let is_listed = LISTED.contains(&mistake);
        is_listed.then(|| count(&format!("despite.{mistake}"), seeds))
    };
    let mut values: Vec<Value> =
        learn_despite().into_iter().filter_map(listed).collect();
    values.push(count("despite.seeds", 200));
    values
}

/// The losses before iteration 1499 of all seeds, trained with these slopes.
fn ends(slopes: Slopes) -> Vec<f64> {
    let end = |seed| losses_with(slopes, &mut Network::seeded(seed))[1499];
    (0..SEEDS).map(end).collect()
}

/// How many of these losses are those of a network that has learned.
fn learned(losses: &[f64]) -> usize {
    losses.iter().filter(|&&loss| loss < 0.05).count()
}

fn percent(name: &str, seeds: usize) -> Value {
    number(name, 0, 100.0 * seeds as f64 / SEEDS as f64)
}

/// Where the predictions that the tutorial prints lie among those of all seeds.
fn printed() -> Vec<Value> {
    let rows = [0, 1, 2, 3].map(predictions_of_row);
    let distance = |seed: usize| {
        let distances = rows
            .iter()
            .zip(PRINTED)
            .map(|(row, printed)| (row[seed] - printed).abs());
        distances.fold(0.0, f64::max)
    };
    let by_distance = |a: &usize, b: &usize| distance(*a).total_cmp(&distance(*b));
    let closest = (0..SEEDS as usize).min_by(by_distance).unwrap_or(0);
    let mut values = vec![count("closest.seed", closest)];
    for (i, (row, printed)) in rows.iter().zip(PRINTED).enumerate() {
        let name = |what| format!("row_{}.{what}", i + 1);
        values.extend([
            number(&name("lowest"), 3, quantile(row, 0.0)),
            number(&name("median"), 3, quantile(row, 0.5)),
            number(&name("highest"), 3, quantile(row, 1.0)),
            count(
                &name("below"),
                row.iter().filter(|&&y_hat| y_hat < printed).count(),
            ),
        ]);
    }
    values
}
