// The chapter *Layers and biases*, section *A layer owns its weights*.
//
// Write the three slopes of a dense layer, from the slope along its sums, `dz`:
//
//     ∂L/∂W  = xᵀ ∂L/∂z           (i, n) · (n, o) → (i, o)
//     ∂L/∂bⱼ = Σₖ ∂L/∂zₖⱼ         (n, o) → (o)
//     ∂L/∂x  = ∂L/∂z Wᵀ           (n, o) · (o, i) → (n, i)
//
// They come back in this order, as `(dw, db, dx)`.

use ndarray::{Array1, Array2, Axis};

fn dense_backward(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    dz: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin dense_backward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, dense};

    #[test]
    fn these_are_the_slopes() -> Verdict {
        dense::dense_backward(dense_backward)
    }
}
