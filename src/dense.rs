//! A layer with weights and biases, and a network of any number of layers.

use std::fmt::Debug;
use std::mem;
use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2};

use crate::{Activation, Network, Sigmoid, sum_of_squares, sum_of_squares_gradient};

/// What a network is made of: `inputs` numbers in, `outputs` weighted sums of them out.
///
/// A layer knows shapes only. Its parameters, weights first and then biases, lie in the one
/// long list that holds those of the whole network, and it is given its part of the list.
///
/// # Panics
///
/// Every method panics on arrays whose shapes do not fit the layer or each other.
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

    /// How many numbers a weighted sum adds up, and how many sums an input is part of.
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

/// A layer in which every input has a weight to every output, and every output a bias.
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

impl Stage {
    /// The place of its biases: the last part of its own.
    pub fn biases(&self) -> Range<usize> {
        self.place.end - self.layer.biases()..self.place.end
    }
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

#[doc = cell!("depth")]
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
        // `assign` would stretch one row of slopes over all.
        let shape = pass.output().dim();
        assert_eq!(d_output.dim(), shape, "the output and its slope differ in shape");
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

/// Trains a network on all rows of `x` `(n, inputs)` and `y` `(n, outputs)` in every
/// iteration.
#[doc = cell!("dense")]
// ANCHOR: sequential_train
impl Sequential {
    /// Part I's `train` for any network: the loss before each iteration, and at the end.
    pub fn train(
        &mut self,
        x: &Array2<f64>,
        y: &Array2<f64>,
        learning_rate: f64,
        iterations: usize,
    ) -> Vec<f64> {
        let mut pass = Pass::new(self, x.nrows());
        let mut losses = Vec::with_capacity(iterations + 1);
        for _ in 0..iterations {
            self.forward(x.view(), &mut pass);
            losses.push(sum_of_squares(pass.output(), y));
            self.backward(&sum_of_squares_gradient(pass.output(), y), &mut pass);
            self.step(x.view(), &pass, learning_rate);
        }
        self.forward(x.view(), &mut pass);
        losses.push(sum_of_squares(pass.output(), y));
        losses
    }
}
// ANCHOR_END: sequential_train

#[doc = cell!("frozen_biases")]
// ANCHOR: from_network
impl From<&Network> for Sequential {
    /// The network of Part I: two sigmoid layers of these weights, and biases of 0.
    fn from(Network { w1, w2 }: &Network) -> Self {
        let layer = |weights: &Array2<f64>| {
            let (inputs, outputs) = weights.dim();
            Dense { inputs, outputs }
        };
        let mut net = Sequential::new(layer(w1), &Sigmoid).then(layer(w2), &Sigmoid);
        for (Stage { place, .. }, weights) in net.stages.iter().zip([w1, w2]) {
            let own = &mut net.parameters[place.clone()];
            own.iter_mut().zip(weights).for_each(|(to, weight)| *to = *weight);
        }
        net
    }
}
// ANCHOR_END: from_network

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, central_difference, four_rows, sigmoid};
    use ndarray::{Axis, array};
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    /// Layers of these widths, the sigmoid after each but the last, all parameters between
    /// -1 and 1.
    fn random(widths: &[usize]) -> Sequential {
        let layer = |i: usize| Dense { inputs: widths[i], outputs: widths[i + 1] };
        let last = widths.len() - 2;
        let mut net = Sequential { stages: vec![], parameters: vec![] };
        for i in 0..last {
            net = net.with(layer(i), &Sigmoid);
        }
        let mut net = net.with(layer(last), &Identity);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        net.parameters.fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
        net
    }

    fn samples(n: usize, width: usize) -> Array2<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        Array2::from_shape_simple_fn((n, width), || 2.0 * rng.random::<f64>() - 1.0)
    }

    /// The slopes along all parameters, in one pass backward.
    fn gradient(net: &Sequential, x: &Array2<f64>, y: &Array2<f64>) -> Vec<f64> {
        let mut pass = Pass::new(net, x.nrows());
        net.forward(x.view(), &mut pass);
        net.backward(&sum_of_squares_gradient(pass.output(), y), &mut pass);
        let mut gradient = vec![0.0; net.parameters.len()];
        net.gradient(x.view(), &pass, 1.0, &mut gradient);
        gradient
    }

    #[test]
    fn forward_adds_the_biases_to_every_row() {
        let mut net = Sequential::new(Dense { inputs: 2, outputs: 2 }, &Sigmoid)
            .then(Dense { inputs: 2, outputs: 1 }, &Identity);
        net.parameters = vec![1.0, -1.0, 0.5, 2.0, 10.0, -1.0, 1.0, -2.0, 0.25];
        let mut pass = Pass::new(&net, 2);
        net.forward(array![[2.0, -2.0], [0.0, 0.0]].view(), &mut pass);
        assert_eq!(pass.z[0], array![[11.0, -7.0], [10.0, -1.0]]);
        for (z, y_hat) in pass.z[0].rows().into_iter().zip(pass.output()) {
            let sum = sigmoid(z[0]) - 2.0 * sigmoid(z[1]) + 0.25;
            // A product may add in another order: allow the last bit.
            assert!((y_hat - sum).abs() < 1e-15);
        }
    }

    #[test]
    fn backward_matches_measured_slopes_whatever_the_number_of_layers() {
        for widths in [&[3, 2][..], &[3, 4, 2], &[3, 4, 5, 2], &[3, 4, 1, 5, 2]] {
            let net = random(widths);
            let (x, y) = (samples(6, 3), Array2::zeros((6, 2)));
            for (i, slope) in gradient(&net, &x, &y).into_iter().enumerate() {
                let loss_at = |parameter| {
                    let mut moved = random(widths);
                    moved.parameters[i] = parameter;
                    sum_of_squares(&moved.predict(x.view()), &y)
                };
                let measured = central_difference(loss_at, net.parameters[i]);
                // The measured slope is off by h² plus rounding of 1e-16 / h.
                assert!((slope - measured).abs() < 1e-8, "{widths:?}, {i}");
            }
        }
    }

    #[test]
    fn the_slope_along_a_bias_adds_up_the_slopes_along_its_sums() {
        let layer = Dense { inputs: 1, outputs: 2 };
        let dz = array![[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]];
        let mut to = vec![0.0; 4];
        layer.gradient(Array2::zeros((3, 1)).view(), &dz, 1.0, &mut to);
        assert_eq!(to, [0.0, 0.0, 111.0, 222.0]);
    }

    #[test]
    fn a_gradient_is_scaled_and_added_to_what_is_there() {
        let layer = Dense { inputs: 1, outputs: 1 };
        let mut to = vec![1.0, 1.0];
        layer.gradient(array![[3.0]].view(), &array![[2.0]], 10.0, &mut to);
        assert_eq!(to, [61.0, 21.0]);
    }

    #[test]
    fn a_step_is_minus_the_learning_rate_times_the_gradient() {
        let (x, y) = (samples(5, 2), samples(5, 1));
        let mut net = random(&[2, 3, 1]);
        let slopes = gradient(&net, &x, &y);
        let before = net.parameters.clone();
        net.train(&x, &y, 0.5, 1);
        for ((after, before), slope) in net.parameters.iter().zip(before).zip(slopes)
        {
            assert!((after - (before - 0.5 * slope)).abs() < 1e-15);
        }
    }

    #[test]
    fn a_pass_used_again_holds_the_new_rows_in_the_same_places() {
        let net = random(&[2, 3, 1]);
        let mut pass = Pass::new(&net, 4);
        let places = |pass: &Pass| [pass.z[0].as_ptr(), pass.a[1].as_ptr()];
        let before = places(&pass);
        net.forward(samples(4, 2).view(), &mut pass);
        net.backward(&samples(4, 1), &mut pass);
        net.forward(Array2::zeros((4, 2)).view(), &mut pass);
        assert_eq!(*pass.output(), net.predict(Array2::zeros((4, 2)).view()));
        assert_eq!(places(&pass), before);
    }

    #[test]
    fn each_row_is_predicted_as_if_it_were_alone() {
        let net = random(&[3, 4, 4, 1]);
        let (x, _) = four_rows();
        let together = net.predict(x.view());
        for (i, row) in x.axis_chunks_iter(Axis(0), 1).enumerate() {
            let alone = net.predict(row);
            assert!((alone[[0, 0]] - together[[i, 0]]).abs() < 1e-15);
        }
    }

    #[test]
    fn the_parameters_of_the_layers_lie_one_after_another_biases_last() {
        let net = random(&[2, 4, 4, 1]);
        let stages = net.stages().iter();
        let places: Vec<_> =
            stages.map(|stage| (stage.place.clone(), stage.biases())).collect();
        assert_eq!(places, [(0..12, 8..12), (12..32, 28..32), (32..37, 36..37)]);
        assert_eq!(net.parameters.len(), 37);
    }

    #[test]
    #[should_panic(
        expected = "what Dense { inputs: 2, outputs: 4 } gives does not fit what \
                    Dense { inputs: 3, outputs: 1 } takes"
    )]
    fn a_layer_that_does_not_fit_the_one_before_is_refused() {
        let _ = Sequential::new(Dense { inputs: 2, outputs: 4 }, &Sigmoid)
            .then(Dense { inputs: 3, outputs: 1 }, &Sigmoid);
    }

    #[test]
    #[should_panic(expected = "the output and its slope differ in shape")]
    fn one_row_of_slopes_for_many_rows_is_refused() {
        let net = random(&[2, 1]);
        net.backward(&array![[1.0]], &mut Pass::new(&net, 4));
    }
}
