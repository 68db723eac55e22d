// The chapter *Backpropagation*, section *In Rust*.
//
// Write the slope of the loss along every weight:
//
//     ∂L/∂ŷ  = 2 (ŷ − y)
//     ∂L/∂z₂ = ∂L/∂ŷ ⊙ σ′(z₂)         ∂L/∂W₂ = a₁ᵀ ∂L/∂z₂
//     ∂L/∂a₁ = ∂L/∂z₂ W₂ᵀ
//     ∂L/∂z₁ = ∂L/∂a₁ ⊙ σ′(z₁)        ∂L/∂W₁ = xᵀ ∂L/∂z₁

use backprop::activation::sigmoid_prime_from_output;
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::network::Network;
use ndarray::Array2;

fn backward(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    trace: &Trace,
) -> Gradients {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin backward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, backpropagation};

    #[test]
    fn these_are_the_slopes() -> Verdict {
        backpropagation::backward(backward)
    }
}
