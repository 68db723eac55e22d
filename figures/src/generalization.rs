//! Figures and values of the chapter *Generalization*: what comes of training too long.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use backprop::activation::Identity;
use backprop::classification::{Dataset, cross_entropy, decide, softmax, spiral};
use backprop::generalization::{EarlyStopping, train_on_few};
use backprop::mini_batches::{Epoch, arms_net, arms_training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::classification::ARMS;
use crate::style::{
    BLUE, Canvas, DrawError, Drawing, INK, VERMILION, axes, curve, dot, frame, label,
    plain, svg, write,
};
use crate::value::{Value, count, number};

/// How many seeds a claim of this chapter looks at.
pub const SEEDS: u64 = 10;
/// How many epochs early stopping waits.
pub const PATIENCE: usize = 30;

/// A run of [`train_on_few`].
pub struct Run {
    /// The network as training left it.
    pub net: Sequential,
    /// The points to train on, to validate and to test.
    pub points: [Dataset; 3],
    /// What training reported.
    pub epochs: Vec<Epoch>,
    /// The epoch that early stopping keeps, and the parameters after it.
    pub best: (Epoch, Vec<f64>),
}

impl Run {
    /// The same network with the parameters that early stopping keeps.
    pub fn stopped(&self) -> Sequential {
        let mut net = few_net();
        net.set_parameters(&self.best.1);
        net
    }

    /// The losses of `net` on the three sets of points.
    pub fn losses(&self, net: &Sequential) -> [f64; 3] {
        self.points.each_ref().map(|points| net.score(points, cross_entropy).loss)
    }

    /// The share of the points to test on that `net` gets right.
    pub fn accuracy(&self, net: &Sequential) -> f64 {
        net.score(&self.points[2], cross_entropy).accuracy
    }
}

fn few_net() -> Sequential {
    arms_net(64, &Identity, &mut ChaCha8Rng::seed_from_u64(0))
}

/// [`train_on_few`] from all [`SEEDS`], to the last epoch.
pub fn runs(weight_decay: f64) -> Vec<Run> {
    let run = |seed| {
        let mut epochs = vec![];
        let mut stopping = EarlyStopping { patience: PATIENCE, best: None };
        let mut stopped = false;
        let (net, points) = train_on_few(seed, weight_decay, |net, epoch| {
            epochs.push(epoch);
            // The best epoch is the one it kept when it would have stopped.
            stopped = stopped || stopping.watch(net, epoch).is_break();
            ControlFlow::Continue(())
        });
        let best = stopping.best.expect("there are epochs");
        Run { net, points, epochs, best }
    };
    (0..SEEDS).map(run).collect()
}

/// The runs without weight decay, made once.
pub static PLAIN: LazyLock<Vec<Run>> = LazyLock::new(|| runs(0.0));
/// The runs with weight decay 1, made once.
pub static DECAYED: LazyLock<Vec<Run>> = LazyLock::new(|| runs(1.0));

/// The loss of the points trained on and of those to validate, for each epoch of `run`.
pub fn overfitting(run: &Run) -> Drawing {
    let kept = run.best.0;
    let last = run.epochs[run.epochs.len() - 1];
    let words = format!(
        "Two curves over {} epochs. The training loss falls all the way to {:.2}. The validation \
         loss falls with it to {:.2} in epoch {}, which a line marks, and then rises to {:.2}.",
        last.number,
        last.loss,
        kept.validation.loss,
        kept.number,
        last.validation.loss,
    );
    svg(700, "Training and validation loss part", &words, |canvas| {
        let epoch = ("epoch", 0.0..last.number as f64);
        let mut chart = axes(canvas, epoch, ("mean loss", 0.0..2.0), &plain)?;
        let points = |loss: fn(&Epoch) -> f64| {
            let epochs = run.epochs.iter();
            epochs.map(move |epoch| (epoch.number as f64, loss(epoch)))
        };
        let at = kept.number as f64;
        chart.draw_series([
            PathElement::new(vec![(at, 0.0), (at, 1.5)], INK.stroke_width(3)),
            curve(points(|epoch| epoch.loss), BLUE),
            curve(points(|epoch| epoch.validation.loss), VERMILION),
        ])?;
        chart.draw_series([dot((at, kept.validation.loss), VERMILION)])?;
        chart.draw_series([
            label((at - 12.0, 1.6), format!("epoch {}", kept.number), INK),
            label((88.0, 0.32), "training", BLUE),
            label((66.0, 1.72), "validation", VERMILION),
        ])?;
        Ok(())
    })
}

/// What four networks decide for each point of the plane, and how sure they are: `run` after its last epoch and
/// stopped early, `decayed`, and one that saw many points.
pub fn regions(run: &Run, decayed: &Run) -> Drawing {
    let (many, seen_by_many) = trained_on_many();
    let stopped = run.stopped();
    let few = &run.points[0];
    let panels = [
        (format!("{} epochs", run.epochs.len()), &run.net, few),
        (format!("stopped: {} epochs", run.best.0.number), &stopped, few),
        ("weight decay".to_string(), &decayed.net, few),
        (format!("{} points", seen_by_many.len()), &many, &seen_by_many),
    ];
    let accuracies = panels.each_ref().map(|(_, net, _)| run.accuracy(net));
    let [long, early, shrunk, plenty] =
        accuracies.map(|share| format!("{:.0} %", 100.0 * share));
    let words = format!(
        "Four squares, colored by the arm that a network decides for at each point, the paler \
         the less sure it is. The first, trained too long, is sure nearly everywhere and gets \
         {long} of new points right. The second, stopped early, has broad pale borders, \
         {early}; so has the third, with weight decay, {shrunk}. The fourth saw many points: \
         three smooth arms, {plenty}.",
    );
    svg(1130, "What four networks decide", &words, |canvas| {
        for ((name, net, points), panel) in
            panels.iter().zip(canvas.split_evenly((2, 2)))
        {
            region(&panel, name, net, points)?;
        }
        Ok(())
    })
}

/// A network like those of [`runs`] that saw 1500 points, and the points.
pub fn trained_on_many() -> (Sequential, Dataset) {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (points, validation) = (spiral(500, 0.25, rng), spiral(10, 0.25, rng));
    let mut net = few_net();
    let training = arms_training();
    let optimizer = Adam::default();
    fit(&mut net, &points, &validation, &training, optimizer, rng, |_, _| {
        ControlFlow::Continue(())
    });
    (net, points)
}

/// How many fields a panel has along each side.
const FIELDS: usize = 50;
/// How wide a field is on the canvas.
const FIELD: i32 = 9;
/// How far a panel reaches from the middle.
const EDGE: f64 = 1.0;

fn region(
    panel: &Canvas,
    name: &str,
    net: &Sequential,
    points: &Dataset,
) -> Result<(), DrawError> {
    let (left, top) = (26, 84);
    let side = FIELDS as i32 * FIELD;
    write(panel, (left + side / 2, 48), name, INK, HPos::Center)?;
    for (row, fields) in decisions(net).chunks(FIELDS).enumerate() {
        // Neighbors of one color are one rectangle.
        let mut from = 0;
        for run in fields.chunk_by(|a, b| a == b) {
            let up = top + row as i32 * FIELD;
            let corner = |column: usize, y| (left + column as i32 * FIELD, y);
            let corners = [corner(from, up), corner(from + run.len(), up + FIELD)];
            let (arm, strength) = run[0];
            let color = ARMS[arm].mix(f64::from(strength) / 100.0);
            panel.draw(&Rectangle::new(corners, color.filled()))?;
            from += run.len();
        }
    }
    frame(panel, [(left, top), (left + side, top + side)], INK, 2)?;
    let place =
        |at: f64| ((at + EDGE) / (2.0 * EDGE) * f64::from(side)).round() as i32;
    let dots = points.x.rows().into_iter().zip(&points.labels);
    for (at, &arm) in dots.step_by(points.len().div_ceil(90)) {
        if at.iter().all(|at| at.abs() < EDGE) {
            let at = (left + place(at[0]), top + place(-at[1]));
            panel.draw(&Circle::new(at, 8, ARMS[arm].filled()))?;
        }
    }
    Ok(())
}

/// The arm that `net` decides for in the middle of each field, row after row from above, and
/// how strong a color says how sure it is, in percent.
fn decisions(net: &Sequential) -> Vec<(usize, u8)> {
    let middle = |i: usize| EDGE * ((2 * i + 1) as f64 / FIELDS as f64 - 1.0);
    let x = Array2::from_shape_fn((FIELDS * FIELDS, 2), |(i, axis)| {
        if axis == 0 { middle(i % FIELDS) } else { -middle(i / FIELDS) }
    });
    let shares = softmax(&net.predict(&x));
    let arms = decide(&shares).into_iter().zip(shares.rows());
    arms.map(|(arm, row)| {
        let strength = match row[arm] {
            share if share < 0.6 => 8,
            share if share < 0.9 => 28,
            _ => 55,
        };
        (arm, strength)
    })
    .collect()
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let lowest =
        |numbers: &[f64]| numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = |numbers: &[f64]| numbers.iter().copied().fold(0.0, f64::max);
    let plain = |i: usize| -> Vec<f64> {
        PLAIN.iter().map(|run| run.losses(&run.net)[i]).collect()
    };
    let (train, test) = (plain(0), plain(2));
    let stopped: Vec<f64> =
        PLAIN.iter().map(|run| run.losses(&run.stopped())[2]).collect();
    let decayed: Vec<f64> =
        DECAYED.iter().map(|run| run.losses(&run.net)[2]).collect();
    let kept = || PLAIN.iter().map(|run| run.best.0.number);
    vec![
        count("generalization.seeds", SEEDS as usize),
        number("generalization.train_highest", 2, highest(&train)),
        number("generalization.test_lowest", 2, lowest(&test)),
        number("generalization.test_highest", 2, highest(&test)),
        number("generalization.stopped_lowest", 2, lowest(&stopped)),
        number("generalization.stopped_highest", 2, highest(&stopped)),
        number("generalization.decayed_lowest", 2, lowest(&decayed)),
        number("generalization.decayed_highest", 2, highest(&decayed)),
        count("generalization.kept_first", kept().min().unwrap_or(0)),
        count("generalization.kept_last", kept().max().unwrap_or(0)),
    ]
}
