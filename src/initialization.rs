//! The weights to start from: neither equal, nor too large, nor too small.

use std::ops::Range;

use ndarray::Array2;
use rand::{Rng, RngExt};

use crate::dense::Layer;
use crate::sequential::Sequential;

/// How wide the weights of a layer spread before training. Biases start at 0.
#[doc = cell!("zeros")]
// ANCHOR: Initialization
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initialization {
    /// All weights 0.
    Zeros,
    /// Between 0 and 1, as in Part I.
    Unit,
    /// Around 0, variance 2 / (inputs + outputs): for tanh.
    ///
    /// Source: X. Glorot, Y. Bengio, *Understanding the difficulty of training deep
    /// feedforward neural networks*, 2010.
    Xavier,
    /// Around 0, variance 2 / inputs: for ReLU and its kin.
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
        for stage in &mut self.stages {
            let Range { start, end } = how.interval(stage.layer.as_ref());
            let (mut weights, mut biases) = stage.layer.parameters_mut();
            weights.mapv_inplace(|_| start + (end - start) * rng.random::<f64>());
            biases.fill(0.0);
        }
        self
    }
}
// ANCHOR_END: initialized

/// The size of the numbers in an array: the root of the mean of their squares.
#[doc = cell!("initialization")]
// ANCHOR: size
pub fn size(array: &Array2<f64>) -> f64 {
    (array.mapv(|c| c * c).sum() / array.len() as f64).sqrt()
}
// ANCHOR_END: size

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::activation::{Identity, Sigmoid};
    use crate::dense::Dense;

    const ALL: [Initialization; 4] = [
        Initialization::Zeros,
        Initialization::Unit,
        Initialization::Xavier,
        Initialization::He,
    ];

    fn drawn(how: Initialization, seed: u64) -> Vec<f64> {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        Sequential::new(Dense::new(50, 100), &Identity)
            .initialized(how, rng)
            .parameters()
    }

    /// So from now on all our biases start at 0.
    ///
    /// Each weight is replaced by a number from the interval, whatever it was, and
    /// each bias by 0:
    ///
    /// Ours start at 0.
    #[test]
    fn weights_fill_their_interval_and_biases_are_zero() {
        for how in ALL {
            let interval = how.interval(&Dense::new(50, 100));
            let parameters = drawn(how, 0);
            let (weights, biases) = parameters.split_at(5000);
            assert!(biases.len() == 100 && biases.iter().all(|&b| b == 0.0));
            if how == Initialization::Zeros {
                assert!(weights.iter().all(|&w| w == 0.0));
                continue;
            }
            assert!(weights.iter().all(|w| interval.contains(w)));
            let width = interval.end - interval.start;
            let near =
                |end: f64| weights.iter().any(|w| (w - end).abs() < width / 100.0);
            assert!(near(interval.start) && near(interval.end));
        }
    }

    /// Our means are 0.)
    ///
    /// Weights around 0 whose variance is 2 over the number of inputs.
    /// Weights around 0 whose variance is 2 over the number of inputs and outputs
    /// together.
    #[test]
    fn xavier_and_he_have_the_variances_of_their_papers() {
        for (how, variance) in
            [(Initialization::Xavier, 2.0 / 150.0), (Initialization::He, 2.0 / 50.0)]
        {
            let Range { start, end } = how.interval(&Dense::new(50, 100));
            assert_eq!(start, -end);
            assert!((end * end / 3.0 - variance).abs() < 1e-15);
            let weights = &drawn(how, 1)[..5000];
            let measured = weights.iter().map(|w| w * w).sum::<f64>() / 5000.0;
            // The mean of 5000 squares is off by a hundredth or two.
            assert!((measured / variance - 1.0).abs() < 0.05, "{how:?}: {measured}");
            let mean = weights.iter().sum::<f64>() / 5000.0;
            assert!(mean.abs() < 0.05 * variance.sqrt());
        }
    }

    #[test]
    fn each_layer_has_the_interval_of_its_own_shape() {
        let rng = &mut ChaCha8Rng::seed_from_u64(2);
        let net = Sequential::new(Dense::new(200, 2), &Sigmoid)
            .then(Dense::new(2, 200), &Sigmoid)
            .initialized(Initialization::He, rng);
        let largest = |l: usize| {
            let (weights, _) = net.stages[l].layer.parameters();
            weights.fold(0.0, |top: f64, w| top.max(w.abs()))
        };
        assert!((0.15..0.1733).contains(&largest(0)));
        assert!((1.5..1.733).contains(&largest(1)));
    }

    #[test]
    fn one_seed_draws_the_same_weights_and_another_others() {
        assert_eq!(drawn(Initialization::He, 3), drawn(Initialization::He, 3));
        assert_ne!(drawn(Initialization::He, 3), drawn(Initialization::He, 4));
    }

    /// (The last chapter measured slopes by their mean without the signs, which
    /// comes out a little smaller.)
    #[test]
    fn the_size_of_numbers_is_the_root_of_their_mean_square() {
        let numbers = ndarray::array![[3.0, -4.0], [0.0, 0.0]];
        assert_eq!(size(&numbers), 2.5);
        assert_eq!(numbers.mapv(f64::abs).sum() / 4.0, 1.75);
        assert_eq!(size(&Array2::ones((2, 3))), 1.0);
    }
}
