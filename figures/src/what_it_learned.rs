//! Figures of the chapter *What it learned*: many seeds instead of one.

use backprop::backpropagation::Gradients;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{Run, quantile, train_seeds};
use plotters::prelude::*;

use crate::network::largest;
use crate::runs::{
    self, PRINTED, SEEDS, STUCK, falling, final_losses, first_below,
    predictions_of_row,
};
use crate::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, curve, dot, label, plain,
    sampled, spread, svg,
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
    [all_seeds(), stuck(), fewer_inputs(), printed()].concat()
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
