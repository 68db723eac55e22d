//! Convolution: the same few weights at every place of an image.

use ndarray::{Array1, Array3, Array4, ArrayView1, indices};

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
pub(crate) fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
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
    pub(crate) fn weights(
        &self,
    ) -> impl Iterator<Item = (usize, usize, usize)> + use<> {
        indices((self.input.channels, self.size(), self.size())).into_iter()
    }

    pub(crate) fn check(&self, image: &Array3<f64>) {
        let (filters, size) = (self.filters(), self.size());
        let has = (self.kernels.dim(), self.biases.len());
        let wants = ((filters, self.input.channels, size, size), filters);
        assert_eq!(has, wants, "kernels and biases of {has:?}, not {wants:?}");
        let (has, wants) = (image.dim(), self.input.dim());
        assert_eq!(has, wants, "an image of {has:?} for a convolution of {wants:?}");
    }
}
// ANCHOR_END: by_loops

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One filter over an image of one channel.
    pub(crate) fn convolution(
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

    /// For 8 pixels, size 3 and stride 2, that is $`\lfloor \frac{5}{2} \rfloor + 1
    /// = 3`$ places.
    ///
    /// The third row of [fig:places] loses two pixels of eight. With padding, its
    /// zeros are left over first, as in the fourth row.
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
}
