//! Claims of the chapter *Layers and biases*.

use backprop::activation::{Sigmoid, sigmoid};
use backprop::dense::Dense;
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::sequential::{Backward, Sequential};
use backprop::training::train;
use backprop::what_it_learned::{falls_at_every_step, quantile, train_seeds};
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

/// The third row of `dw1`, in the output of
/// [Backpropagation](backpropagation.md#in-rust), is 0.0213, 0.0522, 0.0004, 0.0054.
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

/// ```math 0.02278 - 0.00948 - 0.00726 + 0.01523 = 0.02127 ```
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

/// ```math 0 \times 0.881 + 1 \times 0.222 + 0.172 = 0.394 ```
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

/// So for seed 2 the answer to the guess is: higher, 0.00197 with biases against 0.00177
/// with the column.
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
