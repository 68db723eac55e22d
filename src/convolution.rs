//! Convolution: the same few weights at every place of an image.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{
    Array1, Array2, Array3, Array4, ArrayView1, ArrayView2, Axis, indices,
};

use crate::dense::{Layer, matrix, matrix_mut, split, split_mut};

/// The shape of an image. Its numbers lie in one row: channel after channel, in each of them
/// row after row.
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

    /// Where in them the pixel of a channel, a row and a column is.
    pub fn at(&self, channel: usize, row: usize, column: usize) -> usize {
        (channel * self.height + row) * self.width + column
    }
}
// ANCHOR_END: Image

/// A square of weights that slides over an image: one square per filter and channel.
// ANCHOR: Convolution
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convolution {
    /// The image that goes in.
    pub input: Image,
    /// How many channels the image that comes out has.
    pub filters: usize,
    /// How many rows and columns of pixels the square covers.
    pub size: usize,
    /// How many pixels it moves at a time.
    pub stride: usize,
    /// How many rows and columns of zeros stand around the image.
    pub padding: usize,
}
// ANCHOR_END: Convolution

// ANCHOR: places
impl Convolution {
    /// In how many places the square fits along a side of so many pixels.
    ///
    /// # Panics
    ///
    /// If it fits in none, or never moves.
    pub fn places(&self, side: usize) -> usize {
        let padded = side + 2 * self.padding;
        assert!(self.size <= padded, "{self:?} is larger than its image");
        assert!(self.stride > 0, "{self:?} never moves");
        (padded - self.size) / self.stride + 1
    }

    /// How many pixels at the end of that side no place reaches.
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

// ANCHOR: by_loops
impl Convolution {
    /// The convolution of `image` `(channels, height, width)`, as its formula says it:
    /// `kernels` `(filters, channels, size, size)` and `biases` `(filters)` give
    /// `(filters, height, width)` of the output.
    pub fn by_loops(
        &self,
        kernels: &Array4<f64>,
        biases: &Array1<f64>,
        image: &Array3<f64>,
    ) -> Array3<f64> {
        let Image { channels, height, width } = self.output();
        let image = self.pad(image);
        let mut z = Array3::zeros((channels, height, width));
        for (f, y, x) in indices(z.dim()) {
            z[[f, y, x]] = biases[f];
            for (c, i, j) in indices((self.input.channels, self.size, self.size)) {
                let pixel = image[[c, y * self.stride + i, x * self.stride + j]];
                z[[f, y, x]] += kernels[[f, c, i, j]] * pixel;
            }
        }
        z
    }

    /// `image` with rows and columns of zeros around it.
    fn pad(&self, image: &Array3<f64>) -> Array3<f64> {
        let (channels, height, width) = image.dim();
        let p = self.padding;
        let mut padded = Array3::zeros((channels, height + 2 * p, width + 2 * p));
        for (c, y, x) in indices(image.dim()) {
            padded[[c, y + p, x + p]] = image[[c, y, x]];
        }
        padded
    }
}
// ANCHOR_END: by_loops

// ANCHOR: backward_by_loops
impl Convolution {
    /// The slopes of the loss along the kernels, the biases and the image, from `dz`, the
    /// slope along what [`by_loops`](Self::by_loops) gave.
    pub fn backward_by_loops(
        &self,
        kernels: &Array4<f64>,
        image: &Array3<f64>,
        dz: &Array3<f64>,
    ) -> (Array4<f64>, Array1<f64>, Array3<f64>) {
        let padded = self.pad(image);
        let mut d_kernels = Array4::zeros(kernels.dim());
        let mut d_biases = Array1::zeros(self.filters);
        let mut d_padded = Array3::zeros(padded.dim());
        for (f, y, x) in indices(dz.dim()) {
            d_biases[f] += dz[[f, y, x]];
            for (c, i, j) in indices((self.input.channels, self.size, self.size)) {
                let pixel = [c, y * self.stride + i, x * self.stride + j];
                d_kernels[[f, c, i, j]] += dz[[f, y, x]] * padded[pixel];
                d_padded[pixel] += dz[[f, y, x]] * kernels[[f, c, i, j]];
            }
        }
        let d_image = Array3::from_shape_fn(image.dim(), |(c, y, x)| {
            d_padded[[c, y + self.padding, x + self.padding]]
        });
        (d_kernels, d_biases, d_image)
    }
}
// ANCHOR_END: backward_by_loops

// ANCHOR: im2col
impl Convolution {
    /// Copies the pixels under the square, for every place, into a column of `patches`
    /// `(channels · size · size, places)`. Where the square covers padding, it leaves the
    /// zeros that are there.
    fn im2col(&self, image: &[f64], patches: &mut Array2<f64>) {
        self.for_each_run(|row, places, pixel| {
            let mut row = patches.row_mut(row);
            let row = &mut row.as_slice_mut().expect("standard layout")[places];
            if self.stride == 1 {
                // The same as the loop below, at the speed of a copy of memory.
                return row.copy_from_slice(&image[pixel..][..row.len()]);
            }
            let pixels = image[pixel..].iter().step_by(self.stride);
            row.iter_mut().zip(pixels).for_each(|(patch, pixel)| *patch = *pixel);
        });
    }

    /// The way back: adds every number of `d_patches` to the pixel it was copied from.
    fn col2im(&self, d_patches: &Array2<f64>, d_image: &mut [f64]) {
        self.for_each_run(|row, places, pixel| {
            let row = d_patches.row(row);
            let row = &row.to_slice().expect("standard layout")[places];
            let pixels = &mut d_image[pixel..];
            if self.stride == 1 {
                pixels
                    .iter_mut()
                    .zip(row)
                    .for_each(|(pixel, patch)| *pixel += *patch);
            } else {
                let pixels = pixels.iter_mut().step_by(self.stride);
                pixels.zip(row).for_each(|(pixel, patch)| *pixel += *patch);
            }
        });
    }

    /// Calls `visit` for each row of patches and each row of the image that it copies from:
    /// with the row of patches, the places in it, and the pixel of the first of them.
    fn for_each_run(&self, mut visit: impl FnMut(usize, Range<usize>, usize)) {
        let Image { channels, height, width } = self.input;
        let columns = self.places(width);
        let weights = indices((channels, self.size, self.size));
        for (row, (c, i, j)) in weights.into_iter().enumerate() {
            let inside = self.inside(j, width);
            for y in self.inside(i, height) {
                let places = y * columns + inside.start..y * columns + inside.end;
                let line = y * self.stride + i - self.padding;
                let first = inside.start * self.stride + j - self.padding;
                visit(row, places, self.input.at(c, line, first));
            }
        }
    }

    /// The places along a side for which the weight at `offset` covers no padding.
    fn inside(&self, offset: usize, side: usize) -> Range<usize> {
        let first = self.padding.saturating_sub(offset).div_ceil(self.stride);
        let end = (side + self.padding).saturating_sub(offset).div_ceil(self.stride);
        let end = end.min(self.places(side));
        first.min(end)..end
    }
}
// ANCHOR_END: im2col

// ANCHOR: convolution_layer
impl Convolution {
    /// Rows and columns of the matrix of all kernels: filters, and weights of one filter.
    fn kernels(&self) -> (usize, usize) {
        (self.filters, self.input.channels * self.size * self.size)
    }

    /// Rows and columns of the matrix of patches: weights of one filter, and places.
    fn patches(&self) -> (usize, usize) {
        let Image { height, width, .. } = self.output();
        (self.input.channels * self.size * self.size, height * width)
    }
}

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
        let (kernels, biases) = split(parameters, self.kernels());
        let mut patches = Array2::zeros(self.patches());
        for (image, mut z) in x.rows().into_iter().zip(z.rows_mut()) {
            self.im2col(slice(&image), &mut patches);
            let z = z.as_slice_mut().expect("standard layout");
            let mut z = matrix_mut(z, (self.filters, patches.ncols()));
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
            let dz = matrix(slice(&dz), (self.filters, d_patches.ncols()));
            // d_patches = kernelsᵀ·dz
            general_mat_mul(1.0, &kernels.t(), &dz, 0.0, &mut d_patches);
            let d_image = d_image.as_slice_mut().expect("standard layout");
            self.col2im(&d_patches, d_image);
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
            let dz = matrix(slice(&dz), (self.filters, patches.ncols()));
            // d_kernels = dz·patchesᵀ, and d_biases adds up the columns of dz.
            general_mat_mul(scale, &dz, &patches.t(), 1.0, &mut kernels);
            biases.scaled_add(scale, &dz.sum_axis(Axis(1)));
        }
    }
}
// ANCHOR_END: convolution_layer

/// The largest number of each square of `size` by `size`: an image `size` times smaller.
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
    pub fn output(&self) -> Image {
        let Image { channels, height, width } = self.input;
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
        let output = self.output();
        for (image, mut z) in x.rows().into_iter().zip(z.rows_mut()) {
            let (image, z) =
                (slice(&image), z.as_slice_mut().expect("standard layout"));
            for (c, y) in indices((output.channels, output.height)) {
                let z = &mut z[output.at(c, y, 0)..][..output.width];
                for (i, j) in indices((self.size, self.size)) {
                    let first = self.input.at(c, y * self.size + i, j);
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
            let (image, dz) = (slice(&image), slice(&dz));
            let dx = dx.as_slice_mut().expect("standard layout");
            for (c, y) in indices((output.channels, output.height)) {
                let dz = &dz[output.at(c, y, 0)..][..output.width];
                for (x, dz) in dz.iter().enumerate() {
                    dx[self.largest(image, c, y, x)] += dz;
                }
            }
        }
    }

    fn gradient(&self, _: ArrayView2<f64>, _: &Array2<f64>, _: f64, _: &mut [f64]) {}
}

impl MaxPool {
    /// Where the largest number under the square is; the first, if there are several.
    fn largest(&self, image: &[f64], channel: usize, y: usize, x: usize) -> usize {
        let first = self.input.at(channel, y * self.size, x * self.size);
        let search = |size: usize| {
            let (mut largest, mut at) = (image[first], first);
            for i in 0..size {
                let line = first + i * self.input.width;
                for (j, &pixel) in image[line..line + size].iter().enumerate() {
                    let larger = pixel > largest;
                    largest = if larger { pixel } else { largest };
                    at = if larger { line + j } else { at };
                }
            }
            at
        };
        // Loops of a length that the compiler knows take half the time.
        if self.size == 2 { search(2) } else { search(self.size) }
    }
}
// ANCHOR_END: max_pool_layer

fn slice<'a>(row: &ArrayView1<'a, f64>) -> &'a [f64] {
    row.to_slice().expect("rows of a matrix in standard layout")
}
