//! Figures and values of the chapter *When it does not learn*: four shapes of curves, and which
//! rung finds which fault.

use backprop::mini_batches::Epoch;
use backprop::when_it_does_not_learn::faults::fault;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Drawing, INK, VERMILION, axes, curve, frame, label, plain, svg, write,
};
use crate::value::{Value, count};

/// What the program `ladder` wrote.
const LADDER: &str = include_str!("../../data/ladder.csv");
/// How many seeds it planted each fault from.
pub const SEEDS: usize = 200;

/// Each fault, and how many of [`SEEDS`] each rung finds something wrong from.
pub fn ladder() -> Vec<(&'static str, [usize; 5])> {
    let lines = LADDER.lines().skip(1);
    lines
        .map(|line| {
            let mut fields = line.split(',');
            let name = fields.next().expect("a fault");
            let mut next = || fields.next().and_then(|text| text.parse().ok());
            (name, [0; 5].map(|_| next().expect("a count")))
        })
        .collect()
}

/// How many epochs [`four_shapes`] shows.
const SHOWN: usize = 30;

/// How many of [`SEEDS`] rung `rung`, counted from 1, finds something wrong from.
pub fn found(name: &str, rung: usize) -> usize {
    let of = ladder().into_iter().find(|(fault, _)| *fault == name);
    of.expect("a fault of this name").1[rung - 1]
}

/// The training with this fault from seed 0.
fn epochs(name: &str) -> Vec<Epoch> {
    fault(name).planted(0).curves(&mut ChaCha8Rng::seed_from_u64(0))
}

/// Training and validation loss of four runs.
pub fn four_shapes() -> Drawing {
    let panels = [
        "nothing",
        "all weights 0",
        "20 training points",
        "rate 100 times too large",
    ]
    .map(|name| (name, epochs(name)));
    let [right, dead, few, far] = panels.each_ref().map(|(_, epochs)| {
        let last = epochs[SHOWN - 1];
        (epochs[0].loss, last.loss, last.validation.loss)
    });
    let words = format!(
        "Four pairs of curves, the training and the validation loss of the first {SHOWN} epochs. \
         With no fault both fall, to {:.2} and {:.2}. With all weights 0 both stay at {:.1}. With \
         20 training points the training loss falls to {:.2}, and the validation loss rises to \
         {:.1}. At a rate 100 times too large the training loss begins at {:.0}.",
        right.1, right.2, dead.1, few.1, few.2, far.0,
    );
    svg(1080, "Four shapes of curves", &words, |canvas| {
        for ((name, epochs), panel) in panels.iter().zip(canvas.split_evenly((2, 2)))
        {
            let epochs = &epochs[..SHOWN];
            let losses = epochs.iter().flat_map(|e| [e.loss, e.validation.loss]);
            let top = losses.fold(1.4, f64::max) * 1.05;
            let epoch = ("epoch", 0.0..SHOWN as f64);
            let mut chart = axes(&panel, epoch, (name, 0.0..top), &plain)?;
            let points = |loss: fn(&Epoch) -> f64| {
                epochs.iter().map(move |epoch| (epoch.number as f64, loss(epoch)))
            };
            chart.draw_series([
                curve(points(|epoch| epoch.validation.loss), VERMILION),
                curve(points(|epoch| epoch.loss), BLUE),
            ])?;
            if *name == "nothing" {
                chart.draw_series([
                    label((9.0, 0.8 * top), "training", BLUE),
                    label((9.0, 0.65 * top), "validation", VERMILION),
                ])?;
            }
        }
        Ok(())
    })
}

/// The width and height of a field of [`matrix`].
const FIELD: (i32, i32) = (96, 50);

/// A table: how many of [`SEEDS`] each rung finds each fault from.
pub fn matrix() -> Drawing {
    let ladder = ladder();
    let rows: Vec<String> =
        ladder.iter().map(|(name, found)| format!("{name}: {found:?}")).collect();
    let words = format!(
        "A table of {} faults and five rungs. Each field holds the number of {SEEDS} seeds from \
         which the rung finds something wrong. {}.",
        ladder.len() - 1,
        rows.join("; "),
    );
    let height = 70 + FIELD.1 as u32 * ladder.len() as u32;
    svg(height, "Which rung finds which fault", &words, |canvas| {
        let at = |row: usize, rung: usize| {
            (500 + FIELD.0 * rung as i32, 60 + FIELD.1 * row as i32)
        };
        write(canvas, (6, 32), "planted", INK, HPos::Left)?;
        for rung in 0..5 {
            let (left, _) = at(0, rung);
            let place = (left + FIELD.0 / 2, 32);
            write(canvas, place, &(rung + 1).to_string(), INK, HPos::Center)?;
        }
        for (row, (name, found)) in ladder.iter().enumerate() {
            let middle = at(row, 0).1 + FIELD.1 / 2;
            write(canvas, (6, middle), name, INK, HPos::Left)?;
            for (rung, &seeds) in found.iter().enumerate() {
                let (left, top) = at(row, rung);
                let corners = [(left, top), (left + FIELD.0, top + FIELD.1)];
                let strength = 0.55 * seeds as f64 / SEEDS as f64;
                let color = VERMILION.mix(strength);
                canvas.draw(&Rectangle::new(corners, color.filled()))?;
                frame(canvas, corners, INK, 1)?;
                if seeds > 0 {
                    let place = (left + FIELD.0 / 2, middle);
                    write(canvas, place, &seeds.to_string(), INK, HPos::Center)?;
                }
            }
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let of = |name: &str, fault: &str, rung: usize| {
        count(&format!("ladder.{name}"), found(fault, rung))
    };
    let mut values = vec![
        count("ladder.seeds", SEEDS),
        of("unit_loss", "weights from 0 to 1", 1),
        of("small_by_heart", "two units a layer", 2),
        of("relu_by_heart", "ReLU on the logits", 2),
        of("late_by_heart", "labels one row late", 2),
        of("few_curves", "20 training points", 5),
    ];
    let fall = |name: &&str| {
        let name_of_value = format!("ladder.fall.{}", name.replace(' ', "-"));
        count(&name_of_value, SEEDS - found(name, 5))
    };
    values.extend(MADE.iter().map(fall));
    values
}

/// The faults that the workbook knows.
const MADE: [&str; 9] = [
    "all weights 0",
    "softmax twice",
    "plus for minus",
    "no slope of ReLU",
    "mean slope of biases",
    "blame with a minus",
    "a layer without steps",
    "split by class",
    "validation trained on",
];
