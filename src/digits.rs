//! Handwritten digits: 1,797 small ones that come with the crate, and MNIST's 70,000.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use ndarray::{Array2, Axis, concatenate, indices};
use rand::Rng;

use crate::activation::{Identity, Relu};
use crate::classification::{Dataset, Training, cross_entropy};
use crate::convolution::{Convolution, ImageShape, MaxPool};
use crate::dense::{Dense, Sequential};
use crate::initialization::Initialization;
use crate::learning_rate::Schedule;
use crate::speed::LARGE;
use crate::speed::batch::on_two_threads;

/// The shape of an embedded digit.
// ANCHOR: SMALL
pub const SMALL: ImageShape = ImageShape { channels: 1, height: 8, width: 8 };
// ANCHOR_END: SMALL

/// The 1,797 digits that come with the crate, `(1797, 64)`, from 0 for paper to 1 for ink.
///
/// Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
/// Learning Repository, 1998 (CC BY 4.0): the test part. 13 people wrote them; those of
/// one person stand close together.
#[doc = cell!("small_digits")]
// ANCHOR: small
pub fn small() -> Dataset {
    let file = include_bytes!("../data/digits.csv.gz");
    let mut text = String::new();
    let mut decoder = MultiGzDecoder::new(&file[..]);
    decoder.read_to_string(&mut text).expect("a file that a test reads");
    digits_in(&text)
}
// ANCHOR_END: small

/// The small digits in `text`: a line for each, 64 pixels and the label.
///
/// # Panics
///
/// If a line has anything else.
// ANCHOR: digits_in
pub fn digits_in(text: &str) -> Dataset {
    let number = |text: &str| -> usize { text.parse().expect("a whole number") };
    let rows: Vec<Vec<usize>> =
        text.lines().map(|line| line.split(',').map(number).collect()).collect();
    // A pixel says how many of 4 by 4 finer ones have ink: 0 to 16.
    let ink = |(i, pixel): (usize, usize)| rows[i][pixel] as f64 / 16.0;
    Dataset {
        x: Array2::from_shape_fn((rows.len(), SMALL.size()), ink),
        labels: rows.iter().map(|row| row[SMALL.size()]).collect(),
        classes: 10,
    }
}
// ANCHOR_END: digits_in

/// For each sample of `data`, which other sample is most like it: the one with the least
/// sum of squares of the differences, pixel by pixel.
#[doc = cell!("most_alike")]
// ANCHOR: most_alike
pub fn most_alike(data: &Dataset) -> Vec<usize> {
    let squares = (&data.x * &data.x).sum_axis(Axis(1));
    let products = data.x.dot(&data.x.t());
    // The sum of (a − b)² is that of a², less twice that of a·b, plus that of b².
    let distance =
        |i: usize, j: usize| squares[i] - 2.0 * products[[i, j]] + squares[j];
    let others = |i: usize| (0..data.len()).filter(move |&j| j != i);
    let closest = |i: usize| {
        others(i).min_by(|&a, &b| distance(i, a).total_cmp(&distance(i, b)))
    };
    (0..data.len()).map(|i| closest(i).expect("another sample")).collect()
}
// ANCHOR_END: most_alike

/// Every image of `data` moved by so many pixels to the right and down; paper comes in.
// ANCHOR: moved
pub fn moved(
    data: &Dataset,
    image: ImageShape,
    right: isize,
    down: isize,
) -> Dataset {
    let mut x = Array2::zeros(data.x.dim());
    for (c, row, column) in indices(image.dim()) {
        let to = (row.checked_add_signed(down), column.checked_add_signed(right));
        if let (Some(to_row), Some(to_column)) = to
            && to_row < image.height
            && to_column < image.width
        {
            let pixel = data.x.column(image.at(c, row, column));
            x.column_mut(image.at(c, to_row, to_column)).assign(&pixel);
        }
    }
    Dataset { x, labels: data.labels.clone(), classes: data.classes }
}
// ANCHOR_END: moved

/// `data`, and every image of it moved by a pixel to each of the four sides.
// ANCHOR: with_moved
pub fn with_moved(data: &Dataset, image: ImageShape) -> Dataset {
    let moves = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];
    let parts = moves.map(|(right, down)| moved(data, image, right, down));
    let x = parts.each_ref().map(|part| part.x.view());
    Dataset {
        x: concatenate(Axis(0), &x).expect("rows of one length"),
        labels: data.labels.repeat(moves.len()),
        classes: data.classes,
    }
}
// ANCHOR_END: with_moved

/// A network of dense layers for images of ten classes, with `hidden` hidden units.
// ANCHOR: mlp
pub fn mlp(image: ImageShape, hidden: usize, rng: &mut impl Rng) -> Sequential {
    Sequential::new(Dense::new(image.size(), hidden), &Relu)
        .then(Dense::new(hidden, 10), &Identity)
        .initialized(Initialization::He, rng)
        .fast()
}
// ANCHOR_END: mlp

/// Two convolutions of `filters` filters of `size` by `size`, a pool of 2 by 2 after each,
/// then dense layers: one of `hidden` units and one of the ten classes.
///
/// Padding keeps the size of the image that goes into a convolution, if `size` is odd.
///
/// Source: LeNet-5, in Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning
/// applied to document recognition*, 1998, with max pooling and ReLU.
// ANCHOR: lenet
pub fn lenet(
    image: ImageShape,
    size: usize,
    filters: [usize; 2],
    hidden: usize,
    rng: &mut impl Rng,
) -> Sequential {
    let pair = |input, filters| {
        let convolution = Convolution::new(input, filters, size);
        let convolution = Convolution { padding: size / 2, ..convolution };
        let pool = MaxPool { input: convolution.output(), size: 2 };
        (convolution, pool)
    };
    let (first, first_pool) = pair(image, filters[0]);
    let (second, second_pool) = pair(first_pool.output(), filters[1]);
    let features = second_pool.output().size();
    Sequential::new(first, &Identity)
        .then(first_pool, &Relu)
        .then(second, &Identity)
        .then(second_pool, &Relu)
        .then(Dense::new(features, hidden), &Relu)
        .then(Dense::new(hidden, 10), &Identity)
        .initialized(Initialization::He, rng)
        .fast()
}
// ANCHOR_END: lenet

/// How the small digits are learned well by [`mlp`].
// ANCHOR: dense_training
pub fn dense_training() -> Training {
    Training {
        loss: cross_entropy,
        gradients: on_two_threads,
        batch: 32,
        epochs: 60,
        learning_rate: 0.003,
        schedule: Schedule::Cosine,
        weight_decay: 0.1,
    }
}
// ANCHOR_END: dense_training

/// How the small digits, [`with_moved`] ones among them, are learned well by [`lenet`].
// ANCHOR: convolutional_training
pub fn convolutional_training() -> Training {
    Training { epochs: 20, ..dense_training() }
}
// ANCHOR_END: convolutional_training

/// What is wrong with which file.
// ANCHOR: FileError
#[derive(Debug)]
pub struct FileError {
    path: PathBuf,
    cause: String,
}

impl FileError {
    /// The error of the file at `path` because of `cause`.
    pub fn new(path: &Path, cause: impl fmt::Display) -> Self {
        FileError { path: path.to_path_buf(), cause: cause.to_string() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.cause)
    }
}

impl Error for FileError {}
// ANCHOR_END: FileError

/// MNIST's 60,000 training and 10,000 test digits, from the four files in `folder`.
///
/// Each file may be compressed, with `.gz` at the end of its name or without.
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
    let images = find(folder, &format!("{name}-images-idx3-ubyte"));
    let pixels = read_idx(&images, &[n, LARGE.height, LARGE.width])?;
    let labels = find(folder, &format!("{name}-labels-idx1-ubyte"));
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

/// The file of this name, or where there is none, of the same with `.gz` at its end.
fn find(folder: &Path, name: &str) -> PathBuf {
    let [plain, compressed] = [folder.join(name), folder.join(format!("{name}.gz"))];
    if !plain.exists() && compressed.exists() { compressed } else { plain }
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
    let file = fs::read(path).map_err(|cause| FileError::new(path, cause))?;
    // So begins what gzip wrote. An IDX file begins with zeros.
    if !file.starts_with(&[0x1f, 0x8b]) {
        return Ok(file);
    }
    let mut bytes = Vec::new();
    MultiGzDecoder::new(&file[..])
        .read_to_end(&mut bytes)
        .map_err(|cause| FileError::new(path, format!("it is broken: {cause}")))?;
    Ok(bytes)
}
// ANCHOR_END: read

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ndarray::{Axis, array};
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn the_embedded_digits_are_1797_of_64_pixels_from_0_to_1_and_near_180_of_each() {
        let data = small();
        assert_eq!((data.x.dim(), data.classes), ((1797, 64), 10));
        assert!(data.x.iter().all(|ink| (0.0..=1.0).contains(ink)));
        assert!(data.x.iter().all(|ink| (16.0 * ink).fract() == 0.0));
        let mut counts = [0; 10];
        data.labels.iter().for_each(|&label| counts[label] += 1);
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    }

    #[test]
    fn the_most_alike_is_the_nearest_other_sample() {
        let x = array![[0.0, 0.0], [3.0, 0.0], [0.0, 1.0], [3.0, 0.5]];
        let data = Dataset { x, labels: vec![0; 4], classes: 1 };
        assert_eq!(most_alike(&data), [2, 3, 0, 1]);
    }

    const TWO_BY_THREE: ImageShape = ImageShape { channels: 1, height: 2, width: 3 };

    fn one(pixels: [f64; 6]) -> Dataset {
        let x = Array2::from_shape_vec((1, 6), pixels.to_vec()).unwrap();
        Dataset { x, labels: vec![0], classes: 1 }
    }

    #[test]
    fn a_moved_image_loses_what_leaves_it_and_gets_paper() {
        let data = one([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let move_by = |right, down| moved(&data, TWO_BY_THREE, right, down);
        assert_eq!(move_by(0, 0), data);
        assert_eq!(move_by(1, 0), one([0.0, 1.0, 2.0, 0.0, 4.0, 5.0]));
        assert_eq!(move_by(-1, 0), one([2.0, 3.0, 0.0, 5.0, 6.0, 0.0]));
        assert_eq!(move_by(0, 1), one([0.0, 0.0, 0.0, 1.0, 2.0, 3.0]));
        assert_eq!(move_by(0, -1), one([4.0, 5.0, 6.0, 0.0, 0.0, 0.0]));
        assert_eq!(move_by(9, -9), one([0.0; 6]));
    }

    #[test]
    fn channels_move_alone() {
        let image = ImageShape { channels: 2, height: 1, width: 3 };
        let data = one([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let to_the_right = one([0.0, 1.0, 2.0, 0.0, 4.0, 5.0]);
        assert_eq!(moved(&data, image, 1, 0), to_the_right);
    }

    #[test]
    fn every_moved_copy_keeps_its_label() {
        let data = small().select(&[3, 1, 4]);
        let all = with_moved(&data, SMALL);
        assert_eq!(all.labels, [3, 1, 4].repeat(5));
        assert_eq!(all.select(&[0, 1, 2]), data);
        let to_the_right = moved(&data, SMALL, 1, 0);
        assert_eq!(all.x.slice_axis(Axis(0), (3..6).into()), to_the_right.x);
    }

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
    fn a_missing_file_is_named_without_gz() {
        let folder = tempfile::tempdir().unwrap();
        let error = part(folder.path(), "few", 2).unwrap_err().to_string();
        let path = folder.path().join("few-images-idx3-ubyte");
        assert!(error.starts_with(&format!("{}: ", path.display())), "{error}");
        assert_eq!(error.lines().count(), 1);
    }
}
