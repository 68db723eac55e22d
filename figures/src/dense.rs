//! Figures and values of the chapter *Layers and biases*.

use backprop::activation::Sigmoid;
use backprop::dense::{Dense, Gradients, Sequential, Stage};
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{quantile, train_seeds};
use ndarray::Axis;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GREEN, INK, VERMILION, arrow, axes, curve,
    frame, label, plain, sampled, svg, write,
};
use crate::value::{Value, count, number};

/// The shapes of a network: what goes forward at the left, what comes back at the right, and a
/// box for each layer with its parameters and their slopes.
pub fn layers(net: &Sequential) -> Drawing {
    let stages = &net.stages;
    let last = stages.len();
    let told: Vec<String> = (1..=last)
        .map(|l| {
            let [weights, biases] = parameters(l, &stages[l - 1]);
            format!("{weights} and {biases}")
        })
        .collect();
    let words = format!(
        "{last} boxes below each other. Each has the weights and biases of a layer, their slopes \
         in the same shapes, and what the layer computes: {}. Arrows lead down from x through \
         the activations to the prediction, others lead up from the slope of the loss along it.",
        told.join("; "),
    );
    let top = |l: usize| 110 + 310 * l as i32;
    let height = top(last) as u32 + 20;
    svg(height, "Forward and backward through the layers", &words, |canvas| {
        for (l, stage) in stages.iter().enumerate() {
            let before = if l == 0 { "x".to_string() } else { a(l) };
            let width = stage.layer.inputs();
            forth(canvas, top(l), &format!("{before} (n, {width})"))?;
            if l > 0 {
                back(canvas, top(l), &format!("∂L/∂{before} (n, {width})"))?;
            }
            station(canvas, top(l), l + 1, stage)?;
        }
        let width = stages[last - 1].layer.outputs();
        forth(canvas, top(last), &format!("{} = ŷ (n, {width})", a(last)))?;
        back(canvas, top(last), &format!("∂L/∂ŷ (n, {width})"))
    })
}

/// The weights and the biases of layer `l`, and their shapes.
fn parameters(l: usize, stage: &Stage) -> [String; 2] {
    let (inputs, outputs, l) =
        (stage.layer.inputs(), stage.layer.outputs(), below(l));
    [format!("W{l} ({inputs}, {outputs})"), format!("b{l} ({outputs})")]
}

/// The box of layer `l`, whose upper edge is `top`.
fn station(
    canvas: &Canvas,
    top: i32,
    l: usize,
    stage: &Stage,
) -> Result<(), DrawError> {
    frame(canvas, [(40, top), (960, top + 190)], INK, 3)?;
    for (row, what) in (0..).zip(parameters(l, stage)) {
        let y = top + 42 + 54 * row;
        write(canvas, (70, y), &what, BLUE, HPos::Left)?;
        let slope = format!("∂L/∂{what}");
        write(canvas, (930, y), &slope, VERMILION, HPos::Right)?;
    }
    let before = if l == 1 { "x".to_string() } else { a(l - 1) };
    let i = below(l);
    let computed = format!("z{i} = {before}W{i} + b{i}, a{i} = σ(z{i})");
    write(canvas, (70, top + 150), &computed, INK, HPos::Left)
}

/// An arrow down that ends at `to`, and what goes along it.
fn forth(canvas: &Canvas, to: i32, what: &str) -> Result<(), DrawError> {
    arrow(canvas, (90, to - 108), (90, to - 10), BLUE)?;
    write(canvas, (120, to - 60), what, INK, HPos::Left)
}

/// An arrow up that begins at `from`, and what comes along it.
fn back(canvas: &Canvas, from: i32, what: &str) -> Result<(), DrawError> {
    arrow(canvas, (910, from - 12), (910, from - 110), VERMILION)?;
    write(canvas, (880, from - 60), what, INK, HPos::Right)
}

fn a(l: usize) -> String {
    format!("a{}", below(l))
}

/// A small number as a subscript.
fn below(l: usize) -> char {
    char::from_u32(0x2080 + l as u32 % 10).unwrap_or('?')
}

/// The loss of the network of `seed` on the four rows, over so many iterations: as in Part I,
/// without the column of ones, and without it but with biases.
pub fn ones_and_biases(seed: u64, iterations: usize) -> Drawing {
    let (x, y) = four_rows();
    let (columns, _) = two_inputs();
    let mut without = without_ones(seed);
    let mut with = Sequential::from(&without);
    let ones = train(&mut Network::seeded(seed), &x, &y, 1.0, iterations);
    let none = train(&mut without, &columns, &y, 1.0, iterations);
    let biases = with.train(&columns, &y, 1.0, iterations);
    let curves = [
        ("column of ones", ones.losses(), BLUE, 1.32),
        ("two inputs, no biases", none.losses(), VERMILION, 1.2),
        ("two inputs and biases", &biases, GREEN, 1.08),
    ];
    let told = curves.map(|(name, losses, ..)| {
        format!(
            "{name}, {:.2} at iteration 200 and {:.4} at the end",
            losses[200], losses[iterations]
        )
    });
    let words = format!(
        "Three losses over {iterations} iterations, all near 1 at first: {}.",
        told.join("; ")
    );
    svg(700, "The loss with a column of ones, and with biases", &words, |canvas| {
        let end = iterations as f64;
        let mut chart =
            axes(canvas, ("iteration", 0.0..end), ("loss L", 0.0..1.4), &plain)?;
        // The first curve is wide, for the last runs along it.
        for ((name, losses, color, height), width) in
            curves.into_iter().zip([15, 5, 5])
        {
            let points: Vec<_> = sampled(losses, 2).collect();
            chart
                .draw_series([PathElement::new(points, color.stroke_width(width))])?;
            chart.draw_series([label((0.45 * end, height), name, color)])?;
        }
        Ok(())
    })
}

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

/// The network of Part I without the weights of its third input.
fn without_ones(seed: u64) -> Network {
    let Network { w1, w2 } = Network::seeded(seed);
    Network::new(w1.select(Axis(0), &[0, 1]), w2)
}

/// Sigmoid layers of these widths, all parameters drawn between 0 and 1.
pub fn drawn(widths: &[usize], seed: u64) -> Sequential {
    let layer = |i: usize| Dense::new(widths[i], widths[i + 1]);
    let mut net = Sequential::new(layer(0), &Sigmoid);
    for i in 1..widths.len() - 1 {
        net = net.then(layer(i), &Sigmoid);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    net.for_each_parameter(|w| *w = rng.random());
    net
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

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (x, y) = two_inputs();
    let last = |seed| {
        let mut net = Sequential::from(&without_ones(seed));
        net.train(&x, &y, 1.0, 1500)[1500]
    };
    let losses: Vec<f64> = (0..200).map(last).collect();
    let (with_ones, _) = four_rows();
    let ones = train_seeds(0..200, &with_ones, &y, 1.0, 1500);
    let pairs = losses.iter().zip(&ones);
    let below = pairs.filter(|(loss, run)| **loss < run.history.final_loss());
    let plateau = |name, widths: &[usize], digits| {
        number(name, digits, slope_on_plateau(widths))
    };
    vec![
        count("dense.below_ones", below.count()),
        plateau("dense.plateau_2", &[2, 4, 1], 3),
        plateau("dense.plateau_3", &[2, 4, 4, 1], 4),
        plateau("dense.plateau_4", &[2, 4, 4, 4, 1], 5),
        count("dense.seeds", losses.len()),
        count("dense.learned", losses.iter().filter(|&&loss| loss < 0.05).count()),
        number("dense.median", 4, quantile(&losses, 0.5)),
        number("dense.worst", 4, quantile(&losses, 1.0)),
    ]
}
