//! Pooling: the largest number of each square of an image, and nothing else of it.

use std::iter::zip;

use ndarray::{
    Array1, Array2, Array3, ArrayD, ArrayView1, ArrayViewD, ArrayViewMut1,
    ArrayViewMutD, aview_mut1, aview1, indices,
};

use crate::convolution::ImageShape;
use crate::dense::{Gradients, Layer, check};

/// The largest number of each square of `size` by `size`: an image `size` times smaller.
///
/// It has no parameters.
#[doc = cell!("max_pool")]
// ANCHOR: MaxPool
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxPool {
    /// The image that goes in.
    pub input: ImageShape,
    /// How many rows and columns of pixels become one. Those left over at the end are lost.
    pub size: usize,
}

impl MaxPool {
    /// The image that comes out.
    ///
    /// # Panics
    ///
    /// If a square has no pixels, or is larger than the image.
    pub fn output(&self) -> ImageShape {
        let (ImageShape { channels, height, width }, size) = (self.input, self.size);
        assert!(size > 0, "a pool has squares without pixels");
        assert!(
            size <= height.min(width),
            "a square of {size} is larger than its image"
        );
        ImageShape { channels, height: height / size, width: width / size }
    }
}
// ANCHOR_END: MaxPool

// ANCHOR: winner
impl MaxPool {
    /// Where in `image` the largest number of a square is; the first, if there are several.
    /// `place` is the pixel that the square becomes.
    fn winner(
        &self,
        image: &Array3<f64>,
        place: (usize, usize, usize),
    ) -> [usize; 3] {
        let (c, row, column) = place;
        let mut winner = [c, row * self.size, column * self.size];
        for (i, j) in indices((self.size, self.size)) {
            let pixel = [c, row * self.size + i, column * self.size + j];
            // What is not a number wins, or it would hide that training went wrong.
            if image[pixel] > image[winner] || image[pixel].is_nan() {
                winner = pixel;
            }
        }
        winner
    }
}
// ANCHOR_END: winner

// ANCHOR: max_pool_layer
impl Layer for MaxPool {
    fn inputs(&self) -> usize {
        self.input.size()
    }

    fn outputs(&self) -> usize {
        self.output().size()
    }

    fn fans(&self) -> (usize, usize) {
        (self.size * self.size, 1)
    }

    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut z = Array2::zeros((x.nrows(), self.outputs()));
        for (x, mut z) in zip(x.rows(), z.rows_mut()) {
            let image = self.input.image(x);
            let largest = |place| image[self.winner(&image, place)];
            z.assign(&Array3::from_shape_fn(self.output().dim(), largest).flatten());
        }
        z
    }

    fn backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
    ) -> (Array2<f64>, Gradients) {
        check(self, x, dz);
        let mut dx = Array2::zeros(x.dim());
        for ((x, mut dx), dz) in zip(zip(x.rows(), dx.rows_mut()), dz.rows()) {
            let image = self.input.image(x);
            let mut d_image = Array3::zeros(image.dim());
            for (place, dz) in self.output().image(dz).indexed_iter() {
                d_image[self.winner(&image, place)] += dz;
            }
            dx.assign(&d_image.flatten());
        }
        (dx, Gradients { dw: ArrayD::zeros(vec![0]), db: Array1::zeros(0) })
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        (aview1(&[]).into_dyn(), aview1(&[]))
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        (aview_mut1(&mut []).into_dyn(), aview_mut1(&mut []))
    }
}
// ANCHOR_END: max_pool_layer

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn pool(side: usize, size: usize) -> MaxPool {
        MaxPool { input: ImageShape { channels: 1, height: side, width: side }, size }
    }

    /// If the size does not divide the side, the rows and columns at the end are
    /// left over, as with a convolution.
    #[test]
    fn a_pool_that_does_not_divide_the_side_loses_the_end() {
        let x = Array2::from_shape_fn((1, 25), |(_, i)| i as f64);
        assert_eq!(pool(5, 2).forward(&x), array![[6.0, 8.0, 16.0, 18.0]]);

        let (dx, _) = pool(5, 2).backward(&x, &array![[1.0, 2.0, 3.0, 4.0]]);
        let slopes = dx.indexed_iter().filter(|(_, d)| **d != 0.0);
        let slopes: Vec<(usize, f64)> = slopes.map(|((_, i), d)| (i, *d)).collect();
        assert_eq!(slopes, [(6, 1.0), (8, 2.0), (16, 3.0), (18, 4.0)]);
    }

    #[test]
    fn a_square_takes_all_its_pixels_and_each_pixel_is_of_one_square() {
        assert_eq!(pool(9, 3).fans(), (9, 1));
    }

    /// We take the first of them, so that the blame is handed out once.
    #[test]
    fn of_several_largest_the_first_gets_the_slope() {
        for size in [2, 3] {
            let x = Array2::from_elem((1, size * size), -1.0);
            let (dx, _) = pool(size, size).backward(&x, &array![[5.0]]);
            assert_eq!((dx[[0, 0]], dx.sum()), (5.0, 5.0));
        }
    }

    #[test]
    fn what_is_not_a_number_wins_wherever_it_stands() {
        for place in 0..4 {
            let mut x = array![[1.0, 2.0, 3.0, 0.0]];
            x[[0, place]] = f64::NAN;
            assert!(pool(2, 2).forward(&x)[[0, 0]].is_nan());
            let (dx, _) = pool(2, 2).backward(&x, &array![[5.0]]);
            assert_eq!((dx[[0, place]], dx.sum()), (5.0, 5.0));
        }
    }

    #[test]
    #[should_panic(expected = "a pool has squares without pixels")]
    fn a_pool_of_size_0_is_refused() {
        pool(4, 0).output();
    }

    #[test]
    #[should_panic(expected = "a square of 5 is larger than its image")]
    fn a_pool_larger_than_the_image_is_refused() {
        pool(4, 5).output();
    }
}
