//! The gradients of a batch in pieces, and on two threads.

use std::iter::zip;
use std::thread;

use ndarray::{Array2, ArrayView2, Axis};

use crate::classification::Loss;
use crate::dense::Gradients;
use crate::mini_batches::mean_gradients;
use crate::sequential::Sequential;

/// In how many pieces to go through so many samples: what the passes write for one piece
/// stays in the processor's cache.
// ANCHOR: pieces
pub fn pieces(net: &Sequential, samples: usize) -> usize {
    /// Two megabytes of numbers.
    const CACHE: usize = 1 << 18;
    let outputs = net.stages.iter().map(|stage| stage.layer.outputs());
    // The passes write z, a and dz.
    let numbers = 3 * samples * outputs.sum::<usize>();
    numbers.div_ceil(CACHE).clamp(1, samples.max(1))
}
// ANCHOR_END: pieces

/// What [`mean_gradients`] gives, a piece of the batch
/// at a time.
///
/// # Panics
///
/// If `x` and `y` have different numbers of rows.
// ANCHOR: in_pieces
pub fn in_pieces(
    net: &Sequential,
    loss: Loss,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (f64, Vec<Gradients>) {
    if pieces(net, x.nrows()) == 1 {
        return mean_gradients(net, loss, x, y);
    }
    share(net, loss, x.view(), y.view(), x.nrows())
}

/// The share that the samples `x` and `y` have in the mean of a batch of `n` samples.
fn share(
    net: &Sequential,
    loss: Loss,
    x: ArrayView2<f64>,
    y: ArrayView2<f64>,
    n: usize,
) -> (f64, Vec<Gradients>) {
    assert_eq!(x.nrows(), y.nrows(), "as many rows of targets as of inputs");
    let size = x.nrows().div_ceil(pieces(net, x.nrows())).max(1);
    let parts =
        zip(x.axis_chunks_iter(Axis(0), size), y.axis_chunks_iter(Axis(0), size));
    let shares = parts.map(|(x, y)| {
        let (x, y) = (x.to_owned(), y.to_owned());
        let pass = net.forward(&x);
        let (loss, d_output) = loss(pass.output(), &y);
        let d_output = d_output / n as f64;
        (loss / n as f64, net.backward(&x, &pass, &d_output).gradients)
    });
    shares.reduce(sum).expect("a piece")
}

/// Two losses, and two gradients, added up.
pub fn sum(
    (loss, mut gradients): (f64, Vec<Gradients>),
    (other_loss, others): (f64, Vec<Gradients>),
) -> (f64, Vec<Gradients>) {
    for (layer, other) in zip(&mut gradients, others) {
        layer.dw += &other.dw;
        layer.db += &other.db;
    }
    (loss + other_loss, gradients)
}
// ANCHOR_END: in_pieces

/// What [`mean_gradients`] gives, half of the batch on
/// each of two threads, in pieces.
///
/// # Panics
///
/// If `x` and `y` have different numbers of rows.
// ANCHOR: on_two_threads
pub fn on_two_threads(
    net: &Sequential,
    loss: Loss,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (f64, Vec<Gradients>) {
    let n = x.nrows();
    if n < 2 {
        return in_pieces(net, loss, x, y);
    }
    assert_eq!(n, y.nrows(), "as many rows of targets as of inputs");
    let (x1, x2) = x.view().split_at(Axis(0), n.div_ceil(2));
    let (y1, y2) = y.view().split_at(Axis(0), n.div_ceil(2));
    thread::scope(|scope| {
        let second = scope.spawn(move || share(net, loss, x2, y2, n));
        let first = share(net, loss, x1, y1, n);
        sum(first, second.join().expect("a thread that does not panic"))
    })
}
// ANCHOR_END: on_two_threads

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::classification::cross_entropy;
    use crate::initialization::Initialization;
    use crate::memory_and_threads::{LARGE, w3};
    use crate::sequential::in_one_list;

    /// A batch of so many images and targets for the network of `w3`.
    fn batch(n: usize) -> (Sequential, Array2<f64>, Array2<f64>) {
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let net = w3().initialized(Initialization::He, rng);
        let x = Array2::from_shape_simple_fn((n, LARGE.size()), || rng.random());
        (net, x, Array2::from_shape_fn((n, 10), |(i, j)| f64::from(i % 10 == j)))
    }

    #[test]
    fn in_pieces_and_on_two_threads_give_the_gradients_of_the_whole_batch() {
        // 23 samples make three pieces of 8, 8 and 7, and halves of 12 and 11.
        for n in [1, 2, 23] {
            let (net, x, y) = batch(n);
            let (loss, gradients) = mean_gradients(&net, cross_entropy, &x, &y);
            let gradients = in_one_list(&gradients);
            for shared in [in_pieces, on_two_threads] {
                let (shared_loss, shared) = shared(&net, cross_entropy, &x, &y);
                // Another order of adding up rounds otherwise, by about 1e-16.
                assert!((shared_loss - loss).abs() < 1e-13);
                for (a, b) in zip(in_one_list(&shared), &gradients) {
                    assert!((a - b).abs() < 1e-13, "{n}: {a} is not {b}");
                }
            }
        }
        assert_eq!(pieces(&w3(), 23), 3);
    }

    #[test]
    fn a_piece_is_a_sample_at_least_and_the_batch_at_most() {
        assert_eq!((pieces(&w3(), 0), pieces(&w3(), 1)), (1, 1));
    }

    #[test]
    #[should_panic(expected = "as many rows of targets as of inputs")]
    fn pieces_with_a_target_missing_are_refused() {
        let ((net, x, _), (_, _, y)) = (batch(23), batch(22));
        in_pieces(&net, cross_entropy, &x, &y);
    }

    #[test]
    #[should_panic(expected = "as many rows of targets as of inputs")]
    fn threads_with_a_target_missing_are_refused() {
        let ((net, x, _), (_, _, y)) = (batch(23), batch(22));
        on_two_threads(&net, cross_entropy, &x, &y);
    }
}
