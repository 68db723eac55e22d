//! The symbols of *Optimizers*.

use backprop::optimizers::{
    Adam, Momentum, Optimizer, RmsProp, descend_with, valley, valley_slopes,
};
use formulas::Names;
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::common::{World, number};

const EPSILON: f64 = 1e-8;

/// A point of the valley and its curvatures; what each rule remembers, which shows in its steps;
/// the examples of the page.
pub fn worlds() -> Vec<World> {
    let mut worlds = vec![
        World::random("the valley", |rng, names| {
            let (u, v) = (number(rng), number(rng));
            names.value("u", u).value("v", v).function_of("f", |at| {
                Ok(valley(at[0].number()?, at[1].number()?).into())
            });
        }),
        World::chosen("along the valley", |names| {
            names.value("c", valley_slopes((1.0, 1.0)).0);
            names.value(r"\mu", Momentum::default().keep);
        }),
        World::chosen("across the valley, at the edge", |names| {
            names.value("c", valley_slopes((1.0, 1.0)).1).value(r"\eta", 0.02);
        }),
        World::chosen("slopes of 3", |names| {
            let path = path(Momentum::default(), 1.0, &[3.0; 400]);
            names.value("v", path[399] - path[400]);
        }),
    ];
    worlds.extend(momentum());
    worlds.extend(rms_prop());
    worlds.extend(adam());
    worlds
}

/// A slope that is not nearly 0.
fn slope(rng: &mut ChaCha8Rng) -> f64 {
    let sign = if rng.random() { 1.0 } else { -1.0 };
    sign * rng.random_range(0.5..2.0)
}

/// Slopes, in some draws so small that ε counts beside them, in others so large that it does not.
fn slopes<const N: usize>(rng: &mut ChaCha8Rng) -> [f64; N] {
    let size = if rng.random() { 1.0 } else { 10.0 * EPSILON };
    [(); N].map(|()| size * slope(rng))
}

/// Where a rule moves a parameter from 0, for one slope after another: 0 and these places.
fn path(mut rule: impl Optimizer, rate: f64, slopes: &[f64]) -> Vec<f64> {
    let mut w = [0.0];
    let steps = slopes.iter().map(|&slope| {
        rule.step(rate, &mut w, &[slope]);
        w[0]
    });
    [0.0].into_iter().chain(steps).collect()
}

fn momentum_that_keeps(share: f64) -> Momentum {
    let mut rule = Momentum::default();
    rule.keep = share;
    rule
}

fn momentum() -> [World; 4] {
    let second_step = |rng: &mut ChaCha8Rng, names: &mut Names| {
        let (mu, eta) = (rng.random_range(0.1..0.9), rng.random_range(0.1..0.9));
        let slopes = [slope(rng), slope(rng)];
        let w = path(momentum_that_keeps(mu), eta, &slopes);
        names.value(r"\mu", mu).value(r"\eta", eta).value("g", slopes[1]);
        names.value("w", w[1]).after("w", w[2]);
        (w[1] - w[0], w[2] - w[1], eta)
    };
    [
        World::random("the second step of momentum", move |rng, names| {
            let (first, second, eta) = second_step(rng, names);
            names.value("v", -first / eta).after("v", -second / eta);
        }),
        World::random("momentum with the rate in its velocity", move |rng, names| {
            let (first, second, _) = second_step(rng, names);
            names.value("v", first).after("v", second);
        }),
        World::random("with that velocity", move |rng, names| {
            let (_, second, _) = second_step(rng, names);
            names.value("v", second);
        }),
        World::random("exercise 1, at the edge", |rng, names| {
            let (mu, c) = (rng.random_range(0.1..0.9), rng.random_range(0.5..5.0));
            let eta = 2.0 * (1.0 + mu) / c;
            // After many steps nothing is left but the jump from side to side.
            let slopes = |(w, _)| (c * w, 0.0);
            let rule = momentum_that_keeps(mu);
            let path = descend_with(rule, eta, slopes, (1.0, 0.0), 1000);
            let (before, w) = (path[999].0, path[1000].0);
            names.value(r"\mu", mu).value("c", c).value(r"\eta", eta);
            names.value("w", w).value("v", (before - w) / eta);
        }),
    ]
}

/// The mean of squares by which RMSProp must have divided, to move a parameter so far.
fn mean_square(eta: f64, slope: f64, from: f64, to: f64) -> f64 {
    (eta * slope / (from - to) - EPSILON).powi(2)
}

fn rms_prop() -> [World; 2] {
    [
        World::random("the second step of RMSProp", |rng, names| {
            let (rho, eta) = (rng.random_range(0.1..0.9), rng.random_range(0.1..0.9));
            let slopes = slopes::<2>(rng);
            let mut rule = RmsProp::default();
            rule.keep = rho;
            let w = path(rule, eta, &slopes);
            names.value(r"\rho", rho).value(r"\eta", eta).value("g", slopes[1]);
            names.value(r"\epsilon", EPSILON).value("w", w[1]).after("w", w[2]);
            names.value("s", mean_square(eta, slopes[0], w[0], w[1]));
            names.after("s", mean_square(eta, slopes[1], w[1], w[2]));
        }),
        World::random("the first step of RMSProp", |rng, names| {
            let [g] = slopes(rng);
            let w = path(RmsProp::default(), 0.1, &[g]);
            names.value("g", g).value("s", mean_square(0.1, g, w[0], w[1]));
        }),
    ]
}

fn adam_that_keeps(of_slopes: f64, of_squares: f64) -> Adam {
    let mut rule = Adam::default();
    (rule.keep_mean, rule.keep_square) = (of_slopes, of_squares);
    rule
}

/// A running mean after all of these numbers, which began at 0: each has a share of it.
fn mean(share: f64, numbers: &[f64]) -> f64 {
    let ages = numbers.iter().rev().zip(0..);
    ages.map(|(number, age)| (1.0 - share) * share.powi(age) * number).sum()
}

/// What Adam makes of the means, which shows where the other share is 0.
fn corrected_means(shares: (f64, f64), slopes: &[f64]) -> (f64, f64) {
    let last = slopes.len();
    let moved = |rule: Adam| {
        let w = path(rule, 1.0, slopes);
        w[last - 1] - w[last]
    };
    let g = slopes[last - 1];
    let m_hat = moved(adam_that_keeps(shares.0, 0.0)) * (g.abs() + EPSILON);
    let s_hat = (g / moved(adam_that_keeps(0.0, shares.1)) - EPSILON).powi(2);
    (m_hat, s_hat)
}

fn adam() -> [World; 5] {
    let third_step = |is_after: bool| {
        move |rng: &mut ChaCha8Rng, names: &mut Names| {
            let shares = (rng.random_range(0.1..0.9), rng.random_range(0.1..0.9));
            let slopes = slopes::<3>(rng);
            let squares = slopes.map(|g| g * g);
            let known = if is_after { 3 } else { 2 };
            let means = |known| {
                (mean(shares.0, &slopes[..known]), mean(shares.1, &squares[..known]))
            };
            let (m_hat, s_hat) = corrected_means(shares, &slopes);
            let w = path(adam_that_keeps(shares.0, shares.1), 0.3, &slopes);
            names.value(r"\beta_1", shares.0).value(r"\beta_2", shares.1);
            names.value("t", 3.0).value("g", slopes[2]).value(r"\eta", 0.3);
            names.value("m", means(known).0).after("m", means(3).0);
            names.value("s", means(known).1).after("s", means(3).1);
            names.value(r"\hat m", m_hat).value(r"\hat s", s_hat);
            names.value(r"\epsilon", EPSILON).value("w", w[2]).after("w", w[3]);
        }
    };
    [
        World::random("before the third step of Adam", third_step(false)),
        World::random("in the third step of Adam", third_step(true)),
        World::random("the first step of Adam", |rng, names| {
            let [g] = slopes(rng);
            let (m_hat, s_hat) = corrected_means((0.9, 0.999), &[g]);
            names.value("g", g).value(r"\hat m", m_hat).value(r"\hat s", s_hat);
        }),
        World::chosen("the first step, or without the mean of the slopes", |names| {
            names.value("t", 1.0).value(r"\beta_1", 0.0);
        }),
        World::chosen("exercise 2", |names| {
            let slopes = [4.0, -2.0];
            names.value("m", mean(0.9, &slopes));
            names.value(r"\hat m", corrected_means((0.9, 0.999), &slopes).0);
        }),
    ]
}
