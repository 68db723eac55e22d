//! Claims of the chapter *Digits*.

use std::fs;

use backprop::digits::{
    SMALL, convolutional_training, dense_training, fold, lenet, mlp, most_alike,
    with_moved,
};
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::common::root::in_root;
use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("digits", words);
}

/// A whole number as the prose writes it, with a comma before the last three digits.
pub fn thousands(n: usize) -> String {
    format!("{},{:03}", n / 1000, n % 1000)
}

/// The layers have $`64 \times 256 + 256 = 16640`$ and $`256 \times 10 + 10 = 2570`$
/// parameters, 19,210 in total. That is more than thirteen for each of the 1,438
/// digits that are not set aside: room enough to [learn them by
/// heart](generalization.md#overfitting).
///
/// | layer | what comes out, for each digit | parameters |
/// |---|---|---|
/// | the image | $`1 \times 8 \times 8`$ | |
/// | convolution, 16 kernels of $`1 \times 3 \times 3`$ | $`16 \times 8 \times 8`$ | $`16 \times 9 + 16 = 160`$ |
/// | pool of 2 by 2, ReLU | $`16 \times 4 \times 4`$ | |
/// | convolution, 32 kernels of $`16 \times 3 \times 3`$ | $`32 \times 4 \times 4`$ | $`32 \times 144 + 32 = 4640`$ |
/// | pool of 2 by 2, ReLU | $`32 \times 2 \times 2`$ | |
/// | dense, ReLU | 64 | $`128 \times 64 + 64 = 8256`$ |
/// | dense | 10 | $`64 \times 10 + 10 = 650`$ |
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

/// It is in 54 %. If the order of the file meant nothing, the digit most like a
/// given one would be at most 100 places away in about 11 % of cases: 200 of the
/// 1,796 others are.
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

/// | of the dense network | right on 1,438 validation digits, in percent, mean of five seeds (**in use**) |
/// |---|---|
/// | learning rate | 0.0003: [value:digits.dense.rate_0_0003], 0.001: [value:digits.dense.rate_0_001], **0.003: [value:digits.dense.used]**, 0.01: [value:digits.dense.rate_0_01], 0.03: [value:digits.dense.rate_0_03] |
/// | batch | 8: [value:digits.dense.batch_8], 16: [value:digits.dense.batch_16], **32: [value:digits.dense.used]**, 64: [value:digits.dense.batch_64], 128: [value:digits.dense.batch_128] |
/// | epochs | 15: [value:digits.dense.epochs_15], 30: [value:digits.dense.epochs_30], **60: [value:digits.dense.used]**, 120: [value:digits.dense.epochs_120] |
/// | hidden units | 64: [value:digits.dense.width_64], 128: [value:digits.dense.width_128], **256: [value:digits.dense.used]**, 512: [value:digits.dense.width_512] |
/// | weight decay | 0: [value:digits.dense.decay_0], 0.01: [value:digits.dense.decay_0_01], **0.1: [value:digits.dense.used]**, 1: [value:digits.dense.decay_1] |
/// | copies moved by | **none: [value:digits.dense.used]**; one pixel: [value:digits.dense.shift_1]; two pixels: [value:digits.dense.shift_2] |
#[test]
fn the_table_of_the_dense_network_lists_what_choose_changed() {
    let text = fs::read_to_string(in_root("data/choose.csv")).unwrap();
    let used = ["0.003", "32", "60", "0.1", "256", "0"];
    let columns = [
        (0, "learning rate", "rate"),
        (1, "batch", "batch"),
        (2, "epochs", "epochs"),
        (4, "hidden units", "width"),
        (3, "weight decay", "decay"),
    ];
    for (column, words, name) in columns {
        let is_the_change = |settings: &[&str]| {
            let is_used = |i: &usize| settings.get(*i) == Some(&used[*i]);
            (0..used.len()).filter(|&i| i != column).all(|i| is_used(&i))
        };
        let lines = text.lines().filter_map(|line| line.strip_prefix("dense,"));
        let mut tried: Vec<&str> = lines
            .map(|line| line.split(',').take(used.len()).collect::<Vec<_>>())
            .filter(|settings| is_the_change(settings))
            .map(|settings| settings[column])
            .collect();
        let number = |text: &&str| text.parse::<f64>().unwrap();
        tried.sort_by(|a, b| number(a).total_cmp(&number(b)));
        tried.dedup();
        let item = |value: &&str| {
            if *value == used[column] {
                return format!("**{value}: [value:digits.dense.used]**");
            }
            format!(
                "{value}: [value:digits.dense.{name}_{}]",
                value.replace('.', "_")
            )
        };
        let items: Vec<String> = tried.iter().map(item).collect();
        says(&format!("| {words} | {} |", items.join(", ")));
    }
}

/// What the program `choose` changed, by the names of the values.
const CHANGES: [&str; 19] = [
    "rate_0_0003",
    "rate_0_001",
    "rate_0_01",
    "rate_0_03",
    "batch_8",
    "batch_16",
    "batch_64",
    "batch_128",
    "epochs_15",
    "epochs_30",
    "epochs_120",
    "width_64",
    "width_128",
    "width_512",
    "decay_0",
    "decay_0_01",
    "decay_1",
    "shift_1",
    "shift_2",
];

const USED: &str = "dense,0.003,32,60,0.1,256,0";

/// From seed to seed the network in use reaches [value:digits.dense.used_low] to
/// [value:digits.dense.used_high] %, and, as the table prints them, thirteen of the
/// 19 changes move the mean by at most 0.2 points. They are rules of thumb that
/// stood before this table was made, and in all lines but the last, the best lies
/// within what the seed alone changes. The numbers are not special: whoever takes a
/// rate of 0.01, or batches of 16, does as well.
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
    let printed = |name: &str| value(&format!("digits.dense.{name}"));
    let changed = CHANGES.map(|name| printed(name) - printed("used"));
    let moved_little = changed.iter().filter(|change| change.abs() < 0.205).count();
    assert_eq!((moved_little, changed.len()), (13, 19));
    says("thirteen of the 19 changes");
    // All lines but that of the copies, the last two.
    assert!(CHANGES[..17].iter().all(|name| printed(name) <= printed("used_high")));
}

/// A rate of 0.0003 is too small for 60 epochs: all its seeds lie below all of ours.
/// Copies moved by one pixel help, in each of the seeds; moved by two they harm.
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

/// 0.0003 gives [value:digits.convolutional.rate_0_0003] %, 0.001 gives
/// [value:digits.convolutional.rate_0_001] %, the 0.003 in use
/// **[value:digits.convolutional.used] %** ([value:digits.convolutional.used_low]
/// and [value:digits.convolutional.used_high]), and 0.01 gives
/// [value:digits.convolutional.rate_0_01] %. That is a little more, but the better
/// seed of 0.003 lies above the worse one of 0.01, and two seeds are few.
#[test]
fn the_convolutional_network_may_want_a_larger_rate_and_two_seeds_do_not_tell() {
    let [tiny, small, used, large] = ["0.0003", "0.001", "0.003", "0.01"]
        .map(|rate| validated(&format!("convolutional,{rate},32,20,0.1,16,1")));
    assert_eq!(used.len(), 2);
    assert!(mean(&tiny) < mean(&small) && mean(&small) < mean(&used));
    assert!(mean(&large) > mean(&used) && !below(&used, &large));
    let printed = |name: &str| value(&format!("digits.convolutional.{name}"));
    for (percents, name) in [
        (&tiny, "rate_0_0003"),
        (&small, "rate_0_001"),
        (&used, "used"),
        (&large, "rate_0_01"),
    ] {
        assert!((mean(percents) - printed(name)).abs() < 0.051, "{name}");
    }
}

/// The labels are 0 to 9, in this order, in both rows.
#[test]
fn the_two_rows_of_the_figure_are_the_labels_0_to_9() {
    let labels = small().labels;
    let (rest, _) = small().split(0.2);
    for from in [0, 1545] {
        assert!((0..10).eq(labels[from..from + 10].iter().copied()));
    }
    assert!(1545 >= rest.len());
}

/// So we set a fifth of them aside, 359 digits. Of the other 1,438 digits it takes
/// each quarter in its turn to validate, and trains on the other three:
///
/// The random fifths of the next chapter are not quite as clean a test: they hold
/// digits that stood among the 1,438.
#[test]
fn a_fifth_is_359_digits_and_each_of_the_other_1438_validates_once() {
    let (rest, test) = small().split(0.2);
    says(&format!("aside, {} digits.", test.len()));
    says(&format!("Of the other {} digits", thousands(rest.len())));
    let quarters = [1, 2, 3, 4].map(|quarter| fold(&rest, quarter, 4));
    let validation = quarters.iter().map(|(_, validation)| validation.len());
    assert_eq!(validation.sum::<usize>(), rest.len());
    assert!(
        quarters.iter().all(|(train, own)| train.len() + own.len() == rest.len())
    );
    // A random fifth has digits of the first four.
    let random = small().shuffled(&mut ChaCha8Rng::seed_from_u64(0)).split(0.2).1;
    let mut rows = random.x.rows().into_iter();
    assert!(rows.any(|row| rest.x.rows().into_iter().any(|of_rest| row == of_rest)));
}

/// With five times the images we take a third of the epochs. That holds for both
/// networks: without copies they train with `dense_training` above, for 60 epochs,
/// with copies like this, for 20. Somebody makes the moved copies first and splits
/// afterwards: shuffles all 8,985 images and sets a fifth of them aside, 1,797.
#[test]
fn with_copies_five_times_the_images_and_a_third_of_the_epochs() {
    let all = with_moved(&small(), SMALL, 1);
    assert_eq!(all.len(), 5 * small().len());
    let (dense, convolutional) =
        (dense_training().epochs, convolutional_training().epochs);
    assert_eq!(dense, 3 * convolutional);
    says(&format!("for {dense} epochs, with copies like this, for {convolutional}."));
    says(&format!("shuffles all {} images", thousands(all.len())));
    says(&format!("aside, {}. How", thousands(all.split(0.2).1.len())));
}
