//! Claims of the chapter *Speed*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::speed::{product_by_columns, product_by_rows};
use ndarray::{Array2, Array3};

use crate::times::ratio;

/// The result has $`64 \times 128 = 8192`$ numbers, each a sum of 784 products: 6.4
/// million products.
///
/// Both do the same 6.4 million multiplications, and add in the same order.
#[test]
fn the_product_of_a_batch_takes_six_million_multiplications() {
    assert_eq!(64 * 784 * 128, 6_422_528);
    // The same order of adding: the same numbers to the last bit.
    let a = Array2::from_shape_fn((5, 30), |(i, k)| (i as f64).sin() + k as f64);
    let b = Array2::from_shape_fn((30, 3), |(k, j)| (k as f64).cos() - j as f64);
    let [mut by_columns, mut by_rows] = [(); 2].map(|()| Array2::zeros((5, 3)));
    product_by_columns(&a, &b, &mut by_columns);
    product_by_rows(&a, &b, &mut by_rows);
    assert_eq!(by_columns, by_rows);
}

/// The copy writes each pixel up to 25 times.
#[test]
fn a_kernel_of_5_by_5_copies_a_pixel_up_to_25_times() {
    let input = ImageShape { channels: 8, height: 14, width: 14 };
    let convolution = Convolution { padding: 2, ..Convolution::new(input, 16, 5) };
    let patches = convolution.im2col(&Array3::zeros(input.dim()));
    let copies = convolution.col2im(&Array2::ones(patches.dim()));
    assert_eq!(copies.iter().copied().fold(0.0, f64::max), 25.0);
}

/// The table of measured times holds what the chapter says about it.
///
/// Then it turns all the loops into products of matrices, which are much faster.
///
/// Most of the time of a dense layer goes into matrix products: four fifths of a
/// step, as the next chapter measures.
///
/// As long as the additions wait, the order in memory hardly shows.
///
/// It takes about the same time for both kinds of pixels.
///
/// If it takes 260 microseconds, as the library's product did here, how many are
/// that in a second?
#[test]
fn the_measured_times_bear_out_the_chapter() {
    // The order in memory hardly shows; waiting does.
    assert!(ratio("product_64_784_128", "by_columns", "with_turned") < 1.2);
    assert!(ratio("product_64_784_128", "with_turned", "in_eight_sums") > 1.3);
    assert!(ratio("product_64_784_128", "in_eight_sums", "by_rows") > 2.0);
    assert!(ratio("product_64_784_128", "by_rows", "library") > 2.0);
    // An exercise gives it in microseconds.
    let product = crate::times::times()[&("product_64_784_128", "library", "1")];
    assert_eq!((product * 1e5).round(), 26.0);
    let step = crate::times::times()[&("w2", "this crate", "1")] / 156.0;
    assert!((0.75..0.85).contains(&(2.0 * product / step)));
    assert!(ratio("dense_batch", "plain", "twins") > 1.2);
    assert!(ratio("convolution", "six_loops", "one_product") > 10.0);
    assert!(ratio("convolution", "one_product", "runs") > 2.0);
    // The plain pool is slower where the largest can't be guessed, the twin is not.
    assert!(ratio("pool", "plain true", "plain false") > 1.3);
    let without_branch = ratio("pool", "without_branch true", "without_branch false");
    assert!((without_branch - 1.0).abs() < 0.1);
    assert!(ratio("pool", "plain true", "without_branch true") > 2.0);
}
