//! Solutions of the chapter *Layers and biases*.

use backprop::activation::{sigmoid, sigmoid_prime_from_output};
use backprop::dense::{Dense, Gradients, Layer};
use backprop::loss::sum_of_squares_gradient;
use backprop::network::{Network, four_rows};
use ndarray::{Array1, Array2, Axis, array, concatenate, indices};

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

/// For the bias the factor is 1, as before. A `Dense` gives the same sums if its
/// weight from input $`j`$ to output $`j`$ is $`w_j`$, and all others are 0. After a
/// step it no longer does: a weight of 0 has a slope as well, and moves.
// ANCHOR: dense_4
#[test]
fn a_layer_that_scales_is_a_dense_layer_until_it_takes_a_step() {
    let x = array![[0.5, -1.0, 2.0], [3.0, 0.25, -0.5]];
    let (weights, biases) = (array![2.0, -1.5, 0.5], array![0.1, 0.2, 0.3]);
    let z = &x * &weights + &biases;
    let dense = Dense { weights: Array2::from_diag(&weights), biases };
    assert_eq!(dense.forward(&x), z);

    // The loss is the sum of the squares of z, so its slope along z is 2z.
    let dz = 2.0 * z;
    let (dx, Gradients { dw, db }) = dense.backward(&x, &dz);
    assert_eq!(dx, &dz * &weights);
    assert_eq!(db, dz.sum_axis(Axis(0)));
    let along_w = (&x * &dz).sum_axis(Axis(0));
    for (i, j) in indices((3, 3)) {
        if i == j {
            assert!((dw[[i, j]] - along_w[j]).abs() < 1e-12);
        } else {
            assert!(dense.weights[[i, j]] == 0.0 && dw[[i, j]] != 0.0);
        }
    }
}
// ANCHOR_END: dense_4
