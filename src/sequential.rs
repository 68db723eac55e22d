//! Layers one after another: a network of any number of layers.

use std::iter::zip;

use ndarray::{Array1, Array2};

use crate::activation::{Activation, Sigmoid};
use crate::dense::{Dense, Gradients, Layer};
use crate::loss::{sum_of_squares, sum_of_squares_gradient};
use crate::network::Network;

/// A layer of a network, and the activation that ends it.
// ANCHOR: Stage
#[derive(Debug)]
pub struct Stage {
    /// Gives the weighted sums.
    pub layer: Box<dyn Layer>,
    /// Ends the layer.
    pub activation: &'static dyn Activation,
}
// ANCHOR_END: Stage

/// Layers one after another.
#[doc = cell!("depth")]
// ANCHOR: Sequential
#[derive(Debug)]
pub struct Sequential {
    /// The layers in order, each with its activation.
    pub stages: Vec<Stage>,
}

impl Sequential {
    /// A network of one layer.
    pub fn new(layer: impl Layer, activation: &'static dyn Activation) -> Self {
        Sequential { stages: vec![Stage { layer: Box::new(layer), activation }] }
    }

    /// The network with one more layer at its end.
    ///
    /// # Panics
    ///
    /// If `layer` does not take as many numbers as the layer before it gives.
    pub fn then(
        mut self,
        layer: impl Layer,
        activation: &'static dyn Activation,
    ) -> Self {
        if let Some(before) = self.stages.last() {
            let (gives, takes) = (before.layer.outputs(), layer.inputs());
            assert_eq!(
                gives, takes,
                "a layer gives {gives} numbers, and the next one takes {takes}"
            );
        }
        self.stages.push(Stage { layer: Box::new(layer), activation });
        self
    }
}
// ANCHOR_END: Sequential

/// All that one pass forward over `n` samples computes. Backpropagation will need it.
// ANCHOR: Pass
#[derive(Debug, Clone, PartialEq)]
pub struct Pass {
    /// Weighted sums of each layer, `(n, outputs)`.
    pub z: Vec<Array2<f64>>,
    /// Activations of each layer, `(n, outputs)`.
    pub a: Vec<Array2<f64>>,
}

impl Pass {
    /// What the network gave, `(n, outputs)`: the activations of its last layer.
    pub fn output(&self) -> &Array2<f64> {
        &self.a[self.a.len() - 1]
    }
}
// ANCHOR_END: Pass

// ANCHOR: sequential_forward
impl Sequential {
    /// Runs the rows of `x` `(n, inputs)` through all layers and keeps every step.
    pub fn forward(&self, x: &Array2<f64>) -> Pass {
        let mut pass = Pass { z: vec![], a: vec![] };
        for Stage { layer, activation } in &self.stages {
            // The first layer takes x, each other one what the layer before it gave.
            let z = layer.forward(pass.a.last().unwrap_or(x));
            pass.a.push(activation.forward(&z));
            pass.z.push(z);
        }
        pass
    }

    /// What the network gives `(n, outputs)` for the rows of `x` `(n, inputs)`.
    pub fn predict(&self, x: &Array2<f64>) -> Array2<f64> {
        self.forward(x).output().clone()
    }
}
// ANCHOR_END: sequential_forward

/// All that one pass backward computes.
// ANCHOR: Backward
#[derive(Debug, Clone, PartialEq)]
pub struct Backward {
    /// The slope of the loss along the weighted sums of each layer, `(n, outputs)`.
    pub dz: Vec<Array2<f64>>,
    /// The slopes along the parameters of each layer.
    pub gradients: Vec<Gradients>,
}
// ANCHOR_END: Backward

// ANCHOR: sequential_backward
impl Sequential {
    /// Walks back through all layers, after `forward(x)` gave `pass`, from `d_output`
    /// `(n, outputs)`, the slope of the loss along what the network gave.
    pub fn backward(
        &self,
        x: &Array2<f64>,
        pass: &Pass,
        d_output: &Array2<f64>,
    ) -> Backward {
        let (has, wants) = (d_output.dim(), pass.output().dim());
        assert_eq!(has, wants, "slopes of {has:?} along an output of {wants:?}");
        let (mut all_dz, mut gradients) = (vec![], vec![]);
        let mut da = d_output.clone();
        for (l, Stage { layer, activation }) in self.stages.iter().enumerate().rev() {
            let dz = activation.backward(&pass.z[l], &pass.a[l], &da);
            let x = if l == 0 { x } else { &pass.a[l - 1] };
            let (dx, dw_and_db) = layer.backward(x, &dz);
            all_dz.push(dz);
            gradients.push(dw_and_db);
            // What this layer takes is what the layer before it gave.
            da = dx;
        }
        all_dz.reverse();
        gradients.reverse();
        Backward { dz: all_dz, gradients }
    }
}
// ANCHOR_END: sequential_backward

// ANCHOR: sequential_step
impl Sequential {
    /// Moves every parameter against its slope, `learning_rate` times as far.
    ///
    /// # Panics
    ///
    /// If the gradients are not those of this network.
    pub fn step(&mut self, gradients: &[Gradients], learning_rate: f64) {
        self.check(gradients);
        for (stage, Gradients { dw, db }) in zip(&mut self.stages, gradients) {
            let (mut weights, mut biases) = stage.layer.parameters_mut();
            weights.scaled_add(-learning_rate, dw);
            biases.scaled_add(-learning_rate, db);
        }
    }
}
// ANCHOR_END: sequential_step

impl Sequential {
    /// Panics unless the gradients are those of this network.
    pub(crate) fn check(&self, gradients: &[Gradients]) {
        let (has, wants) = (gradients.len(), self.stages.len());
        assert_eq!(has, wants, "gradients of {has} layers for {wants}");
        for (Stage { layer, .. }, Gradients { dw, db }) in
            zip(&self.stages, gradients)
        {
            let (weights, biases) = layer.parameters();
            let has = (dw.shape(), db.len());
            let wants = (weights.shape(), biases.len());
            assert_eq!(has, wants, "slopes of {has:?} along parameters of {wants:?}");
        }
    }
}

// ANCHOR: sequential_train
impl Sequential {
    /// Part I's `train` for any network, on all rows of `x` `(n, inputs)` and `y`
    /// `(n, outputs)`: the loss before each iteration, and at the end.
    pub fn train(
        &mut self,
        x: &Array2<f64>,
        y: &Array2<f64>,
        learning_rate: f64,
        iterations: usize,
    ) -> Vec<f64> {
        let mut losses = Vec::with_capacity(iterations + 1);
        for _ in 0..iterations {
            let pass = self.forward(x);
            losses.push(sum_of_squares(pass.output(), y));
            let d_output = sum_of_squares_gradient(pass.output(), y);
            let backward = self.backward(x, &pass, &d_output);
            self.step(&backward.gradients, learning_rate);
        }
        losses.push(sum_of_squares(&self.predict(x), y));
        losses
    }
}
// ANCHOR_END: sequential_train

// ANCHOR: in_one_list
impl Sequential {
    /// All parameters in one list: the weights of the first layer, row after row, its
    /// biases, then those of the second, and so on.
    pub fn parameters(&self) -> Vec<f64> {
        let mut list = vec![];
        for stage in &self.stages {
            let (weights, biases) = stage.layer.parameters();
            list.extend(weights);
            list.extend(biases);
        }
        list
    }

    /// Changes every parameter, in the order of that list.
    pub fn for_each_parameter(&mut self, mut change: impl FnMut(&mut f64)) {
        for stage in &mut self.stages {
            let (weights, biases) = stage.layer.parameters_mut();
            weights.into_iter().chain(biases).for_each(&mut change);
        }
    }

    /// Gives the parameters the values of such a list.
    ///
    /// # Panics
    ///
    /// If the list has not as many numbers as the network has parameters.
    pub fn set_parameters(&mut self, list: &[f64]) {
        let (has, wants) = (list.len(), self.parameters().len());
        assert_eq!(has, wants, "{has} numbers for {wants} parameters");
        let mut place = 0;
        self.for_each_parameter(|parameter| {
            *parameter = list[place];
            place += 1;
        });
    }
}

/// The slopes along all parameters, in the order of [`Sequential::parameters`].
pub fn in_one_list(gradients: &[Gradients]) -> Vec<f64> {
    gradients
        .iter()
        .flat_map(|layer| layer.dw.iter().chain(&layer.db))
        .copied()
        .collect()
}
// ANCHOR_END: in_one_list

#[doc = cell!("frozen_biases")]
// ANCHOR: from_network
impl From<&Network> for Sequential {
    /// The network of Part I: two sigmoid layers of these weights, and biases of 0.
    fn from(Network { w1, w2 }: &Network) -> Self {
        let layer = |weights: &Array2<f64>| Dense {
            weights: weights.clone(),
            biases: Array1::zeros(weights.ncols()),
        };
        Sequential::new(layer(w1), &Sigmoid).then(layer(w2), &Sigmoid)
    }
}
// ANCHOR_END: from_network
#[cfg(test)]
mod tests {
    use ndarray::{Axis, array};
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::activation::{Identity, sigmoid};
    use crate::gradient_descent::central_difference;
    use crate::network::four_rows;

    /// Layers of these widths, the sigmoid after each but the last, all parameters between
    /// -1 and 1.
    fn random(widths: &[usize]) -> Sequential {
        let last = widths.len() - 2;
        let mut net = Sequential { stages: vec![] };
        for l in 0..=last {
            let activation: &dyn Activation =
                if l < last { &Sigmoid } else { &Identity };
            net = net.then(Dense::new(widths[l], widths[l + 1]), activation);
        }
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        net.for_each_parameter(|w| *w = 2.0 * rng.random::<f64>() - 1.0);
        net
    }

    fn samples(n: usize, width: usize) -> Array2<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        Array2::from_shape_simple_fn((n, width), || 2.0 * rng.random::<f64>() - 1.0)
    }

    /// The slopes along all parameters, in one pass backward.
    fn gradients(net: &Sequential, x: &Array2<f64>, y: &Array2<f64>) -> Vec<f64> {
        let pass = net.forward(x);
        let d_output = sum_of_squares_gradient(pass.output(), y);
        in_one_list(&net.backward(x, &pass, &d_output).gradients)
    }

    #[test]
    fn forward_adds_the_biases_to_every_row() {
        let mut net = Sequential::new(Dense::new(2, 2), &Sigmoid)
            .then(Dense::new(2, 1), &Identity);
        net.set_parameters(&[1.0, -1.0, 0.5, 2.0, 10.0, -1.0, 1.0, -2.0, 0.25]);
        let pass = net.forward(&array![[2.0, -2.0], [0.0, 0.0]]);
        assert_eq!(pass.z[0], array![[11.0, -7.0], [10.0, -1.0]]);
        for (z, y_hat) in pass.z[0].rows().into_iter().zip(pass.output()) {
            let sum = sigmoid(z[0]) - 2.0 * sigmoid(z[1]) + 0.25;
            // A product may add in another order: allow the last bit.
            assert!((y_hat - sum).abs() < 1e-15);
        }
    }

    /// For more layers and for biases there is nothing to inherit, so a [gradient
    /// check](backpropagation.md#how-do-we-know-that-it-is-right) of one to four
    /// layers stands in the tests of the module.
    #[test]
    fn backward_matches_measured_slopes_whatever_the_number_of_layers() {
        for widths in [&[3, 2][..], &[3, 4, 2], &[3, 4, 5, 2], &[3, 4, 1, 5, 2]] {
            let net = random(widths);
            let (x, y) = (samples(6, 3), Array2::zeros((6, 2)));
            for (i, slope) in gradients(&net, &x, &y).into_iter().enumerate() {
                let loss_at = |parameter| {
                    let mut moved = random(widths);
                    let mut parameters = moved.parameters();
                    parameters[i] = parameter;
                    moved.set_parameters(&parameters);
                    sum_of_squares(&moved.predict(&x), &y)
                };
                let measured = central_difference(loss_at, net.parameters()[i]);
                // The measured slope is off by h² plus rounding of 1e-16 / h.
                assert!((slope - measured).abs() < 1e-8, "{widths:?}, {i}");
            }
        }
    }

    #[test]
    fn gradients_have_the_shapes_of_what_they_are_for() {
        let net = random(&[3, 4, 2]);
        let x = samples(5, 3);
        let Backward { dz, gradients } =
            net.backward(&x, &net.forward(&x), &samples(5, 2));
        for (l, Stage { layer, .. }) in net.stages.iter().enumerate() {
            let ((weights, biases), Gradients { dw, db }) =
                (layer.parameters(), &gradients[l]);
            assert_eq!((dw.shape(), db.dim()), (weights.shape(), biases.dim()));
            assert_eq!(dz[l].dim(), (5, layer.outputs()));
        }
    }

    #[test]
    fn a_step_is_minus_the_learning_rate_times_the_gradient() {
        let (x, y) = (samples(5, 2), samples(5, 1));
        let mut net = random(&[2, 3, 1]);
        let (before, slopes) = (net.parameters(), gradients(&net, &x, &y));
        net.train(&x, &y, 0.5, 1);
        for ((after, before), slope) in zip(zip(net.parameters(), before), slopes) {
            assert!((after - (before - 0.5 * slope)).abs() < 1e-15);
        }
    }

    #[test]
    fn each_row_is_predicted_as_if_it_were_alone() {
        let net = random(&[3, 4, 4, 1]);
        let (x, _) = four_rows();
        let together = net.predict(&x);
        for (i, row) in x.axis_chunks_iter(Axis(0), 1).enumerate() {
            let alone = net.predict(&row.to_owned());
            assert!((alone[[0, 0]] - together[[i, 0]]).abs() < 1e-15);
        }
    }

    /// For that, a network lists them: the weights of the first layer, row after
    /// row, then its biases, then those of the second layer, and so on.
    #[test]
    fn the_list_of_parameters_goes_layer_by_layer_weights_before_biases() {
        let mut net = Sequential::new(Dense::new(2, 1), &Sigmoid)
            .then(Dense::new(1, 2), &Identity);
        let list: Vec<f64> = (1..=7).map(f64::from).collect();
        net.set_parameters(&list);
        assert_eq!(net.parameters(), list);
        let (weights, biases) = net.stages[0].layer.parameters();
        assert_eq!(
            (weights, biases),
            (array![[1.0], [2.0]].view().into_dyn(), array![3.0].view())
        );
        let (weights, biases) = net.stages[1].layer.parameters();
        assert_eq!(
            (weights, biases),
            (array![[4.0, 5.0]].view().into_dyn(), array![6.0, 7.0].view())
        );
    }

    #[test]
    #[should_panic(expected = "3 numbers for 4 parameters")]
    fn a_list_of_another_length_is_refused() {
        Sequential::new(Dense::new(3, 1), &Sigmoid).set_parameters(&[0.0; 3]);
    }

    /// It is built stage by stage: `new` takes the first layer and `then` adds
    /// another, which must take as many numbers as the one before it gives.
    #[test]
    #[should_panic(expected = "a layer gives 4 numbers, and the next one takes 3")]
    fn a_layer_that_does_not_fit_the_one_before_is_refused() {
        let _ = Sequential::new(Dense::new(2, 4), &Sigmoid)
            .then(Dense::new(3, 1), &Sigmoid);
    }

    #[test]
    #[should_panic(expected = "slopes of (1, 1) along an output of (4, 1)")]
    fn one_row_of_slopes_for_many_rows_is_refused() {
        let (net, x) = (random(&[2, 1]), samples(4, 2));
        net.backward(&x, &net.forward(&x), &array![[1.0]]);
    }

    #[test]
    #[should_panic(expected = "gradients of 0 layers for 1")]
    fn gradients_of_fewer_layers_are_refused() {
        random(&[2, 1]).step(&[], 0.1);
    }
}
