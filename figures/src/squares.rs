//! Tables of numbers in squares: images, kernels and what they give.

use std::ops::Range;

use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Canvas, DrawError, GREEN, GRID, INK, PURPLE, VERMILION, frame, plain, write,
};

/// One color for each of four places, or four squares.
pub(crate) const FOUR: [RGBColor; 4] = [BLUE, VERMILION, GREEN, PURPLE];

/// The numbers of an array in words.
pub(crate) fn list(numbers: &Array2<f64>) -> String {
    numbers.iter().map(plain).collect::<Vec<_>>().join(", ")
}

/// Where the squares of a table stand on the canvas.
pub(crate) struct Squares {
    pub(crate) corner: (i32, i32),
    pub(crate) side: i32,
}

impl Squares {
    /// Upper left and lower right corner of some rows and columns.
    pub(crate) fn corners(
        &self,
        rows: Range<usize>,
        columns: Range<usize>,
    ) -> [(i32, i32); 2] {
        let at = |row: usize, column: usize| {
            let (left, top) = self.corner;
            (left + self.side * column as i32, top + self.side * row as i32)
        };
        [at(rows.start, columns.start), at(rows.end, columns.end)]
    }

    pub(crate) fn middle(&self, row: usize, column: usize) -> (i32, i32) {
        let [(left, top), _] = self.corners(row..row, column..column);
        (left + self.side / 2, top + self.side / 2)
    }

    /// Text above a table of so many columns.
    pub(crate) fn name(
        &self,
        canvas: &Canvas,
        name: &str,
        columns: usize,
    ) -> Result<(), DrawError> {
        let x = self.corner.0 + self.side * columns as i32 / 2;
        write(canvas, (x, self.corner.1 - 34), name, INK, HPos::Center)
    }

    pub(crate) fn tint(
        &self,
        canvas: &Canvas,
        rows: Range<usize>,
        columns: Range<usize>,
        color: RGBColor,
        share: f64,
    ) -> Result<(), DrawError> {
        if rows.is_empty() || columns.is_empty() || share == 0.0 {
            return Ok(());
        }
        let corners = self.corners(rows, columns);
        canvas.draw(&Rectangle::new(corners, color.mix(share).filled()))
    }

    pub(crate) fn outline(
        &self,
        canvas: &Canvas,
        rows: Range<usize>,
        columns: Range<usize>,
        color: RGBColor,
    ) -> Result<(), DrawError> {
        frame(canvas, self.corners(rows, columns), color, 6)
    }

    /// The lines between so many rows and columns, and around them.
    pub(crate) fn lines(
        &self,
        canvas: &Canvas,
        (rows, columns): (usize, usize),
    ) -> Result<(), DrawError> {
        let across = (0..=rows).map(|row| self.corners(row..row, 0..columns));
        let down = (0..=columns).map(|column| self.corners(0..rows, column..column));
        for line in across.chain(down) {
            canvas.draw(&PathElement::new(line.to_vec(), GRID.stroke_width(3)))?;
        }
        Ok(())
    }

    /// A table of these numbers.
    pub(crate) fn draw(
        &self,
        canvas: &Canvas,
        numbers: &Array2<f64>,
    ) -> Result<(), DrawError> {
        self.lines(canvas, numbers.dim())?;
        for ((row, column), number) in numbers.indexed_iter() {
            let at = self.middle(row, column);
            write(canvas, at, &plain(number), INK, HPos::Center)?;
        }
        Ok(())
    }
}
