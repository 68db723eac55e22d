//! The mistakes of *Deeper*.

use backprop::optimizers::{Adam, Optimizer};
use ndarray::{Array2, Axis, Zip};

use crate::lesson::Cataloged;
use crate::optimizers::{self, SIZES, nothing_moves, path, path_of};
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// What keeps a row of equal numbers from being divided by 0.
const EPSILON: f64 = 1e-5;

/// Rows to normalize, with a gain and a shift for each unit, and the slopes along the result.
#[derive(Clone)]
struct Rows {
    x: Array2<f64>,
    gain: Array2<f64>,
    shift: Array2<f64>,
    d: Array2<f64>,
}

/// Five rows of four units. The third is so small that epsilon is seen, and in the last all
/// numbers are the same.
fn rows() -> Vec<Rows> {
    let mut x = 0.4 + numbers((5, 4), 730);
    x.row_mut(2).mapv_inplace(|number| 0.002 * number);
    x.row_mut(4).fill(0.5);
    let (gain, shift) = (1.5 + numbers((1, 4), 731), numbers((1, 4), 732));
    vec![Rows { x, gain, shift, d: numbers((5, 4), 733) }]
}

const ROWS: &[(usize, &str)] = &[(5, "rows"), (4, "units")];

/// For each number of an array the sum of those that it is counted with, and how many they are.
type Sums = fn(&Array2<f64>) -> (Array2<f64>, f64);

/// The sums along an axis, each in all its places.
fn sums(x: &Array2<f64>, axis: Axis) -> Array2<f64> {
    Array2::zeros(x.dim()) + x.sum_axis(axis).insert_axis(axis)
}

fn of_each_row(x: &Array2<f64>) -> (Array2<f64>, f64) {
    (sums(x, Axis(1)), x.ncols() as f64)
}

fn of_each_column(x: &Array2<f64>) -> (Array2<f64>, f64) {
    (sums(x, Axis(0)), x.nrows() as f64)
}

fn of_all(x: &Array2<f64>) -> (Array2<f64>, f64) {
    (Array2::from_elem(x.dim(), x.sum()), x.len() as f64)
}

/// The root below the line, from a variance.
#[derive(Clone, Copy)]
struct Root {
    before: f64,
    root: fn(f64) -> f64,
    after: f64,
}

const ROOT: Root = Root { before: EPSILON, root: f64::sqrt, after: 0.0 };

impl Root {
    fn of(&self, variance: f64) -> f64 {
        (self.root)(variance + self.before) + self.after
    }
}

/// How rows are normalized.
#[derive(Clone, Copy)]
struct Normalization {
    /// What belongs to a mean.
    sums: Sums,
    /// What a sum over `m` numbers is divided by for the mean, of `n` rows in all.
    count: fn(m: f64, n: f64) -> f64,
    /// What the sum of the squares is divided by, where the mean has this count.
    divisor: fn(count: f64) -> f64,
    /// From where the distances are measured.
    around: fn(mean: f64) -> f64,
    /// What a distance counts.
    distance: fn(f64) -> f64,
    /// What comes of the variance.
    root: Root,
    /// What is taken off each number.
    taken_off: fn(mean: f64) -> f64,
    /// The number, less what is taken off, by the root.
    divided: fn(x: f64, taken_off: f64, root: f64) -> f64,
    /// With the gain and the shift of its unit.
    given: fn(x_hat: f64, gain: f64, shift: f64) -> f64,
}

const NORMALIZATION: &str = "deeper.md#normalization";

static LAYER_NORM: Lesson<Normalization, Rows> = Lesson {
    exercise: "layer_norm",
    steps: Normalization {
        sums: of_each_row,
        count: |m, _| m,
        divisor: |count| count,
        around: |mean| mean,
        distance: |x| x * x,
        root: ROOT,
        taken_off: |mean| mean,
        divided: |x, mean, root| (x - mean) / root,
        given: |x_hat, gain, shift| gain * x_hat + shift,
    },
    probes: rows,
    answer: |steps, Rows { x, gain, shift, .. }| {
        let (total, m) = (steps.sums)(x);
        let count = (steps.count)(m, x.nrows() as f64);
        let mean = total / count;
        let distances = (x - &mean.mapv(steps.around)).mapv(steps.distance);
        let variance = (steps.sums)(&distances).0 / (steps.divisor)(count);
        let root = variance.mapv(|variance| steps.root.of(variance));
        let x_hat =
            Zip::from(x).and(&mean).and(&root).map_collect(|&x, &m, &root| {
                (steps.divided)(x, (steps.taken_off)(m), root)
            });
        let y = Zip::from(&x_hat)
            .and_broadcast(gain)
            .and_broadcast(shift)
            .map_collect(|&x_hat, &gain, &shift| (steps.given)(x_hat, gain, shift));
        Answer::of("y", y)
    },
    sizes: ROWS,
    mistakes: &[
        Mistake {
            name: "over-the-rows",
            told: "You took means over the rows, one for each unit. That is batch \
                   normalization. Here each row has a mean and a variance of its own, over its \
                   units: `Axis(1)` is the axis that is added up.",
            section: NORMALIZATION,
            source: Some("jadore801120/attention-is-all-you-need-pytorch#17"),
            plant: |steps| steps.sums = of_each_column,
        },
        Mistake {
            name: "one-mean-for-all",
            told: "There is one mean and one variance for the whole array.\nWith a single row \
                   that is right.\nEach row is measured by itself: add up along `Axis(1)`, and \
                   divide by the number of units.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.sums = of_all,
        },
        Mistake {
            name: "rows-counted",
            told: "You divided by the number of rows. The sums run over the units of a row, so \
                   there are `x.ncols()` numbers in each: m, and not n.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| {
                steps.sums = of_each_row;
                steps.count = |_, n| n;
            },
        },
        Mistake {
            name: "one-less",
            told: "You divided the squares by m − 1. That estimates a variance from a sample, and \
                   is what `std` of PyTorch does if you say nothing. A row is all there is, so \
                   normalization divides by m.",
            section: NORMALIZATION,
            source: Some("harvardnlp/annotated-transformer#119"),
            plant: |steps| steps.divisor = |count| count - 1.0,
        },
        Mistake {
            name: "squares-not-averaged",
            told: "The squares are added up and not divided by m. So a wider row would be \
                   divided by more. The variance is a mean.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "variance-around-0",
            told: "The variance is the mean of the squares of the numbers themselves. The mean \
                   is to be taken off before they are squared: it is their distance from μ that \
                   counts.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.around = |_| 0.0,
        },
        Mistake {
            name: "not-squared",
            told: "The distances from the mean are added up as they are, and cancel: below the \
                   line only √ε is left. Square each of them first.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| {
                steps.distance = |x| x;
                // Without ε nothing but the rounding would be left below the line.
                steps.root.before = EPSILON;
            },
        },
        Mistake {
            name: "distances",
            told: "You took the mean of |x − μ| for the variance. It is no square, so its root is \
                   no size: ten times the row would not be ten times the root. Square the \
                   distances.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.distance = f64::abs,
        },
        Mistake {
            name: "mean-not-taken-off",
            told: "Above the line the mean is still in the numbers. They get their size, and \
                   stay where they were: a term added to a row would not be forgotten. Divide \
                   x − μ.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.taken_off = |_| 0.0,
        },
        Mistake {
            name: "only-the-mean-divided",
            told: "The brackets around x − μ are missing. In Rust `x - m / r` divides the mean \
                   alone, and takes it off numbers that keep their size.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.divided = |x, mean, root| x - mean / root,
        },
        Mistake {
            name: "no-root",
            told: "You divided by the variance. Ten times the row has a hundred times the \
                   variance, so it would become a tenth, and not the same. Its root grows as \
                   the row does.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.root.root = |variance| variance,
        },
        Mistake {
            name: "square-for-root",
            told: "You squared the variance where its root is due. `powi(2)` is not \
                   `powf(0.5)`; in Rust the root is `sqrt()`.",
            section: NORMALIZATION,
            source: Some("131250208/TPlinker-joint-extraction#37"),
            plant: |steps| steps.root.root = |variance| variance * variance,
        },
        Mistake {
            name: "multiplied",
            told: "You multiplied by the root. Large rows get larger still. If you took \
                   `powf(-0.5)`, it is one over the root already, and a division by it turns it \
                   round again.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.divided = |x, mean, root| (x - mean) * root,
        },
        Mistake {
            name: "no-epsilon",
            told: "ε is missing.\nA row whose numbers differ hardly shows it.\nWhere all \
                   numbers of a row are equal, 0 is divided by 0, and the row becomes NaN.",
            section: NORMALIZATION,
            source: Some("VeriSilicon/TIM-VX#589"),
            plant: |steps| steps.root.before = 0.0,
        },
        Mistake {
            name: "epsilon-outside",
            told: "ε stands outside of the root: √v + ε.\nFor large variances you see no \
                   difference.\nUnder the root it counts as 0.003, and holds small rows back: \
                   √(v + ε).",
            section: NORMALIZATION,
            source: Some("tracel-ai/burn#2185"),
            plant: |steps| {
                steps.root.before = 0.0;
                steps.root.after = EPSILON;
                // Without a root they would be the same.
                steps.root.root = f64::sqrt;
            },
        },
        Mistake {
            name: "epsilon-after-the-fraction",
            told: "ε is added to the fraction and not below it. A row of equal numbers is still \
                   0 divided by 0. In Rust `a / b + c` is a / b, and then + c: the sum below the \
                   line needs brackets.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| {
                steps.root.before = 0.0;
                steps.divided = |x, mean, root| (x - mean) / root + EPSILON;
            },
        },
        Mistake {
            name: "gain-and-shift-exchanged",
            told: "Gain and shift have changed places: you multiplied by the shift and added the \
                   gain. Both have the shape (1, m), so nothing complains. At the start, with \
                   gains of 1 and shifts of 0, every number would be 1.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.given = |x_hat, gain, shift| shift * x_hat + gain,
        },
        Mistake {
            name: "shift-first",
            told: "The shift is added before the gain multiplies, so each unit is shifted by \
                   g · b. First the gain, and then the shift: g · x̂ + b.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.given = |x_hat, gain, shift| gain * (x_hat + shift),
        },
        Mistake {
            name: "no-gain",
            told: "The gain is missing.\nAt the start all gains are 1, and you would not \
                   notice.\nMultiply each unit by its own.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.given = |x_hat, _, shift| x_hat + shift,
        },
        Mistake {
            name: "no-shift",
            told: "The shift is missing.\nAt the start all shifts are 0, and you would not \
                   notice.\nEach unit has its own to add.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.given = |x_hat, gain, _| gain * x_hat,
        },
        Mistake {
            name: "only-normalized",
            told: "Gain and shift are both missing. At the start they are 1 and 0 and change \
                   nothing; they are learned. y = g · x̂ + b.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.given = |x_hat, _, _| x_hat,
        },
    ],
};

/// A layer normalization: of rows, a gain and a shift.
pub type Normalize = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Checks a layer normalization, from rows, a gain and a shift.
///
/// # Errors
///
/// What is wrong with it.
pub fn layer_norm(yours: Normalize) -> Verdict {
    LAYER_NORM.check(move |Rows { x, gain, shift, .. }| {
        Answer::of("y", yours(x, gain, shift))
    })
}

/// How the slopes along the rows, the gain and the shift are computed.
#[derive(Clone, Copy)]
struct Back {
    /// What belongs to a mean of slopes.
    sums: Sums,
    /// What the squares of a row are divided by for its variance, of `m` numbers.
    divisor: fn(m: f64) -> f64,
    /// What comes of the variance.
    root: Root,
    /// The slope along a normalized number.
    d_hat: fn(d: f64, gain: f64) -> f64,
    /// The same, as it goes into the means.
    in_means: fn(d: f64, d_hat: f64) -> f64,
    /// How often the mean slope is taken off, in a row of `m` numbers.
    by_mean: fn(m: f64) -> f64,
    /// The same, of the mean of the slopes times the normalized numbers.
    by_variance: fn(m: f64) -> f64,
    /// What the slope is multiplied by in that mean.
    weighed: Weight,
    /// What that mean is multiplied by.
    share: Weight,
    /// The slope by the root, without what comes through the variance.
    divided: fn(slope: f64, root: f64) -> f64,
    /// What comes through the variance by the root.
    last_divided: fn(slope: f64, root: f64) -> f64,
    /// The slope that goes on to gain and shift, of those along `y` and along `x_hat`.
    to_both: fn(d: f64, d_hat: f64) -> f64,
    /// What the slope along `y` is multiplied by for that along the gain.
    of_gain: Weight,
    /// From the slopes of all rows to those of the gain and of the shift.
    fold: fn(Array2<f64>) -> Array2<f64>,
    /// In which order the three are given.
    given: fn(Slopes) -> Slopes,
}

/// A number, as it came and normalized, and the root: what a slope is multiplied by.
type Weight = fn(away: f64, x: f64, root: f64) -> f64;

const X_HAT: Weight = |away, _, root| away / root;

/// The slopes along the rows, the gain and the shift.
pub type Slopes = (Array2<f64>, Array2<f64>, Array2<f64>);

fn slopes((dx, d_gain, d_shift): Slopes) -> Answer {
    Answer::of("dx", dx).with("d_gain", d_gain).with("d_shift", d_shift)
}

/// The sums over the rows, in a row.
fn added_up(slopes: Array2<f64>) -> Array2<f64> {
    slopes.sum_axis(Axis(0)).insert_axis(Axis(0))
}

const BACK: &str = "deeper.md#the-way-back-by-hand";

static LAYER_NORM_BACKWARD: Lesson<Back, Rows> = Lesson {
    exercise: "layer_norm_backward",
    steps: Back {
        sums: of_each_row,
        divisor: |m| m,
        root: ROOT,
        d_hat: |d, gain| d * gain,
        in_means: |_, d_hat| d_hat,
        by_mean: |_| 1.0,
        by_variance: |_| 1.0,
        weighed: X_HAT,
        share: X_HAT,
        divided: |slope, root| slope / root,
        last_divided: |slope, root| slope / root,
        to_both: |d, _| d,
        of_gain: X_HAT,
        fold: added_up,
        given: |slopes| slopes,
    },
    probes: rows,
    answer: |steps, Rows { x, gain, d, .. }| {
        let m = x.ncols() as f64;
        let away = x - &(sums(x, Axis(1)) / m);
        let variance = sums(&(&away * &away), Axis(1)) / (steps.divisor)(m);
        let root = variance.mapv(|variance| steps.root.of(variance));
        let times = |weight: Weight| {
            let all = Zip::from(&away).and(x).and(&root);
            all.map_collect(|&away, &x, &root| weight(away, x, root))
        };
        let d_hat = Zip::from(d)
            .and_broadcast(gain)
            .map_collect(|&d, &gain| (steps.d_hat)(d, gain));
        let in_means = Zip::from(d)
            .and(&d_hat)
            .map_collect(|&d, &d_hat| (steps.in_means)(d, d_hat));
        let mean = |of: &Array2<f64>| {
            let (total, count) = (steps.sums)(of);
            total / count
        };
        let along_mean = (steps.by_mean)(m) * mean(&in_means);
        let along_variance = (steps.by_variance)(m)
            * times(steps.share)
            * mean(&(in_means * times(steps.weighed)));
        let dx = Zip::from(&(&d_hat - along_mean))
            .and(&along_variance)
            .and(&root)
            .map_collect(|&slope, &last, &root| {
                (steps.divided)(slope, root) - (steps.last_divided)(last, root)
            });
        let to_both = Zip::from(d)
            .and(&d_hat)
            .map_collect(|&d, &d_hat| (steps.to_both)(d, d_hat));
        let d_gain = (steps.fold)(&to_both * &times(steps.of_gain));
        slopes((steps.given)((dx, d_gain, (steps.fold)(to_both))))
    },
    sizes: ROWS,
    mistakes: &[
        Mistake {
            name: "mean-held-still",
            told: "In `dx` the path through the mean is missing. Each number moves the mean, and \
                   the mean moves all numbers of the row. So the mean of the slopes is taken \
                   off: the first of the two terms with a minus.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_mean = |_| 0.0,
        },
        Mistake {
            name: "variance-held-still",
            told: "In `dx` the path through the variance is missing. A number far from the mean \
                   makes the root larger, and all others smaller. That is the second of the \
                   terms with a minus, x̂ times a mean.",
            section: BACK,
            source: Some("abhiskk/ladder#2"),
            plant: |steps| steps.by_variance = |_| 0.0,
        },
        Mistake {
            name: "mean-twice",
            told: "The mean of the slopes is taken off twice. It comes back once: through the \
                   variance nothing more reaches the mean, since the distances from it add up \
                   to 0.",
            section: BACK,
            source: Some("tenstorrent/tt-metal#53204"),
            plant: |steps| steps.by_mean = |_| 2.0,
        },
        Mistake {
            name: "mean-added",
            told: "The mean of the slopes is added in `dx`. More of one number means more of the \
                   mean, and so less of all x̂: its sign is a minus.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_mean = |_| -1.0,
        },
        Mistake {
            name: "variance-added",
            told: "What comes through the variance is added in `dx`. A larger variance makes the \
                   numbers smaller: its sign is a minus.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_variance = |_| -1.0,
        },
        Mistake {
            name: "sum-through-the-mean",
            told: "You took off the sum of the slopes, and not their mean. One number moves μ by \
                   only a share of 1/m.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_mean = |m| m,
        },
        Mistake {
            name: "sum-through-the-variance",
            told: "Through the variance you took the sum of the slopes times x̂, and not the \
                   mean. v is a mean, so 1/m is in its slope, too.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_variance = |m| m,
        },
        Mistake {
            name: "variance-twice",
            told: "What comes through the variance counts twice. Its square has the slope 2 and \
                   its root ½, and together they are 1: no factor is left.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_variance = |_| 2.0,
        },
        Mistake {
            name: "variance-halved",
            told: "What comes through the variance counts half. The ½ is that of the root; the \
                   square below it has a slope of 2 (x − μ), and together they are 1.",
            section: BACK,
            source: None,
            plant: |steps| steps.by_variance = |_| 0.5,
        },
        Mistake {
            name: "variance-alike-for-all",
            told: "What comes through the variance is the same for each number of a row. A number \
                   at the mean does not move the variance, and one far off does: the mean is \
                   multiplied by x̂.",
            section: BACK,
            source: None,
            plant: |steps| steps.share = |_, _, _| 1.0,
        },
        Mistake {
            name: "distance-for-normalized",
            told: "Through the variance you multiplied by x − μ, twice. Both are x̂, with the root \
                   below: without it, a row that is ten times as large gets a hundred times as \
                   much through this path.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.weighed = |away, _, _| away;
                steps.share = |away, _, _| away;
            },
        },
        Mistake {
            name: "x-for-normalized",
            told: "In the second mean the slopes are multiplied by x, the row as it came. It is \
                   x̂ there, and x̂ again that multiplies this mean.",
            section: BACK,
            source: None,
            plant: |steps| steps.weighed = |_, x, _| x,
        },
        Mistake {
            name: "over-the-rows",
            told: "The means in `dx` are taken over the rows. Forward, mean and variance join the \
                   numbers of one row, so back it is the slopes of that row that meet: \
                   `Axis(1)`.",
            section: BACK,
            source: None,
            plant: |steps| steps.sums = of_each_column,
        },
        Mistake {
            name: "one-mean-for-all",
            told: "The means in `dx` are taken over the whole array. No number of another row has \
                   moved this one. Each row has its own two means.",
            section: BACK,
            source: None,
            plant: |steps| steps.sums = of_all,
        },
        Mistake {
            name: "gain-forgotten",
            told: "`dx` begins with the slopes along y. Between y and x̂ stands the gain.\nWhile \
                   all gains are 1 you would not notice.\nThe slope along x̂ is d times the gain.",
            section: BACK,
            source: None,
            plant: |steps| steps.d_hat = |d, _| d,
        },
        Mistake {
            name: "gain-not-in-the-means",
            told: "The means in `dx` are taken of d, without the gain. All three paths begin at \
                   x̂: it is d times the gain that goes along each of them.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.in_means = |d, _| d;
                // Without a gain there is no difference.
                steps.d_hat = LAYER_NORM_BACKWARD.steps.d_hat;
            },
        },
        Mistake {
            name: "gain-divided",
            told: "You divided the slopes by the gain. x̂ moves y by the gain times as much, so it \
                   is a factor on the way back, too.",
            section: BACK,
            source: None,
            plant: |steps| steps.d_hat = |d, gain| d / gain,
        },
        Mistake {
            name: "not-divided",
            told: "`dx` is not divided by the root. A number that is divided by it on the way \
                   forward moves the result by 1 over the root, so its slope is divided, too.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.divided = |slope, _| slope;
                steps.last_divided = steps.divided;
            },
        },
        Mistake {
            name: "only-the-last-divided",
            told: "The brackets around the whole difference are missing: the root divides only \
                   what comes through the variance. All three paths are divided by it.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.divided = |slope, _| slope;
                steps.last_divided = LAYER_NORM_BACKWARD.steps.last_divided;
                // Without the variance's path nothing would be divided.
                steps.by_variance = LAYER_NORM_BACKWARD.steps.by_variance;
            },
        },
        Mistake {
            name: "divided-by-the-variance",
            told: "`dx` is divided by the variance, and it should be divided by its root, as x̂ \
                   is.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.divided = |slope, root| slope / (root * root);
                steps.last_divided = steps.divided;
            },
        },
        Mistake {
            name: "multiplied-by-the-root",
            told: "`dx` is multiplied by the root. Larger rows would get larger slopes, and it is \
                   the other way: ten times the row, a tenth of the slopes.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.divided = |slope, root| slope * root;
                steps.last_divided = steps.divided;
            },
        },
        Mistake {
            name: "one-less",
            told: "The variance is divided by m − 1. The way back goes through the numbers of the \
                   way forward, and there it was m.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.divisor = |m| m - 1.0,
        },
        Mistake {
            name: "no-epsilon",
            told: "ε is missing below the root.\nA row whose numbers differ hardly shows it.\n\
                   Where all numbers of a row are equal, you divide by 0.",
            section: NORMALIZATION,
            source: None,
            plant: |steps| steps.root.before = 0.0,
        },
        Mistake {
            name: "epsilon-outside",
            told: "ε stands outside of the root, √v + ε.\nOnly small rows show it.\nThe way back \
                   goes through the root of the way forward, √(v + ε).",
            section: NORMALIZATION,
            source: None,
            plant: |steps| {
                steps.root.before = 0.0;
                steps.root.after = EPSILON;
            },
        },
        Mistake {
            name: "slopes-along-the-gain-without-x",
            told: "`d_gain` adds up the slopes alone, as `d_shift` does. The gain multiplies x̂, so \
                   it moves y by x̂ times as much: add up d times x̂.",
            section: BACK,
            source: None,
            plant: |steps| steps.of_gain = |_, _, _| 1.0,
        },
        Mistake {
            name: "slopes-along-the-gain-with-x",
            told: "`d_gain` has d times x, the row as it came. The gain meets the row only after \
                   it is normalized: d times x̂.",
            section: BACK,
            source: None,
            plant: |steps| steps.of_gain = |_, x, _| x,
        },
        Mistake {
            name: "gain-in-its-own-slope",
            told: "`d_gain` and `d_shift` have the gain in them. It multiplies what goes on to \
                   x̂, and only that. Both get the slopes along y, as they came.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.to_both = |_, d_hat| d_hat;
                // Without the gain there is no difference.
                steps.d_hat = LAYER_NORM_BACKWARD.steps.d_hat;
            },
        },
        Mistake {
            name: "not-added-up",
            told: "`d_gain` and `d_shift` have a row for each row of x. The gain is one row that \
                   was stretched over all of them, so its slopes are added up over the rows, to \
                   the shape (1, m).",
            section: "autograd.md#a-rule-beside-each-operation",
            source: None,
            plant: |steps| steps.fold = |slopes| slopes,
        },
        Mistake {
            name: "averaged",
            told: "`d_gain` and `d_shift` are means over the rows. Every row is a path from the \
                   gain to the loss, and where paths meet, they add.",
            section: "autograd.md#a-rule-beside-each-operation",
            source: None,
            plant: |steps| {
                steps.fold = |slopes| {
                    let n = slopes.nrows() as f64;
                    added_up(slopes) / n
                };
            },
        },
        Mistake {
            name: "along-the-wrong-axis",
            told: "`d_gain` and `d_shift` are added up along the units, so they have a number for \
                   each row. Each unit has a gain and a shift of its own: `Axis(0)` is the axis \
                   that is added up.",
            section: BACK,
            source: None,
            plant: |steps| {
                steps.fold = |slopes| slopes.sum_axis(Axis(1)).insert_axis(Axis(1));
            },
        },
        Mistake {
            name: "gain-and-shift-exchanged",
            told: "`d_gain` and `d_shift` have changed places. Both have the shape (1, m), so the \
                   compiler can't tell them apart. They come back as `(dx, d_gain, d_shift)`.",
            section: BACK,
            source: Some("Oneflow-Inc/oneflow#6149"),
            plant: |steps| {
                steps.given = |(dx, d_gain, d_shift)| (dx, d_shift, d_gain)
            },
        },
    ],
};

/// Checks the slopes along rows, a gain and a shift, from the rows, the gain and the slopes
/// along the normalized rows with their gain and shift.
///
/// # Errors
///
/// What is wrong with them.
pub fn layer_norm_backward(
    yours: fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Slopes,
) -> Verdict {
    LAYER_NORM_BACKWARD
        .check(move |Rows { x, gain, d, .. }| slopes(yours(x, gain, d)))
}

/// How a step of AdamW is computed, for one parameter.
#[derive(Clone, Copy)]
struct AdamW {
    /// What the decay adds to the slope that Adam sees.
    in_slope: fn(rate: f64, decay: f64, w: f64) -> f64,
    /// What is left of a parameter.
    left: fn(w: f64, rate: f64, decay: f64) -> f64,
    /// The share is taken of the parameter before Adam's step, of it and that after.
    of: fn(before: f64, after: f64) -> f64,
    /// How far Adam moves the parameter, of its own step.
    by_adam: fn(step: f64) -> f64,
    /// Whether Adam remembers the steps before.
    remembers: bool,
    /// Where the parameter is left, of where it was and where it should be.
    moved: fn(before: f64, after: f64) -> f64,
}

/// What a parameter loses in a step at a rate of 1.
const DECAY: f64 = 0.4;

const ADAMW_SECTION: &str = "deeper.md#adamw";

static ADAMW: Lesson<AdamW, optimizers::Probe> = Lesson {
    exercise: "adamw",
    steps: AdamW {
        in_slope: |_, _, _| 0.0,
        left: |w, rate, decay| w - rate * decay * w,
        of: |before, _| before,
        by_adam: |step| step,
        remembers: true,
        moved: |_, after| after,
    },
    probes: optimizers::probes,
    answer: |steps, probe| {
        let mut adam = Adam::default();
        path(probe, |rate, parameters, gradient| {
            let slopes = parameters.iter().zip(gradient);
            let slopes: Vec<f64> =
                slopes.map(|(&w, g)| g + (steps.in_slope)(rate, DECAY, w)).collect();
            // Where Adam goes from 0: its step does not depend on the parameters.
            let mut by_adam = vec![0.0; parameters.len()];
            if !steps.remembers {
                adam = Adam::default();
            }
            adam.step(rate, &mut by_adam, &slopes);
            for (w, step) in parameters.iter_mut().zip(by_adam) {
                let step = (steps.by_adam)(step);
                let shrinks = (steps.of)(*w, *w + step);
                let lost = shrinks - (steps.left)(shrinks, rate, DECAY);
                *w = (steps.moved)(*w, *w + step - lost);
            }
        })
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "in-the-slope",
            told: "You added λw to the slope, and Adam divided it by the usual size of the \
                   slopes. That is L2: weights with large slopes hardly decay. In AdamW each \
                   weight loses the same share, beside Adam's step and not inside.",
            section: ADAMW_SECTION,
            source: Some("anhquan0412/basic_model_scratch#2"),
            plant: |steps| {
                steps.in_slope = |_, decay, w| decay * w;
                steps.left = |w, _, _| w;
                // Without Adam nothing would move.
                steps.by_adam = ADAMW.steps.by_adam;
            },
        },
        Mistake {
            name: "in-the-slope-with-the-rate",
            told: "You added ηλw to the slope. There Adam divides it by the usual size of the \
                   slopes, and multiplies it by the rate once more. The share is taken off the \
                   weight itself, beside Adam's step.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| {
                steps.in_slope = |rate, decay, w| rate * decay * w;
                steps.left = |w, _, _| w;
                // Without Adam nothing would move.
                steps.by_adam = ADAMW.steps.by_adam;
            },
        },
        Mistake {
            name: "in-the-slope-too",
            told: "The decay is in two places: in the slope that Adam sees, and beside its step. \
                   Leave the slope as it came; the share beside it is all there is.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| {
                steps.in_slope = |_, decay, w| decay * w;
                // The one in the slope alone would be L2.
                steps.left = ADAMW.steps.left;
            },
        },
        Mistake {
            name: "no-rate",
            told: "The share is λ, without the learning rate.\nOther texts have it so.\nHere it \
                   is ηλ, so a schedule that lowers the rate lowers the decay, too.",
            section: ADAMW_SECTION,
            source: Some("modern-fortran/neural-fortran#152"),
            plant: |steps| steps.left = |w, _, decay| w - decay * w,
        },
        Mistake {
            name: "after-the-step",
            told: "The share is taken after Adam's step, so a part of that step is lost again. \
                   First the decay, of the weight as it was, and then the step.",
            section: ADAMW_SECTION,
            source: Some("huggingface/transformers#14539"),
            plant: |steps| steps.of = |_, after| after,
        },
        Mistake {
            name: "grows",
            told: "The share is added, so every weight grows by it. (1 − ηλ) w is less than w.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.left = |w, rate, decay| w + rate * decay * w,
        },
        Mistake {
            name: "no-decay",
            told: "No weight decays: this is Adam alone. If you changed a copy, as \
                   `for mut w in …` makes, it is gone at the end of the loop. Take the share \
                   from `*w`, in `parameters.iter_mut()`.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| {
                steps.left = |w, _, _| w;
                // Without Adam nothing would move.
                steps.by_adam = ADAMW.steps.by_adam;
            },
        },
        Mistake {
            name: "adam-forgotten",
            told: "The weights decay, and nothing else moves them: Adam's step is missing. After \
                   the loop hand rate, parameters and gradient on to `self.adam`.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.by_adam = |_| 0.0,
        },
        Mistake {
            name: "adam-anew",
            told: "Adam begins anew at each step. A clone of it, or a new one, steps and is \
                   forgotten, and its means with it. It is `self.adam` that has to step.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.remembers = false,
        },
        Mistake {
            name: "halved",
            told: "Half of the share is taken. The half stands in λ/2 · w², for the sake of its \
                   slope. The share is ηλ.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.left = |w, rate, decay| w - rate * decay * w / 2.0,
        },
        Mistake {
            name: "alike-for-all",
            told: "Each weight loses ηλ, and not a share of itself. Negative ones move away from \
                   0, and small ones past it. Multiply by the weight.",
            section: ADAMW_SECTION,
            source: Some("e-sensing/torchopt#14"),
            plant: |steps| steps.left = |w, rate, decay| w - rate * decay,
        },
        Mistake {
            name: "only-the-share-left",
            told: "ηλw is what is left of each weight, and it should be what it loses. In Rust \
                   `*w *= c` keeps a share c: c is 1 − ηλ.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.left = |w, rate, decay| rate * decay * w,
        },
        Mistake {
            name: "no-brackets",
            told: "The brackets around 1 − ηλ are missing. `1.0 - rate * decay * w` is 1 less a \
                   product, and all weights come to about 1.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.left = |w, rate, decay| 1.0 - rate * decay * w,
        },
        Mistake {
            name: "no-lambda",
            told: "Each weight loses the share η, and λ is nowhere. The share is the rate times \
                   the decay: 1 − ηλ of the weight is left.",
            section: ADAMW_SECTION,
            source: None,
            plant: |steps| steps.left = |w, rate, _| w - rate * w,
        },
        nothing_moves(ADAMW_SECTION, |steps: &mut AdamW| {
            steps.moved = |before, _| before;
        }),
    ],
};

/// Checks AdamW, as a rule made of an Adam and a decay.
///
/// # Errors
///
/// What is wrong with it.
pub fn adamw<O: Optimizer + 'static>(yours: fn(Adam, f64) -> O) -> Verdict {
    ADAMW.check(move |probe| path_of(|_| yours(Adam::default(), DECAY), probe))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&LAYER_NORM, &LAYER_NORM_BACKWARD, &ADAMW]
}
