// The chapter *Optimizers*, section *RMSProp*.
//
// Write a step of RMSProp, for each parameter w, the slope g along it and its mean square s:
//
//     s ← ρ s + (1 − ρ) g²
//     w ← w − η g / (√s + ε)

use backprop::optimizers::Optimizer;

#[derive(Clone)]
struct RmsProp {
    /// ρ, the share of the mean that is kept.
    keep: f64,
    /// ε, which keeps a slope that has always been 0 from being divided by 0.
    epsilon: f64,
    /// s, one for each parameter.
    mean_square: Vec<f64>,
}

impl Optimizer for RmsProp {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        // TODO
        todo!()
    }
}

fn rms_prop(parameters: usize) -> RmsProp {
    RmsProp { keep: 0.9, epsilon: 1e-8, mean_square: vec![0.0; parameters] }
}

fn main() {
    // Try it here: `cargo run --bin rms_prop`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, optimizers};

    #[test]
    fn each_slope_is_divided_by_its_usual_size() -> Verdict {
        optimizers::rms_prop(rms_prop)
    }
}
