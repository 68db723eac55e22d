//! Solutions of the chapter *Mini-batches*.

use backprop::activation::Identity;
use backprop::classification::{cross_entropy, spiral};
use backprop::mini_batches::{arms_net, confusion, mean_gradients};
use backprop::optimizers::Adam;
use backprop::sequential::in_one_list;
use ndarray::{Array2, Axis, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng, seq::SliceRandom};

/// $`60000 / 64 = 937.5`$, so 938 iterations, and the last batch has 32 images. Each
/// of these 32 counts twice as much in its step as an image of another batch does.
/// With one batch of all images, an epoch is one iteration.
// ANCHOR: mini_batches_1
#[test]
fn an_epoch_of_60000_images_in_batches_of_64_is_938_iterations() {
    let images: Vec<usize> = (0..60_000).collect();
    let batches: Vec<&[usize]> = images.chunks(64).collect();
    assert_eq!(batches.len(), 938);
    assert_eq!(batches[937].len(), 32);
    assert_eq!(batches[0].len() / batches[937].len(), 2);
    assert_eq!(images.chunks(60_000).count(), 1);
}
// ANCHOR_END: mini_batches_1

/// It halves the distance: 4 is the square of 2. The difference of the slopes of one
/// point from those of all has some usual size, and the mean of $`n`$ independent
/// differences is smaller by $`\sqrt{n}`$, as with any mean. Before training, a
/// batch of 8 is about as far off as the slopes are long. So halving the noise costs
/// four times the arithmetic.
// ANCHOR: mini_batches_2
#[test]
fn four_times_the_batch_halves_the_distance_to_the_slopes_of_all() {
    for seed in 0..3 {
        let [small, middle, large] = [8, 32, 128].map(|b| distance(b, seed));
        assert!((0.8..1.5).contains(&small));
        assert!((small / middle - 2.0).abs() < 0.15);
        assert!((middle / large - 2.0).abs() < 0.15);
    }
}

/// How far the slopes of a batch are from those of all points: the root of the mean of the
/// squared distances of 1000 batches, in lengths of the slopes of all.
fn distance(batch: usize, seed: u64) -> f64 {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let data = spiral(160, 0.15, rng);
    let net = arms_net(32, &Identity, rng);
    let slopes = |samples: &[usize]| {
        let some = data.select(samples);
        let (_, gradients) =
            mean_gradients(&net, cross_entropy, &some.x, &some.one_hot());
        in_one_list(&gradients)
    };
    let all = slopes(&(0..data.len()).collect::<Vec<_>>());
    let length: f64 = all.iter().map(|slope| slope * slope).sum();
    let mut sum = 0.0;
    for _ in 0..1000 {
        let samples: Vec<usize> =
            (0..batch).map(|_| rng.random_range(0..data.len())).collect();
        let apart = slopes(&samples).into_iter().zip(&all).map(|(a, b)| a - b);
        sum += apart.map(|apart| apart * apart).sum::<f64>();
    }
    (sum / 1000.0 / length).sqrt()
}
// ANCHOR_END: mini_batches_2

/// Higher, from each of ten seeds.
/// It is no disaster here, only worse: the loss ends below $`\ln 3`$.
// ANCHOR: mini_batches_3
#[test]
fn without_shuffling_the_validation_loss_ends_higher() {
    for seed in 0..10 {
        let sorted = after_20_epochs(seed, false);
        assert!(sorted > after_20_epochs(seed, true) && sorted < 3.0_f64.ln());
    }
}

/// The validation loss after 20 epochs in batches of 32.
fn after_20_epochs(seed: u64, shuffle: bool) -> f64 {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
    let mut net = arms_net(32, &Identity, rng);
    let mut order: Vec<usize> = (0..train.len()).collect();
    order.sort_by_key(|&i| train.labels[i]);
    let y = train.one_hot();
    let mut rules = net.rules(Adam::default());
    for _ in 0..20 {
        if shuffle {
            order.shuffle(rng);
        }
        for samples in order.chunks(32) {
            let x = train.x.select(Axis(0), samples);
            let y = y.select(Axis(0), samples);
            let (_, gradients) = mean_gradients(&net, cross_entropy, &x, &y);
            net.step_with(&mut rules, 0.01, &gradients);
        }
    }
    net.score(&validation, cross_entropy).loss
}
// ANCHOR_END: mini_batches_3

/// Of the run on the page the recalls are 0.90, 0.89 and 0.94, and the precisions
/// 0.96, 0.94 and 0.82: arm 2 is found most often, and said too often. Recall
/// divides a number of the diagonal by the sum of its row, precision by the sum of
/// its column.
// ANCHOR: mini_batches_4
#[test]
fn of_the_three_arms_the_last_is_found_most_and_said_too_often() {
    let counts = array![[44, 1, 4], [1, 33, 3], [1, 1, 32]];
    assert_eq!(rounded(&recall(&counts)), "0.90 0.89 0.94 ");
    assert_eq!(rounded(&precision(&counts)), "0.96 0.94 0.82 ");
}

/// Of the samples of each class, the share that is found.
fn recall(counts: &Array2<usize>) -> Vec<f64> {
    let found = |k| counts[[k, k]] as f64 / counts.row(k).sum() as f64;
    (0..counts.nrows()).map(found).collect()
}

/// Of the decisions for each class, the share that is right.
fn precision(counts: &Array2<usize>) -> Vec<f64> {
    let right = |k| counts[[k, k]] as f64 / counts.column(k).sum() as f64;
    (0..counts.nrows()).map(right).collect()
}

/// Two digits of each number.
fn rounded(numbers: &[f64]) -> String {
    numbers.iter().map(|number| format!("{number:.2} ")).collect()
}

/// If you always say the class that has 95 of 100 samples, the accuracy is 0.95. But
/// the recall of the other class is 0, and its precision is not a number: nobody
/// ever decided for it.
#[test]
fn always_the_frequent_class_is_accurate_and_finds_none_of_the_rare() {
    let labels = [vec![0; 95], vec![1; 5]].concat();
    let counts = confusion(&labels, &[0; 100], 2);
    assert_eq!(counts, array![[95, 0], [5, 0]]);
    assert_eq!(counts.diag().sum(), 95);
    assert_eq!(recall(&counts), [1.0, 0.0]);
    assert_eq!(precision(&counts)[0], 0.95);
    assert!(precision(&counts)[1].is_nan());
}
// ANCHOR_END: mini_batches_4
