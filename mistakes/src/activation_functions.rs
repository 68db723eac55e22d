//! The mistakes of *Activation functions*.

use backprop::activation::{Activation, sigmoid_prime_from_output};

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// A function that may have a corner at 0.
#[derive(Clone, Copy)]
struct Bent {
    /// The value left of 0.
    value_left: fn(z: f64) -> f64,
    /// The value right of 0.
    value_right: fn(z: f64) -> f64,
    /// The slope left of 0.
    slope_left: fn(z: f64) -> f64,
    /// The slope at 0.
    slope_at_0: f64,
    /// The slope right of 0.
    slope_right: fn(z: f64) -> f64,
}

/// Where the value is asked for, and what the answer is called.
const VALUES: [(f64, &str); 4] = [
    (-3.0, "value(-3.0)"),
    (-0.4, "value(-0.4)"),
    (0.3, "value(0.3)"),
    (2.5, "value(2.5)"),
];

/// Where the slope is asked for: at the corner, too.
const SLOPES: [(f64, &str); 5] = [
    (-3.0, "slope(-3.0, a)"),
    (-0.4, "slope(-0.4, a)"),
    (0.0, "slope(0.0, a)"),
    (0.3, "slope(0.3, a)"),
    (2.5, "slope(2.5, a)"),
];

/// What a function gives at all places.
fn answer(value: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> Answer {
    let values = VALUES.map(|(z, name)| (name, value(z)));
    let slopes = SLOPES.map(|(z, name)| (name, slope(z)));
    values
        .into_iter()
        .chain(slopes)
        .fold(Answer::default(), |answer, (name, number)| answer.with(name, number))
}

fn bent(steps: &Bent) -> Answer {
    let value =
        |z| if z < 0.0 { (steps.value_left)(z) } else { (steps.value_right)(z) };
    let slope = |z| match z {
        0.0 => steps.slope_at_0,
        ..0.0 => (steps.slope_left)(z),
        _ => (steps.slope_right)(z),
    };
    answer(value, slope)
}

/// What is given by `yours`, which is told the `right` value where it is asked for a slope.
fn given(yours: &dyn Activation, right: &dyn Activation) -> Answer {
    answer(|z| yours.value(z), |z| yours.slope(z, right.value(z)))
}

static RELU: Lesson<Bent, ()> = Lesson {
    exercise: "relu",
    steps: Bent {
        value_left: |_| 0.0,
        value_right: |z| z,
        slope_left: |_| 0.0,
        slope_at_0: 0.0,
        slope_right: |_| 1.0,
    },
    probes: || vec![()],
    answer: |steps, ()| bent(steps),
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "value-sides-swapped",
            told: "The sides of the value are exchanged: you let the negative sums through \
                   and cut off the positive ones. That is min(0, z). ReLU is max(0, z).",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.value_left = |z| z;
                steps.value_right = |_| 0.0;
            },
        },
        Mistake {
            name: "absolute-value",
            told: "The value left of 0 is −z, and ReLU is 0 for every negative z.\nThe whole is \
                   the absolute value |z|: like ReLU it is never negative.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.value_left = |z| -z,
        },
        Mistake {
            name: "nothing-cut-off",
            told: "The value left of 0 is z, and ReLU is 0 for every negative z.\nWith z \
                   everywhere a layer is a product and a sum, and several of them are one.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.value_left = |z| z;
                steps.value_right = |z| z;
            },
        },
        Mistake {
            name: "step-for-value",
            told: "The value right of 0 is 1: that is a step, and the slope of ReLU. The \
                   value of ReLU there is z itself, however large.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.value_right = |_| 1.0,
        },
        Mistake {
            name: "one-at-the-corner",
            told: "At z = 0 your slope is 1. There is none at a corner, and some programs \
                   take the right side's. We take the left side's, 0, as the libraries do: \
                   1 where z > 0, and not where z >= 0.",
            section: "activation-functions.md#five-more",
            source: Some("oreilly-japan/deep-learning-from-scratch#43"),
            plant: |steps| steps.slope_at_0 = 1.0,
        },
        Mistake {
            name: "half-at-the-corner",
            told: "At z = 0 your slope is one half, in the middle of both sides. A corner has \
                   no slope, so it is a choice. Ours is 0, as in the libraries.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.slope_at_0 = 0.5,
        },
        Mistake {
            name: "slope-one-everywhere",
            told: "Your slope is 1 everywhere. If you test a >= 0, that is always so: the value \
                   of ReLU is never negative. Blame then comes back to units that gave nothing. \
                   Left of 0 the slope is 0.",
            section: "activation-functions.md#five-more",
            source: Some("iamtrask/Grokking-Deep-Learning#56"),
            plant: |steps| {
                steps.slope_left = |_| 1.0;
                steps.slope_at_0 = 1.0;
                steps.slope_right = |_| 1.0;
            },
        },
        Mistake {
            name: "slope-sides-swapped",
            told: "The sides of the slope are exchanged: 1 left of 0, and 0 right of it. What \
                   the unit let through on the way forward gets no blame. The slope is 1 \
                   where z is positive.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.slope_left = |_| 1.0;
                steps.slope_right = |_| 0.0;
            },
        },
        Mistake {
            name: "slope-of-the-absolute-value",
            told: "Left of 0 your slope is −1: that is the absolute value, which falls there. \
                   ReLU is flat left of 0, so its slope is 0.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.slope_left = |_| -1.0,
        },
        Mistake {
            name: "value-for-slope",
            told: "Your slope is the value: 0 left of 0, and z right of it.\nWhere z is near 1 \
                   you would hardly notice.\nThe curve rises by as much as z does, so the \
                   slope right of 0 is 1.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.slope_right = |z| z,
        },
        Mistake {
            name: "slope-of-the-sigmoid",
            told: "The slope is a(1 − a), and that is the sigmoid's.\nYour value is ReLU's.\nEach \
                   activation has a slope of its own; that of ReLU is 1 or 0.",
            section: "activation-functions.md#five-more",
            source: Some("jeffheaton/encog-dotnet-core#124"),
            plant: |steps| steps.slope_right = sigmoid_prime_from_output,
        },
    ],
};

/// Checks ReLU, its value and its slope.
///
/// # Errors
///
/// What is wrong with it.
pub fn relu(yours: &'static dyn Activation) -> Verdict {
    RELU.check(move |()| given(yours, &backprop::activation::Relu))
}

static LEAKY_RELU: Lesson<Bent, ()> = Lesson {
    exercise: "leaky_relu",
    steps: Bent {
        value_left: |z| 0.01 * z,
        value_right: |z| z,
        slope_left: |_| 0.01,
        slope_at_0: 0.01,
        slope_right: |_| 1.0,
    },
    probes: || vec![()],
    answer: |steps, ()| bent(steps),
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "value-sides-swapped",
            told: "The sides of the value are exchanged: you let the negative sums through \
                   and the hundredth of the positive ones. The leak is on the left.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.value_left = |z| z;
                steps.value_right = |z| 0.01 * z;
            },
        },
        Mistake {
            name: "cut-left-and-leak-right",
            told: "The value is 0 left of 0 and a hundredth of z right of it: the test is \
                   turned round, and the whole sum passes nowhere. Left of 0 it is 0.01 z, \
                   and right of it z.",
            section: "activation-functions.md#five-more",
            source: Some("BrainJS/brain.js#560"),
            plant: |steps| {
                steps.value_left = |_| 0.0;
                steps.value_right = |z| 0.01 * z;
            },
        },
        Mistake {
            name: "value-without-leak",
            told: "The value is that of plain ReLU: left of 0 nothing leaks. It happens if \
                   max(0, z) is taken before the leak. Left of 0 the value is 0.01 z.",
            section: "activation-functions.md#five-more",
            source: Some("tflearn/tflearn#784"),
            plant: |steps| steps.value_left = |_| 0.0,
        },
        Mistake {
            name: "constant-value",
            told: "Left of 0 your value is 0.01, whatever z is. That is the slope there. The \
                   value is a hundredth of z, and negative.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.value_left = |_| 0.01,
        },
        Mistake {
            name: "leak-upward",
            told: "Left of 0 your value is positive: the leak has lost its sign. The curve \
                   goes on falling to the left, only more slowly: 0.01 z, with z negative.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.value_left = |z| -0.01 * z,
        },
        Mistake {
            name: "value-leaks-a-tenth",
            told: "Left of 0 your value is a tenth of z. Other leaks are in use, so nothing \
                   looks wrong. Ours is a hundredth, 0.01 z, as in the libraries.",
            section: "activation-functions.md#in-a-library",
            source: None,
            plant: |steps| steps.value_left = |z| 0.1 * z,
        },
        Mistake {
            name: "one-at-the-corner",
            told: "At z = 0 your slope is 1. There is none at a corner, so it is a choice. \
                   Ours is the left side's, 0.01: it is 1 where z > 0, and not where z >= 0.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| steps.slope_at_0 = 1.0,
        },
        Mistake {
            name: "slope-without-leak",
            told: "The slope is that of plain ReLU: 0 on the left. No blame comes back \
                   through the leak, so a unit can lose its slope after all. Left of 0 the \
                   slope is 0.01.",
            section: "activation-functions.md#five-more",
            source: Some("scientific-computing/FKB#15"),
            plant: |steps| {
                steps.slope_left = |_| 0.0;
                steps.slope_at_0 = 0.0;
            },
        },
        Mistake {
            name: "slope-sides-swapped",
            told: "The sides of the slope are exchanged: 1 left of 0, and 0.01 right of it. \
                   The slope is 1 where z is positive.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.slope_left = |_| 1.0;
                steps.slope_right = |_| 0.01;
            },
        },
        Mistake {
            name: "value-for-slope",
            told: "Your slope is the value, on both sides. A slope says how much a moves if z \
                   does, and not where a is: 0.01 left of 0, and 1 right of it.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.slope_left = |z| 0.01 * z;
                steps.slope_at_0 = 0.0;
                steps.slope_right = |z| z;
            },
        },
        Mistake {
            name: "value-for-slope-on-the-left",
            told: "Left of 0 your slope is 0.01 z, and that is the value. The line there is \
                   straight, so its slope is the same everywhere: 0.01.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.slope_left = |z| 0.01 * z;
                steps.slope_at_0 = 0.0;
            },
        },
        Mistake {
            name: "slope-negative-on-the-left",
            told: "Left of 0 your slope is −0.01. z is negative there, and the slope is not: \
                   the curve rises from left to right everywhere.",
            section: "activation-functions.md#five-more",
            source: None,
            plant: |steps| {
                steps.slope_left = |_| -0.01;
                steps.slope_at_0 = -0.01;
            },
        },
        Mistake {
            name: "slope-leaks-a-tenth",
            told: "Left of 0 your slope is 0.1. Other leaks are in use, so nothing looks \
                   wrong. Ours is a hundredth, 0.01, as in the libraries.",
            section: "activation-functions.md#in-a-library",
            source: None,
            plant: |steps| {
                steps.slope_left = |_| 0.1;
                steps.slope_at_0 = 0.1;
            },
        },
    ],
};

/// Checks leaky ReLU, its value and its slope.
///
/// # Errors
///
/// What is wrong with it.
pub fn leaky_relu(yours: &'static dyn Activation) -> Verdict {
    LEAKY_RELU.check(move |()| given(yours, &backprop::activation::LeakyRelu))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&RELU, &LEAKY_RELU]
}
