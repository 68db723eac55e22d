//! The mistakes of *Your own pictures*.

use ndarray::{Array2, Axis};

use crate::lesson::Cataloged;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How bright an image is between the middles of its pixels. What is done along one side is done
/// along the other.
#[derive(Clone, Copy)]
struct Sampling {
    /// How far a point is along the rows and along the columns.
    along: fn(y: f64, x: f64) -> (f64, f64),
    /// How far it is from the middle of the first pixel.
    from_middle: fn(f64) -> f64,
    /// The pixel before it, of a side of `n` pixels.
    before: fn(at: f64, n: f64) -> f64,
    /// The weights of the pixel before it and of the one after.
    weights: fn(&Place) -> (f64, f64),
    /// The weights across and down, as those that they are used for.
    uses: fn(Weights) -> Weights,
    /// Two pixels, or two means, with their weights.
    across: fn((f64, f64), before: f64, after: f64) -> f64,
    down: fn((f64, f64), before: f64, after: f64) -> f64,
    /// The four pixels, row after row, as those that they are used for.
    four: fn([f64; 4]) -> [f64; 4],
    /// How many rows and columns the pixels are looked up among.
    sides: fn((f64, f64)) -> (f64, f64),
    /// The pixel of a side of `n` that stands for one that may be outside.
    inside: fn(pixel: f64, n: f64) -> Option<f64>,
    /// What is given, of a point that may be outside.
    given: fn(brightness: f64, is_outside: bool) -> f64,
}

/// Where a point is along a side of `n` pixels.
struct Place {
    /// From the edge.
    from_edge: f64,
    /// From the middle of the first pixel.
    at: f64,
    /// The pixel before it.
    before: f64,
    n: f64,
}

/// The weights of the pixels before and after a point: across, and down.
type Weights = [(f64, f64); 2];

impl Sampling {
    fn brightness(&self, Point { image, y, x }: &Point) -> f64 {
        let (height, width) = (image.nrows() as f64, image.ncols() as f64);
        let place = |from_edge: f64, n: f64| {
            let at = (self.from_middle)(from_edge);
            Place { from_edge, at, before: (self.before)(at, n), n }
        };
        let is_outside = !(0.0..=height).contains(y) || !(0.0..=width).contains(x);
        let (y, x) = (self.along)(*y, *x);
        let (y, x) = (place(y, height), place(x, width));
        let (rows, columns) = (self.sides)((height, width));
        let pixel = |down: f64, right: f64| {
            let row = (self.inside)(y.before + down, rows);
            let column = (self.inside)(x.before + right, columns);
            let place = row.zip(column);
            place.map_or(0.0, |(row, column)| image[[row as usize, column as usize]])
        };
        let [p, q, s, t] = (self.four)([
            pixel(0.0, 0.0),
            pixel(0.0, 1.0),
            pixel(1.0, 0.0),
            pixel(1.0, 1.0),
        ]);
        let [right, down] = (self.uses)([(self.weights)(&x), (self.weights)(&y)]);
        let (above, below) = ((self.across)(right, p, q), (self.across)(right, s, t));
        (self.given)((self.down)(down, above, below), is_outside)
    }
}

/// An image, and a point in it or beside it.
#[derive(Clone)]
struct Point {
    image: Array2<f64>,
    y: f64,
    x: f64,
}

/// Points among the middles, on one, and beyond each edge.
fn points() -> Vec<Point> {
    let image = ndarray::array![
        [0.11, 0.83, 0.42, 0.97, 0.26],
        [0.64, 0.19, 0.71, 0.05, 0.58],
        [0.92, 0.37, 0.14, 0.68, 0.49],
    ];
    let at = [
        (1.3, 2.85),
        (1.85, 3.3),
        (0.7, 1.15),
        (1.5, 2.5),
        (0.2, 2.85),
        (1.3, 0.1),
        (2.9, 1.3),
        (1.2, 4.8),
        (-1.35, 1.7),
        (1.8, -2.15),
        (4.65, 3.2),
        (0.9, 7.3),
    ];
    at.map(|(y, x)| Point { image: image.clone(), y, x }).to_vec()
}

fn weighed((before, after): (f64, f64), p: f64, q: f64) -> f64 {
    before * p + after * q
}

fn weighed_the_other_way((before, after): (f64, f64), p: f64, q: f64) -> f64 {
    after * p + before * q
}

const SIZE: &str = "own-pictures.md#a-picture-in-another-size";

/// How far a point is from the middle of the pixel before it, as weights that add up to 1.
fn shares(place: &Place) -> (f64, f64) {
    let share = place.at - place.before;
    (1.0 - share, share)
}

fn floor(at: f64, _: f64) -> f64 {
    at.floor()
}

fn clamped(pixel: f64, n: f64) -> Option<f64> {
    Some(pixel.clamp(0.0, n - 1.0))
}

static BILINEAR: Lesson<Sampling, Point> = Lesson {
    exercise: "bilinear",
    steps: Sampling {
        along: |y, x| (y, x),
        from_middle: |from_edge| from_edge - 0.5,
        before: floor,
        weights: shares,
        uses: |weights| weights,
        across: weighed,
        down: weighed,
        four: |pixels| pixels,
        sides: |sides| sides,
        inside: clamped,
        given: |brightness, _| brightness,
    },
    probes: points,
    answer: |steps, point| of(point, steps.brightness(point)),
    sizes: &[(3, "rows"), (5, "columns")],
    mistakes: &[
        Mistake {
            name: "half-pixel-forgotten",
            told: "The middle of the first pixel is taken to lie at 0. It lies at ½, since a \
                   pixel has a side of 1 and the edge is at 0. Without the half, a picture moves \
                   by half a pixel.",
            section: SIZE,
            source: Some("SerenityOS/serenity#15144"),
            plant: |steps| steps.from_middle = |from_edge| from_edge,
        },
        Mistake {
            name: "half-pixel-added",
            told: "You added the half pixel. The point ½ is the middle of pixel 0: to get from \
                   a point to a pixel, take the half away.",
            section: SIZE,
            source: None,
            plant: |steps| steps.from_middle = |from_edge| from_edge + 0.5,
        },
        Mistake {
            name: "shares-from-the-edge",
            told: "The four pixels are found from the middles, and the shares from the edge: \
                   the half is missing in one of them. How far the point is from the left \
                   middle is x − ½ − left.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.weights = |place| {
                    let share = place.from_edge - place.from_edge.floor();
                    (1.0 - share, share)
                };
            },
        },
        Mistake {
            name: "pixels-from-the-edge",
            told: "The shares are counted from the middles, and the four pixels from the edge: \
                   the half is missing where you look for the pixel before the point. It is \
                   ⌊x − ½⌋.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.before = |at, _| (at + 0.5).floor();
                // Both from the edge, that would be the half forgotten.
                steps.from_middle = |from_edge| from_edge - 0.5;
                steps.weights = |place| {
                    let share = place.at - place.at.floor();
                    (1.0 - share, share)
                };
            },
        },
        Mistake {
            name: "x-down",
            told: "You took `x` for the row and `y` for the column. An index of the array is \
                   [row, column], and the row comes from `y`.",
            section: SIZE,
            source: None,
            plant: |steps| steps.along = |y, x| (x, y),
        },
        Mistake {
            name: "sides-exchanged",
            told: "Rows are kept below the width, and columns below the height. With a square \
                   image you can't see the difference. `image.dim()` gives (height, width).",
            section: SIZE,
            source: Some("oarriaga/STN.keras#10"),
            plant: |steps| steps.sides = |(height, width)| (width, height),
        },
        Mistake {
            name: "not-below-zero",
            told: "Before the first middle, the pixel before the point became 0, and the share \
                   negative: `as usize` makes 0 of −0.3. Round down with `floor` while it is a \
                   number with a sign, take the share, and keep the pixels inside after that.",
            section: SIZE,
            source: None,
            plant: |steps| steps.before = |at, _| at.floor().max(0.0),
        },
        Mistake {
            name: "toward-zero",
            told: "You cut off the digits after the point, which rounds −0.3 up to 0, so that \
                   the share is negative. `floor` rounds down to −1.\nBetween the middles \
                   there is no difference.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.before = |at, _| at.trunc();
                // Where 0 is given outside, it is `not-below-zero`.
                steps.given = |brightness, _| brightness;
            },
        },
        Mistake {
            name: "rounded-to-the-nearest",
            told: "You rounded to the nearest pixel where the one *before* the point belongs. \
                   In half of the cases the share is negative then. Round down.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.before = |at, _| at.round();
                // With other weights it is the pixels from the edge.
                steps.weights = shares;
            },
        },
        Mistake {
            name: "nearest",
            told: "You took the one nearest pixel. It is quick, and a slanted line becomes a \
                   staircase. Bilinear sampling goes straight from each middle to the next, so \
                   all four count.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.weights = |place| {
                    let share = place.at - place.at.floor();
                    if share < 0.5 { (1.0, 0.0) } else { (0.0, 1.0) }
                };
                // Of one pixel, other mistakes come to the same.
                steps.before = floor;
                steps.given = |brightness, _| brightness;
            },
        },
        Mistake {
            name: "upper-left",
            told: "You took the pixel at the upper left of the point, whichever is nearest. All \
                   four count, each the more the nearer it is.",
            section: SIZE,
            source: Some("peakvisor/panorama#12"),
            plant: |steps| {
                steps.weights = |_| (1.0, 0.0);
                // Of one pixel, other mistakes come to the same.
                steps.from_middle = |from_edge| from_edge - 0.5;
                steps.before = floor;
                steps.four = |pixels| pixels;
            },
        },
        Mistake {
            name: "mean-of-four",
            told: "You took the mean of the four pixels. That is right in the middle of all \
                   four, and nowhere else: the shares e and d say how much each counts.",
            section: SIZE,
            source: None,
            plant: |steps| steps.weights = |_| (0.5, 0.5),
        },
        Mistake {
            name: "shares-exchanged-across",
            told: "Across, the shares are exchanged. If the point is a quarter to the right, the \
                   left pixel is nearer, and counts three quarters: 1 − e belongs to the left \
                   one, and e to the right one.",
            section: SIZE,
            source: None,
            plant: |steps| steps.across = weighed_the_other_way,
        },
        Mistake {
            name: "shares-exchanged-down",
            told: "Down, the shares are exchanged. If the point is a quarter below the upper \
                   pixels, those are nearer, and count three quarters: 1 − d belongs to the \
                   upper ones, and d to the lower ones.",
            section: SIZE,
            source: Some("PyAutoLabs/PyAutoArray#490"),
            plant: |steps| steps.down = weighed_the_other_way,
        },
        Mistake {
            name: "across-and-down-exchanged",
            told: "You went across with the share d and down with the share e; or the upper \
                   right pixel and the lower left one are exchanged, which comes to the same. e \
                   comes from x, and parts left from right.",
            section: SIZE,
            source: Some("WestRidgeSystems/jmisb#462"),
            plant: |steps| steps.uses = |[right, down]| [down, right],
        },
        Mistake {
            name: "not-down",
            told: "The lower pixels do not count. You went from left to right among the upper \
                   ones; do the same among the lower ones, and then go from one result to the \
                   other.",
            section: SIZE,
            source: None,
            plant: |steps| steps.four = |[p, q, _, _]| [p, q, p, q],
        },
        Mistake {
            name: "not-across",
            told: "The right pixels do not count. Go from left to right in both rows, by the \
                   share e, before you go down.",
            section: SIZE,
            source: None,
            plant: |steps| steps.four = |[p, _, s, _]| [p, p, s, s],
        },
        Mistake {
            name: "shares-of-one-missing",
            told: "The left and upper pixels count in full: 1 − e and 1 − d are missing. The \
                   shares of two pixels add up to 1, or the picture gets brighter.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.weights = |place| (1.0, place.at - place.before);
            },
        },
        Mistake {
            name: "lower-left-twice",
            told: "Where the lower right pixel belongs, the lower left one stands. One of the \
                   four has both its row and its column one further.",
            section: SIZE,
            source: None,
            plant: |steps| steps.four = |[p, q, s, _]| [p, q, s, s],
        },
        Mistake {
            name: "upper-right-twice",
            told: "Where the lower right pixel belongs, the upper right one stands. One of the \
                   four has both its row and its column one further.",
            section: SIZE,
            source: None,
            plant: |steps| steps.four = |[p, q, s, _]| [p, q, s, q],
        },
        Mistake {
            name: "lower-left-for-upper-left",
            told: "Where the upper left pixel belongs, the lower left one stands. The first of \
                   the four is [top, left].",
            section: SIZE,
            source: Some("netaz/halide-excursions#2"),
            plant: |steps| steps.four = |[_, q, s, t]| [s, q, s, t],
        },
        Mistake {
            name: "nothing-on-a-middle",
            told: "At the middle of a pixel you give 0: the pixel after the point is found by \
                   `ceil`, which is the same as the one before it there, and both weights are \
                   0. Take 1 − e and e, which add up to 1.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.weights =
                    |place| (place.at.ceil() - place.at, place.at - place.before);
            },
        },
        Mistake {
            name: "nothing-beyond-the-middles",
            told: "Beyond the outermost middles the weights add up to 0: they are distances \
                   from pixels that were kept inside before. Take the shares first, and keep \
                   the pixels inside after that.",
            section: SIZE,
            source: Some("kevinzakka/spatial-transformer-network#13"),
            plant: |steps| {
                steps.weights = |Place { at, before, n, .. }| {
                    let kept = |pixel: f64| pixel.clamp(0.0, n - 1.0);
                    (kept(before + 1.0) - at, at - kept(*before))
                };
            },
        },
        Mistake {
            name: "goes-on-outside",
            told: "Beyond the outermost middles the straight line goes on, so that the picture \
                   gets darker or brighter without end. There the nearest pixels go on: keep \
                   each of the four inside by itself, and not the first so that the second \
                   fits.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.before = |at, n| at.floor().clamp(0.0, n - 2.0);
                // Of one pixel, or where the last is never reached, others come to the same.
                steps.inside = clamped;
                steps.weights = shares;
            },
        },
        Mistake {
            name: "black-outside",
            told: "A pixel beyond the edge counts as 0, so a picture gets a dark rim. Beyond \
                   the outermost middles the nearest pixels go on: `clamp` the row and the \
                   column.",
            section: SIZE,
            source: Some("apache/mxnet#8119"),
            plant: |steps| {
                steps.inside = |pixel, n| (0.0..n).contains(&pixel).then_some(pixel);
            },
        },
        Mistake {
            name: "nothing-outside",
            told: "A point outside the image gets 0. There the nearest pixels go on: keep the \
                   rows and the columns inside, and every point has a brightness.",
            section: SIZE,
            source: None,
            plant: |steps| {
                steps.given = |brightness, is_outside| {
                    if is_outside { 0.0 } else { brightness }
                };
            },
        },
        Mistake {
            name: "one-too-far",
            told: "Nothing keeps the pixels below the height and the width, or `clamp` goes up \
                   to these themselves. Of 5 columns the last has the number 4.",
            section: SIZE,
            source: Some("georgmartius/vid.stab#166"),
            plant: |steps| {
                steps.inside = |pixel, n| Some(pixel.clamp(0.0, n));
            },
        },
        Mistake {
            name: "last-never-reached",
            told: "The last row and the last column are never looked at: the pixels are kept \
                   below n − 2. Of n pixels the last has the number n − 1.",
            section: SIZE,
            source: Some("ROCm/rocm-libraries#10516"),
            plant: |steps| {
                steps.inside = |pixel, n| Some(pixel.clamp(0.0, n - 2.0));
            },
        },
        Mistake {
            name: "wrapped-around",
            told: "Beyond an edge you go on at the opposite one, as `%` does. A photo is no \
                   tile: the nearest pixel goes on.",
            section: SIZE,
            source: None,
            plant: |steps| steps.inside = |pixel, n| Some(pixel.rem_euclid(n)),
        },
    ],
};

fn of(Point { y, x, .. }: &Point, brightness: f64) -> Answer {
    Answer::of("brightness", brightness).called_with(format!("y = {y} and x = {x}"))
}

/// Checks bilinear sampling: an image, how far a point is from its top and from its left in, the
/// brightness there out.
///
/// # Errors
///
/// What is wrong with it.
pub fn bilinear(yours: fn(&Array2<f64>, f64, f64) -> f64) -> Verdict {
    BILINEAR.check(move |point| of(point, yours(&point.image, point.y, point.x)))
}

/// How the center of mass is computed. What is done down is done across.
#[derive(Clone, Copy)]
struct Center {
    /// How much a pixel of so much ink counts.
    counts: fn(ink: f64) -> f64,
    /// Where the middle of a row or a column is.
    place: fn(number: f64) -> f64,
    /// What a pixel adds to the sum.
    moment: fn(mass: f64, place: f64) -> f64,
    /// What is divided, of the sum.
    above: fn(sum: f64) -> f64,
    /// What it is divided by.
    divisor: fn(Total) -> f64,
    /// The result along a side, of the ink in each of its rows or columns.
    given: fn(f64, ink: &[f64]) -> f64,
    /// The result down, of so many rows.
    down: fn(f64, rows: f64) -> f64,
    /// What comes first, and what second.
    pair: fn(y: f64, x: f64) -> (f64, f64),
}

/// What a sum could be divided by.
struct Total<'a> {
    ink: &'a Array2<f64>,
    /// What all pixels count.
    mass: f64,
    /// How many pixels the side has.
    side: f64,
}

impl Center {
    fn of_mass(&self, ink: &Array2<f64>) -> (f64, f64) {
        let along = |axis: Axis| {
            let side: Vec<f64> = ink.axis_iter(axis).map(|line| line.sum()).collect();
            let mut sum = 0.0;
            for (number, line) in ink.axis_iter(axis).enumerate() {
                let place = (self.place)(number as f64);
                sum += line.mapv(|m| (self.moment)((self.counts)(m), place)).sum();
            }
            let mass = ink.mapv(self.counts).sum();
            let total = Total { ink, mass, side: side.len() as f64 };
            (self.given)((self.above)(sum) / (self.divisor)(total), &side)
        };
        let (y, x) = (along(Axis(0)), along(Axis(1)));
        (self.pair)((self.down)(y, ink.nrows() as f64), x)
    }
}

fn middle(number: f64) -> f64 {
    number + 0.5
}

/// Ink on a wide image, on a high one, and far from the corner of large ones.
fn inks() -> Vec<Array2<f64>> {
    let far = |(row, column): (usize, usize)| match (row, column) {
        (..6, _) | (_, ..4) => 0.0,
        (_, ..8) => 0.9 - 0.05 * (row % 3) as f64,
        _ => 0.1 + 0.1 * ((row + column) % 4) as f64,
    };
    vec![
        ndarray::array![
            [0.0, 0.2, 0.7, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.9, 0.4, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.8, 0.6, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.3, 0.5, 0.0],
        ],
        ndarray::array![
            [0.1, 0.0, 0.0],
            [0.6, 0.9, 0.0],
            [0.0, 0.7, 0.0],
            [0.0, 0.8, 0.2],
            [0.0, 0.5, 0.0],
            [0.0, 0.0, 0.0],
        ],
        Array2::from_shape_fn((10, 21), far),
        Array2::from_shape_fn((17, 19), far),
    ]
}

const FRAME: &str = "own-pictures.md#one-shape-in-its-frame";

static CENTER: Lesson<Center, Array2<f64>> = Lesson {
    exercise: "center_of_mass",
    steps: Center {
        counts: |ink| ink,
        place: middle,
        moment: |mass, place| mass * place,
        above: |sum| sum,
        divisor: |total| total.mass,
        given: |place, _| place,
        down: |y, _| y,
        pair: |y, x| (y, x),
    },
    probes: inks,
    answer: |steps, ink| center(steps.of_mass(ink)),
    sizes: &[(4, "rows"), (7, "columns"), (6, "rows"), (3, "columns")],
    mistakes: &[
        Mistake {
            name: "corners",
            told: "Each pixel is taken to lie where it begins. Its middle is half a pixel \
                   further: the pixel in row 0 has it at ½. So the center comes out half a \
                   pixel too high and too far to the left.",
            section: FRAME,
            source: None,
            plant: |steps| steps.place = |number| number,
        },
        Mistake {
            name: "far-corners",
            told: "Each pixel is taken to lie where it ends: you count rows and columns from 1. \
                   The middle of the pixel in row 0 is at ½.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.place = |number| number + 1.0;
                // Rounded down, that would be rounded.
                steps.given = |place, _| place;
            },
        },
        Mistake {
            name: "half-pixel-taken-away",
            told: "You took half a pixel away. The middle of a pixel lies further from the edge \
                   than where it begins: the pixel in row 0 has it at +½.",
            section: FRAME,
            source: None,
            plant: |steps| steps.place = |number| number - 0.5,
        },
        Mistake {
            name: "half-not-weighed",
            told: "The half pixel is added beside the product: m · r + ½. Without parentheses \
                   the product comes first, and even a pixel without ink adds ½. It is \
                   m · (r + ½).",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.place = |number| number;
                steps.moment = |mass, place| mass * place + 0.5;
            },
        },
        Mistake {
            name: "half-divided",
            told: "You added the half pixel to the sum, and then divided both by the ink. Add it \
                   to each place before it is weighed, or once to the result.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.place = |number| number;
                steps.above = |sum| sum + 0.5;
            },
        },
        Mistake {
            name: "not-weighed",
            told: "Each pixel counts the same, ink or not. That gives the middle of the image, \
                   wherever the ink is. Weigh each place by the ink that is there.",
            section: FRAME,
            source: None,
            plant: |steps| steps.counts = |_| 1.0,
        },
        Mistake {
            name: "not-weighed-above-the-line",
            told: "The places are added up as they are, and then divided by the ink. Above the \
                   line of the fraction, too, each place is multiplied by its ink.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.counts = |_| 1.0;
                steps.divisor = |total| total.ink.sum();
            },
        },
        Mistake {
            name: "ink-or-none",
            told: "A pixel with a little ink counts as much as a black one. At the edge of a \
                   stroke the ink is gray, and says by how much the stroke covers the pixel: \
                   weigh by the ink itself.",
            section: FRAME,
            source: None,
            plant: |steps| steps.counts = |ink| f64::from(ink > 0.0),
        },
        Mistake {
            name: "ink-or-none-by-half",
            told: "A pixel counts if it has more than half of full ink, and then in full. That \
                   throws away what gray says: weigh by the ink itself.",
            section: FRAME,
            source: None,
            plant: |steps| steps.counts = |ink| f64::from(ink > 0.5),
        },
        Mistake {
            name: "paper-weighed",
            told: "You weighed by 1 − ink, which is how bright a pixel is. That is the center \
                   of the paper. Here 1 is full ink already, and 0 is paper.",
            section: FRAME,
            source: None,
            plant: |steps| steps.counts = |ink| 1.0 - ink,
        },
        Mistake {
            name: "not-divided",
            told: "The sum is not divided by the ink, so a darker digit lies further to the \
                   right, and outside of its image. A mean divides by the sum of its weights.",
            section: FRAME,
            source: Some("scikit-image/scikit-image#2868"),
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "divided-by-pixels",
            told: "You divided by the number of pixels. That would be right if each had the \
                   weight 1. The weights are the ink, so divide by the sum of the ink.",
            section: FRAME,
            source: None,
            plant: |steps| steps.divisor = |total| total.ink.len() as f64,
        },
        Mistake {
            name: "divided-by-pixels-of-ink",
            told: "You divided by the number of pixels that have ink. Those that are gray count \
                   less than 1: divide by the sum of the ink.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.divisor =
                    |total| total.ink.iter().filter(|ink| **ink > 0.0).count() as f64;
            },
        },
        Mistake {
            name: "divided-by-the-side",
            told: "You divided by the number of rows, or of columns. The weights are the ink, \
                   so divide by the sum of the ink.",
            section: FRAME,
            source: None,
            plant: |steps| steps.divisor = |total| total.side,
        },
        Mistake {
            name: "whole-pixels",
            told: "The center is rounded down to a whole number of pixels. It may lie anywhere \
                   in a pixel: let it be an `f64` to the end.",
            section: FRAME,
            source: None,
            plant: |steps| steps.given = |place, _| place.floor(),
        },
        Mistake {
            name: "rounded",
            told: "The center is rounded to a whole number of pixels. It may lie anywhere in a \
                   pixel: let it be an `f64` to the end.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.given = |place, _| place.round();
                // Half a pixel less is rounded down.
                steps.place = middle;
            },
        },
        Mistake {
            name: "middle-of-the-box",
            told: "You took the middle between the first ink and the last. That is the middle \
                   of the box around the digit, and the ink does not weigh there: a 7 has \
                   more of it above.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.given = |_, ink| {
                    let is_ink = |sum: &f64| *sum > 0.0;
                    let first = ink.iter().position(is_ink).unwrap_or(0);
                    let last = ink.iter().rposition(is_ink).unwrap_or(0);
                    (first + last + 1) as f64 / 2.0
                };
            },
        },
        Mistake {
            name: "from-the-middle",
            told: "The center is counted from the middle of the image. That is how far the \
                   digit is to be moved. Here it is counted from the top and from the left.",
            section: FRAME,
            source: None,
            plant: |steps| steps.given = |place, ink| place - ink.len() as f64 / 2.0,
        },
        Mistake {
            name: "as-a-share",
            told: "The center is a share of the height and of the width, from 0 to 1. Here it \
                   is in pixels.",
            section: FRAME,
            source: None,
            plant: |steps| {
                steps.given = |place, ink| place / ink.len() as f64;
                // Not divided, it is divided by the side.
                steps.divisor = |total| total.mass;
            },
        },
        Mistake {
            name: "from-the-bottom",
            told: "You counted from the bottom, as in a diagram. Row 0 of an image is the upper \
                   one, and y goes down.",
            section: FRAME,
            source: None,
            plant: |steps| steps.down = |y, rows| rows - y,
        },
        Mistake {
            name: "x-first",
            told: "Rows and columns are exchanged: what belongs across comes first. The row \
                   number leads to how far it is from the top, which comes first.",
            section: FRAME,
            source: Some("labsyspharm/quantification#18"),
            plant: |steps| steps.pair = |y, x| (x, y),
        },
        Mistake {
            name: "rows-twice",
            told: "Both are computed from the rows. The second is how far it is from the left: \
                   it comes from the columns.",
            section: FRAME,
            source: None,
            plant: |steps| steps.pair = |y, _| (y, y),
        },
        Mistake {
            name: "columns-twice",
            told: "Both are computed from the columns. The first is how far it is from the top: \
                   it comes from the rows.",
            section: FRAME,
            source: None,
            plant: |steps| steps.pair = |_, x| (x, x),
        },
    ],
};

fn center((y, x): (f64, f64)) -> Answer {
    Answer::of("y", y).with("x", x)
}

/// Checks the center of mass: an image of ink in, how far its center is from the top and from the
/// left out.
///
/// # Errors
///
/// What is wrong with it.
pub fn center_of_mass(yours: fn(&Array2<f64>) -> (f64, f64)) -> Verdict {
    CENTER.check(move |ink| center(yours(ink)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&BILINEAR, &CENTER]
}
