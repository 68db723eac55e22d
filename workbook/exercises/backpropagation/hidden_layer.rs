// The chapter *Backpropagation*, section *The hidden layer*.
//
// Write the second half of the way back. The first half gave ∂L/∂z₂, here `dz2`:
//
//     ∂L/∂a₁ = ∂L/∂z₂ W₂ᵀ
//     ∂L/∂z₁ = ∂L/∂a₁ ⊙ σ′(z₁)
//     ∂L/∂W₁ = xᵀ ∂L/∂z₁
//
// Give all three, in this order.

use backprop::activation::sigmoid_prime_from_output;
use backprop::feedforward::Trace;
use backprop::network::Network;
use ndarray::Array2;

fn hidden_layer(
    net: &Network,
    x: &Array2<f64>,
    trace: &Trace,
    dz2: &Array2<f64>,
) -> [Array2<f64>; 3] {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin hidden_layer`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, backpropagation};

    #[test]
    fn these_are_the_slopes_of_the_hidden_layer() -> Verdict {
        backpropagation::hidden_layer(hidden_layer)
    }
}
