//! Handwritten digits: 1,797 small ones that come with the crate, and MNIST's 70,000.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use ndarray::{Array2, Axis, concatenate, indices};
use rand::Rng;

use crate::classification::{Dataset, Training, cross_entropy};
use crate::convolution::{Convolution, Image, MaxPool};
use crate::dense::{Dense, Sequential};
use crate::initialization::Initialization;
use crate::learning_rate::Schedule;
use crate::{Identity, Relu};

/// The shape of an embedded digit.
pub const SMALL: Image = Image { channels: 1, height: 8, width: 8 };

/// The shape of a digit of MNIST.
pub const LARGE: Image = Image { channels: 1, height: 28, width: 28 };

/// The 1,797 digits that come with the crate, `(1797, 64)`, from 0 for paper to 1 for ink.
///
/// Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
/// Learning Repository, 1998 (CC BY 4.0): the test part. 13 people wrote them; those of
/// one person stand close together.
// ANCHOR: small
pub fn small() -> Dataset {
    let file = include_bytes!("../data/digits.csv.gz");
    let mut text = String::new();
    MultiGzDecoder::new(&file[..])
        .read_to_string(&mut text)
        .expect("a test reads it");
    let numbers = text.lines().flat_map(|line| line.split(','));
    let numbers: Vec<usize> =
        numbers.map(|n| n.parse().expect("a test reads it")).collect();
    let rows = numbers.chunks_exact(SMALL.size() + 1);
    let (pixels, labels): (Vec<&[usize]>, Vec<usize>) =
        rows.map(|row| (&row[..SMALL.size()], row[SMALL.size()])).unzip();
    // Each pixel counts the inked ones of a square of 4 by 4: 0 to 16.
    let pixels =
        pixels.concat().into_iter().map(|count| count as f64 / 16.0).collect();
    let x = Array2::from_shape_vec((labels.len(), SMALL.size()), pixels);
    Dataset { x: x.expect("rows of 64"), labels, classes: 10 }
}
// ANCHOR_END: small

/// Every image of `data` moved by so many pixels to the right and down; paper comes in.
// ANCHOR: moved
pub fn moved(data: &Dataset, image: Image, right: isize, down: isize) -> Dataset {
    let mut x = Array2::zeros(data.x.dim());
    for (from, mut to) in data.x.rows().into_iter().zip(x.rows_mut()) {
        for ((c, row, column), &pixel) in indices(image.dim()).into_iter().zip(from) {
            let at = (row.checked_add_signed(down), column.checked_add_signed(right));
            if let (Some(row), Some(column)) = at
                && row < image.height
                && column < image.width
            {
                to[image.at(c, row, column)] = pixel;
            }
        }
    }
    Dataset { x, ..data.clone() }
}
// ANCHOR_END: moved

/// MNIST's 60,000 training and 10,000 test digits, from the four files in `folder`.
///
/// Each file may be compressed, with `.gz` at the end of its name.
///
/// # Errors
///
/// If a file is missing, cannot be read, or is not what its name says.
// ANCHOR: mnist
pub fn mnist(folder: &Path) -> Result<(Dataset, Dataset), FileError> {
    let load = |part: &str| {
        let images = find(folder, &format!("{part}-images-idx3-ubyte"));
        let labels = find(folder, &format!("{part}-labels-idx1-ubyte"));
        pair(&images, &labels)
    };
    Ok((load("train")?, load("t10k")?))
}
// ANCHOR_END: mnist

/// `data`, and every image of it moved by a pixel to each of the four sides.
// ANCHOR: with_moved
pub fn with_moved(data: &Dataset, image: Image) -> Dataset {
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
pub fn mlp(image: Image, hidden: usize, rng: &mut impl Rng) -> Sequential {
    Sequential::new(Dense { inputs: image.size(), outputs: hidden }, &Relu)
        .then(Dense { inputs: hidden, outputs: 10 }, &Identity)
        .initialized(Initialization::He, rng)
}
// ANCHOR_END: mlp

/// Two convolutions of `filters` filters of `size` by `size`, a pool of 2 by 2 after each,
/// then dense layers: one of `hidden` units and one of the ten classes.
///
/// Padding keeps the size of the image that goes into a convolution.
///
/// Source: LeNet-5, in Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning
/// applied to document recognition*, 1998, with max pooling and ReLU.
// ANCHOR: lenet
pub fn lenet(
    image: Image,
    size: usize,
    filters: [usize; 2],
    hidden: usize,
    rng: &mut impl Rng,
) -> Sequential {
    let convolution = |input, filters, padding| {
        let convolution = Convolution { input, filters, size, stride: 1, padding };
        (convolution, MaxPool { input: convolution.output(), size: 2 })
    };
    let (first, first_pool) = convolution(image, filters[0], size / 2);
    let (second, second_pool) =
        convolution(first_pool.output(), filters[1], size / 2);
    let features = second_pool.output().size();
    Sequential::new(first, &Identity)
        .then(first_pool, &Relu)
        .then(second, &Identity)
        .then(second_pool, &Relu)
        .then(Dense { inputs: features, outputs: hidden }, &Relu)
        .then(Dense { inputs: hidden, outputs: 10 }, &Identity)
        .initialized(Initialization::He, rng)
}
// ANCHOR_END: lenet

/// How the small digits are learned well by [`mlp`].
// ANCHOR: dense_training
pub fn dense_training() -> Training {
    Training {
        loss: cross_entropy,
        batch: 32,
        epochs: 60,
        learning_rate: 0.003,
        schedule: Schedule::Cosine,
        weight_decay: 0.1,
        threads: 2,
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

/// The file of this name, or of the same with `.gz` at its end.
fn find(folder: &Path, name: &str) -> PathBuf {
    let compressed = folder.join(format!("{name}.gz"));
    if compressed.exists() { compressed } else { folder.join(name) }
}

/// The samples of a file of images and a file of their labels.
// ANCHOR: pair
fn pair(images: &Path, labels: &Path) -> Result<Dataset, FileError> {
    let (sizes, pixels) = read_idx(images, "images", 3)?;
    let [n, height, width] = sizes[..] else { unreachable!("three sizes") };
    if (height, width) != (LARGE.height, LARGE.width) {
        let cause = format!("its images have {height} x {width} pixels, not 28 x 28");
        return Err(FileError::new(images, cause));
    }
    let (sizes, classes) = read_idx(labels, "labels", 1)?;
    if sizes[0] != n {
        let cause =
            format!("{} labels for the {n} images of {}", sizes[0], images.display());
        return Err(FileError::new(labels, cause));
    }
    if let Some(class) = classes.iter().find(|&&class| class > 9) {
        return Err(FileError::new(
            labels,
            format!("a label is {class}, not 0 to 9"),
        ));
    }
    let x = pixels.into_iter().map(|pixel| f64::from(pixel) / 255.0).collect();
    let x = Array2::from_shape_vec((n, LARGE.size()), x).expect("rows of 784");
    let labels = classes.into_iter().map(usize::from).collect();
    Ok(Dataset { x, labels, classes: 10 })
}
// ANCHOR_END: pair

/// The sizes along the axes of an IDX file, and its bytes.
///
/// The format: two zeros, the type 8 (unsigned bytes), the number of axes; the size along
/// each axis in four bytes, the highest first; then the numbers.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*.
// ANCHOR: read_idx
fn read_idx(
    path: &Path,
    what: &str,
    axes: usize,
) -> Result<(Vec<usize>, Vec<u8>), FileError> {
    let error = |cause: String| FileError::new(path, cause);
    let bytes = read(path).map_err(|cause| error(cause.to_string()))?;
    let Some((&[0, 0, 8, found], rest)) = bytes.split_first_chunk() else {
        return Err(error("it is no IDX file of bytes: it starts otherwise".into()));
    };
    if usize::from(found) != axes {
        return Err(error(format!(
            "it holds no {what}: it has {found} axes, not {axes}"
        )));
    }
    if rest.len() < 4 * axes {
        return Err(error("it ends within its header".into()));
    }
    let (header, numbers) = rest.split_at(4 * axes);
    let (sizes, _) = header.as_chunks();
    let sizes: Vec<usize> =
        sizes.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
    let promised = sizes.iter().try_fold(1, |n: usize, &size| n.checked_mul(size));
    if promised != Some(numbers.len()) {
        let cause =
            format!("{} numbers follow a header that says {sizes:?}", numbers.len());
        return Err(error(cause));
    }
    Ok((sizes, numbers.to_vec()))
}

/// All bytes of the file, uncompressed.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut inflated = Vec::new();
    MultiGzDecoder::new(&bytes[..]).read_to_end(&mut inflated)?;
    Ok(inflated)
}
// ANCHOR_END: read_idx
