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
use backprop::network::{Network, four_rows};
use ndarray::{Array2, array};

fn hidden_layer(
    net: &Network,
    x: &Array2<f64>,
    trace: &Trace,
    dz2: &Array2<f64>,
) -> [Array2<f64>; 3] {
    let da1 = dz2.dot(&net.w2.t());
    let dz1 = &da1 * trace.a1.mapv(sigmoid_prime_from_output);
    let dw1 = x.t().dot(&dz1);
    [da1, dz1, dw1]
}

fn main() {
    let net = Network::seeded(2);
    let (x, _) = four_rows();
    let dz2 = array![[0.2963], [-0.1272], [-0.1222], [0.2881]];
    let [_, _, dw1] = hidden_layer(&net, &x, &net.forward(&x), &dz2);
    println!("{dw1:.4}");
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
