//! Trains on three of the four rows and asks for the one that was left out.

use backprop::what_it_learned::three_rows;
use backprop::{Network, four_rows, train};

fn main() {
    let (all_x, all_y) = four_rows();
    for row in 0..4 {
        let (x, y) = three_rows(row);
        let mut net = Network::seeded(2);
        let loss = train(&mut net, &x, &y, 1.0, 1500).final_loss();
        let prediction = net.predict(&all_x)[[row, 0]];
        let target = all_y[[row, 0]];
        println!(
            "without row {}: loss on the other three {loss:.4}, row {}: {prediction:.3}, not {target}",
            row + 1,
            row + 1,
        );
        assert!((prediction - target).abs() > 0.99);
    }
}
