//! Figure of the chapter *The sigmoid*.

use backprop::activation::{sigmoid, sigmoid_prime};

use crate::style::{
    BLUE, Drawing, VERMILION, axes, curve, dot, label, plain, spread, svg,
};

/// The sigmoid and its slope, with the tangent at 0.
pub fn sigmoid_and_slope() -> Drawing {
    let words = format!(
        "An S-shaped curve that rises from {:.3} at z = −6 through {} at 0 to {:.3} at 6. \
         Below it a bump, its slope, with the peak {} at 0 and {:.3} at −6 and 6.",
        sigmoid(-6.0),
        sigmoid(0.0),
        sigmoid(6.0),
        sigmoid_prime(0.0),
        sigmoid_prime(6.0),
    );
    svg(600, "The sigmoid and its slope", &words, |canvas| {
        let mut chart = axes(canvas, ("z", -6.0..6.0), ("", 0.0..1.0), &plain)?;
        let points =
            |f: fn(f64) -> f64| spread(-6.0..6.0, 120).map(move |z| (z, f(z)));
        chart.draw_series([
            curve(points(sigmoid), BLUE),
            curve(points(sigmoid_prime), VERMILION),
        ])?;
        chart.draw_series([
            dot((0.0, sigmoid(0.0)), BLUE),
            dot((0.0, sigmoid_prime(0.0)), VERMILION),
        ])?;
        chart.draw_series([
            label((2.0, 0.8), "σ(z)", BLUE),
            label((2.0, 0.17), "σ′(z)", VERMILION),
        ])?;
        Ok(())
    })
}
