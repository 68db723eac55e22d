//! Claims of the chapter *The convolutional layer*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Layer;
use ndarray::{Array2, Array3, Array4, Axis, array};
use proptest::prelude::*;

use crate::cases::{Case, cases, close, rows, with_commas};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolutional-layer", words);
}

proptest! {
    // Sums of at most 3 · 5 · 5 products below 1, or of as many places and two images.

    /// The tests compare it with `by_loops` and `backward_by_loops` over random
    /// shapes, strides and paddings.
    #[test]
    fn the_matrix_product_is_the_six_loops(case in cases()) {
        let Case { convolution, images, .. } = &case;
        let z = convolution.forward(&rows(images));
        let loops = images.each_ref().map(|image| convolution.by_loops(image));
        prop_assert!(close(&z, &rows(&loops), 1e-12));
    }

    /// The tests compare it with `by_loops` and `backward_by_loops` over random
    /// shapes, strides and paddings.
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

    /// So it has one path for each place, and the slope along each of them is 1.
    ///
    /// On each path the slope of the sum along the weight is the pixel that it meets
    /// there.
    ///
    /// The slope of the sum along the pixel is the weight that lies on it.
    #[test]
    fn a_sum_rises_with_each_number_by_what_the_number_meets(
        case in cases(),
        which in any::<prop::sample::Index>(),
    ) {
        let Case { convolution, images: [image, _], .. } = &case;
        let Convolution { stride, padding, .. } = *convolution;
        let z = |convolution: &Convolution, image: &_| convolution.by_loops(image);
        let sums: Vec<_> = z(convolution, image).indexed_iter().map(|(at, _)| at).collect();
        let sum = sums[which.index(sums.len())];
        let (filter, row, column) = sum;
        // The pixel under a weight; none where padding is.
        let under = |c: usize, i: usize, j: usize| {
            let row = (row * stride + i).checked_sub(padding)?;
            let column = (column * stride + j).checked_sub(padding)?;
            image.get([c, row, column]).map(|_| [c, row, column])
        };
        let moved = |change: &dyn Fn(&mut Convolution, &mut Array3<f64>, f64)| {
            let at = |step| {
                let (mut convolution, mut image) = (convolution.clone(), image.clone());
                change(&mut convolution, &mut image, step);
                z(&convolution, &image)[sum]
            };
            at(0.5) - at(-0.5)
        };
        for f in 0..convolution.filters() {
            let slope = moved(&|convolution, _, step| convolution.biases[f] += step);
            let expected = if f == filter { 1.0 } else { 0.0 };
            prop_assert!((slope - expected).abs() < 1e-12);
        }
        for (place, weight) in convolution.kernels.indexed_iter() {
            let (f, c, i, j) = place;
            let slope = moved(&|convolution, _, step| convolution.kernels[place] += step);
            let pixel = under(c, i, j).filter(|_| f == filter);
            prop_assert!((slope - pixel.map_or(0.0, |pixel| image[pixel])).abs() < 1e-12);
            if let Some(pixel) = pixel {
                let slope = moved(&|_, image, step| image[pixel] += step);
                prop_assert!((slope - weight).abs() < 1e-12);
            }
        }
    }

    /// ```math
    /// \frac{\partial L}{\partial \bar x_{c, u, v}} = \sum \frac{\partial L}{\partial z_{f, r, q}} \; K_{f, c, i, j} \qquad\text{over all}\quad r s + i = u, \; q s + j = v
    /// ```
    ///
    /// There is no need to find out which places these are: go through all places,
    /// and at each one add the slope times each weight to the pixel under that
    /// weight.
    ///
    /// They compare `backward_by_loops` with measured slopes.
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

    /// The slope along a pixel that nobody sees is 0, whatever the loss is.
    ///
    /// They change nothing in the output, and so the slope of the loss along them
    /// is 0.
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
}

/// Each of them is a path to $`L`$: with one filter, nine for the pixel in the
/// middle of the guess and one for a pixel in a corner.
///
/// That along a weight of a convolution adds up over the samples and, in each of
/// them, over the places: nine in the guess.
///
/// A weight is used at all nine places, the pixel in the middle is covered at all
/// nine, and a pixel in a corner at one.
#[test]
fn the_middle_pixel_of_5_by_5_has_nine_paths_and_a_corner_has_one() {
    let input = ImageShape { channels: 1, height: 5, width: 5 };
    let mut convolution = Convolution::new(input, 1, 3);
    convolution.kernels.fill(1.0);
    let samples = 2;
    let [x, dz] = [input.size(), 9].map(|numbers| Array2::ones((samples, numbers)));
    let (paths, gradients) = convolution.backward(&x, &dz);
    let pixel = |row, column| paths[[0, input.at(0, row, column)]];
    assert_eq!(pixel(2, 2), 9.0);
    assert_eq!([(0, 0), (0, 4), (4, 0), (4, 4)].map(|(r, c)| pixel(r, c)), [1.0; 4]);
    assert!(gradients.dw.iter().all(|&paths| paths == 9.0 * samples as f64));
}

/// The image of nine numbers has become a matrix of sixteen: all patches together
/// hold a pixel as often as it is covered.
///
/// Let every slope along the sums be 1 and every weight be 1: then the slope along a
/// pixel counts the places that cover it.
#[test]
fn the_patches_hold_a_pixel_as_often_as_it_is_covered() {
    let (convolution, ..) = by_hand();
    let image = Array3::from_shape_fn((1, 3, 3), |(_, i, j)| (3 * i + j) as f64);
    let patches = convolution.im2col(&image);
    assert_eq!((image.len(), patches.len()), (9, 16));
    let held = |pixel: &f64| patches.iter().filter(|&held| held == pixel).count();
    let covers = |at: usize| [at > 0, at < 2].map(usize::from).iter().sum::<usize>();

    let kernels = Array4::ones((1, 1, 2, 2));
    let convolution = Convolution { kernels, ..convolution };
    let (slopes, ..) =
        convolution.backward_by_loops(&image, &Array3::ones((1, 2, 2)));
    for ((_, i, j), pixel) in image.indexed_iter() {
        assert_eq!(held(pixel), covers(i) * covers(j));
        assert_eq!(slopes[[0, i, j]], held(pixel) as f64);
    }
}

/// `insert_axis(Axis(1))` makes the biases a column, $`(F, 1)`$, so that they
/// stretch over the places. Without it, and with as many filters as places, every
/// *place* would get a bias, and nothing would warn you.
#[test]
fn without_insert_axis_each_place_would_get_a_bias() {
    let biases = array![1.0, 2.0, 3.0];
    let column = biases.view().insert_axis(Axis(1));
    assert_eq!(column.dim(), (3, 1));
    // Filters by places.
    let sums = Array2::<f64>::zeros((3, 3));
    let right = array![[1.0, 1.0, 1.0], [2.0, 2.0, 2.0], [3.0, 3.0, 3.0]];
    assert_eq!(&sums + &column, right);
    assert_eq!(sums + &biases, right.t());
}

/// `fans` says what [Initialization](initialization.md) asks: a sum adds up $`C
/// k^2`$ products, and an input takes part in up to $`F k^2`$ sums.
///
/// $`C k^2`$ is the number of inputs of a sum.
#[test]
fn a_sum_adds_up_as_many_products_as_fans_says() {
    let input = ImageShape { channels: 2, height: 7, width: 7 };
    let mut convolution = Convolution::new(input, 5, 3);
    convolution.kernels.fill(1.0);
    let x = Array2::ones((1, input.size()));
    let z = convolution.forward(&x);
    let (dx, _) = convolution.backward(&x, &Array2::ones(z.dim()));
    let most = dx.iter().copied().fold(0.0, f64::max);
    assert_eq!((z[[0, 0]], most), (2.0 * 9.0, 5.0 * 9.0));
    assert_eq!(convolution.fans(), (2 * 9, 5 * 9));
}

/// To keep those of all images, with kernels of 3 by 3 and a padding of 1 at most,
/// would take up to nine times the room of the images.
#[test]
fn patches_of_3_by_3_take_up_to_nine_times_the_room_of_the_images() {
    for side in 3..=28 {
        let input = ImageShape { channels: 2, height: side, width: side };
        let room = |padding| {
            let convolution =
                Convolution { padding, ..Convolution::new(input, 1, 3) };
            convolution.im2col(&Array3::zeros(input.dim())).len()
        };
        assert!(room(0) < 9 * input.size());
        assert_eq!(room(1), 9 * input.size());
    }
}

/// The framed pixel in the middle gets a part from all four.
#[test]
fn the_stamps_of_all_places_add_up_to_the_slopes_along_the_image() {
    let (convolution, image, dz) = by_hand();
    let mut sum = Array3::<f64>::zeros(image.dim());
    let mut parts_of_the_middle = 0;
    for ((_, row, column), slope) in dz.indexed_iter() {
        for ((_, _, i, j), weight) in convolution.kernels.indexed_iter() {
            sum[[0, row + i, column + j]] += slope * weight;
            parts_of_the_middle += usize::from((row + i, column + j) == (1, 1));
        }
    }
    assert_eq!(sum, convolution.backward_by_loops(&image, &dz).0);
    assert_eq!((dz.len(), parts_of_the_middle), (4, 4));
}

/// The kernel, as one row, times a column, plus the bias, is the sum of that place.
#[test]
fn the_kernel_as_a_row_times_a_column_is_the_sum_of_that_place() {
    let (convolution, image, _) = by_hand();
    let row = convolution.kernels.flatten();
    let sums = convolution.by_loops(&image);
    for (column, sum) in convolution.im2col(&image).columns().into_iter().zip(&sums) {
        assert_eq!(row.dot(&column) + convolution.biases[0], *sum);
    }
}

/// A pixel in row $`u`$ is covered at the places $`u`$, $`u - 1`$, and so on, with
/// the weights of row 0, row 1, and so on: as the number of the place falls, that of
/// the kernel's row rises.
#[test]
fn as_the_number_of_the_place_falls_that_of_the_kernels_row_rises() {
    let input = ImageShape { channels: 1, height: 6, width: 3 };
    let mut convolution = Convolution::new(input, 1, 3);
    for (at, weight) in convolution.kernels.iter_mut().enumerate() {
        *weight = 1.0 + at as f64;
    }
    let image = Array3::zeros((1, 6, 3));
    for u in 2..4 {
        for i in 0..3 {
            let mut dz = Array3::zeros((1, 4, 1));
            dz[[0, u - i, 0]] = 1.0;
            let (slopes, ..) = convolution.backward_by_loops(&image, &dz);
            assert_eq!(slopes[[0, u, 0]], convolution.kernels[[0, 0, i, 0]]);
        }
    }
}

/// For 28 by 28 pixels and a kernel of 3 by 3, 784 numbers become 6,084.
#[test]
fn the_patches_of_28_by_28_pixels_hold_6084_numbers() {
    let input = ImageShape { channels: 1, height: 28, width: 28 };
    let patches = Convolution::new(input, 8, 3).im2col(&Array3::zeros(input.dim()));
    let held = with_commas(patches.len());
    says(&format!("{} numbers become {held}.", input.size()));
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

/// ```math
/// 1 \times 1 + (-1) \times 2 + 2 \times 0 + 0 \times 1 + 1 = 0
/// ```
///
/// and at the others 5, 4 and −1. Then the bias gets $`1 - 1 + 2 + 1 = 3`$. Let the
/// slopes of the loss along these four sums be 1, −1, 2 and 1.
///
/// ```math
/// 1 \times 2 + (-1) \times 0 + 2 \times 1 + 1 \times 3 = 7
/// ```
///
/// ```math
/// 1 \times 0 + (-1) \times 2 + 2 \times (-1) + 1 \times 1 = -3
/// ```
///
/// The weight at the upper right of the kernel meets the pixels 2, 0, 1 and 3.
///
/// The pixel in the middle is the only one that all four places cover: the first
/// with the weight 0, then with 2, −1 and 1.
///
/// The 7, the 3 of the bias and the −3 in the middle are those that we worked out.
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

    let [a, b, c, d] = places.map(|(i, j)| plain(image[[0, i, j + 1]]));
    says(&format!("of the kernel meets the pixels {a}, {b}, {c} and {d}."));
    let met = places.map(|(i, j)| image[[0, i, j + 1]]);
    let pairs = [0, 1, 2, 3].map(|i| (slopes[i], met[i]));
    says(&format!("{} = {}", sum_of_products(&pairs), d_kernels[[0, 0, 0, 1]]));

    let covers_middle =
        |(i, j): (usize, usize)| (i..i + 2).contains(&1) && (j..j + 2).contains(&1);
    assert!(places.into_iter().all(covers_middle));
    let [a, b, c, d] = places.map(|(i, j)| plain(kernels[[0, 0, 1 - i, 1 - j]]));
    says(&format!("with the weight {a}, then with {b}, {c} and {d}."));
    let on_it = places.map(|(i, j)| kernels[[0, 0, 1 - i, 1 - j]]);
    let pairs = [0, 1, 2, 3].map(|i| (slopes[i], on_it[i]));
    says(&format!("{} = {}", sum_of_products(&pairs), d_image[[0, 1, 1]]));
    let [weight, bias, pixel] =
        [d_kernels[[0, 0, 0, 1]], d_biases[0], d_image[[0, 1, 1]]].map(plain);
    says(&format!(
        "The {weight}, the {bias} of the bias and the {pixel} in the middle"
    ));
}

/// Here the places are the samples, and they are columns; so everything is transposed, and
/// $`K`$ stands on the left. The slope of the weights was $`x^\top \frac{\partial
/// L}{\partial z}`$ and is now $`\frac{\partial L}{\partial z} P^\top`$: the product adds
/// over what lies inside, and inside are the places. And $`\frac{\partial L}{\partial z}
/// W^\top`$ has become $`K^\top \frac{\partial L}{\partial z}`$.
#[test]
fn the_products_of_a_dense_layer_are_those_of_the_places_transposed() {
    let (convolution, image, dz) = by_hand();
    let patches = convolution.im2col(&image);
    let kernels = convolution.kernels.to_shape((1, 4)).unwrap();
    let dz = dz.to_shape((1, 4)).unwrap();
    let (x, weights, d_sums) = (patches.t(), kernels.t(), dz.t());

    let (d_image, loops, _) = convolution.backward_by_loops(&image, &by_hand().2);
    let d_kernels = dz.dot(&patches.t());
    assert_eq!(x.t().dot(&d_sums).t(), d_kernels);
    assert_eq!(
        loops.into_raw_vec_and_offset().0,
        d_kernels.into_raw_vec_and_offset().0
    );
    let d_patches = kernels.t().dot(&dz);
    assert_eq!(d_sums.dot(&weights.t()).t(), d_patches);
    assert_eq!(d_image, convolution.col2im(&d_patches));
}
