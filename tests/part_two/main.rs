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
mod file_formats;
mod generalization;
mod initialization;
mod learning_rate;
mod memory_and_threads;
mod mini_batches;
mod mnist;
mod notation;
mod optimizers;
mod pooling;
mod schedules;
mod sequential;
mod speed;
mod times;
#[path = "../common/value.rs"]
mod value;
mod vanishing;
mod what_it_reads;
mod when_it_does_not_learn;

use common::root;
