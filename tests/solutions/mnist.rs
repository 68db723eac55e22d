//! Solutions of the chapter *MNIST*.

use std::f64::consts::TAU;
use std::ops::ControlFlow;

use backprop::digits::{lenet, mlp};
use backprop::initialization::Initialization;
use backprop::memory_and_threads::LARGE;
use backprop::mini_batches::fit;
use backprop::mnist::{nielsens, nielsens_training};
use backprop::optimizers::GradientDescent;
use backprop::sequential::Sequential;
use files::small::small;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Dense: $`784 \times 128 + 128 = 100480`$ and $`128 \times 10 + 10 = 1290`$,
/// together 101,770. Convolutional: $`8 \times 25 + 8 = 208`$, then $`16 \times 8
/// \times 25 + 16 = 3216`$, then $`16 \times 7 \times 7 \times 128 + 128 = 100480`$,
/// then $`128 \times 10 + 10 = 1290`$, together 105,194. Nearly all of them are in
/// the dense layer.
// ANCHOR: mnist_1
#[test]
fn the_networks_for_mnist_have_about_as_many_parameters() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let dense = 784 * 128 + 128 + 128 * 10 + 10;
    assert_eq!(mlp(LARGE, 128, &mut rng).parameters().len(), dense);
    let first = 8 * 25 + 8;
    let second = 16 * 8 * 25 + 16;
    // Two pools leave 7 by 7 of 28 by 28 pixels.
    let third = 16 * 7 * 7 * 128 + 128;
    let fourth = 128 * 10 + 10;
    let net = lenet(LARGE, 5, [8, 16], 128, &mut rng);
    assert_eq!(net.parameters().len(), first + second + third + fourth);
    assert_eq!((dense, first + second + third + fourth), (101_770, 105_194));
    assert!(third > 9 * (first + second + fourth));
}
// ANCHOR_END: mnist_1

/// About 8.3 % of them, one in twelve, lie beyond $`\sqrt 3`$, where none of ours
/// does.
// ANCHOR: mnist_2
#[test]
fn one_normal_weight_in_twelve_lies_beyond_all_uniform_ones() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut normal = || {
        let (u, v) = (rng.random::<f64>(), rng.random::<f64>());
        (-2.0 * u.ln()).sqrt() * (TAU * v).cos()
    };
    let draws: Vec<f64> = (0..100_000).map(|_| normal()).collect();
    let mean_square = draws.iter().map(|w| w * w).sum::<f64>() / 1e5;
    assert!((mean_square - 1.0).abs() < 0.02);
    let beyond = draws.iter().filter(|w| w.abs() > 3.0_f64.sqrt()).count();
    assert!((8_150..8_450).contains(&beyond), "{beyond}");
}
// ANCHOR_END: mnist_2

/// About 150 of 3,590 with his, ten seeds together, and about 100 with Xavier's
/// weights and biases of 0.
// ANCHOR: mnist_3
#[test]
fn weights_of_the_right_spread_read_more_small_digits() {
    let wrong = |seed, initialized: fn(Sequential, &mut ChaCha8Rng) -> Sequential| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (train, test) = small().shuffled(&mut rng).split(0.2);
        let mut net = initialized(nielsens(64, &mut rng), &mut rng);
        let training = nielsens_training();
        let go_on = |_: &Sequential, _| ControlFlow::Continue(());
        fit(&mut net, &train, &test, &training, GradientDescent, &mut rng, go_on);
        let share = 1.0 - net.score(&test, training.loss).accuracy;
        (share * test.len() as f64).round() as usize
    };
    let all =
        |initialized| (0..10).map(|seed| wrong(seed, initialized)).sum::<usize>();
    let (his, xavier) = (
        all(|net, _| net),
        all(|net, rng| net.initialized(Initialization::Xavier, rng)),
    );
    assert!((135..170).contains(&his), "{his}");
    assert!((90..120).contains(&xavier), "{xavier}");
}
// ANCHOR_END: mnist_3
