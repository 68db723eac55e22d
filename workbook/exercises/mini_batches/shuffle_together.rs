// The chapter *Mini-batches*, sections *The loop* and *Samples set aside*.
//
// Put the samples in another order, each with its label. In place i comes the sample with the
// number `order[i]`:
//
//     order 2, 0, 1:  the new row 0 is the old row 2, and so on

use backprop::classification::Dataset;

fn shuffle_together(data: &Dataset, order: &[usize]) -> Dataset {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin shuffle_together`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn each_sample_keeps_its_label() -> Verdict {
        mini_batches::shuffle_together(shuffle_together)
    }
}
