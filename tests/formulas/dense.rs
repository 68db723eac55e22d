//! The symbols of *Layers and biases*.

use backprop::dense::{Dense, Layer};

use crate::common::{World, array};

/// A layer of four units on two inputs; any layer, with the slopes that it gives; the layer of
/// exercise 4.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("four units on two inputs", |rng, names| {
            let (x, dz) = (array(rng, (5, 2)), array(rng, (5, 4)));
            let layer = Dense { weights: array(rng, (2, 4)), biases: array(rng, 4) };
            let (_, gradients) = layer.backward(&x, &dz);
            names.value("z", layer.forward(&x)).value("x", x).value("n", 5.0);
            names.value("W", layer.weights).value("b", layer.biases);
            names.value(r"\frac{\partial L}{\partial z}", dz);
            names.value(r"\frac{\partial L}{\partial b}", gradients.db);
            names.counter("j", 1..=4);
        }),
        World::random("any layer", |rng, names| {
            let (x, dz) = (array(rng, (5, 3)), array(rng, (5, 7)));
            let layer = Dense { weights: array(rng, (3, 7)), biases: array(rng, 7) };
            let (dx, gradients) = layer.backward(&x, &dz);
            names.value("z", layer.forward(&x)).value("x", x);
            names.value("W", layer.weights).value("b", layer.biases);
            names.value(r"\frac{\partial L}{\partial z}", dz);
            names.value(r"\frac{\partial L}{\partial x}", dx);
            names.value(r"\frac{\partial L}{\partial W}", gradients.dw);
            names.value(r"\frac{\partial L}{\partial b}", gradients.db);
            names.counter("j", 1..=7);
            names.value("n", 5.0).value("i", 3.0).value("o", 7.0);
        }),
        World::random("a layer that scales", |rng, names| {
            let (x, w, b) = (array(rng, (5, 3)), array(rng, 3), array(rng, 3));
            names.value("z", &x * &w + &b).value("x", x);
            names.value("w", w).value("b", b);
            names.counter("i", 1..=5).counter("j", 1..=3);
        }),
    ]
}
