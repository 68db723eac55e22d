//! Three backward passes of Part II, by hand and from the tape.

use backprop::autograd::{Tape, convolve, cross_entropy};
use backprop::{Convolution, Dense, ImageShape, Layer, classification};
use ndarray::{Array1, Array2, Array4};

/// Numbers between −1 and 1 that look like none in particular.
fn wave(n: usize) -> Array1<f64> {
    Array1::from_iter((0..n).map(|i| (1.7 * i as f64 + 0.3).sin()))
}

fn matrix(rows: usize, columns: usize) -> Array2<f64> {
    wave(rows * columns).into_shape_with_order((rows, columns)).unwrap()
}

/// Prints how many slopes there are, and asserts that they are the same.
fn same<'a>(
    what: &str,
    by_hand: impl IntoIterator<Item = &'a f64>,
    from_tape: impl IntoIterator<Item = &'a f64>,
) {
    let pairs: Vec<_> = by_hand.into_iter().zip(from_tape).collect();
    assert!(pairs.iter().all(|(a, b)| (*a - *b).abs() < 1e-13));
    println!("{what}  {:3} slopes, the same", pairs.len());
}

fn main() {
    let tape = Tape::default();

    let dense = Dense { weights: matrix(3, 4), biases: wave(4) };
    let (x, dz) = (matrix(5, 3), matrix(5, 4));
    let (dx, by_hand) = dense.backward(&x, &dz);
    let biases = dense.biases.clone().into_shape_with_order((1, 4)).unwrap();
    let [x, w, b] = [x, dense.weights, biases].map(|m| tape.var(m));
    let slopes = ((x.dot(w) + b) * tape.var(dz)).sum().backward();
    same("dense, weights        ", &by_hand.dw, &slopes[w]);
    same("dense, biases         ", &by_hand.db, &slopes[b]);
    same("dense, inputs         ", &dx, &slopes[x]);

    let input = ImageShape { channels: 2, height: 5, width: 5 };
    let mut layer = Convolution { padding: 1, ..Convolution::new(input, 3, 3) };
    let kernels = matrix(3, 18);
    layer.kernels =
        Array4::from_shape_vec((3, 2, 3, 3), kernels.iter().copied().collect())
            .unwrap();
    let (x, dz) = (matrix(4, 50), matrix(4, 75));
    let (dx, by_hand) = layer.backward(&x, &dz);
    let [x, k, b] = [x, kernels, matrix(3, 1)].map(|m| tape.var(m));
    let slopes = (convolve(&layer, x, k, b) * tape.var(dz)).sum().backward();
    same("convolution, kernels  ", &by_hand.dw, &slopes[k]);
    same("convolution, biases   ", &by_hand.db, &slopes[b]);
    same("convolution, images   ", &dx, &slopes[x]);

    let y = Array2::from_shape_fn((4, 3), |(row, class)| f64::from(row % 3 == class));
    let (_, by_hand) = classification::cross_entropy(&matrix(4, 3), &y);
    let logits = tape.var(matrix(4, 3));
    let loss = cross_entropy(logits, tape.var(y));
    same("cross entropy, logits ", &by_hand, &loss.backward()[logits]);
}
