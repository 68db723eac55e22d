//! Solutions of the chapter *Initialization*.

use backprop::initialization::sizes;
use backprop::{
    Activation, Dense, Identity, Initialization, Layer, LeakyRelu, Pass, Relu,
    Sequential, Sigmoid, Tanh, four_rows, sum_of_squares, sum_of_squares_gradient,
};
use ndarray::{Array2, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: initialization_1
#[test]
fn the_intervals_worked_out_by_hand() {
    let ends = |inputs, outputs| {
        let layer = Dense { inputs, outputs };
        [Initialization::Xavier, Initialization::He]
            .map(|how| format!("{:.3}", how.interval(&layer).end))
    };
    assert_eq!(ends(3, 4), ["0.926", "1.414"]);
    assert_eq!(ends(64, 10), ["0.285", "0.306"]);
}
// ANCHOR_END: initialization_1

// ANCHOR: initialization_2
#[test]
fn leaky_relu_keeps_hardly_more_than_half_of_the_squares() {
    // Sums spaced evenly on both sides of 0.
    let sums = || (-500..500).map(|i| (f64::from(i) + 0.5) / 100.0);
    let kept = |f: &dyn Activation| {
        let squares: f64 = sums().map(|z| f.value(z).powi(2)).sum();
        squares / sums().map(|z| z * z).sum::<f64>()
    };
    assert!((kept(&Relu) - 0.5).abs() < 1e-12);
    assert!((kept(&LeakyRelu) - (1.0 + 0.01_f64.powi(2)) / 2.0).abs() < 1e-12);
}
// ANCHOR_END: initialization_2

// ANCHOR: initialization_3
#[test]
fn a_layer_that_narrows_shrinks_the_slopes_with_a_variance_for_the_way_forward() {
    let layer = Dense { inputs: 64, outputs: 16 };
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let dz = Array2::from_shape_simple_fn((500, 16), || rng.random::<f64>() - 0.5);
    let factor = |variance: f64| {
        let b = (3.0 * variance).sqrt();
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let mut net = Sequential::new(layer, &Identity);
        net.parameters.fill_with(|| b * (2.0 * rng.random::<f64>() - 1.0));
        let (x, mut dx) = (Array2::zeros((500, 64)), Array2::zeros((500, 64)));
        layer.backward(&net.parameters, x.view(), &dz, &mut dx);
        let sizes = sizes(&[dz.clone(), dx]);
        sizes[1] / sizes[0]
    };
    // The root of outputs times variance.
    assert!((factor(1.0 / 64.0) - 0.5).abs() < 0.03);
    assert!((factor(2.0 / 80.0) - 0.632).abs() < 0.03);
}
// ANCHOR_END: initialization_3

/// A network for the four rows, 3 inputs, 4 hidden units, trained for 3000 iterations.
// ANCHOR: trained
fn trained(
    activation: &'static dyn Activation,
    y: &Array2<f64>,
    parameters: Option<Vec<f64>>,
) -> (Sequential, Array2<f64>) {
    let (x, _) = four_rows();
    let mut net = Sequential::new(Dense { inputs: 3, outputs: 4 }, activation)
        .then(Dense { inputs: 4, outputs: 1 }, &Sigmoid);
    // Without other parameters, all are 0.
    net.parameters = parameters.unwrap_or(net.parameters);
    let mut pass = Pass::new(&net, 4);
    for _ in 0..3000 {
        net.forward(x.view(), &mut pass);
        net.backward(&sum_of_squares_gradient(pass.output(), y), &mut pass);
        net.step(x.view(), &pass, 0.3);
    }
    let y_hat = net.predict(x.view());
    (net, y_hat)
}
// ANCHOR_END: trained

// ANCHOR: initialization_4
#[test]
fn from_zeros_tanh_and_relu_learn_the_average_of_the_targets_and_nothing_else() {
    let and = array![[0.0], [0.0], [0.0], [1.0]];
    for activation in [&Tanh as &'static dyn Activation, &Relu] {
        let (net, y_hat) = trained(activation, &and, None);
        assert!(y_hat.iter().all(|y_hat| (y_hat - 0.25).abs() < 1e-9));
        assert!((sum_of_squares(&y_hat, &and) - 0.75).abs() < 1e-9);
        // Of 21 parameters, all but the last are where they were.
        let (last, others) = net.parameters.split_last().unwrap();
        assert!(others.iter().all(|&w| w == 0.0) && *last < -1.0);
    }
}
// ANCHOR_END: initialization_4

// ANCHOR: initialization_5
#[test]
fn random_biases_break_the_symmetry_of_equal_weights() {
    let (_, xor) = four_rows();
    let learned = |seed: &u64| {
        let rng = &mut ChaCha8Rng::seed_from_u64(*seed);
        let mut parameters = vec![0.5; 21];
        // 12 weights, then the biases of the hidden layer.
        parameters[12..16].fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
        let (_, y_hat) = trained(&Tanh, &xor, Some(parameters));
        sum_of_squares(&y_hat, &xor) < 0.1
    };
    assert_eq!((0..20).filter(learned).count(), 20);
    let (_, y_hat) = trained(&Tanh, &xor, Some(vec![0.5; 21]));
    assert!(sum_of_squares(&y_hat, &xor) > 0.5);
}
// ANCHOR_END: initialization_5
