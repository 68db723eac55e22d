//! The mistakes of *Classification*.

use std::f64::consts::{LN_2, LN_10};

use backprop::activation::sigmoid;
use backprop::classification::{self, Dataset, Loss};
use ndarray::{Array1, Array2, ArrayView1, Axis, Zip, array};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How one-hot targets are made.
#[derive(Clone, Copy)]
struct OneHot {
    /// The column of a label, if there is one.
    column: fn(label: usize) -> Option<usize>,
    /// What stands in that column.
    there: fn(label: usize) -> f64,
    /// What stands in the others.
    elsewhere: f64,
    /// How many columns there are.
    columns: fn(&Dataset) -> usize,
    /// Where the one of a sample goes, by row and column.
    place: fn(sample: usize, column: usize) -> [usize; 2],
    /// What is given of the matrix with a row for each sample.
    layout: fn(Array2<f64>) -> Array2<f64>,
}

/// Samples with these labels.
fn labeled(labels: &[usize], classes: usize) -> Dataset {
    Dataset { x: numbers((labels.len(), 2), 30), labels: labels.to_vec(), classes }
}

/// Writes a number, or panics in the words of `ndarray`, which only some builds of it have.
fn write(y: &mut Array2<f64>, place: [usize; 2], number: f64) {
    let shape = y.shape().to_vec();
    *y.get_mut(place).unwrap_or_else(|| {
        panic!(
            "ndarray: index {place:?} is out of bounds for array of shape {shape:?}"
        )
    }) = number;
}

static ONE_HOT: Lesson<OneHot, Dataset> = Lesson {
    exercise: "one_hot",
    steps: OneHot {
        column: Some,
        there: |_| 1.0,
        elsewhere: 0.0,
        columns: |data| data.classes,
        place: |sample, column| [sample, column],
        layout: |y| y,
    },
    probes: || vec![labeled(&[2, 0, 3, 1, 2], 4), labeled(&[1, 4, 0], 6)],
    answer: |steps, data| {
        let columns = (steps.columns)(data);
        let mut y = Array2::from_elem((data.len(), columns), steps.elsewhere);
        for (i, &label) in data.labels.iter().enumerate() {
            if let Some(column) = (steps.column)(label) {
                write(&mut y, (steps.place)(i, column), (steps.there)(label));
            }
        }
        Answer::of("y", (steps.layout)(y))
    },
    sizes: &[(5, "samples"), (4, "classes")],
    mistakes: &[
        Mistake {
            name: "counted-from-one",
            told: "Your columns are counted from 1, and the classes from 0. Class 2 has its \
                   one in the second column, which is that of class 1, and class 0 has none.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.column = |label| label.checked_sub(1),
        },
        Mistake {
            name: "label-for-one",
            told: "In the column of the class you wrote the label. It is a 1 there for every \
                   class.\nOf class 1 you can't see the difference; class 0 has nothing but \
                   zeros.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.there = |label| label as f64,
        },
        Mistake {
            name: "minus-one",
            told: "You wrote −1 for the classes that the sample does not belong to. It is 0: \
                   the target is a row of shares, which add up to 1.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.elsewhere = -1.0,
        },
        Mistake {
            name: "one-cold",
            told: "The zeros and ones are exchanged. The 1 belongs to the class of the \
                   sample, and the zeros to all others.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| {
                steps.there = |_| 0.0;
                steps.elsewhere = 1.0;
            },
        },
        Mistake {
            name: "transposed",
            told: "You made a column for each sample. The targets have the shape of the \
                   outputs: a row for each sample, a column for each class.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.layout = |y| y.reversed_axes(),
        },
        Mistake {
            name: "largest-label",
            told: "You took the number of columns from the largest label that occurs. In a \
                   batch a class may be missing; the network has an output for it all the \
                   same. `classes` says how many there are.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| {
                steps.columns =
                    |data| data.labels.iter().max().map_or(0, |it| it + 1);
            },
        },
        Mistake {
            name: "three-columns",
            told: "Your rows have 3 columns. There may be more classes, and then a label has \
                   no column. `classes` says how many there are.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.columns = |_| 3,
        },
        Mistake {
            name: "label-less-one",
            told: "If you took 1 from the label: classes are counted from 0, as columns are. \
                   The label is the column, and for class 0 there is nothing to take away.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.column = |label| Some(label - 1),
        },
        Mistake {
            name: "label-for-row",
            told: "You exchanged row and column: the label came first. The row is that of the \
                   sample, the column that of its class: `[[i, label]]`.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.place = |sample, column| [column, sample],
        },
    ],
};

/// Checks one-hot targets.
///
/// # Errors
///
/// What is wrong with them.
pub fn one_hot(yours: fn(&Dataset) -> Array2<f64>) -> Verdict {
    ONE_HOT.check(move |data| Answer::of("y", yours(data)))
}

/// How softmax is computed.
#[derive(Clone, Copy)]
struct Softmax {
    /// What is taken from each logit, in a shape that fits the matrix.
    less: fn(&Array2<f64>) -> Array2<f64>,
    /// What each logit becomes then.
    power: fn(f64) -> f64,
    /// What each power is divided by, in a shape that fits the matrix.
    total: fn(&Array2<f64>) -> Array2<f64>,
    /// What becomes of the shares.
    after: fn(Array2<f64>) -> Array2<f64>,
}

fn largest(numbers: ArrayView1<f64>) -> f64 {
    numbers.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z))
}

fn smallest(numbers: ArrayView1<f64>) -> f64 {
    numbers.fold(f64::INFINITY, |smallest, &z| smallest.min(z))
}

/// One number of each row, as a column.
fn of_rows(matrix: &Array2<f64>, of: fn(ArrayView1<f64>) -> f64) -> Array2<f64> {
    matrix.map_axis(Axis(1), of).insert_axis(Axis(1))
}

/// Usual logits, and such as overflow in one way or another.
fn logits() -> Vec<Array2<f64>> {
    let far = array![
        [1000.3, -1000.0, 0.5, 999.1],
        [-1000.0, -1001.5, -1002.0, -1000.7],
        [0.2, 1.1, 0.7, -900.0],
    ];
    vec![3.0 * numbers((5, 4), 31), 2.0 * numbers((2, 3), 32) - 4.0, far]
}

static SOFTMAX: Lesson<Softmax, Array2<f64>> = Lesson {
    exercise: "softmax",
    steps: Softmax {
        less: |z| of_rows(z, largest),
        power: f64::exp,
        total: |powers| of_rows(powers, |row| row.sum()),
        after: |shares| shares,
    },
    probes: logits,
    answer: |steps, z| {
        let powers = (z - (steps.less)(z)).mapv(steps.power);
        let total = (steps.total)(&powers);
        Answer::of("shares", (steps.after)(powers / total))
    },
    sizes: &[(5, "rows"), (4, "classes")],
    mistakes: &[
        Mistake {
            name: "no-maximum",
            told: "You did not take the largest logit away first. Above 709 its power is \
                   infinite, and infinity divided by infinity is not a number.\nUntil then the \
                   shares are right.",
            section: "classification.md#from-logits-to-shares",
            source: Some("apache/singa#540"),
            plant: |steps| steps.less = |_| array![[0.0]],
        },
        Mistake {
            name: "largest-of-all",
            told: "You took away the largest logit of the whole matrix. In a row that lies far \
                   below it all powers are 0, and 0 divided by 0 is not a number. Take the \
                   largest of each row.\nFor the other rows the shares are the same.",
            section: "classification.md#from-logits-to-shares",
            source: Some("keras-team/keras#9606"),
            plant: |steps| {
                steps.less =
                    |z| array![[z.fold(f64::NEG_INFINITY, |m, &z| m.max(z))]];
            },
        },
        Mistake {
            name: "largest-from-zero",
            told: "Your search for the largest logit begins at 0. In a row of negative logits \
                   it finds that 0, which is not one of them. You see it when all are far \
                   below: every power is 0. Begin at `f64::NEG_INFINITY`.",
            section: "classification.md#from-logits-to-shares",
            source: Some("FluxML/NNlib.jl#43"),
            plant: |steps| steps.less = |z| of_rows(z, |row| largest(row).max(0.0)),
        },
        Mistake {
            name: "smallest",
            told: "You took the smallest logit away and not the largest. Where logits lie far \
                   apart, the largest power overflows.\nElsewhere the shares stay the same.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.less = |z| of_rows(z, smallest),
        },
        Mistake {
            name: "mean-taken-away",
            told: "You took the mean of the row away and not the largest. A logit that lies far \
                   above the mean overflows all the same: its power is infinite.\nElsewhere the \
                   shares stay the same.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.less = |z| of_rows(z, |row| row.sum() / row.len() as f64);
            },
        },
        Mistake {
            name: "largest-of-columns",
            told: "You took the largest logit of each column away. A row then loses \
                   another number in each place, and its shares change. Only one number for \
                   the whole row leaves them as they are.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.less = |z| z.map_axis(Axis(0), largest).insert_axis(Axis(0));
            },
        },
        Mistake {
            name: "negative-exponent",
            told: "You raised e to −z. Then the smallest logit gets the largest share. The \
                   minus belongs to the sigmoid, 1 / (1 + e⁻ᶻ).",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.power = |z| (-z).exp(),
        },
        Mistake {
            name: "power-of-two",
            told: "You took powers of 2 and not of e.\nThey make shares that add up to 1, too, \
                   but more equal ones, and the slope of the loss is then no longer p − y.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.power = f64::exp2,
        },
        Mistake {
            name: "no-power",
            told: "You took the largest logit away and divided by the sum, but raised e to \
                   nothing. The largest then has the share 0, and the smallest the largest \
                   share. Raise e to each difference first.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.power = |z| z;
                // With nothing taken away it is the next mistake.
                steps.less = |z| of_rows(z, largest);
            },
        },
        Mistake {
            name: "logits-divided-by-their-sum",
            told: "You divided the logits themselves by their sum. They may be negative, and \
                   then so are some of the shares, or the sum is 0. Raise e to each of them \
                   first.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.power = |z| z;
                steps.less = |_| array![[0.0]];
            },
        },
        Mistake {
            name: "sum-of-columns",
            told: "You divided by the sum of each column. That makes shares of the samples \
                   and not of the classes: each row should add up to 1, and here each column \
                   does.",
            section: "classification.md#from-logits-to-shares",
            source: Some("ethanfetaya/NRI#25"),
            plant: |steps| {
                steps.total = |powers| powers.sum_axis(Axis(0)).insert_axis(Axis(0));
            },
        },
        Mistake {
            name: "sum-of-everything",
            told: "You divided by the sum over the whole matrix. With a single row it looks \
                   right; with more, it is all rows together that add up to 1.",
            section: "classification.md#from-logits-to-shares",
            source: Some("rickwierenga/MLFundamentals#1"),
            plant: |steps| steps.total = |powers| array![[powers.sum()]],
        },
        Mistake {
            name: "mean-for-sum",
            told: "You divided by the mean of the powers.\nEach row adds up to the number of \
                   classes; it should add up to 1.\nDivide by the sum.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.total =
                    |powers| of_rows(powers, |row| row.sum() / row.len() as f64);
            },
        },
        Mistake {
            name: "divided-by-classes",
            told: "You divided the powers by the number of classes. They add up to another \
                   number in each row, and so do your shares. Divide by the sum of the row.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.total = |powers| array![[powers.ncols() as f64]],
        },
        Mistake {
            name: "not-divided",
            told: "You did not divide by the sum.\nThe powers are in the right order and \
                   positive, but they don't add up to 1, so they are no shares yet.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.total = |_| array![[1.0]],
        },
        Mistake {
            name: "sigmoid-for-softmax",
            told: "You applied the sigmoid to each logit. It answers yes or no for each class \
                   alone, and the answers don't add up to 1. Softmax shares 1 out among all \
                   classes.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.less = |_| array![[0.0]];
                steps.power = sigmoid;
                steps.total = |_| array![[1.0]];
            },
        },
        Mistake {
            name: "logarithms-of-shares",
            told: "You gave the logarithms of the shares. The loss takes them, and softmax does \
                   not: shares lie between 0 and 1.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.after = |shares| shares.ln(),
        },
        Mistake {
            name: "softmax-twice",
            told: "Softmax is applied twice. The second one takes shares for logits.\nThey \
                   lie between 0 and 1, so its shares are more equal: the order of the \
                   classes is right, and no sample can be sure.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| steps.after = |shares| classification::softmax(&shares),
        },
    ],
};

/// Checks softmax: rows of logits in, rows of shares out.
///
/// # Errors
///
/// What is wrong with it.
pub fn softmax(yours: fn(&Array2<f64>) -> Array2<f64>) -> Verdict {
    SOFTMAX.check(move |z| Answer::of("shares", yours(z)))
}

/// How cross entropy and its slope are computed.
#[derive(Clone, Copy)]
struct CrossEntropy {
    /// The logarithms of the shares of a row of logits, one of all rows.
    log_shares: fn(z: ArrayView1<f64>, all: &Array2<f64>) -> Array1<f64>,
    /// What each class adds, of its target, of the logarithm of its share, and of its logit.
    term: fn(y: f64, log_share: f64, z: f64) -> f64,
    /// What a natural logarithm is divided by, for one of another base.
    base: f64,
    /// What stands before the sum.
    sign: f64,
    /// The loss of all rows.
    rows: fn(&Array1<f64>) -> f64,
    /// What the loss of `n` rows of `k` classes is divided by.
    loss_divisor: fn(n: f64, k: f64) -> f64,
    /// The shares in the slope.
    shares: fn(&Array2<f64>) -> Array2<f64>,
    /// The slope along a logit, of its share and its target.
    slope: fn(p: f64, y: f64) -> f64,
    /// The way back to the logits, from the slope along what the shares were made of.
    back: fn(logits: &Array2<f64>, slope: Array2<f64>) -> Array2<f64>,
    /// What the slope is divided by.
    slope_divisor: fn(n: f64, k: f64) -> f64,
}

/// Logits and the targets that go with them.
#[derive(Clone)]
struct Labeled {
    logits: Array2<f64>,
    y: Array2<f64>,
}

/// Usual logits, and such as overflow or become a share of 0.
fn labeled_logits() -> Vec<Labeled> {
    let probe = |logits: Array2<f64>, labels: &[usize]| {
        let classes = logits.ncols();
        let y = labeled(labels, classes).one_hot();
        Labeled { logits, y }
    };
    vec![
        probe(3.0 * numbers((5, 4), 33), &[2, 0, 3, 1, 2]),
        probe(array![[2.0, -1.0, 0.5], [1000.3, 999.1, 998.7]], &[2, 1]),
        probe(array![[-0.3, 0.8, 2.0], [0.4, -1000.0, 1.2]], &[0, 1]),
        probe(
            array![[-1000.8, -1001.5, -1000.1], [-1002.0, -1001.2, -1000.4]],
            &[0, 1],
        ),
        probe(numbers((3, 5), 36).mapv(f64::abs), &[3, 0, 4]),
    ]
}

/// The logarithms of the shares of a row, by log-sum-exp with this taken out of the powers.
fn log_softmax(z: ArrayView1<f64>, out: f64) -> Array1<f64> {
    let sum = z.fold(0.0, |sum, z| sum + (z - out).exp());
    z.mapv(|z| z - out - sum.ln())
}

/// The same with the largest logit taken out, by another logarithm than the natural one.
fn log_softmax_by(z: ArrayView1<f64>, log: fn(f64) -> f64) -> Array1<f64> {
    let largest = largest(z);
    let sum = z.fold(0.0, |sum, z| sum + (z - largest).exp());
    z.mapv(|z| z - largest - log(sum))
}

fn softmax_of_row(z: ArrayView1<f64>) -> Array1<f64> {
    classification::softmax(&z.to_owned().insert_axis(Axis(0))).remove_axis(Axis(0))
}

fn loss_and_slope((loss, slope): (f64, Array2<f64>)) -> Answer {
    Answer::of("loss", loss).with("slope", slope)
}

static CROSS_ENTROPY: Lesson<CrossEntropy, Labeled> = Lesson {
    exercise: "cross_entropy",
    steps: CrossEntropy {
        log_shares: |z, _| log_softmax(z, largest(z)),
        term: |y, log_share, _| if y == 0.0 { 0.0 } else { y * log_share },
        base: 1.0,
        sign: -1.0,
        rows: |rows| rows.sum(),
        loss_divisor: |_, _| 1.0,
        shares: classification::softmax,
        slope: |p, y| p - y,
        back: |_, slope| slope,
        slope_divisor: |_, _| 1.0,
    },
    probes: labeled_logits,
    answer: |steps, Labeled { logits, y }| {
        let (n, k) = (logits.nrows() as f64, logits.ncols() as f64);
        let of_row = |(z, y): (ArrayView1<f64>, ArrayView1<f64>)| {
            let log_shares = (steps.log_shares)(z, logits);
            let terms = Zip::from(y)
                .and(&log_shares)
                .and(z)
                .map_collect(|&y, &log_share, &z| (steps.term)(y, log_share, z));
            steps.sign * terms.sum() / steps.base
        };
        let rows: Array1<f64> =
            logits.rows().into_iter().zip(y.rows()).map(of_row).collect();
        let slope = Zip::from(&(steps.shares)(logits))
            .and(y)
            .map_collect(|&p, &y| (steps.slope)(p, y));
        loss_and_slope((
            (steps.rows)(&rows) / (steps.loss_divisor)(n, k),
            (steps.back)(logits, slope) / (steps.slope_divisor)(n, k),
        ))
    },
    sizes: &[(5, "rows"), (4, "classes")],
    mistakes: &[
        Mistake {
            name: "exchanged",
            told: "Your loss is always infinite: somewhere you took the logarithm of 0, since the \
                   target is 0 for all classes but one. Either targets and shares are \
                   exchanged, or you took the logarithm of y·p. It is −Σ y ln p.",
            section: "classification.md#cross-entropy",
            source: Some("guillaume-chevalier/LSTM-Human-Activity-Recognition#8"),
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(z, largest(z));
                steps.term = |y, log_share, _| log_share.exp() * y.ln();
            },
        },
        Mistake {
            name: "log-of-zero",
            told: "You computed the share first and then its logarithm. A share that is \
                   too small for an `f64` becomes 0, and its logarithm minus infinity. Put \
                   softmax into the loss: ln Σ eᶻ − z of the class never takes that way.",
            section: "classification.md#cross-entropy",
            source: Some("pkmital/CADL#75"),
            plant: |steps| steps.log_shares = |z, _| softmax_of_row(z).ln(),
        },
        Mistake {
            name: "shares-without-maximum",
            told: "You computed the shares in the loss without taking the largest logit \
                   away. Above 709 a power is infinite, and infinity divided by infinity \
                   is not a number. ln Σ eᶻ − z of the class needs no shares.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.log_shares = |z, _| (z.exp() / z.exp().sum()).ln(),
        },
        Mistake {
            name: "at-least-1e-15",
            told: "You computed the share first, and put 1e-15 under the logarithm, so \
                   that it is never of 0. The loss is finite then, but it stops growing: \
                   a mistake can never cost more than 34.6. ln Σ eᶻ − z of the class \
                   needs no such number.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares =
                    |z, _| softmax_of_row(z).mapv(|p| p.max(1e-15).ln())
            },
        },
        Mistake {
            name: "at-least-1e-12",
            told: "You computed the share first, and put 1e-12 under the logarithm, so \
                   that it is never of 0. The loss is finite then, but it stops growing: \
                   a mistake can never cost more than 27.7. ln Σ eᶻ − z of the class \
                   needs no such number.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares =
                    |z, _| softmax_of_row(z).mapv(|p| p.max(1e-12).ln())
            },
        },
        Mistake {
            name: "loss-without-softmax",
            told: "In the loss you took the logarithm of the logits. They are no shares: \
                   a negative one has no logarithm. Softmax comes first.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| z.ln();
                steps.term = |y, log_share, _| y * log_share;
            },
        },
        Mistake {
            name: "no-maximum",
            told: "Log-sum-exp without the largest logit taken out: above 709 the power is \
                   infinite, and so is the loss. It should be ln Σ eᶻ⁻ᵐ + m, with the \
                   largest logit of the row for m.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.log_shares = |z, _| log_softmax(z, 0.0),
        },
        Mistake {
            name: "largest-of-all",
            told: "You took the largest logit of the whole matrix out of the powers. In a \
                   row that lies far below it all powers are 0, and the logarithm of 0 is \
                   minus infinity. Take the largest of each row.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, all| {
                    log_softmax(z, all.fold(f64::NEG_INFINITY, |m, &z| m.max(z)))
                };
            },
        },
        Mistake {
            name: "largest-from-zero",
            told: "Your search for the largest logit begins at 0, so in a row of negative \
                   logits it finds none of them. Far below 0 all powers vanish, and the \
                   logarithm of 0 is minus infinity. Begin at `f64::NEG_INFINITY`.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(z, largest(z).max(0.0))
            },
        },
        Mistake {
            name: "maximum-not-added",
            told: "You took the largest logit out of the powers and did not add it back. \
                   It leaves the sum as a factor eᵐ, and comes out of the logarithm as + m.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(z, largest(z)) + largest(z);
                // Without the logit of the class it is the largest that is taken away.
                steps.term = CROSS_ENTROPY.steps.term;
            },
        },
        Mistake {
            name: "logarithm-before-the-sum",
            told: "You took the logarithm of each power and then added up. It undoes the power, \
                   so what you add up are the logits. The powers are added first, and then \
                   there is one logarithm, of the sum.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| {
                    let largest = largest(z);
                    let sum = z.mapv(|z| (z - largest).exp().ln()).sum();
                    z.mapv(|z| z - largest - sum)
                };
            },
        },
        Mistake {
            name: "log-two-of-the-sum",
            told: "In ln Σ eᶻ⁻ᵐ + m you took the logarithm to the base 2. The m was taken out of \
                   powers of e, and only the natural logarithm, `ln`, gives it back.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax_by(z, f64::log2);
            },
        },
        Mistake {
            name: "log-ten-of-the-sum",
            told: "In ln Σ eᶻ⁻ᵐ + m you took the logarithm to the base 10. The m was taken out \
                   of powers of e, and only the natural logarithm, `ln`, gives it back.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax_by(z, f64::log10);
            },
        },
        Mistake {
            name: "loss-softmax-twice",
            told: "In the loss, softmax is applied twice: you computed the shares and then \
                   the loss of the shares, which takes logits.\nNothing warns you, and it \
                   even learns.\nBut no sample can lose less than a certain amount.",
            section: "classification.md#in-a-library",
            source: Some("Lightning-Universe/lightning-bolts#654"),
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(softmax_of_row(z).view(), 0.0);
            },
        },
        Mistake {
            name: "squares",
            told: "In the loss you added up the squares of the errors, (p − y)², and no \
                   logarithm. A confident mistake costs no more than 2 then, and its slope is \
                   almost 0.",
            section: "classification.md#why-not-the-sum-of-squares",
            source: None,
            plant: |steps| {
                steps.term = |y, log_share, _| -(log_share.exp() - y).powi(2);
            },
        },
        Mistake {
            name: "two-classes",
            told: "You added (1 − y) ln(1 − p) for each class. That is the loss of single \
                   outputs with a sigmoid each. With softmax the other classes are in the \
                   share of the right one already.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.term = |y, log_share, _| {
                    y * log_share + (1.0 - y) * (-log_share.exp()).ln_1p()
                };
            },
        },
        Mistake {
            name: "all-classes",
            told: "You added up the logarithms of all shares. Only the share of the right \
                   class counts: multiply by the target, which is 0 for the others.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |_, log_share, _| log_share,
        },
        Mistake {
            name: "wrong-classes",
            told: "You took the logarithms of the classes that are wrong, and left out the \
                   right one. That loss is small when the network is sure and wrong.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |y, log_share, _| (1.0 - y) * log_share,
        },
        Mistake {
            name: "entropy",
            told: "You multiplied the logarithms by the shares, and not by the targets. \
                   −Σ p ln p is the entropy of the shares: it says how unsure they are, \
                   and not whether they are right.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |_, log_share, _| log_share.exp() * log_share,
        },
        Mistake {
            name: "no-logarithm",
            told: "The logarithm is missing: you took minus the share of the right class. \
                   It falls where the loss falls, but it has an upper end: the most \
                   confident mistake costs no more than 0.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |y, log_share, _| y * log_share.exp(),
        },
        Mistake {
            name: "logit-missing",
            told: "Your loss is ln Σ eᶻ alone: the logit of the right class is not taken \
                   away. It then asks for small logits, whatever the targets are.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |y, log_share, z| y * (log_share - z),
        },
        Mistake {
            name: "largest-for-the-logit",
            told: "Your loss is ln Σ eᶻ less the largest logit of the row, and it should be \
                   less the logit of the right class. Where the largest is that of the class, \
                   it comes out right. If you wrote ln Σ eᶻ⁻ᵐ alone: + m is missing there, and \
                   then − z of the class.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(z, largest(z)) + largest(z);
                steps.term = |y, log_share, z| y * (log_share - z);
            },
        },
        Mistake {
            name: "logit-added",
            told: "You added the logit of the right class to ln Σ eᶻ. There is a minus: \
                   the larger this logit, the smaller the loss.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |y, log_share, z| y * (log_share - 2.0 * z),
        },
        Mistake {
            name: "all-logits",
            told: "You took all logits of the row away from ln Σ eᶻ. It is that of the \
                   right class alone: multiply by the targets before you add up.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.term = |y, log_share, z| y * (log_share - z) + z,
        },
        Mistake {
            name: "log-two",
            told: "You took the logarithm to the base 2, and it is the natural one, `ln`.\nThe \
                   base 2 counts bits: the loss is larger by the factor 1 / ln 2, and your slope, \
                   p − y, is not its slope.",
            section: "classification.md#cross-entropy",
            source: None,
            plant: |steps| steps.base = LN_2,
        },
        Mistake {
            name: "log-ten",
            told: "You took the logarithm to the base 10. p − y is the slope of the natural \
                   one; in Rust that is `ln`, as `log` is in most other languages.",
            section: "classification.md#cross-entropy",
            source: Some("huawei-noah/Efficient-Computing#12"),
            plant: |steps| steps.base = LN_10,
        },
        Mistake {
            name: "no-minus",
            told: "The minus is missing.\nThe logarithm of a share is negative, so your loss \
                   is below 0, and it falls where the network gets worse.",
            section: "classification.md#cross-entropy",
            source: Some("cs231n/cs231n.github.io#244"),
            plant: |steps| steps.sign = 1.0,
        },
        Mistake {
            name: "last-row",
            told: "You gave the loss of the last row. The loss is the sum over all rows: \
                   `+=` in a loop, and not `=`.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.rows = |rows| rows[rows.len() - 1],
        },
        Mistake {
            name: "mean-loss",
            told: "You divided the loss by the number of rows. Libraries do so; ours is the \
                   sum over the samples. The next chapter divides.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| steps.loss_divisor = |n, _| n,
        },
        Mistake {
            name: "mean-loss-of-entries",
            told: "You divided the loss by rows times classes. It is the sum over the \
                   samples. Even where a mean is wanted, a sample is one and not as many \
                   as there are classes.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| steps.loss_divisor = |n, k| n * k,
        },
        Mistake {
            name: "slope-without-softmax",
            told: "In the slope you took the targets from the logits. It is from the shares: \
                   apply softmax first. z − y looks like the slope of the squares, half of \
                   it.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.shares = Array2::clone,
        },
        Mistake {
            name: "slope-without-maximum",
            told: "You computed the shares in the slope without taking the largest logit \
                   away. Above 709 a power is infinite, and infinity divided by infinity \
                   is not a number.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.shares = |z| z.exp() / of_rows(&z.exp(), |row| row.sum())
            },
        },
        Mistake {
            name: "slope-softmax-twice",
            told: "In the slope, softmax is applied twice. The second one takes shares \
                   for logits and makes them more equal, so that even a sample that is \
                   right gets a large slope.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| {
                steps.shares =
                    |z| classification::softmax(&classification::softmax(z));
            },
        },
        Mistake {
            name: "softmax-twice",
            told: "Softmax is applied twice, and the slope goes back through both.\nIt is the \
                   slope of your loss, so measured slopes agree with it, and it even \
                   learns.\nThe second softmax takes shares for logits, and shares lie between \
                   0 and 1: it can't become sure.",
            section: "classification.md#in-a-library",
            source: Some("Lightning-Universe/lightning-bolts#654"),
            plant: |steps| {
                steps.log_shares = |z, _| log_softmax(softmax_of_row(z).view(), 0.0);
                steps.shares =
                    |z| classification::softmax(&classification::softmax(z));
                steps.back = |z, slope| {
                    let p = classification::softmax(z);
                    let along = of_rows(&(&slope * &p), |row| row.sum());
                    p * (slope - along)
                };
            },
        },
        Mistake {
            name: "slope-sign",
            told: "The slope has its sign turned round: you took y − p, and it is p − y. A \
                   step against it makes the share of the right class smaller.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |p, y| y - p,
        },
        Mistake {
            name: "slope-without-target",
            told: "The slope is p only: the other path is missing. In Σ y z the logit is \
                   multiplied by its target, and there is a minus before it.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |p, _| p,
        },
        Mistake {
            name: "slope-of-target-only",
            told: "Only the logit of the right class has a slope in your answer. The logits \
                   of the others make its share smaller, since they are in the sum: their \
                   slope is their own share.",
            section: "classification.md#the-slope-is-p--y",
            source: Some("deeplearning4j/libnd4j#440"),
            plant: |steps| steps.slope = |p, y| y * (p - 1.0),
        },
        Mistake {
            name: "slope-along-share",
            told: "You gave −y / p: that is the slope along the share and not along the \
                   logit. Softmax lies between the two, and its slope is not in yet.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |p, y| if y == 0.0 { 0.0 } else { -y / p },
        },
        Mistake {
            name: "slope-of-softmax-again",
            told: "You multiplied p − y by p(1 − p). The slope of softmax is in p − y \
                   already. With it a confident mistake has almost no slope, as with the \
                   squares.",
            section: "classification.md#why-not-the-sum-of-squares",
            source: Some("KirillShmilovich/MLP-Neural-Network-From-Scratch#4"),
            plant: |steps| steps.slope = |p, y| (p - y) * p * (1.0 - p),
        },
        Mistake {
            name: "slope-with-two",
            told: "There is a 2 too many in the slope. It belongs to the squares, and here \
                   nothing is squared.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |p, y| 2.0 * (p - y),
        },
        Mistake {
            name: "mean-slope",
            told: "You divided the slope by the number of rows. It is that of the sum over \
                   the samples. The next chapter divides, and then it would be divided \
                   twice.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| steps.slope_divisor = |n, _| n,
        },
        Mistake {
            name: "mean-slope-of-entries",
            told: "You divided the slope by rows times classes. That is the mean over all \
                   numbers of the matrix. It is the sum over the samples.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| steps.slope_divisor = |n, k| n * k,
        },
    ],
};

/// Checks a cross entropy of logits and targets, and its slope along the logits.
///
/// # Errors
///
/// What is wrong with it.
pub fn cross_entropy(yours: Loss) -> Verdict {
    CROSS_ENTROPY.check(move |Labeled { logits, y }| loss_and_slope(yours(logits, y)))
}

/// [`cross_entropy`], where one line is to be found that is wrong.
///
/// # Errors
///
/// What is wrong with it.
pub fn never_sure(yours: Loss) -> Verdict {
    CROSS_ENTROPY.check_found("loss-softmax-twice", move |Labeled { logits, y }| {
        loss_and_slope(yours(logits, y))
    })
}

/// How a class is decided for.
#[derive(Clone, Copy)]
struct Decide {
    /// The place of the one that is decided for among the outputs.
    place: Place,
    /// The places of all rows.
    places: fn(&Array2<f64>, place: Place) -> Vec<usize>,
    /// The matrix whose rows are decided about.
    layout: fn(&Array2<f64>) -> Array2<f64>,
    /// The number of the first class.
    first: usize,
}

/// A place in a row of outputs.
type Place = fn(ArrayView1<f64>) -> usize;

/// The place of the largest number, by what stands for its size.
fn place_by(row: ArrayView1<f64>, size: fn(f64) -> f64) -> usize {
    let places = row.iter().enumerate();
    let largest = places.max_by(|a, b| size(*a.1).total_cmp(&size(*b.1)));
    largest.map_or(0, |(place, _)| place)
}

/// No two outputs are equal: there the book takes the last, and another rule is as good.
fn outputs() -> Vec<Array2<f64>> {
    vec![
        array![
            [0.3, -0.8, 0.6, 0.4],
            [-1.2, -0.3, -2.0, -0.7],
            [0.1, 0.2, 0.45, 0.25],
            [1.4, 0.9, -3.0, 1.1],
            [0.55, 0.7, 0.8, 2.5],
        ],
        array![[0.2, 0.9, 0.7], [-0.1, -0.6, -0.05]],
        numbers((7, 6), 38),
    ]
}

static DECIDE: Lesson<Decide, Array2<f64>> = Lesson {
    exercise: "decide",
    steps: Decide {
        place: |row| place_by(row, |output| output),
        places: |outputs, place| outputs.rows().into_iter().map(place).collect(),
        layout: Array2::clone,
        first: 0,
    },
    probes: outputs,
    answer: |steps, outputs| {
        let places = (steps.places)(&(steps.layout)(outputs), steps.place);
        let decided = places.into_iter().map(|place| place + steps.first);
        Answer::of("decided", decided.collect::<Vec<usize>>())
    },
    sizes: &[(5, "samples"), (4, "classes")],
    mistakes: &[
        Mistake {
            name: "smallest",
            told: "You decided for the smallest output. The larger the logit of a class, the \
                   more the network is for it.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.place = |row| place_by(row, |output| -output),
        },
        Mistake {
            name: "sign-ignored",
            told: "You compared the outputs without their signs. A logit of −3 is against \
                   its class, and not for it.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.place = |row| place_by(row, f64::abs),
        },
        Mistake {
            name: "largest-from-zero",
            told: "Your search for the largest begins at 0. In a row whose outputs are all \
                   negative nothing is larger, and you decide for class 0. Begin at \
                   `f64::NEG_INFINITY`: `f64::MIN_POSITIVE` is above 0, too.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.place = |row| {
                    let place = place_by(row, |output| output);
                    if row[place] > 0.0 { place } else { 0 }
                };
            },
        },
        Mistake {
            name: "largest-not-kept",
            told: "You compared every output with the first. When a larger one is found, it \
                   has to become the one to compare with; otherwise the last that is larger \
                   than the first wins.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.place = |row| {
                    row.iter().rposition(|output| *output > row[0]).unwrap_or(0)
                };
            },
        },
        Mistake {
            name: "last-above-zero",
            told: "You compared every output with 0, so the last positive one wins. When \
                   a larger one is found, it has to become the one to compare with.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.place =
                    |row| row.iter().rposition(|output| *output > 0.0).unwrap_or(0);
            },
        },
        Mistake {
            name: "compared-with-the-one-before",
            told: "You compared every output with the one before it. The last that is \
                   larger than its neighbor wins, and that need not be the largest of the \
                   row. Compare with the largest so far.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.place = |row| {
                    let rises = |&place: &usize| row[place] > row[place - 1];
                    (1..row.len()).rfind(rises).unwrap_or(0)
                };
            },
        },
        Mistake {
            name: "above-one-half",
            told: "You took the first output above 0.5. With one output and yes or no that \
                   decides; here several may be above it, or none. Take the largest.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| {
                steps.place =
                    |row| row.iter().position(|output| *output > 0.5).unwrap_or(0);
            },
        },
        Mistake {
            name: "largest-of-rows-before",
            told: "The largest so far is not forgotten at the end of a row. A row whose outputs \
                   are all smaller than one before gets the class of that one. Begin anew in \
                   each row: both lines belong inside of the loop.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.places = |outputs, _| {
                    let (mut largest, mut place) = (f64::NEG_INFINITY, 0);
                    let place_after = |row: ArrayView1<f64>| {
                        for (i, &output) in row.iter().enumerate() {
                            if output > largest {
                                (largest, place) = (output, i);
                            }
                        }
                        place
                    };
                    outputs.rows().into_iter().map(place_after).collect()
                };
            },
        },
        Mistake {
            name: "largest-of-rows-before-or-class-0",
            told: "The largest so far is not forgotten at the end of a row. A row whose outputs \
                   are all smaller than one before gets class 0. Begin anew in each row: with \
                   `f64::NEG_INFINITY`, inside of the loop.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.places = |outputs, _| {
                    let mut largest = f64::NEG_INFINITY;
                    let place_after = |row: ArrayView1<f64>| {
                        let mut place = 0;
                        for (i, &output) in row.iter().enumerate() {
                            if output > largest {
                                (largest, place) = (output, i);
                            }
                        }
                        place
                    };
                    outputs.rows().into_iter().map(place_after).collect()
                };
            },
        },
        Mistake {
            name: "of-columns",
            told: "You took the largest of each column: the sample that is most for a class. \
                   A sample is a row, and each row gets one decision.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.layout = |outputs| outputs.t().to_owned(),
        },
        Mistake {
            name: "counted-from-one",
            told: "You counted the classes from 1. Labels begin at 0, so no decision would \
                   ever agree with its label.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.first = 1,
        },
    ],
};

/// Checks which class each row of outputs is decided for.
///
/// # Errors
///
/// What is wrong with it.
pub fn decide(yours: fn(&Array2<f64>) -> Vec<usize>) -> Verdict {
    DECIDE.check(move |outputs| Answer::of("decided", yours(outputs)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&ONE_HOT, &SOFTMAX, &CROSS_ENTROPY, &DECIDE]
}
