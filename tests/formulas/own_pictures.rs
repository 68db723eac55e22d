//! The symbols of *Your own pictures*.

use backprop::dense::Dense;
use files::pictures::handwriting::{center_of_mass, ink};
use files::pictures::sample::bilinear;
use ndarray::{Array2, array};
use rand::RngExt;

use crate::common::{World, array, number};

/// Any four pixels and a point among them; any paper; any ink.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any point among four pixels", |rng, names| {
            let pixels: Array2<f64> = array(rng, (2, 2));
            let (d, e) = (rng.random_range(0.0..1.0), rng.random_range(0.0..1.0));
            names.value("p", pixels[[0, 0]]).value("q", pixels[[0, 1]]);
            names.value("s", pixels[[1, 0]]).value("t", pixels[[1, 1]]);
            names.value("d", d).value("e", e);
            names.value("b", bilinear(&pixels, 0.5 + d, 0.5 + e));
        }),
        World::random("any paper", |rng, names| {
            let (u, v) = (number(rng), number(rng));
            let inputs = array![[u, v, u * u - 1.0 / 3.0, u * v, v * v - 1.0 / 3.0]];
            let mut layer = Dense::new(5, 1);
            layer.weights = array(rng, (5, 1));
            layer.biases[0] = number(rng);
            names.value("w_0", layer.biases[0]).value("u", u).value("v", v);
            for i in 0..5 {
                names.value(&format!("w_{}", i + 1), layer.weights[[i, 0]]);
            }
            names.value("b", inputs.dot(&layer.weights)[[0, 0]] + layer.biases[0]);
        }),
        World::random("any pixel on any paper", |rng, names| {
            let b = rng.random_range(0.5..1.0);
            let g = b * rng.random_range(0.0..1.0);
            names.value("b", b).value("g", g);
            names.value("k", ink(&array![[g]], &array![[b]])[[0, 0]]);
        }),
        World::random("any ink", |rng, names| {
            let image: Array2<f64> = array(rng, (3, 4)).mapv(f64::abs);
            let (down, right) = center_of_mass(&image);
            let place = |at: fn((usize, usize)) -> usize| {
                let middles = image.indexed_iter().map(|(i, _)| at(i) as f64 + 0.5);
                Array2::from_shape_vec((12, 1), middles.collect()).unwrap()
            };
            names.value("X", right).value("Y", down);
            names.value("n", 12.0).counter("i", 1..=12);
            names.value("x", place(|at| at.1)).value("y", place(|at| at.0));
            names.value("k", image.into_shape_with_order((12, 1)).unwrap());
        }),
    ]
}
