//! The symbols of *The sigmoid*.

use backprop::activation::sigmoid;

use crate::common::{World, number};

/// Any sum; those of two exercises.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any z", |rng, names| {
            let z = number(rng);
            names.value("z", z).value("a", sigmoid(z));
        }),
        World::chosen("exercise 1", |names| {
            names.value("z", 3.0_f64.ln());
        }),
        World::chosen("exercise 3", |names| {
            names.value("z", 9.0_f64.ln());
        }),
    ]
}
