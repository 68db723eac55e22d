//! The symbols of *Feedforward*.

use backprop::dense::{Dense, Layer};
use backprop::network::{Network, four_rows};
use ndarray::{Axis, array};

use crate::common::{World, array, network};

/// Five rows through any network; the sums of the four rows; a network with biases; that of
/// exercise 1.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any network on five rows", |rng, names| {
            let net = Network::new(array(rng, (3, 4)), array(rng, (4, 1)));
            network(names, &net, &array(rng, (5, 3)), &array(rng, (5, 1)), 1.0);
        }),
        World::random("the sums of the four rows", |rng, names| {
            let net = Network::new(array(rng, (3, 4)), array(rng, (4, 1)));
            let z1 = net.forward(&four_rows().0).z1;
            for (row, name) in z1.axis_iter(Axis(0)).zip(ROWS) {
                names.value(name, row.to_owned());
            }
        }),
        World::random("a layer with biases", |rng, names| {
            let (x, w1, b1) = (array(rng, (5, 3)), array(rng, (3, 4)), array(rng, 4));
            names.value("x", &x).value("W_1", &w1).value("b_1", &b1);
            names.value("z_1", Dense { weights: w1, biases: b1 }.forward(&x));
        }),
        World::chosen("exercise 1", |names| {
            let net = Network::new(array![[2.0]], array![[-1.0]]);
            let trace = net.forward(&array![[0.5]]);
            names.value("x", 0.5).value("W_1", 2.0).value("W_2", -1.0);
            names.value("z_1", trace.z1[[0, 0]]).value("a_1", trace.a1[[0, 0]]);
            names
                .value("z_2", trace.z2[[0, 0]])
                .value(r"\hat y", trace.y_hat[[0, 0]]);
        }),
    ]
}

/// What the page calls the rows.
const ROWS: [&str; 4] =
    [r"\text{row 1}", r"\text{row 2}", r"\text{row 3}", r"\text{row 4}"];
