//! Claims of the chapter *Digits*.

use std::fs;

use backprop::activation::Sigmoid;
use backprop::classification::{Loss, decide, squares};
use backprop::dense::Dense;
use backprop::digits::{SMALL, lenet, mlp, most_alike};
use backprop::memory_and_threads::LARGE;
use backprop::mini_batches::mean_gradients;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::mnist::mnist;
use files::network::load;
use files::small::small;
use ndarray::{Array2, Axis, Ix2};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::common::root::in_root;
use crate::value::value;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("digits", words);
}

/// A whole number as the prose writes it, with a comma before the last three digits.
fn thousands(n: usize) -> String {
    format!("{},{:03}", n / 1000, n % 1000)
}

#[test]
fn the_parameters_layer_by_layer() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let of_layers = |net: &Sequential| -> Vec<usize> {
        let numbers = net.stages.iter().map(|stage| {
            let (weights, biases) = stage.layer.parameters();
            weights.len() + biases.len()
        });
        numbers.filter(|&n| n > 0).collect()
    };
    let dense = mlp(SMALL, 256, rng);
    assert_eq!(of_layers(&dense), [16640, 2570]);
    says(
        r"$`64 \times 256 + 256 = 16640`$ and $`256 \times 10 + 10 = 2570`$ parameters,",
    );
    says(&format!("{} in total", thousands(dense.parameters().len())));
    let (train, _) = small().split(0.2);
    assert_eq!(dense.parameters().len() / train.len(), 13);
    says(&format!("each of the {} digits", thousands(train.len())));

    let convolutional = lenet(SMALL, 3, [16, 32], 64, rng);
    assert_eq!(of_layers(&convolutional), [160, 4640, 8256, 650]);
    says(r"$`16 \times 9 + 16 = 160`$");
    says(r"$`32 \times 144 + 32 = 4640`$");
    says(r"$`128 \times 64 + 64 = 8256`$");
    says(r"$`64 \times 10 + 10 = 650`$");
    says(&format!(
        "These are {} parameters",
        thousands(convolutional.parameters().len())
    ));
    let outputs: Vec<usize> =
        convolutional.stages.iter().map(|stage| stage.layer.outputs()).collect();
    assert_eq!(outputs, [16 * 64, 16 * 16, 32 * 16, 32 * 4, 64, 10]);

    let (dense, convolutional) =
        (mlp(LARGE, 128, rng), lenet(LARGE, 5, [8, 16], 128, rng));
    says(&format!("and {} parameters.", thousands(dense.parameters().len())));
    says(&format!(
        "units: {} parameters,",
        thousands(convolutional.parameters().len())
    ));
}

#[test]
fn the_digit_most_alike_stands_near_five_times_as_often_as_by_chance() {
    let data = small();
    let others = most_alike(&data);
    let near = (0..data.len()).filter(|&i| i.abs_diff(others[i]) <= 100).count();
    let percent = 100.0 * near as f64 / data.len() as f64;
    says(&format!("It is in {percent:.0} %"));
    says(&format!(
        "in about {:.0} % of cases: 200 of the 1,796",
        100.0 * 200.0 / 1796.0
    ));
    // In a random order nothing stands near.
    let shuffled = data.shuffled(&mut ChaCha8Rng::seed_from_u64(0));
    let others = most_alike(&shuffled);
    let near = (0..data.len()).filter(|&i| i.abs_diff(others[i]) <= 100).count();
    assert!((0.09..0.13).contains(&(near as f64 / data.len() as f64)));
}

#[test]
fn the_saved_network_reads_all_but_a_few_of_the_digits_set_aside() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let (_, test) = small().shuffled(&mut rng).split(0.2);
    let net = lenet(SMALL, 3, [16, 32], 64, &mut rng);
    let net = load(net, &in_root("data/lenet.safetensors")).unwrap();
    let decided = decide(&net.outputs(&test));
    let wrong = decided.iter().zip(&test.labels).filter(|(a, b)| a != b).count();
    assert_eq!((wrong, test.len()), (2, 359));
}

#[test]
fn one_kernel_of_the_saved_network_finds_right_edges_and_one_upright_strokes() {
    let net = lenet(SMALL, 3, [16, 32], 64, &mut ChaCha8Rng::seed_from_u64(0));
    let net = load(net, &in_root("data/lenet.safetensors")).unwrap();
    // The kernels are drawn in rows of four.
    let (kernels, _) = net.stages[0].layer.parameters();
    assert_eq!(kernels.shape(), [16, 1, 3, 3]);
    let kernel = |row: usize, column: usize| {
        let of_filter = kernels.index_axis(Axis(0), 4 * row + column);
        of_filter
            .index_axis(Axis(0), 0)
            .into_dimensionality::<Ix2>()
            .unwrap()
            .to_owned()
    };
    let edge = kernel(2, 0);
    assert!(edge[[1, 0]] > 0.0 && edge[[2, 0]] > 0.0 && edge[[2, 1]] > 0.0);
    assert!(edge[[0, 1]] < 0.0 && edge[[0, 2]] < 0.0 && edge[[1, 2]] < 0.0);
    // Its answers to ink that ends after the first column, and to ink that begins there.
    assert!(edge.column(0).sum() > 0.5 && edge.column(2).sum() < -0.5, "{edge}");
    let upright = kernel(0, 3);
    assert!(upright.column(1).iter().all(|&w| w > 0.0), "{upright}");
    assert!(upright.column(1).sum() > 2.0 * upright.column(0).sum());
    assert!(upright.column(1).sum() > 1.5 * upright.column(2).sum(), "{upright}");
}

/// The last numbers of the lines of a file that begin so, in percent.
fn percents(file: &str, beginning: &str) -> Vec<f64> {
    let text = fs::read_to_string(in_root(file)).unwrap();
    let lines = text.lines().filter(|line| line.starts_with(beginning));
    let last = |line: &str| line.rsplit(',').next().unwrap().parse::<f64>().unwrap();
    lines.map(|line| 100.0 * last(line)).collect()
}

/// The ten accuracies on a split of a network that learned from these images.
fn reached(what: &str) -> Vec<f64> {
    let percents = percents("data/accuracy.csv", &format!("{what},"));
    assert_eq!(percents.len(), 10, "{what}");
    percents
}

fn median(percents: &[f64]) -> f64 {
    quantile(percents, 0.5)
}

#[test]
fn every_network_does_worse_on_the_last_fifth_and_the_dense_ones_most() {
    let networks = ["dense,as drawn", "dense,moved too"];
    let convolutional = ["convolutional,as drawn", "convolutional,moved too"];
    let falls = |network: &&str| {
        let [random, last] = ["shuffled", "in order"]
            .map(|split| median(&reached(&format!("{split},{network}"))));
        random - last
    };
    let dense: Vec<f64> = networks.iter().map(falls).collect();
    let convolutional: Vec<f64> = convolutional.iter().map(falls).collect();
    assert!(convolutional.iter().all(|&fall| fall > 1.0), "{convolutional:?}");
    let furthest = convolutional.iter().fold(0.0, |far: f64, &fall| far.max(fall));
    assert!(dense.iter().all(|&fall| fall > furthest), "{dense:?} {convolutional:?}");
}

#[test]
fn familiar_hands_are_worth_some_points_and_the_second_and_last_fifths_are_hard() {
    let fifths = |split: &str| {
        [1, 2, 3, 4, 5].map(|fifth| value(&format!("digits.fifths.{split}_{fifth}")))
    };
    let (in_order, shuffled) = (fifths("in_order"), fifths("shuffled"));
    let hands = value("digits.fifths.hands");
    assert!((3.0..4.5).contains(&hands), "{hands}");
    // Shuffled, each fifth is like the others; in order they differ.
    let spread = |fifths: [f64; 5]| quantile(&fifths, 1.0) - quantile(&fifths, 0.0);
    assert!(spread(shuffled) < 1.0 && spread(in_order) > 4.0);
    let below = |fifth: usize| shuffled[fifth] - in_order[fifth] > hands + 1.0;
    assert_eq!([0, 1, 2, 3, 4].map(below), [false, true, false, false, true]);
    // Each of the two splits asks all digits, from ten seeds.
    let text = fs::read_to_string(in_root("data/folds.csv")).unwrap();
    for split in ["in order,", "shuffled,"] {
        let lines = text.lines().filter(|line| line.starts_with(split));
        let digits =
            lines.map(|line| line.split(',').nth(3).unwrap().parse::<usize>());
        assert_eq!(digits.map(Result::unwrap).sum::<usize>(), 10 * 1797);
    }
}

#[test]
fn five_runs_of_nielsens_network_end_below_his_and_within_a_point() {
    let nielsen = percents("data/mnist.csv", "nielsen,");
    assert_eq!(nielsen.len(), 5);
    assert!(nielsen.iter().all(|percent| (94.34..95.34).contains(percent)));
    says("its last one 95.34 %");
}

#[test]
fn on_a_random_fifth_the_dense_network_reaches_98_percent_and_the_best_one_99() {
    assert!(median(&reached("shuffled,dense,as drawn")) >= 98.0);
    assert!(median(&reached("shuffled,convolutional,moved too")) >= 99.0);
}

#[test]
fn on_mnist_each_of_the_three_networks_reaches_what_the_page_says() {
    let [dense, convolutional, nielsen] = ["dense", "convolutional", "nielsen"]
        .map(|network| percents("data/mnist.csv", &format!("{network},")));
    assert!(dense.len() == 5 && convolutional.len() == 5 && nielsen.len() == 5);
    assert!(median(&dense) >= 98.0);
    assert!(median(&convolutional) >= 99.1);
    assert!(nielsen.iter().all(|percent| (94.0..96.0).contains(percent)));
    // Less than half of the mistakes.
    assert!(100.0 - median(&convolutional) < 0.5 * (100.0 - median(&dense)));
}

#[test]
fn on_the_last_fifth_convolutions_and_copies_help_more_than_the_two_added_up() {
    let [dense, moved, convolutional, both] = [
        "in order,dense,as drawn",
        "in order,dense,moved too",
        "in order,convolutional,as drawn",
        "in order,convolutional,moved too",
    ]
    .map(|what| median(&reached(what)));
    assert!(convolutional - dense > moved - dense);
    assert!(both - dense > (convolutional - dense) + (moved - dense));
    assert!(convolutional >= 95.0);
}

#[test]
fn threes_are_taken_for_eights_and_no_eight_for_a_three() {
    let (_, test) = small().split(0.2);
    let threes = test.labels.iter().filter(|&&label| label == 3).count();
    says(&format!("there are {threes} threes"));
    let text = fs::read_to_string(in_root("data/confusion.csv")).unwrap();
    let counts: Vec<Vec<usize>> = text
        .lines()
        .filter_map(|line| line.strip_prefix("in order,dense,as drawn,"))
        .map(|line| {
            line.split(',').skip(1).map(|count| count.parse().unwrap()).collect()
        })
        .collect();
    let off_diagonal = (0..10).flat_map(|i| (0..10).map(move |j| (i, j)));
    let mistakes = off_diagonal.filter(|(i, j)| i != j);
    let worst = mistakes.max_by_key(|&(i, j)| counts[i][j]).unwrap();
    assert_eq!(worst, (3, 8));
    assert!((55..65).contains(&counts[3][8]));
    assert_eq!(counts[8][3], 0);
}

/// The cost of Nielsen's first chapter, of one sample: half of the sum of squares.
fn half_of_squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let error = y_hat - y;
    (0.5 * error.mapv(|e| e * e).sum(), error)
}

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
}

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

#[test]
fn a_file_of_mnist_that_is_missing_or_in_the_place_of_another_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let says = || mnist(folder.path()).unwrap_err().to_string();
    let images = folder.path().join("train-images-idx3-ubyte");
    let missing = "it has no file train-images-idx3-ubyte or ";
    let expected = format!("{}: {missing}", folder.path().display());
    assert!(says().starts_with(&expected), "{}", says());
    let labels = [0, 0, 8, 1, 0, 0, 0xea, 0x60];
    for (header, found) in [
        (&labels[..], "[60000]"),
        (
            &[0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28],
            "[10000, 28, 28]",
        ),
    ] {
        fs::write(&images, header).unwrap();
        let reason = format!("it holds {found} bytes, not [60000, 28, 28]");
        assert_eq!(says(), format!("{}: {reason}", images.display()));
    }
}
