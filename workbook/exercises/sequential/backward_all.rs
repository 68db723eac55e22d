// The chapter *Any number of layers*, section *Backward*.
//
// Write the pass backward through all layers, from `d_output`, the slope along what the network
// gave:
//
//     ∂L/∂zₗ   = ∂L/∂aₗ ⊙ fₗ′(zₗ)
//     ∂L/∂aₗ₋₁ = ∂L/∂zₗ Wₗᵀ
//
// An activation's `backward` is the first move. A layer's is the second, and gives the slopes
// along its parameters, too. The lists of a `Backward` are in the order of the layers.

use backprop::sequential::{Backward, Pass, Sequential};
use ndarray::Array2;

fn backward_all(
    net: &Sequential,
    x: &Array2<f64>,
    pass: &Pass,
    d_output: &Array2<f64>,
) -> Backward {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin backward_all`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, sequential};

    #[test]
    fn these_are_the_slopes_of_all_layers() -> Verdict {
        sequential::backward_all(backward_all)
    }
}
