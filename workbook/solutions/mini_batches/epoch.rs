// The chapter *Mini-batches*, section *The loop*.
//
// Train a layer for one epoch: cut the samples, in this order, into batches of a size, and for
// each batch take a step of plain gradient descent along the slopes of its mean cross entropy.
// The layer gives logits, and n is the number of samples in the batch:
//
//     ∂L/∂z = (p − y) / n
//     W ← W − η ∂L/∂W        b ← b − η ∂L/∂b

use backprop::classification::{Dataset, cross_entropy};
use backprop::dense::{Dense, Gradients, Layer};
use ndarray::array;

fn epoch(
    layer: &mut Dense,
    data: &Dataset,
    order: &[usize],
    size: usize,
    learning_rate: f64,
) {
    for samples in order.chunks(size) {
        let batch = data.select(samples);
        let (_, dz) = cross_entropy(&layer.forward(&batch.x), &batch.one_hot());
        let dz = dz / samples.len() as f64;
        let (_, Gradients { dw, db }) = layer.backward(&batch.x, &dz);
        layer.weights -= &(learning_rate * dw);
        layer.biases -= &(learning_rate * db);
    }
}

fn main() {
    let x = array![[0.5, 1.0], [-1.0, 0.2], [0.3, -0.8]];
    let data = Dataset { x, labels: vec![0, 1, 2], classes: 3 };
    let mut layer = Dense::new(2, 3);
    epoch(&mut layer, &data, &[2, 0, 1], 2, 0.1);
    println!("{:.3}", layer.weights);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn these_are_the_parameters_after_it() -> Verdict {
        mini_batches::epoch(epoch)
    }
}
