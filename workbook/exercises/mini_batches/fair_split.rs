// The chapter *Mini-batches*, section *Samples set aside*.
//
// Put the samples in this order, and cut the last share of them off. Give the samples to train
// on, and those set aside. How many are set aside is rounded to the nearest whole number:
//
//     11 samples, a share of 0.3:  8 to train on, 3 set aside

use backprop::classification::Dataset;

fn fair_split(data: &Dataset, order: &[usize], share: f64) -> (Dataset, Dataset) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin fair_split`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn no_sample_is_in_both_parts() -> Verdict {
        mini_batches::fair_split(fair_split)
    }
}
