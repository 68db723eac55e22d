//! Solutions of the chapter *The loss*.

use crate::close;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::four_rows;
use ndarray::{Array2, array};

// ANCHOR: loss_1
#[test]
fn errors_of_a_tenth_and_a_fifth_cost_a_twentieth() {
    let (y_hat, y) = (array![[0.9], [0.2]], array![[1.0], [0.0]]);
    // 0.9 and 0.2 are rounded already.
    assert!((sum_of_squares(&y_hat, &y) - 0.05).abs() < 1e-15);
    let gradient = sum_of_squares_gradient(&y_hat, &y);
    assert!(close(&(y_hat - y), &array![[-0.1], [0.2]], 1e-15));
    assert!(close(&gradient, &array![[-0.2], [0.4]], 1e-15));
}
// ANCHOR_END: loss_1

/// A network that answers one half to every row has four errors of one half, and four
/// squares of one quarter: its loss is **1**.
/// That is what it costs to know nothing about the rows but that half of the targets
/// are 1.
/// A network with a loss of 1 may have learned that much and no more.
// ANCHOR: loss_2
#[test]
fn answering_one_half_to_every_row_costs_exactly_1() {
    let (_, y) = four_rows();
    let loss = |answer| sum_of_squares(&Array2::from_elem((4, 1), answer), &y);
    assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(loss), [2.0, 1.25, 1.0, 1.25, 2.0]);
    // Two rows have the target 0, two the target 1.
    assert_eq!(y.iter().filter(|&&target| target == 1.0).count(), 2);
    assert_eq!(
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|a| a * a),
        [0.0, 0.0625, 0.25, 0.5625, 1.0]
    );
    // Above or below one half it costs more.
    for d in (1..100).map(|i| f64::from(i) / 100.0) {
        assert!(loss(0.5 + d) > 1.0 && loss(0.5 - d) > 1.0);
    }
}
// ANCHOR_END: loss_2

// ANCHOR: loss_3
#[test]
fn squares_are_least_at_the_mean_and_absolute_errors_at_the_median() {
    let y = array![[0.0], [0.0], [1.0]];
    let squares = |c| sum_of_squares(&Array2::from_elem((3, 1), c), &y);
    let absolute = |c| y.iter().map(|y| f64::abs(c - y)).sum::<f64>();
    let lowest = |loss: &dyn Fn(f64) -> f64| {
        let answers = (0..=300).map(|i| f64::from(i) / 300.0);
        answers.min_by(|&a, &b| loss(a).total_cmp(&loss(b))).unwrap()
    };
    let answers = [0.0, 1.0 / 3.0, 0.5, 1.0];
    let table = [(1.0, 1.0), (2.0 / 3.0, 4.0 / 3.0), (0.75, 1.5), (2.0, 2.0)];
    for (c, (square, sum)) in answers.into_iter().zip(table) {
        assert!(f64::abs(squares(c) - square) < 1e-15);
        assert!(f64::abs(absolute(c) - sum) < 1e-15);
    }
    assert_eq!(lowest(&squares), 1.0 / 3.0);
    assert_eq!(lowest(&absolute), 0.0);
}
// ANCHOR_END: loss_3

// ANCHOR: loss_4
#[test]
fn one_error_costs_four_times_as_much_as_the_same_error_spread_over_four_rows() {
    let y = Array2::zeros((4, 1));
    let in_one = sum_of_squares(&array![[0.4], [0.0], [0.0], [0.0]], &y);
    let spread = sum_of_squares(&array![[0.1], [0.1], [0.1], [0.1]], &y);
    // Both are rounded in the last digit.
    assert!((in_one - 0.16).abs() < 1e-15);
    assert!((spread - 0.04).abs() < 1e-15);
    assert!((in_one / spread - 4.0).abs() < 1e-14);
    // A single one of the small errors costs a sixteenth of the large one.
    assert!((in_one / (spread / 4.0) - 16.0).abs() < 1e-13);
    assert_eq!((0.4, 4.0 * 0.1), (0.4, 0.4));
}
// ANCHOR_END: loss_4
