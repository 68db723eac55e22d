//! A dense layer, a convolution or a pool by itself.

use backprop::activation::Identity;
use backprop::chain_rule::Dual;
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Gradients, Layer};
use backprop::pooling::MaxPool;
use backprop::sequential::{Sequential, Stage};
use ndarray::{Array, Array1, Array2, Array3, Array4, Dimension, indices};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::reference::{Part, constant, duals, square, sum};
use crate::{array, close};

pub fn images() -> impl Strategy<Value = ImageShape> {
    (1..4_usize, 1..7_usize, 1..7_usize)
        .prop_map(|(channels, height, width)| ImageShape { channels, height, width })
}

fn dense_layers() -> impl Strategy<Value = Part> {
    (1..8_usize, 1..8_usize)
        .prop_map(|(inputs, outputs)| Part::Dense(Dense::new(inputs, outputs)))
}

/// Any stride, and a padding of up to the size of the square, one more than is useful.
fn convolutions() -> impl Strategy<Value = Part> {
    let shape = (images(), 1..4_usize, 1..5_usize, 1..6_usize, 0..5_usize);
    shape.prop_map(|(input, filters, size, stride, padding)| {
        fitting_convolution(input, filters, size, stride, padding)
    })
}

pub fn fitting_convolution(
    input: ImageShape,
    filters: usize,
    size: usize,
    stride: usize,
    padding: usize,
) -> Part {
    let padding = padding.min(size);
    let size = size.min(input.height.min(input.width) + 2 * padding);
    let convolution = Convolution::new(input, filters, size);
    Part::Convolution(Convolution { stride, padding, ..convolution })
}

fn pools() -> impl Strategy<Value = MaxPool> {
    (images(), 1..5_usize).prop_map(|(input, size)| fitting_pool(input, size))
}

pub fn fitting_pool(input: ImageShape, size: usize) -> MaxPool {
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
            prop::collection::vec(-1.0..1.0, part.number_of_parameters());
        let numbers = (array(n, layer.inputs(), 2.0), array(n, layer.outputs(), 1.0));
        (Just(part), parameters, numbers, any::<bool>()).prop_map(
            |(part, parameters, (x, dz), by_columns)| {
                // A matrix product may give numbers that lie column after column.
                let turned = |a: &Array2<f64>| {
                    a.t().as_standard_layout().into_owned().reversed_axes()
                };
                let [x, dz] =
                    if by_columns { [turned(&x), turned(&dz)] } else { [x, dz] };
                Case { part, parameters, x, dz }
            },
        )
    })
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
    /// The layer, and its faster twin.
    fn layers(&self) -> [Box<dyn Layer>; 2] {
        let net = || {
            let stage = |layer| Stage { layer, activation: &Identity };
            let mut net = Sequential { stages: vec![stage(self.part.layer())] };
            net.set_parameters(&self.parameters);
            // The twin of a first layer gives no slopes along its inputs.
            let first = Dense::new(1, self.x.ncols());
            net.stages.insert(0, stage(Box::new(first)));
            net
        };
        [net(), net().fast()].map(|mut net| net.stages.remove(1).layer)
    }

    /// A loss whose slope along the weighted sums is `dz`, and along each of these numbers
    /// what backward should give.
    fn loss(&self, layer: &dyn Layer) -> f64 {
        (layer.forward(&self.x) * &self.dz).sum()
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
        for layer in self.layers() {
            for (sample, z) in layer.forward(&self.x).rows().into_iter().enumerate() {
                let x = duals(self.x.row(sample), None);
                let reference = self.part.z(&duals(&self.parameters, None), &x);
                prop_assert_eq!(z.len(), reference.len());
                for (&z, reference) in z.iter().zip(reference) {
                    close(z, reference.value, TOLERANCE)?;
                }
            }
            self.has_slopes(
                &*layer,
                |(sample, input)| self.dual_loss(sample, None, Some(input)).slope,
                |parameter| {
                    let samples = 0..self.x.nrows();
                    let slope = |i| self.dual_loss(i, Some(parameter), None).slope;
                    samples.map(slope).sum()
                },
            )?;
        }
        Ok(())
    }

    fn matches_central_differences(&self) -> TestCaseResult {
        // Along each number the loss is a line, as far as the largest pixel of a square stays
        // the largest. So a long step is as good as a short one, and rounding does less.
        let h = 0.0625;
        for (i, layer) in self.layers().into_iter().enumerate() {
            let slope = |change: &dyn Fn(&mut Case, f64)| {
                let loss = |step: f64| {
                    let mut moved = self.clone();
                    change(&mut moved, step);
                    moved.loss(&*moved.layers()[i])
                };
                (loss(h) - loss(-h)) / (2.0 * h)
            };
            self.has_slopes(
                &*layer,
                |place| slope(&|case, step| case.x[place] += step),
                |place| slope(&|case, step| case.parameters[place] += step),
            )?;
        }
        Ok(())
    }

    fn has_slopes(
        &self,
        layer: &dyn Layer,
        along_input: impl Fn((usize, usize)) -> f64,
        along_parameter: impl Fn(usize) -> f64,
    ) -> TestCaseResult {
        let (dx, Gradients { dw, db }) = layer.backward(&self.x, &self.dz);
        prop_assert_eq!(dx.dim(), self.x.dim());
        for (place, &dx) in dx.indexed_iter() {
            close(dx, along_input(place), TOLERANCE)?;
        }
        let (weights, biases) = layer.parameters();
        prop_assert_eq!((dw.shape(), db.dim()), (weights.shape(), biases.dim()));
        for (place, &slope) in dw.iter().chain(&db).enumerate() {
            close(slope, along_parameter(place), TOLERANCE)?;
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
        let case = Case { part: Part::MaxPool(pool), parameters: vec![], x, dz };
        for layer in case.layers() {
            let (dx, _) = layer.backward(&case.x, &case.dz);
            // No square shares a pixel with another, so nothing is added and nothing rounded.
            prop_assert_eq!(&dx, &first);
        }
    }

    #[test]
    fn the_twin_of_a_first_layer_gives_the_same_slopes_along_its_parameters(
        case in cases(prop_oneof![
            dense_layers(),
            convolutions(),
            pools().prop_map(Part::MaxPool)
        ])
    ) {
        let [plain, after_another] = case.layers();
        let stage = Stage { layer: plain, activation: &Identity };
        let mut net = Sequential { stages: vec![stage] }.fast();
        let first = net.stages.remove(0).layer;
        for twin in [&first, &after_another] {
            prop_assert!(format!("{twin:?}").starts_with("Twin"), "{twin:?}");
        }
        prop_assert_eq!(first.forward(&case.x), after_another.forward(&case.x));
        let (_, slopes) = first.backward(&case.x, &case.dz);
        prop_assert_eq!(slopes, after_another.backward(&case.x, &case.dz).1);
    }
}

#[test]
fn every_small_convolution_is_what_its_loops_give() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut tried = 0;
    for (height, width, size, stride, padding) in indices((5, 5, 4, 6, 4)) {
        let input = ImageShape { channels: 2, height: height + 1, width: width + 1 };
        let (size, stride) = (size + 1, stride + 1);
        if padding >= size || size > input.height.min(input.width) + 2 * padding {
            continue;
        }
        let layer =
            Convolution { stride, padding, ..Convolution::new(input, 2, size) };
        is_what_its_loops_give(layer, &mut rng);
        tried += 1;
    }
    assert!(tried > 1000, "{tried}");
}

fn is_what_its_loops_give(mut layer: Convolution, rng: &mut ChaCha8Rng) {
    let mut random = || rng.random::<f64>() - 0.5;
    layer.kernels.mapv_inplace(|_| random());
    layer.biases.mapv_inplace(|_| random());
    let (n, input, output) = (2, layer.input.dim(), layer.output().dim());
    let x = Array2::from_shape_simple_fn((n, layer.inputs()), &mut random);
    let dz = Array2::from_shape_simple_fn((n, layer.outputs()), &mut random);
    let case = Case {
        part: Part::Convolution(layer.clone()),
        parameters: layer.kernels.iter().chain(&layer.biases).copied().collect(),
        x,
        dz,
    };
    for matrices in case.layers() {
        let z = matrices.forward(&case.x);
        let (dx, Gradients { dw, db }) = matrices.backward(&case.x, &case.dz);
        let mut d_kernels = Array4::zeros(layer.kernels.dim());
        let mut d_biases = Array1::zeros(layer.biases.dim());
        for sample in 0..n {
            let as_image = |numbers: &Array2<f64>, shape| {
                numbers.row(sample).to_owned().into_shape_with_order(shape).unwrap()
            };
            let (image, dz) = (as_image(&case.x, input), as_image(&case.dz, output));
            assert_close(&as_image(&z, output), &layer.by_loops(&image), &layer);
            let slopes = layer.backward_by_loops(&image, &dz);
            assert_close(&as_image(&dx, input), &slopes.0, &layer);
            d_kernels += &slopes.1;
            d_biases += &slopes.2;
        }
        assert_close(&dw, &d_kernels.into_dyn(), &layer);
        assert_close(&db, &d_biases, &layer);
    }
    patches_are_what_the_loops_meet(&layer, &case);
}

/// A row of patches holds what the loops meet with one weight, and the way back adds up what
/// they hand back with each.
fn patches_are_what_the_loops_meet(layer: &Convolution, case: &Case) {
    let input = layer.input;
    let image = input.image(case.x.row(0));
    let patches = layer.im2col(&image);
    let mut rows = patches.rows().into_iter();
    let d_patches = patches.mapv(|pixel| 1.0 - pixel);
    let mut d_image = Array3::zeros(input.dim());
    let (_, height, width) = layer.output().dim();
    for ((c, i, j), d_row) in indices((input.channels, layer.size(), layer.size()))
        .into_iter()
        .zip(d_patches.rows())
    {
        let one = Convolution::new(input, 1, layer.size());
        let Convolution { stride, padding, .. } = *layer;
        let mut one = Convolution { stride, padding, ..one };
        one.kernels[[0, c, i, j]] = 1.0;
        assert_eq!(rows.next().unwrap(), one.by_loops(&image).flatten());
        let dz = d_row.to_owned().into_shape_with_order((1, height, width)).unwrap();
        d_image += &one.backward_by_loops(&image, &dz).0;
    }
    assert!(rows.next().is_none());
    assert_close(&layer.col2im(&d_patches), &d_image, layer);
}

/// Sums of fewer than 100 terms below 1/4, in two orders.
fn assert_close<D: Dimension>(
    ours: &Array<f64, D>,
    by_loops: &Array<f64, D>,
    layer: &Convolution,
) {
    assert_eq!(ours.shape(), by_loops.shape());
    let off = (ours - by_loops).fold(0.0, |most: f64, d| most.max(d.abs()));
    // A maximum would hide NaN.
    let finite = ours.iter().all(|number| number.is_finite());
    assert!(finite && off < 1e-13, "{layer:?}: {ours} and {by_loops}");
}
