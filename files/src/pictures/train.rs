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

#[cfg(test)]
mod tests {
    use std::fs;

    use image::{ImageFormat, Rgb, RgbImage};
    use tempfile::TempDir;

    use super::*;

    fn recipe() -> Recipe {
        Recipe {
            labels: vec!["a".into(), "b".into()],
            channels: 3,
            side: 8,
            scale: Scale { mean: 0.5, deviation: 0.25 },
        }
    }

    /// A picture of 16 by 24 pixels: in each channel another brightness, and the lower
    /// half black.
    fn picture() -> Picture {
        let colors = Array3::from_shape_fn((3, 16, 24), |(channel, y, _)| {
            if y < 8 { [1.0, 0.75, 0.25][channel] } else { 0.0 }
        });
        Picture { colors }
    }

    #[test]
    fn a_picture_becomes_channel_after_channel_each_row_after_row_and_scaled() {
        let numbers = recipe().encoded(&picture());
        assert_eq!(numbers.len(), recipe().image().size());
        for (channel, scaled) in [2.0, 1.0, -1.0].into_iter().enumerate() {
            // Three rows of eight, away from the border between bright and black.
            let [above, below] =
                [0, 40].map(|first| &numbers[64 * channel + first..][..24]);
            assert!(above.iter().all(|number| (number - scaled).abs() < 1e-12));
            assert!(below.iter().all(|number| (number + 2.0).abs() < 1e-12));
        }

        let gray = Recipe { channels: 1, side: 4, ..recipe() };
        let numbers = gray.encoded(&picture());
        assert_eq!(numbers.len(), 16);
        let bright = 0.299 + 0.75 * 0.587 + 0.25 * 0.114;
        assert!((numbers[0] - (bright - 0.5) / 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_recipe_from_a_file_is_used_only_if_a_network_can_be_made_for_it() {
        assert!(recipe().is_usable());
        for side in [0, 4, 10, 68, 1 << 40] {
            assert!(!Recipe { side, ..recipe() }.is_usable(), "{side}");
        }
        for channels in [0, 2, 4] {
            assert!(!Recipe { channels, ..recipe() }.is_usable(), "{channels}");
        }
        for count in [0, 1, 10_001] {
            let labels = vec![String::new(); count];
            assert!(!Recipe { labels, ..recipe() }.is_usable(), "{count}");
        }
        for (mean, deviation) in [
            (0.5, 0.0),
            (0.5, -1.0),
            (0.5, f64::NAN),
            (f64::NAN, 1.0),
            (f64::INFINITY, 1.0),
        ] {
            let scale = Scale { mean, deviation };
            assert!(!Recipe { scale, ..recipe() }.is_usable(), "{scale:?}");
        }
        for side in [8, 64] {
            assert!(Recipe { side, channels: 1, ..recipe() }.is_usable());
        }
    }

    #[test]
    fn a_network_has_an_output_for_each_label_and_no_parameter_that_is_not_0() {
        let labels: Vec<String> = (0..5).map(|label| label.to_string()).collect();
        for (channels, side) in [(1, 8), (3, 12)] {
            let recipe =
                Recipe { labels: labels.clone(), channels, side, ..recipe() };
            let net = network(&recipe);
            let image = Array2::ones((2, recipe.image().size()));
            assert_eq!(net.predict(&image), Array2::<f64>::zeros((2, 5)));
            assert!(net.parameters().iter().all(|&number| number == 0.0));
        }
    }

    /// A folder with ten pictures of a bar each: across under one label, down under the
    /// other, black on a ground of a color.
    fn bars(ground: [u8; 3]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for label in ["across", "down"] {
            let path = folder.path().join(label);
            fs::create_dir(&path).unwrap();
            for i in 0..10 {
                let image = RgbImage::from_fn(8, 8, |x, y| {
                    let (along, other) =
                        if label == "down" { (x, y) } else { (y, x) };
                    let is_bar = along == i % 5 + 1 && other < 8 - i / 5;
                    Rgb(if is_bar { [0; 3] } else { ground })
                });
                let path = path.join(format!("{i}.png"));
                image.save_with_format(path, ImageFormat::Png).unwrap();
            }
        }
        folder
    }

    const SMALL: Choice = Choice { side: 8, moved: false, seed: 1 };

    fn trained(folder: &TempDir, choice: &Choice) -> (Trained, Vec<Epoch>) {
        let mut reported = vec![];
        let folder = Folder::list(folder.path()).unwrap();
        let trained = train(&folder, choice, |epoch| reported.push(epoch)).unwrap();
        (trained, reported)
    }

    #[test]
    fn a_fifth_of_each_label_is_held_out_and_the_epoch_of_the_lowest_loss_is_kept() {
        let folder = bars([255; 3]);
        let (trained, reported) = trained(&folder, &SMALL);
        assert_eq!(trained.recipe.labels, ["across", "down"]);
        assert_eq!((trained.recipe.channels, trained.recipe.side), (1, 8));

        let mut all = trained.parts.concat();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<_>>());
        for (part, each) in trained.parts.iter().zip([6, 2, 2]) {
            assert_eq!(part.iter().filter(|i| **i < 10).count(), each);
            assert_eq!(part.len(), 2 * each);
        }
        let HeldOut::Classes { right, commonest, each } = &trained.held_out else {
            panic!("{:?}", trained.held_out)
        };
        assert_eq!(commonest.1, 2);
        assert_eq!(each.iter().map(|it| it.1).sum::<usize>(), *right);
        assert!(each.iter().all(|it| it.2 == 2), "{each:?}");

        assert_eq!(trained.history, reported);
        let best = &trained.history[trained.best - 1];
        assert_eq!(best.number, trained.best);
        let lowest = |epoch: &Epoch| best.validation.loss <= epoch.validation.loss;
        assert!(trained.history.iter().all(lowest));
        assert!(best.validation.loss < reported[0].validation.loss);
    }

    #[test]
    fn the_scale_is_that_of_the_pictures_to_train_on() {
        let folder = bars([255; 3]);
        let (trained, _) = trained(&folder, &SMALL);
        let listed = Folder::list(folder.path()).unwrap();
        let pictures: Vec<Picture> = listed.pictures().map(Result::unwrap).collect();
        let of = |numbers: &[usize]| {
            let bright = numbers.iter().flat_map(|&i| pictures[i].gray());
            Scale::of(&bright.collect::<Vec<f64>>())
        };
        let (scale, learned) = (trained.recipe.scale, of(&trained.parts[0]));
        assert!((scale.mean - learned.mean).abs() < 1e-12);
        assert!((scale.deviation - learned.deviation).abs() < 1e-12);
        assert!((scale.mean - of(&trained.parts.concat()).mean).abs() > 1e-6);
    }

    #[test]
    fn a_seed_gives_the_same_network_and_moved_copies_or_another_seed_another() {
        let folder = bars([255; 3]);
        let parameters = |choice| {
            let (trained, _) = trained(&folder, &choice);
            (trained.parts, trained.net.parameters())
        };
        let first = parameters(SMALL);
        assert_eq!(parameters(SMALL), first);
        let moved = parameters(Choice { moved: true, ..SMALL });
        assert_eq!(moved.0, first.0);
        assert_ne!(moved.1, first.1);
        assert_ne!(parameters(Choice { seed: 2, ..SMALL }).0, first.0);
    }

    #[test]
    fn one_colored_picture_lets_the_network_see_colors() {
        let folder = bars([255; 3]);
        let path = folder.path().join("down/3.png");
        let red = RgbImage::from_pixel(8, 8, Rgb([255, 0, 0]));
        red.save_with_format(&path, ImageFormat::Png).unwrap();
        let listed = Folder::list(folder.path()).unwrap();
        let seen = Seen::of(&listed, 8).unwrap();
        assert_eq!((seen.channels, seen.x.dim()), (3, (20, 3 * 64)));
        // The thirteenth in alphabetical order, after ten that lie across.
        let red = seen.x.row(13).to_vec();
        assert_eq!(red, [[1.0; 64], [0.0; 64], [0.0; 64]].concat());

        fs::write(&path, "").unwrap();
        let error = train(&listed, &SMALL, |_| ()).unwrap_err().to_string();
        assert!(error.ends_with("down/3.png: it is empty"), "{error}");
    }
}
