// The chapter *Classification*, section *One output for each class*.
//
// Write the targets of a data set, a row for each sample:
//
//     yₖ = 1 if k is the class of the sample, else 0        (n, classes)

use backprop::classification::Dataset;
use ndarray::Array2;

fn one_hot(data: &Dataset) -> Array2<f64> {
    let mut y = Array2::zeros((data.len(), data.classes));
    for (mut row, &label) in y.rows_mut().into_iter().zip(&data.labels) {
        row[label] = 1.0;
    }
    y
}

fn main() {
    let x = Array2::zeros((2, 2));
    let labels = vec![2, 0];
    println!("{}", one_hot(&Dataset { x, labels, classes: 3 }));
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
