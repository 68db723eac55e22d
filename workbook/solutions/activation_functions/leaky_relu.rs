// The chapter *Activation functions*, section *Five more*.
//
// Write leaky ReLU, which lets a hundredth of a negative sum through. At the corner its slope is
// that of the left side:
//
//     f(z) = z where z > 0, and 0.01 z elsewhere
//     f′(z) = ?

use backprop::activation::Activation;

#[derive(Debug)]
struct LeakyRelu;

impl Activation for LeakyRelu {
    fn value(&self, z: f64) -> f64 {
        if z < 0.0 { 0.01 * z } else { z }
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        if z > 0.0 { 1.0 } else { 0.01 }
    }
}

fn main() {
    println!("{}", LeakyRelu.value(-2.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, activation_functions};

    #[test]
    fn it_is_leaky_relu() -> Verdict {
        activation_functions::leaky_relu(&LeakyRelu)
    }
}
