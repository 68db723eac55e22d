//! Trains on the four rows without their ones: without biases, and with them.

use backprop::dense::Gradients;
use backprop::{
    Dense, Layer, Network, four_rows, sigmoid, sigmoid_prime_from_output,
    sum_of_squares, sum_of_squares_gradient, train,
};
use ndarray::{Array1, Array2, Axis};

/// The activations of both layers.
fn forward(hidden: &Dense, output: &Dense, x: &Array2<f64>) -> [Array2<f64>; 2] {
    let a1 = hidden.forward(x).mapv(sigmoid);
    let y_hat = output.forward(&a1).mapv(sigmoid);
    [a1, y_hat]
}

/// A step at learning rate 1.
fn step(layer: &mut Dense, Gradients { dw, db }: &Gradients) {
    layer.weights -= dw;
    layer.biases -= db;
}

fn main() {
    let (x, y) = four_rows();
    let x = x.select(Axis(1), &[0, 1]);
    let Network { w1, w2 } = Network::seeded(2);
    let w1 = w1.select(Axis(0), &[0, 1]);
    let mut without = Network::new(w1.clone(), w2.clone());
    let history = train(&mut without, &x, &y, 1.0, 1500);

    let mut hidden = Dense { weights: w1, biases: Array1::zeros(4) };
    let mut output = Dense { weights: w2, biases: Array1::zeros(1) };
    let mut losses = vec![];
    for _ in 0..1500 {
        let [a1, y_hat] = forward(&hidden, &output, &x);
        losses.push(sum_of_squares(&y_hat, &y));
        let d_y_hat = sum_of_squares_gradient(&y_hat, &y);
        let dz2 = d_y_hat * y_hat.mapv(sigmoid_prime_from_output);
        let (da1, of_output) = output.backward(&a1, &dz2);
        let dz1 = da1 * a1.mapv(sigmoid_prime_from_output);
        let (_, of_hidden) = hidden.backward(&x, &dz1);
        step(&mut output, &of_output);
        step(&mut hidden, &of_hidden);
    }
    let [_, y_hat] = forward(&hidden, &output, &x);
    losses.push(sum_of_squares(&y_hat, &y));

    println!("iteration  without  with biases");
    for iteration in [0, 100, 200, 300, 500, 1500] {
        let (without, with) = (history.losses()[iteration], losses[iteration]);
        println!("{iteration:9}  {without:.5}  {with:.5}");
    }
    println!("b1  {:.2}\nb2  {:.2}", hidden.biases, output.biases);
    println!("predictions\n{y_hat:.3}");

    assert_eq!(losses[0], history.losses()[0]);
    assert!(losses[1500] < 0.5 * history.final_loss());
}
