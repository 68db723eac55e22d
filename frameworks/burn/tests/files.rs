//! Files of ours in Burn, and back.

use std::path::Path;
use std::process::Command;
use std::{env, fs, panic};

use backprop::classification::decide;
use backprop::digits::{SMALL, mlp};
use backprop::sequential::Sequential;
use burn::nn::{Linear, LinearConfig};
use burn::prelude::*;
use burn::store::{
    BurnToPyTorchAdapter, ModuleSnapshot, PyTorchToBurnAdapter, SafetensorsStore,
};
use burn::tensor::DType;
use files::network;
use files::small::small;
use in_burn::digits::{Mlp, outputs};
use in_burn::part_one::{array, tensor};
use in_burn::weights::{NAMES, load_ours, save_as_ours};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn our_net(seed: u64) -> Sequential {
    mlp(SMALL, 256, &mut ChaCha8Rng::seed_from_u64(seed))
}

fn apart(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    assert_eq!(a.dim(), b.dim());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// The names of ours in place of Burn's.
fn renamed(mut store: SafetensorsStore) -> SafetensorsStore {
    for [ours, theirs] in NAMES {
        store = store.with_key_remapping(format!("^{ours}$"), theirs);
    }
    store
}

/// Burn's layers, if nobody says more, begin with [smaller weights than He's](initialization.md#in-a-library), and they draw
/// their biases, too. So the program trains Burn's network a second time, from
/// `Mlp::from_he`, which begins as ours does.
#[test]
fn burn_draws_smaller_weights_and_biases_too_but_not_from_he() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let device = Device::flex();
    let ours = our_net(0);
    let of = |net: Mlp| {
        save_as_ours(&net, &path).unwrap();
        network::load(our_net(0), &path).unwrap()
    };
    // 64 · 256 weights and as many biases as hidden units come first.
    let begin = |net: &Sequential| {
        let all = net.parameters();
        let (weights, biases) = (&all[..64 * 256], &all[64 * 256..][..256]);
        let square =
            weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64;
        let largest =
            |numbers: &[f64]| numbers.iter().map(|w| w.abs()).fold(0.0, f64::max);
        (square * 64.0, largest(weights), largest(biases))
    };
    let (variance, range, biases) = begin(&of(Mlp::from_he(&device)));
    let (our_variance, our_range, our_biases) = begin(&ours);
    assert!((variance - 2.0).abs() < 0.1 && (our_variance - 2.0).abs() < 0.1);
    assert!((range - our_range).abs() < 0.001);
    assert_eq!((biases, our_biases), (0.0, 0.0));
    let (variance, _, biases) = begin(&of(Mlp::new(&device)));
    assert!(
        (variance - 1.0 / 3.0).abs() < 0.05 && biases > 0.1,
        "{variance} {biases}"
    );
}

/// All 1,797 digits get the same answer from both, and no logit differs by $`10^{-4}`$.
#[test]
fn a_file_of_ours_gives_the_same_answers_in_burn_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, back) = (folder.path().join("net"), folder.path().join("back"));
    let device = Device::flex();
    let data = small();
    let ours = our_net(3);
    network::save(&ours, &path).unwrap();

    let theirs = load_ours(&path, &device).unwrap();
    let (by_us, by_burn) = (ours.outputs(&data), outputs(&theirs, &data, &device));
    println!("there: {:e}", apart(&by_us, &by_burn));
    assert!(apart(&by_us, &by_burn) < 1e-4);
    assert_eq!(decide(&by_us), decide(&by_burn));

    // And of a network that Burn drew.
    let theirs = Mlp::new(&device);
    save_as_ours(&theirs, &back).unwrap();
    let ours = network::load(our_net(4), &back).unwrap();
    let (by_us, by_burn) = (ours.outputs(&data), outputs(&theirs, &data, &device));
    println!("back: {:e}", apart(&by_us, &by_burn));
    assert!(apart(&by_us, &by_burn) < 1e-4);
    assert_eq!(decide(&by_us), decide(&by_burn));
}

/// From us to Burn and back, each weight is the one that was saved, rounded to 32 bits.
#[test]
fn there_and_back_each_weight_is_rounded_to_32_bits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let ours = our_net(5);
    network::save(&ours, &path).unwrap();
    let theirs = load_ours(&path, &Device::flex()).unwrap();
    save_as_ours(&theirs, &path).unwrap();
    let back = network::load(our_net(6), &path).unwrap().parameters();
    let rounded = ours.parameters().into_iter().map(|w| f64::from(w as f32));
    assert_eq!(back, rounded.collect::<Vec<_>>());
}

/// Without the cast, a file of numbers of 64 bits is loaded as it is, and the first product with
/// numbers of 32 bits panics.
#[test]
fn numbers_of_64_bits_are_loaded_in_silence_and_the_first_product_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    network::save(&our_net(0), &path).unwrap();
    let device = Device::flex();
    let mut net = Mlp::new(&device);
    net.load_from(&mut renamed(SafetensorsStore::from_file(&path))).unwrap();
    let x = Tensor::<2>::zeros([1, 64], &device);
    assert_eq!(x.dtype(), DType::F32);
    panic::set_hook(Box::new(|_| {}));
    let product = panic::catch_unwind(panic::AssertUnwindSafe(|| net.forward(x)));
    _ = panic::take_hook();
    assert!(product.is_err());
}

/// Burn refuses a file whose weights are transposed, and one that lacks an array.
#[test]
fn transposed_weights_and_missing_arrays_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let device = Device::flex();
    let net = Mlp::new(&device);
    let mut store =
        SafetensorsStore::from_file(&path).with_to_adapter(BurnToPyTorchAdapter);
    net.save_into(&mut store).unwrap();
    let read = |path: &Path| {
        let mut net = Mlp::new(&device);
        let error =
            net.load_from(&mut SafetensorsStore::from_file(path)).unwrap_err();
        format!("{error:?}")
    };
    let error = read(&path);
    assert!(error.contains("ShapeMismatch"), "{error}");

    let mut store = SafetensorsStore::from_file(&path)
        .overwrite(true)
        .with_full_path("hidden.weight")
        .with_full_path("output.weight");
    net.save_into(&mut store).unwrap();
    let error = read(&path);
    assert!(error.contains("TensorNotFound"), "{error}");
}

/// Python's `safetensors` reads the file and NumPy gives the same logits up to $`10^{-12}`$.
#[test]
fn python_reads_the_file_and_gives_the_same_logits() {
    let Some(python) = env::var_os("PYTHON") else {
        eprintln!("not compared: PYTHON names no Python with NumPy and safetensors");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (path, written) = (folder.path().join("net"), folder.path().join("logits"));
    let data = small();
    let ours = our_net(7);
    network::save(&ours, &path).unwrap();
    let rows: Vec<String> = data
        .x
        .rows()
        .into_iter()
        .map(|row| row.iter().map(f64::to_string).collect::<Vec<_>>().join(","))
        .collect();
    let x = folder.path().join("x.csv");
    fs::write(&x, rows.join("\n")).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../read.py");
    let status =
        Command::new(python).arg(script).args([&path, &x, &written]).status();
    assert!(status.unwrap().success());
    let text = fs::read_to_string(written).unwrap();
    let numbers: Vec<f64> = text
        .split([',', '\n'])
        .filter(|n| !n.is_empty())
        .map(|n| n.parse().unwrap())
        .collect();
    let logits = Array2::from_shape_vec((data.len(), 10), numbers).unwrap();
    println!("{:e}", apart(&logits, &ours.outputs(&data)));
    assert!(apart(&logits, &ours.outputs(&data)) < 1e-12);
}

// ANCHOR: burn_2
/// A layer with as many inputs as outputs.
#[derive(Module, Debug)]
struct Square {
    layer: Linear,
}

/// Burn takes the transposed weights and says nothing.
#[test]
fn transposed_square_weights_are_taken_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let device = Device::flex();
    let square = || Square { layer: LinearConfig::new(5, 5).init(&device) };
    let (saved, mut loaded) = (square(), square());
    // As PyTorch would write it.
    let store = SafetensorsStore::from_file(&path);
    saved.save_into(&mut store.with_to_adapter(BurnToPyTorchAdapter)).unwrap();
    loaded.load_from(&mut SafetensorsStore::from_file(&path)).unwrap();
    let x = array(Tensor::ones([1, 5], &device) * 0.5);
    let of = |net: &Square| array(net.layer.forward(tensor(&x, &device)));
    assert!(apart(&of(&saved), &of(&loaded)) > 0.01);

    let store = SafetensorsStore::from_file(&path);
    loaded.load_from(&mut store.with_from_adapter(PyTorchToBurnAdapter)).unwrap();
    assert!(apart(&of(&saved), &of(&loaded)) < 1e-6);
}
// ANCHOR_END: burn_2
