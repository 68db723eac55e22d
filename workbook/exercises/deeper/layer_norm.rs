// The chapter *Deeper*, section *Normalization*.
//
// Write the layer normalization of the rows of x `(n, m)`, without the tape. Gain g and shift b are
// rows `(1, m)`. In each row:
//
//     μ  = 1/m Σⱼ xⱼ
//     v  = 1/m Σⱼ (xⱼ − μ)²
//     x̂ⱼ = (xⱼ − μ) / √(v + ε)
//     yⱼ = gⱼ x̂ⱼ + bⱼ
//
// `insert_axis` gives an axis back that `sum_axis` took away.

use ndarray::{Array2, Axis};

/// ε, for rows whose numbers are all equal.
const EPSILON: f64 = 1e-5;

fn layer_norm(
    x: &Array2<f64>,
    gain: &Array2<f64>,
    shift: &Array2<f64>,
) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin layer_norm`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, deeper};

    #[test]
    fn rows_are_normalized() -> Verdict {
        deeper::layer_norm(layer_norm)
    }
}
