//! The mistakes of *Any number of layers*.

use backprop::activation::{
    Activation, Sigmoid, Softplus, Tanh, sigmoid, sigmoid_prime_from_output,
};
use backprop::dense::{Dense, Gradients};
use backprop::sequential::{Backward, Pass, Sequential, Stage};
use ndarray::{Array1, Array2, ArrayD};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// A call of either function: layers, rows, and the slopes along the output.
#[derive(Clone)]
struct Probe {
    layers: Vec<Dense>,
    x: Array2<f64>,
    d_output: Array2<f64>,
}

/// What ends the layers, one after another: the slope of the last comes from z.
const ENDS: [&dyn Activation; 3] = [&Sigmoid, &Tanh, &Softplus];

impl Probe {
    /// Seven rows, and a layer from each of these sizes to the next.
    fn new(sizes: &[usize], seed: u64) -> Self {
        let layer = |(seed, pair): (u64, &[usize])| Dense {
            weights: numbers((pair[0], pair[1]), seed),
            biases: numbers(pair[1], seed + 10),
        };
        Probe {
            layers: (seed..).zip(sizes.windows(2)).map(layer).collect(),
            x: numbers((7, sizes[0]), seed + 20),
            d_output: numbers((7, sizes[sizes.len() - 1]), seed + 21),
        }
    }

    fn net(&self) -> Sequential {
        let stage = |(layer, activation): (&Dense, _)| Stage {
            layer: Box::new(layer.clone()),
            activation,
        };
        let ends = ENDS.into_iter().cycle();
        Sequential { stages: self.layers.iter().zip(ends).map(stage).collect() }
    }
}

/// Three layers of one size, which let an exchange of two pass; then three whose sizes differ.
fn probes() -> Vec<Probe> {
    vec![Probe::new(&[3; 4], 100), Probe::new(&[6, 2, 5, 4], 200)]
}

const SIZES: &[(usize, &str)] = &[(7, "rows"), (3, "units")];

/// A name for each array of a list, and for one that is too many.
type Names = [&'static str; 5];

const Z: Names = ["z[0]", "z[1]", "z[2]", "z[3]", "z[4]"];
const A: Names = ["a[0]", "a[1]", "a[2]", "a[3]", "a[4]"];
const DZ: Names = ["dz[0]", "dz[1]", "dz[2]", "dz[3]", "dz[4]"];
const DW: Names = [
    "gradients[0].dw",
    "gradients[1].dw",
    "gradients[2].dw",
    "gradients[3].dw",
    "gradients[4].dw",
];
const DB: Names = [
    "gradients[0].db",
    "gradients[1].db",
    "gradients[2].db",
    "gradients[3].db",
    "gradients[4].db",
];

/// How many arrays of lists to show that should have one for each of `layers` layers.
fn shown<T>(layers: usize, list: &[T]) -> usize {
    list.len().clamp(layers, Z.len())
}

/// The array of layer `l`, or none.
fn of_layer(arrays: &[Array2<f64>], l: usize) -> Array2<f64> {
    arrays.get(l).cloned().unwrap_or_default()
}

/// What a pass through `layers` layers kept.
fn kept(layers: usize, pass: &Pass) -> Answer {
    let lengths = Answer::of("z.len()", pass.z.len()).with("a.len()", pass.a.len());
    (0..shown(layers, &pass.a)).fold(lengths, |answer, l| {
        answer.with(Z[l], of_layer(&pass.z, l)).with(A[l], of_layer(&pass.a, l))
    })
}

/// The slopes of `layers` layers, from the last to the first.
fn slopes(layers: usize, backward: &Backward) -> Answer {
    let Backward { dz, gradients } = backward;
    let lengths =
        Answer::of("dz.len()", dz.len()).with("gradients.len()", gradients.len());
    let none = Gradients { dw: ArrayD::zeros(vec![0]), db: Array1::zeros(0) };
    (0..shown(layers, dz)).rev().fold(lengths, |answer, l| {
        let Gradients { dw, db } = gradients.get(l).unwrap_or(&none).clone();
        answer.with(DZ[l], of_layer(dz, l)).with(DW[l], dw).with(DB[l], db)
    })
}

/// How the pass forward through all layers is computed.
#[derive(Clone, Copy)]
struct Forward {
    /// Which of `n` layers the pass goes through, in this order.
    order: fn(n: usize) -> Vec<usize>,
    /// What the next layer takes: from the data and from what the layers before it gave.
    takes: for<'a> fn(x: &'a Array2<f64>, pass: &'a Pass) -> &'a Array2<f64>,
    /// The activations of a layer, of the last one or another.
    end: fn(end: &dyn Activation, is_last: bool, z: &Array2<f64>) -> Array2<f64>,
    /// What is kept.
    kept: fn(x: &Array2<f64>, pass: Pass) -> Pass,
}

static FORWARD: Lesson<Forward, Probe> = Lesson {
    exercise: "forward_all",
    steps: Forward {
        order: |n| (0..n).collect(),
        takes: |x, pass| pass.a.last().unwrap_or(x),
        end: |end, _, z| end.forward(z),
        kept: |_, pass| pass,
    },
    probes,
    answer: |steps, probe| {
        let net = probe.net();
        let n = net.stages.len();
        let mut pass = Pass { z: vec![], a: vec![] };
        let order = (steps.order)(n);
        for &l in &order {
            let Stage { layer, activation } = &net.stages[l];
            let is_last = Some(&l) == order.last();
            let z = layer.forward((steps.takes)(&probe.x, &pass));
            pass.a.push((steps.end)(*activation, is_last, &z));
            pass.z.push(z);
        }
        kept(n, &(steps.kept)(&probe.x, pass))
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "every-layer-from-the-data",
            told: "Every layer takes x.\nWhere a layer has as many inputs as the data, nothing \
                   warns you, and only the last layer counts.\nA layer takes what the layer \
                   before it gave.",
            section: "sequential.md#forward",
            source: Some(
                "https://github.com/jackm321/RustNN/blob/05e098a5be067119b8e4e170bd21c8c77aea6d3b/src/lib.rs",
            ),
            plant: |steps| steps.takes = |x, _| x,
        },
        Mistake {
            name: "first-for-last",
            told: "Every layer after the first takes a₁, what the first layer gave.\nWhere all \
                   layers have one size it fits.\nA layer takes what the one before it gave, \
                   and that stands at the end of the list: `last`, not `first`.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| steps.takes = |x, pass| pass.a.first().unwrap_or(x),
        },
        Mistake {
            name: "sums-passed-on",
            told: "A layer takes the sums of the layer before it. The activations are \
                   computed, and nobody uses them, so all layers together are one. What is \
                   passed on is a, not z.",
            section: "feedforward.md#without-the-sigmoid",
            source: None,
            plant: |steps| steps.takes = |x, pass| pass.z.last().unwrap_or(x),
        },
        Mistake {
            name: "no-activation",
            told: "No layer ends in its activation: a is z in all of them.\nThe network runs \
                   and learns, but several layers without activations can do no more than \
                   one.",
            section: "feedforward.md#without-the-sigmoid",
            source: None,
            plant: |steps| steps.end = |_, _, z| z.clone(),
        },
        Mistake {
            name: "output-without-activation",
            told: "The last layer does not end in its activation. In libraries the output is \
                   often left as a sum on purpose; here each stage brings its activation, \
                   the last one, too.",
            section: "sequential.md#layers-one-after-another",
            source: None,
            plant: |steps| {
                steps.end = |end, is_last, z| {
                    if is_last { z.clone() } else { end.forward(z) }
                };
            },
        },
        Mistake {
            name: "hidden-without-activation",
            told: "Only the last layer ends in its activation. Without those of the hidden \
                   layers, all of them together are one layer. Apply the activation in every \
                   turn of the loop.",
            section: "feedforward.md#without-the-sigmoid",
            source: Some("YujiaBao/ls#1"),
            plant: |steps| {
                steps.end = |end, is_last, z| {
                    if is_last { end.forward(z) } else { z.clone() }
                };
                // What the last layer gives may not be kept.
                steps.kept = FORWARD.steps.kept;
            },
        },
        Mistake {
            name: "activation-twice",
            told: "Each activation is applied twice.\nThe numbers still look like activations, \
                   only closer together.\nz becomes a once.",
            section: "sequential.md#layers-one-after-another",
            source: None,
            plant: |steps| steps.end = |end, _, z| end.forward(&end.forward(z)),
        },
        Mistake {
            name: "sigmoid-everywhere",
            told: "Every layer ends in the sigmoid, as in Part I. From here on each stage \
                   brings an activation of its own: `stage.activation`.",
            section: "sequential.md#layers-one-after-another",
            source: None,
            plant: |steps| steps.end = |_, _, z| z.mapv(sigmoid),
        },
        Mistake {
            name: "layers-reversed",
            told: "You went through the layers from the last to the first.\nWhere all have \
                   one size it fits, and it is another network.\n`rev()` belongs to the way \
                   back.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| steps.order = |n| (0..n).rev().collect(),
        },
        Mistake {
            name: "last-layer-left-out",
            told: "The last layer is left out. In Rust `0..n` ends before n, so there is no \
                   need for n − 1. The lists should have an array for each layer.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| steps.order = |n| (0..n - 1).collect(),
        },
        Mistake {
            name: "first-layer-left-out",
            told: "The first layer is left out. The formulas count the layers from 1 and the \
                   code from 0: `stages[0]` is layer 1, and it takes x.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| steps.order = |n| (1..n).collect(),
        },
        Mistake {
            name: "data-in-the-list",
            told: "The list a begins with x. That is the a₀ of the formulas, and it makes \
                   the loop short; but in a `Pass`, `a[0]` is a₁, and x is not in the list.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| {
                steps.kept =
                    |x, Pass { z, a }| Pass { z, a: [vec![x.clone()], a].concat() };
            },
        },
        Mistake {
            name: "inputs-in-the-list",
            told: "The list a holds what each layer took, x first, and not what it gave. So the \
                   last activation, which is the output, is in no list. Compute the activation, \
                   and then push it.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| {
                steps.kept = |x, Pass { z, mut a }| {
                    a.insert(0, x.clone());
                    a.truncate(z.len());
                    Pass { z, a }
                };
            },
        },
        Mistake {
            name: "lists-exchanged",
            told: "The sums are in the list a, and the activations in z. Both have the same \
                   shapes, so the compiler can't tell. z is what a layer gives, a what its \
                   activation makes of it.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| steps.kept = |_, Pass { z, a }| Pass { z: a, a: z },
        },
        Mistake {
            name: "activations-for-sums",
            told: "The list z holds the activations.\nIt goes unnoticed until the way back \
                   needs a slope at z.\nKeep the sums before the activation changes them.",
            section: "sequential.md#forward",
            source: None,
            plant: |steps| {
                steps.kept = |_, Pass { a, .. }| Pass { z: a.clone(), a };
            },
        },
    ],
};

/// Checks the pass forward through all layers of a network.
///
/// # Errors
///
/// What is wrong with it.
pub fn forward_all(yours: fn(&Sequential, &Array2<f64>) -> Pass) -> Verdict {
    FORWARD
        .check(move |probe| kept(probe.layers.len(), &yours(&probe.net(), &probe.x)))
}

/// The slope of the loss along the sums of a layer, of the last one or another: from its sums,
/// its activations and the slope along those.
type Through = fn(
    end: &dyn Activation,
    is_last: bool,
    z: &Array2<f64>,
    a: &Array2<f64>,
    da: &Array2<f64>,
) -> Array2<f64>;

/// One turn of the loop: from the slope along the activations of a layer.
type Turn = fn(
    da: &Array2<f64>,
    through: &dyn Fn(&Array2<f64>) -> Array2<f64>,
    layer: &dyn Fn(&Array2<f64>) -> (Array2<f64>, Gradients),
) -> Turned;

/// What one turn of the loop gives.
struct Turned {
    /// What is called the slope along the sums.
    dz: Array2<f64>,
    /// What comes out in the end.
    out: Array2<f64>,
    /// The slopes along the parameters.
    gradients: Gradients,
}

/// How the pass backward through all layers is computed.
#[derive(Clone, Copy)]
struct AllBackward {
    /// Which of `n` layers the pass goes through, in this order.
    order: fn(n: usize) -> Vec<usize>,
    /// What the slopes along the output are divided by, of `n` rows.
    divisor: fn(n: f64) -> f64,
    /// Whose activation ends layer `l` of `n`.
    end_of: fn(l: usize, n: usize) -> usize,
    /// Goes back through an activation.
    through: Through,
    /// What the first layer took: from the data and what went forward.
    first_took: for<'a> fn(x: &'a Array2<f64>, pass: &'a Pass) -> &'a Array2<f64>,
    /// What each other layer `l` took.
    took: for<'a> fn(l: usize, x: &'a Array2<f64>, pass: &'a Pass) -> &'a Array2<f64>,
    /// In which order a layer and its activation are passed.
    turn: Turn,
    /// What goes into the list of the slopes along the sums.
    noted: for<'a> fn(dz: &'a Array2<f64>, out: &'a Array2<f64>) -> &'a Array2<f64>,
    /// What the layer before gets.
    before: fn(out: Array2<f64>, dz: Array2<f64>, da: Array2<f64>) -> Array2<f64>,
    /// What becomes of the list of the slopes along the sums, which grew on the way.
    all_dz: fn(Vec<Array2<f64>>) -> Vec<Array2<f64>>,
    /// What becomes of the list of those along the parameters.
    gradients: fn(Vec<Gradients>) -> Vec<Gradients>,
}

static BACKWARD: Lesson<AllBackward, Probe> = Lesson {
    exercise: "backward_all",
    steps: AllBackward {
        order: |n| (0..n).rev().collect(),
        divisor: |_| 1.0,
        end_of: |l, _| l,
        through: |end, _, z, a, da| end.backward(z, a, da),
        first_took: |x, _| x,
        took: |l, _, pass| &pass.a[l - 1],
        turn: |da, through, layer| {
            let dz = through(da);
            let (dx, gradients) = layer(&dz);
            Turned { dz, out: dx, gradients }
        },
        noted: |dz, _| dz,
        before: |out, _, _| out,
        all_dz: |list| list.into_iter().rev().collect(),
        gradients: |list| list.into_iter().rev().collect(),
    },
    probes,
    answer: |steps, probe| {
        let net = probe.net();
        let (n, pass) = (net.stages.len(), net.forward(&probe.x));
        let (mut all_dz, mut all_gradients) = (vec![], vec![]);
        let mut da = &probe.d_output / (steps.divisor)(probe.x.nrows() as f64);
        let order = (steps.order)(n);
        for &l in &order {
            let is_last = Some(&l) == order.first();
            let end = net.stages[(steps.end_of)(l, n)].activation;
            let through = |da: &Array2<f64>| {
                (steps.through)(end, is_last, &pass.z[l], &pass.a[l], da)
            };
            let x = match l {
                0 => (steps.first_took)(&probe.x, &pass),
                _ => (steps.took)(l, &probe.x, &pass),
            };
            let layer = |dz: &Array2<f64>| net.stages[l].layer.backward(x, dz);
            let Turned { dz, out, gradients } = (steps.turn)(&da, &through, &layer);
            all_dz.push((steps.noted)(&dz, &out).clone());
            da = (steps.before)(out, dz, da);
            all_gradients.push(gradients);
        }
        let dz = (steps.all_dz)(all_dz);
        slopes(n, &Backward { dz, gradients: (steps.gradients)(all_gradients) })
    },
    sizes: SIZES,
    mistakes: &[
        Mistake {
            name: "slope-at-the-activation",
            told: "The slope of the activation is taken at a: `backward` got a in the place \
                   of z.\nFor the sigmoid and tanh the answer is right, since they use a \
                   alone; for ReLU's kin it is not.\nFirst z, then a.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.through = |end, _, _, a, da| end.backward(a, a, da),
        },
        Mistake {
            name: "z-and-a-exchanged",
            told: "z and a are exchanged in the call of the activation's `backward`. Both \
                   have the same shape, so the compiler can't tell. First what went in, \
                   then what came out.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| {
                steps.through = |end, _, z, a, da| end.backward(a, z, da);
                // Where one activation serves for all, its slope may not need the second.
                steps.end_of = BACKWARD.steps.end_of;
            },
        },
        Mistake {
            name: "z-for-a",
            told: "The activation's `backward` got z twice, and its second array is a. The \
                   sigmoid computes a(1 − a) from that: with z it is no slope.",
            section: "activation.md#two-functions-for-one-slope",
            source: None,
            plant: |steps| steps.through = |end, _, z, _, da| end.backward(z, z, da),
        },
        Mistake {
            name: "value-for-slope",
            told: "You multiplied by the activations, and it is by their slopes. The \
                   activation's `forward` gives its value at z; its `backward` multiplies by \
                   the slope.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.through = |_, _, _, a, da| da * a,
        },
        Mistake {
            name: "slope-twice",
            told: "You multiplied by the slope of the activation twice in each layer. \
                   `backward` of the activation multiplies already: what it gives is dz.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.through =
                    |end, _, z, a, da| end.backward(z, a, &end.backward(z, a, da));
            },
        },
        Mistake {
            name: "slope-forgotten",
            told: "The slopes of the activations are missing: dz is da.\nThe signs are right, \
                   since no slope of these functions is negative, so the network may learn.\n\
                   Multiply by f′(z) before going back through the weights.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.through = |_, _, _, _, da| da.clone();
                // To hand dz on would be to hand da on.
                steps.before = BACKWARD.steps.before;
            },
        },
        Mistake {
            name: "output-slope-forgotten",
            told: "In the last layer the slope of the activation is missing.\nIt is right for \
                   a loss that cancels it, as cross entropy does.\n`d_output` is the slope \
                   along a, and not along z.",
            section: "sequential.md#backward",
            source: Some("jiexunsee/Neural-Network-with-Python#1"),
            plant: |steps| {
                steps.through = |end, is_last, z, a, da| {
                    if is_last { da.clone() } else { end.backward(z, a, da) }
                };
            },
        },
        Mistake {
            name: "hidden-slope-forgotten",
            told: "The slope of the activation is missing in all layers but the last. What \
                   comes back through the weights is the slope along a; it becomes that \
                   along z in every layer.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.through = |end, is_last, z, a, da| {
                    if is_last { end.backward(z, a, da) } else { da.clone() }
                };
            },
        },
        Mistake {
            name: "activation-of-the-next-layer",
            told: "The slope of a layer is that of the activation one layer further on.\nIf \
                   all layers end alike you would not notice.\n`stages[l]` has the one that \
                   belongs to `pass.z[l]`.",
            section: "sequential.md#backward",
            source: Some("jeffheaton/encog-java-core#243"),
            plant: |steps| steps.end_of = |l, n| (l + 1).min(n - 1),
        },
        Mistake {
            name: "activation-of-the-last-layer",
            told: "The slope of every layer is that of the last layer's activation.\nIf all \
                   layers end alike you would not notice.\nEach stage has its own: \
                   `stage.activation`.",
            section: "sequential.md#layers-one-after-another",
            source: None,
            plant: |steps| steps.end_of = |_, n| n - 1,
        },
        Mistake {
            name: "sigmoid-everywhere",
            told: "You multiplied by a(1 − a) in every layer, the slope of the sigmoid. That is \
                   Part I. From here on each stage brings an activation of its own, and its \
                   `backward` knows the slope.",
            section: "sequential.md#layers-one-after-another",
            source: None,
            plant: |steps| {
                steps.through =
                    |_, _, _, a, da| da * a.mapv(sigmoid_prime_from_output);
            },
        },
        Mistake {
            name: "output-for-input",
            told: "In all layers but the first, the slopes along the weights are computed from \
                   what the layer gave, `pass.a[l]`. They need what it took: `pass.a[l - 1]`, \
                   which the layer before it gave.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.took = |l, _, pass| &pass.a[l];
                // In the first layer, too, it is every layer.
                steps.first_took = |x, _| x;
            },
        },
        Mistake {
            name: "output-for-data",
            told: "In the first layer, the slopes along the weights are computed from \
                   `pass.a[0]`, which is what it gave. What it took is x.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.first_took = |_, pass| &pass.a[0],
        },
        Mistake {
            name: "sums-for-input",
            told: "The slopes along the weights are computed from z of the layer before. \
                   What the layer took are the activations, `pass.a[l - 1]`.",
            section: "sequential.md#backward",
            source: Some("maziarraissi/backprop#1"),
            plant: |steps| steps.took = |l, _, pass| &pass.z[l - 1],
        },
        Mistake {
            name: "data-for-input",
            told: "The slopes along the weights of every layer are computed from x. Only the \
                   first layer took x; each other one took what the layer before it gave.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.took = |_, x, _| x,
        },
        Mistake {
            name: "output-for-every-input",
            told: "The slopes along the weights of each layer are computed from what it gave, \
                   `pass.a[l]`. They need what it took: x in the first layer, and \
                   `pass.a[l - 1]` in each other one.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.first_took = |_, pass| &pass.a[0];
                steps.took = |l, _, pass| &pass.a[l];
            },
        },
        Mistake {
            name: "dz-not-used",
            told: "dz is computed, and the layer is handed da. Both have the same shape. \
                   Through a layer goes the slope along its sums, dz.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.turn = |da, through, layer| {
                    let (dx, gradients) = layer(da);
                    Turned { dz: through(da), out: dx, gradients }
                };
            },
        },
        Mistake {
            name: "layer-before-activation",
            told: "You went back through the weights first, and then through the activation. \
                   Forward, the weights come first, so backward they come last: `dz` from \
                   `da`, and then `dx` from `dz`.\nWhere all layers have one size it fits.\n",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.turn = |da, through, layer| {
                    let (dx, gradients) = layer(da);
                    let dz = through(&dx);
                    Turned { out: dz.clone(), dz, gradients }
                };
            },
        },
        Mistake {
            name: "dx-in-the-list",
            told: "The list `dz` holds what came out of each layer, `dx`. If `da = dx` stands \
                   before the `push`, `dz` is lost by then. Push the slope along the sums: it \
                   has the shape of z.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| {
                steps.noted = |_, out| out;
                // Of a dz that nobody uses nothing is left to see.
                steps.turn = BACKWARD.steps.turn;
            },
        },
        Mistake {
            name: "da-not-moved-on",
            told: "Every layer begins with `d_output`.\nWhere all have as many units as the \
                   output it fits.\nAt the end of each turn, `dx` becomes the `da` of the \
                   layer before.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.before = |_, _, da| da,
        },
        Mistake {
            name: "dz-passed-on",
            told: "The layer before gets `dz`, the slope along the sums of this one.\nWhere all \
                   layers have one size it fits.\nBetween the two lie the weights: what the \
                   layer before gave is what this one took, and the slope along that is `dx`.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.before = |_, dz, _| dz,
        },
        Mistake {
            name: "averaged",
            told: "All slopes are divided by the number of rows. `d_output` is the slope of the \
                   loss already, and whether that is a sum or a mean is not for the way back to \
                   say. The paths through all rows are added.",
            section: "loss.md#sum-or-mean",
            source: None,
            plant: |steps| steps.divisor = |n| n,
        },
        Mistake {
            name: "front-to-back",
            told: "You went through the layers from the first to the last. `d_output` is \
                   known at the last one, so the walk begins there: `rev()`.",
            section: "sequential.md#backward",
            source: Some(
                "https://github.com/jackm321/RustNN/blob/05e098a5be067119b8e4e170bd21c8c77aea6d3b/src/lib.rs",
            ),
            plant: |steps| steps.order = |n| (0..n).collect(),
        },
        Mistake {
            name: "first-layer-left-out",
            told: "The first layer is left out, so its weights would never move. On the way \
                   back it is the last turn of the loop, and what it took is x.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.order = |n| (1..n).rev().collect(),
        },
        Mistake {
            name: "last-layer-left-out",
            told: "The last layer is left out, and `d_output` goes to the one before it. \
                   `(0..n).rev()` begins at n − 1, which is the last layer.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.order = |n| (0..n - 1).rev().collect(),
        },
        Mistake {
            name: "dz-not-reversed",
            told: "The list `dz` is not turned round. On the walk back it grows from the \
                   last layer to the first; `reverse` puts it in the order of the layers.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.all_dz = |list| list,
        },
        Mistake {
            name: "gradients-not-reversed",
            told: "The list `gradients` is not turned round. On the walk back it grows from \
                   the last layer to the first, and a step would move a layer by the slopes \
                   of another one. `reverse` puts it in the order of the layers.",
            section: "sequential.md#backward",
            source: None,
            plant: |steps| steps.gradients = |list| list,
        },
    ],
};

/// Checks the pass backward through all layers of a network.
///
/// # Errors
///
/// What is wrong with it.
pub fn backward_all(
    yours: fn(&Sequential, &Array2<f64>, &Pass, &Array2<f64>) -> Backward,
) -> Verdict {
    BACKWARD.check(move |probe| {
        let (net, n) = (probe.net(), probe.layers.len());
        let pass = net.forward(&probe.x);
        slopes(n, &yours(&net, &probe.x, &pass, &probe.d_output))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&FORWARD, &BACKWARD]
}
