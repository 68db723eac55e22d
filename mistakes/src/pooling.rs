//! The mistakes of *Pooling*.

use backprop::convolution::ImageShape;
use backprop::pooling::MaxPool;
use ndarray::{Array3, Axis, indices};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// A call of a pool: an image, and the slopes along what the pool makes of it.
#[derive(Clone)]
struct Probe {
    pool: MaxPool,
    image: Array3<f64>,
    dz: Array3<f64>,
}

/// Pools of 2 channels that give 3 rows and 4 columns, two with pixels left over. In many squares
/// the largest number stands more than once, and in some it is negative.
fn probes() -> Vec<Probe> {
    let probe = |(height, width), size, shift, seed| {
        let input = ImageShape { channels: 2, height, width };
        let pool = MaxPool { input, size };
        let image = numbers(input.dim(), seed);
        let image = image.mapv(|x: f64| (3.0 * x).round() / 3.0 + shift);
        Probe { pool, image, dz: numbers(pool.output().dim(), seed + 1) }
    };
    vec![
        probe((7, 9), 2, -0.2, 60),
        probe((11, 13), 3, -0.8, 70),
        probe((6, 8), 2, -0.2, 80),
    ]
}

const SIZES: &[(usize, &str)] = &[
    (2, "channels"),
    (3, "rows"),
    (4, "columns"),
    (7, "rows of pixels"),
    (9, "columns of pixels"),
];

/// Where a square begins along a side.
type Begin = fn(place: usize, size: usize) -> usize;

/// How max pooling is computed.
#[derive(Clone, Copy)]
struct Forward {
    /// The size of a square.
    size: fn(usize) -> usize,
    /// How many rows and columns of a square are looked at.
    inside: fn(size: usize) -> usize,
    /// The pixel of an image at a place, if it is on the image.
    pixel: fn(image: &Array3<f64>, place: [usize; 3]) -> Option<f64>,
    /// How many squares stand along a side.
    squares: fn(side: usize, size: usize) -> usize,
    /// Where a square begins along a side.
    begin: Begin,
    /// What the largest number of a square must exceed.
    start: f64,
    /// What becomes of a square.
    kept: fn(square: &[f64], start: f64) -> f64,
    /// What is given back.
    output: fn(Array3<f64>) -> Array3<f64>,
}

impl Forward {
    fn output(&self, Probe { pool, image, .. }: &Probe) -> Array3<f64> {
        let (channels, height, width) = image.dim();
        let size = (self.size)(pool.size);
        let inside = (self.inside)(size);
        let squares = |side| (self.squares)(side, size);
        let output = (channels, squares(height), squares(width));
        (self.output)(Array3::from_shape_fn(output, |(c, row, column)| {
            let [top, left] = [row, column].map(|place| (self.begin)(place, size));
            let pixels = indices((inside, inside)).into_iter();
            let square: Vec<f64> = pixels
                .filter_map(|(i, j)| (self.pixel)(image, [c, top + i, left + j]))
                .collect();
            (self.kept)(&square, self.start)
        }))
    }
}

fn largest(square: &[f64], start: f64) -> f64 {
    square.iter().fold(start, |largest, &x| largest.max(x))
}

fn smallest(square: &[f64]) -> f64 {
    square.iter().fold(f64::INFINITY, |smallest, &x| smallest.min(x))
}

static FORWARD: Lesson<Forward, Probe> = Lesson {
    exercise: "max_pool",
    steps: Forward {
        size: |size| size,
        inside: |size| size,
        pixel: |image, place| image.get(place).copied(),
        squares: |side, size| side / size,
        begin: |place, size| place * size,
        start: f64::NEG_INFINITY,
        kept: largest,
        output: |z| z,
    },
    probes,
    answer: |steps, probe| Answer::of("z", steps.output(probe)),
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "mean",
            told: "You kept the mean of each square. That is mean pooling, which libraries \
                   call `AvgPool2d`. Max pooling keeps the largest number and nothing of the \
                   others.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.kept =
                    |square, _| square.iter().sum::<f64>() / square.len() as f64;
            },
        },
        Mistake {
            name: "sum",
            told: "You added up each square. Max pooling keeps the largest number and nothing \
                   of the others.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.kept = |square, _| square.iter().sum(),
        },
        Mistake {
            name: "smallest",
            told: "You kept the smallest number of each square: the comparison is the wrong way \
                   round.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.kept = |square, _| smallest(square),
        },
        Mistake {
            name: "first",
            told: "You kept the pixel at the upper left of each square. That is what a \
                   comparison leaves that never comes true, or a stride without a maximum.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.kept = |square, _| square[0],
        },
        Mistake {
            name: "last",
            told: "You kept the pixel at the lower right of each square: each takes the place \
                   of the one before it, with no comparison.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.kept = |square, _| square[square.len() - 1],
        },
        Mistake {
            name: "furthest-from-zero",
            told: "You kept the number furthest from 0. The largest of −3 and 1 is 1.\nAfter \
                   ReLU, where no number is negative, you can't see the difference.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.kept = |square, _| {
                    let further =
                        |a: f64, b: f64| if b.abs() > a.abs() { b } else { a };
                    square.iter().copied().fold(0.0, further)
                };
            },
        },
        Mistake {
            name: "without-the-sign",
            told: "You kept the largest size of a number, without its sign. The largest of −3 and \
                   1 is 1, and yours is 3.\nAfter ReLU, where no number is negative, you can't \
                   see the difference.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.kept = |square, _| {
                    square.iter().fold(0.0, |largest, x| x.abs().max(largest))
                };
            },
        },
        Mistake {
            name: "from-zero",
            told: "Your search for the largest begins at 0, so a square of negative numbers \
                   becomes 0, as if ReLU had been there. Begin at −∞, or at the first pixel of \
                   the square.",
            section: "pooling.md#pool-first-then-relu",
            source: Some("tensorflow/tfjs#4854"),
            plant: |steps| steps.start = 0.0,
        },
        Mistake {
            name: "squares-one-apart",
            told: "Neighboring squares lie one pixel apart: the size is missing where you look \
                   up the pixel. It is in row r·k + i and not in r + i.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.begin = |place, _| place,
        },
        Mistake {
            name: "stride-one",
            told: "Your squares overlap: they move by one pixel, as the kernel of a convolution \
                   does. Those of a pool move by their size, so that each pixel is in one.",
            section: "pooling.md#in-a-library",
            source: None,
            plant: |steps| {
                steps.squares = |side, size| side - size + 1;
                steps.begin = |place, _| place;
            },
        },
        Mistake {
            name: "border-kept",
            told: "You made squares of the rows and columns left over at the end, too. What \
                   does not fill a square is lost. Libraries call your way `ceil_mode`.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.squares = |side, size| side.div_ceil(size);
                // Where no pixel is asked for beyond the border, nothing stops.
                steps.pixel = |image, place| image.get(place).copied();
            },
        },
        Mistake {
            name: "stops-where-pixels-are-left-over",
            told: "It stops where the size does not divide the sides of the image, and is right \
                   where it does. If you rounded up, the last squares reach beyond the border. \
                   The number of squares is rounded down: what does not fill one is lost.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.squares = |side, size| side.div_ceil(size);
                steps.pixel = |image, place| Some(image[place]);
                // Squares that lie closer stop nowhere.
                steps.begin = |place, size| place * size;
            },
        },
        Mistake {
            name: "two-pixels-of-each-side",
            told: "You look at 2 by 2 pixels of each square, whatever its size. With size 2 you \
                   can't see the difference. A square has k rows and k columns: `0..k`.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.inside = |_| 2,
        },
        Mistake {
            name: "size-always-2",
            told: "Your squares are 2 by 2, whatever the size of the pool. With size 2 you can't \
                   see the difference. The size is `pool.size`.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.size = |_| 2,
        },
        Mistake {
            name: "as-many-columns-as-rows",
            told: "Your output has as many columns as rows: its width is computed from the \
                   height. With a square image you can't see the difference. Columns come from \
                   the width.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.output = |z| {
                    let (channels, rows, _) = z.dim();
                    Array3::from_shape_fn((channels, rows, rows), |place| z[place])
                };
            },
        },
        Mistake {
            name: "largest-of-all-channels",
            told: "You took the largest number of all channels. Each channel is pooled alone, \
                   and the output has as many as the image.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| {
                steps.output = |z| {
                    let largest = |lane: ndarray::ArrayView1<f64>| {
                        lane.fold(f64::NEG_INFINITY, |largest, &x| largest.max(x))
                    };
                    z.map_axis(Axis(0), largest).insert_axis(Axis(0))
                };
            },
        },
        Mistake {
            name: "columns-from-the-height",
            told: "You filled as many columns as there are rows, and left 0 in those after \
                   them: the number of columns comes from the height. With a square image you \
                   can't see the difference. Columns come from the width.",
            section: "pooling.md#the-largest-of-four",
            source: Some("https://github.com/vzhou842/cnn-from-scratch"),
            plant: |steps| {
                steps.output = |z| {
                    Array3::from_shape_fn(z.dim(), |place @ (_, _, column)| {
                        if column < z.len_of(Axis(1)) { z[place] } else { 0.0 }
                    })
                };
            },
        },
        Mistake {
            name: "output-transposed",
            told: "Rows and columns of the output are exchanged. Its shape is (channels, rows, \
                   columns); with a square image the shape would be right and the numbers \
                   would not.",
            section: "pooling.md#the-largest-of-four",
            source: None,
            plant: |steps| steps.output = |z| z.permuted_axes([0, 2, 1]),
        },
    ],
};

/// Checks max pooling: an image in, the largest number of each square out.
///
/// # Errors
///
/// What is wrong with it.
pub fn max_pool(yours: fn(&MaxPool, &Array3<f64>) -> Array3<f64>) -> Verdict {
    FORWARD
        .check(move |Probe { pool, image, .. }| Answer::of("z", yours(pool, image)))
}

/// How the way back through max pooling is computed.
#[derive(Clone, Copy)]
struct Backward {
    /// What the largest number of a square must reach.
    start: f64,
    /// The pixel of a square that wins where none reaches it.
    otherwise: Option<usize>,
    /// Which part of the slope each pixel of a square gets, if so much is the largest.
    parts: fn(square: &[f64], largest: f64) -> Vec<f64>,
    /// Where a square begins along a side.
    begin: Begin,
    /// Where the part of the pixel goes that is so far from where its square begins.
    to: fn(begin: [usize; 2], inside: [usize; 2]) -> [usize; 2],
    /// What is handed out, of the slope and the pixel that gets it.
    amount: fn(dz: f64, x: f64) -> f64,
}

impl Backward {
    fn d_image(&self, Probe { pool, image, dz }: &Probe) -> Array3<f64> {
        let size = pool.size;
        let mut d_image = Array3::zeros(image.dim());
        for ((c, row, column), &dz) in dz.indexed_iter() {
            let [top, left] = [row, column].map(|place| (self.begin)(place, size));
            let places: Vec<(usize, usize)> =
                indices((size, size)).into_iter().collect();
            let square: Vec<f64> =
                places.iter().map(|(i, j)| image[[c, top + i, left + j]]).collect();
            let largest = largest(&square, self.start);
            let mut parts = (self.parts)(&square, largest);
            if let (true, Some(winner)) =
                (parts.iter().all(|&part| part == 0.0), self.otherwise)
            {
                parts[winner] = 1.0;
            }
            for (((i, j), x), part) in places.into_iter().zip(square).zip(parts) {
                let [row, column] = (self.to)([top, left], [i, j]);
                d_image[[c, row, column]] += part * (self.amount)(dz, x);
            }
        }
        d_image
    }
}

/// All for one pixel of a square, or nothing for any.
fn all_for(square: &[f64], winner: Option<usize>) -> Vec<f64> {
    (0..square.len()).map(|i| f64::from(Some(i) == winner)).collect()
}

/// 1 for every pixel that is `number`, and 0 for the others.
fn equal(square: &[f64], number: f64) -> Vec<f64> {
    square.iter().map(|&x| f64::from(x == number)).collect()
}

fn first(square: &[f64], number: f64) -> Vec<f64> {
    all_for(square, square.iter().position(|&x| x == number))
}

static BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "max_pool_backward",
    steps: Backward {
        start: f64::NEG_INFINITY,
        otherwise: None,
        parts: first,
        begin: |place, size| place * size,
        to: |[top, left], [i, j]| [top + i, left + j],
        amount: |dz, _| dz,
    },
    probes,
    answer: |steps, probe| Answer::of("d_image", steps.d_image(probe)),
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "to-all-largest",
            told: "Where the largest number stands more than once, each of them got the whole \
                   slope, so that the slopes along the image add up to more than came. The first \
                   one gets it all. A mask `x == max` does this.\nWithout ties you can't see the \
                   difference.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: Some("Theano/Theano#5248"),
            plant: |steps| steps.parts = equal,
        },
        Mistake {
            name: "shared-by-the-largest",
            told: "Where the largest number stands more than once, you shared the slope among \
                   them. That is a choice that one can defend; this book, PyTorch and Burn give \
                   all of it to the first.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.parts = |square, largest| {
                    let equal = equal(square, largest);
                    let many = equal.iter().sum::<f64>().max(1.0);
                    equal.into_iter().map(|part| part / many).collect()
                };
            },
        },
        Mistake {
            name: "to-the-last-largest",
            told: "Where the largest number stands more than once, you gave the slope to the \
                   last of them: `>=` where `>` belongs, or `max_by`, which keeps the last. \
                   This book gives it to the first.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.parts = |square, largest| {
                    all_for(square, square.iter().rposition(|&x| x == largest))
                };
            },
        },
        Mistake {
            name: "first-column-by-column",
            told: "Where the largest number stands more than once, you gave the slope to the \
                   first in the order of columns. The book goes through a square row after \
                   row.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.parts = |square, largest| {
                    let size = square.len().isqrt();
                    let mut order =
                        (0..square.len()).map(|i| i % size * size + i / size);
                    all_for(square, order.find(|&i| square[i] == largest))
                };
            },
        },
        Mistake {
            name: "to-all-pixels",
            told: "Every pixel of a square got the whole slope. Move one that is not the \
                   largest a little, and the output does not move: its slope is 0.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.parts = |square, _| vec![1.0; square.len()],
        },
        Mistake {
            name: "shared-by-all-pixels",
            told: "You shared the slope among all pixels of a square. That is the way back \
                   through mean pooling. Here the largest number takes it all.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.parts =
                    |square, _| vec![1.0 / square.len() as f64; square.len()];
            },
        },
        Mistake {
            name: "to-the-first-pixel",
            told: "The slope went to the pixel at the upper left of each square, whichever is \
                   the largest. Find the winner again, as on the way forward.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.parts = |square, _| all_for(square, Some(0)),
        },
        Mistake {
            name: "to-the-smallest",
            told: "The slope went to the smallest number of each square: the comparison is the \
                   wrong way round.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.parts = |square, _| first(square, smallest(square));
            },
        },
        Mistake {
            name: "from-zero",
            told: "Your search for the largest begins at 0, so a square of negative numbers has \
                   no winner and its slope is lost. Begin at −∞, or at the first pixel of the \
                   square.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.start = 0.0,
        },
        Mistake {
            name: "from-zero-to-the-first-pixel",
            told: "Your search for the largest begins at 0, and in a square of negative numbers \
                   no pixel is larger: the slope goes to the one at the upper left. Begin at \
                   the first pixel's own number.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| {
                steps.start = 0.0;
                steps.otherwise = Some(0);
            },
        },
        Mistake {
            name: "squares-one-apart",
            told: "Neighboring squares lie one pixel apart: the size is missing where you look \
                   up the pixel. It is in row r·k + i and not in r + i.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.begin = |place, _| place,
        },
        Mistake {
            name: "transposed-in-the-square",
            told: "You found the winner, and exchanged its row and its column in the square \
                   when you handed it the slope.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.to = |[top, left], [i, j]| [top + j, left + i],
        },
        Mistake {
            name: "to-the-first-square",
            told: "You handed all slopes to the square at the upper left: the row and column of \
                   the winner were counted in its square. Add where that square begins.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.to = |_, inside| inside,
        },
        Mistake {
            name: "times-the-largest",
            told: "You multiplied the slope by the largest number. The output moves as much as \
                   the winner does: its slope is 1, and 1 times what came is what came.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.amount = |dz, x| dz * x,
        },
        Mistake {
            name: "slope-forgotten",
            told: "The winners got 1 each. That is the slope of the output along them; the \
                   slope of the loss is 1 times the slope that came.",
            section: "pooling.md#the-winner-takes-the-slope",
            source: None,
            plant: |steps| steps.amount = |_, _| 1.0,
        },
    ],
};

/// The way back through a pool: an image and the slopes along what comes out in, the slopes along
/// the image out.
type MaxPoolBackward = fn(&MaxPool, &Array3<f64>, &Array3<f64>) -> Array3<f64>;

/// Checks the way back through max pooling: the slopes along the image.
///
/// # Errors
///
/// What is wrong with it.
pub fn max_pool_backward(yours: MaxPoolBackward) -> Verdict {
    BACKWARD.check(move |probe| d_image(yours, probe))
}

/// Checks whether the wrong line of a way back is mended: it gives the whole slope to each of
/// several largest numbers.
///
/// # Errors
///
/// What is wrong with it, but not the wrong line.
pub fn more_slope_than_came(yours: MaxPoolBackward) -> Verdict {
    BACKWARD.check_found("to-all-largest", move |probe| d_image(yours, probe))
}

fn d_image(yours: MaxPoolBackward, Probe { pool, image, dz }: &Probe) -> Answer {
    Answer::of("d_image", yours(pool, image, dz))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&FORWARD, &BACKWARD]
}
