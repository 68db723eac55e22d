//! Solutions of the chapter *Training*.

use crate::close;
use backprop::activation::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// So the loss doubles, and each slope doubles.
/// Half the learning rate takes the same steps: $`0.5 \times 2 = 1`$.
/// The weights end the same, up to rounding, and the loss ends twice as high.
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

/// From each of the 20 seeds, the loss on OR falls below 0.1 in fewer than 120
/// iterations.
/// On XOR it takes more than 190.
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
        assert!((191..350).contains(&iterations_to_a_tenth(&xor)));
    }
}
// ANCHOR_END: training_2

/// One unit can do it: add the two bits, and compare the sum with a threshold.
#[test]
fn one_unit_that_compares_the_sum_of_two_bits_with_a_threshold_answers_or() {
    let (x, _) = four_rows();
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    let answers = x.dot(&array![[10.0], [10.0], [-5.0]]).mapv(sigmoid);
    assert!((answers - or).iter().all(|error| error.abs() < 0.01));
}

/// With two hidden units, [value:training.learned_with_2_units] of the 100 seeds
/// learn.
/// With three, [value:training.learned_with_3_units] do, and with four, all 100.
/// With two or three units, the runs that do not learn stop a little above a loss of
/// 0.5.
/// Two hidden units are enough to express XOR, since some seeds find it.
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

/// With one, none does: they all end above 0.9, with every answer within 0.2 of one
/// half.
#[test]
fn with_one_hidden_unit_every_answer_stays_within_a_fifth_of_one_half() {
    let (x, y) = four_rows();
    for seed in 0..100 {
        let mut net = Network::random(3, 1, 1, &mut ChaCha8Rng::seed_from_u64(seed));
        assert!(train(&mut net, &x, &y, 1.0, 1500).final_loss() > 0.9);
        assert!(net.predict(&x).iter().all(|y_hat| (y_hat - 0.5).abs() < 0.2));
    }
}

/// In [exercise 4 of Training](training.md#exercises) all weights were 0.5, and the
/// four hidden units remained copies of one.
/// To tell two units apart, one difference is enough, and random weights make many.
///
/// If two hidden units have equal weights, they have equal activations, so they get
/// equal slopes, and a step keeps them equal.
/// The loss stays above 0.99: almost one half for every row.
/// A difference of 0.001 in one weight is enough.
/// From it, the units drift apart, slowly and then faster, and 1500 iterations end
/// below 0.02.
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

/// The loss stays above 0.99: almost one half for every row.
/// From it, the units drift apart, slowly and then faster, and 1500 iterations end
/// below 0.02.
#[test]
fn the_units_drift_apart_slowly_and_then_faster() {
    let (x, y) = four_rows();
    let halves = |rows, columns| Array2::from_elem((rows, columns), 0.5);
    let mut copies = Network::new(halves(3, 4), halves(4, 1));
    let mut nudged = copies.clone();
    nudged.w1[[0, 0]] += 0.001;
    let mut apart = vec![0.001];
    for _ in 0..5 {
        train(&mut nudged, &x, &y, 1.0, 100);
        let (one, other) = (nudged.w1.column(0), nudged.w1.column(1));
        apart.push((&one - &other).mapv(f64::abs).sum());
    }
    let steps: Vec<f64> = apart.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(steps.is_sorted_by(|one, next| 3.0 * one < *next), "{steps:?}");
    assert!(steps[0] < 0.01 && steps[4] > 1.0);

    train(&mut copies, &x, &y, 1.0, 1500);
    assert!(copies.predict(&x).iter().all(|y_hat| (y_hat - 0.5).abs() < 0.01));
}

/// It falls to somewhere between a half and a third, from each of the 20 seeds.
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

/// Small errors give small slopes: $`\hat y - y`$ is a factor of the slope, and so
/// is $`\sigma'(z_2)`$, which goes to 0 as the prediction nears 0 or 1.
#[test]
fn the_slope_of_the_loss_goes_to_0_as_the_prediction_nears_a_target() {
    let slope = |y_hat: f64, y: f64| 2.0 * (y_hat - y) * y_hat * (1.0 - y_hat);
    for (z, y) in [(4.0, 1.0), (4.0, 0.0), (-4.0, 1.0), (-4.0, 0.0)] {
        let net = Network::new(array![[0.0]], array![[2.0 * z]]);
        let trace = net.forward(&array![[1.0]]);
        // The hidden activation is one half, so that the sum is z.
        let dw2 = net.backward(&array![[1.0]], &array![[y]], &trace).dw2[[0, 0]];
        assert!((dw2 - 0.5 * slope(sigmoid(z), y)).abs() < 1e-15);
    }
    assert!(
        [0.0, 1.0].map(sigmoid_prime_from_output).iter().all(|&prime| prime == 0.0)
    );
    let primes = [2.0, 4.0, 8.0].map(|z| [sigmoid_prime(z), sigmoid_prime(-z)]);
    assert!(
        primes
            .windows(2)
            .all(|pair| pair[1][0] < pair[0][0] && pair[1][1] < pair[0][1])
    );
}
