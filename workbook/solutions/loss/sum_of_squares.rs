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
    (y_hat - y).mapv(|error| error * error).sum()
}

fn main() {
    let y_hat = Array2::from_elem((4, 1), 0.5);
    println!("{}", sum_of_squares(&y_hat, &Array2::ones((4, 1))));
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
