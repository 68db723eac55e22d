//! The network for a folder of pictures, and how well it does on pictures that it never saw.

use std::collections::BTreeMap;

use backprop::activation::{Identity, Relu};
use backprop::classification::{Dataset, cross_entropy, decide};
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Dense;
use backprop::digits::with_moved;
use backprop::generalization::EarlyStopping;
use backprop::initialization::Initialization;
use backprop::memory_and_threads::batch::on_two_threads;
use backprop::mini_batches::{Epoch, Training, fit};
use backprop::optimizers::Adam;
use backprop::pooling::MaxPool;
use backprop::schedules::Schedule;
use backprop::sequential::Sequential;
use ndarray::{Array2, Array3, ArrayView1, Axis};
use rand::{SeedableRng, rngs::ChaCha8Rng};
use serde::{Deserialize, Serialize};

use crate::FileError;
use crate::pictures::decode::Picture;
use crate::pictures::folder::Folder;
use crate::pictures::sample::resized;
use crate::table::plan::imbalance;
use crate::table::recipe::Scale;
use crate::table::train::{HeldOut, parted};

/// What a user chooses.
#[derive(Debug, Clone)]
pub struct Choice {
    /// How many pixels a side of what the network sees has: a multiple of 4.
    pub side: usize,
    /// Whether to train with copies that are moved by a pixel, too.
    pub moved: bool,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Default for Choice {
    fn default() -> Self {
        Choice { side: 16, moved: false, seed: 1 }
    }
}

/// All that a network must know to read another picture.
// ANCHOR: picture_recipe
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// What an output of the network stands for.
    pub labels: Vec<String>,
    /// 1 for gray, 3 for red, green and blue.
    pub channels: usize,
    /// How many pixels a side has.
    pub side: usize,
    /// How the brightness is scaled.
    pub scale: Scale,
}
// ANCHOR_END: picture_recipe

/// A network for the pictures of a folder.
#[derive(Debug)]
pub struct Trained {
    /// From a picture to numbers, and from outputs to labels.
    pub recipe: Recipe,
    /// From numbers to numbers.
    pub net: Sequential,
    /// The epochs.
    pub history: Vec<Epoch>,
    /// The epoch whose parameters the network has.
    pub best: usize,
    /// How well it does on the pictures that were held out.
    pub held_out: HeldOut,
    /// What to be careful of.
    pub warnings: Vec<String>,
    /// The numbers of the pictures that were trained on, that chose the epoch, and
    /// that were held out.
    pub parts: [Vec<usize>; 3],
}

/// The most epochs.
const EPOCHS: usize = 100;
/// How long to wait for a better one.
const PATIENCE: usize = 15;

// ANCHOR: encoded_picture
impl Recipe {
    /// A picture as the numbers of one row, channel after channel, each row after
    /// row: made as large as the network wants it, whatever its shape, and scaled.
    pub fn encoded(&self, picture: &Picture) -> Vec<f64> {
        let numbers = squeezed(picture, self.channels, self.side);
        numbers.into_iter().map(|bright| self.scale.scaled(bright)).collect()
    }

    /// The shape of what the network sees.
    pub fn image(&self) -> ImageShape {
        ImageShape { channels: self.channels, height: self.side, width: self.side }
    }
}

/// A picture in the size that a network wants, as one list.
fn squeezed(picture: &Picture, channels: usize, side: usize) -> Vec<f64> {
    let channel = |c: usize| picture.colors.index_axis(Axis(0), c).to_owned();
    let images: Vec<Array2<f64>> = match channels {
        1 => vec![picture.gray()],
        _ => (0..channels).map(channel).collect(),
    };
    images.iter().flat_map(|image| resized(image, side, side)).collect()
}
// ANCHOR_END: encoded_picture

impl Recipe {
    /// Whether the recipe can be used: one from a file may be anything.
    pub(crate) fn is_usable(&self) -> bool {
        let side = (8..=64).contains(&self.side) && self.side.is_multiple_of(4);
        let labels = (2..=10_000).contains(&self.labels.len());
        let channels = self.channels == 1 || self.channels == 3;
        let scale = self.scale;
        side && labels
            && channels
            && scale.scaled(1.0).is_finite()
            && scale.deviation > 0.0
    }
}

/// The network for a recipe, all its parameters 0: two convolutions with a pool of 2
/// by 2 after each, and two dense layers.
// ANCHOR: pictures_network
pub(crate) fn network(recipe: &Recipe) -> Sequential {
    let pair = |input, filters| {
        let convolution =
            Convolution { padding: 1, ..Convolution::new(input, filters, 3) };
        let pool = MaxPool { input: convolution.output(), size: 2 };
        (convolution, pool)
    };
    let (first, first_pool) = pair(recipe.image(), 8);
    let (second, second_pool) = pair(first_pool.output(), 16);
    let features = second_pool.output().size();
    Sequential::new(first, &Identity)
        .then(first_pool, &Relu)
        .then(second, &Identity)
        .then(second_pool, &Relu)
        .then(Dense::new(features, 32), &Relu)
        .then(Dense::new(32, recipe.labels.len()), &Identity)
}
// ANCHOR_END: pictures_network

/// How it is trained: a constant rate, for early stopping knows no last epoch.
fn training() -> Training {
    Training {
        loss: cross_entropy,
        gradients: on_two_threads,
        batch: 16,
        epochs: EPOCHS,
        learning_rate: 0.002,
        schedule: Schedule::Constant,
        weight_decay: 0.1,
    }
}

/// Trains a network on the pictures of `folder`. `report` sees each epoch.
///
/// # Errors
///
/// If a picture cannot be read.
// ANCHOR: train_pictures
pub fn train(
    folder: &Folder,
    choice: &Choice,
    mut report: impl FnMut(Epoch),
) -> Result<Trained, FileError> {
    let seen = Seen::of(folder, choice.side)?;
    let rng = &mut ChaCha8Rng::seed_from_u64(choice.seed);
    let labels: Vec<usize> = folder.files.iter().map(|file| file.1).collect();
    let groups = (0..folder.labels.len())
        .map(|label| (0..labels.len()).filter(|&i| labels[i] == label).collect());
    let parts: [Vec<usize>; 3] = parted(groups, rng);

    let bright: Vec<f64> =
        parts[0].iter().flat_map(|&i| seen.x.row(i).to_vec()).collect();
    let scale = Scale::of(&bright);
    let recipe = Recipe {
        labels: folder.labels.clone(),
        channels: seen.channels,
        side: choice.side,
        scale,
    };
    let x = seen.x.mapv(|bright| scale.scaled(bright));
    let data = Dataset { x, labels, classes: folder.labels.len() };
    let [mut train, validation, test] =
        parts.each_ref().map(|part| data.select(part));
    let trained_on = train.one_hot();
    if choice.moved {
        train = with_moved(&train, recipe.image(), 1);
    }

    let mut net = network(&recipe).initialized(Initialization::He, rng).fast();
    let mut stopping = EarlyStopping { patience: PATIENCE, best: None };
    let mut history = vec![];
    let adam = Adam::default();
    fit(&mut net, &train, &validation, &training(), adam, rng, |net, epoch| {
        report(epoch);
        history.push(epoch);
        stopping.watch(net, epoch)
    });
    let (best, parameters) = stopping.best.expect("an epoch, since there are some");
    net.set_parameters(&parameters);
    let decided = decide(&net.outputs(&test));
    let held_out =
        HeldOut::of_classes(&recipe.labels, &decided, &test.labels, &trained_on);
    let warnings = warnings(folder, &seen, &parts);
    Ok(Trained { recipe, net, history, best: best.number, held_out, warnings, parts })
}
// ANCHOR_END: train_pictures

/// All pictures of a folder, in the size that the network sees.
struct Seen {
    /// 1 if all of them are gray, else 3.
    channels: usize,
    /// A row for each picture.
    x: Array2<f64>,
    /// How much wider than high each is.
    shapes: Vec<f64>,
}

impl Seen {
    fn of(folder: &Folder, side: usize) -> Result<Self, FileError> {
        let (mut small, mut shapes) = (vec![], vec![]);
        let mut channels = 1;
        for picture in folder.pictures() {
            let picture = picture?;
            let (_, height, width) = picture.colors.dim();
            if picture.is_colored() {
                channels = 3;
            }
            shapes.push(width as f64 / height as f64);
            let colors =
                Array3::from_shape_vec((3, side, side), squeezed(&picture, 3, side));
            small.push(Picture {
                colors: colors.expect("three channels of side by side"),
            });
        }
        let numbers = small.iter().flat_map(|small| match channels {
            1 => small.gray().into_iter().collect(),
            _ => small.colors.iter().copied().collect::<Vec<_>>(),
        });
        let shape = (small.len(), channels * side * side);
        let x = Array2::from_shape_vec(shape, numbers.collect());
        Ok(Seen { channels, x: x.expect("pictures of one size"), shapes })
    }
}

/// What to be careful of.
fn warnings(folder: &Folder, seen: &Seen, parts: &[Vec<usize>; 3]) -> Vec<String> {
    let mut warnings = folder.warnings.clone();
    let mut counts = BTreeMap::new();
    for (_, label) in &folder.files {
        *counts.entry(folder.labels[*label].as_str()).or_default() += 1;
    }
    warnings.extend(imbalance(&counts, "pictures"));
    let (least, most) =
        seen.shapes.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), &s| {
            (least.min(s), most.max(s))
        });
    if most > 2.0 * least {
        warnings.push(format!(
            "some pictures are {most:.1} times as wide as high, others {least:.1} times: all are \
             squeezed into a square"
        ));
    }
    warnings.extend(twins(folder, seen, parts));
    warnings
}

/// Pictures that are equal: one of two that was trained on and one that was held out
/// make the result too good, and one that has two labels can't be learned.
fn twins(folder: &Folder, seen: &Seen, parts: &[Vec<usize>; 3]) -> Vec<String> {
    let bits = |row: ArrayView1<f64>| row.iter().map(|v| v.to_bits()).collect();
    let pixels: Vec<Vec<u64>> = seen.x.rows().into_iter().map(bits).collect();
    let name = |i: usize| folder.files[i].0.display();
    let mut warnings = vec![];
    let mut first: BTreeMap<&[u64], usize> = BTreeMap::new();
    for (i, pixels) in pixels.iter().enumerate() {
        let other = *first.entry(pixels).or_insert(i);
        if folder.files[i].1 != folder.files[other].1 {
            warnings.push(format!(
                "{} and {} are the same picture under two labels",
                name(other),
                name(i)
            ));
        }
    }
    warnings.truncate(5);
    let trained: BTreeMap<&[u64], usize> =
        parts[0].iter().map(|&i| (&*pixels[i], i)).collect();
    let again =
        parts[2].iter().filter_map(|&i| Some((i, *trained.get(&*pixels[i])?)));
    let again: Vec<(usize, usize)> = again.collect();
    if let Some(&(i, other)) = again.first() {
        let (count, all) = (again.len(), parts[2].len());
        warnings.push(format!(
            "{count} of {all} held-out pictures were trained on, too, as {} is {}, so the result \
             may be too good",
            name(i),
            name(other)
        ));
    }
    warnings
}
