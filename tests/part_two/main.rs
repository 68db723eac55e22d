//! What the chapters of Part II claim, and the numbers that their pages work out by hand: one
//! module per chapter.

mod activation_functions;
mod classification;
#[path = "../common/says.rs"]
mod common;
mod convolution;
mod dense;
mod digits;
mod file_formats;
mod initialization;
mod learning_rate;
mod mnist;
mod speed;
mod value;
mod what_it_reads;
