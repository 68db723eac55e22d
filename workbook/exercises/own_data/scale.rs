// The chapter *Your own data*, section *Scaling*.
//
// Write numbers in standard deviations from the mean, both of the training rows:
//
//     z = (x − m) / d
//     m = 1/n Σᵢ xᵢ
//     d = √(1/n Σᵢ (xᵢ − m)²)
//
// If the numbers of the training rows are all the same, d is 1.

fn scale(training: &[f64], numbers: &[f64]) -> Vec<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin scale`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_data};

    #[test]
    fn numbers_are_scaled() -> Verdict {
        own_data::scale(scale)
    }
}
