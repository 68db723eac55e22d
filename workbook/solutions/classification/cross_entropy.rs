// The chapter *Classification*, sections *Cross entropy* and *The slope is p − y*.
//
// Write the loss of rows of logits, added up over the rows, and its slope along the logits.
// Logits may be a thousand apart. The targets y are one-hot, and p are the shares, which
// `softmax` of `backprop::classification` gives:
//
//     L = Σ over the rows of (ln Σⱼ e^zⱼ − Σⱼ yⱼ zⱼ)
//     ∂L/∂z = p − y        (n, classes)

use backprop::classification::softmax;
use ndarray::{Array2, ArrayView1, array};

fn cross_entropy(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let rows = logits.rows().into_iter().zip(y.rows());
    let loss = rows.map(|(z, y)| log_sum_exp(z) - y.dot(&z)).sum();
    (loss, softmax(logits) - y)
}

fn log_sum_exp(row: ArrayView1<f64>) -> f64 {
    let largest = row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
    largest + row.fold(0.0, |sum, z| sum + (z - largest).exp()).ln()
}

fn main() {
    let (logits, y) = (array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
    let (loss, slope) = cross_entropy(&logits, &y);
    println!("{loss:.4} {slope:.4}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn this_is_the_loss_and_its_slope() -> Verdict {
        classification::cross_entropy(cross_entropy)
    }
}
