//! Values of the chapter *The same network in Burn*.

use crate::value::Value;
use crate::what_it_reads::span;

/// What the program `digits` of `frameworks/` wrote.
const TABLE: &str = include_str!("../../data/burn.csv");
/// How many digits are in a test.
const TEST: f64 = 359.0;

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
        for (name, short) in
            [("ours", "ours"), ("Burn", "burn"), ("Burn from He", "he")]
        {
            let value = format!("burn.{}.{short}", split.replace(' ', "_"));
            values.extend(span(&value, 1, &reached(split, name)));
        }
        let pairs = lines(split, "ours").into_iter().zip(lines(split, "Burn"));
        times.extend(pairs.map(|(ours, burn)| burn[2] / ours[2]));
    }
    values.extend(span("burn.times", 1, &times));
    values
}
