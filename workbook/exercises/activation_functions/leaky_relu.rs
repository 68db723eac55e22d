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
        // TODO
        todo!()
    }

    fn slope(&self, z: f64, a: f64) -> f64 {
        // TODO
        todo!()
    }
}

fn main() {
    // Try it here: `cargo run --bin leaky_relu`.
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
