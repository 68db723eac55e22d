//! The symbols of *The same network in Burn*.

use backprop::autograd::{Tape, loss_of_part_one};
use backprop::network::Network;
use ndarray::Array2;
use rand::RngExt;

use crate::common::{World, array};

/// The sum of squares and their mean, each with its slopes from a tape of its own.
pub fn worlds() -> Vec<World> {
    vec![World::random("the sum and the mean", |rng, names| {
        let (rows, outputs) = (5, 2);
        let net = Network::random(3, 4, outputs, rng);
        let (x, y): (Array2<f64>, Array2<f64>) =
            (array(rng, (rows, 3)), array(rng, (rows, outputs)));
        let squares = (net.predict(&x) - &y).mapv(|error| error * error);
        let of = |share: f64| {
            let tape = Tape::default();
            let [x, y, w1, w2] =
                [&x, &y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
            let share = tape.var(Array2::from_elem((1, 1), share));
            let slopes = (loss_of_part_one(x, y, w1, w2) * share).backward();
            slopes[w1].clone()
        };
        names.value("n", rows as f64).value("o", outputs as f64);
        names.value("L", squares.sum()).value("M", squares.mean().expect("errors"));
        names.value(r"\frac{\partial L}{\partial W_1}", of(1.0));
        names.value(
            r"\frac{\partial M}{\partial W_1}",
            of(1.0 / squares.len() as f64),
        );
        names.value(r"\eta", rng.random_range(0.1..2.0));
    })]
}
