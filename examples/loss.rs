//! Measures how wrong the network of seed 2 is before it has learned anything.

use backprop::{Network, four_rows, sum_of_squares, sum_of_squares_gradient};

fn main() {
    let (x, y) = four_rows();
    let y_hat = Network::seeded(2).predict(&x);

    println!("errors\n{:.3}", &y_hat - &y);
    println!("loss {:.3}", sum_of_squares(&y_hat, &y));
    println!("gradient\n{:.3}", sum_of_squares_gradient(&y_hat, &y));

    assert_eq!(sum_of_squares(&y, &y), 0.0);
}
