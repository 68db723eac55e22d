//! Solutions of the chapter *Vanishing gradients*.

use backprop::activation::{
    Activation, Gelu, LeakyRelu, Relu, Sigmoid, Softplus, Tanh,
};
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use figures::activation_functions::seeded;
use figures::vanishing::slope_sizes;
use ndarray::{Array2, array};

/// Sigmoid, tanh and softplus learn both from each of ten seeds.
/// GELU learns OR from nearly every seed, and XOR from some.
/// Leaky ReLU learns OR from nearly every seed and XOR from none.
// ANCHOR: vanishing_1
#[test]
fn from_biases_of_minus_three_relu_learns_nothing_and_leaky_relu_learns_or_only() {
    let (x, xor) = four_rows();
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    let learns = |f: &'static dyn Activation, y: &Array2<f64>, seed| {
        let mut net = seeded(1, f, seed);
        let (_, mut biases) = net.stages[0].layer.parameters_mut();
        biases.fill(-3.0);
        net.train(&x, y, 0.3, 3000).iter().any(|&loss| loss < 0.1)
    };
    let learned = |f, y| (0..10).filter(|&seed| learns(f, y, seed)).count();
    for f in [&Sigmoid as &'static dyn Activation, &Tanh, &Softplus] {
        assert_eq!((learned(f, &xor), learned(f, &or)), (10, 10), "{f:?}");
    }
    assert_eq!((learned(&Relu, &xor), learned(&Relu, &or)), (0, 0));
    assert_eq!(learned(&LeakyRelu, &xor), 0);
    assert!(learned(&LeakyRelu, &or) >= 8);
    assert!((1..10).contains(&learned(&Gelu, &xor)));
    assert!(learned(&Gelu, &or) >= 8);
}
// ANCHOR_END: vanishing_1

/// A path chooses a unit in each of eight layers, so $`k`$ units in each make
/// $`k^8`$ paths. For three that is $`0.0000038 \times 6561 = 0.025`$: at most a
/// fortieth arrives. For four units it is $`\frac{1}{4}`$, since $`4^8`$ is a
/// quarter of $`4^9`$. For five it is 1.49, and shows nothing.
// ANCHOR: vanishing_2
#[test]
fn the_bound_shows_that_slopes_shrink_up_to_four_units_in_each_layer() {
    // Nine slopes on each path, and a unit to choose in each of eight layers.
    let bound = |units: f64| 0.25_f64.powi(9) * units.powi(8);
    assert!((bound(3.0) - 0.025).abs() < 0.0005);
    assert_eq!(bound(4.0), 0.25);
    assert!(bound(5.0) > 1.0 && format!("{:.2}", bound(5.0)) == "1.49");
}
// ANCHOR_END: vanishing_2

/// With sigmoids the first wins for a while: twice the weights leave more than ten
/// times as much, and four times the weights more than five times as much again,
/// though less than a five-hundredth arrives. Eight times the weights leave hardly
/// more. With tanh, twice the weights leave more than three times as much. With four
/// times it is less than at the start, and with eight almost nothing.
// ANCHOR: vanishing_3
#[test]
fn wider_weights_bring_more_slope_to_the_first_layer_until_the_units_saturate() {
    // The share of the slopes of layer 10 that is left at layer 1, the median of 100 seeds.
    let left = |f: &'static dyn Activation, times: f64| {
        let share = |seed| {
            let mut net = seeded(9, f, seed);
            net.for_each_parameter(|w| *w *= times);
            let sizes = slope_sizes(&net);
            sizes[0] / sizes[9]
        };
        quantile(&(0..100).map(share).collect::<Vec<_>>(), 0.5)
    };
    let [one, two, four, eight] =
        [1.0, 2.0, 4.0, 8.0].map(|times| left(&Sigmoid, times));
    assert!(two > 10.0 * one && four > 5.0 * two);
    assert!(four < 0.002 && eight < 1.1 * four);
    let [one, two, four, eight] =
        [1.0, 2.0, 4.0, 8.0].map(|times| left(&Tanh, times));
    assert!(two > 3.0 * one && four < one && eight < 1e-5);
}
// ANCHOR_END: vanishing_3

// ANCHOR: vanishing_4
/// For each unit of hidden layer `l`, from 0, whether its sum is positive in no row.
fn dead(net: &Sequential, l: usize) -> Vec<bool> {
    let z = &net.forward(&four_rows().0).z[l];
    z.columns().into_iter().map(|z| z.iter().all(|&z| z <= 0.0)).collect()
}

/// Deeper in, other units change what it gets, and it may come back.
/// In the first hidden layer none: what it gets is the data, and no step moves its
/// weights.
/// In the second layer more than 30 units come back.
#[test]
fn dead_units_come_back_in_the_second_hidden_layer_and_never_in_the_first() {
    let (x, y) = four_rows();
    let mut come_back = [0, 0];
    for seed in 0..100 {
        let mut net = seeded(2, &Relu, seed);
        let before = [0, 1].map(|l| dead(&net, l));
        net.train(&x, &y, 0.1, 500);
        for l in [0, 1] {
            let pairs = before[l].iter().zip(dead(&net, l));
            come_back[l] +=
                pairs.filter(|(before, after)| **before && !after).count();
        }
    }
    assert_eq!(come_back[0], 0);
    assert!(come_back[1] > 30);
}
// ANCHOR_END: vanishing_4
