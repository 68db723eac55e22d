// The chapter *Classification*, section *The slope is p − y*.
//
// Say for each row of outputs which class has the largest, counted from 0:
//
//     (n, classes) → (n)

use ndarray::{Array2, ArrayView1, array};

fn decide(output: &Array2<f64>) -> Vec<usize> {
    let largest = |row: ArrayView1<f64>| {
        let places = row.iter().enumerate();
        places.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(place, _)| place)
    };
    output.rows().into_iter().map(largest).collect()
}

fn main() {
    println!("{:?}", decide(&array![[2.0, 1.0, -1.0], [-3.0, -0.5, -2.0]]));
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
