//! Solutions of the chapter *Speed*.

use backprop::speed::{
    product_by_columns, product_by_rows, product_in_eight_sums, product_with_turned,
};
use ndarray::Array2;

use super::close;

/// Each of the $`64 \times 128`$ numbers takes 784 multiplications and 784
/// additions: 12.8 million operations in all. In 260 microseconds, that is 49
/// billion a second.
// ANCHOR: speed_1
#[test]
fn the_product_takes_forty_nine_billion_operations_a_second() {
    let operations = 64 * 128 * (784 + 784);
    assert_eq!(operations, 12_845_056);
    let a_second = operations as f64 / 260e-6;
    assert_eq!((a_second / 1e9).round(), 49.0);
}
// ANCHOR_END: speed_1

// ANCHOR: speed_2
fn product_by_weights(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    c.fill(0.0);
    for k in 0..a.ncols() {
        for i in 0..a.nrows() {
            for j in 0..b.ncols() {
                c[[i, j]] += a[[i, k]] * b[[k, j]];
            }
        }
    }
}

/// It adds the same products to each sum, in the same order of `k`, so the numbers
/// are the same to the last bit.
#[test]
fn a_third_order_of_the_loops_gives_the_same_numbers() {
    let a = Array2::from_shape_fn((5, 7), |(i, k)| (i as f64).sin() + k as f64);
    let b = Array2::from_shape_fn((7, 3), |(k, j)| (k as f64).cos() - j as f64);
    let (mut rows, mut weights) = (Array2::zeros((5, 3)), Array2::zeros((5, 3)));
    product_by_rows(&a, &b, &mut rows);
    product_by_weights(&a, &b, &mut weights);
    assert_eq!(rows, weights);
    assert!(close(&rows, &a.dot(&b), 1e-12));
}
// ANCHOR_END: speed_2

// ANCHOR: speed_3
/// In one sum `t` gets lost twice, and the result is 1. In two sums, both `t` are in
/// the second: it is `2.0 * t`, and that is enough to count.
#[test]
fn two_sums_round_otherwise_than_one() {
    let t = 1e-16;
    let one = 1.0 + t + 0.0 + t;
    let two = (1.0 + 0.0) + (t + t);
    assert!(one == 1.0 && two > 1.0);
}

/// The products by rows and with `b` turned add in the order of the definition, and
/// agree with it to the last bit. That in eight sums does not.
#[test]
fn only_the_product_in_eight_sums_differs_in_the_last_bits() {
    let a = Array2::from_shape_fn((5, 30), |(i, k)| (i as f64).sin() + k as f64);
    let b = Array2::from_shape_fn((30, 3), |(k, j)| (k as f64).cos() - j as f64);
    let turned = b.t().to_owned();
    let [mut definition, mut c] = [(); 2].map(|()| Array2::zeros((5, 3)));
    product_by_columns(&a, &b, &mut definition);
    product_by_rows(&a, &b, &mut c);
    assert_eq!(c, definition);
    product_with_turned(&a, &turned, &mut c);
    assert_eq!(c, definition);
    product_in_eight_sums(&a, &turned, &mut c);
    assert!(c != definition && close(&c, &definition, 1e-12));
}
// ANCHOR_END: speed_3
