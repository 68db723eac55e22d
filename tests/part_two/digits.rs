//! Claims of the chapter *Digits*.

use std::fs;

use backprop::digits::{
    SMALL, convolutional_training, dense_training, lenet, mlp, most_alike,
};
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::common::root::in_root;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("digits", words);
}

/// A whole number as the prose writes it, with a comma before the last three digits.
pub fn thousands(n: usize) -> String {
    format!("{},{:03}", n / 1000, n % 1000)
}

/// The layers have $`64 \times 256 + 256 = 16640`$ and $`256 \times 10 + 10 = 2570`$
/// parameters, 19,210 in total.
/// That is more than thirteen for each of the 1,438 digits that are not set aside: room
/// enough to [learn them by heart](generalization.md#overfitting).
///
/// | layer | what comes out, for each digit | parameters | |---|---|---| | the image | $`1 \times 8 \times 8`$ | | | convolution, 16 kernels of $`1 \times 3 \times 3`$ | $`16 \times 8 \times 8`$ | $`16 \times 9 + 16 = 160`$ | | pool of 2 by 2, ReLU | $`16 \times 4 \times 4`$ | | | convolution, 32 kernels of $`16 \times 3 \times 3`$ | $`32 \times 4 \times 4`$ | $`32 \times 144 + 32 = 4640`$ | | pool of 2 by 2, ReLU | $`32 \times 2 \times 2`$ | | | dense, ReLU | 64 | $`128 \times 64 + 64 = 8256`$ | | dense | 10 | $`64 \times 10 + 10 = 650`$ |
///
/// These are 13,706 parameters, fewer than the dense network has.
#[test]
fn the_parameters_layer_by_layer() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let of_layers = |net: &Sequential| -> Vec<usize> {
        let numbers = net.stages.iter().map(|stage| {
            let (weights, biases) = stage.layer.parameters();
            weights.len() + biases.len()
        });
        numbers.filter(|&n| n > 0).collect()
    };
    let dense = mlp(SMALL, 256, rng);
    assert_eq!(of_layers(&dense), [16640, 2570]);
    says(&format!("{} in total", thousands(dense.parameters().len())));
    let (train, _) = small().split(0.2);
    assert_eq!(dense.parameters().len() / train.len(), 13);
    says(&format!("each of the {} digits", thousands(train.len())));

    let convolutional = lenet(SMALL, 3, [16, 32], 64, rng);
    assert_eq!(of_layers(&convolutional), [160, 4640, 8256, 650]);
    says(&format!(
        "These are {} parameters",
        thousands(convolutional.parameters().len())
    ));
    let outputs: Vec<usize> =
        convolutional.stages.iter().map(|stage| stage.layer.outputs()).collect();
    assert_eq!(outputs, [16 * 64, 16 * 16, 32 * 16, 32 * 4, 64, 10]);
}

#[test]
fn with_five_times_the_images_we_take_a_third_of_the_epochs() {
    let (without, with) = (dense_training().epochs, convolutional_training().epochs);
    assert_eq!(3 * with, without);
    says(&format!("for {without} epochs, with copies like this, for {with}."));
}

/// It is in 54 %.
/// If the order of the file meant nothing, the digit most like a given one would be at
/// most 100 places away in about 11 % of cases: 200 of the 1,796 others are.
#[test]
fn the_digit_most_alike_stands_near_five_times_as_often_as_by_chance() {
    let data = small();
    let others = most_alike(&data);
    let near = (0..data.len()).filter(|&i| i.abs_diff(others[i]) <= 100).count();
    let percent = 100.0 * near as f64 / data.len() as f64;
    says(&format!("It is in {percent:.0} %"));
    says(&format!(
        "in about {:.0} % of cases: 200 of the 1,796",
        100.0 * 200.0 / 1796.0
    ));
    // In a random order nothing stands near.
    let shuffled = data.shuffled(&mut ChaCha8Rng::seed_from_u64(0));
    let others = most_alike(&shuffled);
    let near = (0..data.len()).filter(|&i| i.abs_diff(others[i]) <= 100).count();
    assert!((0.09..0.13).contains(&(near as f64 / data.len() as f64)));
}

/// The percents of validation digits that are right in the lines of `data/choose.csv` that begin
/// so: all quarters together, one for each seed.
fn validated(beginning: &str) -> Vec<f64> {
    let text = fs::read_to_string(in_root("data/choose.csv")).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix(beginning));
    let fields: Vec<Vec<usize>> = lines
        .map(|line| line.split(',').skip(1).map(|n| n.parse().unwrap()).collect())
        .collect();
    let seeds = fields.iter().map(|fields| fields[1]).max().unwrap() + 1;
    assert_eq!(fields.len(), 4 * seeds, "{beginning}");
    let of_seed = |seed: usize| {
        let quarters = fields.iter().filter(|fields| fields[1] == seed);
        let (digits, right) =
            quarters.fold((0, 0), |sum, of| (sum.0 + of[2], sum.1 + of[3]));
        assert_eq!(digits, 1438);
        100.0 * right as f64 / digits as f64
    };
    (0..seeds).map(of_seed).collect()
}

fn mean(percents: &[f64]) -> f64 {
    percents.iter().sum::<f64>() / percents.len() as f64
}

/// Whether every number of `low` lies below every number of `high`.
fn below(low: &[f64], high: &[f64]) -> bool {
    quantile(low, 1.0) < quantile(high, 0.0)
}

const USED: &str = "dense,0.003,32,60,0.1,256,0";

#[test]
fn most_hyperparameters_of_the_dense_network_may_be_changed_for_a_fifth_of_a_point() {
    let used = mean(&validated(USED));
    for changed in [
        "dense,0.001,32,60,0.1,256,0",
        "dense,0.01,32,60,0.1,256,0",
        "dense,0.03,32,60,0.1,256,0",
        "dense,0.003,8,60,0.1,256,0",
        "dense,0.003,16,60,0.1,256,0",
        "dense,0.003,64,60,0.1,256,0",
        "dense,0.003,32,30,0.1,256,0",
        "dense,0.003,32,120,0.1,256,0",
        "dense,0.003,32,60,0,256,0",
        "dense,0.003,32,60,0.01,256,0",
        "dense,0.003,32,60,1,256,0",
        "dense,0.003,32,60,0.1,512,0",
        "dense,0.003,32,60,0.1,128,0",
    ] {
        let reached = mean(&validated(changed));
        assert!((reached - used).abs() < 0.21, "{changed}: {reached}, not {used}");
        assert!(reached <= quantile(&validated(USED), 1.0), "{changed}: {reached}");
        // What the seed alone changes is more than that.
        assert!(!below(&validated(USED), &validated(changed)), "{changed}");
    }
    let spread = quantile(&validated(USED), 1.0) - quantile(&validated(USED), 0.0);
    assert!(spread > 0.5, "{spread}");
}

#[test]
fn a_small_rate_costs_a_point_and_copies_by_one_pixel_help_and_by_two_harm() {
    let used = validated(USED);
    let slow = validated("dense,0.0003,32,60,0.1,256,0");
    assert!(below(&slow, &used));
    assert!(mean(&used) - mean(&slow) > 1.0);
    let [by_one, by_two] =
        [1, 2].map(|shift| validated(&format!("dense,0.003,32,20,0.1,256,{shift}")));
    assert!(below(&used, &by_one) && below(&by_two, &used));
}

#[test]
fn the_convolutional_network_may_want_a_larger_rate_and_two_seeds_do_not_tell() {
    let [tiny, small, used, large] = ["0.0003", "0.001", "0.003", "0.01"]
        .map(|rate| validated(&format!("convolutional,{rate},32,20,0.1,16,1")));
    assert_eq!(used.len(), 2);
    assert!(mean(&tiny) < mean(&small) && mean(&small) < mean(&used));
    assert!(mean(&large) > mean(&used) && !below(&used, &large));
}
