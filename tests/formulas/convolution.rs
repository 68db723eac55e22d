//! The symbols of *Convolution*.

use backprop::convolution::{Convolution, ImageShape};
use formulas::Names;
use ndarray::{Array2, Array3, Axis};
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::common::{World, array};

/// Any convolution of an image; a side of any length.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any convolution", |rng, names| {
            let convolution = any_convolution(rng);
            forward(names, &convolution, &array(rng, convolution.input.dim()));
        }),
        World::random("any side", |rng, names| {
            let (m, k) = (rng.random_range(7..20), rng.random_range(1..6));
            let (p, s) = (rng.random_range(0..4), rng.random_range(1..5));
            let input = ImageShape { channels: 1, height: m, width: m };
            let side = Convolution {
                stride: s,
                padding: p,
                ..Convolution::new(input, 1, k)
            };
            for (name, number) in [("m", m), ("k", k), ("p", p), ("s", s)] {
                names.value(name, number as f64);
            }
            names.value(r"\text{places}", side.places(m) as f64);
        }),
    ]
}

/// A convolution with random weights, small but for what tells its sizes apart.
pub fn any_convolution(rng: &mut ChaCha8Rng) -> Convolution {
    let input = ImageShape { channels: 3, height: 3, width: 12 };
    Convolution {
        kernels: array(rng, (4, 3, 2, 2)),
        biases: array(rng, 4),
        stride: 3,
        padding: 1,
        ..Convolution::new(input, 4, 2)
    }
}

/// The symbols of `convolution` on `image`; all counters start at 0.
pub fn forward(names: &mut Names, convolution: &Convolution, image: &Array3<f64>) {
    let output = convolution.output();
    names.value("F", output.channels as f64);
    names.value("C", convolution.input.channels as f64);
    names.value("k", convolution.size() as f64);
    names.value("s", convolution.stride as f64);
    names.value(r"\text{rows}", output.height as f64);
    names.value(r"\text{columns}", output.width as f64);
    names.from_zero("K", &convolution.kernels).from_zero("b", &convolution.biases);
    names.from_zero(r"\bar x", padded(image, convolution.padding));
    names.from_zero("z", convolution.by_loops(image));
    for (counter, count) in [
        ("f", output.channels),
        ("r", output.height),
        ("q", output.width),
        ("c", convolution.input.channels),
        ("i", convolution.size()),
        ("j", convolution.size()),
    ] {
        names.counter(counter, 0..=count - 1);
    }
}

/// `image` with a frame of zeros.
fn padded(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let mut padded = Array3::zeros((channels, height + around, width + around));
    for ((c, row, column), pixel) in image.indexed_iter() {
        padded[[c, row + padding, column + padding]] = *pixel;
    }
    padded
}

/// `image` as a row.
pub fn row(image: &Array3<f64>) -> Array2<f64> {
    image.flatten().into_owned().insert_axis(Axis(0))
}
