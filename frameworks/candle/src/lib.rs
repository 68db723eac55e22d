//! The dense network for digits in [candle](https://github.com/huggingface/candle).

use std::fs;
use std::path::Path;

use candle_core::safetensors::SliceSafetensors;
use candle_core::{Device, Result, Tensor};
use candle_nn::{Linear, Module};

/// The logits `(n, 10)` of the digits `x` `(n, 64)`, by a network that `files::network::save` wrote.
///
/// # Errors
///
/// If the file cannot be read, lacks an array, or has arrays of other shapes.
// ANCHOR: logits_in_candle
pub fn logits(path: &Path, x: &Tensor) -> Result<Tensor> {
    let bytes = fs::read(path)?;
    let file = SliceSafetensors::new(&bytes)?;
    let layer = |l: usize| -> Result<Linear> {
        let weights = file.load(&format!("{l}.weights"), &Device::Cpu)?;
        let biases = file.load(&format!("{l}.biases"), &Device::Cpu)?;
        Ok(Linear::new(weights.t()?, Some(biases)))
    };
    layer(1)?.forward(&layer(0)?.forward(x)?.relu()?)
}
// ANCHOR_END: logits_in_candle
