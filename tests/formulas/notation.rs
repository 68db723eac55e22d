//! The symbols of *Notation*.

use backprop::network::four_rows;

use crate::common::{World, number};

/// Any number that has a logarithm; the data.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any positive number", |rng, names| {
            names.value("a", number(rng).abs());
        }),
        World::chosen("our data", |names| {
            names.value("n", four_rows().0.nrows() as f64);
        }),
    ]
}
