//! The symbols of *Initialization*.

use backprop::activation::{Activation, Tanh};
use backprop::dense::Dense;
use backprop::initialization::Initialization;
use formulas::{Names, Value};
use ndarray::{Array1, Array2};
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::common::{World, array, number};

/// Evenly spaced numbers and any two; two that have nothing to do with each other; the sums of
/// a unit; weights whose variance a rule chose; the numbers of the page and of its exercises.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any numbers", |rng, names| {
            for name in ["b", "u", "v", "w", "a"] {
                names.value(name, number(rng));
            }
            names.value("k", size(rng));
        }),
        World::random(
            "numbers that have nothing to do with each other",
            |rng, names| {
                let (u, v) = (around_0(rng, 1.7, 4), around_0(rng, 0.6, 6));
                // Each of the one with each of the other.
                let pairs = |of: &dyn Fn((usize, usize)) -> f64| {
                    Array2::from_shape_fn((u.len(), v.len()), of)
                };
                variance(names).value("u", pairs(&|(i, _)| u[i]));
                names.value("v", pairs(&|(_, j)| v[j]));
            },
        ),
        World::random("the sums of a unit", |rng, names| {
            // Weights of one size, with every choice of their signs.
            let side = number(rng);
            let sign =
                |i: usize, j: usize| if i >> j & 1 == 0 { side } else { -side };
            let w = Array2::from_shape_fn((32, 5), |(i, j)| sign(i, j));
            let a = array(rng, (7, 5));
            variance(names).value("z", a.dot(&w.t())).value("n", 5.0);
            names.value("w", w).value("a", a);
        }),
        World::random("a sum near 0", |rng, names| {
            let z = 1e-4 * number(rng);
            names.value("z", z).value("a", Tanh.value(z));
        }),
        World::random("a variance for the way forward", |rng, names| {
            let n = size(rng);
            weights(names, rng, 1.0 / n).value("n", n);
        }),
        World::random("a variance for the way back", |rng, names| {
            let m = size(rng);
            weights(names, rng, 1.0 / m).value("m", m);
        }),
        World::random("Xavier", |rng, names| {
            let (n, m) = (size(rng), size(rng));
            let b = end(Initialization::Xavier, n, m);
            weights(names, rng, b * b / 3.0).value("b", b);
            names.value("n", n).value("m", m);
        }),
        World::random("He", |rng, names| {
            let n = size(rng);
            let b = end(Initialization::He, n, size(rng));
            weights(names, rng, b * b / 3.0).value("n", n);
        }),
        World::random("He for the way back", |rng, names| {
            let m = size(rng);
            let b = end(Initialization::He, m, size(rng));
            weights(names, rng, b * b / 3.0).value("m", m);
        }),
        World::random("He for leaky ReLU", |rng, names| {
            let n = size(rng);
            let kept = (1.0 + 0.01_f64.powi(2)) / 2.0;
            weights(names, rng, 1.0 / (kept * n)).value("n", n);
        }),
        World::chosen("64 inputs", |names| {
            let half = 64.0 * (1.0 / 3.0) * 0.5_f64;
            variance(names)
                .value("z", Array1::from_vec(vec![half.sqrt(), -half.sqrt()]));
        }),
        World::chosen("3 inputs and 4 hidden units", |names| {
            names.value("b", end(Initialization::Xavier, 3.0, 4.0));
        }),
        World::chosen("exercise 4", |names| {
            names.value("b", (1.0_f64 / 3.0).ln());
        }),
    ]
}

/// A number of inputs or of outputs.
fn size(rng: &mut ChaCha8Rng) -> f64 {
    f64::from(rng.random_range(2..200))
}

/// Where the interval of `how` ends for a layer of `n` inputs and `m` outputs.
fn end(how: Initialization, n: f64, m: f64) -> f64 {
    how.interval(&Dense::new(n as usize, m as usize)).end
}

/// Any `2 pairs` numbers, each with its opposite, whose squares are `variance` on average.
fn around_0(rng: &mut ChaCha8Rng, variance: f64, pairs: usize) -> Array1<f64> {
    let half: Array1<f64> = array(rng, pairs);
    let mean = half.mapv(|w| w * w).sum() / pairs as f64;
    let both = half.iter().flat_map(|w| [*w, -w]);
    both.map(|w| w * (variance / mean).sqrt()).collect()
}

/// Weights of this variance.
fn weights<'n>(names: &'n mut Names, rng: &mut ChaCha8Rng, of: f64) -> &'n mut Names {
    let w = around_0(rng, of, 5);
    variance(names).value("w", w)
}

/// What Var and *mean of* are.
fn variance(names: &mut Names) -> &mut Names {
    let mean = |values: &[Value]| {
        let numbers = values[0].numbers();
        numbers.iter().sum::<f64>() / numbers.len() as f64
    };
    names.function_of(r"\text{mean of }", move |values| Ok(mean(values).into()));
    names.function_of(r"\operatorname{Var}", move |values| {
        let middle = mean(values);
        Ok(mean(&[values[0].map(|w| (w - middle).powi(2))]).into())
    })
}
