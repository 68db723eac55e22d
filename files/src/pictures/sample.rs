//! A picture in another size.

use ndarray::Array2;

/// The brightness of an image at the point `x` from its left and `y` from its top, in
/// pixels. The pixel in row r and column c has its middle at x = c + ½, y = r + ½.
/// Outside, the nearest pixel counts.
// ANCHOR: bilinear
pub fn bilinear(image: &Array2<f64>, y: f64, x: f64) -> f64 {
    let (height, width) = image.dim();
    let (top, left) = ((y - 0.5).floor(), (x - 0.5).floor());
    let (down, right) = (y - 0.5 - top, x - 0.5 - left);
    let at = |row: f64, column: f64| {
        let row = row.clamp(0.0, height as f64 - 1.0);
        let column = column.clamp(0.0, width as f64 - 1.0);
        image[[row as usize, column as usize]]
    };
    (1.0 - down) * ((1.0 - right) * at(top, left) + right * at(top, left + 1.0))
        + down
            * ((1.0 - right) * at(top + 1.0, left)
                + right * at(top + 1.0, left + 1.0))
}
// ANCHOR_END: bilinear

/// The image in another size. Each new pixel is the mean of so many points inside it
/// that none of the old pixels is skipped.
// ANCHOR: resized
pub fn resized(image: &Array2<f64>, height: usize, width: usize) -> Array2<f64> {
    let down = image.nrows() as f64 / height as f64;
    let right = image.ncols() as f64 / width as f64;
    let points = down.max(right).ceil().max(1.0) as usize;
    Array2::from_shape_fn((height, width), |(row, column)| {
        mean_of_points(points, |y, x| {
            bilinear(image, down * (row as f64 + y), right * (column as f64 + x))
        })
    })
}

/// The mean of `value` at `points` by `points` points of a pixel, spread evenly over
/// its sides of 1.
pub(crate) fn mean_of_points(points: usize, value: impl Fn(f64, f64) -> f64) -> f64 {
    let at = |i: usize| (i as f64 + 0.5) / points as f64;
    let all = (0..points * points).map(|i| value(at(i / points), at(i % points)));
    all.sum::<f64>() / (points * points) as f64
}
// ANCHOR_END: resized

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// At the middle of a pixel it is that pixel; between the middles it goes
    /// straight.
    #[test]
    fn at_the_middle_of_a_pixel_it_is_that_pixel_and_between_them_it_goes_straight() {
        let image = array![[0.0, 1.0, 5.0], [2.0, 7.0, 4.0]];
        for ((row, column), &pixel) in image.indexed_iter() {
            let (y, x) = (row as f64 + 0.5, column as f64 + 0.5);
            assert_eq!(bilinear(&image, y, x), pixel);
        }
        assert_eq!(bilinear(&image, 0.5, 1.0), 0.5);
        assert_eq!(bilinear(&image, 1.0, 0.5), 1.0);
        assert_eq!(bilinear(&image, 1.0, 1.0), 2.5);
        assert_eq!(bilinear(&image, 0.75, 2.25), 4.1875);
        assert_eq!(bilinear(&image, -9.0, 99.0), 5.0);
    }

    #[test]
    fn the_same_size_is_the_same_image_and_half_the_size_the_mean_of_four() {
        let image = array![[0.0, 1.0, 5.0, 3.0], [2.0, 7.0, 4.0, 8.0]];
        assert_eq!(resized(&image, 2, 4), image);
        assert_eq!(resized(&image, 1, 2), array![[2.5, 5.0]]);
        assert_eq!(resized(&image, 4, 8).dim(), (4, 8));
        let mean = resized(&image, 4, 8).sum() / 32.0;
        assert!((mean - 3.75).abs() < 1e-12);
    }

    #[test]
    fn no_pixel_is_skipped() {
        for at in 0..50 {
            let mut image = Array2::zeros((1, 50));
            image[[0, at]] = 1.0;
            assert!(resized(&image, 1, 3).sum() > 0.0, "{at}");
        }
    }
}
