//! The network of a folder and its recipe in one file, and what they say of a picture.

use std::fs;
use std::path::Path;

use backprop::classification::softmax;
use backprop::sequential::Sequential;
use ndarray::Array2;

use crate::network::{note, parameters, to_safetensors};
use crate::pictures::decode::Picture;
use crate::pictures::train::{Recipe, network};
use crate::{FileError, write_whole};

/// Where the header of the file holds the recipe.
const RECIPE: &str = "pictures";

/// Writes a network and its recipe to the file at `path`.
///
/// # Errors
///
/// If it cannot be written; what was there before is then as it was.
pub fn save(recipe: &Recipe, net: &Sequential, path: &Path) -> Result<(), FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let recipe =
        serde_json::to_string(recipe).map_err(|cause| error(cause.to_string()))?;
    let bytes = to_safetensors(net, Some((RECIPE.to_string(), recipe)))
        .map_err(|cause| error(cause.to_string()))?;
    write_whole(path, bytes)
}

/// The network and the recipe in the file at `path`.
///
/// # Errors
///
/// If it cannot be read, or [`save`] did not write it.
pub fn load(path: &Path) -> Result<(Recipe, Sequential), FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
    let note = note(&bytes, RECIPE).map_err(error)?;
    let note = note.ok_or_else(|| error("it is no network for pictures".into()))?;
    let recipe: Option<Recipe> = serde_json::from_str(&note).ok();
    let recipe = recipe
        .filter(Recipe::is_usable)
        .ok_or_else(|| error("what it says of its pictures makes no sense".into()))?;
    let mut net = network(&recipe);
    net.set_parameters(&parameters(&net, &bytes).map_err(error)?);
    Ok((recipe, net))
}

/// The share that a network gives to each of its labels for a picture.
pub fn predict(recipe: &Recipe, net: &Sequential, picture: &Picture) -> Vec<f64> {
    let numbers = recipe.encoded(picture);
    let x = Array2::from_shape_vec((1, numbers.len()), numbers).expect("one row");
    softmax(&net.predict(&x)).row(0).to_vec()
}
