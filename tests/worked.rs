//! What the prose of Part I works out by hand or says of one network: the code gives it, and the
//! page says it.

#[path = "common/says.rs"]
mod common;

use std::cell::Cell;
use std::fs;

use backprop::activation::{sigmoid, sigmoid_prime, sigmoid_prime_from_output};
use backprop::chain_rule::Neuron;
use backprop::gradient_descent::{
    central_difference, descend, descend_surface, gradient, loss_along_one,
    loss_along_two,
};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::falls_at_every_step;
use common::root::in_root;
use common::says;
use figures::style::signed as prose;
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Compare the numbers with [fig:architecture]: the weight from the third input to the
/// fourth hidden unit is 0.974, the widest line; the one from the third hidden unit to
/// the output is 0.008, a line you can hardly see.
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
/// The **shape** of an array is its number of rows, then its number of columns: a
/// table of 2 rows and 5 columns has the shape $`(2, 5)`$.
/// The inputs $`x`$ have shape $`(4, 3)`$ and the targets $`y`$ have shape $`(4,
/// 1)`$: as many rows as there are samples.
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

/// | input 1 | input 2 | input 3 | target | |:---:|:---:|:---:|:---:| | 0 | 0 | 1 | 0 | | 0 | 1 | 1 | 1 | | 1 | 0 | 1 | 1 | | 1 | 1 | 1 | 0 |
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

/// The generator starts from a **seed**: the same seed always gives the same numbers,
/// on every computer.
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
/// two others.
/// It changes the numbers a little, 1500 times, and the four answers move apart, each
/// to its target.
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
/// positive, so $`z_2`$ is positive, and $`\sigma`$ of a positive number is more than
/// one half.
/// Before training every prediction is above one half, as the chapter shows.
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
/// the range from 0 to 1.
/// For $`z = 0`$ the power is 1, so $`\sigma(0) = \frac{1}{1 + 1} = \frac{1}{2}`$.
/// For a large $`z`$ the power is nearly 0 and the result nearly 1.
/// For a very negative $`z`$ the power is huge and the result nearly 0.
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
#[test]
fn far_from_0_the_slope_of_the_sigmoid_is_nearly_0() {
    assert!(sigmoid_prime(10.0) < 1e-4 && sigmoid_prime(-10.0) < 1e-4);
    let share = sigmoid_prime(6.0) / sigmoid_prime(0.0);
    assert_eq!(format!("{share:.2}"), "0.01");
}

/// ```math 0 \times 0.881 + 1 \times 0.222 + 1 \times 0.172 = 0.394 ```
///
/// and its activation is $`\sigma(0.394) = 0.597`$.
/// It is $`0.676 + 0.229 = 0.905`$: where the input is 0 the weight does not count, and
/// where it is 1 the weight counts as it is.
/// The sums of the other two units are $`0.932 + 0.751 = 1.683`$ and $`0.017 + 0.974 =
/// 0.991`$.
/// The sigmoids of the four sums are 0.597, 0.712, 0.843 and 0.729.
///
/// ```math 0.597 \times 0.310 + 0.712 \times 0.804 + 0.843 \times 0.008 + 0.729 \times 0.102 = 0.839 ```
///
/// and $`\sigma(0.839) = 0.698`$.
/// The second row of the data, 0 1 1, has come as far as the first hidden unit, and its
/// weighted sum there is 0.394.
/// The sigmoid makes 0.597 of it.
/// Its weights are the first column of $`W_1`$: 0.881, 0.222 and 0.172.
/// **Guess first:** the same row and the second hidden unit, whose weights are 0.548,
/// 0.676 and 0.229.
/// The second row, 0 1 1, runs through the network of seed 2.
/// Row 2, column 1 of `z1` is the 0.394 that we computed by hand, and row 2, column 2
/// is the 0.905.
/// Take the second row of the data, 0 1 1, and the first hidden unit.
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
/// Their sum is 0.800.
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
    says("loss", &format!("{a}, {b}, {c} and {d}. Their sum is {sum:.3}"));
    let second = errors[[1, 0]];
    says("loss", &format!("({second:.3})^2 = {:.3}", second * second));
    let (first, last) = (errors[[0, 0]], errors[[3, 0]]);
    let part = first * first + last * last;
    says("loss", &format!("{first:.5}^2 + {last:.5}^2 = {part:.5}"));
    assert!(part / loss > 0.8);
}

/// But a sum of errors is a bad measure: errors of opposite sign cancel.
/// A network that is wrong by +1 on one row and by −1 on another would get a perfect
/// 0.
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
/// 1 to fit: without it, a single target would be compared with every row, and nobody
/// would notice.
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
/// It rises, so the slope is positive.
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

/// The first step goes from 3 to $`3 - 3 \times 0.175 = 2.475`$.
/// **Guess first:** we start at $`w = 3`$, and not at the 0.804 of seed 2, to have some
/// way to go.
/// [fig:one-weight-moves] shows where the two are, and how the loss answers when $`v`$
/// moves from the 0.80 of seed 2 to 3.
/// The loss, that of all four rows together, goes from 1.15 to 1.66.
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
}

#[test]
fn ten_steps_at_a_rate_of_one_half_cover_less_than_a_third_of_the_way() {
    let slope = |w| central_difference(loss_along_one, w);
    let bottom = descend(slope, 3.0, 3.0, 100)[100];
    let end = descend(slope, 3.0, 0.5, 10)[10];
    assert!((3.0 - end) / (3.0 - bottom) < 1.0 / 3.0);
}

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
}

/// So a step takes $`2 \times 16 = 32`$ runs, and 1500 steps take 48,000.
///
/// ```math 32 \times 16 = 512 ```
///
/// ```math 12 + 4 + 4 + 4 + 12 = 36 ```
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
    let says = |page, words: String| says(page, &words);
    says("gradient-descent", format!(r"$`2 \times {weights} = {runs}`$ runs"));
    assert_eq!(1500 * runs, 48_000);
    says("gradient-descent", "1500 steps take 48,000".to_string());
    says(
        "gradient-descent",
        format!(r"{runs} \times {weights} = {}", runs * weights),
    );

    // A product of (1, k) and (k, m), and the same backward, multiplies k·m times.
    let (forward, backward) = ([w1, w2], [w2, w2, w1]);
    let all = [forward.as_slice(), &backward].concat();
    let terms = all.iter().map(usize::to_string).collect::<Vec<_>>().join(" + ");
    let sum: usize = all.iter().sum();
    says("backpropagation", format!("{terms} = {sum}"));
    says("backpropagation", format!("is {} times less", runs * weights / sum));
}

/// | number | its slope along the one before | it rises by | |---|---|---| | $`z`$ | $`x = 2`$ | $`2 \times 0.001 = 0.002`$ | | $`\hat y`$ | $`\sigma'(1) = 0.73106 \times 0.26894 = 0.19661`$ | $`0.19661 \times 0.002 = 0.000393`$ | | $`e`$ | 1 | 0.000393 | | $`L`$ | $`2e = 2 \times 0.73106 = 1.46212`$ | $`1.46212 \times 0.000393 = 0.000575`$ |
///
/// The slope `dw` is 0.575, positive as we guessed.
/// With more digits it is $`1.46212 \times 0.19661 \times 2 = 0.57494`$.
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
    says("chain-rule", &format!(r"{error:.5} \times {slope:.5} \times 2 = {dw:.5}"));
}

#[test]
fn the_rise_of_the_loss_is_the_one_that_was_followed_step_by_step() {
    let loss = |w| Neuron { w }.forward(2.0, 0.0).loss;
    let rise = loss(0.501) - loss(0.5);
    assert_eq!(format!("{rise:.6}"), "0.000575");
}

/// If you multiply the rounded factors you get $`1.462 \times 0.197 \times 2 = 0.576`$,
/// and if you double the printed `dz` you get 0.574.
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

/// The sum $`z`$ stays 1, and $`\frac{\partial L}{\partial z}`$ stays $`1.46212 \times 1
/// \times 0.19661 = 0.28747`$.
/// Each weight multiplies this one number by its own input: $`0.28747 \times 2 = 0.575`$
/// and $`0.28747 \times 4 = 1.150`$.
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

/// ```math -0.1774 + 0.1817 = 0.0043 ```
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
}

/// The $`x`$ of this weight is the activation of the hidden unit, 0.68511.
///
/// ```math 2e \cdot 1 \cdot \sigma'(z) \cdot x = -0.58840 \times 1 \times 0.20765 \times 0.68511 = -0.08371 ```
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
///
/// | from | to | the slope of this step | the slope of $`L`$ so far | |---|---|---|---| | $`L`$ | $`\hat y`$ | $`2 (0.70580 - 1) = -0.58840`$ | −0.58840 | | $`\hat y`$ | $`z_2`$ | $`\sigma'(z_2) = 0.70580 \times 0.29420 = 0.20765`$ | −0.12218 | | $`z_2`$ | $`a_1`$ of unit 2 | its weight to the output, 0.80417 | −0.09825 | | $`a_1`$ | $`z_1`$ of unit 2 | $`\sigma'(z_1) = 0.68511 \times 0.31489 = 0.21573`$ | −0.02120 | | $`z_1`$ | the weight | the input, 1 | −0.02120 |
///
/// It begins at a slope of $`1.45792 \times 0.19758 = 0.28805`$ along $`z_2`$:
///
/// ```math 0.28805 \times 0.80417 \times 0.81048 \times 0.18952 \times 1 = 0.03558 ```
///
/// ```math -0.0212 + 0.0356 = 0.0144 ```
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
    says(format!(r"{:.5} \times {:.5} = {dz2:.5}`$ along", factors.0, factors.1));
    let product =
        format!(r"{dz2:.5} \times {v:.5} \times {a1:.5} \times {:.5}", 1.0 - a1);
    says(format!(r"{product} \times 1 = {last:.5}"));
    // The inputs of both rows are 1, and those of the other two rows are 0.
    let dw1 = net.backward(&x, &y, &trace).dw1[[0, 1]];
    says(format!("{dz1:.4} + {last:.4} = {dw1:.4}"));
    assert!((dz1 + last - dw1).abs() < 1e-15);
}

/// For seed 2, $`\frac{\partial L}{\partial z_2}`$ is 0.2963, −0.1272, −0.1222, 0.2881.
/// In row 1, for example, it is $`1.33439 \times 0.22205`$: the slope along the
/// prediction, times $`\hat y (1 - \hat y)`$.
/// The first column of $`a_1`$ is 0.5429, 0.5973, 0.7414, 0.7817.
///
/// ```math 0.1609 - 0.0760 - 0.0906 + 0.2252 = 0.2195 ```
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
}

/// There $`\sigma(0.1) = 0.52498`$, and $`\sigma(0) = 0.5`$.
/// The slope is about $`0.02498 / 0.1 = 0.2498`$.
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

/// In the first column of `z1` above, $`0.394 + 1.053 - 0.172 = 1.275`$.
/// The sigmoid bends the sums, and the rule breaks: in the first column of `a1`, with
/// one more digit, $`0.5973 + 0.7414 - 0.5429`$ is 0.7958 and not 0.7817.
/// Row 1 of the data is 0 0 1, row 2 adds the second bit to it, row 3 adds the first,
/// and row 4 adds both.
///
/// So whatever the weights are, row 4 of $`z_1`$ follows from the other three:
///
/// A second layer of sums keeps this true: without sigmoids it holds for the answers
/// as well.
/// It answers $`1 + 1 - 0 = 2`$, and the target is 0.
/// **Without the sigmoid no weights fit the four rows.**
///
/// A weighted sum of weighted sums is again a weighted sum of the inputs, with other
/// weights: two layers are no better than one.
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

/// A computer gives 6.00000000004 with $`h = 10^{-5}`$, and 5.995 with $`h = 10^{-13}`$.
#[test]
fn a_distance_that_is_too_small_spoils_the_digits_of_a_slope() {
    let slope = |h: f64| ((3.0 + h).powi(2) - (3.0 - h).powi(2)) / (2.0 * h);
    says("gradient-descent", &format!("{:.11} with", slope(1e-5)));
    says("gradient-descent", &format!("and {:.3} with", slope(1e-13)));
    assert_eq!(central_difference(|w| w * w, 3.0), slope(1e-5));
    // Ten digits: against the slope of our loss that backpropagation computes.
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    net.w2[[1, 0]] = 3.0;
    let exact = net.backward(&x, &y, &net.forward(&x)).dw2[[1, 0]];
    let measured = central_difference(loss_along_one, 3.0);
    assert!((measured / exact - 1.0).abs() < 1e-9);
}

#[test]
fn at_right_angles_to_the_gradient_the_loss_hardly_changes() {
    let start = loss_along_two(3.0, 3.0);
    let (u, v) = gradient(loss_along_two, (3.0, 3.0));
    let step = 0.01 / u.hypot(v);
    let against = loss_along_two(3.0 - step * u, 3.0 - step * v) - start;
    let across = loss_along_two(3.0 - step * v, 3.0 + step * u) - start;
    assert!(against < 0.0 && across.abs() < against.abs() / 1000.0);
}
