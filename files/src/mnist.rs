//! MNIST's 70,000 handwritten digits, from its four files.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use backprop::classification::Dataset;
use backprop::memory_and_threads::LARGE;
use flate2::bufread::GzDecoder;
use ndarray::Array2;

use crate::FileError;

/// MNIST's 60,000 training and 10,000 test digits, from the four files in `folder`.
///
/// Each file may be compressed, with `.gz` at the end of its name or without, and have a dot in
/// its name, as in `train-images.idx3-ubyte`.
///
/// # Errors
///
/// If a file is missing, cannot be read, or is not what its name says.
// ANCHOR: mnist
pub fn mnist(folder: &Path) -> Result<(Dataset, Dataset), FileError> {
    Ok((part(folder, "train", 60_000)?, part(folder, "t10k", 10_000)?))
}
// ANCHOR_END: mnist

/// The `n` digits of the two files in `folder` whose names begin with `name`.
// ANCHOR: part
fn part(folder: &Path, name: &str, n: usize) -> Result<Dataset, FileError> {
    let images = find(folder, &format!("{name}-images-idx3-ubyte"))?;
    let pixels = read_idx(&images, &[n, LARGE.height, LARGE.width])?;
    let labels = find(folder, &format!("{name}-labels-idx1-ubyte"))?;
    let digits = read_idx(&labels, &[n])?;
    if let Some(digit) = digits.iter().find(|&&digit| digit > 9) {
        return Err(FileError::new(
            &labels,
            format!("a label is {digit}, not 0 to 9"),
        ));
    }
    // A byte of 255 is ink, a byte of 0 is paper.
    let ink = |(i, pixel)| f64::from(pixels[i * LARGE.size() + pixel]) / 255.0;
    Ok(Dataset {
        x: Array2::from_shape_fn((n, LARGE.size()), ink),
        labels: digits.into_iter().map(usize::from).collect(),
        classes: 10,
    })
}

/// The file in `folder` under this name, or with a dot in it, each compressed or not.
fn find(folder: &Path, name: &str) -> Result<PathBuf, FileError> {
    // If the folder is missing, not a folder, or closed to us, say that.
    fs::metadata(folder.join(".")).map_err(|cause| FileError::new(folder, cause))?;
    // Some programs that unpack it make this of its name.
    let dotted = name.replace("-idx", ".idx");
    let names =
        [name, &dotted].map(|name| [name.to_string(), format!("{name}.gz")]).concat();
    let mut paths = names.iter().map(|name| folder.join(name));
    paths.find(|path| path.is_file()).ok_or_else(|| {
        FileError::new(folder, format!("it has no file {}", names.join(" or ")))
    })
}
// ANCHOR_END: part

/// The bytes of an IDX file that holds as many as `shape` says along each axis.
///
/// The format: two zeros, the type 8 (bytes), the number of axes; the size along each axis
/// in four bytes, the highest first; then the bytes.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*.
// ANCHOR: read_idx
fn read_idx(path: &Path, shape: &[usize]) -> Result<Vec<u8>, FileError> {
    let error = |cause: &str| FileError::new(path, cause);
    let file = read(path)?;
    let Some((&[0, 0, 8, axes], rest)) = file.split_first_chunk() else {
        return Err(error("it does not begin as an IDX file of bytes does"));
    };
    let Some((header, bytes)) = rest.split_at_checked(4 * usize::from(axes)) else {
        return Err(error("it ends within its header"));
    };
    let (sizes, _) = header.as_chunks();
    let found: Vec<usize> =
        sizes.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
    if found != shape {
        return Err(error(&format!("it holds {found:?} bytes, not {shape:?}")));
    }
    let (promised, found) = (shape.iter().product::<usize>(), bytes.len());
    if found != promised {
        let cause = format!("{found} bytes follow its header, not {promised}");
        return Err(error(&cause));
    }
    Ok(bytes.to_vec())
}
// ANCHOR_END: read_idx

/// All bytes of the file, uncompressed.
// ANCHOR: read
fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let file = fs::read(path).map_err(|cause| error(cause.to_string()))?;
    if !is_compressed(&file) {
        return Ok(file);
    }
    let (mut bytes, mut rest) = (vec![], &file[..]);
    while is_compressed(rest) {
        let mut decoder = GzDecoder::new(rest);
        decoder
            .read_to_end(&mut bytes)
            .map_err(|cause| error(format!("it is broken: {cause}")))?;
        rest = decoder.into_inner();
    }
    // Some media fill up the end with zeros.
    if rest.iter().any(|&byte| byte != 0) {
        return Err(error("more follows its end".to_string()));
    }
    Ok(bytes)
}

/// Whether gzip wrote what begins so. An IDX file begins with zeros.
fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}
// ANCHOR_END: read

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tempfile::TempDir;

    use super::*;

    /// An IDX file of bytes.
    fn idx(shape: &[u32], bytes: &[u8]) -> Vec<u8> {
        let sizes = shape.iter().flat_map(|size| size.to_be_bytes());
        let start = [0, 0, 8, shape.len() as u8].into_iter();
        start.chain(sizes).chain(bytes.iter().copied()).collect()
    }

    fn images(n: u32) -> Vec<u8> {
        idx(&[n, 28, 28], &vec![51; 784 * n as usize])
    }

    fn compressed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(vec![], Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// A folder with these files of a part `few`: of images and of labels.
    fn folder(suffixes: [&str; 2], images: &[u8], labels: &[u8]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let names = ["few-images-idx3-ubyte", "few-labels-idx1-ubyte"];
        for ((name, suffix), bytes) in
            names.iter().zip(suffixes).zip([images, labels])
        {
            fs::write(folder.path().join(format!("{name}{suffix}")), bytes).unwrap();
        }
        folder
    }

    #[test]
    fn two_files_are_read_plain_or_compressed_whatever_their_names_say() {
        let (images, labels) = (images(2), idx(&[2], &[7, 9]));
        let (small_images, small_labels) = (compressed(&images), compressed(&labels));
        for folder in [
            folder(["", ""], &images, &labels),
            folder([".gz", ".gz"], &small_images, &small_labels),
            folder([".gz", ""], &small_images, &labels),
            folder(["", ".gz"], &small_images, &labels),
        ] {
            let data = part(folder.path(), "few", 2).unwrap();
            assert_eq!((data.labels, data.classes), (vec![7, 9], 10));
            assert_eq!(data.x, Array2::from_elem((2, 784), 0.2));
        }
    }

    /// a part that ends early, or whose checksum differs
    ///
    /// another beginning
    ///
    /// another shape
    ///
    /// fewer or more bytes than the header promises
    #[test]
    fn a_file_that_is_not_what_its_name_says_is_refused_with_the_reason() {
        let long = [images(2), vec![0]].concat();
        let cut = compressed(&images(2));
        let mut wrong_sum = cut.clone();
        let last = wrong_sum.len() - 8;
        wrong_sum[last] ^= 1;
        let floats = [&[0, 0, 13, 3], &images(2)[4..]].concat();
        for (file, reason) in [
            (vec![], "it does not begin as an IDX file of bytes does"),
            (
                images(2)[..3].to_vec(),
                "it does not begin as an IDX file of bytes does",
            ),
            (b"<html>".to_vec(), "it does not begin as an IDX file of bytes does"),
            (floats, "it does not begin as an IDX file of bytes does"),
            (images(2)[..4].to_vec(), "it ends within its header"),
            (images(2)[..15].to_vec(), "it ends within its header"),
            (idx(&[2], &[7, 9]), "it holds [2] bytes, not [2, 28, 28]"),
            (images(3), "it holds [3, 28, 28] bytes, not [2, 28, 28]"),
            (idx(&[2, 8, 8], &[0; 128]), "it holds [2, 8, 8] bytes, not [2, 28, 28]"),
            (idx(&[u32::MAX; 9], &[]), "it holds [4294967295, 4294967295"),
            (images(2)[..16].to_vec(), "0 bytes follow its header, not 1568"),
            (images(2)[..1000].to_vec(), "984 bytes follow its header, not 1568"),
            (long, "1569 bytes follow its header, not 1568"),
            (cut[..cut.len() - 9].to_vec(), "it is broken: "),
            (cut[..5].to_vec(), "it is broken: "),
            (wrong_sum, "it is broken: "),
        ] {
            let folder = folder(["", ""], &file, &idx(&[2], &[7, 9]));
            let error = part(folder.path(), "few", 2).unwrap_err().to_string();
            let path = folder.path().join("few-images-idx3-ubyte");
            let expected = format!("{}: {reason}", path.display());
            assert!(error.starts_with(&expected), "{error}\n{expected}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    /// a label above 9
    #[test]
    fn labels_that_do_not_fit_are_refused_with_the_reason() {
        for (labels, reason) in [
            (images(2), "it holds [2, 28, 28] bytes, not [2]"),
            (idx(&[3], &[1, 2, 3]), "it holds [3] bytes, not [2]"),
            (idx(&[2], &[1]), "1 bytes follow its header, not 2"),
            (idx(&[2], &[1, 10]), "a label is 10, not 0 to 9"),
        ] {
            let folder = folder(["", ""], &images(2), &labels);
            let error = part(folder.path(), "few", 2).unwrap_err().to_string();
            let path = folder.path().join("few-labels-idx1-ubyte");
            assert_eq!(error, format!("{}: {reason}", path.display()));
        }
    }

    #[test]
    fn a_missing_file_is_an_error_that_lists_the_names_looked_for() {
        let (images, labels) = (images(2), idx(&[2], &[7, 9]));
        let all = folder(["", ""], &images, &labels);
        fs::remove_file(all.path().join("few-labels-idx1-ubyte")).unwrap();
        let error = part(all.path(), "few", 2).unwrap_err().to_string();
        let cause = "it has no file few-labels-idx1-ubyte or few-labels-idx1-ubyte.gz \
                     or few-labels.idx1-ubyte or few-labels.idx1-ubyte.gz";
        assert_eq!(error, format!("{}: {cause}", all.path().display()));
    }

    #[test]
    fn a_folder_that_is_missing_or_is_none_is_named() {
        let folder = folder(["", ""], &[], &[]);
        for no_folder in ["no such folder", "few-images-idx3-ubyte"] {
            let path = folder.path().join(no_folder);
            let error = mnist(&path).unwrap_err().to_string();
            let cause = error.strip_prefix(&format!("{}: ", path.display())).unwrap();
            assert!(!cause.contains("no file"), "{error}");
            assert_eq!(error.lines().count(), 1);
        }
    }

    #[test]
    fn names_with_a_dot_are_found() {
        for suffix in ["", ".gz"] {
            let folder = tempfile::tempdir().unwrap();
            let write = |name: &str, bytes: &[u8]| {
                let path = folder.path().join(format!("{name}{suffix}"));
                let file = if suffix.is_empty() { bytes } else { &compressed(bytes) };
                fs::write(path, file).unwrap();
            };
            write("few-images.idx3-ubyte", &images(2));
            write("few-labels.idx1-ubyte", &idx(&[2], &[7, 9]));
            assert_eq!(part(folder.path(), "few", 2).unwrap().labels, [7, 9]);
        }
    }

    #[test]
    fn a_folder_of_that_name_is_passed_over() {
        let few = [compressed(&images(2)), compressed(&idx(&[2], &[7, 9]))];
        let folder = folder([".gz", ".gz"], &few[0], &few[1]);
        fs::create_dir(folder.path().join("few-images-idx3-ubyte")).unwrap();
        assert_eq!(part(folder.path(), "few", 2).unwrap().labels, [7, 9]);
    }

    /// other bytes than zeros after the last part
    #[test]
    fn more_after_the_end_of_a_gzip_is_an_error_unless_it_is_gzip_too_or_zeros() {
        let whole = compressed(&images(2));
        let [start, end] = [&images(2)[..500], &images(2)[500..]].map(compressed);
        let read_with = |more: &[u8]| {
            let file = [&whole, more].concat();
            let folder = folder(["", ""], &file, &idx(&[2], &[7, 9]));
            part(folder.path(), "few", 2).map_err(|error| error.to_string())
        };
        assert!(read_with(&[0]).is_ok());
        assert!(read_with(&[0; 512]).is_ok());
        for more in [&b"\r\n"[..], b"\0\n", b"more than the header of a gzip"] {
            let error = read_with(more).unwrap_err();
            assert!(error.ends_with(": more follows its end"), "{error}");
        }
        let error = read_with(&whole).unwrap_err();
        assert!(error.ends_with("3152 bytes follow its header, not 1568"), "{error}");
        let two = [start, end].concat();
        let folder = folder(["", ""], &two, &idx(&[2], &[7, 9]));
        assert_eq!(part(folder.path(), "few", 2).unwrap().labels, [7, 9]);
    }
}
