//! The network of a table and its recipe in one file, and what they predict.

use std::fs;
use std::path::Path;

use backprop::classification::{decide, softmax};
use backprop::sequential::Sequential;

use crate::network::{note, parameters, to_safetensors};
use crate::table::read::{Row, Table};
use crate::table::recipe::{Goal, Reading, Recipe};
use crate::table::train::network;
use crate::{FileError, write_whole};

/// Where the header of the file holds the recipe.
const RECIPE: &str = "table";

/// Writes a network and its recipe to the file at `path`.
///
/// # Errors
///
/// If it cannot be written; what was there before is then as it was.
// ANCHOR: save_table
pub fn save(recipe: &Recipe, net: &Sequential, path: &Path) -> Result<(), FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let recipe =
        serde_json::to_string(recipe).map_err(|cause| error(cause.to_string()))?;
    let note = Some((RECIPE.to_string(), recipe));
    let bytes =
        to_safetensors(net, note).map_err(|cause| error(cause.to_string()))?;
    write_whole(path, bytes)
}
// ANCHOR_END: save_table

/// The network and the recipe in the file at `path`.
///
/// # Errors
///
/// If it cannot be read, or [`save`] did not write it.
// ANCHOR: load_table
pub fn load(path: &Path) -> Result<(Recipe, Sequential), FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
    let note = note(&bytes, RECIPE).map_err(error)?;
    let note = note.ok_or_else(|| error("it is no network of a table".into()))?;
    let recipe: Option<Recipe> = serde_json::from_str(&note).ok();
    let recipe = recipe
        .filter(Recipe::is_usable)
        .ok_or_else(|| error("what it says of its columns makes no sense".into()))?;
    let mut net = network(&recipe);
    net.set_parameters(&parameters(&net, &bytes).map_err(error)?);
    Ok((recipe, net))
}
// ANCHOR_END: load_table

/// What a network says of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The line of the row.
    pub line: u64,
    /// The class, or the number.
    pub said: String,
    /// The share of the class, from 0 to 1; none of a number.
    pub share: Option<f64>,
}

/// What a network says of each row of a table, and sentences of what it did not know.
///
/// # Errors
///
/// If the table lacks a column, or has text where a number must be.
pub fn predict(
    recipe: &Recipe,
    net: &Sequential,
    table: &Table,
) -> Result<(Vec<Prediction>, Vec<String>), FileError> {
    let rows: Vec<&Row> = table.rows.iter().collect();
    let outputs = net.predict(&recipe.encoded(table, &rows)?);
    let said: Vec<(String, Option<f64>)> = match &recipe.goal {
        Goal::Classes(classes) => {
            let shares = softmax(&outputs);
            let decided = decide(&shares).into_iter().zip(shares.rows());
            decided.map(|(c, shares)| (classes[c].clone(), Some(shares[c]))).collect()
        }
        Goal::Number(scale) => {
            outputs.iter().map(|&out| (shown(scale.unscaled(out)), None)).collect()
        }
    };
    let predictions = rows.iter().zip(said).map(|(row, (said, share))| Prediction {
        line: row.line,
        said,
        share,
    });
    Ok((predictions.collect(), recipe.unknown(table, &rows)?))
}

/// A number with about five digits that count.
pub fn shown(number: f64) -> String {
    let digits = 4 - number.abs().max(1e-9).log10().floor() as i32;
    format!("{number:.*}", digits.clamp(0, 12) as usize)
}

impl Recipe {
    /// What the training rows did not have.
    fn unknown(
        &self,
        table: &Table,
        rows: &[&Row],
    ) -> Result<Vec<String>, FileError> {
        let mut warnings = vec![];
        for input in &self.inputs {
            let Reading::Category(values) = &input.reading else { continue };
            let column = table.column(&input.column)?;
            let new = |row: &&&Row| !values.contains(&row.cells[column]);
            if let Some(row) = rows.iter().find(new) {
                let (count, name) = (rows.iter().filter(new).count(), &input.column);
                let (line, cell) = (row.line, &row.cells[column]);
                warnings.push(format!(
                    "{count} rows, first that in line {line}, have a {name:?} that the \
                     network has never seen: {cell:?}"
                ));
            }
        }
        Ok(warnings)
    }
}
