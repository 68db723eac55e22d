// The chapter *Backpropagation*, section *The output layer*.
//
// Write the first half of the way back, for all rows at once. The trace holds what `forward` gave:
//
//     ∂L/∂ŷ  = 2 (ŷ − y)
//     ∂L/∂z₂ = ∂L/∂ŷ ⊙ σ′(z₂)
//     ∂L/∂W₂ = a₁ᵀ ∂L/∂z₂
//
// Give ∂L/∂z₂ and ∂L/∂W₂.

use backprop::activation::sigmoid_prime_from_output;
use backprop::feedforward::Trace;
use ndarray::Array2;

fn output_layer(y: &Array2<f64>, trace: &Trace) -> (Array2<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin output_layer`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, backpropagation};

    #[test]
    fn these_are_the_slopes_of_the_output_layer() -> Verdict {
        backpropagation::output_layer(output_layer)
    }
}
