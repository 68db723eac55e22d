//! Descends a parabola of curvature 4 at rates below its edge, at it, and above.

use backprop::descend;

fn main() {
    let curvature = 4.0;
    println!("rate  factor   step 1  step 2  step 3  step 50");
    for learning_rate in [0.02, 0.2, 0.25, 0.4, 0.5, 0.52] {
        let path = descend(|w| curvature * w, 1.0, learning_rate, 50);
        let factor = 1.0 - learning_rate * curvature;
        println!(
            "{learning_rate:.2}   {factor:5.2}   {:6.3}  {:6.3}  {:6.3}  {:7.3}",
            path[1], path[2], path[3], path[50]
        );
        assert!((path[50] - factor.powi(50)).abs() < 1e-9);
    }
}
