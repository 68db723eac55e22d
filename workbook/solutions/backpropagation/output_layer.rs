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
use backprop::network::{Network, four_rows};
use ndarray::Array2;

fn output_layer(y: &Array2<f64>, trace: &Trace) -> (Array2<f64>, Array2<f64>) {
    let d_y_hat = 2.0 * (&trace.y_hat - y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dw2 = trace.a1.t().dot(&dz2);
    (dz2, dw2)
}

fn main() {
    let (x, y) = four_rows();
    let (_, dw2) = output_layer(&y, &Network::seeded(2).forward(&x));
    println!("{dw2:.4}");
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
