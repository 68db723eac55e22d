//! The symbols of *MNIST*.

use backprop::activation::Sigmoid;
use backprop::classification::squares;
use backprop::dense::Dense;
use backprop::mini_batches::mean_gradients;
use backprop::sequential::{Sequential, in_one_list};
use ndarray::Array2;

use crate::common::{World, array, number};

/// Half of the sum of squares, and its slope along the outputs.
fn half_of_squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let (sum, slope) = squares(y_hat, y);
    (sum / 2.0, slope / 2.0)
}

/// Any batch of any network; where uniform numbers of variance 1 end.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any batch", |rng, names| {
            let mut net = Sequential::new(Dense::new(3, 4), &Sigmoid)
                .then(Dense::new(4, 2), &Sigmoid);
            net.for_each_parameter(|w| *w = number(rng));
            let (x, y) = (array(rng, (5, 3)), array(rng, (5, 2)));
            let (c, his) = mean_gradients(&net, half_of_squares, &x, &y);
            let (loss, ours) = mean_gradients(&net, squares, &x, &y);
            names.value("n", 5.0).counter("i", 1..=5);
            names.value("C", c).value("L", loss).value("w", net.parameters()[3]);
            names.value(r"\frac{\partial C}{\partial w}", in_one_list(&his)[3]);
            names.value(r"\frac{\partial L}{\partial w}", in_one_list(&ours)[3]);
            names.value(r"\hat y", net.predict(&x)).value("y", y);
        }),
        World::chosen("variance 1", |names| {
            names.value("b", 3.0_f64.sqrt());
        }),
    ]
}
