//! The symbols of *The chain rule*.

use backprop::activation::sigmoid;
use backprop::chain_rule::Neuron;
use backprop::network::{Network, four_rows};
use formulas::Names;

use crate::common::{World, number};

/// Any neuron, and that of the page; one weight of the book's network; a weight with two
/// paths; numbers that carry slopes; the neurons of the exercises.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any neuron", |rng, names| {
            neuron(names, number(rng), number(rng), number(rng));
        }),
        World::chosen("the neuron of the page", |names| neuron(names, 0.5, 2.0, 0.0)),
        World::chosen("row 3 and the weight of the second hidden unit", |names| {
            let (net, (x, y)) = (Network::seeded(2), four_rows());
            let trace = net.forward(&x);
            names.value("e", trace.y_hat[[2, 0]] - y[[2, 0]]);
            names.value("z", trace.z2[[2, 0]]).value("x", trace.a1[[2, 1]]);
        }),
        World::random("a weight with two paths", |rng, names| {
            names.define("L_1", r"(\sigma(w x_1) - y_1)^2");
            names.define("L_2", r"(\sigma(w x_2) - y_2)^2");
            let [w, x1, x2, y1, y2] = [0; 5].map(|_| number(rng));
            names.value("w", w).value("x_1", x1).value("x_2", x2);
            names.value("y_1", y1).value("y_2", y2);
            let loss = |x, y| Neuron { w }.forward(x, y).loss;
            names.value("L", loss(x1, y1) + loss(x2, y2)).define("L", "L_1 + L_2");
        }),
        World::random("numbers that carry slopes", |rng, names| {
            for name in ["s", "t"] {
                names.value(name, number(rng));
            }
            names.variable("t").define("a", "3 t^2 - s").define("b", "s t + 7");
            names.define("q", "a / b");
        }),
        World::random("a neuron with a bias", |rng, names| {
            let [w, x, y, b] = [0; 4].map(|_| number(rng));
            names.value("w", w).value("x", x).value("y", y).value("b", b);
            names.value("z", w * x + b).define("z", "w x + b");
            names
                .value(r"\hat y", sigmoid(w * x + b))
                .define(r"\hat y", r"\sigma(z)");
            names.define("L", r"(\hat y - y)^2");
        }),
        World::random("two neurons in a row", |rng, names| {
            let [w, v, x, y] = [0; 4].map(|_| number(rng));
            let net = Network::new(ndarray::array![[w]], ndarray::array![[v]]);
            let trace = net.forward(&ndarray::array![[x]]);
            names.value("w", w).value("v", v).value("x", x).value("y", y);
            names.value("z_1", trace.z1[[0, 0]]).define("z_1", "w x");
            names.value("a_1", trace.a1[[0, 0]]).define("a_1", r"\sigma(z_1)");
            names.value("z_2", trace.z2[[0, 0]]).define("z_2", "v a_1");
            names
                .value(r"\hat y", trace.y_hat[[0, 0]])
                .define(r"\hat y", r"\sigma(z_2)");
            names.value("e", trace.y_hat[[0, 0]] - y).define("e", r"\hat y - y");
            names.define("L", "e^2");
        }),
        World::chosen("exercise 1", |names| neuron(names, 1.0, 1.0, 1.0)),
        World::chosen("exercise 5", |names| neuron(names, 1.0, -1.0, 0.0)),
    ]
}

/// The neuron of weight `w` on the input `x` and the target `y`.
fn neuron(names: &mut Names, w: f64, x: f64, y: f64) {
    let trace = Neuron { w }.forward(x, y);
    let slopes = Neuron { w }.backward(x, &trace);
    names.value("w", w).value("x", x).value("y", y);
    names.value("z", trace.z).define("z", "w x");
    names.value(r"\hat y", trace.y_hat).define(r"\hat y", r"\sigma(z)");
    names.value("e", trace.error).define("e", r"\hat y - y");
    names.value("L", trace.loss).define("L", "e^2");
    names.value(r"\frac{\partial L}{\partial e}", slopes.d_error);
    names.value(r"\frac{\partial L}{\partial \hat y}", slopes.d_y_hat);
    names.value(r"\frac{\partial L}{\partial z}", slopes.dz);
    names.value(r"\frac{\partial L}{\partial w}", slopes.dw);
}
