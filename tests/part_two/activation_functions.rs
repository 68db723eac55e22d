//! Claims of the chapter *Activation functions*.

use backprop::activation::{
    ACTIVATIONS, Activation, Gelu, LeakyRelu, Relu, Sigmoid, Softplus, Tanh,
};
use backprop::dense::Sequential;
use backprop::what_it_learned::quantile;
use figures::activation_functions::{
    after_long_step, dead_units, learns, seeded, slope_sizes, training,
};
use ndarray::Axis;

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("activation-functions", words);
}

fn slope(f: &dyn Activation, z: f64) -> f64 {
    f.slope(z, f.value(z))
}

#[test]
fn the_largest_slopes_are_those_of_the_table() {
    let places = || (-4000..=4000).map(|i| f64::from(i) / 500.0);
    let largest = |f| places().map(|z| slope(f, z)).fold(0.0, f64::max);
    let [sigmoid, tanh, relu, leaky_relu, softplus, gelu] = ACTIVATIONS.map(largest);
    assert_eq!((sigmoid, tanh, relu, leaky_relu), (0.25, 1.0, 1.0, 1.0));
    assert!(softplus < 1.0);
    assert!(gelu - slope(&Gelu, 2.0_f64.sqrt()) < 1e-6);
    says(&format!("GELU | {gelu:.3} |"));
    says(&format!(r"at $`\sqrt{{2}}`$ the slope is {gelu:.3}"));
}

#[test]
fn far_out_each_slope_is_what_the_table_says() {
    let [left, right] = [-30.0, 30.0].map(|z| ACTIVATIONS.map(|f| slope(f, z)));
    let nearly = |slopes: [f64; 6], expected: [f64; 6]| {
        slopes.iter().zip(expected).all(|(s, e)| (s - e).abs() < 1e-12)
    };
    assert!(nearly(left, [0.0, 0.0, 0.0, 0.01, 0.0, 0.0]));
    assert!(nearly(right, [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]));
}

#[test]
fn gelu_has_one_value_and_two_slopes_at_two_places() {
    let (near, far) = (-0.2, -1.6290);
    assert!((Gelu.value(near) - Gelu.value(far)).abs() < 1e-5);
    says(&format!("\u{2212}{:.4}. But its slope is", -Gelu.value(near)));
    let slopes = [slope(&Gelu, near), -slope(&Gelu, far)].map(|s| format!("{s:.4}"));
    says(&format!("{} at the one and \u{2212}{} at the other", slopes[0], slopes[1]));
    // It falls to the left of its lowest point.
    assert!(slope(&Gelu, -0.7519) < 0.0 && slope(&Gelu, -0.7517) > 0.0);
}

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
fn softplus_is_both_of_its_forms() {
    for z in [-5.0, -1.0, 0.0, 0.5, 20.0_f64] {
        let first = (1.0 + z.exp()).ln();
        assert!((first - (z + (1.0 + (-z).exp()).ln())).abs() < 1e-12);
        let value = Softplus.value(z);
        assert!((value - first).abs() < 1e-12);
    }
    assert!(1000.0_f64.exp().is_infinite());
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
    value(&format!("activations.{name}_{hidden}_at_{rate}"))
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
fn with_six_hidden_layers_the_leak_helps_at_larger_rates_and_hardly_at_the_best() {
    // By how many standard deviations of chance the two counts of 200 differ.
    let apart = |rate| {
        let [relu, leaky] = ["relu", "leaky_relu"].map(|name| swept(name, 6, rate));
        let variance = |count: f64| count * (200.0 - count) / 200.0;
        (leaky - relu) / (variance(relu) + variance(leaky)).sqrt()
    };
    assert!(apart("0.03").abs() < 2.0);
    assert!(apart("0.1") > 3.0 && apart("0.3") > 3.0);
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
