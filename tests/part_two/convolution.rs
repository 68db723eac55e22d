//! Claims of the chapter *Convolution*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Layer};
use figures::convolution::seven;
use ndarray::{Array2, Array3, Array4, Axis, array, concatenate};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::cases::{Case, cases, close, image, random, with_commas};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolution", words);
}

proptest! {
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
}

fn parameters(layer: &dyn Layer) -> usize {
    let (weights, biases) = layer.parameters();
    weights.len() + biases.len()
}

/// | image | numbers out | parameters of the convolution | of a dense layer | |---|---:|---:|---:| | 8 by 8 | 288 | 80 | 18,720 | | 28 by 28 | 5,408 | 80 | 4,245,280 |
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
        // Moved or not, the pattern stays a pixel away from the border.
        image.indexed_iter_mut().for_each(|((_, row, column), pixel)| {
            if !(1..8).contains(&row) || !(1..6).contains(&column) {
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

/// On our 7 its sums are negative at the three places of the middle row, where it leaves
/// the bar behind, and at the last place.
#[test]
fn on_its_side_the_edge_kernel_is_negative_below_the_bar_of_the_7() {
    let seven = seven().insert_axis(Axis(0));
    let input = ImageShape { channels: 1, height: 5, width: 5 };
    let kernels = array![[[[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]]];
    let convolution = Convolution { kernels, ..Convolution::new(input, 1, 3) };
    let z = convolution.by_loops(&seven);
    assert_eq!(z, array![[[1.0, 3.0, 3.0], [-2.0, -3.0, -1.0], [2.0, 0.0, -1.0]]]);
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
