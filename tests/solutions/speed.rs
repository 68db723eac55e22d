//! Solutions of the chapter *Speed*.

use backprop::speed::{product_by_columns, product_by_rows};
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
fn product_in_sums<const N: usize>(
    a: &Array2<f64>,
    turned: &Array2<f64>,
    c: &mut Array2<f64>,
) {
    for ((i, j), sum) in c.indexed_iter_mut() {
        let mut sums = [0.0; N];
        for k in 0..a.ncols() {
            sums[k % N] += a[[i, k]] * turned[[j, k]];
        }
        *sum = sums.iter().sum();
    }
}

/// With one sum the numbers are those of the definition to the last bit. With more,
/// the products are added in another order, and the last digits differ.
#[test]
fn any_number_of_sums_gives_the_same_product() {
    let a = Array2::from_shape_fn((5, 30), |(i, k)| (i as f64).sin() + k as f64);
    let b = Array2::from_shape_fn((30, 3), |(k, j)| (k as f64).cos() - j as f64);
    let turned = b.t().to_owned();
    let (mut plain, mut c) = (Array2::zeros((5, 3)), Array2::zeros((5, 3)));
    product_by_columns(&a, &b, &mut plain);
    product_in_sums::<1>(&a, &turned, &mut c);
    assert_eq!(c, plain);
    for product in [product_in_sums::<2>, product_in_sums::<4>, product_in_sums::<16>]
    {
        product(&a, &turned, &mut c);
        assert!(c != plain && close(&c, &plain, 1e-12));
    }
}
// ANCHOR_END: speed_3
