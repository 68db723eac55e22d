//! Starts from weights of 0 and trains on OR: the hidden units remain copies of each other.

use backprop::{Dense, Initialization, Sequential, Sigmoid, four_rows};
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let (x, _) = four_rows();
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    let mut net = Sequential::new(Dense::new(3, 4), &Sigmoid)
        .then(Dense::new(4, 1), &Sigmoid)
        .initialized(Initialization::Zeros, &mut ChaCha8Rng::seed_from_u64(0));
    let losses = net.train(&x, &or, 1.0, 1500);

    let (w1, b1) = net.stages[0].layer.parameters();
    println!("w1\n{w1:.3}\nb1 {b1:.3}");
    println!("loss {:.4}", losses[1500]);
}
