//! The code of the book *Backprop, Line by Line*: a neural network from scratch.
//!
//! One module per chapter, in reading order. Each uses only the ones before it.
//!
//! | module | gives |
//! |---|---|
//! | [`network`] | the data, and the two weight matrices that are the network |
//! | [`activation`] | the sigmoid and its slope |
//! | [`feedforward`] | from inputs to predictions |
//! | [`loss`] | how wrong the predictions are, as one number |
//! | [`gradient_descent`] | slopes, and how to walk down them |
//! | [`chain_rule`] | the slope of one neuron by hand, and by dual numbers |
//! | [`backpropagation`] | the slope of the loss for every weight at once |
//! | [`training`] | forward, backward, step: 1500 times |
//! | [`what_it_learned`] | the same run from a thousand seeds, and what it shows |
//! | [`errata`] | training with one thing done wrong, and what it costs |
//! | [`dense`] | a layer with biases, and the slopes along all that it has |
//! | [`sequential`] | a network of any number of layers |
//! | [`activation`], again | tanh, ReLU and the other functions that end a layer |
//! | [`initialization`] | the weights to start from |
//! | [`learning_rate`] | how far to step, and where too far begins |
//! | [`optimizers`] | a rule for each weight: momentum, RMSProp, Adam |
//! | [`schedules`] | learning rates that fall |
//! | [`classification`] | one of several classes: softmax and cross entropy |
//! | [`mini_batches`] | a step for some of the samples at a time; accuracy |
//! | [`generalization`] | overfitting, and two cures: early stopping and weight decay |
//! | [`convolution`] | the same few weights at every place of an image |
//! | [`convolutional_layer`] | how these weights learn, as products of matrices |
//! | [`pooling`] | the largest number of each square of an image |
//! | [`speed`] | the same numbers in less time: products, and layers |
//! | [`memory_and_threads`] | the same numbers in less time: whole trainings |
//! | [`digits`] | handwritten digits, and networks that read them |
//! | [`mnist`] | how MNIST's larger digits are learned |
//! | [`when_it_does_not_learn`] | five questions to a program, and planted faults to try them on |
//! | [`autograd`] | a tape that records what is computed, and walks back for the slopes |
//! | [`deeper`] | twenty blocks that learn: residual connections, normalization, AdamW, warm-up |
//! | [`more_than_one_machine`] | the gradient of a batch from those of its parts, and what it takes to add them up |
//!
//! # Symbols and shapes
//!
//! Samples are rows. `n` is the number of samples; our data has `n = 4`.
//!
//! | page | code | shape | in words |
//! |---|---|---|---|
//! | x | `x` | `(n, inputs)` | inputs |
//! | y | `y` | `(n, outputs)` | targets |
//! | W₁ | `w1` | `(inputs, hidden)` | weights of the hidden layer |
//! | W₂ | `w2` | `(hidden, outputs)` | weights of the output layer |
//! | z₁ | `z1` | `(n, hidden)` | weighted sums of the hidden layer, `x.dot(&w1)` |
//! | a₁ | `a1` | `(n, hidden)` | activations of the hidden layer, σ(z₁) |
//! | z₂ | `z2` | `(n, outputs)` | weighted sums of the output layer, `a1.dot(&w2)` |
//! | ŷ | `y_hat` | `(n, outputs)` | predictions, σ(z₂) |
//! | L | `loss` | one number | sum of squares of ŷ − y |
//! | ∂L/∂W₁ | `dw1` | like `w1` | a `d` or `d_` before a name: the slope of the loss along it |
//! | η | `learning_rate` | one number | a step is this many times the slope |
//! | σ, σ′ | `sigmoid`, `sigmoid_prime` | number to number | activation and its slope |
//!
//! # Panics
//!
//! Arrays that do not fit together are a mistake of the caller, and a panic, here or in
//! ndarray; a message of ours says both shapes. Part I reads like its formulas and leaves it to
//! ndarray, which stretches an array of one row or column.

/// The example program of this name, as a doctest of the item that it shows.
macro_rules! cell {
    ($name:literal) => {
        concat!(
            "```\n",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/examples/",
                $name,
                ".rs"
            )),
            "```"
        )
    };
}

pub mod network;
pub mod activation;
pub mod feedforward;
pub mod loss;
pub mod gradient_descent;
pub mod chain_rule;
pub mod backpropagation;
pub mod training;
pub mod what_it_learned;
pub mod errata;
pub mod dense;
pub mod sequential;
pub mod initialization;
pub mod learning_rate;
pub mod optimizers;
pub mod schedules;
pub mod classification;
pub mod mini_batches;
pub mod generalization;
pub mod convolution;
pub mod convolutional_layer;
pub mod pooling;
pub mod speed;
pub mod memory_and_threads;
pub mod digits;
pub mod mnist;
pub mod when_it_does_not_learn;
pub mod autograd;
pub mod deeper;
pub mod more_than_one_machine;

pub use activation::{
    Activation, Gelu, Identity, LeakyRelu, Relu, Sigmoid, Softplus, Tanh, sigmoid,
    sigmoid_prime, sigmoid_prime_from_output,
};
pub use chain_rule::{Dual, Neuron, NeuronGradients, NeuronTrace};
pub use classification::Dataset;
pub use convolution::{Convolution, ImageShape};
pub use dense::{Dense, Layer};
pub use feedforward::Trace;
pub use gradient_descent::{
    Gradients, central_difference, descend, descend_surface, gradient,
    measured_gradients, measured_slope,
};
pub use initialization::Initialization;
pub use loss::{sum_of_squares, sum_of_squares_gradient};
pub use mini_batches::Training;
pub use network::{Network, four_rows};
pub use optimizers::{Adam, GradientDescent, Momentum, Optimizer, RmsProp};
pub use pooling::MaxPool;
pub use schedules::Schedule;
pub use sequential::{Pass, Sequential};
pub use training::{History, train};
