//! Trains the network of seed 2 on the four rows.

use backprop::{Network, four_rows, train};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let history = train(&mut net, &x, &y, 1.0, 1500);

    for iteration in [0, 10, 100, 150, 200, 500, 1000, 1500] {
        println!("{iteration:4}  loss {:.5}", history.losses()[iteration]);
    }
    println!("predictions\n{:.3}", net.predict(&x));

    assert_eq!(history.diverged_at(), None);
    assert!(history.losses().windows(2).all(|pair| pair[1] < pair[0]));
}
