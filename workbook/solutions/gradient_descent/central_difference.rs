// The chapter *Gradient descent*, section *Measuring a slope*.
//
// Measure the slope of f at w, over a small distance h to both sides. Choose the h:
//
//     f′(w) ≈ (f(w + h) − f(w − h)) / 2h

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
