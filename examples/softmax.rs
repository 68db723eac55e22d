//! The shares of three classes, their cross entropy, and its slope.

use backprop::central_difference;
use backprop::classification::{cross_entropy, softmax};
use ndarray::array;

fn main() {
    let logits = array![[2.0, 1.0, -1.0]];
    let y = array![[0.0, 1.0, 0.0]];
    let (loss, slope) = cross_entropy(&logits, &y);
    println!("shares {:.4}", softmax(&logits));
    println!("loss   {loss:.4}");
    println!("slope  {slope:.4}");
    for k in 0..3 {
        let loss_along = |z| {
            let mut moved = logits.clone();
            moved[[0, k]] = z;
            cross_entropy(&moved, &y).0
        };
        let measured = central_difference(loss_along, logits[[0, k]]);
        assert!((slope[[0, k]] - measured).abs() < 1e-8);
    }

    let far = array![[1000.0, 0.0, -1000.0]];
    println!("shares {}", softmax(&far));
    println!("loss   {}", cross_entropy(&far, &y).0);
    assert_eq!(1000.0_f64.exp(), f64::INFINITY);
}
