//! A network for the rows of a table that a user brings.
//!
//! | module | gives |
//! |---|---|
//! | [`read`] | a table from a file, or what is wrong with it |
//! | [`plan`] | what to predict from which columns, and what to be careful of |
//! | [`recipe`] | from cells to numbers and back, learned on the training rows |
//! | [`train`](mod@train) | the network, and how well it does on rows that it never saw |
//! | [`saved`] | the network and its recipe in one file |
//! | [`curves`](mod@curves) | the losses as a figure |

pub mod read;
pub mod plan;
pub mod recipe;
pub mod train;
pub mod saved;
pub mod curves;

pub use curves::curves;
pub use plan::{Choice, Kind, Plan};
pub use read::{Row, Table};
pub use recipe::{Goal, Input, Reading, Recipe};
pub use saved::{Prediction, load, predict, save};
pub use train::{Epoch, HeldOut, Trained, train};
