//! Claims of the chapter *Memory and threads*.

use backprop::classification::cross_entropy;
use backprop::initialization::Initialization;
use backprop::memory_and_threads::batch::{in_pieces, on_two_threads, pieces};
use backprop::memory_and_threads::known_shapes::{Matrix, train_fixed};
use backprop::memory_and_threads::{LARGE, train_in_place, w2, w3};
use backprop::mini_batches::mean_gradients;
use backprop::network::{Network, four_rows};
use backprop::sequential::{Sequential, in_one_list};
use backprop::training::train;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::times::{ratio, times};

/// The dense network 784-128-10 writes 414 numbers for an image, and its batch stays
/// whole.
#[test]
fn the_dense_network_has_101770_parameters() {
    let net = w2();
    assert_eq!(net.parameters().len(), 101_770);
    let outputs = net.stages.iter().map(|stage| stage.layer.outputs());
    assert_eq!(3 * outputs.sum::<usize>(), 414);
    assert_eq!(pieces(&net, 64), 1);
}

/// For each image it writes 9,106 weighted sums, as many activations and as many
/// slopes. For a batch of 64 images that is about 14 megabytes.
///
/// This batch goes in six pieces of 10 images and one of 4.
///
/// A piece has 8 images on two threads, and 10 on one.
#[test]
fn a_batch_through_the_convolutions_comes_in_pieces_of_ten_images() {
    let net = w3();
    let outputs = net.stages.iter().map(|stage| stage.layer.outputs());
    assert_eq!(outputs.sum::<usize>(), 9_106);
    let megabytes = (64 * 3 * 9_106 * size_of::<f64>()) as f64 / 1e6;
    assert_eq!(megabytes.round(), 14.0);
    assert_eq!(pieces(&net, 64), 7);
    assert_eq!(64_usize.div_ceil(pieces(&net, 64)), 10);
    assert_eq!(6 * 10 + 4, 64);
    assert_eq!(32_usize.div_ceil(pieces(&net, 32)), 8);
    let megabytes = (10 * 3 * 9_106 * size_of::<f64>()) as f64 / 1e6;
    assert_eq!(megabytes.round(), 2.0);
    assert_eq!(pieces(&net, 0), 1);
}

/// So many images and targets.
fn samples(n: usize, rng: &mut ChaCha8Rng) -> [Array2<f64>; 2] {
    let x = Array2::from_shape_simple_fn((n, LARGE.size()), || rng.random());
    [x, Array2::from_shape_fn((n, 10), |(i, j)| f64::from(i % 10 == j))]
}

/// And **the numbers stay**: every function of these two chapters computes what a
/// plain one of an earlier chapter computes, up to rounding, and a test compares the
/// two.
///
/// A piece divides the slopes by the samples of the *whole* batch, so the pieces add
/// up to the mean.
#[test]
fn pieces_threads_and_twins_give_the_gradients_of_the_plain_form() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let nets: [fn() -> Sequential; 2] = [w2, w3];
    for net in nets {
        for n in [1, 2, 3, 20] {
            let [x, y] = samples(n, rng);
            let plain = net().initialized(Initialization::He, rng);
            let mut fast = net().fast();
            fast.set_parameters(&plain.parameters());
            let (loss, gradients) = mean_gradients(&plain, cross_entropy, &x, &y);
            for net in [&plain, &fast] {
                for form in [mean_gradients, in_pieces, on_two_threads] {
                    let (form_loss, form_gradients) =
                        form(net, cross_entropy, &x, &y);
                    assert!((form_loss - loss).abs() < 1e-12);
                    assert_eq!(form_gradients.len(), gradients.len());
                    for (a, b) in form_gradients.iter().zip(&gradients) {
                        assert_eq!(
                            (a.dw.dim(), a.db.dim()),
                            (b.dw.dim(), b.db.dim())
                        );
                    }
                    let [ours, plain] =
                        [&form_gradients, &gradients].map(|list| in_one_list(list));
                    for (a, b) in ours.iter().zip(&plain) {
                        assert!((a - b).abs() < 1e-12, "{a} and {b}");
                    }
                }
            }
        }
    }
    assert_eq!(pieces(&w3(), 20), 3);
}

/// `Matrix<4, 3>` has 4 rows and 3 columns, and its twelve numbers lie in the value
/// itself: there is no memory to ask for and no pointer to follow.
///
/// Sixteen weights take 128 bytes, which is all of the two matrices.
///
/// A `Matrix<784, 128>` would be about 800 kilobytes on the stack.
#[test]
fn a_matrix_of_known_shape_holds_its_numbers_itself() {
    let matrix = Matrix::<4, 3>::from(&Array2::zeros((4, 3)));
    assert_eq!((matrix.0.len(), matrix.0[0].len()), (4, 3));
    assert_eq!(size_of_val(&matrix), 12 * size_of::<f64>());
    assert_eq!(size_of::<Matrix<3, 4>>() + size_of::<Matrix<4, 1>>(), 128);
    assert_eq!((size_of::<Matrix<784, 128>>() as f64 / 1e5).round(), 8.0);
}

/// one epoch over 10,000 images of MNIST in 156 batches of 64 (16 are left out),
/// learning rate 0.5
///
/// convolutions of 8 and 16 filters of 3 by 3, ReLU, pools, dense 400-10, softmax
#[test]
fn the_batches_and_the_last_layer_of_the_workloads() {
    assert_eq!((10_000 / 64, 10_000 % 64), (156, 16));
    let net = w3();
    let layer = |at: usize| &net.stages[at].layer;
    let shape = |at| layer(at).parameters().0.shape().to_vec();
    assert_eq!([shape(0), shape(2)], [[8, 1, 3, 3], [16, 8, 3, 3]]);
    assert_eq!((layer(4).inputs(), layer(4).outputs()), (400, 10));
}

/// The order of adding is always the same, so two runs agree to the last bit. A run
/// with one thread adds in another order, and differs in the last digits.
#[test]
fn two_runs_on_two_threads_agree_to_the_last_bit() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let [x, y] = samples(20, rng);
    let net = w3().initialized(Initialization::He, rng);
    let run = || on_two_threads(&net, cross_entropy, &x, &y);
    assert_eq!(run(), run());
    assert_ne!(run(), in_pieces(&net, cross_entropy, &x, &y));
}

#[test]
fn one_piece_on_one_thread_is_the_plain_form_to_the_last_bit() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let [x, y] = samples(20, rng);
    let net = w2().initialized(Initialization::He, rng);
    assert_eq!(pieces(&net, 20), 1);
    assert_eq!(
        in_pieces(&net, cross_entropy, &x, &y),
        mean_gradients(&net, cross_entropy, &x, &y)
    );
}

/// And **the numbers stay**: every function of these two chapters computes what a
/// plain one of an earlier chapter computes, up to rounding, and a test compares the
/// two.
///
/// The losses are those of `train`.
#[test]
fn training_in_place_and_in_known_shapes_is_part_one_from_every_seed() {
    let (x, y) = four_rows();
    let data = (&Matrix::<4, 3>::from(&x), &Matrix::<4, 1>::from(&y));
    for seed in 0..20 {
        let [mut plain, mut fast] = [(); 2].map(|()| Network::seeded(seed));
        let (mut w1, mut w2) =
            (Matrix::<3, 4>::from(&plain.w1), Matrix::<4, 1>::from(&plain.w2));
        let history = train(&mut plain, &x, &y, 1.0, 1500);
        let in_place = train_in_place(&mut fast, &x, &y, 1.0, 1500);
        let fixed = train_fixed((&mut w1, &mut w2), data, 1.0, 1500);
        // The loss of the end is not among theirs.
        let losses = &history.losses()[..1500];
        assert_eq!((in_place.len(), fixed.len()), (1500, 1500));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(in_place.iter().zip(losses).all(|(&a, &b)| near(a, b)));
        assert!(fixed.iter().zip(losses).all(|(&a, &b)| near(a, b)));
        for (plain, fast, fixed) in [
            (plain.w1.iter(), fast.w1.iter(), w1.0.as_flattened()),
            (plain.w2.iter(), fast.w2.iter(), w2.0.as_flattened()),
        ] {
            let others = fast.zip(fixed);
            assert!(plain.zip(others).all(|(&a, (&b, &c))| near(a, b) && near(a, c)));
        }
    }
}

/// The table of measured times holds what the chapter says about it.
#[test]
fn the_measured_times_bear_out_the_chapter() {
    let times = times();
    for (&(workload, program, threads), time) in &times {
        let peer = program != "this crate" && !program.ends_with("f32");
        if ["w1", "w2", "w3"].contains(&workload) && peer {
            let ours = times[&(workload, "this crate", "1")];
            assert!(ours < *time, "{program} on {threads} is faster in {workload}");
        }
    }
    assert!(ratio("w1", "tutorial's NumPy", "this crate") > 20.0);
    assert!(ratio("four_rows_1500", "part_1", "in_place") > 1.1);
    assert!(ratio("four_rows_1500", "in_place", "shapes_known") > 3.0);
    assert!(ratio("convolutional_batch", "plain", "twins") > 2.0);
    assert!(ratio("convolutional_batch", "twins", "pieces") > 1.05);
    assert!(ratio("convolutional_batch", "pieces", "two_threads") > 1.5);
    assert!(ratio("convolutional_batch", "system twins", "twins") > 1.5);
    assert!(ratio("convolutional_batch", "system pieces", "pieces") > 1.5);
    assert!((ratio("four_rows_1500", "system part_1", "part_1") - 1.0).abs() < 0.1);
    assert!(ratio("convolutional_batch", "system twins", "system pieces") > 1.5);
    let on_threads =
        ratio("convolutional_batch", "system two_threads", "two_threads");
    assert!((on_threads - 1.0).abs() < 0.05);
    // `bench` and `cargo bench` both time `train_fixed`.
    let fixed = times[&("w1", "this crate", "1")];
    let steps = times[&("four_rows_1500", "shapes_known", "1")];
    assert!(steps < fixed && fixed < 1.1 * steps);
    // Frameworks gain from 32 bits.
    for (workload, program) in [("w2", "NumPy"), ("w2", "PyTorch"), ("w3", "PyTorch")]
    {
        assert!(ratio(workload, program, &format!("{program} f32")) > 1.2);
    }
    // All three pass ours in `w2`, and one comes as far in `w3`.
    for program in ["NumPy f32", "JAX f32", "PyTorch f32"] {
        assert!(ratio("w2", "this crate", program) > 1.05);
    }
    assert!((ratio("w3", "this crate", "PyTorch f32") - 1.0).abs() < 0.05);
    assert!(ratio("w3", "NumPy f32", "this crate") > 1.5);
    assert!(ratio("w3", "JAX f32", "this crate") > 1.5);
}
