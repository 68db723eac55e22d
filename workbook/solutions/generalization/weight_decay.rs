// The chapter *Generalization*, section *Weight decay*.
//
// Take a step of plain gradient descent with weight decay, as `fit` does: every parameter
// shrinks, and then takes its step. λ is the decay, and η the learning rate:
//
//     w ← (1 − ηλ) w
//     w ← w − η ∂L/∂w

use backprop::dense::{Dense, Gradients};
use ndarray::array;

fn weight_decay(
    layer: &mut Dense,
    gradients: &Gradients,
    learning_rate: f64,
    decay: f64,
) {
    let kept = 1.0 - learning_rate * decay;
    layer.weights *= kept;
    layer.weights -= &(learning_rate * &gradients.dw);
    layer.biases *= kept;
    layer.biases -= &(learning_rate * &gradients.db);
}

fn main() {
    let (weights, biases) = (array![[1.0, -2.0]], array![0.5, 3.0]);
    let mut layer = Dense { weights, biases };
    let (dw, db) = (array![[0.0, 1.0]].into_dyn(), array![0.0, 0.0]);
    weight_decay(&mut layer, &Gradients { dw, db }, 0.1, 0.5);
    println!("{:.2} {:.3}", layer.weights, layer.biases);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, generalization};

    #[test]
    fn every_parameter_shrinks_and_takes_its_step() -> Verdict {
        generalization::weight_decay(weight_decay)
    }
}
