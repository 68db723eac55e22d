//! Claims of the chapter *Speed*.

use crate::times::ratio;

#[test]
fn the_product_of_a_batch_takes_six_million_multiplications() {
    assert_eq!(64 * 784 * 128, 6_422_528);
}

/// The table of measured times holds what the chapter says about it.
///
/// Then it turns all the loops into products of matrices, which are much faster.
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
    assert!(ratio("dense_batch", "plain", "twins") > 1.2);
    assert!(ratio("convolution", "six_loops", "one_product") > 10.0);
    assert!(ratio("convolution", "one_product", "runs") > 2.0);
    // The plain pool is slower where the largest can't be guessed, the twin is not.
    assert!(ratio("pool", "plain true", "plain false") > 1.3);
    let without_branch = ratio("pool", "without_branch true", "without_branch false");
    assert!((without_branch - 1.0).abs() < 0.1);
    assert!(ratio("pool", "plain true", "without_branch true") > 2.0);
}
