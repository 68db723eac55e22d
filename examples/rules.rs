//! Counts how many of twenty seeds learn by each of four rules, at four learning rates.

use backprop::schedules::end_losses_with;
use backprop::{Adam, GradientDescent, Momentum, Optimizer, RmsProp};

const RATES: [f64; 4] = [0.001, 0.003, 0.01, 0.03];

fn main() {
    println!("learned   {}", RATES.map(|rate| format!("{rate:>5}")).join("  "));
    report("descent", &GradientDescent);
    report("momentum", &Momentum::default());
    report("RMSProp", &RmsProp::default());
    report("Adam", &Adam::default());
}

fn report(name: &str, optimizer: &impl Optimizer) {
    let learned = RATES.map(|rate| {
        let losses = end_losses_with(optimizer, rate, 0..20, 300);
        let learned = losses.iter().filter(|&&loss| loss < 0.05).count();
        format!("{learned:5}")
    });
    println!("{name:8}  {}", learned.join("  "));
}
