//! The weights to start from: neither equal, nor too large, nor too small.

use std::ops::Range;

use rand::{Rng, RngExt};

use crate::dense::{Layer, Sequential};

/// How wide the weights of a layer spread before training. Biases start at 0.
// ANCHOR: Initialization
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initialization {
    /// All weights 0.
    Zeros,
    /// Between 0 and 1, as in Part I.
    Unit,
    /// Around 0, variance 2 / (inputs + outputs) of a unit: for sigmoid and tanh.
    ///
    /// Source: X. Glorot, Y. Bengio, *Understanding the difficulty of training deep
    /// feedforward neural networks*, 2010.
    Xavier,
    /// Around 0, variance 2 / inputs of a unit: for ReLU and its kin.
    ///
    /// Source: K. He, X. Zhang, S. Ren, J. Sun, *Delving Deep into Rectifiers*, 2015.
    He,
}
// ANCHOR_END: Initialization

// ANCHOR: interval
impl Initialization {
    /// The interval that the weights of `layer` are drawn from, uniformly.
    pub fn interval(self, layer: &dyn Layer) -> Range<f64> {
        let (inputs, outputs) = layer.fans();
        // Between −b and b the variance is b²/3.
        let with_variance = |variance: f64| {
            let b = (3.0 * variance).sqrt();
            -b..b
        };
        match self {
            Initialization::Zeros => 0.0..0.0,
            Initialization::Unit => 0.0..1.0,
            Initialization::Xavier => with_variance(2.0 / (inputs + outputs) as f64),
            Initialization::He => with_variance(2.0 / inputs as f64),
        }
    }
}
// ANCHOR_END: interval

// ANCHOR: initialized
impl Sequential {
    /// The network with weights drawn anew, and biases of 0.
    pub fn initialized(mut self, how: Initialization, rng: &mut impl Rng) -> Self {
        for l in 0..self.stages().len() {
            let stage = &self.stages()[l];
            let Range { start, end } = how.interval(stage.layer.as_ref());
            let (place, biases) = (stage.place.clone(), stage.layer.biases());
            let (weights, biases) =
                self.parameters[place.clone()].split_at_mut(place.len() - biases);
            biases.fill(0.0);
            let draw = || start + (end - start) * rng.random::<f64>();
            weights.fill_with(draw);
        }
        self
    }
}
// ANCHOR_END: initialized
