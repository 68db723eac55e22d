// The chapter *Gradient descent*, section *Measuring a slope*.
//
// Measure the slope of f at w, over a distance h = 10⁻⁵ to both sides, `1e-5` in Rust:
//
//     f′(w) ≈ (f(w + h) − f(w − h)) / 2h
//
// The test takes functions with a corner at w: there the slope on the left is another than on the
// right, and a central difference gives the mean of both.

fn central_difference(f: &dyn Fn(f64) -> f64, w: f64) -> f64 {
    let h = 1e-5;
    (f(w + h) - f(w - h)) / (2.0 * h)
}

fn main() {
    println!("{:.6}", central_difference(&|w| w * w, 3.0));
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
