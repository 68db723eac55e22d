//! Solutions of the chapter *Training*.

use crate::close;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: training_1
#[test]
fn each_row_twice_at_half_the_learning_rate_trains_the_same_weights() {
    let (x, y) = four_rows();
    let twice = [0, 1, 2, 3, 0, 1, 2, 3];
    let (x_twice, y_twice) = (x.select(Axis(0), &twice), y.select(Axis(0), &twice));
    let (mut four, mut eight) = (Network::seeded(2), Network::seeded(2));
    let loss_of_four = train(&mut four, &x, &y, 1.0, 1500).final_loss();
    let loss_of_eight = train(&mut eight, &x_twice, &y_twice, 0.5, 1500).final_loss();
    // Sums of eight round differently, by 1e-16 at a time.
    assert!(close(&eight.w1, &four.w1, 1e-9) && close(&eight.w2, &four.w2, 1e-9));
    assert!((loss_of_eight / loss_of_four - 2.0).abs() < 1e-9);
}
// ANCHOR_END: training_1

// ANCHOR: training_2
#[test]
fn or_is_learned_sooner_than_xor() {
    let (x, xor) = four_rows();
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    for seed in 0..20 {
        let iterations_to_a_tenth = |y| {
            let history = train(&mut Network::seeded(seed), &x, y, 1.0, 1500);
            history.losses().iter().position(|&loss| loss < 0.1).unwrap()
        };
        assert!((50..120).contains(&iterations_to_a_tenth(&or)));
        assert!((190..350).contains(&iterations_to_a_tenth(&xor)));
    }
}
// ANCHOR_END: training_2

// ANCHOR: training_3
#[test]
fn the_fewer_hidden_units_the_fewer_seeds_learn() {
    let (x, y) = four_rows();
    let final_losses = |hidden| -> Vec<f64> {
        let train_one = |seed| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut net = Network::random(3, hidden, 1, &mut rng);
            train(&mut net, &x, &y, 1.0, 1500).final_loss()
        };
        (0..100).map(train_one).collect()
    };
    let losses = [1, 2, 3, 4].map(final_losses);
    let learned = |hidden: usize| {
        losses[hidden - 1].iter().filter(|&&loss| loss < 0.05).count()
    };
    // Another rounding may tip a run that hesitates.
    assert!((20..45).contains(&learned(2)));
    assert!((90..100).contains(&learned(3)));
    assert_eq!(learned(4), 100);
    // One unit is stuck where it answers nearly the same to every row.
    assert!(losses[0].iter().all(|&loss| loss > 0.9));
    // With two or three hidden units, a run that does not learn stops above one half.
    let others = losses[1].iter().chain(&losses[2]).filter(|&&loss| loss >= 0.05);
    assert!(others.into_iter().all(|loss| (0.5..0.52).contains(loss)));
}
// ANCHOR_END: training_3

/// In [exercise 4 of Training](training.md#exercises) all weights were 0.5, and the
/// four hidden units remained copies of one.
/// To tell two units apart, one difference is enough, and random weights make many.
// ANCHOR: training_4
#[test]
fn copies_stay_copies_and_learn_nothing_until_one_weight_differs_by_0_001() {
    let (x, y) = four_rows();
    let halves = |rows, columns| Array2::from_elem((rows, columns), 0.5);
    let mut copies = Network::new(halves(3, 4), halves(4, 1));
    let mut nudged = copies.clone();
    nudged.w1[[0, 0]] += 0.001;

    assert!(train(&mut copies, &x, &y, 1.0, 1500).final_loss() > 0.99);
    // If a processor rounds one unit differently by 1e-16, it grows to 5e-6 by now.
    let next = [1, 2, 3, 0];
    assert!(close(&copies.w1.select(Axis(1), &next), &copies.w1, 1e-3));
    assert!(close(&copies.w2.select(Axis(0), &next), &copies.w2, 1e-3));

    assert!(train(&mut nudged, &x, &y, 1.0, 1500).final_loss() < 0.02);
}
// ANCHOR_END: training_4

// ANCHOR: training_5
#[test]
fn another_1500_iterations_divide_the_loss_by_two_or_three() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let history = train(&mut Network::seeded(seed), &x, &y, 1.0, 3000);
        let fall = history.losses()[1500] / history.losses()[3000];
        assert!((2.0..3.0).contains(&fall));
    }
}
// ANCHOR_END: training_5
