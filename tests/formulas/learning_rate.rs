//! The symbols of *The learning rate*.

use backprop::activation::Identity;
use backprop::dense::Dense;
use backprop::gradient_descent::{central_difference, descend};
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::sequential::{Sequential, in_one_list};
use ndarray::{Array1, arr1};
use rand::RngExt;

use crate::common::{World, array, number};

/// Any parabola; the directions in which the slopes of the network of one layer change along the
/// move; the examples of the page.
pub fn worlds() -> Vec<World> {
    let direction = |bias: f64| -> f64 {
        let [weight, _, bias] = repeated([1.0, 1.0, bias]);
        bias / weight
    };
    vec![
        World::random("any parabola", |rng, names| {
            let (c, w, eta) =
                (rng.random_range(0.5..5.0), number(rng), rng.random_range(0.1..1.0));
            let f = move |w: f64| c * w * w / 2.0;
            names.function("f", f).function("f'", move |w| central_difference(f, w));
            names.value("c", c).value("w", w).value(r"\eta", eta);
            names.after("w", descend(|w| c * w, w, eta, 1)[1]);
        }),
        World::random("a valley along three numbers", |rng, names| {
            let (w, d): (Array1<f64>, Array1<f64>) = (array(rng, 3), array(rng, 3));
            names.value("w", w).value("d", d).value("h", 1e-5);
            names.function("g", |w| central_difference(|w| 2.0 * w * w, w));
        }),
        World::random("any move of the bias", |rng, names| {
            names.value("t", number(rng));
        }),
        World::random("the steepest direction", move |_, names| {
            names.value("t", direction(0.0));
        }),
        World::chosen("the steepest direction, in digits", |names| {
            names.value("t", direction(0.0)).value("c", 4.0);
        }),
        World::chosen("the other direction", |names| {
            // At right angles to the steepest, both weights the same.
            names.value("t", -2.0 / direction(0.0));
        }),
        World::random("exercise 2", |rng, names| {
            names.value("w", number(rng)).function("f", |w| w.powi(4) / 4.0);
        }),
        World::chosen("the edge of exercise 2", |names| {
            names.value("w", 2.0).value(r"\eta", 0.5);
        }),
    ]
}

/// The slopes of the loss of the network of one layer, on the four rows.
fn slopes(parameters: &[f64]) -> Array1<f64> {
    let (x, y) = two_inputs();
    let mut net = Sequential::new(Dense::new(2, 1), &Identity);
    net.set_parameters(parameters);
    Array1::from(in_one_list(&loss_and_gradients(&net, &x, &y).1))
}

/// Where a direction turns as the change of the slopes along it becomes the next, again and again.
fn repeated(direction: [f64; 3]) -> [f64; 3] {
    let mut direction = arr1(&direction);
    for _ in 0..100 {
        let change = slopes(&direction.to_vec()) - slopes(&[0.0; 3]);
        direction = &change / change.dot(&change).sqrt();
    }
    [direction[0], direction[1], direction[2]]
}
