//! Figure and values of the chapter *The same network in Burn*.

use backprop::what_it_learned::quantile;
use plotters::prelude::*;

use crate::style::{BLUE, Drawing, VERMILION, axes, dot, label, svg};
use crate::value::{Value, number};
use crate::what_it_reads::span;

/// What the program `digits` of `frameworks/` wrote.
const TABLE: &str = include_str!("../../data/burn.csv");
/// How many digits are in a test.
const TEST: f64 = 359.0;

/// What both loops reach on both splits: a dot for each seed.
pub fn accuracies() -> Drawing {
    let lanes = [("ours", "our loop", BLUE), ("Burn", "Burn's loop", VERMILION)];
    let splits = [("shuffled", "a random fifth"), ("in order", "the last fifth")];
    let told = splits.map(|(split, title)| {
        let of = lanes.map(|(name, shown, _)| {
            let reached = reached(split, name);
            let (low, high) = (quantile(&reached, 0.0), quantile(&reached, 1.0));
            format!("{shown} {low:.1} to {high:.1} %")
        });
        format!("{title}: {}", of.join(", "))
    });
    let words = format!("Dots on four lines, ten each. {}.", told.join("; "));
    svg(800, "The same network, two loops", &words, |canvas| {
        let panels = canvas.split_evenly((2, 1));
        for (panel, (split, title)) in panels.iter().zip(splits) {
            let percent = ("right, %", 90.0..100.0);
            let no_label = |_: &f64| String::new();
            let mut chart = axes(panel, percent, (title, 0.0..2.0), &no_label)?;
            for (lane, (name, shown, color)) in lanes.into_iter().enumerate() {
                let height = 1.3 - lane as f64;
                let reached = reached(split, name);
                let dots =
                    reached.iter().map(|&percent| dot((percent, height), color));
                chart.draw_series(dots)?;
                chart.draw_series([label((90.2, height + 0.38), shown, color)])?;
            }
        }
        Ok(())
    })
}

/// The cells of the lines of a split and a loop.
fn lines(split: &str, name: &str) -> Vec<[f64; 3]> {
    let cells = TABLE.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let of = cells.filter(|cells| cells[0] == split && cells[2] == name);
    let number = |cell: &str| cell.parse().expect("data/burn.csv has numbers");
    of.map(|cells| [3, 4, 5].map(|at| number(cells[at]))).collect()
}

/// The percents of ten seeds.
fn reached(split: &str, name: &str) -> Vec<f64> {
    lines(split, name).into_iter().map(|[_, right, _]| 100.0 * right / TEST).collect()
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let mut values = Vec::new();
    let mut times = Vec::new();
    for split in ["shuffled", "in order"] {
        for name in ["ours", "Burn"] {
            let name_of = format!("burn.{}.{}", split.replace(' ', "_"), name);
            values.extend(span(&name_of.to_lowercase(), 1, &reached(split, name)));
        }
        let pairs = lines(split, "ours").into_iter().zip(lines(split, "Burn"));
        times.extend(pairs.map(|(ours, burn)| burn[2] / ours[2]));
    }
    values.push(number("burn.times", 1, quantile(&times, 0.5)));
    values
}
