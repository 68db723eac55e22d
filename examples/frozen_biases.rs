//! Trains the network of Part I, and the same in layers whose biases are held at 0.

use backprop::dense::{Pass, Stage};
use backprop::{Network, Sequential, four_rows, sum_of_squares_gradient, train};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let mut layers = Sequential::from(&net);
    train(&mut net, &x, &y, 1.0, 1500);

    let biases: Vec<_> = layers.stages().iter().map(Stage::biases).collect();
    let mut pass = Pass::new(&layers, 4);
    for _ in 0..1500 {
        layers.forward(x.view(), &mut pass);
        layers.backward(&sum_of_squares_gradient(pass.output(), &y), &mut pass);
        layers.step(x.view(), &pass, 1.0);
        for place in &biases {
            layers.parameters[place.clone()].fill(0.0);
        }
    }
    println!("Part I\n{:.3}", net.predict(&x));
    println!("layers\n{:.3}", layers.predict(x.view()));

    // Not nearly: every bit is the same.
    assert_eq!(net.predict(&x), layers.predict(x.view()));
    assert_eq!(Sequential::from(&net).parameters, layers.parameters);
}
