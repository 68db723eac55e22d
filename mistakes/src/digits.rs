//! The mistakes of *Digits*.

use std::sync::LazyLock;

use backprop::activation::Identity;
use backprop::classification::{cross_entropy, decide, softmax};
use backprop::dense::Dense;
use backprop::digits::{SMALL, digits_in};
use backprop::sequential::Sequential;
use ndarray::{Array2, Array3, ArrayView1};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// The first 120 of the small digits, a line for each: 64 pixels from 0 for paper to 16 for ink,
/// and the label.
///
/// Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
/// Learning Repository, 1998 (CC BY 4.0).
pub const DIGITS: &str = include_str!("digits.csv");

/// How many of [`DIGITS`] the [`network`] learned from.
pub const LEARNED: usize = 100;

/// The whole numbers of a line of [`DIGITS`].
fn whole_numbers(line: &str) -> Vec<usize> {
    line.split(',').map(|number| number.parse().expect("a whole number")).collect()
}

/// The lines of digits that the network has not learned from.
fn new_digits() -> impl Iterator<Item = &'static str> {
    DIGITS.lines().skip(LEARNED)
}

/// How a line of text becomes an image.
#[derive(Clone, Copy)]
struct DigitIn {
    /// Which of the numbers are pixels.
    pixels: fn(numbers: &[usize]) -> &[usize],
    /// What a pixel becomes in an image whose darkest is `largest`.
    share: Share,
    /// Which way the ink goes.
    ink: fn(f64) -> f64,
    /// How the pixels stand in the image.
    layout: fn(Array3<f64>) -> Array3<f64>,
    /// The label.
    label: fn(numbers: &[usize]) -> usize,
}

/// What a pixel becomes in an image whose darkest is `largest`.
type Share = fn(pixel: usize, largest: usize) -> f64;

fn sixteenths(pixel: usize, _: usize) -> f64 {
    pixel as f64 / 16.0
}

fn fifteenths(pixel: usize, _: usize) -> f64 {
    pixel as f64 / 15.0
}

fn of_a_byte(pixel: usize, _: usize) -> f64 {
    pixel as f64 / 255.0
}

fn unscaled(pixel: usize, _: usize) -> f64 {
    pixel as f64
}

fn of_the_darkest(pixel: usize, largest: usize) -> f64 {
    pixel as f64 / largest as f64
}

fn whole_sixteenths(pixel: usize, _: usize) -> f64 {
    (pixel / 16) as f64
}

fn image_and_label((image, label): (Array3<f64>, usize)) -> Answer {
    Answer::of("image", image).with("label", label)
}

static DIGIT_IN: Lesson<DigitIn, &str> = Lesson {
    exercise: "digit_in",
    steps: DigitIn {
        pixels: |numbers| &numbers[..64],
        share: sixteenths,
        ink: |share| share,
        layout: |image| image,
        label: |numbers| numbers[64],
    },
    probes: || vec![FIFTEEN_AT_MOST, DIGITS.lines().nth(5).expect("a sixth digit")],
    answer: |steps, line| {
        let numbers = whole_numbers(line);
        let pixels = (steps.pixels)(&numbers);
        let largest = pixels.iter().copied().max().unwrap_or_default();
        let ink = |&pixel| (steps.ink)((steps.share)(pixel, largest));
        let image =
            Array3::from_shape_vec(SMALL.dim(), pixels.iter().map(ink).collect());
        let image = (steps.layout)(image.expect("as many numbers as pixels"));
        image_and_label((image, (steps.label)(&numbers)))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "divided-by-15",
            told: "You divided by 15. A pixel counts how many of 4 by 4 finer ones have ink, \
                   and that is 0 to 16: there are 17 shades.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = fifteenths,
        },
        Mistake {
            name: "divided-by-255",
            told: "You divided by 255, as one does with pictures of one byte for a pixel. A pixel \
                   of these digits is 16 at most.\nYours stay below 0.07: a network sees almost \
                   blank paper.",
            section: "digits.md#in-a-library",
            source: None,
            plant: |steps| steps.share = of_a_byte,
        },
        Mistake {
            name: "not-divided",
            told: "Your pixels go from 0 to 16. A share of ink goes from 0 for paper to 1: \
                   divide by 16.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = unscaled,
        },
        Mistake {
            name: "divided-by-the-darkest",
            told: "You divided by the darkest pixel of this digit.\nIn most digits that one is \
                   16 and it makes no difference; a pale digit becomes darker than it is.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = of_the_darkest,
        },
        Mistake {
            name: "divided-whole-numbers",
            told: "You divided whole numbers, which rounds down: all pixels but those of 16 \
                   became 0. Make it an `f64` before you divide.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = whole_sixteenths,
        },
        Mistake {
            name: "inverted",
            told: "Ink and paper have changed places: 0 is paper here, and 1 is ink. On a \
                   screen it is the other way round.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.ink = |share| 1.0 - share,
        },
        Mistake {
            name: "label-first",
            told: "You took the first number for the label and the other 64 for pixels. Here \
                   the label stands at the end; in many such files of MNIST it stands first.",
            section: "file-formats.md#text",
            source: None,
            plant: |steps| {
                steps.pixels = |numbers| &numbers[1..];
                steps.label = |numbers| numbers[0];
            },
        },
        Mistake {
            name: "label-is-a-pixel",
            told: "Your label is the last pixel. It is the number after the 64 pixels, the one \
                   with index 64.",
            section: "file-formats.md#text",
            source: None,
            plant: |steps| steps.label = |numbers| numbers[63],
        },
        Mistake {
            name: "label-is-0",
            told: "Your label is 0, whatever the line says. If all 65 numbers are divided by 16 and \
                   rounded down, that happens to the label, too. It is the number of a class, \
                   and no ink.",
            section: "file-formats.md#text",
            source: None,
            plant: |steps| steps.label = |_| 0,
        },
        Mistake {
            name: "transposed",
            told: "Rows and columns of the image are exchanged: the pixels of a line go row \
                   after row. The image is square, so its shape doesn't tell you.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.layout = |image| image.permuted_axes([0, 2, 1]),
        },
        Mistake {
            name: "channel-last",
            told: "Your image has the shape (8, 8, 1), with its channel last. Many libraries have it \
                   so. In this book the channels come first, (1, 8, 8).",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.layout = |image| image.permuted_axes([1, 2, 0]),
        },
        Mistake {
            name: "channel-between",
            told: "Your image has the shape (8, 1, 8), with its channel between rows and columns. \
                   The channels come first, (1, 8, 8).",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.layout = |image| image.permuted_axes([1, 0, 2]),
        },
        Mistake {
            name: "one-row-of-pixels",
            told: "Your pixels lie in one row, (1, 1, 64). A convolution asks which of them is \
                   above which: give them 8 rows and 8 columns, (1, 8, 8).",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.layout = |image| {
                    Array3::from_shape_fn((1, 1, image.len()), |(_, _, i)| {
                        image[[0, i / SMALL.width, i % SMALL.width]]
                    })
                };
            },
        },
        Mistake {
            name: "label-from-one",
            told: "Your label is 1 too high. The labels in the file are the digits, and classes \
                   are counted from 0, so the digit 0 is class 0.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.label = |numbers| numbers[64] + 1,
        },
    ],
};

/// A drawing whose darkest pixel is 15, and its label. No pixel at the corners of the image is
/// paper.
const FIFTEEN_AT_MOST: &str = "\
    3,0,5,13,9,1,0,2,0,0,13,15,10,15,5,0,0,3,15,2,0,11,8,0,0,4,12,0,0,8,8,0,\
    0,5,8,0,0,9,8,0,0,4,11,0,1,12,7,0,0,2,14,5,10,12,0,0,4,0,6,13,10,0,0,6,8";

/// Checks what makes an image `(1, 8, 8)` and a label of a line of text.
///
/// # Errors
///
/// What is wrong with it.
pub fn digit_in(yours: fn(&str) -> (Array3<f64>, usize)) -> Verdict {
    DIGIT_IN.check(move |line| image_and_label(yours(line)))
}

/// How an image is moved.
#[derive(Clone, Copy)]
struct Moved {
    /// What becomes of the signs of both distances.
    signed: fn(isize) -> isize,
    /// By how many pixels to the right, and then down.
    by: fn(right: isize, down: isize) -> (isize, isize),
    /// Which way it goes from left to right.
    right: fn(isize) -> isize,
    /// Which way it goes from above to below.
    down: fn(isize) -> isize,
    /// Whether a pixel may move to this row or column of a side.
    may: fn(to: usize, side: usize) -> bool,
    /// What comes in where no pixel moves to, from a place outside the image.
    paper: fn(&Array3<f64>, from: [isize; 3], to: [usize; 3]) -> f64,
    /// Whether channel `c` is moved.
    channel: fn(c: usize) -> bool,
}

/// A call of `moved`: an image, and by how many pixels it moves to the right and down.
#[derive(Clone)]
struct Move {
    image: Array3<f64>,
    right: isize,
    down: isize,
}

/// The pixel of `image` at the place `from`, if it is on the image.
fn pixel(image: &Array3<f64>, [c, row, column]: [isize; 3]) -> Option<f64> {
    let place = [c, row, column].map(|i| usize::try_from(i).ok());
    let [Some(c), Some(row), Some(column)] = place else { return None };
    image.get([c, row, column]).copied()
}

/// The pixel at `from` in an image that goes on after its end as `inside` says.
fn beyond(
    image: &Array3<f64>,
    [c, row, column]: [isize; 3],
    inside: fn(i: isize, side: isize) -> isize,
) -> f64 {
    let (_, height, width) = image.dim();
    let (row, column) =
        (inside(row, height as isize), inside(column, width as isize));
    pixel(image, [c, row, column]).unwrap_or_default()
}

/// The pixel at `from` in the one row in which all numbers of an image lie, or paper. Its channel
/// must be `of` those.
fn along(
    image: &Array3<f64>,
    [c, row, column]: [isize; 3],
    of: impl Fn(usize) -> bool,
) -> f64 {
    let (_, height, width) = image.dim();
    let place = (c * height as isize + row) * width as isize + column;
    let place = usize::try_from(place).ok();
    let place = place.filter(|place| of(place / (height * width)));
    place.and_then(|place| image.iter().nth(place)).copied().unwrap_or_default()
}

impl Moved {
    fn image(&self, Move { image, right, down }: &Move) -> Array3<f64> {
        let (right, down) = (self.by)((self.signed)(*right), (self.signed)(*down));
        let (right, down) = ((self.right)(right), (self.down)(down));
        let (_, height, width) = image.dim();
        Array3::from_shape_fn(image.dim(), |(c, row, column)| {
            if !(self.channel)(c) {
                return image[[c, row, column]];
            }
            let from = [c as isize, row as isize - down, column as isize - right];
            pixel(image, from)
                .filter(|_| (self.may)(row, height) && (self.may)(column, width))
                .unwrap_or_else(|| (self.paper)(image, from, [c, row, column]))
        })
    }
}

static MOVED: Lesson<Moved, Move> = Lesson {
    exercise: "moved",
    steps: Moved {
        signed: |by| by,
        by: |right, down| (right, down),
        right: |right| right,
        down: |down| down,
        may: |_, _| true,
        paper: |_, _, _| 0.0,
        channel: |_| true,
    },
    probes: || {
        let image = numbers((2, 5, 4), 80);
        [(1, 2), (-2, 1), (-1, -3), (-6, 1)]
            .map(|(right, down)| Move { image: image.clone(), right, down })
            .to_vec()
    },
    answer: |steps, probe| Answer::of("image", steps.image(probe)),
    sizes: &[(2, "channels"), (5, "rows"), (4, "columns")],
    mistakes: &[
        Mistake {
            name: "left-for-right",
            told: "Your image moves to the left where it should move to the right. If you read \
                   the new image pixel by pixel, each comes from column − right; if you go \
                   through the old one, each goes to column + right.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.right = |right| -right,
        },
        Mistake {
            name: "up-for-down",
            told: "Your image moves up where it should move down. Row 0 is the uppermost one: \
                   a pixel that goes down goes to row + down.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.down = |down| -down,
        },
        Mistake {
            name: "rows-and-columns-exchanged",
            told: "You moved the image down by `right` and to the right by `down`. To the right \
                   is along the columns, down is along the rows.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.by = |right, down| (down, right),
        },
        Mistake {
            name: "without-the-sign",
            told: "Your image moves to the right and down also where a number is negative: the \
                   sign is lost, as `abs` and `unsigned_abs` do it. A negative number moves it to \
                   the left, or up.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.signed = isize::abs,
        },
        Mistake {
            name: "nothing-moves",
            told: "The image that you give back is the one that came. If you moved the pixels of a \
                   copy, give back the copy.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.by = |_, _| (0, 0),
        },
        Mistake {
            name: "comes-in-again",
            told: "What leaves the image on one side comes in on the other. That is what a \
                   remainder, `rem_euclid`, or `roll` of NumPy does. Paper should come in.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| {
                steps.paper = |image, from, _| {
                    beyond(image, from, |i, side| i.rem_euclid(side))
                };
            },
        },
        Mistake {
            name: "edge-repeated",
            told: "Where nothing moves to, the border of the image is repeated. Paper should \
                   come in, 0.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| {
                steps.paper = |image, from, _| {
                    beyond(image, from, |i, side| i.clamp(0, side - 1))
                };
            },
        },
        Mistake {
            name: "ink-comes-in",
            told: "Ink comes in where nothing moves to: 1 is ink in this book, and paper is 0.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.paper = |_, _, _| 1.0,
        },
        Mistake {
            name: "old-pixels-stay",
            told: "Where nothing moves to, the old pixels are still there: your new image began \
                   as a copy of the old one. Let it begin as paper.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.paper = |image, _, to| image[to],
        },
        Mistake {
            name: "into-the-next-row",
            told: "What leaves a row on one side comes in on the other side of the next row. You \
                   moved the numbers along the one row in which they all lie. Ask for row and \
                   column on their own whether they are on the image.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| {
                steps.paper = |image, from, _| along(image, from, |_| true)
            },
        },
        Mistake {
            name: "into-the-next-row-of-the-channel",
            told: "What leaves a row on one side comes in on the other side of the next row. You \
                   moved the numbers of each channel along the one row in which they lie. Ask \
                   for row and column on their own whether they are on the image.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| {
                steps.paper = |image, from, [c, ..]| along(image, from, |of| of == c);
            },
        },
        Mistake {
            name: "first-border-lost",
            told: "No pixel arrives in row 0 or column 0: a place there is on the image, too. \
                   Ask for `>= 0` and not `> 0`.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.may = |to, _| to > 0,
        },
        Mistake {
            name: "last-border-lost",
            told: "No pixel arrives in the last row or the last column: a place there is on the \
                   image, too. Ask for `< height` and not `< height - 1`.",
            section: "digits.md#digits-that-moved",
            source: None,
            plant: |steps| steps.may = |to, side| to + 1 < side,
        },
        Mistake {
            name: "first-channel-only",
            told: "Channel 0 is moved, and the others stay where they are. All channels of an \
                   image move together.\nIn shades of gray you can't see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.channel = |c| c == 0,
        },
    ],
};

/// Checks what moves an image by so many pixels to the right and down.
///
/// # Errors
///
/// What is wrong with it.
pub fn moved(yours: fn(&Array3<f64>, isize, isize) -> Array3<f64>) -> Verdict {
    MOVED.check(move |Move { image, right, down }| {
        Answer::of("image", yours(image, *right, *down))
    })
}

/// How a digit is read.
#[derive(Clone, Copy)]
struct Read {
    /// What a pixel becomes.
    share: Share,
    /// Which way the ink goes.
    ink: fn(f64) -> f64,
    /// What the logits become.
    shares: fn(&Array2<f64>) -> Array2<f64>,
    /// For which class it decides.
    decide: fn(&Array2<f64>) -> usize,
    /// The label of a class.
    label: fn(class: usize) -> usize,
    /// The share that is given back.
    share_of: fn(shares: ArrayView1<f64>, class: usize) -> f64,
}

/// Enough to read the new digits, and fast without an optimizing compiler.
const EPOCHS: usize = 40;

const LEARNING_RATE: f64 = 0.02;

static NETWORK: LazyLock<Sequential> = LazyLock::new(|| {
    let data = digits_in(DIGITS);
    let data = data.select(&(0..LEARNED).collect::<Vec<_>>());
    let mut net = Sequential::new(Dense::new(SMALL.size(), data.classes), &Identity);
    let y = data.one_hot();
    for _ in 0..EPOCHS {
        let pass = net.forward(&data.x);
        let (_, d_output) = cross_entropy(pass.output(), &y);
        net.step(&net.backward(&data.x, &pass, &d_output).gradients, LEARNING_RATE);
    }
    net
});

/// A network of one dense layer that has learned the first [`LEARNED`] of [`DIGITS`]: the shares
/// of ink in, ten logits out. It is trained when it is first asked for.
pub fn network() -> &'static Sequential {
    &NETWORK
}

/// The pixels of the digit in a line of [`DIGITS`], from 0 for paper to 16 for ink.
pub fn ink(line: &str) -> Vec<u8> {
    line.split(',')
        .take(SMALL.size())
        .filter_map(|pixel| pixel.parse().ok())
        .collect()
}

/// The ink that two new digits have in common, so many times fainter: the network is not sure of
/// it, and which class is ahead depends on how the pixels are scaled.
fn in_common([a, b, fainter]: [usize; 3]) -> Vec<u8> {
    let [a, b] = [a, b].map(|i| ink(new_digits().nth(i).expect("a new digit")));
    a.iter().zip(b).map(|(&a, b)| a.min(b) / fainter as u8).collect()
}

/// New digits, and images that look like none.
fn images() -> Vec<Vec<u8>> {
    let unclear = [[15, 3, 2], [13, 11, 4], [19, 4, 8]].map(in_common);
    new_digits().map(ink).chain(unclear).collect()
}

fn label_and_share((label, share): (usize, f64)) -> Answer {
    Answer::of("label", label).with("share", share)
}

static READ: Lesson<Read, Vec<u8>> = Lesson {
    exercise: "read_digit",
    steps: Read {
        share: sixteenths,
        ink: |share| share,
        shares: softmax,
        decide: |logits| decide(logits)[0],
        label: |class| class,
        share_of: |shares, class| shares[class],
    },
    probes: images,
    answer: |steps, ink| {
        let largest = ink.iter().copied().max().map_or(0, usize::from);
        let share = |pixel| (steps.ink)((steps.share)(usize::from(pixel), largest));
        let x = Array2::from_shape_fn((1, ink.len()), |(_, i)| share(ink[i]));
        let logits = network().predict(&x);
        let shares = (steps.shares)(&logits);
        let class = (steps.decide)(&logits);
        label_and_share((
            (steps.label)(class),
            (steps.share_of)(shares.row(0), class),
        ))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "not-divided",
            told: "You gave the network pixels from 0 to 16, and it learned from shares of ink, 0 \
                   to 1.\nIts logits come out about sixteen times as far apart, so it is sure \
                   of nearly everything. The label is often right: you would not notice.",
            section: "digits.md#the-small-digits",
            source: Some("jchen42703/kits19-cnn#22"),
            plant: |steps| steps.share = unscaled,
        },
        Mistake {
            name: "divided-by-15",
            told: "You divided the pixels by 15. They go from 0 to 16, and the network learned \
                   from sixteenths.\nThe label is often the same, the share is not.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = fifteenths,
        },
        Mistake {
            name: "divided-by-255",
            told: "You divided the pixels by 255, and the network learned from sixteenths.\nIt \
                   sees almost blank paper and is sure of nothing.",
            section: "digits.md#in-a-library",
            source: None,
            plant: |steps| steps.share = of_a_byte,
        },
        Mistake {
            name: "divided-by-the-darkest",
            told: "You divided by the darkest pixel of the digit. The network learned from \
                   sixteenths, also where no pixel is 16.\nOnly a digit in which the darkest is \
                   paler shows the difference.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = of_the_darkest,
        },
        Mistake {
            name: "divided-whole-numbers",
            told: "You divided whole numbers, which rounds down: all pixels but those of 16 \
                   became 0. Make it an `f64` before you divide.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.share = whole_sixteenths,
        },
        Mistake {
            name: "inverted",
            told: "Ink and paper have changed places. The network learned with 0 for paper and 1 \
                   for ink.",
            section: "digits.md#the-small-digits",
            source: None,
            plant: |steps| steps.ink = |share| 1.0 - share,
        },
        Mistake {
            name: "logit-for-share",
            told: "You gave the logit. It says which class is ahead, but it is no share: it may \
                   be negative or above 1. Softmax makes shares of the ten logits.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.shares = Array2::clone,
        },
        Mistake {
            name: "softmax-twice",
            told: "Softmax is applied twice.\nThe shares of shares lie close together: none of \
                   ten classes gets more than 0.24.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.shares = |logits| softmax(&softmax(logits)),
        },
        Mistake {
            name: "share-is-1",
            told: "Every share is 1. That is what softmax gives if it runs over the digits and not \
                   over the classes, and you have one digit: each class has all of what is \
                   there. The ten logits of a digit must stand in one row.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.shares = |logits| logits.mapv(|_| 1.0),
        },
        Mistake {
            name: "sigmoid-for-softmax",
            told: "You took the sigmoid of the logit. Ten sigmoids do not add up to 1; softmax \
                   is what the network was trained with, and it compares each logit with the \
                   others.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.shares = |logits| logits.mapv(backprop::activation::sigmoid)
            },
        },
        Mistake {
            name: "not-divided-by-the-sum",
            told: "You took e to the power of the logit and did not divide by the sum of all \
                   ten powers.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.shares = |logits| logits.mapv(f64::exp),
        },
        Mistake {
            name: "smallest",
            told: "You decided for the class with the smallest number. The larger the logit, the \
                   more the network is for its class.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.decide = |logits| decide(&-logits)[0],
        },
        Mistake {
            name: "counted-from-one",
            told: "Your label is the class plus 1. Classes are counted from 0, and here the \
                   first one is the digit 0.",
            section: "classification.md#one-output-for-each-class",
            source: None,
            plant: |steps| steps.label = |class| class + 1,
        },
        Mistake {
            name: "share-of-class-0",
            told: "You gave the share of class 0, whatever the label. It should be that of the \
                   class that the network decided for.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.share_of = |shares, _| shares[0],
        },
        Mistake {
            name: "share-of-the-next",
            told: "You gave the share of the class after the one that the network decided for.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| {
                steps.share_of = |shares, class| shares[(class + 1) % shares.len()];
            },
        },
        Mistake {
            name: "share-of-the-others",
            told: "You gave what is left for the other nine classes, 1 less the share. It should \
                   be the share itself.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.share_of = |shares, class| 1.0 - shares[class],
        },
        Mistake {
            name: "percent",
            told: "Your share is in percent. It goes from 0 to 1 here.",
            section: "classification.md#from-logits-to-shares",
            source: None,
            plant: |steps| steps.share_of = |shares, class| 100.0 * shares[class],
        },
    ],
};

/// What reads a digit: a network and the pixels in, from 0 for paper to 16 for ink; the label that
/// the network decides for, and its share out.
type ReadDigit = fn(&Sequential, &[u8]) -> (usize, f64);

/// Checks what reads a digit.
///
/// # Errors
///
/// What is wrong with it.
pub fn read_digit(yours: ReadDigit) -> Verdict {
    READ.check(move |ink| label_and_share(yours(network(), ink)))
}

/// Checks whether the wrong line of a reader is mended: it does not divide the pixels by 16.
///
/// # Errors
///
/// What is wrong with it, but not the wrong line.
pub fn sure_of_everything(yours: ReadDigit) -> Verdict {
    READ.check_found("not-divided", move |ink| label_and_share(yours(network(), ink)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&DIGIT_IN, &MOVED, &READ]
}
