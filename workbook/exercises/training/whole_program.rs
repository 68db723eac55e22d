// The chapter *Training*, section *The loop*.
//
// Write the whole program, from memory: forward, backward and step are yours, too.
//
//     ŷ = σ(σ(x W₁) W₂)         L = Σ (ŷ − y)²         W ← W − η ∂L/∂W
//
// Give the loss before each iteration and after the last.

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
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
    // Try it here: `cargo run --bin whole_program`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, training};

    #[test]
    fn it_is_the_training_of_the_book() -> Verdict {
        training::whole_program(train)
    }
}
