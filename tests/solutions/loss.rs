//! Solutions of the chapter *The loss*.

use crate::close;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::four_rows;
use ndarray::{Array2, array};

/// The errors $`\hat y - y`$ are −0.1 and 0.2.
/// The gradient is twice each error: −0.2 and 0.4.
/// The first prediction should rise, the second should fall, and the second twice as
/// urgently.
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

/// A network that answers one half to every row has four errors of one half, and
/// four squares of one quarter: its loss is **1**. That is what it costs to know
/// nothing about the rows but that half of the targets are 1. A network with a loss
/// of 1 may have learned that much and no more. It is lowest at one half.
///
/// | answer | the two rows with target 0 | the two rows with target 1 | loss |
/// |---|---|---|---|
/// | 0 | $`2 \times 0`$ | $`2 \times 1`$ | 2 |
/// | 0.25 | $`2 \times 0.0625`$ | $`2 \times 0.5625`$ | 1.25 |
/// | 0.5 | $`2 \times 0.25`$ | $`2 \times 0.25`$ | 1 |
/// | 0.75 | $`2 \times 0.5625`$ | $`2 \times 0.0625`$ | 1.25 |
/// | 1 | $`2 \times 1`$ | $`2 \times 0`$ | 2 |
// ANCHOR: loss_2
#[test]
fn answering_one_half_to_every_row_costs_exactly_1() {
    let (_, y) = four_rows();
    assert_eq!(y, array![[0.0], [1.0], [1.0], [0.0]]);
    let all = |rows, number| Array2::from_elem((rows, 1), number);
    let table = [
        (0.0, 2.0 * 0.0, 2.0 * 1.0, 2.0),
        (0.25, 2.0 * 0.0625, 2.0 * 0.5625, 1.25),
        (0.5, 2.0 * 0.25, 2.0 * 0.25, 1.0),
        (0.75, 2.0 * 0.5625, 2.0 * 0.0625, 1.25),
        (1.0, 2.0 * 1.0, 2.0 * 0.0, 2.0),
    ];
    for (answer, at_0, at_1, loss) in table {
        assert_eq!(sum_of_squares(&all(2, answer), &all(2, 0.0)), at_0);
        assert_eq!(sum_of_squares(&all(2, answer), &all(2, 1.0)), at_1);
        assert_eq!(sum_of_squares(&all(4, answer), &y), loss);
    }
    // Above or below one half it costs more.
    for d in (1..100).map(|i| f64::from(i) / 100.0) {
        assert!(sum_of_squares(&all(4, 0.5 + d), &y) > 1.0);
        assert!(sum_of_squares(&all(4, 0.5 - d), &y) > 1.0);
    }
}
// ANCHOR_END: loss_2

/// The sum of squares is lowest at $`c = 1/3`$: the mean of the targets. The test
/// tries 301 answers from 0 to 1. For an answer from 0 to 1, the sum of absolute
/// errors is $`2c + (1 - c) = 1 + c`$. It is lowest at 0: the **median**, the middle
/// one of the sorted targets.
///
/// | $`c`$ | sum of squares | sum of absolute errors |
/// |---|---|---|
/// | 0 | 1 | 1 |
/// | 1/3 | 2/3 | 4/3 |
/// | 1/2 | 3/4 | 3/2 |
/// | 1 | 2 | 2 |
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

/// The second costs a quarter.
/// An error four times as large costs sixteen times as much, so squares prefer many
/// small errors to a large one.
/// The sum of absolute errors is 0.4 for both.
// ANCHOR: loss_4
#[test]
fn one_error_costs_four_times_as_much_as_the_same_error_spread_over_four_rows() {
    let y = Array2::zeros((4, 1));
    let (in_one, spread) =
        (array![[0.4], [0.0], [0.0], [0.0]], array![[0.1], [0.1], [0.1], [0.1]]);
    let [large, small] = [&in_one, &spread].map(|y_hat| sum_of_squares(y_hat, &y));
    // Both are rounded in the last digit.
    assert!((large - 0.16).abs() < 1e-15);
    assert!((small - 0.04).abs() < 1e-15);
    // And one large error against one small one.
    assert!((large / (small / 4.0) - 16.0).abs() < 1e-13);
    let absolute = |y_hat: &Array2<f64>| (y_hat - &y).mapv(f64::abs).sum();
    assert_eq!([absolute(&in_one), absolute(&spread)], [0.4, 0.4]);
}
// ANCHOR_END: loss_4
