// The chapter *The chain rule*, section *When two paths meet, add*.
//
// One weight w serves two rows: x₁ with the target y₁, and x₂ with the target y₂. So it
// reaches the loss L = L₁ + L₂ by two paths. Write the slope of L along w:
//
//     ∂L/∂w = ∂L₁/∂w + ∂L₂/∂w
//
// `forward` and `backward` of the neuron are those of the book.

use backprop::chain_rule::Neuron;

fn two_paths(neuron: &Neuron, x: [f64; 2], y: [f64; 2]) -> f64 {
    let slope = |i: usize| neuron.backward(x[i], &neuron.forward(x[i], y[i])).dw;
    slope(0) + slope(1)
}

fn main() {
    println!("{:.4}", two_paths(&Neuron { w: 0.5 }, [1.0, -2.0], [1.0, 0.5]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, chain_rule};

    #[test]
    fn both_paths_count() -> Verdict {
        chain_rule::two_paths(two_paths)
    }
}
