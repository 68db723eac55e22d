// The chapter *Classification*, section *From logits to shares*.
//
// Make shares of each row of logits, for logits of any size, a thousand and more:
//
//     pₖ = e^zₖ / Σⱼ e^zⱼ        (n, classes) → (n, classes)

use ndarray::Array2;

fn softmax(logits: &Array2<f64>) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin softmax`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn these_are_the_shares() -> Verdict {
        classification::softmax(softmax)
    }
}
