//! The mistakes of *Initialization*.

use std::ops::Range;

use backprop::initialization::Initialization::{self, He, Unit, Xavier, Zeros};

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// A fraction: what is above the line and what is below it.
type Fraction = [f64; 2];

/// The variance of the weights of a layer with so many inputs and outputs.
type Variance = fn(inputs: usize, outputs: usize) -> Fraction;

/// How the interval of the weights is computed.
#[derive(Clone, Copy)]
struct Limits {
    /// The variance that Xavier asks for.
    xavier: Variance,
    /// The variance that He asks for.
    he: Variance,
    /// The square of the end of the interval, divided by the variance.
    three: f64,
    /// From the square of the end of Xavier's interval to the end.
    xavier_root: fn(Fraction) -> f64,
    /// From the square of the end of He's interval to the end.
    he_root: fn(Fraction) -> f64,
    /// Where an interval begins that ends at `b`.
    start: fn(b: f64) -> f64,
    /// Where the interval of `Unit` begins.
    unit_start: f64,
}

/// The intervals of all four, for a layer.
fn intervals(interval: impl Fn(Initialization) -> Range<f64>) -> Answer {
    let [zeros, unit, xavier, he] = [Zeros, Unit, Xavier, He].map(interval);
    Answer::of("Xavier: end", xavier.end)
        .with("Xavier: start", xavier.start)
        .with("He: end", he.end)
        .with("He: start", he.start)
        .with("Unit: end", unit.end)
        .with("Unit: start", unit.start)
        .with("Zeros: end", zeros.end)
        .with("Zeros: start", zeros.start)
}

fn root([above, below]: Fraction) -> f64 {
    (above / below).sqrt()
}

fn no_root([above, below]: Fraction) -> f64 {
    above / below
}

fn root_below([above, below]: Fraction) -> f64 {
    above / below.sqrt()
}

fn root_above([above, below]: Fraction) -> f64 {
    above.sqrt() / below
}

static LIMITS: Lesson<Limits, (usize, usize)> = Lesson {
    exercise: "limits",
    steps: Limits {
        xavier: |inputs, outputs| [2.0, (inputs + outputs) as f64],
        he: |inputs, _| [2.0, inputs as f64],
        three: 3.0,
        xavier_root: root,
        he_root: root,
        start: |b| -b,
        unit_start: 0.0,
    },
    probes: || vec![(64, 10), (7, 11)],
    answer: |steps, &(inputs, outputs)| {
        let interval = |[above, below]: Fraction, root: fn(Fraction) -> f64| {
            let b = root([steps.three * above, below]);
            (steps.start)(b)..b
        };
        intervals(|how| match how {
            Zeros => 0.0..0.0,
            Unit => steps.unit_start..1.0,
            Xavier => interval((steps.xavier)(inputs, outputs), steps.xavier_root),
            He => interval((steps.he)(inputs, outputs), steps.he_root),
        })
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "three-forgotten",
            told: "The 3 is missing. Numbers drawn evenly between −b and b have the variance \
                   b²/3, so b² is three times the variance. The root of the variance itself \
                   is the standard deviation, and lies well inside of the interval.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.three = 1.0,
        },
        Mistake {
            name: "three-on-the-wrong-side",
            told: "You divided the variance by 3, and b² is three times the variance. From \
                   the interval to its variance one divides; you go the other way.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.three = 1.0 / 3.0,
        },
        Mistake {
            name: "three-outside-of-the-root",
            told: "The 3 is outside of the root, so b is three deviations. It is b² that is \
                   three times the variance: the root covers the 3, too.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.three = 9.0,
        },
        Mistake {
            name: "width-as-end",
            told: "Your b² is twelve times the variance, and it is three times. The 12 belongs \
                   to the width of an interval. From −b to b the width is 2b, so b² is a \
                   quarter of its square.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.three = 12.0,
        },
        Mistake {
            name: "root-forgotten",
            told: "The root is missing: your intervals end at a square. Below 1 a square is \
                   smaller than its root, and the weights come out too small.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| {
                steps.xavier_root = no_root;
                steps.he_root = no_root;
            },
        },
        Mistake {
            name: "from-zero",
            told: "The intervals of Xavier and He begin at 0. Weights of one sign make sums \
                   that can't cancel. Draw around 0: from −b to b.",
            section: "initialization.md#why-not-between-0-and-1",
            source: None,
            plant: |steps| steps.start = |_| 0.0,
        },
        Mistake {
            name: "integer-division",
            told: "The division is one of whole numbers, which drops what is behind the \
                   point: 2 / 64 is 0.\nAll weights would be 0, and no unit would differ from \
                   another.\nTurn the fans into `f64` first, then divide.",
            section: "initialization.md#why-not-zeros",
            source: None,
            plant: |steps| {
                steps.xavier =
                    |inputs, outputs| [(2 / (inputs + outputs)) as f64, 1.0];
                steps.he = |inputs, _| [(2 / inputs) as f64, 1.0];
            },
        },
        Mistake {
            name: "outputs-outside-of-the-fraction",
            told: "For Xavier you divided by the inputs alone, and then added the outputs. \
                   Weights that large saturate every unit. The sum of both is below the \
                   line, so it needs brackets.",
            section: "initialization.md#xavier-for-tanh",
            source: Some("mlverse/torch#555"),
            plant: |steps| {
                steps.xavier =
                    |inputs, outputs| [2.0 / inputs as f64 + outputs as f64, 1.0];
            },
        },
        Mistake {
            name: "outputs-outside-of-the-six",
            told: "For Xavier you divided 6 by the inputs alone, and then added the outputs. \
                   The root covers both, but the line of the fraction does not: the sum \
                   below it needs brackets.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| {
                steps.xavier =
                    |inputs, outputs| [6.0 / inputs as f64 + outputs as f64, 3.0];
            },
        },
        Mistake {
            name: "xavier-from-the-inputs",
            told: "For Xavier you took 2 / inputs, and that is He's variance. Xavier looks at \
                   both ways, forward and back: the inputs and the outputs are added.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.xavier = |inputs, _| [2.0, inputs as f64],
        },
        Mistake {
            name: "xavier-forward-only",
            told: "For Xavier you took the variance 1 / inputs. It keeps the size on the way \
                   forward only. The way back wants 1 / outputs, and Xavier takes the middle \
                   of both numbers: 2 / (inputs + outputs).",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.xavier = |inputs, _| [1.0, inputs as f64],
        },
        Mistake {
            name: "xavier-without-two",
            told: "For Xavier you took 1 / (inputs + outputs). The middle of two numbers is \
                   half of their sum, and that half is where the 2 comes from: 2 / (inputs + \
                   outputs).",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| {
                steps.xavier = |inputs, outputs| [1.0, (inputs + outputs) as f64];
            },
        },
        Mistake {
            name: "xavier-two-twice",
            told: "For Xavier the 2 is there twice. One over the middle of inputs and outputs \
                   is 2 / (inputs + outputs) already.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| {
                steps.xavier = |inputs, outputs| [4.0, (inputs + outputs) as f64];
                // Without the 3, the root of 4 below the line is 2 over the root.
                steps.three = 3.0;
            },
        },
        Mistake {
            name: "xavier-root-below-the-line",
            told: "For Xavier the root covers only what is below the line. It covers the whole \
                   fraction: the end of the interval is √(6 / (inputs + outputs)). In Rust, put \
                   the division in brackets and `.sqrt()` behind them.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.xavier_root = root_below,
        },
        Mistake {
            name: "xavier-root-above-the-line",
            told: "For Xavier the root covers only what is above the line. It covers the whole \
                   fraction: the end of the interval is √(6 / (inputs + outputs)).",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| steps.xavier_root = root_above,
        },
        Mistake {
            name: "he-root-below-the-line",
            told: "For He the root covers only what is below the line. It covers the whole \
                   fraction: the end of the interval is √(6 / inputs). `6.0 / n.sqrt()` takes \
                   the root of n first; put the division in brackets.",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| steps.he_root = root_below,
        },
        Mistake {
            name: "he-root-above-the-line",
            told: "For He the root covers only what is above the line. It covers the whole \
                   fraction: the end of the interval is √(6 / inputs).",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| steps.he_root = root_above,
        },
        Mistake {
            name: "xavier-product",
            told: "For Xavier you multiplied the inputs and the outputs. Below the line is \
                   their sum.",
            section: "initialization.md#xavier-for-tanh",
            source: None,
            plant: |steps| {
                steps.xavier = |inputs, outputs| [2.0, (inputs * outputs) as f64];
            },
        },
        Mistake {
            name: "he-deviation-as-limit",
            told: "For He your interval ends at √(2 / inputs). That is the standard \
                   deviation, for a bell-shaped distribution. An even interval ends at √3 \
                   times that: √(6 / inputs).",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| steps.he = |inputs, _| [2.0 / 3.0, inputs as f64],
        },
        Mistake {
            name: "he-without-two",
            told: "For He the 2 is missing. It makes up for ReLU, which turns half of the \
                   sums to 0 and keeps half of the squares: the variance is 2 / inputs.",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| steps.he = |inputs, _| [1.0, inputs as f64],
        },
        Mistake {
            name: "he-from-the-outputs",
            told: "For He you divided by the outputs. That keeps the size of the slopes on \
                   the way back. He looks at the way forward: a sum has as many terms as the \
                   layer has inputs.",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| steps.he = |_, outputs| [2.0, outputs as f64],
        },
        Mistake {
            name: "he-from-both",
            told: "For He you added inputs and outputs, and that is Xavier's variance. With \
                   ReLU each layer then loses size. He divides by the inputs alone.",
            section: "initialization.md#he-for-relu",
            source: None,
            plant: |steps| {
                steps.he = |inputs, outputs| [2.0, (inputs + outputs) as f64];
            },
        },
        Mistake {
            name: "unit-around-zero",
            told: "`Unit` goes from −1 to 1 in your answer. It is the start of Part I, the \
                   unit interval: from 0 to 1.",
            section: "initialization.md#why-not-between-0-and-1",
            source: None,
            plant: |steps| steps.unit_start = -1.0,
        },
    ],
};

/// Checks the intervals of the weights of a layer with so many inputs and outputs.
///
/// # Errors
///
/// What is wrong with them.
pub fn limits(yours: fn(Initialization, usize, usize) -> Range<f64>) -> Verdict {
    LIMITS
        .check(move |&(inputs, outputs)| intervals(|how| yours(how, inputs, outputs)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&LIMITS]
}
