//! Measures the slopes in a network of ten layers, with three activations and one seed.

use backprop::{
    Activation, Dense, Relu, Sequential, Sigmoid, Tanh, four_rows,
    sum_of_squares_gradient,
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn ten_layers(activation: &'static dyn Activation) -> Sequential {
    let mut net = Sequential::new(Dense::new(3, 6), activation);
    for _ in 2..10 {
        net = net.then(Dense::new(6, 6), activation);
    }
    net = net.then(Dense::new(6, 1), &Sigmoid);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    net.for_each_parameter(|w| *w = 2.0 * rng.random::<f64>() - 1.0);
    net
}

fn main() {
    let (x, y) = four_rows();
    let activations: [&dyn Activation; 3] = [&Sigmoid, &Tanh, &Relu];
    println!("mean size of ∂L/∂z");
    println!("           layer 1    layer 4    layer 7   layer 10");
    for activation in activations {
        let net = ten_layers(activation);
        let pass = net.forward(&x);
        let d_output = sum_of_squares_gradient(pass.output(), &y);
        let dz = net.backward(&x, &pass, &d_output).dz;
        let size = |layer: usize| dz[layer - 1].mapv(f64::abs).mean().unwrap();
        let row =
            [1, 4, 7, 10].map(|layer| format!("  {:9.7}", size(layer))).concat();
        println!("{:7}{row}", format!("{activation:?}"));

        let vanishes = size(10) > 10_000.0 * size(1);
        assert_eq!(vanishes, format!("{activation:?}") == "Sigmoid");
    }
}
