//! Convolutions of any shape, images that fit them, and how to compare what they give.

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array2, Array3};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// A convolution of any shape, and two images and slopes that fit it.
#[derive(Debug, Clone)]
pub struct Case {
    pub convolution: Convolution,
    pub images: [Array3<f64>; 2],
    pub dz: [Array3<f64>; 2],
}

pub fn random(n: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..n).map(|_| 2.0 * rng.random::<f64>() - 1.0).collect()
}

pub fn image(shape: ImageShape, rng: &mut ChaCha8Rng) -> Array3<f64> {
    Array3::from_shape_vec(shape.dim(), random(shape.size(), rng)).unwrap()
}

impl Case {
    /// Gives this convolution random weights and biases.
    pub fn new(mut convolution: Convolution, seed: u64) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut number = || 2.0 * rng.random::<f64>() - 1.0;
        convolution.kernels.mapv_inplace(|_| number());
        convolution.biases.mapv_inplace(|_| number());
        let (input, output) = (convolution.input, convolution.output());
        Case {
            images: [image(input, rng), image(input, rng)],
            dz: [image(output, rng), image(output, rng)],
            convolution,
        }
    }
}

/// Strides up to 4 and paddings up to 3, also larger than the kernel.
pub fn cases() -> impl Strategy<Value = Case> {
    let image = (1..4_usize, 1..7_usize, 1..7_usize);
    let square = (1..4_usize, 1..6_usize, 1..5_usize, 0..4_usize);
    let fits = "the kernel is larger than the padded image";
    (image, square, any::<u64>())
        .prop_map(|((channels, height, width), square, seed)| {
            let (filters, size, stride, padding) = square;
            let input = ImageShape { channels, height, width };
            let convolution = Convolution::new(input, filters, size);
            (Convolution { stride, padding, ..convolution }, seed)
        })
        .prop_filter(fits, |(convolution, _)| {
            let ImageShape { height, width, .. } = convolution.input;
            convolution.size() <= height.min(width) + 2 * convolution.padding
        })
        .prop_map(|(convolution, seed)| Case::new(convolution, seed))
}

/// Images, or slopes along them, as the rows of a matrix.
pub fn rows(images: &[Array3<f64>]) -> Array2<f64> {
    let numbers = images.iter().flatten().copied().collect();
    Array2::from_shape_vec((images.len(), images[0].len()), numbers).unwrap()
}

pub fn close<'a>(
    a: impl IntoIterator<Item = &'a f64>,
    b: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
) -> bool {
    let (a, b): (Vec<&f64>, Vec<&f64>) =
        (a.into_iter().collect(), b.into_iter().collect());
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (*a - b).abs() <= tolerance)
}

/// A number with a comma before its last three digits, and the three before them.
pub fn with_commas(n: usize) -> String {
    let digits = n.to_string();
    let parts = digits.as_bytes().rchunks(3).rev();
    parts.map(|part| str::from_utf8(part).unwrap()).collect::<Vec<_>>().join(",")
}
