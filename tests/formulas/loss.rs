//! The symbols of *The loss*.

use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use formulas::Value;

use crate::common::{World, array, number};

/// Any predictions and targets; any error that grows; the numbers of the page.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any predictions", |rng, names| {
            let (y_hat, y) = (array(rng, (5, 1)), array(rng, (5, 1)));
            names.value("n", 5.0).counter("i", 1..=5);
            names.value("L", sum_of_squares(&y_hat, &y));
            names.value(
                r"\frac{\partial L}{\partial \hat y}",
                sum_of_squares_gradient(&y_hat, &y),
            );
            names.value(r"\hat y", y_hat).value("y", y);
        }),
        World::random("any error that grows", |rng, names| {
            for name in ["e", "h", "d", "c"] {
                names.value(name, number(rng));
            }
        }),
        World::chosen("the numbers of the page", |names| {
            names.value("e", 0.3).value("h", 0.01).value("c", Value::from(1.0 / 3.0));
        }),
    ]
}
