//! Claims of the chapter *Layers and biases*.

use backprop::activation::{Sigmoid, sigmoid};
use backprop::dense::{Dense, Gradients, Layer};
use backprop::gradient_descent::central_difference;
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::sequential::{Backward, Sequential};
use backprop::training::train;
use backprop::what_it_learned::{Run, falls_at_every_step, quantile, train_seeds};
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
pub fn train_frozen(
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

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("dense", words);
}

/// A bias is the weight of an input that is always 1. So it trains like one, too: a
/// test gives the hidden layer the third row of $`W_1`$ as its biases, drops the
/// column of ones, holds the bias of the output at 0, and gets the losses of Part I
/// for all 1500 iterations, up to rounding. Its weights are added to the sum of
/// every row: they are the biases of the hidden layer.
#[test]
fn a_column_of_ones_trains_as_biases_of_the_hidden_layer_do() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut layers = with_biases(seed);
        let losses = train_frozen(&mut layers, &two_inputs().0, &y, &[1]);

        let mut net = Network::seeded(seed);
        let history = train(&mut net, &x, &y, 1.0, 1500);
        // The sums are added up in another order, and round differently by 1e-16 at a time.
        assert_eq!((losses.len(), history.losses().len()), (1501, 1501));
        let pairs = losses.iter().zip(history.losses());
        assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
        let (_, biases) = layers.stages[0].layer.parameters();
        assert_eq!(biases.len(), 4);
        let biases = biases.iter().zip(net.w1.row(2));
        assert!(biases.into_iter().all(|(bias, w)| (bias - w).abs() < 1e-9));
    }
}

/// The third row of `dw1`, in the output of
/// [Backpropagation](backpropagation.md#in-rust), is 0.0213, 0.0522, 0.0004, 0.0054.
/// The product $`x^\top \frac{\partial L}{\partial z_1}`$ computed it: the third row
/// of $`x^\top`$ is 1 1 1 1, and a row of ones times a column adds the column up.
#[test]
fn the_slopes_of_the_third_row_of_w1_are_those_of_the_biases() {
    let (x, y) = four_rows();
    let (_, gradients) = loss_and_gradients(&with_biases(2), &two_inputs().0, &y);
    let slopes = &gradients[0].db;

    let net = Network::seeded(2);
    let third = net.backward(&x, &y, &net.forward(&x)).dw1.row(2).to_vec();
    assert_eq!((x.nrows(), slopes.len()), (4, 4));
    assert!(x.t().row(2).iter().all(|&one| one == 1.0));
    for (slope, third) in slopes.iter().zip(&third) {
        assert!((slope - third).abs() < 1e-15);
    }
    let third: Vec<String> =
        third.iter().map(|slope| format!("{slope:.4}")).collect();
    says(&third.join(", "));
}

/// For the first hidden unit of seed 2, the slopes of the loss along its sums in the
/// four rows are 0.02278, −0.00948, −0.00726 and 0.01523. In words: **`db` is the
/// sum of the rows of `dz`.**
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
    assert_eq!(gradients[0].db, dz[0].sum_axis(Axis(0)));
    let sum =
        format!("{a:.5} - {:.5} - {:.5} + {d:.5} = {:.5}", -b, -c, a + b + c + d);
    says(&sum);
}

/// ```math
/// 0 \times 0.881 + 1 \times 0.222 + 0.172 = 0.394
/// ```
///
/// It is the 0.394 of [Feedforward](feedforward.md#one-layer-two-moves). The two
/// inputs have weights, and the 0.172 has no input any more.
#[test]
fn one_weighted_sum_with_a_bias_by_hand() {
    let w1 = Network::seeded(2).w1;
    let [u, v, b] = [0, 1, 2].map(|i| w1[[i, 0]]);
    let z = v + b;
    says(&format!(r"0 \times {u:.3} + 1 \times {v:.3} + {b:.3} = {z:.3}"));
    says(&format!("It is the {z:.3} of"));
    crate::common::says("feedforward", &format!("= {z:.3}"));
    says(&format!("the {b:.3} has no input any more"));
}

/// The third input of our data is 1 in every row. So the third weight of a hidden
/// unit is added to its sum whatever the first two inputs are. **True:** the third
/// input is 1 in every row, so the last row of $`W_1`$ is added to every weighted
/// sum of the hidden layer.
#[test]
fn the_weights_of_the_column_of_ones_are_added_to_every_sum() {
    let (x, _) = four_rows();
    assert!(x.column(2).iter().all(|&one| one == 1.0));
    for seed in 0..20 {
        let (net, ones) = without_ones(seed);
        let sums = two_inputs().0.dot(&net.w1) + &ones;
        let off = sums - Network::seeded(seed).forward(&x).z1;
        assert!(off.iter().all(|off| off.abs() < 1e-15));
    }
}

/// $`b`$ is a list, and the shape of a list is one number, its length: one bias for
/// each unit of the layer, no matter how many rows there are. The shapes $`(n, 4)`$
/// and $`(4)`$ differ, so $`b`$ is stretched: each of the $`n`$ rows gets the same
/// four biases.
#[test]
fn each_row_gets_the_same_four_biases() {
    let biases = array![1.0, -2.0, 3.0, 0.5];
    let layer = Dense { weights: Array2::zeros((2, 4)), biases };
    for n in [1, 4, 9] {
        let z = layer.forward(&Array2::ones((n, 2)));
        assert_eq!(z.dim(), (n, 4));
        assert_eq!(layer.biases.shape(), [4]);
        assert!(z.rows().into_iter().all(|row| row == layer.biases));
    }
}

/// In Part I it had none, since no column of its inputs $`a_1`$ is 1 in every row.
#[test]
fn no_column_of_activations_is_1_in_every_row() {
    let (x, y) = four_rows();
    for run in train_seeds(0..20, &x, &y, 1.0, 1500) {
        assert!(run.net.forward(&x).a1.iter().all(|&a1| a1 < 1.0));
    }
}

/// Four paths lead from the bias to the loss, one for each row.
/// On each, the bias is added to a sum, so the sum moves exactly as far as the bias
/// does: the slope of the step is 1.
#[test]
fn a_path_leads_from_a_bias_through_each_row_and_its_first_step_has_the_slope_1() {
    let (x, _) = two_inputs();
    for row in 0..4 {
        for unit in 0..4 {
            let sum = |bias| {
                let weights = without_ones(2).0.w1;
                let mut layer = Dense { weights, biases: Array1::zeros(4) };
                layer.biases[unit] = bias;
                layer.forward(&x)[[row, unit]]
            };
            assert!((central_difference(sum, 0.3) - 1.0).abs() < 1e-9);
        }
    }
    assert_eq!(x.nrows(), 4);
}

/// With two inputs and no biases it falls last (orange). With biases (green) it
/// falls along with that of Part I, which has the column of ones (blue, wide).
#[test]
fn with_biases_the_loss_falls_along_with_that_of_part_one_and_without_it_falls_last()
{
    let (columns, y) = two_inputs();
    let (mut none, _) = without_ones(2);
    let biases = Sequential::from(&none).train(&columns, &y, 1.0, 1500);
    let none = train(&mut none, &columns, &y, 1.0, 1500);
    let ones = train(&mut Network::seeded(2), &four_rows().0, &y, 1.0, 1500);
    for below in [0.5, 0.2, 0.1, 0.05] {
        let first = |losses: &[f64]| {
            losses.iter().position(|&loss| loss < below).unwrap() as f64
        };
        let [ones, biases, none] = [ones.losses(), &biases, none.losses()].map(first);
        assert!((biases / ones - 1.0).abs() < 0.1, "{below}: {biases} and {ones}");
        assert!(none > 1.1 * biases.max(ones), "{below}: {none}");
    }
}

/// It is not needed: it moves the sum of the unit twice as fast.)
///
/// Two numbers that do the same are a waste, and they move the sum twice as fast as
/// one.
#[test]
fn a_column_of_ones_beside_biases_moves_the_sums_twice_as_fast() {
    let (x, y) = four_rows();
    let net = Sequential::from(&Network::seeded(2));
    let (_, gradients) = loss_and_gradients(&net, &x, &y);
    let Gradients { dw, db } = &gradients[0];
    for unit in 0..4 {
        assert!(db[unit].abs() > 1e-4);
        assert!((dw[[2, unit]] + db[unit] - 2.0 * db[unit]).abs() < 1e-15);
    }
}

/// After 1500 steps [ours](training.md) predicts 0.012, 0.980, 0.976 and 0.025.
#[test]
fn what_seed_2_of_part_one_predicts_after_training() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    train(&mut net, &x, &y, 1.0, 1500);
    let y_hat = net.predict(&x);
    let [a, b, c, d] = [0, 1, 2, 3].map(|row| y_hat[[row, 0]]);
    says(&format!("predicts {a:.3}, {b:.3}, {c:.3} and {d:.3}."));
}

/// Part I [dropped the column](what-it-learned.md#what-is-the-third-input-for) and
/// could still learn the four rows, but more slowly, and its hidden units had no
/// choice but to answer one half to the row 0 0. Before training both have the same
/// loss: a bias of 0 changes nothing. Against two inputs without biases there is no
/// doubt: the worst of these runs with biases ends lower than the best of as many
/// without.
#[test]
fn with_biases_and_without_the_column_of_ones_200_seeds_learn_the_four_rows() {
    let (x, y) = two_inputs();
    let losses =
        |seed| Sequential::from(&without_ones(seed).0).train(&x, &y, 1.0, 1500);
    let with: Vec<Vec<f64>> = (0..200).map(losses).collect();
    assert!(with.iter().all(|losses| falls_at_every_step(losses)));
    let ends: Vec<f64> = with.iter().map(|losses| losses[1500]).collect();
    assert!(ends.iter().all(|&loss| loss < 0.01));

    let runs = train_seeds(0..200, &x, &y, 1.0, 1500);
    let without: Vec<f64> = runs.iter().map(|run| run.history.final_loss()).collect();
    assert!(quantile(&ends, 1.0) < quantile(&without, 0.0));
    assert!(without.iter().all(|&loss| loss < 0.05));
    let zeros = |run: &Run| run.net.forward(&x).a1.row(0).to_owned();
    assert!(runs.iter().flat_map(zeros).all(|a1| a1 == 0.5));

    // From the same weights.
    let history = |seed| train(&mut without_ones(seed).0, &x, &y, 1.0, 1500);
    let without: Vec<_> = (0..200).map(history).collect();
    let mut pairs = with.iter().zip(&without);
    assert!(pairs.all(|(with, without)| with[0] == without.losses()[0]));
    let ones = train_seeds(0..200, &four_rows().0, &y, 1.0, 1500);
    let mut pairs = ones.iter().zip(&without);
    assert!(pairs.all(|(ones, none)| ones.history.final_loss() < none.final_loss()));
}

/// For the row 0 0 the sum is 0 whatever the weights are, and the answer one half,
/// which is neither 0 nor 1.
#[test]
fn without_a_bias_a_sigmoid_unit_answers_one_half_to_zeros_and_with_one_anything() {
    let zeros = Array2::zeros((1, 2));
    for weights in [array![[3.0], [-7.0]], array![[0.0], [0.1]], array![[1e9], [1.0]]]
    {
        let unit = |bias| Dense { weights: weights.clone(), biases: array![bias] };
        assert_eq!(unit(0.0).forward(&zeros), array![[0.0]]);
        let answer =
            |bias| Sequential::new(unit(bias), &Sigmoid).predict(&zeros)[[0, 0]];
        assert_eq!(answer(0.0), 0.5);
        assert_eq!(answer(-4.0), sigmoid(-4.0));
    }
}

/// Seed 2 ends higher, 0.00197 with biases against 0.00177 with the column. Over all
/// seeds, which of the two ends lower is a toss of a coin. Biases do what the column
/// did, no better and no worse.
#[test]
fn whether_biases_or_a_column_of_ones_end_lower_is_a_toss_of_a_coin() {
    // 100 of 200 by chance, give or take 7.
    assert!((79.0..=121.0).contains(&value("dense.below_ones")));
    let (x, y) = two_inputs();
    let biases = Sequential::from(&without_ones(2).0).train(&x, &y, 1.0, 1500)[1500];
    let (x, y) = four_rows();
    let ones = train(&mut Network::seeded(2), &x, &y, 1.0, 1500).final_loss();
    assert!(biases > ones);
    says(&format!("{biases:.5} with biases against {ones:.5} with the column"));
}

/// $`x W^\top + b`$
#[test]
fn weights_that_are_kept_transposed_are_turned_to_compute_the_same() {
    let mut layer = Dense::new(3, 2);
    layer.weights = array![[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]];
    layer.biases = array![0.7, -0.8];
    let x = array![[1.0, 2.0, 3.0], [-1.0, 0.5, 2.0]];
    // A row for each output.
    let weights = array![[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]];
    assert_eq!(x.dot(&weights.t()) + &layer.biases, layer.forward(&x));
}
