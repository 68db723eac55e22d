//! Draws the book's network, the one of seed 2, and prints all that it knows.

use backprop::{Network, four_rows};

fn main() {
    let (x, y) = four_rows();
    println!("x {:?}  y {:?}", x.dim(), y.dim());

    let net = Network::seeded(2);
    println!("w1 {:?}\n{:.3}", net.w1.dim(), net.w1);
    println!("w2 {:?}\n{:.3}", net.w2.dim(), net.w2);

    assert_eq!(x.ncols(), net.w1.nrows());
    assert_eq!(y.ncols(), net.w2.ncols());
}
