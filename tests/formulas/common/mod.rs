//! Worlds: what the names of a page stand for, drawn at random or given.

use backprop::activation::{sigmoid, sigmoid_prime};
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use formulas::Names;
use ndarray::{Array, Array2, Dimension, ShapeBuilder};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// How often a world is drawn.
const DRAWS: u64 = 4;

/// What the names of a page stand for.
pub struct World {
    /// What it is called in a fault.
    pub name: &'static str,
    /// Its tables: one for each draw.
    pub draws: Vec<Names>,
    /// Whether its numbers are chosen, so that an equation without numbers proves nothing in it.
    pub is_chosen: bool,
}

impl World {
    /// Numbers that `fill` draws.
    pub fn random(
        name: &'static str,
        fill: impl Fn(&mut ChaCha8Rng, &mut Names),
    ) -> Self {
        let draws = (0..DRAWS).map(|seed| {
            let mut names = functions();
            fill(&mut ChaCha8Rng::seed_from_u64(seed), &mut names);
            names
        });
        Self { name, draws: draws.collect(), is_chosen: false }
    }

    /// The numbers of an example.
    pub fn chosen(name: &'static str, fill: impl FnOnce(&mut Names)) -> Self {
        let mut names = functions();
        fill(&mut names);
        Self { name, draws: vec![names], is_chosen: true }
    }

    /// No numbers but those in digits.
    pub fn of_numbers() -> Self {
        Self { name: "numbers alone", draws: vec![functions()], is_chosen: true }
    }
}

/// The functions that mean the same on every page.
fn functions() -> Names {
    let mut names = Names::default();
    names.function(r"\sigma", sigmoid).function(r"\sigma'", sigmoid_prime);
    names
}

/// A number between −2 and 2.
pub fn number(rng: &mut ChaCha8Rng) -> f64 {
    rng.random_range(-2.0..2.0)
}

/// An array of such numbers.
pub fn array<D: Dimension, S: ShapeBuilder<Dim = D>>(
    rng: &mut ChaCha8Rng,
    shape: S,
) -> Array<f64, D> {
    Array::from_shape_simple_fn(shape, || number(rng))
}

/// The symbols of Part I for `net` on the inputs `x` and the targets `y`, with what a step at
/// the rate `eta` makes of the weights.
pub fn network(
    names: &mut Names,
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    eta: f64,
) {
    let trace = net.forward(x);
    let gradients = net.backward(x, y, &trace);
    let mut after = net.clone();
    after.step(&gradients, eta);
    names.value("x", x).value("y", y).value("W_1", &net.w1).value("W_2", &net.w2);
    names.value("z_1", &trace.z1).define("z_1", "x W_1");
    names.value("a_1", &trace.a1).define("a_1", r"\sigma(z_1)");
    names.value("z_2", &trace.z2).define("z_2", "a_1 W_2");
    names.value(r"\hat y", &trace.y_hat).define(r"\hat y", r"\sigma(z_2)");
    names
        .value("L", sum_of_squares(&trace.y_hat, y))
        .define("L", r"\sum_{i=1}^{n} (\hat y_i - y_i)^2");
    names.value(r"\frac{\partial L}{\partial W_1}", gradients.dw1);
    names.value(r"\frac{\partial L}{\partial W_2}", gradients.dw2);
    names.value(r"\eta", eta).after("W_1", after.w1).after("W_2", after.w2);
    names.value("n", x.nrows() as f64).value("m", net.w1.ncols() as f64);
    names.counter("i", 1..=x.nrows());
}
