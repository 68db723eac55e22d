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
    let mut values = training.to_vec();
    values.sort_unstable();
    values.dedup();
    let shape = (cells.len(), values.len());
    Array2::from_shape_fn(shape, |(i, j)| f64::from(cells[i] == values[j]))
}

fn main() {
    println!("{}", encode(&["red", "", "blue"], &["blue", "", "violet"]));
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
