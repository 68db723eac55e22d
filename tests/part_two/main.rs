//! What the chapters of Part II claim, and the numbers that their pages work out by hand: one
//! module per chapter.

mod activation_functions;
mod cases;
mod classification;
#[path = "../common/says.rs"]
mod common;
mod convolution;
mod convolutional_layer;
mod dense;
mod digits;
mod generalization;
mod file_formats;
mod initialization;
mod learning_rate;
mod sequential;
mod mini_batches;
mod optimizers;
mod schedules;
mod memory_and_threads;
mod pooling;
mod mnist;
mod speed;
mod times;
mod value;
mod vanishing;
mod when_it_does_not_learn;
mod what_it_reads;
