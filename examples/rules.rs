//! Counts how many of twenty seeds learn by each of four rules, at four learning rates.

use backprop::learning_rate::end_losses;
use backprop::{Adam, GradientDescent, Identity, Momentum, Optimizer, RmsProp};

const RATES: [f64; 4] = [0.001, 0.003, 0.01, 0.03];

fn main() {
    println!("learned   {}", RATES.map(|rate| format!("{rate:>5}")).join("  "));
    report::<GradientDescent>("descent");
    report::<Momentum>("momentum");
    report::<RmsProp>("RMSProp");
    report::<Adam>("Adam");
}

fn report<O: Optimizer + Default>(name: &str) {
    let learned = RATES.map(|rate| {
        let losses = end_losses::<O>(&Identity, rate, 0..20, 300);
        let learned = losses.iter().filter(|&&loss| loss < 0.05).count();
        format!("{learned:5}")
    });
    println!("{name:8}  {}", learned.join("  "));
}
