//! Figures of the chapter *Classification*: the three arms, and the slope that stalls.

use backprop::activation::sigmoid;
use backprop::classification::{cross_entropy, spiral};
use ndarray::array;
use plotters::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Drawing, GREEN, VERMILION, axes, curve, dot, label, plain, spread, svg,
};

/// The colors of the arms.
pub(crate) const ARMS: [RGBColor; 3] = [BLUE, VERMILION, GREEN];

/// Points of the three arms, `n` in each.
pub fn three_arms(n: usize, noise: f64) -> Drawing {
    let points = spiral(n, noise, &mut ChaCha8Rng::seed_from_u64(0));
    let words = format!(
        "{} points of the plane in three colors. Each color is an arm that starts at the \
         middle and winds outward counterclockwise, by a little more than half a turn.",
        points.len(),
    );
    svg(1000, "Three arms of a spiral", &words, |canvas| {
        let (x, y) = (("x₁", -1.2..1.2), ("x₂", -1.2..1.2));
        let mut chart = axes(canvas, x, y, &plain)?;
        let dots = points.x.rows().into_iter().zip(&points.labels);
        chart.draw_series(dots.map(|(at, &arm)| dot((at[0], at[1]), ARMS[arm])))?;
        Ok(())
    })
}

/// The slope of the loss along the weighted sum of the class that is right, for a sample that
/// the network is ever more wrong about to the left.
pub fn stalled_slope() -> Drawing {
    let of_squares = |z: f64| {
        let y_hat = sigmoid(z);
        2.0 * (y_hat - 1.0) * y_hat * (1.0 - y_hat)
    };
    // The other two logits stay at 0.
    let of_cross_entropy = |z: f64| {
        let (_, slope) =
            cross_entropy(&array![[z, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
        slope[[0, 0]]
    };
    let words = format!(
        "Two curves of the slope along the weighted sum z of the right class. That of cross \
         entropy is near 0 at z = 8 and near −1 at z = −8: {:.3} there. That of the squares with \
         a sigmoid is near 0 at both ends, {:.4} at z = −8, and nowhere steeper than −0.3.",
        of_cross_entropy(-8.0),
        of_squares(-8.0),
    );
    svg(620, "The slope of a confident mistake", &words, |canvas| {
        let z = ("weighted sum z of the right class", -8.0..8.0);
        let mut chart = axes(canvas, z, ("slope of the loss", -1.05..0.05), &plain)?;
        let points = |f: &dyn Fn(f64) -> f64| {
            spread(-8.0..8.0, 160).map(|z| (z, f(z))).collect()
        };
        let [squares, entropy]: [Vec<_>; 2] =
            [points(&of_squares), points(&of_cross_entropy)];
        chart.draw_series([curve(squares, VERMILION), curve(entropy, BLUE)])?;
        chart.draw_series([
            label((-7.6, -0.12), "squares, sigmoid", VERMILION),
            label((-7.6, -0.88), "cross entropy, softmax", BLUE),
        ])?;
        Ok(())
    })
}
