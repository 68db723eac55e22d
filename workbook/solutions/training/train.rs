// The chapter *Training*, section *The loop*.
//
// Train the network: in each iteration run forward, note the loss, run backward and take a step.
// `net.forward`, `net.backward` and `net.step` are those of the book.
//
// Give the loss before each iteration and after the last: one more than there are iterations.

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
    let mut losses = Vec::with_capacity(iterations + 1);
    for _ in 0..iterations {
        let trace = net.forward(x);
        losses.push(sum_of_squares(&trace.y_hat, y));
        let gradients = net.backward(x, y, &trace);
        net.step(&gradients, learning_rate);
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
    use mistakes::{Verdict, training};

    #[test]
    fn it_is_trained_and_the_losses_are_noted() -> Verdict {
        training::train(train)
    }
}
