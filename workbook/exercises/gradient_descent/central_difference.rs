// The chapter *Gradient descent*, section *Measuring a slope*.
//
// Measure the slope of f at w, over a small distance h to both sides. Choose the h:
//
//     f′(w) ≈ (f(w + h) − f(w − h)) / 2h

fn central_difference(f: &dyn Fn(f64) -> f64, w: f64) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin central_difference`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, gradient_descent};

    #[test]
    fn it_measures_the_slope() -> Verdict {
        gradient_descent::central_difference(central_difference)
    }
}
