//! Figures and values of the chapter *Layers and biases*.

use backprop::learning_rate::two_inputs;
use backprop::network::{Network, four_rows};
use backprop::sequential::Sequential;
use backprop::training::train;
use backprop::what_it_learned::{quantile, train_seeds};
use ndarray::Axis;
use plotters::prelude::*;

use crate::style::{
    BLUE, Drawing, GREEN, VERMILION, axes, label, plain, sampled, svg,
};
use crate::value::{Value, count, number};

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

/// The network of Part I without the weights of its third input.
fn without_ones(seed: u64) -> Network {
    let Network { w1, w2 } = Network::seeded(seed);
    Network::new(w1.select(Axis(0), &[0, 1]), w2)
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
    vec![
        count("dense.below_ones", below.count()),
        count("dense.seeds", losses.len()),
        count("dense.learned", losses.iter().filter(|&&loss| loss < 0.05).count()),
        number("dense.median", 4, quantile(&losses, 0.5)),
        number("dense.worst", 4, quantile(&losses, 1.0)),
    ]
}
