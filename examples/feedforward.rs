//! Runs the four rows forward through the network of seed 2.

use backprop::{Network, four_rows};

fn main() {
    let (x, _) = four_rows();
    let trace = Network::seeded(2).forward(&x);

    println!("z1 {:?}\n{:.3}", trace.z1.dim(), trace.z1);
    println!("a1 {:?}\n{:.3}", trace.a1.dim(), trace.a1);
    println!("z2 {:?}\n{:.3}", trace.z2.dim(), trace.z2);
    println!("y_hat {:?}\n{:.3}", trace.y_hat.dim(), trace.y_hat);

    assert!(trace.y_hat.iter().all(|&y_hat| y_hat > 0.5));
}
