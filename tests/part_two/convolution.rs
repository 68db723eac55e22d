//! Claims of the chapter *Convolution*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Layer};
use figures::convolution::{right_minus_left, seven, window};
use ndarray::{Array2, Array3, Array4, Axis, array, concatenate};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::cases::{Case, cases, close, image, random, with_commas};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("convolution", words);
}

proptest! {
    /// After it, $`m + 2p - k`$ pixels remain, and every $`s`$ of them make room for
    /// one more place.
    ///
    /// Orange squares at the end are in no place.
    ///
    /// It is the number of pixels at the end of the padded side that no place
    /// reaches.
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

/// A kernel of 3 by 3 fits into an image of 5 by 5 in three places across and three
/// down. So the output has 3 by 3 numbers, and for 28 by 28 pixels it has 26 by 26.
#[test]
fn the_output_is_as_large_as_there_are_places() {
    for (side, places) in [(5, 3), (28, 26)] {
        let input = ImageShape { channels: 1, height: side, width: side };
        let convolution = Convolution::new(input, 1, 3);
        let fits = (0..side).filter(|start| start + 3 <= side).count();
        assert_eq!((fits, convolution.places(side)), (places, places));
        let z = convolution.by_loops(&Array3::zeros(input.dim()));
        assert_eq!(z.dim(), (1, places, places));
    }
}

/// What a filter gives for `image`, an array of one channel.
fn sums(kernel: &Array2<f64>, image: &Array3<f64>, stride: usize) -> Array2<f64> {
    let (channels, height, width) = image.dim();
    let input = ImageShape { channels, height, width };
    let mut convolution = Convolution { stride, ..Convolution::new(input, 1, 3) };
    convolution.kernels.assign(kernel);
    convolution.by_loops(image).index_axis_move(Axis(0), 0)
}

/// This kernel takes the right column of what it covers, minus the left column.
///
/// In the first output, 3 in the middle is the sum that [fig:convolution-window]
/// works out. The sum is positive where paper turns to ink from left to right, and
/// negative where ink turns to paper: in the right column of places.
///
/// Where all the pixels are alike, the weights of this kernel cancel: they add up
/// to 0.
#[test]
fn the_kernel_takes_the_right_column_minus_the_left_and_finds_vertical_edges() {
    let (kernel, seven) = (right_minus_left(), seven());
    let z = sums(&kernel, &seven.clone().insert_axis(Axis(0)), 1);
    for ((row, column), z) in z.indexed_iter() {
        let ink = |column: usize| {
            (row..row + 3).map(|row| seven[[row, column]]).sum::<f64>()
        };
        assert_eq!(*z, ink(column + 2) - ink(column));
        assert_eq!(*z < 0.0, column == 2);
    }
    assert_eq!(z[[1, 1]], 3.0);
    let drawn = window(&seven, &kernel, (1, 1)).unwrap();
    assert!(drawn.contains("Their sum is 3, the framed number."));
    assert_eq!(kernel.sum(), 0.0);
    let alike = Array3::from_elem((1, 5, 5), 2.0);
    assert!(sums(&kernel, &alike, 1).iter().all(|&z| z == 0.0));
}

/// With a stride of 2 it skips every second place, and the output is about half as
/// high and half as wide: the second output of the program holds the first and third
/// rows and columns of the first one.
#[test]
fn a_stride_of_2_skips_every_second_place() {
    let seven = seven().insert_axis(Axis(0));
    let [one, two] = [1, 2].map(|stride| sums(&right_minus_left(), &seven, stride));
    assert_eq!(two, one.select(Axis(0), &[0, 2]).select(Axis(1), &[0, 2]));
    for side in 3..40 {
        let input = ImageShape { channels: 1, height: side, width: side };
        let places =
            Convolution { stride: 2, ..Convolution::new(input, 1, 3) }.places(side);
        assert!(places.abs_diff(side / 2) <= 1);
    }
}

/// With stride 1, an odd size, and padding $`\frac{k - 1}{2}`$, the output is as
/// large as the image: the third output of the program above has 5 by 5 numbers.
#[test]
fn half_a_kernel_of_padding_keeps_the_size() {
    for size in [1, 3, 5, 7] {
        let input = ImageShape { channels: 1, height: 5, width: 8 };
        let convolution = Convolution::new(input, 1, size);
        let convolution = Convolution { padding: (size - 1) / 2, ..convolution };
        assert_eq!(convolution.output(), input);
    }
}

fn parameters(layer: &dyn Layer) -> usize {
    let (weights, biases) = layer.parameters();
    weights.len() + biases.len()
}

/// | image | numbers out | parameters of the convolution | of a dense layer |
/// |---|---:|---:|---:|
/// | 8 by 8 | 288 | 80 | 18,720 |
/// | 28 by 28 | 5,408 | 80 | 4,245,280 |
///
/// Eight times nine weights and eight biases are enough, however large the image is.
/// A dense layer from 784 numbers to 5,408 has $`784 \times 5408 + 5408 = 4245280`$.
/// The numbers out are $`8 \times 26 \times 26 = 5408`$, since a side of the output
/// has 26 numbers and not 28; why, you will see in a moment.
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
        let places = side - 2;
        assert_eq!(
            (outputs, parameters(&convolution)),
            (8 * places * places, 8 * 9 + 8)
        );
        assert_eq!(parameters(&dense), inputs * outputs + outputs);
    }
}

/// A pixel in the corner is covered more often, too: with size 3 and padding 1 at
/// four places instead of one.
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

/// Shuffle the pixels of every image in the same way, shuffle the rows of its
/// weights alike, and it gives the same sums as before.
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

/// Move the pattern by a pixel, and the output moves by a pixel.
///
/// Both outputs move with it.
///
/// It holds as long as every place at which the kernel touches the pattern lies on
/// the image, with its frame if it has one: the pattern must stay two pixels away
/// from the border, for a kernel of 3 by 3; one pixel, where there is a frame of
/// zeros as in [fig:edges].
///
/// A pattern must now move by two pixels to move the output by one. Moved by a
/// single pixel, it gives other numbers.
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
        for right in [1, 2] {
            assert_eq!(z(&moved(&image, right)), moved(&z(&image), right));
        }
        let mut at_border = image.clone();
        at_border.index_axis_mut(Axis(2), 0).fill(1.0);
        assert_ne!(z(&moved(&at_border, 1)), moved(&z(&at_border), 1));

        // Without padding it must stay two pixels away.
        let plain = Convolution { padding: 0, ..convolution.clone() };
        let z = |image: &_| plain.by_loops(image);
        let mut narrow = image.clone();
        narrow.index_axis_mut(Axis(2), 1).fill(0.0);
        assert_eq!(z(&moved(&narrow, 1)), moved(&z(&narrow), 1));
        assert_ne!(z(&moved(&image, 1)), moved(&z(&image), 1));

        // With stride 2 the output moves by one when the pattern moves by two.
        let convolution = Convolution { stride: 2, ..convolution.clone() };
        let z = |image: &_| convolution.by_loops(image);
        assert_eq!(z(&moved(&image, 2)), moved(&z(&image), 1));
        assert_ne!(z(&moved(&image, 1)), z(&image));
        assert_ne!(z(&moved(&image, 1)), moved(&z(&image), 1));
    }
}

/// At the three places of the middle row, and at the last place of all.
#[test]
fn on_its_side_the_edge_kernel_is_negative_below_the_bar_of_the_7() {
    let seven = seven().insert_axis(Axis(0));
    let input = ImageShape { channels: 1, height: 5, width: 5 };
    let kernels = array![[[[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]]];
    let convolution = Convolution { kernels, ..Convolution::new(input, 1, 3) };
    let z = convolution.by_loops(&seven);
    assert_eq!(z, array![[[1.0, 3.0, 3.0], [-2.0, -3.0, -1.0], [2.0, 0.0, -1.0]]]);
}

/// With kernels that somebody gives you, it does matter: turn ours by half a turn,
/// and left and right are exchanged, so that every sum changes its sign.
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
