//! The mistakes of *Optimizers*.

use backprop::optimizers::Optimizer;
use ndarray::Array2;

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// What a rule is given: parameters, and for each step a rate and a slope along each of them.
#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) start: Vec<f64>,
    rates: Vec<f64>,
    slopes: Array2<f64>,
}

/// Five steps of four parameters, at rates that change. The slopes along the third are as small
/// as epsilon, and the first one along the last is 0.
pub(crate) fn probes() -> Vec<Probe> {
    let mut slopes = numbers((5, 4), 300);
    slopes.column_mut(2).mapv_inplace(|slope| 2e-8 * slope);
    slopes[[0, 3]] = 0.0;
    vec![Probe {
        start: numbers(4, 301).to_vec(),
        rates: vec![0.1, 0.07, 0.2, 0.15, 0.03],
        slopes,
    }]
}

pub(crate) const SIZES: &[(usize, &str)] = &[(4, "parameters")];

/// What the answer calls the parameters after each step.
const AFTER: [&str; 5] = [
    "step 1: parameters",
    "step 2: parameters",
    "step 3: parameters",
    "step 4: parameters",
    "step 5: parameters",
];

/// The parameters after each step.
pub(crate) fn path(
    Probe { start, rates, slopes }: &Probe,
    mut step: impl FnMut(f64, &mut [f64], &[f64]),
) -> Answer {
    let mut parameters = start.clone();
    let mut answer = Answer::default();
    for ((slopes, &rate), after) in slopes.rows().into_iter().zip(rates).zip(AFTER) {
        step(rate, &mut parameters, &slopes.to_vec());
        answer = answer.with(after, parameters.clone());
    }
    answer
}

/// The parameters after each step of a reader's rule, made for so many parameters.
pub(crate) fn path_of<O: Optimizer>(
    rule: impl FnOnce(usize) -> O,
    probe: &Probe,
) -> Answer {
    let mut rule = rule(probe.start.len());
    path(probe, |rate, parameters, gradient| rule.step(rate, parameters, gradient))
}

// The mistakes that several of the rules can be made with.

/// A step that leaves the parameters where they are.
pub(crate) const fn nothing_moves<S>(
    section: &'static str,
    plant: fn(&mut S),
) -> Mistake<S> {
    Mistake {
        name: "nothing-moves",
        told: "The parameters are the same after the step. If you moved a copy, from \
               `to_vec` or `let mut w = …`, it is gone when `step` ends. Change the \
               numbers in `parameters` themselves: `*w -= …`.",
        section,
        source: None,
        plant,
    }
}

/// An ε that is added to the step in place of its divisor.
const fn epsilon_outside<S>(section: &'static str, plant: fn(&mut S)) -> Mistake<S> {
    Mistake {
        name: "epsilon-outside-of-the-fraction",
        told: "ε is added to the fraction and not below it. A slope of 0 is still divided \
               by 0. In Rust `a / b + c` is a / b, and then + c: the sum below the line \
               needs brackets.",
        section,
        source: None,
        plant,
    }
}

/// A step without ε.
const fn no_epsilon<S>(section: &'static str, plant: fn(&mut S)) -> Mistake<S> {
    Mistake {
        name: "no-epsilon",
        told: "ε is missing. A slope that has always been 0 is divided by 0, and 0 / 0 is \
               NaN, which no later step mends. Add ε to the root.",
        section,
        source: None,
        plant,
    }
}

/// A step in the direction of the slope.
const fn uphill<S>(section: &'static str, plant: fn(&mut S)) -> Mistake<S> {
    Mistake {
        name: "uphill",
        told: "You add the step, and it leads uphill. The slope points up, so the step is \
               subtracted.",
        section,
        source: None,
        plant,
    }
}

/// How a step with momentum is computed, for one parameter.
#[derive(Clone, Copy)]
struct Momentum {
    /// What the old velocity is multiplied by, of the share that is kept.
    kept: fn(keep: f64) -> f64,
    /// What the slope is multiplied by when it is added.
    added: fn(keep: f64) -> f64,
    /// The factors of the slope and of the step, of the learning rate.
    rates: fn(rate: f64) -> (f64, f64),
    /// Where to, of the velocities before and after and what was added.
    direction: fn(keep: f64, old: f64, new: f64, added: f64) -> f64,
    /// What is remembered for the next step, of the velocity and of what was added to it.
    remembered: fn(new: f64, added: f64) -> f64,
    /// How far the parameter moves, of a step along the direction.
    moved: fn(step: f64) -> f64,
}

/// The share that is kept in the lessons of momentum and RMSProp.
const KEEP: f64 = 0.9;

static MOMENTUM: Lesson<Momentum, Probe> = Lesson {
    exercise: "momentum",
    steps: Momentum {
        kept: |keep| keep,
        added: |_| 1.0,
        rates: |rate| (1.0, rate),
        direction: |_, _, new, _| new,
        remembered: |new, _| new,
        moved: |step| -step,
    },
    probes,
    answer: |steps, probe| {
        let mut velocity = vec![0.0; probe.start.len()];
        path(probe, |rate, parameters, gradient| {
            let (inside, outside) = (steps.rates)(rate);
            for ((w, g), v) in parameters.iter_mut().zip(gradient).zip(&mut velocity)
            {
                let added = inside * (steps.added)(KEEP) * g;
                let new = (steps.kept)(KEEP) * *v + added;
                let direction = (steps.direction)(KEEP, *v, new, added);
                *w += (steps.moved)(outside * direction);
                *v = (steps.remembered)(new, added);
            }
        })
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "uphill",
            told: "You add the step, and it leads uphill. If you put the sign into the \
                   velocity, as some texts do, it belongs there and not here. With v ← μv + g \
                   the step is subtracted.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.moved = |step| step,
        },
        nothing_moves("optimizers.md#momentum", |steps| steps.moved = |_| 0.0),
        Mistake {
            name: "velocity-turned-round",
            told: "The old velocity is subtracted: each step brakes the one before in the \
                   place of going on with it. A share of the velocity is kept, with its \
                   sign.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.kept = |keep| -keep,
        },
        Mistake {
            name: "rate-inside",
            told: "The learning rate is inside of the velocity.\nOther texts have it there, and \
                   the path is the same as long as the rate does not change. When it falls, \
                   your velocity still holds the old rate.\nHere it multiplies the step.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.rates = |rate| (rate, 1.0),
        },
        Mistake {
            name: "rate-twice",
            told: "The learning rate is in two places, in the velocity and in the step, so \
                   the step has its square.\nIt looks like a rate that is too small.\nIt \
                   belongs into the step alone.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.rates = |rate| (rate, rate),
        },
        Mistake {
            name: "no-rate",
            told: "The learning rate is missing: the step is the whole velocity, and \
                   most training diverges. w moves by η v.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.rates = |_| (1.0, 1.0),
        },
        Mistake {
            name: "damped",
            told: "There is a factor 1 − μ, at the slope or at the step. It makes a running mean \
                   of the velocity.\nOn an even slope your steps are as long as those of plain \
                   descent, and not ten times.\nSome programs do this; in ours the whole slope \
                   is added, and the step is η v.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.added = |keep| 1.0 - keep,
        },
        Mistake {
            name: "damped-twice",
            told: "1 − μ is there twice, as in the velocity and in the step. Each makes the steps \
                   ten times shorter. With v ← μv + g there is no such factor at all.",
            section: "optimizers.md#momentum",
            source: Some("mdenil/dropout#4"),
            plant: |steps| steps.added = |keep| (1.0 - keep).powi(2),
        },
        Mistake {
            name: "share-of-what-fades",
            told: "The old velocity is multiplied by 1 − μ. That is the share that fades: a \
                   tenth of it remains after one step. Nine tenths are kept.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.kept = |keep| 1.0 - keep,
        },
        Mistake {
            name: "velocity-not-kept",
            told: "The velocity is not stored, so each step begins without one. In Rust `*v = …` \
                   changes the memory; `let v = …` makes a new number.\nWithout a velocity this \
                   is plain descent.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.remembered = |_, _| 0.0,
        },
        Mistake {
            name: "slope-for-velocity-remembered",
            told: "You remember the slope in the place of the velocity. The next step then knows \
                   the slope before it, and nothing of those before that one. What is stored is \
                   μv + g.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.remembered = |_, added| added,
        },
        Mistake {
            name: "slope-fades-too",
            told: "You multiply v + g by μ, so the new slope loses a tenth as well. μ is the \
                   share of the old velocity that is kept, and the slope is added whole: \
                   μv + g.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| {
                steps.kept = |keep| keep;
                steps.added = |keep| keep;
            },
        },
        Mistake {
            name: "share-at-the-slope",
            told: "μ multiplies the slope and not the old velocity, which is kept whole and \
                   never fades. The ball rolls on without friction. It is μv that is kept, and \
                   the slope is added whole.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| {
                steps.kept = |_| 1.0;
                steps.added = |keep| keep;
                // Without a memory only the factor of the slope would be seen.
                steps.remembered = |new, _| new;
            },
        },
        Mistake {
            name: "nothing-fades",
            told: "The old velocity is kept whole: nothing of it fades, and the ball rolls on \
                   without friction. A share μ of it is kept, `keep * v`.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.kept = |_| 1.0,
        },
        Mistake {
            name: "velocity-and-its-share",
            told: "The old velocity is there twice: whole, and once more as μv. With `*v += …` \
                   what stands on the right comes on top of v, and v nearly doubles at every \
                   step. Write `*v = …`.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.kept = |keep| 1.0 + keep,
        },
        Mistake {
            name: "old-velocity",
            told: "You move by the velocity of the step before, and the first step goes \
                   nowhere. First the slope is added to the velocity, then the parameter \
                   moves.",
            section: "optimizers.md#momentum",
            source: Some("mdenil/dropout#4"),
            plant: |steps| {
                steps.direction = |_, old, _, _| old;
                // Without a memory nothing would move.
                steps.remembered = |new, _| new;
            },
        },
        Mistake {
            name: "nesterov",
            told: "You step along μv + g with the new v: the slope counts once more. That is \
                   Nesterov's momentum, another rule with another path. Plain momentum steps \
                   along v.",
            section: "optimizers.md#momentum",
            source: None,
            plant: |steps| steps.direction = |keep, _, new, added| keep * new + added,
        },
        Mistake {
            name: "nesterov-against-the-slope",
            told: "You step along g − μv, with two signs that differ: the velocity leads \
                   uphill. With v ← μv + g both would be subtracted, and plain momentum \
                   steps along v alone.",
            section: "optimizers.md#momentum",
            source: Some("fchollet/deep-learning-with-python-notebooks#19"),
            plant: |steps| {
                steps.direction = |keep, _, new, added| added - keep * new;
                // Without a memory this would be damped descent.
                steps.remembered = |new, _| new;
            },
        },
    ],
};

/// Checks momentum, as a rule made for so many parameters. Its share is 0.9.
///
/// # Errors
///
/// What is wrong with it.
pub fn momentum<O: Optimizer + 'static>(yours: fn(usize) -> O) -> Verdict {
    MOMENTUM.check(move |probe| path_of(yours, probe))
}

/// What keeps a slope that has always been 0 from being divided by 0.
const EPSILON: f64 = 1e-8;

/// How a step of RMSProp is computed, for one parameter.
#[derive(Clone, Copy)]
struct RmsProp {
    /// The share of the old mean that is kept.
    kept: fn(keep: f64) -> f64,
    /// What of the new square is added.
    added: fn(keep: f64, square: f64) -> f64,
    /// What the mean is of.
    square: fn(g: f64) -> f64,
    /// Which mean is used, that before or that after the slope was added.
    used: fn(old: f64, new: f64) -> f64,
    /// What of the mean is remembered.
    remembered: fn(new: f64) -> f64,
    /// What is added to the mean.
    before_root: f64,
    /// From the mean of squares to the usual size.
    root: fn(f64) -> f64,
    /// What is added to the usual size.
    after_root: f64,
    /// What is divided.
    above: fn(g: f64) -> f64,
    /// What is added to the fraction.
    after_fraction: f64,
    /// How far the parameter moves, of a step along the slope.
    moved: fn(step: f64) -> f64,
}

static RMS_PROP: Lesson<RmsProp, Probe> = Lesson {
    exercise: "rms_prop",
    steps: RmsProp {
        kept: |keep| keep,
        added: |keep, square| (1.0 - keep) * square,
        square: |g| g * g,
        used: |_, new| new,
        remembered: |new| new,
        before_root: 0.0,
        root: f64::sqrt,
        after_root: EPSILON,
        above: |g| g,
        after_fraction: 0.0,
        moved: |step| -step,
    },
    probes,
    answer: |steps, probe| {
        let mut mean_square = vec![0.0; probe.start.len()];
        path(probe, |rate, parameters, gradient| {
            for ((w, &g), s) in
                parameters.iter_mut().zip(gradient).zip(&mut mean_square)
            {
                let new =
                    (steps.kept)(KEEP) * *s + (steps.added)(KEEP, (steps.square)(g));
                let size = (steps.root)((steps.used)(*s, new) + steps.before_root);
                let step = rate * (steps.above)(g) / (size + steps.after_root)
                    + steps.after_fraction;
                *w += (steps.moved)(step);
                *s = (steps.remembered)(new);
            }
        })
    },
    sizes: SIZES,
    mistakes: &[
        uphill("optimizers.md#rmsprop", |steps| steps.moved = |step| step),
        nothing_moves("optimizers.md#rmsprop", |steps| steps.moved = |_| 0.0),
        Mistake {
            name: "no-root",
            told: "You divide by the mean of the squares, without its root. A step then gets \
                   longer as the slope gets smaller. The root brings the mean back to the \
                   scale of a slope.",
            section: "optimizers.md#rmsprop",
            source: Some("torch/optim#48"),
            plant: |steps| steps.root = |mean| mean,
        },
        Mistake {
            name: "old-mean",
            told: "You divide by the mean before the new square is in it. At the first step \
                   it is 0, and only ε is left to divide by. First the mean, then the step.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.used = |old, _| old,
        },
        Mistake {
            name: "epsilon-inside",
            told: "ε is inside of the root: √(s + ε).\nSome papers write it so, and for large \
                   slopes you see no difference. But √ε is 0.0001, so slopes below that are \
                   hardly enlarged.\nOurs is √s + ε.",
            section: "optimizers.md#rmsprop",
            source: Some("apache/mxnet#4493"),
            plant: |steps| {
                steps.before_root = EPSILON;
                steps.after_root = 0.0;
            },
        },
        epsilon_outside("optimizers.md#rmsprop", |steps| {
            steps.after_root = 0.0;
            steps.after_fraction = EPSILON;
            // A mean of 0 would hide ε in an infinite step.
            steps.used = |_, new| new;
        }),
        no_epsilon("optimizers.md#rmsprop", |steps| steps.after_root = 0.0),
        Mistake {
            name: "mean-of-slopes",
            told: "The mean is one of slopes and not of their squares. Slopes of both signs \
                   cancel in it, and a negative mean has no root. The square makes it a \
                   size: s takes g².",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.square = |g| g,
        },
        Mistake {
            name: "mean-of-sizes",
            told: "The mean is one of |g|, and not of g². Under the root it has the wrong \
                   scale. RMS is the root of the mean of squares.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.square = f64::abs,
        },
        Mistake {
            name: "whole-square-added",
            told: "The whole square is added, without its share 1 − ρ.\nThe mean becomes ten \
                   times too large, and the steps are about a third as long.\nTogether \
                   the two shares are 1.",
            section: "optimizers.md#rmsprop",
            source: Some("Devinterview-io/gradient-descent-interview-questions#1"),
            plant: |steps| steps.added = |_, square| square,
        },
        Mistake {
            name: "share-squared",
            told: "1 − ρ is there twice: a hundredth of the square is added, and not a tenth. If \
                   you wrote ((1 − ρ) g)², the share is squared as well. It multiplies g² from \
                   outside.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| {
                steps.added = |keep, square| (1.0 - keep).powi(2) * square;
            },
        },
        Mistake {
            name: "no-brackets-around-the-share",
            told: "The brackets around 1 − ρ are missing. `1.0 - keep * …` is 1 less a \
                   product, so nearly 1 is added to s at every step, however small the slope. \
                   Only (1 − ρ) is the share.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| {
                steps.added = |keep, square| 1.0 - keep * square;
                // Beside a mean of about 1, ε is too small to be seen.
                steps.before_root = 0.0;
                steps.after_root = EPSILON;
            },
        },
        Mistake {
            name: "step-without-the-slope",
            told: "The slope is missing above the line. η / (√s + ε) is never negative, so w \
                   goes one way, wherever the valley is. What is divided is η g.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.above = |_| 1.0,
        },
        Mistake {
            name: "nothing-fades",
            told: "The old mean is kept whole, so s only grows, and the steps get shorter and \
                   shorter. AdaGrad is a rule of this kind. RMSProp keeps a share ρ of s.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.kept = |_| 1.0,
        },
        Mistake {
            name: "shares-exchanged",
            told: "The shares are exchanged: you keep a tenth of the mean, and nine tenths \
                   are the last square. It hardly remembers anything. ρ belongs to the old \
                   mean.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| {
                steps.kept = |keep| 1.0 - keep;
                steps.added = |keep, square| keep * square;
            },
        },
        Mistake {
            name: "mean-not-kept",
            told: "The mean is not stored, so it knows the last slope only, and every step \
                   is as long as the first. In Rust `*s = …` changes the memory; `let s = …` \
                   makes a new number.",
            section: "optimizers.md#rmsprop",
            source: None,
            plant: |steps| steps.remembered = |_| 0.0,
        },
    ],
};

/// Checks RMSProp, as a rule made for so many parameters. Its share is 0.9, its epsilon 10⁻⁸.
///
/// # Errors
///
/// What is wrong with it.
pub fn rms_prop<O: Optimizer + 'static>(yours: fn(usize) -> O) -> Verdict {
    RMS_PROP.check(move |probe| path_of(yours, probe))
}

/// Two numbers: for the mean of the slopes, and for that of their squares.
type Both = (f64, f64);

/// How a step of Adam is computed, for one parameter.
#[derive(Clone, Copy)]
struct Adam {
    /// The shares of the old means that are kept.
    kept: fn(shares: Both) -> Both,
    /// The share of the new slope in its mean.
    mean_share: fn(keep: f64) -> f64,
    /// The share of the new square in its mean.
    square_share: fn(keep: f64) -> f64,
    /// What the second mean is of: the slope, or the mean slope.
    square: fn(g: f64, mean: f64) -> f64,
    /// Of which shares the corrections are the powers.
    corrected: fn(shares: Both) -> Both,
    /// Which power, at step `t` counted from 1, for parameter `i` of `n`.
    power: fn(t: i32, i: i32, n: i32) -> i32,
    /// The sum of the shares in a mean, of a share and a power.
    weight: fn(keep: f64, power: i32) -> f64,
    /// What is added to the mean square of before, of it and the new mean.
    square_before: fn(square: f64, mean: f64) -> f64,
    /// What the new mean is, where the new mean square is there, too.
    mean_after: fn(mean: f64, square: f64) -> f64,
    /// The corrected mean, of the mean and the sum of its shares.
    corrected_mean: fn(mean: f64, weight: f64) -> f64,
    /// What the mean square is divided by.
    square_weight: fn(f64) -> f64,
    /// What is remembered of the mean: as it was, or corrected.
    mean_remembered: fn(mean: f64, corrected: f64) -> f64,
    /// What is remembered of the mean square.
    square_remembered: fn(square: f64, corrected: f64) -> f64,
    /// Which way to go, of the corrected mean and the slope.
    direction: fn(mean: f64, g: f64) -> f64,
    /// What is divided by: of the mean square, its weight and the corrected mean.
    below: fn(square: f64, weight: f64, mean: f64) -> f64,
    /// What is added to the fraction.
    after_fraction: f64,
    /// How far the parameter moves, of a step along the direction.
    moved: fn(step: f64) -> f64,
}

/// The shares that Adam keeps in its lesson.
const SHARES: Both = (0.9, 0.999);

static ADAM: Lesson<Adam, Probe> = Lesson {
    exercise: "adam",
    steps: Adam {
        kept: |shares| shares,
        mean_share: |keep| 1.0 - keep,
        square_share: |keep| 1.0 - keep,
        square: |g, _| g * g,
        corrected: |shares| shares,
        power: |t, _, _| t,
        weight: |keep, power| 1.0 - keep.powi(power),
        square_before: |square, _| square,
        mean_after: |mean, _| mean,
        corrected_mean: |mean, weight| mean / weight,
        square_weight: |weight| weight,
        mean_remembered: |mean, _| mean,
        square_remembered: |square, _| square,
        direction: |mean, _| mean,
        below: |square, weight, _| (square / weight).sqrt() + EPSILON,
        after_fraction: 0.0,
        moved: |step| -step,
    },
    probes,
    answer: |steps, probe| {
        let n = probe.start.len();
        let mut memory = vec![(0.0, 0.0); n];
        let (keep_mean, keep_square) = (steps.kept)(SHARES);
        let (base, square_base) = (steps.corrected)(SHARES);
        let mut t = 0;
        path(probe, |rate, parameters, gradient| {
            t += 1;
            for (i, (w, &g)) in parameters.iter_mut().zip(gradient).enumerate() {
                let (m, s) = memory[i];
                let m = keep_mean * m + (steps.mean_share)(keep_mean) * g;
                let s = keep_square * (steps.square_before)(s, m)
                    + (steps.square_share)(keep_square) * (steps.square)(g, m);
                let m = (steps.mean_after)(m, s);
                let power = (steps.power)(t, i as i32, n as i32);
                let weight =
                    (steps.square_weight)((steps.weight)(square_base, power));
                let mean = (steps.corrected_mean)(m, (steps.weight)(base, power));
                memory[i] = (
                    (steps.mean_remembered)(m, mean),
                    (steps.square_remembered)(s, s / weight),
                );
                let fraction =
                    (steps.direction)(mean, g) / (steps.below)(s, weight, mean);
                *w += (steps.moved)(rate * fraction + steps.after_fraction);
            }
        })
    },
    sizes: SIZES,
    mistakes: &[
        uphill("optimizers.md#adam", |steps| steps.moved = |step| step),
        nothing_moves("optimizers.md#adam", |steps| steps.moved = |_| 0.0),
        Mistake {
            name: "mean-not-corrected",
            told: "m is not corrected. It began at 0 and is far too small in the first steps: \
                   a tenth of the slope in the first. Divide it by 1 − β₁ᵗ.",
            section: "optimizers.md#adam",
            source: Some("oxiglade/mlx-rs#301"),
            plant: |steps| steps.corrected_mean = |mean, _| mean,
        },
        Mistake {
            name: "no-brackets-below-the-mean",
            told: "The brackets below m are missing. `m / 1.0 - β₁ᵗ` divides by 1 and then \
                   subtracts: 0.9 in the first step, however small the slope. m is divided by \
                   all of (1 − β₁ᵗ).",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.corrected_mean = |mean, weight| mean - (1.0 - weight)
            },
        },
        Mistake {
            name: "square-not-corrected",
            told: "s is not corrected. It began at 0 and is far too small at first, a \
                   thousandth of g², so the first step is too long. Divide it by 1 − β₂ᵗ.",
            section: "optimizers.md#adam",
            source: Some("oxiglade/mlx-rs#301"),
            plant: |steps| steps.square_weight = |_| 1.0,
        },
        Mistake {
            name: "steps-from-zero",
            told: "Every parameter becomes NaN. If t is 0 at the first step, 1 − β⁰ is 0, and \
                   you divide by it: t goes up before it is used. If t is right, look at the \
                   brackets: `s / 1.0 - …` is negative, and has no root.",
            section: "optimizers.md#adam",
            source: Some("tracel-ai/burn#630"),
            plant: |steps| steps.power = |t, _, _| t - 1,
        },
        Mistake {
            name: "steps-from-two",
            told: "t is one too high: 2 at the first step.\nThe correction is then too weak \
                   from the start, and after many steps nobody sees it.\nt is 1 at the first \
                   step.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.power = |t, _, _| t + 1,
        },
        Mistake {
            name: "power-forgotten",
            told: "The corrections divide by 1 − β at every step, as if each were the first.\n\
                   The first is right, so it is easily missed.\nThe power t makes the \
                   correction fade; t goes up by 1 at each step.",
            section: "optimizers.md#adam",
            source: Some("eriklindernoren/ML-From-Scratch#35"),
            plant: |steps| steps.power = |_, _, _| 1,
        },
        Mistake {
            name: "steps-counted-by-parameter",
            told: "t goes up with every parameter.\nThe correction is right for the first one \
                   only, in the first step, and too weak for all that follow.\nIt is the \
                   steps that are counted: once before the loop.",
            section: "optimizers.md#adam",
            source: Some("flashlight/flashlight#143"),
            plant: |steps| steps.power = |t, i, n| (t - 1) * n + i + 1,
        },
        Mistake {
            name: "product-for-power",
            told: "You subtracted β times t, and it is β to the power of t. They agree in the \
                   first step only; in the second the result is negative. `powi` raises to a \
                   power.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.weight = |keep, power| 1.0 - keep * f64::from(power),
        },
        Mistake {
            name: "power-of-the-difference",
            told: "You raised 1 − β to the power of t. That gets smaller and smaller, and the \
                   correction blows up. The power is of β alone: 1 − βᵗ goes to 1.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.weight = |keep, power| (1.0 - keep).powi(power),
        },
        Mistake {
            name: "corrections-multiplied",
            told: "You multiplied m and s by 1 − βᵗ, and they are divided by it. They are too \
                   small at first, and a product with a number below 1 makes them smaller \
                   still.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.weight = |keep, power| 1.0 / (1.0 - keep.powi(power));
            },
        },
        Mistake {
            name: "mean-stored-corrected",
            told: "The corrected m̂ is stored as m, and corrected once more at the next step. \
                   What is divided goes into a new number; the memory keeps m.",
            section: "optimizers.md#adam",
            source: Some("frgfm/Holocron#1"),
            plant: |steps| steps.mean_remembered = |_, corrected| corrected,
        },
        Mistake {
            name: "square-stored-corrected",
            told: "The corrected ŝ is stored as s, and corrected once more at the next step. \
                   What is divided goes into a new number; the memory keeps s.",
            section: "optimizers.md#adam",
            source: Some("frgfm/Holocron#1"),
            plant: |steps| steps.square_remembered = |_, corrected| corrected,
        },
        Mistake {
            name: "memory-not-kept",
            told: "m and s are not stored, so each step knows its own slope only. In Rust \
                   `*m = …` changes the memory; `let m = …` makes a new number.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.mean_remembered = |_, _| 0.0;
                steps.square_remembered = |_, _| 0.0;
            },
        },
        Mistake {
            name: "first-share-in-both-means",
            told: "β₁ is in both means, so s forgets as fast as m. It keeps the share β₂, \
                   0.999, and adds 1 − β₂ of the square.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.kept = |(mean, _)| (mean, mean),
        },
        Mistake {
            name: "shares-exchanged",
            told: "β₁ and β₂ are exchanged in the two means: the slopes are remembered for \
                   long, and their size is not. m keeps 0.9 of itself, s keeps 0.999.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.kept = |(mean, square)| (square, mean);
                // Where m is not used, nobody sees what it keeps.
                steps.direction = |mean, _| mean;
            },
        },
        Mistake {
            name: "first-share-in-both-corrections",
            told: "β₁ is in both corrections. s then is divided by 1 − β₁ᵗ, which is much too \
                   large at first, so the first steps are too long. s is divided by 1 − β₂ᵗ.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.corrected = |(mean, _)| (mean, mean);
                // If there is one for s alone, it is not in both.
                steps.corrected_mean = |mean, weight| mean / weight;
            },
        },
        Mistake {
            name: "corrections-exchanged",
            told: "β₁ and β₂ are exchanged in the corrections: m is divided by 1 − β₂ᵗ, and s \
                   by 1 − β₁ᵗ. Each mean is divided by the sum of its own shares.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.corrected = |(mean, square)| (square, mean);
                // If there is only one of them, nothing is exchanged.
                steps.corrected_mean = |mean, weight| mean / weight;
                steps.square_weight = |weight| weight;
                steps.direction = |mean, _| mean;
            },
        },
        Mistake {
            name: "second-share-in-both-corrections",
            told: "β₂ is in both corrections. m then is divided by 1 − β₂ᵗ, which is much too \
                   small at first, so the first steps are far too long. m is divided by \
                   1 − β₁ᵗ.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.corrected = |(_, square)| (square, square);
                // If there is one for m alone, it is not in both.
                steps.square_weight = |weight| weight;
            },
        },
        Mistake {
            name: "first-share-everywhere",
            told: "β₁ is in both means and in both corrections.\nThe first step is right, so it \
                   is easily missed.\ns should keep β₂, 0.999, and be divided by 1 − β₂ᵗ.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.kept = |(mean, _)| (mean, mean);
                steps.corrected = |(mean, _)| (mean, mean);
                steps.square_weight = |weight| weight;
            },
        },
        Mistake {
            name: "one-memory",
            told: "m and s share one memory: the mean square goes on from the mean of the \
                   slopes, and both are overwritten by it. Where it is negative there is no \
                   root. Each parameter has two numbers, one in `mean` and one in \
                   `mean_square`.",
            section: "optimizers.md#adam",
            source: Some("https://github.com/parasdahal/deepnet"),
            plant: |steps| {
                steps.square_before = |_, mean| mean;
                steps.mean_after = |_, square| square;
            },
        },
        Mistake {
            name: "whole-slope-added",
            told: "The whole slope is added to m, without its share 1 − β₁. That is the \
                   velocity of momentum, ten times as large as the mean.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.mean_share = |_| 1.0,
        },
        Mistake {
            name: "whole-square-added",
            told: "The whole square is added to s, without its share 1 − β₂.\ns is then a \
                   thousand times too large, and the steps are far too short.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.square_share = |_| 1.0,
        },
        Mistake {
            name: "mean-of-slopes",
            told: "s is a mean of slopes and not of their squares. Slopes of both signs \
                   cancel in it, and a negative mean has no root. s takes g².",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.square = |g, _| g,
        },
        Mistake {
            name: "square-of-the-mean",
            told: "s takes the square of m, and it should be that of the slope. Where the \
                   slopes change their sign, m is small, and s would not know how large they \
                   are. s takes g².",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.square = |_, mean| mean * mean,
        },
        Mistake {
            name: "slope-for-mean",
            told: "The step goes along the slope, and m is computed for nothing.\nThat is \
                   RMSProp with a correction.\nAbove the line is m̂.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.direction = |_, g| g,
        },
        Mistake {
            name: "root-of-the-mean",
            told: "The root is that of m̂, and it should be that of ŝ. m̂ can be negative, and \
                   then there is no root. Above the line is m̂, below it the root of ŝ.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| steps.below = |_, _, mean| mean.sqrt() + EPSILON,
        },
        Mistake {
            name: "no-root",
            told: "You divide by ŝ without its root. Small slopes then make enormous steps. \
                   The root brings the mean of squares back to the scale of a slope.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.below = |square, weight, _| square / weight + EPSILON
            },
        },
        Mistake {
            name: "epsilon-inside",
            told: "ε is inside of the root: √(ŝ + ε).\nFor large slopes you see no difference. \
                   But √ε is 0.0001, so a slope below that makes a short step.\nOurs is \
                   √ŝ + ε.",
            section: "optimizers.md#adam",
            source: Some("FluxML/Flux.jl#448"),
            plant: |steps| {
                steps.below = |square, weight, _| (square / weight + EPSILON).sqrt();
            },
        },
        Mistake {
            name: "epsilon-before-the-correction",
            told: "ε is added to √s, and the correction comes after it. TensorFlow has it so, \
                   and only slopes as small as ε tell. Here ε is added to the root of the \
                   corrected ŝ.",
            section: "optimizers.md#adam",
            source: None,
            plant: |steps| {
                steps.below =
                    |square, weight, _| (square.sqrt() + EPSILON) / weight.sqrt();
            },
        },
        epsilon_outside("optimizers.md#adam", |steps| {
            steps.below = |square, weight, _| (square / weight).sqrt();
            steps.after_fraction = EPSILON;
        }),
        no_epsilon("optimizers.md#rmsprop", |steps| {
            steps.below = |square, weight, _| (square / weight).sqrt()
        }),
    ],
};

/// Checks Adam, as a rule made for so many parameters. Its shares are 0.9 and 0.999, its epsilon
/// is 10⁻⁸.
///
/// # Errors
///
/// What is wrong with it.
pub fn adam<O: Optimizer + 'static>(yours: fn(usize) -> O) -> Verdict {
    ADAM.check(move |probe| path_of(yours, probe))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&MOMENTUM, &RMS_PROP, &ADAM]
}
