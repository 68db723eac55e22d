//! Starts from weights of 0 and trains on OR: the hidden units remain copies of each other.

use backprop::dense::split;
use backprop::{
    Dense, Initialization, Pass, Sequential, Sigmoid, four_rows, sum_of_squares,
    sum_of_squares_gradient,
};
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let (x, _) = four_rows();
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    let mut net = Sequential::new(Dense { inputs: 3, outputs: 4 }, &Sigmoid)
        .then(Dense { inputs: 4, outputs: 1 }, &Sigmoid)
        .initialized(Initialization::Zeros, &mut ChaCha8Rng::seed_from_u64(0));
    let mut pass = Pass::new(&net, 4);
    for _ in 0..1500 {
        net.forward(x.view(), &mut pass);
        net.backward(&sum_of_squares_gradient(pass.output(), &or), &mut pass);
        net.step(x.view(), &pass, 1.0);
    }

    let (w1, b1) = split(&net.parameters[net.stages()[0].place.clone()], (3, 4));
    println!("w1\n{w1:.3}\nb1 {b1:.3}");
    println!("loss {:.4}", sum_of_squares(pass.output(), &or));
}
