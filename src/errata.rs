//! The errata: training with one thing done wrong, to see what the mistake costs.

use ndarray::Zip;

use crate::activation::{sigmoid_prime, sigmoid_prime_from_output};
use crate::gradient_descent::Gradients;
use crate::loss::sum_of_squares;
use crate::network::{Network, four_rows};

/// The two slopes in which a training loop most often goes wrong.
// ANCHOR: Slopes
#[derive(Clone, Copy)]
pub struct Slopes {
    /// The slope of the loss along one prediction, of the error ŷ − y.
    pub loss: fn(error: f64) -> f64,
    /// The slope of the sigmoid, of its input z and of its output a.
    pub sigmoid: fn(z: f64, a: f64) -> f64,
}

impl Slopes {
    /// The slopes that [`Network::backward`] uses.
    pub const RIGHT: Slopes = Slopes {
        loss: |error| 2.0 * error,
        sigmoid: |_, a| sigmoid_prime_from_output(a),
    };

    /// Those of the sum of absolute errors: as steep for a small error as for a large one.
    pub const ABSOLUTE: Slopes = Slopes { loss: f64::signum, ..Slopes::RIGHT };

    /// σ′ taken of the output instead of the input, so that the sigmoid is applied twice.
    pub const TWICE: Slopes =
        Slopes { sigmoid: |_, a| sigmoid_prime(a), ..Slopes::RIGHT };

    /// `x * (1 - x)` taken of the input instead of the output.
    pub const OF_INPUT: Slopes =
        Slopes { sigmoid: |z, _| sigmoid_prime_from_output(z), ..Slopes::RIGHT };
}
// ANCHOR_END: Slopes

/// Trains `net` on the four rows for 1500 iterations at learning rate 1 with these slopes, and
/// gives the sum of squares before each.
#[doc = cell!("errata")]
// ANCHOR: losses_with
pub fn losses_with(slopes: Slopes, net: &mut Network) -> Vec<f64> {
    let (x, y) = four_rows();
    let iterate = |_| {
        let trace = net.forward(&x);
        let sigmoid_slope =
            |z, a| Zip::from(z).and(a).map_collect(|&z, &a| (slopes.sigmoid)(z, a));
        let d_y_hat = (&trace.y_hat - &y).mapv(slopes.loss);
        let dz2 = d_y_hat * sigmoid_slope(&trace.z2, &trace.y_hat);
        let dz1 = dz2.dot(&net.w2.t()) * sigmoid_slope(&trace.z1, &trace.a1);
        let gradients =
            Gradients { dw1: x.t().dot(&dz1), dw2: trace.a1.t().dot(&dz2) };
        net.step(&gradients, 1.0);
        sum_of_squares(&trace.y_hat, &y)
    };
    (0..1500).map(iterate).collect()
}
// ANCHOR_END: losses_with

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::sigmoid;
    use crate::training::train;

    #[test]
    fn each_wrong_slope_is_the_one_that_its_name_says() {
        let absolute = Slopes::ABSOLUTE.loss;
        assert_eq!((absolute(-0.1), absolute(0.7)), (-1.0, 1.0));
        let (z, a) = (2.0, sigmoid(2.0));
        let slope_at_a = sigmoid(a) * (1.0 - sigmoid(a));
        assert_eq!((Slopes::TWICE.sigmoid)(z, a), slope_at_a);
        assert_eq!((Slopes::OF_INPUT.sigmoid)(z, a), 2.0 * (1.0 - 2.0));
    }

    #[test]
    fn with_the_right_slopes_it_is_the_training_of_the_book() {
        let (x, y) = four_rows();
        let history = train(&mut Network::seeded(2), &x, &y, 1.0, 1500);
        let losses = losses_with(Slopes::RIGHT, &mut Network::seeded(2));
        for (with, without) in losses.iter().zip(history.losses()) {
            assert!((with / without - 1.0).abs() < 1e-12);
        }
        assert_eq!(losses.len(), 1500);
    }
}
