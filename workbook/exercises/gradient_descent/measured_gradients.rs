// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Measure the slope of the loss along every weight w of the network, one at a time, while
// all others stay:
//
//     ∂L/∂w ≈ (L(w + h) − L(w − h)) / 2h
//
// L is the sum of squares of all rows. The test makes h large: then a slip shows.
// `measured_slope` has an h of its own: write out what it does, with the h that you are given.

use backprop::gradient_descent::Gradients;
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::Array2;

fn measured_gradients(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    h: f64,
) -> Gradients {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin measured_gradients`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, gradient_descent};

    #[test]
    fn every_weight_was_moved_and_put_back() -> Verdict {
        gradient_descent::measured_gradients(measured_gradients)
    }
}
