//! Adds up the gradients of the parts of a batch, and compares them with that of the whole.

use std::iter::zip;

use backprop::activation::{Identity, Sigmoid};
use backprop::classification::{cross_entropy, spiral};
use backprop::initialization::Initialization;
use backprop::more_than_one_machine::{on_threads, parts, sum_gradients};
use backprop::sequential::in_one_list;
use backprop::{Dense, Sequential};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    let data = spiral(16, 0.1, rng);
    let (x, y) = (&data.x, &data.one_hot());
    let net = Sequential::new(Dense::new(2, 7), &Sigmoid)
        .then(Dense::new(7, 3), &Identity)
        .initialized(Initialization::Xavier, rng);

    let whole = sum_gradients(&net, cross_entropy, x, y);
    let whole = in_one_list(&whole.1);
    println!("48 samples on  largest difference");
    for machines in [1, 2, 3, 5, 48] {
        let sum = on_threads(&net, cross_entropy, x, y, &parts(48, machines));
        let apart = zip(in_one_list(&sum.1), &whole).map(|(a, b)| (a - b).abs());
        let largest = apart.fold(0.0, f64::max);
        assert!(largest < 1e-13);
        let is = if largest == 0.0 { "none" } else { "below 1e-13" };
        println!("{machines:2} threads     {is}");
    }
}
