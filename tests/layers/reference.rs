//! Every formula in plain loops over dual numbers, one sample at a time.

use std::f64::consts::TAU;

use backprop::activation::{
    Activation, Gelu, Identity, LeakyRelu, Relu, Sigmoid, Softplus, Tanh,
};
use backprop::chain_rule::Dual;
use backprop::classification::{Loss, cross_entropy, squares};
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Layer};
use backprop::pooling::MaxPool;
use ndarray::indices;

pub fn constant(value: f64) -> Dual {
    Dual::constant(value)
}

pub fn sum(terms: impl Iterator<Item = Dual>) -> Dual {
    terms.fold(constant(0.0), |total, term| total + term)
}

fn ln(z: Dual) -> Dual {
    Dual { value: z.value.ln(), slope: z.slope / z.value }
}

fn tanh(z: Dual) -> Dual {
    constant(2.0) * (constant(2.0) * z).sigmoid() - constant(1.0)
}

/// z·Φ(z), with G. Marsaglia's series of 2004 (*Evaluating the Normal Distribution*):
/// Φ(z) is 1/2 + φ(z)·(z + z³/3 + z⁵/(3·5) + …).
fn gelu(z: Dual) -> Dual {
    let mut term = z;
    let mut series = z;
    // The terms rise as far as 2i + 1 is below z², and then fall.
    for i in 1..30 + 2 * (z.value * z.value) as u32 {
        term = term * z * z / constant(f64::from(2 * i + 1));
        series = series + term;
    }
    let bell = (constant(-0.5) * z * z).exp() / constant(TAU.sqrt());
    z * (constant(0.5) + bell * series)
}

/// An activation, its formula, and whether it has a corner at 0.
pub type Function = (&'static dyn Activation, fn(Dual) -> Dual, bool);

pub const FUNCTIONS: [Function; 7] = [
    (&Identity, |z| z, false),
    (&Sigmoid, Dual::sigmoid, false),
    (&Tanh, tanh, false),
    (&Relu, |z| if z.value > 0.0 { z } else { constant(0.0) }, true),
    (&LeakyRelu, |z| if z.value > 0.0 { z } else { constant(0.01) * z }, true),
    (&Softplus, |z| ln(constant(1.0) + z.exp()), false),
    (&Gelu, gelu, false),
];

/// A layer; what its parameters are, the test says.
#[derive(Debug, Clone)]
pub enum Part {
    Dense(Dense),
    Convolution(Convolution),
    MaxPool(MaxPool),
}

impl Part {
    pub fn layer(&self) -> Box<dyn Layer> {
        match self.clone() {
            Part::Dense(layer) => Box::new(layer),
            Part::Convolution(layer) => Box::new(layer),
            Part::MaxPool(layer) => Box::new(layer),
        }
    }

    pub fn number_of_parameters(&self) -> usize {
        let layer = self.layer();
        let (weights, biases) = layer.parameters();
        weights.len() + biases.len()
    }

    /// The image that comes out; numbers without order are an image of 1 by 1.
    pub fn output(&self) -> ImageShape {
        match self {
            Part::Dense(layer) => {
                ImageShape { channels: layer.outputs(), height: 1, width: 1 }
            }
            Part::Convolution(layer) => layer.output(),
            Part::MaxPool(layer) => layer.output(),
        }
    }

    /// The weighted sums of one sample.
    pub fn z(&self, parameters: &[Dual], x: &[Dual]) -> Vec<Dual> {
        match self {
            Part::Dense(layer) => dense(layer, parameters, x),
            Part::Convolution(layer) => convolution(layer, parameters, x),
            Part::MaxPool(layer) => max_pool(layer, x),
        }
    }
}

fn dense(layer: &Dense, parameters: &[Dual], x: &[Dual]) -> Vec<Dual> {
    let (inputs, outputs) = layer.weights.dim();
    let (weights, biases) = parameters.split_at(inputs * outputs);
    let z = |k| sum((0..inputs).map(|i| x[i] * weights[i * outputs + k])) + biases[k];
    (0..outputs).map(z).collect()
}

fn convolution(layer: &Convolution, parameters: &[Dual], x: &[Dual]) -> Vec<Dual> {
    let &Convolution { input, stride, padding, .. } = layer;
    let (filters, size) = (layer.filters(), layer.size());
    let (weights, biases) =
        parameters.split_at(filters * input.channels * size * size);
    // The pixel in this row and column of the padded image, if it is not padding.
    let pixel = |c, row: usize, column: usize| {
        let (row, column) = (row.checked_sub(padding)?, column.checked_sub(padding)?);
        let inside = row < input.height && column < input.width;
        inside.then(|| x[(c * input.height + row) * input.width + column])
    };
    let tops = (0..=input.height + 2 * padding - size).step_by(stride);
    let lefts = (0..=input.width + 2 * padding - size).step_by(stride);
    let mut z = vec![];
    for (f, &bias) in biases.iter().enumerate() {
        for top in tops.clone() {
            for left in lefts.clone() {
                let square = indices((input.channels, size, size)).into_iter();
                let terms = square.filter_map(|(c, i, j)| {
                    let weight = ((f * input.channels + c) * size + i) * size + j;
                    Some(weights[weight] * pixel(c, top + i, left + j)?)
                });
                z.push(sum(terms) + bias);
            }
        }
    }
    z
}

fn max_pool(layer: &MaxPool, x: &[Dual]) -> Vec<Dual> {
    let squares = (0..layer.outputs()).map(|place| square(layer, place));
    let largest = |square: Vec<usize>| {
        let pixels = square.into_iter().map(|at| x[at]);
        pixels.reduce(|a, b| if b.value > a.value { b } else { a })
    };
    squares.map(|square| largest(square).unwrap()).collect()
}

/// The pixels, row after row, that become the one at `place`.
pub fn square(&MaxPool { input, size }: &MaxPool, place: usize) -> Vec<usize> {
    let (rows, columns) = (input.height / size, input.width / size);
    let (c, y, x) =
        (place / (rows * columns), place / columns % rows, place % columns);
    let at = |(i, j)| (c * input.height + y * size + i) * input.width + x * size + j;
    indices((size, size)).into_iter().map(at).collect()
}

fn dual_squares(y_hat: &[Dual], y: &[f64]) -> Dual {
    sum(y_hat.iter().zip(y).map(|(&y_hat, &y)| {
        let error = y_hat - constant(y);
        error * error
    }))
}

fn dual_cross_entropy(logits: &[Dual], y: &[f64]) -> Dual {
    let total = sum(logits.iter().map(|z| z.exp()));
    let term = |(z, &y): (&Dual, &f64)| constant(-y) * ln(z.exp() / total);
    sum(logits.iter().zip(y).map(term))
}

/// A loss, and its formula for one sample.
type LossFunction = (Loss, fn(&[Dual], &[f64]) -> Dual);

pub const LOSSES: [LossFunction; 2] =
    [(squares, dual_squares), (cross_entropy, dual_cross_entropy)];

/// Numbers of which the one at `place`, if any, is the variable.
pub fn duals<'a>(
    numbers: impl IntoIterator<Item = &'a f64>,
    place: Option<usize>,
) -> Vec<Dual> {
    let numbers = numbers.into_iter().enumerate();
    let dual =
        |(i, &value)| Dual { value, slope: if Some(i) == place { 1.0 } else { 0.0 } };
    numbers.map(dual).collect()
}
