// The chapter *Mini-batches*, section *The loop*.
//
// Train a layer for one epoch: cut the samples, in this order, into batches of a size, and for
// each batch take a step of plain gradient descent along the slopes of its mean cross entropy.
// The layer gives logits, and n is the number of samples in the batch:
//
//     ∂L/∂z = (p − y) / n
//     W ← W − η ∂L/∂W        b ← b − η ∂L/∂b

use backprop::classification::Dataset;
use backprop::dense::{Dense, Layer};

fn epoch(
    layer: &mut Dense,
    data: &Dataset,
    order: &[usize],
    size: usize,
    learning_rate: f64,
) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin epoch`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn these_are_the_parameters_after_it() -> Verdict {
        mini_batches::epoch(epoch)
    }
}
