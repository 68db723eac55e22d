//! Part I in numbers of 64 bits. Burn takes them for the whole process, so what needs other
//! numbers has a file, and so a process, of its own.

use backprop::autograd::{Tape, loss_of_part_one};
use backprop::network::{Network, four_rows};
use backprop::training;
use burn::nn::loss::Reduction;
use burn::prelude::*;
use burn::tensor::DType;
use in_burn::part_one::{Net, array, exact, gradients, tensor, train};
use ndarray::{Array2, array as numbers};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn largest<'a>(
    a: impl Iterator<Item = &'a f64>,
    b: impl Iterator<Item = &'a f64>,
) -> f64 {
    a.zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// From each of five seeds, all 1501 losses are those of Part I up to $`10^{-9}`$.
#[test]
fn in_burn_the_losses_of_five_seeds_are_those_of_part_one() {
    let device = exact();
    let (x, y) = four_rows();
    let [burn_x, burn_y] = [&x, &y].map(|array| tensor(array, &device));
    for seed in 0..5 {
        let mut net = Network::seeded(seed);
        let mut theirs = Net::of(&net, &device);
        let by_hand = training::train(&mut net, &x, &y, 1.0, 1500);
        let losses = train(&mut theirs, &burn_x, &burn_y, Reduction::Sum, 1.0, 1500);
        assert_eq!(losses.len(), 1501);
        let apart = largest(by_hand.losses().iter(), losses.iter());
        println!("seed {seed}: {apart:e}");
        assert!(apart < 1e-9);
    }
}

/// From 20 seeds, the slopes by hand, on the tape and in Burn are the same up to
/// $`10^{-14}`$.
#[test]
fn by_hand_on_the_tape_and_in_burn_the_slopes_are_the_same() {
    let device = exact();
    let (x, y) = four_rows();
    let [burn_x, burn_y] = [&x, &y].map(|array| tensor(array, &device));
    let mut apart = 0.0_f64;
    for seed in 0..20 {
        let net = Network::seeded(seed);
        let by_hand = net.backward(&x, &y, &net.forward(&x));
        let [dw1, dw2] = gradients(&Net::of(&net, &device), &burn_x, &burn_y);
        let tape = Tape::default();
        let [x, y, w1, w2] = [&x, &y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
        let slopes = loss_of_part_one(x, y, w1, w2).backward();
        for (hand, tape, burn) in
            [(&by_hand.dw1, &slopes[w1], &dw1), (&by_hand.dw2, &slopes[w2], &dw2)]
        {
            assert!(hand.iter().any(|slope| slope.abs() > 1e-3));
            apart = apart.max(largest(hand.iter(), burn.iter()));
            apart = apart.max(largest(hand.iter(), tape.iter()));
        }
    }
    println!("{apart:e}");
    assert!(apart < 1e-14);
}

/// The mean of `n` rows with `o` outputs takes the rate times `n · o`: then each loss is the
/// sum's divided by that, and the weights are the same.
fn mean_is_made_up_for(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> [f64; 2] {
    let device = exact();
    let [burn_x, burn_y] = [x, y].map(|array| tensor(array, &device));
    let n = y.len() as f64;
    let run = |reduction, rate| {
        let mut theirs = Net::of(net, &device);
        let losses = train(&mut theirs, &burn_x, &burn_y, reduction, rate, 300);
        (losses, array(theirs.w1.val()))
    };
    let (sums, w1) = run(Reduction::Sum, 0.5);
    let (means, mean_w1) = run(Reduction::Mean, 0.5 * n);
    let times: Vec<f64> = means.iter().map(|loss| loss * n).collect();
    assert!(largest(sums.iter(), times.iter()) < 1e-9);
    assert!(largest(w1.iter(), mean_w1.iter()) < 1e-9);
    let (slow, _) = run(Reduction::Mean, 0.5);
    [sums[300], n * slow[300]]
}

/// With the rate times the number of errors, the mean takes the same steps as the sum.
#[test]
fn a_mean_takes_the_steps_of_the_sum_at_a_rate_times_the_errors() {
    let (x, y) = four_rows();
    let [sum, slow] = mean_is_made_up_for(&Network::seeded(2), &x, &y);
    // At the rate of the sum it is far behind.
    assert!(slow > 1.5 * sum, "{slow} {sum}");
    // Three rows of two outputs: the mean is over six errors, not over three rows.
    let net = Network::random(2, 3, 2, &mut ChaCha8Rng::seed_from_u64(0));
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let x = Array2::from_shape_simple_fn((3, 2), || rng.random::<f64>());
    let y = numbers![[0.0, 1.0], [0.5, 0.2], [1.0, 0.0]];
    mean_is_made_up_for(&net, &x, &y);
}

/// Even on a device of 64 bits, `from_floats([0.1])` gives 0.10000000149: its numbers were of
/// 32 bits on their way.
#[test]
fn from_floats_rounds_to_32_bits_on_the_way() {
    let device = exact();
    let tenth: f64 = Tensor::<1>::from_floats([0.1], &device).into_scalar();
    assert_eq!(tenth, f64::from(0.1_f32));
    assert_eq!(format!("{tenth:.11}"), "0.10000000149");
    let data = Tensor::<1>::from_data(TensorData::from([0.1_f64]), &device);
    assert_eq!(data.dtype(), DType::F64);
    assert_eq!(data.into_scalar::<f64>(), 0.1);
}
