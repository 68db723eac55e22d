//! The captions of the chapter *Backpropagation*.

use backprop::{
    activation::sigmoid_prime, feedforward::Trace, gradient_descent::Gradients,
    network::four_rows,
};
use ndarray::Axis;

use crate::{
    drawn::{BLUE, Text, VERMILION},
    picture::{Picture, every_line, number, shown, untrained, words},
    value::value,
};

/// Each half of a unit holds the slope of the loss along it. With × stand the slopes of
/// the steps between, and on the weight's line the sum of both paths.
#[test]
fn the_halves_of_the_two_paths_hold_slopes() {
    let picture = Picture::of("two-paths");
    let [lit] = picture.lit_units()[..] else { panic!("one unit is lit") };
    let net = untrained();
    let (x, y) = four_rows();
    let (output, hidden) = (picture.output(), &picture.hidden()[lit]);
    let above = |middle: (f64, f64)| -> Vec<&Text> {
        let near = |text: &&Text| {
            (text.at.0 - middle.0).abs() < 80.0
                && (40.0..90.0).contains(&(middle.1 - text.at.1))
        };
        picture.0.texts.iter().filter(near).collect()
    };
    let v = net.w2[[lit, 0]];
    let mut sum = 0.0;
    for (path, (row, color)) in [(2, VERMILION), (3, BLUE)].into_iter().enumerate() {
        let Trace { z1, z2, y_hat, .. } = net.forward(&x.select(Axis(0), &[row]));
        let d_y_hat = 2.0 * (y_hat[[0, 0]] - y[[row, 0]]);
        let steps = [sigmoid_prime(z2[[0, 0]]), v, sigmoid_prime(z1[[0, lit]])];
        let dz2 = d_y_hat * steps[0];
        let da1 = dz2 * steps[1];
        let dz1 = da1 * steps[2];
        let halves = [
            (output.left(), dz2),
            (output.right(), d_y_hat),
            (hidden.left(), dz1),
            (hidden.right(), da1),
        ];
        for (half, slope) in halves {
            let text = half[path];
            assert_eq!((&*text.words, &*text.color), (&*shown(slope, 3), color));
        }
        for (unit, step) in [(&output, steps[0]), (hidden, steps[2])] {
            let text = above(unit.middle())[path];
            let step = format!("× {}", shown(step, 3));
            assert_eq!((&*text.words, &*text.color), (&*step, color));
        }
        assert_eq!(x[[row, 0]], 1.0);
        sum += dz1;
    }
    assert_eq!(picture.input_texts(), ["× 1", "", ""]);
    let step = picture.0.text(&format!("× {}", shown(v, 3))).at;
    assert!(hidden.middle().0 < step.0 && step.0 < output.middle().0);

    let [from, to] = picture.line((0, 0, lit)).points[..] else { unreachable!() };
    let text = picture.0.text(&shown(sum, 4)).at;
    let share = (text.0 - from.0) / (to.0 - from.0);
    assert!((0.2..0.8).contains(&share));
    assert!((text.1 - (from.1 + share * (to.1 - from.1))).abs() < 2.0);
}

/// The same network with all sixteen slopes in the place of its weights: the wider the
/// line, the larger the slope of the loss along that weight. The widest stands for
/// [value:backpropagation.largest_slope].
#[test]
fn the_wider_a_line_the_larger_the_slope() {
    let picture = Picture::of("gradients");
    let net = untrained();
    let (x, y) = four_rows();
    let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
    picture.assert_widths([&dw1, &dw2]);
    assert_eq!(every_line().len(), 16);
    let widest = every_line()
        .into_iter()
        .max_by(|&a, &b| picture.line(a).width.total_cmp(&picture.line(b).width));
    let largest = number([&dw1, &dw2], widest.unwrap());
    assert!((largest - value("backpropagation.largest_slope")).abs() <= 0.0005);

    let before = Picture::of("architecture");
    assert_eq!(picture.input_texts(), before.input_texts());
    for (unit, as_before) in picture.hidden().iter().zip(before.hidden()) {
        assert_eq!(unit.middle(), as_before.middle());
        assert_eq!(words(&unit.right()), words(&as_before.right()));
    }
}
