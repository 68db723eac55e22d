// The chapter *Deeper*, section *The way back by hand*.
//
// Write the slopes that the tape would find for a layer normalization, from `d`, the slope of the loss
// along y. In each row, with x̂ and r = √(v + ε) of the way forward:
//
//     cⱼ      = dⱼ gⱼ
//     ∂L/∂xⱼ  = (cⱼ − 1/m Σᵢ cᵢ − x̂ⱼ 1/m Σᵢ cᵢ x̂ᵢ) / r        (n, m)
//
// And along gain and shift, over the rows k:
//
//     ∂L/∂gⱼ  = Σₖ dₖⱼ x̂ₖⱼ                                    (1, m)
//     ∂L/∂bⱼ  = Σₖ dₖⱼ                                        (1, m)
//
// They come back in this order, as `(dx, d_gain, d_shift)`.

use ndarray::{Array2, Axis};

/// ε, for rows whose numbers are all equal.
const EPSILON: f64 = 1e-5;

fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array2<f64>,
    d: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin layer_norm_backward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, deeper};

    #[test]
    fn the_way_back_is_the_tapes() -> Verdict {
        deeper::layer_norm_backward(layer_norm_backward)
    }
}
