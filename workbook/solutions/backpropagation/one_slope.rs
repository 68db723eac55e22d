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
    let d_y_hat = 2.0 * (y_hat - y);
    let dz2 = d_y_hat * y_hat * (1.0 - y_hat);
    let da1 = dz2 * w2;
    let dz1 = da1 * a1 * (1.0 - a1);
    let dw1 = dz1 * x;
    [d_y_hat, dz2, da1, dz1, dw1]
}

fn main() {
    println!("{:.4?}", one_slope(1.0, 0.68511, 0.80417, 0.70580, 1.0));
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
