//! The figure and the values of the chapter *The same network in Burn*.

use backprop::what_it_learned::quantile;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Drawing, GREEN, INK, VERMILION, axes, beside, curve, dot, svg,
};
use crate::value::Value;
use crate::what_it_reads::span;

/// What the program `digits` of `frameworks/` wrote.
const TABLE: &str = include_str!("../../data/burn.csv");
/// How many digits are in a test.
const TEST: f64 = 359.0;

/// The splits of the table, what the page calls them, and where there is room for words.
const SPLITS: [(&str, &str, (f64, HPos)); 2] = [
    ("shuffled", "a random fifth", (88.2, HPos::Left)),
    ("in order", "the last fifth", (99.8, HPos::Right)),
];
/// The loops of the table, what their values, and what the page calls them, and their color.
const LOOPS: [(&str, &str, &str, RGBColor); 3] = [
    ("ours", "ours", "our loop", BLUE),
    ("Burn", "burn", "Burn's", VERMILION),
    ("Burn from He", "he", "Burn's, from He's weights", GREEN),
];

/// What each loop reaches on both splits: a dot for each seed, and a bar at the median.
pub fn accuracies() -> Drawing {
    let told = SPLITS.iter().flat_map(|&(split, title, _)| {
        LOOPS.map(|(name, _, told, _)| {
            let reached = reached(split, name);
            let [low, median, high] = [0.0, 0.5, 1.0].map(|q| quantile(&reached, q));
            format!("{title}, {told}: {low:.1} to {high:.1} %, median {median:.1} %")
        })
    });
    let words = format!(
        "Dots on six lines, ten each, with a bar at their median. {}.",
        told.collect::<Vec<_>>().join("; "),
    );
    svg(1240, "Test digits read right, from ten seeds", &words, |canvas| {
        let panels = canvas.split_evenly((2, 1));
        for (panel, (split, title, (x, side))) in panels.iter().zip(SPLITS) {
            let percent = ("right, %", 88.0..100.0);
            let no_label = |_: &f64| String::new();
            let mut chart = axes(panel, percent, (title, 0.0..3.0), &no_label)?;
            for (lane, (name, _, told, color)) in (0..).zip(LOOPS) {
                let floor = 2.1 - f64::from(lane);
                let reached = reached(split, name);
                let median = quantile(&reached, 0.5);
                let bar = [(median, floor - 0.08), (median, floor + 0.75)];
                chart.draw_series([curve(bar, INK)])?;
                // Who reads as many digits stands on those before.
                let dots = reached.iter().enumerate().map(|(seed, &percent)| {
                    let below = reached[..seed].iter().filter(|&&p| p == percent);
                    dot((percent, floor + 0.15 * below.count() as f64), color)
                });
                chart.draw_series(dots)?;
                chart.draw_series([beside((x, floor + 0.6), told, color, side)])?;
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
    for (split, ..) in SPLITS {
        for (name, short, ..) in LOOPS {
            let value = format!("burn.{}.{short}", split.replace(' ', "_"));
            values.extend(span(&value, 1, &reached(split, name)));
        }
        let pairs = lines(split, "ours").into_iter().zip(lines(split, "Burn"));
        times.extend(pairs.map(|(ours, burn)| burn[2] / ours[2]));
    }
    values.extend(span("burn.times", 1, &times));
    values
}
