//! The mistakes of *The sigmoid*.

use crate::lesson::Catalogued;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the sigmoid is computed.
#[derive(Clone, Copy)]
struct Sigmoid {
    /// What is e raised to.
    exponent: fn(f64) -> f64,
    /// What is 1 divided by.
    below: fn(power: f64) -> f64,
}

/// Any number, and not only the few that are easy.
const SUMS: [f64; 5] = [-3.0, -0.4, 0.0, 0.7, 2.5];

static SIGMOID: Lesson<Sigmoid, f64> = Lesson {
    exercise: "sigmoid",
    steps: Sigmoid { exponent: |z| -z, below: |power| 1.0 + power },
    probes: || SUMS.to_vec(),
    answer: |steps, &z| {
        let power = (steps.exponent)(z).exp();
        Answer::of("sigmoid(z)", 1.0 / (steps.below)(power))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "without-the-minus",
            told: "You raised e to z and not to −z. That curve falls where the sigmoid rises: \
                   it is 1 − σ(z).",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.exponent = |z| z,
        },
        Mistake {
            name: "one-minus",
            told: "You wrote 1 − e⁻ᶻ below the line, and it is 1 + e⁻ᶻ. With the minus it is \
                   0 at z = 0, and the division by it has no answer there.",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.below = |power| 1.0 - power,
        },
    ],
};

/// Checks a sigmoid: a weighted sum `z` in, a number between 0 and 1 out.
///
/// # Errors
///
/// What is wrong with it.
pub fn sigmoid(yours: fn(f64) -> f64) -> Verdict {
    SIGMOID.check(move |&z| Answer::of("sigmoid(z)", yours(z)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Catalogued> {
    vec![&SIGMOID]
}
