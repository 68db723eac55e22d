//! The symbols of *What it learned*.

use backprop::network::Network;
use formulas::Value;
use ndarray::Array2;

use crate::common::{World, array};

/// Any network without the column of ones, on the row 0 0.
pub fn worlds() -> Vec<World> {
    vec![World::random("any network on zeros", |rng, names| {
        let net = Network::new(array(rng, (2, 4)), array(rng, (4, 1)));
        let trace = net.forward(&Array2::zeros((1, 2)));
        names.value("z_2", trace.z2[[0, 0]]).value(r"\hat y", trace.y_hat[[0, 0]]);
        names.value("W_2", net.w2);
        names.function_of(r"\text{sum of }", |arrays| {
            Ok(arrays.iter().flat_map(Value::numbers).sum::<f64>().into())
        });
    })]
}
