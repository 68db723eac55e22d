//! The mistakes of *Schedules*.

use std::f64::consts::PI;

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the factor of the cosine is computed.
#[derive(Clone, Copy)]
struct Cosine {
    /// How far training has come, in epoch `t` of `epochs`.
    progress: fn(t: usize, epochs: usize) -> f64,
    /// Half a turn, in what the cosine is told.
    half_turn: f64,
    /// The curve.
    curve: fn(angle: f64) -> f64,
    /// What is added to the curve.
    raised: f64,
    /// The curve with what is added, at an angle, which is that of epoch `t` of `epochs`.
    wave: fn(steps: &Cosine, angle: f64, t: f64, epochs: f64) -> f64,
    /// What all is multiplied by.
    scale: f64,
}

/// The factors of all epochs of a training.
fn factors(epochs: usize, factor: impl Fn(usize, usize) -> f64) -> Answer {
    let factors: Vec<f64> = (0..epochs).map(|t| factor(t, epochs)).collect();
    Answer::of("factor", factors)
}

static COSINE: Lesson<Cosine, usize> = Lesson {
    exercise: "cosine",
    steps: Cosine {
        progress: |t, epochs| t as f64 / epochs as f64,
        half_turn: PI,
        curve: f64::cos,
        raised: 1.0,
        wave: |steps, angle, _, _| steps.raised + (steps.curve)(angle),
        scale: 0.5,
    },
    probes: || vec![10, 7],
    answer: |steps, &epochs| {
        factors(epochs, |t, epochs| {
            let angle = steps.half_turn * (steps.progress)(t, epochs);
            steps.scale * (steps.wave)(steps, angle, t as f64, epochs as f64)
        })
    },
    sizes: &[(10, "epochs"), (7, "epochs")],
    mistakes: &[
        Mistake {
            name: "half-forgotten",
            told: "The half is missing. 1 + cos goes from 2 to 0, so training begins at twice \
                   the rate that you chose. One half brings it to 1.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.scale = 1.0,
        },
        Mistake {
            name: "half-of-whole-numbers",
            told: "The factor is 0 in every epoch, and nothing moves. If you wrote `1 / 2`, \
                   that is a division of whole numbers and gives 0. Write `0.5`, or \
                   `1.0 / 2.0`.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.scale = 0.0,
        },
        Mistake {
            name: "half-of-the-one",
            told: "Only the 1 is halved: ½ + cos goes from 1.5 to −0.5, and below 0 the rate \
                   leads uphill. The half is in front of a bracket around both.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.raised = 0.5;
                steps.scale = 1.0;
            },
        },
        Mistake {
            name: "one-forgotten",
            told: "The 1 is missing. The cosine goes from 1 to −1, and below 0 the rate leads \
                   uphill. With 1 added the lowest point is 0.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.raised = 0.0,
        },
        Mistake {
            name: "one-inside-of-the-cosine",
            told: "The bracket closes too late: the 1 is inside of the cosine, which gets \
                   1 + π t / T. The 1 is added to what the cosine gives.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.wave = |steps, angle, _, _| (steps.curve)(steps.raised + angle);
            },
        },
        Mistake {
            name: "cosine-divided",
            told: "The bracket closes too early: T divides what the cosine gives, and not the \
                   angle. At every epoch the angle is a number of half turns. The cosine gets \
                   all of π t / T.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.wave = |steps, _, t, epochs| {
                    steps.raised + (steps.half_turn * t).cos() / epochs
                };
            },
        },
        Mistake {
            name: "all-inside-of-the-cosine",
            told: "The cosine is taken last, of the half and the bracket and all. It is taken of \
                   π t / T alone; then 1 is added and all is halved.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.wave =
                    |steps, angle, _, _| (steps.curve)(0.5 * (steps.raised + angle));
                steps.scale = 1.0;
                // Half of a whole turn is half a turn.
                steps.half_turn = PI;
            },
        },
        Mistake {
            name: "whole-turn",
            told: "You go once around, by 2π: the factor falls to 0 at half of the training \
                   and rises to 1 again. Half a turn, π, ends at the lowest point.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.half_turn = 2.0 * PI,
        },
        Mistake {
            name: "quarter-turn",
            told: "You go by a quarter of a turn, π/2. The cosine is 0 there and the factor \
                   one half, so the rate never gets small. Half a turn is π.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.half_turn = PI / 2.0,
        },
        Mistake {
            name: "pi-forgotten",
            told: "π is missing: the cosine gets a share from 0 to 1, and the factor stays \
                   above three quarters. At the end it should be told π.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.half_turn = 1.0,
        },
        Mistake {
            name: "in-degrees",
            told: "You told the cosine degrees, 180 for half a turn. `cos` of Rust takes \
                   radians, so the factor jumps up and down. Half a turn is π.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.half_turn = 180.0,
        },
        Mistake {
            name: "rising",
            told: "You subtracted the cosine. The factor then rises from 0 to 1. With a plus \
                   it falls.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| steps.curve = |angle| -angle.cos(),
        },
        Mistake {
            name: "last-epoch-at-zero",
            told: "You divided by the epochs less one, so the last one has the rate 0 and \
                   moves nothing. We divide by the number of epochs: 0 would be reached when \
                   training is over.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.progress = |t, epochs| t as f64 / (epochs - 1) as f64
            },
        },
        Mistake {
            name: "epochs-from-one",
            told: "You count the epochs from 1. The first one then lacks the full rate, and \
                   the last one has the rate 0. Here the first epoch is 0.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.progress = |t, epochs| (t + 1) as f64 / epochs as f64
            },
        },
        Mistake {
            name: "integer-division",
            told: "The factor is the same in every epoch. If you divided t by T as whole numbers, the \
                   quotient is 0 each time. Turn both into `f64` first, then divide.",
            section: "schedules.md#a-rate-that-falls",
            source: None,
            plant: |steps| {
                steps.progress = |t, epochs| (t / epochs) as f64;
                // What is the same in every epoch may as well have been written so.
                steps.raised = 1.0;
            },
        },
    ],
};

/// Checks the factor of the learning rate in each epoch, the first of which is 0, of so many.
///
/// # Errors
///
/// What is wrong with it.
pub fn cosine(yours: fn(usize, usize) -> f64) -> Verdict {
    COSINE.check(move |&epochs| factors(epochs, yours))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&COSINE]
}
