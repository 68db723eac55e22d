//! The caption of the chapter *Digits*.

use files::small::small;
use ndarray::Array2;

use crate::drawn::{BLUE, Corners, Drawn, GRID, INK, PAPER, VERMILION, is_inside};

/// The image whose frame this is: its squares, from 0 for none to 1 for the darkest.
pub fn pixels(figure: &Drawn, frame: Corners, rows: usize) -> Array2<f64> {
    assert!(figure.boxes_in(PAPER).is_empty());
    let [(left, top), (right, _)] = frame;
    let side = (right - left) / rows as f64;
    let mut pixels = Array2::zeros((rows, rows));
    for one in &figure.boxes {
        let middle = (one.corner.0 + side / 2.0, one.corner.1 + side / 2.0);
        if is_inside(middle, frame) {
            assert_eq!((one.width, one.height), (side, side));
            let place = [(middle.1 - top) / side, (middle.0 - left) / side];
            let sign = match one.color.as_str() {
                VERMILION => -1.0,
                BLUE | INK => 1.0,
                other => panic!("a pixel of {other}"),
            };
            pixels[place.map(|at| at as usize)] = sign * one.opacity;
        }
    }
    pixels
}

/// Twenty of the digits: ten from the beginning of the file and ten from its last fifth. The
/// labels are 0 to 9, in this order, in both rows.
#[test]
fn ten_digits_are_drawn_from_the_beginning_and_ten_from_the_last_fifth() {
    let figure = Drawn::of("digits-samples");
    assert!(figure.boxes.iter().all(|one| one.color == INK));
    let data = small();
    let frames = figure.frames_in(GRID);
    assert_eq!(frames.len(), 20);
    for (row, frames) in frames.chunks(10).enumerate() {
        let name = &figure.texts[row];
        let from: usize = name.words.strip_prefix("from ").unwrap().parse().unwrap();
        let last_fifth = data.len() - data.len() / 5;
        assert!(if row == 0 { from == 0 } else { from >= last_fifth }, "{from}");
        let mut lefts = vec![];
        for (i, frame) in frames.iter().enumerate() {
            let corners = frame.corners();
            assert!(name.at.1 < corners[0].1 && corners[0].1 - name.at.1 < 30.0);
            lefts.push(corners[0].0);
            let drawn = pixels(&figure, corners, 8);
            for (drawn, ink) in drawn.iter().zip(data.x.row(from + i)) {
                assert!((drawn - ink).abs() < 0.006, "{drawn}, {ink}");
            }
            assert_eq!(data.labels[from + i], i);
        }
        assert!(lefts.is_sorted());
    }
}
