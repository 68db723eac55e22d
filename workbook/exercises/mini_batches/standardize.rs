// The chapter *Mini-batches*, section *Samples set aside*.
//
// Bring the inputs around 0 and to the size of 1, each by its mean and its standard deviation.
// Both are learned on the training rows, and applied to all. The deviation is the root of the
// mean of the squared distances from the mean:
//
//     x ← (x − mean) / deviation        (n, inputs), (m, inputs) → (n, inputs), (m, inputs)

use ndarray::Array2;

fn standardize(
    train: &Array2<f64>,
    test: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin standardize`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn all_rows_are_scaled_alike() -> Verdict {
        mini_batches::standardize(standardize)
    }
}
