//! Claims of the chapter *Convolution*.

use backprop::activation::{Activation, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::convolution::{Convolution, ImageShape, MaxPool};
use backprop::dense::{Dense, Layer};
use ndarray::{Array2, Array3, Array4, Axis, array, concatenate};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolution", words);
}

/// A convolution of any shape, and two images and slopes that fit it.
#[derive(Debug, Clone)]
struct Case {
    convolution: Convolution,
    images: [Array3<f64>; 2],
    dz: [Array3<f64>; 2],
}

fn random(n: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..n).map(|_| 2.0 * rng.random::<f64>() - 1.0).collect()
}

fn image(shape: ImageShape, rng: &mut ChaCha8Rng) -> Array3<f64> {
    Array3::from_shape_vec(shape.dim(), random(shape.size(), rng)).unwrap()
}

impl Case {
    /// Gives this convolution random weights and biases.
    fn new(mut convolution: Convolution, seed: u64) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut number = || 2.0 * rng.random::<f64>() - 1.0;
        convolution.kernels.mapv_inplace(|_| number());
        convolution.biases.mapv_inplace(|_| number());
        let (input, output) = (convolution.input, convolution.output());
        Case {
            images: [image(input, rng), image(input, rng)],
            dz: [image(output, rng), image(output, rng)],
            convolution,
        }
    }
}

/// Strides up to 4 and paddings up to 3, also larger than the kernel.
fn cases() -> impl Strategy<Value = Case> {
    let image = (1..4_usize, 1..7_usize, 1..7_usize);
    let square = (1..4_usize, 1..6_usize, 1..5_usize, 0..4_usize);
    let fits = "the kernel is larger than the padded image";
    (image, square, any::<u64>())
        .prop_map(|((channels, height, width), square, seed)| {
            let (filters, size, stride, padding) = square;
            let input = ImageShape { channels, height, width };
            let convolution = Convolution::new(input, filters, size);
            (Convolution { stride, padding, ..convolution }, seed)
        })
        .prop_filter(fits, |(convolution, _)| {
            let ImageShape { height, width, .. } = convolution.input;
            convolution.size() <= height.min(width) + 2 * convolution.padding
        })
        .prop_map(|(convolution, seed)| Case::new(convolution, seed))
}

/// Images, or slopes along them, as the rows of a matrix.
fn rows(images: &[Array3<f64>]) -> Array2<f64> {
    let numbers = images.iter().flatten().copied().collect();
    Array2::from_shape_vec((images.len(), images[0].len()), numbers).unwrap()
}

fn close<'a>(
    a: impl IntoIterator<Item = &'a f64>,
    b: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
) -> bool {
    let (a, b): (Vec<&f64>, Vec<&f64>) =
        (a.into_iter().collect(), b.into_iter().collect());
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (*a - b).abs() <= tolerance)
}

proptest! {
    // Sums of at most 3 · 5 · 5 products below 1, or of as many places and two images.

    #[test]
    fn the_matrix_product_is_the_six_loops(case in cases()) {
        let Case { convolution, images, .. } = &case;
        let z = convolution.forward(&rows(images));
        let loops = images.each_ref().map(|image| convolution.by_loops(image));
        prop_assert!(close(&z, &rows(&loops), 1e-12));
    }

    #[test]
    fn the_way_back_is_that_of_the_loops(case in cases()) {
        let Case { convolution, images, dz, .. } = &case;
        let (dx, gradients) = convolution.backward(&rows(images), &rows(dz));

        let back = |i: usize| convolution.backward_by_loops(&images[i], &dz[i]);
        let [first, second] = [back(0), back(1)];
        prop_assert!(close(&dx, &rows(&[first.0, second.0]), 1e-12));
        let d_kernels = first.1 + second.1;
        prop_assert_eq!(gradients.dw.shape(), d_kernels.shape());
        prop_assert!(close(&gradients.dw, &d_kernels, 1e-12));
        prop_assert!(close(&gradients.db, &(first.2 + second.2), 1e-12));
    }

    #[test]
    fn the_loops_back_give_measured_slopes(case in cases()) {
        let Case { convolution, images: [image, _], dz: [dz, _] } = &case;
        // A loss whose slope along z is dz. It is linear in each number, so that the central
        // difference errs by rounding alone.
        let loss =
            |convolution: &Convolution, image: &_| (convolution.by_loops(image) * dz).sum();
        let moved = |change: &dyn Fn(&mut Convolution)| {
            let mut moved = convolution.clone();
            change(&mut moved);
            loss(&moved, image)
        };
        let (d_image, d_kernels, d_biases) = convolution.backward_by_loops(image, dz);
        for (place, slope) in d_kernels.indexed_iter() {
            let at = |step: f64| moved(&|convolution| convolution.kernels[place] += step);
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
        for (f, slope) in d_biases.indexed_iter() {
            let at = |step: f64| moved(&|convolution| convolution.biases[f] += step);
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
        for (pixel, slope) in d_image.indexed_iter() {
            let at = |step: f64| {
                let mut moved = image.clone();
                moved[pixel] += step;
                loss(convolution, &moved)
            };
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
    }

    #[test]
    fn places_and_pixels_left_over_are_quotient_and_remainder(case in cases()) {
        let Convolution { input, stride, padding, .. } = case.convolution;
        let size = case.convolution.size();
        for side in [input.height, input.width] {
            let room = side + 2 * padding - size;
            prop_assert_eq!(case.convolution.places(side), room / stride + 1);
            prop_assert_eq!(case.convolution.left_over(side), room % stride);
        }
    }

    #[test]
    fn pixels_left_over_get_no_slope(case in cases()) {
        let Case { convolution, images: [image, _], dz: [dz, _] } = &case;
        let Convolution { input, padding, .. } = convolution;
        let (d_image, _, _) = convolution.backward_by_loops(image, dz);
        // What is left over is padding first.
        let unseen =
            |side: usize| convolution.left_over(side).saturating_sub(*padding).min(side);
        for row in input.height - unseen(input.height)..input.height {
            prop_assert!(d_image.index_axis(Axis(1), row).iter().all(|&d| d == 0.0));
        }
        for column in input.width - unseen(input.width)..input.width {
            prop_assert!(d_image.index_axis(Axis(2), column).iter().all(|&d| d == 0.0));
        }
    }

    #[test]
    fn pooling_then_relu_is_relu_then_pooling_forward_and_backward(seed in any::<u64>()) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let pool = MaxPool { input: ImageShape { channels: 2, height: 5, width: 4 }, size: 2 };
        let numbers = |rows, columns, rng: &mut _| {
            Array2::from_shape_vec((rows, columns), random(rows * columns, rng)).unwrap()
        };
        // Lowered, so that many squares have no positive number.
        let x = numbers(3, pool.inputs(), rng) - 0.5;
        let d = numbers(3, pool.outputs(), rng);
        let activations: [&dyn Activation; 4] = [&Relu, &LeakyRelu, &Sigmoid, &Tanh];
        for activation in activations {
            let pooled = pool.forward(&x);
            let first = activation.forward(&pooled);
            let dz = activation.backward(&pooled, &first, &d);
            let (first_back, _) = pool.backward(&x, &dz);

            let activated = activation.forward(&x);
            let second = pool.forward(&activated);
            let (da, _) = pool.backward(&activated, &d);
            let second_back = activation.backward(&x, &activated, &da);

            prop_assert!(close(&first, &second, 0.0), "{activation:?}");
            prop_assert!(close(&first_back, &second_back, 0.0), "{activation:?}");
        }
    }

    #[test]
    fn pooling_hands_back_measured_slopes(seed in any::<u64>()) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let pool = MaxPool { input: ImageShape { channels: 2, height: 7, width: 6 }, size: 3 };
        let x = rows(&[image(pool.input, rng)]);
        let dz = rows(&[image(pool.output(), rng)]);
        let (dx, _) = pool.backward(&x, &dz);
        prop_assert_eq!(dx.dim(), x.dim());
        let loss = |x: &Array2<f64>| (pool.forward(x) * &dz).sum();
        let mut sorted = x.clone().into_raw_vec_and_offset().0;
        sorted.sort_by(f64::total_cmp);
        // As long as no other number wins, the loss is a straight line.
        let h = 1e-6;
        prop_assume!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 2.0 * h));
        for (place, slope) in dx.indexed_iter() {
            let at = |step: f64| {
                let mut moved = x.clone();
                moved[place] += step;
                loss(&moved)
            };
            prop_assert!(((at(h) - at(-h)) / (2.0 * h) - slope).abs() < 1e-8);
        }
    }
}

fn parameters(layer: &dyn Layer) -> usize {
    let (weights, biases) = layer.parameters();
    weights.len() + biases.len()
}

/// A number with a comma before its last three digits, and the three before them.
fn with_commas(n: usize) -> String {
    let digits = n.to_string();
    let parts = digits.as_bytes().rchunks(3).rev();
    parts.map(|part| str::from_utf8(part).unwrap()).collect::<Vec<_>>().join(",")
}

#[test]
fn a_convolution_has_80_parameters_where_a_dense_layer_has_millions() {
    for side in [8, 28] {
        let input = ImageShape { channels: 1, height: side, width: side };
        let convolution = Convolution::new(input, 8, 3);
        let (inputs, outputs) = (convolution.inputs(), convolution.outputs());
        let dense = Dense::new(inputs, outputs);
        let [out, few, many] =
            [outputs, parameters(&convolution), parameters(&dense)].map(with_commas);
        says(&format!("| {side} by {side} | {out} | {few} | {many} |"));
    }
}

#[test]
fn the_patches_of_28_by_28_pixels_hold_6084_numbers() {
    let input = ImageShape { channels: 1, height: 28, width: 28 };
    let patches = Convolution::new(input, 8, 3).im2col(&Array3::zeros(input.dim()));
    let held = with_commas(patches.len());
    says(&format!("{} numbers become {held}.", input.size()));
}

#[test]
fn with_padding_the_corner_is_covered_at_four_places_instead_of_one() {
    let input = ImageShape { channels: 1, height: 6, width: 6 };
    let covered = |padding| {
        let convolution = Convolution::new(input, 1, 3);
        let mut convolution = Convolution { padding, ..convolution };
        convolution.kernels.fill(1.0);
        let dz = Array3::ones(convolution.output().dim());
        convolution.backward_by_loops(&Array3::zeros(input.dim()), &dz).0[[0, 0, 0]]
    };
    assert_eq!([covered(0), covered(1)], [1.0, 4.0]);
}

#[test]
fn a_dense_layer_does_not_know_which_pixels_are_neighbors() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let x = Array2::from_shape_vec((2, 4), random(8, rng)).unwrap();
    let w = Array2::from_shape_vec((4, 3), random(12, rng)).unwrap();
    let order = [2, 0, 3, 1];
    let sums = |x: &Array2<f64>, w: &Array2<f64>| {
        let dense = Dense { weights: w.clone(), biases: array![0.1, 0.2, 0.3] };
        dense.forward(x)
    };
    let shuffled = sums(&x.select(Axis(1), &order), &w.select(Axis(0), &order));
    assert!(close(&shuffled, &sums(&x, &w), 1e-15));
}

/// `image` moved by so many pixels to the right; zeros come in, and what leaves is lost.
fn moved(image: &Array3<f64>, right: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let zeros = Array3::zeros((channels, height, right));
    let stays = image.slice_axis(Axis(2), (0..width - right).into());
    concatenate(Axis(2), &[zeros.view(), stays]).unwrap()
}

#[test]
fn a_pattern_moved_by_a_pixel_gives_an_output_moved_by_a_pixel() {
    let input = ImageShape { channels: 2, height: 9, width: 9 };
    for seed in 0..100 {
        let convolution = Convolution::new(input, 3, 3);
        let convolution = Convolution { padding: 1, ..convolution };
        let Case { mut convolution, images: [mut image, _], .. } =
            Case::new(convolution, seed);
        // Without biases, what is blank stays so.
        convolution.biases.fill(0.0);
        // Blank but for the middle: the pattern keeps clear of the border.
        image.indexed_iter_mut().for_each(|((_, row, column), pixel)| {
            if !(2..7).contains(&row) || !(2..6).contains(&column) {
                *pixel = 0.0;
            }
        });
        let z = |image: &_| convolution.by_loops(image);
        assert_eq!(z(&moved(&image, 1)), moved(&z(&image), 1));

        // With stride 2 the output moves by one when the pattern moves by two.
        let convolution = Convolution { stride: 2, ..convolution.clone() };
        let z = |image: &_| convolution.by_loops(image);
        assert_eq!(z(&moved(&image, 2)), moved(&z(&image), 1));
        assert_ne!(z(&moved(&image, 1)), z(&image));
        assert_ne!(z(&moved(&image, 1)), moved(&z(&image), 1));
    }
}

/// What the page computes by hand: kernel and bias, image, slopes along the four sums.
fn by_hand() -> (Convolution, Array3<f64>, Array3<f64>) {
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let kernels = array![[[[1.0, -1.0], [2.0, 0.0]]]];
    (
        Convolution { kernels, biases: array![1.0], ..Convolution::new(input, 1, 2) },
        array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]],
        array![[[1.0, -1.0], [2.0, 1.0]]],
    )
}

fn plain(number: f64) -> String {
    format!("{number}").replace('-', "\u{2212}")
}

/// `a × b + c × d + …`, as TeX with negative numbers after the first sign in brackets.
fn sum_of_products(pairs: &[(f64, f64)]) -> String {
    let factor = |n: f64| if n < 0.0 { format!("({n})") } else { format!("{n}") };
    let products =
        pairs.iter().map(|&(a, b)| format!(r"{} \times {}", factor(a), factor(b)));
    products.collect::<Vec<_>>().join(" + ")
}

#[test]
fn the_small_convolution_of_the_page_forward_and_backward() {
    let (convolution, image, dz) = by_hand();
    let z = convolution.by_loops(&image);
    let (d_image, d_kernels, d_biases) = convolution.backward_by_loops(&image, &dz);
    let kernels = &convolution.kernels;

    let places = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let first = places.map(|(i, j)| (kernels[[0, 0, i, j]], image[[0, i, j]]));
    says(&format!("{} + 1 = {}", sum_of_products(&first), z[[0, 0, 0]]));
    let [_, a, b, c] = places.map(|(i, j)| plain(z[[0, i, j]]));
    says(&format!("and at the others {a}, {b} and {c}."));
    says(&format!("$`1 - 1 + 2 + 1 = {}`$", d_biases[0]));

    let slopes = places.map(|(i, j)| dz[[0, i, j]]);
    let [a, b, c, d] = slopes.map(plain);
    says(&format!("along these four sums be {a}, {b}, {c} and {d}."));

    let met = places.map(|(i, j)| image[[0, i, j + 1]]);
    let pairs = [0, 1, 2, 3].map(|i| (slopes[i], met[i]));
    says(&format!("{} = {}", sum_of_products(&pairs), d_kernels[[0, 0, 0, 1]]));

    let on_it = places.map(|(i, j)| kernels[[0, 0, 1 - i, 1 - j]]);
    let pairs = [0, 1, 2, 3].map(|i| (slopes[i], on_it[i]));
    says(&format!("{} = {}", sum_of_products(&pairs), d_image[[0, 1, 1]]));
}

#[test]
fn turned_by_half_a_turn_the_edge_kernel_gives_every_sum_the_other_sign() {
    let row = [-1.0, 0.0, 1.0];
    let kernels = Array4::from_shape_fn((1, 1, 3, 3), |(_, _, _, j)| row[j]);
    let turned = Array4::from_shape_fn((1, 1, 3, 3), |(_, _, i, j)| {
        kernels[[0, 0, 2 - i, 2 - j]]
    });
    let input = ImageShape { channels: 1, height: 5, width: 5 };
    let image = image(input, &mut ChaCha8Rng::seed_from_u64(0));
    let z = |kernels| {
        let convolution = Convolution { kernels, ..Convolution::new(input, 1, 3) };
        convolution.by_loops(&image)
    };
    assert!(close(&z(turned), &-z(kernels), 1e-15));
}
