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

use ndarray::{Array2, Axis, array};

/// ε, for rows whose numbers are all equal.
const EPSILON: f64 = 1e-5;

fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array2<f64>,
    d: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let mean = |of: &Array2<f64>| {
        of.sum_axis(Axis(1)).insert_axis(Axis(1)) / of.ncols() as f64
    };
    let sum = |of: &Array2<f64>| of.sum_axis(Axis(0)).insert_axis(Axis(0));
    let away = x - &mean(x);
    let root = (mean(&(&away * &away)) + EPSILON).sqrt();
    let x_hat = away / &root;
    let c = d * gain;
    let through_variance = &x_hat * &mean(&(&c * &x_hat));
    let dx = (&c - &mean(&c) - through_variance) / &root;
    (dx, sum(&(d * &x_hat)), sum(d))
}

fn main() {
    let (x, gain) = (array![[1.0, 2.0, 6.0]], array![[1.0, 1.0, 1.0]]);
    let (dx, _, _) = layer_norm_backward(&x, &gain, &array![[1.0, 0.0, 0.0]]);
    println!("{dx:.4}");
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
