//! The mistakes of *The sigmoid*.

use backprop::activation::sigmoid as squeezed;

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the sigmoid is computed.
#[derive(Clone, Copy)]
struct Sigmoid {
    /// The power of e.
    power: fn(z: f64) -> f64,
    /// The fraction that it stands in.
    fraction: fn(power: f64) -> f64,
}

/// How the slope of the sigmoid is computed.
#[derive(Clone, Copy)]
struct Slope {
    /// What came out of the sigmoid.
    output: fn(f64) -> f64,
    /// The slope, of what goes in and of what came out.
    slope: fn(z: f64, a: f64) -> f64,
}

/// Any number, and not only the few that are easy; at the last two a power of e is infinite.
const SUMS: [f64; 7] = [-3.0, -0.4, 0.0, 0.7, 2.5, 800.0, -800.0];

/// What sigmoids gave.
const OUTPUTS: [f64; 4] = [0.1, 0.35, 0.6, 0.95];

/// What a function gives at one place, with the call that gives it.
fn answer(function: &str, at: f64, value: f64) -> Answer {
    Answer::of(format!("{function}({at:?})"), value)
}

static SIGMOID: Lesson<Sigmoid, f64> = Lesson {
    exercise: "sigmoid",
    steps: Sigmoid { power: |z| (-z).exp(), fraction: |power| 1.0 / (1.0 + power) },
    probes: || SUMS.to_vec(),
    answer: |steps, &z| answer("sigmoid", z, (steps.fraction)((steps.power)(z))),
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "infinite-over-infinite",
            told: "You divided one power of e by 1 plus the same power, as in eᶻ / (1 + eᶻ). On \
                   paper that is a sigmoid. But e⁸⁰⁰ is infinite in an `f64`, and infinite \
                   divided by infinite is no number. In 1 / (1 + e⁻ᶻ) an infinite power gives \
                   0, which is right.",
            section: "activation.md#the-curve",
            source: Some("FederatedAI/FATE#65"),
            plant: |steps| {
                steps.power = |z| (-z).exp();
                steps.fraction = |power| power.recip() / (1.0 + power.recip());
            },
        },
        Mistake {
            name: "power-above",
            told: "You divided e⁻ᶻ by 1 + e⁻ᶻ, and it is 1 that stands above the line. Your curve \
                   falls: it is 1 − σ(z). And where e⁻ᶻ is infinite, it is no number.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| {
                steps.power = |z| (-z).exp();
                steps.fraction = |power| power / (1.0 + power);
            },
        },
        Mistake {
            name: "without-the-minus",
            told: "Your curve falls where the sigmoid rises: it is 1 − σ(z). If you wrote \
                   `z.exp()`, the minus is missing: the power is e⁻ᶻ, `(-z).exp()`.",
            section: "activation.md#the-curve",
            source: Some("ljvmiranda921/pyswarms#145"),
            plant: |steps| steps.power = f64::exp,
        },
        Mistake {
            name: "one-minus",
            told: "You wrote 1 − e⁻ᶻ below the line, and it is 1 + e⁻ᶻ.\nWith the minus it is \
                   0 at z = 0, and the division by it has no answer there.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.power = |z| -(-z).exp(),
        },
        Mistake {
            name: "minus-outside",
            told: "The minus stands before the power and not in it: you computed 1 − eᶻ below \
                   the line. In Rust `-z.exp()` is −(eᶻ), since a method binds before the \
                   minus. Write `(-z).exp()`.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.power = |z| -z.exp(),
        },
        Mistake {
            name: "bell",
            told: "You raised e to −z². A square has no sign, so the curve is the same at −z \
                   and at z; the sigmoid rises all the way from 0 to 1.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.power = |z| (-z * z).exp(),
        },
        Mistake {
            name: "not-divided",
            told: "You gave 1 + e⁻ᶻ, without 1 divided by it. If you wrote \
                   `1.0 / 1.0 + (-z).exp()`, parentheses are missing: a division comes before \
                   a sum.\nAt z = 0 it gives 2, and the sigmoid ½.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.fraction = |power| 1.0 + power,
        },
        Mistake {
            name: "tanh",
            told: "This is the hyperbolic tangent, tanh(z). It has the same shape, but goes \
                   from −1 to 1, and at z = 0 it is 0. The sigmoid goes from 0 to 1.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| {
                steps.power = |z| (-2.0 * z).exp();
                steps.fraction = |power| 2.0 / (1.0 + power) - 1.0;
            },
        },
        Mistake {
            name: "without-the-one",
            told: "The 1 below the line is missing: 1 / e⁻ᶻ is eᶻ, which grows without end. With \
                   the 1 below it, the fraction stays between 0 and 1.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.fraction = f64::recip,
        },
        Mistake {
            name: "e-rounded",
            told: "You took 2.718 for e. That is e to four digits, and so are your results. \
                   `(-z).exp()` has all the digits that an `f64` holds.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.power = |z| f64::powf(2718.0 / 1000.0, -z),
        },
        Mistake {
            name: "power-of-two",
            told: "You raised 2 to −z: `exp2` is the power of 2. That curve has the shape of a \
                   sigmoid, and is less steep. `exp` is the power of e.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.power = |z| (-z).exp2(),
        },
    ],
};

static SIGMOID_PRIME: Lesson<Slope, f64> = Lesson {
    exercise: "sigmoid_prime",
    steps: Slope { output: squeezed, slope: |_, a| a * (1.0 - a) },
    probes: || SUMS.to_vec(),
    answer: |steps, &z| {
        answer("sigmoid_prime", z, (steps.slope)(z, (steps.output)(z)))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "input-for-output",
            told: "You computed z(1 − z). The formula a(1 − a) wants a = σ(z), what comes out \
                   of the sigmoid.\nAt z = 0 yours gives 0, and there the sigmoid is steepest: \
                   its slope is 0.25.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.slope = |z, _| z * (1.0 - z),
        },
        Mistake {
            name: "sigmoid-twice",
            told: "You took the sigmoid twice: the slope that you give is that at σ(z), and not \
                   that at z.\nIt looks right, since it lies between 0 and 0.25; but far from 0 \
                   it does not go to 0.",
            section: "activation.md#two-functions-for-one-slope",
            source: Some("liashchynskyi/skynet#1"),
            plant: |steps| steps.output = |z| squeezed(squeezed(z)),
        },
        Mistake {
            name: "value-for-slope",
            told: "This is the sigmoid, σ(z), and not its slope. At z = 0 the curve is ½ high \
                   and 0.25 steep.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a,
        },
        Mistake {
            name: "one-factor",
            told: "You gave 1 − σ(z). That is one of two factors: the slope is σ(z) times it.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| 1.0 - a,
        },
        Mistake {
            name: "sign",
            told: "The difference is turned round: it is 1 − σ(z), and you have σ(z) − 1. The \
                   sigmoid rises everywhere, so its slope is never below 0.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * (a - 1.0),
        },
        Mistake {
            name: "parentheses",
            told: "Parentheses are missing: `a * 1.0 - a` multiplies before it subtracts, and \
                   a − a is 0 everywhere. Write `a * (1.0 - a)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, _| 0.0,
        },
        Mistake {
            name: "slope-of-tanh",
            told: "1 − a² is the slope of another curve, tanh. That of the sigmoid is a(1 − a).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| 1.0 - a * a,
        },
        Mistake {
            name: "half-from-the-input",
            told: "You multiplied σ(z) by 1 − z. Both factors come from the output: it is \
                   1 − σ(z).",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.slope = |z, a| a * (1.0 - z),
        },
        Mistake {
            name: "squared",
            told: "You gave σ(z)². If you wrote the slope with e, as a fraction with (1 + e⁻ᶻ)² \
                   below the line, the e⁻ᶻ above it is missing.\nAt z = 0 both are 0.25, so a \
                   test there says nothing.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * a,
        },
        Mistake {
            name: "infinite-over-infinite",
            told: "You divided a power of e by (1 + this power)². On paper that is the slope. \
                   But e⁸⁰⁰ is infinite in an `f64`, and infinite divided by infinite is no \
                   number. σ(z) (1 − σ(z)) is finite everywhere.",
            section: "activation.md#its-slope",
            source: Some("jeshraghian/snntorch#433"),
            plant: |steps| steps.slope = |z, _| bell(-z),
        },
        Mistake {
            name: "infinite-over-infinite-above",
            told: "You divided eᶻ by (1 + eᶻ)². On paper that is the slope. But e⁸⁰⁰ is infinite \
                   in an `f64`, and infinite divided by infinite is no number. σ(z) (1 − σ(z)) \
                   is finite everywhere.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |z, _| bell(z),
        },
        Mistake {
            name: "plus",
            told: "You have 1 + σ(z) in the place of 1 − σ(z).\nFar to the right the curve is \
                   nearly level, and yours gives nearly 2.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * (1.0 + a),
        },
        Mistake {
            name: "square-missing",
            told: "You divided e⁻ᶻ by 1 + e⁻ᶻ. In the slope it is (1 + e⁻ᶻ)², with a square: what \
                   you have is 1 − σ(z). And where e⁻ᶻ is infinite, it is no number.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |z, _| (-z).exp() / (1.0 + (-z).exp()),
        },
        Mistake {
            name: "slope-of-tanh-at-z",
            told: "You gave 1 − tanh²(z). That is the slope of another curve, tanh, which is \
                   four times as steep at 0. That of the sigmoid is σ(z) (1 − σ(z)).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |z, _| 1.0 - z.tanh().powi(2),
        },
    ],
};

/// The slope of the sigmoid as a fraction with powers of e.
fn bell(z: f64) -> f64 {
    z.exp() / (1.0 + z.exp()).powi(2)
}

static SIGMOID_PRIME_FROM_OUTPUT: Lesson<Slope, f64> = Lesson {
    exercise: "sigmoid_prime_from_output",
    steps: Slope { output: |a| a, slope: |_, a| a * (1.0 - a) },
    probes: || OUTPUTS.to_vec(),
    answer: |steps, &a| {
        answer("sigmoid_prime_from_output", a, (steps.slope)(a, (steps.output)(a)))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "sigmoid-again",
            told: "You took the sigmoid of a. But a came out of a sigmoid already: its slope is \
                   a(1 − a).\nFor a = 0.8 that is 0.16, and yours is 0.21.",
            section: "activation.md#two-functions-for-one-slope",
            source: Some("liashchynskyi/skynet#1"),
            plant: |steps| steps.output = squeezed,
        },
        Mistake {
            name: "value-for-slope",
            told: "You gave a back as it is. The slope is a times 1 − a.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a,
        },
        Mistake {
            name: "one-factor",
            told: "You gave 1 − a. That is one of two factors: the slope is a times it.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| 1.0 - a,
        },
        Mistake {
            name: "sign",
            told: "The difference is turned round: it is 1 − a, and you have a − 1. The sigmoid \
                   rises everywhere, so its slope is never below 0.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * (a - 1.0),
        },
        Mistake {
            name: "parentheses",
            told: "Parentheses are missing: `a * 1.0 - a` multiplies before it subtracts, and \
                   a − a is 0 everywhere. Write `a * (1.0 - a)`.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, _| 0.0,
        },
        Mistake {
            name: "plus",
            told: "You computed a(1 + a), and it is a(1 − a).\nWhere a is close to 1 the curve is \
                   nearly level, and yours gives nearly 2.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * (1.0 + a),
        },
        Mistake {
            name: "slope-of-tanh",
            told: "1 − a² is the slope of another curve, tanh. That of the sigmoid is a(1 − a).",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| 1.0 - a * a,
        },
        Mistake {
            name: "squared",
            told: "You gave a². The slope has two different factors, a and 1 − a.\nAt a = ½ both \
                   give 0.25, so a test there says nothing.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.slope = |_, a| a * a,
        },
        Mistake {
            name: "sigmoid-again-in-the-first-factor",
            told: "You took the sigmoid of a in the first factor. a came out of a sigmoid \
                   already: both factors come from it as it is, a(1 − a).",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.slope = |a, _| squeezed(a) * (1.0 - a),
        },
        Mistake {
            name: "sigmoid-again-in-the-second-factor",
            told: "You took the sigmoid of a in the second factor. a came out of a sigmoid \
                   already: both factors come from it as it is, a(1 − a).",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.slope = |a, _| a * (1.0 - squeezed(a)),
        },
    ],
};

/// Checks a sigmoid: a weighted sum `z` in, a number between 0 and 1 out.
///
/// # Errors
///
/// What is wrong with it.
pub fn sigmoid(yours: fn(f64) -> f64) -> Verdict {
    SIGMOID.check(move |&z| answer("sigmoid", z, yours(z)))
}

/// Checks the slope of the sigmoid at a weighted sum `z`.
///
/// # Errors
///
/// What is wrong with it.
pub fn sigmoid_prime(yours: fn(f64) -> f64) -> Verdict {
    SIGMOID_PRIME.check(move |&z| answer("sigmoid_prime", z, yours(z)))
}

/// Checks the slope of the sigmoid where it gave `a`.
///
/// # Errors
///
/// What is wrong with it.
pub fn sigmoid_prime_from_output(yours: fn(f64) -> f64) -> Verdict {
    SIGMOID_PRIME_FROM_OUTPUT
        .check(move |&a| answer("sigmoid_prime_from_output", a, yours(a)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&SIGMOID, &SIGMOID_PRIME, &SIGMOID_PRIME_FROM_OUTPUT]
}
