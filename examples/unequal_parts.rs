//! The gradient of a batch from the means of its parts, each counted by its size or all alike.

use std::iter::zip;

use backprop::activation::{Identity, Sigmoid};
use backprop::classification::{cross_entropy, spiral};
use backprop::initialization::Initialization;
use backprop::mini_batches::mean_gradients;
use backprop::more_than_one_machine::mean_of_parts;
use backprop::sequential::in_one_list;
use backprop::{Dense, Sequential};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    let data = spiral(16, 0.1, rng);
    let net = Sequential::new(Dense::new(2, 7), &Sigmoid)
        .then(Dense::new(7, 3), &Identity)
        .initialized(Initialization::Xavier, rng);
    let mean = |rows: Vec<usize>| {
        let part = data.select(&rows);
        mean_gradients(&net, cross_entropy, &part.x, &part.one_hot())
    };
    let whole = in_one_list(&mean((0..48).collect()).1);
    let largest = whole.iter().fold(0.0, |largest: f64, w| largest.max(w.abs()));
    let off = |gradients: &[f64]| {
        let apart = zip(gradients, &whole).map(|(a, b)| (a - b).abs());
        apart.fold(0.0, f64::max) / largest
    };

    for cuts in [[0, 16, 32, 48], [0, 20, 40, 48], [0, 23, 46, 48]] {
        let parts = cuts.windows(2).map(|cut| {
            let size = cut[1] - cut[0];
            (size, mean((cut[0]..cut[1]).collect()))
        });
        let parts: Vec<_> = parts.collect();
        let equal = parts.iter().map(|(_, part)| (1, part.clone())).collect();
        let by_size = off(&in_one_list(&mean_of_parts(parts).1));
        let alike = off(&in_one_list(&mean_of_parts(equal).1));
        println!("{cuts:?}  by size {by_size:.2}  all alike {alike:.2}");
        assert!(by_size < 1e-13);
    }
}
