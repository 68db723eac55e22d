// The chapter *Generalization*, section *Weight decay*.
//
// Take a step of plain gradient descent with weight decay, as `fit` does: every parameter
// shrinks, and then takes its step. λ is the decay, and η the learning rate:
//
//     w ← (1 − ηλ) w
//     w ← w − η ∂L/∂w

use backprop::dense::{Dense, Gradients};

fn weight_decay(
    layer: &mut Dense,
    gradients: &Gradients,
    learning_rate: f64,
    decay: f64,
) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin weight_decay`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, generalization};

    #[test]
    fn every_parameter_shrinks_and_takes_its_step() -> Verdict {
        generalization::weight_decay(weight_decay)
    }
}
