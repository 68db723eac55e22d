//! The caption of the chapter *Any number of layers*.

use crate::drawn::{BLUE, Drawn, INK, Text, VERMILION};

/// A network of three layers, two inputs, four units, four units, one output. Down at the left,
/// what goes forward; up at the right, what comes back. Each box is a layer: its weights and
/// biases, what it computes, and the slopes along them.
#[test]
fn three_boxes_hold_a_layer_each_with_arrows_down_at_the_left_and_up_at_the_right() {
    let figure = Drawn::of("layers");
    let layers = [
        ["W₁ (2, 4)", "b₁ (4)", "z₁ = xW₁ + b₁, a₁ = σ(z₁)"],
        ["W₂ (4, 4)", "b₂ (4)", "z₂ = a₁W₂ + b₂, a₂ = σ(z₂)"],
        ["W₃ (4, 1)", "b₃ (1)", "z₃ = a₂W₃ + b₃, a₃ = σ(z₃)"],
    ];
    let boxes = figure.frames_in(INK);
    assert_eq!(boxes.len(), layers.len());
    for (frame, [weights, biases, computed]) in boxes.iter().zip(layers) {
        let mut there: Vec<&str> = figure
            .texts_in(frame.corners())
            .into_iter()
            .map(|text| text.words.as_str())
            .collect();
        let slopes = [weights, biases].map(|what| format!("∂L/∂{what}"));
        let mut all = [weights, biases, computed, &slopes[0], &slopes[1]];
        there.sort_unstable();
        all.sort_unstable();
        assert_eq!(there, all);
    }
    let middle = 500.0;
    for (color, count, direction, side) in
        [(BLUE, 4, 1.0, -1.0), (VERMILION, 3, -1.0, 1.0)]
    {
        let mut lines = figure.lines_in(color);
        lines.extend(figure.shapes.iter().filter(|shape| shape.color == color));
        assert_eq!(lines.len(), 2 * count);
        assert!(lines.iter().all(|line| side * (line.points[0].0 - middle) > 0.0));
        for head in figure.shapes.iter().filter(|shape| shape.color == color) {
            let [tip, back, _] = head.points[..] else {
                panic!("a head of three points")
            };
            assert!(direction * (tip.1 - back.1) > 0.0, "{tip:?}");
        }
    }
    let inside = |text: &Text| boxes.iter().any(|frame| frame.holds(text.at));
    for text in figure.texts.iter().filter(|text| !inside(text)) {
        let comes_back = text.words.starts_with("∂L/∂");
        assert_eq!(text.at.0 > middle, comes_back, "{}", text.words);
    }
}
