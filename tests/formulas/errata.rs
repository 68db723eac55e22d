//! The symbols of *Errata*.

use backprop::network::Network;

use crate::common::{World, array, network};

/// Any network on any rows.
pub fn worlds() -> Vec<World> {
    vec![World::random("any network", |rng, names| {
        let net = Network::new(array(rng, (3, 7)), array(rng, (7, 1)));
        network(names, &net, &array(rng, (5, 3)), &array(rng, (5, 1)), 0.7);
    })]
}
