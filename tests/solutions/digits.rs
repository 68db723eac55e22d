//! Solutions of the chapter *Digits*.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;

use backprop::classification::{Dataset, cross_entropy};
use backprop::digits::{SMALL, dense_training, lenet, mlp, moved};
use backprop::memory_and_threads::LARGE;
use backprop::mini_batches::{Training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use files::mnist::mnist;
use files::network::{load, save};
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: digits_1
#[test]
fn the_digit_most_alike_is_right_more_often_than_dense_layers_on_other_writers() {
    let (train, test) = small().split(0.2);
    let right = |i: &usize| {
        let distances = train.x.rows().into_iter().map(|row| {
            let differences = &row - &test.x.row(*i);
            differences.mapv(|d| d * d).sum()
        });
        let closest = distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        train.labels[closest.unwrap().0] == test.labels[*i]
    };
    assert_eq!((0..test.len()).filter(right).count(), 343);
    assert_eq!(test.len(), 359);
}
// ANCHOR_END: digits_1

// ANCHOR: digits_2
#[test]
fn one_pixel_to_the_right_the_dense_network_reads_badly() {
    let wrong = |net: &Sequential, test: &Dataset| {
        let share = 1.0 - net.score(test, cross_entropy).accuracy;
        (share * test.len() as f64).round() as usize
    };
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let (train, test) = small().shuffled(&mut rng).split(0.2);
    let to_the_right = moved(&test, SMALL, 1, 0);

    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    let net = load(lenet(SMALL, 3, [16, 32], 64, &mut rng), &file).unwrap();
    assert_eq!(wrong(&net, &test), 2);
    assert!(wrong(&net, &to_the_right) < 10);

    let mut net = mlp(SMALL, 256, &mut rng);
    let training = Training { epochs: 10, ..dense_training() };
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    // `fit` wants digits to validate with. Nothing is chosen by them.
    fit(&mut net, &train, &test, &training, Adam::default(), &mut rng, go_on);
    assert!(wrong(&net, &test) < 20);
    assert!(wrong(&net, &to_the_right) > 100);
}
// ANCHOR_END: digits_2

// ANCHOR: digits_3
#[test]
fn the_networks_for_mnist_have_about_as_many_parameters() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let dense = 784 * 128 + 128 + 128 * 10 + 10;
    assert_eq!(mlp(LARGE, 128, &mut rng).parameters().len(), dense);
    let first = 8 * 25 + 8;
    let second = 16 * 8 * 25 + 16;
    // Two pools leave 7 by 7 of 28 by 28 pixels.
    let third = 16 * 7 * 7 * 128 + 128;
    let fourth = 128 * 10 + 10;
    let net = lenet(LARGE, 5, [8, 16], 128, &mut rng);
    assert_eq!(net.parameters().len(), first + second + third + fourth);
}
// ANCHOR_END: digits_3

// ANCHOR: digits_4
#[test]
fn a_header_alone_is_told_from_a_file_and_from_the_header_of_another() {
    let training_images = *b"\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c";
    let test_images = *b"\0\0\x08\x03\0\0\x27\x10\0\0\0\x1c\0\0\0\x1c";
    let training_labels = *b"\0\0\x08\x01\0\0\xea\x60";

    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("train-images-idx3-ubyte");
    let says = || mnist(folder.path()).unwrap_err().to_string();
    fs::write(&images, training_images).unwrap();
    assert!(says().ends_with("0 bytes follow its header, not 47040000"));
    fs::write(&images, test_images).unwrap();
    assert!(says().ends_with("it holds [10000, 28, 28] bytes, not [60000, 28, 28]"));

    // With as many bytes as the header says, it goes on to the labels.
    fs::write(&images, training_images).unwrap();
    File::options().write(true).open(&images).unwrap().set_len(47_040_016).unwrap();
    fs::write(folder.path().join("train-labels-idx1-ubyte"), training_labels)
        .unwrap();
    assert!(
        says().ends_with("labels-idx1-ubyte: 0 bytes follow its header, not 60000")
    );
}
// ANCHOR_END: digits_4

// ANCHOR: digits_5
#[test]
fn a_changed_number_is_loaded_unless_it_is_not_finite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    let net = || mlp(SMALL, 8, &mut ChaCha8Rng::seed_from_u64(0));
    save(&net(), &path).unwrap();
    let mut bytes = fs::read(&path).unwrap();

    // The lowest byte is the first of the eight, so the last holds the sign.
    *bytes.last_mut().unwrap() ^= 0x80;
    fs::write(&path, &bytes).unwrap();
    let loaded = load(net(), &path).unwrap();
    let pairs = loaded.parameters().into_iter().zip(net().parameters());
    let changed: Vec<(f64, f64)> =
        pairs.filter(|(after, before)| after != before).collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].0, -changed[0].1);

    // All bits of the exponent: an infinity, or no number.
    let n = bytes.len();
    bytes[n - 2..].copy_from_slice(&[0xf8, 0x7f]);
    fs::write(&path, &bytes).unwrap();
    let error = load(net(), &path).unwrap_err().to_string();
    assert!(error.ends_with("it holds a parameter that is not finite"));
}
// ANCHOR_END: digits_5
