//! Convolution: the same few weights at every place of an image. Then max pooling.

use std::iter::zip;

use ndarray::{
    Array1, Array2, Array3, Array4, ArrayD, ArrayView1, ArrayView2, ArrayViewD,
    ArrayViewMut1, ArrayViewMutD, Axis, aview_mut1, aview1, indices,
};

use crate::dense::{Gradients, Layer, check};

/// The shape of an image `(channels, height, width)`.
///
/// Its numbers lie in one row: channel after channel, in each of them row after row.
// ANCHOR: ImageShape
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageShape {
    /// How many numbers a pixel has: 1 in shades of gray.
    pub channels: usize,
    /// How many rows of pixels.
    pub height: usize,
    /// How many columns of pixels.
    pub width: usize,
}

impl ImageShape {
    /// How many numbers an image has.
    pub fn size(&self) -> usize {
        self.channels * self.height * self.width
    }

    /// Its channels, rows and columns, to count through.
    pub fn dim(&self) -> (usize, usize, usize) {
        (self.channels, self.height, self.width)
    }

    /// Where among its numbers the pixel of a channel, a row and a column is.
    pub fn at(&self, channel: usize, row: usize, column: usize) -> usize {
        (channel * self.height + row) * self.width + column
    }

    /// The numbers of a row as an image `(channels, height, width)`.
    ///
    /// # Panics
    ///
    /// If they are not as many as an image of this shape has.
    pub fn image(&self, row: ArrayView1<f64>) -> Array3<f64> {
        let (has, wants) = (row.len(), self.size());
        assert_eq!(has, wants, "a row of {has} numbers is no image of {self:?}");
        let image = row.to_owned().into_shape_with_order(self.dim());
        image.expect("as many numbers as pixels")
    }
}
// ANCHOR_END: ImageShape

/// Filters that slide over an image.
///
/// A filter has a square of weights, a kernel, for each channel of the image, and one bias.
/// It gives one channel of the image that comes out.
#[doc = cell!("convolution")]
// ANCHOR: Convolution
#[derive(Debug, Clone, PartialEq)]
pub struct Convolution {
    /// The image that goes in.
    pub input: ImageShape,
    /// The weights, `(filters, channels, size, size)`.
    pub kernels: Array4<f64>,
    /// `(filters)`.
    pub biases: Array1<f64>,
    /// How many pixels a kernel moves at a time.
    pub stride: usize,
    /// How many rows and columns of zeros stand around the image, on each side.
    pub padding: usize,
}

impl Convolution {
    /// So many filters of `size` by `size`, all weights and biases 0; the stride is 1, and
    /// there is no padding.
    pub fn new(input: ImageShape, filters: usize, size: usize) -> Self {
        Convolution {
            input,
            kernels: Array4::zeros((filters, input.channels, size, size)),
            biases: Array1::zeros(filters),
            stride: 1,
            padding: 0,
        }
    }

    /// How many filters there are: channels of the image that comes out.
    pub fn filters(&self) -> usize {
        self.kernels.dim().0
    }

    /// How many rows and columns a kernel has.
    pub fn size(&self) -> usize {
        self.kernels.dim().3
    }
}
// ANCHOR_END: Convolution

// ANCHOR: places
impl Convolution {
    /// In how many places the kernel fits along a side of so many pixels.
    ///
    /// # Panics
    ///
    /// If the kernel has no weight, is larger than the padded side, or never moves.
    pub fn places(&self, side: usize) -> usize {
        let (padded, size) = (side + 2 * self.padding, self.size());
        assert!(size > 0, "a kernel has no weights");
        assert!(
            size <= padded,
            "a kernel of {size} is larger than a side of {padded}"
        );
        assert!(self.stride > 0, "a kernel never moves");
        (padded - size) / self.stride + 1
    }

    /// How many pixels at the end of that side, padding included, no place reaches.
    pub fn left_over(&self, side: usize) -> usize {
        let reached = (self.places(side) - 1) * self.stride + self.size();
        side + 2 * self.padding - reached
    }

    /// The image that comes out.
    pub fn output(&self) -> ImageShape {
        ImageShape {
            channels: self.filters(),
            height: self.places(self.input.height),
            width: self.places(self.input.width),
        }
    }
}
// ANCHOR_END: places

/// `image` `(channels, height, width)` with `padding` rows and columns of zeros on each side.
// ANCHOR: pad
fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let mut padded = Array3::zeros((channels, height + around, width + around));
    for (c, row, column) in indices(image.dim()) {
        padded[[c, row + padding, column + padding]] = image[[c, row, column]];
    }
    padded
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
// ANCHOR_END: pad

// ANCHOR: by_loops
impl Convolution {
    /// The convolution of `image` `(channels, height, width)`, as its formula says it:
    /// `(filters, height, width)` of the output.
    ///
    /// # Panics
    ///
    /// If the kernels, the biases and the image do not fit together.
    pub fn by_loops(&self, image: &Array3<f64>) -> Array3<f64> {
        self.check(image);
        let image = pad(image, self.padding);
        let mut z = Array3::zeros(self.output().dim());
        for (f, row, column) in indices(z.dim()) {
            z[[f, row, column]] = self.biases[f];
            for (c, i, j) in self.weights() {
                let pixel = [c, row * self.stride + i, column * self.stride + j];
                z[[f, row, column]] += self.kernels[[f, c, i, j]] * image[pixel];
            }
        }
        z
    }

    /// The channel, row and column of each weight of a filter, to count through.
    fn weights(&self) -> impl Iterator<Item = (usize, usize, usize)> + use<> {
        indices((self.input.channels, self.size(), self.size())).into_iter()
    }

    fn check(&self, image: &Array3<f64>) {
        let (filters, size) = (self.filters(), self.size());
        let has = (self.kernels.dim(), self.biases.len());
        let wants = ((filters, self.input.channels, size, size), filters);
        assert_eq!(has, wants, "kernels and biases of {has:?}, not {wants:?}");
        let (has, wants) = (image.dim(), self.input.dim());
        assert_eq!(has, wants, "an image of {has:?} for a convolution of {wants:?}");
    }
}
// ANCHOR_END: by_loops

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

    /// One filter over an image of one channel.
    fn convolution(
        side: usize,
        size: usize,
        stride: usize,
        padding: usize,
    ) -> Convolution {
        let input = ImageShape { channels: 1, height: side, width: side };
        Convolution { stride, padding, ..Convolution::new(input, 1, size) }
    }

    #[test]
    fn the_pixels_of_an_image_lie_channel_after_channel_and_row_after_row() {
        let shape = ImageShape { channels: 2, height: 3, width: 4 };
        let row: Array1<f64> = (0..24).map(f64::from).collect();
        for ((c, row, column), &number) in shape.image(row.view()).indexed_iter() {
            assert_eq!(shape.at(c, row, column), number as usize);
        }
    }

    #[test]
    fn places_and_pixels_left_over_counted_by_hand() {
        let count = |side, size, stride, padding| {
            let convolution = convolution(side, size, stride, padding);
            (convolution.places(side), convolution.left_over(side))
        };
        assert_eq!(count(8, 3, 1, 0), (6, 0));
        assert_eq!(count(8, 3, 2, 0), (3, 1));
        assert_eq!(count(8, 3, 3, 0), (2, 2));
        assert_eq!(count(8, 3, 2, 1), (4, 1));
        assert_eq!(count(8, 8, 5, 0), (1, 0));
        assert_eq!(count(5, 3, 1, 1), (5, 0));
        assert_eq!(count(1, 5, 1, 2), (1, 0));
    }

    #[test]
    #[should_panic(expected = "a kernel of 5 is larger than a side of 4")]
    fn a_kernel_larger_than_the_padded_image_fits_nowhere() {
        convolution(2, 5, 1, 1).output();
    }

    #[test]
    #[should_panic(expected = "a kernel never moves")]
    fn a_kernel_needs_a_stride() {
        convolution(5, 3, 0, 0).output();
    }

    #[test]
    #[should_panic(expected = "a kernel has no weights")]
    fn a_kernel_needs_weights() {
        convolution(5, 0, 1, 0).output();
    }

    #[test]
    #[should_panic(expected = "an image of (1, 6, 6) for a convolution of (1, 5, 5)")]
    fn the_loops_refuse_an_image_of_another_shape() {
        convolution(5, 3, 1, 0).by_loops(&Array3::zeros((1, 6, 6)));
    }

    #[test]
    #[should_panic(
        expected = "kernels and biases of ((1, 2, 3, 3), 1), not ((1, 1, 3, 3), 1)"
    )]
    fn kernels_of_other_channels_than_the_image_are_refused() {
        let kernels = Array4::zeros((1, 2, 3, 3));
        let convolution = Convolution { kernels, ..convolution(5, 3, 1, 0) };
        convolution.by_loops(&Array3::zeros((1, 5, 5)));
    }

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
    fn patches_are_columns_in_the_order_of_the_places() {
        let image = array![[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]];
        let patches = convolution(3, 2, 1, 0).im2col(&image);
        assert_eq!(patches.column(0), array![1.0, 2.0, 4.0, 5.0]);
        assert_eq!(patches.column(1), array![2.0, 3.0, 5.0, 6.0]);
        assert_eq!(patches.column(2), array![4.0, 5.0, 7.0, 8.0]);
        assert_eq!(patches.column(3), array![5.0, 6.0, 8.0, 9.0]);
    }

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

    fn pool(side: usize, size: usize) -> MaxPool {
        MaxPool { input: ImageShape { channels: 1, height: side, width: side }, size }
    }

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
