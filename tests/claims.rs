//! What the book claims about behavior, over many seeds.

#[path = "common/says.rs"]
mod common;

use std::sync::LazyLock;

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
use backprop::errata::{Slopes, losses_with};
use backprop::gradient_descent::Gradients;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{
    Run, falls_at_every_step, quantile, three_rows, train_seeds,
};
use common::says;
use figures::errata::learn_despite;
use figures::runs::{STUCK, shares_that_fall};
use ndarray::{Array2, Axis};

const SEEDS: u64 = 1000;

fn runs_at(learning_rate: f64) -> Vec<Run> {
    let (x, y) = four_rows();
    train_seeds(0..SEEDS, &x, &y, learning_rate, 1500)
}

// The runs that several claims look at, each made once.
static AT_ONE: LazyLock<Vec<Run>> = LazyLock::new(|| runs_at(1.0));
static AT_TWO: LazyLock<Vec<Run>> = LazyLock::new(|| runs_at(2.0));

fn falling(runs: &[Run]) -> usize {
    runs.iter().filter(|run| falls_at_every_step(run.history.losses())).count()
}

fn all_on_the_right_side(y_hat: &Array2<f64>, y: &Array2<f64>) -> bool {
    y_hat.iter().zip(y).all(|(y_hat, y)| (y_hat - y).abs() < 0.5)
}

/// Part I had 3 inputs, 4 hidden units, one hidden layer, and each of a thousand
/// seeds learned.
///
/// Of the [value:seeds] runs none fails: the worst ends at a loss of
/// [value:step_1.worst], and all have every prediction on the right side of one
/// half. All others fall to almost nothing. After 1500 iterations the predictions
/// are close to the targets, and not equal. **True:** the loss falls at every step
/// of this network at this learning rate: [value:step_1.falling] of [value:seeds]
/// seeds. With all [value:seeds] seeds: at learning rate 1 the loss falls at every
/// step in [value:step_1.falling] runs, and at learning rate 2 in about
/// [value:step_2.falling_percent] in a hundred.
#[test]
fn at_learning_rate_one_the_loss_falls_at_every_step_and_all_rows_are_learned() {
    let (x, y) = four_rows();
    let runs = &*AT_ONE;
    assert_eq!(falling(runs), 1000);
    let within = |run: &Run| (1e-4..0.01).contains(&run.history.final_loss());
    assert!(runs.iter().all(within));
    assert!(runs.iter().all(|run| all_on_the_right_side(&run.net.predict(&x), &y)));
}

/// So falling at every step is no law.
/// At learning rate 2 most runs rise now and then, and still every one of the
/// [value:seeds] ends lower than at 1: the median loss after 1500 iterations is
/// [value:step_2.median], against [value:step_1.median] at learning rate 1.
/// At learning rate 2 it is about [value:step_2.falling_percent] in a hundred.
/// With all [value:seeds] seeds: at learning rate 1 the loss falls at every step in
/// [value:step_1.falling] runs, and at learning rate 2 in about
/// [value:step_2.falling_percent] in a hundred.
#[test]
fn at_learning_rate_two_the_loss_falls_at_every_step_in_a_few_percent_of_runs_only() {
    let runs = &*AT_TWO;
    assert!((20..80).contains(&falling(runs)), "{}", falling(runs));
    assert!(runs.iter().all(|run| run.history.final_loss() < 0.01));
}

/// Up to 1.25 all of these 200 do; beyond 1.5 the share breaks down.
#[test]
fn up_to_learning_rate_one_every_run_falls_and_beyond_one_and_a_half_few_do() {
    let shares = shares_that_fall();
    assert_eq!((shares[0].0, shares[4].0, shares[5].0), (0.25, 1.25, 1.5));
    assert!(shares[..5].iter().all(|&(_, share)| share == 1.0));
    assert!((0.9..1.0).contains(&shares[5].1));
    assert!((0.1..0.5).contains(&shares[6].1));
    assert!(shares[7..].iter().all(|&(_, share)| share < 0.1));
}

/// Where it begins to break down, 200 seeds can't tell.
#[test]
fn of_a_thousand_seeds_one_rises_at_one_and_a_quarter_where_two_hundred_show_none() {
    let runs = runs_at(1.25);
    // Another rounding may tip a run that hardly rises.
    assert!((997..1000).contains(&falling(&runs)), "{}", falling(&runs));
    assert_eq!(falling(&runs[..200]), 200);
    assert!(runs.iter().all(|run| run.history.final_loss() < 0.01));
}

/// Where steps are small, the path hardly depends on how it is cut into steps: half
/// the rate for twice as long walks nearly the same way. Of [value:seeds] seeds,
/// [value:halved.within_20] end within 20 percent of the loss that they reach at
/// learning rate 1; the others are off by less than a third. How small the steps are
/// decides how well it holds.
#[test]
fn half_the_rate_for_twice_as_long_ends_closer_the_smaller_the_steps() {
    let (x, y) = four_rows();
    let ratios = |whole: &[Run], rate, iterations: usize| -> Vec<f64> {
        let seeds = whole.len() as u64;
        let half = train_seeds(0..seeds, &x, &y, rate / 2.0, 2 * iterations);
        let losses = whole.iter().zip(&half);
        losses.map(|(w, h)| h.history.final_loss() / w.history.final_loss()).collect()
    };
    let within = |ratios: &[f64], part: f64| {
        ratios.iter().filter(|&&ratio| (ratio - 1.0).abs() <= part).count()
    };
    let large = ratios(&AT_ONE, 1.0, 1500);
    assert_eq!(within(&large, 1.0 / 3.0), 1000);
    assert!((990..1000).contains(&within(&large, 0.2)));
    // The control: the same way, in ten times as many steps.
    let whole = train_seeds(0..200, &x, &y, 0.1, 15_000);
    assert_eq!(within(&ratios(&whole, 0.1, 15_000), 0.03), 200);
}

/// At learning rate 0.1 every run falls at every step, and
/// [value:step_01.unfinished] of [value:seeds] are still above 0.5 at the end.
#[test]
fn at_learning_rate_a_tenth_no_run_is_near_done_after_1500_iterations() {
    let runs = runs_at(0.1);
    assert_eq!(falling(&runs), 1000);
    assert!(runs.iter().all(|run| run.history.final_loss() > 0.2));
    let above = runs.iter().filter(|run| run.history.final_loss() > 0.5).count();
    assert!((800..900).contains(&above), "{above}");
}

/// Seed 3793 stops halfway. Its predictions are [value:stuck.predictions]: two rows
/// are right, and for the other two it answers one half. It sits on a plateau, as
/// every run does at first, only on a lower one. This one gets away if you wait:
/// from iteration [value:stuck.below_tenth] on its loss is below one tenth. But the
/// first seed that fails is not among the first thousand: it is 3793. To the network
/// these two rows look alike.
#[test]
fn seed_3793_waits_on_a_plateau_at_1500_iterations_and_leaves_it_later() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(3793);
    let waiting = train(&mut net, &x, &y, 1.0, 1500).final_loss();
    let y_hat = net.predict(&x);
    assert!((0.5..0.51).contains(&waiting));
    assert!((y_hat[[1, 0]] - 0.5).abs() < 0.01 && (y_hat[[3, 0]] - 0.5).abs() < 0.01);
    assert!(y_hat[[0, 0]] < 0.1 && y_hat[[2, 0]] > 0.9);
    assert!(train(&mut net, &x, &y, 1.0, 1500).final_loss() < 0.01);
}

/// But the first seed that fails is not among the first thousand: it is 3793.
#[test]
fn no_seed_below_3793_waits() {
    let (x, y) = four_rows();
    // Those up to 999 are in a test above.
    let runs = train_seeds(1000..3793, &x, &y, 1.0, 1500);
    assert!(runs.iter().all(|run| run.history.final_loss() < 0.05));
}

/// The seeds below 40,000 that fail: a loss above 0.05 after 1500 iterations.
#[test]
#[ignore = "trains for a minute; in release mode"]
fn eighteen_of_the_first_forty_thousand_seeds_fail() {
    let (x, y) = four_rows();
    let fails = |&seed: &u64| {
        train(&mut Network::seeded(seed), &x, &y, 1.0, 1500).final_loss() > 0.05
    };
    let failing: Vec<u64> = (0..40_000).filter(fails).collect();
    assert_eq!(failing, STUCK);
}

/// All eighteen stand a little above a loss of one half at iteration 1500.
/// The rest still stand at 0.500.
#[test]
fn each_of_the_eighteen_stands_above_one_half_and_most_get_away_later() {
    let (x, y) = four_rows();
    let mut left = 0;
    for seed in STUCK {
        let losses = train(&mut Network::seeded(seed), &x, &y, 1.0, 100_000);
        let losses = losses.losses();
        assert!((0.5..0.51).contains(&losses[1500]), "{seed}: {}", losses[1500]);
        // Who waits at 100,000 still waits at the same height; who left has arrived.
        let last = losses[100_000];
        assert!(last < 0.1 || format!("{last:.3}") == "0.500", "{seed}: {last}");
        left += usize::from(last < 0.1);
    }
    assert!((12..18).contains(&left), "{left}");
}

/// Part I's network without the column of ones could make up for that in its second
/// layer. That is worse than the [value:step_1.median] with the column, and
/// better than many would guess. The hidden activations of row 0 0 are stuck at one
/// half, but the output layer can live with that: it needs $`z_2`$ to be negative
/// there, and it can make it so.
#[test]
fn without_the_column_of_ones_the_four_rows_are_still_learned() {
    let (x, y) = four_rows();
    let two_columns = x.select(Axis(1), &[0, 1]);
    let runs = train_seeds(0..SEEDS, &two_columns, &y, 1.0, 1500);
    assert!(runs.iter().all(|run| run.history.final_loss() < 0.05));
    for run in &runs {
        let trace = run.net.forward(&two_columns);
        assert!(trace.a1.row(0).iter().all(|&a1| a1 == 0.5));
        assert!(trace.z2[[0, 0]] < 0.0);
    }
    let median = |runs: &[Run]| {
        let losses = runs.iter().map(|run| run.history.final_loss());
        quantile(&losses.collect::<Vec<_>>(), 0.5)
    };
    assert!(median(&runs) > 2.0 * median(&AT_ONE));
}

/// The first row is then 0 0, and $`z_1`$ for that row is 0 whatever the weights
/// are. Without any bias a hidden unit answers one half to an input of zeros. Its
/// $`z_1`$ is 0, and all four activations are $`\sigma(0) = 0.5`$.
#[test]
fn without_any_bias_a_hidden_unit_answers_one_half_to_zeros() {
    let trace = Network::seeded(2).forward(&Array2::zeros((1, 3)));
    assert!(trace.z1.iter().all(|&z| z == 0.0));
    assert!(trace.a1.iter().all(|&a| a == 0.5));
}

/// Without row 4, the three others also fit a simpler rule: the target is 1 if *at
/// least one* of the first two bits is 1. Three rows can't tell the two rules apart.
#[test]
fn without_row_4_the_others_fit_or_as_well_as_xor() {
    let (x, y) = three_rows(3);
    let ones = x.rows().into_iter().map(|row| row[0] + row[1]);
    for (ones, &target) in ones.zip(&y) {
        let (or, xor) = (ones >= 1.0, ones == 1.0);
        assert_eq!((f64::from(or), f64::from(xor)), (target, target));
    }
}

/// All four are wrong. For each of the four rows, and for [value:left_out.wrong] of
/// [value:left_out.runs] runs in total, the prediction is more than 0.99 away from
/// its target. And on the three rows that it saw, a small error remained. The
/// network took the simpler one. Trained on any three rows, the network keeps a
/// small error on those, and is wrong about the fourth in [value:left_out.wrong] of
/// [value:left_out.runs] runs. Trained on any three rows, the network keeps a small
/// error on those, and is wrong about the fourth. The network answers more than 0.99
/// where the target is 0.
#[test]
fn trained_on_any_three_rows_the_network_is_wrong_about_the_fourth() {
    let (all_x, all_y) = four_rows();
    for row in 0..4 {
        let (x, y) = three_rows(row);
        for run in train_seeds(0..SEEDS, &x, &y, 1.0, 1500) {
            let y_hat = run.net.predict(&all_x)[[row, 0]];
            assert!((y_hat - all_y[[row, 0]]).abs() > 0.99, "row {row}: {y_hat}");
            // And yet a small error remains on the rows that it saw.
            assert!((1e-4..2e-3).contains(&run.history.final_loss()));
        }
    }
}

#[test]
fn the_first_ten_iterations_lead_every_run_to_the_loss_of_one_half_everywhere() {
    let (x, y) = four_rows();
    let halves = Array2::from_elem((4, 1), 0.5);
    assert_eq!(sum_of_squares(&halves, &y), 1.0);
    for run in train_seeds(0..SEEDS, &x, &y, 1.0, 10) {
        assert!((run.history.final_loss() - 1.0).abs() < 0.02);
    }
}

/// Before training, every hidden activation rises when one of the first two bits
/// turns to 1.
/// By iteration 60 the fourth falls when the second bit turns to 1.
#[test]
fn on_the_plateau_the_fourth_hidden_unit_turns_against_the_second_bit() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let rises = |net: &Network, unit: usize, (from, to): (usize, usize)| {
        let a1 = net.forward(&x).a1;
        a1[[to, unit]] > a1[[from, unit]]
    };
    // Rows 1 and 2 differ in the second bit, and so do rows 3 and 4.
    let (first, second) = ([(0, 2), (1, 3)], [(0, 1), (2, 3)]);
    let both = || first.into_iter().chain(second);
    assert!((0..4).all(|unit| both().all(|rows| rises(&net, unit, rows))));
    train(&mut net, &x, &y, 1.0, 60);
    assert!(second.into_iter().all(|rows| !rises(&net, 3, rows)));
    assert!(
        (0..3).all(|unit| second.into_iter().all(|rows| rises(&net, unit, rows)))
    );
}

/// Falling at every step is not the same as learning well.
/// At learning rate 2 most runs rise now and then, and still every one of the
/// [value:seeds] ends lower than at 1: the median loss after 1500 iterations is
/// [value:step_2.median], against [value:step_1.median] at learning rate 1.
#[test]
fn every_seed_ends_lower_at_learning_rate_two_than_at_one() {
    for (one, two) in AT_ONE.iter().zip(&*AT_TWO) {
        assert!(two.history.final_loss() < one.history.final_loss());
    }
}

/// So the column helps, and the four rows can be learned without it, whatever their
/// targets are: a test trains a network on each of the sixteen lists of targets.
#[test]
fn without_the_column_of_ones_every_list_of_targets_is_learned() {
    let (x, _) = four_rows();
    let two_columns = x.select(Axis(1), &[0, 1]);
    for code in 0..16_u32 {
        let y = Array2::from_shape_fn((4, 1), |(row, _)| f64::from(code >> row & 1));
        for run in train_seeds(0..20, &two_columns, &y, 1.0, 1500) {
            assert!(all_on_the_right_side(&run.net.predict(&two_columns), &y), "{y}");
        }
    }
}

/// Stop the training wherever you like, at iteration 5 or any later one: from each
/// of 200 seeds, the answer for the hidden row is on the wrong side. Nor does a
/// larger error help, wherever the training stops: see [What it
/// learned](what-it-learned.md#does-the-small-remaining-error-prevent-overfitting).
#[test]
fn wherever_training_stops_from_iteration_5_on_the_row_left_out_is_answered_wrongly()
{
    let (all_x, all_y) = four_rows();
    for row in 0..4 {
        let (x, y) = three_rows(row);
        for seed in 0..200 {
            let mut net = Network::seeded(seed);
            train(&mut net, &x, &y, 1.0, 5);
            for _ in 5..=1500 {
                let y_hat = net.predict(&all_x)[[row, 0]];
                assert!(
                    (y_hat - all_y[[row, 0]]).abs() > 0.5,
                    "row {row}, seed {seed}"
                );
                train(&mut net, &x, &y, 1.0, 1);
            }
        }
    }
}

/// If you search further, seed 23248 prints the same twelve digits: 0.023, 0.979,
/// 0.975, 0.025.
#[test]
fn seed_23248_prints_the_predictions_of_the_tutorial() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(23248);
    train(&mut net, &x, &y, 1.0, 1500);
    let printed: Vec<String> =
        net.predict(&x).iter().map(|y_hat| format!("{y_hat:.3}")).collect();
    assert_eq!(printed, ["0.023", "0.979", "0.975", "0.025"]);
}

/// Few end below a loss of 0.05 (the table has the share), against all of them with
/// the square.
#[test]
fn trained_on_the_absolute_error_fewer_than_one_seed_in_ten_learns() {
    assert!(learned(Slopes::ABSOLUTE) < 20);
}

/// Smaller steps don't help: at a learning rate of 0.5 for 3000 iterations, and at
/// 0.1 for 15,000, still fewer than one in ten get there.
#[test]
fn smaller_steps_do_not_help_the_absolute_error() {
    // Every slope is proportional to that of the loss: half of it is half the learning rate.
    let half = Slopes { loss: |error| 0.5 * error.signum(), ..Slopes::RIGHT };
    let tenth = Slopes { loss: |error| 0.1 * error.signum(), ..Slopes::RIGHT };
    for (slopes, times) in [(half, 2), (tenth, 10)] {
        let learns = |&seed: &u64| {
            let mut net = Network::seeded(seed);
            let losses = (0..times).map(|_| losses_with(slopes, &mut net)[1499]);
            losses.last().is_some_and(|loss| loss < 0.05)
        };
        assert!((0..200).filter(learns).count() < 20);
    }
}

/// Few end below a loss of 0.05 (the table has the share), against all of them with
/// the square.
#[test]
fn trained_on_the_square_every_seed_learns() {
    assert_eq!(learned(Slopes::RIGHT), 200);
}

/// What became of 200 seeds: how many learned, how many overflowed, how many of the others
/// stand at a loss of 1, and for how many of these some weight is beyond so much.
fn ends_with(sigmoid: fn(f64, f64) -> f64, beyond: f64) -> [usize; 4] {
    let mut ends = [0; 4];
    for seed in 0..200 {
        let mut net = Network::seeded(seed);
        let last = losses_with(Slopes { sigmoid, ..Slopes::RIGHT }, &mut net)[1499];
        let ran_away = net.w1.iter().chain(&net.w2).any(|w| w.abs() > beyond);
        ends[0] += usize::from(last < 0.05);
        ends[1] += usize::from(last.is_nan());
        ends[2] += usize::from((last - 1.0).abs() < 5e-4);
        ends[3] += usize::from(!last.is_nan() && ran_away);
    }
    ends
}

/// Passing weighted sums instead is fatal: none of [value:seeds] seeds gets below a
/// loss of 0.05. The loss of about [value:errata.overflow_percent] in a hundred
/// becomes NaN. The others freeze at a loss of 1.000. Their weights run away too, in
/// most of these runs beyond a million.
///
/// But with a wrong slope the weights can grow until they overflow; the
/// [errata](errata.md) shows such a run.
#[test]
fn trained_with_the_slope_from_the_output_fed_the_input_some_overflow_and_the_others_freeze()
 {
    let [learned, overflowed, at_one, beyond] =
        ends_with(Slopes::OF_INPUT.sigmoid, 1e6);
    assert_eq!((learned, overflowed + at_one), (0, 200));
    assert!((5..50).contains(&overflowed), "{overflowed}");
    assert!(beyond > at_one / 2, "{beyond} of {at_one}");
}

/// With the sign of $`\sigma'`$ and the size of $`z (1 - z)`$ the weights still pass
/// a thousand, or overflow, from most of the seeds. With the sign of $`z (1 - z)`$
/// and the size of $`\sigma'`$ no weight of any seed gets beyond 100. It is the
/// size. The wrong sign is enough to keep every one of them from learning.
#[test]
fn it_is_the_size_of_the_wrong_slope_that_makes_the_weights_run_away_and_not_its_sign()
 {
    // The right sign with the wrong size, and the wrong sign with the right size.
    let size = |z: f64, _| sigmoid_prime_from_output(z).abs();
    let [_, overflowed, _, beyond] = ends_with(size, 1000.0);
    assert!(overflowed + beyond > 150, "{overflowed} {beyond}");
    let sign = |z: f64, a| {
        sigmoid_prime_from_output(a) * sigmoid_prime_from_output(z).signum()
    };
    let [learned, overflowed, _, beyond] = ends_with(sign, 100.0);
    assert_eq!((learned, overflowed, beyond), (0, 0, 0));
}

/// In more than half, all hidden activations are then 0 in every row, so $`z_2`$ is
/// 0, and $`0 \times (1 - 0) = 0`$: no weight moves again.
#[test]
fn where_the_wrong_slope_freezes_most_runs_have_no_hidden_activation_left() {
    let (x, _) = four_rows();
    let frozen = |&seed: &u64| {
        let mut net = Network::seeded(seed);
        losses_with(Slopes::OF_INPUT, &mut net);
        let trace = net.forward(&x);
        let is_frozen = trace.a1.iter().all(|&a1| a1 == 0.0);
        if is_frozen {
            let before = net.clone();
            losses_with(Slopes::OF_INPUT, &mut net);
            assert!(trace.z2.iter().all(|&z2| z2 == 0.0));
            assert_eq!(net, before);
        }
        is_frozen
    };
    let frozen = (0..200).filter(frozen).count();
    assert!(frozen > 100, "{frozen}");
}

/// about one in four
///
/// The opposite mistake, $`\sigma'`$ of an activation, is more treacherous, because
/// some runs survive it: about one seed in four still ends below 0.05. A network
/// that learns is no proof that its gradients are right.
#[test]
fn trained_with_the_sigmoid_applied_twice_a_quarter_of_the_seeds_learn_all_the_same()
{
    let learned = learned(Slopes::TWICE);
    assert!((30..80).contains(&learned), "{learned}");
}

/// How many of 200 seeds end below a loss of 0.05.
fn learned(slopes: Slopes) -> usize {
    let learns =
        |&seed: &u64| losses_with(slopes, &mut Network::seeded(seed))[1499] < 0.05;
    (0..200).filter(learns).count()
}

/// Trained on the absolute value at learning rate 1, the network of seed 2 gets
/// three rows right and answers 0.999 to the fourth, whose target is 0. It stays
/// there, since σ′ is almost 0 where a sigmoid is saturated. Most of the
/// [value:errata.seeds] seeds that we tried end with three rows right and one wrong.
#[test]
fn trained_on_the_absolute_error_most_seeds_get_one_row_entirely_wrong() {
    let (x, y) = four_rows();
    let one_wrong = |seed| {
        let mut net = Network::seeded(seed);
        losses_with(Slopes::ABSOLUTE, &mut net);
        let errors = (net.predict(&x) - &y).mapv(f64::abs);
        let right = errors.iter().filter(|&&error| error < 0.1).count();
        let wrong = errors.iter().filter(|&&error| error > 0.9).count();
        (right, wrong) == (3, 1)
    };
    assert!(one_wrong(2));
    let mut net = Network::seeded(2);
    losses_with(Slopes::ABSOLUTE, &mut net);
    let y_hat = net.predict(&x);
    let wrong = (0..4).find(|&row| (y_hat[[row, 0]] - y[[row, 0]]).abs() > 0.5);
    let answer = y_hat[[wrong.unwrap(), 0]];
    assert_eq!(y[[wrong.unwrap(), 0]], 0.0);
    says("errata", &format!("answers {answer:.3} to the fourth, whose target is 0."));
    // It stays there.
    assert!(sigmoid_prime_from_output(answer) < 0.002);
    losses_with(Slopes::ABSOLUTE, &mut net);
    assert!(net.predict(&x)[[wrong.unwrap(), 0]] >= answer);
    assert!((0..200).filter(|&seed| one_wrong(seed)).count() > 150);
}

/// Other mistakes hide: with the wrong product `a1.dot(&dz2)` from above, more than
/// three in four of 200 seeds still learn the four rows.
#[test]
fn where_the_product_for_dw2_lacks_its_transpose_most_seeds_learn_all_the_same() {
    let (x, y) = four_rows();
    let learns = |&seed: &u64| {
        let mut net = Network::seeded(seed);
        for _ in 0..1500 {
            let trace = net.forward(&x);
            let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
            let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
            let Gradients { dw1, .. } = net.backward(&x, &y, &trace);
            net.step(&Gradients { dw1, dw2: trace.a1.dot(&dz2) }, 1.0);
        }
        sum_of_squares(&net.predict(&x), &y) < 0.05
    };
    assert!((0..200).filter(learns).count() > 150);
}

/// A wrong sign keeps every network from learning, and you will notice.
#[test]
fn a_wrong_sign_keeps_every_seed_from_learning() {
    let (x, y) = four_rows();
    // The sign of the slopes of one matrix, of the other, and of both.
    for (first, second) in [(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
        for seed in 0..50 {
            let mut net = Network::seeded(seed);
            for _ in 0..1500 {
                let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
                net.step(&Gradients { dw1: first * dw1, dw2: second * dw2 }, 1.0);
            }
            let loss = sum_of_squares(&net.predict(&x), &y);
            assert!(loss > 0.4, "seed {seed}: {loss}");
        }
    }
}

/// Whatever the weights are, once every row is on the right side [other weights are
/// better](#there-is-no-ideal-set-of-weights). And none is ideal: where a network
/// has every row on the right side, doubling $`W_2`$ brings every prediction closer
/// to its target.
#[test]
fn doubling_w2_brings_every_prediction_closer_where_every_row_is_on_the_right_side() {
    let (x, y) = four_rows();
    for run in train_seeds(0..50, &x, &y, 1.0, 1500) {
        let before = (run.net.predict(&x) - &y).mapv(f64::abs);
        let mut doubled = run.net.clone();
        doubled.w2 *= 2.0;
        let after = (doubled.predict(&x) - &y).mapv(f64::abs);
        assert!(after.iter().zip(&before).all(|(after, before)| after < before));
    }
}

/// For all [value:errata.seeds] seeds the loss rises at every step, to
/// [value:errata.uphill] at the median. A loss of 2 is what a network gets that
/// answers 1 to every row, as these all do: two rows right, two as wrong as can be.
#[test]
fn with_a_plus_for_the_minus_the_loss_rises_at_every_step() {
    let (x, y) = four_rows();
    for run in train_seeds(0..200, &x, &y, -1.0, 1500) {
        assert!(run.history.losses().windows(2).all(|pair| pair[1] > pair[0]));
        assert!(run.net.predict(&x).iter().all(|&y_hat| y_hat > 0.98));
    }
    assert_eq!(sum_of_squares(&Array2::ones((4, 1)), &y), 2.0);
}

/// All four lie inside.
/// The first is on the high side: most of our runs do better on that row.
#[test]
fn the_predictions_that_the_tutorial_prints_lie_within_the_range_of_all_seeds() {
    let (x, _) = four_rows();
    let predictions: Vec<_> = AT_ONE.iter().map(|run| run.net.predict(&x)).collect();
    for (row, printed) in [0.023, 0.979, 0.975, 0.025].into_iter().enumerate() {
        let below =
            predictions.iter().filter(|y_hat| y_hat[[row, 0]] < printed).count();
        assert!((50..950).contains(&below), "row {row}: {below}");
        assert!(row != 0 || below > 800, "{below}");
    }
}

/// The two agree only for −1, 0 and 1.
#[test]
fn a_square_is_the_absolute_value_for_minus_1_0_and_1_only() {
    // In hundredths.
    let agree = |&error: &i32| error * error == 100 * error.abs();
    let errors: Vec<i32> = (-500..=500).filter(agree).collect();
    assert_eq!(errors, [-100, 0, 100]);
}

/// A loss of 0 would need predictions of exactly 0 and 1, and on paper no sum gives
/// those.
/// **True:** its program puts one on the output as well, which keeps the predictions
/// between 0 and 1.
#[test]
fn a_sigmoid_gives_more_than_0_and_less_than_1() {
    for hundredth in -3000..=3000 {
        let a = sigmoid(f64::from(hundredth) / 100.0);
        assert!(0.0 < a && a < 1.0);
    }
}

/// Two things are wrong with $`z (1 - z)`$: its sign, outside of 0 to 1, and its
/// size, which grows like $`z^2`$.
#[test]
fn the_slope_from_the_output_fed_the_input_has_the_wrong_sign_outside_of_0_to_1_and_grows_like_the_square()
 {
    for tenth in -1000..=1000 {
        let z = f64::from(tenth) / 10.0;
        let slope = sigmoid_prime_from_output(z);
        assert_eq!(slope < 0.0, !(0.0..=1.0).contains(&z));
        // Of a number a hundred times as large it is 10,000 times as large.
        let ratio = sigmoid_prime_from_output(100.0 * z) / slope;
        assert!(z.abs() < 50.0 || (ratio / 1e4 - 1.0).abs() < 0.03);
    }
}

/// With `a(1 − a)` of z the loss of seed 2 is soon not a number (NaN).
#[test]
fn with_the_slope_from_the_output_fed_the_input_the_loss_of_seed_2_is_soon_no_number()
{
    let losses = losses_with(Slopes::OF_INPUT, &mut Network::seeded(2));
    assert!(losses[100].is_nan());
}

/// For XOR no straight line can.
///
/// No straight line could part the 1s from the 0s in [fig:decision-surface]: they
/// sit at opposite corners. If both 1s have a positive sum and both 0s a negative
/// one, the two can't be the same. A network without a hidden layer draws one
/// straight border and fails on this data. For XOR, the second 1 takes back what the
/// first one gave, and one unit cannot express that. Four copies can do no more than
/// one unit, and one unit cannot express XOR.
#[test]
fn a_straight_border_cannot_part_the_corners() {
    // Every weighing of two inputs and a constant, on a grid: none is right for all four rows.
    let (x, y) = four_rows();
    let weights = || (-20..=20).map(f64::from);
    for u in weights() {
        for v in weights() {
            for bias in weights() {
                let w = ndarray::array![[u], [v], [bias]];
                let y_hat = x.dot(&w).mapv(sigmoid);
                assert!(!all_on_the_right_side(&y_hat, &y), "{w}");
            }
        }
    }
}

/// How many times too large the slopes of `dw1` are if the slope of the sigmoid is forgotten.
fn times_without_sigmoid_prime(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> Array2<f64> {
    let trace = net.forward(x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let without = x.t().dot(&dz2.dot(&net.w2.t()));
    without / net.backward(x, y, &trace).dw1
}

/// For one row alone that is sure: from each of 1000 seeds, each slope is at least
/// four times as large.
/// Over four rows it is not.
/// In [value:backpropagation.not_four_times] of [value:seeds] seeds some slope is
/// less than four times as large, or has even the wrong sign.
#[test]
fn a_forgotten_sigmoid_prime_makes_the_slopes_of_one_row_four_times_as_large_and_of_four_rows_not_always()
 {
    let (x, y) = four_rows();
    let (mut fewer, mut opposite) = (0, 0);
    for seed in 0..SEEDS {
        let net = Network::seeded(seed);
        for row in 0..4 {
            let one = |a: &Array2<f64>| a.select(Axis(0), &[row]);
            let times = times_without_sigmoid_prime(&net, &one(&x), &one(&y));
            // Where the input is 0 both slopes are, and 0 / 0 is not a number.
            assert!(times.iter().all(|&times| times.is_nan() || times >= 4.0));
        }
        let times = times_without_sigmoid_prime(&net, &x, &y);
        fewer += usize::from(times.iter().any(|&times| times < 4.0));
        opposite += usize::from(times.iter().any(|&times| times < 0.0));
    }
    assert!((10..30).contains(&fewer), "{fewer}");
    assert!(opposite > 0);
}

/// | mistake | seeds that learn |
/// |---|---|
/// | $`W_2`$ takes its step before the blame goes back through it | [value:despite.w2-too-early] |
/// | each pass backward starts from the pass forward of the iteration before | [value:despite.trace-of-before] |
/// | $`\sigma'`$ of an activation, in the output layer alone | [value:despite.output-slope-twice] |
/// | no 2 in the slope of the loss | [value:despite.no-two] |
/// | the hidden layer gets $`\frac{\partial L}{\partial \hat y}`$ in place of $`\frac{\partial L}{\partial z_2}`$ | [value:despite.error-sent-back] |
/// | the slope of the mean over the rows in place of the sum | [value:despite.mean-for-sum] |
/// | no $`\sigma'`$ in the output layer | [value:despite.output-slope-missing] |
/// | a step after every row | [value:despite.step-after-every-row] |
/// | the slopes of earlier iterations are still in the sum | [value:despite.slopes-kept] |
/// | no $`\sigma'`$ in the hidden layer | [value:despite.hidden-slope-missing] |
/// | $`\sigma'`$ of an activation, in the hidden layer alone | [value:despite.hidden-slope-twice] |
/// | $`W_1`$ stays as it was drawn | [value:despite.w1-stays] |
///
/// Five of them let all but a few seeds learn.
#[test]
fn so_many_seeds_learn_in_spite_of_each_mistake() {
    let despite = learn_despite();
    assert_eq!(despite[0], ("none", 200));
    let names: Vec<&str> = despite.iter().skip(1).map(|(name, _)| *name).collect();
    assert_eq!(names, mistakes::training::mistakes());
    let seeds =
        |name: &str| despite.iter().find(|(known, _)| *known == name).unwrap().1;
    let nearly_all = [
        "w2-too-early",
        "trace-of-before",
        "output-slope-twice",
        "no-two",
        "error-sent-back",
    ];
    for name in nearly_all {
        assert!(seeds(name) >= 195, "{name}: {}", seeds(name));
        assert!(mistakes::training::learn(Some(name), 0..10) >= 9, "{name}");
    }
    for name in
        ["slopes-kept", "hidden-slope-missing", "hidden-slope-twice", "w1-stays"]
    {
        assert!(mistakes::training::learn(Some(name), 0..10) <= 1, "{name}");
    }
}

#[test]
#[ignore = "trains for a minute; in release mode"]
fn the_table_of_seeds_that_learn_in_spite_of_a_mistake_is_measured() {
    for (name, stored) in learn_despite() {
        let mistake = (name != "none").then_some(name);
        let measured =
            mistakes::training::learn(mistake, 0..mistakes::training::SEEDS);
        // On another processor a seed or two go the other way.
        assert!(measured.abs_diff(stored) <= 2, "{name}: {stored}, now {measured}");
    }
}
