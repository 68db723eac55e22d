//! How far to step: where too far begins, on a parabola and on a network.

use std::ops::Range;

use ndarray::{Array2, Axis};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::activation::{Activation, Tanh};
use crate::dense::{Dense, Gradients};
use crate::initialization::Initialization;
use crate::loss::{sum_of_squares, sum_of_squares_gradient};
use crate::network::four_rows;
use crate::sequential::Sequential;

/// The four rows without the column of ones, which biases make superfluous: inputs `(4, 2)`
/// and targets `(4, 1)`.
// ANCHOR: two_inputs
pub fn two_inputs() -> (Array2<f64>, Array2<f64>) {
    let (x, y) = four_rows();
    (x.select(Axis(1), &[0, 1]), y)
}
// ANCHOR_END: two_inputs

/// The loss of `net` on `x` `(n, inputs)` and `y` `(n, outputs)`, the sum of squares, and its
/// gradients.
// ANCHOR: loss_and_gradients
pub fn loss_and_gradients(
    net: &Sequential,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (f64, Vec<Gradients>) {
    let pass = net.forward(x);
    let loss = sum_of_squares(pass.output(), y);
    let d_output = sum_of_squares_gradient(pass.output(), y);
    (loss, net.backward(x, &pass, &d_output).gradients)
}
// ANCHOR_END: loss_and_gradients

/// The curvature at the point `at` in the direction where it is largest, of the function whose
/// slopes `gradient` gives.
///
/// Beside the one direction, no other may be nearly as steep: the search would be slow to
/// decide between them.
///
/// Source: the power method of R. von Mises and H. Pollaczek-Geiringer, 1929.
#[doc = cell!("learning_rate")]
#[doc = cell!("edge")]
// ANCHOR: steepest_curvature
pub fn steepest_curvature(gradient: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) -> f64 {
    let h = 1e-5;
    let moved = |direction: &[f64], by: f64| -> Vec<f64> {
        at.iter().zip(direction).map(|(w, d)| w + by * d).collect()
    };
    // Any direction does to begin with, except one at right angles to the steepest.
    let mut direction: Vec<f64> = (1..=at.len()).map(|i| (i as f64).sqrt()).collect();
    let mut curvature = 0.0;
    for _ in 0..100 {
        let length = direction.iter().map(|d| d * d).sum::<f64>().sqrt();
        direction.iter_mut().for_each(|d| *d /= length);
        let (ahead, behind) =
            (gradient(&moved(&direction, h)), gradient(&moved(&direction, -h)));
        // How the slopes change along the direction: most toward the steepest.
        let change = ahead.iter().zip(&behind).map(|(a, b)| (a - b) / (2.0 * h));
        direction = change.collect();
        curvature = direction.iter().map(|d| d * d).sum::<f64>().sqrt();
    }
    curvature
}
// ANCHOR_END: steepest_curvature

/// Two inputs, four hidden units that end in tanh, one output that ends in `end`; weights
/// drawn from `seed`.
// ANCHOR: small_network
pub fn small_network(end: &'static dyn Activation, seed: u64) -> Sequential {
    Sequential::new(Dense::new(2, 4), &Tanh)
        .then(Dense::new(4, 1), end)
        .initialized(Initialization::Xavier, &mut ChaCha8Rng::seed_from_u64(seed))
}
// ANCHOR_END: small_network

/// The loss that the small network ends with, from each of `seeds`; infinite where it is not
/// a finite number any more.
#[doc = cell!("sweep")]
// ANCHOR: end_losses
pub fn end_losses(
    end: &'static dyn Activation,
    learning_rate: f64,
    seeds: Range<u64>,
    steps: usize,
) -> Vec<f64> {
    let (x, y) = two_inputs();
    let end_loss = |seed| {
        let losses = small_network(end, seed).train(&x, &y, learning_rate, steps);
        if losses[steps].is_finite() { losses[steps] } else { f64::INFINITY }
    };
    seeds.map(end_loss).collect()
}
// ANCHOR_END: end_losses

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Identity;

    #[test]
    fn the_steepest_curvature_of_a_long_valley_is_the_one_across() {
        let slopes = |w: &[f64]| vec![w[0], 100.0 * w[1]];
        let curvature = steepest_curvature(slopes, &[-4.0, 0.8]);
        assert!((curvature - 100.0).abs() < 1e-6);
    }

    #[test]
    fn each_seed_ends_with_the_loss_of_its_network_or_infinite() {
        let (x, y) = two_inputs();
        let ended = |seed| small_network(&Tanh, seed).train(&x, &y, 0.1, 5)[5];
        assert_eq!(end_losses(&Tanh, 0.1, 3..5, 5), [ended(3), ended(4)]);
        assert_eq!(end_losses(&Identity, 1e9, 3..4, 50), [f64::INFINITY]);
    }
}
