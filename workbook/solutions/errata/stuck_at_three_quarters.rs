// The chapter *Errata*, section *How to train with a mistake*.
//
// One thing is wrong in this program, in two lines. Find them, and mend both.
//
// From seed 2 the loss falls and rises. At iteration 100 it is 0.75000, and at iteration 1500 it
// is that still.

use backprop::activation::*;
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use ndarray::Array2;

fn train(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut losses = Vec::new();
    for _ in 0..iterations {
        let z1 = x.dot(&net.w1);
        let a1 = z1.mapv(sigmoid);
        let z2 = a1.dot(&net.w2);
        let y_hat = z2.mapv(sigmoid);
        losses.push(sum_of_squares(&y_hat, y));

        let d_y_hat = 2.0 * (&y_hat - y);
        let dz2 = d_y_hat * y_hat.mapv(sigmoid_prime_from_output);
        let dw2 = a1.t().dot(&dz2);
        let da1 = dz2.dot(&net.w2.t());
        let dz1 = da1 * a1.mapv(sigmoid_prime_from_output);
        let dw1 = x.t().dot(&dz1);

        net.w1 -= &(learning_rate * dw1);
        net.w2 -= &(learning_rate * dw2);
    }
    losses.push(sum_of_squares(&net.predict(x), y));
    losses
}

fn main() {
    let (x, y) = four_rows();
    let losses = train(&mut Network::seeded(2), &x, &y, 1.0, 1500);
    println!("{:.5} {:.5}", losses[0], losses[1500]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, errata};

    #[test]
    fn it_is_the_training_of_the_book() -> Verdict {
        errata::stuck_at_three_quarters(train)
    }
}
