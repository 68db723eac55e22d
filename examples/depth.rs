//! Trains networks of one to five layers, five of each, on two inputs.

use backprop::{Dense, Sequential, Sigmoid, four_rows};
use ndarray::Axis;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Two inputs, layers of so many units, and all parameters between 0 and 1.
fn network(widths: &[usize], seed: u64) -> Sequential {
    let mut net = Sequential::new(Dense::new(2, widths[0]), &Sigmoid);
    for pair in widths.windows(2) {
        net = net.then(Dense::new(pair[0], pair[1]), &Sigmoid);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    net.for_each_parameter(|w| *w = rng.random());
    net
}

fn main() {
    let (x, y) = four_rows();
    let x = x.select(Axis(1), &[0, 1]);
    println!("layers  parameters  learned after 500  after 1500  after 6000");
    for widths in [&[1][..], &[4, 1], &[4, 4, 1], &[4, 4, 4, 1], &[4, 4, 4, 4, 1]] {
        let mut nets: Vec<_> = (0..5).map(|seed| network(widths, seed)).collect();
        let mut learned_after = |iterations| {
            let nets = nets.iter_mut();
            let losses = nets.map(|net| net.train(&x, &y, 1.0, iterations));
            losses.filter(|losses| losses[iterations] < 0.05).count()
        };
        let learned = [learned_after(500), learned_after(1000), learned_after(4500)];
        let parameters = nets[0].parameters().len();
        println!(
            "{:6}  {parameters:10}  {:12} of 5  {:5} of 5  {:5} of 5",
            widths.len(),
            learned[0],
            learned[1],
            learned[2]
        );
    }
}
