//! The symbols of *Memory and threads*.

use backprop::memory_and_threads::train_in_place;
use backprop::network::Network;
use rand::RngExt;

use crate::common::{World, array};

/// The product that writes; a step that is one.
pub fn worlds() -> Vec<World> {
    vec![World::random("a step that is a product", |rng, names| {
        let net = Network::new(array(rng, (3, 7)), array(rng, (7, 1)));
        let (x, y) = (array(rng, (5, 3)), array(rng, (5, 1)));
        let eta = rng.random_range(0.5..2.0);
        let gradients = net.backward(&x, &y, &net.forward(&x));
        let mut after = net.clone();
        train_in_place(&mut after, &x, &y, eta, 1);
        // What the step multiplies each slope by.
        let alpha = (after.w1 - net.w1) / gradients.dw1;
        names.value(r"\eta", eta).value(r"\alpha", alpha[[0, 0]]);
    })]
}
