// The chapter *Backpropagation*, section *One slope by hand*.
//
// One row goes through one hidden unit to the output: the input x by a weight to the unit, which
// gives a₁, and from there by the weight w₂ to the output, which gives ŷ. Walk back from the loss
// to the first of these weights, and give the slope of L so far at each station:
//
//     ∂L/∂ŷ,  ∂L/∂z₂,  ∂L/∂a₁,  ∂L/∂z₁,  ∂L/∂w₁
//
// Each is the one before it, times the slope of one step.

fn one_slope(x: f64, a1: f64, w2: f64, y_hat: f64, y: f64) -> [f64; 5] {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin one_slope`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, backpropagation};

    #[test]
    fn these_are_the_slopes_so_far() -> Verdict {
        backpropagation::one_slope(one_slope)
    }
}
