//! Part I's training, by the book's own code and by Burn.

use backprop::network::{Network, four_rows};
use backprop::training;
use burn::nn::loss::Reduction;
use in_burn::part_one::{Net, exact, tensor, train};

fn main() {
    let device = exact();
    let (x, y) = four_rows();
    let mut ours = Network::seeded(2);
    let mut theirs = Net::of(&ours, &device);
    let by_hand = training::train(&mut ours, &x, &y, 1.0, 1500);
    let [x, y] = [&x, &y].map(|array| tensor(array, &device));
    let in_burn = train(&mut theirs, &x, &y, Reduction::Sum, 1.0, 1500);
    println!("iteration  by hand  in Burn");
    for i in [0, 100, 200, 500, 1500] {
        println!("{i:9}  {:.5}  {:.5}", by_hand.losses()[i], in_burn[i]);
    }
    let pairs = by_hand.losses().iter().zip(&in_burn);
    let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(largest < 1e-9);
    println!("the {} losses are the same up to 1e-9", in_burn.len());
}
