//! The dense network for digits in [candle](https://github.com/huggingface/candle).

use std::path::Path;

use candle_core::{Device, Result, Tensor, safetensors};
use candle_nn::{Linear, Module};

/// The logits of the digits `x` `(n, 64)`, by a network that `files::network::save` wrote.
///
/// # Errors
///
/// If the file cannot be read, or lacks an array.
// ANCHOR: logits_in_candle
pub fn logits(path: &Path, x: &Tensor) -> Result<Tensor> {
    let tensors = safetensors::load(path, &Device::Cpu)?;
    let layer = |l: usize| {
        // candle keeps the weights transposed, as PyTorch does: (outputs, inputs).
        let weights = tensors[&format!("{l}.weights")].t()?;
        Ok(Linear::new(weights, Some(tensors[&format!("{l}.biases")].clone())))
    };
    let [hidden, output]: [Result<Linear>; 2] = [layer(0), layer(1)];
    output?.forward(&hidden?.forward(x)?.relu()?)
}
// ANCHOR_END: logits_in_candle
