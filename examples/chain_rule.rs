//! Differentiates one neuron by hand and checks the slope against a measured one.

use backprop::{Neuron, central_difference};

fn main() {
    let (x, y) = (2.0, 0.0);
    let neuron = Neuron { w: 0.5 };

    let trace = neuron.forward(x, y);
    println!("{trace:.3?}");
    let gradients = neuron.backward(x, &trace);
    println!("{gradients:.3?}");

    let measured = central_difference(|w| Neuron { w }.forward(x, y).loss, neuron.w);
    println!("measured dw: {measured:.3}");
    assert!((gradients.dw - measured).abs() < 1e-9);
}
