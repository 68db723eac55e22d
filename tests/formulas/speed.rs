//! The symbols of *Speed*.

use ndarray::linalg::general_mat_mul;

use crate::common::{World, array, number};

/// The library's product that writes.
pub fn worlds() -> Vec<World> {
    vec![World::random("the product that writes", |rng, names| {
        let (a, b) = (array(rng, (3, 7)), array(rng, (7, 5)));
        let c = array(rng, (3, 5));
        let (alpha, beta) = (number(rng), number(rng));
        let mut after = c.clone();
        general_mat_mul(alpha, &a, &b, beta, &mut after);
        names.value("A", a).value("B", b).value("C", c).after("C", after);
        names.value(r"\alpha", alpha).value(r"\beta", beta);
        names.value("p", 3.0).value("q", 7.0).value("r", 5.0);
    })]
}
