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
    let z1 = x.dot(&net.w1);
    let a1 = z1.mapv(sigmoid);
    let z2 = a1.dot(&net.w2);
    let y_hat = z2.mapv(sigmoid);
    Trace { z1, a1, z2, y_hat }
}

fn main() {
    println!("{:.3}", forward(&Network::seeded(2), &Array2::ones((1, 3))).y_hat);
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
