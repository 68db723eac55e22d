//! The picture that recurs through Part I: the network, always in the same place. Each chapter
//! lights up the part that it is about, and the rest is pale.

use std::f64::consts::TAU;

use backprop::network::Network;
use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::network::largest;
use crate::style::{
    BLUE, Canvas, DrawError, GRID, INK, PAPER, VERMILION, arrow, plain, write,
};

/// The height of the picture.
pub(crate) const HEIGHT: u32 = 700;
/// The middle of each column, from left to right.
const COLUMNS: [i32; 3] = [60, 450, 870];
const MIDDLE: i32 = 345;
const ROW: i32 = 150;
/// The radius of an input, and half the height of a unit.
const RADIUS: i32 = 52;
/// Half the width of a unit.
const REACH: i32 = 126;
/// How far apart two lines of text stand.
const LEADING: i32 = 38;
/// How high the loss and the target stand, below the output.
const LOSS: i32 = 500;
const TARGET: i32 = 645;

/// A line of the network: its layer, and where it begins and ends there.
pub(crate) type Line = (usize, usize, usize);
/// Text and its color.
pub(crate) type Words = (String, RGBColor);

/// The lines are as wide as these numbers are large: weights, or their slopes.
pub(crate) struct Picture<'a, 'b> {
    canvas: &'a Canvas<'b>,
    numbers: [&'a Array2<f64>; 2],
}

impl<'a, 'b> Picture<'a, 'b> {
    /// The network with its weights.
    pub(crate) fn of(canvas: &'a Canvas<'b>, net: &'a Network) -> Self {
        Picture { canvas, numbers: [&net.w1, &net.w2] }
    }

    /// The network with other numbers on its lines, first those of the hidden layer.
    pub(crate) fn with(
        canvas: &'a Canvas<'b>,
        numbers: [&'a Array2<f64>; 2],
    ) -> Self {
        Picture { canvas, numbers }
    }

    /// All lines, and the names of the columns. What is lit lies above what is not.
    pub(crate) fn lines(&self, lit: impl Fn(Line) -> bool) -> Result<(), DrawError> {
        for (column, name) in COLUMNS.into_iter().zip(["input", "hidden", "output"]) {
            write(self.canvas, (column, 24), name, INK, HPos::Center)?;
        }
        let widest = largest(self.numbers[0]).max(largest(self.numbers[1]));
        for above in [false, true] {
            for (layer, numbers) in self.numbers.into_iter().enumerate() {
                for ((from, to), &number) in numbers.indexed_iter() {
                    if lit((layer, from, to)) != above {
                        continue;
                    }
                    let color = match (above, number < 0.0) {
                        (false, _) => GRID.into(),
                        (true, false) => BLUE.mix(0.8),
                        (true, true) => VERMILION.mix(0.8),
                    };
                    let width = 1 + (22.0 * number.abs() / widest).round() as u32;
                    let ends = self.ends((layer, from, to)).to_vec();
                    let line = PathElement::new(ends, color.stroke_width(width));
                    self.canvas.draw(&line)?;
                }
            }
        }
        Ok(())
    }

    /// Text on a line, in its middle.
    pub(crate) fn on_line(
        &self,
        line: Line,
        texts: &[Words],
    ) -> Result<(), DrawError> {
        self.on_paper(self.along(line, 0.5, 0), texts)
    }

    /// Text on a piece of paper that hides what is below.
    pub(crate) fn on_paper(
        &self,
        (x, y): (i32, i32),
        texts: &[Words],
    ) -> Result<(), DrawError> {
        let longest = texts.iter().map(|(text, _)| text.chars().count()).max();
        let (wide, high) =
            ((9 * longest.unwrap_or(0) as i32 + 6).max(24), 19 * texts.len() as i32);
        let corners = [(x - wide, y - high), (x + wide, y + high)];
        self.canvas.draw(&Rectangle::new(corners, PAPER.filled()))?;
        self.stack((x, y), texts)
    }

    /// An arrow beside a line, from one share of its length to another.
    pub(crate) fn beside(
        &self,
        line: Line,
        [from, to]: [f64; 2],
        aside: i32,
        color: RGBColor,
    ) -> Result<(), DrawError> {
        let ends = [from, to].map(|share| self.along(line, share, aside));
        arrow(self.canvas, ends[0], ends[1], color)
    }

    /// A place beside a line, a share of its length from its beginning.
    pub(crate) fn along(&self, line: Line, share: f64, aside: i32) -> (i32, i32) {
        let [(x0, y0), (x1, y1)] = self.ends(line);
        let part = |from: i32, to: i32| from + (share * f64::from(to - from)) as i32;
        (part(x0, x1), part(y0, y1) + aside)
    }

    /// All of it pale, with no numbers but the inputs.
    pub(crate) fn pale(&self, inputs: &[String]) -> Result<(), DrawError> {
        self.lines(|_| false)?;
        self.inputs(inputs, |_| false)?;
        for (layer, numbers) in self.numbers.iter().enumerate() {
            for j in 0..numbers.ncols() {
                self.unit((layer, j), [&[], &[]], false)?;
            }
        }
        Ok(())
    }

    /// One input, lit.
    pub(crate) fn input(&self, i: usize, text: &str) -> Result<(), DrawError> {
        let at = (COLUMNS[0], row(i, self.numbers[0].nrows()));
        self.circle(at, &ink(text), true)
    }

    /// The inputs, each with its text.
    pub(crate) fn inputs(
        &self,
        texts: &[String],
        lit: impl Fn(usize) -> bool,
    ) -> Result<(), DrawError> {
        for (i, text) in texts.iter().enumerate() {
            let at = (COLUMNS[0], row(i, texts.len()));
            self.circle(at, &ink(text), lit(i))?;
        }
        Ok(())
    }

    /// A unit of two halves: its sum at the left, what it makes of it at the right.
    pub(crate) fn unit(
        &self,
        (layer, j): (usize, usize),
        [sum, activation]: [&[Words]; 2],
        lit: bool,
    ) -> Result<(), DrawError> {
        let at = (COLUMNS[layer + 1], row(j, self.numbers[layer].ncols()));
        self.halves(at, [sum, activation], lit)
    }

    /// The loss below the output, and the target from which it comes.
    pub(crate) fn loss(
        &self,
        [error, square]: [&[Words]; 2],
        target: f64,
    ) -> Result<(), DrawError> {
        let column = COLUMNS[2];
        self.halves((column, LOSS), [error, square], true)?;
        write(self.canvas, (column - REACH - 16, LOSS), "loss", INK, HPos::Right)?;
        let above = (column, LOSS + RADIUS);
        arrow(self.canvas, (column, TARGET - RADIUS), above, INK)?;
        self.circle((column, TARGET), &ink(&plain(&target)), true)?;
        let beside = (column - RADIUS - 16, TARGET);
        write(self.canvas, beside, "target", INK, HPos::Right)
    }

    /// The loss of all rows below the output.
    pub(crate) fn whole_loss(&self, text: &str) -> Result<(), DrawError> {
        let at = (COLUMNS[2], LOSS);
        self.capsule(at, true)?;
        self.stack(at, &ink(text))?;
        write(self.canvas, (at.0 - REACH - 16, LOSS), "loss", INK, HPos::Right)
    }

    /// An arrow from the output down to the loss, or back up, so far from the middle.
    pub(crate) fn to_loss(
        &self,
        aside: i32,
        back: bool,
        color: RGBColor,
    ) -> Result<(), DrawError> {
        let x = COLUMNS[2] + aside;
        let (output, loss) = ((x, MIDDLE + RADIUS), (x, LOSS - RADIUS));
        let (from, to) = if back { (loss, output) } else { (output, loss) };
        arrow(self.canvas, from, to, color)
    }

    /// Text above a unit.
    pub(crate) fn above(
        &self,
        (layer, j): (usize, usize),
        texts: &[Words],
    ) -> Result<(), DrawError> {
        let n = self.numbers[layer].ncols();
        let at = (COLUMNS[layer + 1], row(j, n) - ROW / 2);
        let places = texts.len() as i32 - 1;
        for (i, (text, color)) in texts.iter().enumerate() {
            let x = at.0 + (2 * i as i32 - places) * REACH / 2;
            write(self.canvas, (x, at.1), text, *color, HPos::Center)?;
        }
        Ok(())
    }

    fn circle(
        &self,
        at: (i32, i32),
        texts: &[Words],
        lit: bool,
    ) -> Result<(), DrawError> {
        let rim = if lit { INK } else { GRID };
        self.canvas.draw(&Circle::new(at, RADIUS, PAPER.filled()))?;
        self.canvas.draw(&Circle::new(at, RADIUS, rim.stroke_width(4)))?;
        self.stack(at, texts)
    }

    fn halves(
        &self,
        at: (i32, i32),
        [left, right]: [&[Words]; 2],
        lit: bool,
    ) -> Result<(), DrawError> {
        self.capsule(at, lit)?;
        let (x, y) = at;
        let divider = vec![(x, y - RADIUS), (x, y + RADIUS)];
        let color = if lit { INK } else { GRID };
        self.canvas.draw(&PathElement::new(divider, color.stroke_width(3)))?;
        self.stack((x - REACH / 2 + 1, y), left)?;
        self.stack((x + REACH / 2 - 1, y), right)
    }

    /// What a unit is drawn in: a rectangle with half a circle at each end.
    fn capsule(&self, (x, y): (i32, i32), lit: bool) -> Result<(), DrawError> {
        let corner = |step: usize| {
            let angle = TAU * (step as f64 + 0.5) / 48.0;
            let side = (REACH - RADIUS) * angle.cos().signum() as i32;
            let (right, down) =
                (f64::from(RADIUS) * angle.cos(), f64::from(RADIUS) * angle.sin());
            (x + side + right.round() as i32, y + down.round() as i32)
        };
        let mut corners: Vec<_> = (0..48).map(corner).collect();
        self.canvas.draw(&Polygon::new(corners.clone(), PAPER.filled()))?;
        corners.extend_from_within(..2);
        let style = if lit { INK.stroke_width(5) } else { GRID.stroke_width(3) };
        self.canvas.draw(&PathElement::new(corners, style))
    }

    /// Lines of text, one below the other, around a point.
    fn stack(&self, (x, y): (i32, i32), texts: &[Words]) -> Result<(), DrawError> {
        let first = y - LEADING * (texts.len() as i32 - 1) / 2;
        for (i, (text, color)) in texts.iter().enumerate() {
            let at = (x, first + LEADING * i as i32);
            write(self.canvas, at, text, *color, HPos::Center)?;
        }
        Ok(())
    }

    /// Where a line begins and ends, under the rims of what it joins.
    fn ends(&self, (layer, from, to): Line) -> [(i32, i32); 2] {
        let (above, below) = self.numbers[layer].dim();
        let reach = [0, REACH - 12][layer];
        [
            (COLUMNS[layer] + reach, row(from, above)),
            (COLUMNS[layer + 1] - REACH + 12, row(to, below)),
        ]
    }
}

/// The height at which the one of `n` nodes stands.
fn row(i: usize, n: usize) -> i32 {
    MIDDLE + (2 * i as i32 - (n as i32 - 1)) * ROW / 2
}

/// Text in the color of text.
pub(crate) fn ink(text: &str) -> [Words; 1] {
    [(text.to_string(), INK)]
}

/// The numbers of a row, as they stand in its inputs.
pub(crate) fn numbers(x: &Array2<f64>) -> Vec<String> {
    x.iter().map(plain).collect()
}
