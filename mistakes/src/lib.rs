//! The book knows your mistake: what is computed where a line of the network is wrong, and which
//! of these mistakes an answer comes from.
//!
//! The method is that of J. S. Brown and R. R. Burton, *Diagnostic models for procedural bugs in
//! basic mathematical skills* (1978): replay the known mistakes, alone and together, until one
//! predicts the learner's answer.
//!
//! A [`Lesson`] is one function that the reader of the workbook writes. It is computed in steps,
//! and a [`Mistake`] does one step otherwise. [`Lesson::check`] compares what the reader's
//! function gives with what the right steps give, and then with what the wrong ones do.
//!
//! There is a module for each chapter, and in it a function for each exercise.

mod answer;
mod attempt;
mod diagnosis;
mod lesson;
mod probe;
mod section;
mod stop;

pub mod activation;
pub mod feedforward;
pub mod loss;
pub mod gradient_descent;
pub mod chain_rule;
pub mod backpropagation;
pub mod training;
pub mod errata;
pub mod dense;
pub mod sequential;
pub mod activation_functions;
pub mod initialization;
pub mod optimizers;
pub mod schedules;
pub mod classification;
pub mod mini_batches;
pub mod generalization;
pub mod convolution;
pub mod convolutional_layer;
pub mod pooling;
pub mod digits;
pub mod autograd;
pub mod deeper;
pub mod own_data;
pub mod own_pictures;
pub mod burn;
pub mod more_than_one_machine;

pub use answer::Answer;
pub use diagnosis::{Diagnosis, Verdict};
pub use lesson::{Cataloged, Entry, Lesson, Mistake};

/// All lessons of the book, in reading order.
pub fn lessons() -> Vec<&'static dyn Cataloged> {
    [
        activation::lessons(),
        feedforward::lessons(),
        loss::lessons(),
        gradient_descent::lessons(),
        chain_rule::lessons(),
        backpropagation::lessons(),
        training::lessons(),
        dense::lessons(),
        sequential::lessons(),
        activation_functions::lessons(),
        initialization::lessons(),
        optimizers::lessons(),
        schedules::lessons(),
        classification::lessons(),
        mini_batches::lessons(),
        generalization::lessons(),
        convolution::lessons(),
        convolutional_layer::lessons(),
        pooling::lessons(),
        digits::lessons(),
        autograd::lessons(),
        deeper::lessons(),
        own_data::lessons(),
        own_pictures::lessons(),
        burn::lessons(),
        more_than_one_machine::lessons(),
    ]
    .concat()
}
