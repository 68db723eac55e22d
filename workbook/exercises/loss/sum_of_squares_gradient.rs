// The chapter *The loss*, section *The slope of the loss*.
//
// Write the slope of the sum of squares along each prediction:
//
//     ∂L/∂ŷᵢ = 2 (ŷᵢ − yᵢ)

use ndarray::Array2;

fn sum_of_squares_gradient(y_hat: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin sum_of_squares_gradient`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, loss};

    #[test]
    fn it_is_the_slope_along_each_prediction() -> Verdict {
        loss::sum_of_squares_gradient(sum_of_squares_gradient)
    }
}
