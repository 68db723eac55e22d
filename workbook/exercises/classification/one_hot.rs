// The chapter *Classification*, section *One output for each class*.
//
// Write the targets of a data set, a row for each sample:
//
//     yₖ = 1 if k is the class of the sample, else 0        (n, classes)

use backprop::classification::Dataset;
use ndarray::Array2;

fn one_hot(data: &Dataset) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin one_hot`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn there_is_a_one_at_the_class() -> Verdict {
        classification::one_hot(one_hot)
    }
}
