//! The symbols of *More than one machine*.

use backprop::activation::{Identity, Sigmoid};
use backprop::classification::{cross_entropy, spiral};
use backprop::dense::Dense;
use backprop::mini_batches::mean_gradients;
use backprop::more_than_one_machine::{Machine, Step, sum_gradients};
use backprop::sequential::{Sequential, in_one_list};
use formulas::Value;
use rand::RngExt;

use crate::common::World;

/// Sums and means of parts of three sizes, and what a step takes.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any parts", |rng, names| {
            let mut net = Sequential::new(Dense::new(2, 4), &Sigmoid)
                .then(Dense::new(4, 3), &Identity);
            net.for_each_parameter(|w| *w = rng.random::<f64>() - 0.5);
            let data = spiral(4, 0.2, rng);
            let place = 3;
            let slope = |rows: std::ops::Range<usize>, mean: bool| {
                let part = data.select(&rows.collect::<Vec<_>>());
                let of = if mean { mean_gradients } else { sum_gradients };
                in_one_list(&of(&net, cross_entropy, &part.x, &part.one_hot()).1)
                    [place]
            };
            let parts = [0..2, 2..7, 7..12];
            let sums = parts.clone().map(|part| slope(part, false));
            let means = parts.clone().map(|part| slope(part, true));
            let sizes = parts.map(|part| part.len() as f64);
            names.value("m", 3.0).value("n", 12.0).counter("k", 1..=3);
            names.value(r"\frac{\partial L}{\partial w}", slope(0..12, false));
            names.value("M", slope(0..12, true));
            for (name, of) in
                [(r"\alpha", sums), (r"\beta", means), (r"\gamma", sizes)]
            {
                names.function_of(name, move |arguments: &[Value]| {
                    Ok(of[arguments[0].number()? as usize - 1].into())
                });
            }
            names.define("G_k", r"\alpha(k)").define("M_k", r"\beta(k)");
            names.define("n_k", r"\gamma(k)");
        }),
        World::random("any step", |rng, names| {
            let machines = rng.random_range(2..9);
            let step = Step {
                parameters: rng.random_range(10..100),
                samples: rng.random_range(10..100),
                bytes: rng.random_range(2..9),
            };
            let mut number = || rng.random_range(0.5..2.0);
            let machine =
                Machine { rate: number(), bandwidth: number(), latency: number() };
            names.value("m", machines as f64).value("P", step.parameters as f64);
            names.value("n", step.samples as f64).value("b", step.bytes as f64);
            names.value("r", machine.rate).value("B", machine.bandwidth);
            names
                .value(r"\ell", machine.latency)
                .value("D", step.bytes_sent(machines));
            names.value("T", step.seconds(machines, &machine));
            names.value("T_1", step.seconds(1, &machine));
            names.value("S", step.speed_up(machines, &machine));
        }),
    ]
}
