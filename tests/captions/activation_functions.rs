//! The caption of the chapter *Activation functions*.

use backprop::activation::ACTIVATIONS;

use crate::drawn::{BLUE, Drawn, INK, VERMILION};

/// Each activation (blue) with its slope (orange). Above, the two that flatten out on both sides.
/// The other four go on rising on the right, and their slope stays near 1 there.
#[test]
fn activations_are_blue_slopes_orange_and_those_that_flatten_stand_above() {
    let figure = Drawn::of("activations-and-slopes");
    let axes = figure.axes();
    let (blue, orange) = (figure.curves_in(BLUE), figure.curves_in(VERMILION));
    let titles = ["sigmoid", "tanh", "ReLU", "leaky ReLU", "softplus", "GELU"];
    assert_eq!([axes.len(), blue.len(), orange.len()], [6; 3]);
    for (i, f) in ACTIVATIONS.into_iter().enumerate() {
        let [values, slopes] = [blue[i], orange[i]].map(|line| axes[i].along(line));
        for (z, a) in values.iter().copied() {
            assert!((f.value(z).min(3.0) - a).abs() < 0.03, "{f:?}: {a} at {z}");
        }
        for (z, slope) in slopes.iter().copied().filter(|(z, _)| z.abs() > 0.1) {
            let right = f.slope(z, f.value(z));
            assert!((right - slope).abs() < 0.03, "{f:?}: {slope} at {z}");
        }
        let title = figure.text(titles[i]);
        assert_eq!(
            title.words.to_lowercase().replace(' ', ""),
            format!("{f:?}").to_lowercase()
        );
        let (left, top) = blue[i].corners()[0];
        assert!(
            title.color == INK
                && title.at.1 < top
                && (title.at.0 - left).abs() < 120.0
        );
        let [first, last] = [slopes[0].1, slopes[slopes.len() - 1].1];
        let upper = blue.iter().filter(|line| line.points[0].1 < 400.0);
        assert_eq!(upper.count(), 2);
        if blue[i].points[0].1 < 400.0 {
            assert!(first < 0.1 && last < 0.1, "{f:?}: {first}, {last}");
        } else {
            assert!((last - 1.0).abs() < 0.1, "{f:?}: {last}");
        }
    }
}
