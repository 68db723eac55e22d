//! The symbols of *When it does not learn*.

use rand::RngExt;

use crate::common::World;

/// Any number whose logarithm is taken, and any slope.
pub fn worlds() -> Vec<World> {
    vec![World::random("any slope", |rng, names| {
        names.value("a", rng.random_range(0.1..3.0));
        names.value("m", rng.random_range(0.1..2.0));
    })]
}
