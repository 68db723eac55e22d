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

use ndarray::{Array2, Axis, array};

/// ε, for rows whose numbers are all equal.
const EPSILON: f64 = 1e-5;

fn layer_norm(
    x: &Array2<f64>,
    gain: &Array2<f64>,
    shift: &Array2<f64>,
) -> Array2<f64> {
    let mean = |of: &Array2<f64>| {
        of.sum_axis(Axis(1)).insert_axis(Axis(1)) / of.ncols() as f64
    };
    let away = x - &mean(x);
    let variance = mean(&(&away * &away));
    let x_hat = away / (variance + EPSILON).sqrt();
    gain * x_hat + shift
}

fn main() {
    let x = array![[1.0, 2.0, 6.0], [10.0, 20.0, 60.0]];
    let (gain, shift) = (array![[1.0, 1.0, 1.0]], array![[0.0, 0.0, 0.0]]);
    println!("{:.3}", layer_norm(&x, &gain, &shift));
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
