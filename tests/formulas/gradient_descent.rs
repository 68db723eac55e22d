//! The symbols of *Gradient descent*.

use backprop::gradient_descent::{
    central_difference, descend, descend_surface, gradient, loss_along_one,
    loss_along_two,
};
use backprop::network::Network;
use rand::RngExt;

use crate::common::{World, array, network, number};

/// A step along one weight, two weights and all weights of a network; one on w²; the numbers
/// of the page.
pub fn worlds() -> Vec<World> {
    let slope = |w| central_difference(loss_along_one, w);
    vec![
        World::random("one weight", move |rng, names| {
            let (w, eta) = (number(rng), 3.0);
            names.function("f", loss_along_one).function("f'", slope);
            names.value("w", w).value("h", 1e-5).value(r"\eta", eta);
            names.after("w", descend(slope, w, eta, 1)[1]);
        }),
        World::random("two weights", |rng, names| {
            let (start, eta) = ((number(rng), number(rng)), 0.7);
            let slopes = |at| gradient(loss_along_two, at);
            let (along_u, along_v) = slopes(start);
            let (u, v) = descend_surface(slopes, start, eta, 1)[1];
            names.value("u", start.0).value("v", start.1).value(r"\eta", eta);
            names.value(r"\frac{\partial f}{\partial u}", along_u).after("u", u);
            names.value(r"\frac{\partial f}{\partial v}", along_v).after("v", v);
        }),
        World::random("any network", |rng, names| {
            let net = Network::new(array(rng, (3, 7)), array(rng, (7, 1)));
            network(names, &net, &array(rng, (5, 3)), &array(rng, (5, 1)), 0.7);
        }),
        World::random("any place and rate", |rng, names| {
            for name in ["w", "h", r"\eta"] {
                names.value(name, number(rng));
            }
        }),
        World::random("a rate that does not overshoot", |rng, names| {
            names.value(r"\eta", rng.random_range(0.0..1.0));
        }),
    ]
}
