// The chapter *Feedforward*, section *All rows at once*.
//
// Run the rows of x through both layers, and keep every array:
//
//     z₁ = x W₁          a₁ = σ(z₁)
//     z₂ = a₁ W₂         ŷ  = σ(z₂)
//
// The `layer` of the exercise before is not at hand here.

use backprop::activation::sigmoid;
use backprop::feedforward::Trace;
use backprop::network::Network;
use ndarray::Array2;

fn forward(net: &Network, x: &Array2<f64>) -> Trace {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin forward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, feedforward};

    #[test]
    fn this_is_every_array_on_the_way() -> Verdict {
        feedforward::forward(forward)
    }
}
