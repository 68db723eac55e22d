//! Digits drawn as a change of scene shows them.

use backprop::classification::Dataset;
use backprop::digits::SMALL;
use ndarray::{Array2, ArrayView1, Axis, concatenate};
use rand::{Rng, RngExt};

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
