// The chapter *Feedforward*, section *One layer, two moves*.
//
// Write one neuron: each input times its weight, all added up, and the sum squeezed by
// the sigmoid:
//
//     z = x₁ w₁ + x₂ w₂ + …
//     a = σ(z)

use backprop::activation::sigmoid;

fn neuron(inputs: &[f64], weights: &[f64]) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin neuron`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, feedforward};

    #[test]
    fn it_adds_up_and_squeezes() -> Verdict {
        feedforward::neuron(neuron)
    }
}
