//! Figures and values of the chapter *Your own pictures*.

use backprop::classification::Dataset;
use files::pictures::handwriting::{Frame, Reading, read};
use files::pictures::sample::resized;
use files::pictures::scenes::{Scene, drawn};
use files::small::small;
use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GRID, INK, PAPER, VERMILION, frame, svg, write,
};
use crate::value::{Value, number};

/// The photo of the example `own_photo`, and the steps that lead from it to what a
/// network sees.
fn reading() -> Reading {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let (_, test): (Dataset, Dataset) = small().shuffled(&mut rng).split(0.2);
    let photo = drawn(test.x.row(2), Scene::Photographed, &mut rng);
    read(&photo, &Frame::SMALL).expect("a photo with one digit")
}

/// How wide each picture is.
const SIDE: i32 = 288;

/// From a photo to what the network sees, in five pictures.
pub fn photo_to_digit() -> Drawing {
    let Reading { photo, paper, ink, cut, seen } = reading();
    let dark = |bright: Array2<f64>| 1.0 - bright;
    let steps = [
        ("the photo", dark(coarse(&photo))),
        ("its paper", dark(coarse(&paper))),
        ("the ink", coarse(&ink)),
        ("cut out", coarse(&squared(&cut))),
        ("as small digits are", seen),
    ];
    let words = "Five pictures. A gray photo with a small, dark 3 on a sheet that is darker on one side; \
                 the shade of the sheet alone; the 3 alone, dark on white; the same, as large as the \
                 picture; and the 3 in 8 by 8 pixels.";
    svg(790, "From a photo to what the network sees", words, |canvas| {
        for (i, (name, image)) in (0..).zip(&steps) {
            let corner = (8 + 344 * (i % 3), 60 + 395 * (i / 3));
            let middle = (corner.0 + SIDE / 2, corner.1 - 32);
            write(canvas, middle, name, INK, HPos::Center)?;
            shaded(canvas, corner, image)?;
            frame(canvas, [corner, (corner.0 + SIDE, corner.1 + SIDE)], GRID, 3)?;
        }
        Ok(())
    })
}

/// A picture in few pixels.
fn coarse(image: &Array2<f64>) -> Array2<f64> {
    resized(image, 24, 24)
}

/// A shape in the middle of a square.
fn squared(cut: &Array2<f64>) -> Array2<f64> {
    let (height, width) = cut.dim();
    let side = height.max(width);
    let (top, left) = ((side - height) / 2, (side - width) / 2);
    Array2::from_shape_fn((side, side), |(row, column)| {
        let at = (row.checked_sub(top), column.checked_sub(left));
        at.0.zip(at.1).and_then(|at| cut.get(at)).copied().unwrap_or(0.0)
    })
}

/// A picture, where it is dark, in twelve shades; pixels of one shade side by side
/// are one rectangle.
fn shaded(
    canvas: &Canvas,
    (left, top): (i32, i32),
    image: &Array2<f64>,
) -> Result<(), DrawError> {
    let side = SIDE / image.ncols() as i32;
    for (row, shades) in (0..).zip(image.rows()) {
        let shades: Vec<i32> =
            shades.iter().map(|dark| (12.0 * dark).round() as i32).collect();
        let mut column = 0;
        for run in shades.chunk_by(|a, b| a == b) {
            let corner = (left + side * column, top + side * row);
            column += run.len() as i32;
            let end = (left + side * column, top + side * (row + 1));
            let color = INK.mix(f64::from(run[0]) / 12.0);
            if run[0] > 0 {
                canvas.draw(&Rectangle::new([corner, end], color.filled()))?;
            }
        }
    }
    Ok(())
}

const TABLE: &str = include_str!("../../data/scenes.csv");

/// What percentage of the test digits networks of each seed read right in a scene.
pub fn percents(training: &str, scene: &str, prepared: bool) -> Vec<f64> {
    let lines = TABLE.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let wanted = [training, scene, if prepared { "true" } else { "false" }];
    let lines = lines.filter(|line| [line[0], line[3], line[4]] == wanted);
    let number =
        |text: &str| text.parse::<f64>().expect("data/scenes.csv counts digits");
    lines.map(|line| 100.0 * number(line[5]) / number(line[6])).collect()
}

fn mean(percents: &[f64]) -> f64 {
    percents.iter().sum::<f64>() / percents.len() as f64
}

/// The two trainings, each with its color and how far above or below the line of a
/// scene it is drawn.
const TRAININGS: [(&str, RGBColor, i32); 2] =
    [("plain", VERMILION, -13), ("varied", BLUE, 13)];

/// How many digits two networks read right in each scene, without preparation and
/// with it.
pub fn accuracy_by_scene() -> Drawing {
    let said = Scene::ALL.map(|scene| {
        let name = scene.name();
        let of = |training| {
            [false, true]
                .map(|prepared| mean(&percents(training, &name, prepared)).round())
        };
        let ([a, b], [c, d]) = (of("plain"), of("varied"));
        format!("{name} {a} and {b}, with varied copies {c} and {d}")
    });
    let words = format!(
        "Seven scenes, and the percentage of test digits that are read right, without and with \
         preparation: {}.",
        said.join("; ")
    );
    svg(770, "Digits read right in each scene", &words, |canvas| {
        let x = |percent: f64| 290 + (6.6 * percent).round() as i32;
        for percent in [0, 25, 50, 75, 100] {
            let at = x(f64::from(percent));
            let line = PathElement::new([(at, 90), (at, 660)], GRID.stroke_width(2));
            canvas.draw(&line)?;
            write(canvas, (at, 690), &percent.to_string(), INK, HPos::Center)?;
        }
        write(canvas, (x(50.0), 740), "right, in percent", INK, HPos::Center)?;
        write(canvas, (290, 30), "plain", VERMILION, HPos::Left)?;
        write(canvas, (400, 30), "varied", BLUE, HPos::Left)?;
        for (at, text, prepared) in
            [(560, "as it is", false), (740, "prepared", true)]
        {
            mark(canvas, (at - 24, 30), INK, prepared)?;
            write(canvas, (at, 30), text, INK, HPos::Left)?;
        }
        for (row, scene) in (0..).zip(Scene::ALL) {
            let (y, name) = (125 + 80 * row, scene.name());
            write(canvas, (12, y), &name, INK, HPos::Left)?;
            for (training, color, beside) in TRAININGS {
                for prepared in [false, true] {
                    let percents = percents(training, &name, prepared);
                    let ends = percents
                        .iter()
                        .fold((100.0_f64, 0.0_f64), |(low, high), &p| {
                            (low.min(p), high.max(p))
                        });
                    let line = [(x(ends.0), y + beside), (x(ends.1), y + beside)];
                    canvas.draw(&PathElement::new(line, color.stroke_width(4)))?;
                    mark(canvas, (x(mean(&percents)), y + beside), color, prepared)?;
                }
            }
        }
        Ok(())
    })
}

/// A disc, or a ring.
fn mark(
    canvas: &Canvas,
    at: (i32, i32),
    color: RGBColor,
    filled: bool,
) -> Result<(), DrawError> {
    canvas.draw(&Circle::new(at, 11, if filled { color } else { PAPER }.filled()))?;
    canvas.draw(&Circle::new(at, 11, color.stroke_width(4)))
}

/// The numbers that the chapter refers to, from `data/scenes.csv`.
pub(crate) fn values() -> Vec<Value> {
    let mut values = vec![];
    for (training, ..) in TRAININGS {
        for scene in Scene::ALL {
            for (how, prepared) in [("as_it_is", false), ("prepared", true)] {
                let name = scene.name();
                let mean = mean(&percents(training, &name, prepared));
                values.push(number(
                    &format!("own_pictures.{training}.{name}.{how}"),
                    0,
                    mean,
                ));
            }
        }
    }
    values
}
