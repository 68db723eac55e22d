//! A trained network in a file, in the format safetensors.
//!
//! The tensors `0.weights` and `0.biases` hold the parameters of layer 0, and so on, in
//! numbers of 64 bits. Specification: <https://github.com/huggingface/safetensors>.

use std::fs;
use std::ops::Range;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensorError, SafeTensors};

use crate::dense::Sequential;
use crate::digits::FileError;

/// A part of the parameters as the file has it: its name, its shape, its place among them.
type Tensor = (String, Vec<usize>, Range<usize>);

// ANCHOR: tensors
impl Sequential {
    fn tensors(&self) -> Vec<Tensor> {
        let tensors = self.stages().iter().enumerate().flat_map(|(l, stage)| {
            let (Range { start, end }, biases) =
                (stage.place.clone(), stage.layer.biases());
            [
                (format!("{l}.weights"), stage.layer.weights(), start..end - biases),
                (format!("{l}.biases"), vec![biases], end - biases..end),
            ]
        });
        tensors.filter(|(_, _, place)| !place.is_empty()).collect()
    }
}
// ANCHOR_END: tensors

// ANCHOR: save
impl Sequential {
    /// Writes the parameters to the file at `path`.
    ///
    /// # Errors
    ///
    /// If it cannot be written; a file that was there before is then as it was.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        let bytes =
            self.to_safetensors().map_err(|cause| FileError::new(path, cause))?;
        // A file beside it becomes the file only when it is whole.
        let beside = path.with_added_extension("new");
        fs::write(&beside, bytes)
            .and_then(|()| fs::rename(&beside, path))
            .inspect_err(|_| drop(fs::remove_file(&beside)))
            .map_err(|cause| FileError::new(path, cause))
    }

    fn to_safetensors(&self) -> Result<Vec<u8>, SafeTensorError> {
        let tensors = self.tensors();
        let bytes: Vec<Vec<u8>> = tensors
            .iter()
            .map(|(_, _, place)| &self.parameters[place.clone()])
            .map(|numbers| numbers.iter().flat_map(|w| w.to_le_bytes()).collect())
            .collect();
        let views: Vec<(&String, TensorView)> = tensors
            .iter()
            .zip(&bytes)
            .map(|((name, shape, _), bytes)| {
                Ok((name, TensorView::new(Dtype::F64, shape.clone(), bytes)?))
            })
            .collect::<Result<_, SafeTensorError>>()?;
        safetensors::serialize(views, None)
    }
}
// ANCHOR_END: save

// ANCHOR: load
impl Sequential {
    /// The network with the parameters of the file at `path`, which a network of the same
    /// layers saved.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is cut off, is no such file, or is one of other layers.
    pub fn loaded(mut self, path: &Path) -> Result<Self, FileError> {
        let bytes = fs::read(path).map_err(|cause| FileError::new(path, cause))?;
        self.parameters = self
            .parameters_in(&bytes)
            .map_err(|cause| FileError::new(path, cause))?;
        Ok(self)
    }

    fn parameters_in(&self, bytes: &[u8]) -> Result<Vec<f64>, String> {
        let file = SafeTensors::deserialize(bytes)
            .map_err(|cause| format!("it is no whole safetensors file: {cause}"))?;
        let wanted = self.tensors();
        if file.len() != wanted.len() {
            let (has, wants) = (file.len(), wanted.len());
            return Err(format!("it has {has} tensors, the network {wants}"));
        }
        let mut parameters = vec![0.0; self.parameters.len()];
        for (name, shape, place) in wanted {
            let tensor =
                file.tensor(&name).map_err(|_| format!("it lacks {name}"))?;
            if (tensor.dtype(), tensor.shape()) != (Dtype::F64, &shape[..]) {
                let (dtype, has) = (tensor.dtype(), tensor.shape());
                return Err(format!(
                    "its {name} is {dtype} {has:?}, not F64 {shape:?}"
                ));
            }
            let (numbers, _) = tensor.data().as_chunks();
            for (parameter, &number) in parameters[place].iter_mut().zip(numbers) {
                *parameter = f64::from_le_bytes(number);
            }
        }
        if parameters.iter().all(|w| w.is_finite()) {
            Ok(parameters)
        } else {
            Err("it holds a parameter that is not finite".to_string())
        }
    }
}
// ANCHOR_END: load
