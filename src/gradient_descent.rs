//! Gradient descent: measure the slope, take a step against it, repeat.

use ndarray::Array2;

use crate::loss::sum_of_squares;
use crate::network::{Network, four_rows};

/// The slope of `f` at `w`, measured: rise over run between two points close to `w`.
///
/// Good to about ten digits where `f` and `w` are of the size of 1.
// ANCHOR: central_difference
pub fn central_difference(f: impl Fn(f64) -> f64, w: f64) -> f64 {
    let h = 1e-5;
    (f(w + h) - f(w - h)) / (2.0 * h)
}
// ANCHOR_END: central_difference

/// The points that descent visits: `start`, and then one for each of `steps` steps.
///
/// `slope` gives the slope of the function to descend. A learning rate that is too large
/// sends the points away from the minimum instead; they may end infinite or not a number.
#[doc = cell!("gradient_descent")]
// ANCHOR: descend
pub fn descend(
    slope: impl Fn(f64) -> f64,
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
// ANCHOR_END: descend

/// The gradient of `f` at `(u, v)`, measured: one slope per variable, the other held still.
// ANCHOR: gradient
pub fn gradient(f: impl Fn(f64, f64) -> f64, (u, v): (f64, f64)) -> (f64, f64) {
    let along_u = central_difference(|u| f(u, v), u);
    let along_v = central_difference(|v| f(u, v), v);
    (along_u, along_v)
}
// ANCHOR_END: gradient

/// [`descend`] for a function of two variables, whose slopes `gradient` gives.
#[doc = cell!("descend_surface")]
// ANCHOR: descend_surface
pub fn descend_surface(
    gradient: impl Fn((f64, f64)) -> (f64, f64),
    start: (f64, f64),
    learning_rate: f64,
    steps: usize,
) -> Vec<(f64, f64)> {
    let mut path = vec![start];
    let (mut u, mut v) = start;
    for _ in 0..steps {
        let (along_u, along_v) = gradient((u, v));
        u -= learning_rate * along_u;
        v -= learning_rate * along_v;
        path.push((u, v));
    }
    path
}
// ANCHOR_END: descend_surface

/// The loss of the network of seed 2 on the four rows, all weights as drawn but two: `u`
/// from the first input to the second hidden unit, and `v` from there to the output.
// ANCHOR: loss_along_two
pub fn loss_along_two(u: f64, v: f64) -> f64 {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    net.w1[[0, 1]] = u;
    net.w2[[1, 0]] = v;
    sum_of_squares(&net.predict(&x), &y)
}
// ANCHOR_END: loss_along_two

/// The same with one weight moved only: `w`, from the second hidden unit to the output.
// ANCHOR: loss_along_one
pub fn loss_along_one(w: f64) -> f64 {
    let as_drawn = Network::seeded(2).w1[[0, 1]];
    loss_along_two(as_drawn, w)
}
// ANCHOR_END: loss_along_one

/// The slope of the loss of `net` on `x` and `y` along one weight, the one that `weight` finds.
///
/// It takes two passes forward.
// ANCHOR: measured_slope
pub fn measured_slope(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    weight: impl Fn(&mut Network) -> &mut f64,
) -> f64 {
    let loss_at = |w| {
        let mut moved = net.clone();
        *weight(&mut moved) = w;
        sum_of_squares(&moved.predict(x), y)
    };
    let as_it_is = *weight(&mut net.clone());
    central_difference(loss_at, as_it_is)
}
// ANCHOR_END: measured_slope

/// The slope of the loss along every weight, each array shaped like the weights it is for.
// ANCHOR: Gradients
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// ∂L/∂W₁, `(inputs, hidden)`.
    pub dw1: Array2<f64>,
    /// ∂L/∂W₂, `(hidden, outputs)`.
    pub dw2: Array2<f64>,
}
// ANCHOR_END: Gradients

/// The gradients of the loss of `net` on `x` and `y`, measured weight by weight.
///
/// Slow, and independent of any formula for a slope: what to check one against.
#[doc = cell!("sixteen_weights")]
// ANCHOR: measured_gradients
pub fn measured_gradients(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> Gradients {
    let dw1 = Array2::from_shape_fn(net.w1.dim(), |place| {
        measured_slope(net, x, y, |net| &mut net.w1[place])
    });
    let dw2 = Array2::from_shape_fn(net.w2.dim(), |place| {
        measured_slope(net, x, y, |net| &mut net.w2[place])
    });
    Gradients { dw1, dw2 }
}
// ANCHOR_END: measured_gradients

// ANCHOR: step
impl Network {
    /// Moves every weight against its slope, `learning_rate` times as far.
    pub fn step(&mut self, gradients: &Gradients, learning_rate: f64) {
        self.w1.scaled_add(-learning_rate, &gradients.dw1);
        self.w2.scaled_add(-learning_rate, &gradients.dw2);
    }
}
// ANCHOR_END: step

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn central_difference_is_exact_for_a_parabola_up_to_rounding() {
        assert!((central_difference(|w| w * w, 3.0) - 6.0).abs() < 1e-9);
    }

    #[test]
    fn descent_on_a_parabola_shrinks_the_distance_by_one_factor_each_step() {
        // f(w) = w², so a step of 0.1 maps w to w − 0.1·2w = 0.8w.
        let path = descend(|w| 2.0 * w, 1.0, 0.1, 3);
        for (w, expected) in path.iter().zip([1.0, 0.8, 0.64, 0.512]) {
            assert!((w - expected).abs() < 1e-15);
        }
        assert_eq!(path.len(), 4);
    }

    /// Above 1, every jump is wider than the last.
    #[test]
    fn a_step_that_is_too_large_climbs() {
        let path = descend(|w| 2.0 * w, 1.0, 1.1, 50);
        assert!(path.windows(2).all(|pair| pair[1].abs() > pair[0].abs()));
    }

    #[test]
    fn a_negative_learning_rate_climbs() {
        assert!(descend(|w| 2.0 * w, 1.0, -0.1, 1)[1] > 1.0);
    }

    #[test]
    fn the_gradient_measures_each_slope_with_the_other_variable_still() {
        let (along_u, along_v) = gradient(|u, v| u * u + 3.0 * v, (2.0, 5.0));
        assert!((along_u - 4.0).abs() < 1e-8);
        assert!((along_v - 3.0).abs() < 1e-8);
    }

    #[test]
    fn descent_on_a_bowl_ends_at_its_bottom() {
        let path = descend_surface(
            |(u, v)| (2.0 * (u - 1.0), 2.0 * v),
            (0.0, 2.0),
            0.1,
            200,
        );
        let (u, v) = path[200];
        assert!((u - 1.0).abs() < 1e-12 && v.abs() < 1e-12);
    }

    #[test]
    fn the_surface_holds_all_weights_of_seed_2_but_the_two_that_move() {
        let (x, y) = four_rows();
        let net = Network::seeded(2);
        let (u, v) = (net.w1[[0, 1]], net.w2[[1, 0]]);
        assert_eq!(loss_along_two(u, v), sum_of_squares(&net.predict(&x), &y));
        let measured = measured_gradients(&net, &x, &y);
        let slopes = (measured.dw1[[0, 1]], measured.dw2[[1, 0]]);
        assert_eq!(gradient(loss_along_two, (u, v)), slopes);
        assert_eq!(central_difference(loss_along_one, v), slopes.1);
    }

    #[test]
    fn a_step_is_minus_the_learning_rate_times_the_gradient() {
        let mut net = Network::new(array![[1.0]], array![[2.0]]);
        let gradients = Gradients { dw1: array![[4.0]], dw2: array![[-8.0]] };
        net.step(&gradients, 0.5);
        assert_eq!((net.w1, net.w2), (array![[-1.0]], array![[6.0]]));
    }

    #[test]
    fn a_measured_slope_moves_one_weight_alone_and_leaves_the_network_as_it_is() {
        // L = (σ(w₂·σ(w₁)) − 0)² at w₁ = 0, w₂ = 2: σ(0) = ½ and σ(1) = 0.731058579.
        let net = Network::new(array![[0.0]], array![[2.0]]);
        let (x, y) = (array![[1.0]], array![[0.0]]);
        let y_hat = 0.731058578630;
        let dz2 = 2.0 * y_hat * y_hat * (1.0 - y_hat);
        let before = net.clone();
        let gradients = measured_gradients(&net, &x, &y);
        assert!((gradients.dw2[[0, 0]] - dz2 * 0.5).abs() < 1e-9);
        assert!((gradients.dw1[[0, 0]] - dz2 * 2.0 * 0.25).abs() < 1e-9);
        assert_eq!(net, before);
    }
}
