//! The symbols of *Schedules*.

use backprop::optimizers::Momentum;
use rand::RngExt;

use crate::common::World;

/// Noisy slopes on the parabola; the examples of the page.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("noise in balance", |rng, names| {
            let eta = rng.random_range(0.1..1.0);
            names.value(r"\eta", eta).value("d", balance(eta));
        }),
        World::chosen("the shares that are taken out, and the parabola", |names| {
            names.value(r"\beta_1", 0.0).value(r"\beta_2", 0.9).value("c", 1.0);
            names.value(r"\mu", Momentum::default().keep).value(r"\eta", 0.5);
        }),
        World::chosen("exercise 2", |names| {
            names.value(r"\eta", 0.06 / 1.03);
        }),
    ]
}

/// The mean square that shrinking and noise leave as it is: where it comes to rest.
fn balance(eta: f64) -> f64 {
    let step = |square: f64, _| (1.0 - eta).powi(2) * square + eta * eta / 3.0;
    (0..2000).fold(9.0, step)
}
