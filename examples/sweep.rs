//! Trains a small network from twenty seeds at each of several learning rates, with a bounded
//! output and with an unbounded one.

use backprop::learning_rate::end_losses;
use backprop::what_it_learned::quantile;
use backprop::{Activation, Identity, Sigmoid};

fn main() {
    let ends: [&'static dyn Activation; 2] = [&Identity, &Sigmoid];
    for end in ends {
        println!("{end:?}\n   rate  learned  median loss");
        for rate in [0.001, 0.01, 0.1, 1.0, 10.0] {
            let losses = end_losses(end, rate, 0..20, 300);
            let learned = losses.iter().filter(|&&loss| loss < 0.05).count();
            let median = quantile(&losses, 0.5);
            println!("{rate:7}  {learned:2} of 20  {median:.3}");
        }
    }
}
