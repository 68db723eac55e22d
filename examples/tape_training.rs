//! Part I's training, with no line that goes backward.

use backprop::autograd::train_on_tape;
use backprop::{Network, four_rows, train};

fn main() {
    let (x, y) = four_rows();
    let (mut net, mut on_tape) = (Network::seeded(2), Network::seeded(2));
    let by_hand = train(&mut net, &x, &y, 1.0, 1500);
    let losses = train_on_tape(&mut on_tape, &x, &y, 1.0, 1500);

    println!("iteration  by hand  on tape");
    for iteration in [0, 100, 200, 500, 1500] {
        let (hand, tape) = (by_hand.losses()[iteration], losses[iteration]);
        println!("{iteration:9}  {hand:.5}  {tape:.5}");
    }
    let apart = losses.iter().zip(by_hand.losses()).map(|(a, b)| (a - b).abs());
    assert!(apart.fold(0.0, f64::max) < 1e-12);
}
