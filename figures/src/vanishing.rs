//! Figures and values of the chapter *Vanishing gradients*: how long deeper networks wait, slopes
//! on their way back through ten layers, and units that die.

use std::ops::Range;
use std::thread;

use backprop::activation::{Activation, Gelu, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::dense::Gradients;
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::loss::sum_of_squares_gradient;
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use ndarray::Array2;
use plotters::prelude::*;

use crate::activation_functions::{seeded, training};
use crate::sequential::drawn;
use crate::style::{
    BLUE, Drawing, GREEN, PURPLE, VERMILION, axes, curve, dot, label, plain, sampled,
    svg,
};
use crate::value::{Value, count, number};

/// How many seeds the networks after one long step come from.
const SEEDS: u64 = 40;
/// How many seeds the sweep of the rate looks at.
const SWEPT: u64 = 200;
/// And how many others, after those, at the best rate.
const MORE: u64 = 800;
/// The rates of the one long step.
const LONG_STEPS: [f64; 6] = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0];

/// The loss of networks of two, three and four layers of `seed`, over so many iterations at
/// learning rate 0.5: at 1 it jumps, and where to hangs on the last bit.
pub fn depth(seed: u64, iterations: usize) -> Drawing {
    let (x, y) = two_inputs();
    let curves = [
        ("2 layers", &[2, 4, 1][..], BLUE, 0.06),
        ("3 layers", &[2, 4, 4, 1], GREEN, 0.27),
        ("4 layers", &[2, 4, 4, 4, 1], VERMILION, 0.66),
    ];
    let curves = curves.map(|(name, widths, color, along)| {
        let losses = drawn(widths, seed).train(&x, &y, 0.5, iterations);
        (name, losses, color, along)
    });
    let told = curves.each_ref().map(|(name, losses, ..)| {
        let half = losses.iter().position(|&loss| loss < 0.5).unwrap_or(iterations);
        format!("{name}, below one half from about iteration {}", half / 50 * 50)
    });
    let words = format!(
        "Three losses that fall to about 1 at once, stay there, and fall again: {}.",
        told.join("; "),
    );
    svg(700, "The loss with two, three and four layers", &words, |canvas| {
        let end = iterations as f64;
        let mut chart =
            axes(canvas, ("iteration", 0.0..end), ("loss L", 0.0..1.4), &plain)?;
        for (name, losses, color, along) in curves {
            chart.draw_series([curve(sampled(&losses, 5), color)])?;
            chart.draw_series([label((along * end, 1.2), name, color)])?;
        }
        Ok(())
    })
}

/// The largest slope along a parameter of the first layer after 100 iterations at learning rate
/// 1: the median of 20 seeds.
fn slope_on_plateau(widths: &[usize]) -> f64 {
    let (x, y) = two_inputs();
    let largest = |seed| {
        let mut net = drawn(widths, seed);
        net.train(&x, &y, 1.0, 100);
        let (_, gradients) = loss_and_gradients(&net, &x, &y);
        let Gradients { dw, db } = &gradients[0];
        dw.iter().chain(db).fold(0.0, |most: f64, slope| most.max(slope.abs()))
    };
    quantile(&(0..20).map(largest).collect::<Vec<_>>(), 0.5)
}

/// Whether the loss falls below 0.1 within so many iterations.
pub fn learns(net: &mut Sequential, learning_rate: f64, iterations: usize) -> bool {
    training(net, learning_rate).take(iterations).any(|loss| loss < 0.1)
}

/// Before any step: the mean size of ∂L/∂z of every layer of `net`.
pub fn slope_sizes(net: &Sequential) -> Vec<f64> {
    let (x, y) = four_rows();
    let pass = net.forward(&x);
    let d_output = sum_of_squares_gradient(pass.output(), &y);
    let mean = |dz: &Array2<f64>| dz.mapv(f64::abs).sum() / dz.len() as f64;
    net.backward(&x, &pass, &d_output).dz.iter().map(mean).collect()
}

/// The same for ten layers that end in `activation`, the median of 100 seeds.
pub fn median_slope_sizes(activation: &'static dyn Activation) -> Vec<f64> {
    let sizes: Vec<_> =
        (0..100).map(|seed| slope_sizes(&seeded(9, activation, seed))).collect();
    medians(&sizes)
}

/// Of many lists, the median of the first numbers, that of the second, and so on.
pub(crate) fn medians(lists: &[Vec<f64>]) -> Vec<f64> {
    let numbers = |i: usize| lists.iter().map(|list| list[i]).collect::<Vec<_>>();
    (0..lists[0].len()).map(|i| quantile(&numbers(i), 0.5)).collect()
}

/// How many units of the first layer have a positive sum in none of the four rows.
pub fn dead_units(net: &Sequential) -> usize {
    let (x, _) = four_rows();
    let pass = net.forward(&x);
    let units = pass.z[0].columns().into_iter();
    units.filter(|z| z.iter().all(|&z| z <= 0.0)).count()
}

/// A network with one hidden layer after one step at the rate `long`.
pub fn after_long_step(
    activation: &'static dyn Activation,
    seed: u64,
    long: f64,
) -> Sequential {
    let mut net = seeded(1, activation, seed);
    let (x, y) = four_rows();
    net.train(&x, &y, long, 1);
    net
}

/// The share of hidden units with ReLU that are dead after one step at the rate `long`.
fn dead_after(long: f64) -> f64 {
    let dead = |seed| dead_units(&after_long_step(&Relu, seed, long));
    (0..100).map(dead).sum::<usize>() as f64 / 600.0
}

/// The share of seeds that learn after one step at the rate `long`.
fn learned_after(activation: &'static dyn Activation, long: f64) -> f64 {
    let learns =
        |&seed: &u64| learns(&mut after_long_step(activation, seed, long), 0.3, 300);
    (0..SEEDS).filter(learns).count() as f64 / SEEDS as f64
}

/// The mean size of the slopes in each of ten layers, for three activations.
pub fn slopes_by_layer() -> Drawing {
    let activations: [(&str, &'static dyn Activation, _, _); 3] = [
        ("sigmoid", &Sigmoid, BLUE, (4.4, 7e-6)),
        ("tanh", &Tanh, GREEN, (1.6, 1.2e-1)),
        ("ReLU", &Relu, VERMILION, (1.6, 1.6e-3)),
    ];
    let curves = activations
        .map(|(name, f, color, at)| (name, median_slope_sizes(f), color, at));
    let told = curves.each_ref().map(|(name, sizes, ..)| {
        format!("{name}, {:.0e} and {:.1}", sizes[0], sizes[9])
    });
    let words = format!(
        "Three curves from layer 1 to layer 10, on a scale of powers of ten. In the first \
         and in the last layer they are: {}.",
        told.join("; "),
    );
    svg(680, "The size of the slopes in ten layers", &words, |canvas| {
        let powers = (1e-7..1.0).log_scale();
        let size = ("mean size of ∂L/∂z, powers of ten", powers);
        let mut chart = axes(canvas, ("layer", 1.0..10.0), size, &power)?;
        for (name, sizes, color, at) in &curves {
            let points = || (1..).map(f64::from).zip(sizes.iter().copied());
            chart.draw_series([curve(points(), *color)])?;
            chart.draw_series(points().map(|at| dot(at, *color)))?;
            chart.draw_series([label(*at, *name, *color)])?;
        }
        Ok(())
    })
}

/// A power of ten as an axis shows it.
pub(crate) fn power(value: &f64) -> String {
    format!("{value:.0e}").replace('-', "\u{2212}")
}

/// Above, the share of units that one long step kills; below, the share of seeds that learn
/// after it.
pub fn one_long_step() -> Drawing {
    let dead = LONG_STEPS.map(|long| (long, 100.0 * dead_after(long)));
    let activations: [(&str, &'static dyn Activation, _, _); 4] = [
        ("tanh", &Tanh, BLUE, (14.4, 86.0)),
        ("GELU", &Gelu, GREEN, (6.2, 66.0)),
        ("leaky ReLU", &LeakyRelu, PURPLE, (3.3, 30.0)),
        ("ReLU", &Relu, VERMILION, (12.0, 28.0)),
    ];
    let learned = activations.map(|(name, f, color, at)| {
        let shares = LONG_STEPS.map(|long| (long, 100.0 * learned_after(f, long)));
        (name, shares, color, at)
    });
    let told = |shares: &[(f64, f64); 6]| {
        let shares = shares.map(|(long, share)| format!("{share:.0} % at {long}"));
        shares.join(", ")
    };
    let ends = learned
        .each_ref()
        .map(|(name, shares, ..)| format!("{name}: {}", told(shares)));
    let words = format!(
        "Above, the share of dead ReLU units after one step at a learning rate from 0 to 20: \
         {}. Below, the share of seeds that learn the four rows afterwards. {}.",
        told(&dead),
        ends.join(". "),
    );
    svg(1160, "What one long step leaves", &words, |canvas| {
        let (upper, lower) = canvas.split_vertically(500);
        let rate = ("learning rate of the first step", 0.0..20.0);
        let share = ("dead ReLU units, %", 0.0..100.0);
        let mut chart = axes(&upper, rate.clone(), share, &plain)?;
        chart.draw_series([curve(dead, VERMILION)])?;
        chart.draw_series(dead.map(|at| dot(at, VERMILION)))?;
        let share = ("seeds that learn afterwards, %", 0.0..100.0);
        let mut chart = axes(&lower, rate, share, &plain)?;
        for (name, shares, color, at) in learned {
            chart.draw_series([curve(shares, color)])?;
            chart.draw_series(shares.map(|at| dot(at, color)))?;
            chart.draw_series([label(at, name, color)])?;
        }
        Ok(())
    })
}

/// How many of these seeds learn within 2000 iterations with so many hidden layers, to the
/// nearest ten: another rounding tips a run or two.
fn learned(
    seeds: Range<u64>,
    activation: &'static dyn Activation,
    hidden: usize,
    learning_rate: f64,
) -> usize {
    let learns = |&seed: &u64| {
        learns(&mut seeded(hidden, activation, seed), learning_rate, 2000)
    };
    (seeds.filter(learns).count() + 5) / 10 * 10
}

/// How many seeds learn with so many hidden units, at each of `rates`.
fn sweep(
    (name, activation): (&str, &'static dyn Activation),
    hidden: usize,
    rates: &[f64],
) -> Vec<Value> {
    let at = |&rate: &f64| {
        let name = format!("vanishing.{name}_{hidden}_at_{rate}");
        count(&name, learned(0..SWEPT, activation, hidden, rate))
    };
    rates.iter().map(at).collect()
}

/// How many of [`MORE`] seeds learn with 6 hidden units. The rate at which both kinds learn most
/// often was chosen on the first seeds.
fn of_more((name, activation): (&str, &'static dyn Activation)) -> Vec<Value> {
    let learned = learned(SWEPT..SWEPT + MORE, activation, 6, 0.03);
    vec![count(&format!("vanishing.{name}_6_more"), learned)]
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let sizes = median_slope_sizes(&Sigmoid);
    let activations: [(&str, &'static dyn Activation); 4] = [
        ("sigmoid", &Sigmoid),
        ("tanh", &Tanh),
        ("relu", &Relu),
        ("leaky_relu", &LeakyRelu),
    ];
    // In threads, since no other chapter's values take as long.
    let mut values = thread::scope(|scope| {
        let three = activations
            .map(|of| scope.spawn(move || sweep(of, 3, &[0.03, 0.1, 0.3, 1.0, 3.0])));
        let both = [activations[2], activations[3]];
        let six = both.map(|of| scope.spawn(move || sweep(of, 6, &[0.03, 0.1, 0.3])));
        let more = both.map(|of| scope.spawn(move || of_more(of)));
        let threads = three.into_iter().chain(six).chain(more);
        threads
            .flat_map(|thread| thread.join().expect("its numbers"))
            .collect::<Vec<Value>>()
    });
    let plateau = |name, widths: &[usize], digits| {
        number(name, digits, slope_on_plateau(widths))
    };
    values.extend([
        plateau("vanishing.plateau_2", &[2, 4, 1], 3),
        plateau("vanishing.plateau_3", &[2, 4, 4, 1], 4),
        plateau("vanishing.plateau_4", &[2, 4, 4, 4, 1], 5),
        count("vanishing.seeds", SEEDS as usize),
        count("vanishing.swept", SWEPT as usize),
        count("vanishing.more", MORE as usize),
        number("vanishing.shrinks", 0, (sizes[8] / sizes[0]).powf(1.0 / 8.0)),
        number("vanishing.dead_after_10", 0, 100.0 * dead_after(10.0)),
    ]);
    values
}
