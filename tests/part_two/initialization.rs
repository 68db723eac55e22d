//! Claims of the chapter *Initialization*.

use backprop::activation::{Activation, Relu, Sigmoid, Tanh, sigmoid, sigmoid_prime};
use backprop::dense::{Dense, Layer};
use backprop::initialization::{Initialization, size};
use backprop::learning_rate::loss_and_gradients;
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use figures::initialization::{losses, sizes_in_ten_layers};
use ndarray::{Array2, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("initialization", words);
}

/// One after another, `iterations` steps from zeros: the parameters after each.
fn from_zeros(
    activation: &'static dyn Activation,
    y: &Array2<f64>,
    iterations: usize,
) -> Vec<(Vec<f64>, f64)> {
    let (x, _) = four_rows();
    let mut net = Sequential::new(Dense::new(3, 4), activation)
        .then(Dense::new(4, 1), &Sigmoid)
        .initialized(Initialization::Zeros, &mut ChaCha8Rng::seed_from_u64(0));
    let step = |_| {
        let (loss, gradients) = loss_and_gradients(&net, &x, y);
        net.step(&gradients, 1.0);
        (net.parameters(), loss)
    };
    (0..iterations).map(step).collect()
}

/// Whether the four hidden units have the same weights and biases.
fn units_are_equal(parameters: &[f64]) -> bool {
    // Rows of w1 (3, 4), the biases, w2 (4, 1); a processor may round one unit differently.
    parameters[..20]
        .chunks(4)
        .all(|row| row.iter().all(|w| (w - row[0]).abs() < 1e-6))
}

#[test]
fn zeros_never_break_the_symmetry() {
    for code in 0..16_u32 {
        let y = Array2::from_shape_fn((4, 1), |(row, _)| f64::from(code >> row & 1));
        for (parameters, _) in from_zeros(&Sigmoid, &y, 300) {
            assert!(units_are_equal(&parameters), "targets {code:04b}");
        }
    }
}

#[test]
fn copies_learn_or_and_do_not_learn_xor() {
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    let (_, xor) = four_rows();
    let last = |y| from_zeros(&Sigmoid, y, 1500).pop().unwrap();
    let (parameters, loss) = last(&or);
    assert!(units_are_equal(&parameters) && loss < 0.01);
    // The last row of w1 and the biases.
    let same = |j: usize| (parameters[8 + j] - parameters[12 + j]).abs() < 1e-6;
    assert!((0..4).all(same));
    assert!(last(&xor).1 > 0.99);
}

#[test]
fn from_zeros_only_the_bias_of_the_output_moves_with_tanh_and_relu() {
    let or = array![[0.0], [1.0], [1.0], [1.0]];
    for activation in [&Tanh as &'static dyn Activation, &Relu] {
        for (parameters, _) in from_zeros(activation, &or, 300) {
            let (bias, others) = parameters.split_last().unwrap();
            assert!(others.iter().all(|&w| w == 0.0) && *bias > 0.0);
        }
    }
}

/// | inputs $`n`$ | average sum | slope of the sigmoid there | |---|---|---| | 3 | 0.75 | 0.218 | | 64 | 16 | 0.0000001 | | 784 | 196 | 0 |
#[test]
fn sums_of_inputs_and_weights_between_0_and_1_are_a_quarter_of_their_number() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    for (n, slope) in [(3, "0.218"), (64, "0.0000001"), (784, "0")] {
        let mut sum =
            || (0..n).map(|_| rng.random::<f64>() * rng.random::<f64>()).sum::<f64>();
        let mean = (0..2000).map(|_| sum()).sum::<f64>() / 2000.0;
        let expected = f64::from(n) / 4.0;
        assert!((mean / expected - 1.0).abs() < 0.03, "{n}: {mean}");
        let digits = slope.len().saturating_sub(2);
        assert_eq!(format!("{:.digits$}", sigmoid_prime(expected)), slope);
        says(&format!("| {n} | {expected} | {slope} |"));
    }
    assert_eq!((sigmoid(196.0), sigmoid_prime(196.0)), (1.0, 0.0));
}

/// For $`k = 10`$ that is $`0.385\,b^2`$, for $`k = 1000`$ it is $`0.334\,b^2`$, and the
/// more numbers, the closer it comes to a third.
#[test]
fn the_mean_square_of_evenly_spaced_numbers_nears_a_third() {
    let by_formula = |m: f64| (m + 1.0) * (2.0 * m + 1.0) / (6.0 * m * m);
    for m in [10, 1000] {
        let squares: f64 = (1..=m).map(|k| f64::from(k * k)).sum();
        let m = f64::from(m);
        assert!((squares / m.powi(3) - by_formula(m)).abs() < 1e-12);
        says(&format!("k = {m}`$"));
        says(&format!(r"{:.3}\,b^2", by_formula(m)));
    }
}

#[test]
fn variances_add_and_multiply_when_numbers_have_nothing_to_do_with_each_other() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let (mut sum, mut product, mut square) = (0.0, 0.0, 0.0);
    let draws = 100_000;
    for _ in 0..draws {
        let [u, v] = [1.0, 3.0].map(|b| b * (2.0 * rng.random::<f64>() - 1.0));
        // An activation that is not around 0.
        let a = rng.random::<f64>();
        sum += (u + v).powi(2);
        product += (v * a).powi(2);
        square += a * a;
    }
    let mean = |total: f64| total / f64::from(draws);
    assert!((mean(sum) - (1.0 / 3.0 + 3.0)).abs() < 0.05);
    assert!((mean(product) - 3.0 * mean(square)).abs() < 0.02);
}

/// For our 3 inputs and 4 hidden units, $`b = 0.926`$.
/// Each layer keeps about half of the variance, which is $`\sqrt{\frac{1}{2}} = 0.71`$
/// of the size: after nine layers a few hundredths are left.
#[test]
fn the_numbers_of_xavier_and_he() {
    let b = Initialization::Xavier.interval(&Dense::new(3, 4)).end;
    says(&format!("$`b = {b:.3}`$"));
    // Weights between −1 and 1 are He's, for 6 inputs.
    let he = Initialization::He.interval(&Dense::new(6, 6));
    assert!((he.start + 1.0).abs() < 1e-15 && (he.end - 1.0).abs() < 1e-15);
    says(&format!("= {:.2}`$ of the size", 0.5_f64.sqrt()));
}

/// The medians over 20 seeds of the sizes in layer 1, 2, 3 and 10 forward, and 1 and 10 backward.
fn medians(
    activation: &'static dyn Activation,
    how: Initialization,
) -> ([f64; 4], [f64; 2]) {
    let runs: Vec<_> =
        (0..20).map(|seed| sizes_in_ten_layers(activation, how, seed)).collect();
    let forward = |l: usize| {
        quantile(&runs.iter().map(|run| run.0[l]).collect::<Vec<_>>(), 0.5)
    };
    let backward = |l: usize| {
        quantile(&runs.iter().map(|run| run.1[l]).collect::<Vec<_>>(), 0.5)
    };
    ([0, 1, 2, 9].map(forward), [0, 9].map(backward))
}

#[test]
fn weights_between_0_and_1_saturate_tanh_and_blow_up_relu() {
    let (tanh, slopes) = medians(&Tanh, Initialization::Unit);
    assert!(tanh[1] < 25.0);
    assert!(tanh[2..].iter().all(|size| (size - 32.0).abs() < 1.0));
    assert_eq!((slopes[0], Tanh.slope(32.0, Tanh.value(32.0))), (0.0, 0.0));
    let (relu, _) = medians(&Relu, Initialization::Unit);
    let per_layer = (relu[3] / relu[1]).powf(1.0 / 8.0);
    assert!((per_layer - 32.0).abs() < 1.0, "{per_layer}");
    assert!((relu[2] / relu[1] - 32.0).abs() < 1.0);
    assert!((14.0..20.0).contains(&(relu[1] / relu[0])));
    assert!(relu[1] < 100.0 && 32.0 * relu[1] > 100.0);
}

#[test]
fn he_keeps_the_size_with_relu_and_xavier_loses_it() {
    let (he, slopes) = medians(&Relu, Initialization::He);
    assert!((0.8..1.25).contains(&(he[3] / he[0])));
    assert!((0.8..1.25).contains(&(slopes[1] / slopes[0])));
    let (xavier, _) = medians(&Relu, Initialization::Xavier);
    assert!((0.03..0.06).contains(&(xavier[3] / xavier[0])));
    let per_layer = (xavier[3] / xavier[0]).powf(1.0 / 9.0);
    assert!((per_layer - 0.5_f64.sqrt()).abs() < 0.03, "{per_layer}");
}

#[test]
fn with_tanh_xavier_sinks_slowly_and_he_less() {
    let (xavier, _) = medians(&Tanh, Initialization::Xavier);
    assert!((0.15..0.35).contains(&(xavier[3] / xavier[0])));
    let (he, _) = medians(&Tanh, Initialization::He);
    assert!((0.5..0.6).contains(&(he[3] / he[0])));
}

#[test]
fn no_initialization_saves_the_sigmoid() {
    for how in [Initialization::Unit, Initialization::Xavier, Initialization::He] {
        let (_, slopes) = medians(&Sigmoid, how);
        assert!(slopes[0] < 1e-4 * slopes[1], "{how:?}");
    }
}

#[test]
fn four_times_xaviers_weights_divide_the_slopes_of_sigmoids_by_less_than_half_as_much()
 {
    let [narrow, wide] =
        ["initialization.sigmoid_back", "initialization.sigmoid_back_wide"]
            .map(value);
    assert!(wide > 1.0 && wide < narrow / 2.0);
}

/// Then $`\operatorname{Var}(z) = 64 \times \frac{1}{3} \times \frac{1}{2} = 10.7`$, and
/// the sums have the size $`\sqrt{10.7} = 3.3`$.
#[test]
fn one_line_of_variances_in_numbers() {
    let variance = 64.0 / 3.0 / 2.0_f64;
    says(&format!(r"= {variance:.1}`$"));
    says(&format!(r"= {:.1}`$", variance.sqrt()));
}

#[test]
fn on_the_way_back_relu_and_he_for_the_outputs_keep_the_size_too() {
    // A layer that narrows: 64 inputs, 16 outputs, variance 2 / 16 on the way back.
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let mut draw = |b: f64| b * (2.0 * rng.random::<f64>() - 1.0);
    let mut layer = Dense::new(64, 16);
    layer.weights.mapv_inplace(|_| draw((3.0 * 2.0 / 16.0_f64).sqrt()));
    let x = Array2::from_shape_simple_fn((500, 64), || draw(1.0));
    let da = Array2::from_shape_simple_fn((500, 16), || draw(1.0));
    let z = layer.forward(&x);
    let dz = Relu.backward(&z, &Relu.forward(&z), &da);
    let (dx, _) = layer.backward(&x, &dz);
    assert!((size(&dx) / size(&da) - 1.0).abs() < 0.1);
}

#[test]
fn from_weights_between_0_and_1_no_seed_learns_and_from_he_every_seed_does() {
    let below_tenth = |activation, how| {
        let runs = losses(activation, how);
        let learned = |run: &&Vec<f64>| run.iter().any(|&loss| loss < 0.1);
        runs.iter().filter(learned).count()
    };
    for activation in [&Tanh as &'static dyn Activation, &Relu] {
        assert_eq!(below_tenth(activation, Initialization::Unit), 0);
        assert!(below_tenth(activation, Initialization::Xavier) > 10);
        assert_eq!(below_tenth(activation, Initialization::He), 20);
    }
}
