//! Solutions of the chapter *Backpropagation*.

use crate::close;
use backprop::activation::sigmoid_prime_from_output;
use backprop::gradient_descent::{Gradients, measured_gradients};
use backprop::loss::sum_of_squares_gradient;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: backpropagation_1
#[test]
fn every_slope_has_the_shape_of_what_it_is_the_slope_of() {
    let (x, y) = (Array2::ones((10, 5)), Array2::ones((10, 2)));
    let net = Network::random(5, 7, 2, &mut ChaCha8Rng::seed_from_u64(0));
    let trace = net.forward(&x);
    let gradients = net.backward(&x, &y, &trace);

    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let dz2 = &d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let da1 = dz2.dot(&net.w2.t());
    let dz1 = &da1 * trace.a1.mapv(sigmoid_prime_from_output);
    assert_eq!((d_y_hat.dim(), dz2.dim()), ((10, 2), (10, 2)));
    assert_eq!((da1.dim(), dz1.dim()), ((10, 7), (10, 7)));
    assert_eq!((gradients.dw1.dim(), gradients.dw2.dim()), ((5, 7), (7, 2)));
}
// ANCHOR_END: backpropagation_1

// ANCHOR: backpropagation_2
#[test]
fn the_gradient_of_four_rows_is_the_sum_of_the_gradients_of_each() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let all = net.backward(&x, &y, &net.forward(&x));
    let mut sum = Gradients {
        dw1: Array2::<f64>::zeros((3, 4)),
        dw2: Array2::<f64>::zeros((4, 1)),
    };
    for row in 0..4 {
        let (x, y) = (x.select(Axis(0), &[row]), y.select(Axis(0), &[row]));
        let one = net.backward(&x, &y, &net.forward(&x));
        sum.dw1 += &one.dw1;
        sum.dw2 += &one.dw2;
    }
    // Four numbers below 1 may add in another order.
    assert!(close(&sum.dw1, &all.dw1, 1e-15));
    assert!(close(&sum.dw2, &all.dw2, 1e-15));
}
// ANCHOR_END: backpropagation_2

// ANCHOR: backpropagation_3
#[test]
fn from_zeros_our_data_gives_no_gradient_at_all_and_and_gives_one_to_w2_only() {
    let zeros =
        Network::new(Array2::<f64>::zeros((3, 4)), Array2::<f64>::zeros((4, 1)));
    let (x, xor) = four_rows();
    let stuck = zeros.backward(&x, &xor, &zeros.forward(&x));
    assert_eq!(stuck.dw1, Array2::<f64>::zeros((3, 4)));
    assert_eq!(stuck.dw2, Array2::<f64>::zeros((4, 1)));

    let and = array![[0.0], [0.0], [0.0], [1.0]];
    let gradients = zeros.backward(&x, &and, &zeros.forward(&x));
    assert_eq!(gradients.dw1, Array2::<f64>::zeros((3, 4)));
    assert_eq!(gradients.dw2, Array2::from_elem((4, 1), 0.25));
}
// ANCHOR_END: backpropagation_3

// ANCHOR: backpropagation_4
#[test]
fn twice_the_learning_rate_makes_up_for_a_missing_factor_2() {
    let (x, y) = four_rows();
    let mut with = Network::seeded(2);
    let mut without = with.clone();
    let trace = with.forward(&x);

    let dz2 = (&trace.y_hat - &y) * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dz1 = dz2.dot(&with.w2.t()) * trace.a1.mapv(sigmoid_prime_from_output);
    let halved = Gradients { dw1: x.t().dot(&dz1), dw2: trace.a1.t().dot(&dz2) };

    with.step(&with.backward(&x, &y, &trace), 1.0);
    without.step(&halved, 2.0);
    // To the last bit: a factor of 2 rounds nothing.
    assert_eq!(with, without);
}
// ANCHOR_END: backpropagation_4

// ANCHOR: backpropagation_5
#[test]
fn the_gradient_check_sees_that_dw1_lacks_a_slope_of_the_sigmoid() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dw2 = trace.a1.t().dot(&dz2);
    let without = x.t().dot(&dz2.dot(&net.w2.t()));

    let measured = measured_gradients(&net, &x, &y);
    assert!(close(&dw2, &measured.dw2, 1e-9));
    assert!((without / measured.dw1).iter().all(|&times| times > 4.0));
}
// ANCHOR_END: backpropagation_5
