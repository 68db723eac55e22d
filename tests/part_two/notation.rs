//! Claims of the pages *Notation* and *Glossary*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Array3};

/// Asserts that the page of symbols has these words.
fn says(words: &str) {
    crate::common::says("notation", words);
}

/// The shape of `array` as the page writes it, if five rows are `n`.
fn shape(array: &Array2<f64>) -> String {
    let (rows, columns) = array.dim();
    let rows = if rows == 5 { "n".to_owned() } else { rows.to_string() };
    format!("$`({rows}, {columns})`$")
}

/// | symbol | read as | shape | in code |
/// |---|---|---|---|
/// | $`n`$ | number of rows | a number | `x.nrows()` |
/// | $`m`$ | number of hidden units | a number | `w1.ncols()` |
/// | $`x`$ | inputs | $`(n, 3)`$ | `x` |
/// | $`y`$ | targets | $`(n, 1)`$ | `y` |
/// | $`W_1`$ | weights of the hidden layer | $`(3, 4)`$ | `w1` |
/// | $`W_2`$ | weights of the output layer | $`(4, 1)`$ | `w2` |
/// | $`z_1`$ | weighted sums of the hidden layer | $`(n, 4)`$ | `z1` |
/// | $`a_1`$ | activations of the hidden layer | $`(n, 4)`$ | `a1` |
/// | $`z_2`$ | weighted sums of the output layer | $`(n, 1)`$ | `z2` |
/// | $`\hat y`$ | y hat, the predictions | $`(n, 1)`$ | `y_hat` |
///
/// So the inputs have shape $`(n, 3)`$, where $`n`$ is the number of rows: $`n = 4`$
/// for our data. The inner sizes must agree, and they vanish: $`(n, 3)`$ times $`(3,
/// 4)`$ gives $`(n, 4)`$.
///
/// rows and columns exchanged: $`(4, 1)`$ becomes $`(1, 4)`$
#[test]
fn the_arrays_of_part_one_have_the_shapes_of_the_table() {
    let x = Array2::ones((5, 3));
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let [z1, a1, z2, y_hat] = [&trace.z1, &trace.a1, &trace.z2, &trace.y_hat];
    let rows = [
        ("x", "inputs", &x, "x"),
        ("y", "targets", &Array2::ones((5, 1)), "y"),
        ("W_1", "weights of the hidden layer", &net.w1, "w1"),
        ("W_2", "weights of the output layer", &net.w2, "w2"),
        ("z_1", "weighted sums of the hidden layer", z1, "z1"),
        ("a_1", "activations of the hidden layer", a1, "a1"),
        ("z_2", "weighted sums of the output layer", z2, "z2"),
        (r"\hat y", "y hat, the predictions", y_hat, "y_hat"),
    ];
    for (symbol, words, array, code) in rows {
        says(&format!("| $`{symbol}`$ | {words} | {} | `{code}` |", shape(array)));
    }
    let turned = net.w2.t().to_owned();
    says(r"| $`W^\top`$ | W transposed | rows and columns exchanged");
    says(&format!("{} becomes {}", shape(&net.w2), shape(&turned)));
    let product = x.dot(&net.w1);
    let shapes = [&x, &net.w1, &product].map(shape);
    says(&format!("{} times {} gives {}.", shapes[0], shapes[1], shapes[2]));
    let (x, y) = four_rows();
    assert_eq!((x.dim(), y.dim()), ((4, 3), (4, 1)));
}

/// | symbol | read as | shape | in code |
/// |---|---|---|---|
/// | $`C, F`$ | the numbers of channels and of filters | numbers | `channels`, `filters` |
/// | $`k, s, p`$ | size of a kernel or of a pool, stride, padding | numbers | `size`, `stride`, `padding` |
/// | $`m`$ | the side of an image | a number | `side` |
/// | $`\bar x`$ | x bar, an image with its padding | $`(C, \text{height} + 2p, \text{width} + 2p)`$ | `padded` |
/// | $`K`$ | the kernels | $`(F, C, k, k)`$, or as a matrix $`(F, C k^2)`$ | `kernels`, `matrix()` |
/// | $`b`$ | the biases of the filters | $`(F)`$ | `biases` |
/// | $`P`$ | the matrix of patches | $`(C k^2, \text{places})`$ | `patches` |
/// | $`z_{f, r, q}`$ | the sum of filter $`f`$ in row $`r`$ and column $`q`$ | a number | `z[[f, row, column]]` |
/// | $`\lfloor a \rfloor`$ | the floor of a: a rounded down | a number | `/` between whole numbers |
#[test]
fn the_arrays_of_a_convolution_have_the_shapes_of_the_table() {
    let (channels, filters, size, padding) = (2, 3, 4, 1);
    let input = ImageShape { channels, height: 7, width: 9 };
    let mut convolution =
        Convolution { padding, ..Convolution::new(input, filters, size) };
    convolution.kernels.iter_mut().zip(1..).for_each(|(w, i)| *w = f64::from(i % 5));
    assert_eq!(convolution.kernels.dim(), (filters, channels, size, size));
    assert_eq!(convolution.biases.dim(), filters);
    let image = Array3::from_shape_fn(input.dim(), |(_, i, j)| (7 * i + j) as f64);
    let ImageShape { height, width, .. } = convolution.output();
    let in_a_patch = channels * size * size;
    let patches = convolution.im2col(&image);
    assert_eq!(patches.dim(), (in_a_patch, height * width));
    let kernels = convolution.kernels.to_shape((filters, in_a_patch)).unwrap();
    let z = convolution.by_loops(&image);
    assert_eq!(
        kernels.dot(&patches).into_raw_vec_and_offset().0,
        z.flatten().to_vec()
    );
    // The image with its padding, convolved without any, gives the same.
    let padded_shape = ImageShape { channels, height: 7 + 2, width: 9 + 2 };
    let mut padded = Array3::zeros(padded_shape.dim());
    for ((channel, i, j), pixel) in image.indexed_iter() {
        padded[[channel, i + 1, j + 1]] = *pixel;
    }
    let bare = Convolution { input: padded_shape, padding: 0, ..convolution };
    assert_eq!(bare.by_loops(&padded), z);
}

/// Numbers of 32 bits, about 7 digits, and of 64 bits, about 16.
#[test]
fn numbers_of_32_and_of_64_bits_have_about_7_and_16_digits() {
    let digits = |bits: u32| (f64::from(bits) * 2.0_f64.log10()).round();
    assert_eq!((size_of::<f32>() * 8, digits(f32::MANTISSA_DIGITS)), (32, 7.0));
    assert_eq!((size_of::<f64>() * 8, digits(f64::MANTISSA_DIGITS)), (64, 16.0));
}
