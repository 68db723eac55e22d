//! Solutions of the chapter *Convolution*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Layer};
use ndarray::{Array, Array1, Array2, Array3, array};

/// A 1 in the middle and 0 elsewhere: each sum is the pixel itself. With the 1 to
/// the right of the middle, each sum is the pixel to the right, and so the image
/// moves to the left. What lay at its left border is lost, and zeros of the padding
/// come in at the right.
///
/// The second has its 1 on the left, and moves the image to the right.
// ANCHOR: convolution_1
#[test]
fn a_kernel_with_a_single_1_moves_the_image() {
    let image = Array::from_iter(1..=25).mapv(f64::from);
    let image = image.into_shape_with_order((1, 5, 5)).unwrap();
    let moved = |row, column| {
        let input = ImageShape { channels: 1, height: 5, width: 5 };
        let convolution = Convolution::new(input, 1, 3);
        let mut convolution = Convolution { padding: 1, ..convolution };
        convolution.kernels[[0, 0, row, column]] = 1.0;
        convolution.by_loops(&image)
    };
    assert_eq!(moved(1, 1), image);
    let to_the_left = Array3::from_shape_fn((1, 5, 5), |(c, row, column)| {
        image.get([c, row, column + 1]).copied().unwrap_or(0.0)
    });
    assert_eq!(moved(1, 2), to_the_left);
    // Turned by half a turn, the 1 lies to the left of the middle: the image moves to the right.
    let to_the_right = Array3::from_shape_fn((1, 5, 5), |(c, row, column)| {
        if column == 0 { 0.0 } else { image[[c, row, column - 1]] }
    });
    assert_eq!(moved(1, 0), to_the_right);
}
// ANCHOR_END: convolution_1

/// | layer | shape after it | parameters |
/// |---|---|---:|
/// | convolution, 8 filters | $`(8, 32, 32)`$ | $`8 \times 27 + 8 = 224`$ |
/// | convolution, 16 filters | $`(16, 14, 14)`$ | $`16 \times 200 + 16 = 3216`$ |
///
/// The second has $`\lfloor \frac{27}{2} \rfloor + 1 = 14`$ places along a side, and
/// 1 is left over: the last row and the last column.
// ANCHOR: convolution_2
#[test]
fn shapes_and_parameters_of_two_convolutions_of_a_colored_image() {
    let parameters = |layer: &Convolution| layer.kernels.len() + layer.biases.len();
    let input = ImageShape { channels: 3, height: 32, width: 32 };
    let first = Convolution { padding: 1, ..Convolution::new(input, 8, 3) };
    assert_eq!((first.output().dim(), parameters(&first)), ((8, 32, 32), 224));

    let second = Convolution { stride: 2, ..Convolution::new(first.output(), 16, 5) };
    assert_eq!((second.output().dim(), parameters(&second)), ((16, 14, 14), 3216));
    assert_eq!(second.left_over(32), 1);
}
// ANCHOR_END: convolution_2

/// At each of the nine places the kernel covers 9 of the 25 pixels. So $`9 \times 9
/// = 81`$ weights are those of the kernel, each of its nine numbers nine times, and
/// the other 144 are 0.
///
/// A convolution is a dense layer of which most weights are held at 0 and the others
/// are shared.
// ANCHOR: convolution_3
#[test]
fn a_dense_layer_of_zeros_and_the_nine_weights_gives_the_sums_of_a_convolution() {
    let input = ImageShape { channels: 1, height: 5, width: 5 };
    let mut convolution = Convolution::new(input, 1, 3);
    let kernel = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]];
    convolution.kernels.assign(&kernel);

    let output = convolution.output();
    let mut dense = Dense::new(input.size(), output.size());
    for row in 0..3 {
        for column in 0..3 {
            for ((i, j), weight) in kernel.indexed_iter() {
                let pixel = input.at(0, row + i, column + j);
                dense.weights[[pixel, output.at(0, row, column)]] = *weight;
            }
        }
    }
    assert_eq!(dense.weights.len(), 225);
    let times = |number: f64| dense.weights.iter().filter(|w| **w == number).count();
    assert_eq!(times(0.0), 144);
    assert!(kernel.iter().all(|weight| times(*weight) == 9));

    let x = Array2::from_shape_fn((1, 25), |(_, pixel)| (pixel * pixel % 7) as f64);
    let sums = convolution.by_loops(&input.image(x.row(0)));
    assert_eq!(dense.forward(&x).row(0), Array1::from_iter(sums));
}
// ANCHOR_END: convolution_3

/// On 25: a number at the end depends on 3 by 3 sums, and these together on 5 by 5
/// pixels.
///
/// That is the kernel of 5 by 5. It has 25 weights, where the two have 18 together.
/// So two convolutions with nothing between them are one convolution, as two dense
/// layers are one.
// ANCHOR: convolution_4
#[test]
fn two_kernels_of_3_by_3_do_what_one_of_5_by_5_does() {
    let first = array![[1.0, -2.0, 0.0], [3.0, 1.0, 2.0], [0.0, -1.0, 4.0]];
    let second = array![[0.0, 1.0, 2.0], [-1.0, 5.0, 1.0], [2.0, 0.0, -3.0]];
    let mut together = Array2::zeros((5, 5));
    for ((i, j), weight) in second.indexed_iter() {
        for ((u, v), of_first) in first.indexed_iter() {
            together[[i + u, j + v]] += weight * of_first;
        }
    }
    assert_eq!((together.len(), first.len() + second.len()), (25, 18));

    let convolve = |image: &Array3<f64>, kernel: &Array2<f64>| {
        let (channels, height, width) = image.dim();
        let input = ImageShape { channels, height, width };
        let mut convolution = Convolution::new(input, 1, kernel.nrows());
        convolution.kernels.assign(kernel);
        convolution.by_loops(image)
    };
    let image =
        Array3::from_shape_fn((1, 8, 8), |(_, i, j)| ((3 * i + j) % 5) as f64);
    let in_two = convolve(&convolve(&image, &first), &second);
    assert_eq!(in_two, convolve(&image, &together));
}
// ANCHOR_END: convolution_4
