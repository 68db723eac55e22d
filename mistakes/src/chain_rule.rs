//! The mistakes of *The chain rule*.

use backprop::activation::{sigmoid_prime, sigmoid_prime_from_output};
use backprop::chain_rule::{Neuron, NeuronGradients, NeuronTrace};

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the pass backward through one neuron is computed.
#[derive(Clone, Copy)]
struct Backward {
    /// What of the error counts in the slope of its square.
    error: fn(&NeuronTrace) -> f64,
    /// The slope of the square, divided by it.
    factor: f64,
    /// The slope along the prediction.
    y_hat: fn(d_error: f64, trace: &NeuronTrace) -> f64,
    /// The slope of the sigmoid.
    slope: fn(&NeuronTrace) -> f64,
    /// The slope along the weighted input.
    z: fn(d_y_hat: f64, slope: f64, trace: &NeuronTrace) -> f64,
    /// The slope along the weight, of those along the weighted input and the prediction.
    w: fn(dz: f64, d_y_hat: f64, x: f64) -> f64,
    /// What the weight was multiplied with.
    input: fn(x: f64, trace: &NeuronTrace) -> f64,
}

/// How the slope along a weight that serves two rows is computed.
#[derive(Clone, Copy)]
struct Paths {
    /// The rows, from their inputs and targets.
    rows: fn(x: [f64; 2], y: [f64; 2]) -> [Row; 2],
    /// The inputs that the passes backward are given.
    inputs: fn(x: [f64; 2]) -> [f64; 2],
    /// The slope of one row, from its pass forward, with the input of the way back.
    slope: fn(&Neuron, row: Row, x: f64) -> f64,
    /// What the slopes of both rows give together.
    meet: fn(f64, f64) -> f64,
}

/// An input, and what `forward` gave.
type Probe = (f64, NeuronTrace);

/// An input and its target.
type Row = (f64, f64);

/// A neuron, two inputs, and their targets.
type Rows = (Neuron, [f64; 2], [f64; 2]);

fn gradients(
    NeuronGradients { d_error, d_y_hat, dz, dw }: NeuronGradients,
) -> Answer {
    Answer::of("d_error", d_error)
        .with("d_y_hat", d_y_hat)
        .with("dz", dz)
        .with("dw", dw)
}

const NEURON_RIGHT: Backward = Backward {
    error: |trace| trace.error,
    factor: 2.0,
    y_hat: |d_error, _| d_error,
    slope: |trace| sigmoid_prime(trace.z),
    z: |d_y_hat, slope, _| d_y_hat * slope,
    w: |dz, _, x| dz * x,
    input: |x, _| x,
};

static NEURON_BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "neuron_backward",
    steps: NEURON_RIGHT,
    probes: || {
        [(0.7, -1.6, 0.1), (-1.2, 0.45, 0.9), (0.35, 2.2, 0.4)]
            .map(|(w, x, y)| (x, Neuron { w }.forward(x, y)))
            .to_vec()
    },
    answer: |steps, (x, trace)| {
        let d_error = steps.factor * (steps.error)(trace);
        let d_y_hat = (steps.y_hat)(d_error, trace);
        let dz = (steps.z)(d_y_hat, (steps.slope)(trace), trace);
        let dw = (steps.w)(dz, d_y_hat, (steps.input)(*x, trace));
        gradients(NeuronGradients { d_error, d_y_hat, dz, dw })
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "no-two",
            told: "The 2 is missing. The slope of e² is 2e, and not e.\nIt looks right since the \
                   direction is: every slope is half of what it should be.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 1.0,
        },
        Mistake {
            name: "still-squared",
            told: "The error is still squared: you took 2e² for the slope of e². It is 2e. \
                   `trace.loss` is the square, `trace.error` the error.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.error = |trace| trace.loss;
                steps.factor = 2.0;
            },
        },
        Mistake {
            name: "loss-for-slope",
            told: "You began with the square of the error, e². That is the loss; what goes back is \
                   its slope, 2e. A square has no sign, so no prediction would ever be told to \
                   rise.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| {
                steps.error = |trace| trace.loss;
                steps.factor = 1.0;
            },
        },
        Mistake {
            name: "absolute-value",
            told: "The error has lost its sign. The sign is what tells a prediction that is too \
                   high from one that is too low.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.error = |trace| trace.error.abs(),
        },
        Mistake {
            name: "prediction-for-error",
            told: "You took the prediction ŷ in the place of the error ŷ − y. Where the target is \
                   0 they are the same.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.error = |trace| trace.y_hat,
        },
        Mistake {
            name: "sign",
            told: "A minus came in on the way from the error to the prediction. e = ŷ − y rises \
                   as fast as ŷ does: the slope of this step is 1. It is −1 only for those who \
                   write e = y − ŷ.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.y_hat = |d_error, _| -d_error,
        },
        Mistake {
            name: "slope-missing",
            told: "The slope of the sigmoid is missing: ∂L/∂z is ∂L/∂ŷ as it came. Every step \
                   multiplies by its own slope, and that from z to ŷ has σ′(z). For another loss, \
                   cross entropy, it does cancel.",
            section: "chain-rule.md#slopes-multiply",
            source: Some("jiexunsee/Neural-Network-with-Python#1"),
            plant: |steps| steps.slope = |_| 1.0,
        },
        Mistake {
            name: "slope-of-the-output",
            told: "You took σ′ at ŷ: the sigmoid is applied once more. σ′ is taken at z, what \
                   goes into the sigmoid; if you have ŷ, `sigmoid_prime_from_output` fits.",
            section: "activation.md#two-functions-for-one-slope",
            source: Some("liashchynskyi/skynet#1"),
            plant: |steps| steps.slope = |trace| sigmoid_prime(trace.y_hat),
        },
        Mistake {
            name: "input-for-output",
            told: "You computed z(1 − z). The formula a(1 − a) wants what came out of the \
                   sigmoid, and z is what goes in: `sigmoid_prime` fits z.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.slope = |trace| sigmoid_prime_from_output(trace.z),
        },
        Mistake {
            name: "value-for-slope",
            told: "You multiplied by σ(z), and it is σ′(z). The value says how high the curve is, \
                   and the slope how steep.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |trace| trace.y_hat,
        },
        Mistake {
            name: "without-the-input",
            told: "The last factor is missing: ∂L/∂w is ∂L/∂z times x. z = w x rises by x for \
                   each 1 of w.\nWith the input 1 you can't see the difference.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.w = |dz, _, _| dz,
        },
        Mistake {
            name: "z-left-out",
            told: "`dw` goes from ŷ to w in one leap: you multiplied `d_y_hat` by x, and `dz`, \
                   which is right, is not used. A slope goes through every step.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.w = |_, d_y_hat, x| d_y_hat * x,
        },
        Mistake {
            name: "divided-by-the-input",
            told: "You divided by x on the way to the weight, and it is multiplied: z = w x rises \
                   by x for each 1 of w.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.w = |dz, _, x| dz / x,
        },
        Mistake {
            name: "not-multiplied",
            told: "Each of your numbers is the slope of its own step, and not that of the loss: 1 \
                   for ŷ, σ′(z) for z, x for w. Multiply each by the result of the line before \
                   it.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| {
                steps.y_hat = |_, _| 1.0;
                steps.z = |_, slope, _| slope;
                steps.w = |_, _, x| x;
            },
        },
        Mistake {
            name: "added",
            told: "You added the slopes along the path, and they are multiplied. Each step hands \
                   the change on, multiplied by its own slope. Add where two paths meet.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.y_hat = |d_error, _| d_error + 1.0;
                steps.z = |d_y_hat, slope, _| d_y_hat + slope;
                steps.w = |dz, _, x| dz + x;
            },
        },
        Mistake {
            name: "error-turned",
            told: "All signs are turned round: the slope of e² is 2e with e = ŷ − y, and you \
                   began with −2e. If the prediction is too high the loss rises with it, so the \
                   slope there is positive.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.error = |trace| -trace.error,
        },
        Mistake {
            name: "slope-alone",
            told: "∂L/∂z is σ′(z) alone: it stands in the place of ∂L/∂ŷ, and is not multiplied \
                   by it. So the error is lost, and every row pulls the same way.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.z = |_, slope, _| slope,
        },
        Mistake {
            name: "weight-for-input",
            told: "In the last line you multiplied by the weight. z = w x rises by x for each 1 \
                   of w, so the slope along w is ∂L/∂z times x.",
            section: "chain-rule.md#slopes-multiply",
            source: Some("https://stats.stackexchange.com/questions/464262"),
            plant: |steps| steps.input = |x, trace| trace.z / x,
        },
        Mistake {
            name: "sum-for-input",
            told: "In the last line you multiplied by z. z = w x rises by x for each 1 of w, so \
                   it is x.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.input = |_, trace| trace.z,
        },
        Mistake {
            name: "input-alone",
            told: "`dw` is x alone: ∂L/∂z, which is right, is not used. The slope of the last \
                   step multiplies it.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.w = |_, _, x| x,
        },
        Mistake {
            name: "error-again",
            told: "From the error to the prediction you multiplied by the error. e = ŷ − y rises \
                   as fast as ŷ does: the slope of this step is 1.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.y_hat = |d_error, trace| d_error * trace.error,
        },
        Mistake {
            name: "prediction-again",
            told: "From the error to the prediction you multiplied by ŷ. e = ŷ − y rises as fast \
                   as ŷ does: the slope of this step is 1.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.y_hat = |d_error, trace| d_error * trace.y_hat,
        },
        Mistake {
            name: "slope-added",
            told: "You added σ′(z) to ∂L/∂ŷ, and it is multiplied. Each step hands the change \
                   on, multiplied by its own slope.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.z = |d_y_hat, slope, _| d_y_hat + slope,
        },
        Mistake {
            name: "slope-at-the-slope",
            told: "You took σ′ at ∂L/∂ŷ. The sigmoid is as steep as it is at z: take σ′(z), and \
                   multiply ∂L/∂ŷ by it.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.z = |d_y_hat, _, _| sigmoid_prime(d_y_hat),
        },
        Mistake {
            name: "one-factor",
            told: "You multiplied by 1 − ŷ. That is one of two factors: σ′(z) is ŷ(1 − ŷ).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |trace| 1.0 - trace.y_hat,
        },
        Mistake {
            name: "slope-turned",
            told: "In the slope of the sigmoid the difference is turned round: it is ŷ(1 − ŷ), \
                   and you have ŷ(ŷ − 1). A sigmoid rises everywhere, so its slope is never \
                   below 0.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |trace| trace.y_hat * (trace.y_hat - 1.0),
        },
        Mistake {
            name: "slope-zero",
            told: "The slope of the sigmoid is 0. If you wrote `ŷ * 1.0 - ŷ`, parentheses are \
                   missing: it multiplies before it subtracts. Write `ŷ * (1.0 - ŷ)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                *steps = Backward { slope: |_| 0.0, ..NEURON_RIGHT };
            },
        },
        Mistake {
            name: "parentheses",
            told: "`dz` is ∂L/∂ŷ times ŷ, minus ŷ: parentheses are missing. `d_y_hat * ŷ * 1.0 - \
                   ŷ` multiplies before it subtracts. Write `d_y_hat * ŷ * (1.0 - ŷ)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| {
                steps.z = |d_y_hat, _, trace| d_y_hat * trace.y_hat - trace.y_hat;
            },
        },
    ],
};

fn slope(neuron: &Neuron, (x, y): Row, again: f64) -> f64 {
    neuron.backward(again, &neuron.forward(x, y)).dw
}

const TWO_PATHS_RIGHT: Paths = Paths {
    rows: |x, y| [(x[0], y[0]), (x[1], y[1])],
    inputs: |x| x,
    slope,
    meet: |a, b| a + b,
};

static TWO_PATHS: Lesson<Paths, Rows> = Lesson {
    exercise: "two_paths",
    steps: TWO_PATHS_RIGHT,
    probes: || {
        vec![
            (Neuron { w: 0.5 }, [1.2, -1.9], [0.9, 0.4]),
            (Neuron { w: -0.8 }, [0.6, 1.4], [0.2, 0.7]),
            (Neuron { w: 1.3 }, [-0.7, 0.9], [0.8, 0.1]),
        ]
    },
    answer: |steps, &(neuron, x, y)| {
        let [one, other] = (steps.rows)(x, y);
        let [x_of_one, x_of_other] = (steps.inputs)(x);
        let one = (steps.slope)(&neuron, one, x_of_one);
        let other = (steps.slope)(&neuron, other, x_of_other);
        Answer::of("dw", (steps.meet)(one, other))
            .called_with(format!("w = {}, x = {x:?} and y = {y:?}", neuron.w))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "multiplied",
            told: "You multiplied the slopes of the two rows. Along a path slopes multiply; where \
                   paths meet they add. The loss is L₁ + L₂, so both changes count.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |a, b| a * b,
        },
        Mistake {
            name: "half",
            told: "\nYour slope is half of what it should be.\nIf you took the mean of both: the \
                   loss is the sum of both rows, so its slope is the sum of both slopes. If you \
                   worked each out by hand: that of e² is 2e.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |a, b| (a + b) / 2.0,
        },
        Mistake {
            name: "first-path-only",
            told: "Only the first row counts. If the weight moves, the loss of the second row \
                   changes too, and the changes add.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |a, _| a,
        },
        Mistake {
            name: "second-path-only",
            told: "Only the second row counts: its slope stands in the place of the first one. \
                   Where paths meet, slopes are added with `+=`, and not put there with `=`.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: Some("karpathy/nn-zero-to-hero#52"),
            plant: |steps| steps.meet = |_, b| b,
        },
        Mistake {
            name: "subtracted",
            told: "You subtracted one slope from the other, and they are added. That the rows may \
                   pull in opposite directions, the signs of their slopes say already.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.slope = slope;
                steps.meet = |a, b| a - b;
            },
        },
        Mistake {
            name: "subtracted-from-the-second",
            told: "You subtracted the slope of the first row from that of the second, and they \
                   are added.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.slope = slope;
                steps.meet = |a, b| b - a;
            },
        },
        Mistake {
            name: "absolute-values",
            told: "You added how steep both are, without their signs. One row may want a larger \
                   weight and the other a smaller one: then they cancel.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |a, b| a.abs() + b.abs(),
        },
        Mistake {
            name: "steeper-path-only",
            told: "You took the steeper of the two paths. Both change the loss, and the changes \
                   add.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.inputs = TWO_PATHS_RIGHT.inputs;
                steps.meet = |a, b| if a.abs() > b.abs() { a } else { b };
            },
        },
        Mistake {
            name: "inputs-added-first",
            told: "You added up the inputs and the targets, and took the slope of that one row. \
                   The sigmoid and the square stand in between: run each row by itself, and add \
                   the slopes.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.rows = |x, y| [(x[0] + x[1], y[0] + y[1]); 2];
                steps.inputs = |x| [x[0] + x[1]; 2];
                steps.meet = |a, _| a;
            },
        },
        Mistake {
            name: "targets-crossed",
            told: "The targets are crossed: each row has the target of the other. x₁ belongs to \
                   y₁, and x₂ to y₂.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.rows = |x, y| [(x[0], y[1]), (x[1], y[0])],
        },
        Mistake {
            name: "losses-for-slopes",
            told: "You added the losses of both rows. That is L itself; its slope along w is \
                   asked for.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                steps.slope = |neuron, (x, y), _| neuron.forward(x, y).loss
            },
        },
        Mistake {
            name: "slope-along-z",
            told: "The last factor is missing in both slopes: you added up ∂L/∂z. Along w each is \
                   multiplied by the input of its row.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| {
                steps.slope = |neuron, (x, y), again| {
                    neuron.backward(again, &neuron.forward(x, y)).dz
                };
            },
        },
        Mistake {
            name: "first-path-twice",
            told: "You added the slope of the first row twice. The second row has an input and a \
                   target of its own.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |a, _| a + a,
        },
        Mistake {
            name: "sign",
            told: "Both slopes have the wrong sign. The error is e = ŷ − y: if a prediction is \
                   too high, the loss rises with it.",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| steps.slope = |neuron, row, x| -slope(neuron, row, x),
        },
        Mistake {
            name: "slope-missing",
            told: "The slope of the sigmoid is missing in both: you added up 2e x. From z to ŷ \
                   each path goes through a sigmoid, and multiplies by σ′(z).",
            section: "chain-rule.md#slopes-multiply",
            source: None,
            plant: |steps| {
                steps.slope = |neuron, (x, y), again| {
                    neuron.backward(again, &neuron.forward(x, y)).d_y_hat * again
                };
            },
        },
        Mistake {
            name: "second-path-twice",
            told: "You added the slope of the second row twice. The first row has an input and a \
                   target of its own.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.meet = |_, b| b + b,
        },
        Mistake {
            name: "inputs-crossed",
            told: "The inputs of the ways back are crossed: each `backward` has the trace of one \
                   row and the input of the other. The trace of a row goes with the input of \
                   that row.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| steps.inputs = |[one, other]| [other, one],
        },
        Mistake {
            name: "first-trace-twice",
            told: "Both ways back start from the trace of the first row. Each row has a pass \
                   forward of its own: its z and its error are others.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                *steps = Paths { rows: |x, y| [(x[0], y[0]); 2], ..TWO_PATHS_RIGHT };
            },
        },
        Mistake {
            name: "second-trace-twice",
            told: "Both ways back start from the trace of the second row. Each row has a pass \
                   forward of its own: its z and its error are others.",
            section: "chain-rule.md#when-two-paths-meet-add",
            source: None,
            plant: |steps| {
                *steps = Paths { rows: |x, y| [(x[1], y[1]); 2], ..TWO_PATHS_RIGHT };
            },
        },
    ],
};

/// Checks a pass backward through one neuron.
///
/// # Errors
///
/// What is wrong with it.
pub fn neuron_backward(yours: fn(f64, &NeuronTrace) -> NeuronGradients) -> Verdict {
    NEURON_BACKWARD.check(move |(x, trace)| gradients(yours(*x, trace)))
}

/// Checks the slope along a weight that serves two rows.
///
/// # Errors
///
/// What is wrong with it.
pub fn two_paths(yours: fn(&Neuron, [f64; 2], [f64; 2]) -> f64) -> Verdict {
    TWO_PATHS.check(move |(neuron, x, y)| Answer::of("dw", yours(neuron, *x, *y)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&NEURON_BACKWARD, &TWO_PATHS]
}
