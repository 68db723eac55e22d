//! The captions of Part I.

use backprop::activation::sigmoid;

use crate::drawn::{BLUE, Drawn, VERMILION};

/// The sigmoid (blue) and its slope (orange).
#[test]
fn the_sigmoid_is_blue_and_its_slope_orange() {
    let figure = Drawn::of("sigmoid");
    let axes = &figure.axes()[0];
    for (z, y) in axes.along(figure.curves_in(BLUE)[0]) {
        assert!((y - sigmoid(z)).abs() < 0.01, "{y} at {z}");
    }
    for (z, y) in axes.along(figure.curves_in(VERMILION)[0]) {
        assert!((y - sigmoid(z) * (1.0 - sigmoid(z))).abs() < 0.01, "{y} at {z}");
    }
}
