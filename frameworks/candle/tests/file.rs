//! A file of ours in candle.

use backprop::digits::{SMALL, mlp};
use candle_core::{DType, Device, Tensor};
use candle_nn::{Linear, Module};
use files::network;
use files::small::small;
use in_candle::logits;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// In candle, too, all logits of the 1,797 digits are ours, up to $`10^{-12}`$: it computes in the
/// numbers of the file.
#[test]
fn candle_reads_the_file_and_gives_the_same_logits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    let data = small();
    let ours = mlp(SMALL, 256, &mut ChaCha8Rng::seed_from_u64(0));
    network::save(&ours, &path).unwrap();
    let numbers: Vec<f64> = data.x.iter().copied().collect();
    let x = Tensor::from_vec(numbers, (data.len(), 64), &Device::Cpu).unwrap();
    let logits = logits(&path, &x).unwrap();
    assert_eq!((logits.dtype(), logits.dims()), (DType::F64, &[1797, 10][..]));
    let logits: Vec<f64> = logits.flatten_all().unwrap().to_vec1().unwrap();
    let outputs = ours.outputs(&data);
    let apart = logits.iter().zip(&outputs).map(|(a, b)| (a - b).abs());
    let largest = apart.fold(0.0, f64::max);
    println!("{largest:e}");
    assert!(largest < 1e-12);
}

/// candle's `Linear` takes weights with the outputs first, and refuses ours.
#[test]
fn candle_takes_weights_with_the_outputs_first() {
    let x = Tensor::zeros((3, 64), DType::F64, &Device::Cpu).unwrap();
    let of = |shape: (usize, usize)| {
        let weights = Tensor::zeros(shape, DType::F64, &Device::Cpu).unwrap();
        Linear::new(weights, None).forward(&x)
    };
    assert_eq!(of((256, 64)).unwrap().dims(), [3, 256]);
    assert!(of((64, 256)).is_err());
}
