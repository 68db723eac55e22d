//! Trains the network of seed 2 on the four rows by measured slopes alone.

use backprop::{Network, four_rows, measured_gradients, sum_of_squares};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let loss = |net: &Network| sum_of_squares(&net.predict(&x), &y);
    for steps in 0..1500 {
        if [0, 10, 50, 150].contains(&steps) {
            println!("{steps:4}  loss {:.3}", loss(&net));
        }
        let gradients = measured_gradients(&net, &x, &y);
        net.step(&gradients, 1.0);
    }
    println!("1500  loss {:.3}", loss(&net));
    println!("predictions\n{:.3}", net.predict(&x));
}
