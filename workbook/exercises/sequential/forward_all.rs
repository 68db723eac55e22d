// The chapter *Any number of layers*, section *Forward*.
//
// Write the pass forward through all layers, and keep the sums and activations of each:
//
//     a₀ = x
//     zₗ = aₗ₋₁ Wₗ + bₗ
//     aₗ = fₗ(zₗ)
//
// A layer's `forward` gives its sums, an activation's `forward` its activations. A `Pass` counts
// the layers from 0 and does not hold x.

use backprop::sequential::{Pass, Sequential};
use ndarray::Array2;

fn forward_all(net: &Sequential, x: &Array2<f64>) -> Pass {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin forward_all`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, sequential};

    #[test]
    fn every_layer_takes_what_the_one_before_gave() -> Verdict {
        sequential::forward_all(forward_all)
    }
}
