// The chapter *Autograd*, section *A rule beside each operation*.
//
// A tape recorded the product of two arrays of one shape, number by number. Write its two rules:
// from the slope along the product, `d`, and from both factors, the slopes along the factors.
//
//     c = a ⊙ b
//     ∂L/∂c = d
//
// They come back as `(da, db)`.

use ndarray::Array2;

fn tape_product(
    d: &Array2<f64>,
    a: &Array2<f64>,
    b: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin tape_product`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, autograd};

    #[test]
    fn these_are_the_rules_of_a_product() -> Verdict {
        autograd::tape_product(tape_product)
    }
}
