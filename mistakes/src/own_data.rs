//! The mistakes of *Your own data*.

use std::collections::BTreeSet;

use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How cells of a column of categories become numbers.
#[derive(Clone, Copy)]
struct Encoding {
    /// The cells that the list of values is learned from.
    learned: for<'a> fn(training: &[&'a str], cells: &[&'a str]) -> Vec<&'a str>,
    /// The list of values.
    listed: for<'a> fn(Vec<&'a str>) -> Vec<&'a str>,
    /// The values that get a column.
    kept: for<'a> fn(Vec<&'a str>) -> Vec<&'a str>,
    /// Whether a column is that of a cell.
    is: fn(values: &[&str], column: usize, cell: &str) -> bool,
    /// The column of a cell whose value is unknown.
    unknown: fn(values: &[&str], cell: &str) -> Option<usize>,
    /// What stands in the column of the value, and in the others.
    marks: (f64, f64),
    /// What becomes of the numbers of all cells.
    given: fn(Array2<f64>) -> Array2<f64>,
}

/// Cells of the training rows, and those to encode.
#[derive(Clone)]
struct Cells {
    training: &'static [&'static str],
    cells: &'static [&'static str],
}

/// A column that may lack its value, and one that never does. In both, a new value.
fn cells() -> Vec<Cells> {
    vec![
        Cells {
            training: &["red", "", "blue", "blue", "green", "", "red", "amber"],
            cells: &["blue", "", "violet", "red", "amber", "blue", "red"],
        },
        Cells {
            training: &["north", "east", "north", "west"],
            cells: &["west", "south", "north", "north", "west", "north"],
        },
    ]
}

/// Each value once, sorted.
fn sorted(cells: Vec<&str>) -> Vec<&str> {
    cells.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

const CELLS: &str = "own-data.md#from-cells-to-numbers";

static ENCODE: Lesson<Encoding, Cells> = Lesson {
    exercise: "encode",
    steps: Encoding {
        learned: |training, _| training.to_vec(),
        listed: sorted,
        kept: |values| values,
        is: |values, column, cell| values[column] == cell,
        unknown: |_, _| None,
        marks: (1.0, 0.0),
        given: |numbers| numbers,
    },
    probes: cells,
    answer: |steps, Cells { training, cells }| {
        let values = (steps.listed)((steps.learned)(training, cells));
        let values = (steps.kept)(values);
        let (one, zero) = steps.marks;
        let shape = (cells.len(), values.len());
        let numbers = Array2::from_shape_fn(shape, |(row, column)| {
            let cell = cells[row];
            let is = if values.contains(&cell) {
                (steps.is)(&values, column, cell)
            } else {
                (steps.unknown)(&values, cell) == Some(column)
            };
            if is { one } else { zero }
        });
        Answer::of("numbers", (steps.given)(numbers))
            .called_with(format!("training cells {training:?}"))
    },
    sizes: &[(7, "cells"), (6, "cells"), (5, "values"), (3, "values")],
    mistakes: &[
        Mistake {
            name: "learned-from-all-cells",
            told: "The list has a value that no training row had. A network that has learned \
                   with a column less could not take this row. Learn the list from the training \
                   rows alone.",
            section: "own-data.md#scaling",
            source: Some("SeldonIO/alibi#140"),
            plant: |steps| {
                steps.learned = |training, cells| [training, cells].concat();
            },
        },
        Mistake {
            name: "learned-from-the-cells",
            told: "The list was learned from the cells that are to be encoded. Other rows would \
                   then become other columns, or more or fewer of them. Learn it from the \
                   training rows, once, and keep it.",
            section: "own-data.md#scaling",
            source: Some("pandas-dev/pandas#8918"),
            plant: |steps| steps.learned = |_, cells| cells.to_vec(),
        },
        Mistake {
            name: "not-sorted",
            told: "The values stand in the order in which they first occur. It works, as long \
                   as it stays the same, but another order of the rows gives other columns. \
                   Here they are sorted.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.listed = |cells| {
                    let mut seen = BTreeSet::new();
                    cells.into_iter().filter(|cell| seen.insert(*cell)).collect()
                };
            },
        },
        Mistake {
            name: "repeats-kept",
            told: "There is a column for each training row, and not for each value. A value \
                   that occurs twice gets one column: take each of them once.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.listed = |mut cells| {
                    cells.sort_unstable();
                    cells
                };
            },
        },
        Mistake {
            name: "only-neighbors-removed",
            told: "Values still stand in the list more than once. `dedup` removes equal \
                   *neighbors*, so the list must be sorted before.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.listed = |mut cells| {
                    cells.dedup();
                    cells
                };
            },
        },
        Mistake {
            name: "missing-left-out",
            told: "The missing value got no column. Then a gap looks like a value that was \
                   never seen, though training rows had it. A missing category is one more \
                   category.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.kept = |values| {
                    values.into_iter().filter(|value| !value.is_empty()).collect()
                };
            },
        },
        Mistake {
            name: "missing-always",
            told: "There is a column for the missing value even where no training row lacks it. \
                   It would be 0 in every row, so nothing can be learned for it. It is a value \
                   if a training row has it.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.kept = |mut values| {
                    if !values.contains(&"") {
                        values.insert(0, "");
                    }
                    values
                };
            },
        },
        Mistake {
            name: "first-left-out",
            told: "The first value has no column.\nIn statistics one is left out, since the \
                   others tell it.\nHere all 0 stands for a value that is new, so each that is \
                   known needs its 1.",
            section: CELLS,
            source: Some("SeldonIO/alibi#773"),
            plant: |steps| {
                steps.kept = |values| values.into_iter().skip(1).collect();
            },
        },
        Mistake {
            name: "numbered",
            told: "Each value became its number in the list. That says that the third is more \
                   than the first, and that the second lies between them. A category becomes a \
                   1 in a column of its own.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.marks = (1.0, 0.0);
                steps.given = |numbers| {
                    let place = |row: ArrayView1<f64>| {
                        row.iter()
                            .position(|&mark| mark != 0.0)
                            .map_or(-1.0, |k| k as f64)
                    };
                    numbers.map_axis(Axis(1), place).insert_axis(Axis(1))
                };
            },
        },
        Mistake {
            name: "unknown-as-the-first",
            told: "A value that is not in the list counts as the first one. `unwrap_or(0)` does \
                   this. No training row had it, so it is none of them: all 0.",
            section: "own-data.md#used-again",
            source: None,
            plant: |steps| steps.unknown = |_, _| Some(0),
        },
        Mistake {
            name: "unknown-unwrapped",
            told: "Your program stops at a value that is not in the list: `position` gives \
                   `None` there. New rows may have new values. Such a cell becomes all 0.",
            section: "own-data.md#used-again",
            source: None,
            plant: |steps| {
                steps.unknown = |values, cell| {
                    Some(values.iter().position(|value| *value == cell).unwrap())
                };
            },
        },
        Mistake {
            name: "one-too-far",
            told: "Each 1 stands a column too far to the right, and the last value has none. \
                   The places of a list begin with 0.",
            section: CELLS,
            source: None,
            plant: |steps| {
                steps.is =
                    |values, column, cell| column > 0 && values[column - 1] == cell;
            },
        },
        Mistake {
            name: "minus-1-in-the-others",
            told: "The other columns hold −1, and they should hold 0. A 0 adds nothing to a \
                   weighted sum; −1 lets every value that is *not* there have its say.",
            section: CELLS,
            source: None,
            plant: |steps| steps.marks.1 = -1.0,
        },
        Mistake {
            name: "0-for-the-value",
            told: "0 and 1 have changed places. The 1 stands in the column of the value.",
            section: CELLS,
            source: None,
            plant: |steps| steps.marks = (0.0, 1.0),
        },
        Mistake {
            name: "turned",
            told: "The numbers are turned: you have a row for each value. A row is one row of \
                   data, so there is one for each cell, and a column for each value.",
            section: CELLS,
            source: None,
            plant: |steps| steps.given = |numbers| numbers.t().to_owned(),
        },
    ],
};

/// Checks the numbers of the cells of a column of categories, whose values the training cells
/// have.
///
/// # Errors
///
/// What is wrong with them.
pub fn encode(
    yours: fn(training: &[&str], cells: &[&str]) -> Array2<f64>,
) -> Verdict {
    ENCODE.check(move |Cells { training, cells }| {
        Answer::of("numbers", yours(training, cells))
            .called_with(format!("training cells {training:?}"))
    })
}

/// How numbers are scaled.
#[derive(Clone, Copy)]
struct Scaling {
    /// The numbers that the scale is learned from.
    learned: fn(training: &[f64], numbers: &[f64]) -> Vec<f64>,
    /// What each number is taken from.
    center: fn(&[f64]) -> f64,
    /// From where the distances are measured.
    around: fn(center: f64) -> f64,
    /// What a distance counts.
    distance: fn(f64) -> f64,
    /// What the sum of the distances is divided by, of `n` numbers.
    divisor: fn(n: f64) -> f64,
    /// What becomes of the mean of the distances.
    root: fn(f64) -> f64,
    /// How wide the numbers are, whose distances gave this.
    spread: fn(numbers: &[f64], from_distances: f64) -> f64,
    /// The deviation of numbers that may all be the same.
    deviation: fn(f64) -> f64,
    /// A number, scaled.
    scaled: fn(x: f64, mean: f64, deviation: f64) -> f64,
}

/// Numbers of the training rows, and those to scale.
#[derive(Clone)]
struct Columns {
    training: Vec<f64>,
    numbers: Vec<f64>,
}

/// Two columns, and one whose training rows are all the same.
fn columns() -> Vec<Columns> {
    vec![
        Columns {
            training: vec![3.0, 7.5, 12.0, 4.0, 9.5, 21.0, 6.0],
            numbers: vec![5.0, 30.0, 4.5, 8.0],
        },
        Columns {
            training: vec![-0.4, 0.3, -1.7, 0.9, -2.6],
            numbers: vec![0.25, -3.5, 1.75],
        },
        Columns { training: vec![3.0; 4], numbers: vec![3.0, 5.5, 1.0] },
    ]
}

fn sum(numbers: &[f64]) -> f64 {
    numbers.iter().sum()
}

fn mean(numbers: &[f64]) -> f64 {
    sum(numbers) / numbers.len() as f64
}

/// The smallest of some numbers.
fn least(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The largest of some numbers.
fn greatest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The number in the middle of the sorted ones, or the mean of the two there.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = ((sorted.len() - 1) / 2, sorted.len() / 2);
    f64::midpoint(sorted[low], sorted[high])
}

const SCALING: &str = "own-data.md#scaling";

static SCALE: Lesson<Scaling, Columns> = Lesson {
    exercise: "scale",
    steps: Scaling {
        learned: |training, _| training.to_vec(),
        center: mean,
        around: |center| center,
        distance: |x| x * x,
        divisor: |n| n,
        root: f64::sqrt,
        spread: |_, from_distances| from_distances,
        deviation: |deviation| if deviation > 0.0 { deviation } else { 1.0 },
        scaled: |x, mean, deviation| (x - mean) / deviation,
    },
    probes: columns,
    answer: |steps, Columns { training, numbers }| {
        let learned = (steps.learned)(training, numbers);
        let center = (steps.center)(&learned);
        let around = (steps.around)(center);
        let distances = learned.iter().map(|x| (steps.distance)(x - around));
        let total = distances.sum::<f64>();
        let mean = total / (steps.divisor)(learned.len() as f64);
        let spread = (steps.spread)(&learned, (steps.root)(mean));
        let deviation = (steps.deviation)(spread);
        let scaled = |&x: &f64| (steps.scaled)(x, center, deviation);
        Answer::of("scaled", numbers.iter().map(scaled).collect::<Vec<_>>())
            .called_with(format!("training rows of {training:?}"))
    },
    sizes: &[
        (4, "numbers"),
        (3, "numbers"),
        (7, "training rows"),
        (5, "training rows"),
    ],
    mistakes: &[
        Mistake {
            name: "learned-from-all-rows",
            told: "Mean and deviation are those of all rows, also of the held-out ones. So \
                   something of the test gets into the training, and the result is a little \
                   too good. Learn both from the training rows alone.",
            section: SCALING,
            source: Some("d2l-ai/d2l-en#843"),
            plant: |steps| {
                steps.learned = |training, numbers| [training, numbers].concat();
            },
        },
        Mistake {
            name: "scaled-by-themselves",
            told: "The numbers are scaled by their own mean and deviation.\nThey look right, \
                   around 0 and as wide as 1.\nBut then the same number means one thing in the \
                   training rows and another here, and a single new row has no deviation at \
                   all. Take those of the training rows.",
            section: SCALING,
            source: Some("tensorflow/skflow#157"),
            plant: |steps| steps.learned = |_, numbers| numbers.to_vec(),
        },
        Mistake {
            name: "one-less",
            told: "You divided the squares by n − 1. That estimates the deviation of all rows \
                   that there could be, and pandas does so. This scale is that of the rows at \
                   hand: n, as in NumPy.",
            section: SCALING,
            source: Some("numpy/numpy#9230"),
            plant: |steps| steps.divisor = |n| n - 1.0,
        },
        Mistake {
            name: "squares-not-averaged",
            told: "The squares are added up and not divided by n. Then the deviation grows with \
                   the number of rows, and the scaled numbers shrink. It is a mean of squares.",
            section: SCALING,
            source: None,
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "variance",
            told: "You divided by the variance: the root is missing. The variance is in squared \
                   grams, and only its root is in grams, as x − m is.",
            section: SCALING,
            source: None,
            plant: |steps| steps.root = |variance| variance,
        },
        Mistake {
            name: "distances-not-squared",
            told: "You took the mean of the absolute distances. It is a measure of width, too, \
                   but another one. The standard deviation is the root of the mean of the \
                   squares.",
            section: SCALING,
            source: None,
            plant: |steps| {
                steps.distance = f64::abs;
                steps.root = |mean| mean;
            },
        },
        Mistake {
            name: "squares-of-the-numbers",
            told: "For the deviation you squared the numbers themselves. That measures how far \
                   they are from 0. Square their distances from the mean, x − m.",
            section: SCALING,
            source: None,
            plant: |steps| steps.around = |_| 0.0,
        },
        Mistake {
            name: "order-of-the-difference",
            told: "You subtracted the number from the mean.\nThe size is right, and only the \
                   sign is turned round.\nA number above the mean is positive: x − m.",
            section: SCALING,
            source: None,
            plant: |steps| {
                steps.scaled = |x, mean, deviation| (mean - x) / deviation;
            },
        },
        Mistake {
            name: "mean-not-taken-away",
            told: "You divided by the deviation, and did not take the mean away.\nThe width is \
                   right.\nThe numbers still lie around the mean, far from 0: (x − m) / d.",
            section: SCALING,
            source: None,
            plant: |steps| steps.scaled = |x, _, deviation| x / deviation,
        },
        Mistake {
            name: "not-divided",
            told: "You took the mean away and did not divide by the deviation.\nThe numbers lie \
                   around 0.\nA column in grams would still be a thousand times as wide as one \
                   in kilograms: (x − m) / d.",
            section: SCALING,
            source: None,
            plant: |steps| steps.scaled = |x, mean, _| x - mean,
        },
        Mistake {
            name: "brackets-missing",
            told: "You divided the mean alone: x − m / d. In Rust as on paper the division goes \
                   first, so the difference needs brackets.",
            section: SCALING,
            source: None,
            plant: |steps| steps.scaled = |x, mean, deviation| x - mean / deviation,
        },
        Mistake {
            name: "divided-by-0",
            told: "A column whose training rows are all the same has a deviation of 0, and you \
                   divided by it. That gives NaN or infinity, and one such number spoils all \
                   that the network gives. Take 1 for the deviation there.",
            section: SCALING,
            source: Some("fastai/fastai#889"),
            plant: |steps| steps.deviation = |deviation| deviation,
        },
        Mistake {
            name: "0-where-all-are-the-same",
            told: "If the training rows are all the same, you give 0 for any number.\nOf the \
                   training rows that is right.\nA new row may have another number. With a \
                   deviation of 1 it is its distance from the mean.",
            section: SCALING,
            source: None,
            plant: |steps| {
                steps.deviation = |deviation| {
                    if deviation > 0.0 { deviation } else { f64::INFINITY }
                };
            },
        },
        Mistake {
            name: "from-0-to-1",
            told: "You scaled from the smallest to the largest, so that the training rows lie \
                   between 0 and 1. That is another scale, and one wild number squeezes all \
                   others together. Here it is the distance from the mean, in deviations.",
            section: SCALING,
            source: None,
            plant: |steps| {
                steps.center = least;
                steps.spread = |numbers, _| greatest(numbers) - least(numbers);
            },
        },
        Mistake {
            name: "median",
            told: "You took the median for the mean. It is in the middle of the sorted numbers, \
                   and does not feel how far away the others are. The mean is their sum, \
                   divided by how many there are.",
            section: SCALING,
            source: None,
            plant: |steps| steps.center = median,
        },
        Mistake {
            name: "sum-for-the-mean",
            told: "You took the sum away, and not the mean. Divide it by how many numbers there \
                   are first.",
            section: SCALING,
            source: None,
            plant: |steps| steps.center = sum,
        },
    ],
};

/// Checks numbers that are scaled by the mean and the deviation of the training rows.
///
/// # Errors
///
/// What is wrong with them.
pub fn scale(yours: fn(training: &[f64], numbers: &[f64]) -> Vec<f64>) -> Verdict {
    SCALE.check(move |Columns { training, numbers }| {
        Answer::of("scaled", yours(training, numbers))
            .called_with(format!("training rows of {training:?}"))
    })
}

/// How it is measured how far off predictions are.
#[derive(Clone, Copy)]
struct Measure {
    /// What an output of the network says, in the unit of the target.
    said: fn(z: f64, mean: f64, deviation: f64) -> f64,
    /// What it is compared with.
    target: fn(y: f64, mean: f64, deviation: f64) -> f64,
    /// What an error counts.
    counts: fn(f64) -> f64,
    /// What the sum is divided by, of `n` rows.
    divisor: fn(n: f64) -> f64,
    /// What becomes of the mean.
    root: fn(f64) -> f64,
    /// What the root is divided by.
    after: fn(n: f64) -> f64,
}

/// Outputs of a network, the scale of its target, and the targets.
#[derive(Clone)]
struct Outputs {
    z: Array1<f64>,
    mean: f64,
    deviation: f64,
    y: Array1<f64>,
}

/// Predictions of five and of seven rows.
fn outputs() -> Vec<Outputs> {
    vec![
        Outputs {
            z: vec![0.5, -1.25, 2.0, 0.125, -0.75].into(),
            mean: 40.0,
            deviation: 8.0,
            y: vec![46.5, 27.0, 61.0, 40.25, 33.0].into(),
        },
        Outputs {
            z: vec![-0.3, 1.1, 0.7, -2.2, 0.05, 1.6, -0.9].into(),
            mean: -0.3,
            deviation: 0.4,
            y: vec![-0.8, 0.5, -0.4, -1.9, 0.3, 0.8, -0.75].into(),
        },
    ]
}

const BEAT: &str = "own-data.md#the-answer-to-beat";

static OFF: Lesson<Measure, Outputs> = Lesson {
    exercise: "off_by",
    steps: Measure {
        said: |z, mean, deviation| mean + deviation * z,
        target: |y, _, _| y,
        counts: |error| error * error,
        divisor: |n| n,
        root: f64::sqrt,
        after: |_| 1.0,
    },
    probes: outputs,
    answer: |steps, &Outputs { ref z, mean, deviation, ref y }| {
        let error = |(&z, &y): (&f64, &f64)| {
            (steps.said)(z, mean, deviation) - (steps.target)(y, mean, deviation)
        };
        let counted = z.iter().zip(y).map(error).map(steps.counts);
        let (total, n) = (counted.sum::<f64>(), y.len() as f64);
        Answer::of(
            "off by",
            (steps.root)(total / (steps.divisor)(n)) / (steps.after)(n),
        )
    },
    sizes: &[(5, "rows"), (7, "rows")],
    mistakes: &[
        Mistake {
            name: "not-scaled-back",
            told: "The outputs are compared as they come, in deviations, with targets in their \
                   own unit. What the network says goes back first: m + d · z.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.said = |z, _, _| z,
        },
        Mistake {
            name: "target-scaled-back",
            told: "You scaled the targets back, too, and they were never scaled. They come as \
                   they stand in the table; only the outputs of the network are in deviations.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.target = |y, mean, deviation| mean + deviation * y,
        },
        Mistake {
            name: "in-deviations",
            told: "You measured in deviations: the error is d times as large in the unit of the \
                   target. Nobody weighs penguins in deviations. Scale the outputs back, and \
                   leave the targets as they are.",
            section: BEAT,
            source: Some("Secilia-Cxy/SOFTS#7"),
            plant: |steps| {
                steps.said = |z, _, _| z;
                steps.target = |y, mean, deviation| (y - mean) / deviation;
            },
        },
        Mistake {
            name: "scaled-again",
            told: "You scaled the outputs once more, (z − m) / d. They are scaled already. The \
                   way back multiplies by the deviation, and adds the mean.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.said = |z, mean, deviation| (z - mean) / deviation,
        },
        Mistake {
            name: "mean-added-first",
            told: "You added the mean before you multiplied: d · (m + z). Forward the mean is \
                   taken away first and the division comes last, so back the multiplication \
                   comes first.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.said = |z, mean, deviation| deviation * (mean + z),
        },
        Mistake {
            name: "mean-not-added",
            told: "The outputs are multiplied by the deviation, and the mean is not added. All \
                   predictions are off by the mean then: m + d · z.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.said = |z, _, deviation| deviation * z,
        },
        Mistake {
            name: "not-multiplied",
            told: "The mean is added, and the outputs are not multiplied by the deviation. One \
                   deviation is then one gram: m + d · z.",
            section: "own-data.md#scaling",
            source: None,
            plant: |steps| steps.said = |z, mean, _| mean + z,
        },
        Mistake {
            name: "no-root",
            told: "The root is missing. The mean of the squares is in squared grams, and can't \
                   be compared with a weight. Its root can.",
            section: BEAT,
            source: None,
            plant: |steps| steps.root = |mean| mean,
        },
        Mistake {
            name: "no-mean",
            told: "The squares are added up, and not divided by the number of rows. So more \
                   rows make a larger error, whatever the network does.",
            section: BEAT,
            source: Some("DataScienceSpecialization/courses#119"),
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "root-before-the-mean",
            told: "You divided by the number of rows after the root. The mean belongs under the \
                   root: squares, their mean, its root.",
            section: BEAT,
            source: None,
            plant: |steps| {
                steps.divisor = |_| 1.0;
                steps.after = |n| n;
            },
        },
        Mistake {
            name: "root-of-each",
            told: "You took the root of each square, and then the mean. That is the mean \
                   absolute error: large errors weigh less in it. Here the mean is taken of the \
                   squares, and one root at the end.",
            section: BEAT,
            source: Some("facebookresearch/sparsh#9"),
            plant: |steps| {
                steps.counts = f64::abs;
                steps.root = |mean| mean;
            },
        },
        Mistake {
            name: "one-less",
            told: "You divided by n − 1. That is for a deviation from a mean that was estimated \
                   from the same rows. These are held out, and nothing was learned from them: \
                   divide by n.",
            section: BEAT,
            source: None,
            plant: |steps| steps.divisor = |n| n - 1.0,
        },
        Mistake {
            name: "halved",
            told: "You halved the mean of the squares. Some losses have that half, for the sake \
                   of their slope. How far off predictions are does not.",
            section: BEAT,
            source: None,
            plant: |steps| steps.divisor = |n| 2.0 * n,
        },
        Mistake {
            name: "errors-cancel",
            told: "You added up the errors with their signs. One of 300 too much and one of 300 \
                   too little then make none at all. Square each before you add.",
            section: BEAT,
            source: None,
            plant: |steps| {
                steps.counts = |error| error;
                steps.root = f64::abs;
            },
        },
    ],
};

/// Checks how far off a network is: from its outputs, the mean and the deviation of its scaled
/// target, and the targets as they stand in the table.
///
/// # Errors
///
/// What is wrong with it.
pub fn off_by(yours: fn(&Array1<f64>, f64, f64, &Array1<f64>) -> f64) -> Verdict {
    OFF.check(move |&Outputs { ref z, mean, deviation, ref y }| {
        Answer::of("off by", yours(z, mean, deviation, y))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&ENCODE, &SCALE, &OFF]
}
