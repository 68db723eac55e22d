//! A digit cut out of a photo, as a data set has its digits.

use std::collections::BTreeSet;

use backprop::activation::Identity;
use backprop::dense::Dense;
use backprop::sequential::Sequential;
use ndarray::{Array2, Axis, Zip};

use crate::pictures::sample::{bilinear, resized};

/// How a data set has its digits.
// ANCHOR: Frame
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// How many pixels a side of its images has.
    pub side: usize,
    /// The height and the width of the box that a digit fits into, in pixels.
    pub inside: (f64, f64),
    /// Whether a digit is as wide for its height as it was written. If not, it is as
    /// tall as the box, and only made narrower where it would be too wide.
    pub keeps_ratio: bool,
    /// If its strokes are made thicker or thinner: the share of the image that comes
    /// to be ink.
    pub ink: Option<f64>,
}

impl Frame {
    /// As the 1,797 small digits are.
    pub const SMALL: Frame =
        Frame { side: 8, inside: (8.0, 5.5), keeps_ratio: false, ink: Some(0.305) };
    /// As MNIST's digits are.
    ///
    /// Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of
    /// handwritten digits*.
    pub const MNIST: Frame =
        Frame { side: 28, inside: (20.0, 20.0), keeps_ratio: true, ink: None };
}
// ANCHOR_END: Frame

/// A digit of a photo, and the steps that led to it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The photo in gray, at most [`SIDE`] pixels wide and high.
    pub photo: Array2<f64>,
    /// How bright the paper is at each of its pixels.
    pub paper: Array2<f64>,
    /// How much ink, from 0 to 1.
    pub ink: Array2<f64>,
    /// The shape of the digit alone: 1 where it is, and a rim of 0.
    pub cut: Array2<f64>,
    /// What a network sees.
    pub seen: Array2<f64>,
}

/// The longest side of the photo that is looked at: it is made smaller to this.
pub const SIDE: usize = 256;
/// Ink is at least so much darker than paper.
const CONTRAST: f64 = 0.15;

/// Finds the one digit of a photo in gray, and makes it as a data set has its digits.
///
/// # Errors
///
/// If there is none, or more than one, or it is too small.
#[doc = cell!("own_photo")]
// ANCHOR: read_handwriting
pub fn read(photo: &Array2<f64>, frame: &Frame) -> Result<Reading, String> {
    let (height, width) = photo.dim();
    if height.min(width) < 8 {
        return Err(format!(
            "it has {width} by {height} pixels: too few to hold a digit"
        ));
    }
    let smaller = (SIDE as f64 / height.max(width) as f64).min(1.0);
    let size = |pixels: usize| ((smaller * pixels as f64).round() as usize).max(1);
    let photo = resized(photo, size(height), size(width));
    let paper = paper(&photo);
    let ink = ink(&photo, &paper);
    let cut = cut_out(&ink)?;
    let seen = framed(&cut, frame);
    Ok(Reading { photo, paper, ink, cut, seen })
}
// ANCHOR_END: read_handwriting

/// How bright the paper of a photo is at each pixel: a function of the place that
/// changes slowly, learned from the pixels that it fits well.
// ANCHOR: paper
pub fn paper(photo: &Array2<f64>) -> Array2<f64> {
    let (height, width) = photo.dim();
    let points = resized(photo, height.min(32), width.min(32));
    let (x, y) =
        (places(points.dim()), points.flatten().to_owned().insert_axis(Axis(1)));
    let mut surface = Sequential::new(Dense::new(5, 1), &Identity);
    let mut kept: Vec<usize> = (0..y.len()).collect();
    let mut said = Array2::from_elem(y.dim(), median(&y));
    for _ in 0..10 {
        kept = near(&(&said - &y), &kept);
        let (x, y) = (x.select(Axis(0), &kept), y.select(Axis(0), &kept));
        // No larger than a step that is sure to lead down.
        let rate = 1.0 / (kept.len() as f64 + (&x * &x).sum());
        surface.train(&x, &y, rate, 40);
        said = surface.predict(&places(points.dim()));
    }
    let shades = surface.predict(&places((height, width)));
    Array2::from_shape_fn((height, width), |(row, column)| {
        shades[[row * width + column, 0]]
    })
    .clamp(0.02, 0.98)
}

/// The points that are no farther off than those kept so far are on the whole.
fn near(off: &Array2<f64>, kept: &[usize]) -> Vec<usize> {
    let squares: f64 = kept.iter().map(|&i| off[[i, 0]].powi(2)).sum();
    let far = (squares / kept.len() as f64).sqrt() + 0.02;
    (0..off.len()).filter(|&i| off[[i, 0]].abs() <= far).collect()
}

fn median(values: &Array2<f64>) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Five numbers for each pixel of an image, from where it is: with u and v from −1 to
/// 1 across and down, u, v, u² − 1/3, uv and v² − 1/3, each times what makes its mean
/// square 1.
fn places((height, width): (usize, usize)) -> Array2<f64> {
    Array2::from_shape_fn((height * width, 5), |(pixel, number)| {
        let along = |i: usize, n: usize| (2 * i + 1) as f64 / n as f64 - 1.0;
        let (u, v) = (along(pixel % width, width), along(pixel / width, height));
        match number {
            0 => 3.0_f64.sqrt() * u,
            1 => 3.0_f64.sqrt() * v,
            2 => 11.25_f64.sqrt() * (u * u - 1.0 / 3.0),
            3 => 3.0 * u * v,
            _ => 11.25_f64.sqrt() * (v * v - 1.0 / 3.0),
        }
    })
}
// ANCHOR_END: paper

/// How much ink is at each pixel: how much darker than the paper it is, as a share.
/// If what is written is lighter than the paper, as on a blackboard, how much
/// lighter.
// ANCHOR: ink
pub fn ink(photo: &Array2<f64>, paper: &Array2<f64>) -> Array2<f64> {
    // What is written is farther from the paper than noise is, and the cube tells its side.
    let cubes: f64 =
        Zip::from(photo).and(paper).fold(0.0, |sum, p, b| sum + (b - p).powi(3));
    Zip::from(photo).and(paper).map_collect(|&p, &b| {
        let share =
            if cubes >= 0.0 { (b - p) / b } else { (p - b) / (1.0 - b).max(0.5) };
        share.clamp(0.0, 1.0)
    })
}
// ANCHOR_END: ink

/// The number that parts `values`, each from 0 to 1, in two kinds that lie farthest
/// apart: those below it and those above. And the means of the two.
///
/// Source: N. Otsu, *A Threshold Selection Method from Gray-Level Histograms*, 1979.
pub fn threshold(values: &Array2<f64>) -> (f64, f64, f64) {
    let mut sorted: Vec<f64> = values.iter().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let (n, total) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    let (mut best, mut found) = (0.0, (1.0, total / n, total / n));
    let mut below = 0.0;
    for (i, pair) in sorted.windows(2).enumerate() {
        below += pair[0];
        let count = (i + 1) as f64;
        let (low, high) = (below / count, (total - below) / (n - count));
        let between = count * (n - count) * (high - low).powi(2);
        if between > best && pair[0] < pair[1] {
            (best, found) = (between, ((pair[0] + pair[1]) / 2.0, low, high));
        }
    }
    found
}

/// The one shape of an image of ink, with a rim of 0.
///
/// # Errors
///
/// If there is none, or more than one.
pub fn cut_out(ink: &Array2<f64>) -> Result<Array2<f64>, String> {
    let (parts, low, high) = threshold(ink);
    if high - low < CONTRAST {
        return Err("it is of one shade: there is no ink in it".into());
    }
    let shapes = shapes(&ink.mapv(|share| share > parts));
    let largest = shapes.iter().map(|shape| shape.pixels.len()).max().unwrap_or(0);
    let digits: Vec<&Shape> =
        shapes.iter().filter(|shape| 5 * shape.pixels.len() >= largest).collect();
    let [digit] = digits[..] else {
        let count = digits.len();
        return Err(format!(
            "it has {count} shapes of about one size: cut out one digit"
        ));
    };
    let (height, width) =
        (digit.bottom - digit.top + 1, digit.right - digit.left + 1);
    if height.max(width) < 8 {
        return Err(format!(
            "what is written has {width} by {height} pixels: too few to read"
        ));
    }
    let mut cut = Array2::zeros((height + 2, width + 2));
    for &(row, column) in &digit.pixels {
        cut[[row - digit.top + 1, column - digit.left + 1]] = 1.0;
    }
    Ok(cut)
}

/// Pixels that hang together, and the box around them.
#[derive(Debug, Clone)]
struct Shape {
    pixels: Vec<(usize, usize)>,
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

impl Shape {
    fn new(pixels: Vec<(usize, usize)>) -> Self {
        let (mut shape, (row, column)) = (
            Shape { pixels: vec![], top: 0, bottom: 0, left: 0, right: 0 },
            pixels[0],
        );
        (shape.top, shape.bottom, shape.left, shape.right) =
            (row, row, column, column);
        for &(row, column) in &pixels {
            (shape.top, shape.bottom) = (shape.top.min(row), shape.bottom.max(row));
            (shape.left, shape.right) =
                (shape.left.min(column), shape.right.max(column));
        }
        shape.pixels = pixels;
        shape
    }

    /// How many pixels lie between the boxes of two shapes, at most.
    fn gap(&self, other: &Shape) -> usize {
        let apart = |end: usize, start: usize| start.saturating_sub(end + 1);
        let across = apart(self.right, other.left).max(apart(other.right, self.left));
        let down = apart(self.bottom, other.top).max(apart(other.bottom, self.top));
        across.max(down)
    }

    fn touches_the_edge_of(&self, (height, width): (usize, usize)) -> bool {
        self.top == 0
            || self.left == 0
            || self.bottom + 1 == height
            || self.right + 1 == width
    }
}

/// The shapes of an image: dust is left out, strokes that almost touch are one, and
/// what reaches the edge of the photo, as the edge of a table, only counts if nothing
/// else does.
fn shapes(ink: &Array2<bool>) -> Vec<Shape> {
    let mut parts = connected(ink);
    let largest = parts.iter().map(|part| part.pixels.len()).max().unwrap_or(0);
    parts.retain(|part| 50 * part.pixels.len() >= largest);
    let mut shapes: Vec<Shape> = vec![];
    while let Some(mut shape) = parts.pop() {
        // A stroke joined may bring another one near.
        let near = |shape: &Shape, part: &Shape| {
            10 * shape.gap(part) <= shape.bottom - shape.top + 1
        };
        while let Some(other) = parts.iter().position(|part| near(&shape, part)) {
            let other = parts.swap_remove(other);
            shape = Shape::new([shape.pixels, other.pixels].concat());
        }
        shapes.push(shape);
    }
    let inside = |shape: &Shape| {
        !shape.touches_the_edge_of(ink.dim())
            && 10 * (shape.bottom - shape.top) > ink.nrows()
    };
    if shapes.iter().any(inside) {
        shapes.retain(|shape| !shape.touches_the_edge_of(ink.dim()));
    }
    shapes
}

/// The pixels of ink, those that touch one another together, the larger parts last.
fn connected(ink: &Array2<bool>) -> Vec<Shape> {
    let mut left: BTreeSet<(usize, usize)> =
        ink.indexed_iter().filter(|(_, ink)| **ink).map(|(at, _)| at).collect();
    let mut parts = vec![];
    while let Some(first) = left.pop_first() {
        let (mut pixels, mut next) = (vec![], vec![first]);
        while let Some((row, column)) = next.pop() {
            pixels.push((row, column));
            for row in row.saturating_sub(1)..=row + 1 {
                for column in column.saturating_sub(1)..=column + 1 {
                    if left.remove(&(row, column)) {
                        next.push((row, column));
                    }
                }
            }
        }
        parts.push(Shape::new(pixels));
    }
    parts.sort_by_key(|part| part.pixels.len());
    parts
}

/// The center of mass of an image of ink: how far it is from the top, and from the
/// left, in pixels.
///
/// The middle of the pixel in row 0 and column 0 is half a pixel from both.
// ANCHOR: center_of_mass
pub fn center_of_mass(ink: &Array2<f64>) -> (f64, f64) {
    let mass = ink.sum();
    let (mut down, mut right) = (0.0, 0.0);
    for ((row, column), m) in ink.indexed_iter() {
        down += m * (row as f64 + 0.5);
        right += m * (column as f64 + 0.5);
    }
    (down / mass, right / mass)
}
// ANCHOR_END: center_of_mass

/// A shape with a rim of 0 as a data set has its digits, `(side, side)`: scaled to
/// its box, the center of mass in the middle as far as all of it stays inside, its
/// strokes as thick as there.
// ANCHOR: framed
pub fn framed(cut: &Array2<f64>, frame: &Frame) -> Array2<f64> {
    let Some(wanted) = frame.ink else { return scaled(cut, frame, 0) };
    let drawn = (-3..=5).map(|by| scaled(cut, frame, by));
    let off = |image: &Array2<f64>| (image.mean().unwrap_or(0.0) - wanted).abs();
    drawn.min_by(|a, b| off(a).total_cmp(&off(b))).expect("nine images")
}

/// How many points a side of a pixel has.
const POINTS: usize = 4;
/// How many points there are beyond the image on each side.
const RIM: usize = 4;

/// The shape scaled, its strokes thicker by so many points on each side, or thinner.
fn scaled(cut: &Array2<f64>, frame: &Frame, thicker: isize) -> Array2<f64> {
    let (points, rim) = (POINTS as f64, RIM as f64);
    let (height, width) = (cut.nrows() as f64 - 2.0, cut.ncols() as f64 - 2.0);
    let inside = |pixels: f64| (points * pixels - 2.0 * thicker as f64).max(1.0);
    let (tall, wide) =
        (inside(frame.inside.0) / height, inside(frame.inside.1) / width);
    let right = tall.min(wide);
    let down = if frame.keeps_ratio { right } else { tall };

    // The middle of the image, or as near to it as the box allows.
    let side = points * frame.side as f64;
    let center = center_of_mass(cut);
    let place = |center: f64, scale: f64, size: f64| {
        let (before, after) = (scale * (center - 1.0), scale * (size + 1.0 - center));
        let room = thicker as f64;
        let (first, last) = (before + room, side - after - room);
        if first > last {
            (first + last) / 2.0
        } else {
            (side / 2.0).clamp(first, last)
        }
    };
    let (y, x) = (place(center.0, down, height), place(center.1, right, width));
    let size = POINTS * frame.side + 2 * RIM;
    let shape = Array2::from_shape_fn((size, size), |(row, column)| {
        let along = |i: usize, place: f64, scale: f64, center: f64| {
            center + (i as f64 + 0.5 - rim - place) / scale
        };
        bilinear(
            cut,
            along(row, y, down, center.0),
            along(column, x, right, center.1),
        )
    });
    let shape = if frame.ink.is_some() { grown(&shape, thicker) } else { shape };
    let image =
        Array2::from_shape_fn((size - 2 * RIM, size - 2 * RIM), |(row, column)| {
            shape[[row + RIM, column + RIM]]
        });
    resized(&image, frame.side, frame.side)
}
// ANCHOR_END: framed

/// The points at most `by` away from a point of ink; if it is negative, those as far
/// from all paper.
fn grown(shape: &Array2<f64>, by: isize) -> Array2<f64> {
    let is_ink = |row: isize, column: isize| {
        let at = (usize::try_from(row).ok(), usize::try_from(column).ok());
        let point = at.0.zip(at.1).and_then(|at| shape.get(at));
        point.is_some_and(|&ink| ink > 0.5)
    };
    let reach = by.abs();
    Array2::from_shape_fn(shape.dim(), |(row, column)| {
        let near =
            (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (y, x)));
        let mut near = near.filter(|(y, x)| y * y + x * x <= reach * reach);
        let ink =
            |(y, x): (isize, isize)| is_ink(row as isize + y, column as isize + x);
        f64::from(if by > 0 { near.any(ink) } else { near.all(ink) })
    })
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// A stroke of so many pixels in the middle of a large sheet.
    fn stroke(height: usize, width: usize) -> Array2<f64> {
        Array2::from_shape_fn((100, 100), |(y, x)| {
            let inside = y.abs_diff(50) * 2 <= height && x.abs_diff(50) * 2 <= width;
            if inside { 0.1 } else { 0.9 }
        })
    }

    #[test]
    fn the_center_of_mass_of_one_pixel_is_its_middle() {
        let mut ink = Array2::zeros((4, 6));
        ink[[1, 4]] = 0.5;
        assert_eq!(center_of_mass(&ink), (1.5, 4.5));
        assert_eq!(center_of_mass(&array![[1.0, 0.0, 0.0, 0.0, 3.0]]), (0.5, 3.5));
    }

    #[test]
    fn the_threshold_lies_between_the_two_kinds() {
        let (at, low, high) = threshold(&array![[0.1, 0.1, 0.2, 0.8, 0.9, 1.0]]);
        assert!((at - 0.5).abs() < 1e-12);
        assert!((low - 0.4 / 3.0).abs() < 1e-12 && (high - 0.9).abs() < 1e-12);
    }

    #[test]
    fn a_small_digit_is_as_tall_as_its_image_and_mnists_fits_into_20_of_28() {
        let seen = read(&stroke(60, 20), &Frame::SMALL).unwrap().seen;
        assert_eq!(seen.dim(), (8, 8));
        assert!(seen.row(0).sum() > 0.5 && seen.row(7).sum() > 0.5);
        assert!((seen.sum() / 64.0 - 0.305).abs() < 0.1);
        assert!((center_of_mass(&seen).1 - 4.0).abs() < 0.1);

        let seen = read(&stroke(60, 20), &Frame::MNIST).unwrap().seen;
        assert_eq!(seen.dim(), (28, 28));
        let (y, x) = center_of_mass(&seen);
        assert!((y - 14.0).abs() < 0.1 && (x - 14.0).abs() < 0.1);
        let rows = seen.rows().into_iter().filter(|row| row.sum() > 0.1).count();
        assert!((20..=22).contains(&rows), "{rows}");
        // A third as wide as high.
        let columns = seen.columns().into_iter().filter(|c| c.sum() > 1.0).count();
        assert!((6..=8).contains(&columns), "{columns}");
    }

    #[test]
    fn what_grows_and_shrinks_again_is_a_square_as_before() {
        let square = Array2::from_shape_fn((20, 20), |(y, x)| {
            f64::from((5..15).contains(&y) && (5..15).contains(&x))
        });
        assert_eq!(grown(&square, 0), square);
        assert_eq!(grown(&square, 2).sum() as usize, 10 * 10 + 4 * 20 + 4);
        assert_eq!(grown(&square, -2).sum() as usize, 6 * 6);
    }
}
