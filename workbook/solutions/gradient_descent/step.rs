// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Move every weight of the network against its slope, η being the learning rate:
//
//     W ← W − η ∂L/∂W

use backprop::gradient_descent::Gradients;
use backprop::network::{Network, four_rows};

fn step(net: &mut Network, gradients: &Gradients, learning_rate: f64) {
    net.w1.scaled_add(-learning_rate, &gradients.dw1);
    net.w2.scaled_add(-learning_rate, &gradients.dw2);
}

fn main() {
    let mut net = Network::seeded(2);
    let (x, y) = four_rows();
    let gradients = net.backward(&x, &y, &net.forward(&x));
    step(&mut net, &gradients, 1.0);
    println!("{:.3}", net.predict(&x));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, training};

    #[test]
    fn the_network_has_moved_downhill() -> Verdict {
        training::step(step)
    }
}
