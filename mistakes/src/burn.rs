//! The mistakes of *The same network in Burn*.

use backprop::dense::Dense;
use ndarray::{Array1, Array2};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// Weights and biases of a layer, as PyTorch keeps them: the weights are `(outputs, inputs)`.
pub type Saved = (Array2<f64>, Array1<f64>);

/// How layers of ours are made of those of a file.
#[derive(Clone, Copy)]
struct Reading {
    /// Which layers are made, and in which order.
    order: fn(layers: usize) -> Vec<usize>,
    /// The weights of a layer, of those of the file.
    weights: fn(saved: &Array2<f64>) -> Array2<f64>,
    /// Its biases, of those of the file.
    biases: fn(saved: &Array1<f64>) -> Array1<f64>,
}

/// The layers of a network of 5, 3 and 2 units, and of one with a hidden layer more.
fn files() -> Vec<Vec<Saved>> {
    let of = |units: &[usize], seed: u64| {
        let layer = |(k, pair): (u64, &[usize])| {
            let &[inputs, outputs] = pair else { unreachable!("pairs have two") };
            (numbers((outputs, inputs), seed + k), numbers(outputs, seed + 10 + k))
        };
        (0..).zip(units.windows(2)).map(layer).collect()
    };
    vec![of(&[5, 3, 2], 760), of(&[6, 4, 4, 2], 780)]
}

/// What the answer calls the layers.
const NAMES: [(&str, &str); 3] = [
    ("weights of layer 1", "biases of layer 1"),
    ("weights of layer 2", "biases of layer 2"),
    ("weights of layer 3", "biases of layer 3"),
];

fn layers(
    file: &[Saved],
    layers: impl IntoIterator<Item = (Array2<f64>, Array1<f64>)>,
) -> Answer {
    let units = file.iter().map(|(_, biases)| biases.len().to_string());
    let first = file[0].0.ncols().to_string();
    let units: Vec<String> = std::iter::once(first).chain(units).collect();
    let answer = Answer::default()
        .called_with(format!("layers of {} units", units.join(", ")));
    layers.into_iter().zip(NAMES).fold(answer, |answer, (layer, names)| {
        answer.with(names.0, layer.0).with(names.1, layer.1)
    })
}

/// The numbers of an array in their order, in rows of another length.
fn in_other_rows(saved: &Array2<f64>) -> Array2<f64> {
    let shape = (saved.ncols(), saved.nrows());
    saved.to_shape(shape).expect("as many numbers").to_owned()
}

const FILES: &str = "burn.md#files-there-and-back";

static READING: Lesson<Reading, Vec<Saved>> = Lesson {
    exercise: "one_layer_more",
    steps: Reading {
        order: |layers| (0..layers).collect(),
        weights: |saved| saved.t().to_owned(),
        biases: Array1::clone,
    },
    probes: files,
    answer: |steps, file| {
        let layer =
            |k: usize| ((steps.weights)(&file[k].0), (steps.biases)(&file[k].1));
        layers(file, (steps.order)(file.len()).into_iter().map(layer))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "square-ones-not-turned",
            told: "Weights are turned only where they do not fit otherwise. Those of a layer with \
                   as many outputs as inputs fit either way, and stay as they were in the file: \
                   each weight leads from the wrong input to the wrong output. All weights of \
                   this file are `(outputs, inputs)`, so turn them all.",
            section: FILES,
            source: None,
            plant: |steps| {
                steps.weights = |saved| {
                    let is_square = saved.nrows() == saved.ncols();
                    if is_square { saved.clone() } else { saved.t().to_owned() }
                };
            },
        },
        Mistake {
            name: "none-turned",
            told: "The weights are not turned. In PyTorch's files they have a row for each \
                   output; ours have a row for each input.",
            section: "dense.md#in-a-library",
            source: None,
            plant: |steps| steps.weights = Array2::clone,
        },
        Mistake {
            name: "only-square-ones-turned",
            told: "Now weights are turned only where there are as many outputs as inputs. Those \
                   of the other layers need it as well: turn them all, whatever their shape.",
            section: FILES,
            source: None,
            plant: |steps| {
                steps.weights = |saved| {
                    let is_square = saved.nrows() == saved.ncols();
                    if is_square { saved.t().to_owned() } else { saved.clone() }
                };
            },
        },
        Mistake {
            name: "reshaped",
            told: "The weights have another shape now, but were not turned. `to_shape` keeps the \
                   numbers in their order and begins a new row elsewhere, and where a layer is \
                   square it does nothing at all. `t()` makes rows of columns.",
            section: "dense.md#one-layer-in-rust",
            source: None,
            plant: |steps| steps.weights = in_other_rows,
        },
        Mistake {
            name: "upside-down",
            told: "The rows of the weights stand in reverse order. To turn is to make rows of \
                   columns: the number in row i and column j goes to row j and column i, with \
                   `t()`.",
            section: FILES,
            source: None,
            plant: |steps| {
                steps.weights = |saved| {
                    let mut weights = saved.t().to_owned();
                    weights.invert_axis(ndarray::Axis(0));
                    weights
                };
            },
        },
        Mistake {
            name: "biases-left",
            told: "The biases are those of a new layer, 0, and not those of the file. They are \
                   one for each output in both, and are taken as they are.",
            section: FILES,
            source: None,
            plant: |steps| steps.biases = |saved| Array1::zeros(saved.len()),
        },
        Mistake {
            name: "last-layer-first",
            told: "The layers come in reverse order. The first of the file is the one that sees \
                   the inputs; what is to be turned is each layer's weights, not the network.",
            section: FILES,
            source: None,
            plant: |steps| steps.order = |layers| (0..layers).rev().collect(),
        },
    ],
};

/// Checks layers that are made of a file of PyTorch, until those with as many outputs as inputs
/// are mended.
///
/// # Errors
///
/// What is wrong with them.
pub fn one_layer_more(yours: fn(&[Saved]) -> Vec<Dense>) -> Verdict {
    READING.check_found("square-ones-not-turned", move |file| {
        let made = yours(file).into_iter();
        layers(file, made.map(|layer| (layer.weights, layer.biases)))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&READING]
}
