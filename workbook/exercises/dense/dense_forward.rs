// The chapter *Layers and biases*, section *A layer owns its weights*.
//
// Write the sums of a dense layer, for all rows at once:
//
//     z = x W + b
//     (n, i) · (i, o) + (o) → (n, o)

use ndarray::{Array1, Array2};

fn dense_forward(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    biases: &Array1<f64>,
) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin dense_forward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, dense};

    #[test]
    fn these_are_the_sums() -> Verdict {
        dense::dense_forward(dense_forward)
    }
}
