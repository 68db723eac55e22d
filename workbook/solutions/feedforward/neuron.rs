// The chapter *Feedforward*, section *One layer, two moves*.
//
// Write one neuron: each input times its weight, all added up, and the sum squeezed by
// the sigmoid:
//
//     z = x₁ w₁ + x₂ w₂ + …
//     a = σ(z)

use backprop::activation::sigmoid;

fn neuron(inputs: &[f64], weights: &[f64]) -> f64 {
    let mut z = 0.0;
    for (x, w) in inputs.iter().zip(weights) {
        z += x * w;
    }
    sigmoid(z)
}

fn main() {
    println!("{:.3}", neuron(&[0.0, 1.0, 1.0], &[0.881, 0.222, 0.172]));
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
