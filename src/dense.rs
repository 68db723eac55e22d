//! A layer that owns its weights and biases.

use std::any::Any;
use std::fmt::Debug;

use ndarray::{
    Array1, Array2, ArrayD, ArrayView1, ArrayViewD, ArrayViewMut1, ArrayViewMutD,
    Axis,
};

/// What a network is made of: `inputs` numbers in, `outputs` weighted sums of them out.
///
/// A layer owns its weights and its biases. Their slopes have the shapes that they have.
///
/// # Panics
///
/// Every method panics on arrays whose shapes do not fit the layer or each other.
// ANCHOR: Layer
pub trait Layer: Any + Debug + Send + Sync {
    /// How many numbers a sample has before the layer.
    fn inputs(&self) -> usize;

    /// How many numbers a sample has after it.
    fn outputs(&self) -> usize;

    /// How many numbers a weighted sum adds up, and how many sums an input is part of.
    fn fans(&self) -> (usize, usize);

    /// The weighted sums `(n, outputs)` of the rows of `x` `(n, inputs)`.
    fn forward(&self, x: &Array2<f64>) -> Array2<f64>;

    /// From `dz` `(n, outputs)`, the slope of the loss along what `forward(x)` gave: the
    /// slope along `x`, in its shape, and those along the parameters.
    fn backward(&self, x: &Array2<f64>, dz: &Array2<f64>)
    -> (Array2<f64>, Gradients);

    /// The weights and the biases.
    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>);

    /// The same, to change them.
    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>);
}
// ANCHOR_END: Layer

/// The slope of the loss along the parameters of a layer, each array shaped like what it is
/// for.
// ANCHOR: layer_gradients
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// Along the weights: ∂L/∂W.
    pub dw: ArrayD<f64>,
    /// Along the biases: ∂L/∂b.
    pub db: Array1<f64>,
}
// ANCHOR_END: layer_gradients

/// A layer in which every input has a weight to every output, and every output a bias.
#[doc = cell!("dense")]
// ANCHOR: Dense
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    /// `(inputs, outputs)`.
    pub weights: Array2<f64>,
    /// `(outputs)`.
    pub biases: Array1<f64>,
}

impl Dense {
    /// A layer of these shapes, all weights and biases 0.
    pub fn new(inputs: usize, outputs: usize) -> Self {
        Dense {
            weights: Array2::zeros((inputs, outputs)),
            biases: Array1::zeros(outputs),
        }
    }
}
// ANCHOR_END: Dense

// ANCHOR: dense_layer
impl Layer for Dense {
    fn inputs(&self) -> usize {
        self.weights.nrows()
    }

    fn outputs(&self) -> usize {
        self.weights.ncols()
    }

    fn fans(&self) -> (usize, usize) {
        self.weights.dim()
    }

    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        x.dot(&self.weights) + &self.biases
    }

    fn backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
    ) -> (Array2<f64>, Gradients) {
        check(self, x, dz);
        let dw = x.t().dot(dz);
        let db = dz.sum_axis(Axis(0));
        let dx = dz.dot(&self.weights.t());
        (dx, Gradients { dw: dw.into_dyn(), db })
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        (self.weights.view().into_dyn(), self.biases.view())
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        (self.weights.view_mut().into_dyn(), self.biases.view_mut())
    }
}
// ANCHOR_END: dense_layer

/// Panics unless `layer` takes `x` forward and `dz` back.
pub(crate) fn check(layer: &dyn Layer, x: &Array2<f64>, dz: &Array2<f64>) {
    let n = x.nrows();
    let (has, wants) =
        ((x.dim(), dz.dim()), ((n, layer.inputs()), (n, layer.outputs())));
    assert_eq!(has, wants, "x and dz of {has:?} for a layer of {wants:?}");
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn forward_adds_the_biases_to_every_row() {
        let layer = Dense {
            weights: array![[1.0, -1.0], [0.5, 2.0]],
            biases: array![10.0, -1.0],
        };
        let z = layer.forward(&array![[2.0, -2.0], [0.0, 0.0]]);
        assert_eq!(z, array![[11.0, -7.0], [10.0, -1.0]]);
    }

    #[test]
    fn the_slope_along_a_bias_adds_up_the_slopes_along_its_sums() {
        let dz = array![[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]];
        let (_, gradients) = Dense::new(1, 2).backward(&Array2::zeros((3, 1)), &dz);
        assert_eq!(gradients.dw, array![[0.0, 0.0]].into_dyn());
        assert_eq!(gradients.db, array![111.0, 222.0]);
    }

    /// `backward` gets the slope along $`z`$ and gives three slopes, each shaped
    /// like what it is for:
    #[test]
    fn the_slopes_have_the_shapes_of_what_they_are_for() {
        let layer = Dense::new(3, 2);
        let (x, dz) = (Array2::ones((5, 3)), Array2::ones((5, 2)));
        let (dx, Gradients { dw, db }) = layer.backward(&x, &dz);
        let (weights, biases) = layer.parameters();
        assert_eq!(dx.dim(), x.dim());
        assert_eq!((dw.shape(), db.dim()), (weights.shape(), biases.dim()));
    }

    #[test]
    #[should_panic(expected = "2 × 3")]
    fn rows_of_another_length_are_refused() {
        Dense::new(2, 1).forward(&Array2::zeros((2, 3)));
    }
}
