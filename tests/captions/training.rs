//! The captions of the chapter *Training*.

use backprop::{
    network::{Network, four_rows},
    training::train,
};
use ndarray::array;

use crate::{
    drawn::{BLUE, Drawn, PAPER, Text, VERMILION},
    picture::{Picture, every_line, number, untrained, words},
};

/// The loss before each iteration.
#[test]
fn the_loss_before_each_iteration_is_drawn_twice() {
    let figure = Drawn::of("loss-per-iteration");
    let (x, y) = four_rows();
    let history = train(&mut untrained(), &x, &y, 1.0, 1500);
    let [upper, lower] = &figure.axes()[..] else { panic!("not two panels") };
    let curves = figure.curves_in(BLUE);
    assert_eq!(curves.len(), 2);
    for (i, (axes, curve)) in [upper, lower].into_iter().zip(curves).enumerate() {
        let points = axes.along(curve);
        assert_eq!(points.len(), 301);
        for (at, (iteration, loss)) in points.into_iter().enumerate() {
            assert!((iteration - 5.0 * at as f64).abs() < 2.0);
            let expected = history.losses()[5 * at];
            let off = if i == 0 { loss - expected } else { loss / expected - 1.0 };
            assert!(off.abs() < 0.03, "{loss} before iteration {}", 5 * at);
        }
    }
    let upper = figure.text("loss L").at.1;
    assert!(upper < figure.text("loss L, powers of ten").at.1);
}

/// The prediction for every pair of first and second input, the third being 1. Blue
/// leans to 1, orange to 0. The circles are the four rows with their targets.
#[test]
fn the_surface_is_blue_where_the_prediction_leans_to_1() {
    let figure = Drawn::of("decision-surface");
    let axes = &figure.axes()[0];
    let net = trained();
    let cells: Vec<_> = figure
        .boxes
        .iter()
        .filter(|cell| [BLUE, VERMILION].contains(&&*cell.color))
        .collect();
    // Of a prediction of one half, no color is seen.
    assert!((1000..=32 * 32).contains(&cells.len()));
    for cell in cells {
        let (left, top) = cell.corner;
        let middle = (left + cell.width / 2.0, top + cell.height / 2.0);
        let (u, v) = axes.at(middle);
        let prediction = net.predict(&array![[u, v, 1.0]])[[0, 0]];
        let leans = 2.0 * prediction - 1.0;
        let drawn = if cell.color == BLUE { cell.opacity } else { -cell.opacity };
        assert!((drawn - leans).abs() < 0.1, "{drawn} at ({u}, {v})");
    }

    let (x, y) = four_rows();
    let circles = figure.circles.iter().filter(|circle| circle.color == PAPER);
    let circles: Vec<_> = circles.collect();
    assert_eq!(circles.len(), 4);
    for (circle, (row, target)) in circles.iter().zip(x.rows().into_iter().zip(&y)) {
        let (u, v) = axes.at(circle.center);
        assert!((u - row[0]).abs() < 0.02 && (v - row[1]).abs() < 0.02);
        let inside = |text: &&Text| text.at == circle.center;
        let text = figure.texts.iter().find(inside).unwrap();
        assert_eq!(text.number(), *target);
    }
    let [first, second] = ["first input", "second input"].map(|n| figure.text(n).at);
    assert!(first.1 > second.1 && first.0 > second.0);
}

/// The network after training, drawn as before. Orange lines are negative weights.
#[test]
fn the_orange_lines_of_the_trained_network_are_negative_weights() {
    let picture = Picture::of("architecture-trained");
    let net = trained();
    picture.assert_widths([&net.w1, &net.w2]);
    for weight in every_line() {
        let negative = number([&net.w1, &net.w2], weight) < 0.0;
        assert_eq!(picture.line(weight).color == VERMILION, negative, "{weight:?}");
    }
    let before = Picture::of("architecture");
    assert_eq!(picture.input_texts(), before.input_texts());
    for (unit, as_before) in picture.hidden().iter().zip(before.hidden()) {
        assert_eq!(unit.middle(), as_before.middle());
        assert_eq!(words(&unit.right()), words(&as_before.right()));
    }
}

fn trained() -> Network {
    let (x, y) = four_rows();
    let mut net = untrained();
    train(&mut net, &x, &y, 1.0, 1500);
    net
}
