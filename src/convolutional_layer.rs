//! The convolutional layer: how a convolution learns, and all of it as products of matrices.

use std::iter::zip;

use ndarray::{
    Array1, Array2, Array3, Array4, ArrayView1, ArrayView2, ArrayViewD,
    ArrayViewMut1, ArrayViewMutD, Axis, indices,
};

use crate::convolution::{Convolution, ImageShape, pad};
use crate::dense::{Gradients, Layer, check};

// ANCHOR: backward_by_loops
impl Convolution {
    /// The slopes of the loss along the image, the kernels and the biases, in their
    /// shapes, from `dz` `(filters, height, width)`, the slope along what
    /// [`by_loops`](Self::by_loops) gave.
    ///
    /// # Panics
    ///
    /// If the kernels, the biases, the image and `dz` do not fit together.
    pub fn backward_by_loops(
        &self,
        image: &Array3<f64>,
        dz: &Array3<f64>,
    ) -> (Array3<f64>, Array4<f64>, Array1<f64>) {
        self.check(image);
        let (has, wants) = (dz.dim(), self.output().dim());
        assert_eq!(has, wants, "slopes of {has:?} along sums of {wants:?}");
        let padded = pad(image, self.padding);
        let mut d_kernels = Array4::zeros(self.kernels.dim());
        let mut d_biases = Array1::zeros(self.filters());
        let mut d_padded = Array3::zeros(padded.dim());
        for ((f, row, column), dz) in dz.indexed_iter() {
            d_biases[f] += dz;
            for (c, i, j) in self.weights() {
                let pixel = [c, row * self.stride + i, column * self.stride + j];
                d_kernels[[f, c, i, j]] += dz * padded[pixel];
                d_padded[pixel] += dz * self.kernels[[f, c, i, j]];
            }
        }
        // The slope along a zero of the padding moves nothing.
        (unpad(&d_padded, self.padding), d_kernels, d_biases)
    }
}

/// The way back: the image without its frame.
fn unpad(padded: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = padded.dim();
    let around = 2 * padding;
    let image = (channels, height - around, width - around);
    Array3::from_shape_fn(image, |(c, row, column)| {
        padded[[c, row + padding, column + padding]]
    })
}
// ANCHOR_END: backward_by_loops

#[doc = cell!("im2col")]
// ANCHOR: im2col
impl Convolution {
    /// Copies the pixels under the kernels, for every place, into a column: weights of one
    /// filter, by places.
    ///
    /// # Panics
    ///
    /// If the kernels, the biases and the image do not fit together.
    pub fn im2col(&self, image: &Array3<f64>) -> Array2<f64> {
        self.check(image);
        let image = pad(image, self.padding);
        let mut patches = Array2::zeros(self.patches_shape());
        self.for_each_pixel(|entry, pixel| patches[entry] = image[pixel]);
        patches
    }

    /// The way back: adds every number of `d_patches` to the pixel it was copied from.
    ///
    /// # Panics
    ///
    /// If `d_patches` has not the shape that `im2col` gives.
    pub fn col2im(&self, d_patches: &Array2<f64>) -> Array3<f64> {
        let (has, wants) = (d_patches.dim(), self.patches_shape());
        assert_eq!(has, wants, "slopes of {has:?} along patches of {wants:?}");
        let ImageShape { channels, height, width } = self.input;
        let around = 2 * self.padding;
        let mut d_padded = Array3::zeros((channels, height + around, width + around));
        self.for_each_pixel(|entry, pixel| d_padded[pixel] += d_patches[entry]);
        unpad(&d_padded, self.padding)
    }

    /// Calls `visit` with each entry of the matrix of patches, its row and column, and with the
    /// pixel of the padded image that is copied there.
    fn for_each_pixel(&self, mut visit: impl FnMut([usize; 2], [usize; 3])) {
        let ImageShape { height, width, .. } = self.output();
        for (weight, (c, i, j)) in self.weights().enumerate() {
            for (place, (row, column)) in
                indices((height, width)).into_iter().enumerate()
            {
                let pixel = [c, row * self.stride + i, column * self.stride + j];
                visit([weight, place], pixel);
            }
        }
    }

    /// The shape of the matrix of patches: weights of one filter, and places.
    pub(crate) fn patches_shape(&self) -> (usize, usize) {
        let ImageShape { height, width, .. } = self.output();
        (self.input.channels * self.size() * self.size(), height * width)
    }
}
// ANCHOR_END: im2col

// ANCHOR: convolution_layer
impl Layer for Convolution {
    fn inputs(&self) -> usize {
        self.input.size()
    }

    fn outputs(&self) -> usize {
        self.output().size()
    }

    fn fans(&self) -> (usize, usize) {
        let square = self.size() * self.size();
        (self.input.channels * square, self.filters() * square)
    }

    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut z = Array2::zeros((x.nrows(), self.outputs()));
        for (x, mut z) in zip(x.rows(), z.rows_mut()) {
            let patches = self.im2col(&self.input.image(x));
            // z = K·P + b
            let sums =
                self.matrix().dot(&patches) + self.biases.view().insert_axis(Axis(1));
            z.assign(&sums.flatten());
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
        let mut d_matrix = Array2::zeros(self.matrix().dim());
        let mut db = Array1::zeros(self.filters());
        for ((x, mut dx), dz) in zip(zip(x.rows(), dx.rows_mut()), dz.rows()) {
            let patches = self.im2col(&self.input.image(x));
            let dz = self.by_filter(dz);
            d_matrix += &dz.dot(&patches.t());
            db += &dz.sum_axis(Axis(1));
            let d_patches = self.matrix().t().dot(&dz);
            dx.assign(&self.col2im(&d_patches).flatten());
        }
        let dw = d_matrix.into_shape_with_order(self.kernels.dim());
        let dw = dw.expect("a number for each weight").into_dyn();
        (dx, Gradients { dw, db })
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        (self.kernels.view().into_dyn(), self.biases.view())
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        (self.kernels.view_mut().into_dyn(), self.biases.view_mut())
    }
}
// ANCHOR_END: convolution_layer

impl Convolution {
    /// All kernels, each filter in a row: `(filters, weights of a filter)`.
    pub(crate) fn matrix(&self) -> ArrayView2<'_, f64> {
        let shape = (self.filters(), self.patches_shape().0);
        self.kernels
            .view()
            .into_shape_with_order(shape)
            .expect("kernels row after row")
    }

    /// A row of sums, or of slopes along them, as `(filters, places)`.
    fn by_filter(&self, row: ArrayView1<f64>) -> Array2<f64> {
        let shape = (self.filters(), self.patches_shape().1);
        row.to_owned().into_shape_with_order(shape).expect("a number for each sum")
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::convolution::tests::convolution;

    #[test]
    #[should_panic(
        expected = "kernels and biases of ((1, 1, 3, 3), 2), not ((1, 1, 3, 3), 1)"
    )]
    fn a_bias_without_a_filter_is_refused() {
        let biases = Array1::zeros(2);
        let convolution = Convolution { biases, ..convolution(5, 3, 1, 0) };
        convolution.im2col(&Array3::zeros((1, 5, 5)));
    }

    #[test]
    #[should_panic(expected = "slopes of (1, 5, 5) along sums of (1, 3, 3)")]
    fn the_loops_refuse_slopes_of_another_shape() {
        let image = Array3::zeros((1, 5, 5));
        convolution(5, 3, 1, 0).backward_by_loops(&image, &image);
    }

    #[test]
    #[should_panic(expected = "an image of (1, 6, 6) for a convolution of (1, 5, 5)")]
    fn patches_of_an_image_of_another_shape_are_refused() {
        convolution(5, 3, 1, 0).im2col(&Array3::zeros((1, 6, 6)));
    }

    #[test]
    #[should_panic(expected = "slopes of (4, 9) along patches of (4, 4)")]
    fn slopes_of_patches_of_another_shape_are_refused() {
        convolution(3, 2, 1, 0).col2im(&Array2::zeros((4, 9)));
    }

    #[test]
    #[should_panic(expected = "a row of 10 numbers is no image of")]
    fn a_row_longer_than_the_image_is_refused() {
        convolution(3, 2, 1, 0).forward(&Array2::zeros((1, 10)));
    }

    #[test]
    fn a_sum_adds_up_the_weights_of_a_filter_and_a_pixel_meets_those_of_a_channel() {
        let input = ImageShape { channels: 2, height: 9, width: 9 };
        assert_eq!(Convolution::new(input, 5, 3).fans(), (2 * 9, 5 * 9));
    }

    #[test]
    fn patches_are_columns_in_the_order_of_the_places() {
        let image = array![[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]];
        let patches = convolution(3, 2, 1, 0).im2col(&image);
        assert_eq!(patches.column(0), array![1.0, 2.0, 4.0, 5.0]);
        assert_eq!(patches.column(1), array![2.0, 3.0, 5.0, 6.0]);
        assert_eq!(patches.column(2), array![4.0, 5.0, 7.0, 8.0]);
        assert_eq!(patches.column(3), array![5.0, 6.0, 8.0, 9.0]);
    }

    /// Backward, what comes from these columns must be *added*.
    #[test]
    fn col2im_adds_as_often_as_a_pixel_is_covered() {
        let covered = convolution(3, 2, 1, 0).col2im(&Array2::ones((4, 4)));
        assert_eq!(
            covered,
            array![[[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]]
        );
    }

    #[test]
    fn a_place_or_a_weight_may_cover_nothing_but_padding() {
        // Four of the five columns of the kernel never meet the one pixel.
        let patches = convolution(1, 5, 1, 2).im2col(&array![[[7.0]]]);
        assert_eq!((patches[[12, 0]], patches.sum()), (7.0, 7.0));
        // The one place lies in the padding.
        let patches = convolution(1, 1, 5, 2).im2col(&array![[[7.0]]]);
        assert_eq!(patches, array![[0.0]]);
    }
}
