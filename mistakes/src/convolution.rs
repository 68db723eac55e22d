//! The mistakes of *Convolution*.

use std::ops::Range;

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array1, Array3, Axis, indices};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the places of a kernel along a side are counted.
#[derive(Clone, Copy)]
struct Places {
    /// How many pixels the padding adds to a side.
    around: fn(padding: usize) -> usize,
    /// How many times the kernel moves.
    moves: fn(padded: usize, size: usize, stride: usize) -> usize,
    /// The places before the first move.
    first: usize,
}

/// A side, the size of the kernel, the padding and the stride, and the call that has them.
const SIDES: [(&str, [usize; 4]); 9] = [
    ("places(7, 4, 1, 2)", [7, 4, 1, 2]),
    ("places(10, 3, 0, 1)", [10, 3, 0, 1]),
    ("places(9, 2, 0, 3)", [9, 2, 0, 3]),
    ("places(11, 5, 2, 3)", [11, 5, 2, 3]),
    ("places(14, 3, 1, 4)", [14, 3, 1, 4]),
    ("places(20, 7, 0, 2)", [20, 7, 0, 2]),
    ("places(16, 6, 3, 5)", [16, 6, 3, 5]),
    ("places(31, 9, 4, 4)", [31, 9, 4, 4]),
    ("places(28, 5, 2, 7)", [28, 5, 2, 7]),
];

fn for_each_side(places: impl Fn(usize, usize, usize, usize) -> usize) -> Answer {
    SIDES.iter().fold(Answer::default(), |answer, &(call, sizes)| {
        let [side, size, padding, stride] = sizes;
        answer.with(call, places(side, size, padding, stride))
    })
}

static PLACES: Lesson<Places, ()> = Lesson {
    exercise: "places",
    steps: Places {
        around: |padding| 2 * padding,
        moves: |padded, size, stride| (padded - size) / stride,
        first: 1,
    },
    probes: || vec![()],
    answer: |steps, ()| {
        for_each_side(|side, size, padding, stride| {
            let padded = side + (steps.around)(padding);
            (steps.moves)(padded, size, stride) + steps.first
        })
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "padding-once",
            told: "You counted the padding once. It stands at both ends of a side, so a side \
                   of m pixels grows to m + 2p.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.around = |padding| padding,
        },
        Mistake {
            name: "padding-forgotten",
            told: "The padding is missing. A kernel has more places on the padded side than on \
                   the image alone.\nWith padding 0 you can't see the difference.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.around = |_| 0,
        },
        Mistake {
            name: "rounded-up",
            told: "You rounded up. A remainder that does not fill a stride makes no place: the \
                   kernel would reach beyond the padding there.\nWhere the stride divides, the \
                   two agree.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| (padded - size).div_ceil(stride);
                steps.first = 1;
            },
        },
        Mistake {
            name: "rounded-to-the-nearest",
            told: "You rounded to the nearest whole number. A remainder that does not fill a \
                   stride makes no place, however much it is: round down, as integer division \
                   does.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| {
                    (2 * (padded - size) + stride) / (2 * stride)
                };
            },
        },
        Mistake {
            name: "stride-forgotten",
            told: "The stride is missing. You counted every place at which the kernel fits, \
                   and with stride s it takes one in s of them.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.moves = |padded, size, _| padded - size,
        },
        Mistake {
            name: "kernel-forgotten",
            told: "The size of the kernel is missing. Its first pixel can't go to the end of \
                   the side: k − 1 pixels must follow. Take k off before you divide.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.moves = |padded, _, stride| padded / stride,
        },
        Mistake {
            name: "no-parentheses",
            told: "The parentheses are missing: you divided the size of the kernel alone by the \
                   stride. What is divided is all that remains of the padded side after the \
                   first place, m + 2p − k.\nWith stride 1 it makes no difference.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| padded - size / stride
            },
        },
        Mistake {
            name: "size-and-stride-exchanged",
            told: "The size of the kernel and the stride have changed places. The size is \
                   taken off, and the stride divides.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| (padded - stride) / size
            },
        },
        Mistake {
            name: "first-place-forgotten",
            told: "You counted how often the kernel moves, and forgot where it begins. The \
                   first place needs no move: add 1.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.first = 0,
        },
        Mistake {
            name: "end-left-out",
            told: "You left out the place at which the kernel touches the end of the padded \
                   side: `<` where `<=` belongs, or a quotient that is rounded up, without the \
                   1.\nWhere the stride does not divide, the number is right.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| (padded - size).div_ceil(stride);
                steps.first = 0;
            },
        },
        Mistake {
            name: "one-before-dividing",
            told: "You added the 1 before you divided. It is the first place, and no pixel: \
                   it is added to the quotient.\nWith stride 1 the two are the same.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.moves = |padded, size, stride| (padded - size + 1) / stride;
                steps.first = 0;
            },
        },
        Mistake {
            name: "as-if-same",
            told: "You divided the side by the stride and rounded up. That is what Keras \
                   gives for `padding=\"same\"`, where the padding follows from the kernel. \
                   Here it is an argument of its own.",
            section: "convolution.md#in-a-library",
            source: None,
            plant: |steps| {
                steps.around = |_| 0;
                steps.moves = |side, _, stride| side.div_ceil(stride);
                steps.first = 0;
            },
        },
    ],
};

/// Checks a count of places: a side, the size of the kernel, the padding and the stride in.
///
/// # Errors
///
/// What is wrong with it.
pub fn places(yours: fn(usize, usize, usize, usize) -> usize) -> Verdict {
    PLACES.check(move |()| for_each_side(yours))
}

/// A padded side of an image, and the kernel that moves along it.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    /// How many pixels it has without its padding.
    pub(crate) unpadded: usize,
    /// How many pixels it has, padding included.
    pub(crate) padded: usize,
    /// How many pixels the kernel covers.
    pub(crate) size: usize,
    /// How many pixels the kernel moves at a time.
    pub(crate) stride: usize,
}

impl Side {
    /// How many pixels remain after the first place.
    pub(crate) fn room(&self) -> usize {
        self.padded - self.size
    }

    /// In how many places the kernel fits.
    pub(crate) fn places(&self) -> usize {
        self.room() / self.stride + 1
    }

    /// In how many places the kernel would fit without the padding.
    pub(crate) fn places_unpadded(&self) -> usize {
        (self.unpadded - self.size) / self.stride + 1
    }
}

/// Which pixel of a side lies under weight `i` of the kernel at a place.
pub(crate) type At = fn(&Side, place: usize, i: usize) -> usize;

pub(crate) fn at(side: &Side, place: usize, i: usize) -> usize {
    place * side.stride + i
}

pub(crate) fn at_without_stride(_: &Side, place: usize, i: usize) -> usize {
    place + i
}

pub(crate) fn at_dilated(side: &Side, place: usize, i: usize) -> usize {
    place + i * side.stride
}

pub(crate) fn at_from_the_end(side: &Side, place: usize, i: usize) -> usize {
    side.room() % side.stride + place * side.stride + i
}

/// An image with its frame.
pub(crate) type Pad = fn(&Array3<f64>, padding: usize) -> Array3<f64>;

/// An image of `around` more rows and columns, with `image` in it `before` from its corner.
fn framed(image: &Array3<f64>, around: usize, before: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let mut framed = Array3::zeros((channels, height + around, width + around));
    for ((c, row, column), pixel) in image.indexed_iter() {
        framed[[c, row + before, column + before]] = *pixel;
    }
    framed
}

pub(crate) fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    framed(image, 2 * padding, padding)
}

pub(crate) fn pad_at_the_end(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    framed(image, 2 * padding, 0)
}

pub(crate) fn pad_at_the_beginning(
    image: &Array3<f64>,
    padding: usize,
) -> Array3<f64> {
    framed(image, padding, padding)
}

pub(crate) fn pad_with_the_edge(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let inside = |i: usize, side: usize| i.saturating_sub(padding).min(side - 1);
    Array3::from_shape_fn(
        (channels, height + around, width + around),
        |(c, row, column)| image[[c, inside(row, height), inside(column, width)]],
    )
}

pub(crate) fn pad_nothing(image: &Array3<f64>, _: usize) -> Array3<f64> {
    image.clone()
}

/// A call of a convolution: filters and an image.
#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) convolution: Convolution,
    pub(crate) image: Array3<f64>,
}

/// Two convolutions of 2 channels and 3 filters: one with a stride and padding, which leaves
/// pixels over, and whose output has 4 rows and 6 columns, and one without, of a square image.
/// None of the sizes that come of a wrong step is that of something else.
pub(crate) fn probes() -> Vec<Probe> {
    let probe = |(height, width), size, stride, padding, seed| {
        let input = ImageShape { channels: 2, height, width };
        let kernels = numbers((3, 2, size, size), seed);
        let biases = numbers(3, seed + 1);
        let image = numbers(input.dim(), seed + 2);
        Probe {
            convolution: Convolution { input, kernels, biases, stride, padding },
            image,
        }
    };
    vec![probe((6, 10), 3, 2, 2, 30), probe((7, 7), 4, 1, 0, 40)]
}

/// What the sizes of the output of these probes stand for.
pub(crate) const SIZES: &[(usize, &str)] =
    &[(3, "filters"), (4, "rows"), (6, "columns")];

/// How a convolution is computed.
#[derive(Clone, Copy)]
struct Convolve {
    /// The image with its frame.
    pad: Pad,
    /// How many pixels the kernel moves at a time, of the stride and its size.
    stride: fn(stride: usize, size: usize) -> usize,
    /// In how many places it fits along a side.
    places: fn(&Side) -> usize,
    /// Along which row and column of places the pixel is looked up.
    place: fn(row: usize, column: usize) -> (usize, usize),
    /// Which pixel lies under a weight.
    at: At,
    /// Which weight of the kernel meets the pixel in row `i` and column `j` under it.
    weight: fn(i: usize, j: usize, size: usize) -> (usize, usize),
    /// Whose kernels filter `f` uses.
    filter: fn(f: usize) -> usize,
    /// Which of its kernels meets channel `c`.
    kernel: fn(c: usize) -> usize,
    /// Which of so many channels are left in its sum.
    channels: fn(usize) -> Range<usize>,
    /// What becomes of its products.
    sum: fn(products: &[f64]) -> f64,
    /// What the sum is divided by.
    divisor: fn(channels: usize, weights: usize) -> f64,
    /// What is added to the sum.
    bias: fn(biases: &Array1<f64>, f: usize, channels: usize, weights: usize) -> f64,
    /// What is given back of all sums.
    output: fn(Array3<f64>) -> Array3<f64>,
}

impl Convolve {
    fn output(&self, Probe { convolution, image }: &Probe) -> Array3<f64> {
        let Convolution { kernels, biases, .. } = convolution;
        let (filters, all, size, _) = kernels.dim();
        let padded = (self.pad)(image, convolution.padding);
        let [vertical, horizontal] = [1, 2].map(|axis| Side {
            unpadded: image.len_of(Axis(axis)),
            padded: padded.len_of(Axis(axis)),
            size,
            stride: (self.stride)(convolution.stride, size),
        });
        let sums = (filters, (self.places)(&vertical), (self.places)(&horizontal));
        let weights = all * size * size;
        (self.output)(Array3::from_shape_fn(sums, |(f, row, column)| {
            let (row, column) = (self.place)(row, column);
            let product = |(c, i, j)| {
                let pixel = [
                    c,
                    (self.at)(&vertical, row, i),
                    (self.at)(&horizontal, column, j),
                ];
                let (i, j) = (self.weight)(i, j, size);
                kernels[[(self.filter)(f), (self.kernel)(c), i, j]] * padded[pixel]
            };
            let channels = (self.channels)(all);
            let met = indices((all, size, size)).into_iter();
            let products: Vec<f64> =
                met.filter(|(c, ..)| channels.contains(c)).map(product).collect();
            (self.sum)(&products) / (self.divisor)(all, weights)
                + (self.bias)(biases, f, all, weights)
        }))
    }
}

static CONVOLVE: Lesson<Convolve, Probe> = Lesson {
    exercise: "convolve",
    steps: Convolve {
        pad,
        stride: |stride, _| stride,
        places: Side::places,
        place: |row, column| (row, column),
        at,
        weight: |i, j, _| (i, j),
        filter: |f| f,
        kernel: |c| c,
        channels: |channels| 0..channels,
        sum: |products| products.iter().sum(),
        divisor: |_, _| 1.0,
        bias: |biases, f, _, _| biases[f],
        output: |z| z,
    },
    probes,
    answer: |steps, probe| Answer::of("z", steps.output(probe)),
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "padded-at-the-end",
            told: "The image lies in the corner of its frame: all zeros stand below and to the \
                   right of it, or rows and columns are counted from the image and not from the \
                   frame.\nThe shape is right, and every sum is that of a place p rows and p \
                   columns further on.\nPixel (0, 0) belongs to (p, p).",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: Some("vtjeng/MIPVerify.jl#23"),
            plant: |steps| steps.pad = pad_at_the_end,
        },
        Mistake {
            name: "padded-once",
            told: "The zeros stand above and to the left of the image, and none below and to \
                   the right. A frame has p rows and columns on each side, so the padded image \
                   has 2p more of both.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_at_the_beginning,
        },
        Mistake {
            name: "padded-with-the-edge",
            told: "Your frame repeats the pixels at the border. Ours is made of zeros.\nOnly the \
                   places at the border differ, so the output looks right at first sight.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_with_the_edge,
        },
        Mistake {
            name: "padding-forgotten",
            told: "The image has no frame. The kernel slides over the pixels alone, and the \
                   output is smaller than it should be, unless the padding is 0.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_nothing,
        },
        Mistake {
            name: "stride-one",
            told: "Your kernel moves by one pixel, whatever the stride. With stride s the \
                   output has one in s of these rows and columns.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.stride = |_, _| 1,
        },
        Mistake {
            name: "size-for-stride",
            told: "Your kernel moves by its own size, as the squares of a pool do, and no two \
                   places overlap. It moves by the stride.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.stride = |_, size| size,
        },
        Mistake {
            name: "places-of-the-image",
            told: "You counted the places on the image without its frame, and the kernel slides \
                   over the padded one. The last rows and columns of places are missing. Take \
                   height and width after the padding.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| {
                steps.places = Side::places_unpadded;
                // In the corner of its frame the image would be seen alone.
                steps.pad = pad;
            },
        },
        Mistake {
            name: "row-and-column-exchanged",
            told: "Row and column of the place are exchanged, where you look up the pixel or \
                   where you store the sum. r counts rows, and goes with i; q counts columns, and \
                   goes with j. Where an image is not square, this asks for places that it does not have.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.place = |row, column| (column, row),
        },
        Mistake {
            name: "last-place-forgotten",
            told: "The last place of each row and column is missing. The number of places is \
                   that of the moves and one more, for the place before the first move.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.places = |side| side.room() / side.stride,
        },
        Mistake {
            name: "stride-not-in-the-place",
            told: "Neighboring places lie one pixel apart: the stride is missing where you look \
                   up the pixel. It is in row r·s + i and not in r + i.\nThe output has its right \
                   shape, and with stride 1 you can't see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.at = at_without_stride,
        },
        Mistake {
            name: "stride-at-the-weight",
            told: "You multiplied the row of the weight by the stride, and not that of the \
                   place: r + i·s for r·s + i. This spreads the kernel over the image with \
                   gaps, which is called dilation.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.at = at_dilated,
        },
        Mistake {
            name: "places-from-the-end",
            told: "Your last place touches the end of the padded image, so what no place \
                   reaches is left over at the beginning. The first place is at the beginning: \
                   the pixels left over are the last ones.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.at = at_from_the_end,
        },
        Mistake {
            name: "kernel-flipped",
            told: "You took the kernel backward, from its last row and column to its first. \
                   That is the convolution of mathematics. A layer computes cross-correlation: \
                   the pixel's place grows with i and j.\nA network would learn the turned \
                   kernel and give the same sums.",
            section: "convolution.md#why-it-is-called-convolution",
            source: Some("FluxML/NNlib.jl#208"),
            plant: |steps| {
                steps.weight = |i, j, size| (size - 1 - i, size - 1 - j);
            },
        },
        Mistake {
            name: "kernel-transposed",
            told: "Rows and columns of the kernel are exchanged: i counts its rows and goes \
                   with the row of the pixel, j its columns.\nWith a symmetric kernel you can't \
                   see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.weight = |i, j, _| (j, i),
        },
        Mistake {
            name: "first-filter-for-all",
            told: "Every channel of the output comes from the weights of filter 0. Filter f \
                   has kernels of its own; f is the first index of `kernels`.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.filter = |_| 0,
        },
        Mistake {
            name: "one-kernel-for-all-channels",
            told: "You lay the kernel of channel 0 on every channel of the image. A filter has \
                   one kernel for each of them.\nWith images in shades of gray you can't see \
                   the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.kernel = |_| 0,
        },
        Mistake {
            name: "first-channel-only",
            told: "You looked at channel 0 of the image and at no other. A filter adds up the \
                   products of all channels.\nWith one channel you can't see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.channels = |_| 0..1,
        },
        Mistake {
            name: "last-channel-only",
            told: "Only the last channel of the image is left in your sums: each channel begins \
                   the sum anew. The line that begins it belongs outside the loop over c.\nWith \
                   one channel you can't see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.channels = |channels| channels - 1..channels,
        },
        Mistake {
            name: "last-product-only",
            told: "Each product overwrites the one before it, and the last one is left: `=` \
                   where `+=` belongs.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.sum = |products| products[products.len() - 1];
                // Where the bias is lost as well, that is the next.
                steps.bias = |biases, f, _, _| biases[f];
            },
        },
        Mistake {
            name: "last-product-without-bias",
            told: "Each product overwrites what was there before it, the bias too, and the last \
                   product is left: `=` where `+=` belongs. If the bias is nowhere yet, the sum \
                   begins with it.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.sum = |products| products[products.len() - 1];
                steps.bias = |_, _, _, _| 0.0;
            },
        },
        Mistake {
            name: "mean-over-channels",
            told: "You took the mean over the channels. A filter adds them up: a weight that \
                   should count less is made smaller by training.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.divisor = |channels, _| channels as f64,
        },
        Mistake {
            name: "mean-over-weights",
            told: "You divided by the number of weights. The products are added up, and not \
                   averaged.",
            section: "convolution.md#a-kernel-slides",
            source: None,
            plant: |steps| steps.divisor = |_, weights| weights as f64,
        },
        Mistake {
            name: "bias-forgotten",
            told: "The bias is missing from the sums.\nAs long as the biases are 0, as a new \
                   convolution has them, you can't see it.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.bias = |_, _, _, _| 0.0,
        },
        Mistake {
            name: "bias-at-every-weight",
            told: "The bias is added in the innermost loop, once for every weight. It belongs \
                   to the sum, once at every place.",
            section: "convolution.md#channels-and-filters",
            source: Some("LazaroHurtado/micrograd-rs#20"),
            plant: |steps| {
                steps.bias = |biases, f, _, weights| weights as f64 * biases[f];
            },
        },
        Mistake {
            name: "bias-for-every-channel",
            told: "The bias is added once for each channel of the image. A filter has one bias, \
                   however many channels it looks at.\nWith one channel you can't see the \
                   difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.bias = |biases, f, channels, _| channels as f64 * biases[f];
            },
        },
        Mistake {
            name: "first-bias-for-all",
            told: "Every filter got the bias of filter 0. Filter f has its own, `biases[f]`.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.bias = |biases, _, _, _| biases[0],
        },
        Mistake {
            name: "relu-inside",
            told: "What is negative became 0: that is ReLU, a layer of its own, which comes \
                   afterward. A convolution gives its sums as they are.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.output = |z| z.mapv(|z| z.max(0.0)),
        },
        Mistake {
            name: "filters-added-up",
            told: "You added up what the filters give. Each of them gives a channel of the \
                   output of its own; only the channels of the image are added up.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.output = |z| z.sum_axis(Axis(0)).insert_axis(Axis(0));
            },
        },
        Mistake {
            name: "output-transposed",
            told: "Rows and columns of the output are exchanged. Its shape is (filters, rows, \
                   columns); with a square image the shape would be right and the numbers \
                   would not.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| steps.output = |z| z.permuted_axes([0, 2, 1]),
        },
    ],
};

/// Checks a convolution: filters and an image in, the image of their sums out.
///
/// # Errors
///
/// What is wrong with it.
pub fn convolve(yours: fn(&Convolution, &Array3<f64>) -> Array3<f64>) -> Verdict {
    CONVOLVE.check(move |Probe { convolution, image }| {
        Answer::of("z", yours(convolution, image))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&PLACES, &CONVOLVE]
}
