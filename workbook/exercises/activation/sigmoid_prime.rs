// The chapter *The sigmoid*, section *Two functions for one slope*.
//
// Write the slope of the sigmoid at z, the number that goes into the sigmoid:
//
//     σ′(z) = σ(z) (1 − σ(z))

use backprop::activation::sigmoid;

fn sigmoid_prime(z: f64) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin sigmoid_prime`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, activation};

    #[test]
    fn it_is_the_slope_at_z() -> Verdict {
        activation::sigmoid_prime(sigmoid_prime)
    }
}
