//! Claims of the chapter *Vanishing gradients*.

use backprop::activation::{Activation, Gelu, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::dense::Gradients;
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use figures::activation_functions::{seeded, training};
use figures::sequential::drawn;
use figures::vanishing::{after_long_step, dead_units, learns, slope_sizes};
use ndarray::Axis;

use crate::sequential::losses_of_twenty;
use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("vanishing", words);
}

#[test]
fn after_100_iterations_deeper_networks_are_on_the_plateau_with_smaller_slopes() {
    for widths in [&[2, 4, 1][..], &[2, 4, 4, 1], &[2, 4, 4, 4, 1]] {
        let after = losses_of_twenty(widths)
            .iter()
            .map(|losses| losses[100])
            .collect::<Vec<_>>();
        assert!((0.95..1.001).contains(&quantile(&after, 0.5)));
    }
    let [two, three, four] =
        [2, 3, 4].map(|n| value(&format!("vanishing.plateau_{n}")));
    assert!(three < two / 10.0 && four < three / 5.0);
}

#[test]
fn each_added_layer_more_than_doubles_the_time_of_seed_10_until_one_half() {
    let (x, y) = two_inputs();
    let time = |widths: &[usize]| {
        let losses = drawn(widths, 10).train(&x, &y, 0.5, 5000);
        losses.iter().position(|&loss| loss < 0.5).unwrap()
    };
    let [two, three, four] =
        [&[2, 4, 1][..], &[2, 4, 4, 1], &[2, 4, 4, 4, 1]].map(time);
    assert!(three > 2 * two && four > 2 * three);
}

#[test]
fn on_the_second_plateau_four_layers_answer_two_thirds_to_all_rows_but_the_first() {
    let (x, y) = two_inputs();
    let mut net = drawn(&[2, 4, 4, 4, 1], 10);
    let losses = net.train(&x, &y, 0.5, 3700);
    assert!((losses[3700] - 0.67).abs() < 0.01);
    let y_hat = net.predict(&x);
    assert!(y_hat[[0, 0]] < 0.1);
    assert!(y_hat.iter().skip(1).all(|y_hat| (y_hat - 2.0 / 3.0).abs() < 0.01));
}

/// For one layer, the largest of them is 0.32 (the median of 20 seeds).
/// For two layers it is 0.053, for three 0.0092, for four 0.0012.
#[test]
fn the_deeper_the_network_the_smaller_the_slopes_of_its_first_layer() {
    let (x, y) = two_inputs();
    let largest = |widths: &[usize], seed| {
        let net = drawn(widths, seed);
        let (_, gradients) = loss_and_gradients(&net, &x, &y);
        let Gradients { dw, db } = &gradients[0];
        dw.iter().chain(db).fold(0.0, |most: f64, slope| most.max(slope.abs()))
    };
    let median = |widths: &[usize]| {
        let slopes: Vec<f64> = (0..20).map(|seed| largest(widths, seed)).collect();
        quantile(&slopes, 0.5)
    };
    let by_depth =
        [&[2, 1][..], &[2, 4, 1], &[2, 4, 4, 1], &[2, 4, 4, 4, 1]].map(median);
    assert!(by_depth.windows(2).all(|pair| pair[1] < pair[0] / 5.0));
    let [one, two, three, four] = by_depth;
    says(&format!(
        "{one:.2} (the median of 20 seeds). For two layers it is {two:.3}, for three {three:.4}, for four {four:.4}."
    ));
}

/// ```math \left(\tfrac{1}{4}\right)^{9} = 0.0000038 ```
///
/// In a network of six units in each hidden layer, $`6^8`$ or 1,679,616 paths lead from
/// one sum of the first layer to the output.
/// If all pushed in the same direction they would come to at most 6.4 in total, so the
/// bound alone shows nothing.
#[test]
fn nine_sigmoids_leave_four_millionths_on_a_path_and_there_are_enough_paths_to_make_up_for_it()
 {
    let (path, paths) = (0.25_f64.powi(9), 6_u32.pow(8));
    says(&format!("= {path:.7}"));
    says(&format!(
        "{},{:03},{:03} paths",
        paths / 1_000_000,
        paths / 1000 % 1000,
        paths % 1000
    ));
    says(&format!("at most {:.1} in total", path * f64::from(paths)));
}

#[test]
fn the_slopes_of_deep_sigmoids_vanish_from_every_seed_and_others_do_not() {
    let shrinkage = |f: &'static dyn Activation| -> Vec<f64> {
        let sizes = (0..100).map(|seed| slope_sizes(&seeded(9, f, seed)));
        sizes.map(|sizes| sizes[9] / sizes[0]).collect()
    };
    assert!(shrinkage(&Sigmoid).iter().all(|&factor| factor > 1e4));
    for f in [&Tanh as &'static dyn Activation, &Relu] {
        assert!((20.0..30.0).contains(&quantile(&shrinkage(f), 0.5)), "{f:?}");
    }
}

/// How many of 200 seeds learn, as the page says it.
fn swept(name: &str, hidden: usize, rate: &str) -> f64 {
    value(&format!("vanishing.{name}_{hidden}_at_{rate}"))
}

#[test]
fn at_rate_0_1_the_sigmoid_looks_hopeless_and_at_rate_1_every_seed_of_it_learns() {
    assert!(swept("sigmoid", 3, "0.1") <= 5.0);
    assert_eq!(swept("tanh", 3, "0.1"), 200.0);
    assert_eq!(swept("sigmoid", 3, "1"), 200.0);
    // It needs ten times the rate of tanh.
    assert!(swept("sigmoid", 3, "0.3") < 190.0);
    assert!(swept("tanh", 3, "3") < 20.0);
}

#[test]
fn relu_fails_from_some_seeds_at_every_rate_and_so_does_leaky_relu() {
    for name in ["relu", "leaky_relu"] {
        let best = ["0.03", "0.1", "0.3", "1", "3"].map(|rate| swept(name, 3, rate));
        let best = best.into_iter().fold(0.0, f64::max);
        assert!((160.0..197.0).contains(&best), "{name}: {best}");
    }
}

#[test]
fn with_six_hidden_layers_no_rate_saves_the_sigmoid_and_tanh_learns_at_0_1() {
    let learned = |f, rate| {
        let learns = |&seed: &u64| learns(&mut seeded(6, f, seed), rate, 2000);
        (0..20).filter(learns).count()
    };
    for rate in [0.03, 0.1, 0.3, 1.0, 3.0] {
        assert!(learned(&Sigmoid, rate) <= 1, "{rate}");
    }
    assert_eq!(learned(&Tanh, 0.1), 20);
}

#[test]
fn with_six_hidden_layers_the_leak_helps_much_at_larger_rates_and_a_little_at_the_best()
 {
    // By how many standard deviations of chance two counts of `n` differ.
    let apart = |[relu, leaky]: [f64; 2], n: f64| {
        let variance = |count: f64| count * (n - count) / n;
        (leaky - relu) / (variance(relu) + variance(leaky)).sqrt()
    };
    for rate in ["0.1", "0.3"] {
        let learned = ["relu", "leaky_relu"].map(|name| swept(name, 6, rate));
        assert!(apart(learned, 200.0) > 3.0, "{rate}");
    }
    // The best rate was chosen on the 200 seeds; these are others.
    let n = value("vanishing.more");
    let [relu, leaky] =
        ["relu", "leaky_relu"].map(|name| value(&format!("vanishing.{name}_6_more")));
    assert!(apart([relu, leaky], n) > 3.0 && leaky - relu < n / 10.0);
    for name in ["relu", "leaky_relu"] {
        let [best, more, most] =
            ["0.03", "0.1", "0.3"].map(|rate| swept(name, 6, rate));
        assert!(best > more && more > most);
    }
}

#[test]
fn no_step_moves_a_dead_unit() {
    for seed in 0..50 {
        let mut net = after_long_step(&Relu, seed, 10.0);
        // The weights into a unit are a column of W₁, which is (3, 6).
        let into = |net: &Sequential, unit: usize| {
            let (weights, biases) = net.stages[0].layer.parameters();
            (weights.index_axis(Axis(1), unit).into_owned(), biases[unit])
        };
        let before = [0, 1, 2, 3, 4, 5].map(|unit| into(&net, unit));
        let dead = dead_units(&net);
        training(&mut net, 0.1).nth(200);
        let still = |unit: &usize| before[*unit] == into(&net, *unit);
        assert!((0..6).filter(still).count() >= dead && dead_units(&net) >= dead);
    }
}

#[test]
fn a_third_of_the_units_is_dead_before_training_and_two_thirds_after_a_long_step() {
    let share = |long| {
        let dead = |seed| dead_units(&after_long_step(&Relu, seed, long));
        (0..100).map(dead).sum::<usize>() as f64 / 600.0
    };
    assert!((0.3..0.36).contains(&share(0.0)));
    assert!((0.6..0.7).contains(&share(10.0)));
}

#[test]
fn after_a_long_step_leaky_relu_learns_hardly_more_often_than_relu_and_tanh_does() {
    let learned = |f: &'static dyn Activation| {
        let after =
            |&seed: &u64| learns(&mut after_long_step(f, seed, 10.0), 0.3, 300);
        (0..40).filter(after).count()
    };
    let [relu, leaky_relu, gelu, tanh] =
        [&Relu as &'static dyn Activation, &LeakyRelu, &Gelu, &Tanh].map(learned);
    assert!(leaky_relu.abs_diff(relu) <= 4, "{relu} and {leaky_relu}");
    assert!(gelu >= relu + 8 && tanh >= gelu, "{gelu} and {tanh}");
}
