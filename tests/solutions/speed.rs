//! Solutions of the chapter *Speed*.

use backprop::network::{Network, four_rows};
use backprop::speed::known_shapes::{Matrix, train_fixed};
use backprop::speed::product_by_rows;
use backprop::training::train;
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use super::close;

// ANCHOR: speed_1
#[test]
fn the_product_takes_forty_six_billion_operations_a_second() {
    let operations = 64 * 128 * (784 + 784);
    assert_eq!(operations, 12_845_056);
    let a_second = operations as f64 / 280e-6;
    assert_eq!((a_second / 1e9).round(), 46.0);
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
#[test]
fn eight_hidden_units_need_other_types_and_no_other_code() {
    let (x, y) = four_rows();
    let mut net = Network::random(3, 8, 1, &mut ChaCha8Rng::seed_from_u64(2));
    let mut w1 = Matrix::<3, 8>::from(&net.w1);
    let mut w2 = Matrix::<8, 1>::from(&net.w2);
    let history = train(&mut net, &x, &y, 1.0, 200);
    let data = (&Matrix::<4, 3>::from(&x), &Matrix::<4, 1>::from(&y));
    let losses = train_fixed((&mut w1, &mut w2), data, 1.0, 200);
    assert!((losses[199] - history.losses()[199]).abs() < 1e-12);
}
// ANCHOR_END: speed_3

// ANCHOR: speed_4
#[test]
fn three_quarters_divided_in_two_make_one_point_six() {
    let times_as_fast = |p: f64| 1.0 / (1.0 - p + p / 2.0);
    assert_eq!(times_as_fast(0.75), 1.6);
    assert_eq!(times_as_fast(1.0), 2.0);
    assert_eq!(times_as_fast(0.0), 1.0);
}
// ANCHOR_END: speed_4
