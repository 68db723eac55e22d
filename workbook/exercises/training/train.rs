// The chapter *Training*, section *The loop*.
//
// Train the network: in each iteration run forward, note the loss, run backward and take a step.
// `net.forward`, `net.backward` and `net.step` are those of the book.
//
// Give the loss before each iteration and after the last: one more than there are iterations.

use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::Array2;

fn train(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin train`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, training};

    #[test]
    fn it_is_trained_and_the_losses_are_noted() -> Verdict {
        training::train(train)
    }
}
