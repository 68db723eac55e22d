//! Solutions of the chapter *Initialization*.

use backprop::activation::{Activation, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::dense::{Dense, Layer};
use backprop::initialization::{Initialization, size};
use backprop::loss::sum_of_squares;
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use ndarray::{Array2, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Where a layer has many more inputs than outputs, the two are nearly the same.
// ANCHOR: initialization_1
#[test]
fn the_intervals_worked_out_by_hand() {
    let ends = |inputs, outputs| {
        let layer = Dense::new(inputs, outputs);
        [Initialization::Xavier, Initialization::He]
            .map(|how| format!("{:.3}", how.interval(&layer).end))
    };
    assert_eq!(ends(3, 4), ["0.926", "1.414"]);
    assert_eq!(ends(64, 10), ["0.285", "0.306"]);
    assert_eq!(ends(1000, 10), ["0.077", "0.077"]);
}
// ANCHOR_END: initialization_1

/// The positive half of the sums keeps its squares.
/// The negative half keeps $`0.01^2`$ of them.
/// The difference to He's rule is a hundredth of a percent.
/// For a leak of 0.2 it would be four percent.
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
    // Two over n, divided by one plus the square of the leak: so much below He's.
    let below = |leak: f64| 1.0 - 1.0 / (1.0 + leak * leak);
    assert!((below(0.01) - 0.0001).abs() < 1e-6 && (below(0.2) - 0.04).abs() < 0.005);
}
// ANCHOR_END: initialization_2

/// So the variance is multiplied by $`16 \operatorname{Var}(w)`$. With the variance
/// for the way forward, $`\frac{1}{64}`$, that is $`\frac{16}{64} = \frac{1}{4}`$,
/// and the size is halved. With Xavier, $`\frac{2}{80}`$, it is $`\frac{32}{80} =
/// 0.4`$, and the factor is $`\sqrt{0.4} = 0.632`$.
// ANCHOR: initialization_3
#[test]
fn a_layer_that_narrows_shrinks_the_slopes_with_a_variance_for_the_way_forward() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let x = Array2::zeros((500, 64));
    let dz = Array2::from_shape_simple_fn((500, 16), || rng.random::<f64>() - 0.5);
    let factor = |variance: f64| {
        let b = (3.0 * variance).sqrt();
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let mut layer = Dense::new(64, 16);
        layer.weights.mapv_inplace(|_| b * (2.0 * rng.random::<f64>() - 1.0));
        let (dx, _) = layer.backward(&x, &dz);
        size(&dx) / size(&dz)
    };
    // The root of outputs times variance.
    assert!((factor(1.0 / 64.0) - 0.5).abs() < 0.03);
    assert!((factor(2.0 / 80.0) - 0.632).abs() < 0.03);
}
// ANCHOR_END: initialization_3

/// A network for the four rows, 3 inputs, 4 hidden units, trained for 3000 iterations from
/// these parameters.
// ANCHOR: trained
fn trained(
    activation: &'static dyn Activation,
    y: &Array2<f64>,
    parameters: &[f64],
) -> (Sequential, Array2<f64>) {
    let (x, _) = four_rows();
    let mut net = Sequential::new(Dense::new(3, 4), activation)
        .then(Dense::new(4, 1), &Sigmoid);
    net.set_parameters(parameters);
    net.train(&x, y, 0.3, 3000);
    let y_hat = net.predict(&x);
    (net, y_hat)
}
// ANCHOR_END: trained

/// One quarter, for every row: the average of the targets.
/// Only the last bias moves.
/// It ends where $`\sigma(b) = \frac{1}{4}`$.
// ANCHOR: initialization_4
#[test]
fn from_zeros_tanh_and_relu_learn_the_average_of_the_targets_and_nothing_else() {
    let and = array![[0.0], [0.0], [0.0], [1.0]];
    for activation in [&Tanh as &'static dyn Activation, &Relu] {
        let (net, y_hat) = trained(activation, &and, &[0.0; 21]);
        assert!(y_hat.iter().all(|y_hat| (y_hat - 0.25).abs() < 1e-9));
        assert!((sum_of_squares(&y_hat, &and) - 0.75).abs() < 1e-9);
        // Of 21 parameters, all but the last are where they were.
        let parameters = net.parameters();
        let (last, others) = parameters.split_last().unwrap();
        assert!(others.iter().all(|&w| w == 0.0) && *last < -1.0);
    }
}
// ANCHOR_END: initialization_4

/// All 20 seeds learn XOR.
/// With equal biases none could.
// ANCHOR: initialization_5
#[test]
fn random_biases_break_the_symmetry_of_equal_weights() {
    let (_, xor) = four_rows();
    let learned = |seed: &u64| {
        let rng = &mut ChaCha8Rng::seed_from_u64(*seed);
        let mut parameters = [0.5; 21];
        // 12 weights, then the biases of the hidden layer.
        parameters[12..16].fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
        parameters[20] = 0.0;
        let (_, y_hat) = trained(&Tanh, &xor, &parameters);
        sum_of_squares(&y_hat, &xor) < 0.1
    };
    assert_eq!((0..20).filter(learned).count(), 20);
    let (_, y_hat) = trained(&Tanh, &xor, &[0.5; 21]);
    assert!(sum_of_squares(&y_hat, &xor) > 0.5);
}
// ANCHOR_END: initialization_5
