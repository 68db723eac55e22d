//! Claims of the chapter *Mini-batches*.

use std::ops::ControlFlow;

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::classification::{
    Dataset, Loss, cross_entropy, decide, softmax, spiral, squares,
};
use backprop::gradient_descent::central_difference;
use backprop::memory_and_threads::batch::on_two_threads;
use backprop::mini_batches::{
    Epoch, Training, arms_net, arms_training, confusion, fit, from_a_mistake,
    mean_gradients,
};
use backprop::optimizers::Adam;
use backprop::sequential::{Sequential, in_one_list};
use backprop::what_it_learned::quantile;
use figures::mini_batches::{BATCHES, RATES, validation_loss};
use ndarray::array;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// How many seeds a claim looks at.
const SEEDS: u64 = 10;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("mini-batches", words);
}

/// 480 points of the three arms, and 120 to validate.
fn many(rng: &mut ChaCha8Rng) -> (Dataset, Dataset) {
    spiral(200, 0.15, rng).shuffled(rng).split(0.2)
}

/// The last epoch of training on [`many`], and the network.
fn trained(seed: u64, training: &Training) -> (Sequential, Epoch) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = many(rng);
    let mut net = arms_net(32, &Identity, rng);
    let optimizer = Adam::default();
    let mut last = None;
    fit(&mut net, &train, &validation, training, optimizer, rng, |_, epoch| {
        last = Some(epoch);
        ControlFlow::Continue(())
    });
    (net, last.unwrap())
}

/// The mean slopes of the cross entropy of these samples of `data`.
fn slopes(net: &Sequential, data: &Dataset, samples: &[usize]) -> Vec<f64> {
    let some = data.select(samples);
    let (_, gradients) = mean_gradients(net, cross_entropy, &some.x, &some.one_hot());
    in_one_list(&gradients)
}

/// A sum over twice as many samples has slopes about twice as large. and the slope of each parameter $`w`$ is about the same for a
/// batch of any size. The slope of a batch is off by chance, and another batch is
/// off in another way (exercise 2 measures how far).
#[test]
fn twice_the_samples_double_the_slopes_of_the_sum_and_leave_those_of_the_mean() {
    let length = |slopes: &[f64]| slopes.iter().map(|s| s * s).sum::<f64>().sqrt();
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (data, _) = many(rng);
        let net = arms_net(32, &Identity, rng);
        let numbers: Vec<usize> = (0..480).collect();
        let half = slopes(&net, &data, &numbers[..240]);
        let all = slopes(&net, &data, &numbers);
        let sums = 480.0 * length(&all) / (240.0 * length(&half));
        assert!((1.7..2.3).contains(&sums), "{seed}: {sums}");
        let apart = |a: &[f64], b: &[f64]| {
            length(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
        };
        assert!(apart(&half, &all) < 0.3 * length(&all), "{seed}");
        // A batch of 32 is off, and another in another way.
        let [one, other] =
            [&numbers[..32], &numbers[32..64]].map(|some| slopes(&net, &data, some));
        let far = 0.1 * length(&all);
        assert!(apart(&one, &all) > far && apart(&one, &other) > far, "{seed}");
    }
}

/// In a file that is sorted by class, the first batches would show arm 0 only, and
/// every step would pull toward arm 0, later ones toward arm 1. All batches but one
/// or two show a single arm. Such a step pulls the biases toward that arm, and the
/// last batches of an epoch have the last word.
#[test]
fn batches_of_a_sorted_file_pull_toward_one_arm_after_the_other() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (data, _) = many(rng);
        let net = arms_net(32, &Identity, rng);
        let mut order: Vec<usize> = (0..data.len()).collect();
        order.sort_by_key(|&i| data.labels[i]);
        let (mut mixed, mut pulls) = (0, vec![]);
        for samples in order.chunks(32) {
            let arm = data.labels[samples[0]];
            if samples.iter().any(|&i| data.labels[i] != arm) {
                mixed += 1;
                continue;
            }
            let slopes = slopes(&net, &data, samples);
            // A step lifts the last bias of this arm, and lowers those of the others.
            for (k, slope) in slopes[slopes.len() - 3..].iter().enumerate() {
                assert_eq!(*slope < 0.0, k == arm, "{seed}");
            }
            pulls.push(arm);
        }
        assert!((1..=2).contains(&mixed), "{seed}: {mixed}");
        assert!(pulls[0] == 0 && pulls.is_sorted() && pulls.contains(&1));
    }
}

/// `weight_decay` is 0 in this chapter; the [next
/// one](generalization.md#weight-decay) explains it. With a weight decay of 0 that
/// is nothing.
#[test]
fn without_decay_a_training_of_this_chapter_takes_nothing_away() {
    let training = arms_training();
    assert_eq!(training.weight_decay, 0.0);
    let mut net = arms_net(32, &Identity, &mut ChaCha8Rng::seed_from_u64(0));
    let before = net.parameters();
    net.decay(training.learning_rate * training.weight_decay);
    assert_eq!(net.parameters(), before);
}

/// It is not what we train for: it stays the same while a logit moves a little, so
/// its slope is 0 almost everywhere.
#[test]
fn the_accuracy_has_no_slope() {
    let (net, _) = trained(0, &Training { epochs: 5, ..arms_training() });
    let (_, validation) = many(&mut ChaCha8Rng::seed_from_u64(0));
    let parameters = net.parameters();
    for place in (0..parameters.len()).step_by(100) {
        let accuracy = |w| {
            let mut moved =
                arms_net(32, &Identity, &mut ChaCha8Rng::seed_from_u64(0));
            let mut list = parameters.clone();
            list[place] = w;
            moved.set_parameters(&list);
            moved.score(&validation, cross_entropy).accuracy
        };
        assert_eq!(central_difference(accuracy, parameters[place]), 0.0, "{place}");
    }
}

/// In the first epoch, 15 steps, the mean loss is already below $`\ln 3`$. At the
/// end the network is right about 109 of the 120 points that it has not seen: add up
/// the diagonal. Row 0 says that of 49 points of arm 0, one was taken for arm 1 and
/// four for arm 2. Each arm is taken for each of the others: they all meet in the
/// middle. With 120 points, one point more or less is almost 1 % of accuracy, so
/// don't read more into it than that. [Mini-batches](mini-batches.md) trained on 480
/// points of three arms and looked at 120 others. But each sample counts with the
/// network as it was at its turn, so it lags a little behind.
#[test]
fn the_arms_are_learned_but_for_about_one_point_in_ten() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (train, validation) = many(rng);
    says(&format!("Below we train on {} points", train.len()));
    let mut first = None;
    let mut net = arms_net(32, &Identity, rng);
    let (training, optimizer) = (arms_training(), Adam::default());
    fit(&mut net, &train, &validation, &training, optimizer, rng, |net, epoch| {
        first = first.or(Some(epoch.loss));
        // Each sample counted at its turn: after the epoch the network does better.
        let after = net.score(&train, cross_entropy).loss;
        assert!(epoch.number > 1 || after < epoch.loss);
        ControlFlow::Continue(())
    });
    assert!(first.unwrap() < 3.0_f64.ln());
    let steps = train.len().div_ceil(training.batch);
    says(&format!("In the first epoch, {steps} steps,"));
    let decided = decide(&net.outputs(&validation));
    let counts = confusion(&validation.labels, &decided, 3);
    let (right, all) = (counts.diag().sum(), counts.sum());
    says(&format!("right about {right} of the {all} points that it has not seen"));
    says(&format!("of {} points of arm 0, one was taken", counts.row(0).sum()));
    assert_eq!(counts.row(0).to_vec()[1..], [1, 4]);
    assert!(counts.iter().all(|&count| count > 0));
    // One point of them is almost a hundredth.
    assert!((0.008..0.01).contains(&(1.0 / all as f64)));
    crate::common::says(
        "generalization",
        &format!("{} points of three arms and looked at {all} others", train.len()),
    );
}

/// | epochs | steps in batches of 32 | validation loss | steps with all points | validation loss |
/// |---:|---:|---:|---:|---:|
/// | 5 | 75 | [value:mini_batches.batch_5] | 5 | [value:mini_batches.all_5] |
/// | 40 | 600 | [value:mini_batches.batch_40] | 40 | [value:mini_batches.all_40] |
#[test]
fn the_table_counts_the_steps_of_each_training() {
    for [batches, all] in [[BATCHES[0], BATCHES[1]], [BATCHES[2], BATCHES[3]]] {
        let steps = |(batch, epochs, _): (usize, usize, f64)| {
            epochs * 480_usize.div_ceil(batch)
        };
        let (epochs, some) = (batches.1, steps(batches));
        let name = format!("[value:mini_batches.batch_{epochs}]");
        says(&format!("| {epochs} | {some} | {name} | {} |", steps(all)));
    }
}

/// The last three biases are set to 8, −8 and −8: the network begins by being sure
/// that every point is of the first arm.
#[test]
fn with_biases_of_8_and_minus_8_a_network_is_sure_of_the_first_arm() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (train, _) = many(rng);
        let mut net = arms_net(32, &Identity, rng);
        net.stages[2].layer.parameters_mut().1.assign(&array![8.0, -8.0, -8.0]);
        let shares = softmax(&net.outputs(&train));
        assert!(shares.column(0).iter().all(|&share| share > 0.99), "{seed}");
        // At no rate it stays so.
        let (_, validation) = many(&mut ChaCha8Rng::seed_from_u64(seed));
        let first = validation.labels.iter().filter(|&&label| label == 0).count();
        let kept = from_a_mistake(seed, &Identity, cross_entropy, 0.0);
        assert_eq!(kept, first as f64 / validation.len() as f64);
    }
}

/// Where five epochs make 75 steps, they are nearly enough.
/// Five steps are not, however long.
/// With forty epochs, training with all points has almost caught up.
/// So what batches bring is not so much a better end as fewer looks at the data.
#[test]
fn in_five_epochs_batches_get_further_than_all_samples_and_in_forty_about_as_far() {
    let loss = |name: &str| value(&format!("mini_batches.{name}"));
    assert!(loss("batch_5") < 0.25 && loss("all_5") > 0.5);
    // Nearly enough: forty epochs are not much better.
    assert!(loss("batch_5") < loss("batch_40") + 0.05);
    assert!(loss("all_40") < loss("batch_40") + 0.05);
}

/// Each training has the best of the rates 0.01, 0.03, 0.1 and 0.3, chosen on other
/// seeds: 0.03 for the 600 steps, and 0.1 for the others.
#[test]
fn the_rate_of_each_size_of_the_batch_is_the_best_for_other_seeds() {
    let [first, second, third, last] = RATES;
    says(&format!("best of the rates {first}, {second}, {third} and {last}, chosen"));
    let [(_, _, five), (_, _, five_of_all), (_, _, batches), (_, _, of_all)] =
        BATCHES;
    says(&format!("{batches} for the 600 steps, and {five} for the others"));
    assert_eq!([five_of_all, of_all], [five; 2]);
    for (batch, epochs, best) in BATCHES {
        let loss = |rate| validation_loss(1000..1020, batch, epochs, rate);
        let others = RATES.into_iter().filter(|&rate| rate != best);
        let chosen = loss(best);
        assert!(others.map(loss).all(|loss| loss > chosen), "{batch} {epochs}");
    }
}

#[test]
fn two_threads_train_the_network_of_one() {
    let one = Training { epochs: 5, ..arms_training() };
    let two = Training { gradients: on_two_threads, ..one.clone() };
    let [alone, shared] =
        [one, two].map(|training| trained(0, &training).0.parameters());
    assert_eq!(alone.len(), shared.len());
    let pairs = alone.iter().zip(&shared);
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
}

#[test]
fn two_runs_with_two_threads_agree_to_the_last_bit() {
    let two = Training { epochs: 5, gradients: on_two_threads, ..arms_training() };
    assert_eq!(trained(0, &two).0.parameters(), trained(0, &two).0.parameters());
}

/// Remember it: a network that has learned nothing should start near this loss, and
/// one above it does worse than not knowing.
#[test]
fn a_network_starts_near_ln_3() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (points, _) = many(rng);
        let loss = arms_net(32, &Identity, rng).score(&points, cross_entropy).loss;
        assert!((1.0..1.3).contains(&loss), "{seed}: {loss}");
    }
}

/// At a rate of 0.03 squares with a sigmoid stay at the mistake: from none of the
/// seeds does such a network get more than
/// [value:mini_batches.mistake_slow_sigmoid_highest] % right. The same squares at
/// the same rate without the sigmoid learn the arms. So it is not the squares that
/// stall.
#[test]
fn at_a_small_rate_squares_with_sigmoids_keep_a_confident_mistake_and_plain_squares_do_not()
 {
    for seed in 0..SEEDS {
        let (_, validation) = many(&mut ChaCha8Rng::seed_from_u64(seed));
        let first = validation.labels.iter().filter(|&&label| label == 0).count();
        for rate in [0.03, 0.1] {
            // Still the first arm for all.
            let kept = from_a_mistake(seed, &Sigmoid, squares, rate);
            assert_eq!(kept, first as f64 / validation.len() as f64, "{seed}");
        }
        // The same but for the sigmoid.
        let plain = from_a_mistake(seed, &Identity, squares, 0.03);
        assert!(plain > 0.7, "{seed}: {plain}");
    }
}

/// At a hundred times the rate, where even a tiny slope makes a step, the typical
/// network gets out all the same, but from some seeds it does not. Cross entropy
/// gets out from every seed, and so do the plain squares, if not as far.
///
/// | loss and output | rate | right of the validation points, median | lowest |
/// |---|---|---|---|
/// | squares, sigmoid | 0.03 | [value:mini_batches.mistake_slow_sigmoid] % | – |
/// | squares, plain logits | 0.03, its best | [value:mini_batches.mistake_logits] % | [value:mini_batches.mistake_logits_lowest] % |
/// | squares, sigmoid | 3, its best | [value:mini_batches.mistake_sigmoid] % | [value:mini_batches.mistake_sigmoid_lowest] % |
/// | cross entropy, plain logits | 1, its best | [value:mini_batches.mistake_cross_entropy] % | [value:mini_batches.mistake_cross_entropy_lowest] % |
#[test]
fn each_at_its_best_rate_only_squares_with_sigmoids_keep_the_mistake_from_some_seeds()
{
    let mistake = |name: &str| value(&format!("mini_batches.mistake_{name}"));
    assert!(mistake("slow_sigmoid_highest") < 50.0);
    assert!(mistake("logits") < mistake("cross_entropy"));
    assert!(mistake("logits_lowest") < mistake("cross_entropy_lowest"));
    assert!(
        mistake("cross_entropy_lowest") > 80.0 && mistake("cross_entropy") > 90.0
    );
    assert!(mistake("logits_lowest") > 70.0 && mistake("logits") > 85.0);
    assert!(mistake("sigmoid_lowest") < 50.0 && mistake("sigmoid") > 85.0);
}

/// The best of the rates 0.01, 0.03, 0.1, 0.3, 1, 3 and 10 was chosen for each on
/// other seeds.
///
/// | loss and output | rate | right of the validation points, median | lowest |
/// |---|---|---|---|
/// | squares, sigmoid | 0.03 | [value:mini_batches.mistake_slow_sigmoid] % | – |
/// | squares, plain logits | 0.03, its best | [value:mini_batches.mistake_logits] % | [value:mini_batches.mistake_logits_lowest] % |
/// | squares, sigmoid | 3, its best | [value:mini_batches.mistake_sigmoid] % | [value:mini_batches.mistake_sigmoid_lowest] % |
/// | cross entropy, plain logits | 1, its best | [value:mini_batches.mistake_cross_entropy] % | [value:mini_batches.mistake_cross_entropy_lowest] % |
#[test]
fn the_three_rates_are_the_best_of_those_tried_for_other_seeds() {
    let rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
    let best = |output: &'static dyn Activation, loss: Loss| {
        let median = |rate| {
            let seeds = 1000..1010;
            let shares = seeds.map(|seed| from_a_mistake(seed, output, loss, rate));
            quantile(&shares.collect::<Vec<_>>(), 0.5)
        };
        rates.into_iter().max_by(|&a, &b| median(a).total_cmp(&median(b))).unwrap()
    };
    let best = [
        best(&Identity, cross_entropy),
        best(&Sigmoid, squares),
        best(&Identity, squares),
    ];
    assert_eq!(best, [1.0, 3.0, 0.03]);
    let [entropy, sigmoid, logits] = best;
    says(&format!("| cross entropy, plain logits | {entropy}, its best |"));
    says(&format!("| squares, sigmoid | {sigmoid}, its best |"));
    says(&format!("| squares, plain logits | {logits}, its best |"));
    assert!((sigmoid / logits - 100.0).abs() < 1e-9);
    let rates = rates.map(|rate| rate.to_string());
    let (last, others) = rates.split_last().unwrap();
    says(&format!("The best of the rates {} and {last} was", others.join(", ")));
}

/// With small initial weights a network does not start from such a mistake, and then
/// squares with a sigmoid learn the arms, too.
#[test]
fn from_small_weights_squares_with_a_sigmoid_learn_the_arms_too() {
    for seed in 0..SEEDS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (train, validation) = many(rng);
        let mut net = arms_net(32, &Sigmoid, rng);
        let training = Training { loss: squares, ..arms_training() };
        let optimizer = Adam::default();
        fit(&mut net, &train, &validation, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        let accuracy = net.score(&validation, squares).accuracy;
        assert!(accuracy > 0.85, "{seed}: {accuracy}");
    }
}
