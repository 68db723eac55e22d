// The chapter *Mini-batches*, section *Samples set aside*.
//
// Write the accuracy of a layer on the samples that it was not trained on: the last ones of
// `data`, as many as `last` says. It is the share for which it decides right:
//
//     accuracy = right / all that were set aside

use backprop::classification::Dataset;
use backprop::dense::{Dense, Layer};

fn accuracy(layer: &Dense, data: &Dataset, last: usize) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin accuracy`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn this_is_the_share_of_new_samples() -> Verdict {
        mini_batches::accuracy(accuracy)
    }
}
