//! Claims of the chapter *The learning rate*.

use backprop::activation::{Activation, Identity, Sigmoid, sigmoid_prime};
use backprop::dense::Dense;
use backprop::gradient_descent::{central_difference, descend};
use backprop::learning_rate::{
    end_losses, loss_and_gradients, small_network, steepest_curvature, two_inputs,
};
use backprop::sequential::{Sequential, in_one_list};
use backprop::what_it_learned::quantile;
use ndarray::{Array1, Array2, Axis, arr1, concatenate};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("learning-rate", words);
}

fn learned(losses: &[f64]) -> usize {
    losses.iter().filter(|&&loss| loss < 0.05).count()
}

fn finite(losses: &[f64]) -> usize {
    losses.iter().filter(|loss| loss.is_finite()).count()
}

/// The steepest curvature of the loss of the small network at these parameters.
fn curvature(seed: u64, parameters: &[f64]) -> f64 {
    let (x, y) = two_inputs();
    let gradient = |at: &[f64]| {
        let mut net = small_network(&Identity, seed);
        net.set_parameters(at);
        in_one_list(&loss_and_gradients(&net, &x, &y).1)
    };
    steepest_curvature(gradient, parameters)
}

/// A network of one layer without a sigmoid.
fn one_layer(parameters: &[f64]) -> Sequential {
    let mut net = Sequential::new(Dense::new(2, 1), &Identity);
    net.set_parameters(parameters);
    net
}

/// The slopes of its loss on the rows of `x` and `y`.
fn slopes_of_one_layer(
    x: &Array2<f64>,
    y: &Array2<f64>,
    parameters: &[f64],
) -> Vec<f64> {
    in_one_list(&loss_and_gradients(&one_layer(parameters), x, y).1)
}

/// The slope of $`w^2`$ is $`2w`$, as you know from [Gradient
/// descent](gradient-descent.md), and half of $`2 c w`$ is $`c \, w`$. So every step
/// multiplies the distance from the bottom by the same factor, $`1 - \eta c`$.
///
/// | learning rate | factor | what happens |
/// |---|---|---|
/// | below $`1/c`$ | between 0 and 1 | comes closer from one side |
/// | $`1/c`$ | 0 | arrives in one step |
/// | between $`1/c`$ and $`2/c`$ | between −1 and 0 | jumps over the bottom at every step, and comes closer: a zigzag |
/// | $`2/c`$ | −1 | jumps from side to side forever |
/// | above $`2/c`$ | below −1 | every jump is longer than the last: it **diverges** |
///
/// The **edge** is at $`2/c`$. At 0.4, four fifths of the edge, every step takes
/// away two fifths of the distance.
///
/// The learning rate from which on descent diverges: 2 divided by the curvature.
#[test]
fn a_step_on_a_parabola_multiplies_the_distance_and_2_over_c_is_the_edge() {
    for c in [0.1, 1.0, 4.0, 100.0] {
        assert!((central_difference(|w| w * w, c) - 2.0 * c).abs() < 1e-6);
        let slope = central_difference(|w| c * w * w / 2.0, 3.0);
        assert!((slope - c * 3.0).abs() < 1e-6);
        let end = |share: f64| descend(|w| c * w, 1.0, share / c, 500)[500].abs();
        assert!(end(1.99) < 1e-2 && end(2.01) > 100.0);
        assert!((end(2.0) - 1.0).abs() < 1e-9);
        // What a step multiplies the distance by is the same at every step.
        let factor = |share: f64| {
            let path = descend(|w| c * w, 1.0, share / c, 20);
            let factor = 1.0 - share;
            let same = |pair: &[f64]| (pair[1] - factor * pair[0]).abs() < 1e-9;
            assert!(path.windows(2).all(same));
            path[1]
        };
        let near = |share, expected: f64| (factor(share) - expected).abs() < 1e-12;
        assert!(near(1.0, 0.0) && near(2.0, -1.0) && near(1.6, -0.6));
        for share in [0.1, 0.5, 0.9] {
            assert!((0.0..1.0).contains(&factor(share)));
            assert!((-1.0..0.0).contains(&factor(1.0 + share)));
            assert!(factor(2.0 + share) < -1.0);
        }
    }
}

/// Then every slope changes by $`2(3 + 2t)`$ times the move: the curvature is $`7 +
/// \sqrt{33} = 12.745`$, and the edge $`2 / 12.745 = 0.1569`$. (In two other
/// directions the change points along the move: with the other root, $`t = -1.186`$,
/// and where the two weights move by 1 and −1. The curvatures are 1.26 and 2.)
///
/// The loss is a parabola in each direction of these three numbers, but not
/// equally curved in each. In rows 2 and 3 the answer changes by $`1 + t`$, in row
/// 4 by $`2 + t`$, in row 1 by $`t`$. A weight's input is 1 in two rows, so its
/// slope changes by $`2((1 + t) + (2 + t)) = 2(3 + 2t)`$. The bias counts in all
/// four rows: $`2(4 + 4t)`$. So $`4 + 4t = t(3 + 2t)`$, which gives $`t =
/// \frac{1}{4}(1 + \sqrt{33}) = 1.686`$.
#[test]
fn the_curvature_of_the_network_of_one_layer_is_seven_and_the_root_of_33() {
    let (x, y) = two_inputs();
    let gradient = |at: &[f64]| slopes_of_one_layer(&x, &y, at);
    // The same at every point.
    for at in [[1.0, 0.0, 0.0], [0.0, 0.0, 0.5], [-3.0, 2.0, 7.0]] {
        let curvature = steepest_curvature(gradient, &at);
        assert!((curvature - (7.0 + 33.0_f64.sqrt())).abs() < 1e-6);
    }
    says(&format!("= {:.3}", 7.0 + 33.0_f64.sqrt()));
    // The two other directions in which the change points along the move.
    let still = gradient(&[0.0; 3]);
    let other = (1.0 - 33.0_f64.sqrt()) / 4.0;
    for (at, curvature) in
        [([1.0, 1.0, other], 7.0 - 33.0_f64.sqrt()), ([1.0, -1.0, 0.0], 2.0)]
    {
        let change = gradient(&at).into_iter().zip(&still).map(|(a, b)| a - b);
        let along = at.map(|moved| curvature * moved);
        assert!(change.zip(along).all(|(a, b)| (a - b).abs() < 1e-12));
    }
    // As the page works it out.
    let steepest = (1.0 + 33.0_f64.sqrt()) / 4.0;
    let answers = two_inputs().0.dot(&arr1(&[1.0, 1.0]));
    for t in [steepest, other, 0.7] {
        assert_eq!(answers.map(|w| w + t), arr1(&[t, 1.0 + t, 1.0 + t, 2.0 + t]));
        let moved = gradient(&[1.0, 1.0, t]);
        let change = |i: usize| moved[i] - still[i];
        assert!((change(0) - 2.0 * (3.0 + 2.0 * t)).abs() < 1e-12);
        assert!((change(1) - change(0)).abs() < 1e-12);
        assert!((change(2) - 2.0 * (4.0 + 4.0 * t)).abs() < 1e-12);
        let is_along = (change(2) - t * change(0)).abs() < 1e-9;
        assert_eq!(is_along, t != 0.7);
    }
    let edge = 2.0 / (7.0 + 33.0_f64.sqrt());
    says(&format!(r"the edge $`2 / 12.745 = {edge:.4}`$"));
    says(&format!(r"\sqrt{{33}}) = {steepest:.3}`$"));
    says(&format!("$`t = {other:.3}`$"));
    says(&format!("The curvatures are {:.2} and 2.", 7.0 - 33.0_f64.sqrt()));
}

/// The change leans further toward the steepest direction than $`d`$ does. Take the
/// change as the next direction, shortened to length 1, and repeat: in the end the
/// first part is all, and the length of the change is the curvature.
#[test]
fn the_change_of_the_slopes_leans_toward_the_steepest_direction_until_it_is_all() {
    let (x, y) = two_inputs();
    let gradient = |at: &[f64]| arr1(&slopes_of_one_layer(&x, &y, at));
    let bias = (1.0 + 33.0_f64.sqrt()) / 4.0;
    let steepest = arr1(&[1.0, 1.0, bias]) / (2.0 + bias * bias).sqrt();
    let mut direction: Array1<f64> = arr1(&[0.8, -0.6, 0.0]);
    let mut share = 0.0;
    for step in 0..100 {
        direction /= direction.dot(&direction).sqrt();
        let now = direction.dot(&steepest);
        // The first part grows, until rounding is all that is left of the rest.
        assert!(now > share || step > 10);
        share = now;
        direction = gradient(&direction.to_vec()) - gradient(&[0.0; 3]);
    }
    assert!(share > 1.0 - 1e-12);
    let length = direction.dot(&direction).sqrt();
    assert!((length - (7.0 + 33.0_f64.sqrt())).abs() < 1e-9);
}

/// The loss of 1 below the edge is as good as it gets: a single layer can't learn
/// these rows, and the best that it can do is to answer one half to all. Two percent
/// above the edge, it is lost. First the numbers grow, then one overflows, and at
/// last the loss is not a number.
#[test]
fn a_single_layer_answers_one_half_to_all_and_two_percent_above_its_edge_it_is_lost()
{
    let (x, y) = two_inputs();
    // The bottom of a valley whose curvatures are all positive.
    let (loss, gradients) = loss_and_gradients(&one_layer(&[0.0, 0.0, 0.5]), &x, &y);
    assert!(loss == 1.0 && in_one_list(&gradients).iter().all(|&slope| slope == 0.0));
    let edge = 2.0 / (7.0 + 33.0_f64.sqrt());
    let below = one_layer(&[1.0, 0.0, 0.0]).train(&x, &y, 0.98 * edge, 20_000);
    assert!((below[20_000] - 1.0).abs() < 1e-9);
    let above = one_layer(&[1.0, 0.0, 0.0]).train(&x, &y, 1.02 * edge, 20_000);
    let lost = above.iter().position(|loss| !loss.is_finite()).unwrap();
    assert!(above[100] > 10.0 && above[lost - 1] > 1e300);
    assert!(above[lost].is_infinite() && above[20_000].is_nan());
}

/// The number comes from the inputs alone: more rows or larger inputs make the loss
/// more curved, and the edge lower.
#[test]
fn more_rows_or_larger_inputs_make_the_loss_more_curved() {
    let curvature = |x: &Array2<f64>, y: &Array2<f64>| {
        let gradient = |at: &[f64]| slopes_of_one_layer(x, y, at);
        steepest_curvature(gradient, &[1.0, 0.0, 0.0])
    };
    let (x, y) = two_inputs();
    let usual = curvature(&x, &y);
    assert!((curvature(&x, &(1.0 - &y)) - usual).abs() < 1e-6);
    assert!(curvature(&(2.0 * &x), &y) > 1.5 * usual);
    let twice = |a: &Array2<f64>| concatenate![Axis(0), *a, *a];
    assert!((curvature(&twice(&x), &twice(&y)) - 2.0 * usual).abs() < 1e-6);
}

/// What one step leaves of the distance: the size of 1 − ηc. It is less than 1 up to
/// ηc = 2, the edge.
#[test]
fn the_factor_of_a_step_is_less_than_1_up_to_the_edge() {
    let factor = |rate: f64| descend(|w| w, 1.0, rate, 1)[1].abs();
    for tenths in 1..20 {
        let rate = f64::from(tenths) / 10.0;
        assert!(factor(rate) < 1.0 && factor(2.0 + rate) > 1.0);
        assert!((factor(rate) - (1.0 - rate).abs()).abs() < 1e-12);
    }
    assert_eq!(factor(2.0), 1.0);
}

/// The slope of $`f(w) = w^4 / 4`$ is $`w^3`$.
#[test]
fn the_slope_of_a_quarter_of_the_fourth_power_is_the_third_power() {
    for w in [-3.0, 0.5, 2.1_f64] {
        let slope = central_difference(|w| w.powi(4) / 4.0, w);
        assert!((slope - w.powi(3)).abs() < 1e-6);
    }
}

/// The powers of ten of the figure, with the losses of its runs there.
fn sweep(end: &'static dyn Activation) -> Vec<(f64, Vec<f64>)> {
    let powers = (0..=20).map(|i| f64::from(i) / 4.0 - 3.5);
    let at = |power: f64| (power, end_losses(end, 10_f64.powf(power), 0..20, 300));
    powers.filter(|&power| power != 0.75).map(at).collect()
}

/// Each network has a range where it learns. Beyond it, the one with an unbounded
/// output (blue) leaves the finite numbers; the one with the sigmoid (orange)
/// stands at 2. There are three regions. Too small: after 300 steps the loss is
/// still near 1. Right: almost every seed learns, and the largest rates are the
/// fastest. Too large: no seed learns. In [fig:learning-rate-sweep] the rates at
/// which every seed learns span a factor of three for the one network and of ten
/// for the other, out of a hundred thousand. And the two ranges do not meet.
#[test]
fn a_sweep_has_three_regions_and_those_of_the_two_networks_do_not_meet() {
    let ends: [&'static dyn Activation; 2] = [&Identity, &Sigmoid];
    let [identity, sigmoid] = ends.map(sweep);
    let learns = |sweep: &[(f64, Vec<f64>)]| {
        let all = sweep.iter().filter(|(_, losses)| learned(losses) == 20);
        let powers: Vec<f64> = all.map(|&(power, _)| power).collect();
        let (first, last) = (powers[0], powers[powers.len() - 1]);
        assert_eq!(4.0 * (last - first), powers.len() as f64 - 1.0);
        (first, last)
    };
    let (ours, other) = (learns(&identity), learns(&sigmoid));
    // The powers of ten 0.5 and 1 are factors of about three and of ten, out of five powers.
    assert_eq!((ours.1 - ours.0, other.1 - other.0), (0.5, 1.0));
    assert!(ours.1 < other.0);
    for (sweep, (first, last)) in [(&identity, ours), (&sigmoid, other)] {
        let (_, slowest) = &sweep[0];
        let slow = quantile(slowest, 0.5);
        assert!((0.8..1.3).contains(&slow) && learned(slowest) == 0, "{slow}");
        let median = |at: f64| {
            let (_, losses) = sweep.iter().find(|(power, _)| *power == at).unwrap();
            quantile(losses, 0.5)
        };
        assert!(median(last) < median(first));
        assert_eq!(learned(&sweep[sweep.len() - 1].1), 0);
    }
    let beyond =
        |(power, losses): &&(f64, Vec<f64>)| *power > 1.0 && !losses.is_empty();
    assert!(identity.iter().filter(beyond).all(|(_, losses)| finite(losses) == 0));
    for (_, losses) in sigmoid.iter().filter(beyond) {
        assert!((quantile(losses, 0.5) - 2.0).abs() < 1e-3);
    }
}

/// The sigmoid can't answer less than 0 or more than 1, so the loss of four rows is
/// at most 4. With the sigmoid, divergence looks like [saturation](activation.md): one
/// long step makes the sums so large that the network answers the same, all 0 or all
/// 1, to every row. Two rows are wrong: a loss of 2. There $`\sigma'`$ is almost 0,
/// so the slopes are, and the next steps lead nowhere. No NaN tells you. A loss that jumps
/// up and then stays flat does.
#[test]
fn with_the_sigmoid_a_rate_of_10_ends_on_flat_ground_and_never_leaves_the_finite_numbers()
 {
    let (x, y) = two_inputs();
    let flat = |&seed: &u64| {
        let mut net = small_network(&Sigmoid, seed);
        let losses = net.train(&x, &y, 10.0, 300);
        assert!(losses.iter().all(|&loss| loss <= 4.0));
        let z = &net.forward(&x).z[1];
        let (_, gradients) = loss_and_gradients(&net, &x, &y);
        let y_hat = net.predict(&x);
        let one_answer =
            y_hat.iter().all(|&a| a < 0.01) || y_hat.iter().all(|&a| a > 0.99);
        let jumps = losses.windows(2).any(|pair| pair[1] > pair[0] + 0.1);
        let stays = losses[200..].iter().all(|loss| (loss - 2.0).abs() < 0.05);
        one_answer
            && jumps
            && stays
            && z.iter().all(|&z| sigmoid_prime(z) < 0.01)
            && in_one_list(&gradients).iter().all(|slope| slope.abs() < 1e-3)
    };
    assert!((0..20).filter(flat).count() >= 15);
}

/// Without a bound, the loss goes to infinity. At rate 0.1 the unbounded network
/// learned.
#[test]
fn without_a_bound_every_seed_learns_at_a_tenth_and_none_stays_finite_at_0_3() {
    let at = |rate| end_losses(&Identity, rate, 0..100, 300);
    assert!(learned(&at(0.1)) >= 98);
    let lost = at(0.3);
    assert!(finite(&lost) == 0 && lost.iter().all(|&loss| loss == f64::INFINITY));
    // Between them the seed decides.
    assert!((5..95).contains(&finite(&at(0.15))));
    assert_eq!(learned(&at(0.003)), 0);
}

/// So close to the edge, a weight that differs in its fourteenth digit decides for
/// some seeds whether they learn.
#[test]
fn close_to_the_edge_the_fourteenth_digit_decides_which_seeds_learn() {
    let (x, y) = two_inputs();
    let learns = |seed, shift: f64| {
        let mut net = small_network(&Sigmoid, seed);
        let (mut weights, _) = net.stages[0].layer.parameters_mut();
        weights[[0, 0]] += shift;
        let rate = 10_f64.powf(0.75);
        net.train(&x, &y, rate, 300)[300] < 0.05
    };
    let shifts = [1e-14, -1e-14, 2e-14, -2e-14];
    let turns = |&seed: &u64| {
        let without = learns(seed, 0.0);
        shifts.iter().any(|&shift| learns(seed, shift) != without)
    };
    assert!((0..20).filter(turns).count() >= 2);
}

/// Those of the fast runs are higher, every one of them above 0.1.
/// None of them could hold a run at rate 0.1. And none does: the runs at rate 0.1
/// end at other bottoms, with edges from [value:learning_rate.fast_lowest] to
/// [value:learning_rate.fast_highest].
#[test]
fn no_run_rests_where_the_edge_lies_below_its_rate() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let at_rest = |rate| {
            let mut net = small_network(&Identity, seed);
            let losses = net.train(&x, &y, rate, 1000);
            assert!(losses[1000] < 0.05, "seed {seed}: {}", losses[1000]);
            2.0 / curvature(seed, &net.parameters())
        };
        let (slow, fast) = (at_rest(0.01), at_rest(0.1));
        assert!((0.01..0.1).contains(&slow), "seed {seed}: {slow}");
        assert!(fast > 0.1, "seed {seed}: {fast}");
    }
}

/// Near a bottom nearly every smooth valley is about a parabola, so each bottom has
/// an edge of its own: $`2/c`$, with the steepest curvature $`c`$ there. A run can't
/// rest at a bottom that is too narrow for its rate. The loss falls. At eleven
/// tenths, it climbs to a hundred times what it was, for each of the seeds.
#[test]
fn beside_a_bottom_descent_returns_below_the_edge_and_leaves_above_it() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let mut net = small_network(&Identity, seed);
        net.train(&x, &y, 0.03, 3000);
        let edge = 2.0 / curvature(seed, &net.parameters());
        let beside: Vec<f64> = net.parameters().iter().map(|w| w + 1e-3).collect();
        let mut losses = |share: f64| {
            net.set_parameters(&beside);
            net.train(&x, &y, share * edge, 100)
        };
        let (below, above) = (losses(0.9), losses(1.1));
        assert!(below[100] < below[0], "seed {seed}");
        let highest = above.iter().fold(0.0, |high: f64, &loss| high.max(loss));
        assert!(highest > 100.0 * above[0], "seed {seed}: {highest}");
    }
}

/// It is sharp: at 0.50 the distance stays what it is, at 0.52 it is 47 times as
/// large after 50 steps.
#[test]
fn two_percent_above_the_edge_the_distance_grows_47_fold_in_50_steps() {
    let away = descend(|w| 4.0 * w, 1.0, 0.52, 50)[50];
    says(&format!("it is {away:.0} times as large"));
}
