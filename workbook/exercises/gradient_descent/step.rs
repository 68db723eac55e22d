// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Move every weight of the network against its slope, η being the learning rate:
//
//     W ← W − η ∂L/∂W

use backprop::gradient_descent::Gradients;
use backprop::network::Network;

fn step(net: &mut Network, gradients: &Gradients, learning_rate: f64) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin step`.
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
