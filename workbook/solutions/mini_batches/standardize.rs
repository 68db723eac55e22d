// The chapter *Mini-batches*, section *Samples set aside*.
//
// Bring the inputs around 0 and to the size of 1, each by its mean and its standard deviation.
// Both are learned on the training rows, and applied to all. The deviation is the root of the
// mean of the squared distances from the mean:
//
//     x ← (x − mean) / deviation        (n, inputs), (m, inputs) → (n, inputs), (m, inputs)

use ndarray::{Array2, Axis, array};

fn standardize(
    train: &Array2<f64>,
    test: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    let mean = train.sum_axis(Axis(0)) / train.nrows() as f64;
    let deviation = train.std_axis(Axis(0), 0.0);
    let scaled = |x: &Array2<f64>| (x - &mean) / &deviation;
    (scaled(train), scaled(test))
}

fn main() {
    let (train, test) = (array![[1.0, 40.0], [3.0, 80.0]], array![[2.0, 100.0]]);
    println!("{}", standardize(&train, &test).1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn all_rows_are_scaled_alike() -> Verdict {
        mini_batches::standardize(standardize)
    }
}
