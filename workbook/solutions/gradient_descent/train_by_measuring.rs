// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Train the network by measured slopes. In each iteration, note the loss, measure the
// slopes, and take a step:
//
//     W₁ ← W₁ − η ∂L/∂W₁
//     W₂ ← W₂ − η ∂L/∂W₂
//
// Give the losses, one for each iteration: the loss before its step.

use backprop::gradient_descent::measured_gradients;
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::Array2;

fn train_by_measuring(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut losses = Vec::new();
    for _ in 0..iterations {
        losses.push(sum_of_squares(&net.predict(x), y));
        let gradients = measured_gradients(net, x, y);
        net.step(&gradients, learning_rate);
    }
    losses
}

fn main() {
    let (x, y) = backprop::network::four_rows();
    let losses = train_by_measuring(&mut Network::seeded(2), &x, &y, 1.0, 1500);
    println!("{:.3} -> {:.3}", losses[0], losses[1499]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, gradient_descent};

    #[test]
    fn it_learns_step_by_step() -> Verdict {
        gradient_descent::train_by_measuring(train_by_measuring)
    }
}
