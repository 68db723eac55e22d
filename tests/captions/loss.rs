//! The captions of the chapter *The loss*.

use backprop::network::four_rows;

use crate::{
    drawn::{BLUE, Drawn, VERMILION},
    picture::{Picture, shown, untrained, words},
};

/// What follows the output, for the second row. The prediction ŷ and the target meet in
/// the error, and its square is this row's part of the loss. Orange is negative.
#[test]
fn prediction_and_target_meet_in_the_error() {
    let picture = Picture::of("error");
    let (x, y) = four_rows();
    assert_eq!(picture.row().row(0), x.row(1));
    assert!(picture.lit_units().is_empty() && picture.lit_lines().is_empty());
    let (output, loss) = (picture.output(), picture.loss());
    assert!(output.is_lit() && loss.is_lit());

    let prediction = untrained().predict(&picture.row())[[0, 0]];
    let error = prediction - y[[1, 0]];
    assert_eq!(words(&output.right()), ["ŷ", &shown(prediction, 3)]);
    assert_eq!(words(&loss.left()), ["error", &shown(error, 3)]);
    assert_eq!(words(&loss.right()), ["square", &shown(error * error, 3)]);
    let beside = picture.0.text("loss").at;
    assert!(beside.1 == loss.middle().1 && beside.0 < loss.middle().0);

    let target = picture.0.text("target").at.1;
    let circle = picture.0.circles.iter().rfind(|circle| !circle.filled).unwrap();
    assert_eq!(circle.center.1, target);
    let inside = picture.0.texts.iter().find(|text| text.at == circle.center);
    assert_eq!(inside.unwrap().words, shown(y[[1, 0]], 0));
    let [down, up] = &picture.arrows()[..] else { panic!("not two arrows") };
    assert!(output.holds(down.from) && loss.holds(down.to));
    assert!(circle.center.1 > up.from.1 && up.from.1 > up.to.1);
    assert!(loss.holds(up.to));

    let mut orange = 0;
    for text in &picture.0.texts {
        let negative = text.words.starts_with('\u{2212}');
        assert_eq!(text.color == VERMILION, negative, "{}", text.words);
        orange += usize::from(negative);
    }
    assert!(orange > 0);
}

/// The square of an error (blue) and its absolute value (orange).
#[test]
fn the_square_is_blue_and_the_absolute_value_orange() {
    let figure = Drawn::of("square-and-absolute");
    let axes = &figure.axes()[0];
    for (error, y) in axes.along(figure.curves_in(BLUE)[0]) {
        assert!((y - error * error).abs() < 0.01, "{y} at {error}");
    }
    for (error, y) in axes.along(figure.curves_in(VERMILION)[0]) {
        assert!((y - error.abs()).abs() < 0.01, "{y} at {error}");
    }
    assert_eq!(figure.text("error²").color, BLUE);
    assert_eq!(figure.text("|error|").color, VERMILION);
}
