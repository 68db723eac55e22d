//! Solutions of the chapter *The data and the network*.

use backprop::network::{Network, four_rows};
use ndarray::{Array2, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Together they are 49.
// ANCHOR: network_1
#[test]
fn five_inputs_seven_hidden_units_and_two_outputs_make_49_weights() {
    let net = Network::random(5, 7, 2, &mut ChaCha8Rng::seed_from_u64(0));
    assert_eq!((net.w1.len(), net.w2.len()), (35, 14));
    assert_eq!(net.w1.len() + net.w2.len(), 49);
    assert_eq!(7 * (5 + 2), 49);
}
// ANCHOR_END: network_1

/// Which of the 12 inputs and 4 targets change? The targets become 0, 0, 0, 1, so
/// three of the four change: those of rows 2, 3 and 4. AND is the product of the two
/// bits, which gives the test a second way to write it.
// ANCHOR: network_2
#[test]
fn and_changes_the_last_three_targets_and_no_input() {
    let (x, xor) = four_rows();
    assert_eq!((x.len(), xor.len()), (12, 4));
    let and = array![[0.0], [0.0], [0.0], [1.0]];
    // Both bits are 1 exactly where their product is.
    assert_eq!(and.column(0), &x.column(0) * &x.column(1));
    let changed: Vec<bool> =
        xor.iter().zip(&and).map(|(xor, and)| xor != and).collect();
    assert_eq!(changed, [false, true, true, true]);
}
// ANCHOR_END: network_2

/// `Network::new` panics and prints both shapes.
/// $`W_1`$ of shape $`(3, 4)`$ has four columns, one for each hidden unit.
/// $`W_2`$ of shape $`(3, 1)`$ has three rows, one for each hidden unit.
// ANCHOR: network_3
#[test]
#[should_panic(expected = "w1 (3, 4) has a column and w2 (3, 1) a row for each")]
fn four_hidden_units_do_not_fit_an_output_layer_for_three() {
    Network::new(Array2::zeros((3, 4)), Array2::zeros((3, 1)));
}
// ANCHOR_END: network_3

/// The second column of $`W_1`$ is 0.548, 0.676, 0.229, and the second row of
/// $`W_2`$ is 0.804. The third hidden unit has a weight of 0.008 to the output.
/// Whatever it computes counts there less than a hundredth, so without it the
/// predictions hardly change. The test takes out each unit in turn: without the
/// third, no prediction moves by more than 0.002, and without any other one, some
/// prediction moves by more than 0.01.
// ANCHOR: network_4
#[test]
fn the_second_unit_is_a_column_and_a_row_and_the_third_one_counts_least() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    let rounded = |w: &f64| format!("{w:.3}");
    let to: Vec<String> = net.w1.column(1).iter().map(rounded).collect();
    assert_eq!(to, ["0.548", "0.676", "0.229"]);
    assert_eq!(rounded(&net.w2[[1, 0]]), "0.804");
    assert_eq!(rounded(&net.w2[[2, 0]]), "0.008");

    let change_without = |unit| {
        let mut without = net.clone();
        without.w2[[unit, 0]] = 0.0;
        let change = without.predict(&x) - net.predict(&x);
        change.iter().fold(0.0, |largest: f64, d| largest.max(d.abs()))
    };
    assert!(change_without(2) < 0.002);
    assert!([0, 1, 3].into_iter().all(|unit| change_without(unit) > 0.01));
}
// ANCHOR_END: network_4
