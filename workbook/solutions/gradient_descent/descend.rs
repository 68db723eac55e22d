// The chapter *Gradient descent*, section *Taking steps*.
//
// Walk down a curve, as many steps as `steps` says. `slope` gives its slope at any point:
//
//     w ← w − η f′(w)
//
// Give all points: first the start, then the one after each step.

fn descend(
    slope: &dyn Fn(f64) -> f64,
    start: f64,
    learning_rate: f64,
    steps: usize,
) -> Vec<f64> {
    let mut path = vec![start];
    let mut w = start;
    for _ in 0..steps {
        w -= learning_rate * slope(w);
        path.push(w);
    }
    path
}

fn main() {
    println!("{:.3?}", descend(&|w| 2.0 * w, 1.0, 0.25, 3));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, gradient_descent};

    #[test]
    fn these_are_the_points() -> Verdict {
        gradient_descent::descend(descend)
    }
}
