// The chapter *Autograd*, section *A rule beside each operation*.
//
// An array of this `shape` was stretched: a row to several rows, a column to several columns, a
// single number to both, or nothing at all. `d` is the slope along what came of it. Write the slope
// along the array itself, which has its shape.
//
//     (1, 4) → (5, 4)      (5, 1) → (5, 4)      (1, 1) → (5, 4)      (5, 4) → (5, 4)
//
// `sum_axis` takes an axis away, and `insert_axis` puts one of length 1 in its place.

use ndarray::{Array2, Axis};

fn unstretch(d: &Array2<f64>, shape: (usize, usize)) -> Array2<f64> {
    let mut slope = d.clone();
    for (axis, length) in [(Axis(0), shape.0), (Axis(1), shape.1)] {
        if length != slope.len_of(axis) {
            slope = slope.sum_axis(axis).insert_axis(axis);
        }
    }
    slope
}

fn main() {
    println!("{}", unstretch(&Array2::ones((5, 4)), (1, 4)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, autograd};

    #[test]
    fn a_stretched_array_gets_its_slope() -> Verdict {
        autograd::unstretch(unstretch)
    }
}
