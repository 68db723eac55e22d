//! Figures of the chapter *Convolution*: a kernel that slides, the places it stops at, the edges
//! it finds.

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array2, Array3, Axis, array};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::squares::{FOUR, Squares};
use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GREEN, INK, VERMILION, plain, svg, write,
};

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
pub(crate) fn convolve(
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

pub(crate) fn three_axes(image: &Array2<f64>) -> Array3<f64> {
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
