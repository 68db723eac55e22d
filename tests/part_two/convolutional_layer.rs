//! Claims of the chapter *The convolutional layer*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Layer;
use ndarray::{Array3, Axis, array};
use proptest::prelude::*;

use crate::cases::{Case, cases, close, rows, with_commas};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolutional-layer", words);
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

/// ```math 1 \times 1 + (-1) \times 2 + 2 \times 0 + 0 \times 1 + 1 = 0 ```
///
/// and at the others 5, 4 and −1.
/// Then the bias gets $`1 - 1 + 2 + 1 = 3`$.
/// Let the slopes of the loss along these four sums be 1, −1, 2 and 1.
///
/// ```math 1 \times 2 + (-1) \times 0 + 2 \times 1 + 1 \times 3 = 7 ```
///
/// ```math 1 \times 0 + (-1) \times 2 + 2 \times (-1) + 1 \times 1 = -3 ```
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
