// The chapter *Optimizers*, section *Momentum*.
//
// Write a step with momentum, for each parameter w, the slope g along it and its velocity v:
//
//     v ← μ v + g
//     w ← w − η v

use backprop::optimizers::Optimizer;

#[derive(Clone)]
struct Momentum {
    /// μ, the share of the velocity that is kept.
    keep: f64,
    /// v, one for each parameter.
    velocity: Vec<f64>,
}

impl Optimizer for Momentum {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let numbers = parameters.iter_mut().zip(gradient).zip(&mut self.velocity);
        for ((w, g), v) in numbers {
            *v = self.keep * *v + g;
            *w -= learning_rate * *v;
        }
    }
}

fn momentum(parameters: usize) -> Momentum {
    Momentum { keep: 0.9, velocity: vec![0.0; parameters] }
}

fn main() {
    let mut parameters = [1.0];
    momentum(1).step(0.1, &mut parameters, &[4.0]);
    println!("{}", parameters[0]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, optimizers};

    #[test]
    fn it_rolls() -> Verdict {
        optimizers::momentum(momentum)
    }
}
