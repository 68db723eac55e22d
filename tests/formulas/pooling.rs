//! The symbols of *Pooling*.

use backprop::activation::{Activation, Relu};
use backprop::convolution::ImageShape;
use backprop::dense::Layer;
use backprop::pooling::MaxPool;
use ndarray::Array1;

use crate::common::{World, array};
use crate::convolution::row;

/// Any pool; any numbers before and after ReLU.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any pool", |rng, names| {
            let input = ImageShape { channels: 5, height: 14, width: 9 };
            let pool = MaxPool { input, size: 3 };
            let image = array(rng, input.dim());
            let z = pool.forward(&row(&image));
            names.value("C", 5.0).value("k", 3.0);
            names.from_zero("x", image).from_zero("z", pool.output().image(z.row(0)));
            names.counter("c", 0..=4).counter("r", 0..=3).counter("q", 0..=2);
            names.counter("i", 0..=2).counter("j", 0..=2);
        }),
        World::random("any numbers", |rng, names| {
            let z: Array1<f64> = array(rng, 7);
            names.value("z", z).counter("i", 1..=7);
            names.function(r"\operatorname{ReLU}", |z| Relu.value(z));
        }),
    ]
}
