//! The captions of the chapter *Classification*.

use backprop::activation::sigmoid;
use backprop::classification::{cross_entropy, spiral, squares};
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::drawn::{BLUE, Drawn, GREEN, VERMILION};

/// 300 points of the plane in three arms of a spiral.
#[test]
fn each_of_the_300_points_has_the_color_of_its_arm() {
    let figure = Drawn::of("three-arms");
    let axes = &figure.axes()[0];
    let points = spiral(100, 0.15, &mut ChaCha8Rng::seed_from_u64(0));
    assert_eq!((points.len(), figure.circles.len()), (300, 300));
    for (arm, color) in [BLUE, VERMILION, GREEN].into_iter().enumerate() {
        let dots = figure.circles_in(color);
        let of_arm = points.x.rows().into_iter().zip(&points.labels);
        let of_arm: Vec<_> =
            of_arm.filter(|(_, label)| **label == arm).map(|(at, _)| at).collect();
        assert_eq!(dots.len(), of_arm.len());
        for (dot, at) in dots.into_iter().zip(of_arm) {
            assert!(dot.filled && dot.radius == 10.0);
            let (x, y) = axes.at(dot.center);
            assert!((x - at[0]).hypot(y - at[1]) < 0.01);
        }
    }
}

/// The slope of the loss along the weighted sum of the right class. To the left the network is
/// confident and wrong. Cross entropy (blue, the other logits at 0) pulls with full force there.
/// The squares with a sigmoid (orange) hardly pull at all.
#[test]
fn the_slope_of_cross_entropy_is_blue_and_that_of_the_squares_orange() {
    let figure = Drawn::of("stalled-slope");
    let axes = &figure.axes()[0];
    let (blue, orange) = (figure.curves_in(BLUE)[0], figure.curves_in(VERMILION)[0]);
    for (z, slope) in axes.along(blue) {
        let of = cross_entropy(&array![[z, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]).1;
        assert!((of[[0, 0]] - slope).abs() < 0.02, "{slope} at {z}");
    }
    for (z, slope) in axes.along(orange) {
        let a = sigmoid(z);
        let (_, d_a) = squares(&array![[a]], &array![[1.0]]);
        assert!((d_a[[0, 0]] * a * (1.0 - a) - slope).abs() < 0.02, "{slope} at {z}");
    }
    let left = blue.points[0];
    assert!(axes.at(left).0 < -7.9 && axes.at(left).1 < -0.98);
    assert!(axes.at(orange.points[0]).1.abs() < 0.02);
    assert_eq!(figure.text("cross entropy, softmax").color, BLUE);
    assert_eq!(figure.text("squares, sigmoid").color, VERMILION);
}
