//! The symbols of *Any number of layers*.

use backprop::activation::{Activation, Sigmoid, Softplus, Tanh};
use backprop::dense::{Dense, Gradients};
use backprop::sequential::{Sequential, Stage};
use formulas::Names;
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::common::{World, array, number};

/// Any of three layers, with a step; a number that goes through an activation.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any of three layers", |rng, names| {
            let l = rng.random_range(0..3);
            let net = three_layers(rng);
            layer(names, rng, net, l);
        }),
        World::random("an activation of one number", |rng, names| {
            let z = number(rng);
            names.value("z", z).value("a", Tanh.value(z));
            names.function("f", |z| Tanh.value(z));
        }),
    ]
}

/// Layers of all sizes and activations.
fn three_layers(rng: &mut ChaCha8Rng) -> Sequential {
    let mut layer = |inputs, outputs| Dense {
        weights: array(rng, (inputs, outputs)),
        biases: array(rng, outputs),
    };
    Sequential::new(layer(3, 6), &Tanh)
        .then(layer(6, 4), &Softplus)
        .then(layer(4, 2), &Sigmoid)
}

/// The symbols of layer `l`, counted from 0, for a pass over random rows and a step.
fn layer(names: &mut Names, rng: &mut ChaCha8Rng, mut net: Sequential, l: usize) {
    let (x, d_output, eta) = (array(rng, (5, 3)), array(rng, (5, 2)), 0.7);
    let pass = net.forward(&x);
    let backward = net.backward(&x, &pass, &d_output);
    let dx = |l: usize, taken| net.stages[l].layer.backward(taken, &backward.dz[l]).0;
    let taken = if l == 0 { &x } else { &pass.a[l - 1] };
    let da = if l == 2 { d_output.clone() } else { dx(l + 1, &pass.a[l]) };
    names.value(r"\frac{\partial L}{\partial a_\ell}", da);
    names.value(r"\frac{\partial L}{\partial a_{\ell-1}}", dx(l, taken));
    names.value(r"\frac{\partial L}{\partial z_\ell}", &backward.dz[l]);
    let Gradients { dw, db } = &backward.gradients[l];
    names.value(r"\frac{\partial L}{\partial W_\ell}", dw);
    names.value(r"\frac{\partial L}{\partial b_\ell}", db);

    names.value(r"a_{\ell-1}", taken).value("a_0", &x).value("x", &x);
    names.value(r"z_\ell", &pass.z[l]).value(r"a_\ell", &pass.a[l]);
    names.value("a_N", pass.output()).value(r"\hat y", net.predict(&x));
    let Stage { layer, activation } = &net.stages[l];
    let end: &'static dyn Activation = *activation;
    names.function(r"f_\ell", move |z| end.value(z));
    names.function(r"f_\ell'", move |z| end.slope(z, end.value(z)));
    let (weights, biases) = layer.parameters();
    names.value(r"W_\ell", weights.to_owned()).value(r"b_\ell", biases.to_owned());
    names.value("n", 5.0);
    names.value("i", layer.inputs() as f64).value("o", layer.outputs() as f64);

    net.step(&backward.gradients, eta);
    let (weights, biases) = net.stages[l].layer.parameters();
    names.value(r"\eta", eta);
    names.after(r"W_\ell", weights.to_owned()).after(r"b_\ell", biases.to_owned());
}
