//! The symbols of *Mini-batches*.

use backprop::activation::Identity;
use backprop::classification::{Dataset, cross_entropy, spiral};
use backprop::mini_batches::{arms_net, mean_gradients};
use backprop::sequential::{Sequential, in_one_list};
use formulas::Value;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::common::World;

/// The place of the parameter that moves: a weight of the first layer.
const PLACE: usize = 3;

fn net(rng: &mut ChaCha8Rng) -> Sequential {
    arms_net(5, &Identity, rng)
}

/// The mean loss of `samples` for a network with these parameters, and its slope along the one
/// that moves, when that is `w`.
fn mean(parameters: &[f64], samples: &Dataset, w: f64) -> (f64, f64) {
    let mut net = net(&mut ChaCha8Rng::seed_from_u64(0));
    net.set_parameters(parameters);
    let mut at = 0..;
    net.for_each_parameter(|parameter| {
        if at.next() == Some(PLACE) {
            *parameter = w;
        }
    });
    let (loss, gradients) =
        mean_gradients(&net, cross_entropy, &samples.x, &samples.one_hot());
    (loss, in_one_list(&gradients)[PLACE])
}

/// A batch of any samples; no number of a batch.
pub fn worlds() -> Vec<World> {
    vec![World::random("any batch", |rng, names| {
        let (batch, parameters) = (spiral(2, 0.2, rng), net(rng).parameters());
        let w = parameters[PLACE];
        let (loss, slope) = mean(&parameters, &batch, w);
        names.value("n", batch.len() as f64).counter("i", 1..=batch.len());
        names.value("w", w).value("L", loss);
        names.value(r"\frac{\partial L}{\partial w}", slope);
        names.define("L_i", r"\ell(i, w)");
        names.function_of(r"\ell", move |arguments: &[Value]| {
            let (sample, w) = (arguments[0].number()?, arguments[1].number()?);
            let sample = batch.select(&[sample as usize - 1]);
            Ok(mean(&parameters, &sample, w).0.into())
        });
    })]
}
