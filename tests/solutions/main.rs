//! The solutions of the book's exercises: one module per chapter, one test per exercise.

mod activation;
mod backpropagation;
mod chain_rule;
mod errata;
mod feedforward;
mod from_numpy_to_rust;
mod gradient_descent;
mod loss;
mod network;
mod training;
mod what_it_learned;

mod dense;
mod sequential;
mod activation_functions;
mod vanishing;
mod initialization;
mod learning_rate;
mod optimizers;
mod schedules;
mod classification;
mod mini_batches;
mod generalization;
mod convolution;
mod convolutional_layer;
mod pooling;
mod speed;
mod memory_and_threads;
mod digits;
mod what_it_reads;
mod mnist;
mod when_it_does_not_learn;
mod autograd;
mod deeper;
mod own_data;
mod own_pictures;
mod burn;
mod more_than_one_machine;
mod file_formats;
#[path = "../common/root.rs"]
mod root;

use ndarray::Array2;

/// Whether `a` and `b` have one shape and no two entries differ by `tolerance` or more.
// ANCHOR: close
fn close(a: &Array2<f64>, b: &Array2<f64>, tolerance: f64) -> bool {
    a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < tolerance)
}
// ANCHOR_END: close
