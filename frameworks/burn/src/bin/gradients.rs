//! The same sixteen slopes from three programs.

use backprop::autograd::{Tape, loss_of_part_one};
use backprop::network::{Network, four_rows};
use in_burn::part_one::{Net, exact, gradients, tensor};
use ndarray::Array2;

fn main() {
    let device = exact();
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let by_hand = net.backward(&x, &y, &net.forward(&x));

    let tape = Tape::default();
    let [tx, ty, w1, w2] = [&x, &y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
    let slopes = loss_of_part_one(tx, ty, w1, w2).backward();

    let [bx, by] = [&x, &y].map(|array| tensor(array, &device));
    let [dw1, dw2] = gradients(&Net::of(&net, &device), &bx, &by);

    let from_hand = |dw1: &Array2<f64>, dw2: &Array2<f64>| {
        let pairs = by_hand.dw1.iter().zip(dw1).chain(by_hand.dw2.iter().zip(dw2));
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    for (name, largest) in [
        ("our tape", from_hand(&slopes[w1], &slopes[w2])),
        ("Burn", from_hand(&dw1, &dw2)),
    ] {
        assert!(largest < 1e-14);
        println!("{name:8}  as by hand, up to 1e-14");
    }
    println!("along the weights from the hidden layer:");
    for row in 0..4 {
        let ours = [by_hand.dw2[[row, 0]], slopes[w2][[row, 0]], dw2[[row, 0]]];
        println!("{}", ours.map(|slope| format!("{slope:8.5}")).join("  "));
    }
}
