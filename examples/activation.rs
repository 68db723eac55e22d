//! Prints the sigmoid and its slope at a few places, and measures the slope.

use backprop::{sigmoid, sigmoid_prime};

fn main() {
    println!("    z   sigmoid    slope");
    for z in [-6.0, -2.0, 0.0, 2.0, 6.0] {
        println!("{z:5.1}   {:7.4}   {:6.4}", sigmoid(z), sigmoid_prime(z));
        let rise = sigmoid(z + 0.001) - sigmoid(z);
        assert!((rise / 0.001 - sigmoid_prime(z)).abs() < 1e-4);
    }
}
