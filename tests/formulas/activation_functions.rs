//! The symbols of *Activation functions*.

use std::f64::consts::PI;

use backprop::activation::{Activation, Gelu, Softplus, Tanh, sigmoid};
use backprop::gradient_descent::descend;
use formulas::Names;

use crate::common::{World, array, number};

/// Any activation of any sums; the functions of the page at any sum, and at one that is not
/// negative; SiLU; the place where GELU is lowest.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any sums", |rng, names| {
            let (z, da) = (array(rng, (5, 3)), array(rng, (5, 3)));
            let a = Gelu.forward(&z);
            names.value(r"\frac{\partial L}{\partial z}", Gelu.backward(&z, &a, &da));
            names.value(r"\frac{\partial L}{\partial a}", da).value("a", a);
            names.value("z", z).function("f", |z| Gelu.value(z));
        }),
        World::random("any sum", |rng, names| {
            functions(names).value("z", number(rng)).value("c", number(rng).abs());
        }),
        World::random("SiLU", |rng, names| {
            let z = number(rng);
            names.value("z", z).value("a", z * sigmoid(z));
        }),
        World::chosen("where GELU is lowest", |names| {
            let slope = |z| Gelu.slope(z, Gelu.value(z));
            names.value("z", descend(slope, 0.0, 1.0, 100)[100]);
        }),
    ]
}

/// The functions of the page, as the crate computes them, and erfc, which no crate helps with.
fn functions(names: &mut Names) -> &mut Names {
    let share = |z: f64| Gelu.value(z) / z;
    names.function(r"\tanh", |z| Tanh.value(z));
    names.function(r"\operatorname{softplus}", |z| Softplus.value(z));
    names.function(r"\operatorname{GELU}", |z| Gelu.value(z));
    names.function(r"\Phi", share);
    // Backward adds what the two paths bring.
    names
        .function(r"\varphi", move |z| (Gelu.slope(z, Gelu.value(z)) - share(z)) / z);
    names.function(r"\operatorname{erfc}", erfc)
}

/// The complementary error function: twice the area below a bell to the right of `z`.
fn erfc(z: f64) -> f64 {
    let (steps, end) = (20_000, 10.0);
    let width = (end - z) / f64::from(steps);
    let middle = |i| z + width * (f64::from(i) + 0.5);
    let area: f64 = (0..steps).map(|i| (-middle(i).powi(2)).exp()).sum();
    2.0 / PI.sqrt() * area * width
}
