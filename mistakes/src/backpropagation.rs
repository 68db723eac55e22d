//! The mistakes of *Backpropagation*.

use backprop::activation::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::network::Network;
use ndarray::{Array2, Axis, Slice, Zip};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// Every array of the chapter has rows and columns.
type Matrix = Array2<f64>;

/// How the slope along one weight of W₁ is computed, for one row.
#[derive(Clone, Copy)]
struct OneSlope {
    /// The error of the prediction.
    error: fn(y_hat: f64, y: f64) -> f64,
    /// The slope of the square, divided by the error.
    factor: f64,
    /// What the sigmoid of the output multiplies by.
    output_slope: fn(y_hat: f64, a1: f64, d_y_hat: f64) -> f64,
    /// What goes on to a₁, of the slopes along z₂ and ŷ.
    to_a1: fn(dz2: f64, d_y_hat: f64) -> f64,
    /// What the weight to the output multiplies by.
    weight: fn(w2: f64, a1: f64, x: f64) -> f64,
    /// What goes on to z₁, of the slopes along a₁ and z₂.
    to_z1: fn(da1: f64, dz2: f64) -> f64,
    /// What the sigmoid of the hidden unit multiplies by.
    hidden_slope: fn(a1: f64, x: f64, y_hat: f64, da1: f64) -> f64,
    /// What goes on to the weight, of the slopes along z₁ and a₁.
    to_w1: fn(dz1: f64, da1: f64) -> f64,
    /// What the weight itself was multiplied with.
    input: fn(x: f64, a1: f64, w2: f64) -> f64,
    /// The slope after a step, of the one before it and that of the step.
    so_far: fn(before: f64, step: f64) -> f64,
    /// The slopes in the order in which they are given.
    given: fn([f64; 5]) -> [f64; 5],
}

/// One row on its way through a hidden unit: the input, the activation of the unit, its weight
/// to the output, the prediction and the target.
#[derive(Clone, Copy)]
struct Row {
    x: f64,
    a1: f64,
    w2: f64,
    y_hat: f64,
    y: f64,
}

/// The slopes along ŷ, z₂, a₁, z₁ and the weight.
fn stations([d_y_hat, dz2, da1, dz1, dw1]: [f64; 5]) -> Answer {
    Answer::of("d_y_hat", d_y_hat)
        .with("dz2", dz2)
        .with("da1", da1)
        .with("dz1", dz1)
        .with("dw1", dw1)
}

const ONE_SLOPE_RIGHT: OneSlope = OneSlope {
    error: |y_hat, y| y_hat - y,
    factor: 2.0,
    output_slope: |y_hat, _, _| y_hat * (1.0 - y_hat),
    to_a1: |dz2, _| dz2,
    weight: |w2, _, _| w2,
    to_z1: |da1, _| da1,
    hidden_slope: |a1, _, _, _| a1 * (1.0 - a1),
    to_w1: |dz1, _| dz1,
    input: |x, _, _| x,
    so_far: |before, step| before * step,
    given: |slopes| slopes,
};

static ONE_SLOPE: Lesson<OneSlope, Row> = Lesson {
    exercise: "one_slope",
    steps: ONE_SLOPE_RIGHT,
    probes: || {
        vec![
            Row { x: 0.6, a1: 0.8, w2: -1.3, y_hat: 0.3, y: 0.9 },
            Row { x: -1.7, a1: 0.35, w2: 0.45, y_hat: 0.85, y: 0.2 },
        ]
    },
    answer: |steps, &Row { x, a1, w2, y_hat, y }| {
        let d_y_hat = steps.factor * (steps.error)(y_hat, y);
        let dz2 = (steps.so_far)(d_y_hat, (steps.output_slope)(y_hat, a1, d_y_hat));
        let to_a1 = (steps.to_a1)(dz2, d_y_hat);
        let da1 = (steps.so_far)(to_a1, (steps.weight)(w2, a1, x));
        let to_z1 = (steps.to_z1)(da1, dz2);
        let dz1 = (steps.so_far)(to_z1, (steps.hidden_slope)(a1, x, y_hat, to_z1));
        let to_w1 = (steps.to_w1)(dz1, da1);
        let dw1 = (steps.so_far)(to_w1, (steps.input)(x, a1, w2));
        stations((steps.given)([d_y_hat, dz2, da1, dz1, dw1]))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "no-two",
            told: "The 2 is missing in the first slope. The slope of a square e² is 2e.\n\
                   Everything after it is half of what it should be.",
            section: NO_TWO.section,
            source: NO_TWO.source,
            plant: |steps| steps.factor = 1.0,
        },
        Mistake {
            name: "sign",
            told: "The first slope has the wrong sign: you took y − ŷ. A prediction that is \
                   too high has a positive slope, since raising it raises the loss.",
            section: SIGN.section,
            source: SIGN.source,
            plant: |steps| steps.error = |y_hat, y| y - y_hat,
        },
        Mistake {
            name: "loss-for-slope",
            told: "You began with the loss of the row, (ŷ − y)². What goes back is its slope \
                   along ŷ, which is 2(ŷ − y).",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.error = |y_hat, y| (y_hat - y).powi(2);
                steps.factor = 1.0;
            },
        },
        Mistake {
            name: "output-slope-missing",
            told: "Between ŷ and z₂ you multiplied by nothing. The prediction came through a \
                   sigmoid, and its slope there is ŷ(1 − ŷ).",
            section: "backpropagation.md#one-slope-by-hand",
            source: OUTPUT_SLOPE_MISSING.source,
            plant: |steps| steps.output_slope = |_, _, _| 1.0,
        },
        Mistake {
            name: "output-slope-twice",
            told: "At the output, σ is applied once more inside σ′. ŷ came out of the \
                   sigmoid already, so its slope is ŷ(1 − ŷ).",
            section: "activation.md#two-functions-for-one-slope",
            source: OUTPUT_SLOPE_TWICE.source,
            plant: |steps| steps.output_slope = |y_hat, _, _| sigmoid_prime(y_hat),
        },
        Mistake {
            name: "output-slope-of-received",
            told: "At the output you took a₁(1 − a₁). The slope of a sigmoid comes from what \
                   this layer produced, here ŷ, and not from what it received.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.output_slope = |_, a1, _| a1 * (1.0 - a1),
        },
        Mistake {
            name: "weight-missing",
            told: "Between z₂ and a₁ you multiplied by nothing. The activation reaches the \
                   output through its weight, so that weight is the slope of the step.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.weight = |_, _, _| 1.0,
        },
        Mistake {
            name: "activation-for-weight",
            told: "Between z₂ and a₁ you multiplied by a₁. That is the slope along the weight w₂. \
                   You walk on to a₁, and the slope along a₁ is the weight.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.weight = |_, a1, _| a1,
        },
        Mistake {
            name: "input-for-weight",
            told: "Between z₂ and a₁ you multiplied by x. The input comes last; here stands the \
                   weight by which the activation reaches the output, w₂.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.weight = |_, _, x| x,
        },
        Mistake {
            name: "added",
            told: "You added the slope of each step. Along a path slopes multiply; they add where \
                   paths meet, and one row has one path.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.so_far = |before, step| before + step,
        },
        Mistake {
            name: "each-step-alone",
            told: "You gave the slope of each step alone. The slope of L so far is that of the \
                   station before it, times the slope of the step: slopes multiply.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.so_far = |_, step| step,
        },
        Mistake {
            name: "hidden-slope-missing",
            told: "Between a₁ and z₁ you multiplied by nothing. The hidden unit has a sigmoid \
                   too, and its slope is a₁(1 − a₁).",
            section: "backpropagation.md#one-slope-by-hand",
            source: HIDDEN_SLOPE_MISSING.source,
            plant: |steps| steps.hidden_slope = |_, _, _, _| 1.0,
        },
        Mistake {
            name: "hidden-slope-twice",
            told: "At the hidden unit, σ is applied once more inside σ′. a₁ came out of the \
                   sigmoid already, so its slope is a₁(1 − a₁).",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.hidden_slope = |a1, _, _, _| sigmoid_prime(a1),
        },
        Mistake {
            name: "hidden-slope-of-received",
            told: "At the hidden unit you took x(1 − x). The slope of a sigmoid comes from \
                   what this layer produced, here a₁, and not from what it received.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.hidden_slope = |_, x, _, _| x * (1.0 - x),
        },
        Mistake {
            name: "input-missing",
            told: "The last step is missing. The weight is multiplied by the input x on the \
                   way forward, so on the way back its slope is x times that along z₁.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.input = |_, _, _| 1.0,
        },
        Mistake {
            name: "activation-for-input",
            told: "In the last step you multiplied by a₁. That is what the weight of the next \
                   layer was multiplied with; this one was multiplied with x.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| steps.input = |_, a1, _| a1,
        },
        Mistake {
            name: "weight-for-input",
            told: "In the last step you multiplied by a weight. The slope of x·w along w is \
                   x: a weight moves the sum as much as its input is large.",
            section: "backpropagation.md#one-slope-by-hand",
            source: Some("https://stats.stackexchange.com/questions/464262"),
            plant: |steps| steps.input = |_, _, w2| w2,
        },
        Mistake {
            name: "z2-left-out",
            told: "`da1` goes from ŷ to a₁ in one leap: you multiplied the slope along ŷ by the \
                   weight, and the one along z₂ is not used. A slope goes through every station.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.to_a1 = |_, d_y_hat| d_y_hat,
        },
        Mistake {
            name: "a1-left-out",
            told: "`dz1` goes from z₂ to z₁ in one leap: you multiplied the slope along z₂, and the \
                   one along a₁ is not used. A slope goes through every station.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.to_z1 = |_, dz2| dz2,
        },
        Mistake {
            name: "z1-left-out",
            told: "`dw1` goes from a₁ to the weight in one leap: you multiplied the slope along a₁, \
                   and the one along z₁ is not used. A slope goes through every station.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.to_w1 = |_, da1| da1,
        },
        Mistake {
            name: "parentheses-of-the-error",
            told: "Parentheses are missing in the first slope: `2.0 * y_hat - y` doubles the \
                   prediction and not the error. Write `2.0 * (y_hat - y)`.",
            section: PARENTHESES.section,
            source: None,
            plant: |steps| {
                steps.error = |y_hat, y| 2.0 * y_hat - y;
                steps.factor = 1.0;
            },
        },
        Mistake {
            name: "output-slope-turned",
            told: "At the output the difference is turned round: the slope is ŷ(1 − ŷ), and you have \
                   ŷ(ŷ − 1). A sigmoid rises everywhere, so its slope is never below 0.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.output_slope = |y_hat, _, _| y_hat * (y_hat - 1.0),
        },
        Mistake {
            name: "output-slope-zero",
            told: "At the output the slope is 0: parentheses are missing. `y_hat * 1.0 - y_hat` \
                   multiplies before it subtracts. Write `y_hat * (1.0 - y_hat)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                *steps = OneSlope { output_slope: |_, _, _| 0.0, ..ONE_SLOPE_RIGHT };
            },
        },
        Mistake {
            name: "output-one-factor",
            told: "At the output you multiplied by 1 − ŷ. That is one of two factors: the slope \
                   is ŷ(1 − ŷ).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.output_slope = |y_hat, _, _| 1.0 - y_hat,
        },
        Mistake {
            name: "hidden-slope-turned",
            told: "At the hidden unit the difference is turned round: the slope is a₁(1 − a₁), and \
                   you have a₁(a₁ − 1). A sigmoid rises everywhere, so its slope is never below 0.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.hidden_slope = |a1, _, _, _| a1 * (a1 - 1.0),
        },
        Mistake {
            name: "hidden-one-factor",
            told: "At the hidden unit you multiplied by 1 − a₁. That is one of two factors: the \
                   slope is a₁(1 − a₁).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                steps.weight = ONE_SLOPE_RIGHT.weight;
                steps.hidden_slope = |a1, _, _, _| 1.0 - a1;
            },
        },
        Mistake {
            name: "hidden-slope-of-output",
            told: "At the hidden unit you took ŷ(1 − ŷ), the slope at the output. Each sigmoid has \
                   its own: here a₁(1 − a₁), from what this unit gave.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| {
                steps.hidden_slope = |_, _, y_hat, _| y_hat * (1.0 - y_hat)
            },
        },
        Mistake {
            name: "hidden-slope-zero",
            told: "At the hidden unit the slope is 0: parentheses are missing. `a1 * 1.0 - a1` \
                   multiplies before it subtracts. Write `a1 * (1.0 - a1)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                *steps =
                    OneSlope { hidden_slope: |_, _, _, _| 0.0, ..ONE_SLOPE_RIGHT };
            },
        },
        Mistake {
            name: "order-reversed",
            told: "Your five slopes stand in the reverse order. The way back begins at ŷ: first \
                   `d_y_hat`, and `dw1` last.",
            section: "backpropagation.md#one-slope-by-hand",
            source: None,
            plant: |steps| {
                steps.given = |mut slopes| {
                    slopes.reverse();
                    slopes
                };
            },
        },
        Mistake {
            name: "output-parentheses",
            told: "`dz2` is `d_y_hat` times ŷ, minus ŷ: parentheses are missing. `d_y_hat * \
                   y_hat * 1.0 - y_hat` multiplies before it subtracts. Write `d_y_hat * y_hat * \
                   (1.0 - y_hat)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                steps.output_slope = |y_hat, _, d_y_hat| y_hat - y_hat / d_y_hat;
                steps.so_far = ONE_SLOPE_RIGHT.so_far;
            },
        },
        Mistake {
            name: "hidden-parentheses",
            told: "`dz1` is `da1` times a₁, minus a₁: parentheses are missing. `da1 * a1 * 1.0 - \
                   a1` multiplies before it subtracts. Write `da1 * a1 * (1.0 - a1)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                steps.hidden_slope = |a1, _, _, da1| a1 - a1 / da1;
                steps.so_far = ONE_SLOPE_RIGHT.so_far;
            },
        },
        Mistake {
            name: "output-value-for-slope",
            told: "At the output you multiplied by ŷ, what the sigmoid gave. What is needed is \
                   how steep it is there, ŷ(1 − ŷ).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.output_slope = |y_hat, _, _| y_hat,
        },
        Mistake {
            name: "hidden-value-for-slope",
            told: "At the hidden unit you multiplied by a₁, what the sigmoid gave. What is \
                   needed is how steep it is there, a₁(1 − a₁).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.hidden_slope = |a1, _, _, _| a1,
        },
        Mistake {
            name: "output-slope-of-tanh",
            told: "At the output you multiplied by 1 − ŷ². That is the slope of tanh. The output \
                   here is a sigmoid, with the slope ŷ(1 − ŷ).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.output_slope = |y_hat, _, _| 1.0 - y_hat * y_hat,
        },
        Mistake {
            name: "hidden-slope-of-tanh",
            told: "At the hidden unit you multiplied by 1 − a₁². That is the slope of tanh. The \
                   hidden unit here is a sigmoid, with the slope a₁(1 − a₁).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.hidden_slope = |a1, _, _, _| 1.0 - a1 * a1,
        },
        Mistake {
            name: "two-twice",
            told: "There is a 2 too many in the first slope. The slope of a square e² is 2e.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 4.0,
        },
        Mistake {
            name: "absolute-value",
            told: "The error has lost its sign. The sign is what tells a prediction that is too \
                   high from one that is too low.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.error = |y_hat, y| (y_hat - y).abs(),
        },
    ],
};

/// How the pass backward of the network of Part I is computed.
#[derive(Clone, Copy)]
pub(crate) struct Backward {
    /// The error of each prediction.
    error: fn(y_hat: f64, y: f64) -> f64,
    /// The slope of the square, divided by the error.
    factor: f64,
    /// What is divided by a number of summands: the slopes along ŷ, those along W₂, and those
    /// along W₁.
    divisors: fn(rows: f64, outputs: f64) -> [f64; 3],
    /// The slope of the sigmoid in the output layer, of its input and of its output: for W₂, and
    /// for what goes back to the hidden layer.
    output_slope: fn(z: f64, a: f64, d_y_hat: f64) -> [f64; 2],
    /// The slopes along W₂.
    dw2: fn(x: &Matrix, trace: &Trace, dz2: &Matrix) -> Matrix,
    /// What goes from the output layer back to the hidden one.
    blame: fn(dz2: &Matrix, w2: &Matrix) -> Matrix,
    /// The slope of the sigmoid in the hidden layer, of its input and of its output.
    hidden_slope: fn(z: f64, a: f64, da1: f64) -> f64,
    /// This input and this output.
    hidden: fn(&Trace) -> [&Matrix; 2],
    /// The slopes along W₁.
    dw1: fn(x: &Matrix, trace: &Trace, slopes: &[Matrix; 3]) -> Matrix,
    /// The rows that are added up.
    rows: fn(Matrix) -> Matrix,
    /// What is given of the output layer, in its order.
    output_given: fn([Matrix; 2]) -> [Matrix; 2],
    /// What is given of the hidden layer, in its order.
    hidden_given: fn([Matrix; 3]) -> [Matrix; 3],
    /// What is given of both.
    given: fn(Gradients) -> Gradients,
}

/// The pass backward as the book has it.
pub(crate) const RIGHT: Backward = Backward {
    error: |y_hat, y| y_hat - y,
    factor: 2.0,
    divisors: |_, _| [1.0, 1.0, 1.0],
    output_slope: |_, a, _| [sigmoid_prime_from_output(a); 2],
    dw2: |_, trace, dz2| trace.a1.t().dot(dz2),
    blame: |dz2, w2| dz2.dot(&w2.t()),
    hidden_slope: |_, a, _| sigmoid_prime_from_output(a),
    hidden: |trace| [&trace.z1, &trace.a1],
    dw1: |x, _, [_, _, dz1]| x.t().dot(dz1),
    rows: |dz| dz,
    output_given: |slopes| slopes,
    hidden_given: |slopes| slopes,
    given: |slopes| slopes,
};

/// A call of `backward`: a network, rows, their targets, and what `forward` gave.
#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) net: Network,
    pub(crate) x: Matrix,
    pub(crate) y: Matrix,
    trace: Trace,
}

/// A network, and rows for it: so many rows, inputs, hidden units and outputs.
pub(crate) fn probe([rows, inputs, hidden, outputs]: [usize; 4], seed: u64) -> Probe {
    let net = Network::new(
        numbers((inputs, hidden), seed),
        numbers((hidden, outputs), seed + 1),
    );
    let x = numbers((rows, inputs), seed + 2);
    let y = numbers((rows, outputs), seed + 3);
    let trace = net.forward(&x);
    Probe { net, x, y, trace }
}

/// Two with sizes that are all distinct. Then three in which two sizes are equal: a line that fits
/// there by accident, and nowhere else, can be told by it.
pub(crate) fn probes() -> Vec<Probe> {
    vec![
        probe([5, 3, 4, 2], 10),
        probe([10, 8, 6, 7], 20),
        probe([4, 5, 4, 3], 40),
        probe([5, 3, 4, 4], 50),
        probe([4, 4, 5, 3], 60),
    ]
}

/// What the sizes of [`probes`] stand for.
pub(crate) const SIZES: &[(usize, &str)] = &[
    (5, "rows"),
    (3, "inputs"),
    (4, "hidden"),
    (2, "outputs"),
    (10, "rows"),
    (8, "inputs"),
    (6, "hidden"),
    (7, "outputs"),
];

impl Backward {
    /// The slopes along z₂ as they go back, and those along W₂.
    pub(crate) fn output_layer(
        &self,
        x: &Matrix,
        y: &Matrix,
        trace: &Trace,
    ) -> [Matrix; 2] {
        let [n, for_w2, _] = (self.divisors)(y.nrows() as f64, y.ncols() as f64);
        let error = Zip::from(&trace.y_hat)
            .and(y)
            .map_collect(|&y_hat, &y| (self.error)(y_hat, y));
        let d_y_hat = self.factor * error / n;
        let dz2 = |way: usize| {
            Zip::from(&d_y_hat).and(&trace.z2).and(&trace.y_hat).map_collect(
                |slope, &z, &a| slope * (self.output_slope)(z, a, *slope)[way],
            )
        };
        let dw2 = (self.dw2)(x, trace, &(self.rows)(dz2(0))) / for_w2;
        [dz2(1), dw2]
    }

    /// The slopes along a₁, z₁ and W₁, from those along z₂.
    pub(crate) fn hidden_layer(
        &self,
        w2: &Matrix,
        x: &Matrix,
        trace: &Trace,
        dz2: &Matrix,
    ) -> [Matrix; 3] {
        let [_, _, for_w1] = (self.divisors)(dz2.nrows() as f64, dz2.ncols() as f64);
        let da1 = (self.blame)(dz2, w2);
        let [z, a] = (self.hidden)(trace);
        let dz1 = Zip::from(&da1)
            .and(z)
            .and(a)
            .map_collect(|slope, &z, &a| slope * (self.hidden_slope)(z, a, *slope));
        let summed = [dz2, &da1, &dz1].map(|slopes| (self.rows)(slopes.clone()));
        let dw1 = (self.dw1)(x, trace, &summed) / for_w1;
        [da1, dz1, dw1]
    }
}

pub(crate) const NO_TWO: Mistake<Backward> = Mistake {
    name: "no-two",
    told: "The 2 is missing. The slope of a square e² is 2e, and not e.\nIt looks right since \
           the direction is: every slope is half of what it should be, and the network learns \
           half as fast.",
    section: "loss.md#the-slope-of-the-loss",
    source: Some("davisking/dlib#1169"),
    plant: |steps| steps.factor = 1.0,
};

pub(crate) const TWO_TWICE: Mistake<Backward> = Mistake {
    name: "two-twice",
    told: "There is a 2 too many. The slope of a square e² is 2e, and `sum_of_squares_gradient` has \
           this 2 already.",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |steps| steps.factor = 4.0,
};

const SIGN: Mistake<Backward> = Mistake {
    name: "sign",
    told: "The sign is turned round. If you took y − ŷ: the slope of the loss has ŷ − y; many \
           tutorials write y − ŷ and then add the step. If you wrote a(a − 1): the slope of a \
           sigmoid is a(1 − a).",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |steps| steps.error = |y_hat, y| y - y_hat,
};

pub(crate) const ABSOLUTE: Mistake<Backward> = Mistake {
    name: "absolute-error",
    told: "Every error counts the same, whether it is large or small: you took its sign. That \
           is the slope of the absolute error, and our loss is the square.",
    section: "loss.md#squaring-is-not-taking-the-absolute-value",
    source: None,
    plant: |steps| {
        steps.error = |y_hat, y| (y_hat - y).signum();
        steps.factor = 1.0;
    },
};

pub(crate) const ABSOLUTE_VALUE: Mistake<Backward> = Mistake {
    name: "absolute-value",
    told: "The errors have lost their signs. The sign is what tells a prediction that is too high \
           from one that is too low.",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |steps| steps.error = |y_hat, y| (y_hat - y).abs(),
};

pub(crate) const PARENTHESES: Mistake<Backward> = Mistake {
    name: "parentheses",
    told: "Parentheses are missing: `2.0 * ŷ - y` doubles the prediction and not the error. Where \
           the target is 0 it gives the right number. Write `2.0 * (ŷ - y)`.",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |steps| {
        steps.error = |y_hat, y| 2.0 * y_hat - y;
        steps.factor = 1.0;
    },
};

pub(crate) const LOSS_FOR_SLOPE: Mistake<Backward> = Mistake {
    name: "loss-for-slope",
    told: "You began with the squares (ŷ − y)². They are the loss; what goes back is its slope \
           along ŷ, which is 2(ŷ − y). A square has no sign, so no prediction would ever be \
           told to rise.",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |steps| {
        steps.error = |y_hat, y| (y_hat - y).powi(2);
        steps.factor = 1.0;
    },
};

pub(crate) const MEAN_FOR_SUM: Mistake<Backward> = Mistake {
    name: "mean-for-sum",
    told: "You divided by the number of rows. That is the slope of the mean, and our loss is \
           the sum.",
    section: "loss.md#sum-or-mean",
    source: None,
    plant: |steps| steps.divisors = |rows, _| [rows, 1.0, 1.0],
};

pub(crate) const MEAN_OF_ALL: Mistake<Backward> = Mistake {
    name: "mean-of-all",
    told: "You divided by the number of all predictions, rows times outputs. That is the slope \
           of their mean, as some libraries take it. Our loss is the sum.",
    section: "loss.md#sum-or-mean",
    source: Some("pytorch/pytorch#3924"),
    plant: |steps| steps.divisors = |rows, outputs| [rows * outputs, 1.0, 1.0],
};

const DIVIDED_TWICE: Mistake<Backward> = Mistake {
    name: "divided-twice",
    told: "You divided by the number of rows, and then once more. Our loss is the sum, so nothing \
           is divided.",
    section: "loss.md#sum-or-mean",
    source: Some("fetchai/ledger#1580"),
    plant: |steps| steps.divisors = |rows, _| [rows, rows, rows],
};

const DW2_AVERAGED: Mistake<Backward> = Mistake {
    name: "dw2-averaged",
    told: "You divided `dw2` by the number of rows. Each row is a path from the weight to the \
           loss, and where paths meet, their slopes add up.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| steps.divisors = |rows, _| [1.0, rows, 1.0],
};

const DW1_AVERAGED: Mistake<Backward> = Mistake {
    name: "dw1-averaged",
    told: "You divided `dw1` by the number of rows. Each row is a path from the weight to the \
           loss, and where paths meet, their slopes add up.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.divisors = |rows, _| [1.0, 1.0, rows],
};

pub(crate) const OUTPUT_SLOPE_TWICE: Mistake<Backward> = Mistake {
    name: "output-slope-twice",
    told: "In the output layer, σ is applied once more inside σ′. ŷ came out of the sigmoid \
           already, so its slope is ŷ(1 − ŷ): that is `sigmoid_prime_from_output`.",
    section: "activation.md#two-functions-for-one-slope",
    source: Some("liashchynskyi/skynet#1"),
    plant: |steps| steps.output_slope = |_, a, _| [sigmoid_prime(a); 2],
};

pub(crate) const OUTPUT_SLOPE_MISSING: Mistake<Backward> = Mistake {
    name: "output-slope-missing",
    told: "In the output layer, σ′ is missing: you used the slope along ŷ as that along z₂.\nIt \
           has the right sign, so the network may learn all the same.\nThe way from ŷ to z₂ goes \
           through the sigmoid: multiply by ŷ(1 − ŷ).",
    section: "backpropagation.md#the-output-layer",
    source: Some("jiexunsee/Neural-Network-with-Python#1"),
    plant: |steps| steps.output_slope = |_, _, _| [1.0; 2],
};

pub(crate) const OUTPUT_SLOPE_OF_SUM: Mistake<Backward> = Mistake {
    name: "output-slope-of-sum",
    told: "In the output layer you took z₂(1 − z₂). The formula a(1 − a) is the slope only where \
           a came out of the sigmoid: take ŷ, or give z₂ to `sigmoid_prime`.",
    section: "activation.md#two-functions-for-one-slope",
    source: None,
    plant: |steps| steps.output_slope = |z, _, _| [sigmoid_prime_from_output(z); 2],
};

pub(crate) const OUTPUT_SLOPE_OF_TANH: Mistake<Backward> = Mistake {
    name: "output-slope-of-tanh",
    told: "In the output layer you multiplied by 1 − ŷ². That is the slope of tanh. The output \
           here is a sigmoid, with the slope ŷ(1 − ŷ).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.output_slope = |_, a, _| [1.0 - a * a; 2],
};

pub(crate) const OUTPUT_VALUE_FOR_SLOPE: Mistake<Backward> = Mistake {
    name: "output-value-for-slope",
    told: "In the output layer you multiplied by σ(z₂), the sigmoid itself. What is needed there \
           is how steep it is, σ′(z₂).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.output_slope = |_, a, _| [a; 2],
};

pub(crate) const DW2_FROM_ERROR: Mistake<Backward> = Mistake {
    name: "dw2-from-error",
    told: "`dw2` is a product with the slope along ŷ. A weight of W₂ acts on z₂, ahead of the \
           sigmoid, so the product is with `dz2`.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| steps.output_slope = |_, a, _| [1.0, sigmoid_prime_from_output(a)],
};

pub(crate) const OUTPUT_SIGMOID_FOR_SLOPE: Mistake<Backward> = Mistake {
    name: "output-sigmoid-for-slope",
    told: "In the output layer you took the sigmoid of ŷ, and not its slope. ŷ came out of a \
           sigmoid: its slope is ŷ(1 − ŷ).",
    section: "activation.md#two-functions-for-one-slope",
    source: None,
    plant: |steps| steps.output_slope = |_, a, _| [sigmoid(a); 2],
};

const OUTPUT_SLOPE_ZERO: Mistake<Backward> = Mistake {
    name: "output-slope-zero",
    told: "In the output layer every slope is 0. If you wrote `ŷ * 1.0 - ŷ`, parentheses are \
           missing: it multiplies before it subtracts. Write `ŷ * (1.0 - ŷ)`.",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| {
        *steps = Backward { output_slope: |_, _, _| [0.0; 2], ..RIGHT };
    },
};

pub(crate) const OUTPUT_ONE_FACTOR: Mistake<Backward> = Mistake {
    name: "output-one-factor",
    told: "In the output layer you multiplied by 1 − ŷ. That is one of two factors: the slope \
           is ŷ(1 − ŷ).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.output_slope = |_, a, _| [1.0 - a; 2],
};

const OUTPUT_SLOPE_ALONE: Mistake<Backward> = Mistake {
    name: "output-slope-alone",
    told: "`dz2` is σ′(z₂) alone: the slope along ŷ is lost. Multiply it by σ′(z₂), number by \
           number.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| {
        steps.error = |_, _| 1.0;
        steps.factor = 1.0;
    },
};

pub(crate) const ERROR_SENT_BACK: Mistake<Backward> = Mistake {
    name: "error-sent-back",
    told: "What you sent back to the hidden layer is the slope along ŷ. The weights of W₂ stand \
           between a₁ and z₂, so it is `dz2` that goes back through them.\n`dw2` is right all the \
           same, and that hides it.",
    section: "backpropagation.md#the-hidden-layer",
    source: Some("makeyourownneuralnetwork/makeyourownneuralnetwork#88"),
    plant: |steps| steps.output_slope = |_, a, _| [sigmoid_prime_from_output(a), 1.0],
};

const OUTPUT_SLOPE_AGAIN: Mistake<Backward> = Mistake {
    name: "output-slope-again",
    told: "On the way back to the hidden layer you multiplied by ŷ(1 − ŷ) a second time. `dz2` \
           holds that slope already; from z₂ to a₁ there are only the weights.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.output_slope = |_, a, _| {
            let slope = sigmoid_prime_from_output(a);
            [slope, slope * slope]
        };
    },
};

pub(crate) const SUMS_FOR_ACTIVATIONS: Mistake<Backward> = Mistake {
    name: "sums-for-activations",
    told: "`dw2` is a product with z₁. The weights of W₂ were multiplied with what the hidden \
           layer gave, and that is a₁. Both have the same shape, so nothing complains.",
    section: "backpropagation.md#the-output-layer",
    source: Some("maziarraissi/backprop#1"),
    plant: |steps| steps.dw2 = |_, trace, dz2| trace.z1.t().dot(dz2),
};

const INPUTS_FOR_ACTIVATIONS: Mistake<Backward> = Mistake {
    name: "inputs-for-activations",
    told: "`dw2` is a product with x. The output layer never sees x: its weights were multiplied \
           with a₁.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| steps.dw2 = |x, _, dz2| x.t().dot(dz2),
};

const DW2_TRANSPOSED: Mistake<Backward> = Mistake {
    name: "dw2-transposed",
    told: "`dw2` lies on its side: you multiplied in the order `dz2`ᵀ·a₁. It must have the shape \
           of `w2`, or the step can't subtract it.",
    section: "backpropagation.md#the-output-layer",
    source: Some("iamtrask/Grokking-Deep-Learning#22"),
    plant: |steps| steps.dw2 = |_, trace, dz2| dz2.t().dot(&trace.a1),
};

const DW2_WITHOUT_TRANSPOSE: Mistake<Backward> = Mistake {
    name: "dw2-without-transpose",
    told: "In `dw2` the transpose of a₁ is missing. Where there are as many rows as hidden units, \
           as in the book's own network, the product runs all the same.\nIt is wrong, and most \
           seeds learn with it.",
    section: "backpropagation.md#in-rust",
    source: None,
    plant: |steps| steps.dw2 = |_, trace, dz2| trace.a1.dot(dz2),
};

pub(crate) const FIRST_OUTPUT_ONLY: Mistake<Backward> = Mistake {
    name: "first-output-only",
    told: "A hidden unit gets its blame from all outputs, and you took that of the first one.\n\
           With a single output you can't see the difference.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.blame = |dz2, w2| of_output(0, dz2, w2),
};

const LAST_OUTPUT_ONLY: Mistake<Backward> = Mistake {
    name: "last-output-only",
    told: "A hidden unit gets its blame from all outputs, and only that of the last one is left. \
           In a loop over the outputs that is `=` in the place of `+=`.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.blame = |dz2, w2| of_output(w2.ncols() - 1, dz2, w2),
};

/// The blame that comes from one output.
fn of_output(output: usize, dz2: &Matrix, w2: &Matrix) -> Matrix {
    let [dz2, w2] = [dz2, w2].map(|array| array.select(Axis(1), &[output]));
    dz2.dot(&w2.t())
}

const BLAME_WITHOUT_WEIGHTS: Mistake<Backward> = Mistake {
    name: "blame-without-weights",
    told: "All hidden units of a row get the same blame: you added up `dz2` over the outputs, \
           without the weights. A unit with a large weight to an output had more to do with it.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.blame = |dz2, w2| dz2.dot(&Array2::ones(w2.t().dim())),
};

const BLAME_WITHOUT_TRANSPOSE: Mistake<Backward> = Mistake {
    name: "blame-without-transpose",
    told: "On the way back to a₁ the transpose of W₂ is missing. The product runs only where there \
           are as many outputs as hidden units, and there it is wrong.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.blame = |dz2, w2| dz2.dot(w2),
};

const DZ2_FOR_BLAME: Mistake<Backward> = Mistake {
    name: "dz2-for-blame",
    told: "You took `dz2` as it is for the blame of the hidden layer. It has to go back through the \
           weights W₂. With a single output, ndarray stretches the column of `dz2` over all hidden \
           units, and nothing complains.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.blame = |dz2, _| dz2.clone();
        steps.hidden = RIGHT.hidden;
    },
};

const BLAME_IN_SHARES: Mistake<Backward> = Mistake {
    name: "blame-in-shares",
    told: "You divided the weights by their sum, so that each unit gets a share of the blame. \
           That sounds fair, and is not the slope: that of z₂ along an activation is the \
           weight itself.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.blame = |dz2, w2| dz2.dot(&(w2 / &w2.sum_axis(Axis(0))).t());
    },
};

const BLAME_AVERAGED: Mistake<Backward> = Mistake {
    name: "blame-averaged",
    told: "You divided the blame by the number of outputs. Each output is a path to the loss, \
           and where paths meet, their slopes add up.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.blame = |dz2, w2| dz2.dot(&w2.t()) / w2.ncols() as f64,
};

pub(crate) const HIDDEN_SLOPE_TWICE: Mistake<Backward> = Mistake {
    name: "hidden-slope-twice",
    told: "In the hidden layer, σ is applied once more inside σ′. a₁ came out of the sigmoid \
           already, so its slope is a₁(1 − a₁): that is `sigmoid_prime_from_output`.",
    section: "activation.md#two-functions-for-one-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, _| sigmoid_prime(a),
};

pub(crate) const HIDDEN_SLOPE_MISSING: Mistake<Backward> = Mistake {
    name: "hidden-slope-missing",
    told: "In the hidden layer, σ′ is missing: you used the slope along a₁ as that along z₁.\n\
           Nothing complains, as both have one shape, and `dw2` is right.\nMultiply by \
           a₁(1 − a₁).",
    section: "backpropagation.md#the-hidden-layer",
    source: Some("iamtrask/Grokking-Deep-Learning#50"),
    plant: |steps| steps.hidden_slope = |_, _, _| 1.0,
};

pub(crate) const HIDDEN_SLOPE_OF_SUM: Mistake<Backward> = Mistake {
    name: "hidden-slope-of-sum",
    told: "In the hidden layer you took z₁(1 − z₁). The formula a(1 − a) is the slope only where \
           a came out of the sigmoid: take a₁, or give z₁ to `sigmoid_prime`.",
    section: "activation.md#two-functions-for-one-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |z, _, _| sigmoid_prime_from_output(z),
};

const HIDDEN_SLOPE_TURNED: Mistake<Backward> = Mistake {
    name: "hidden-slope-turned",
    told: "In the hidden layer the sign is turned round: the slope of the sigmoid is a₁(1 − a₁), \
           and not a₁(a₁ − 1). A sigmoid rises everywhere, so its slope is never below 0.",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, _| -sigmoid_prime_from_output(a),
};

const HIDDEN_SLOPE_ZERO: Mistake<Backward> = Mistake {
    name: "hidden-slope-zero",
    told: "In the hidden layer every slope is 0. If you wrote `a * 1.0 - a`, parentheses are \
           missing: it multiplies before it subtracts. Write `a * (1.0 - a)`.",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| *steps = Backward { hidden_slope: |_, _, _| 0.0, ..RIGHT },
};

pub(crate) const HIDDEN_ONE_FACTOR: Mistake<Backward> = Mistake {
    name: "hidden-one-factor",
    told: "In the hidden layer you multiplied by 1 − a₁. That is one of two factors: the slope is \
           a₁(1 − a₁).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, _| 1.0 - a,
};

pub(crate) const HIDDEN_SIGMOID_FOR_SLOPE: Mistake<Backward> = Mistake {
    name: "hidden-sigmoid-for-slope",
    told: "In the hidden layer you took the sigmoid of a₁, and not its slope. a₁ came out of a \
           sigmoid: its slope is a₁(1 − a₁).",
    section: "activation.md#two-functions-for-one-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, _| sigmoid(a),
};

const HIDDEN_SLOPE_SQUARED: Mistake<Backward> = Mistake {
    name: "hidden-slope-squared",
    told: "In the hidden layer you multiplied by a₁(1 − a₁) twice. There is one sigmoid between a₁ \
           and z₁.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.hidden_slope = |_, a, _| sigmoid_prime_from_output(a).powi(2)
    },
};

const HIDDEN_SLOPE_OF_OUTPUT: Mistake<Backward> = Mistake {
    name: "hidden-slope-of-output",
    told: "In the hidden layer you took σ′ of the output layer. With a single output, ndarray \
           stretches its column over all hidden units, and nothing complains. Each layer has its \
           own slope: here a₁(1 − a₁).",
    section: "backpropagation.md#one-slope-by-hand",
    source: None,
    plant: |steps| steps.hidden = |trace| [&trace.z2, &trace.y_hat],
};

pub(crate) const HIDDEN_SLOPE_OF_TANH: Mistake<Backward> = Mistake {
    name: "hidden-slope-of-tanh",
    told: "In the hidden layer you multiplied by 1 − a₁². That is the slope of tanh. The hidden \
           layer here is a sigmoid, with the slope a₁(1 − a₁).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, _| 1.0 - a * a,
};

pub(crate) const HIDDEN_VALUE_FOR_SLOPE: Mistake<Backward> = Mistake {
    name: "hidden-value-for-slope",
    told: "In the hidden layer you multiplied by σ(z₁), the sigmoid itself. What is needed there \
           is how steep it is, σ′(z₁).",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |z, _, _| sigmoid(z),
};

const DW1_FROM_BLAME: Mistake<Backward> = Mistake {
    name: "dw1-from-blame",
    told: "`dw1` is a product with `da1`. A weight of W₁ acts on z₁, ahead of the sigmoid, so the \
           product is with `dz1`.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.dw1 = |x, _, [_, da1, _]| x.t().dot(da1),
};

const DZ2_FOR_DZ1: Mistake<Backward> = Mistake {
    name: "dz2-for-dz1",
    told: "`dw1` is a product with `dz2`, the slopes of the output layer. The weights of W₁ act on \
           z₁, so the product is with `dz1`.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.dw1 = |x, _, [dz2, _, _]| x.t().dot(dz2);
        steps.blame = RIGHT.blame;
        steps.hidden = RIGHT.hidden;
    },
};

const ACTIVATIONS_FOR_INPUTS: Mistake<Backward> = Mistake {
    name: "activations-for-inputs",
    told: "`dw1` is a product with a₁. The weights of W₁ were multiplied with what came into the \
           hidden layer, and that is x.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.dw1 = |_, trace, [_, _, dz1]| trace.a1.t().dot(dz1),
};

const DW1_WITHOUT_TRANSPOSE: Mistake<Backward> = Mistake {
    name: "dw1-without-transpose",
    told: "In `dw1` the transpose of x is missing. The product runs only where there are as many \
           rows as inputs, and there it is wrong.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.dw1 = |x, _, [_, _, dz1]| x.dot(dz1),
};

const DW1_TRANSPOSED: Mistake<Backward> = Mistake {
    name: "dw1-transposed",
    told: "`dw1` lies on its side: you multiplied in the order `dz1`ᵀ·x. It must have the shape \
           of `w1`, or the step can't subtract it.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.dw1 = |x, _, [_, _, dz1]| dz1.t().dot(x),
};

const LAST_ROW_ONLY: Mistake<Backward> = Mistake {
    name: "last-row-only",
    told: "The slopes are those of the last row alone. In a loop over the rows that is `=` in \
           the place of `+=`: each row is a path to the loss, and where paths meet, their slopes \
           add up.",
    section: "backpropagation.md#one-slope-by-hand",
    source: None,
    plant: |steps| {
        steps.rows = |mut dz| {
            dz.slice_axis_mut(Axis(0), Slice::from(..-1)).fill(0.0);
            dz
        };
    },
};

pub(crate) const OUTPUT_PARENTHESES: Mistake<Backward> = Mistake {
    name: "output-parentheses",
    told: "`dz2` is the slope along ŷ times ŷ, minus ŷ: parentheses are missing. `d_y_hat * ŷ * \
           1.0 - ŷ` multiplies before it subtracts. Write `d_y_hat * ŷ * (1.0 - ŷ)`.",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.output_slope = |_, a, d_y_hat| [a - a / d_y_hat; 2],
};

pub(crate) const HIDDEN_PARENTHESES: Mistake<Backward> = Mistake {
    name: "hidden-parentheses",
    told: "`dz1` is `da1` times a₁, minus a₁: parentheses are missing. `da1 * a₁ * 1.0 - a₁` \
           multiplies before it subtracts. Write `da1 * a₁ * (1.0 - a₁)`.",
    section: "activation.md#its-slope",
    source: None,
    plant: |steps| steps.hidden_slope = |_, a, da1| a - a / da1,
};

pub(crate) const MEAN_OVER_OUTPUTS: Mistake<Backward> = Mistake {
    name: "mean-over-outputs",
    told: "You divided by the number of outputs. That is the slope of another loss: ours is the \
           sum over all rows and outputs.\nWith a single output you can't see the difference.",
    section: "loss.md#sum-or-mean",
    source: None,
    plant: |steps| steps.divisors = |_, outputs| [outputs, 1.0, 1.0],
};

pub(crate) const SENT_BACK_WITHOUT_TWO: Mistake<Backward> = Mistake {
    name: "sent-back-without-two",
    told: "On the way back to the hidden layer the 2 is missing, and in `dw2` it is there. Both \
           layers go on from one `dz2`, that with the 2.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.output_slope = |_, a, _| {
            let slope = sigmoid_prime_from_output(a);
            [slope, slope / 2.0]
        };
    },
};

pub(crate) const RAW_ERROR_SENT_BACK: Mistake<Backward> = Mistake {
    name: "raw-error-sent-back",
    told: "What you sent back to the hidden layer is the error ŷ − y as it is. The weights of W₂ \
           stand between a₁ and z₂, so it is `dz2` that goes back through them, with the 2 and \
           with ŷ(1 − ŷ).",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| {
        steps.output_slope = |_, a, _| [sigmoid_prime_from_output(a), 0.5];
    },
};

const DW2_TURNED: Mistake<Backward> = Mistake {
    name: "dw2-turned-round",
    told: "`dw2` has the wrong sign, and `dw1` has not: on the way to W₁ a second minus undoes \
           the first. The error is ŷ − y, the slope of a sigmoid is a(1 − a), and there is no \
           other minus.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| {
        steps.dw2 = |_, trace, dz2| -trace.a1.t().dot(dz2);
        steps.hidden_slope = RIGHT.hidden_slope;
    },
};

const SLOPES_SWAPPED: Mistake<Backward> = Mistake {
    name: "swapped",
    told: "Your two arrays stand in the wrong order: `dz2` comes first, then `dw2`.",
    section: "backpropagation.md#the-output-layer",
    source: None,
    plant: |steps| steps.output_given = |[dz2, dw2]| [dw2, dz2],
};

const ORDER_REVERSED: Mistake<Backward> = Mistake {
    name: "order-reversed",
    told: "Your three arrays stand in the reverse order. The way back begins at a₁: `da1`, then \
           `dz1`, then `dw1`.",
    section: "backpropagation.md#the-hidden-layer",
    source: None,
    plant: |steps| steps.hidden_given = |[da1, dz1, dw1]| [dw1, dz1, da1],
};

const FIELDS_EXCHANGED: Mistake<Backward> = Mistake {
    name: "fields-exchanged",
    told: "The two fields are exchanged: `dw1` holds the slopes along W₂, and `dw2` those along \
           W₁. With `Gradients { dw1, dw2 }` the names of the variables say which is which.",
    section: "backpropagation.md#in-rust",
    source: None,
    plant: |steps| {
        steps.given = |Gradients { dw1, dw2 }| Gradients { dw1: dw2, dw2: dw1 };
    },
};

static OUTPUT_LAYER: Lesson<Backward, Probe> = Lesson {
    exercise: "output_layer",
    steps: RIGHT,
    probes,
    answer: |steps, Probe { x, y, trace, .. }| {
        let [dz2, dw2] = (steps.output_given)(steps.output_layer(x, y, trace));
        of_output_layer(dz2, dw2)
    },
    sizes: SIZES,
    mistakes: &[
        NO_TWO,
        TWO_TWICE,
        SIGN,
        ABSOLUTE,
        ABSOLUTE_VALUE,
        PARENTHESES,
        LOSS_FOR_SLOPE,
        OUTPUT_SLOPE_ALONE,
        MEAN_FOR_SUM,
        MEAN_OF_ALL,
        DIVIDED_TWICE,
        DW2_AVERAGED,
        OUTPUT_SLOPE_TWICE,
        OUTPUT_SLOPE_MISSING,
        OUTPUT_SLOPE_OF_SUM,
        OUTPUT_SLOPE_OF_TANH,
        OUTPUT_VALUE_FOR_SLOPE,
        OUTPUT_SIGMOID_FOR_SLOPE,
        OUTPUT_ONE_FACTOR,
        DW2_FROM_ERROR,
        SUMS_FOR_ACTIVATIONS,
        INPUTS_FOR_ACTIVATIONS,
        DW2_TRANSPOSED,
        DW2_WITHOUT_TRANSPOSE,
        LAST_ROW_ONLY,
        OUTPUT_SLOPE_ZERO,
        OUTPUT_PARENTHESES,
        MEAN_OVER_OUTPUTS,
        SLOPES_SWAPPED,
    ],
};

fn of_output_layer(dz2: Matrix, dw2: Matrix) -> Answer {
    Answer::of("dz2", dz2).with("dw2", dw2).summed_over("rows")
}

static HIDDEN_LAYER: Lesson<Backward, Probe> = Lesson {
    exercise: "hidden_layer",
    steps: RIGHT,
    probes,
    answer: |steps, Probe { net, x, y, trace }| {
        let [dz2, _] = steps.output_layer(x, y, trace);
        let slopes = steps.hidden_layer(&net.w2, x, trace, &dz2);
        of_hidden_layer((steps.hidden_given)(slopes))
    },
    sizes: SIZES,
    mistakes: &[
        FIRST_OUTPUT_ONLY,
        LAST_OUTPUT_ONLY,
        BLAME_WITHOUT_WEIGHTS,
        BLAME_WITHOUT_TRANSPOSE,
        BLAME_IN_SHARES,
        BLAME_AVERAGED,
        OUTPUT_SLOPE_AGAIN,
        HIDDEN_SLOPE_TWICE,
        HIDDEN_SLOPE_MISSING,
        HIDDEN_SLOPE_OF_SUM,
        HIDDEN_SLOPE_OF_OUTPUT,
        HIDDEN_SLOPE_OF_TANH,
        HIDDEN_SLOPE_SQUARED,
        HIDDEN_VALUE_FOR_SLOPE,
        HIDDEN_SIGMOID_FOR_SLOPE,
        HIDDEN_SLOPE_TURNED,
        HIDDEN_ONE_FACTOR,
        DW1_FROM_BLAME,
        DZ2_FOR_DZ1,
        ACTIVATIONS_FOR_INPUTS,
        DW1_TRANSPOSED,
        DW1_WITHOUT_TRANSPOSE,
        DW1_AVERAGED,
        LAST_ROW_ONLY,
        DZ2_FOR_BLAME,
        HIDDEN_SLOPE_ZERO,
        HIDDEN_PARENTHESES,
        ORDER_REVERSED,
    ],
};

fn of_hidden_layer([da1, dz1, dw1]: [Matrix; 3]) -> Answer {
    Answer::of("da1", da1)
        .summed_over("outputs")
        .with("dz1", dz1)
        .with("dw1", dw1)
        .summed_over("rows")
}

static BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "backward",
    steps: RIGHT,
    probes,
    answer: |steps, Probe { net, x, y, trace }| {
        let [dz2, dw2] = steps.output_layer(x, y, trace);
        let [_, _, dw1] = steps.hidden_layer(&net.w2, x, trace, &dz2);
        of_backward((steps.given)(Gradients { dw1, dw2 }))
    },
    sizes: SIZES,
    mistakes: &[
        NO_TWO,
        TWO_TWICE,
        SIGN,
        ABSOLUTE,
        ABSOLUTE_VALUE,
        PARENTHESES,
        LOSS_FOR_SLOPE,
        OUTPUT_SLOPE_ALONE,
        MEAN_FOR_SUM,
        MEAN_OF_ALL,
        DIVIDED_TWICE,
        DW2_AVERAGED,
        DW1_AVERAGED,
        OUTPUT_SLOPE_TWICE,
        OUTPUT_SLOPE_MISSING,
        OUTPUT_SLOPE_OF_SUM,
        OUTPUT_SLOPE_OF_TANH,
        OUTPUT_VALUE_FOR_SLOPE,
        OUTPUT_SIGMOID_FOR_SLOPE,
        OUTPUT_ONE_FACTOR,
        DW2_FROM_ERROR,
        ERROR_SENT_BACK,
        OUTPUT_SLOPE_AGAIN,
        SUMS_FOR_ACTIVATIONS,
        INPUTS_FOR_ACTIVATIONS,
        DW2_TRANSPOSED,
        DW2_WITHOUT_TRANSPOSE,
        FIRST_OUTPUT_ONLY,
        LAST_OUTPUT_ONLY,
        BLAME_WITHOUT_WEIGHTS,
        BLAME_WITHOUT_TRANSPOSE,
        BLAME_IN_SHARES,
        BLAME_AVERAGED,
        HIDDEN_SLOPE_TWICE,
        HIDDEN_SLOPE_MISSING,
        HIDDEN_SLOPE_OF_SUM,
        HIDDEN_SLOPE_OF_OUTPUT,
        HIDDEN_SLOPE_OF_TANH,
        HIDDEN_SLOPE_SQUARED,
        HIDDEN_VALUE_FOR_SLOPE,
        HIDDEN_SIGMOID_FOR_SLOPE,
        HIDDEN_SLOPE_TURNED,
        HIDDEN_ONE_FACTOR,
        DZ2_FOR_DZ1,
        ACTIVATIONS_FOR_INPUTS,
        DW1_TRANSPOSED,
        DW1_WITHOUT_TRANSPOSE,
        LAST_ROW_ONLY,
        DZ2_FOR_BLAME,
        OUTPUT_SLOPE_ZERO,
        HIDDEN_SLOPE_ZERO,
        OUTPUT_PARENTHESES,
        HIDDEN_PARENTHESES,
        MEAN_OVER_OUTPUTS,
        SENT_BACK_WITHOUT_TWO,
        RAW_ERROR_SENT_BACK,
        DW2_TURNED,
        FIELDS_EXCHANGED,
    ],
};

fn of_backward(Gradients { dw1, dw2 }: Gradients) -> Answer {
    Answer::of("dw2", dw2).summed_over("rows").with("dw1", dw1).summed_over("rows")
}

/// Checks the slope of the loss along one weight of W₁ by one row, of `x`, `a1`, `w2`, `y_hat` and
/// `y`: the slopes along ŷ, z₂, a₁, z₁ and the weight.
///
/// # Errors
///
/// What is wrong with it.
pub fn one_slope(yours: fn(f64, f64, f64, f64, f64) -> [f64; 5]) -> Verdict {
    ONE_SLOPE.check(move |&Row { x, a1, w2, y_hat, y }| {
        stations(yours(x, a1, w2, y_hat, y))
    })
}

/// Checks the way back through the output layer: the slopes along z₂ and W₂.
///
/// # Errors
///
/// What is wrong with it.
pub fn output_layer(yours: fn(&Matrix, &Trace) -> (Matrix, Matrix)) -> Verdict {
    OUTPUT_LAYER.check(move |Probe { y, trace, .. }| {
        let (dz2, dw2) = yours(y, trace);
        of_output_layer(dz2, dw2)
    })
}

/// Checks the way back through the hidden layer: the slopes along a₁, z₁ and W₁, from those along
/// z₂.
///
/// # Errors
///
/// What is wrong with it.
pub fn hidden_layer(
    yours: fn(&Network, &Matrix, &Trace, &Matrix) -> [Matrix; 3],
) -> Verdict {
    HIDDEN_LAYER.check(move |Probe { net, x, y, trace }| {
        let [dz2, _] = RIGHT.output_layer(x, y, trace);
        of_hidden_layer(yours(net, x, trace, &dz2))
    })
}

/// Checks a pass backward through the network of Part I.
///
/// # Errors
///
/// What is wrong with it.
pub fn backward(
    yours: fn(&Network, &Matrix, &Matrix, &Trace) -> Gradients,
) -> Verdict {
    BACKWARD
        .check(move |Probe { net, x, y, trace }| of_backward(yours(net, x, y, trace)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&ONE_SLOPE, &OUTPUT_LAYER, &HIDDEN_LAYER, &BACKWARD]
}
