//! Claims of the chapter *Generalization*.

use std::ops::ControlFlow;

use backprop::activation::Identity;
use backprop::classification::{cross_entropy, decide, softmax, spiral};
use backprop::digits::{convolutional_training, dense_training};
use backprop::mini_batches::{
    Training, arms_net, arms_training, fit, mean_gradients,
};
use backprop::mnist::mnist_training;
use backprop::optimizers::{Adam, GradientDescent, Momentum, Optimizer};
use backprop::sequential::{Sequential, in_one_list};
use figures::generalization::{DECAYED, PLAIN, Run, trained_on_many};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("generalization", words);
}

/// Now make it hard on purpose: 90 points to train on, arms that overlap, and a
/// network of 4547 weights and biases. Another 90 points validate. For once we can
/// have as many test points as we like, so we take 1500. It is unusually large, as
/// 90 points for 4547 parameters are unusually few.
#[test]
fn the_network_for_few_points_has_4547_parameters() {
    let parameters = PLAIN[0].net.parameters().len();
    let [train, validation, test] = PLAIN[0].points.each_ref().map(|p| p.len());
    says(&format!("{train} points to train on, arms that overlap"));
    says(&format!("a network of {parameters} weights and biases"));
    says(&format!("Another {validation} points validate."));
    says(&format!("so we take {test}."));
    says(&format!("as {train} points for {parameters} parameters are unusually few"));
}

/// The training loss keeps falling. The validation loss falls with it up to the
/// marked epoch, and then it rises above where it began. It falls, and then it rises,
/// in the end above where it began. It is not bad luck of one
/// seed: from all [value:generalization.seeds] seeds the training loss ends at
/// [value:generalization.train_highest] or lower, and the test loss between
/// [value:generalization.test_lowest] and [value:generalization.test_highest]. Both
/// cures trade training loss for test loss. Each beats training to the end from
/// every seed. Elsewhere a larger error *can* help: in
/// [Generalization](generalization.md#early-stopping) a run that is stopped early
/// does better on new points than one that goes on. There are data on which a run
/// that is stopped early is better for new points, as
/// [Generalization](generalization.md#early-stopping) shows.
///
/// From all [value:generalization.seeds] seeds, early stopping keeps an epoch
/// between [value:generalization.kept_first] and [value:generalization.kept_last],
/// and the test loss is then between [value:generalization.stopped_lowest] and
/// [value:generalization.stopped_highest]. With weight decay it ends between
/// [value:generalization.decayed_lowest] and [value:generalization.decayed_highest],
/// after all 150 epochs.
#[test]
fn trained_too_long_the_loss_of_new_points_rises_and_both_cures_help() {
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let [train, _, test] = plain.losses(&plain.net);
        assert!(train < 0.2 && test > 0.6);
        assert!(train < value("generalization.train_highest") + 0.005);
        let [stopped_train, _, stopped_test] = plain.losses(&plain.stopped());
        let [decayed_train, _, decayed_test] = decayed.losses(&decayed.net);
        assert!(stopped_test < test - 0.1 && decayed_test < test - 0.1);
        let lies = |number: f64, lowest: &str, highest: &str| {
            let [low, high] = [lowest, highest]
                .map(|name| value(&format!("generalization.{name}")));
            assert!((low - 0.005..=high + 0.005).contains(&number), "{lowest}");
        };
        lies(test, "test_lowest", "test_highest");
        lies(plain.best.0.number as f64, "kept_first", "kept_last");
        lies(stopped_test, "stopped_lowest", "stopped_highest");
        lies(decayed_test, "decayed_lowest", "decayed_highest");
        assert!(stopped_train > train && decayed_train > train);
        let last = plain.epochs[plain.epochs.len() - 1];
        assert!(last.validation.loss > plain.best.0.validation.loss + 0.3);
    }
    let first = PLAIN[0].epochs[0].validation.loss;
    let last = PLAIN[0].epochs[149].validation.loss;
    assert!(last > first + 0.3, "{first} {last}");
    // The means of the training loss of fifteen epochs each keep falling.
    let fifteens = PLAIN[0].epochs.chunks(15);
    let means: Vec<f64> =
        fifteens.map(|epochs| epochs.iter().map(|epoch| epoch.loss).sum()).collect();
    assert!(means.is_sorted_by(|before, after| before > after), "{means:?}");
    let up_to_the_best = PLAIN[0].epochs.iter().take(PLAIN[0].best.0.number);
    let validation: Vec<f64> =
        up_to_the_best.map(|epoch| epoch.validation.loss).collect();
    assert!(validation[0] > validation[validation.len() - 1] + 0.1, "{validation:?}");
}

/// How many neighbors on a grid `net` decides differently for.
fn border(net: &Sequential) -> usize {
    let side = 100;
    let place = |i: usize| 2.0 * i as f64 / side as f64 - 1.0;
    let x = Array2::from_shape_fn((side * side, 2), |(i, axis)| {
        place(if axis == 0 { i % side } else { i / side })
    });
    let arms = decide(&net.predict(&x));
    let rows = arms.chunks(side);
    let across =
        rows.flat_map(|row| row.windows(2)).filter(|pair| pair[0] != pair[1]);
    let along = arms.iter().zip(&arms[side..]).filter(|(a, b)| a != b);
    across.count() + along.count()
}

/// After 150 epochs the network is sure almost up to its borders, and these bend
/// around single points.
#[test]
fn trained_too_long_the_borders_bend_around_single_points() {
    let (long, early) = (border(&PLAIN[0].net), border(&PLAIN[0].stopped()));
    let decayed = border(&DECAYED[0].net);
    assert!(long as f64 > 1.1 * early as f64 && long as f64 > 1.1 * decayed as f64);
    // Points of which the stopped network decides otherwise lie on their own side.
    let points = &PLAIN[0].points[0];
    let right = |net: &Sequential| net.score(points, cross_entropy).accuracy;
    assert!(right(&PLAIN[0].net) > right(&PLAIN[0].stopped()) + 0.05);
    let shares = softmax(&PLAIN[0].net.outputs(&PLAIN[0].points[2]));
    let rows = shares.rows().into_iter();
    let sure = rows.filter(|row| row.iter().any(|&share| share >= 0.9)).count();
    assert!(sure as f64 > 0.75 * shares.nrows() as f64);
}

/// The last one saw 1500 points; some are drawn.
/// The more data there is, the less can be learned by heart.
/// That is the best cure, but data is what you usually lack.
#[test]
fn with_many_points_less_is_learned_by_heart() {
    let (many, points) = trained_on_many();
    says(&format!("The last one saw {} points", points.len()));
    let test = |net: &Sequential| PLAIN[0].losses(net)[2];
    assert!(test(&many) < test(&PLAIN[0].stopped()));
    assert!(test(&many) < test(&DECAYED[0].net));
    let gap = |training: f64, net: &Sequential| test(net) - training;
    let seen = many.score(&points, cross_entropy).loss;
    let few = PLAIN[0].losses(&PLAIN[0].net)[0];
    assert!(gap(seen, &many) < 0.1 * gap(few, &PLAIN[0].net));
}

/// With plain gradient descent that comes to the same.
/// `AdamW` takes 0.05 away.
/// `Adam` takes 0.1, a whole step of Adam's.
/// For plain `SGD` the two are the same; with momentum they are not.
#[test]
fn decay_and_a_slope_of_the_parameter_are_the_same_for_plain_descent_alone() {
    let (rate, decay) = (0.1, 0.5);
    // Two steps from 1 with these slopes: the decay apart, and in the gradient.
    fn ends<O: Optimizer>(
        optimizer: O,
        (rate, decay): (f64, f64),
        slopes: [f64; 2],
    ) -> [f64; 2] {
        let (mut apart, mut inside) = ([1.0], [1.0]);
        let mut rules = [optimizer.clone(), optimizer];
        for slope in slopes {
            apart[0] *= 1.0 - rate * decay;
            rules[0].step(rate, &mut apart, &[slope]);
            let with_decay = [slope + decay * inside[0]];
            rules[1].step(rate, &mut inside, &with_decay);
        }
        [apart[0], inside[0]]
    }
    let [apart, inside] = ends(GradientDescent, (rate, decay), [0.7, -0.2]);
    assert!((apart - inside).abs() < 1e-15);
    let [apart, inside] = ends(Momentum::default(), (rate, decay), [0.7, -0.2]);
    assert!((apart - inside).abs() > 0.01);
    // A weight of 1 without a slope, and one step.
    let mut shrunk = [1.0];
    shrunk[0] *= 1.0 - rate * decay;
    assert!((1.0 - shrunk[0] - 0.05_f64).abs() < 1e-15);
    let mut inside = [1.0];
    Adam::default().step(rate, &mut inside, &[decay]);
    assert!((1.0 - inside[0] - 0.1_f64).abs() < 1e-6);
}

/// But [Adam](optimizers.md) divides each slope by its usual size, and would do so
/// with $`\lambda w`$: parameters with large slopes would shrink less than others.
#[test]
fn through_adam_parameters_with_large_slopes_shrink_less() {
    // Slopes that push back and forth, and a decay among them.
    let shrunk = |size: f64| {
        let (mut w, mut adam) = ([1.0], Adam::default());
        for step in 0..100 {
            let slope = if step % 2 == 0 { size } else { -size };
            let with_decay = [slope + 0.5 * w[0]];
            adam.step(0.01, &mut w, &with_decay);
        }
        1.0 - w[0]
    };
    assert!(shrunk(10.0) < 0.2 * shrunk(0.1), "{} {}", shrunk(10.0), shrunk(0.1));
}

/// `AdamW` multiplies by $`1 - \eta \lambda`$ first and then takes Adam's step, as
/// `fit` does.
///
/// In `fit` this comes before the optimizer's own step:
#[test]
fn fit_shrinks_the_parameters_first_and_then_takes_the_step() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let data = spiral(4, 0.1, rng);
    let mut net = arms_net(4, &Identity, rng);
    let (rate, weight_decay) = (0.1, 0.5);
    let (_, gradients) =
        mean_gradients(&net, cross_entropy, &data.x, &data.one_hot());
    let slopes = in_one_list(&gradients);
    let before = net.parameters();
    let training = Training {
        batch: data.len(),
        epochs: 1,
        learning_rate: rate,
        weight_decay,
        ..arms_training()
    };
    let optimizer = Adam::default();
    fit(&mut net, &data, &data, &training, optimizer, rng, |_, _| {
        ControlFlow::Break(())
    });
    for ((w, old), slope) in net.parameters().iter().zip(before).zip(slopes) {
        if slope.abs() > 1e-4 {
            // The first step of Adam is the rate, against the sign of the slope.
            let expected = (1.0 - rate * weight_decay) * old - rate * slope.signum();
            assert!((w - expected).abs() < 1e-4);
        }
    }
}

/// The networks of [Digits](digits.md) take 0.1, and those of [MNIST](mnist.md)
/// 0.01.
#[test]
fn the_digits_take_a_decay_of_a_tenth_and_mnist_one_of_a_hundredth() {
    let digits = [dense_training(), convolutional_training()];
    assert_eq!(digits.map(|training| training.weight_decay), [0.1, 0.1]);
    assert_eq!(mnist_training().weight_decay, 0.01);
}

/// Neither of the two is always the better one.
#[test]
fn neither_of_the_two_cures_is_always_the_better_one() {
    let decay_wins = PLAIN.iter().zip(&*DECAYED).filter(|(plain, decayed)| {
        decayed.losses(&decayed.net)[2] < plain.losses(&plain.stopped())[2]
    });
    assert!((3..=8).contains(&decay_wins.count()));
}

/// The accuracy changes much less than the loss: both cures raise it from at least
/// seven of the ten seeds, and from seed 0 by one or two points in a hundred.
#[test]
fn both_cures_raise_the_accuracy_from_most_seeds() {
    let runs = || PLAIN.iter().zip(&*DECAYED);
    let stopping = runs()
        .filter(|(plain, _)| {
            plain.accuracy(&plain.stopped()) > plain.accuracy(&plain.net)
        })
        .count();
    let decaying = runs()
        .filter(|(plain, decayed)| {
            decayed.accuracy(&decayed.net) > plain.accuracy(&plain.net)
        })
        .count();
    assert!(stopping >= 7 && decaying >= 7, "{stopping} {decaying}");
    let from_seed_0 =
        |net: &Sequential| PLAIN[0].accuracy(net) - PLAIN[0].accuracy(&PLAIN[0].net);
    for raised in [&PLAIN[0].stopped(), &DECAYED[0].net].map(from_seed_0) {
        assert!((0.01..0.02).contains(&raised), "{raised}");
    }
}

/// [Further on](generalization.md#overfitting), a network is sure and wrong. From
/// every seed, more than half of its test loss comes from points to whose arm it
/// gives a share of less than one tenth. Stopped early, or with weight decay, it is
/// still wrong about them, and less sure of it.
#[test]
fn most_of_the_loss_of_new_points_is_of_confident_mistakes_before_the_cures() {
    /// The part of the test loss that is of points whose class has a share below a tenth.
    fn part(run: &Run, net: &Sequential) -> f64 {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter().zip(&run.points[2].labels);
        let losses: Vec<f64> = rows.map(|(p, &label)| -p[label].ln()).collect();
        let sure = losses.iter().filter(|&&loss| loss > -0.1_f64.ln());
        sure.sum::<f64>() / losses.iter().sum::<f64>()
    }
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let (long, early) = (part(plain, &plain.net), part(plain, &plain.stopped()));
        let decay = part(decayed, &decayed.net);
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(long > 0.5 && early < long - 0.2 && decay < long - 0.2);
        // The cures leave most of these points wrong.
        let (test, shares) =
            (&plain.points[2], softmax(&plain.net.outputs(&plain.points[2])));
        let mistakes: Vec<usize> =
            (0..test.len()).filter(|&i| shares[[i, test.labels[i]]] < 0.1).collect();
        let test = test.select(&mistakes);
        for cured in [&plain.stopped(), &decayed.net] {
            let decided = decide(&cured.outputs(&test)).into_iter();
            let wrong = decided.zip(&test.labels).filter(|(k, label)| k != *label);
            let share = wrong.count() as f64 / test.len() as f64;
            assert!(share > 0.5, "{share}");
        }
    }
}

/// The squares of all parameters add up to at least three times as much without the
/// decay as with it.
#[test]
fn without_decay_the_squares_of_the_parameters_add_up_to_three_times_as_much() {
    let squares = |run: &Run| run.net.parameters().iter().map(|w| w * w).sum::<f64>();
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        assert!(squares(plain) > 3.0 * squares(decayed));
    }
}

/// Stopped early, or with weight decay, it is less sure where the arms overlap.
/// But the overfitted network is *sure* there.
#[test]
fn trained_too_long_a_network_is_sure_of_more_points() {
    // The part of the test points whose arm, right or wrong, gets a share of 90 % or more.
    let sure = |run: &Run, net: &Sequential| {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter();
        let sure = rows.filter(|row| row.iter().any(|&share| share >= 0.9)).count();
        sure as f64 / run.points[2].len() as f64
    };
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let long = sure(plain, &plain.net);
        let (early, decay) =
            (sure(plain, &plain.stopped()), sure(decayed, &decayed.net));
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(early < long - 0.1 && decay < long - 0.1);
    }
}
