// The chapter *Your own data*, section *From cells to numbers*.
//
// Write the numbers of the cells of a column of categories. There is a row for each cell, and a
// column for each value that the training cells have, each value once, sorted. A 1 stands in the
// column of the cell's value, and 0 in the others.
//
// A missing cell is empty: `""`. It is a value if a training cell has it. A value that no training
// cell has becomes all 0.

use ndarray::Array2;

fn encode(training: &[&str], cells: &[&str]) -> Array2<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin encode`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_data};

    #[test]
    fn cells_become_numbers() -> Verdict {
        own_data::encode(encode)
    }
}
