// The chapter *Classification*, sections *Cross entropy* and *The slope is p − y*.
//
// Write the loss of rows of logits, added up over the rows, and its slope along the logits.
// Logits may be a thousand apart. The targets y are one-hot, and p are the shares, which
// `softmax` of `backprop::classification` gives:
//
//     L = Σ over the rows of (ln Σⱼ e^zⱼ − Σⱼ yⱼ zⱼ)
//     ∂L/∂z = p − y        (n, classes)

use ndarray::Array2;

fn cross_entropy(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin cross_entropy`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn this_is_the_loss_and_its_slope() -> Verdict {
        classification::cross_entropy(cross_entropy)
    }
}
