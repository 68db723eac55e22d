//! Computes the loss of one neuron with dual numbers: its slope comes along for free.

use backprop::{Dual, Neuron};

fn main() {
    let (w, x, y) = (Dual::variable(0.5), Dual::constant(2.0), Dual::constant(0.0));

    let z = w * x;
    let y_hat = z.sigmoid();
    let error = y_hat - y;
    let loss = error * error;
    println!("z      {z:.3?}");
    println!("y_hat  {y_hat:.3?}");
    println!("loss   {loss:.3?}");

    let neuron = Neuron { w: 0.5 };
    let by_hand = neuron.backward(2.0, &neuron.forward(2.0, 0.0));
    assert!((loss.slope - by_hand.dw).abs() < 1e-15);
}
