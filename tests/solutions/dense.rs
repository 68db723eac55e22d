//! Solutions of the chapter *Layers and biases*.

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
use backprop::dense::{Dense, Gradients, Layer};
use backprop::gradient_descent::central_difference;
use backprop::loss::sum_of_squares_gradient;
use backprop::network::{Network, four_rows};
use ndarray::{
    Array1, Array2, ArrayView1, ArrayViewD, ArrayViewMut1, ArrayViewMutD, Axis,
    array, concatenate,
};

/// With a bias, 14: all but XOR and its opposite. The layer draws one straight
/// border, and a straight border parts every other choice of corners from the rest.
/// With the bias frozen, none. One straight line can part the 1s from the 0s of each
/// of these three rules, and of the OR that the chapter found.
// ANCHOR: dense_1
#[test]
fn one_layer_with_a_bias_learns_14_of_16_lists_of_targets_and_without_none() {
    let x = four_rows().0.select(Axis(1), &[0, 1]);
    let learns = |code: u32, frozen: bool| {
        let y = Array2::from_shape_fn((4, 1), |(row, _)| f64::from(code >> row & 1));
        let mut layer = Dense::new(2, 1);
        for _ in 0..1500 {
            let y_hat = layer.forward(&x).mapv(sigmoid);
            let d_y_hat = sum_of_squares_gradient(&y_hat, &y);
            let dz = d_y_hat * y_hat.mapv(sigmoid_prime_from_output);
            let (_, Gradients { dw, db }) = layer.backward(&x, &dz);
            layer.weights -= &dw;
            if !frozen {
                layer.biases -= &db;
            }
        }
        let y_hat = layer.forward(&x).mapv(sigmoid);
        y_hat.iter().zip(&y).all(|(y_hat, y)| (y_hat - y).abs() < 0.49)
    };
    let not_learned: Vec<u32> =
        (0..16).filter(|&code| !learns(code, false)).collect();
    assert_eq!(not_learned, [0b0110, 0b1001]);
    assert!(!(0..16).any(|code| learns(code, true)));
}
// ANCHOR_END: dense_1

// ANCHOR: dense_2
/// The hidden layer and the output of seed 2, all three weights of each unit, biases of 0.
fn start() -> [Dense; 2] {
    let Network { w1, w2 } = Network::seeded(2);
    [
        Dense { weights: w1, biases: Array1::zeros(4) },
        Dense { weights: w2, biases: Array1::zeros(1) },
    ]
}

/// Forward, backward and a step at learning rate 1, 1500 times.
fn train(
    [mut hidden, mut output]: [Dense; 2],
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> [Dense; 2] {
    let step = |layer: &mut Dense, Gradients { dw, db }: Gradients| {
        layer.weights -= &dw;
        layer.biases -= &db;
    };
    for _ in 0..1500 {
        let a1 = hidden.forward(x).mapv(sigmoid);
        let y_hat = output.forward(&a1).mapv(sigmoid);
        let d_y_hat = sum_of_squares_gradient(&y_hat, y);
        let dz2 = d_y_hat * y_hat.mapv(sigmoid_prime_from_output);
        let (da1, of_output) = output.backward(&a1, &dz2);
        let dz1 = da1 * a1.mapv(sigmoid_prime_from_output);
        let (_, of_hidden) = hidden.backward(x, &dz1);
        step(&mut output, of_output);
        step(&mut hidden, of_hidden);
    }
    [hidden, output]
}

/// The weight of the third input is multiplied by 1 in every row and the bias is
/// added in every row, so both have the same slope in every iteration, and both move
/// by the same amount.
#[test]
fn a_bias_and_the_weight_of_the_ones_move_by_the_same_amount() {
    let (x, y) = four_rows();
    let [old, _] = start();
    let [hidden, _] = train(start(), &x, &y);
    for unit in 0..4 {
        let weight_moved = hidden.weights[[2, unit]] - old.weights[[2, unit]];
        assert!(weight_moved.abs() > 0.1);
        assert!((weight_moved - hidden.biases[unit]).abs() < 1e-9);
    }
}
// ANCHOR_END: dense_2

/// `dw` and `db` add up the rows, and each row counts twice now, so both double.
/// It has a row for each sample, so each of its rows stands there twice, unchanged.
// ANCHOR: dense_3
/// As in [exercise 1 of Training](training.md#exercises), the slopes along the
/// parameters, `dw` and `db`, double.
#[test]
fn each_row_twice_doubles_dw_and_db_and_leaves_each_row_of_dx() {
    let (_, y) = four_rows();
    let twice = |rows: &Array2<f64>| {
        concatenate(Axis(0), &[rows.view(), rows.view()]).expect("one width")
    };
    let [_, output] = start();
    let a1 = Array2::ones((4, 4));
    let (dx, once) = output.backward(&a1, &y);
    let (dx2, doubled) = output.backward(&twice(&a1), &twice(&y));
    assert_eq!(dx2, twice(&dx));
    assert_eq!(doubled.dw, 2.0 * once.dw);
    assert_eq!(doubled.db, 2.0 * once.db);
}
// ANCHOR_END: dense_3

// ANCHOR: dense_4
/// Input j times weight j, plus bias j.
#[derive(Debug)]
struct Scale {
    weights: Array1<f64>,
    biases: Array1<f64>,
}

impl Layer for Scale {
    fn inputs(&self) -> usize {
        self.weights.len()
    }

    fn outputs(&self) -> usize {
        self.weights.len()
    }

    fn fans(&self) -> (usize, usize) {
        (1, 1)
    }

    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        x * &self.weights + &self.biases
    }

    fn backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
    ) -> (Array2<f64>, Gradients) {
        let dw = (x * dz).sum_axis(Axis(0)).into_dyn();
        let db = dz.sum_axis(Axis(0));
        (dz * &self.weights, Gradients { dw, db })
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        (self.weights.view().into_dyn(), self.biases.view())
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        (self.weights.view_mut().into_dyn(), self.biases.view_mut())
    }
}

/// For the bias the factor is 1, as before.
#[test]
fn the_slopes_of_a_layer_that_scales_are_the_measured_ones() {
    let x = array![[0.5, -1.0, 2.0], [3.0, 0.25, -0.5]];
    let weights = array![2.0, -1.5, 0.5];
    let biases = array![0.1, 0.2, 0.3];
    // The loss is the sum of the squares of z, so its slope along z is 2z.
    let loss = |x: &Array2<f64>, weights: &Array1<f64>| {
        let layer = Scale { weights: weights.clone(), biases: biases.clone() };
        layer.forward(x).mapv(|z| z * z).sum()
    };
    let layer = Scale { weights: weights.clone(), biases: biases.clone() };
    let dz = 2.0 * layer.forward(&x);
    let (dx, Gradients { dw, db }) = layer.backward(&x, &dz);
    assert_eq!(db, dz.sum_axis(Axis(0)));
    for j in 0..3 {
        let loss_at = |weight| {
            let mut moved = weights.clone();
            moved[j] = weight;
            loss(&x, &moved)
        };
        assert!((dw[j] - central_difference(loss_at, weights[j])).abs() < 1e-8);
    }
    for (place, slope) in dx.indexed_iter() {
        let loss_at = |input| {
            let mut moved = x.clone();
            moved[place] = input;
            loss(&moved, &weights)
        };
        assert!((slope - central_difference(loss_at, x[place])).abs() < 1e-8);
    }
}
// ANCHOR_END: dense_4
