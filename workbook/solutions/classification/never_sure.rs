// The chapter *Classification*, section *In a library*.
//
// Find the wrong line. A network of three classes trains with this cross entropy. In the end it
// decides right about every sample, and its logits are far apart. Yet no sample loses less
// than 0.551.

use backprop::classification::softmax;
use ndarray::{Array2, ArrayView1, array};

fn cross_entropy(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let p = softmax(logits);
    let loss = logits
        .rows()
        .into_iter()
        .zip(y.rows())
        .map(|(z, y)| log_sum_exp(z) - y.dot(&z))
        .sum();
    (loss, p - y)
}

fn log_sum_exp(row: ArrayView1<f64>) -> f64 {
    let largest = row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
    largest + row.fold(0.0, |sum, z| sum + (z - largest).exp()).ln()
}

fn main() {
    let (logits, y) = (array![[20.0, 1.0, -10.0]], array![[1.0, 0.0, 0.0]]);
    println!("{:.3}", cross_entropy(&logits, &y).0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn a_sure_network_loses_next_to_nothing() -> Verdict {
        classification::never_sure(cross_entropy)
    }
}
