//! Figures and values of the chapter *Convolution*: a kernel that slides, the places it stops
//! at, the edges it finds, the matrix of patches, the way back, and max pooling.

use std::ops::Range;

use backprop::convolution::{Convolution, ImageShape, MaxPool};
use backprop::dense::Layer;
use ndarray::{Array1, Array2, Array3, Axis, array};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GREEN, GRID, INK, PURPLE, VERMILION, arrow,
    frame, plain, svg, write,
};

/// One color for each of four places, or four squares.
const FOUR: [RGBColor; 4] = [BLUE, VERMILION, GREEN, PURPLE];

/// The 7 of the first cell, from 0 for paper to 2 for ink.
pub fn seven() -> Array2<f64> {
    array![
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 2.0, 2.0, 2.0, 0.0],
        [0.0, 0.0, 1.0, 2.0, 0.0],
        [0.0, 0.0, 2.0, 1.0, 0.0],
        [0.0, 1.0, 2.0, 0.0, 0.0],
    ]
}

/// The kernel that finds vertical edges: right minus left.
pub fn right_minus_left() -> Array2<f64> {
    array![[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]]
}

/// A convolution of one filter on an image of one channel, and what it gives.
fn convolve(
    image: &Array2<f64>,
    kernel: &Array2<f64>,
    padding: usize,
    bias: f64,
) -> (Convolution, Array2<f64>) {
    let (height, width) = image.dim();
    let convolution = Convolution {
        input: ImageShape { channels: 1, height, width },
        kernels: three_axes(kernel).insert_axis(Axis(0)),
        biases: array![bias],
        stride: 1,
        padding,
    };
    let z = convolution.by_loops(&three_axes(image));
    (convolution, z.index_axis_move(Axis(0), 0))
}

fn three_axes(image: &Array2<f64>) -> Array3<f64> {
    image.clone().insert_axis(Axis(0))
}

/// The side of a square of [`window`].
const SIDE: i32 = 72;
/// Where the image, the kernel and the output of [`window`] stand.
const PIXELS: Squares = Squares { corner: (16, 80), side: SIDE };
const WEIGHTS: Squares = Squares { corner: (456, 152), side: SIDE };
const SUMS: Squares = Squares { corner: (768, 152), side: SIDE };

/// What `kernel` gives for `image`, without padding.
pub fn sums(image: &Array2<f64>, kernel: &Array2<f64>) -> Array2<f64> {
    convolve(image, kernel, 0, 0.0).1
}

/// A kernel of 3 by 3 at one place of an image of 5 by 5, and its nine products and their sum
/// written out.
///
/// # Panics
///
/// If there is no such place.
pub fn window(
    image: &Array2<f64>,
    kernel: &Array2<f64>,
    (row, column): (usize, usize),
) -> Drawing {
    let z = sums(image, kernel);
    let patch = Array2::from_shape_fn((3, 3), |(i, j)| image[[row + i, column + j]]);
    let lines = products(kernel, &patch);
    let words = format!(
        "An image of 5 by 5 pixels, a kernel of 3 by 3 weights, and an output of 3 by 3. A \
         square of the image is framed, and so is one number of the output. Below, the nine \
         products of weight and pixel: {}. Their sum is {}, the framed number.",
        lines.join(", "),
        plain(&z[[row, column]]),
    );
    svg(650, "A kernel at one place of an image", &words, |canvas| {
        let (pixels, weights, sums) = (PIXELS, WEIGHTS, SUMS);
        for (squares, name, numbers) in [
            (&pixels, "image", image),
            (&weights, "kernel", kernel),
            (&sums, "output", &z),
        ] {
            squares.name(canvas, name, numbers.ncols())?;
        }
        pixels.tint(canvas, row..row + 3, column..column + 3, BLUE, 0.25)?;
        weights.tint(canvas, 0..3, 0..3, VERMILION, 0.25)?;
        sums.tint(canvas, row..row + 1, column..column + 1, GREEN, 0.35)?;
        pixels.draw(canvas, image)?;
        weights.draw(canvas, kernel)?;
        sums.draw(canvas, &z)?;
        pixels.outline(canvas, row..row + 3, column..column + 3, BLUE)?;
        weights.outline(canvas, 0..3, 0..3, VERMILION)?;
        sums.outline(canvas, row..row + 1, column..column + 1, GREEN)?;
        write(canvas, (416, 260), "⊙", INK, HPos::Center)?;
        write(canvas, (720, 260), "→", INK, HPos::Center)?;
        for (i, line) in lines.iter().enumerate() {
            let plus = if i == 0 { "" } else { "+ " };
            let at = (740, 506 + 52 * i as i32);
            write(canvas, at, &format!("{plus}{line}"), INK, HPos::Right)?;
        }
        let sum = format!("= {}", plain(&z[[row, column]]));
        write(canvas, (768, 610), &sum, GREEN, HPos::Left)?;
        write(canvas, (24, 558), "weight × pixel", INK, HPos::Left)
    })
}

/// The place of the kernel that somebody means who points at `(x, y)` of a [`window`] on an
/// image of 5 by 5: the pixel under its middle, or the number of the output.
pub fn place_at((x, y): (f64, f64)) -> Option<(usize, usize)> {
    let square = |Squares { corner: (left, top), side }: Squares, count: usize| {
        let along =
            |at: f64, from: i32| ((at - f64::from(from)) / f64::from(side)).floor();
        let (row, column) = (along(y, top), along(x, left));
        let inside = 0.0..count as f64;
        let hit = inside.contains(&row) && inside.contains(&column);
        hit.then_some((row as usize, column as usize))
    };
    // At the border of the image the kernel stays inside it.
    let under = |at: usize| at.clamp(1, 3) - 1;
    let pixel = square(PIXELS, 5).map(|(row, column)| (under(row), under(column)));
    pixel.or_else(|| square(SUMS, 3))
}

/// A line for each row of the kernel: weight times pixel, three times.
fn products(kernel: &Array2<f64>, patch: &Array2<f64>) -> Vec<String> {
    let line = |i: usize| {
        let product = |j: usize| {
            let weight = plain(&kernel[[i, j]]);
            let weight =
                if kernel[[i, j]] < 0.0 { format!("({weight})") } else { weight };
            format!("{weight}·{}", plain(&patch[[i, j]]))
        };
        (0..kernel.ncols()).map(product).collect::<Vec<_>>().join(" + ")
    };
    (0..kernel.nrows()).map(line).collect()
}

/// The places of a kernel along a side, for several strides and paddings.
pub fn places(side: usize, size: usize, choices: [(usize, usize); 4]) -> Drawing {
    let convolution = |(stride, padding)| {
        let input = ImageShape { channels: 1, height: side, width: side };
        Convolution { stride, padding, ..Convolution::new(input, 1, size) }
    };
    let told = choices.map(|choice| {
        let convolution = convolution(choice);
        let (places, left) = (convolution.places(side), convolution.left_over(side));
        let s = if places == 1 { "" } else { "s" };
        let (stride, padding) = choice;
        let left = if left == 0 { "none".to_string() } else { left.to_string() };
        format!(
            "stride {stride}, padding {padding}: {places} place{s}, {left} left over"
        )
    });
    let words = format!(
        "A row of {side} pixels four times, and below it the places of a kernel that covers \
         {size}: {}.",
        told.join("; ")
    );
    svg(1080, "Where a kernel fits", &words, |canvas| {
        for (i, (choice, told)) in choices.into_iter().zip(&told).enumerate() {
            let top = 270 * i as i32;
            write(canvas, (24, top + 36), told, INK, HPos::Left)?;
            side_with_places(canvas, (160, top + 74), &convolution(choice), side)?;
        }
        Ok(())
    })
}

/// A side of pixels, those of `corner` and after, with padding at both ends, and a bar below
/// for every place.
fn side_with_places(
    canvas: &Canvas,
    (left, top): (i32, i32),
    convolution: &Convolution,
    side: usize,
) -> Result<(), DrawError> {
    let Convolution { stride, padding, .. } = *convolution;
    let width = 68;
    let squares =
        Squares { corner: (left - width * padding as i32, top), side: width };
    let padded = side + 2 * padding;
    let left_over = convolution.left_over(side);
    squares.tint(canvas, 0..1, padded - left_over..padded, VERMILION, 0.35)?;
    squares.lines(canvas, (1, padded))?;
    for column in (0..padding).chain(padding + side..padded) {
        write(canvas, squares.middle(0, column), "0", INK, HPos::Center)?;
    }
    squares.outline(canvas, 0..1, padding..padding + side, INK)?;
    for place in 0..convolution.places(side) {
        let [(from, _), (to, bottom)] = squares
            .corners(0..1, place * stride..place * stride + convolution.size());
        let y = bottom + 24 + 26 * (place % 3) as i32;
        let bar = [(from + 8, y - 7), (to - 8, y + 7)];
        canvas.draw(&Rectangle::new(bar, FOUR[place % 3].filled()))?;
    }
    Ok(())
}

/// A larger 7, from 0 for paper to 1 for ink, moved by so many pixels to the right.
fn large_seven(right: usize) -> Array2<f64> {
    let rows = [
        "..........",
        ".######...",
        ".######...",
        ".....##...",
        "....##....",
        "....##....",
        "...##.....",
        "...##.....",
        "..##......",
        "..........",
    ];
    Array2::from_shape_fn((10, 10), |(row, column)| {
        let from = column.checked_sub(right);
        let ink = from.is_some_and(|column| rows[row].as_bytes()[column] == b'#');
        if ink { 1.0 } else { 0.0 }
    })
}

/// A 7 and what two kernels make of it; below, the same for the 7 moved to the right.
pub fn edges(right: usize) -> Drawing {
    let vertical = right_minus_left();
    let horizontal = vertical.t().to_owned();
    let maps = |image: &Array2<f64>| {
        [&vertical, &horizontal].map(|kernel| convolve(image, kernel, 1, 0.0).1)
    };
    let extent = |map: &Array2<f64>| {
        map.iter().fold(0.0, |largest: f64, z| largest.max(z.abs()))
    };
    let [first, second] = maps(&large_seven(0));
    let words = format!(
        "Above, a 7 of 10 by 10 pixels and two outputs. In the first, the left sides of its \
         strokes are blue and the right sides orange; the numbers go up to {}. In the second \
         the upper sides are blue and the lower sides orange. Below, the same for the 7 moved \
         by {right} pixels to the right: both outputs have moved with it and are otherwise the \
         same.",
        extent(&first).max(extent(&second)),
    );
    svg(770, "Two kernels that find edges", &words, |canvas| {
        let names = ["image", "right − left", "below − above"];
        for (i, name) in names.into_iter().enumerate() {
            let x = 166 + 334 * i as i32;
            write(canvas, (x, 34), name, INK, HPos::Center)?;
        }
        for (i, image) in [large_seven(0), large_seven(right)].into_iter().enumerate()
        {
            let [first, second] = maps(&image);
            for (j, map) in [&image, &first, &second].into_iter().enumerate() {
                let corner = (16 + 334 * j as i32, 70 + 350 * i as i32);
                let squares = Squares { corner, side: 30 };
                let darkest = extent(map);
                for ((row, column), &z) in map.indexed_iter() {
                    let color = match j {
                        0 => INK,
                        _ if z < 0.0 => VERMILION,
                        _ => BLUE,
                    };
                    let share = (z.abs() / darkest * 100.0).round() / 100.0;
                    let (rows, columns) = (row..row + 1, column..column + 1);
                    squares.tint(canvas, rows, columns, color, share)?;
                }
                squares.lines(canvas, map.dim())?;
                squares.outline(canvas, 0..10, 0..10, INK)?;
            }
        }
        Ok(())
    })
}

/// The image, the kernel, the bias and the slopes that the page works out by hand.
pub fn by_hand() -> (Array2<f64>, Array2<f64>, f64, Array2<f64>) {
    (
        array![[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]],
        array![[1.0, -1.0], [2.0, 0.0]],
        1.0,
        array![[1.0, -1.0], [2.0, 1.0]],
    )
}

/// The numbers of an array in words.
fn list(numbers: &Array2<f64>) -> String {
    numbers.iter().map(plain).collect::<Vec<_>>().join(", ")
}

/// An image with its four patches, and the matrix of which they are the columns.
pub fn im2col() -> Drawing {
    let (image, kernel, bias, _) = by_hand();
    let (convolution, z) = convolve(&image, &kernel, 0, bias);
    let patches = convolution.im2col(&three_axes(&image));
    let row = |numbers: Array2<f64>| Array1::from_iter(numbers).insert_axis(Axis(0));
    let (kernel, z) = (row(kernel), row(z));
    let words = format!(
        "An image of 3 by 3 pixels with its four squares of 2 by 2 framed in four colors. Each \
         square is a column of a matrix, of the same color: {}. Under the matrix stand the row \
         of weights {} and, below each column, weights times column plus the bias {bias}: {}.",
        patches
            .columns()
            .into_iter()
            .map(|column| list(&column.to_owned().insert_axis(Axis(1))))
            .collect::<Vec<_>>()
            .join("; "),
        list(&kernel),
        list(&z),
    );
    svg(650, "Every patch becomes a column", &words, |canvas| {
        let pixels = Squares { corner: (40, 110), side: 96 };
        let matrix = Squares { corner: (600, 84), side: 90 };
        let weights = Squares { corner: (40, 540), side: 90 };
        let sums = Squares { corner: (600, 540), side: 90 };
        pixels.name(canvas, "image", 3)?;
        matrix.name(canvas, "patches P", 4)?;
        weights.name(canvas, "kernel", 4)?;
        for (place, color) in FOUR.into_iter().enumerate() {
            matrix.tint(canvas, 0..4, place..place + 1, color, 0.25)?;
            sums.tint(canvas, 0..1, place..place + 1, color, 0.25)?;
        }
        pixels.draw(canvas, &image)?;
        matrix.draw(canvas, &patches)?;
        weights.draw(canvas, &kernel)?;
        sums.draw(canvas, &z)?;
        for (place, color) in FOUR.into_iter().enumerate() {
            let (row, column) = (place / 2, place % 2);
            let [(left, top), (right, bottom)] =
                pixels.corners(row..row + 2, column..column + 2);
            // Each a little smaller than the one before, so that no two hide each other.
            let inset = 5 + 5 * place as i32;
            let corners =
                [(left + inset, top + inset), (right - inset, bottom - inset)];
            frame(canvas, corners, color, 4)?;
        }
        arrow(canvas, (380, 254), (560, 254), INK)?;
        let and_then = format!("· P + {} =", plain(&bias));
        write(canvas, (500, 585), &and_then, INK, HPos::Center)?;
        sums.name(canvas, "sums", 4)
    })
}

/// The kernel times the slope of each place, laid where the place is; and their sum.
pub fn stamps() -> Drawing {
    let (image, kernel, _, dz) = by_hand();
    let (convolution, _) = convolve(&image, &kernel, 0, 0.0);
    let (d_image, ..) =
        convolution.backward_by_loops(&three_axes(&image), &three_axes(&dz));
    let d_image = d_image.index_axis_move(Axis(0), 0);
    let words = format!(
        "Four squares of 3 by 3, one for each place of the kernel. In each the kernel, times \
         the slope along the sum of this place, lies where the place is; the slopes are {}. \
         Added up they give the slopes along the image: {}. All four places cover the middle \
         pixel.",
        list(&dz),
        list(&d_image),
    );
    svg(640, "The way back to the image", &words, |canvas| {
        for (place, color) in FOUR.into_iter().enumerate() {
            let (row, column) = (place / 2, place % 2);
            let corner = (16 + 256 * place as i32, 80);
            let squares = Squares { corner, side: 66 };
            let slope = dz[[row, column]];
            squares.name(canvas, &format!("{} · kernel", plain(&slope)), 3)?;
            squares.tint(canvas, row..row + 2, column..column + 2, color, 0.25)?;
            squares.lines(canvas, (3, 3))?;
            for ((i, j), weight) in kernel.indexed_iter() {
                let at = squares.middle(row + i, column + j);
                write(canvas, at, &plain(&(slope * weight)), INK, HPos::Center)?;
            }
            squares.outline(canvas, row..row + 2, column..column + 2, color)?;
            if place > 0 {
                write(canvas, (corner.0 - 29, 179), "+", INK, HPos::Center)?;
            }
        }
        let sum = Squares { corner: (390, 370), side: 80 };
        sum.name(canvas, "slopes along the image", 3)?;
        write(canvas, (340, 490), "=", INK, HPos::Center)?;
        sum.draw(canvas, &d_image)?;
        sum.outline(canvas, 1..2, 1..2, INK)
    })
}

/// The image of the cell on pooling, and the slopes along the numbers that it becomes.
pub fn pooled_by_hand() -> (Array2<f64>, Array2<f64>) {
    let image = array![
        [1.0, 3.0, 2.0, 0.0],
        [0.0, 2.0, 5.0, 1.0],
        [-4.0, 1.0, -2.0, -1.0],
        [2.0, 2.0, -3.0, -1.0],
    ];
    (image, array![[1.0, 2.0], [3.0, 4.0]])
}

/// The largest number of each square goes forward, and its slope comes back to it alone.
pub fn pooling() -> Drawing {
    let (image, dz) = pooled_by_hand();
    let pool =
        MaxPool { input: ImageShape { channels: 1, height: 4, width: 4 }, size: 2 };
    let row = |numbers: &Array2<f64>| {
        Array1::from_iter(numbers.iter().copied()).insert_axis(Axis(0))
    };
    let square = |numbers: Array2<f64>, side: usize| {
        Array2::from_shape_fn((side, side), |(i, j)| numbers[[0, i * side + j]])
    };
    let z = pool.forward(&row(&image));
    let (dx, _) = pool.backward(&row(&image), &row(&dz));
    let (z, dx) = (square(z, 2), square(dx, 4));
    let words = format!(
        "Above, an image of 4 by 4 pixels in four squares of 2 by 2, the largest number of each \
         framed: {}. An arrow leads to the 2 by 2 that they become. Below, an arrow back: the \
         slopes {} come to the framed pixels, and all others get 0.",
        list(&z),
        list(&dz),
    );
    svg(920, "Max pooling and its way back", &words, |canvas| {
        let image_at = Squares { corner: (60, 74), side: 84 };
        let z_at = Squares { corner: (720, 158), side: 84 };
        let dx_at = Squares { corner: (60, 534), side: 84 };
        let dz_at = Squares { corner: (720, 618), side: 84 };
        image_at.name(canvas, "image", 4)?;
        z_at.name(canvas, "largest", 2)?;
        dx_at.name(canvas, "slopes along the image", 4)?;
        dz_at.name(canvas, "slopes", 2)?;
        for (place, color) in FOUR.into_iter().enumerate() {
            let (i, j) = (place / 2, place % 2);
            for wide in [&image_at, &dx_at] {
                wide.tint(canvas, 2 * i..2 * i + 2, 2 * j..2 * j + 2, color, 0.2)?;
            }
            for narrow in [&z_at, &dz_at] {
                narrow.tint(canvas, i..i + 1, j..j + 1, color, 0.2)?;
            }
        }
        image_at.draw(canvas, &image)?;
        z_at.draw(canvas, &z)?;
        dx_at.draw(canvas, &dx)?;
        dz_at.draw(canvas, &dz)?;
        for ((i, j), _) in dx.indexed_iter().filter(|(_, slope)| **slope != 0.0) {
            let color = FOUR[i / 2 * 2 + j / 2];
            for squares in [&image_at, &dx_at] {
                squares.outline(canvas, i..i + 1, j..j + 1, color)?;
            }
        }
        arrow(canvas, (450, 242), (650, 242), INK)?;
        arrow(canvas, (650, 702), (450, 702), INK)
    })
}

/// Where the squares of a table stand on the canvas.
struct Squares {
    corner: (i32, i32),
    side: i32,
}

impl Squares {
    /// Upper left and lower right corner of some rows and columns.
    fn corners(&self, rows: Range<usize>, columns: Range<usize>) -> [(i32, i32); 2] {
        let at = |row: usize, column: usize| {
            let (left, top) = self.corner;
            (left + self.side * column as i32, top + self.side * row as i32)
        };
        [at(rows.start, columns.start), at(rows.end, columns.end)]
    }

    fn middle(&self, row: usize, column: usize) -> (i32, i32) {
        let [(left, top), _] = self.corners(row..row, column..column);
        (left + self.side / 2, top + self.side / 2)
    }

    /// Text above a table of so many columns.
    fn name(
        &self,
        canvas: &Canvas,
        name: &str,
        columns: usize,
    ) -> Result<(), DrawError> {
        let x = self.corner.0 + self.side * columns as i32 / 2;
        write(canvas, (x, self.corner.1 - 34), name, INK, HPos::Center)
    }

    fn tint(
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

    fn outline(
        &self,
        canvas: &Canvas,
        rows: Range<usize>,
        columns: Range<usize>,
        color: RGBColor,
    ) -> Result<(), DrawError> {
        frame(canvas, self.corners(rows, columns), color, 6)
    }

    /// The lines between so many rows and columns, and around them.
    fn lines(
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
    fn draw(&self, canvas: &Canvas, numbers: &Array2<f64>) -> Result<(), DrawError> {
        self.lines(canvas, numbers.dim())?;
        for ((row, column), number) in numbers.indexed_iter() {
            let at = self.middle(row, column);
            write(canvas, at, &plain(number), INK, HPos::Center)?;
        }
        Ok(())
    }
}
