//! Trains on three of the four rows and asks for the one that was left out.

use backprop::what_it_learned::three_rows;
use backprop::{Network, four_rows, train};

fn main() {
    let (all_x, all_y) = four_rows();
    println!("left out  loss on the others  prediction  target");
    for row in 0..4 {
        let (x, y) = three_rows(row);
        let mut net = Network::seeded(2);
        let loss = train(&mut net, &x, &y, 1.0, 1500).final_loss();
        let y_hat = net.predict(&all_x)[[row, 0]];
        let target = all_y[[row, 0]];
        println!(
            "row {}     {loss:.4}              {y_hat:.3}       {target}",
            row + 1
        );
        assert!((y_hat - target).abs() > 0.99);
    }
}
