//! Prints the sigmoid and its slope at a few places.

use backprop::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};

fn main() {
    println!("    z   sigmoid    slope");
    for z in [-6.0, -2.0, 0.0, 2.0, 6.0] {
        let a = sigmoid(z);
        println!("{z:5.1}   {a:7.4}   {:6.4}", sigmoid_prime(z));
        assert_eq!(sigmoid_prime(z), sigmoid_prime_from_output(a));
    }
}
