//! What draws the book's figures and measures its numbers, one module per chapter.
//!
//! Each drawing function computes with the chapters and returns an SVG. `cargo run --bin figures`
//! writes out all [`FIGURES`] and [`values`].

pub mod activation;
pub mod activation_functions;
pub mod chain_rule;
pub mod classification;
pub mod convolution;
pub mod dense;
pub mod digits;
pub mod errata;
pub mod from_numpy_to_rust;
pub mod gradient_descent;
pub mod initialization;
pub mod learning_rate;
pub mod loss;
pub mod network;
pub mod portable;
mod runs;
pub mod speed;
pub mod style;
pub mod training;
mod values;
pub mod what_it_learned;

use crate::{Network, Neuron, four_rows};
use style::Drawing;

pub use values::{Value, values};

/// A figure of the book.
pub struct Figure {
    /// Its name: the file is `NAME.svg`, a page refers to it by `[fig:NAME]`.
    pub name: &'static str,
    /// Computes what it shows and draws it.
    pub draw: fn() -> Drawing,
}

/// Every figure of the book, in reading order.
pub const FIGURES: &[Figure] = &[
    Figure {
        name: "predictions-over-training",
        draw: || training::predictions_over_training(Network::seeded(2), 1500, 10),
    },
    Figure { name: "training-loop", draw: training::training_loop },
    Figure {
        name: "architecture",
        draw: || {
            network::architecture(&Network::seeded(2), "The network before training")
        },
    },
    Figure { name: "sigmoid", draw: activation::sigmoid_and_slope },
    Figure {
        name: "feedforward",
        draw: || network::feedforward(&Network::seeded(2), 1),
    },
    Figure { name: "square-and-absolute", draw: loss::square_and_absolute },
    Figure { name: "slope", draw: || gradient_descent::slope_at(3.0) },
    Figure {
        name: "three-learning-rates",
        draw: || gradient_descent::three_learning_rates(3.0, [0.5, 3.0, 12.0]),
    },
    Figure {
        name: "two-weight-surface",
        draw: || gradient_descent::surface((3.0, 3.0), [2.0, 10.0]),
    },
    Figure {
        name: "computational-graph",
        draw: || chain_rule::computational_graph(Neuron { w: 0.5 }, 2.0, 0.0),
    },
    Figure { name: "gradients", draw: || network::gradients(&Network::seeded(2)) },
    Figure {
        name: "loss-per-iteration",
        draw: || training::loss_per_iteration(&runs::book().history),
    },
    Figure {
        name: "decision-surface",
        draw: || training::decision_surface(&runs::book().net, 32),
    },
    Figure {
        name: "architecture-trained",
        draw: || {
            network::architecture(&runs::book().net, "The network after training")
        },
    },
    Figure {
        name: "monotone-share",
        draw: || what_it_learned::monotone_share(&runs::shares_that_fall()),
    },
    Figure {
        name: "many-seeds",
        draw: || what_it_learned::many_seeds(&runs::step_one()[..100], runs::stuck()),
    },
    Figure {
        name: "left-out-rows",
        draw: || what_it_learned::left_out_rows(runs::left_out_predictions()),
    },
    Figure {
        name: "final-predictions",
        draw: || {
            let rows = [0, 1, 2, 3].map(runs::predictions_of_row);
            what_it_learned::final_predictions(&rows, runs::PRINTED)
        },
    },
    Figure {
        name: "stretching",
        draw: || {
            let (x, y) = four_rows();
            from_numpy_to_rust::stretching(&Network::seeded(2).predict(&x), &y)
        },
    },
    Figure { name: "mistakes", draw: || errata::mistakes(&Network::seeded(2)) },
    // Layers and biases
    // Activation functions
    // Initialization
    // The learning rate
    // Classification
    // Convolution
    // Digits
    Figure { name: "digits-samples", draw: || digits::samples(&[0, 1545]) },
    Figure { name: "digits-accuracy", draw: digits::accuracies },
    Figure { name: "digits-confusion", draw: digits::confusion },
    Figure {
        name: "digits-kernels",
        draw: || {
            let (net, test) = digits::trained();
            digits::kernels(&net, test.select(&[2]).x.view())
        },
    },
    // Speed
];
