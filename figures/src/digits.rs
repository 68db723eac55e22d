//! Figures and values of the chapter *Digits*: the digits, and what other hyperparameters reach.

use std::collections::BTreeMap;

use backprop::what_it_learned::quantile;
use files::small::small;
use ndarray::ArrayView2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{Canvas, DrawError, Drawing, GRID, INK, frame, svg, write};
use crate::value::{Value, number};

/// What the program `choose` wrote.
const VALIDATED: &str = include_str!("../../data/choose.csv");

/// Ten digits from each of these places in the file on.
pub fn samples(places: &[usize]) -> Drawing {
    let data = small();
    let rows: Vec<String> = places
        .iter()
        .map(|&from| {
            let labels = data.labels[from..from + 10].iter().map(usize::to_string);
            labels.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let words = format!(
        "Handwritten digits of 8 by 8 pixels, coarse but legible. Their labels: {}.",
        rows.join("; ")
    );
    let height = 140 * places.len() as u32 - 10;
    svg(height, "Digits of 8 by 8 pixels", &words, |canvas| {
        for (row, &from) in (0..).zip(places) {
            write(
                canvas,
                (0, 140 * row + 20),
                &format!("from {from}"),
                INK,
                HPos::Left,
            )?;
            for i in 0..10 {
                let pixels = data.x.row(from + i as usize);
                let pixels = pixels.into_shape_with_order((8, 8)).expect("64 pixels");
                squares(canvas, (100 * i + 6, 140 * row + 42), 11, pixels, |ink| {
                    (INK, ink)
                })?;
            }
        }
        Ok(())
    })
}

/// The numbers of `image` as squares with `side` units, the first at `at`; `shade` gives
/// color and darkness.
pub(crate) fn squares(
    canvas: &Canvas,
    at: (i32, i32),
    side: i32,
    image: ArrayView2<f64>,
    shade: impl Fn(f64) -> (RGBColor, f64),
) -> Result<(), DrawError> {
    for ((row, column), &number) in image.indexed_iter() {
        let (color, darkness) = shade(number);
        let darkness = (100.0 * darkness).round() / 100.0;
        if darkness > 0.0 {
            let (x, y) = (at.0 + side * column as i32, at.1 + side * row as i32);
            let corners = [(x, y), (x + side, y + side)];
            canvas.draw(&Rectangle::new(corners, color.mix(darkness).filled()))?;
        }
    }
    let (rows, columns) = (image.nrows() as i32, image.ncols() as i32);
    let end = (at.0 + side * columns, at.1 + side * rows);
    frame(canvas, [at, end], GRID, 2)
}

/// The percents of validation digits that are right in the lines of [`VALIDATED`] that begin so:
/// all quarters together, one for each seed.
fn validated(beginning: &str) -> Vec<f64> {
    let beginning = format!("{beginning},");
    let lines = VALIDATED.lines().filter_map(|line| line.strip_prefix(&beginning));
    let mut seeds: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let [_quarter, seed, digits, right] = fields[..] else {
            panic!("a line of other columns: {line}");
        };
        let count = |text: &str| text.parse::<f64>().expect("a whole number");
        let sums = seeds.entry(seed).or_default();
        *sums = (sums.0 + count(digits), sums.1 + count(right));
    }
    seeds.into_values().map(|(digits, right)| 100.0 * right / digits).collect()
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let mean =
        |percents: &[f64]| percents.iter().sum::<f64>() / percents.len() as f64;
    let mut values = vec![];
    for (name, used) in
        [("dense", "32,60,0.1,256,0"), ("convolutional", "32,20,0.1,16,1")]
    {
        let reached = validated(&format!("{name},0.003,{used}"));
        values.push(number(&format!("digits.{name}.used"), 1, mean(&reached)));
        let (low, high) = (quantile(&reached, 0.0), quantile(&reached, 1.0));
        values.push(number(&format!("digits.{name}.used_low"), 1, low));
        values.push(number(&format!("digits.{name}.used_high"), 1, high));
        for rate in ["0.0003", "0.001", "0.01"] {
            let reached = validated(&format!("{name},{rate},{used}"));
            let name = format!("digits.{name}.rate_{}", rate.replace('.', "_"));
            values.push(number(&name, 1, mean(&reached)));
        }
    }
    for (name, changed) in [
        ("rate_0_03", "0.03,32,60,0.1,256,0"),
        ("batch_8", "0.003,8,60,0.1,256,0"),
        ("batch_16", "0.003,16,60,0.1,256,0"),
        ("batch_64", "0.003,64,60,0.1,256,0"),
        ("batch_128", "0.003,128,60,0.1,256,0"),
        ("epochs_15", "0.003,32,15,0.1,256,0"),
        ("epochs_30", "0.003,32,30,0.1,256,0"),
        ("epochs_120", "0.003,32,120,0.1,256,0"),
        ("width_64", "0.003,32,60,0.1,64,0"),
        ("width_128", "0.003,32,60,0.1,128,0"),
        ("width_512", "0.003,32,60,0.1,512,0"),
        ("decay_0", "0.003,32,60,0,256,0"),
        ("decay_0_01", "0.003,32,60,0.01,256,0"),
        ("decay_1", "0.003,32,60,1,256,0"),
        ("shift_1", "0.003,32,20,0.1,256,1"),
        ("shift_2", "0.003,32,20,0.1,256,2"),
    ] {
        let reached = mean(&validated(&format!("dense,{changed}")));
        values.push(number(&format!("digits.dense.{name}"), 1, reached));
    }
    values
}
