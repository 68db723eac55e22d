//! Solutions of the chapter *From NumPy to Rust*.

use std::panic::catch_unwind;

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, array};

/// | with `*` | shapes | result |
/// |---|---|---|
/// | `x * w1` | $`(4, 3)`$ and $`(3, 4)`$ | error |
/// | `a1 * w2` | $`(4, 4)`$ and $`(4, 1)`$ | $`(4, 4)`$ instead of $`(4, 1)`$ |
/// | `a1.T * dz2` | $`(4, 4)`$ and $`(4, 1)`$ | $`(4, 4)`$ instead of $`(4, 1)`$ |
/// | `dz2 * w2.T` | $`(4, 1)`$ and $`(1, 4)`$ | $`(4, 4)`$, and right |
/// | `x.T * dz1` | $`(3, 4)`$ and $`(4, 4)`$ | error |
///
/// NumPy and ndarray stretch an axis of length 1 to the length of the other. The
/// second and third row pass because the book's network has as many hidden units as
/// rows: with five rows both are errors. The fourth is right because there is one
/// output: a column times a row gives the same table either way. With four, NumPy
/// notices further on, where the $`(4, 4)`$ meets an array that it does not fit.
// ANCHOR: from_numpy_to_rust_1
#[test]
fn of_five_matrix_products_three_run_with_a_star_and_one_is_even_right() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let da1 = dz2.dot(&net.w2.t());
    let dz1 = &da1 * trace.a1.mapv(sigmoid_prime_from_output);

    let (a1, w1, w2) = (&trace.a1, &net.w1, &net.w2);
    assert_eq!((x.dim(), w1.dim(), w2.dim()), ((4, 3), (3, 4), (4, 1)));
    assert_eq!((a1.dim(), dz1.dim(), dz2.dim()), ((4, 4), (4, 4), (4, 1)));
    assert!(catch_unwind(|| &x * w1).is_err());
    assert!(catch_unwind(|| &x.t() * &dz1).is_err());
    // Both should be (4, 1).
    assert_eq!((a1 * w2).dim(), (4, 4));
    assert!(catch_unwind(|| (a1 * w2).dot(&w2.t())).is_err());
    assert_eq!((&a1.t() * &dz2).dim(), (4, 4));
    // A column times a row is the same table either way.
    assert_eq!(&dz2 * &w2.t(), da1);
    assert_eq!(da1.dim(), (4, 4));

    // With five rows, the two that run on with a wrong shape don't.
    let (five, dz2) = (Array2::<f64>::ones((5, 4)), Array2::<f64>::ones((5, 1)));
    assert!(catch_unwind(|| &five * w2).is_err());
    assert!(catch_unwind(|| &five.t() * &dz2).is_err());
}

/// For `a1.T * dz2` that is the step, `w2 -= …`, which works in place: a $`(4, 1)`$
/// can't become a $`(4, 4)`$. Written as `w2 = w2 - …` it stretches $`W_2`$ to $`(4,
/// 4)`$, and nothing stops it: the next pass fits, too, and so does every later one.
#[test]
fn a_stretched_w2_fits_every_later_pass_and_no_step_in_place() {
    let (x, y) = four_rows();
    let Network { mut w1, mut w2 } = Network::seeded(2);
    for _ in 0..100 {
        let a1 = x.dot(&w1).mapv(sigmoid);
        let y_hat = a1.dot(&w2).mapv(sigmoid);
        let dz2 = 2.0 * (&y_hat - &y) * y_hat.mapv(sigmoid_prime_from_output);
        let dz1 = dz2.dot(&w2.t()) * a1.mapv(sigmoid_prime_from_output);
        let dw2 = &a1.t() * &dz2;
        let in_place = |mut w2: Array2<f64>| w2 -= &dw2;
        let fits = w2.dim() == (4, 4);
        assert_eq!(catch_unwind(|| in_place(w2.clone())).is_ok(), fits);
        w2 = w2 - dw2;
        w1 = w1 - x.t().dot(&dz1);
        assert_eq!(w2.dim(), (4, 4));
    }
}
// ANCHOR_END: from_numpy_to_rust_1

/// `y_hat - y` is $`(4, 4)`$: every prediction minus every target. Of the sixteen
/// pairs eight differ, each by 1. The loss of perfect predictions is 8. It is
/// compared with all four targets, two of them 0 and two of them 1, and is cheapest
/// halfway. So the lowest loss is $`16 \times 0.25 = 4`$, for a network that answers
/// one half to every row, and knows nothing. The program stops later, in `backward`:
/// `dz2` is $`(4, 4)`$ and `w2.T` is $`(1, 4)`$, and `@` refuses the two.
// ANCHOR: from_numpy_to_rust_2
#[test]
fn against_a_flat_list_of_targets_perfect_predictions_cost_8_and_one_half_costs_4() {
    let (_, perfect) = four_rows();
    let flat = array![0.0, 1.0, 1.0, 0.0];
    // ndarray stretches as NumPy does: every prediction minus every target.
    let loss = |y_hat: &Array2<f64>| {
        let errors = y_hat - &flat;
        assert_eq!(errors.dim(), (4, 4));
        errors.mapv(|error| error * error).sum()
    };
    assert_eq!(loss(&perfect), 8.0);
    let errors = &perfect - &flat;
    assert_eq!(errors.iter().filter(|error| error.abs() == 1.0).count(), 8);
    let of_all = |answer| loss(&Array2::from_elem((4, 1), answer));
    assert_eq!(of_all(0.5), 4.0);
    let percents = (0..=100).filter(|&percent| percent != 50);
    assert!(
        percents.into_iter().all(|percent| of_all(f64::from(percent) / 100.0) > 4.0)
    );
    // `dz2` is as large as the errors.
    let w2 = Network::seeded(2).w2;
    assert_eq!(w2.t().dim(), (1, 4));
    assert!(catch_unwind(|| errors.dot(&w2.t())).is_err());
}
// ANCHOR_END: from_numpy_to_rust_2

/// The mean is the sum divided by 4, and so is every slope.
/// A step at learning rate 1 moves each weight as far as a step on the sum at 0.25.
/// So the weights after 1500 iterations are those of learning rate 0.25, to the last
/// bit.
/// Measured as a sum, the loss ends more than ten times as high.
/// To get the weights of the sum back, take learning rate 4.
// ANCHOR: from_numpy_to_rust_3
#[test]
fn training_on_the_mean_is_training_on_the_sum_at_a_quarter_of_the_learning_rate() {
    let (x, y) = four_rows();
    let train_on_mean = |mut net: Network, learning_rate| {
        for _ in 0..1500 {
            let mut gradients = net.backward(&x, &y, &net.forward(&x));
            gradients.dw1 /= 4.0;
            gradients.dw2 /= 4.0;
            net.step(&gradients, learning_rate);
        }
        net
    };
    let train_on_sum = |mut net: Network, learning_rate| {
        train(&mut net, &x, &y, learning_rate, 1500);
        net
    };
    let start = Network::seeded(2);
    // To the last bit: a factor of 4 rounds nothing.
    let on_mean = train_on_mean(start.clone(), 1.0);
    assert_eq!(on_mean, train_on_sum(start.clone(), 0.25));
    assert_eq!(train_on_mean(start.clone(), 4.0), train_on_sum(start, 1.0));
    // Ten times the 0.0018 that training on the sum ends at.
    assert!(sum_of_squares(&on_mean.predict(&x), &y) > 0.018);
}
// ANCHOR_END: from_numpy_to_rust_3
