//! The mistakes of *More than one machine*.

use std::ops::Range;

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How rows are cut into parts.
#[derive(Clone, Copy)]
struct Cut {
    /// The parts, of `n` rows and so many machines.
    parts: fn(n: usize, machines: usize) -> Vec<Range<usize>>,
    /// The bounds of a part.
    bounds: fn(Range<usize>) -> Range<usize>,
    /// Which of the parts are given.
    given: fn(Vec<Range<usize>>) -> Vec<Range<usize>>,
}

/// So many rows for so many machines.
#[derive(Clone)]
struct Batch {
    n: usize,
    machines: usize,
}

/// Rows that leave none over, one, or more, and fewer rows than machines.
fn batches() -> Vec<Batch> {
    [(12, 3), (11, 4), (9, 4), (17, 6), (2, 3)]
        .map(|(n, machines)| Batch { n, machines })
        .to_vec()
}

/// Which rows are first is not asked, nor which machine gets one more: sizes, the largest first,
/// and on how many machines each row is.
fn cut(parts: &[Range<usize>], &Batch { n, machines }: &Batch) -> Answer {
    let mut sizes: Vec<usize> = parts.iter().map(Range::len).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let on = |row| parts.iter().filter(|part| part.contains(&row)).count();
    let beyond: usize = parts
        .iter()
        .map(|part| part.clone().skip_while(|&row| row < n).count())
        .sum();
    Answer::of("sizes_largest_first", sizes)
        .with("machines_with_row", (0..n).map(on).collect::<Vec<_>>())
        .with("rows_that_are_not_there", beyond)
        .called_with(format!("{n} rows and {machines} machines"))
}

/// Parts of this size, one after another.
fn of_size(size: usize, machines: usize) -> Vec<Range<usize>> {
    (0..machines).map(|k| k * size..(k + 1) * size).collect()
}

/// As `chunks` cuts: parts of this size, until no row is left.
fn chunks(n: usize, size: usize) -> Vec<Range<usize>> {
    assert!(size > 0, "chunk size must be non-zero");
    (0..n).step_by(size).map(|start| start..n.min(start + size)).collect()
}

const PART: &str = "more-than-one-machine.md#a-part-for-each-machine";

static PARTS: Lesson<Cut, Batch> = Lesson {
    exercise: "parts",
    steps: Cut {
        parts: backprop::more_than_one_machine::parts,
        bounds: |part| part,
        given: |parts| parts,
    },
    probes: batches,
    answer: |steps, batch| {
        let parts = (steps.parts)(batch.n, batch.machines);
        let parts = parts.into_iter().map(steps.bounds).collect();
        cut(&(steps.given)(parts), batch)
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "rest-lost",
            told: "All parts have n / m rows, rounded down, and what is left over is on no \
                   machine. Rows that nobody looks at are missing in the sum. The parts may \
                   differ by one.",
            section: PART,
            source: Some("modelscope/ms-swift#9859"),
            plant: |steps| {
                steps.parts = |n, machines| of_size(n / machines, machines)
            },
        },
        Mistake {
            name: "rest-on-one-machine",
            told: "One machine gets all that is left over.\nWith two machines that is one row.\n\
                   With many it may have twice the work of the others, and all wait for it. Hand \
                   the rest out, one row to each.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| {
                    let mut parts = of_size(n / machines, machines);
                    parts[machines - 1].end = n;
                    parts
                };
                // Without its part it would be seen no more.
                steps.given = |parts| parts;
            },
        },
        Mistake {
            name: "one-machine-more",
            told: "What is left over became a part of its own, or several: there are more parts \
                   than machines. `chunks` takes the size of a part, and not how many there are.",
            section: PART,
            source: None,
            plant: |steps| steps.parts = |n, machines| chunks(n, n / machines),
        },
        Mistake {
            name: "machines-left-without-a-part",
            told: "You rounded n / m up, and there are fewer parts than machines. `chunks` stops \
                   where the rows end. Each machine gets a part, and none has two rows more than \
                   another.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| chunks(n, n.div_ceil(machines))
            },
        },
        Mistake {
            name: "rounded-up",
            told: "You rounded n / m up, so the last machines get too little: 9 rows on 4 make \
                   3, 3, 3 and none. Some parts have one row more than others, and only as many \
                   as there are rows left over.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| {
                    let size = n.div_ceil(machines);
                    let bound = |k: usize| n.min(k * size);
                    (0..machines).map(|k| bound(k)..bound(k + 1)).collect()
                };
                // Without the empty ones, parts would be missing as with `chunks`.
                steps.given = |parts| parts;
            },
        },
        Mistake {
            name: "beyond-the-last-row",
            told: "You rounded n / m up, and the last parts reach beyond the rows. Where parts \
                   differ, only some are larger.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| of_size(n.div_ceil(machines), machines);
            },
        },
        Mistake {
            name: "rounded",
            told: "You rounded n / m to the nearest whole number, for all parts. Then rows are \
                   left over, or the parts reach beyond the last. Round the bounds of the parts, \
                   k n / m, and not their size.",
            section: PART,
            source: Some("intel/neural-compressor#2566"),
            plant: |steps| {
                steps.parts =
                    |n, machines| of_size((n + machines / 2) / machines, machines);
            },
        },
        Mistake {
            name: "machines-for-rows",
            told: "Each part has as many rows as there are machines. m is how many parts there \
                   are; their size is n by m.",
            section: PART,
            source: None,
            plant: |steps| steps.parts = chunks,
        },
        Mistake {
            name: "everything-to-each",
            told: "Every machine gets all rows. Their gradients would add up to m times that of \
                   the batch, and no time would be gained. Each row is on one machine.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| vec![0..n; machines];
                // All parts are alike: the first and the last that is left out, too.
                steps.given = |parts| parts;
            },
        },
        Mistake {
            name: "from-the-start",
            told: "Each part begins at row 0. Its end is right, and it has the rows of all parts \
                   before it, too. A part begins where the one before it ends.",
            section: PART,
            source: None,
            plant: |steps| steps.bounds = |part| 0..part.end,
        },
        Mistake {
            name: "length-for-end",
            told: "You wrote start..size. The second number of a range is where it ends, and not \
                   how many it has: start..start + size.",
            section: PART,
            source: None,
            plant: |steps| steps.bounds = |part| part.start..part.len(),
        },
        Mistake {
            name: "last-row-left-out",
            told: "The last row of each part is on no machine. A range ends before its second \
                   number, so nothing is to be taken off.",
            section: PART,
            source: None,
            plant: |steps| {
                // An end of 0 has none before it, and the program stops.
                steps.bounds = |part| {
                    let end = part.end.checked_sub(1);
                    part.start..end.expect("attempt to subtract with overflow")
                };
            },
        },
        Mistake {
            name: "one-row-twice",
            told: "Each part has the first row of the next one, too. A range ends before its \
                   second number, so nothing is to be added. Two machines with one row count it \
                   twice.",
            section: PART,
            source: None,
            plant: |steps| steps.bounds = |part| part.start..part.end + 1,
        },
        Mistake {
            name: "rows-from-1",
            told: "The rows are counted from 1. They begin with row 0, which is on no machine \
                   now, and the last part reaches beyond the last row.",
            section: PART,
            source: None,
            plant: |steps| steps.bounds = |part| part.start + 1..part.end + 1,
        },
        Mistake {
            name: "machines-from-1",
            told: "The machines are counted from 1, so the first part is missing, and there is \
                   one beyond the last row. Count them from 0: `0..machines`.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.parts = |n, machines| {
                    let part = |k| k * n / machines..(k + 1) * n / machines;
                    (1..=machines).map(part).collect()
                };
            },
        },
        Mistake {
            name: "first-machine-left-out",
            told: "The first part is missing. `1..machines` begins with the second machine: they \
                   are counted from 0.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.given = |parts| parts.into_iter().skip(1).collect();
            },
        },
        Mistake {
            name: "last-machine-left-out",
            told: "The last part is missing. `0..machines - 1` ends one machine early: a range \
                   ends before its second number.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.given = |mut parts| {
                    parts.pop();
                    parts
                };
            },
        },
        Mistake {
            name: "empty-left-out",
            told: "Parts without rows are missing. A machine that has nothing to do is still one: \
                   it adds 0 to the sum, and all wait for what it sends.",
            section: PART,
            source: None,
            plant: |steps| {
                steps.given = |parts| {
                    parts.into_iter().filter(|part| !part.is_empty()).collect()
                };
            },
        },
    ],
};

/// Checks the parts of so many rows for so many machines.
///
/// # Errors
///
/// What is wrong with them.
pub fn parts(yours: fn(usize, usize) -> Vec<Range<usize>>) -> Verdict {
    PARTS.check(move |batch| cut(&yours(batch.n, batch.machines), batch))
}

/// The rows of each part, and its gradient, added up over them.
pub type Part = (usize, Vec<f64>);

/// How the step of several machines is computed.
#[derive(Clone, Copy)]
struct Together {
    /// Which of the parts are looked at.
    looked_at: fn(&[Part]) -> &[Part],
    /// What the gradient of a part of so many rows is multiplied by.
    weight: fn(rows: f64) -> f64,
    /// What the sum is divided by.
    divisor: fn(&[Part]) -> f64,
    /// The factor of the learning rate.
    rate: fn(rate: f64) -> f64,
    /// How far the parameters move.
    moved: fn(step: f64) -> f64,
}

/// Parameters, the parts of a batch, and a learning rate.
#[derive(Clone)]
struct Machines {
    parameters: Vec<f64>,
    parts: Vec<Part>,
    rate: f64,
}

/// Parts of three sizes, and five of which one has no rows.
fn machines() -> Vec<Machines> {
    let of = |sizes: &[usize], seed, rate| {
        let part = |(k, &rows): (usize, &usize)| {
            let gradient = rows as f64 * numbers(4, seed + 1 + k as u64);
            (rows, gradient.to_vec())
        };
        Machines {
            parameters: numbers(4, seed).to_vec(),
            parts: sizes.iter().enumerate().map(part).collect(),
            rate,
        }
    };
    vec![of(&[5, 6, 2], 740, 0.3), of(&[6, 0, 1, 7, 3], 750, 0.2)]
}

/// All rows of the parts.
fn rows(parts: &[Part]) -> f64 {
    parts.iter().map(|(rows, _)| rows).sum::<usize>() as f64
}

const MEANS: &str = "more-than-one-machine.md#the-mean-of-means";

static STEP: Lesson<Together, Machines> = Lesson {
    exercise: "step_of_many",
    steps: Together {
        looked_at: |parts| parts,
        weight: |_| 1.0,
        divisor: rows,
        rate: |rate| rate,
        moved: |step| -step,
    },
    probes: machines,
    answer: |steps, Machines { parameters, parts, rate }| {
        let divisor = (steps.divisor)(parts);
        let mut moved = parameters.clone();
        for (i, w) in moved.iter_mut().enumerate() {
            let looked_at = (steps.looked_at)(parts).iter();
            let sum: f64 = looked_at
                .map(|(rows, gradient)| (steps.weight)(*rows as f64) * gradient[i])
                .sum();
            *w += (steps.moved)((steps.rate)(*rate) * sum / divisor);
        }
        Answer::of("parameters", moved)
    },
    sizes: &[(4, "parameters")],
    mistakes: &[
        Mistake {
            name: "means-of-sums",
            told: "You multiplied each gradient by the rows of its part. That is for means, which \
                   count by their rows. These are sums: each has all its rows in it already.",
            section: MEANS,
            source: None,
            plant: |steps| steps.weight = |rows| rows,
        },
        Mistake {
            name: "mean-of-means",
            told: "You took the mean of the means.\nWhile all parts are equal, that is right.\n\
                   A row of a small part then counts more than one of a large part, and a part \
                   without rows makes NaN. Add up the sums, and divide once, by all rows.",
            section: MEANS,
            source: Some("huggingface/transformers#608"),
            plant: |steps| {
                steps.weight = |rows| 1.0 / rows;
                steps.divisor = |parts| parts.len() as f64;
            },
        },
        Mistake {
            name: "mean-of-means-of-those-with-rows",
            told: "You took the mean of the means, and left out the parts without rows.\nWhile \
                   the others are equal, that is right.\nA row of a small part then counts more \
                   than one of a large part. Add up the sums, and divide once, by all rows.",
            section: MEANS,
            source: None,
            plant: |steps| {
                steps.weight = |rows| if rows > 0.0 { 1.0 / rows } else { 0.0 };
                steps.divisor =
                    |parts| parts.iter().filter(|(rows, _)| *rows > 0).count() as f64;
            },
        },
        Mistake {
            name: "means-added",
            told: "You divided each gradient by the rows of its part, and added up these means. \
                   The step is about as many times too long as there are machines. Add up the \
                   sums, and divide once, by all rows.",
            section: MEANS,
            source: None,
            plant: |steps| {
                steps.weight = |rows| 1.0 / rows;
                steps.divisor = |_| 1.0;
            },
        },
        Mistake {
            name: "not-divided",
            told: "The sum is not divided by n. The step is n times too long, and the rate fits \
                   only batches of one size. Divide by all rows together.",
            section: MEANS,
            source: Some("chainer/chainer#1338"),
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "divided-by-the-machines",
            told: "You divided by the number of machines. The gradients are sums over rows, so \
                   it is the rows that are counted: n, on however many machines.",
            section: MEANS,
            source: Some("flairNLP/flair#3583"),
            plant: |steps| steps.divisor = |parts| parts.len() as f64,
        },
        Mistake {
            name: "divided-by-the-rows-of-the-first",
            told: "You divided by the rows of the first part. The sum is over the rows of all \
                   parts, so the step is several times too long. n is their rows added up.",
            section: MEANS,
            source: None,
            plant: |steps| {
                steps.divisor = |parts| parts[0].0 as f64;
                // Of the first part alone it is the mean.
                steps.looked_at = |parts| parts;
            },
        },
        Mistake {
            name: "divided-by-the-machines-too",
            told: "You divided by n, and by the number of machines on top. The sum over all rows \
                   needs one division, by n. However many machines there are, the step is that \
                   of one.",
            section: MEANS,
            source: Some("apache/singa#65"),
            plant: |steps| steps.divisor = |parts| rows(parts) * parts.len() as f64,
        },
        Mistake {
            name: "divided-by-the-rows-twice",
            told: "n is divided by twice, as in the sum and once more in the step. Once is \
                   enough: the steps are n times too short.",
            section: MEANS,
            source: None,
            plant: |steps| steps.divisor = |parts| rows(parts) * rows(parts),
        },
        Mistake {
            name: "divided-by-the-parameters",
            told: "You divided by the number of parameters. `gradient.len()` counts the slopes of \
                   a gradient; the rows of a part are the number beside it.",
            section: MEANS,
            source: None,
            plant: |steps| steps.divisor = |parts| parts[0].1.len() as f64,
        },
        Mistake {
            name: "first-part-alone",
            told: "Only the first part moves the parameters. Its machine has seen a few of the \
                   rows; the gradients of all machines are added up.",
            section: PART,
            source: None,
            plant: |steps| steps.looked_at = |parts| &parts[..1],
        },
        Mistake {
            name: "last-part-alone",
            told: "Only the last part moves the parameters. A loop with = in the place of += does \
                   this: each gradient replaces the one before. They are added up.",
            section: PART,
            source: None,
            plant: |steps| steps.looked_at = |parts| &parts[parts.len() - 1..],
        },
        Mistake {
            name: "last-part-left-out",
            told: "The last part is missing in the sum. A range ends before its second number; \
                   `for (rows, gradient) in parts` goes through all.",
            section: PART,
            source: None,
            plant: |steps| steps.looked_at = |parts| &parts[..parts.len() - 1],
        },
        Mistake {
            name: "no-rate",
            told: "The learning rate is missing: the parameters move by the whole mean slope. \
                   w moves by η times it.",
            section: "gradient-descent.md#the-learning-rate",
            source: None,
            plant: |steps| steps.rate = |_| 1.0,
        },
        Mistake {
            name: "uphill",
            told: "You add the step, and it leads uphill. The slope points up, so the step is \
                   subtracted.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.moved = |step| step,
        },
        Mistake {
            name: "nothing-moves",
            told: "The parameters are the same after the step. If you moved a copy, from \
                   `to_vec` or `let mut w = …`, it is gone at the end. Change the numbers in \
                   `parameters` themselves: `*w -= …`.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.moved = |_| 0.0,
        },
    ],
};

/// Checks the step that several machines take together, of the parameters, the rows and the
/// gradient of each part, added up over its rows, and the learning rate.
///
/// # Errors
///
/// What is wrong with it.
pub fn step_of_many(yours: fn(&mut [f64], &[Part], f64)) -> Verdict {
    STEP.check(move |Machines { parameters, parts, rate }| {
        let mut moved = parameters.clone();
        yours(&mut moved, parts, *rate);
        Answer::of("parameters", moved)
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&PARTS, &STEP]
}
