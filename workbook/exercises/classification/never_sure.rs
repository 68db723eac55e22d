// The chapter *Classification*, section *In a library*.
//
// Find the wrong line. A network of three classes trains with this cross entropy. In the end it
// decides right about every sample, and its logits are far apart. Yet no sample loses less
// than 0.551.

use backprop::classification::softmax;
use ndarray::{Array2, ArrayView1};

// TODO: find it.
fn cross_entropy(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let p = softmax(logits);
    let loss = p
        .rows()
        .into_iter()
        .zip(y.rows())
        .map(|(p, y)| log_sum_exp(p) - y.dot(&p))
        .sum();
    (loss, p - y)
}

fn log_sum_exp(row: ArrayView1<f64>) -> f64 {
    let largest = row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
    largest + row.fold(0.0, |sum, z| sum + (z - largest).exp()).ln()
}

fn main() {
    // Try it here: `cargo run --bin never_sure`.
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
