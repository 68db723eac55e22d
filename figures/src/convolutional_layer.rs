//! Figures of the chapter *The convolutional layer*: the way back to the image, and the matrix of
//! patches.

use ndarray::{Array1, Array2, Axis, array};
use plotters::style::text_anchor::HPos;

use crate::convolution::{convolve, three_axes};
use crate::squares::{FOUR, Squares, list};
use crate::style::{Drawing, INK, arrow, frame, plain, svg, write};

/// The image, the kernel, the bias and the slopes that the page works out by hand.
pub fn by_hand() -> (Array2<f64>, Array2<f64>, f64, Array2<f64>) {
    (
        array![[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]],
        array![[1.0, -1.0], [2.0, 0.0]],
        1.0,
        array![[1.0, -1.0], [2.0, 1.0]],
    )
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
