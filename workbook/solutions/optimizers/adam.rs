// The chapter *Optimizers*, section *Adam*.
//
// Write a step of Adam, for each parameter w, the slope g along it, its mean m and its mean
// square s; t counts the steps from 1:
//
//     m ← β₁ m + (1 − β₁) g
//     s ← β₂ s + (1 − β₂) g²
//     m̂ = m / (1 − β₁ᵗ)
//     ŝ = s / (1 − β₂ᵗ)
//     w ← w − η m̂ / (√ŝ + ε)

use backprop::optimizers::Optimizer;

#[derive(Clone)]
struct Adam {
    /// β₁, the share of the mean that is kept.
    keep_mean: f64,
    /// β₂, the share of the mean square that is kept.
    keep_square: f64,
    /// ε, which keeps a slope that has always been 0 from being divided by 0.
    epsilon: f64,
    /// t, 0 before the first step.
    steps: i32,
    /// m, one for each parameter.
    mean: Vec<f64>,
    /// s, one for each parameter.
    mean_square: Vec<f64>,
}

impl Optimizer for Adam {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        self.steps += 1;
        let mean_weight = 1.0 - self.keep_mean.powi(self.steps);
        let square_weight = 1.0 - self.keep_square.powi(self.steps);
        let means = self.mean.iter_mut().zip(&mut self.mean_square);
        for ((w, g), (m, s)) in parameters.iter_mut().zip(gradient).zip(means) {
            *m = self.keep_mean * *m + (1.0 - self.keep_mean) * g;
            *s = self.keep_square * *s + (1.0 - self.keep_square) * g * g;
            let (m, s) = (*m / mean_weight, *s / square_weight);
            *w -= learning_rate * m / (s.sqrt() + self.epsilon);
        }
    }
}

fn adam(parameters: usize) -> Adam {
    Adam {
        keep_mean: 0.9,
        keep_square: 0.999,
        epsilon: 1e-8,
        steps: 0,
        mean: vec![0.0; parameters],
        mean_square: vec![0.0; parameters],
    }
}

fn main() {
    let mut parameters = [1.0];
    adam(1).step(0.1, &mut parameters, &[4.0]);
    println!("{}", parameters[0]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, optimizers};

    #[test]
    fn both_means_are_corrected() -> Verdict {
        optimizers::adam(adam)
    }
}
