//! Figure of the chapter *From NumPy to Rust*.

use ndarray::Array2;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GRID, INK, frame, signed, svg, write,
};

/// What a column of predictions minus a flat list of targets becomes: a table of differences,
/// of which the diagonal alone was meant. Both arrays are `(n, 1)`, up to five rows.
pub fn stretching(y_hat: &Array2<f64>, y: &Array2<f64>) -> Drawing {
    let n = y.nrows();
    let errors: Vec<String> =
        (y_hat - y).iter().map(|error| signed(*error, 2)).collect();
    let words = format!(
        "A table with a row for each of {n} predictions and a column for each of {n} targets. \
         Every cell holds prediction minus target. Framed, on the diagonal, are the {n} \
         errors that were meant: {}.",
        errors.join(", "),
    );
    let height = 190 + 100 * n as u32;
    svg(height, "Sixteen differences where four were meant", &words, |canvas| {
        write(canvas, (place(0, 0).0, 40), "y, shape (4,)", INK, HPos::Left)?;
        write(canvas, (20, 90), "ŷ, (4, 1)", INK, HPos::Left)?;
        for i in 0..n {
            let (row, column) = (place(i, 0).1, place(0, i).0);
            write(canvas, (200, row), &signed(y_hat[[i, 0]], 2), BLUE, HPos::Right)?;
            write(canvas, (column, 110), &signed(y[[i, 0]], 0), BLUE, HPos::Center)?;
            for j in 0..n {
                let difference = signed(y_hat[[i, 0]] - y[[j, 0]], 2);
                cell(canvas, place(i, j), i == j)?;
                write(canvas, place(i, j), &difference, INK, HPos::Center)?;
            }
        }
        Ok(())
    })
}

/// The middle of the cell in row `i` and column `j`.
fn place(i: usize, j: usize) -> (i32, i32) {
    (340 + 150 * j as i32, 200 + 100 * i as i32)
}

fn cell(canvas: &Canvas, (x, y): (i32, i32), meant: bool) -> Result<(), DrawError> {
    let corners = [(x - 66, y - 42), (x + 66, y + 42)];
    let (color, width) = if meant { (BLUE, 6) } else { (GRID, 3) };
    frame(canvas, corners, color, width)
}
