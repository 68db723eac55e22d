// The chapter *Classification*, section *The slope is p − y*.
//
// Say for each row of outputs which class has the largest, counted from 0:
//
//     (n, classes) → (n)

use ndarray::Array2;

fn decide(output: &Array2<f64>) -> Vec<usize> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin decide`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn it_is_the_place_of_the_largest() -> Verdict {
        classification::decide(decide)
    }
}
