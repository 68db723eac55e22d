//! The mistakes of *Backpropagation*.

use backprop::activation::{sigmoid_prime, sigmoid_prime_from_output};
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::network::Network;
use ndarray::{Array2, Axis};

use crate::lesson::Catalogued;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the pass backward of the network of Part I is computed.
#[derive(Clone, Copy)]
struct Backward {
    /// The error of each prediction.
    error: fn(y_hat: &Array2<f64>, y: &Array2<f64>) -> Array2<f64>,
    /// The slope of the square, divided by the error.
    factor: f64,
    /// What a sum over `n` rows is divided by.
    divisor: fn(n: f64) -> f64,
    /// The slope of the sigmoid in the output layer, of its input and of its output.
    output_slope: fn(z: f64, a: f64) -> f64,
    /// The slope of the sigmoid in the hidden layer, of its input and of its output.
    hidden_slope: fn(z: f64, a: f64) -> f64,
    /// What goes from the output layer back to the hidden one.
    blame: fn(dz2: &Array2<f64>, w2: &Array2<f64>) -> Array2<f64>,
}

/// A call of `backward`: a network, rows, their targets, and what `forward` gave.
#[derive(Clone)]
struct Probe {
    net: Network,
    x: Array2<f64>,
    y: Array2<f64>,
    trace: Trace,
}

/// Two networks of 3 inputs, 4 hidden units and 2 outputs, each with 5 rows.
fn probes() -> Vec<Probe> {
    let probe = |seed| {
        let net = Network::new(numbers((3, 4), seed), numbers((4, 2), seed + 1));
        let (x, y) = (numbers((5, 3), seed + 2), numbers((5, 2), seed + 3));
        let trace = net.forward(&x);
        Probe { net, x, y, trace }
    };
    vec![probe(10), probe(20)]
}

fn slopes(
    slope: fn(f64, f64) -> f64,
    z: &Array2<f64>,
    a: &Array2<f64>,
) -> Array2<f64> {
    ndarray::Zip::from(z).and(a).map_collect(|&z, &a| slope(z, a))
}

fn gradients(Gradients { dw1, dw2 }: Gradients) -> Answer {
    Answer::of("dw2", dw2).with("dw1", dw1)
}

static BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "backward",
    steps: Backward {
        error: |y_hat, y| y_hat - y,
        factor: 2.0,
        divisor: |_| 1.0,
        output_slope: |_, a| sigmoid_prime_from_output(a),
        hidden_slope: |_, a| sigmoid_prime_from_output(a),
        blame: |dz2, w2| dz2.dot(&w2.t()),
    },
    probes,
    answer: |steps, Probe { net, x, y, trace }| {
        let d_y_hat = steps.factor * (steps.error)(&trace.y_hat, y)
            / (steps.divisor)(x.nrows() as f64);
        let dz2 = d_y_hat * slopes(steps.output_slope, &trace.z2, &trace.y_hat);
        let da1 = (steps.blame)(&dz2, &net.w2);
        let dz1 = da1 * slopes(steps.hidden_slope, &trace.z1, &trace.a1);
        gradients(Gradients { dw1: x.t().dot(&dz1), dw2: trace.a1.t().dot(&dz2) })
    },
    sizes: &[(5, "rows"), (3, "inputs"), (4, "hidden"), (2, "outputs")],
    mistakes: &[
        Mistake {
            name: "no-two",
            told: "The 2 is missing. The slope of a square e² is 2e, and not e. It looks \
                   right since the direction is: every slope is half of what it should be, \
                   and the network learns half as fast.",
            section: "loss.md#the-slope-of-the-loss",
            source: None,
            plant: |steps| steps.factor = 1.0,
        },
        Mistake {
            name: "sign",
            told: "The sign is turned round: you took y − ŷ, and the slope of the loss has \
                   ŷ − y. Many tutorials write it so and then add the step.",
            section: "errata.md#the-minus-sign-hides-in-the-error",
            source: None,
            plant: |steps| steps.error = |y_hat, y| y - y_hat,
        },
        Mistake {
            name: "mean-for-sum",
            told: "You divided by the number of rows. That is the slope of the mean, and our \
                   loss is the sum.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |n| n,
        },
        Mistake {
            name: "output-slope-twice",
            told: "In the output layer, σ is applied once more inside σ′. `trace.y_hat` came \
                   out of the sigmoid already, so its slope is ŷ(1 − ŷ): that is \
                   `sigmoid_prime_from_output`.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.output_slope = |_, a| sigmoid_prime(a),
        },
        Mistake {
            name: "hidden-slope-twice",
            told: "In the hidden layer, σ is applied once more inside σ′. `trace.a1` came out \
                   of the sigmoid already, so its slope is a₁(1 − a₁): that is \
                   `sigmoid_prime_from_output`.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.hidden_slope = |_, a| sigmoid_prime(a),
        },
        Mistake {
            name: "first-output-only",
            told: "A hidden unit gets its blame from all outputs, and you took that of the \
                   first one. With a single output you can't see the difference.",
            section: "backpropagation.md#the-hidden-layer",
            source: None,
            plant: |steps| {
                steps.blame = |dz2, w2| {
                    let first = |array: &Array2<f64>| array.select(Axis(1), &[0]);
                    first(dz2).dot(&first(w2).t())
                };
            },
        },
    ],
};

/// Checks a pass backward through the network of Part I.
///
/// # Errors
///
/// What is wrong with it.
pub fn backward(
    yours: fn(&Network, &Array2<f64>, &Array2<f64>, &Trace) -> Gradients,
) -> Verdict {
    BACKWARD
        .check(move |Probe { net, x, y, trace }| gradients(yours(net, x, y, trace)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Catalogued> {
    vec![&BACKWARD]
}
