// The chapter *The sigmoid*, section *The curve*.
//
// Write the sigmoid of a weighted sum z:
//
//     σ(z) = 1 / (1 + e⁻ᶻ)

fn sigmoid(z: f64) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin sigmoid`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, activation};

    #[test]
    fn it_is_the_sigmoid() -> Verdict {
        activation::sigmoid(sigmoid)
    }
}
