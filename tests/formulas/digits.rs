//! The symbols of *Digits*.

use crate::common::{World, number};

/// Any two pixels.
pub fn worlds() -> Vec<World> {
    vec![World::random("any two pixels", |rng, names| {
        names.value("a", number(rng)).value("b", number(rng));
    })]
}
