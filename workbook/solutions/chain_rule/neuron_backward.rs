// The chapter *The chain rule*, section *Slopes multiply*.
//
// Go back through one neuron, z = w x, ŷ = σ(z), e = ŷ − y, L = e², from the loss to the
// weight. Each line multiplies by the slope of one step:
//
//     ∂L/∂e = 2e
//     ∂L/∂ŷ = ∂L/∂e · 1
//     ∂L/∂z = ∂L/∂ŷ · σ′(z)
//     ∂L/∂w = ∂L/∂z · x

use backprop::activation::sigmoid_prime;
use backprop::chain_rule::{NeuronGradients, NeuronTrace};

fn neuron_backward(x: f64, trace: &NeuronTrace) -> NeuronGradients {
    let d_error = 2.0 * trace.error;
    let d_y_hat = d_error * 1.0;
    let dz = d_y_hat * sigmoid_prime(trace.z);
    let dw = dz * x;
    NeuronGradients { d_error, d_y_hat, dz, dw }
}

fn main() {
    let neuron = backprop::chain_rule::Neuron { w: 0.5 };
    println!("{:.3?}", neuron_backward(2.0, &neuron.forward(2.0, 0.0)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, chain_rule};

    #[test]
    fn each_slope_is_the_product_so_far() -> Verdict {
        chain_rule::neuron_backward(neuron_backward)
    }
}
