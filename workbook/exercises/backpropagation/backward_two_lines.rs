// The chapter *Backpropagation*, section *In Rust*.
//
// Two lines of the pass backward are missing, the two that lead away from z₂:
//
//     ∂L/∂W₂ = a₁ᵀ ∂L/∂z₂
//     ∂L/∂a₁ = ∂L/∂z₂ W₂ᵀ

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
    let d_y_hat = 2.0 * (&trace.y_hat - y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    // TODO
    let dw2: Array2<f64> = todo!();
    let da1: Array2<f64> = todo!();
    let dz1 = da1 * trace.a1.mapv(sigmoid_prime_from_output);
    let dw1 = x.t().dot(&dz1);
    Gradients { dw1, dw2 }
}

fn main() {
    // Try it here: `cargo run --bin backward_two_lines`.
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
