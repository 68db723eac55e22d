//! Part I's training in matrices of known shapes: the same losses, without asking for memory.

use backprop::memory_and_threads::known_shapes::{Matrix, train_fixed};
use backprop::{Network, four_rows, train};

fn main() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let mut w1 = Matrix::<3, 4>::from(&net.w1);
    let mut w2 = Matrix::<4, 1>::from(&net.w2);

    let history = train(&mut net, &x, &y, 1.0, 1500);
    let data = (&Matrix::<4, 3>::from(&x), &Matrix::<4, 1>::from(&y));
    let losses = train_fixed((&mut w1, &mut w2), data, 1.0, 1500);

    for i in [0, 100, 1000, 1499] {
        println!("{i:4}  {:.5}  {:.5}", history.losses()[i], losses[i]);
        assert!((history.losses()[i] - losses[i]).abs() < 1e-12);
    }
    println!("bytes of the weights: {}", size_of_val(&w1) + size_of_val(&w2));
}
