//! The symbols of *Backpropagation*.

use backprop::network::{Network, four_rows};
use ndarray::Array2;

use crate::common::{World, array, network};

/// Any network on any rows, and any one layer; the third row through the book's network; the
/// network of exercise 3.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any network", |rng, names| {
            let net = Network::new(array(rng, (3, 7)), array(rng, (7, 1)));
            network(names, &net, &array(rng, (5, 3)), &array(rng, (5, 1)), 0.7);
        }),
        World::random("any layer", |rng, names| {
            let net = Network::new(array(rng, (3, 7)), array(rng, (7, 1)));
            let x = array(rng, (5, 3));
            let trace = net.forward(&x);
            names.value("x", x).value("W", net.w1);
            names.value("z", trace.z1).value("a", trace.a1);
        }),
        World::chosen("row 3 and the second hidden unit", |names| {
            let trace = Network::seeded(2).forward(&four_rows().0);
            names.value("z_2", trace.z2[[2, 0]]).value("z_1", trace.z1[[2, 1]]);
        }),
        World::chosen("exercise 3", |names| {
            let net = Network::new(Array2::zeros((3, 4)), Array2::zeros((4, 1)));
            names.value("a_1", net.forward(&four_rows().0).a1[[0, 0]]);
        }),
    ]
}
