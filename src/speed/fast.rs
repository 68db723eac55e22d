//! Layers exchanged for twins that compute the same in less time.

use std::any::Any;
use std::iter::zip;
use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{
    Array1, Array2, ArrayD, ArrayView1, ArrayView2, ArrayViewD, ArrayViewMut1,
    ArrayViewMut2, ArrayViewMutD, Axis, indices,
};

use crate::convolution::{Convolution, ImageShape};
use crate::dense::{Dense, Gradients, Layer, check};
use crate::pooling::MaxPool;
use crate::sequential::{Sequential, Stage};

// ANCHOR: fast
impl Sequential {
    /// The network with a twin in the place of every layer that has one: the same numbers,
    /// to rounding, in less time.
    pub fn fast(self) -> Self {
        let exchange = |(l, Stage { layer, activation })| Stage {
            layer: twin(layer, l > 0),
            activation,
        };
        Sequential {
            stages: self.stages.into_iter().enumerate().map(exchange).collect(),
        }
    }
}

/// The twin of a layer, if it has one. It gives the slope along its inputs where somebody
/// `wants_dx`.
pub fn twin(layer: Box<dyn Layer>, wants_dx: bool) -> Box<dyn Layer> {
    let any: &dyn Any = layer.as_ref();
    if let Some(layer) = any.downcast_ref::<Dense>() {
        Box::new(Twin { layer: layer.clone(), wants_dx })
    } else if let Some(layer) = any.downcast_ref::<Convolution>() {
        Box::new(Twin { layer: layer.clone(), wants_dx })
    } else if let Some(layer) = any.downcast_ref::<MaxPool>() {
        Box::new(Twin { layer: *layer, wants_dx })
    } else {
        layer
    }
}
// ANCHOR_END: fast

/// A layer that knows a faster way.
// ANCHOR: Fast
trait Fast: Layer {
    /// What `forward` gives.
    fn fast_forward(&self, x: &Array2<f64>) -> Array2<f64>;

    /// What `backward` gives; where nobody wants `dx`, it may be of shape `(n, 0)`.
    fn fast_backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
        wants_dx: bool,
    ) -> (Array2<f64>, Gradients);
}

/// A layer that goes the faster way.
#[derive(Debug)]
struct Twin<L> {
    layer: L,
    /// Whether somebody asks for the slope along the inputs: the first layer has no layer
    /// before it.
    wants_dx: bool,
}

impl<L: Fast> Layer for Twin<L> {
    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let (has, wants) = (x.ncols(), self.inputs());
        assert_eq!(has, wants, "rows of {has} numbers for a layer of {wants} inputs");
        self.layer.fast_forward(x)
    }

    fn backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
    ) -> (Array2<f64>, Gradients) {
        check(self, x, dz);
        self.layer.fast_backward(x, dz, self.wants_dx)
    }

    fn inputs(&self) -> usize {
        self.layer.inputs()
    }

    fn outputs(&self) -> usize {
        self.layer.outputs()
    }

    fn fans(&self) -> (usize, usize) {
        self.layer.fans()
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        self.layer.parameters()
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        self.layer.parameters_mut()
    }
}
// ANCHOR_END: Fast

// ANCHOR: fast_dense
impl Fast for Dense {
    fn fast_forward(&self, x: &Array2<f64>) -> Array2<f64> {
        self.forward(x)
    }

    fn fast_backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
        wants_dx: bool,
    ) -> (Array2<f64>, Gradients) {
        if wants_dx {
            return self.backward(x, dz);
        }
        let (dw, db) = (x.t().dot(dz).into_dyn(), dz.sum_axis(Axis(0)));
        (Array2::zeros((x.nrows(), 0)), Gradients { dw, db })
    }
}
// ANCHOR_END: fast_dense

// ANCHOR: fast_convolution
impl Fast for Convolution {
    fn fast_forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut z = Array2::zeros((x.nrows(), self.outputs()));
        let mut patches = Array2::zeros(self.patches_shape());
        for (image, mut z) in zip(x.as_standard_layout().rows(), z.rows_mut()) {
            self.copy_runs(numbers(image), &mut patches);
            let mut z = matrix_mut(&mut z, self.shape_of_sums());
            z.assign(&self.biases.view().insert_axis(Axis(1)));
            general_mat_mul(1.0, &self.matrix(), &patches, 1.0, &mut z);
        }
        z
    }

    fn fast_backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
        wants_dx: bool,
    ) -> (Array2<f64>, Gradients) {
        let mut dx = Array2::zeros(if wants_dx { x.dim() } else { (x.nrows(), 0) });
        let mut dw = Array2::zeros(self.matrix().dim());
        let mut db = Array1::zeros(self.filters());
        let mut patches = Array2::zeros(self.patches_shape());
        let mut d_patches = Array2::zeros(self.patches_shape());
        let (x, dz) = (x.as_standard_layout(), dz.as_standard_layout());
        for ((image, mut d_image), dz) in zip(zip(x.rows(), dx.rows_mut()), dz.rows())
        {
            let dz = matrix(numbers(dz), self.shape_of_sums());
            self.copy_runs(numbers(image), &mut patches);
            general_mat_mul(1.0, &dz, &patches.t(), 1.0, &mut dw);
            db += &dz.sum_axis(Axis(1));
            if wants_dx {
                general_mat_mul(1.0, &self.matrix().t(), &dz, 0.0, &mut d_patches);
                self.add_runs(&d_patches, numbers_mut(&mut d_image));
            }
        }
        let dw = dw.into_shape_with_order(self.kernels.dim());
        let dw = dw.expect("a number for each weight").into_dyn();
        (dx, Gradients { dw, db })
    }
}
// ANCHOR_END: fast_convolution

// ANCHOR: runs
impl Convolution {
    /// What `im2col` does, a run at a time. Where a kernel covers padding, `patches` must hold
    /// zeros, which stay.
    fn copy_runs(&self, image: &[f64], patches: &mut Array2<f64>) {
        self.for_each_run(|weight, places, pixel| {
            let mut row = patches.row_mut(weight);
            let row = &mut numbers_mut(&mut row)[places];
            if self.stride == 1 {
                // The same as the loop below, at the speed of a copy of memory.
                return row.copy_from_slice(&image[pixel..][..row.len()]);
            }
            let pixels = image[pixel..].iter().step_by(self.stride);
            zip(row, pixels).for_each(|(patch, pixel)| *patch = *pixel);
        });
    }

    /// What `col2im` does, a run at a time.
    fn add_runs(&self, d_patches: &Array2<f64>, d_image: &mut [f64]) {
        self.for_each_run(|weight, places, pixel| {
            let row = &numbers(d_patches.row(weight))[places];
            let pixels = &mut d_image[pixel..];
            let add = |(pixel, patch): (&mut f64, &f64)| *pixel += *patch;
            if self.stride == 1 {
                // A loop without steps, several numbers at a time.
                zip(pixels, row).for_each(add);
            } else {
                zip(pixels.iter_mut().step_by(self.stride), row).for_each(add);
            }
        });
    }

    /// Calls `visit` for each run: one weight, one row of places, and the pixels that the
    /// weight meets there. `visit` gets the number of the weight, the places, and where the
    /// pixel of the first place is.
    fn for_each_run(&self, mut visit: impl FnMut(usize, Range<usize>, usize)) {
        let ImageShape { channels, height, width } = self.input;
        let columns = self.places(width);
        let weights = indices((channels, self.size(), self.size()));
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
// ANCHOR_END: runs

// ANCHOR: fast_max_pool
impl Fast for MaxPool {
    fn fast_forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let output = self.output();
        let mut z = Array2::zeros((x.nrows(), output.size()));
        for (image, mut z) in zip(x.as_standard_layout().rows(), z.rows_mut()) {
            let (image, z) = (numbers(image), numbers_mut(&mut z));
            // All squares of a row together: first their upper left pixels, then the next.
            for (c, row) in indices((output.channels, output.height)) {
                let z = &mut z[output.at(c, row, 0)..][..output.width];
                for (i, j) in indices((self.size, self.size)) {
                    let first = self.input.at(c, row * self.size + i, j);
                    let pixels = image[first..].iter().step_by(self.size);
                    for (z, &pixel) in zip(&mut *z, pixels) {
                        // No branch, which would be taken at random.
                        let wins = (i, j) == (0, 0) || pixel > *z || pixel.is_nan();
                        *z = if wins { pixel } else { *z };
                    }
                }
            }
        }
        z
    }

    fn fast_backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
        _wants_dx: bool,
    ) -> (Array2<f64>, Gradients) {
        if x.fold(false, |found, pixel| found | pixel.is_nan()) {
            // Rare, and worth no time of `winner`.
            return self.backward(x, dz);
        }
        let output = self.output();
        let mut dx = Array2::zeros(x.dim());
        let (x, dz) = (x.as_standard_layout(), dz.as_standard_layout());
        for ((image, mut dx), dz) in zip(zip(x.rows(), dx.rows_mut()), dz.rows()) {
            let (image, dz, dx) = (numbers(image), numbers(dz), numbers_mut(&mut dx));
            for (c, row) in indices((output.channels, output.height)) {
                let dz = &dz[output.at(c, row, 0)..][..output.width];
                for (column, dz) in dz.iter().enumerate() {
                    let corner =
                        self.input.at(c, row * self.size, column * self.size);
                    // Loops of a length that the compiler knows take half the time.
                    let winner = match self.size {
                        2 => winner(image, corner, self.input.width, 2),
                        size => winner(image, corner, self.input.width, size),
                    };
                    dx[winner] += dz;
                }
            }
        }
        (dx, Gradients { dw: ArrayD::zeros(vec![0]), db: Array1::zeros(0) })
    }
}

/// Where the largest number of a square of `image` is; the first, if there are several.
#[inline(always)]
fn winner(image: &[f64], corner: usize, width: usize, size: usize) -> usize {
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
// ANCHOR_END: fast_max_pool

impl Convolution {
    /// The shape of the weighted sums of one image: filters, and places.
    fn shape_of_sums(&self) -> (usize, usize) {
        (self.filters(), self.patches_shape().1)
    }
}

const ROWS: &str = "rows of a matrix whose numbers lie row after row";

fn numbers<'a>(row: ArrayView1<'a, f64>) -> &'a [f64] {
    row.to_slice().expect(ROWS)
}

fn numbers_mut<'a>(row: &'a mut ArrayViewMut1<f64>) -> &'a mut [f64] {
    row.as_slice_mut().expect(ROWS)
}

fn matrix(numbers: &[f64], shape: (usize, usize)) -> ArrayView2<'_, f64> {
    ArrayView2::from_shape(shape, numbers).expect("as many numbers as places")
}

fn matrix_mut<'a>(
    row: &'a mut ArrayViewMut1<f64>,
    shape: (usize, usize),
) -> ArrayViewMut2<'a, f64> {
    ArrayViewMut2::from_shape(shape, numbers_mut(row))
        .expect("as many numbers as places")
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::activation::{Relu, Sigmoid};

    fn random(rows: usize, columns: usize) -> Array2<f64> {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        Array2::from_shape_simple_fn((rows, columns), || rng.random::<f64>() - 0.5)
    }

    fn with_parameters(net: Sequential) -> Sequential {
        let mut net = net;
        let list = random(1, net.parameters().len());
        net.set_parameters(list.as_slice().unwrap());
        net
    }

    /// Asserts that the twin of `layer`, as the second of a network, gives what it gives.
    fn compare(layer: impl Layer + Clone) {
        let inputs = layer.inputs();
        let net = |layer| {
            let first = Dense::new(3, inputs);
            with_parameters(Sequential::new(first, &Sigmoid).then(layer, &Relu))
        };
        let (plain, fast) = (net(layer.clone()), net(layer).fast());
        let (x, d_output) =
            (random(5, 3), random(5, plain.stages[1].layer.outputs()));
        let fans = |net: &Sequential| net.stages[1].layer.fans();
        assert_eq!(fans(&plain), fans(&fast));
        let (pass, fast_pass) = (plain.forward(&x), fast.forward(&x));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-13;
        assert!(zip(pass.output(), fast_pass.output()).all(|(&a, &b)| near(a, b)));
        let back = plain.backward(&x, &pass, &d_output);
        let fast_back = fast.backward(&x, &fast_pass, &d_output);
        for (a, b) in zip(&back.gradients, &fast_back.gradients) {
            assert_eq!(a.dw.shape(), b.dw.shape());
            assert!(zip(&a.dw, &b.dw).all(|(&a, &b)| near(a, b)));
            assert!(zip(&a.db, &b.db).all(|(&a, &b)| near(a, b)));
        }
    }

    /// And **the numbers stay**: every function of these two chapters computes what a plain one
    /// of an earlier chapter computes, up to rounding, and a test compares the two.
    #[test]
    fn a_twin_gives_what_its_layer_gives() {
        compare(Dense::new(4, 6));
        let input = ImageShape { channels: 2, height: 6, width: 7 };
        for (size, stride, padding) in
            [(3, 1, 0), (3, 1, 1), (2, 2, 0), (3, 2, 1), (1, 3, 2), (6, 1, 3)]
        {
            compare(Convolution {
                stride,
                padding,
                ..Convolution::new(input, 3, size)
            });
        }
        for size in [1, 2, 3] {
            compare(MaxPool { input, size });
        }
    }

    #[test]
    fn a_layer_without_a_twin_stays() {
        let net = Sequential::new(Dense::new(2, 1), &Sigmoid).fast().fast();
        assert_eq!(net.stages.len(), 1);
    }

    #[test]
    fn the_first_layer_gives_no_slope_along_the_inputs_of_the_network() {
        let net = Sequential::new(Dense::new(3, 2), &Sigmoid).fast();
        let (dx, _) = net.stages[0].layer.backward(&random(4, 3), &random(4, 2));
        assert!(dx.is_empty());
    }

    #[test]
    fn what_is_not_a_number_wins_wherever_it_stands() {
        let input = ImageShape { channels: 1, height: 2, width: 2 };
        for place in 0..4 {
            let mut x = array![[1.0, 2.0, 3.0, 0.0]];
            x[[0, place]] = f64::NAN;
            let pool = MaxPool { input, size: 2 };
            assert!(pool.fast_forward(&x)[[0, 0]].is_nan());
            let (dx, _) = pool.fast_backward(&x, &array![[5.0]], true);
            assert_eq!((dx[[0, place]], dx.sum()), (5.0, 5.0));
        }
    }

    #[test]
    fn of_several_that_are_not_numbers_the_twin_gives_the_slope_to_that_of_its_layer()
    {
        let input = ImageShape { channels: 1, height: 2, width: 2 };
        let (pool, x) =
            (MaxPool { input, size: 2 }, array![[1.0, f64::NAN, 3.0, f64::NAN]]);
        let slopes = |(dx, _): (Array2<f64>, Gradients)| dx;
        let dz = array![[5.0]];
        let of_the_layer = slopes(pool.backward(&x, &dz));
        assert_eq!(slopes(pool.fast_backward(&x, &dz, true)), of_the_layer);
    }

    #[test]
    fn of_several_largest_the_first_gets_the_slope_of_the_twin_too() {
        for size in [2, 3] {
            let input = ImageShape { channels: 1, height: size, width: size };
            let x = Array2::from_elem((1, size * size), -1.0);
            let pool = MaxPool { input, size };
            let (dx, _) = pool.fast_backward(&x, &array![[5.0]], true);
            assert_eq!((dx[[0, 0]], dx.sum()), (5.0, 5.0));
        }
    }
}
