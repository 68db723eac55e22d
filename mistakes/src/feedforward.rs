//! The mistakes of *Feedforward*.

use backprop::activation::{sigmoid, sigmoid_prime};
use backprop::feedforward::Trace;
use backprop::network::Network;
use ndarray::{Array2, Axis, Slice};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// Inputs, each with its weight.
type Weighted = Vec<(f64, f64)>;

/// How one neuron is computed.
#[derive(Clone, Copy)]
struct Neuron {
    /// The inputs that count, each with its weight.
    pairs: fn(inputs: &[f64], weights: &[f64]) -> Weighted,
    /// What an input and its weight give together.
    product: fn(x: f64, w: f64) -> f64,
    /// What all of them give together.
    total: fn(&[f64]) -> f64,
    /// What is added to the sum.
    more: f64,
    /// What becomes of the sum.
    activation: fn(f64) -> f64,
}

/// How one layer is computed.
#[derive(Clone, Copy)]
struct Layer {
    /// The weighted sums.
    sums: fn(x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64>,
    /// The activation of one sum.
    activation: fn(f64) -> f64,
    /// The two arrays that are given.
    given: fn(z: Array2<f64>, a: Array2<f64>) -> Arrays,
    /// The axes of what is given.
    turned: fn(Array2<f64>) -> Array2<f64>,
}

/// How the pass forward through the network of Part I is computed.
#[derive(Clone, Copy)]
struct Forward {
    /// The weighted sums of a layer.
    sums: fn(x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64>,
    /// The activation of the hidden layer.
    hidden: fn(f64) -> f64,
    /// What the output layer gets, and its weights.
    received: fn(net: &Network, x: &Array2<f64>, hidden: &Both) -> Arrays,
    /// The activation of the output layer.
    output: fn(f64) -> f64,
    /// What is given of the hidden layer.
    kept_hidden: fn(Both) -> Both,
    /// What is given of the output layer.
    kept_output: fn(Both) -> Both,
}

/// The sums and the activations of a layer.
struct Both {
    z: Array2<f64>,
    a: Array2<f64>,
}

/// Rows and weights go into a layer, sums and activations come out.
type Arrays = (Array2<f64>, Array2<f64>);

/// Inputs and their weights.
type Inputs = (Vec<f64>, Vec<f64>);

/// Each input with its weight, as far as both go.
fn pairs(inputs: &[f64], weights: &[f64]) -> Vec<(f64, f64)> {
    inputs.iter().copied().zip(weights.iter().copied()).collect()
}

fn identity(z: f64) -> f64 {
    z
}

fn relu(z: f64) -> f64 {
    z.max(0.0)
}

fn sigmoid_twice(z: f64) -> f64 {
    sigmoid(sigmoid(z))
}

static NEURON: Lesson<Neuron, Inputs> = Lesson {
    exercise: "neuron",
    steps: Neuron {
        pairs,
        product: |x, w| x * w,
        total: |products| products.iter().sum(),
        more: 0.0,
        activation: sigmoid,
    },
    probes: || {
        vec![
            (vec![0.4, -1.5, 0.8], vec![1.2, 0.3, -0.7]),
            (vec![-0.6, 0.9, 1.3, 0.2], vec![0.5, -1.1, 0.8, -1.4]),
        ]
    },
    answer: |steps, (inputs, weights)| {
        let pairs = (steps.pairs)(inputs, weights).into_iter();
        let products: Vec<f64> = pairs.map(|(x, w)| (steps.product)(x, w)).collect();
        let z = (steps.total)(&products) + steps.more;
        Answer::of("a", (steps.activation)(z))
            .called_with(format!("the inputs {inputs:?} and the weights {weights:?}"))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "without-the-sigmoid",
            told: "You gave the weighted sum z, and the sigmoid of it is missing. A sum can be \
                   any number; what a neuron gives lies between 0 and 1.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.activation = identity,
        },
        Mistake {
            name: "slope-for-value",
            told: "You took σ′ in the place of σ. The slope is never above 0.25. You need it on \
                   the way back, and not on the way forward.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.activation = sigmoid_prime,
        },
        Mistake {
            name: "sigmoid-twice",
            told: "You took the sigmoid of the sigmoid.\nThe result looks like an activation, but \
                   it always lies between 0.5 and 0.74.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.activation = sigmoid_twice,
        },
        Mistake {
            name: "each-squeezed",
            told: "You took the sigmoid of each product and added those up. Add up first: a \
                   neuron has one sum, and one sigmoid of it.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| {
                steps.total = |products| products.iter().copied().map(sigmoid).sum();
                steps.activation = identity;
            },
        },
        Mistake {
            name: "without-the-weights",
            told: "You added up the inputs, and the weights do not count. Each input is \
                   multiplied by its own weight first.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.product = |x, _| x,
        },
        Mistake {
            name: "added-the-weights",
            told: "You added each weight to its input, and it is multiplied by it. Where the \
                   input is 0 the weight should not count at all.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.product = |x, w| x + w,
        },
        Mistake {
            name: "mean",
            told: "You divided the sum by the number of inputs. A weighted sum is a sum: how much \
                   each input counts, its weight says.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| {
                steps.total =
                    |products| products.iter().sum::<f64>() / products.len() as f64;
            },
        },
        Mistake {
            name: "multiplied",
            told: "You multiplied all the products with each other. Each input is multiplied by \
                   its weight, and then they are added up.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.total = |products| products.iter().product(),
        },
        Mistake {
            name: "last-product-only",
            told: "Only the last product counts: `=` writes over the sum so far. Add to it with \
                   `+=`.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| {
                steps.total = |products| products.last().copied().unwrap_or_default();
            },
        },
        Mistake {
            name: "last-left-out",
            told: "The last input is left out. A range `0..n` ends before n by itself: \
                   `0..n - 1` is one short.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.pairs = |x, w| pairs(&x[..x.len() - 1], w),
        },
        Mistake {
            name: "first-left-out",
            told: "The first input is left out. Rust counts from 0, so the first one is \
                   `inputs[0]`.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.pairs = |x, w| pairs(&x[1..], &w[1..]),
        },
        Mistake {
            name: "three-inputs-only",
            told: "You stopped after three inputs. The network of the book has three, and another \
                   neuron may have more: `inputs.len()` of them.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.pairs = |x, w| pairs(&x[..3], w),
        },
        Mistake {
            name: "sign",
            told: "You squeezed −z: what you gave is 1 − σ(z). If the sigmoid is written out, the \
                   minus belongs to the power of e: 1 / (1 + e⁻ᶻ).",
            section: "activation.md#the-curve",
            source: None,
            plant: |steps| steps.activation = |z| sigmoid(-z),
        },
        Mistake {
            name: "inputs-squeezed",
            told: "You took the sigmoid of each input. The inputs come as they are; the sigmoid \
                   is for the sum of the products.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.product = |x, w| sigmoid(x) * w,
        },
        Mistake {
            name: "begins-at-one",
            told: "Your sum is too large by 1: a product begins at 1, a sum at 0.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.more = 1.0,
        },
        Mistake {
            name: "squeezed-each-time",
            told: "You took the sigmoid after each product that you added. Add up all of them \
                   first: a neuron has one sum, and one sigmoid of it.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| {
                steps.total = |products| {
                    products.iter().fold(0.0, |z, product| sigmoid(z + product))
                };
                steps.activation = identity;
            },
        },
        Mistake {
            name: "first-weight-for-threshold",
            told: "You took the first weight for a threshold, and added it as it is. So each \
                   input meets the weight of the next one, and the last input is never read. The \
                   first weight belongs to the first input.",
            section: "feedforward.md#one-layer-two-moves",
            source: Some("jackm321/RustNN src/lib.rs"),
            plant: |steps| {
                steps.pairs = |x, w| [vec![(1.0, w[0])], pairs(x, &w[1..])].concat()
            },
        },
        Mistake {
            name: "every-input-by-every-weight",
            told: "You multiplied every input by every weight: that is the sum of the inputs \
                   times the sum of the weights. Each input has one weight, that of its own \
                   place.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| {
                steps.pairs = |x, w| vec![(x.iter().sum(), w.iter().sum())];
            },
        },
    ],
};

/// The sums of a layer in which the first row of the weights is added as it is.
fn with_threshold(x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64> {
    let read = x.slice_axis(Axis(1), Slice::from(..-1));
    read.dot(&w.slice_axis(Axis(0), Slice::from(1..))) + w.row(0)
}

static LAYER: Lesson<Layer, Arrays> = Lesson {
    exercise: "layer",
    steps: Layer {
        sums: |x, w| x.dot(w),
        activation: sigmoid,
        given: |z, a| (z, a),
        turned: |array| array,
    },
    probes: || {
        [50, 60]
            .map(|seed| (numbers((5, 3), seed), numbers((3, 4), seed + 1)))
            .to_vec()
    },
    answer: |steps, (x, w)| {
        let z = (steps.sums)(x, w);
        let a = z.mapv(steps.activation);
        let (z, a) = (steps.given)(z, a);
        Answer::of("z", (steps.turned)(z)).with("a", (steps.turned)(a))
    },
    sizes: &[(5, "rows"), (3, "inputs"), (4, "units")],
    mistakes: &[
        Mistake {
            name: "without-the-sigmoid",
            told: "Both arrays are the weighted sums: the sigmoid is missing. Without it two \
                   layers are no better than one.",
            section: "feedforward.md#without-the-sigmoid",
            source: None,
            plant: |steps| steps.activation = identity,
        },
        Mistake {
            name: "slope-for-value",
            told: "You took σ′ in the place of σ. The slope is never above 0.25. You need it on \
                   the way back, and not on the way forward.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.activation = sigmoid_prime,
        },
        Mistake {
            name: "sigmoid-twice",
            told: "You took the sigmoid of the sigmoid for `a`.\nThe result looks like \
                   activations, but they all lie between 0.5 and 0.74.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.activation = sigmoid_twice,
        },
        Mistake {
            name: "swapped",
            told: "The two arrays are right and stand in the wrong order: z comes first, then a.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.given = |z, a| (a, z),
        },
        Mistake {
            name: "overwritten",
            told: "Both arrays are the activations: the sums are lost. `mapv_inplace` and \
                   `mapv_into` write over the array that they get; `mapv` makes a new one.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.given = |_, a| (a.clone(), a),
        },
        Mistake {
            name: "turned",
            told: "Rows and columns are exchanged: each sample stands in a column. In this book \
                   samples are rows, so it is x W, and not Wᵀ xᵀ.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.turned = Array2::reversed_axes,
        },
        Mistake {
            name: "mean",
            told: "You divided the sums by the number of inputs. A weighted sum is a sum: how \
                   much each input counts, its weight says.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.sums = |x, w| x.dot(w) / x.ncols() as f64,
        },
        Mistake {
            name: "squeezed-too-early",
            told: "Your z has been through the sigmoid already, and a twice. The sums z come as \
                   they are: `x.dot(w)`.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| {
                steps.activation = sigmoid;
                steps.given = |_, a| (a.clone(), a.mapv(sigmoid));
            },
        },
        Mistake {
            name: "first-weights-for-threshold",
            told: "You took the first row of the weights for a threshold, and added it as it is. \
                   So each input meets the weights of the next one, and the last input is never \
                   read. The first row belongs to the first input.",
            section: "feedforward.md#all-rows-at-once",
            source: Some("jackm321/RustNN src/lib.rs"),
            plant: |steps| steps.sums = with_threshold,
        },
        Mistake {
            name: "relu",
            told: "Your layer ends in ReLU. Many networks do it so, and Part II has it; here it \
                   is the sigmoid.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.activation = relu,
        },
        Mistake {
            name: "tanh",
            told: "Your layer ends in tanh, which goes from −1 to 1. Here it is the sigmoid, \
                   from 0 to 1.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.activation = f64::tanh,
        },
    ],
};

/// A call of `forward`: a network and rows.
type Rows = (Network, Array2<f64>);

static FORWARD: Lesson<Forward, Rows> = Lesson {
    exercise: "forward",
    steps: Forward {
        sums: |x, w| x.dot(w),
        hidden: sigmoid,
        received: |net, _, hidden| (hidden.a.clone(), net.w2.clone()),
        output: sigmoid,
        kept_hidden: |hidden| hidden,
        kept_output: |output| output,
    },
    probes: || {
        let probe = |seed| {
            let net = Network::new(numbers((3, 4), seed), numbers((4, 2), seed + 1));
            (net, numbers((5, 3), seed + 2))
        };
        vec![probe(70), probe(80)]
    },
    answer: |steps, (net, x)| {
        let z = (steps.sums)(x, &net.w1);
        let a = z.mapv(steps.hidden);
        let hidden = Both { z, a };
        let (received, w2) = (steps.received)(net, x, &hidden);
        let z = (steps.sums)(&received, &w2);
        let a = z.mapv(steps.output);
        let Both { z: z1, a: a1 } = (steps.kept_hidden)(hidden);
        let Both { z: z2, a: y_hat } = (steps.kept_output)(Both { z, a });
        trace(Trace { z1, a1, z2, y_hat })
    },
    sizes: &[(5, "rows"), (3, "inputs"), (4, "hidden"), (2, "outputs")],
    mistakes: &[
        Mistake {
            name: "hidden-without-the-sigmoid",
            told: "The hidden layer has no sigmoid: a₁ is z₁. A weighted sum of weighted sums is \
                   again a weighted sum of the inputs, so two layers are no better than one.",
            section: "feedforward.md#without-the-sigmoid",
            source: Some("YujiaBao/ls#1"),
            plant: |steps| steps.hidden = identity,
        },
        Mistake {
            name: "output-without-the-sigmoid",
            told: "The output layer has no sigmoid: ŷ is z₂. A sum can be any number, and the \
                   predictions should lie between 0 and 1, as the targets do.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.output = identity,
        },
        Mistake {
            name: "hidden-slope-for-value",
            told: "In the hidden layer you took σ′ in the place of σ. The slope is never above \
                   0.25. You need it on the way back, and not on the way forward.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.hidden = sigmoid_prime,
        },
        Mistake {
            name: "output-slope-for-value",
            told: "In the output layer you took σ′ in the place of σ. The slope is never above \
                   0.25: such a network can never answer 1.",
            section: "activation.md#its-slope",
            source: None,
            plant: |steps| steps.output = sigmoid_prime,
        },
        Mistake {
            name: "hidden-sigmoid-twice",
            told: "In the hidden layer you took the sigmoid twice: all activations lie between \
                   0.5 and 0.74.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.hidden = sigmoid_twice,
        },
        Mistake {
            name: "output-sigmoid-twice",
            told: "In the output layer you took the sigmoid twice: all predictions lie between \
                   0.5 and 0.74, and the network can answer neither 0 nor 1.",
            section: "feedforward.md#one-layer-two-moves",
            source: None,
            plant: |steps| steps.output = sigmoid_twice,
        },
        Mistake {
            name: "sums-handed-on",
            told: "The output layer gets z₁ in the place of a₁.\nThe activations are right, and \
                   nothing uses them: it is as if the hidden layer had no sigmoid.",
            section: "feedforward.md#without-the-sigmoid",
            source: None,
            plant: |steps| {
                steps.received = |net, _, hidden| (hidden.z.clone(), net.w2.clone());
            },
        },
        Mistake {
            name: "first-weights-twice",
            told: "z₂ is x W₁ once more: the output layer has the inputs and the weights of the \
                   hidden one. Its inputs are a₁, and its weights W₂.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.received = |net, x, _| (x.clone(), net.w1.clone()),
        },
        Mistake {
            name: "hidden-sums-overwritten",
            told: "In the trace, z₁ holds the activations: the sums are lost. `mapv_inplace` and \
                   `mapv_into` write over the array that they get; `mapv` makes a new one.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| {
                steps.kept_hidden = |Both { a, .. }| Both { z: a.clone(), a };
            },
        },
        Mistake {
            name: "hidden-swapped",
            told: "In the trace, z₁ and a₁ are swapped. Fields are given by name: with \
                   `Trace { z1, a1, z2, y_hat }` the names of the variables say which is which.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.kept_hidden = |Both { z, a }| Both { z: a, a: z },
        },
        Mistake {
            name: "output-sums-overwritten",
            told: "In the trace, z₂ holds the predictions: the sums are lost. `mapv_inplace` and \
                   `mapv_into` write over the array that they get; `mapv` makes a new one.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| {
                steps.kept_output = |Both { a, .. }| Both { z: a.clone(), a };
            },
        },
        Mistake {
            name: "output-swapped",
            told: "In the trace, z₂ and ŷ are swapped. Fields are given by name: with \
                   `Trace { z1, a1, z2, y_hat }` the names of the variables say which is which.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.kept_output = |Both { z, a }| Both { z: a, a: z },
        },
        Mistake {
            name: "hidden-relu",
            told: "The hidden layer ends in ReLU. Many networks do it so, and Part II has it; \
                   both layers of this one end in the sigmoid.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.hidden = relu,
        },
        Mistake {
            name: "both-layers-read-x",
            told: "Both layers read x: the output layer gets the inputs in the place of a₁. A \
                   `zip` ends with the shorter of the two and does not say so: W₂ has more rows \
                   than there are inputs. What the hidden layer gives goes into the output \
                   layer.",
            section: "feedforward.md#all-rows-at-once",
            source: Some("jackm321/RustNN src/lib.rs"),
            plant: |steps| {
                steps.received = |net, x, _| {
                    let read = net.w2.slice_axis(Axis(0), Slice::from(..x.ncols()));
                    (x.clone(), read.to_owned())
                };
            },
        },
        Mistake {
            name: "first-weights-for-threshold",
            told: "In both layers you took the first row of the weights for a threshold, and \
                   added it as it is. So each input meets the weights of the next one, and the \
                   last input is never read.",
            section: "feedforward.md#all-rows-at-once",
            source: Some("jackm321/RustNN src/lib.rs"),
            plant: |steps| steps.sums = with_threshold,
        },
        Mistake {
            name: "hidden-sums-squeezed",
            told: "Your z₁ has been through the sigmoid already, and a₁ twice. The sums come as \
                   they are: z₁ = x W₁.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| {
                steps.hidden = sigmoid_twice;
                steps.kept_hidden = |Both { z, a }| Both { z: z.mapv(sigmoid), a };
            },
        },
        Mistake {
            name: "output-sums-squeezed",
            told: "Your z₂ has been through the sigmoid already, and ŷ twice. The sums come as \
                   they are: z₂ = a₁ W₂.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| {
                steps.output = sigmoid_twice;
                steps.kept_output = |Both { z, a }| Both { z: z.mapv(sigmoid), a };
            },
        },
        Mistake {
            name: "hidden-tanh",
            told: "The hidden layer ends in tanh, which goes from −1 to 1. Both layers of this \
                   network end in the sigmoid.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.hidden = f64::tanh,
        },
        Mistake {
            name: "output-relu",
            told: "The output layer ends in ReLU, so a prediction can be any number from 0 up. \
                   Both layers of this network end in the sigmoid.",
            section: "feedforward.md#all-rows-at-once",
            source: None,
            plant: |steps| steps.output = relu,
        },
    ],
};

fn trace(Trace { z1, a1, z2, y_hat }: Trace) -> Answer {
    Answer::of("z1", z1).with("a1", a1).with("z2", z2).with("y_hat", y_hat)
}

/// Checks one neuron, of its inputs and their weights.
///
/// # Errors
///
/// What is wrong with it.
pub fn neuron(yours: fn(&[f64], &[f64]) -> f64) -> Verdict {
    NEURON.check(move |(inputs, weights)| Answer::of("a", yours(inputs, weights)))
}

/// Checks one layer: the weighted sums, and their sigmoids.
///
/// # Errors
///
/// What is wrong with it.
pub fn layer(yours: fn(&Array2<f64>, &Array2<f64>) -> Arrays) -> Verdict {
    LAYER.check(move |(x, w)| {
        let (z, a) = yours(x, w);
        Answer::of("z", z).with("a", a)
    })
}

/// Checks a pass forward through the network of Part I.
///
/// # Errors
///
/// What is wrong with it.
pub fn forward(yours: fn(&Network, &Array2<f64>) -> Trace) -> Verdict {
    FORWARD.check(move |(net, x)| trace(yours(net, x)))
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&NEURON, &LAYER, &FORWARD]
}
