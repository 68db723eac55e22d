//! The caption of the chapter *From NumPy to Rust*.

use backprop::network::four_rows;

use crate::{
    drawn::{BLUE, Drawn},
    picture::{shown, untrained},
};

/// Our four predictions minus a flat list of the four targets. Framed are the four errors
/// that were meant; the other twelve compare a prediction with the target of another row.
#[test]
fn the_four_errors_that_were_meant_are_framed() {
    let figure = Drawn::of("stretching");
    let (x, y) = four_rows();
    let predictions = untrained().predict(&x);
    let cells: Vec<_> =
        figure.lines.iter().filter(|line| line.points.len() == 6).collect();
    assert_eq!(cells.len(), 16);
    let heads: Vec<_> =
        figure.texts.iter().filter(|text| text.color == BLUE).collect();
    let beside = heads.iter().map(|text| text.at.0).fold(f64::INFINITY, f64::min);
    let (rows, columns): (Vec<&&_>, Vec<&&_>) =
        heads.iter().partition(|text| text.at.0 == beside);
    for (i, row) in rows.iter().enumerate() {
        assert_eq!(row.words, shown(predictions[[i, 0]], 2));
        for (j, column) in columns.iter().enumerate() {
            assert_eq!(column.number(), y[[j, 0]]);
            let at = (column.at.0, row.at.1);
            let cell = cells.iter().find(|cell| cell.holds(at)).unwrap();
            let text = figure.texts.iter().find(|text| text.at == at).unwrap();
            assert_eq!(text.words, shown(predictions[[i, 0]] - y[[j, 0]], 2));
            assert_eq!(cell.color == BLUE, i == j);
        }
    }
    assert_eq!((rows.len(), columns.len()), (4, 4));
}
