//! Trains the network of seed 2 and prints its hidden activations on the way.

use backprop::{Network, four_rows, train};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    for (iteration, further) in [(0, 60), (60, 90), (150, 1350), (1500, 0)] {
        println!("a1 before iteration {iteration}\n{:.2}", net.forward(&x).a1);
        train(&mut net, &x, &y, 1.0, further);
    }

    // The second unit is low in row 1 only, and the fourth in row 2 only.
    let a1 = net.forward(&x).a1;
    for row in 0..4 {
        assert_eq!(a1[[row, 1]] < 0.5, row == 0);
        assert_eq!(a1[[row, 3]] < 0.5, row == 1);
    }
}
