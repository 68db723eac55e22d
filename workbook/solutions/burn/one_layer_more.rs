// The chapter *The same network in Burn*, section *Files, there and back*.
//
// TODO: find the wrong line. From a file of PyTorch, weights and biases of each layer, this makes layers
// of ours. A network of 64, 32 and 10 units gives the outputs that it gave in PyTorch. With one hidden
// layer more, 64, 32, 32 and 10, it gives others, and nothing panics. See what it prints.

use backprop::dense::{Dense, Layer};
use ndarray::{Array1, Array2, array};

fn layers(file: &[(Array2<f64>, Array1<f64>)]) -> Vec<Dense> {
    let mut layers = Vec::new();
    for (weights, biases) in file {
        let weights = weights.t().to_owned();
        layers.push(Dense { weights, biases: biases.clone() });
    }
    layers
}

fn main() {
    let file = [(array![[1.0, 2.0], [3.0, 4.0]], array![0.5, 0.5])];
    let outputs = layers(&file)[0].forward(&array![[1.0, 0.0]]);
    println!("in PyTorch [[1.5, 3.5]], here {outputs}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, burn};

    #[test]
    fn outputs_are_those_of_pytorch() -> Verdict {
        burn::one_layer_more(layers)
    }
}
