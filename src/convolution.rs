//! Convolution: the same few weights at every place of an image. Then max pooling.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{
    Array1, Array2, Array3, Array4, ArrayView1, ArrayView2, ArrayViewMut1, Axis,
    indices,
};

use crate::dense::{Layer, matrix, matrix_mut, split, split_mut};

/// The shape of an image `(channels, height, width)`.
///
/// Its numbers lie in one row: channel after channel, in each of them row after row.
// ANCHOR: Image
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image {
    /// How many numbers a pixel has: 1 in shades of gray.
    pub channels: usize,
    /// How many rows of pixels.
    pub height: usize,
    /// How many columns of pixels.
    pub width: usize,
}

impl Image {
    /// How many numbers the image has.
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
}
// ANCHOR_END: Image

/// Filters that slide over an image.
///
/// A filter has a square of weights, a kernel, for each channel of the image, and one bias.
/// It gives one channel of the image that comes out.
#[doc = cell!("convolution")]
// ANCHOR: Convolution
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convolution {
    /// The image that goes in.
    pub input: Image,
    /// How many filters: channels of the image that comes out.
    pub filters: usize,
    /// How many rows and columns a kernel has.
    pub size: usize,
    /// How many pixels it moves at a time.
    pub stride: usize,
    /// How many rows and columns of zeros stand around the image, on each side.
    pub padding: usize,
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
        let padded = side + 2 * self.padding;
        assert!(self.size > 0, "{self:?} has no weights");
        assert!(self.size <= padded, "{self:?} is larger than its image");
        assert!(self.stride > 0, "{self:?} never moves");
        (padded - self.size) / self.stride + 1
    }

    /// How many pixels at the end of that side, padding included, no place reaches.
    pub fn left_over(&self, side: usize) -> usize {
        let reached = (self.places(side) - 1) * self.stride + self.size;
        side + 2 * self.padding - reached
    }

    /// The image that comes out.
    pub fn output(&self) -> Image {
        let Image { height, width, .. } = self.input;
        Image {
            channels: self.filters,
            height: self.places(height),
            width: self.places(width),
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
// ANCHOR_END: pad

// ANCHOR: by_loops
impl Convolution {
    /// The convolution of `image` `(channels, height, width)`, as its formula says it:
    /// `kernels` `(filters, channels, size, size)` and `biases` `(filters)` give
    /// `(filters, height, width)` of the output.
    ///
    /// # Panics
    ///
    /// If a shape is not the convolution's.
    pub fn by_loops(
        &self,
        kernels: &Array4<f64>,
        biases: &Array1<f64>,
        image: &Array3<f64>,
    ) -> Array3<f64> {
        self.check(kernels, image);
        let image = pad(image, self.padding);
        let mut z = Array3::zeros(self.output().dim());
        for (f, row, column) in indices(z.dim()) {
            z[[f, row, column]] = biases[f];
            for (c, i, j) in indices((self.input.channels, self.size, self.size)) {
                let pixel = [c, row * self.stride + i, column * self.stride + j];
                z[[f, row, column]] += kernels[[f, c, i, j]] * image[pixel];
            }
        }
        z
    }
}
// ANCHOR_END: by_loops

impl Convolution {
    fn check(&self, kernels: &Array4<f64>, image: &Array3<f64>) {
        let shape = (self.filters, self.input.channels, self.size, self.size);
        assert_eq!(kernels.dim(), shape, "the kernels are not those of {self:?}");
        assert_eq!(
            image.dim(),
            self.input.dim(),
            "the image is not that of {self:?}"
        );
    }
}

// ANCHOR: backward_by_loops
impl Convolution {
    /// The slopes of the loss along the kernels, the biases and the image, in their
    /// shapes, from `dz` `(filters, height, width)`, the slope along what
    /// [`by_loops`](Self::by_loops) gave.
    ///
    /// # Panics
    ///
    /// If a shape is not the convolution's.
    pub fn backward_by_loops(
        &self,
        kernels: &Array4<f64>,
        image: &Array3<f64>,
        dz: &Array3<f64>,
    ) -> (Array4<f64>, Array1<f64>, Array3<f64>) {
        self.check(kernels, image);
        let padded = pad(image, self.padding);
        let mut d_kernels = Array4::zeros(kernels.dim());
        let mut d_biases = Array1::zeros(self.filters);
        let mut d_padded = Array3::zeros(padded.dim());
        for (f, row, column) in indices(dz.dim()) {
            let dz = dz[[f, row, column]];
            d_biases[f] += dz;
            for (c, i, j) in indices((self.input.channels, self.size, self.size)) {
                let pixel = [c, row * self.stride + i, column * self.stride + j];
                d_kernels[[f, c, i, j]] += dz * padded[pixel];
                d_padded[pixel] += dz * kernels[[f, c, i, j]];
            }
        }
        // The slope along a zero of the padding moves nothing.
        let d_image = Array3::from_shape_fn(image.dim(), |(c, row, column)| {
            d_padded[[c, row + self.padding, column + self.padding]]
        });
        (d_kernels, d_biases, d_image)
    }
}
// ANCHOR_END: backward_by_loops

#[doc = cell!("im2col")]
// ANCHOR: im2col
impl Convolution {
    /// The shape of the matrix of patches: weights of one filter, and places.
    pub fn patches(&self) -> (usize, usize) {
        let Image { height, width, .. } = self.output();
        (self.input.channels * self.size * self.size, height * width)
    }

    /// Copies the pixels under the kernels, for every place, into a column of `patches`.
    ///
    /// Where a kernel covers padding, `patches` must hold zeros, which stay.
    pub fn im2col(&self, image: &[f64], patches: &mut Array2<f64>) {
        self.for_each_run(|row, places, pixel| {
            let mut row = patches.row_mut(row);
            let row = &mut slice_mut(&mut row)[places];
            if self.stride == 1 {
                // The same as the loop below, at the speed of a copy of memory.
                return row.copy_from_slice(&image[pixel..][..row.len()]);
            }
            let pixels = image[pixel..].iter().step_by(self.stride);
            row.iter_mut().zip(pixels).for_each(|(patch, pixel)| *patch = *pixel);
        });
    }
}
// ANCHOR_END: im2col

// ANCHOR: col2im
impl Convolution {
    /// The way back: adds every number of `d_patches` to the pixel it was copied from.
    pub fn col2im(&self, d_patches: &Array2<f64>, d_image: &mut [f64]) {
        self.for_each_run(|row, places, pixel| {
            let row = &slice(&d_patches.row(row))[places];
            let pixels = &mut d_image[pixel..];
            let add = |(pixel, patch): (&mut f64, &f64)| *pixel += *patch;
            if self.stride == 1 {
                // A loop without steps, several numbers at a time.
                pixels.iter_mut().zip(row).for_each(add);
            } else {
                pixels.iter_mut().step_by(self.stride).zip(row).for_each(add);
            }
        });
    }
}
// ANCHOR_END: col2im

// ANCHOR: for_each_run
impl Convolution {
    /// Calls `visit` for each run: a row of patches copies from a row of the image. `visit`
    /// gets the number of the row of patches, the places in it, and where the pixel of the
    /// first place is.
    fn for_each_run(&self, mut visit: impl FnMut(usize, Range<usize>, usize)) {
        let Image { channels, height, width } = self.input;
        let columns = self.places(width);
        let weights = indices((channels, self.size, self.size));
        for (weight, (c, i, j)) in weights.into_iter().enumerate() {
            let inside = self.inside(j, width);
            if inside.is_empty() {
                continue;
            }
            for row in self.inside(i, height) {
                let places = row * columns + inside.start..row * columns + inside.end;
                let line = row * self.stride + i - self.padding;
                let first = inside.start * self.stride + j - self.padding;
                visit(weight, places, self.input.at(c, line, first));
            }
        }
    }

    /// The places along a side at which the weight at `offset` covers no padding.
    fn inside(&self, offset: usize, side: usize) -> Range<usize> {
        let first = self.padding.saturating_sub(offset).div_ceil(self.stride);
        let end = (side + self.padding).saturating_sub(offset).div_ceil(self.stride);
        first..end.min(self.places(side))
    }
}
// ANCHOR_END: for_each_run

// ANCHOR: convolution_layer
impl Layer for Convolution {
    fn inputs(&self) -> usize {
        self.input.size()
    }

    fn outputs(&self) -> usize {
        self.output().size()
    }

    fn weights(&self) -> Vec<usize> {
        vec![self.filters, self.input.channels, self.size, self.size]
    }

    fn biases(&self) -> usize {
        self.filters
    }

    fn fans(&self) -> (usize, usize) {
        let square = self.size * self.size;
        (self.input.channels * square, self.filters * square)
    }

    fn forward(&self, parameters: &[f64], x: ArrayView2<f64>, z: &mut Array2<f64>) {
        assert_eq!(
            x.ncols(),
            self.inputs(),
            "rows of x that are no image of {self:?}"
        );
        let (kernels, biases) = split(parameters, self.kernels());
        let mut patches = Array2::zeros(self.patches());
        for (image, mut z) in x.rows().into_iter().zip(z.rows_mut()) {
            self.im2col(slice(&image), &mut patches);
            let mut z = matrix_mut(slice_mut(&mut z), self.sums());
            // z = kernels·patches + biases
            z.assign(&biases.insert_axis(Axis(1)));
            general_mat_mul(1.0, &kernels, &patches, 1.0, &mut z);
        }
    }

    fn backward(
        &self,
        parameters: &[f64],
        _x: ArrayView2<f64>,
        dz: &Array2<f64>,
        dx: &mut Array2<f64>,
    ) {
        let (kernels, _) = split(parameters, self.kernels());
        let mut d_patches = Array2::zeros(self.patches());
        dx.fill(0.0);
        for (dz, mut d_image) in dz.rows().into_iter().zip(dx.rows_mut()) {
            let dz = matrix(slice(&dz), self.sums());
            // d_patches = kernelsᵀ·dz
            general_mat_mul(1.0, &kernels.t(), &dz, 0.0, &mut d_patches);
            self.col2im(&d_patches, slice_mut(&mut d_image));
        }
    }

    fn gradient(
        &self,
        x: ArrayView2<f64>,
        dz: &Array2<f64>,
        scale: f64,
        to: &mut [f64],
    ) {
        let (mut kernels, mut biases) = split_mut(to, self.kernels());
        let mut patches = Array2::zeros(self.patches());
        for (image, dz) in x.rows().into_iter().zip(dz.rows()) {
            self.im2col(slice(&image), &mut patches);
            let dz = matrix(slice(&dz), self.sums());
            // d_kernels = dz·patchesᵀ, and d_biases adds up each row of dz.
            general_mat_mul(scale, &dz, &patches.t(), 1.0, &mut kernels);
            biases.scaled_add(scale, &dz.sum_axis(Axis(1)));
        }
    }
}

impl Convolution {
    /// The shape of the matrix of all kernels: filters, and weights of one filter.
    fn kernels(&self) -> (usize, usize) {
        (self.filters, self.input.channels * self.size * self.size)
    }

    /// The shape of the weighted sums of one image: filters, and places.
    fn sums(&self) -> (usize, usize) {
        let Image { channels, height, width } = self.output();
        (channels, height * width)
    }
}
// ANCHOR_END: convolution_layer

/// The largest number of each square of `size` by `size`: an image `size` times smaller.
///
/// It has no parameters.
#[doc = cell!("max_pool")]
// ANCHOR: MaxPool
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxPool {
    /// The image that goes in.
    pub input: Image,
    /// How many rows and columns of pixels become one. Those left over at the end are lost.
    pub size: usize,
}

impl MaxPool {
    /// The image that comes out.
    ///
    /// # Panics
    ///
    /// If a square has no pixels, or is larger than the image.
    pub fn output(&self) -> Image {
        let Image { channels, height, width } = self.input;
        assert!(self.size > 0, "{self:?} has squares without pixels");
        assert!(self.size <= height.min(width), "{self:?} is larger than its image");
        Image { channels, height: height / self.size, width: width / self.size }
    }
}
// ANCHOR_END: MaxPool

// ANCHOR: max_pool_layer
impl Layer for MaxPool {
    fn inputs(&self) -> usize {
        self.input.size()
    }

    fn outputs(&self) -> usize {
        self.output().size()
    }

    fn weights(&self) -> Vec<usize> {
        vec![0]
    }

    fn biases(&self) -> usize {
        0
    }

    fn fans(&self) -> (usize, usize) {
        (self.size * self.size, 1)
    }

    fn forward(&self, _: &[f64], x: ArrayView2<f64>, z: &mut Array2<f64>) {
        assert_eq!(
            x.ncols(),
            self.inputs(),
            "rows of x that are no image of {self:?}"
        );
        let output = self.output();
        for (image, mut z) in x.rows().into_iter().zip(z.rows_mut()) {
            let (image, z) = (slice(&image), slice_mut(&mut z));
            // All squares of a row together: first their upper left pixels, then the next.
            for (c, row) in indices((output.channels, output.height)) {
                let z = &mut z[output.at(c, row, 0)..][..output.width];
                for (i, j) in indices((self.size, self.size)) {
                    let first = self.input.at(c, row * self.size + i, j);
                    let pixels = image[first..].iter().step_by(self.size);
                    for (z, &pixel) in z.iter_mut().zip(pixels) {
                        // A branch here would be taken at random, and cost more than all else.
                        *z = if (i, j) == (0, 0) || pixel > *z { pixel } else { *z };
                    }
                }
            }
        }
    }

    fn backward(
        &self,
        _: &[f64],
        x: ArrayView2<f64>,
        dz: &Array2<f64>,
        dx: &mut Array2<f64>,
    ) {
        let output = self.output();
        dx.fill(0.0);
        for ((image, dz), mut dx) in
            x.rows().into_iter().zip(dz.rows()).zip(dx.rows_mut())
        {
            let (image, dz, dx) = (slice(&image), slice(&dz), slice_mut(&mut dx));
            for (c, row) in indices((output.channels, output.height)) {
                let dz = &dz[output.at(c, row, 0)..][..output.width];
                for (column, dz) in dz.iter().enumerate() {
                    dx[self.winner(image, c, row, column)] += dz;
                }
            }
        }
    }

    fn gradient(&self, _: ArrayView2<f64>, _: &Array2<f64>, _: f64, _: &mut [f64]) {}
}
// ANCHOR_END: max_pool_layer

// ANCHOR: winner
impl MaxPool {
    /// Where the largest number of a square is; the first, if there are several. The square
    /// is the one that becomes the pixel of this channel, row and column.
    fn winner(&self, image: &[f64], c: usize, row: usize, column: usize) -> usize {
        let corner = self.input.at(c, row * self.size, column * self.size);
        let width = self.input.width;
        // Loops of a length that the compiler knows take half the time.
        match self.size {
            2 => largest(image, corner, width, 2),
            size => largest(image, corner, width, size),
        }
    }
}

/// Where the largest number of a square of `image` is; the first, if there are several.
#[inline(always)]
fn largest(image: &[f64], corner: usize, width: usize, size: usize) -> usize {
    let (mut at, mut number) = (corner, image[corner]);
    for i in 0..size {
        let line = corner + i * width;
        for (j, &pixel) in image[line..line + size].iter().enumerate() {
            // No branch, which would be taken at random.
            let larger = pixel > number;
            number = if larger { pixel } else { number };
            at = if larger { line + j } else { at };
        }
    }
    at
}
// ANCHOR_END: winner

/// The numbers of a row of a matrix.
fn slice<'a>(row: &ArrayView1<'a, f64>) -> &'a [f64] {
    row.to_slice().expect("rows of a matrix in standard layout")
}

/// The same, to write into.
fn slice_mut<'a>(row: &'a mut ArrayViewMut1<f64>) -> &'a mut [f64] {
    row.as_slice_mut().expect("rows of a matrix in standard layout")
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn convolution(
        side: usize,
        size: usize,
        stride: usize,
        padding: usize,
    ) -> Convolution {
        let input = Image { channels: 1, height: side, width: side };
        Convolution { input, filters: 1, size, stride, padding }
    }

    #[test]
    fn the_pixels_of_an_image_lie_channel_after_channel_and_row_after_row() {
        let image = Image { channels: 2, height: 3, width: 4 };
        let places = indices(image.dim()).into_iter();
        let at: Vec<usize> =
            places.map(|(c, row, column)| image.at(c, row, column)).collect();
        assert_eq!(at, (0..image.size()).collect::<Vec<_>>());
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
    #[should_panic(expected = "is larger than its image")]
    fn a_kernel_larger_than_the_padded_image_fits_nowhere() {
        convolution(2, 5, 1, 1).output();
    }

    #[test]
    #[should_panic(expected = "never moves")]
    fn a_kernel_needs_a_stride() {
        convolution(5, 3, 0, 0).output();
    }

    #[test]
    #[should_panic(expected = "has no weights")]
    fn a_kernel_needs_weights() {
        convolution(5, 0, 1, 0).output();
    }

    #[test]
    #[should_panic(expected = "the image is not that of")]
    fn the_loops_refuse_an_image_of_another_shape() {
        let kernels = Array4::zeros((1, 1, 3, 3));
        let image = Array3::zeros((1, 6, 6));
        convolution(5, 3, 1, 0).by_loops(&kernels, &array![0.0], &image);
    }

    #[test]
    #[should_panic(expected = "the kernels are not those of")]
    fn the_loops_refuse_kernels_of_another_shape() {
        let kernels = Array4::zeros((1, 2, 3, 3));
        let image = Array3::zeros((1, 5, 5));
        convolution(5, 3, 1, 0).by_loops(&kernels, &array![0.0], &image);
    }

    #[test]
    #[should_panic(expected = "rows of x that are no image of")]
    fn a_row_longer_than_the_image_is_refused() {
        let convolution = convolution(3, 2, 1, 0);
        convolution.forward(
            &[0.0; 5],
            array![[0.0; 10]].view(),
            &mut array![[0.0; 4]],
        );
    }

    #[test]
    fn patches_are_columns_in_the_order_of_the_places() {
        let image: Vec<f64> = (1..=9).map(f64::from).collect();
        let mut patches = Array2::zeros((4, 4));
        convolution(3, 2, 1, 0).im2col(&image, &mut patches);
        assert_eq!(patches.column(0), array![1.0, 2.0, 4.0, 5.0]);
        assert_eq!(patches.column(1), array![2.0, 3.0, 5.0, 6.0]);
        assert_eq!(patches.column(2), array![4.0, 5.0, 7.0, 8.0]);
        assert_eq!(patches.column(3), array![5.0, 6.0, 8.0, 9.0]);
    }

    #[test]
    fn col2im_adds_as_often_as_a_pixel_is_covered() {
        let mut covered = [0.0; 9];
        convolution(3, 2, 1, 0).col2im(&Array2::ones((4, 4)), &mut covered);
        assert_eq!(covered, [1.0, 2.0, 1.0, 2.0, 4.0, 2.0, 1.0, 2.0, 1.0]);
    }

    #[test]
    fn a_place_or_a_weight_may_cover_nothing_but_padding() {
        // Four of the five columns of the kernel never meet the one pixel.
        let mut patches = Array2::zeros((25, 1));
        convolution(1, 5, 1, 2).im2col(&[7.0], &mut patches);
        assert_eq!((patches[[12, 0]], patches.sum()), (7.0, 7.0));
        // The one place lies in the padding.
        let mut patches = Array2::zeros((1, 1));
        convolution(1, 1, 5, 2).im2col(&[7.0], &mut patches);
        assert_eq!(patches[[0, 0]], 0.0);
    }

    fn pool(side: usize, size: usize) -> MaxPool {
        MaxPool { input: Image { channels: 1, height: side, width: side }, size }
    }

    #[test]
    fn a_pool_that_does_not_divide_the_side_loses_the_end() {
        let x = Array2::from_shape_fn((1, 25), |(_, i)| i as f64);
        let mut z = array![[0.0; 4]];
        pool(5, 2).forward(&[], x.view(), &mut z);
        assert_eq!(z, array![[6.0, 8.0, 16.0, 18.0]]);

        let mut dx = x.clone();
        pool(5, 2).backward(&[], x.view(), &array![[1.0, 2.0, 3.0, 4.0]], &mut dx);
        let slopes = dx.indexed_iter().filter(|(_, d)| **d != 0.0);
        let slopes: Vec<(usize, f64)> = slopes.map(|((_, i), d)| (i, *d)).collect();
        assert_eq!(slopes, [(6, 1.0), (8, 2.0), (16, 3.0), (18, 4.0)]);
    }

    #[test]
    fn of_several_largest_the_first_gets_the_slope() {
        for size in [2, 3] {
            let x = Array2::from_elem((1, size * size), -1.0);
            let mut dx = x.clone();
            pool(size, size).backward(&[], x.view(), &array![[5.0]], &mut dx);
            assert_eq!((dx[[0, 0]], dx.sum()), (5.0, 5.0));
        }
    }

    #[test]
    #[should_panic(expected = "has squares without pixels")]
    fn a_pool_of_size_0_is_refused() {
        pool(4, 0).output();
    }

    #[test]
    #[should_panic(expected = "is larger than its image")]
    fn a_pool_larger_than_the_image_is_refused() {
        pool(4, 5).output();
    }
}
