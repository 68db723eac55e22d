//! The caption of the chapter *Layers and biases*.

use backprop::learning_rate::two_inputs;
use backprop::network::{Network, four_rows};
use backprop::sequential::Sequential;
use backprop::training::train;
use ndarray::Axis;

use crate::drawn::{BLUE, Drawn, GREEN, VERMILION};

/// The loss of the network of seed 2. With two inputs and no biases it falls last (orange). With
/// biases (green) it falls along with that of Part I, which has the column of ones (blue, wide).
#[test]
fn without_biases_the_loss_is_orange_with_them_green_and_with_ones_blue_and_wide() {
    let figure = Drawn::of("ones-and-biases");
    let axes = &figure.axes()[0];
    let (x, y) = four_rows();
    let (columns, _) = two_inputs();
    let Network { w1, w2 } = Network::seeded(2);
    let mut without = Network::new(w1.select(Axis(0), &[0, 1]), w2);
    let with = Sequential::from(&without).train(&columns, &y, 1.0, 500);
    let without = train(&mut without, &columns, &y, 1.0, 500);
    let ones = train(&mut Network::seeded(2), &x, &y, 1.0, 500);
    let curves =
        [(BLUE, ones.losses()), (VERMILION, without.losses()), (GREEN, &with)].map(
            |(color, losses)| {
                let curve = figure.curves_in(color)[0];
                let points =
                    losses.iter().enumerate().map(|(i, &loss)| (i as f64, loss));
                axes.assert_through(curve, points.step_by(2));
                curve
            },
        );
    let [blue, orange, green] = curves;
    let fallen = curves
        .map(|curve| axes.along(curve).into_iter().find(|at| at.1 < 0.5).unwrap().0);
    assert!(
        fallen[1] > fallen[0] + 10.0 && fallen[1] > fallen[2] + 10.0,
        "{fallen:?}"
    );
    for (wide, narrow) in blue.points.iter().zip(&green.points) {
        assert!((wide.1 - narrow.1).abs() < 40.0, "{wide:?} {narrow:?}");
    }
    assert!(blue.width > 2.0 * green.width && green.width == orange.width);
}
