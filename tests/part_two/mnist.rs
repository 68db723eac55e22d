//! Claims of the chapter *MNIST*.

use backprop::activation::Sigmoid;
use backprop::classification::{Loss, squares};
use backprop::dense::Dense;
use backprop::digits::{lenet, mlp};
use backprop::memory_and_threads::LARGE;
use backprop::mini_batches::mean_gradients;
use backprop::mnist::nielsens_training;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::small::small;
use ndarray::{Array2, Ix2};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::digits::thousands;
use crate::what_it_reads::{median, percents};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("mnist", words);
}

/// The dense network now has 784 inputs, 128 hidden units and 101,770 parameters.
/// The convolutional one has kernels of 5 by 5, 8 and then 16 of them, and a dense
/// layer of 128 units: 105,194 parameters, about as many.
#[test]
fn both_networks_have_about_as_many_parameters() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let (dense, convolutional) =
        (mlp(LARGE, 128, rng), lenet(LARGE, 5, [8, 16], 128, rng));
    says(&format!("and {} parameters.", thousands(dense.parameters().len())));
    says(&format!(
        "units: {} parameters,",
        thousands(convolutional.parameters().len())
    ));
}

/// Its best epoch of 30 has 95.42 %, and its last one 95.34 %. So compare the last
/// ones: ours are at [value:mnist.nielsen.low] % to [value:mnist.nielsen.high] %,
/// all five below his, the nearest by [value:mnist.nielsen.below] points. Two
/// programs in two languages that share no line of code come within a point of each
/// other.
#[test]
fn five_runs_of_nielsens_network_end_below_his_and_within_a_point() {
    let nielsen = percents("data/mnist.csv", "nielsen,");
    assert_eq!(nielsen.len(), 5);
    assert!(nielsen.iter().all(|percent| (94.34..95.34).contains(percent)));
}

/// With as many parameters, the convolutional network makes less than half of the
/// mistakes of the dense one: it reads fewer than 100 digits wrong, the dense one
/// about 200. Between 95 % and 98 % lies much of what Part II is about: cross
/// entropy in place of squares, ReLU in place of the sigmoid, weights that start
/// with the right spread, Adam, and more hidden units.
#[test]
fn on_mnist_each_of_the_three_networks_reaches_what_the_page_says() {
    let [dense, convolutional, nielsen] = ["dense", "convolutional", "nielsen"]
        .map(|network| percents("data/mnist.csv", &format!("{network},")));
    assert!(dense.len() == 5 && convolutional.len() == 5 && nielsen.len() == 5);
    assert!(median(&dense) >= 98.0);
    assert!(median(&convolutional) >= 99.1);
    assert!(nielsen.iter().all(|percent| (94.0..96.0).contains(percent)));
    // Of 10,000, a percent is a hundred.
    assert!(convolutional.iter().all(|percent| *percent > 99.0));
    assert!(dense.iter().all(|percent| (97.85..98.15).contains(percent)));
    says(&format!(
        "Between {:.0} % and {:.0} % lies",
        median(&nielsen),
        median(&dense)
    ));
    // Less than half of the mistakes.
    assert!(100.0 - median(&convolutional) < 0.5 * (100.0 - median(&dense)));
}

/// The cost of Nielsen's first chapter, of one sample: half of the sum of squares.
fn half_of_squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let error = y_hat - y;
    (0.5 * error.mapv(|e| e * e).sum(), error)
}

/// The slope of $`L`$ along every weight is twice that of $`C`$.
/// Our learning rate is 1.5.
#[test]
fn his_step_of_3_is_ours_of_1_and_a_half() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut net = Sequential::new(Dense::new(64, 30), &Sigmoid)
        .then(Dense::new(30, 10), &Sigmoid);
    let mut start = net.parameters();
    start.fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
    let samples = small().select(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let mut after = |loss: Loss, rate: f64| {
        net.set_parameters(&start);
        let y = samples.one_hot();
        let (_, gradients) = mean_gradients(&net, loss, &samples.x, &y);
        net.step(&gradients, rate);
        net.parameters()
    };
    // Doubling and halving are exact.
    assert_eq!(after(half_of_squares, 3.0), after(squares, 1.5));
    assert_ne!(after(squares, 3.0), after(squares, 1.5));
    let rate = nielsens_training().learning_rate;
    assert_eq!(rate, 3.0 / 2.0);
    says(&format!("Our learning rate is {rate}."));
}

/// The variance of that is $`\frac{b^2}{3}`$, as in
/// [Initialization](initialization.md), and it is 1 for $`b = \sqrt 3 \approx
/// 1.732`$.
#[test]
fn uniform_numbers_up_to_the_root_of_three_have_variance_one() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let b = 3.0_f64.sqrt();
    says(&format!(r"\sqrt 3 \approx {b:.3}"));
    let n = 100_000;
    let draws = (0..n).map(|_| b * (2.0 * rng.random::<f64>() - 1.0));
    let mean_square = draws.map(|w| w * w).sum::<f64>() / f64::from(n);
    // The mean of so many squares is off by about 0.003.
    assert!((mean_square - 1.0).abs() < 0.01);
}

/// And the seed matters little: 10,000 test digits measure more finely than 359, and
/// 55,000 training digits leave less to chance.
#[test]
fn on_mnist_the_seed_matters_less_than_on_the_small_digits() {
    let spread = |percents: &[f64]| quantile(percents, 1.0) - quantile(percents, 0.0);
    for network in ["dense", "convolutional"] {
        let large = percents("data/mnist.csv", &format!("{network},"));
        let small =
            percents("data/accuracy.csv", &format!("shuffled,{network},as drawn,"));
        assert!(spread(&large) < 0.3 && spread(&small) > 3.0 * spread(&large));
    }
    let (train, test) = small().split(0.2);
    says(&format!("10,000 test digits measure more finely than {},", test.len()));
    says(&format!("and {} training digits", thousands(60_000 - 5_000)));
    assert!(test.len() < 10_000 && train.len() < 55_000);
}

/// Inputs 255 times as large make the sums of the first layer 255 times as large, as
/// if its weights were.
#[test]
fn inputs_255_times_as_large_or_such_weights_make_such_sums() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let net = mlp(LARGE, 128, rng);
    let (weights, biases) = net.stages[0].layer.parameters();
    assert!(biases.iter().all(|&bias| bias == 0.0));
    let weights = weights.into_dimensionality::<Ix2>().unwrap();
    let x = Array2::from_shape_simple_fn((3, 784), || rng.random::<f64>());
    let sums = x.dot(&weights);
    let close = |other: Array2<f64>| {
        (other - 255.0 * &sums).iter().all(|difference| difference.abs() < 1e-9)
    };
    assert!(close((255.0 * &x).dot(&weights)) && close(x.dot(&(255.0 * &weights))));
}
