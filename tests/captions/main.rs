//! What the captions say stands where in a figure: read from the figure as it is drawn.

#[path = "../common/root.rs"]
mod root;

#[path = "../part_two/times.rs"]
mod times;

#[path = "../common/value.rs"]
mod value;

mod drawn;
mod picture;

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
mod dense;
mod sequential;
mod activation_functions;
mod vanishing;
mod initialization;
mod learning_rate;
mod optimizers;
mod schedules;
mod classification;
mod generalization;
mod convolution;
mod convolutional_layer;
mod pooling;
mod speed;
mod memory_and_threads;
mod digits;
mod what_it_reads;
mod when_it_does_not_learn;
mod own_data;
mod autograd;
mod deeper;
mod own_pictures;
mod burn;
mod more_than_one_machine;
