// The chapter *Feedforward*, section *All rows at once*.
//
// Write one layer for all rows of x. Give both arrays, z first:
//
//     z = x W
//     a = σ(z)
//
// Both x and w are references already: write `w` where the chapter has `&w1`.

use backprop::activation::sigmoid;
use ndarray::Array2;

fn layer(x: &Array2<f64>, w: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin layer`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, feedforward};

    #[test]
    fn these_are_its_sums_and_activations() -> Verdict {
        feedforward::layer(layer)
    }
}
