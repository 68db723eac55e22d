//! A layer with weights and biases, and a network of any number of layers.

use std::fmt::Debug;
use std::mem;
use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2};

use crate::Activation;

/// What a network is made of: `inputs` numbers in, `outputs` weighted sums of them out.
///
/// A layer knows shapes only. Its parameters, weights first and then biases, lie in the one
/// long list that holds those of the whole network, and it is given its part of the list.
// ANCHOR: Layer
pub trait Layer: Debug + Send + Sync {
    /// How many numbers a sample has before the layer.
    fn inputs(&self) -> usize;

    /// How many numbers a sample has after it.
    fn outputs(&self) -> usize;

    /// The shape of the weights; their number is the product.
    fn weights(&self) -> Vec<usize>;

    /// The number of biases.
    fn biases(&self) -> usize;

    /// How many numbers a weighted sum adds up, and how many sums an input takes part in.
    fn fans(&self) -> (usize, usize);

    /// Writes the weighted sums `z` `(n, outputs)` of the rows of `x` `(n, inputs)`.
    fn forward(&self, parameters: &[f64], x: ArrayView2<f64>, z: &mut Array2<f64>);

    /// From the slope of the loss along `z`, writes the one along `x`.
    fn backward(
        &self,
        parameters: &[f64],
        x: ArrayView2<f64>,
        dz: &Array2<f64>,
        dx: &mut Array2<f64>,
    );

    /// From the slope of the loss along `z`, adds `scale` times the slope along the
    /// parameters to `to`, which has a place for each of them.
    fn gradient(
        &self,
        x: ArrayView2<f64>,
        dz: &Array2<f64>,
        scale: f64,
        to: &mut [f64],
    );
}
// ANCHOR_END: Layer

/// A layer in which every input has a weight to every output.
// ANCHOR: Dense
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dense {
    /// How many numbers a sample has before the layer.
    pub inputs: usize,
    /// How many numbers a sample has after it.
    pub outputs: usize,
}
// ANCHOR_END: Dense

// ANCHOR: dense_layer
impl Layer for Dense {
    fn inputs(&self) -> usize {
        self.inputs
    }

    fn outputs(&self) -> usize {
        self.outputs
    }

    fn weights(&self) -> Vec<usize> {
        vec![self.inputs, self.outputs]
    }

    fn biases(&self) -> usize {
        self.outputs
    }

    fn fans(&self) -> (usize, usize) {
        (self.inputs, self.outputs)
    }

    fn forward(&self, parameters: &[f64], x: ArrayView2<f64>, z: &mut Array2<f64>) {
        let (weights, biases) = split(parameters, (self.inputs, self.outputs));
        // z = x·W + b
        z.assign(&biases);
        general_mat_mul(1.0, &x, &weights, 1.0, z);
    }

    fn backward(
        &self,
        parameters: &[f64],
        _x: ArrayView2<f64>,
        dz: &Array2<f64>,
        dx: &mut Array2<f64>,
    ) {
        let (weights, _) = split(parameters, (self.inputs, self.outputs));
        // dx = dz·Wᵀ
        general_mat_mul(1.0, dz, &weights.t(), 0.0, dx);
    }

    fn gradient(
        &self,
        x: ArrayView2<f64>,
        dz: &Array2<f64>,
        scale: f64,
        to: &mut [f64],
    ) {
        let (mut weights, mut biases) = split_mut(to, (self.inputs, self.outputs));
        // dW = xᵀ·dz, and db adds up the rows of dz.
        general_mat_mul(scale, &x.t(), dz, 1.0, &mut weights);
        dz.rows().into_iter().for_each(|row| biases.scaled_add(scale, &row));
    }
}
// ANCHOR_END: dense_layer

/// The part of the parameters that is a layer's own, as a matrix of weights of this shape
/// and a list of biases.
// ANCHOR: split
pub fn split(
    parameters: &[f64],
    shape: (usize, usize),
) -> (ArrayView2<'_, f64>, ArrayView1<'_, f64>) {
    let (weights, biases) = parameters.split_at(shape.0 * shape.1);
    (matrix(weights, shape), ArrayView1::from(biases))
}
// ANCHOR_END: split

/// The same, to write into.
pub(crate) fn split_mut(
    parameters: &mut [f64],
    shape: (usize, usize),
) -> (ArrayViewMut2<'_, f64>, ArrayViewMut1<'_, f64>) {
    let (weights, biases) = parameters.split_at_mut(shape.0 * shape.1);
    (matrix_mut(weights, shape), ArrayViewMut1::from(biases))
}

/// Numbers as a matrix, row after row.
pub(crate) fn matrix(numbers: &[f64], shape: (usize, usize)) -> ArrayView2<'_, f64> {
    ArrayView2::from_shape(shape, numbers).expect("as many numbers as places")
}

/// The same, to write into.
pub(crate) fn matrix_mut(
    numbers: &mut [f64],
    shape: (usize, usize),
) -> ArrayViewMut2<'_, f64> {
    ArrayViewMut2::from_shape(shape, numbers).expect("as many numbers as places")
}

/// A layer of a network, the activation that ends it, and where its parameters lie.
// ANCHOR: Stage
#[derive(Debug)]
pub struct Stage {
    /// Gives the weighted sums.
    pub layer: Box<dyn Layer>,
    /// Ends the layer.
    pub activation: &'static dyn Activation,
    /// The place of the layer's parameters in the list of all.
    pub place: Range<usize>,
}
// ANCHOR_END: Stage

/// Layers one after another, and all their parameters in one list.
// ANCHOR: Sequential
#[derive(Debug)]
pub struct Sequential {
    stages: Vec<Stage>,
    /// The weights and biases of the first layer, then those of the second, and so on.
    pub parameters: Vec<f64>,
}
// ANCHOR_END: Sequential

// ANCHOR: then
impl Sequential {
    /// A network of one layer, its parameters 0.
    pub fn new(
        layer: impl Layer + 'static,
        activation: &'static dyn Activation,
    ) -> Self {
        Sequential { stages: vec![], parameters: vec![] }.with(layer, activation)
    }

    /// The network with one more layer at its end, whose parameters are 0.
    ///
    /// # Panics
    ///
    /// If `layer` does not take as many numbers as the layer before it gives.
    pub fn then(
        self,
        layer: impl Layer + 'static,
        activation: &'static dyn Activation,
    ) -> Self {
        let before = &self.stages[self.stages.len() - 1].layer;
        assert_eq!(
            before.outputs(),
            layer.inputs(),
            "what {before:?} gives does not fit what {layer:?} takes"
        );
        self.with(layer, activation)
    }

    /// The layers in order.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    fn with(
        mut self,
        layer: impl Layer + 'static,
        activation: &'static dyn Activation,
    ) -> Self {
        let start = self.parameters.len();
        let weights: usize = layer.weights().iter().product();
        let place = start..start + weights + layer.biases();
        self.parameters.resize(place.end, 0.0);
        self.stages.push(Stage { layer: Box::new(layer), activation, place });
        self
    }
}
// ANCHOR_END: then

/// All that one pass forward over `n` samples computes, and one pass backward after it.
///
/// Its arrays are made once and written again by every pass.
// ANCHOR: Pass
#[derive(Debug, Clone)]
pub struct Pass {
    /// Weighted sums of each layer, `(n, outputs)`.
    pub z: Vec<Array2<f64>>,
    /// Activations of each layer, `(n, outputs)`.
    pub a: Vec<Array2<f64>>,
    /// The slope of the loss along the weighted sums of each layer, `(n, outputs)`.
    pub dz: Vec<Array2<f64>>,
}

impl Pass {
    /// Room for `n` samples.
    pub fn new(net: &Sequential, n: usize) -> Self {
        let arrays = || {
            let widths = net.stages.iter().map(|stage| stage.layer.outputs());
            widths.map(|width| Array2::zeros((n, width))).collect()
        };
        Pass { z: arrays(), a: arrays(), dz: arrays() }
    }

    /// What the network gave, `(n, outputs)`: the activations of its last layer.
    pub fn output(&self) -> &Array2<f64> {
        &self.a[self.a.len() - 1]
    }
}
// ANCHOR_END: Pass

// ANCHOR: sequential_forward
impl Sequential {
    /// Runs the rows of `x` `(n, inputs)` through all layers.
    pub fn forward(&self, x: ArrayView2<f64>, pass: &mut Pass) {
        for (l, Stage { layer, activation, place }) in self.stages.iter().enumerate()
        {
            let (before, after) = pass.a.split_at_mut(l);
            let x = before.last().map_or(x, |a| a.view());
            layer.forward(&self.parameters[place.clone()], x, &mut pass.z[l]);
            activation.forward(&pass.z[l], &mut after[0]);
        }
    }

    /// What the network gives `(n, outputs)` for the rows of `x` `(n, inputs)`.
    pub fn predict(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let mut pass = Pass::new(self, x.nrows());
        self.forward(x, &mut pass);
        pass.a.swap_remove(pass.a.len() - 1)
    }
}
// ANCHOR_END: sequential_forward

// ANCHOR: sequential_backward
impl Sequential {
    /// After a pass forward: the slope along the weighted sums of every layer, from
    /// `d_output` `(n, outputs)`, the slope of the loss along what the network gave.
    pub fn backward(&self, d_output: &Array2<f64>, pass: &mut Pass) {
        let last = self.stages.len() - 1;
        pass.dz[last].assign(d_output);
        for l in (0..=last).rev() {
            let Stage { layer, activation, place } = &self.stages[l];
            let (before, after) = pass.dz.split_at_mut(l);
            let dz = &mut after[0];
            activation.backward(&pass.z[l], &pass.a[l], dz);
            if let Some(dx) = before.last_mut() {
                let (parameters, x) =
                    (&self.parameters[place.clone()], &pass.a[l - 1]);
                layer.backward(parameters, x.view(), dz, dx);
            }
        }
    }

    /// After a pass backward: adds `scale` times the slope along every parameter to `to`.
    pub fn gradient(
        &self,
        x: ArrayView2<f64>,
        pass: &Pass,
        scale: f64,
        to: &mut [f64],
    ) {
        for (l, Stage { layer, place, .. }) in self.stages.iter().enumerate() {
            let x = if l == 0 { x } else { pass.a[l - 1].view() };
            layer.gradient(x, &pass.dz[l], scale, &mut to[place.clone()]);
        }
    }
}
// ANCHOR_END: sequential_backward

// ANCHOR: sequential_step
impl Sequential {
    /// After a pass backward: moves every parameter against its slope, `learning_rate`
    /// times as far.
    pub fn step(&mut self, x: ArrayView2<f64>, pass: &Pass, learning_rate: f64) {
        // No list of slopes is needed: each is added to its parameter as it comes.
        let mut parameters = mem::take(&mut self.parameters);
        self.gradient(x, pass, -learning_rate, &mut parameters);
        self.parameters = parameters;
    }
}
// ANCHOR_END: sequential_step
