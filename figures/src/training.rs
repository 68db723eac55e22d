//! Figures of the chapter *Training*: the loop, the loss as it falls, the predictions as they
//! part, and what the trained network says between the four rows.

use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::Run;
use ndarray::{Array2, array};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::network::largest;
use crate::runs::{self, first_below};
use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GREEN, INK, PURPLE, VERMILION, arrow, axes,
    beside, curve, disc, frame, label, plain, sampled, spread, svg, write,
};
use crate::value::{Value, count, number};

/// The iterations of the book's run: an axis is at least as long, however short a run is.
const RUN: usize = 1500;

/// The four stations of one iteration, in a circle.
pub fn training_loop() -> Drawing {
    let words = "Four boxes in a circle, joined by arrows: forward gives predictions, the \
                 loss compares them with the targets, backward gives the gradients, and step \
                 changes the weights, with which forward begins again.";
    svg(560, "One iteration of training", words, |canvas| {
        station(canvas, (240, 120), "forward", "predictions ŷ")?;
        station(canvas, (760, 120), "loss", "how wrong: L")?;
        station(canvas, (760, 440), "backward", "slopes ∂L/∂W")?;
        station(canvas, (240, 440), "step", "W − η ∂L/∂W")?;
        arrow(canvas, (410, 120), (590, 120), INK)?;
        arrow(canvas, (760, 210), (760, 350), INK)?;
        arrow(canvas, (590, 440), (410, 440), INK)?;
        arrow(canvas, (240, 350), (240, 210), INK)
    })
}

fn station(
    canvas: &Canvas,
    (x, y): (i32, i32),
    name: &str,
    what: &str,
) -> Result<(), DrawError> {
    let corners = [(x - 165, y - 85), (x + 165, y + 85)];
    frame(canvas, corners, INK, 3)?;
    write(canvas, (x, y - 28), name, BLUE, HPos::Center)?;
    write(canvas, (x, y + 30), what, INK, HPos::Center)
}

/// The loss before each iteration, above on an even scale, below on one of powers of ten.
pub fn loss_per_iteration(losses: &[f64]) -> Drawing {
    let last = losses.len() - 1;
    let words = format!(
        "The loss starts at {:.3}, stays near 1 at first, is below 0.5 from iteration {} on, and \
         ends at {:.5} after iteration {last}. On the scale of powers of ten it is still falling.",
        losses[0],
        losses.iter().position(|&loss| loss < 0.5).unwrap_or(last),
        losses[last],
    );
    let end = last.max(RUN) as f64;

    svg(1060, "The loss at every iteration", &words, |canvas| {
        let (upper, lower) = canvas.split_vertically(530);
        let iteration = ("iteration", 0.0..end);
        let mut even = axes(&upper, iteration.clone(), ("loss L", 0.0..1.5), &plain)?;
        even.draw_series([curve(sampled(losses, 5), BLUE)])?;
        let powers = (0.001..10.0).log_scale();
        let mut powers =
            axes(&lower, iteration, ("loss L, powers of ten", powers), &plain)?;
        powers.draw_series([curve(sampled(losses, 5), BLUE)])?;
        Ok(())
    })
}

/// The predictions of `net` for the four rows: before training, and after each of `times`
/// stretches of so many iterations.
pub fn predictions_every(
    mut net: Network,
    iterations: usize,
    times: usize,
) -> Vec<Array2<f64>> {
    let (x, y) = four_rows();
    let mut predictions = vec![net.predict(&x)];
    for _ in 0..times {
        train(&mut net, &x, &y, 1.0, iterations);
        predictions.push(net.predict(&x));
    }
    predictions
}

/// The predictions `(4, 1)` for the four rows, before, during and after training: one line per
/// row, and `every` iterations from one point to the next.
pub fn predictions_over_training(
    predictions: &[Array2<f64>],
    every: usize,
) -> Drawing {
    let last = predictions.len() - 1;
    let told = [0, last / 10, last].map(|i| {
        let numbers: Vec<String> =
            predictions[i].iter().map(|p| format!("{p:.2}")).collect();
        format!("{} before iteration {}", numbers.join(", "), i * every)
    });
    let words = format!(
        "Four lines, the predictions for the rows 001, 011, 101 and 111, whose targets are 0, 1, \
         1 and 0. They are {}.",
        told.join("; "),
    );
    let end = (last * every).max(RUN) as f64;
    svg(640, "The predictions part toward their targets", &words, |canvas| {
        let iteration = ("iteration", 0.0..end);
        let mut chart = axes(canvas, iteration, ("prediction ŷ", 0.0..1.0), &plain)?;
        let rows = [
            ("row 0 0 1", VERMILION, (0.42, 0.13)),
            ("row 0 1 1", BLUE, (0.42, 0.87)),
            ("row 1 0 1", GREEN, (0.62, 0.87)),
            ("row 1 1 1", PURPLE, (0.62, 0.13)),
        ];
        for (row, (bits, color, (along, up))) in rows.into_iter().enumerate() {
            let height = predictions.iter().map(|y_hat| y_hat[[row, 0]]);
            let points =
                height.enumerate().map(|(i, y_hat)| ((i * every) as f64, y_hat));
            chart.draw_series([curve(points, color)])?;
            chart.draw_series([label((along * end, up), bits, color)])?;
        }
        Ok(())
    })
}

/// What `net` predicts between the four rows, on a grid of `cells` by `cells`.
pub fn decision_surface(net: &Network, cells: usize) -> Drawing {
    prediction_surface(&|row| net.predict(&array![row])[[0, 0]], cells)
}

/// What any network predicts for every pair of inputs from −0.5 to 1.5, the third input being
/// 1, on a grid of `cells` by `cells`.
pub fn prediction_surface(
    predict_row: &dyn Fn([f64; 3]) -> f64,
    cells: usize,
) -> Drawing {
    let predict = |u: f64, v: f64| predict_row([u, v, 1.0]);
    let color_of = |y_hat: f64| if y_hat < 0.5 { VERMILION } else { BLUE };
    let corners = |one: f64, other: f64| {
        let color = match (color_of(one), color_of(other)) {
            (BLUE, BLUE) => "blue",
            (VERMILION, VERMILION) => "orange",
            _ => "of two colors",
        };
        format!("{color}, {one:.2} and {other:.2}")
    };
    let words = format!(
        "A square colored by the prediction: blue toward 1, orange toward 0. The corners (0, 1) \
         and (1, 0) are {}; the corners (0, 0) and (1, 1) are {}. In the middle, at (0.5, 0.5), \
         the prediction is {:.2}.",
        corners(predict(0.0, 1.0), predict(1.0, 0.0)),
        corners(predict(0.0, 0.0), predict(1.0, 1.0)),
        predict(0.5, 0.5),
    );
    svg(1000, "The prediction between the rows", &words, |canvas| {
        let first = ("first input", -0.5..1.5);
        let mut chart = axes(canvas, first, ("second input", -0.5..1.5), &plain)?;
        let corners: Vec<f64> = spread(-0.5..1.5, cells).collect();
        let pairs =
            corners.windows(2).flat_map(|u| corners.windows(2).map(move |v| (u, v)));
        chart.draw_series(pairs.map(|(u, v)| {
            let y_hat = predict((u[0] + u[1]) / 2.0, (v[0] + v[1]) / 2.0);
            let certainty = ((2.0 * y_hat - 1.0).abs() * 100.0).round() / 100.0;
            // What is not a number gets no color: NaN is not above 0.
            let color = color_of(y_hat).mix(certainty.max(0.0));
            Rectangle::new([(u[0], v[0]), (u[1], v[1])], color.filled())
        }))?;
        let (x, y) = four_rows();
        for (row, target) in x.rows().into_iter().zip(&y) {
            let at = (row[0], row[1]);
            chart.draw_series(disc(at, 30))?;

            chart.draw_series([beside(at, plain(target), INK, HPos::Center)])?;
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let Run { history, net, .. } = runs::book();

    vec![
        number("training.final_loss", 5, history.final_loss()),
        number("training.loss_at_1000", 5, history.losses()[1000]),
        number("training.seed_67_slow", 2, seed_67(0.1, 1500)),
        number("training.seed_67_at_150", 2, seed_67(1.0, 150)),
        count("training.above_nine_tenths", first_below(0.9, history.losses()) - 1),
        count("training.learned_with_2_units", learned_with(2)),
        count("training.learned_with_3_units", learned_with(3)),
        count("training.below_half", first_below(0.5, history.losses())),
        count("training.below_tenth", first_below(0.1, history.losses())),
        number("training.largest_weight", 1, largest(&net.w1).max(largest(&net.w2))),
    ]
}

/// How many of 100 seeds learn the four rows with so many hidden units.
fn learned_with(hidden: usize) -> usize {
    let (x, y) = four_rows();
    let learns = |&seed: &u64| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut net = Network::random(3, hidden, 1, rng);
        train(&mut net, &x, &y, 1.0, 1500).final_loss() < 0.05
    };
    (0..100).filter(learns).count()
}

/// The loss of seed 67 after so many iterations.
fn seed_67(learning_rate: f64, iterations: usize) -> f64 {
    let (x, y) = four_rows();
    train(&mut Network::seeded(67), &x, &y, learning_rate, iterations).final_loss()
}
