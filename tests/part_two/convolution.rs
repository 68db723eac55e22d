//! Claims of the chapter *Convolution*.

use backprop::{
    Activation, Convolution, Dense, Image, Layer, LeakyRelu, MaxPool, Relu, Sigmoid,
    Tanh,
};
use ndarray::{Array1, Array2, Array3, Array4, Axis, array, concatenate};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolution", words);
}

/// A convolution of any shape, and kernels, biases, two images and slopes that fit it.
#[derive(Debug, Clone)]
struct Case {
    convolution: Convolution,
    kernels: Array4<f64>,
    biases: Array1<f64>,
    images: [Array3<f64>; 2],
    dz: [Array3<f64>; 2],
}

fn random(n: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..n).map(|_| 2.0 * rng.random::<f64>() - 1.0).collect()
}

fn image(shape: Image, rng: &mut ChaCha8Rng) -> Array3<f64> {
    Array3::from_shape_vec(shape.dim(), random(shape.size(), rng)).unwrap()
}

impl Case {
    fn new(convolution: Convolution, seed: u64) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let Convolution { input, filters, size, .. } = convolution;
        let shape = (filters, input.channels, size, size);
        let weights = random(filters * input.channels * size * size, rng);
        Case {
            convolution,
            kernels: Array4::from_shape_vec(shape, weights).unwrap(),
            biases: Array1::from(random(filters, rng)),
            images: [image(input, rng), image(input, rng)],
            dz: [image(convolution.output(), rng), image(convolution.output(), rng)],
        }
    }

    fn parameters(&self) -> Vec<f64> {
        self.kernels.iter().chain(&self.biases).copied().collect()
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
            let input = Image { channels, height, width };
            (Convolution { input, filters, size, stride, padding }, seed)
        })
        .prop_filter(fits, |(convolution, _)| {
            let Image { height, width, .. } = convolution.input;
            convolution.size <= height.min(width) + 2 * convolution.padding
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
        let Case { convolution, kernels, biases, images, .. } = &case;
        let mut z = Array2::zeros((2, convolution.outputs()));
        convolution.forward(&case.parameters(), rows(images).view(), &mut z);
        let loops =
            images.each_ref().map(|image| convolution.by_loops(kernels, biases, image));
        prop_assert!(close(&z, &rows(&loops), 1e-12));
    }

    #[test]
    fn the_way_back_is_that_of_the_loops(case in cases()) {
        let Case { convolution, kernels, images, dz, .. } = &case;
        let (x, dz_rows) = (rows(images), rows(dz));
        let mut dx = Array2::from_elem(x.dim(), f64::NAN);
        convolution.backward(&case.parameters(), x.view(), &dz_rows, &mut dx);
        let mut to = vec![1.0; case.parameters().len()];
        convolution.gradient(x.view(), &dz_rows, 0.5, &mut to);

        let back = |i: usize| convolution.backward_by_loops(kernels, &images[i], &dz[i]);
        let [first, second] = [back(0), back(1)];
        prop_assert!(close(&dx, &rows(&[first.2, second.2]), 1e-12));
        let slopes = (first.0 + second.0).into_iter().chain(first.1 + second.1);
        let expected: Vec<f64> = slopes.map(|slope| 1.0 + 0.5 * slope).collect();
        prop_assert!(close(&to, &expected, 1e-12));
    }

    #[test]
    fn the_loops_back_give_measured_slopes(case in cases()) {
        let Case { convolution, kernels, biases, images: [image, _], dz: [dz, _] } = &case;
        // A loss whose slope along z is dz. It is linear in each number, so that the central
        // difference errs by rounding alone.
        let loss = |kernels: &_, biases: &_, image: &_| {
            (convolution.by_loops(kernels, biases, image) * dz).sum()
        };
        let (d_kernels, d_biases, d_image) =
            convolution.backward_by_loops(kernels, image, dz);
        for (place, slope) in d_kernels.indexed_iter() {
            let at = |step: f64| {
                let mut moved = kernels.clone();
                moved[place] += step;
                loss(&moved, biases, image)
            };
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
        for (f, slope) in d_biases.indexed_iter() {
            let at = |step: f64| {
                let mut moved = biases.clone();
                moved[f] += step;
                loss(kernels, &moved, image)
            };
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
        for (pixel, slope) in d_image.indexed_iter() {
            let at = |step: f64| {
                let mut moved = image.clone();
                moved[pixel] += step;
                loss(kernels, biases, &moved)
            };
            prop_assert!((at(0.5) - at(-0.5) - slope).abs() < 1e-11);
        }
    }

    #[test]
    fn places_and_pixels_left_over_are_quotient_and_remainder(case in cases()) {
        let Convolution { input, size, stride, padding, .. } = case.convolution;
        for side in [input.height, input.width] {
            let room = side + 2 * padding - size;
            prop_assert_eq!(case.convolution.places(side), room / stride + 1);
            prop_assert_eq!(case.convolution.left_over(side), room % stride);
        }
    }

    #[test]
    fn pixels_left_over_get_no_slope(case in cases()) {
        let Case { convolution, kernels, images: [image, _], dz: [dz, _], .. } = &case;
        let Convolution { input, padding, .. } = convolution;
        let (_, _, d_image) = convolution.backward_by_loops(kernels, image, dz);
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
        let pool = MaxPool { input: Image { channels: 2, height: 5, width: 4 }, size: 2 };
        let numbers = |rows, columns, rng: &mut _| {
            Array2::from_shape_vec((rows, columns), random(rows * columns, rng)).unwrap()
        };
        // Lowered, so that many squares have no positive number.
        let x = numbers(3, pool.inputs(), rng) - 0.5;
        let d = numbers(3, pool.outputs(), rng);
        let activations: [&dyn Activation; 4] = [&Relu, &LeakyRelu, &Sigmoid, &Tanh];
        for activation in activations {
            let (mut pooled, mut first) = (d.clone(), d.clone());
            pool.forward(&[], x.view(), &mut pooled);
            activation.forward(&pooled, &mut first);
            let (mut dz, mut first_back) = (d.clone(), x.clone());
            activation.backward(&pooled, &first, &mut dz);
            pool.backward(&[], x.view(), &dz, &mut first_back);

            let (mut activated, mut second) = (x.clone(), d.clone());
            activation.forward(&x, &mut activated);
            pool.forward(&[], activated.view(), &mut second);
            let mut second_back = x.clone();
            pool.backward(&[], activated.view(), &d, &mut second_back);
            activation.backward(&x, &activated, &mut second_back);

            prop_assert!(close(&first, &second, 0.0), "{activation:?}");
            prop_assert!(close(&first_back, &second_back, 0.0), "{activation:?}");
        }
    }

    #[test]
    fn pooling_hands_back_measured_slopes(seed in any::<u64>()) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let pool = MaxPool { input: Image { channels: 2, height: 7, width: 6 }, size: 3 };
        let x = rows(&[image(pool.input, rng)]);
        let dz = rows(&[image(pool.output(), rng)]);
        let mut dx = Array2::from_elem(x.dim(), f64::NAN);
        pool.backward(&[], x.view(), &dz, &mut dx);
        let loss = |x: &Array2<f64>| {
            let mut z = dz.clone();
            pool.forward(&[], x.view(), &mut z);
            (z * &dz).sum()
        };
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
    layer.weights().iter().product::<usize>() + layer.biases()
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
        let input = Image { channels: 1, height: side, width: side };
        let convolution =
            Convolution { input, filters: 8, size: 3, stride: 1, padding: 0 };
        let (inputs, outputs) = (convolution.inputs(), convolution.outputs());
        let dense = Dense { inputs, outputs };
        let [out, few, many] =
            [outputs, parameters(&convolution), parameters(&dense)].map(with_commas);
        says(&format!("| {side} by {side} | {out} | {few} | {many} |"));
    }
}

#[test]
fn the_patches_of_28_by_28_pixels_hold_6084_numbers() {
    let input = Image { channels: 1, height: 28, width: 28 };
    let convolution =
        Convolution { input, filters: 8, size: 3, stride: 1, padding: 0 };
    let (weights, places) = convolution.patches();
    let held = with_commas(weights * places);
    says(&format!("{} numbers become {held}.", input.size()));
}

#[test]
fn with_padding_the_corner_is_covered_at_four_places_instead_of_one() {
    let input = Image { channels: 1, height: 6, width: 6 };
    let covered = |padding| {
        let convolution =
            Convolution { input, filters: 1, size: 3, stride: 1, padding };
        let dz = Array3::ones(convolution.output().dim());
        let (kernels, image) =
            (Array4::ones((1, 1, 3, 3)), Array3::zeros(input.dim()));
        convolution.backward_by_loops(&kernels, &image, &dz).2[[0, 0, 0]]
    };
    assert_eq!([covered(0), covered(1)], [1.0, 4.0]);
}

#[test]
fn a_dense_layer_does_not_know_which_pixels_are_neighbors() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let dense = Dense { inputs: 4, outputs: 3 };
    let x = Array2::from_shape_vec((2, 4), random(8, rng)).unwrap();
    let w = Array2::from_shape_vec((4, 3), random(12, rng)).unwrap();
    let order = [2, 0, 3, 1];
    let sums = |x: &Array2<f64>, w: &Array2<f64>| {
        let mut z = Array2::zeros((2, 3));
        let parameters: Vec<f64> = w.iter().copied().chain([0.1, 0.2, 0.3]).collect();
        dense.forward(&parameters, x.view(), &mut z);
        z
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
    let input = Image { channels: 2, height: 9, width: 9 };
    for seed in 0..100 {
        let convolution =
            Convolution { input, filters: 3, size: 3, stride: 1, padding: 1 };
        let Case { kernels, images: [mut image, _], .. } =
            Case::new(convolution, seed);
        // Blank but for the middle: the pattern keeps clear of the border.
        image.indexed_iter_mut().for_each(|((_, row, column), pixel)| {
            if !(2..7).contains(&row) || !(2..6).contains(&column) {
                *pixel = 0.0;
            }
        });
        let no_bias = Array1::zeros(3);
        let z = |image: &_| convolution.by_loops(&kernels, &no_bias, image);
        assert_eq!(z(&moved(&image, 1)), moved(&z(&image), 1));

        // With stride 2 the output moves by one when the pattern moves by two.
        let convolution = Convolution { stride: 2, ..convolution };
        let z = |image: &_| convolution.by_loops(&kernels, &no_bias, image);
        assert_eq!(z(&moved(&image, 2)), moved(&z(&image), 1));
        assert_ne!(z(&moved(&image, 1)), z(&image));
        assert_ne!(z(&moved(&image, 1)), moved(&z(&image), 1));
    }
}

/// What the page computes by hand: image, kernel, bias, slopes along the four sums.
fn by_hand() -> (Convolution, Array3<f64>, Array4<f64>, Array3<f64>) {
    let input = Image { channels: 1, height: 3, width: 3 };
    (
        Convolution { input, filters: 1, size: 2, stride: 1, padding: 0 },
        array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]],
        array![[[[1.0, -1.0], [2.0, 0.0]]]],
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
    let (convolution, image, kernels, dz) = by_hand();
    let z = convolution.by_loops(&kernels, &array![1.0], &image);
    let (d_kernels, d_biases, d_image) =
        convolution.backward_by_loops(&kernels, &image, &dz);

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
    let input = Image { channels: 1, height: 5, width: 5 };
    let convolution =
        Convolution { input, filters: 1, size: 3, stride: 1, padding: 0 };
    let image = image(input, &mut ChaCha8Rng::seed_from_u64(0));
    let z = |kernels| convolution.by_loops(kernels, &array![0.0], &image);
    assert!(close(&z(&turned), &-z(&kernels), 1e-15));
}
