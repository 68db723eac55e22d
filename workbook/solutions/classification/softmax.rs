// The chapter *Classification*, section *From logits to shares*.
//
// Make shares of each row of logits, for logits of any size, a thousand and more:
//
//     pₖ = e^zₖ / Σⱼ e^zⱼ        (n, classes) → (n, classes)

use ndarray::{Array2, array};

fn softmax(logits: &Array2<f64>) -> Array2<f64> {
    let mut shares = logits.clone();
    for mut row in shares.rows_mut() {
        let largest = row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
        row.mapv_inplace(|z| (z - largest).exp());
        row /= row.sum();
    }
    shares
}

fn main() {
    println!("{:.4}", softmax(&array![[2.0, 1.0, -1.0]]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, classification};

    #[test]
    fn these_are_the_shares() -> Verdict {
        classification::softmax(softmax)
    }
}
