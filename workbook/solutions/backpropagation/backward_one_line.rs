// The chapter *Backpropagation*, section *In Rust*.
//
// One line of the pass backward is missing, the way through the sigmoid of the hidden layer:
//
//     ∂L/∂z₁ = ∂L/∂a₁ ⊙ σ′(z₁)

use backprop::activation::sigmoid_prime_from_output;
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::network::{Network, four_rows};
use ndarray::Array2;

fn backward(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    trace: &Trace,
) -> Gradients {
    let d_y_hat = 2.0 * (&trace.y_hat - y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dw2 = trace.a1.t().dot(&dz2);
    let da1 = dz2.dot(&net.w2.t());
    let dz1 = da1 * trace.a1.mapv(sigmoid_prime_from_output);
    let dw1 = x.t().dot(&dz1);
    Gradients { dw1, dw2 }
}

fn main() {
    let net = Network::seeded(2);
    let (x, y) = four_rows();
    let gradients = backward(&net, &x, &y, &net.forward(&x));
    println!("{:.4}", gradients.dw1);
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
