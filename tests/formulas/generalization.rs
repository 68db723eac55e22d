//! The symbols of *Generalization*.

use backprop::activation::Identity;
use backprop::mini_batches::arms_net;
use ndarray::Array1;
use rand::RngExt;

use crate::common::{World, array};

/// The parameters of any network before and after a decay.
pub fn worlds() -> Vec<World> {
    vec![World::random("any parameters", |rng, names| {
        let mut net = arms_net(3, &Identity, rng);
        net.set_parameters(&array(rng, (net.parameters().len(),)).to_vec());
        let (eta, lambda) = (rng.random::<f64>(), rng.random::<f64>());
        names.value(r"\eta", eta).value(r"\lambda", lambda);
        names.value("w", Array1::from(net.parameters()));
        net.decay(eta * lambda);
        names.after("w", Array1::from(net.parameters()));
    })]
}
