//! The mistakes of *The convolutional layer*.

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array1, Array2, Array3, Array4, Axis, indices};

use crate::convolution::{
    self, At, Pad, SIZES, Side, at, at_dilated, at_from_the_end, at_without_stride,
    pad, pad_at_the_beginning, pad_at_the_end, pad_nothing, pad_with_the_edge,
};
use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// The sides of a padded image, from above to below and from left to right.
fn sides(convolution: &Convolution, padded: &Array3<f64>) -> [Side; 2] {
    let (_, height, width) = padded.dim();
    let ImageShape { height: rows, width: columns, .. } = convolution.input;
    [(rows, height), (columns, width)].map(|(unpadded, padded)| Side {
        unpadded,
        padded,
        size: convolution.size(),
        stride: convolution.stride,
    })
}

/// A weight of a convolution and the pixel that it meets at a place.
struct Meeting<'a> {
    kernels: &'a Array4<f64>,
    padded: &'a Array3<f64>,
    /// The filter of the weight, its channel, its row and its column.
    weight: [usize; 4],
    /// The channel of the pixel, its row and its column.
    pixel: [usize; 3],
}

/// How the way back through a convolution is computed.
#[derive(Clone, Copy)]
struct Backward {
    /// The slope along the bias of filter `f`.
    bias: fn(dz: &Array3<f64>, f: usize, weights: usize) -> f64,
    /// The image with its frame, as the slopes along the kernels see it.
    pad: Pad,
    /// Which pixel a weight meets, for the slope along the weight.
    at_of_kernels: At,
    /// What the slope along a sum is multiplied by, for the slope along a weight.
    factor_of_kernel: fn(&Meeting) -> f64,
    /// To which weight of its kernel the product of the weight in row `i` and column `j` goes.
    to_weight: fn(i: usize, j: usize, size: usize) -> (usize, usize),
    /// What a sum over so many places is divided by.
    divisor: fn(places: f64) -> f64,
    /// What becomes of the slope along a weight when one more product comes.
    add_to_kernel: fn(before: f64, product: f64) -> f64,
    /// Which pixel a weight meets, for the slope along the pixel.
    at_of_image: At,
    /// What the slope along a sum is multiplied by, for the slope along a pixel.
    factor_of_pixel: fn(&Meeting) -> f64,
    /// What becomes of the slope along a pixel when one more product comes.
    add_to_pixel: fn(before: f64, product: f64) -> f64,
    /// The slopes along the image, from those along the padded one.
    unpad: fn(&Array3<f64>, padding: usize) -> Array3<f64>,
}

/// A call of the way back: what a convolution was called with, and the slopes along its sums.
#[derive(Clone)]
struct Probe {
    convolution: Convolution,
    image: Array3<f64>,
    dz: Array3<f64>,
}

fn probes() -> Vec<Probe> {
    let probe = |(seed, convolution::Probe { convolution, image })| {
        let dz = numbers(convolution.output().dim(), seed);
        Probe { convolution, image, dz }
    };
    (50..).zip(convolution::probes()).map(probe).collect()
}

fn without_frame(framed: &Array3<f64>, padding: usize, before: usize) -> Array3<f64> {
    let (channels, height, width) = framed.dim();
    let around = 2 * padding;
    Array3::from_shape_fn(
        (channels, height - around, width - around),
        |(c, row, column)| framed[[c, row + before, column + before]],
    )
}

impl Backward {
    fn slopes(&self, probe: &Probe) -> (Array3<f64>, Array4<f64>, Array1<f64>) {
        let Probe { convolution, image, dz } = probe;
        let kernels = &convolution.kernels;
        let (filters, channels, size, _) = kernels.dim();
        let padded = (self.pad)(image, convolution.padding);
        let [vertical, horizontal] = sides(convolution, &padded);
        let mut d_kernels = Array4::zeros(kernels.dim());
        let mut d_padded = Array3::zeros(padded.dim());
        for ((f, row, column), dz) in dz.indexed_iter() {
            for (c, i, j) in indices((channels, size, size)) {
                let weight = [f, c, i, j];
                let pixel =
                    |at: At| [c, at(&vertical, row, i), at(&horizontal, column, j)];
                let meeting =
                    |pixel| Meeting { kernels, padded: &padded, weight, pixel };
                let met = meeting(pixel(self.at_of_kernels));
                let (to_i, to_j) = (self.to_weight)(i, j, size);
                let to = [f, c, to_i, to_j];
                d_kernels[to] = (self.add_to_kernel)(
                    d_kernels[to],
                    dz * (self.factor_of_kernel)(&met),
                );
                let met = meeting(pixel(self.at_of_image));
                d_padded[met.pixel] = (self.add_to_pixel)(
                    d_padded[met.pixel],
                    dz * (self.factor_of_pixel)(&met),
                );
            }
        }
        let places = (dz.len() / filters) as f64;
        let d_bias = |f| (self.bias)(dz, f, channels * size * size);
        (
            (self.unpad)(&d_padded, convolution.padding),
            d_kernels / (self.divisor)(places),
            Array1::from_shape_fn(filters, d_bias),
        )
    }
}

fn slopes(
    (d_image, d_kernels, d_biases): (Array3<f64>, Array4<f64>, Array1<f64>),
) -> Answer {
    Answer::of("d_biases", d_biases)
        .with("d_kernels", d_kernels)
        .with("d_image", d_image)
}

static BACKWARD: Lesson<Backward, Probe> = Lesson {
    exercise: "convolve_backward",
    steps: Backward {
        bias: |dz, f, _| dz.index_axis(Axis(0), f).sum(),
        pad,
        at_of_kernels: at,
        factor_of_kernel: |met| met.padded[met.pixel],
        to_weight: |i, j, _| (i, j),
        divisor: |_| 1.0,
        add_to_kernel: |before, product| before + product,
        at_of_image: at,
        factor_of_pixel: |met| met.kernels[met.weight],
        add_to_pixel: |before, product| before + product,
        unpad: |d_padded, padding| without_frame(d_padded, padding, padding),
    },
    probes,
    answer: |steps, probe| slopes(steps.slopes(probe)),
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "bias-mean",
            told: "You took the mean over the places for the slope along a bias. The bias is \
                   part of the sum at every place, and paths that meet add up.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.bias =
                    |dz, f, _| dz.index_axis(Axis(0), f).mean().unwrap_or(0.0);
            },
        },
        Mistake {
            name: "bias-last-place",
            told: "The slope along a bias is that of the last place: each place overwrites what \
                   the one before it left. Add up all of them, `+=`.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.bias = |dz, f, _| {
                    dz.index_axis(Axis(0), f).last().copied().unwrap_or(0.0)
                };
            },
        },
        Mistake {
            name: "bias-of-all-filters",
            told: "Every bias got the sum over all filters. Bias f is part of the sums of \
                   filter f and of no other.\nWith one filter you can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.bias = |dz, _, _| dz.sum(),
        },
        Mistake {
            name: "bias-at-every-weight",
            told: "The slope along a bias grows in the innermost loop, once for every weight. \
                   At each place the bias is added once, so its slope is, too.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.bias =
                    |dz, f, weights| weights as f64 * dz.index_axis(Axis(0), f).sum();
            },
        },
        Mistake {
            name: "kernels-padded-at-the-end",
            told: "For the slopes along the kernels, the image lies in the corner of its frame: \
                   all zeros stand below and to the right of it, or rows and columns are \
                   counted from the image and not from the frame. A weight must meet the \
                   pixels that it met on the way forward.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_at_the_end,
        },
        Mistake {
            name: "kernels-padded-with-the-edge",
            told: "For the slopes along the kernels, your frame repeats the pixels at the border. \
                   It is made of zeros, so what a weight met there adds nothing to its slope.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_with_the_edge,
        },
        Mistake {
            name: "kernels-without-stride",
            told: "For the slopes along the kernels, the stride is missing where you look up \
                   the pixel. It is the one of the forward pass, in row r·s + i.\nWith stride 1 \
                   you can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: Some("enggen/Deep-Learning-Coursera#7"),
            plant: |steps| steps.at_of_kernels = at_without_stride,
        },
        Mistake {
            name: "kernels-from-kernels",
            told: "You multiplied the slope of the sum by the weight to get the slope along the \
                   weight. The slope of a product along one factor is the other: along the \
                   weight it is the pixel.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.factor_of_kernel = |met| met.kernels[met.weight],
        },
        Mistake {
            name: "kernels-from-the-first-channel",
            told: "The kernels of all channels learn from the pixels of channel 0. Each meets \
                   the pixels of its own.\nWith one channel you can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.factor_of_kernel = |met| {
                    let [_, row, column] = met.pixel;
                    met.padded[[0, row, column]]
                };
            },
        },
        Mistake {
            name: "kernels-flipped",
            told: "The slopes along the kernels are turned by half a turn: each belongs to the \
                   weight at the other end. That is the way back of a mathematical convolution; \
                   ours is a cross-correlation, and row i of the kernel meets row r·s + i.",
            section: "convolution.md#why-it-is-called-convolution",
            source: None,
            plant: |steps| {
                steps.to_weight = |i, j, size| (size - 1 - i, size - 1 - j);
            },
        },
        Mistake {
            name: "kernels-transposed",
            told: "The slopes along the kernels are transposed: i counts the rows of a kernel and \
                   goes with the rows of the image. The shape can't tell you, for a kernel is \
                   square.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.to_weight = |i, j, _| (j, i),
        },
        Mistake {
            name: "kernels-mean",
            told: "You divided the slopes along the kernels by the number of places. A weight \
                   takes part in the sum at every place, and paths that meet add up: shared \
                   weight, added slopes.",
            section: "convolutional-layer.md#three-slopes",
            source: Some("sebgao/cTensor#3"),
            plant: |steps| steps.divisor = |places| places,
        },
        Mistake {
            name: "kernels-last-place",
            told: "The slope along a weight is that of the last place: each product overwrites \
                   the one before it. Add up all of them, `+=`.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.add_to_kernel = |_, product| product,
        },
        Mistake {
            name: "image-without-stride",
            told: "For the slopes along the image, the stride is missing: what a place hands \
                   back lands one pixel further for each place, and not s.\nWith stride 1 you \
                   can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: Some("enggen/Deep-Learning-Coursera#7"),
            plant: |steps| steps.at_of_image = at_without_stride,
        },
        Mistake {
            name: "image-by-the-flipped-kernel",
            told: "For the slopes along the image you turned the kernel by half a turn. With \
                   stride 1 that is right if you slide it over the slopes. Here each place adds \
                   to the pixels under it, and the weight that lies on a pixel is the one of \
                   the forward pass.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.factor_of_pixel = |met| {
                    let ([f, c, i, j], last) = (met.weight, met.kernels.dim().3 - 1);
                    met.kernels[[f, c, last - i, last - j]]
                };
            },
        },
        Mistake {
            name: "image-by-the-transposed-kernel",
            told: "For the slopes along the image, rows and columns of the kernel are \
                   exchanged. A dense layer goes back with Wᵀ, but here nothing is \
                   transposed: the weight that lies on a pixel is that of the forward pass.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.factor_of_pixel = |met| {
                    let [f, c, i, j] = met.weight;
                    met.kernels[[f, c, j, i]]
                };
            },
        },
        Mistake {
            name: "image-by-the-first-filter",
            told: "All filters hand back their slopes along the image by the weights of filter \
                   0. A pixel is under the kernels of every filter, and each hands back by its \
                   own.\nWith one filter you can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.factor_of_pixel = |met| {
                    let [_, c, i, j] = met.weight;
                    met.kernels[[0, c, i, j]]
                };
            },
        },
        Mistake {
            name: "image-from-the-image",
            told: "You multiplied the slope of the sum by the pixel to get the slope along the \
                   pixel. The slope of a product along one factor is the other: along the \
                   pixel it is the weight.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.factor_of_pixel = |met| met.padded[met.pixel],
        },
        Mistake {
            name: "image-overwritten",
            told: "Where kernels overlap, a pixel keeps what the last place and filter handed \
                   back: `=` where `+=` belongs.\nWith one filter and a stride as large as the \
                   kernel you can't see the difference.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.add_to_pixel = |_, product| product,
        },
        Mistake {
            name: "image-from-the-corner",
            told: "The slopes along the image are those of the corner of the padded one: row 0 \
                   and column 0 of the frame. The image begins in row p and column p.\nThe shape \
                   is right, and with padding 0 so are the numbers.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| {
                steps.unpad = |d_padded, padding| without_frame(d_padded, padding, 0);
            },
        },
        Mistake {
            name: "image-with-its-frame",
            told: "You gave back the slopes along the padded image. Its frame is no part of \
                   the image that came in: take it off.",
            section: "convolutional-layer.md#three-slopes",
            source: None,
            plant: |steps| steps.unpad = |d_padded, _| d_padded.clone(),
        },
    ],
};

/// What checks the way back through a convolution: a convolution, an image and the slopes along
/// its sums in, the slopes along the image, the kernels and the biases out.
type ConvolveBackward = fn(
    &Convolution,
    &Array3<f64>,
    &Array3<f64>,
) -> (Array3<f64>, Array4<f64>, Array1<f64>);

/// Checks the way back through a convolution: the slopes along the image, the kernels and the
/// biases.
///
/// # Errors
///
/// What is wrong with it.
pub fn convolve_backward(yours: ConvolveBackward) -> Verdict {
    BACKWARD.check(move |probe| answer(yours, probe))
}

/// Checks whether the wrong line of a way back is mended: it cuts the slopes along the image
/// out of the corner of the padded ones.
///
/// # Errors
///
/// What is wrong with it, but not the wrong line.
pub fn right_without_padding(yours: ConvolveBackward) -> Verdict {
    BACKWARD.check_found("image-from-the-corner", move |probe| answer(yours, probe))
}

fn answer(yours: ConvolveBackward, probe: &Probe) -> Answer {
    let Probe { convolution, image, dz } = probe;
    slopes(yours(convolution, image, dz))
}

/// How the matrix of patches is made.
#[derive(Clone, Copy)]
struct Im2col {
    /// The image with its frame.
    pad: Pad,
    /// In how many places the kernel fits along a side.
    places: fn(&Side) -> usize,
    /// Which pixel lies under a weight.
    at: At,
    /// How many channels are copied.
    channels: fn(usize) -> usize,
    /// In which row of the matrix the pixel under the weight of a channel, a row and a column
    /// stands.
    row: fn(weight: [usize; 3], channels: usize, size: usize) -> usize,
    /// In which column of the matrix the place in a row and a column stands, of the places along
    /// both sides and the stride. What stands beyond the last column is lost.
    column: fn(place: [usize; 2], places: [usize; 2], stride: usize) -> usize,
    /// What is given back of the patches, which stand in columns.
    matrix: fn(Array2<f64>) -> Array2<f64>,
}

impl Im2col {
    fn patches(&self, probe: &convolution::Probe) -> Array2<f64> {
        let convolution::Probe { convolution, image } = probe;
        let padded = (self.pad)(image, convolution.padding);
        let sides @ [vertical, horizontal] = sides(convolution, &padded);
        let [rows, columns] = sides.map(|side| (self.places)(&side));
        let channels = (self.channels)(convolution.input.channels);
        let size = convolution.size();
        let mut patches = Array2::zeros((channels * size * size, rows * columns));
        for (c, i, j) in indices((channels, size, size)) {
            for (row, column) in indices((rows, columns)) {
                let entry = [
                    (self.row)([c, i, j], channels, size),
                    (self.column)([row, column], [rows, columns], convolution.stride),
                ];
                let pixel = padded[[
                    c,
                    (self.at)(&vertical, row, i),
                    (self.at)(&horizontal, column, j),
                ]];
                if let Some(entry) = patches.get_mut(entry) {
                    *entry = pixel;
                }
            }
        }
        (self.matrix)(patches)
    }
}

static IM2COL: Lesson<Im2col, convolution::Probe> = Lesson {
    exercise: "im2col",
    steps: Im2col {
        pad,
        places: Side::places,
        at,
        channels: |channels| channels,
        row: |[c, i, j], _, size| (c * size + i) * size + j,
        column: |[row, column], [_, columns], _| row * columns + column,
        matrix: |patches| patches,
    },
    probes: convolution::probes,
    answer: |steps, probe| Answer::of("patches", steps.patches(probe)),
    sizes: &[(18, "weights of a filter"), (24, "places")],
    mistakes: &[
        Mistake {
            name: "padded-at-the-end",
            told: "The image lies in the corner of its frame: all zeros stand below and to the \
                   right of it, or rows and columns are counted from the image and not from the \
                   frame. Pixel (0, 0) belongs to (p, p).",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: Some("vtjeng/MIPVerify.jl#23"),
            plant: |steps| steps.pad = pad_at_the_end,
        },
        Mistake {
            name: "padded-once",
            told: "The zeros stand above and to the left of the image, and none below and to \
                   the right. A frame has p rows and columns on each side.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_at_the_beginning,
        },
        Mistake {
            name: "padded-with-the-edge",
            told: "Your frame repeats the pixels at the border. Ours is made of zeros.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_with_the_edge,
        },
        Mistake {
            name: "padding-forgotten",
            told: "The image has no frame, so there are fewer places, unless the padding is 0.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.pad = pad_nothing,
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
            name: "last-place-forgotten",
            told: "The last place of each row and column is missing. The number of places is \
                   that of the moves and one more, for the place before the first move.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.places = |side| side.room() / side.stride,
        },
        Mistake {
            name: "stride-forgotten",
            told: "The stride is missing where you look up the pixel: in row r·s + i and not \
                   in r + i.\nWith stride 1 you can't see the difference.",
            section: "convolutional-layer.md#in-rust",
            source: None,
            plant: |steps| steps.at = at_without_stride,
        },
        Mistake {
            name: "stride-at-the-weight",
            told: "You multiplied the row of the weight by the stride, and not that of the \
                   place: r + i·s for r·s + i. A patch has gaps then.",
            section: "convolutional-layer.md#in-rust",
            source: None,
            plant: |steps| steps.at = at_dilated,
        },
        Mistake {
            name: "places-from-the-end",
            told: "Your last place touches the end of the padded image, so what no place \
                   reaches is left over at the beginning. The first place is at the beginning.",
            section: "convolution.md#stride-padding-and-what-is-left-over",
            source: None,
            plant: |steps| steps.at = at_from_the_end,
        },
        Mistake {
            name: "first-channel-only",
            told: "A patch holds the pixels of channel 0 and of no other. The kernel has \
                   weights for all channels, and each of them needs its pixel in the column.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| steps.channels = |_| 1,
        },
        Mistake {
            name: "channels-last",
            told: "In your patches the channel changes from one row to the next. The kernels \
                   stand channel after channel, and the patches must, too: a product with them \
                   multiplies number by number.\nWith one channel you can't see the difference.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| {
                steps.row = |[c, i, j], channels, size| (i * size + j) * channels + c;
            },
        },
        Mistake {
            name: "patch-transposed",
            told: "A patch stands in its column from above to below, column after column. The \
                   weights of a kernel are in order row after row.\nWith a symmetric kernel the \
                   product is the same.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| {
                steps.row = |[c, i, j], _, size| (c * size + j) * size + i;
            },
        },
        Mistake {
            name: "patch-backward",
            told: "In each channel a patch stands backward, from its last pixel to its first. \
                   The product with the kernels is then a convolution of mathematics, and ours \
                   is a cross-correlation.",
            section: "convolution.md#why-it-is-called-convolution",
            source: None,
            plant: |steps| {
                steps.row = |[c, i, j], _, size| {
                    (c * size + size - 1 - i) * size + size - 1 - j
                };
            },
        },
        Mistake {
            name: "places-column-by-column",
            told: "Your places follow each other from above to below. They are in order row \
                   after row, as the pixels of an image are, or the sums would come out as \
                   another image.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| {
                steps.column = |[row, column], [rows, _], _| column * rows + row;
            },
        },
        Mistake {
            name: "place-by-the-rows",
            told: "You counted the places as r · rows + q. Before row r there are r rows, each as \
                   long as there are *columns*: r · columns + q.\nWith a square output you can't \
                   see the difference.",
            section: "convolution.md#channels-and-filters",
            source: None,
            plant: |steps| {
                steps.column = |[row, column], [rows, _], _| row * rows + column
            },
        },
        Mistake {
            name: "pixel-counts-the-places",
            told: "You counted the places by the row and the column of a pixel, which go up by \
                   the stride. Some columns of the matrix stay 0, and what would come after the \
                   last one is lost. The place in row r and column q is number \
                   r · columns + q.\nWith stride 1 you can't see the difference.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: Some("mengxinZHANG/numpy-realizes-CNN#2"),
            plant: |steps| {
                steps.column = |[row, column], [_, columns], stride| {
                    stride * (row * columns + column)
                };
            },
        },
        Mistake {
            name: "patches-in-rows",
            told: "Each patch is a row of your matrix. Here it is a column, so that the \
                   kernels, with a filter in each row, stand on the left of the product. Much \
                   code has it your way, with the product turned round.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| steps.matrix = |patches| patches.reversed_axes(),
        },
        Mistake {
            name: "reshaped-not-transposed",
            told: "You wrote the patches one after another and gave the row of numbers the \
                   shape of the matrix. That fills it row by row, so the patches lie across \
                   it. Put patch after patch into (places, weights), and transpose.",
            section: "convolutional-layer.md#one-product-of-matrices",
            source: None,
            plant: |steps| {
                steps.matrix = |patches| {
                    let numbers = patches.t().iter().copied().collect();
                    Array2::from_shape_vec(patches.dim(), numbers)
                        .expect("as many numbers as before")
                };
            },
        },
    ],
};

/// Checks a function that makes the matrix of patches of an image.
///
/// # Errors
///
/// What is wrong with it.
pub fn im2col(yours: fn(&Convolution, &Array3<f64>) -> Array2<f64>) -> Verdict {
    IM2COL.check(move |convolution::Probe { convolution, image }| {
        Answer::of("patches", yours(convolution, image))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&BACKWARD, &IM2COL]
}
