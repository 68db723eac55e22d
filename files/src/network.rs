//! A trained network in a file, in the format safetensors.
//!
//! The tensors `0.weights` and `0.biases` hold the parameters of layer 0, and so on, in
//! numbers of 64 bits. Specification: <https://github.com/huggingface/safetensors>.

use std::fs;
use std::path::Path;

use backprop::sequential::Sequential;
use ndarray::ArrayViewD;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensorError, SafeTensors};

use crate::{FileError, write_whole};

/// The arrays of `net`, each with the name of its tensor. A layer that has no parameters, as a
/// pool, has no tensor.
// ANCHOR: tensors
fn tensors(net: &Sequential) -> Vec<(String, ArrayViewD<'_, f64>)> {
    let mut tensors = vec![];
    for (l, stage) in net.stages.iter().enumerate() {
        let (weights, biases) = stage.layer.parameters();
        tensors.push((format!("{l}.weights"), weights));
        tensors.push((format!("{l}.biases"), biases.into_dyn()));
    }
    tensors.retain(|(_, array)| !array.is_empty());
    tensors
}
// ANCHOR_END: tensors

/// Writes the parameters of `net` to the file at `path`.
///
/// # Errors
///
/// If it cannot be written, or is no regular file; what was there before is then as it was.
// ANCHOR: save
pub fn save(net: &Sequential, path: &Path) -> Result<(), FileError> {
    let bytes =
        to_safetensors(net, None).map_err(|cause| FileError::new(path, cause))?;
    write_whole(path, bytes)
}

/// The bytes of the file: the parameters of `net`, and a note under a name, if there is one.
pub(crate) fn to_safetensors(
    net: &Sequential,
    note: Option<(String, String)>,
) -> Result<Vec<u8>, SafeTensorError> {
    let tensors = tensors(net).into_iter().map(|(name, array)| {
        let bytes: Vec<u8> = array.iter().flat_map(|w| w.to_le_bytes()).collect();
        (name, array.shape().to_vec(), bytes)
    });
    let tensors: Vec<_> = tensors.collect();
    let mut views = vec![];
    for (name, shape, bytes) in &tensors {
        views.push((name, TensorView::new(Dtype::F64, shape.clone(), bytes)?));
    }
    safetensors::serialize(views, note.map(|note| [note].into_iter().collect()))
}
// ANCHOR_END: save

/// `net` with the parameters of the file at `path`, which a network of the same layers
/// saved. The file does not know their activations.
///
/// # Errors
///
/// If it cannot be read, is cut off, is no such file, is one of other layers, or holds a number
/// that is not finite.
#[doc = cell!("read_digit")]
// ANCHOR: load
pub fn load(mut net: Sequential, path: &Path) -> Result<Sequential, FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
    net.set_parameters(&parameters(&net, &bytes).map_err(error)?);
    Ok(net)
}

/// The parameters for `net` in the `bytes` of a file, or what is wrong with it.
pub fn parameters(net: &Sequential, bytes: &[u8]) -> Result<Vec<f64>, String> {
    let file = SafeTensors::deserialize(bytes)
        .map_err(|cause| format!("it is no whole safetensors file: {cause}"))?;
    let wanted = tensors(net);
    if file.len() != wanted.len() {
        let (has, wants) = (file.len(), wanted.len());
        return Err(format!("it has {has} tensors, the network {wants}"));
    }
    let mut parameters = vec![];
    for (name, array) in wanted {
        let tensor = file.tensor(&name).map_err(|_| format!("it lacks {name}"))?;
        let (has, wants) = (tensor.shape(), array.shape());
        if (tensor.dtype(), has) != (Dtype::F64, wants) {
            let dtype = tensor.dtype();
            return Err(format!("its {name} is {dtype} {has:?}, not F64 {wants:?}"));
        }
        let (numbers, _) = tensor.data().as_chunks();
        parameters.extend(numbers.iter().map(|&number| f64::from_le_bytes(number)));
    }
    if parameters.iter().all(|w| w.is_finite()) {
        Ok(parameters)
    } else {
        Err("it holds a parameter that is not finite".to_string())
    }
}
// ANCHOR_END: load

/// The note under this name in the `bytes` of a file, if it has one.
///
/// # Errors
///
/// If it is no such file.
pub(crate) fn note(bytes: &[u8], name: &str) -> Result<Option<String>, String> {
    let (_, header) = SafeTensors::read_metadata(bytes)
        .map_err(|cause| format!("it is no safetensors file: {cause}"))?;
    Ok(header.metadata().as_ref().and_then(|notes| notes.get(name)).cloned())
}

#[cfg(test)]
mod tests {
    use backprop::activation::{Identity, Relu};
    use backprop::dense::Dense;
    use backprop::digits::{SMALL, lenet, mlp};
    use ndarray::array;
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::small::small;

    fn tiny() -> Sequential {
        let mut net = Sequential::new(Dense::new(2, 3), &Relu)
            .then(Dense::new(3, 1), &Identity);
        let numbers = (1..=13).map(|i| f64::from(i).sqrt() - 2.5);
        net.set_parameters(&numbers.collect::<Vec<_>>());
        net
    }

    fn refused(net: Sequential, bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net");
        fs::write(&path, bytes).unwrap();
        let error = load(net, &path).unwrap_err().to_string();
        let (file, cause) = error.split_once(": ").unwrap();
        assert_eq!(Path::new(file), path);
        assert_eq!(cause.lines().count(), 1, "{cause}");
        cause.to_string()
    }

    /// All 64 bits of each number are kept, so the network that is loaded predicts
    /// the same numbers to the last bit.
    #[test]
    fn a_loaded_network_has_the_same_bits_and_predicts_the_same_bits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.safetensors");
        let bits = |numbers: &[f64]| -> Vec<u64> {
            numbers.iter().map(|number| number.to_bits()).collect()
        };
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let mut net = lenet(SMALL, 3, [4, 6], 20, rng);
        let mut numbers = net.parameters();
        // The least of all positive numbers, and the zero that has a minus.
        numbers[..2].copy_from_slice(&[f64::from_bits(1), -0.0]);
        net.set_parameters(&numbers);
        save(&net, &path).unwrap();
        let loaded = load(lenet(SMALL, 3, [4, 6], 20, rng), &path).unwrap();
        assert_eq!(bits(&loaded.parameters()), bits(&numbers));
        let x = small().x;
        let [before, after] = [&net, &loaded].map(|net| net.predict(&x));
        assert_eq!(bits(before.as_slice().unwrap()), bits(after.as_slice().unwrap()));
    }

    /// Layer 0 has `0.weights` and `0.biases`, and so on.
    #[test]
    fn the_file_holds_the_arrays_of_the_layers_under_their_names() {
        let bytes = to_safetensors(&tiny(), None).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let shape = |name: &str| file.tensor(name).unwrap().shape().to_vec();
        assert_eq!(shape("0.weights"), [2, 3]);
        assert_eq!(shape("0.biases"), [3]);
        assert_eq!(shape("1.weights"), [3, 1]);
        assert_eq!(shape("1.biases"), [1]);
        let biases = file.tensor("1.biases").unwrap().data().to_vec();
        assert_eq!(biases, tiny().parameters()[12].to_le_bytes());
        assert_eq!(file.len(), 4);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        let bytes = to_safetensors(&tiny(), None).unwrap();
        for length in 0..bytes.len() {
            let cause = refused(tiny(), &bytes[..length]);
            assert!(
                cause.starts_with("it is no whole safetensors file: "),
                "{cause}"
            );
        }
    }

    #[test]
    fn a_file_with_more_at_its_end_and_a_foreign_file_are_refused() {
        let longer = [to_safetensors(&tiny(), None).unwrap(), vec![0]].concat();
        let page = b"<!DOCTYPE html><html>No such network</html>".to_vec();
        for bytes in [longer, page, vec![0; 64], vec![255; 64]] {
            let cause = refused(tiny(), &bytes);
            assert!(
                cause.starts_with("it is no whole safetensors file: "),
                "{cause}"
            );
        }
    }

    #[test]
    fn a_network_of_other_layers_is_refused() {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let bytes = to_safetensors(&mlp(SMALL, 7, rng), None).unwrap();
        assert_eq!(
            refused(mlp(SMALL, 8, rng), &bytes),
            "its 0.weights is F64 [64, 7], not F64 [64, 8]"
        );
        let one_layer = Sequential::new(Dense::new(64, 10), &Relu);
        assert_eq!(refused(one_layer, &bytes), "it has 4 tensors, the network 2");
        // Both of the next two have eight tensors.
        let bytes = to_safetensors(&lenet(SMALL, 3, [1, 1], 1, rng), None).unwrap();
        let four = Sequential::new(Dense::new(3, 3), &Relu)
            .then(Dense::new(3, 4), &Relu)
            .then(Dense::new(4, 1), &Relu)
            .then(Dense::new(1, 10), &Identity);
        assert!(
            refused(four, &bytes).starts_with("its 0.weights is F64 [1, 1, 3, 3]")
        );
    }

    /// numbers of another type, such as 32 bits
    #[test]
    fn names_and_numbers_of_another_kind_are_refused() {
        let line = || Sequential::new(Dense::new(1, 1), &Identity);
        let file = |name: &str, dtype, bytes: &[u8]| {
            let view = || TensorView::new(dtype, vec![1, 1], bytes).unwrap();
            let bias = TensorView::new(Dtype::F64, vec![1], &[0; 8]).unwrap();
            let views = [(name, view()), ("0.biases", bias)];
            safetensors::serialize(views, None).unwrap()
        };
        assert!(parameters(&line(), &file("0.weights", Dtype::F64, &[0; 8])).is_ok());
        let other_name = file("layer.weight", Dtype::F64, &[0; 8]);
        assert_eq!(refused(line(), &other_name), "it lacks 0.weights");
        let other_numbers = file("0.weights", Dtype::F32, &[0; 4]);
        assert_eq!(
            refused(line(), &other_numbers),
            "its 0.weights is F32 [1, 1], not F64 [1, 1]"
        );
    }

    /// a number that is not finite
    #[test]
    fn a_parameter_that_is_not_finite_is_refused() {
        for number in [f64::NAN, f64::INFINITY] {
            let mut net = tiny();
            let mut numbers = net.parameters();
            numbers[5] = number;
            net.set_parameters(&numbers);
            let cause = refused(tiny(), &to_safetensors(&net, None).unwrap());
            assert_eq!(cause, "it holds a parameter that is not finite");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = load(tiny(), Path::new("no/such/net")).unwrap_err().to_string();
        assert!(error.starts_with("no/such/net: "), "{error}");
    }

    #[test]
    fn saving_replaces_an_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net");
        fs::write(&path, "old").unwrap();
        save(&tiny(), &path).unwrap();
        let loaded = load(tiny(), &path).unwrap();
        assert_eq!(loaded.predict(&array![[1.0, 2.0]]).dim(), (1, 1));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_save_that_fails_leaves_the_old_file_whole_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        // A folder in the place of the file can't be replaced by one.
        let taken = folder.path().join("net");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("old"), "whole").unwrap();
        let error = save(&tiny(), &taken).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{}: ", taken.display())), "{error}");
        assert_eq!(fs::read_to_string(taken.join("old")).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        let nowhere = folder.path().join("no such folder").join("net");
        assert!(save(&tiny(), &nowhere).is_err());
    }
}
