//! Trains the network of Part I, and the same in layers whose biases are held at 0.

use backprop::{Network, Sequential, four_rows, sum_of_squares_gradient, train};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let mut layers = Sequential::from(&net);
    train(&mut net, &x, &y, 1.0, 1500);

    for _ in 0..1500 {
        let pass = layers.forward(&x);
        let d_output = sum_of_squares_gradient(pass.output(), &y);
        let mut backward = layers.backward(&x, &pass, &d_output);
        for layer in &mut backward.gradients {
            layer.db.fill(0.0);
        }
        layers.step(&backward.gradients, 1.0);
    }
    println!("Part I\n{:.3}", net.predict(&x));
    println!("layers\n{:.3}", layers.predict(&x));

    // Not nearly: every bit is the same.
    assert_eq!(net.predict(&x), layers.predict(&x));
    assert_eq!(Sequential::from(&net).parameters(), layers.parameters());
}
