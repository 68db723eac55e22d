//! A dense layer, a convolution or a pool by itself.

use backprop::{Convolution, Dense, Dual, Image, Layer, MaxPool};
use ndarray::{Array, Array1, Array2, Dimension, indices};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::reference::{Part, constant, duals, square, sum};
use crate::{array, close};

pub fn images() -> impl Strategy<Value = Image> {
    (1..4_usize, 1..7_usize, 1..7_usize).prop_map(|(channels, height, width)| Image {
        channels,
        height,
        width,
    })
}

fn dense_layers() -> impl Strategy<Value = Part> {
    (1..8_usize, 1..8_usize)
        .prop_map(|(inputs, outputs)| Part::Dense(Dense { inputs, outputs }))
}

/// Any stride, and a padding of up to the size of the square, one more than is useful.
fn convolutions() -> impl Strategy<Value = Part> {
    let shape = (images(), 1..4_usize, 1..5_usize, 1..6_usize, 0..5_usize);
    shape.prop_map(|(input, filters, size, stride, padding)| {
        fitting_convolution(input, filters, size, stride, padding)
    })
}

pub fn fitting_convolution(
    input: Image,
    filters: usize,
    size: usize,
    stride: usize,
    padding: usize,
) -> Part {
    let padding = padding.min(size);
    let size = size.min(input.height.min(input.width) + 2 * padding);
    Part::Convolution(Convolution { input, filters, size, stride, padding })
}

fn pools() -> impl Strategy<Value = MaxPool> {
    (images(), 1..5_usize).prop_map(|(input, size)| fitting_pool(input, size))
}

pub fn fitting_pool(input: Image, size: usize) -> MaxPool {
    MaxPool { input, size: size.min(input.height).min(input.width) }
}

/// A layer, its parameters, some samples, and slopes of a loss along its weighted sums.
#[derive(Debug, Clone)]
struct Case {
    part: Part,
    parameters: Vec<f64>,
    x: Array2<f64>,
    dz: Array2<f64>,
}

fn cases(parts: impl Strategy<Value = Part>) -> impl Strategy<Value = Case> {
    (parts, 1..4_usize).prop_flat_map(|(part, n)| {
        let layer = part.layer();
        let parameters =
            prop::collection::vec(-1.0..1.0, number_of_parameters(layer));
        let numbers = (array(n, layer.inputs(), 2.0), array(n, layer.outputs(), 1.0));
        (Just(part), parameters, numbers)
            .prop_map(|(part, parameters, (x, dz))| Case { part, parameters, x, dz })
    })
}

pub fn number_of_parameters(layer: &dyn Layer) -> usize {
    layer.weights().iter().product::<usize>() + layer.biases()
}

/// Images for a pool of which no two pixels are closer than 1/4.
fn pool_cases() -> impl Strategy<Value = Case> {
    (pools(), 1..4_usize).prop_flat_map(|(pool, n)| {
        let pixels: Vec<usize> = (0..n * pool.inputs()).collect();
        let x = Just(pixels).prop_shuffle().prop_map(move |pixels| {
            let pixels = pixels.into_iter().map(|i| 0.25 * i as f64 - 5.0).collect();
            Array2::from_shape_vec((n, pool.inputs()), pixels).unwrap()
        });
        (x, array(n, pool.outputs(), 1.0)).prop_map(move |(x, dz)| Case {
            part: Part::MaxPool(pool),
            parameters: vec![],
            x,
            dz,
        })
    })
}

impl Case {
    // What a layer writes into is full of NaN before: whatever it leaves or adds to, shows.
    fn forward(&self) -> Array2<f64> {
        let mut z = Array2::from_elem(self.dz.dim(), f64::NAN);
        self.part.layer().forward(&self.parameters, self.x.view(), &mut z);
        z
    }

    fn backward(&self) -> Array2<f64> {
        let mut dx = Array2::from_elem(self.x.dim(), f64::NAN);
        let layer = self.part.layer();
        layer.backward(&self.parameters, self.x.view(), &self.dz, &mut dx);
        dx
    }

    fn gradient(&self, scale: f64, to: &mut [f64]) {
        self.part.layer().gradient(self.x.view(), &self.dz, scale, to);
    }

    /// A loss whose slope along the weighted sums is `dz`, and along each of these numbers
    /// what backward and gradient should give.
    fn loss(&self) -> f64 {
        (self.forward() * &self.dz).sum()
    }

    /// The same in dual numbers, of one sample; the variable is a parameter or an input.
    fn dual_loss(
        &self,
        sample: usize,
        parameter: Option<usize>,
        input: Option<usize>,
    ) -> Dual {
        let x = duals(self.x.row(sample), input);
        let z = self.part.z(&duals(&self.parameters, parameter), &x);
        sum(z.into_iter().zip(self.dz.row(sample)).map(|(z, &dz)| z * constant(dz)))
    }

    fn matches_dual_numbers(&self) -> TestCaseResult {
        for (sample, z) in self.forward().rows().into_iter().enumerate() {
            let x = duals(self.x.row(sample), None);
            let reference = self.part.z(&duals(&self.parameters, None), &x);
            for (&z, reference) in z.iter().zip(reference) {
                close(z, reference.value, TOLERANCE)?;
            }
        }
        self.has_slopes(
            |(sample, input)| self.dual_loss(sample, None, Some(input)).slope,
            |parameter| {
                let samples = 0..self.x.nrows();
                samples.map(|i| self.dual_loss(i, Some(parameter), None).slope).sum()
            },
        )
    }

    fn matches_central_differences(&self) -> TestCaseResult {
        // Along each number the loss is a line, as far as the largest pixel of a square stays
        // the largest. So a long step is as good as a short one, and rounding does less.
        let h = 0.0625;
        let slope = |change: &dyn Fn(&mut Case, f64)| {
            let loss = |step: f64| {
                let mut moved = self.clone();
                change(&mut moved, step);
                moved.loss()
            };
            (loss(h) - loss(-h)) / (2.0 * h)
        };
        self.has_slopes(
            |place| slope(&|case, step| case.x[place] += step),
            |place| slope(&|case, step| case.parameters[place] += step),
        )
    }

    fn has_slopes(
        &self,
        along_input: impl Fn((usize, usize)) -> f64,
        along_parameter: impl Fn(usize) -> f64,
    ) -> TestCaseResult {
        for (place, &dx) in self.backward().indexed_iter() {
            close(dx, along_input(place), TOLERANCE)?;
        }
        let mut gradient = vec![0.0; self.parameters.len()];
        self.gradient(1.0, &mut gradient);
        for (place, dw) in gradient.into_iter().enumerate() {
            close(dw, along_parameter(place), TOLERANCE)?;
        }
        Ok(())
    }
}

/// A sum of some hundred terms of about 1 stays below a thousand: each rounding is off by
/// less than 1e-13, all together by less than 1e-10. Half of a long step's 1 / h is 8 times
/// that.
const TOLERANCE: f64 = 1e-9;

proptest! {
    #[test]
    fn a_dense_layer_matches_dual_numbers(case in cases(dense_layers())) {
        case.matches_dual_numbers()?;
    }

    #[test]
    fn a_dense_layer_matches_central_differences(case in cases(dense_layers())) {
        case.matches_central_differences()?;
    }

    #[test]
    fn a_convolution_matches_dual_numbers(case in cases(convolutions())) {
        case.matches_dual_numbers()?;
    }

    #[test]
    fn a_convolution_matches_central_differences(case in cases(convolutions())) {
        case.matches_central_differences()?;
    }

    #[test]
    fn a_pool_matches_dual_numbers_away_from_ties(case in pool_cases()) {
        case.matches_dual_numbers()?;
    }

    #[test]
    fn a_pool_matches_central_differences_away_from_ties(case in pool_cases()) {
        case.matches_central_differences()?;
    }

    #[test]
    fn at_a_tie_the_slope_goes_to_the_first_of_the_largest_only(
        (pool, pixels, dz) in (pools(), 1..4_usize).prop_flat_map(|(pool, n)| {
            // Of three shades only, most squares have their largest several times.
            let pixels = prop::collection::vec(-1..2, n * pool.inputs());
            (Just(pool), pixels, array(n, pool.outputs(), 1.0))
        })
    ) {
        let pixels = pixels.into_iter().map(f64::from).collect();
        let x = Array2::from_shape_vec((dz.nrows(), pool.inputs()), pixels).unwrap();
        let mut first = Array2::zeros(x.dim());
        for ((sample, place), dz) in dz.indexed_iter() {
            let square = square(&pool, place);
            let pixel = |at: &usize| x[[sample, *at]];
            let largest = square.iter().map(pixel).fold(f64::NEG_INFINITY, f64::max);
            let at = square.iter().find(|at| pixel(at) == largest).unwrap();
            first[[sample, *at]] = *dz;
        }
        let part = Part::MaxPool(pool);
        let dx = Case { part, parameters: vec![], x, dz }.backward();
        // No square shares a pixel with another, so nothing is added and nothing rounded.
        prop_assert_eq!(dx, first);
    }

    #[test]
    fn a_gradient_is_added_to_what_is_there_as_often_as_scale_says(
        (case, start) in cases(prop_oneof![
            dense_layers(),
            convolutions(),
            pools().prop_map(Part::MaxPool)
        ])
        .prop_flat_map(|case| {
            let start = prop::collection::vec(-3.0..3.0, case.parameters.len());
            (Just(case), start)
        })
    ) {
        let mut slopes = vec![0.0; start.len()];
        case.gradient(1.0, &mut slopes);
        let mut sum = start.clone();
        case.gradient(-0.5, &mut sum);
        for ((sum, start), slope) in sum.into_iter().zip(start).zip(slopes) {
            close(sum, start - 0.5 * slope, TOLERANCE)?;
        }
    }
}

#[test]
fn every_small_convolution_is_what_its_loops_give() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut tried = 0;
    for (height, width, size, stride, padding) in indices((5, 5, 4, 6, 4)) {
        let input = Image { channels: 2, height: height + 1, width: width + 1 };
        let (size, stride) = (size + 1, stride + 1);
        if padding >= size || size > input.height.min(input.width) + 2 * padding {
            continue;
        }
        let layer = Convolution { input, filters: 2, size, stride, padding };
        is_what_its_loops_give(&layer, &mut rng);
        tried += 1;
    }
    assert!(tried > 1000, "{tried}");
}

fn is_what_its_loops_give(layer: &Convolution, rng: &mut ChaCha8Rng) {
    let (n, input, output) = (2, layer.input.dim(), layer.output().dim());
    let mut random =
        |n| Array1::from_shape_simple_fn(n, || rng.random::<f64>() - 0.5);
    let shape = (layer.filters, layer.input.channels, layer.size, layer.size);
    let kernels = random(layer.filters * layer.fans().0);
    let biases = random(layer.filters);
    let x = random(n * layer.inputs()).into_shape_with_order((n, layer.inputs()));
    let dz = random(n * layer.outputs()).into_shape_with_order((n, layer.outputs()));
    let case = Case {
        part: Part::Convolution(*layer),
        parameters: kernels.iter().chain(&biases).copied().collect(),
        x: x.unwrap(),
        dz: dz.unwrap(),
    };
    let kernels = kernels.into_shape_with_order(shape).unwrap();
    let (z, dx) = (case.forward(), case.backward());
    let mut gradient = Array1::zeros(case.parameters.len());
    let mut by_loops = gradient.clone();
    case.gradient(1.0, gradient.as_slice_mut().unwrap());
    for sample in 0..n {
        let as_image = |numbers: &Array2<f64>, shape| {
            numbers.row(sample).to_owned().into_shape_with_order(shape).unwrap()
        };
        let (image, dz) = (as_image(&case.x, input), as_image(&case.dz, output));
        let expected = layer.by_loops(&kernels, &biases, &image);
        assert_close(&as_image(&z, output), &expected, layer);
        let (d_kernels, d_biases, d_image) =
            layer.backward_by_loops(&kernels, &image, &dz);
        assert_close(&as_image(&dx, input), &d_image, layer);
        let slopes = d_kernels.iter().chain(&d_biases);
        by_loops.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope);
    }
    assert_close(&gradient, &by_loops, layer);
}

/// Sums of fewer than 100 terms below 1/4, in two orders.
fn assert_close<D: Dimension>(
    ours: &Array<f64, D>,
    by_loops: &Array<f64, D>,
    layer: &Convolution,
) {
    let off = (ours - by_loops).fold(0.0, |most: f64, d| most.max(d.abs()));
    // A maximum would hide NaN.
    let finite = ours.iter().all(|number| number.is_finite());
    assert!(finite && off < 1e-13, "{layer:?}: {ours} and {by_loops}");
}
