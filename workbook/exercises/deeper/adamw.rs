// The chapter *Deeper*, section *AdamW*.
//
// Write a step of AdamW. Each parameter w loses the share ηλ of itself, beside the step of Adam:
//
//     w ← (1 − ηλ) w
//
// and then Adam's step, with the gradient as it came.

use backprop::optimizers::{Adam, Optimizer};

#[derive(Clone)]
struct AdamW {
    /// What makes the step.
    adam: Adam,
    /// λ
    decay: f64,
}

impl Optimizer for AdamW {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        // TODO
        todo!()
    }
}

fn adamw(adam: Adam, decay: f64) -> AdamW {
    AdamW { adam, decay }
}

fn main() {
    // Try it here: `cargo run --bin adamw`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, deeper};

    #[test]
    fn the_decay_stands_beside_the_step() -> Verdict {
        deeper::adamw(adamw)
    }
}
