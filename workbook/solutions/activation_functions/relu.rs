// The chapter *Activation functions*, section *Five more*.
//
// Write ReLU, its value at a weighted sum z and its slope there. The slope is told the value
// `a`, too:
//
//     f(z) = max(0, z)
//     f′(z) = 1 where z > 0, and 0 elsewhere

use backprop::activation::Activation;

#[derive(Debug)]
struct Relu;

impl Activation for Relu {
    fn value(&self, z: f64) -> f64 {
        if z < 0.0 { 0.0 } else { z }
    }

    fn slope(&self, z: f64, _a: f64) -> f64 {
        if z > 0.0 { 1.0 } else { 0.0 }
    }
}

fn main() {
    println!("{}", Relu.value(-2.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, activation_functions};

    #[test]
    fn it_is_relu() -> Verdict {
        activation_functions::relu(&Relu)
    }
}
