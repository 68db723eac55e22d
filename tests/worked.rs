//! What the prose of Part I works out by hand or says of one network: the code gives it, and the
//! page says it.

#[path = "common/says.rs"]
mod common;

use std::cell::Cell;
use std::collections::HashSet;
use std::fs;

use backprop::activation::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};
use backprop::chain_rule::{Dual, Neuron};
use backprop::gradient_descent::{
    Gradients, central_difference, descend, descend_surface, gradient,
    loss_along_one, loss_along_two, measured_gradients,
};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::falls_at_every_step;
use common::root::in_root;
use common::says;
use figures::runs::{self, first_below};
use figures::style::{BLUE, VERMILION, signed as prose};
use ndarray::{Array2, ArrayView2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Compare the numbers with [fig:architecture]: the weight from the third input to
/// the fourth hidden unit is 0.974, the widest line; the one from the third hidden
/// unit to the output is 0.008, a line you can hardly see.
#[test]
fn the_widest_and_the_thinnest_line_of_the_network() {
    let net = Network::seeded(2);
    says("network", &format!("fourth hidden unit is {:.3}", net.w1[[2, 3]]));
    says("network", &format!("to the output is {:.3}", net.w2[[2, 0]]));
    assert!(net.w1.iter().chain(&net.w2).all(|&w| w <= net.w1[[2, 3]]));
    assert!(net.w1.iter().chain(&net.w2).all(|&w| w >= net.w2[[2, 0]]));
}

/// All weights are positive; the network has no negative ones until it learns some.
#[test]
fn all_weights_are_positive_until_training_makes_some_negative() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let is_negative = |net: &Network| net.w1.iter().chain(&net.w2).any(|&w| w < 0.0);
    assert!(net.w1.iter().chain(&net.w2).all(|&w| w > 0.0));
    train(&mut net, &x, &y, 1.0, 1500);
    assert!(is_negative(&net));
}

/// Our own data has four rows, so $`z_1`$ has the shape $`(4, 4)`$.
/// The two 4s mean different things: four rows of data, four hidden units.
/// With $`n`$ rows the shape is $`(n, 4)`$.
/// The shapes: $`\hat y`$ and $`y`$ are $`(n, 1)`$, and $`L`$ is one number.
/// `(6, 1)`: one prediction for each row.
/// The **shape** of an array is its number of rows, then its number of columns: a
/// table of 2 rows and 5 columns has the shape $`(2, 5)`$.
/// The inputs $`x`$ have shape $`(4, 3)`$ and the targets $`y`$ have shape $`(4,
/// 1)`$: as many rows as there are samples.
/// `(4, 1)`, a column: four rows, and one target in each.
/// So the network has 16 weights, and they are all it has.
/// $`W_1`$ of shape $`(3, 4)`$: one row for each input, one column for each hidden
/// unit.
/// $`W_2`$ of shape $`(4, 1)`$: one row for each hidden unit, one column for the
/// output.
/// `w1` has the shape $`(3, 4)`$ and `w2` the shape $`(4, 1)`$: inputs by hidden
/// units, hidden units by outputs.
#[test]
fn the_shapes_of_the_data_and_of_the_network() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let (w1, w2) = (net.w1.dim(), net.w2.dim());
    let shape = |dim: (usize, usize)| format!("shape $`{dim:?}`$");
    let words = format!("have {} and the targets $`y`$ have ", shape(x.dim()));
    says("network", &(words + &shape(y.dim())));
    says(
        "network",
        &format!("`w1` has the {} and `w2` the {}", shape(w1), shape(w2)),
    );
    says("network", &format!("- $`W_1`$ of {}: one row", shape(w1)));
    says("network", &format!("- $`W_2`$ of {}: one row", shape(w2)));
    says("network", &format!("has {} weights", net.w1.len() + net.w2.len()));
    says("feedforward", &format!("rows the shape is $`(n, {})`$.", w1.1));
    assert_eq!(Array2::<f64>::zeros((2, 5)).dim(), (2, 5));
    // One sum and one activation for each row of data and each hidden unit.
    assert_eq!(net.forward(&x).z1.dim(), (4, 4));
    for n in 1..7 {
        let trace = net.forward(&Array2::zeros((n, 3)));
        assert_eq!((trace.z1.dim(), trace.y_hat.dim()), ((n, 4), (n, 1)));
        sum_of_squares(&trace.y_hat, &Array2::zeros((n, 1)));
    }
}

/// | input 1 | input 2 | input 3 | target |
/// |:---:|:---:|:---:|:---:|
/// | 0 | 0 | 1 | 0 |
/// | 0 | 1 | 1 | 1 |
/// | 1 | 0 | 1 | 1 |
/// | 1 | 1 | 1 | 0 |
///
/// Their targets are 0, 1, 1 and 0.
#[test]
fn the_table_of_the_introduction_is_the_data() {
    let (x, y) = four_rows();
    let row = |(x, y): (ndarray::ArrayView1<f64>, &f64)| {
        format!("| {} | {} | {} | {y} |", x[0], x[1], x[2])
    };
    let rows: Vec<String> = x.rows().into_iter().zip(&y).map(row).collect();
    says("introduction", &format!("|:---:| {}", rows.join(" ")));
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| y[[i, 0]]);
    says("introduction", &format!("Their targets are {a}, {b}, {c} and {d}."));
}

/// The generator starts from a **seed**: the same seed always gives the same
/// numbers, on every computer.
#[test]
fn a_seed_draws_the_numbers_that_the_book_prints() {
    let net = Network::seeded(2);
    assert_eq!(net, Network::seeded(2));
    for (name, weights) in [("w1", &net.w1), ("w2", &net.w2)] {
        let printed = format!("{name} {:?} {weights:.3}", weights.dim());
        let words: Vec<&str> = printed.split_whitespace().collect();
        says("network", &words.join(" "));
    }
}

/// The number in its row $`i`$ and column $`j`$ comes from row $`i`$ of $`x`$ and
/// column $`j`$ of $`W_1`$: multiply them number by number and add up.
/// So $`x`$ needs as many columns as $`W_1`$ has rows.
/// These two inner sizes vanish, and the outer two are the shape of the result.
#[test]
fn a_product_of_arrays_multiplies_rows_by_columns_and_keeps_the_outer_sizes() {
    let (x, w1) = (four_rows().0, Network::seeded(2).w1);
    let product = x.dot(&w1);
    for ((i, j), entry) in product.indexed_iter() {
        let terms = x.row(i).into_iter().zip(w1.column(j)).map(|(x, w)| x * w);
        assert!((entry - terms.sum::<f64>()).abs() < 1e-15);
    }
    let product = |inner, other| {
        let (a, b) = (Array2::<f64>::ones((5, inner)), Array2::ones((other, 2)));
        std::panic::catch_unwind(|| a.dot(&b).dim()).ok()
    };
    for inner in 1..5 {
        assert_eq!(product(inner, inner), Some((5, 2)));
        assert_eq!(product(inner, inner + 1), None);
    }
}

/// No single input decides it.
/// If you know only the first bit, the target may be 0 or 1.
#[test]
fn the_first_bit_alone_decides_no_target_and_neither_does_the_second() {
    let (x, y) = four_rows();
    for bit in [0, 1] {
        for value in [0.0, 1.0] {
            let rows = (0..4).filter(|&row| x[[row, bit]] == value);
            let targets: Vec<f64> = rows.map(|row| y[[row, 0]]).collect();
            assert!(targets.contains(&0.0) && targets.contains(&1.0));
        }
    }
    assert!(x.column(2).iter().all(|&bit| bit == 1.0));
}

/// So the network starts with random ones, each drawn from the numbers between 0 and
/// 1, all equally likely.
#[test]
fn the_first_weights_are_drawn_evenly_from_the_numbers_between_0_and_1() {
    let mut tenths = [0; 10];
    for seed in 0..1000 {
        let net = Network::seeded(seed);
        for &w in net.w1.iter().chain(&net.w2) {
            assert!((0.0..1.0).contains(&w));
            tenths[(w * 10.0) as usize] += 1;
        }
    }
    // Of 16,000 weights, about 1600 each.
    assert!(tenths.iter().all(|share| (1450..1750).contains(share)), "{tenths:?}");
}

/// A hidden unit computes one number: it adds up the three inputs, each times a
/// weight of its own, and squeezes the sum into the range from 0 to 1.
/// The output does the same with the four numbers of the hidden units.
#[test]
fn a_unit_adds_up_its_inputs_times_its_weights_and_squeezes_the_sum() {
    let (x, _) = four_rows();
    for seed in 0..20 {
        let net = Network::seeded(seed);
        let trace = net.forward(&x);
        for row in 0..4 {
            for unit in 0..4 {
                let sum: f64 = (0..3).map(|i| x[[row, i]] * net.w1[[i, unit]]).sum();
                let a = trace.a1[[row, unit]];
                assert!((a - sigmoid(sum)).abs() < 1e-15 && 0.0 < a && a < 1.0);
            }
            let sum: f64 = (0..4).map(|j| trace.a1[[row, j]] * net.w2[[j, 0]]).sum();
            assert!((trace.y_hat[[row, 0]] - sigmoid(sum)).abs() < 1e-15);
        }
    }
}

/// You need Rust 1.91 or later.
#[test]
fn the_rust_that_a_reader_needs_is_the_one_that_the_crate_names() {
    let version = env!("CARGO_PKG_RUST_VERSION");
    says("introduction", &format!("You need Rust {version} or later"));
}

/// The predictions are four numbers around 0.7: the network has not learned anything
/// yet and answers nearly the same to every row.
/// Before training the network answers about 0.7 to everything.
/// It begins with sixteen random numbers and gives nearly the same answer to every
/// row.
#[test]
fn before_training_the_network_answers_about_seven_tenths_to_every_row() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    assert_eq!(net.w1.len() + net.w2.len(), 16);
    assert!(net.predict(&x).iter().all(|y_hat| (y_hat - 0.7).abs() < 0.05));
}

/// After 1500 iterations it answers close to 0 for two rows and close to 1 for the
/// two others. It changes the numbers a little, 1500 times, and the four answers
/// move apart, each to its target.
#[test]
fn after_1500_iterations_each_answer_is_close_to_its_target() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let first = net.predict(&x);
    let history = train(&mut net, &x, &y, 1.0, 1500);
    assert_eq!(history.losses().len(), 1501);
    let (before, after) = (first - &y, net.predict(&x) - &y);
    assert!(
        after.iter().zip(&before).all(|(a, b)| a.abs() < 0.03 && a.abs() < b.abs())
    );
    assert_eq!(y.iter().filter(|&&y| y == 0.0).count(), 2);
    assert_eq!(y.iter().filter(|&&y| y == 1.0).count(), 2);
}

/// All four lie above one half, and not by chance: all weights and activations are
/// positive, so $`z_2`$ is positive, and $`\sigma`$ of a positive number is more
/// than one half. Before training every prediction is above one half, as the chapter
/// shows.
#[test]
fn before_training_every_prediction_is_above_one_half_whatever_the_seed() {
    let (x, _) = four_rows();
    for seed in 0..1000 {
        let net = Network::seeded(seed);
        let trace = net.forward(&x);
        let positive = |a: &Array2<f64>| a.iter().all(|&value| value > 0.0);
        assert!([&net.w1, &net.w2, &trace.a1, &trace.z2].into_iter().all(positive));
        assert!(trace.y_hat.iter().all(|&y_hat| y_hat > 0.5));
    }
}

/// With more hidden units, an untrained network leans further to 1.
#[test]
fn with_more_hidden_units_an_untrained_network_answers_closer_to_1() {
    let (x, _) = four_rows();
    let mean = |hidden| -> f64 {
        let mean = |seed| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            Network::random(3, hidden, 1, &mut rng).predict(&x).sum() / 4.0
        };
        (0..200).map(mean).sum::<f64>() / 200.0
    };
    assert!((1..10).all(|hidden| mean(hidden) < mean(hidden + 1)));
}

/// It is always 1, so its weight is added to the sum of every row: the last row of
/// $`W_1`$ *is* a bias for the hidden layer.
#[test]
fn the_weights_of_the_third_input_are_a_bias_of_the_hidden_layer() {
    let (x, _) = four_rows();
    assert!(x.column(2).iter().all(|&input| input == 1.0));
    for seed in 0..20 {
        let net = Network::seeded(seed);
        let sums = x.select(Axis(1), &[0, 1]).dot(&net.w1.select(Axis(0), &[0, 1]));
        let off = net.forward(&x).z1 - sums - net.w1.row(2);
        assert!(off.iter().all(|off| off.abs() < 1e-15));
    }
}

/// Here $`\mathrm{e}`$ is a fixed number, about 2.718, and $`\mathrm{e}^{-z} = 1 /
/// \mathrm{e}^{z}`$.
#[test]
fn the_power_in_the_sigmoid_is_one_of_e() {
    let e = std::f64::consts::E;
    says("activation", &format!("a fixed number, about {e:.3},"));
    for z in (-50..=50).map(|i| f64::from(i) / 10.0) {
        assert!((e.powf(-z) * sigmoid(z) + sigmoid(z) - 1.0).abs() < 1e-12);
        assert!((e.powf(-z) * e.powf(z) - 1.0).abs() < 1e-12);
    }
}

/// So every weighted sum $`z`$ goes through a function that squeezes all numbers into
/// the range from 0 to 1. For $`z = 0`$ the power is 1. For a large $`z`$ the power
/// is nearly 0 and the result nearly 1. For a very negative $`z`$ the power is huge
/// and the result nearly 0.
#[test]
fn the_sigmoid_squeezes_any_number_into_the_range_from_0_to_1() {
    let numbers = || (-2500..=2500).map(|i| f64::from(i) / 10.0);
    assert!(numbers().all(|z| (0.0..=1.0).contains(&sigmoid(z))));
    let open = |z: f64| 0.0 < sigmoid(z) && sigmoid(z) < 1.0;
    assert!(numbers().filter(|z| z.abs() < 30.0).all(open));
    let power = |z: f64| (-z).exp();
    assert_eq!((power(0.0), sigmoid(0.0)), (1.0, 0.5));
    assert!(power(10.0) < 1e-4 && 1.0 - sigmoid(10.0) < 1e-4);
    assert!(power(-10.0) > 1e4 && sigmoid(-10.0) < 1e-4);
}

/// Far to the left and far to the right the curve is nearly level, and the slope
/// nearly 0.
/// At 6 it is a hundredth of what it is at 0.
/// Its slope is nearly gone: at 6 it is a hundredth of what it is at 0.
#[test]
fn far_from_0_the_slope_of_the_sigmoid_is_nearly_0() {
    assert!(sigmoid_prime(10.0) < 1e-4 && sigmoid_prime(-10.0) < 1e-4);
    let share = sigmoid_prime(6.0) / sigmoid_prime(0.0);
    assert_eq!(format!("{share:.2}"), "0.01");
}

/// ```math
/// 0 \times 0.881 + 1 \times 0.222 + 1 \times 0.172 = 0.394
/// ```
///
/// and its activation is $`\sigma(0.394) = 0.597`$. Where the input is 0 the weight
/// does not count, and where it is 1 the weight counts as it is. The sums of the
/// other two units are $`0.932 + 0.751 = 1.683`$ and $`0.017 + 0.974 = 0.991`$. The
/// sigmoids of the four sums are 0.597, 0.712, 0.843 and 0.729.
///
/// ```math
/// 0.597 \times 0.310 + 0.712 \times 0.804 + 0.843 \times 0.008 + 0.729 \times 0.102 = 0.839
/// ```
///
/// and $`\sigma(0.839) = 0.698`$. The second row of the data, 0 1 1, has come as
/// far as the first hidden unit, and its weighted sum there is 0.394. The sigmoid
/// makes 0.597 of it. Its weights are the first column of $`W_1`$: 0.881, 0.222 and
/// 0.172. **Guess first:** the same row and the second hidden unit, whose weights
/// are 0.548, 0.676 and 0.229. The second row, 0 1 1, runs through the network of
/// seed 2. Row 2, column 1 of `z1` is the 0.394 that we computed by hand, and row
/// 2, column 2 is the 0.905. Take the second row of the data, 0 1 1, and the first
/// hidden unit.
#[test]
fn the_second_row_run_forward_by_hand() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let [p, q, r] = [0, 1, 2].map(|i| x[[1, i]]);
    says("feedforward", &format!("second row of the data, {p} {q} {r}, and"));
    let figure = fs::read_to_string(in_root("book/figures/feedforward.svg")).unwrap();
    assert!(figure.contains(&format!("<desc>The inputs are {p} {q} {r}.")));
    says("feedforward", &format!("![The second row, {p} {q} {r}, runs"));
    let column = |j| {
        let [u, v, w] = [0, 1, 2].map(|i| net.w1[[i, j]]);
        format!("{u:.3}, {v:.3} and {w:.3}.")
    };
    says("feedforward", &format!("first column of $`W_1`$: {}", column(0)));
    says("feedforward", &format!("whose weights are {}", column(1)));
    let (first, second) = (trace.z1[[1, 0]], trace.z1[[1, 1]]);
    says("feedforward", &format!("column 1 of `z1` is the {first:.3} that we"));
    says("feedforward", &format!("row 2, column 2 is the {second:.3}."));
    let [u, v, w] = [0, 1, 2].map(|i| net.w1[[i, 0]]);
    let sum = format!(r"0 \times {u:.3} + 1 \times {v:.3} + 1 \times {w:.3}");
    says("feedforward", &format!("{sum} = {:.3}", trace.z1[[1, 0]]));
    says(
        "feedforward",
        &format!(r"\sigma({:.3}) = {:.3}", trace.z1[[1, 0]], trace.a1[[1, 0]]),
    );
    says(
        "activation",
        &format!(
            "its weighted sum there is {:.3}. The sigmoid makes {:.3} of it",
            trace.z1[[1, 0]],
            trace.a1[[1, 0]]
        ),
    );
    let [u, v] = [1, 2].map(|i| net.w1[[i, 1]]);
    says("feedforward", &format!("{u:.3} + {v:.3} = {:.3}", trace.z1[[1, 1]]));

    for j in [2, 3] {
        let [u, v] = [1, 2].map(|i| net.w1[[i, j]]);
        says("feedforward", &format!("{u:.3} + {v:.3} = {:.3}", trace.z1[[1, j]]));
    }
    let [a, b, c, d] = [0, 1, 2, 3].map(|j| trace.a1[[1, j]]);
    says("feedforward", &format!("sums are {a:.3}, {b:.3}, {c:.3} and {d:.3}."));

    let terms = (0..4)
        .map(|j| format!(r"{:.3} \times {:.3}", trace.a1[[1, j]], net.w2[[j, 0]]));
    let sum = terms.collect::<Vec<_>>().join(" + ");
    says("feedforward", &format!("{sum} = {:.3}", trace.z2[[1, 0]]));
    says(
        "feedforward",
        &format!(r"\sigma({:.3}) = {:.3}", trace.z2[[1, 0]], trace.y_hat[[1, 0]]),
    );
}

/// The errors are 0.667, −0.302, −0.294 and 0.729.
/// [fig:error] shows what the second row adds to it: $`(-0.302)^2 = 0.091`$.
/// Rows 1 and 4, whose targets are 0, cause most of it: $`0.66720^2 + 0.72896^2 =
/// 0.97654`$.
/// **Guess first:** the network of seed 2 predicts 0.667, 0.698, 0.706 and 0.729.
/// The targets are 0, 1, 1, 0.
/// The gradient is the errors times 2, signs included.
#[test]
fn the_errors_before_training_and_their_sum() {
    let (x, y) = four_rows();
    let y_hat = Network::seeded(2).predict(&x);
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| y_hat[[i, 0]]);
    says("loss", &format!("seed 2 predicts {a:.3}, {b:.3}, {c:.3} and {d:.3}."));
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| y[[i, 0]]);
    says("loss", &format!("The targets are {a}, {b}, {c}, {d}."));
    let gradient = sum_of_squares_gradient(&y_hat, &y);
    let loss = sum_of_squares(&y_hat, &y);
    let errors = y_hat - y;
    assert_eq!(gradient, 2.0 * &errors);
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| prose(errors[[i, 0]], 3));
    let sum = errors.sum();
    says("loss", &format!("The errors are {a}, {b}, {c} and {d}."));
    says("loss", &format!("= {sum:.3}`$** (±"));
    let second = errors[[1, 0]];
    says("loss", &format!("({second:.3})^2 = {:.3}", second * second));
    let (first, last) = (errors[[0, 0]], errors[[3, 0]]);
    let part = first * first + last * last;
    says("loss", &format!("{first:.5}^2 + {last:.5}^2 = {part:.5}"));
    assert!(part / loss > 0.8);
}

/// But a sum of errors is a bad measure: errors of opposite sign cancel. A network
/// that is wrong by +1 on one row and by −1 on another would get a perfect 0.
#[test]
fn errors_of_opposite_sign_cancel_and_their_squares_do_not() {
    let (y_hat, y) = (array![[1.0], [0.0]], array![[0.0], [1.0]]);
    assert_eq!((&y_hat - &y, (&y_hat - &y).sum()), (array![[1.0], [-1.0]], 0.0));
    assert_eq!(sum_of_squares(&y_hat, &y), 2.0);
}

/// It is 0 if every prediction is right, and positive otherwise.
#[test]
fn the_loss_is_0_if_every_prediction_is_right_and_positive_otherwise() {
    let (x, y) = four_rows();
    assert_eq!(sum_of_squares(&y, &y), 0.0);
    for row in 0..4 {
        for off in [-0.1, 0.1] {
            let mut y_hat = y.clone();
            y_hat[[row, 0]] += off;
            assert!(sum_of_squares(&y_hat, &y) > 0.0);
        }
    }
    assert!((0..200).all(|seed| {
        sum_of_squares(&Network::seeded(seed).predict(&x), &y) > 0.0
    }));
}

/// The check in [listing:errors] is there because `ndarray` stretches arrays of size
/// 1 to fit: without it, a single target would be compared with every row, and
/// nobody would notice.
#[test]
fn ndarray_stretches_a_single_target_over_every_row() {
    let y_hat = array![[0.5], [0.25], [1.0], [0.0]];
    assert_eq!(&y_hat - &array![[1.0]], array![[-0.5], [-0.75], [0.0], [-1.0]]);
}

/// Squaring removes the sign of an error, as the absolute value does.
/// But it also changes the size: an error of 0.1 counts 0.01, and an error of 0.9
/// counts 0.81.
/// They agree only at −1, 0 and 1.
/// The square is flat near 0.
/// **What to notice** in [fig:square-and-absolute]: the absolute value, a V, is as
/// steep next to 0 as it is far out.
/// The square, a curve called a parabola, grows flatter as the error shrinks.
/// A square is never negative, and large errors weigh more than small ones.
#[test]
fn the_square_of_an_error_and_its_absolute_value() {
    let square = |error: f64| sum_of_squares(&array![[error]], &array![[0.0]]);
    assert_eq!(format!("{:.2} {:.2}", square(0.1), square(0.9)), "0.01 0.81");
    let errors = || (-100..=100).map(|i| f64::from(i) / 100.0);
    assert!(errors().all(|e| square(e) == square(-e) && square(e) >= 0.0));
    let meet: Vec<f64> = errors().filter(|&e| square(e) == e.abs()).collect();
    assert_eq!(meet, [-1.0, 0.0, 1.0]);
    let slope = |f: fn(f64) -> f64, e| central_difference(f, e);
    for e in errors().filter(|&e| e > 0.0) {
        assert!((slope(f64::abs, e) - 1.0).abs() < 1e-9);
        assert!((slope(f64::abs, -e) + 1.0).abs() < 1e-9);
        let slope = |e| central_difference(square, e);
        assert!(slope(e) > slope(e - 0.01) && slope(-e) < slope(0.01 - e));
        assert!(square(1.1 * e) / square(e) > 1.2);
    }
    assert!(central_difference(square, 0.0).abs() < 1e-9);
}

/// An error above 0 says that the prediction was too high, one below 0 that it was
/// too low.
/// If the prediction is too high, moving it up makes the loss larger: the slope is
/// positive.
/// If the prediction is too low, moving it up makes the loss smaller: the slope is
/// negative.
/// So the slope has the sign of the error.
/// As $`h`$ shrinks to nothing, $`2e`$ remains.
///
/// The slope is twice the error, and the 2 comes from the square:
///
/// This gradient has one slope for each prediction, so it has the shape of $`\hat
/// y`$: $`(4, 1)`$.
/// With our four rows the mean would be a quarter of the sum, and so would each
/// slope.
#[test]
fn the_slope_of_the_loss_along_a_prediction_is_twice_its_error() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let y_hat = Network::seeded(seed).predict(&x);
        let slopes = sum_of_squares_gradient(&y_hat, &y);
        assert_eq!(slopes.dim(), (4, 1));
        for row in 0..4 {
            let loss = |moved: f64| {
                let mut y_hat = y_hat.clone();
                y_hat[[row, 0]] += moved;
                sum_of_squares(&y_hat, &y)
            };
            let error = y_hat[[row, 0]] - y[[row, 0]];
            let is_too_high = y_hat[[row, 0]] > y[[row, 0]];
            assert_eq!(error > 0.0, is_too_high);
            assert_eq!(loss(0.001) > loss(0.0), is_too_high);
            assert!((central_difference(loss, 0.0) - 2.0 * error).abs() < 1e-9);
            assert!((slopes[[row, 0]] - 2.0 * error).abs() < 1e-15);
            let mean = |moved| loss(moved) / 4.0;
            let of_mean = central_difference(mean, 0.0);
            assert!((of_mean - slopes[[row, 0]] / 4.0).abs() < 1e-9);
        }
    }
}

/// **Guess first:** we start at $`w = 3`$, and not at the 0.804 of seed 2, to have
/// some way to go. From 3 the curve falls all the way to this place, and beyond it
/// the curve rises. [fig:one-weight-moves] shows where the two are, and how the loss
/// answers when $`v`$ moves from the 0.80 of seed 2 to 3. The loss, that of all four
/// rows together, goes from 1.15 to 1.66. Here v alone goes from 0.80 to 3. The curve
/// rises to the right at that point: its slope is positive.
#[test]
fn the_first_step_down_the_valley() {
    let slope = central_difference(loss_along_one, 3.0);
    let path = descend(|_| slope, 3.0, 3.0, 1);
    says("gradient-descent", &format!(r"3 - 3 \times {slope:.3} = {:.3}", path[1]));
    let start = Network::seeded(2).w2[[1, 0]];
    says("gradient-descent", &format!("and not at the {start:.3} of seed 2"));
    let moved = format!("from the {start:.2} of seed 2 to 3.");
    says("gradient-descent", &moved);
    let (before, after) = (loss_along_one(start), loss_along_one(3.0));
    says("gradient-descent", &format!("from {before:.2} to {after:.2}."));
    says("gradient-descent", &format!("v alone goes from {start:.2} to 3."));
    assert!(slope > 0.0 && loss_along_one(path[1]) < after);
    let slope = |w| central_difference(loss_along_one, w);
    let bottom = descend(slope, 3.0, 3.0, 10)[10];
    says("gradient-descent", &format!("**{}** (±", prose(bottom, 3)));
    for beyond in [3.0, -3.0] {
        let way =
            (0..=100).map(|i| bottom + (beyond - bottom) * f64::from(i) / 100.0);
        assert!(way.map(loss_along_one).is_sorted_by(|one, next| one < next));
    }
}

/// It takes the network of seed 2, puts $`u`$ in the place of the weight from the
/// first input to the second hidden unit, and $`v`$ in the place of the weight from
/// there to the output.
/// (`net.w1[[0, 1]]` is the number in the first row and the second column: Rust
/// counts from 0.)
#[test]
fn the_two_weights_that_move_lie_on_one_way_to_the_loss() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let loss = |net: &Network| {
        (net.predict(&x) - &y).iter().map(|error| error * error).sum::<f64>()
    };
    let (mut first, mut second) = (net.clone(), net.clone());
    first.w1[[0, 1]] = 0.3;
    second.w2[[1, 0]] = 0.7;
    let (u, v) = (net.w1[[0, 1]], net.w2[[1, 0]]);
    assert!((loss_along_two(0.3, v) - loss(&first)).abs() < 1e-15);
    assert!((loss_along_two(u, 0.7) - loss(&second)).abs() < 1e-15);
    // u is what the first input brings to the second hidden unit, v what that brings on.
    assert_eq!(net.forward(&array![[1.0, 0.0, 0.0]]).z1[[0, 1]], u);
    let moved = second.forward(&x).z2 - net.forward(&x).z2;
    let a1 = net.forward(&x).a1;
    assert!(
        (0..4).all(|row| (moved[[row, 0]] - (0.7 - v) * a1[[row, 1]]).abs() < 1e-15)
    );
    // The first row and the second column, from 0: the second number of all.
    assert_eq!(net.w1.iter().nth(1), Some(&net.w1[[0, 1]]));
    assert_eq!(net.w1.row(0)[1], net.w1.column(1)[0]);
}

/// The hint can mislead: this curve is flat far away, too, and there the steps are
/// small although the bottom is far. The steps grow where the curve is steep and
/// shrink near the bottom, without anyone telling them to: the slope does it. After
/// ten steps the slope is 0.000 and $`w`$ hardly moves.
#[test]
fn the_steps_in_the_valley_grow_where_it_is_steep_and_shrink_near_the_bottom() {
    let slope = |w| central_difference(loss_along_one, w);
    let path = descend(slope, 3.0, 3.0, 10);
    let steps: Vec<f64> = path.windows(2).map(|pair| pair[0] - pair[1]).collect();
    assert!(steps[..3].is_sorted() && steps[2] > 1.3 * steps[0]);
    assert!(steps[3..].is_sorted_by(|one, next| one > next));
    // The longest step is taken where the slope is largest.
    let slopes: Vec<f64> = path.iter().map(|&w| slope(w)).collect();
    assert!(slopes.iter().all(|&other| other <= slopes[2]));
    says(
        "gradient-descent",
        &format!("ten steps the slope is {:.3} and", slopes[10]),
    );
    assert!(steps[9] < 0.002 && loss_along_one(path[10]) < 1.002);
    // And far away it is flat as well.
    let far = [slope(-8.0), slope(8.0)];
    assert!(far.iter().all(|slope| slope.abs() < slopes[2] / 15.0));
}

/// Middle: η = 3 arrives.
/// Below: η = 12 jumps over the bottom and back again.
/// Too large, and a step jumps over the valley, even to a higher place.
#[test]
fn at_a_rate_of_3_ten_steps_arrive_and_at_12_they_jump_over_the_bottom() {
    let slope = |w| central_difference(loss_along_one, w);
    let bottom = descend(slope, 3.0, 3.0, 100)[100];
    assert!((descend(slope, 3.0, 3.0, 10)[10] - bottom).abs() < 0.01);
    let jumps = descend(slope, 3.0, 12.0, 10);
    let crosses = |pair: &[f64]| (pair[0] > bottom) != (pair[1] > bottom);
    assert!(jumps[1..].windows(2).all(crosses));
    let climbs = |pair: &[f64]| loss_along_one(pair[1]) > loss_along_one(pair[0]);
    assert!(jumps.windows(2).any(climbs));
    // Far longer, and still no rest.
    let last = descend(slope, 3.0, 12.0, 1000);
    assert!(crosses(&last[999..]) && (last[1000] - last[999]).abs() > 2.0);
}

/// Too small, and it takes too many steps.
#[test]
fn a_rate_that_is_too_small_takes_too_many_steps() {
    let slope = |w| central_difference(loss_along_one, w);
    let needed = |rate| {
        let path = descend(slope, 3.0, rate, 200);
        path.iter().position(|&w| loss_along_one(w) < 1.01).unwrap()
    };
    assert!(needed(3.0) < 10 && needed(0.5) > 30);
}

/// The valley is steep across and nearly flat along, so the two directions want
/// different learning rates.
#[test]
fn the_two_slopes_at_the_start_differ_and_want_two_rates() {
    let (along_u, along_v) = gradient(loss_along_two, (3.0, 3.0));
    assert!(along_v > 40.0 * along_u && along_u > 0.0);
}

/// Above: η = 0.5, the steps are so small that ten of them cover less than a third
/// of the way.
#[test]
fn ten_steps_at_a_rate_of_one_half_cover_less_than_a_third_of_the_way() {
    let slope = |w| central_difference(loss_along_one, w);
    let bottom = descend(slope, 3.0, 3.0, 100)[100];
    let end = descend(slope, 3.0, 0.5, 10)[10];
    assert!((3.0 - end) / (3.0 - bottom) < 1.0 / 3.0);
}

/// (It comes back.
/// For some steps the path seems to rest, but there, at this rate, each step across
/// overshoots the floor by more than the last one missed it.)
#[test]
fn from_the_floor_of_the_valley_the_zigzag_comes_back() {
    let slopes = |at| gradient(loss_along_two, at);
    let floor = descend_surface(slopes, (3.0, 3.0), 2.0, 40)[40].1;
    let path = descend_surface(slopes, (3.0, floor), 10.0, 8);
    let missed = |step: usize| (path[step].1 - floor).abs();
    assert!(missed(3) < 0.1 && missed(8) > 1.0);
    assert!((4..8).all(|step| missed(step + 1) > missed(step)));
}

/// The careful path all but stops after ten steps, at a loss of 1.0094.
/// The hasty one zigzags, climbs now and then, and still ends lower, at 0.9985.
/// It climbs for the first time in its third step, from 1.2107 to 1.3602.
/// With η = 2 (blue) the path falls to the floor of a valley and creeps.
/// With η = 10 (orange) it jumps from wall to wall, and gets further.
#[test]
fn the_careful_path_creeps_and_the_hasty_one_climbs_now_and_then_and_ends_lower() {
    let slopes = |at| gradient(loss_along_two, at);
    let losses = |rate| -> Vec<f64> {
        let path = descend_surface(slopes, (3.0, 3.0), rate, 40);
        path.into_iter().map(|(u, v)| loss_along_two(u, v)).collect()
    };
    let (careful, hasty) = (losses(2.0), losses(10.0));
    says("gradient-descent", &format!("at a loss of {:.4}.", careful[10]));
    says("gradient-descent", &format!("ends lower, at {:.4}.", hasty[40]));
    let first = hasty.windows(2).position(|pair| pair[1] > pair[0]).unwrap();
    assert_eq!(first + 1, 3);
    let (from, to) = (hasty[first], hasty[first + 1]);
    says("gradient-descent", &format!("from {from:.4} to {to:.4}."));
    assert!(falls_at_every_step(&careful) && careful[10] - careful[40] < 2e-4);
    assert!(!falls_at_every_step(&hasty));
    // The floor that the careful path comes to lies between the walls.
    let of = |rate| descend_surface(slopes, (3.0, 3.0), rate, 40);
    let (careful, hasty) = (of(2.0), of(10.0));
    let floor = careful[40].1;
    let length =
        |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
    assert!(careful[10..].windows(2).all(|pair| length(pair) < 0.01));
    assert!(careful[..4].windows(2).all(|pair| length(pair) > 0.3));
    let crosses = |pair: &[(f64, f64)]| (pair[0].1 > floor) != (pair[1].1 > floor);
    assert!(hasty[1..15].windows(2).all(|pair| crosses(pair) && length(pair) > 2.0));
    assert!(hasty[40].0 < 0.0 && careful[40].0 > 2.8);
}

/// `(3, 4)`: all sixteen slopes fill two arrays of the shapes of the weights.
/// All sixteen slopes fill two arrays of the shapes of the weights: $`\frac{\partial
/// L}{\partial W_1}`$, $`(3, 4)`$, holds a slope for each number of $`W_1`$, and
/// $`\frac{\partial L}{\partial W_2}`$, $`(4, 1)`$, one for each number of $`W_2`$.
#[test]
fn measured_slopes_fill_two_arrays_of_the_shapes_of_the_weights() {
    let (x, y) = four_rows();
    let Gradients { dw1, dw2 } = measured_gradients(&Network::seeded(2), &x, &y);
    let [first, second] = [dw1.dim(), dw2.dim()].map(|dim| format!("$`{dim:?}`$"));
    says("gradient-descent", &format!("{first}, holds a slope for each"));
    says("gradient-descent", &format!("{second}, one for each number of $`W_2`$"));
}

/// The loss drops to 1, the loss of a network that [knows
/// nothing](loss.md#from-four-errors-to-one-number), hardly moves for a while, and
/// then falls.
#[test]
fn trained_by_measured_slopes_the_loss_waits_near_1_and_then_falls() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let mut losses = vec![];
    for _ in 0..250 {
        losses.push(sum_of_squares(&net.predict(&x), &y));
        let gradients = measured_gradients(&net, &x, &y);
        net.step(&gradients, 1.0);
    }
    assert!(losses[10..50].iter().all(|loss| (0.97..1.0).contains(loss)));
    assert!(losses[0] > 1.1 && losses[150] < 0.6 && losses[249] < 0.1);
}

/// The slope of $`w^2`$ is $`2w`$.
/// The slope of $`w^3`$ at 1 is 3.
/// The function $`(w^2 - 1)^2`$ has the slope $`4w(w^2 - 1)`$.
#[test]
fn the_slopes_that_the_exercises_give_are_the_measured_ones() {
    let slope = |f: &dyn Fn(f64) -> f64, w| central_difference(f, w);
    for w in [-1.5, -0.2, 1.0, 2.0_f64] {
        assert!((slope(&|w| w * w, w) - 2.0 * w).abs() < 1e-9);
        let of_hills = slope(&|w| (w * w - 1.0).powi(2), w);
        assert!((of_hills - 4.0 * w * (w * w - 1.0)).abs() < 1e-8);
    }
    assert!((slope(&|w| w.powi(3), 1.0) - 3.0).abs() < 1e-8);
}

/// So a step takes $`2 \times 16 = 32`$ runs, and 1500 steps take 48,000. There,
/// every slope was measured, at 512 multiplications for each row and step. **Guess
/// first:** the measured slopes took 512 multiplications for each row. Forward, each
/// weight multiplies once: 12 for $`W_1`$ and 4 for $`W_2`$. Backward, `dw2` and
/// `da1` take 4 each, and `dw1` takes 12. That takes 32 runs forward for one step,
/// 512 multiplications for each row, and it treats the network like a box whose
/// inside nobody knows. In a run, each row multiplies once for each weight, 16
/// times. A network with twice as many weights needs twice as many runs, and each
/// takes twice as long. With a million weights, one step takes two million runs, of
/// a million multiplications for each row. They find the same slopes for less: all
/// sixteen from one run forward and one run backward, and for a small part of those
/// 512 multiplications.
///
/// So one step takes $`32 \times 16 = 512`$ multiplications for each row.
///
/// That is 14 times less, for the same slopes.
#[test]
fn the_price_of_a_step_by_slopes_that_are_measured_and_by_slopes_that_are_computed() {
    let heights = Cell::new(0);
    central_difference(
        |w| {
            heights.set(heights.get() + 1);
            w
        },
        1.0,
    );
    let net = Network::seeded(2);
    let (w1, w2) = (net.w1.len(), net.w2.len());
    let (weights, runs) = (w1 + w2, heights.get() * (w1 + w2));
    let measured = runs * weights;
    let says = |page, words: String| says(page, &words);
    says("gradient-descent", format!("for each weight, {weights} times"));
    says("gradient-descent", format!("part of those {measured} multiplications"));
    says(
        "chain-rule",
        format!(
            "{runs} runs forward for one step, {measured} multiplications for each row"
        ),
    );
    says("backpropagation", format!("at {measured} multiplications for each row"));
    says("backpropagation", format!("slopes took {measured} multiplications"));
    says("gradient-descent", format!(r"$`2 \times {weights} = {runs}`$ runs"));
    assert_eq!(1500 * runs, 48_000);
    says("gradient-descent", "1500 steps take 48,000".to_string());
    says(
        "gradient-descent",
        format!(r"{runs} \times {weights} = {}", runs * weights),
    );

    // Twice as many weights: twice as many runs, and each multiplies twice as often.
    let price = |weights: u64| (2 * weights, 2 * weights * weights);
    assert_eq!(price(weights as u64), (runs as u64, measured as u64));
    assert_eq!(price(2 * weights as u64), (2 * runs as u64, 4 * measured as u64));
    assert_eq!(price(1_000_000), (2_000_000, 2_000_000 * 1_000_000));

    let all @ [first, second, dw2, da1, dw1] = multiplications(&net);
    assert_eq!((first, second, dw2), (w1, w2, da1));
    says("backpropagation", format!("once: {first} for $`W_1`$ and {second} for"));
    says("backpropagation", format!("take {dw2} each, and `dw1` takes {dw1}."));
    let terms = all.map(|times| times.to_string()).join(" + ");
    let sum: usize = all.iter().sum();
    says("backpropagation", format!("{terms} = {sum}"));
    says("backpropagation", format!("is {} times less", measured / sum));
}

/// How often the products of arrays multiply for one row: the two of `forward`, then those for
/// `dw2`, `da1` and `dw1` of `backward`.
fn multiplications(net: &Network) -> [usize; 5] {
    let x = Array2::ones((1, net.w1.nrows()));
    let a1 = x.dot(&net.w1);
    let dz2 = a1.dot(&net.w2);
    let times = |a: ArrayView2<f64>, b: ArrayView2<f64>| {
        assert_eq!(a.ncols(), b.nrows());
        a.nrows() * a.ncols() * b.ncols()
    };
    [
        times(x.view(), net.w1.view()),
        times(a1.view(), net.w2.view()),
        times(a1.t(), dz2.view()),
        times(dz2.view(), net.w2.t()),
        times(x.t(), a1.view()),
    ]
}

/// And the gap grows with the network.
/// Backward, each weight multiplies at most twice: once for its own slope, and once
/// to hand the slope on.
/// So for $`N`$ weights it is at most $`3N`$ in all, where measuring takes $`2N^2`$.
/// For a million weights that is three million against two million million.
#[test]
fn computed_slopes_take_at_most_three_multiplications_for_each_weight() {
    let mut shares = vec![];
    for (inputs, hidden, outputs) in [(3, 4, 1), (5, 7, 2), (30, 40, 10)] {
        let net = Network::new(
            Array2::zeros((inputs, hidden)),
            Array2::zeros((hidden, outputs)),
        );
        let weights = net.w1.len() + net.w2.len();
        let [first, second, dw2, da1, dw1] = multiplications(&net);
        assert_eq!(first + second, weights);
        assert_eq!((dw1, dw2, da1), (net.w1.len(), net.w2.len(), net.w2.len()));
        let computed = first + second + dw2 + da1 + dw1;
        assert!(computed <= 3 * weights);
        shares.push(2 * weights * weights / computed);
    }
    assert!(shares.is_sorted_by(|small, large| small < large));
    let million = 1_000_000_u64;
    let (computed, measured) = (3 * million, 2 * million * million);
    assert_eq!((computed / million, measured / (million * million)), (3, 2));
}

/// The sum $`z`$ is 1, and to bring $`\hat y`$ closer to 0 it has to become smaller.
/// So we expect a positive slope of $`L`$ along $`w`$. `d_error` and `d_y_hat` are
/// equal, because the step between them has the slope 1. The measured slope agrees,
/// so the hand-made one is right, at least here. **Guess first:** let $`x = 2`$, $`w
/// = 0.5`$, $`y = 0`$.
///
/// | number | its slope along the one before | it rises by |
/// |---|---|---|
/// | $`z`$ | $`x = 2`$ | $`2 \times 0.001 = 0.002`$ |
/// | $`\hat y`$ | $`\sigma'(1) = 0.73106 \times 0.26894 = 0.19661`$ | $`0.19661 \times 0.002 = 0.000393`$ |
/// | $`e`$ | 1 | 0.000393 |
/// | $`L`$ | $`2e = 2 \times 0.73106 = 1.46212`$ | $`1.46212 \times 0.000393 = 0.000575`$ |
///
/// The slope `dw` is 0.575, positive as we guessed. With more digits it is $`1.46212
/// \times 0.19661 \times 2 \approx 0.57494`$.
#[test]
fn the_factors_of_the_one_neuron() {
    let neuron = Neuron { w: 0.5 };
    let trace = neuron.forward(2.0, 0.0);
    let dw = neuron.backward(2.0, &trace).dw;
    let slope = sigmoid_prime(trace.z);
    let (a, b) = (trace.y_hat, 1.0 - trace.y_hat);
    let error = 2.0 * trace.error;
    says("chain-rule", &format!(r"{a:.5} \times {b:.5} = {slope:.5}"));
    says("chain-rule", &format!(r"2e = 2 \times {a:.5} = {error:.5}"));
    let rise = 0.002 * slope;
    says("chain-rule", &format!(r"{slope:.5} \times 0.002 = {rise:.6}"));
    says(
        "chain-rule",
        &format!(r"{error:.5} \times {rise:.6} = {:.6}", error * rise),
    );
    says("chain-rule", &format!("The slope `dw` is {dw:.3}"));
    says(
        "chain-rule",
        &format!(r"{error:.5} \times {slope:.5} \times 2 \approx {dw:.5}"),
    );
    let slopes = neuron.backward(2.0, &trace);
    assert_eq!(slopes.d_error, slopes.d_y_hat);
    let loss = |w| Neuron { w }.forward(2.0, 0.0).loss;
    assert!((central_difference(loss, 0.5) - dw).abs() < 1e-9);
    // From where the sum is 1, a smaller one is better.
    assert!(trace.z == 1.0 && sigmoid(0.9) < trace.y_hat && dw > 0.0);
}

/// $`L = e^2`$ has the slope $`2e`$; the [loss](loss.md) chapter showed where the 2
/// comes from.
/// $`e = \hat y - y`$ rises as fast as $`\hat y`$: slope 1.
/// $`\hat y = \sigma(z)`$ has the slope $`\sigma'(z)`$.
/// $`z = w x`$ rises by $`x`$ for each 1 of $`w`$: slope $`x`$.
#[test]
fn the_slopes_of_the_four_steps_of_a_neuron_are_the_measured_ones() {
    let slope = |f: &dyn Fn(f64) -> f64, at| central_difference(f, at);
    for at in [-1.5, 0.5, 2.0] {
        assert!((slope(&|e| e * e, at) - 2.0 * at).abs() < 1e-9);
        assert!((slope(&|y_hat| y_hat - 0.3, at) - 1.0).abs() < 1e-9);
        assert!((slope(&sigmoid, at) - sigmoid_prime(at)).abs() < 1e-9);
        assert!((slope(&|w| w * at, 0.7) - at).abs() < 1e-9);
    }
    // The steps of the neuron are these, in this order.
    let trace = Neuron { w: 0.5 }.forward(2.0, 0.3);
    assert_eq!((trace.z, trace.y_hat), (0.5 * 2.0, sigmoid(trace.z)));
    assert_eq!(trace.error, trace.y_hat - 0.3);
    assert_eq!(trace.loss, trace.error * trace.error);
}

/// `central_difference` confirms it.
/// One fact we take on trust: the slope of $`\mathrm{e}^w`$ at $`w`$ is
/// $`\mathrm{e}^w`$ itself.
#[test]
fn the_slope_of_the_exponential_is_the_exponential_itself() {
    for w in [-2.0, -0.3, 0.0, 1.0, 2.0] {
        let slope = central_difference(f64::exp, w);
        assert!((slope / w.exp() - 1.0).abs() < 1e-9);
        assert_eq!(Dual::variable(w).exp().slope, w.exp());
    }
}

/// The slope of `z` is 2, which is $`x`$. The slope of `loss` is the 0.575 again;
/// the assertion at the end finds it equal to the one by hand, up to $`10^{-15}`$.
#[test]
fn dual_numbers_bring_the_slope_of_the_one_neuron_along() {
    let (w, x) = (Dual::variable(0.5), Dual::constant(2.0));
    let z = w * x;
    let loss = z.sigmoid() * z.sigmoid();
    let neuron = Neuron { w: 0.5 };
    let by_hand = neuron.backward(2.0, &neuron.forward(2.0, 0.0)).dw;
    says("chain-rule", &format!("The slope of `z` is {}, which is $`x`$.", z.slope));
    says(
        "chain-rule",
        &format!("The slope of `loss` is the {:.3} again", loss.slope),
    );
    assert!((loss.slope - by_hand).abs() < 1e-15);
    // For the slope along x, another run.
    assert_eq!((Dual::constant(0.5) * Dual::variable(2.0)).slope, 0.5);
}

/// The loss rises by 0.000575 where the weight rises by 0.001.
/// So its slope along $`w`$ is $`0.000575 / 0.001 = 0.575`$.
#[test]
fn the_rise_of_the_loss_is_the_one_that_was_followed_step_by_step() {
    let loss = |w| Neuron { w }.forward(2.0, 0.0).loss;
    let rise = loss(0.501) - loss(0.5);
    says("chain-rule", &format!("The loss rises by {rise:.6} where the weight"));
    says("chain-rule", &format!("{rise:.6} / 0.001 = {:.3}", rise / 0.001));
}

/// If you multiply the rounded factors you get $`1.462 \times 0.197 \times 2 =
/// 0.576`$, and if you double the printed `dz` you get 0.574.
#[test]
fn what_rounded_factors_of_the_one_neuron_give() {
    let neuron = Neuron { w: 0.5 };
    let slopes = neuron.backward(2.0, &neuron.forward(2.0, 0.0));
    let three = |value: f64| (value * 1000.0).round() / 1000.0;
    let (error, slope) = (three(slopes.d_error), three(sigmoid_prime(1.0)));
    let product = error * slope * 2.0;
    says("chain-rule", &format!(r"{error} \times {slope} \times 2 = {product:.3}"));
    says("chain-rule", &format!("`dz` you get {:.3}", 2.0 * three(slopes.dz)));
}

/// The sum $`z`$ stays 1, and $`\frac{\partial L}{\partial z}`$ stays $`1.46212
/// \times 1 \times 0.19661 = 0.28747`$. Each weight multiplies this one number by
/// its own input: $`0.28747 \times 2 = 0.575`$ and $`0.28747 \times 4 = 1.150`$.
/// Three factors are multiplied once for both weights.
#[test]
fn two_weights_of_one_neuron_share_three_factors() {
    let trace = Neuron { w: 0.5 }.forward(2.0, 0.0);
    let (error, slope) = (2.0 * trace.error, sigmoid_prime(trace.z));
    let dz = error * slope;
    says("chain-rule", &format!(r"{error:.5} \times 1 \times {slope:.5} = {dz:.5}"));
    for x in [2.0, 4.0] {
        says("chain-rule", &format!(r"{dz:.5} \times {x} = {:.3}", x * dz));
    }
    // A second weight of 0, with the input 4, measured.
    let loss = |w: f64| sigmoid(0.5 * 2.0 + w * 4.0).powi(2);
    assert!((central_difference(loss, 0.0) - 4.0 * dz).abs() < 1e-9);
}

/// By the product above, the first row has the slope $`-0.1774`$ and the second
/// $`0.1817`$. The first row wants a larger weight and the second a smaller one.
/// They pull almost equally hard, and the second wins by a little. Take the neuron
/// $`w = 0.5`$ with two rows: $`x = 1`$ with the target 1, and $`x = -2`$ with the
/// target 0.5.
///
/// ```math
/// -0.1774 + 0.1817 = 0.0043
/// ```
#[test]
fn one_weight_on_two_rows_has_the_sum_of_two_slopes() {
    let neuron = Neuron { w: 0.5 };
    let rows = [(1.0, 1.0), (-2.0, 0.5)];
    let slopes = rows.map(|(x, y)| neuron.backward(x, &neuron.forward(x, y)).dw);
    let [a, b] = slopes.map(|slope| format!("{slope:.4}"));
    let sum = slopes[0] + slopes[1];
    says("chain-rule", &format!("{a} + {b} = {sum:.4}"));
    let loss = |w| rows.map(|(x, y)| Neuron { w }.forward(x, y).loss).iter().sum();
    assert!((central_difference(loss, 0.5) - sum).abs() < 1e-9);
    says("chain-rule", &format!("has the slope $`{a}`$ and the second $`{b}`$."));
    let [a, b] = slopes;
    assert!(a < 0.0 && b > -a && b < -1.05 * a);
}

/// The $`x`$ of this weight is the activation of the hidden unit, 0.68511.
///
/// ```math
/// 2e \cdot 1 \cdot \sigma'(z) \cdot x = -0.58840 \times 1 \times 0.20765 \times 0.68511 = -0.08371
/// ```
#[test]
fn the_slope_of_one_row_along_a_weight_to_the_output_is_the_product_for_a_neuron() {
    let (x, y) = four_rows();
    let row = |array: &Array2<f64>| array.select(Axis(0), &[2]);
    let (x, y) = (row(&x), row(&y));
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let (y_hat, a) = (trace.y_hat[[0, 0]], trace.a1[[0, 1]]);
    let (error, slope) = (2.0 * (y_hat - 1.0), sigmoid_prime_from_output(y_hat));
    let dw = error * slope * a;
    says("chain-rule", &format!("activation of the hidden unit, {a:.5}."));
    says(
        "chain-rule",
        &format!(r"{error:.5} \times 1 \times {slope:.5} \times {a:.5} = {dw:.5}"),
    );
    assert!((net.backward(&x, &y, &trace).dw2[[1, 0]] - dw).abs() < 1e-15);
}

/// Take the weight from the first input to the second hidden unit, 0.548 for seed 2.
/// Row 3 wants this weight larger and row 4 wants it smaller. Row 4 pulls harder.
/// The slope is 0.0144, and it will stand in the first row and second column of
/// `dw1` when the code has computed all twelve. At the output it was $`\hat y (1 -
/// \hat y)`$; at the hidden unit it was $`a_1 (1 - a_1)`$. **The slope of a sigmoid
/// comes from the activation that this layer produced**, not from the one it
/// received. In the first row and second column of `dw1` stands the 0.0144 from
/// above.
///
/// | from | to | the slope of this step | the slope of $`L`$ so far |
/// |---|---|---|---|
/// | $`L`$ | $`\hat y`$ | $`2 (0.70580 - 1) = -0.58840`$ | −0.58840 |
/// | $`\hat y`$ | $`z_2`$ | $`\sigma'(z_2) = 0.70580 \times 0.29420 = 0.20765`$ | −0.12218 |
/// | $`z_2`$ | $`a_1`$ of unit 2 | its weight to the output, 0.80417 | −0.09825 |
/// | $`a_1`$ | $`z_1`$ of unit 2 | $`\sigma'(z_1) = 0.68511 \times 0.31489 = 0.21573`$ | −0.02120 |
/// | $`z_1`$ | the weight | the input, 1 | −0.02120 |
///
/// It begins at a slope of $`1.45792 \times 0.19758 \approx 0.28805`$ along $`z_2`$:
///
/// ```math
/// 0.28805 \times 0.80417 \times 0.81048 \times 0.18952 \times 1 = 0.03558
/// ```
///
/// ```math
/// -0.0212 + 0.0356 = 0.0144
/// ```
#[test]
fn one_slope_of_the_hidden_layer_number_by_number() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let v = net.w2[[1, 0]];
    let says = |words: String| says("backpropagation", &words);
    says(format!("second hidden unit, {:.3} for seed 2", net.w1[[0, 1]]));
    let paths = [2, 3].map(|row| {
        let (y_hat, a1) = (trace.y_hat[[row, 0]], trace.a1[[row, 1]]);
        let d_y_hat = 2.0 * (y_hat - y[[row, 0]]);
        let dz2 = d_y_hat * sigmoid_prime_from_output(y_hat);
        let dz1 = dz2 * v * sigmoid_prime_from_output(a1);
        (y_hat, a1, d_y_hat, dz2, dz1)
    });
    let (y_hat, a1, d_y_hat, dz2, dz1) = paths[0];
    let slope = sigmoid_prime_from_output(y_hat);
    says(format!("$`2 ({y_hat:.5} - 1) = {d_y_hat:.5}`$ | {} |", prose(d_y_hat, 5)));
    says(format!(r"{y_hat:.5} \times {:.5} = {slope:.5}", 1.0 - y_hat));
    says(format!("= {slope:.5}`$ | {} |", prose(dz2, 5)));
    says(format!("to the output, {v:.5} | {} |", prose(dz2 * v, 5)));
    let slope = sigmoid_prime_from_output(a1);
    says(format!(
        r"{a1:.5} \times {:.5} = {slope:.5}`$ | {} |",
        1.0 - a1,
        prose(dz1, 5)
    ));
    let (_, a1, _, dz2, last) = paths[1];
    let y_hat = trace.y_hat[[3, 0]];
    let factors = (2.0 * y_hat, sigmoid_prime_from_output(y_hat));
    says(format!(
        r"{:.5} \times {:.5} \approx {dz2:.5}`$ along",
        factors.0, factors.1
    ));
    let product =
        format!(r"{dz2:.5} \times {v:.5} \times {a1:.5} \times {:.5}", 1.0 - a1);
    says(format!(r"{product} \times 1 = {last:.5}"));
    // The inputs of both rows are 1, and those of the other two rows are 0.
    let dw1 = net.backward(&x, &y, &trace).dw1[[0, 1]];
    says(format!("{dz1:.4} + {last:.4} = {dw1:.4}"));
    says(format!("The slope is {dw1:.4}, and it"));
    says(format!("stands the {dw1:.4} from above"));
    assert!((dz1 + last - dw1).abs() < 1e-15);
    assert!(dz1 < 0.0 && last > 0.0 && last > -dz1);
    // What a sigmoid gave tells its slope; what it received does not.
    for (z, a) in
        trace.z1.iter().chain(&trace.z2).zip(trace.a1.iter().chain(&trace.y_hat))
    {
        assert!((sigmoid_prime(*z) - a * (1.0 - a)).abs() < 1e-15);
        assert!((sigmoid_prime(*z) - z * (1.0 - z)).abs() > 1e-3);
    }
}

/// Rows 3 and 4, where the first input is 1.
/// In the other two it is multiplied by 0, and its slope there is 0.
#[test]
fn a_weight_is_touched_by_the_rows_whose_input_is_1() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let touches = |row: &usize| {
        let row = |array: &Array2<f64>| array.select(Axis(0), &[*row]);
        let (x, y) = (row(&x), row(&y));
        let slope = net.backward(&x, &y, &net.forward(&x)).dw1[[0, 1]];
        assert_eq!(slope, slope * x[[0, 0]]);
        slope != 0.0
    };
    let rows: Vec<usize> = (0..4).filter(touches).map(|row| row + 1).collect();
    assert!((0..4).all(|row| x[[row, 0]] == 0.0 || rows.contains(&(row + 1))));
    let said =
        format!("**Rows {} and {}**, where the first input is 1.", rows[0], rows[1]);
    says("backpropagation", &said);
    assert_eq!(rows.len(), 2);
}

/// The drawing of the figure `name` of the book.
fn drawn(name: &str) -> String {
    let figure = figures::FIGURES.iter().find(|figure| figure.name == name).unwrap();
    (figure.draw)().unwrap()
}

/// The two paths by which one weight reaches the loss, walked back from the loss at
/// the lower right: row 3 in orange, row 4 in blue.
#[test]
fn the_paths_of_the_figure_are_those_of_rows_3_and_4_in_two_colors() {
    let svg = drawn("two-paths");
    for (row, color) in [(3, VERMILION), (4, BLUE)] {
        let color = format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2);
        let label = format!("{color}\">\nrow {row}\n");
        assert_eq!(svg.matches(&label).count(), 1, "{label}");
        assert!(svg.contains(&format!("in row {row} ")));
    }
}

/// For seed 2, $`\frac{\partial L}{\partial z_2}`$ is 0.2963, −0.1272, −0.1222,
/// 0.2881. In row 1, for example, it is $`1.33439 \times 0.22205`$: the slope along
/// the prediction, times $`\hat y (1 - \hat y)`$. The first column of $`a_1`$ is
/// 0.5429, 0.5973, 0.7414, 0.7817. **Guess first:** all activations are positive. A
/// slope is positive where the prediction is too high: rows 1 and 4. Rows 2 and 3
/// want larger ones. Rows 1 and 4 win.
///
/// ```math
/// 0.1609 - 0.0760 - 0.0906 + 0.2252 = 0.2195
/// ```
#[test]
fn one_slope_of_the_second_layer_added_up_by_hand() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let slopes = trace.y_hat.mapv(sigmoid_prime_from_output);
    let dz2 = &d_y_hat * &slopes;
    let list = |values: [f64; 4]| values.map(|value| prose(value, 4)).join(", ");
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| dz2[[i, 0]]);
    says("backpropagation", &format!("is {}.", list([a, b, c, d])));
    let first = (d_y_hat[[0, 0]], slopes[[0, 0]]);
    says("backpropagation", &format!(r"{:.5} \times {:.5}", first.0, first.1));
    let a1 = [0, 1, 2, 3].map(|i| trace.a1[[i, 0]]);
    says("backpropagation", &format!("column of $`a_1`$ is {}.", list(a1)));
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| (dz2[[i, 0]] * a1[i]).abs());
    let dw2 = net.backward(&x, &y, &trace).dw2[[0, 0]];
    says("backpropagation", &format!("{a:.4} - {b:.4} - {c:.4} + {d:.4} = {dw2:.4}"));
    assert!(trace.a1.iter().all(|&a1| a1 > 0.0));
    let too_high = [0, 1, 2, 3].map(|row| trace.y_hat[[row, 0]] > y[[row, 0]]);
    assert_eq!(too_high, [true, false, false, true]);
    assert_eq!([0, 1, 2, 3].map(|row| dz2[[row, 0]] > 0.0), too_high);
    assert!(a + d > b + c);
}

/// All are positive; the thinnest lines are slopes near 0. The slopes of the second
/// layer are far larger than those of the first, as the lines of [fig:gradients]
/// show. The third column of `dw1` is almost 0: the third hidden unit has a weight
/// of 0.008 to the output, and hardly any blame comes back through so small a
/// weight.
#[test]
fn the_slopes_of_all_sixteen_weights_before_training() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
    assert!(dw1.iter().chain(&dw2).all(|&slope| slope > 0.0));
    assert!(dw1.iter().filter(|&&slope| slope < 0.001).count() > 1);
    // Each of the second layer against each of the first.
    assert!(dw2.iter().all(|second| dw1.iter().all(|first| second > &(4.0 * first))));
    let weight = net.w2[[2, 0]];
    says("backpropagation", &format!("has a weight of {weight:.3} to the output"));
    assert!(dw1.column(2).iter().all(|slope| slope.abs() < 5e-4));
    // With a weight as large as the others' that column is as large as theirs.
    let mut heavy = net.clone();
    heavy.w2[[2, 0]] = net.w2[[0, 0]];
    let third = heavy.backward(&x, &y, &heavy.forward(&x)).dw1;
    assert!(third.column(2).sum() > 20.0 * dw1.column(2).sum());
}

/// A unit with a large weight gets a large share of the blame.
#[test]
fn the_blame_of_a_unit_is_in_proportion_to_its_weight() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    // The slope along an activation, measured: what the unit adds to every output's sum.
    for row in 0..4 {
        let moved = |unit: usize, step: f64| {
            let mut a1 = trace.a1.row(row).to_owned();
            a1[unit] += step;
            (sigmoid(a1.dot(&net.w2.column(0))) - y[[row, 0]]).powi(2)
        };
        let share = |unit| {
            central_difference(|step| moved(unit, step), 0.0) / net.w2[[unit, 0]]
        };
        // To the digits that a measured slope has, divided by a weight of 0.008.
        assert!((1..4).all(|unit| (share(unit) - share(0)).abs() < 1e-7));
    }
}

/// `a1` is $`(n, m)`$, `dz2` is $`(n, 1)`$, and `dw2` must be $`(m, 1)`$.
/// Only `a1.t().dot(&dz2)` fits.
/// With our own numbers the wrong product would fit too, because we happen to have
/// four rows *and* four hidden units: `a1.dot(&dz2)` is $`(4, 1)`$ as well, runs
/// without complaint, and is wrong.
#[test]
fn where_rows_and_units_are_as_many_the_wrong_product_fits_too() {
    let of = |n: usize, m: usize| {
        let a1 = Array2::from_shape_fn((n, m), |(i, j)| (1 + 2 * i + j * j) as f64);
        (a1, Array2::from_shape_fn((n, 1), |(i, _)| 1.0 + i as f64))
    };
    let (a1, dz2) = of(5, 7);
    assert_eq!(a1.t().dot(&dz2).dim(), (7, 1));
    // All other products of the two, with and without transposes.
    let arrays = [a1.view(), a1.t()];
    let slopes = [dz2.view(), dz2.t()];
    let fits = |a: &ArrayView2<f64>, b: &ArrayView2<f64>| {
        a.ncols() == b.nrows() && (a.nrows(), b.ncols()) == (7, 1)
    };
    let pairs = arrays.iter().flat_map(|a| slopes.iter().map(move |dz2| (a, dz2)));
    let fitting = pairs.filter(|(a, dz2)| fits(a, dz2) || fits(dz2, a)).count();
    assert_eq!(fitting, 1);
    let (a1, dz2) = of(4, 4);
    assert_eq!(a1.dot(&dz2).dim(), (4, 1));
    assert_ne!(a1.dot(&dz2), a1.t().dot(&dz2));
}

/// One before each iteration, and one after the last.
#[test]
fn the_run_of_the_book_notes_1501_losses() {
    let losses = runs::book().history.losses().len();
    says("training", &format!("= {losses}`$** (± 0). One before each iteration"));
    assert_eq!(losses, 1500 + 1);
}

/// With the sigmoid at the end, the loss is at most 1 for each row.
#[test]
fn the_loss_is_at_most_1_for_each_row_however_large_the_weights() {
    let (x, y) = four_rows();
    for (row, size) in
        [0, 1, 2, 3].into_iter().flat_map(|row| [(row, 9.0), (row, 1e300)])
    {
        let row = |array: &Array2<f64>| array.select(Axis(0), &[row]);
        for seed in 0..50 {
            let drawn = Network::seeded(seed);
            let weights = |w: &Array2<f64>| (w - 0.5) * size;
            let net = Network::new(weights(&drawn.w1), weights(&drawn.w2));
            assert!(sum_of_squares(&net.predict(&row(&x)), &row(&y)) <= 1.0);
        }
    }
}

/// An infinite weight times an input of 0, or infinity minus infinity, is *not a
/// number* (NaN).
/// A sum, a product and a sigmoid of NaN are NaN, so the predictions, the loss, the
/// slopes and after one step all weights are, and no step leads back.
#[test]
fn what_is_not_a_number_spreads_to_every_weight_in_one_step() {
    let infinite = f64::INFINITY;
    assert!((infinite * 0.0).is_nan() && (infinite - infinite).is_nan());
    let nan = f64::NAN;
    assert!((nan + 1.0).is_nan() && (nan * 0.0).is_nan() && sigmoid(nan).is_nan());
    let (x, y) = four_rows();
    let all_nan = |a: &Array2<f64>| a.iter().all(|a| a.is_nan());
    for place in net_places() {
        let mut net = Network::seeded(2);
        *place(&mut net) = nan;
        for _ in 0..3 {
            let trace = net.forward(&x);
            assert!(all_nan(&trace.y_hat));
            assert!(sum_of_squares(&trace.y_hat, &y).is_nan());
            let gradients = net.backward(&x, &y, &trace);
            assert!(all_nan(&gradients.dw1) && all_nan(&gradients.dw2));
            net.step(&gradients, 1.0);
            assert!(all_nan(&net.w1) && all_nan(&net.w2));
        }
    }
}

/// One weight of each layer.
fn net_places() -> [fn(&mut Network) -> &mut f64; 2] {
    [|net| &mut net.w1[[0, 1]], |net| &mut net.w2[[3, 0]]]
}

/// Above, on a linear scale: flat near 1, then a fall, then a long tail. Below, the
/// same on a scale of powers of ten: the tail is still falling at the end. In the
/// first ten iterations it drops to almost exactly 1. That is the loss of a network
/// that answers one half to every row: four errors of $`\frac{1}{2}`$, four squares
/// of $`\frac{1}{4}`$. The network has learned the average of the targets and
/// nothing else. This is a **plateau**: up to iteration
/// [value:training.above_nine_tenths] the loss stays above 0.9. Then the loss falls
/// fast. From iteration [value:training.below_half] on it is below one half, and
/// from iteration [value:training.below_tenth] on below one tenth. In the last 500
/// iterations the loss still falls, from [value:training.loss_at_1000] to
/// [value:training.final_loss].
#[test]
fn the_run_of_the_book_has_three_phases() {
    let losses = runs::book().history.losses();
    assert!(losses[0] > 1.1 && (losses[10] - 1.0).abs() < 0.002);
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    train(&mut net, &x, &y, 1.0, 10);
    assert!(
        net.predict(&x).iter().all(|y_hat| (y_hat - y.mean().unwrap()).abs() < 0.02)
    );
    assert_eq!(sum_of_squares(&y.mapv(|_| 0.5), &y), 1.0);

    let [nine_tenths, half, tenth] =
        [0.9, 0.5, 0.1].map(|loss| first_below(loss, losses));
    assert!(losses[..nine_tenths].iter().all(|&loss| loss > 0.9));
    assert!(losses[10..60].iter().all(|loss| (loss - 1.0).abs() < 0.05));
    let below = |from: usize, loss: f64| losses[from..].iter().all(|&it| it < loss);
    assert!(below(half, 0.5) && below(tenth, 0.1) && tenth < 250);
    // The longest step down is in the fall, and after it there is a long tail.
    let fall = |i: &usize| losses[*i] - losses[i + 1];
    let steepest = (10..1500).max_by(|a, b| fall(a).total_cmp(&fall(b))).unwrap();
    assert!((nine_tenths..tenth).contains(&steepest));
    assert!(falls_at_every_step(&losses[1000..]));
    assert!(losses[1500] < 0.6 * losses[1000] && fall(&1499) > 1e-6);
}

/// Nothing is wrong with this run: it has not come far.
/// A tenth of the rate makes a tenth of the way, and it ends at a loss of
/// [value:training.seed_67_slow], about where the same seed at rate 1 is after 150
/// iterations ([value:training.seed_67_at_150]).
#[test]
fn a_tenth_of_the_rate_makes_a_tenth_of_the_way() {
    let (x, y) = four_rows();
    let after = |rate, iterations| {
        train(&mut Network::seeded(67), &x, &y, rate, iterations).final_loss()
    };
    assert!((after(0.1, 1500) - after(1.0, 150)).abs() < 0.03);
    assert!(after(1.0, 1500) < 0.01 && after(0.1, 15_000) < 0.01);
}

/// They never arrive: on paper, the sigmoid reaches 0 and 1 only for infinite sums.
/// (An `f64` rounds: `sigmoid(37.0)` is `1.0`.)
#[test]
fn the_sigmoid_reaches_0_and_1_for_infinite_sums_only_but_an_f64_rounds() {
    assert_eq!((sigmoid(f64::NEG_INFINITY), sigmoid(f64::INFINITY)), (0.0, 1.0));
    assert!((-36..=36).map(f64::from).all(|z| (0.0..1.0).contains(&sigmoid(z))));
    assert!(sigmoid(-700.0) > 0.0);
    says("training", &format!("`sigmoid(37.0)` is `{:.1}`", sigmoid(37.0)));
    assert_eq!(sigmoid(37.0), 1.0);
}

/// But the hidden units, which begin much alike, become different.
/// Before training the four columns look much alike: smallest in row 1, largest in
/// row 4.
/// At iteration 60 the loss has hardly moved, and yet the fourth column has its
/// smallest number in row 2.
/// At 150 the columns differ plainly, and the loss is falling.
/// At the end the second unit is low for row 1 alone: it says that *at least one of
/// the first two bits is 1*.
/// The fourth is low for row 2 alone.
/// No unit computes the rule; the output puts it together.
#[test]
fn the_hidden_units_begin_alike_and_become_different() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let column =
        |net: &Network, unit: usize| net.forward(&x).a1.column(unit).to_vec();
    let lowest =
        |a1: &[f64]| (0..4).min_by(|&i, &j| a1[i].total_cmp(&a1[j])).unwrap();
    let highest =
        |a1: &[f64]| (0..4).max_by(|&i, &j| a1[i].total_cmp(&a1[j])).unwrap();
    for unit in 0..4 {
        let a1 = column(&net, unit);
        assert_eq!((lowest(&a1), highest(&a1)), (0, 3));
    }

    assert!(train(&mut net, &x, &y, 1.0, 60).final_loss() > 0.95);
    let lows = [0, 1, 2, 3].map(|unit| lowest(&column(&net, unit)));
    assert_eq!(lows, [0, 0, 0, 1]);

    let losses = train(&mut net, &x, &y, 1.0, 90);
    assert!(losses.losses()[80] - losses.losses()[90] > 0.05);
    // No two units put the rows in the same order any more.
    let orders: HashSet<Vec<usize>> = (0..4)
        .map(|unit| {
            let a1 = column(&net, unit);
            let mut rows = vec![0, 1, 2, 3];
            rows.sort_by(|&i, &j| a1[i].total_cmp(&a1[j]));
            rows
        })
        .collect();
    assert_eq!(orders.len(), 4);

    train(&mut net, &x, &y, 1.0, 1350);
    let low =
        |unit| column(&net, unit).iter().map(|&a1| a1 < 0.5).collect::<Vec<_>>();
    assert_eq!(low(1), [true, false, false, false]);
    assert_eq!(low(3), [false, true, false, false]);
    // No unit alone parts the rows of the one target from those of the other.
    for unit in 0..4 {
        let a1 = column(&net, unit);
        let (zeros, ones) = ([a1[0], a1[3]], [a1[1], a1[2]]);
        let above = |a: &[f64], b: &[f64]| a.iter().all(|a| b.iter().all(|b| a > b));
        assert!(!above(&zeros, &ones) && !above(&ones, &zeros));
    }
}

/// The hidden layer makes a second border possible: the two 1s lie in one band
/// between the borders, and each 0 outside of it. The two 1s lie in one band between
/// the borders, and each 0 outside of it.
#[test]
fn the_two_1s_lie_in_one_band_between_two_borders() {
    let answer =
        |u: f64, v: f64| runs::book().net.predict(&array![[u, v, 1.0]])[[0, 0]];
    let ticks = || (0..=200).map(|tick| f64::from(tick) / 200.0);
    // From one 1 to the other no border is crossed; from one 0 to the other two are.
    assert!(ticks().all(|t| answer(t, 1.0 - t) > 0.5));
    let diagonal: Vec<bool> = ticks().map(|t| answer(t, t) > 0.5).collect();
    let borders = diagonal.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!((borders, diagonal[0], diagonal[200]), (2, false, false));
}

/// The widest line is now [value:training.largest_weight]; it was 0.97. All weights
/// of [fig:architecture] were positive and below 1. The trained ones of
/// [fig:architecture-trained] have both signs, and the largest in size is about
/// [value:training.largest_weight]. Large weights make large sums, and large sums
/// make answers close to 0 and 1.
#[test]
fn training_gives_the_weights_both_signs_and_makes_them_large() {
    let before = Network::seeded(2);
    let after = &runs::book().net;
    let weights =
        |net: &Network| net.w1.iter().chain(&net.w2).copied().collect::<Vec<_>>();
    assert!(weights(&before).iter().all(|w| (0.0..1.0).contains(w)));
    for weights in [&after.w1, &after.w2] {
        assert!(
            weights.iter().any(|&w| w < -4.0) && weights.iter().any(|&w| w > 4.0)
        );
    }
    let largest = weights(&before).into_iter().fold(0.0, f64::max);
    says("training", &format!("it was {largest:.2}."));
    // Large sums at the output, and answers close to the targets.
    let (x, y) = four_rows();
    let trace = after.forward(&x);
    assert!(trace.z2.iter().all(|z2| z2.abs() > 3.5));
    assert!(before.forward(&x).z2.iter().all(|z2| z2.abs() < 1.1));
    assert!((trace.y_hat - y).iter().all(|error| error.abs() < 0.03));
}

/// There $`\sigma(0.1) = 0.52498`$, and $`\sigma(0) = 0.5`$.
/// The output changes by 0.02498 and the input by 0.1.
/// At $`z = 0`$ the formula gives $`\frac{1}{2} \times (1 - \frac{1}{2}) = 0.25`$,
/// and we measured 0.2498 over a distance of 0.1.
/// A shorter distance comes closer: the program at the end of this chapter measures
/// over a distance of 0.001, and asserts for five values of $`z`$ that both agree to
/// within 0.0001.
#[test]
fn the_slope_of_the_sigmoid_measured_over_a_tenth() {
    let a = sigmoid(0.1);
    says("activation", &format!(r"\sigma(0.1) = {a:.5}"));
    let slope = |h: f64| (sigmoid(h) - sigmoid(0.0)) / h;
    says("activation", &format!("{:.5} / 0.1 = {:.4}", a - 0.5, slope(0.1)));
    says("activation", &format!("changes by {:.5} and the input by 0.1.", a - 0.5));
    says("activation", &format!("we measured {:.4} over a distance", slope(0.1)));
    let off = |h| (slope(h) - sigmoid_prime(0.0)).abs();
    assert!([0.05, 0.01, 0.001].into_iter().all(|h| off(h) < off(0.1)));
    let places = [-6.0, -2.0, 0.0, 2.0, 6.0];
    assert!(places.into_iter().all(|z: f64| {
        let slope = (sigmoid(z + 0.001) - sigmoid(z)) / 0.001;
        (slope - sigmoid_prime(z)).abs() < 0.0001
    }));
    let program = include_str!("../examples/activation.rs");
    let words =
        ["[-6.0, -2.0, 0.0, 2.0, 6.0]", "/ 0.001 - sigmoid_prime(z)", "< 1e-4"];
    assert!(words.into_iter().all(|words| program.contains(words)));
}

/// In the first column of `z1` above, $`0.394 + 1.053 - 0.172 = 1.275`$. The sigmoid
/// bends the sums, and the rule breaks: in the first column of `a1`, with one more
/// digit, $`0.5973 + 0.7414 - 0.5429`$ is 0.7958 and not 0.7817. Row 1 of the data
/// is 0 0 1, row 2 adds the second bit to it, row 3 adds the first, and row 4 adds
/// both.
///
/// So whatever the weights are, row 4 of $`z_1`$ follows from the other three:
///
/// A second layer of sums keeps this true: without sigmoids it holds for the answers
/// as well. The target is 0. **Without the sigmoid
/// no weights fit the four rows.**
///
/// A weighted sum of weighted sums is again a weighted sum of the inputs, with other
/// weights: two layers are no better than one.
///
/// By the [rule of Feedforward](feedforward.md#without-the-sigmoid), the sums of
/// rows 1 and 4 add up to the same as those of rows 2 and 3.
#[test]
fn without_sigmoids_the_fourth_row_follows_from_the_others_and_with_them_not() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let follows = |a: &Array2<f64>| a[[1, 0]] + a[[2, 0]] - a[[0, 0]];
    let of = |a: &Array2<f64>, digits| {
        let [first, second, third] = [0, 1, 2].map(|row| a[[row, 0]]);
        format!("{second:.digits$} + {third:.digits$} - {first:.digits$}")
    };
    let (first, fourth) = (x.row(0), x.row(3));
    assert_eq!(first, array![0.0, 0.0, 1.0]);
    assert_eq!(&x.row(1) - &first, array![0.0, 1.0, 0.0]);
    assert_eq!(&x.row(2) - &first, array![1.0, 0.0, 0.0]);
    assert_eq!(&fourth - &first, array![1.0, 1.0, 0.0]);
    // What the first three answers ask of the fourth is not its target.
    assert_eq!((follows(&y), y[[3, 0]]), (2.0, 0.0));
    let (z1, a1) = (&trace.z1, &trace.a1);
    says("feedforward", &format!("{} = {:.3}", of(z1, 3), z1[[3, 0]]));
    says(
        "feedforward",
        &format!("{}`$ is {:.4} and not {:.4}", of(a1, 4), follows(a1), a1[[3, 0]]),
    );
    // Without sigmoids it holds for all units and for the answers, whatever the weights.
    for seed in 0..200 {
        let net = Network::seeded(seed);
        let sums = x.dot(&net.w1);
        let one_layer = x.dot(&net.w1.dot(&net.w2)) - sums.dot(&net.w2);
        assert!(one_layer.iter().all(|off| off.abs() < 1e-14));
        for a in [&sums, &sums.dot(&net.w2)] {
            let off = &a.row(1) + &a.row(2) - a.row(0) - a.row(3);
            assert!(off.iter().all(|off| off.abs() < 1e-14));
        }
    }
}

/// A computer gives 6.00000000004 with $`h = 10^{-5}`$, and 5.995 with $`h =
/// 10^{-13}`$. So we take $`10^{-5}`$: about ten digits are right.
#[test]
fn a_distance_that_is_too_small_spoils_the_digits_of_a_slope() {
    // A product: what `powi` rounds depends on the compiler.
    let square = |w: f64| w * w;
    let slope = |h: f64| (square(3.0 + h) - square(3.0 - h)) / (2.0 * h);
    says("gradient-descent", &format!("{:.11} with", slope(1e-5)));
    says("gradient-descent", &format!("and {:.3} with", slope(1e-13)));
    assert_eq!(central_difference(square, 3.0), slope(1e-5));
    // Ten digits: against the slope of our loss that backpropagation computes.
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    net.w2[[1, 0]] = 3.0;
    let exact = net.backward(&x, &y, &net.forward(&x)).dw2[[1, 0]];
    let measured = central_difference(loss_along_one, 3.0);
    assert!((measured / exact - 1.0).abs() < 1e-9);
}

/// Each step starts at right angles to the line of equal loss at that point.
/// Go 0.01 at right angles to it, and the loss changes by
/// [value:gradient_descent.across]: next to nothing, so that way lies the line of
/// equal loss.
#[test]
fn at_right_angles_to_the_gradient_the_loss_hardly_changes() {
    let start = loss_along_two(3.0, 3.0);
    let (u, v) = gradient(loss_along_two, (3.0, 3.0));
    let step = 0.01 / u.hypot(v);
    let against = loss_along_two(3.0 - step * u, 3.0 - step * v) - start;
    let across = loss_along_two(3.0 - step * v, 3.0 + step * u) - start;
    assert!(against < 0.0 && across.abs() < against.abs() / 1000.0);
}

/// Here $`a_1^\top`$, *a₁ transposed*, is $`a_1`$ with rows and columns exchanged, `a1.t()` in
/// Rust. Row $`j`$ of $`a_1^\top`$ holds the activation of unit $`j`$ in all $`n`$ rows of data;
/// the product multiplies each by that row's slope and sums up.
#[test]
fn a_row_of_the_transposed_activations_is_one_unit_in_all_rows_of_data() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let (x, y) = (x.select(Axis(0), &[0, 1, 3]), y.select(Axis(0), &[0, 1, 3]));
    let trace = net.forward(&x);
    let a1 = &trace.a1;
    assert_eq!(a1.t().dim(), (a1.ncols(), a1.nrows()));
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dw2 = net.backward(&x, &y, &trace).dw2;
    for unit in 0..4 {
        assert!((0..3).all(|row| a1.t()[[unit, row]] == a1[[row, unit]]));
        let sum: f64 = (0..3).map(|row| a1.t()[[unit, row]] * dz2[[row, 0]]).sum();
        assert!((dw2[[unit, 0]] - sum).abs() < 1e-15);
    }
}

/// The product does it: $`\frac{\partial L}{\partial z_2}`$ then has a column for each output and
/// $`W_2^\top`$ a row, and each number of the result is a sum over the outputs.
#[test]
fn the_blame_of_an_activation_is_a_sum_over_the_outputs() {
    let (dz2, w2) = (
        array![[0.1, -0.2], [0.3, 0.5], [-0.4, 0.6]],
        array![[1.0, 2.0], [-3.0, 4.0]],
    );
    let (outputs, w2_t) = (2, w2.t());
    assert_eq!((dz2.ncols(), w2_t.nrows()), (outputs, outputs));
    for ((row, unit), da1) in dz2.dot(&w2_t).indexed_iter() {
        let sum: f64 = (0..outputs).map(|k| dz2[[row, k]] * w2[[unit, k]]).sum();
        assert!((da1 - sum).abs() < 1e-15);
    }
}
