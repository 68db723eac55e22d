//! The figure of the chapter *Pooling*: four squares, and the way back.

use backprop::convolution::ImageShape;
use backprop::dense::Layer;
use backprop::pooling::MaxPool;
use ndarray::{Array1, Array2, Axis, array};

use crate::squares::{FOUR, Squares, list};
use crate::style::{Drawing, INK, arrow, svg};

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
