//! Figures and values of the chapter *Initialization*: the size of weighted sums layer by
//! layer, and training from three initializations.

use std::sync::LazyLock;

use backprop::activation::{Activation, Relu, Sigmoid, Tanh};
use backprop::dense::Dense;
use backprop::initialization::{Initialization, size};
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use ndarray::Array2;
use plotters::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Drawing, GREEN, VERMILION, axes, curve, dot, label, plain, sampled, svg,
};
use crate::value::{Value, count, number};
use crate::vanishing::{medians, power};

/// How many seeds every curve looks at.
const SEEDS: u64 = 20;
/// How long each network trains.
const ITERATIONS: usize = 150;

/// The initializations that the figures compare, and their colors.
const COMPARED: [(Initialization, RGBColor); 3] = [
    (Initialization::Unit, VERMILION),
    (Initialization::Xavier, BLUE),
    (Initialization::He, GREEN),
];

/// The size of the weighted sums of ten layers of 64 units, and that of the slopes along
/// them, for 16 rows of inputs and of slopes behind the last layer that have variance 1.
pub fn sizes_in_ten_layers(
    activation: &'static dyn Activation,
    how: Initialization,
    seed: u64,
) -> (Vec<f64>, Vec<f64>) {
    sizes_with_gain(activation, how, 1.0, seed)
}

/// The same with weights `gain` times as wide.
pub fn sizes_with_gain(
    activation: &'static dyn Activation,
    how: Initialization,
    gain: f64,
    seed: u64,
) -> (Vec<f64>, Vec<f64>) {
    let mut net = Sequential::new(Dense::new(64, 64), activation);
    for _ in 1..10 {
        net = net.then(Dense::new(64, 64), activation);
    }
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let mut net = net.initialized(how, rng);
    net.for_each_parameter(|w| *w *= gain);
    let mut numbers = || {
        let draw = || 3.0_f64.sqrt() * (2.0 * rng.random::<f64>() - 1.0);
        Array2::from_shape_simple_fn((16, 64), draw)
    };
    let (x, d_output) = (numbers(), numbers());
    let pass = net.forward(&x);
    let dz = net.backward(&x, &pass, &d_output).dz;
    let sizes = |arrays: &[Array2<f64>]| arrays.iter().map(size).collect();
    (sizes(&pass.z), sizes(&dz))
}

/// The size of the weighted sums in each of ten layers, with tanh above and ReLU below.
pub fn sizes_by_layer() -> Drawing {
    let panels: [(&str, &'static dyn Activation, _); 2] = [
        ("tanh", &Tanh, [(4.4, 52.0), (5.2, 0.16), (7.0, 1.5)]),
        ("ReLU", &Relu, [(2.3, 52.0), (3.4, 0.09), (7.0, 2.7)]),
    ];
    let median_sizes = |activation, how| {
        let of = |seed| sizes_in_ten_layers(activation, how, seed).0;
        medians(&(0..SEEDS).map(of).collect::<Vec<_>>())
    };
    let panels = panels.map(|(name, activation, places)| {
        let curves =
            COMPARED.map(|(how, color)| (how, color, median_sizes(activation, how)));
        (name, curves, places)
    });
    let told = panels.each_ref().map(|(name, curves, _)| {
        let curves = curves.each_ref().map(|(how, _, sizes)| {
            format!("{how:?} from {} to {}", power(&sizes[0]), power(&sizes[9]))
        });
        format!("{name}: {}", curves.join(", "))
    });
    let words = format!(
        "The size of the weighted sums from layer 1 to layer 10, on a scale of powers of \
         ten. With {}.",
        told.join("; with "),
    );
    svg(1160, "The size of weighted sums in ten layers", &words, |canvas| {
        let halves = canvas.split_evenly((2, 1));
        for (panel, (name, curves, places)) in halves.iter().zip(&panels) {
            let title = format!("size of z with {name}, powers of ten");
            let size = (title.as_str(), (0.01..100.0).log_scale());
            let mut chart = axes(panel, ("layer", 1.0..10.0), size, &plain)?;
            for ((how, color, sizes), at) in curves.iter().zip(places) {
                // What is larger than the scale is left out.
                let points = || {
                    let points = (1..).map(f64::from).zip(sizes.iter().copied());
                    points.take_while(|(_, size)| *size < 100.0)
                };
                chart.draw_series([curve(points(), *color)])?;
                chart.draw_series(points().map(|at| dot(at, *color)))?;
                chart.draw_series([label(*at, format!("{how:?}"), *color)])?;
            }
        }
        Ok(())
    })
}

/// A network for the four rows: three hidden layers of 16 units.
pub fn network(
    activation: &'static dyn Activation,
    how: Initialization,
    seed: u64,
) -> Sequential {
    Sequential::new(Dense::new(3, 16), activation)
        .then(Dense::new(16, 16), activation)
        .then(Dense::new(16, 16), activation)
        .then(Dense::new(16, 1), &Sigmoid)
        .initialized(how, &mut ChaCha8Rng::seed_from_u64(seed))
}

/// The losses of that network, from 20 seeds, in 150 iterations at learning rate 0.1.
pub fn losses(
    activation: &'static dyn Activation,
    how: Initialization,
) -> Vec<Vec<f64>> {
    let (x, y) = four_rows();
    let of = |seed| network(activation, how, seed).train(&x, &y, 0.1, ITERATIONS);
    (0..SEEDS).map(of).collect()
}

/// The losses with ReLU from each initialization of [`COMPARED`].
fn relu_losses() -> &'static [Vec<Vec<f64>>; 3] {
    static LOSSES: LazyLock<[Vec<Vec<f64>>; 3]> =
        LazyLock::new(|| COMPARED.map(|(how, _)| losses(&Relu, how)));
    &LOSSES
}

/// The loss with ReLU from three initializations, the median of all seeds.
pub fn losses_by_initialization() -> Drawing {
    let medians = relu_losses().each_ref().map(|losses| medians(losses));
    let told: Vec<String> = COMPARED
        .iter()
        .zip(&medians)
        .map(|((how, _), losses)| {
            format!("{how:?} from {:.2} to {:.2}", losses[0], losses[ITERATIONS])
        })
        .collect();
    let words = format!(
        "The median loss of {SEEDS} seeds over {ITERATIONS} iterations: {}.",
        told.join(", "),
    );
    svg(620, "The loss from three initializations", &words, |canvas| {
        let iteration = ("iteration", 0.0..ITERATIONS as f64);
        let mut chart = axes(canvas, iteration, ("loss L", 0.0..2.2), &plain)?;
        let places = [(60.0, 1.86), (74.0, 0.5), (6.0, 0.2)];
        for (((how, color), losses), at) in
            COMPARED.into_iter().zip(&medians).zip(places)
        {
            chart.draw_series([curve(sampled(losses, 1), color)])?;
            chart.draw_series([label(at, format!("{how:?}"), color)])?;
        }
        Ok(())
    })
}

/// The iteration at which the median of these runs first falls below 0.1.
fn median_below_tenth(losses: &[Vec<f64>]) -> usize {
    let medians = medians(losses);
    medians.iter().position(|&loss| loss < 0.1).unwrap_or(medians.len())
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let [_, relu_xavier, relu_he] = relu_losses();
    let tanh = |how| median_below_tenth(&losses(&Tanh, how));
    let back = |gain| {
        let of = |seed| {
            let how = Initialization::Xavier;
            let (_, dz) = sizes_with_gain(&Sigmoid, how, gain, seed);
            (dz[9] / dz[0]).powf(1.0 / 9.0)
        };
        quantile(&(0..SEEDS).map(of).collect::<Vec<_>>(), 0.5)
    };
    vec![
        count("initialization.seeds", SEEDS as usize),
        count("initialization.relu_xavier", median_below_tenth(relu_xavier)),
        count("initialization.relu_he", median_below_tenth(relu_he)),
        count("initialization.tanh_xavier", tanh(Initialization::Xavier)),
        count("initialization.tanh_he", tanh(Initialization::He)),
        number("initialization.sigmoid_back", 1, back(1.0)),
        number("initialization.sigmoid_back_wide", 1, back(4.0)),
    ]
}
