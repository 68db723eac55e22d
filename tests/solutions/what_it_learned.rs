//! Solutions of the chapter *What it learned*.

use crate::close;
use backprop::activation::sigmoid;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{falls_at_every_step, three_rows, train_seeds};
use ndarray::Axis;

/// Each is another pair of matrices, and each gives the same predictions and the
/// same loss. So there is no one ideal set of weights: whoever finds one has
/// found 24. **True:** exchange two hidden units, that is two columns of $`W_1`$
/// and the same two rows of $`W_2`$, and every prediction stays. With four hidden
/// units that gives 24 sets of weights for one function.
// ANCHOR: what_it_learned_1
#[test]
fn all_24_orders_of_the_hidden_units_predict_the_same() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    train(&mut net, &x, &y, 1.0, 1500);
    let mut orders = 0;
    for code in 0..4_usize.pow(4) {
        let order = [code / 64, code / 16 % 4, code / 4 % 4, code % 4];
        if (0..4).all(|unit| order.contains(&unit)) {
            let w1 = net.w1.select(Axis(1), &order);
            let w2 = net.w2.select(Axis(0), &order);
            let predictions = Network::new(w1, w2).predict(&x);
            // Four products of about 10 may add in another order.
            assert!(close(&predictions, &net.predict(&x), 1e-14));
            orders += 1;
        }
    }
    assert_eq!(orders, 24);
}
// ANCHOR_END: what_it_learned_1

/// | left out | the other three fit, besides XOR | its answer to the row left out |
/// |---|---|---|
/// | row 1, 0 0 1 | 1 unless both bits are 1 | 1 |
/// | row 2, 0 1 1 | 1 if the first bit is 1 and the second is not | 0 |
/// | row 3, 1 0 1 | 1 if the second bit is 1 and the first is not | 0 |
///
/// All 50 networks choose the other rule, each time.
// ANCHOR: what_it_learned_2
#[test]
fn three_rows_are_taken_for_not_both_for_first_only_and_for_second_only() {
    let (all_x, all_y) = four_rows();
    type Rule = fn(bool, bool) -> bool;
    let rules: [(usize, f64, Rule); 3] = [
        (0, 1.0, |first, second| !(first && second)),
        (1, 0.0, |first, second| first && !second),
        (2, 0.0, |first, second| second && !first),
    ];
    for (left_out, answer, rule) in rules {
        let says = |row: usize| {
            f64::from(rule(all_x[[row, 0]] == 1.0, all_x[[row, 1]] == 1.0))
        };
        assert!(
            (0..4).all(|row| (says(row) == all_y[[row, 0]]) == (row != left_out))
        );
        assert_eq!(says(left_out), answer);
        let (x, y) = three_rows(left_out);
        for run in train_seeds(0..50, &x, &y, 1.0, 1500) {
            let prediction = run.net.predict(&all_x)[[left_out, 0]];
            assert!((prediction - answer).abs() < 0.01);
        }
    }
}
// ANCHOR_END: what_it_learned_2

/// All 100 losses fall at every step, at 0.5 as at 1.
/// But a smaller step makes less progress.
/// At 0.5, all runs end above 0.004.
/// At 1, all of these 100 end below.
// ANCHOR: what_it_learned_3
#[test]
fn at_half_the_learning_rate_the_loss_falls_at_every_step_too_and_ends_higher() {
    let (x, y) = four_rows();
    let half = train_seeds(0..100, &x, &y, 0.5, 1500);
    let whole = train_seeds(0..100, &x, &y, 1.0, 1500);
    for (half, whole) in half.iter().zip(&whole) {
        assert!(falls_at_every_step(half.history.losses()));
        assert!(falls_at_every_step(whole.history.losses()));
        assert!(half.history.final_loss() > 0.004);
        assert!(whole.history.final_loss() < 0.004);
    }
}
// ANCHOR_END: what_it_learned_3

/// It takes 3000. Halve the rate once more from 0.1 to 0.05, for 15,000 and 30,000
/// iterations, and the test finds all of 50 seeds within 3 percent.
// ANCHOR: what_it_learned_4
#[test]
fn twice_the_iterations_make_up_for_half_the_learning_rate() {
    let (x, y) = four_rows();
    let half = train_seeds(0..50, &x, &y, 0.5, 3000);
    let whole = train_seeds(0..50, &x, &y, 1.0, 1500);
    for (half, whole) in half.iter().zip(&whole) {
        let ratio = half.history.final_loss() / whole.history.final_loss();
        assert!((0.9..1.2).contains(&ratio));
    }

    // Smaller steps still: closer.
    let half = train_seeds(0..50, &x, &y, 0.05, 30_000);
    let whole = train_seeds(0..50, &x, &y, 0.1, 15_000);
    for (half, whole) in half.iter().zip(&whole) {
        let ratio = half.history.final_loss() / whole.history.final_loss();
        assert!((ratio - 1.0).abs() < 0.03);
    }
}
// ANCHOR_END: what_it_learned_4

/// It does, in all 50 runs.
// ANCHOR: what_it_learned_5
#[test]
fn without_the_column_of_ones_the_sum_of_w2_alone_decides_on_row_1() {
    let (x, y) = four_rows();
    let two_bits = x.select(Axis(1), &[0, 1]);
    for run in train_seeds(0..50, &two_bits, &y, 1.0, 1500) {
        let row_1 = run.net.predict(&two_bits)[[0, 0]];
        // Four products of about 10 may add in another order.
        assert!((row_1 - sigmoid(run.net.w2.sum() / 2.0)).abs() < 1e-14);
        assert!(run.net.w2.sum() < 0.0);
    }
}
// ANCHOR_END: what_it_learned_5
