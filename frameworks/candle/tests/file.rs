//! A file of ours in candle.

use std::path::Path;

use backprop::classification::decide;
use backprop::digits::{SMALL, mlp};
use backprop::sequential::Sequential;
use candle_core::{DType, Device, Tensor};
use candle_nn::{Linear, Module};
use files::network;
use files::small::small;
use in_candle::logits;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn our_net(hidden: usize) -> Sequential {
    mlp(SMALL, hidden, &mut ChaCha8Rng::seed_from_u64(0))
}

/// All 1,797 digits get the same answer from candle, too, and no logit differs by $`10^{-12}`$: it
/// computes in the numbers of the file, which have 64 bits.
#[test]
fn candle_reads_the_file_and_gives_the_same_logits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let data = small();
    let ours = our_net(256);
    network::save(&ours, &path).unwrap();
    let numbers: Vec<f64> = data.x.iter().copied().collect();
    let x = Tensor::from_vec(numbers, (data.len(), 64), &Device::Cpu).unwrap();
    let logits = logits(&path, &x).unwrap();
    assert_eq!((logits.dtype(), logits.dims()), (DType::F64, &[1797, 10][..]));

    let theirs: Vec<f64> = logits.flatten_all().unwrap().to_vec1().unwrap();
    let by_us = ours.outputs(&data);
    let apart = theirs.iter().zip(&by_us).map(|(a, b)| (a - b).abs());
    let largest = apart.fold(0.0, f64::max);
    println!("{largest:e}");
    assert!(largest < 1e-12);

    let decided: Vec<u32> = logits.argmax(1).unwrap().to_vec1().unwrap();
    let decided: Vec<usize> =
        decided.into_iter().map(|digit| digit as usize).collect();
    assert_eq!(decided, decide(&by_us));
}

/// The `Linear` of candle wants weights of the shape (outputs, inputs), and refuses ours.
#[test]
fn candle_wants_weights_with_the_outputs_first() {
    let x = Tensor::zeros((3, 64), DType::F64, &Device::Cpu).unwrap();
    let of = |shape: (usize, usize)| {
        let weights = Tensor::zeros(shape, DType::F64, &Device::Cpu).unwrap();
        Linear::new(weights, None).forward(&x)
    };
    assert_eq!(of((256, 64)).unwrap().dims(), [3, 256]);
    let error = of((64, 256)).unwrap_err().to_string();
    assert!(error.contains("shape mismatch in matmul"), "{error}");
}

/// A file that is missing, cut off or lacks an array is an error.
#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let x = Tensor::zeros((3, 64), DType::F64, &Device::Cpu).unwrap();
    let error = |path: &Path| logits(path, &x).unwrap_err().to_string();
    error(&path);
    network::save(&our_net(7), &path).unwrap();
    assert_eq!(logits(&path, &x).unwrap().dims(), [3, 10]);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    error(&path);
    let at = whole.windows(8).position(|bytes| bytes == b"1.biases").unwrap();
    let mut other = whole;
    other[at] = b'2';
    std::fs::write(&path, other).unwrap();
    let error = error(&path);
    assert!(error.contains("1.biases"), "{error}");
}
