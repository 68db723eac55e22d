// The chapter *The loss*, section *From four errors to one number*.
//
// Write the loss of predictions ŷ for the targets y. Both have a row for each sample and
// a column for each output:
//
//     L = Σ (ŷᵢ − yᵢ)²
//
// `y_hat - y` subtracts number by number and gives a new array. A single number, in row i and
// column j, is `y[[i, j]]`.

use ndarray::Array2;

fn sum_of_squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin sum_of_squares`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, loss};

    #[test]
    fn it_is_the_sum_of_all_squares() -> Verdict {
        loss::sum_of_squares(sum_of_squares)
    }
}
