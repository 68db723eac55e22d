//! Digits drawn as a change of scene shows them.

use backprop::classification::Dataset;
use backprop::digits::{SMALL, lenet};
use backprop::generalization::EarlyStopping;
use backprop::mini_batches::{Training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use ndarray::{Array1, Array2, ArrayView1, Axis, concatenate};
use rand::{Rng, RngExt};

use crate::pictures::handwriting::{Frame, read};
use crate::pictures::sample::{bilinear, mean_of_points, resized};

/// What changed between the training and the use of a network.
// ANCHOR: Scene
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Nothing: black ink on white paper, as large as the picture.
    Drawn,
    /// The digit stands an eighth of the picture to the left, right, above or below.
    Shifted,
    /// It is two thirds as large.
    Smaller,
    /// It is turned by 15 degrees, one way or the other.
    Turned,
    /// Its strokes are thicker.
    Thicker,
    /// White on black.
    Inverted,
    /// Somewhere on a sheet in uneven light, a little turned, blurred, with noise.
    Photographed,
}
// ANCHOR_END: Scene

impl Scene {
    /// All of them.
    pub const ALL: [Scene; 7] = [
        Scene::Drawn,
        Scene::Shifted,
        Scene::Smaller,
        Scene::Turned,
        Scene::Thicker,
        Scene::Inverted,
        Scene::Photographed,
    ];

    /// Its name in a table.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// How many pixels a side of a drawn picture has.
pub const SIDE: usize = 96;

/// How a digit is drawn: each from the middle of the picture, in pixels of a small
/// digit.
#[derive(Debug, Clone, Copy)]
struct Pose {
    right: f64,
    down: f64,
    /// In radians, clockwise.
    turn: f64,
    size: f64,
    /// From which share of ink on a point of the small digit is ink: less makes
    /// strokes thicker.
    from: f64,
}

const UPRIGHT: Pose = Pose { right: 0.0, down: 0.0, turn: 0.0, size: 1.0, from: 0.5 };

impl Pose {
    /// How much ink a small digit has at a point, when it is drawn so.
    fn ink(&self, digit: &Array2<f64>, y: f64, x: f64) -> f64 {
        let middle = SMALL.width as f64 / 2.0;
        let (y, x) = (y - middle - self.down, x - middle - self.right);
        let (sin, cos) = self.turn.sin_cos();
        let (y, x) =
            ((cos * y - sin * x) / self.size, (sin * y + cos * x) / self.size);
        // The digit has a rim of paper.
        let ink = bilinear(digit, y + middle + 1.0, x + middle + 1.0);
        ((ink - self.from) / 0.2 + 0.5).clamp(0.0, 1.0)
    }
}

/// The pixels of a small digit with a rim of paper.
fn with_rim(pixels: ArrayView1<f64>) -> Array2<f64> {
    let width = SMALL.width;
    Array2::from_shape_fn((width + 2, width + 2), |(row, column)| {
        match ((1..=width).contains(&row), (1..=width).contains(&column)) {
            (true, true) => pixels[(row - 1) * width + column - 1],
            _ => 0.0,
        }
    })
}

/// A small digit as a picture of a scene: how bright each pixel is, `(SIDE, SIDE)`.
pub fn drawn(
    pixels: ArrayView1<f64>,
    scene: Scene,
    rng: &mut impl Rng,
) -> Array2<f64> {
    let side = |rng: &mut _| if RngExt::random::<bool>(rng) { 1.0 } else { -1.0 };
    let pose = match scene {
        Scene::Drawn | Scene::Inverted => UPRIGHT,
        Scene::Shifted if rng.random() => Pose { right: side(rng), ..UPRIGHT },
        Scene::Shifted => Pose { down: side(rng), ..UPRIGHT },
        Scene::Smaller => Pose { size: 2.0 / 3.0, ..UPRIGHT },
        Scene::Turned => Pose { turn: side(rng) * 15.0_f64.to_radians(), ..UPRIGHT },
        Scene::Thicker => Pose { from: 0.3, ..UPRIGHT },
        Scene::Photographed => Pose {
            right: rng.random_range(-1.0..1.0),
            down: rng.random_range(-1.0..1.0),
            turn: rng.random_range(-8.0_f64..8.0).to_radians(),
            size: rng.random_range(0.45..0.65),
            ..UPRIGHT
        },
    };
    let digit = with_rim(pixels);
    let pixel = SMALL.width as f64 / SIDE as f64;
    let ink = Array2::from_shape_fn((SIDE, SIDE), |(row, column)| {
        let (y, x) = (pixel * (row as f64 + 0.5), pixel * (column as f64 + 0.5));
        pose.ink(&digit, y, x)
    });
    match scene {
        Scene::Inverted => ink,
        Scene::Photographed => photographed(&ink, rng),
        _ => 1.0 - ink,
    }
}

/// Ink on paper in uneven light, not quite sharp, with noise.
fn photographed(ink: &Array2<f64>, rng: &mut impl Rng) -> Array2<f64> {
    let bright = rng.random_range(0.75..0.95);
    let angle = rng.random_range(0.0..std::f64::consts::TAU);
    let (fall, corners) = (rng.random_range(0.2..0.5), rng.random_range(0.0..0.2));
    let black = rng.random_range(0.2..0.4);
    let along = |i: usize| (2 * i + 1) as f64 / SIDE as f64 - 1.0;
    let photo = Array2::from_shape_fn(ink.dim(), |(row, column)| {
        let (v, u) = (along(row), along(column));
        let way = 0.5 + 0.35 * (angle.cos() * u + angle.sin() * v);
        let light = 1.0 - fall * way - corners * (u * u + v * v) / 2.0;
        bright * light * (1.0 - (1.0 - black) * ink[[row, column]])
    });
    let blurred = Array2::from_shape_fn(photo.dim(), |(row, column)| {
        // Two pixels on each side.
        mean_of_points(5, |y, x| {
            bilinear(
                &photo,
                row as f64 - 2.0 + 5.0 * y,
                column as f64 - 2.0 + 5.0 * x,
            )
        })
    });
    blurred.mapv(|bright| {
        // Four uniform numbers are near to a bell.
        let noise = (0..4).map(|_| rng.random_range(-0.05..0.05)).sum::<f64>();
        (bright + noise).clamp(0.0, 1.0)
    })
}

/// A picture as one gives it to a network without preparation: made smaller, dark is
/// ink.
// ANCHOR: unprepared
pub fn unprepared(picture: &Array2<f64>) -> Array2<f64> {
    1.0 - resized(picture, SMALL.height, SMALL.width)
}
// ANCHOR_END: unprepared

/// `data`, and so many other copies of every small digit: shifted by up to a pixel,
/// turned by up to 15 degrees, larger or smaller by up to a sixth, with thinner or
/// thicker strokes.
// ANCHOR: with_varied
pub fn with_varied(data: &Dataset, copies: usize, rng: &mut impl Rng) -> Dataset {
    let mut parts = vec![data.x.clone()];
    for _ in 0..copies {
        let mut x = data.x.clone();
        for (mut row, pixels) in x.rows_mut().into_iter().zip(data.x.rows()) {
            let pose = Pose {
                right: rng.random_range(-1.0..1.0),
                down: rng.random_range(-1.0..1.0),
                turn: rng.random_range(-15.0_f64..15.0).to_radians(),
                size: rng.random_range(5.0 / 6.0..7.0 / 6.0),
                from: rng.random_range(0.2..0.7),
            };
            let digit = with_rim(pixels);
            for (i, pixel) in row.iter_mut().enumerate() {
                let (top, left) =
                    ((i / SMALL.width) as f64, (i % SMALL.width) as f64);
                *pixel =
                    mean_of_points(4, |y, x| pose.ink(&digit, top + y, left + x));
            }
        }
        parts.push(x);
    }
    let views: Vec<_> = parts.iter().map(|x| x.view()).collect();
    Dataset {
        x: concatenate(Axis(0), &views).expect("rows of one length"),
        labels: data.labels.repeat(copies + 1),
        classes: data.classes,
    }
}
// ANCHOR_END: with_varied

/// Small digits in each scene, made smaller as they are and prepared. What can't be
/// read counts as empty paper.
pub fn in_each_scene(
    test: &Dataset,
    rng: &mut impl Rng,
) -> Vec<(Scene, bool, Dataset)> {
    let mut all = vec![];
    for scene in Scene::ALL {
        let pictures: Vec<Array2<f64>> =
            test.x.rows().into_iter().map(|digit| drawn(digit, scene, rng)).collect();
        for prepared in [false, true] {
            let mut x = Array2::zeros((test.len(), SMALL.size()));
            for (mut row, picture) in x.rows_mut().into_iter().zip(&pictures) {
                let seen = match prepared {
                    false => unprepared(picture),
                    true => read(picture, &Frame::SMALL)
                        .map_or(Array2::zeros((SMALL.height, SMALL.width)), |r| {
                            r.seen
                        }),
                };
                row.assign(&Array1::from_iter(seen));
            }
            all.push((scene, prepared, Dataset { x, ..test.clone() }));
        }
    }
    all
}

/// A network for small digits, trained on `data`, with the parameters of its best
/// epoch, and the number of that epoch.
///
/// # Panics
///
/// If `training` has no epoch.
pub fn trained(
    data: &Dataset,
    validation: &Dataset,
    training: &Training,
    rng: &mut impl Rng,
) -> (Sequential, usize) {
    let mut net = lenet(SMALL, 3, [16, 32], 64, rng);
    let mut stopping = EarlyStopping { patience: training.epochs, best: None };
    fit(&mut net, data, validation, training, Adam::default(), rng, |net, epoch| {
        stopping.watch(net, epoch)
    });
    let (best, parameters) = stopping.best.expect("an epoch, since there are some");
    net.set_parameters(&parameters);
    (net, best.number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::iter::zip;
    use std::ops::ControlFlow;

    use backprop::digits::dense_training;
    use backprop::mini_batches::Epoch;
    use backprop::schedules::Schedule;
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::pictures::handwriting::center_of_mass;
    use crate::small::small;

    fn rng(seed: u64) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(seed)
    }

    /// How much ink the picture of a scene has at each pixel, for a digit that is a bar
    /// across.
    fn bar(scene: Scene, seed: u64) -> Array2<f64> {
        let bar: Vec<f64> = (0..64)
            .map(|i| {
                f64::from((3..5).contains(&(i / 8)) && (1..7).contains(&(i % 8)))
            })
            .collect();
        1.0 - drawn(ArrayView1::from(&bar), scene, &mut rng(seed))
    }

    /// By how many degrees a shape that lies across is turned, clockwise.
    fn turn(ink: &Array2<f64>) -> f64 {
        let (y, x) = center_of_mass(ink);
        let (mut apart, mut both) = (0.0, 0.0);
        for ((row, column), m) in ink.indexed_iter() {
            let (v, u) = (row as f64 + 0.5 - y, column as f64 + 0.5 - x);
            apart += m * (u * u - v * v);
            both += m * u * v;
        }
        ((2.0 * both).atan2(apart) / 2.0).to_degrees()
    }

    /// Whether a number is so for some seeds, and so for others, and nothing else.
    #[track_caller]
    fn assert_either(values: impl Iterator<Item = f64>, [a, b]: [f64; 2], off: f64) {
        let values: Vec<f64> = values.collect();
        let is = |value: &f64, this: f64| (value - this).abs() < off;
        assert!(
            values.iter().all(|value| is(value, a) || is(value, b)),
            "{values:?}"
        );
        assert!(values.iter().any(|value| is(value, a)), "{values:?}");
        assert!(values.iter().any(|value| is(value, b)), "{values:?}");
    }

    #[test]
    fn each_scene_has_a_name() {
        let names: BTreeSet<String> =
            Scene::ALL.iter().map(|scene| scene.name()).collect();
        assert_eq!(names.len(), Scene::ALL.len());
        assert_eq!(Scene::Photographed.name(), "photographed");
    }

    #[test]
    fn a_drawn_digit_is_black_on_white_as_large_as_its_picture() {
        let ink = bar(Scene::Drawn, 0);
        assert_eq!(ink.dim(), (SIDE, SIDE));
        // A pixel of a small digit is 12 pixels of the picture.
        assert!(ink[[48, 48]] == 1.0 && ink[[48, 14]] == 1.0 && ink[[48, 81]] == 1.0);
        assert!(ink[[34, 48]] == 0.0 && ink[[61, 48]] == 0.0);
        assert!(ink[[48, 8]] == 0.0 && ink[[48, 88]] == 0.0);
        let (y, x) = center_of_mass(&ink);
        assert!((y - 48.0).abs() < 1e-9 && (x - 48.0).abs() < 1e-9);
        assert_eq!(bar(Scene::Inverted, 0), 1.0 - &ink);
    }

    #[test]
    fn a_shifted_digit_stands_an_eighth_to_one_of_four_sides() {
        let centers = (0..40).map(|seed| center_of_mass(&bar(Scene::Shifted, seed)));
        let centers: Vec<(f64, f64)> = centers.collect();
        let is_across = |(y, x): &&(f64, f64)| {
            let (down, right) = ((y - 48.0).abs() < 0.1, (x - 48.0).abs() < 0.1);
            assert!(down != right, "{y}, {x}");
            down
        };
        let across = centers.iter().filter(is_across).map(|center| center.1);
        assert_either(across, [36.0, 60.0], 0.1);
        let down = centers.iter().filter(|center| !is_across(center));
        assert_either(down.map(|center| center.0), [36.0, 60.0], 0.1);
    }

    #[test]
    fn a_smaller_digit_is_two_thirds_as_wide_and_high_in_the_same_place() {
        let (drawn, smaller) = (bar(Scene::Drawn, 0), bar(Scene::Smaller, 0));
        assert!((smaller.sum() / drawn.sum() - 4.0 / 9.0).abs() < 0.01);
        let (y, x) = center_of_mass(&smaller);
        assert!((y - 48.0).abs() < 1e-9 && (x - 48.0).abs() < 1e-9);
    }

    #[test]
    fn a_turned_digit_is_turned_by_15_degrees_one_way_or_the_other() {
        let turned: Vec<_> = (0..10).map(|seed| bar(Scene::Turned, seed)).collect();
        assert_either(turned.iter().map(turn), [-15.0, 15.0], 0.1);
        assert!(turn(&bar(Scene::Drawn, 0)).abs() < 1e-9);
        let ink = bar(Scene::Drawn, 0).sum();
        assert!(turned.iter().all(|turned| (turned.sum() / ink - 1.0).abs() < 0.02));
    }

    #[test]
    fn a_thicker_digit_has_ink_where_the_drawn_one_has_and_more() {
        let (drawn, thicker) = (bar(Scene::Drawn, 0), bar(Scene::Thicker, 0));
        assert!(zip(&thicker, &drawn).all(|(thicker, drawn)| thicker >= drawn));
        assert!(thicker.sum() > 1.1 * drawn.sum());
    }

    #[test]
    fn a_photographed_digit_is_smaller_on_a_sheet_that_is_darker_on_one_side() {
        for seed in 0..10 {
            let photo = 1.0 - bar(Scene::Photographed, seed);
            assert!(photo.iter().all(|bright| (0.0..=1.0).contains(bright)));
            assert_eq!(photo, 1.0 - bar(Scene::Photographed, seed));
            assert_ne!(photo, 1.0 - bar(Scene::Photographed, seed + 1));
            let corner = |top: usize, left: usize| {
                let pixels = (0..64).map(|i| photo[[top + i / 8, left + i % 8]]);
                pixels.sum::<f64>() / 64.0
            };
            let corners =
                [corner(0, 0), corner(0, 88), corner(88, 0), corner(88, 88)];
            let darkest = corners.into_iter().fold(f64::INFINITY, f64::min);
            let brightest = corners.into_iter().fold(0.0, f64::max);
            assert!(brightest - darkest > 0.05, "{corners:?}");
            let cut = read(&photo, &Frame::SMALL).unwrap().cut;
            let share = cut.sum() / bar(Scene::Drawn, 0).sum();
            assert!(
                (0.45_f64.powi(2) - 0.05..0.65_f64.powi(2) + 0.05).contains(&share),
                "{seed}: {share}"
            );
        }
    }

    #[test]
    fn made_smaller_dark_is_ink() {
        let seen = unprepared(&(1.0 - bar(Scene::Drawn, 0)));
        assert_eq!(seen.dim(), (8, 8));
        assert!(seen[[3, 3]] > 0.9 && seen[[4, 4]] > 0.9);
        assert!(seen[[0, 0]].abs() < 1e-12 && seen[[7, 3]].abs() < 1e-12);
    }

    #[test]
    fn varied_copies_come_after_the_digits_that_they_are_of() {
        let data = small().select(&(0..30).collect::<Vec<_>>());
        let varied = with_varied(&data, 2, &mut rng(0));
        assert_eq!((varied.len(), varied.classes), (90, 10));
        assert_eq!(varied.select(&(0..30).collect::<Vec<_>>()), data);
        for i in 0..90 {
            assert_eq!(varied.labels[i], data.labels[i % 30]);
            let (copy, digit) = (varied.x.row(i), data.x.row(i % 30));
            assert!(copy.iter().all(|ink| (0.0..=1.0).contains(ink)));
            assert!(i < 30 || copy != digit, "{i}");
        }
        // A copy is more like its digit than like another one.
        let alike = |by: usize| {
            let other = |i: usize| data.x.row((i + by) % 30);
            (30..90).map(|i| varied.x.row(i).dot(&other(i))).sum::<f64>()
        };
        assert!((1..30).all(|by| alike(0) > alike(by)));
        assert_eq!(with_varied(&data, 2, &mut rng(0)), varied);
        assert_ne!(with_varied(&data, 2, &mut rng(1)), varied);
        assert_eq!(with_varied(&data, 0, &mut rng(0)), data);
    }

    #[test]
    fn each_scene_comes_as_it_is_and_prepared_with_the_labels_of_its_digits() {
        let mut data = small().select(&[3, 5]);
        data.x.row_mut(1).fill(0.0);
        let all = in_each_scene(&data, &mut rng(0));
        assert_eq!(all.len(), 2 * Scene::ALL.len());
        for (pair, scene) in zip(all.chunks(2), Scene::ALL) {
            for ((its_scene, is_prepared, shown), prepared) in
                zip(pair, [false, true])
            {
                assert_eq!((*its_scene, *is_prepared), (scene, prepared));
                assert_eq!(shown.x.dim(), data.x.dim());
                assert_eq!(shown.labels, data.labels);
            }
        }
        let picture = drawn(data.x.row(0), Scene::Drawn, &mut rng(0));
        let row = |i: usize, digit: usize| all[i].2.x.row(digit).to_vec();
        assert_eq!(row(0, 0), unprepared(&picture).into_iter().collect::<Vec<_>>());
        let seen = read(&picture, &Frame::SMALL).unwrap().seen;
        assert_eq!(row(1, 0), seen.into_iter().collect::<Vec<_>>());
        // There is no ink to read.
        assert_eq!(row(1, 1), [0.0; 64]);
    }

    #[test]
    fn a_trained_network_has_the_parameters_of_its_best_epoch() {
        let parts =
            [0..40, 40..60].map(|part| small().select(&part.collect::<Vec<_>>()));
        let [data, validation] = &parts;
        let bests = [0.03, 0.1, 0.3, 1.0].map(|learning_rate| {
            let schedule = Schedule::Constant;
            let training =
                Training { epochs: 5, learning_rate, schedule, ..dense_training() };
            let its_rng = &mut rng(1);
            let mut net = lenet(SMALL, 3, [16, 32], 64, its_rng);
            let mut epochs = vec![];
            let adam = Adam::default();
            fit(
                &mut net,
                data,
                validation,
                &training,
                adam,
                its_rng,
                |net, epoch| {
                    epochs.push((epoch, net.parameters()));
                    ControlFlow::Continue(())
                },
            );
            let loss = |epoch: &Epoch| epoch.validation.loss;
            let best = epochs.iter().min_by(|a, b| loss(&a.0).total_cmp(&loss(&b.0)));
            let (epoch, parameters) = best.unwrap();
            let (net, number) = trained(data, validation, &training, &mut rng(1));
            assert_eq!(number, epoch.number);
            assert_eq!(&net.parameters(), parameters);
            number
        });
        assert!(bests.iter().any(|&best| best < 5), "{bests:?}");
    }
}
