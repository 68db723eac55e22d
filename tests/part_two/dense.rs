//! Claims of the chapter *Layers and biases*.

use std::sync::LazyLock;

use backprop::activation::{Sigmoid, sigmoid};
use backprop::dense::{Backward, Dense, Gradients, Sequential};
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{falls_at_every_step, quantile, train_seeds};
use figures::dense::drawn;
use ndarray::{Array1, Array2, Axis, array};

use crate::value::value;

/// The network of Part I without the weights of its third input, and those weights.
fn without_ones(seed: u64) -> (Network, Array1<f64>) {
    let Network { w1, w2 } = Network::seeded(seed);
    (Network::new(w1.select(Axis(0), &[0, 1]), w2), w1.row(2).to_owned())
}

/// The same network of layers, with these weights as the biases of its hidden layer.
fn with_biases(seed: u64) -> Sequential {
    let (start, ones) = without_ones(seed);
    let mut layers = Sequential::from(&start);
    let (_, mut biases) = layers.stages[0].layer.parameters_mut();
    biases.assign(&ones);
    layers
}

/// Trains at learning rate 1 without moving the biases of these layers, and notes the losses.
fn train_frozen(
    net: &mut Sequential,
    x: &Array2<f64>,
    y: &Array2<f64>,
    frozen: &[usize],
) -> Vec<f64> {
    let mut losses = vec![];
    for _ in 0..1500 {
        let (loss, mut gradients) = loss_and_gradients(net, x, y);
        losses.push(loss);
        for &l in frozen {
            gradients[l].db.fill(0.0);
        }
        net.step(&gradients, 1.0);
    }
    losses.push(sum_of_squares(&net.predict(x), y));
    losses
}

/// The losses of networks of two inputs and these layers, from seeds 0 to 19.
fn losses_of_twenty(widths: &[usize]) -> Vec<Vec<f64>> {
    let (x, y) = two_inputs();
    (0..20).map(|seed| drawn(widths, seed).train(&x, &y, 1.0, 1500)).collect()
}

static TWO_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 1]));
static THREE_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 4, 1]));

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("dense", words);
}

// ANCHOR: bit_for_bit
#[test]
fn two_sigmoid_layers_with_biases_frozen_at_0_are_part_one_bit_for_bit() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut net = Network::seeded(seed);
        let mut layers = Sequential::from(&net);
        let history = train(&mut net, &x, &y, 1.0, 1500);
        let losses = train_frozen(&mut layers, &x, &y, &[0, 1]);
        assert_eq!(losses, history.losses());
        assert_eq!(layers.parameters(), Sequential::from(&net).parameters());
        assert_eq!(layers.predict(&x), net.predict(&x));
    }
}
// ANCHOR_END: bit_for_bit

#[test]
fn a_column_of_ones_trains_as_biases_of_the_hidden_layer_do() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut layers = with_biases(seed);
        let losses = train_frozen(&mut layers, &two_inputs().0, &y, &[1]);

        let mut net = Network::seeded(seed);
        let history = train(&mut net, &x, &y, 1.0, 1500);
        // The sums are added up in another order, and round differently by 1e-16 at a time.
        let pairs = losses.iter().zip(history.losses());
        assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
        let (_, biases) = layers.stages[0].layer.parameters();
        assert_eq!(biases.len(), 4);
        let biases = biases.iter().zip(net.w1.row(2));
        assert!(biases.into_iter().all(|(bias, w)| (bias - w).abs() < 1e-9));
    }
}

#[test]
fn the_slopes_of_the_third_row_of_w1_are_those_of_the_biases() {
    let (x, y) = four_rows();
    let (_, gradients) = loss_and_gradients(&with_biases(2), &two_inputs().0, &y);
    let slopes = &gradients[0].db;

    let net = Network::seeded(2);
    let third = net.backward(&x, &y, &net.forward(&x)).dw1.row(2).to_vec();
    assert_eq!(slopes.len(), 4);
    for (slope, third) in slopes.iter().zip(&third) {
        assert!((slope - third).abs() < 1e-15);
    }
    let third: Vec<String> =
        third.iter().map(|slope| format!("{slope:.4}")).collect();
    says(&third.join(", "));
}

#[test]
fn the_column_of_slopes_that_the_page_adds_up() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let layers = Sequential::from(&net);
    let pass = layers.forward(&x);
    let d_output = sum_of_squares_gradient(pass.output(), &y);
    let Backward { dz, gradients } = layers.backward(&x, &pass, &d_output);
    let [a, b, c, d] = [0, 1, 2, 3].map(|row| dz[0][[row, 0]]);
    assert!((gradients[0].db[0] - (a + b + c + d)).abs() < 1e-15);
    let sum =
        format!("{a:.5} - {:.5} - {:.5} + {d:.5} = {:.5}", -b, -c, a + b + c + d);
    says(&sum);
}

#[test]
fn one_weighted_sum_with_a_bias_by_hand() {
    let w1 = Network::seeded(2).w1;
    let [u, v, b] = [0, 1, 2].map(|i| w1[[i, 0]]);
    let z = v + b;
    says(&format!(r"0 \times {u:.3} + 1 \times {v:.3} + {b:.3} = {z:.3}"));
}

#[test]
fn with_biases_and_without_the_column_of_ones_200_seeds_learn_the_four_rows() {
    let (x, y) = two_inputs();
    let last = |seed| {
        let mut net = Sequential::from(&without_ones(seed).0);
        let losses = net.train(&x, &y, 1.0, 1500);
        assert!(falls_at_every_step(&losses));
        losses[1500]
    };
    let with: Vec<f64> = (0..200).map(last).collect();
    assert!(with.iter().all(|&loss| loss < 0.01));

    let runs = train_seeds(0..200, &x, &y, 1.0, 1500);
    let without: Vec<f64> = runs.iter().map(|run| run.history.final_loss()).collect();
    assert!(quantile(&with, 1.0) < quantile(&without, 0.0));
}

#[test]
fn without_a_bias_a_sigmoid_unit_answers_one_half_to_zeros_and_with_one_anything() {
    let zeros = Array2::zeros((1, 2));
    let answer = |bias| {
        let unit = Dense { weights: array![[3.0], [-7.0]], biases: array![bias] };
        Sequential::new(unit, &Sigmoid).predict(&zeros)[[0, 0]]
    };
    assert_eq!(answer(0.0), 0.5);
    assert_eq!(answer(-4.0), sigmoid(-4.0));
}

#[test]
fn one_layer_ends_at_one_half_for_every_row() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let mut net = drawn(&[2, 1], seed);
        let losses = net.train(&x, &y, 1.0, 1500);
        assert!((losses[1500] - 1.0).abs() < 1e-6);
        assert!(net.predict(&x).iter().all(|y_hat| (y_hat - 0.5).abs() < 1e-3));
    }
}

#[test]
fn three_layers_learn_later_than_two_and_end_lower() {
    let first_below = |losses: &[f64]| losses.iter().position(|&l| l < 0.1).unwrap();
    let later = |two: &[f64], three: &[f64]| first_below(three) > first_below(two);
    let mut pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    assert!(pairs.all(|(two, three)| later(two, three)));
    let pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    let lower = pairs.filter(|(two, three)| three[1500] < two[1500]);
    assert!(lower.count() >= 15);
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
    let [two, three, four] = [2, 3, 4].map(|n| value(&format!("dense.plateau_{n}")));
    assert!(three < two / 10.0 && four < three / 5.0);
}

#[test]
fn whether_biases_or_a_column_of_ones_end_lower_is_a_toss_of_a_coin() {
    // 100 of 200 by chance, give or take 7.
    assert!((79.0..=121.0).contains(&value("dense.below_ones")));
    let (x, y) = two_inputs();
    let biases = Sequential::from(&without_ones(2).0).train(&x, &y, 1.0, 1500)[1500];
    let (x, y) = four_rows();
    let ones = train(&mut Network::seeded(2), &x, &y, 1.0, 1500).final_loss();
    assert!(biases > ones && biases < 1.5 * ones);
}

#[test]
fn with_two_layers_the_loss_falls_at_every_step_and_with_three_it_seldom_does() {
    assert!(TWO_LAYERS.iter().all(|losses| falls_at_every_step(losses)));
    let falling = THREE_LAYERS.iter().filter(|losses| falls_at_every_step(losses));
    assert!(falling.count() < 10);
}

#[test]
fn with_three_layers_the_loss_jumps_up_in_most_runs_and_only_below_the_plateau() {
    let jump = |losses: &[f64]| {
        losses
            .windows(2)
            .skip(10)
            .find(|pair| pair[1] > pair[0] + 0.1)
            .map(|pair| pair[0])
    };
    let jumps: Vec<f64> =
        THREE_LAYERS.iter().filter_map(|losses| jump(losses)).collect();
    assert!(jumps.len() > 10);
    assert!(jumps.iter().all(|&before| before < 0.7));
}

#[test]
fn at_half_the_learning_rate_the_loss_of_three_layers_falls_at_every_step_in_most_runs()
 {
    let (x, y) = two_inputs();
    let falls = |&seed: &u64| {
        falls_at_every_step(&drawn(&[2, 4, 4, 1], seed).train(&x, &y, 0.5, 3000))
    };
    let falling = (0..20).filter(falls).count();
    assert!(falling >= 15);
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

#[test]
fn four_layers_are_on_the_plateau_still_after_1500_iterations() {
    let losses = losses_of_twenty(&[2, 4, 4, 4, 1]);
    assert!(losses.iter().all(|losses| losses[1500] > 0.5));
}

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
