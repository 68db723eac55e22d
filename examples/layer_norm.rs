//! Normalizes three rows, and walks back.

use backprop::autograd::Tape;
use backprop::deeper::normalize;
use ndarray::array;

fn main() {
    let tape = Tape::default();
    let x = tape.var(array![[1.0, 2.0, 6.0], [10.0, 20.0, 60.0], [-7.0, -6.0, -2.0]]);
    let n = normalize(&tape, x);
    println!("normalized\n{:.3}", n.value());

    // Let the loss be the first number of each row.
    let first = tape.var(array![[1.0, 0.0, 0.0]]);
    let slopes = (n * first).sum().backward();
    println!("slopes\n{:.4}", slopes[x]);
}
