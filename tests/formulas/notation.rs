//! The symbols of *Notation*.

use crate::common::{World, number};

/// Any number that has a logarithm.
pub fn worlds() -> Vec<World> {
    vec![World::random("any positive number", |rng, names| {
        names.value("a", number(rng).abs());
    })]
}
