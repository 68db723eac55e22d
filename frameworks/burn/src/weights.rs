//! A network in a file: ours read by Burn, and Burn's by us.

use std::path::Path;

use burn::prelude::*;
use burn::store::{
    FloatCastAdapter, ModuleSnapshot, SafetensorsStore, SafetensorsStoreError,
};
use burn::tensor::DType;

use crate::digits::Mlp;

/// Our names of the arrays, and Burn's.
// ANCHOR: NAMES
pub const NAMES: [[&str; 2]; 4] = [
    ["0.weights", "hidden.weight"],
    ["0.biases", "hidden.bias"],
    ["1.weights", "output.weight"],
    ["1.biases", "output.bias"],
];
// ANCHOR_END: NAMES

/// The network in a file that [`files::network::save`] wrote, in numbers of 32 bits.
///
/// # Errors
///
/// If it cannot be read, or is one of other layers.
// ANCHOR: load_ours
pub fn load_ours(path: &Path, device: &Device) -> Result<Mlp, SafetensorsStoreError> {
    let mut store = SafetensorsStore::from_file(path)
        .with_from_adapter(FloatCastAdapter::to(DType::F32));
    for [ours, theirs] in NAMES {
        store = store.with_key_remapping(format!("^{ours}$"), theirs);
    }
    let mut net = Mlp::new(device);
    net.load_from(&mut store)?;
    Ok(net)
}
// ANCHOR_END: load_ours

/// Writes `net` to a file that [`files::network::load`] reads.
///
/// # Errors
///
/// If it cannot be written.
// ANCHOR: save_as_ours
pub fn save_as_ours(net: &Mlp, path: &Path) -> Result<(), SafetensorsStoreError> {
    let mut store = SafetensorsStore::from_file(path)
        .overwrite(true)
        .with_to_adapter(FloatCastAdapter::to(DType::F64));
    for [ours, theirs] in NAMES {
        store = store.with_key_remapping(format!("^{theirs}$"), ours);
    }
    net.save_into(&mut store)
}
// ANCHOR_END: save_as_ours
