//! The symbols of *Classification*.

use backprop::classification::{cross_entropy, softmax};
use ndarray::{Array1, Array2, Axis};
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::common::{World, array, number};

/// Any number of samples of three classes: their logits and their targets, `(n, 3)`.
fn samples(rng: &mut ChaCha8Rng, n: usize) -> (Array2<f64>, Array2<f64>) {
    let mut y = Array2::zeros((n, 3));
    y.rows_mut().into_iter().for_each(|mut row| row[rng.random_range(0..3)] = 1.0);
    (array(rng, (n, 3)), y)
}

/// The row of one sample.
fn row(of_one: &Array2<f64>) -> Array1<f64> {
    of_one.index_axis(Axis(0), 0).to_owned()
}

/// Any logits of one sample, whose classes are counted from 0; those of several; one logit.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any logits", |rng, names| {
            let (z, y) = samples(rng, 1);
            let (loss, slope) = cross_entropy(&z, &y);
            names.counter("k", 0..=2).counter("j", 0..=2);
            names.from_zero("p", row(&softmax(&z)));
            names.from_zero(r"\frac{\partial L}{\partial z}", row(&slope));
            names.value("S", z.mapv(f64::exp).sum()).value("L", loss);
            names.value("m", z.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z)));
            let class = y.iter().position(|&y| y == 1.0).expect("a right class");
            names.value("c", class as f64);
            names.from_zero("z", row(&z)).from_zero("y", row(&y));
        }),
        World::random("any samples", |rng, names| {
            let (z, y) = samples(rng, 5);
            let (_, slope) = cross_entropy(&z, &y);
            names.value("n", 5.0).value("p_k", softmax(&z)).value("y_k", y);
            names.value(r"\frac{\partial L}{\partial z_k}", slope).value("z_k", z);
        }),
        World::random("any logit of two classes", |rng, names| {
            names.value("z", number(rng)).value("a", rng.random_range(0.1..3.0));
        }),
    ]
}
