// The chapter *Training*, section *The loop*.
//
// TODO: one thing is wrong in this program. Find the line, and mend it.
//
// The first two losses are equal, although a step lies between them. It learns all the same: from
// seed 2 to a loss of 0.00193 after 1500 iterations, where the program of the book has 0.00177.

use backprop::activation::*;
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::Array2;

fn train(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut losses = Vec::new();
    let mut trace = net.forward(x);
    for _ in 0..iterations {
        losses.push(sum_of_squares(&trace.y_hat, y));

        let d_y_hat = 2.0 * (&trace.y_hat - y);
        let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
        let dw2 = trace.a1.t().dot(&dz2);
        let da1 = dz2.dot(&net.w2.t());
        let dz1 = da1 * trace.a1.mapv(sigmoid_prime_from_output);
        let dw1 = x.t().dot(&dz1);

        trace = net.forward(x);
        net.w1 -= &(learning_rate * dw1);
        net.w2 -= &(learning_rate * dw2);
    }
    losses.push(sum_of_squares(&net.predict(x), y));
    losses
}

fn main() {
    // Try it here: `cargo run --bin two_equal_losses`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, training};

    #[test]
    fn the_second_loss_is_another() -> Verdict {
        training::two_equal_losses(train)
    }
}
