//! Solutions of the chapter *Backpropagation*.

use crate::close;
use backprop::activation::sigmoid_prime_from_output;
use backprop::gradient_descent::{Gradients, measured_gradients};
use backprop::loss::sum_of_squares_gradient;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// A slope has the shape of what it is the slope of. This finds most transposes:
/// `dw2` must be $`(7, 2)`$, and of `a1` $`(10, 7)`$ and `dz2` $`(10, 2)`$ the
/// product that gives it is `a1.t().dot(&dz2)`.
///
/// | array | shape | like |
/// |---|---|---|
/// | `d_y_hat`, `dz2` | $`(10, 2)`$ | `y_hat`, `z2` |
/// | `dw2` | $`(7, 2)`$ | `w2` |
/// | `da1`, `dz1` | $`(10, 7)`$ | `a1`, `z1` |
/// | `dw1` | $`(5, 7)`$ | `w1` |
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

/// Each weight acts once in every row, so its slope is the sum of its slopes in the
/// rows, as in exercise 5 of [The chain rule](chain-rule.md#exercises). The products
/// `x.t().dot(…)` and `a1.t().dot(…)` do this sum: their inner number is the number
/// of rows.
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

/// A slope in $`W_1`$ passes through $`W_2`$, which is 0.
/// So all sixteen are 0, and no step moves anything.
/// The targets of AND have three zeros and one 1.
/// The four no longer cancel: $`0.5 \times (0.25 + 0.25 + 0.25 - 0.25) = 0.25`$ for
/// each weight in $`W_2`$.
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

/// Forward, every $`z`$ is 0, and every activation and prediction is 0.5.
/// It is 0.25 for the two targets 0 and −0.25 for the two targets 1.
/// A slope in $`W_2`$ adds these four, each times $`a_1 = 0.5`$, and they cancel.
/// After one step $`W_2`$ is not 0, and $`W_1`$ gets slopes too.
#[test]
fn from_zeros_every_number_on_the_way_is_the_one_worked_by_hand() {
    let mut net = Network::new(Array2::zeros((3, 4)), Array2::zeros((4, 1)));
    let (x, xor) = four_rows();
    let trace = net.forward(&x);
    assert!(trace.z1.iter().chain(&trace.z2).all(|&z| z == 0.0));
    assert!(trace.a1.iter().chain(&trace.y_hat).all(|&a| a == 0.5));
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &xor);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let by_target = xor.mapv(|y| if y == 0.0 { 0.25 } else { -0.25 });
    assert_eq!(dz2, by_target);
    assert_eq!(trace.a1.t().dot(&dz2), Array2::<f64>::zeros((4, 1)));

    let and = array![[0.0], [0.0], [0.0], [1.0]];
    net.step(&net.backward(&x, &and, &trace), 1.0);
    assert!(net.w2.iter().all(|&w2| w2 != 0.0));
    let next = net.backward(&x, &and, &net.forward(&x));
    assert!(next.dw1.iter().all(|&slope| slope != 0.0));
}

/// The factor 2 enters `d_y_hat`, and every later array is proportional to that one.
/// Without it, all sixteen slopes are half as large.
/// Their signs and their proportions stay, so the step points the same way.
/// Twice the learning rate makes up for it.
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

/// `dw2` comes before the missing slope and still agrees with the measured one to
/// nine decimals.
/// `dw1` does not.
/// For seed 2, all twelve slopes come out more than four times as large as they
/// should be.
/// A gradient check tells in which matrix the mistake is, before any training.
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
