//! What draws the book's figures and measures its numbers, one module per chapter.
//!
//! Each drawing function computes with the chapters and returns an SVG. `cargo run --bin figures`
//! writes out all [`FIGURES`] and [`values`].

pub mod activation;
pub mod activation_functions;
pub mod backpropagation;
pub mod chain_rule;
pub mod classification;
pub mod convolution;
pub mod convolutional_layer;
pub mod deeper;
pub mod dense;
pub mod digits;
pub mod errata;
pub mod from_numpy_to_rust;
pub mod generalization;
pub mod gradient_descent;
pub mod initialization;
pub mod learning_rate;
pub mod loss;
pub mod mini_batches;
pub mod memory_and_threads;
pub mod mnist;
pub mod network;
mod picture;
pub mod optimizers;
pub mod own_data;
pub mod pooling;
pub mod portable;
pub mod runs;
pub mod sequential;
pub mod schedules;
pub mod speed;
mod squares;
pub mod style;
mod times;
pub mod training;
mod value;
mod values;
pub mod vanishing;
pub mod what_it_learned;
pub mod when_it_does_not_learn;
pub mod autograd;
pub mod own_pictures;
pub mod burn;
pub mod more_than_one_machine;
pub mod what_it_reads;

use backprop::chain_rule::Neuron;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis};

use style::Drawing;

pub use value::Value;
pub use values::values;

/// A figure of the book.
pub struct Figure {
    /// Its name: the file is `NAME.svg`, a page refers to it by `[fig:NAME]`.
    pub name: &'static str,
    /// Computes what it shows and draws it.
    pub draw: fn() -> Drawing,
}

/// A row of the data, counted from 1, `(1, 3)`, and its target `(1, 1)`.
fn row(number: usize) -> (Array2<f64>, Array2<f64>) {
    let (x, y) = four_rows();
    (x.select(Axis(0), &[number - 1]), y.select(Axis(0), &[number - 1]))
}

/// Every figure of the book, in reading order.
pub const FIGURES: &[Figure] = &[
    Figure {
        name: "predictions-over-training",
        draw: || {
            let predictions =
                training::predictions_every(Network::seeded(2), 10, 150);
            training::predictions_over_training(&predictions, 10)
        },
    },
    Figure { name: "training-loop", draw: training::training_loop },
    Figure {
        name: "architecture",
        draw: || {
            let title = "The network before training";
            network::architecture(&Network::seeded(2), title, Some(0))
        },
    },
    Figure {
        name: "activation",
        draw: || network::activation(&Network::seeded(2), &row(2).0, 0),
    },
    Figure { name: "sigmoid", draw: activation::sigmoid_and_slope },
    Figure {
        name: "feedforward",
        draw: || network::feedforward(&Network::seeded(2), &row(2).0, 0),
    },
    Figure {
        name: "error",
        draw: || {
            let (x, y) = row(2);
            network::loss(&Network::seeded(2), &x, &y)
        },
    },
    Figure { name: "square-and-absolute", draw: loss::square_and_absolute },
    Figure {
        name: "one-weight-moves",
        draw: || network::one_weight_moves(&Network::seeded(2), 3.0),
    },
    Figure { name: "slope", draw: || gradient_descent::slope_at(3.0) },
    Figure {
        name: "three-learning-rates",
        draw: || gradient_descent::learning_rates(3.0, &[0.5, 3.0, 12.0]),
    },
    Figure {
        name: "two-weight-surface",
        draw: || gradient_descent::surface((3.0, 3.0), &[2.0, 10.0]),
    },
    Figure {
        name: "computational-graph",
        draw: || {
            chain_rule::computational_graph(
                Neuron { w: 0.5 },
                2.0,
                0.0,
                chain_rule::ALL,
            )
        },
    },
    Figure {
        name: "one-path",
        draw: || {
            let (x, y) = row(3);
            backpropagation::one_path(&Network::seeded(2), &x, &y)
        },
    },
    Figure {
        name: "two-paths",
        draw: || backpropagation::two_paths(&Network::seeded(2), [2, 3]),
    },
    Figure {
        name: "gradients",
        draw: || backpropagation::gradients(&Network::seeded(2)),
    },
    Figure {
        name: "loss-per-iteration",
        draw: || training::loss_per_iteration(runs::book().history.losses()),
    },
    Figure {
        name: "decision-surface",
        draw: || training::decision_surface(&runs::book().net, 32),
    },
    Figure {
        name: "architecture-trained",
        draw: || {
            let title = "The network after training";
            network::architecture(&runs::book().net, title, None)
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
        name: "stretching",
        draw: || {
            let (x, y) = four_rows();
            from_numpy_to_rust::stretching(&Network::seeded(2).predict(&x), &y)
        },
    },
    Figure { name: "mistakes", draw: || errata::mistakes(&Network::seeded(2)) },
    Figure {
        name: "final-predictions",
        draw: || {
            let rows = [0, 1, 2, 3].map(runs::predictions_of_row);
            errata::final_predictions(&rows, runs::PRINTED)
        },
    },
    // Layers and biases
    Figure { name: "ones-and-biases", draw: || dense::ones_and_biases(2, 500) },
    // Any number of layers
    Figure {
        name: "layers",
        draw: || sequential::layers(&sequential::drawn(&[2, 4, 4, 1], 2)),
    },
    // Activation functions
    Figure {
        name: "activations-and-slopes",
        draw: activation_functions::activations_and_slopes,
    },
    // Vanishing gradients
    Figure { name: "depth", draw: || vanishing::depth(10, 5000) },
    Figure { name: "slopes-by-layer", draw: vanishing::slopes_by_layer },
    Figure { name: "one-long-step", draw: vanishing::one_long_step },
    // Initialization
    Figure { name: "sizes-by-layer", draw: initialization::sizes_by_layer },
    Figure {
        name: "losses-by-initialization",
        draw: initialization::losses_by_initialization,
    },
    // The learning rate
    Figure { name: "edge", draw: learning_rate::edge },
    Figure { name: "learning-rate-sweep", draw: learning_rate::learning_rate_sweep },
    // Optimizers
    Figure {
        name: "optimizer-paths",
        draw: || {
            optimizers::optimizer_paths(
                &optimizers::rules(optimizers::best_rates()),
                optimizers::STEPS,
            )
        },
    },
    Figure { name: "optimizer-sweep", draw: optimizers::optimizer_sweep },
    // Schedules
    Figure { name: "schedules", draw: schedules::schedules },
    Figure { name: "jitter", draw: schedules::jitter },
    // Classification
    Figure { name: "three-arms", draw: || classification::three_arms(100, 0.15) },
    Figure { name: "stalled-slope", draw: classification::stalled_slope },
    // Generalization
    Figure {
        name: "overfitting",
        draw: || generalization::overfitting(&generalization::PLAIN[0]),
    },
    Figure {
        name: "regions",
        draw: || {
            generalization::regions(
                &generalization::PLAIN[0],
                &generalization::DECAYED[0],
            )
        },
    },
    // Convolution
    Figure {
        name: "convolution-window",
        draw: || {
            let (image, kernel) =
                (convolution::seven(), convolution::right_minus_left());
            convolution::window(&image, &kernel, (1, 1))
        },
    },
    Figure { name: "edges", draw: || convolution::edges(2) },
    Figure {
        name: "places",
        draw: || convolution::places(8, 3, [(1, 0), (2, 0), (3, 0), (2, 1)]),
    },
    // The convolutional layer
    Figure { name: "stamps", draw: convolutional_layer::stamps },
    Figure { name: "im2col", draw: convolutional_layer::im2col },
    // Pooling
    Figure { name: "max-pooling", draw: pooling::pooling },
    // Speed
    Figure {
        name: "speed-product",
        draw: || {
            let steps = [
                "by_columns=definition",
                "with_turned=b turned",
                "in_eight_sums=in eight sums",
                "by_rows=by rows",
                "library=library",
            ];
            times::steps("A product, times as fast", "product_64_784_128", &steps)
        },
    },
    Figure {
        name: "speed-convolution",
        draw: || {
            let steps =
                ["six_loops=six loops", "one_product=one product", "runs=with runs"];
            times::steps("A convolution, times as fast", "convolution", &steps)
        },
    },
    // Memory and threads
    Figure {
        name: "speed-four-rows",
        draw: || {
            let steps =
                ["part_1=Part I", "in_place=made once", "shapes_known=known shapes"];
            times::steps("1500 iterations, times as fast", "four_rows_1500", &steps)
        },
    },
    Figure {
        name: "speed-batch",
        draw: || {
            let steps = [
                "plain=plain layers",
                "twins=twins",
                "pieces=in pieces",
                "two_threads=on two threads",
            ];
            times::steps("A batch, times as fast", "convolutional_batch", &steps)
        },
    },
    Figure { name: "speed-peers", draw: memory_and_threads::peers },
    // Digits
    Figure { name: "digits-samples", draw: || digits::samples(&[0, 1545]) },
    // What it reads
    Figure { name: "digits-accuracy", draw: what_it_reads::accuracies },
    Figure { name: "digits-confusion", draw: what_it_reads::confusion },
    Figure {
        name: "digits-kernels",
        draw: || {
            let (net, test) = what_it_reads::trained();
            what_it_reads::kernels(&net, &test.select(&[2]).x)
        },
    },
    Figure {
        name: "digits-reading",
        draw: || {
            let (net, test) = what_it_reads::trained();
            let x = test.select(&[what_it_reads::DOUBTFUL]).x;
            what_it_reads::reading(&net, &x, None)
        },
    },
    // When it does not learn
    Figure { name: "four-shapes", draw: when_it_does_not_learn::four_shapes },
    Figure { name: "ladder", draw: when_it_does_not_learn::matrix },
    // Autograd
    Figure { name: "tape", draw: || autograd::tape(3.0) },
    // Deeper
    Figure { name: "deep-slopes", draw: deeper::slopes_by_block },
    Figure { name: "accuracy-by-depth", draw: deeper::accuracy_by_depth },
    // Your own data
    Figure { name: "penguins", draw: own_data::masses },
    // Your own pictures
    Figure { name: "photo-to-digit", draw: own_pictures::photo_to_digit },
    Figure { name: "accuracy-by-scene", draw: own_pictures::accuracy_by_scene },
    // The same network in Burn
    Figure { name: "burn-accuracy", draw: burn::accuracies },
    // More than one machine
    Figure { name: "more-machines", draw: more_than_one_machine::speed_up },
];
