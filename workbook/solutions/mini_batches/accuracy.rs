// The chapter *Mini-batches*, section *Samples set aside*.
//
// Write the accuracy of a layer on the samples that it was not trained on: the last ones of
// `data`, as many as `last` says. It is the share for which it decides right:
//
//     accuracy = right / all that were set aside

use backprop::classification::{Dataset, decide};
use backprop::dense::{Dense, Layer};
use ndarray::array;

fn accuracy(layer: &Dense, data: &Dataset, last: usize) -> f64 {
    let numbers: Vec<usize> = (data.len() - last..data.len()).collect();
    let aside = data.select(&numbers);
    let decided = decide(&layer.forward(&aside.x));
    let pairs = decided.iter().zip(&aside.labels);
    let right = pairs.filter(|(decided, label)| decided == label).count();
    right as f64 / last as f64
}

fn main() {
    let weights = array![[1.0, -1.0]];
    let layer = Dense { weights, biases: array![0.0, 0.1] };
    let x = array![[0.3], [2.0], [-1.0], [0.5]];
    let data = Dataset { x, labels: vec![1, 0, 1, 1], classes: 2 };
    println!("{}", accuracy(&layer, &data, 2));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, mini_batches};

    #[test]
    fn this_is_the_share_of_new_samples() -> Verdict {
        mini_batches::accuracy(accuracy)
    }
}
