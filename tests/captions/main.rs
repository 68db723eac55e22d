//! What the captions say stands where in a figure: read from the figure as it is drawn.

#[path = "../common/root.rs"]
mod root;

mod drawn;
mod picture;
mod values;

mod introduction;
mod network;
mod activation;
mod feedforward;
mod loss;
mod gradient_descent;
mod chain_rule;
mod backpropagation;
mod training;
mod what_it_learned;
mod from_numpy_to_rust;
mod errata;
