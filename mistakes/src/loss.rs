//! The mistakes of *The loss*.

use ndarray::Array2;

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the sum of squares is computed.
#[derive(Clone, Copy)]
struct SumOfSquares {
    /// How many of the rows count.
    rows: fn(usize) -> usize,
    /// How many of the outputs count.
    outputs: fn(usize) -> usize,
    /// What one prediction and its target add.
    each: fn(y_hat: f64, y: f64) -> f64,
    /// What all of them together give.
    total: fn(&Array2<f64>) -> f64,
    /// What it is multiplied by.
    factor: f64,
    /// What it is divided by, of the number of rows and of outputs.
    divisor: fn(rows: f64, outputs: f64) -> f64,
    /// What becomes of the number at the end.
    end: fn(f64) -> f64,
}

/// How the slope of the sum of squares is computed.
#[derive(Clone, Copy)]
struct Gradient {
    /// The error of each prediction.
    error: fn(y_hat: &Array2<f64>, y: &Array2<f64>) -> Array2<f64>,
    /// What of the error counts.
    each: fn(f64) -> f64,
    /// What it is multiplied by.
    factor: f64,
    /// What it is divided by, of the number of rows and of outputs.
    divisor: fn(rows: f64, outputs: f64) -> f64,
    /// The slopes that are given, of all that were computed.
    given: fn(Array2<f64>) -> Array2<f64>,
}

/// Predictions and targets.
type Probe = (Array2<f64>, Array2<f64>);

/// Three times 5 rows of 3 outputs: the errors of some sum to less than 0, those of others to more.
/// Then 7 rows of 4.
fn probes() -> Vec<Probe> {
    [((5, 3), 30), ((5, 3), 41), ((5, 3), 52), ((7, 4), 63)]
        .map(|(shape, seed)| (numbers(shape, seed), numbers(shape, seed + 1)))
        .to_vec()
}

const SIZES: &[(usize, &str)] =
    &[(5, "rows"), (3, "outputs"), (7, "rows"), (4, "outputs")];

static SUM_OF_SQUARES: Lesson<SumOfSquares, Probe> = Lesson {
    exercise: "sum_of_squares",
    steps: SumOfSquares {
        rows: |rows| rows,
        outputs: |outputs| outputs,
        each: |y_hat, y| (y_hat - y).powi(2),
        total: |each| each.sum(),
        factor: 1.0,
        divisor: |_, _| 1.0,
        end: |loss| loss,
    },
    probes,
    answer: |steps, (y_hat, y)| {
        let (rows, outputs) = y.dim();
        let counted = ((steps.rows)(rows), (steps.outputs)(outputs));
        let each = Array2::from_shape_fn(counted, |place| {
            (steps.each)(y_hat[place], y[place])
        });
        let divisor = (steps.divisor)(rows as f64, outputs as f64);
        let loss = steps.factor * (steps.total)(&each) / divisor;
        Answer::of("loss", (steps.end)(loss))
            .called_with(format!("{rows} rows of {outputs} outputs"))
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "mean-over-rows",
            told: "You divided by the number of rows. That is a mean, and our loss is the sum.\n\
                   With four rows the mean is a quarter of it, so the network would learn the \
                   same with four times the learning rate.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |rows, _| rows,
        },
        Mistake {
            name: "mean-over-all",
            told: "You took the mean of all squares: `mean()` divides by rows times outputs. Our \
                   loss is their sum.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |rows, outputs| rows * outputs,
        },
        Mistake {
            name: "mean-over-outputs",
            told: "You divided by the number of outputs. Our loss is the sum over all rows and \
                   all outputs.\nWith a single output you can't see the difference.",
            section: "loss.md#sum-or-mean",
            source: Some("https://z.id.vn/?p=348969"),
            plant: |steps| steps.divisor = |_, outputs| outputs,
        },
        Mistake {
            name: "half",
            told: "You took half of the sum. Many do, since the 2 of the slope then cancels. \
                   This book keeps the whole sum, and the 2.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 0.5,
        },
        Mistake {
            name: "absolute-value",
            told: "You took the absolute value of each error in the place of its square. Both \
                   remove the sign. But an error of 0.1 counts 0.01 in a square, and 0.1 in an \
                   absolute value.",
            section: "loss.md#squaring-is-not-taking-the-absolute-value",
            source: None,
            plant: |steps| steps.each = |y_hat, y| (y_hat - y).abs(),
        },
        Mistake {
            name: "not-squared",
            told: "You added up the errors without squaring them. An error of +1 and one of −1 \
                   then give 0, as if both predictions were right.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.each = |y_hat, y| y_hat - y,
        },
        Mistake {
            name: "not-squared-and-turned",
            told: "You added up target minus prediction, and squared none of it. The order would \
                   not matter if you did: (y − ŷ)² = (ŷ − y)².",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.each = |y_hat, y| y - y_hat,
        },
        Mistake {
            name: "doubled",
            told: "You took each error times 2, and not times itself. 2e is the slope of e².",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| {
                steps.each = |y_hat, y| y_hat - y;
                steps.factor = 2.0;
            },
        },
        Mistake {
            name: "difference-of-squares",
            told: "You squared first and subtracted then: ŷ² − y² is not (ŷ − y)². It can be \
                   negative, and a loss never is.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.each = |y_hat, y| y_hat * y_hat - y * y,
        },
        Mistake {
            name: "square-of-the-sum",
            told: "You added up the errors first and squared their sum. Errors of opposite sign \
                   cancel before the square can help. Square each one, then add.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| {
                steps.each = |y_hat, y| y_hat - y;
                steps.total = |errors| errors.sum().powi(2);
            },
        },
        Mistake {
            name: "root",
            told: "You took the square root of the sum at the end. That is the length of the \
                   vector of errors, and its slope is another one. The loss is the sum itself.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.end = f64::sqrt,
        },
        Mistake {
            name: "first-output-only",
            told: "You added up the first column only.\nWith a single output you can't see the \
                   difference; with two, half of the errors don't count.",
            section: "loss.md#from-four-errors-to-one-number",
            source: Some("prakashjayy/medium_blogs#2"),
            plant: |steps| steps.outputs = |_| 1,
        },
        Mistake {
            name: "first-row-only",
            told: "You added up the first row only. The loss is that of all rows: Σ goes over \
                   every sample.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.rows = |_| 1,
        },
        Mistake {
            name: "four-rows-only",
            told: "You stopped after four rows, as many as the table of the book has. Go through \
                   all that there are: `y.nrows()`.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.rows = |_| 4,
        },
        Mistake {
            name: "five-rows-only",
            told: "You stopped after five rows. Other calls have another number of them: go \
                   through `y.nrows()` rows.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.rows = |_| 5,
        },
        Mistake {
            name: "three-outputs-only",
            told: "You stopped after three outputs. Other calls have another number of them: go \
                   through `y.ncols()` columns.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| steps.outputs = |_| 3,
        },
        Mistake {
            name: "last-square-only",
            told: "Only the last square counts: `=` writes over the sum so far. Add to it with \
                   `+=`.",
            section: "loss.md#from-four-errors-to-one-number",
            source: None,
            plant: |steps| {
                steps.each = |y_hat, y| (y_hat - y).powi(2);
                steps.total = |each| each.last().copied().unwrap_or_default();
                steps.end = |loss| loss;
            },
        },
    ],
};

static SUM_OF_SQUARES_GRADIENT: Lesson<Gradient, Probe> = Lesson {
    exercise: "sum_of_squares_gradient",
    steps: Gradient {
        error: |y_hat, y| y_hat - y,
        each: |error| error,
        factor: 2.0,
        divisor: |_, _| 1.0,
        given: |slopes| slopes,
    },
    probes,
    answer: |steps, (y_hat, y)| {
        let (rows, outputs) = y.dim();
        let divisor = (steps.divisor)(rows as f64, outputs as f64);
        let errors = (steps.error)(y_hat, y).mapv(steps.each);
        Answer::of("gradient", (steps.given)(steps.factor * errors / divisor))
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "no-two",
            told: "The 2 is missing. The slope of a square e² is 2e, and not e.\nIt looks right \
                   since the direction is: every slope is half of what it should be, and the \
                   network learns half as fast.",
            section: "loss.md#the-slope-of-the-loss",
            source: Some("davisking/dlib#1169"),
            plant: |steps| steps.factor = 1.0,
        },
        Mistake {
            name: "sign",
            told: "Targets and predictions are swapped: you took y − ŷ, and it is ŷ − y. If a \
                   prediction is too high, the loss rises with it, so the slope there is \
                   positive. In the loss itself the order does not matter; in its slope it does.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.error = |y_hat, y| y - y_hat,
        },
        Mistake {
            name: "parentheses",
            told: "Parentheses are missing: `2.0 * y_hat - y` doubles the prediction and not the \
                   error.\nWhere the target is 0 it gives the right number.\nWrite \
                   `2.0 * (y_hat - y)`.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.factor = 1.0;
                steps.error = |y_hat, y| 2.0 * y_hat - y;
            },
        },
        Mistake {
            name: "mean-over-rows",
            told: "You divided by the number of rows. That is the slope of a mean, and our loss \
                   is the sum.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |rows, _| rows,
        },
        Mistake {
            name: "mean-over-all",
            told: "You divided by the number of all predictions, rows times outputs. That is the \
                   slope of their mean, and our loss is the sum.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |rows, outputs| rows * outputs,
        },
        Mistake {
            name: "mean-over-outputs",
            told: "You divided by the number of outputs. That is the slope of another loss: \
                   ours is the sum over all rows and outputs.\nWith a single output you can't see the difference.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |_, outputs| outputs,
        },
        Mistake {
            name: "absolute-value",
            told: "You took the absolute value of the error. The sign is what tells a prediction \
                   that is too high from one that is too low: without it both move the same way.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.each = f64::abs,
        },
        Mistake {
            name: "slope-of-the-absolute-value",
            told: "You gave +1 or −1. That is the slope of the absolute value, as steep near 0 \
                   as far out. The square grows flatter as the error shrinks: its slope is 2e.",
            section: "loss.md#squaring-is-not-taking-the-absolute-value",
            source: None,
            plant: |steps| {
                steps.factor = 1.0;
                steps.each = f64::signum;
            },
        },
        Mistake {
            name: "still-squared",
            told: "The error is still squared. The slope of e² is 2e: the 2 comes down, and one \
                   factor e is left.\nYours is never negative, and would push each prediction \
                   the same way.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.each = |error| error * error;
                steps.factor = 2.0;
            },
        },
        Mistake {
            name: "loss-for-slope",
            told: "You gave the squares (ŷ − y)². They are the loss; its slope along ŷ is \
                   2(ŷ − y). A square has no sign, so no prediction would ever be told to rise.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.each = |error| error * error;
                steps.factor = 1.0;
            },
        },
        Mistake {
            name: "first-output-only",
            told: "Only the first column has its slope, and the others have 0.\nWith a single \
                   output you can't see the difference.",
            section: "loss.md#the-slope-of-the-loss",
            source: Some("prakashjayy/medium_blogs#2"),
            plant: |steps| {
                steps.given = |mut slopes| {
                    slopes
                        .columns_mut()
                        .into_iter()
                        .skip(1)
                        .for_each(|mut it| it.fill(0.0));
                    slopes
                };
            },
        },
        Mistake {
            name: "added-up",
            told: "You added the slopes up, and gave the sum for each prediction. There is one \
                   slope for each: the squares of the others stay while it moves.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.given = |slopes| Array2::from_elem(slopes.dim(), slopes.sum());
            },
        },
        Mistake {
            name: "two-twice",
            told: "There is a 2 too many. The slope of a square e² is 2e: one 2, for a sum of \
                   any number of squares.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 4.0,
        },
        Mistake {
            name: "half-for-two",
            told: "You took half of the error. The 2 comes down from the square as a factor: 2e.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 0.5,
        },
        Mistake {
            name: "without-the-targets",
            told: "The targets do not count: you took the predictions in the place of the \
                   errors. e is ŷ − y.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.error = |y_hat, _| y_hat.clone(),
        },
        Mistake {
            name: "through-the-sigmoid-too",
            told: "You multiplied by ŷ(1 − ŷ), the slope of the sigmoid. That is the next step \
                   of the way back. Here the slope along ŷ is asked for, 2(ŷ − y).",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.error = |y_hat, y| (y_hat - y) * y_hat.mapv(|a| a * (1.0 - a));
            },
        },
    ],
};

/// Checks the sum of squares.
///
/// # Errors
///
/// What is wrong with it.
pub fn sum_of_squares(yours: fn(&Array2<f64>, &Array2<f64>) -> f64) -> Verdict {
    SUM_OF_SQUARES.check(move |(y_hat, y)| Answer::of("loss", yours(y_hat, y)))
}

/// Checks the slope of the sum of squares along each prediction.
///
/// # Errors
///
/// What is wrong with it.
pub fn sum_of_squares_gradient(
    yours: fn(&Array2<f64>, &Array2<f64>) -> Array2<f64>,
) -> Verdict {
    SUM_OF_SQUARES_GRADIENT
        .check(move |(y_hat, y)| Answer::of("gradient", yours(y_hat, y)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&SUM_OF_SQUARES, &SUM_OF_SQUARES_GRADIENT]
}
