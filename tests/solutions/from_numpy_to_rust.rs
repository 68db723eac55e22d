//! Solutions of the chapter *From NumPy to Rust*.

use std::panic::catch_unwind;

use backprop::activation::sigmoid_prime_from_output;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, array};

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

    assert!(catch_unwind(|| &x * &net.w1).is_err());
    assert!(catch_unwind(|| &x.t() * &dz1).is_err());
    // Both should be (4, 1).
    assert_eq!((&trace.a1 * &net.w2).dim(), (4, 4));
    assert_eq!((&trace.a1.t() * &dz2).dim(), (4, 4));
    // A column times a row is the same table either way.
    assert_eq!(&dz2 * &net.w2.t(), da1);
}
// ANCHOR_END: from_numpy_to_rust_1

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
    assert_eq!(loss(&Array2::from_elem((4, 1), 0.5)), 4.0);
}
// ANCHOR_END: from_numpy_to_rust_2

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
