// The chapter *Mini-batches*, section *The loop*.
//
// Find the wrong line. Each epoch gets a new random order of the samples. Whatever the learning
// rate, a layer trained with it stays no better than chance, even about the samples that it
// trains on. In the order 0, 1, 2 … it learns.

use backprop::classification::{Dataset, cross_entropy};
use backprop::dense::{Dense, Gradients, Layer};
use ndarray::Axis;

// TODO: find it.
fn epoch(
    layer: &mut Dense,
    data: &Dataset,
    order: &[usize],
    size: usize,
    learning_rate: f64,
) {
    let x = data.x.select(Axis(0), order);
    let y = data.one_hot();
    let rows_of_x = x.axis_chunks_iter(Axis(0), size);
    let rows_of_y = y.axis_chunks_iter(Axis(0), size);
    for (x, y) in rows_of_x.zip(rows_of_y) {
        let (x, y) = (x.to_owned(), y.to_owned());
        let (_, dz) = cross_entropy(&layer.forward(&x), &y);
        let dz = dz / x.nrows() as f64;
        let (_, Gradients { dw, db }) = layer.backward(&x, &dz);
        layer.weights -= &(learning_rate * dw);
        layer.biases -= &(learning_rate * db);
    }
}

fn main() {
    // Try it here: `cargo run --bin no_better_than_chance`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn a_batch_holds_samples_with_their_labels() -> Verdict {
        mini_batches::no_better_than_chance(epoch)
    }
}
