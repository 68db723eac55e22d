//! The backward pass against two independent derivatives, over random networks and data.

#[path = "common/random.rs"]
mod common;

use backprop::chain_rule::Dual;
use backprop::gradient_descent::{Gradients, measured_gradients};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use common::array;
use ndarray::Array2;
use proptest::prelude::*;

/// A network of a random shape with random weights, inputs and targets that fit it.
fn cases() -> impl Strategy<Value = (Network, Array2<f64>, Array2<f64>)> {
    let shape = (1..6_usize, 1..6_usize, 1..4_usize, 1..5_usize);
    shape.prop_flat_map(|(n, inputs, hidden, outputs)| {
        let network = (array(inputs, hidden, 3.0), array(hidden, outputs, 3.0));
        let network = network.prop_map(|(w1, w2)| Network::new(w1, w2));
        (network, array(n, inputs, 2.0), array(n, outputs, 2.0))
    })
}

fn backward(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Gradients {
    net.backward(x, y, &net.forward(x))
}

fn close(a: &Array2<f64>, b: &Array2<f64>, tolerance: f64) -> bool {
    a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance)
}

/// The loss, in dual numbers, of the network whose weight `place` of matrix `layer` varies.
fn dual_loss(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    layer: usize,
    place: (usize, usize),
) -> Dual {
    let weight = |of: usize, weights: &Array2<f64>, at: (usize, usize)| {
        let varies = of == layer && at == place;
        let slope = if varies { 1.0 } else { 0.0 };
        Dual { value: weights[at], slope }
    };
    let sum = |terms: &mut dyn Iterator<Item = Dual>| {
        terms.fold(Dual::constant(0.0), |total, term| total + term)
    };
    let (inputs, hidden) = net.w1.dim();
    let mut loss = Dual::constant(0.0);
    for row in 0..x.nrows() {
        let a1: Vec<Dual> = (0..hidden)
            .map(|j| {
                let term =
                    |i| Dual::constant(x[[row, i]]) * weight(0, &net.w1, (i, j));
                sum(&mut (0..inputs).map(term)).sigmoid()
            })
            .collect();
        for k in 0..y.ncols() {
            let term = |j: usize| a1[j] * weight(1, &net.w2, (j, k));
            let y_hat = sum(&mut (0..hidden).map(term)).sigmoid();
            let error = y_hat - Dual::constant(y[[row, k]]);
            loss = loss + error * error;
        }
    }
    loss
}

/// The answers are those of the [Introduction](introduction.md), and nobody worked
/// out the slope of anything: every slope was measured.
#[test]
fn training_by_measured_slopes_ends_where_training_by_backpropagation_does() {
    let (x, y) = four_rows();
    let (mut measured, mut computed) = (Network::seeded(2), Network::seeded(2));
    for _ in 0..1500 {
        let gradients = measured_gradients(&measured, &x, &y);
        measured.step(&gradients, 1.0);
    }
    train(&mut computed, &x, &y, 1.0, 1500);
    assert!(close(&measured.predict(&x), &computed.predict(&x), 1e-8));
}

proptest! {
    /// The tests of this book repeat it for random networks of random shapes, and
    /// once more with dual numbers.
    #[test]
    fn backward_matches_central_differences((net, x, y) in cases()) {
        let gradients = backward(&net, &x, &y);
        let measured = measured_gradients(&net, &x, &y);
        // h = 1e-5 and a loss below 200: an error of h² times its third derivative, and of
        // 200 · 1e-16 / h from rounding, each below 1e-8.
        prop_assert!(close(&gradients.dw1, &measured.dw1, 1e-7));
        prop_assert!(close(&gradients.dw2, &measured.dw2, 1e-7));
    }

    /// The tests of this book repeat it for random networks of random shapes, and
    /// once more with dual numbers.
    #[test]
    fn backward_matches_dual_numbers((net, x, y) in cases()) {
        let gradients = backward(&net, &x, &y);
        let slope = |layer, place| dual_loss(&net, &x, &y, layer, place).slope;
        let dw1 = Array2::from_shape_fn(net.w1.dim(), |place| slope(0, place));
        let dw2 = Array2::from_shape_fn(net.w2.dim(), |place| slope(1, place));
        // Both are exact up to the rounding of a few dozen operations.
        prop_assert!(close(&gradients.dw1, &dw1, 1e-12));
        prop_assert!(close(&gradients.dw2, &dw2, 1e-12));
    }

    #[test]
    fn forward_matches_dual_numbers((net, x, y) in cases()) {
        let loss = sum_of_squares(&net.predict(&x), &y);
        let dual = dual_loss(&net, &x, &y, 0, (0, 0)).value;
        prop_assert!((loss - dual).abs() <= 1e-12 * (1.0 + loss));
    }

    #[test]
    fn the_gradient_of_the_loss_is_its_slope_along_each_prediction((_, _, y) in cases()) {
        let y_hat = y.mapv(|target| 0.5 * target + 0.1);
        let gradient = sum_of_squares_gradient(&y_hat, &y);
        let h = 1e-4;
        for (place, slope) in gradient.indexed_iter() {
            let loss_at = |step: f64| {
                let mut moved = y_hat.clone();
                moved[place] += step;
                sum_of_squares(&moved, &y)
            };
            // The loss is a parabola, for which a central difference errs by rounding alone.
            prop_assert!(((loss_at(h) - loss_at(-h)) / (2.0 * h) - slope).abs() < 1e-9);
        }
    }

    #[test]
    fn a_short_step_never_raises_the_loss((mut net, x, y) in cases()) {
        let gradients = backward(&net, &x, &y);
        let before = sum_of_squares(&net.predict(&x), &y);
        net.step(&gradients, 1e-6);
        let after = sum_of_squares(&net.predict(&x), &y);
        prop_assert!(after <= before + 1e-12 * before, "{before} to {after}");
    }
}
