//! The mistakes of *Mini-batches*.

use std::ops::Range;

use backprop::classification::{Dataset, cross_entropy, decide, softmax};
use backprop::dense::{Dense, Gradients, Layer};
use ndarray::{Array1, Array2, ArrayView1, Axis, Zip, concatenate};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How samples are cut into batches.
#[derive(Clone, Copy)]
struct Batches {
    /// The number of samples in a batch, of `n` samples and the size that was asked for.
    width: fn(n: usize, size: usize) -> usize,
    /// How far after one batch the next begins.
    step: fn(width: usize) -> usize,
    /// Where a batch of this width ends that begins at 0.
    end: fn(width: usize) -> usize,
    /// What becomes of the batches of `n` places, of which the last may be shorter than the full
    /// ones.
    last: fn(Vec<Batch>, full: usize, n: usize) -> Vec<Batch>,
    /// The sample at this place.
    sample: fn(order: &[usize], place: usize) -> usize,
}

/// The places of the samples of a batch in the order.
type Batch = Vec<usize>;

/// Samples in their order, and the size of a batch.
#[derive(Clone)]
struct Samples {
    order: Vec<usize>,
    size: usize,
}

/// The numbers from 0 to `n`, in an order in which none stands at its own place, and which no
/// small number of exchanges undoes.
fn order(n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).map(|i| (5 * i + 2) % n).collect();
    order.swap(0, 3);
    order.swap(1, 4);
    order
}

/// The sizes of the batches, and what is in them.
fn cut(batches: Vec<Vec<usize>>) -> Answer {
    let sizes: Vec<usize> = batches.iter().map(Vec::len).collect();
    Answer::of("sizes of the batches", sizes).with("samples", batches.concat())
}

static BATCHES: Lesson<Batches, Samples> = Lesson {
    exercise: "batches",
    steps: Batches {
        width: |_, size| size,
        step: |width| width,
        end: |width| width,
        last: |batches, _, _| batches,
        sample: |order, place| order[place],
    },
    probes: || {
        let probe = |n, size| Samples { order: order(n), size };
        vec![probe(11, 4), probe(12, 3), probe(13, 5)]
    },
    answer: |steps, Samples { order, size }| {
        let n = order.len();
        let width = (steps.width)(n, *size);
        let full = (steps.end)(width);
        let places = (0..n)
            .step_by((steps.step)(width))
            .map(|start| (start..(start + full).min(n)).collect())
            .collect();
        let batches = (steps.last)(places, full, n).into_iter();
        let picked = |places: Vec<usize>| {
            places.into_iter().map(|place| (steps.sample)(order, place)).collect()
        };
        cut(batches.map(picked).collect())
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "last-dropped",
            told: "The last batch is missing where it is shorter than the others. Some \
                   loaders drop it on purpose; the book keeps it, so that an epoch shows \
                   every sample once.",
            section: "mini-batches.md#in-a-library",
            source: Some("NervanaSystems/neon#9"),
            plant: |steps| {
                steps.last = |batches, full, _| {
                    batches.into_iter().filter(|batch| batch.len() >= full).collect()
                };
            },
        },
        Mistake {
            name: "last-filled-up",
            told: "You filled the last batch up with samples from the beginning. They are \
                   seen twice in this epoch, and count twice. The last batch may be shorter.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.last = |mut batches, full, n| {
                    if let Some(last) = batches.last_mut() {
                        let missing = full.saturating_sub(last.len());
                        last.extend((0..missing).map(|place| place % n));
                    }
                    batches
                };
            },
        },
        Mistake {
            name: "last-joined",
            told: "You put the samples that are left over into the batch before. It is \
                   larger than asked for; the book makes a shorter batch of them.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.last = |mut batches, full, _| {
                    if let Some(short) = batches.pop_if(|last| last.len() < full) {
                        match batches.last_mut() {
                            Some(last) => last.extend(short),
                            None => batches.push(short),
                        }
                    }
                    batches
                };
            },
        },
        Mistake {
            name: "last-moved-back",
            told: "You began the last batch earlier, so that it is full. Some samples are \
                   in two batches then. It may be shorter than the others.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.last = |mut batches, full, n| {
                    if let Some(last) = batches.last_mut() {
                        *last = (n - full..n).collect();
                    }
                    batches
                };
            },
        },
        Mistake {
            name: "empty-batch",
            told: "Where the size divides the number of samples, there is an empty batch at \
                   the end. Its mean loss is 0 divided by 0, which is not a number. Round \
                   the number of batches up, and don't add 1.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.last = |mut batches, full, n| {
                    if n.is_multiple_of(full) {
                        batches.push(Vec::new());
                    }
                    batches
                };
            },
        },
        Mistake {
            name: "one-too-long",
            told: "Each batch ends one sample too late, and the next one begins with that \
                   sample again. A range `a..b` ends before b, and `a..=b` with it.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| steps.end = |width| width + 1,
        },
        Mistake {
            name: "one-too-short",
            told: "Each batch ends one sample too early, so some samples are in none. A \
                   range `a..b` ends before b: no −1 is needed.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| steps.end = |width| width - 1,
        },
        Mistake {
            name: "windows",
            told: "Your batches overlap: each begins one sample after the one before. That \
                   is `windows`; `chunks` goes on where the last batch ended.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.step = |_| 1;
                steps.last = |batches, full, _| {
                    batches.into_iter().filter(|batch| batch.len() >= full).collect()
                };
            },
        },
        Mistake {
            name: "dealt-out",
            told: "You dealt the samples out like cards, one to each batch in turn. Each \
                   sample is in one batch, but the order is another. A batch is made of \
                   samples that follow each other.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.step = |width| width;
                steps.last = |batches, _, n| {
                    let count = batches.len();
                    (0..count).map(|i| (i..n).step_by(count).collect()).collect()
                };
            },
        },
        Mistake {
            name: "never-emptied",
            told: "Each batch holds all the samples before it, too: the list is handed on \
                   and never emptied. And what is left over at the end is in none.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.last = |_, full, n| {
                    (1..=n / full).map(|i| (0..i * full).collect()).collect()
                };
            },
        },
        Mistake {
            name: "size-for-number",
            told: "You made as many batches as the size says, or nearly. It says how many \
                   samples are in a batch, and the number of batches follows.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| steps.width = |n, size| n.div_ceil(size),
        },
        Mistake {
            name: "size-for-number-rounded-down",
            told: "You divided the number of samples by the size and took that many for each \
                   batch. The quotient is how many batches there are; the size is how many \
                   samples are in one.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| steps.width = |n, size| n / size,
        },
        Mistake {
            name: "order-ignored",
            told: "Your batches hold 0, 1, 2 … in their old order: the places and not the \
                   samples that stand there, or the samples sorted. The shuffling is lost. \
                   Cut `order` as it is.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| steps.sample = |_, place| place,
        },
    ],
};

/// Checks how the order of the samples is cut into batches of a size.
///
/// # Errors
///
/// What is wrong with them.
pub fn batches(yours: fn(&[usize], usize) -> Vec<Vec<usize>>) -> Verdict {
    BATCHES.check(move |Samples { order, size }| cut(yours(order, *size)))
}

/// How one epoch of steps is taken.
#[derive(Clone, Copy)]
struct Epoch {
    /// The samples of each batch.
    batches: fn(order: &[usize], size: usize) -> Vec<Vec<usize>>,
    /// The samples whose inputs, and those whose labels a batch gets that begins at this place.
    picked: fn(samples: &[usize], start: usize) -> [Vec<usize>; 2],
    /// The layer whose slopes are taken: as it is now, or as it was before the epoch.
    layer: for<'a> fn(now: &'a Dense, before: &'a Dense) -> &'a Dense,
    /// What the layer gives.
    forward: fn(&Dense, &Array2<f64>) -> Array2<f64>,
    /// What goes from the layer into the loss.
    output: fn(Array2<f64>) -> Array2<f64>,
    /// The slope along the output, of the output and the targets.
    slope: fn(output: &Array2<f64>, y: &Array2<f64>) -> Array2<f64>,
    /// What the slopes of a batch are divided by.
    divisor: fn(Divided) -> f64,
    /// What the slopes of the weights are multiplied by besides, in a batch of `n` samples.
    weights: fn(n: f64) -> f64,
    /// What those of the biases are multiplied by besides.
    biases: fn(n: f64) -> f64,
    /// What a slope is multiplied by to give a step.
    rate: fn(f64) -> f64,
}

/// What the slopes of a batch could be divided by.
#[derive(Clone, Copy)]
struct Divided {
    /// The samples in the batch.
    batch: f64,
    /// The samples in a batch that is not the last.
    size: f64,
    /// All samples.
    all: f64,
    /// The classes.
    classes: f64,
}

/// A layer, and what it is to be trained on.
#[derive(Clone)]
struct Untrained {
    layer: Dense,
    data: Dataset,
    order: Vec<usize>,
    size: usize,
    learning_rate: f64,
}

/// A layer of 2 inputs and 3 classes, its biases not 0, and 11 samples in fours; and a larger one.
fn untrained() -> Vec<Untrained> {
    let probe = |seed, n, (inputs, classes), size| Untrained {
        layer: layer((inputs, classes), seed),
        data: Dataset {
            x: numbers((n, inputs), seed + 1),
            labels: (0..n).map(|i| (i * i + i / 2) % classes).collect(),
            classes,
        },
        order: order(n),
        size,
        learning_rate: 0.7,
    };
    vec![probe(50, 11, (2, 3), 4), probe(60, 13, (3, 4), 5)]
}

fn layer(shape: (usize, usize), seed: u64) -> Dense {
    let biases = numbers((1, shape.1), seed + 2).remove_axis(Axis(0));
    Dense { weights: numbers(shape, seed), biases }
}

fn parameters(layer: Dense) -> Answer {
    Answer::of("weights", layer.weights).with("biases", layer.biases)
}

fn chunks(order: &[usize], size: usize) -> Vec<Vec<usize>> {
    order.chunks(size).map(<[usize]>::to_vec).collect()
}

/// The places that a batch would have without shuffling.
fn in_old_order(samples: &[usize], start: usize) -> Vec<usize> {
    (start..start + samples.len()).collect()
}

static EPOCH: Lesson<Epoch, Untrained> = Lesson {
    exercise: "epoch",
    steps: Epoch {
        batches: chunks,
        picked: |samples, _| [samples.to_vec(), samples.to_vec()],
        layer: |now, _| now,
        forward: |layer, x| layer.forward(x),
        output: |output| output,
        slope: |output, y| cross_entropy(output, y).1,
        divisor: |divided| divided.batch,
        weights: |_| 1.0,
        biases: |_| 1.0,
        rate: |rate| -rate,
    },
    probes: untrained,
    answer: |steps, Untrained { layer, data, order, size, learning_rate }| {
        let mut now = layer.clone();
        for (i, samples) in (steps.batches)(order, *size).iter().enumerate() {
            let [inputs, labels] = (steps.picked)(samples, i * size);
            let (x, y) = (data.select(&inputs).x, data.select(&labels).one_hot());
            let used = (steps.layer)(&now, layer);
            let output = (steps.output)((steps.forward)(used, &x));
            let dz = (steps.slope)(&output, &y);
            let n = samples.len() as f64;
            let divided = Divided {
                batch: n,
                size: *size as f64,
                all: data.len() as f64,
                classes: data.classes as f64,
            };
            let rate = (steps.rate)(*learning_rate) / (steps.divisor)(divided);
            let (_, Gradients { dw, db }) = used.backward(&x, &dz);
            now.weights += &(rate * (steps.weights)(n) * dw);
            now.biases += &(rate * (steps.biases)(n) * db);
        }
        parameters(now)
    },
    sizes: &[(2, "inputs"), (3, "classes")],
    mistakes: &[
        Mistake {
            name: "labels-in-old-order",
            told: "The inputs of a batch are picked by `order`, and the labels are those of \
                   the first rows, the next rows, and so on. Each input gets the label of \
                   another; it trains, and what it learns means nothing.",
            section: "mini-batches.md#the-loop",
            source: Some("DrexelChatbotGroup/DrexelChatbot#15"),
            plant: |steps| {
                steps.picked =
                    |samples, start| [samples.to_vec(), in_old_order(samples, start)];
            },
        },
        Mistake {
            name: "labels-of-first-rows",
            told: "The labels of each batch are those of the first rows of the data. Each input \
                   gets the label of another; it trains, and what it learns means nothing. \
                   Labels are picked as the inputs are: `data.select(samples)` picks both.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.picked =
                    |samples, _| [samples.to_vec(), in_old_order(samples, 0)];
                // A single batch holds the first rows, and all others.
                steps.batches = chunks;
            },
        },
        Mistake {
            name: "inputs-in-old-order",
            told: "The labels of a batch are picked by `order`, and the inputs are the \
                   first rows, the next rows, and so on. Each input gets the label of \
                   another.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.picked =
                    |samples, start| [in_old_order(samples, start), samples.to_vec()];
            },
        },
        Mistake {
            name: "shuffled-twice",
            told: "You put the data in the new order and then picked by `order` once \
                   more.\nInputs and labels stay together, and each sample is in one \
                   batch; but it is another order than the one given.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.batches = |order, size| chunks(&twice(order), size),
        },
        Mistake {
            name: "order-ignored",
            told: "You took the samples in the order of the data and not in the new order. \
                   In a file that is sorted by class, the first batches would show nothing \
                   but the first class.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| {
                steps.batches = |order, size| chunks(&as_they_are(order), size);
            },
        },
        Mistake {
            name: "last-batch-dropped",
            told: "The last batch, which is shorter, takes no step. Its samples count, too: \
                   an epoch is one pass over all samples.",
            section: "mini-batches.md#the-loop",
            source: Some("NervanaSystems/neon#9"),
            plant: |steps| {
                steps.batches = |order, size| {
                    order.chunks_exact(size).map(<[usize]>::to_vec).collect()
                };
            },
        },
        Mistake {
            name: "same-batch-again",
            told: "Every step looks at the first batch. The loop counts the batches, and \
                   the samples inside it are always the same.\nThe loss of that batch \
                   falls, and it looks like learning.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.batches = |order, size| {
                    vec![order[..size].to_vec(); order.len().div_ceil(size)]
                };
            },
        },
        Mistake {
            name: "slopes-from-before-the-epoch",
            told: "All slopes are taken with the weights from before the epoch. That is one \
                   long step and not one for each batch: a batch should see what the one \
                   before it has changed.",
            section: "mini-batches.md#what-the-batches-are-worth",
            source: None,
            plant: |steps| steps.layer = |_, before| before,
        },
        Mistake {
            name: "one-sample-at-a-time",
            told: "You took a step for each sample. A batch takes one step, along the \
                   mean of the slopes of its samples.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| {
                steps.layer = |now, _| now;
                steps.batches = |order, _| chunks(order, 1);
            },
        },
        Mistake {
            name: "step-for-each-sample",
            told: "You took as many steps with a batch as it has samples. It takes one: \
                   the mean is over all its samples already.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: Some("iamtrask/Grokking-Deep-Learning#16"),
            plant: |steps| {
                steps.layer = |now, _| now;
                steps.batches = |order, size| {
                    let repeated =
                        |batch: &[usize]| vec![batch.to_vec(); batch.len()];
                    order.chunks(size).flat_map(repeated).collect()
                };
            },
        },
        Mistake {
            name: "sum-for-mean",
            told: "Each step is as many times too long as its batch has samples. Either the \
                   slopes are a sum, and not a mean; or you took their mean, but moved along \
                   it once for each sample. A batch takes one step, along the mean.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: Some("ageron/handson-ml#73"),
            plant: |steps| {
                steps.divisor = |_| 1.0;
                // Divided in the weights or the biases alone, it is a mistake of the others.
                steps.weights = |_| 1.0;
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "divided-by-all-samples",
            told: "You divided the slopes of a batch by the number of all samples. It is the \
                   mean of the batch: divide by the samples in it.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: Some("lipiji/rnn-theano#3"),
            plant: |steps| {
                steps.divisor = |divided| divided.all;
                // All slopes from before the epoch would be those of one batch.
                steps.layer = |now, _| now;
            },
        },
        Mistake {
            name: "divided-by-full-size",
            told: "You divided the slopes of the last batch by the size of a full one. It \
                   has fewer samples, so its mean comes out too small.\nAll other steps are \
                   right.",
            section: "mini-batches.md#the-loop",
            source: Some("mitmul/chainer-cifar10#1"),
            plant: |steps| steps.divisor = |divided| divided.size,
        },
        Mistake {
            name: "divided-by-entries",
            told: "You divided by samples times classes: that is the mean of all numbers of \
                   `dz`. The mean is over samples; a sample with more classes is no more \
                   samples.",
            section: "classification.md#in-a-library",
            source: None,
            plant: |steps| {
                steps.divisor = |divided| divided.batch * divided.classes;
            },
        },
        Mistake {
            name: "divided-twice",
            told: "The slopes are divided by the number of samples twice. Where `dz` is \
                   divided, no gradient needs to be: each comes out with the factor 1/n.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: Some("fetchai/ledger#1580"),
            plant: |steps| {
                steps.divisor = |divided| divided.batch * divided.batch;
                steps.weights = |_| 1.0;
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "one-batch-of-all",
            told: "You took a single step in the epoch, along the mean of the slopes of all \
                   samples. That is plain gradient descent. Each batch takes its own step, \
                   with the weights that the batch before has left.",
            section: "mini-batches.md#what-the-batches-are-worth",
            source: None,
            plant: |steps| {
                steps.batches = |order, _| vec![order.to_vec()];
                // Other divisors would be those of slopes from before the epoch.
                steps.divisor = |divided| divided.batch;
            },
        },
        Mistake {
            name: "uphill",
            told: "You added the step. The slope points to where the loss rises, so the step \
                   goes against it: subtract.",
            section: "gradient-descent.md#taking-steps",
            source: Some("pytorch/pytorch#1871"),
            plant: |steps| {
                steps.rate = |rate| rate;
                // With one of the two down again it is the other that climbs.
                steps.weights = |_| 1.0;
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "bias-slopes-not-divided",
            told: "The slopes of the biases are not divided by the number of samples, and \
                   those of the weights are. Divide `dz`, before `backward`, and both are \
                   means.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| steps.biases = |n| n,
        },
        Mistake {
            name: "bias-slopes-divided-twice",
            told: "The slopes of the biases are divided by the number of samples twice. \
                   Where `dz` is divided, add it up over the rows: a mean would divide \
                   again.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| steps.biases = |n| 1.0 / n,
        },
        Mistake {
            name: "weight-slopes-not-divided",
            told: "The slopes of the weights are not divided by the number of samples, and \
                   those of the biases are. So the weights take steps that are many times \
                   longer. Divide `dz`, before `backward`, and both are means.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| {
                steps.weights = |n| n;
                // If neither is divided, it is the sum.
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "weight-slopes-divided-twice",
            told: "The slopes of the weights are divided by the number of samples twice, and \
                   those of the biases once. Where `dz` is divided, `dw` is a mean already.",
            section: "mini-batches.md#a-few-samples-for-each-step",
            source: None,
            plant: |steps| {
                steps.weights = |n| 1.0 / n;
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "biases-left",
            told: "The biases take no step. They are parameters as the weights are, and \
                   `backward` gives their slopes in `db`.",
            section: "mini-batches.md#the-loop",
            source: Some("mattm/simple-neural-network#5"),
            plant: |steps| steps.biases = |_| 0.0,
        },
        Mistake {
            name: "weights-left",
            told: "The weights take no step. `backward` gives their slopes in `dw`, and they go \
                   against them as the biases do against `db`.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.weights = |_| 0.0;
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "weights-climb",
            told: "The weights go along their slopes and not against them. A slope points to \
                   where the loss rises: subtract, as from the biases.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.weights = |_| -1.0;
                // Where the biases stay, all that moves climbs.
                steps.biases = |_| 1.0;
            },
        },
        Mistake {
            name: "biases-climb",
            told: "The biases go along their slopes and not against them. A slope points to \
                   where the loss rises: subtract, as from the weights.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| {
                steps.weights = |_| 1.0;
                steps.biases = |_| -1.0;
            },
        },
        Mistake {
            name: "nothing-moves",
            told: "The layer is the same after the epoch. If you trained a copy, a `clone` of \
                   it, the copy is gone when the function ends. Change `layer` itself.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| steps.rate = |_| 0.0,
        },
        Mistake {
            name: "no-rate",
            told: "The learning rate is missing: you subtracted the whole slope.\nAt a rate of \
                   1 you would not see it.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.rate = |_| -1.0,
        },
        Mistake {
            name: "softmax-before-the-loss",
            told: "You applied softmax to what the layer gives, and `cross_entropy` \
                   applies it again. It takes logits.\nNothing warns you: it learns all \
                   the same, but it is never sure.",
            section: "classification.md#in-a-library",
            source: Some("Lightning-Universe/lightning-bolts#654"),
            plant: |steps| steps.output = |output| softmax(&output),
        },
        Mistake {
            name: "softmax-left-out",
            told: "You took the targets from what the layer gives, z − y, without softmax. \
                   That is the slope of squares. The slope of the cross entropy is p − y, \
                   with the shares p.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |output, y| output - y,
        },
        Mistake {
            name: "two-of-the-squares",
            told: "Every slope is twice as large as it should be. The 2 comes from the square \
                   in the loss of Part I. Here the loss is a logarithm, and its slope is p − y \
                   without a factor.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| steps.slope = |output, y| 2.0 * (softmax(output) - y),
        },
        Mistake {
            name: "no-biases-forward",
            told: "On the way forward the biases are missing: you took x · W. As long as all \
                   biases are 0 you can't see it, and after the first step they are not.",
            section: "dense.md#one-layer-in-rust",
            source: None,
            plant: |steps| steps.forward = |layer, x| x.dot(&layer.weights),
        },
    ],
};

fn trained(yours: TrainEpoch, probe: &Untrained) -> Answer {
    let Untrained { mut layer, data, order, size, learning_rate } = probe.clone();
    yours(&mut layer, &data, &order, size, learning_rate);
    parameters(layer)
}

/// An epoch: a layer, its data, the order of the samples, the size of a batch and the learning
/// rate.
type TrainEpoch = fn(&mut Dense, &Dataset, &[usize], usize, f64);

/// Checks one epoch of steps of a layer on batches, by gradient descent with mean slopes.
///
/// # Errors
///
/// What is wrong with the parameters after it.
pub fn epoch(yours: TrainEpoch) -> Verdict {
    EPOCH.check(move |probe| trained(yours, probe))
}

/// [`epoch`], where one line is to be found that is wrong.
///
/// # Errors
///
/// What is wrong with the parameters after it.
pub fn no_better_than_chance(yours: TrainEpoch) -> Verdict {
    EPOCH.check_found("labels-in-old-order", move |probe| trained(yours, probe))
}

/// How samples are put in a new order.
#[derive(Clone, Copy)]
struct Shuffle {
    /// The numbers of the inputs, in their new order.
    inputs: fn(order: &[usize]) -> Vec<usize>,
    /// The numbers of the labels, in their new order.
    labels: fn(order: &[usize]) -> Vec<usize>,
}

/// Samples and the order to put them in.
#[derive(Clone)]
struct Unshuffled {
    data: Dataset,
    order: Vec<usize>,
}

/// `n` samples of 2 inputs; no two labels are the same.
fn samples_of_own_classes(n: usize) -> Unshuffled {
    let labels = (0..n).map(|i| (3 * i + 4) % n + 1).collect();
    let data = Dataset { x: numbers((n, 2), 41), labels, classes: n + 1 };
    Unshuffled { data, order: order(n) }
}

fn as_they_are(order: &[usize]) -> Vec<usize> {
    (0..order.len()).collect()
}

/// Sample `i` goes to place `order[i]`.
fn inverse(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(i, &place)| places[place] = i);
    places
}

fn twice(order: &[usize]) -> Vec<usize> {
    order.iter().map(|&i| order[i]).collect()
}

/// Each place takes what stands at another by then.
fn overwritten(order: &[usize]) -> Vec<usize> {
    let mut numbers = as_they_are(order);
    order.iter().enumerate().for_each(|(i, &j)| numbers[i] = numbers[j]);
    numbers
}

/// One exchange after the other, in place.
fn exchanged(order: &[usize]) -> Vec<usize> {
    let mut numbers = as_they_are(order);
    order.iter().enumerate().for_each(|(i, &j)| numbers.swap(i, j));
    numbers
}

fn samples(data: &Dataset) -> Answer {
    let Dataset { x, labels, classes } = data;
    Answer::of("x", x.clone())
        .with("labels", labels.clone())
        .with("classes", *classes)
}

static SHUFFLE: Lesson<Shuffle, Unshuffled> = Lesson {
    exercise: "shuffle_together",
    steps: Shuffle { inputs: <[usize]>::to_vec, labels: <[usize]>::to_vec },
    probes: || vec![samples_of_own_classes(7), samples_of_own_classes(11)],
    answer: |steps, Unshuffled { data, order }| {
        let x = data.select(&(steps.inputs)(order)).x;
        samples(&Dataset { x, ..data.select(&(steps.labels)(order)) })
    },
    sizes: &[(7, "samples"), (2, "inputs")],
    mistakes: &[
        Mistake {
            name: "labels-left",
            told: "The labels are still in their old order.\nEach input has the label of another. \
                   Nothing stops: the network trains on labels that mean nothing, and is no \
                   better than chance.",
            section: "mini-batches.md#the-loop",
            source: Some("DrexelChatbotGroup/DrexelChatbot#15"),
            plant: |steps| steps.labels = as_they_are,
        },
        Mistake {
            name: "inputs-left",
            told: "The inputs are still in their old order.\nThe labels are not, so each belongs \
                   to another input now.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.inputs = as_they_are;
                // With the labels it is the order that is ignored.
                steps.labels = <[usize]>::to_vec;
            },
        },
        Mistake {
            name: "order-ignored",
            told: "The samples are in the order in which they came. `select` gives back a new \
                   data set and leaves the old one as it is: if you gave back the old one, the \
                   new order is lost.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.inputs = as_they_are;
                steps.labels = as_they_are;
            },
        },
        Mistake {
            name: "inputs-inverse",
            told: "You put input i at place `order[i]`. It is the other way round: `order` \
                   says which sample comes to place i. Both are shufflings, but not the \
                   same one.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.inputs = inverse,
        },
        Mistake {
            name: "labels-inverse",
            told: "You put label i at place `order[i]`. It is the other way round: `order` \
                   says whose label comes to place i.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.labels = inverse,
        },
        Mistake {
            name: "inputs-twice",
            told: "The inputs are shuffled twice: `order` was applied to what it had put in \
                   order before. After the first time an input has a new number.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.inputs = twice,
        },
        Mistake {
            name: "labels-twice",
            told: "The labels are shuffled twice: `order` was applied to what it had put in \
                   order before.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.labels = twice,
        },
        Mistake {
            name: "inputs-exchanged-in-place",
            told: "You exchanged input i with input `order[i]`, one after the other. A later \
                   exchange moves what an earlier one had put in place. Fill a new array and \
                   leave the old one as it is.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.inputs = exchanged,
        },
        Mistake {
            name: "inputs-overwritten",
            told: "You wrote the inputs into the array that you read from. A later place \
                   then reads what an earlier one has put there, so some inputs are there \
                   twice and others are gone. Fill a new one.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.inputs = overwritten,
        },
        Mistake {
            name: "labels-exchanged-in-place",
            told: "You exchanged label i with label `order[i]`, one after the other. A later \
                   exchange moves what an earlier one had put in place.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.labels = exchanged,
        },
        Mistake {
            name: "labels-overwritten",
            told: "You wrote the labels into the array that you read from. A later place \
                   then reads what an earlier one has put there, so some labels are there \
                   twice and others are gone. Fill a new one.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.labels = overwritten,
        },
    ],
};

/// Checks samples put in a given order.
///
/// # Errors
///
/// What is wrong with them.
pub fn shuffle_together(yours: fn(&Dataset, &[usize]) -> Dataset) -> Verdict {
    SHUFFLE.check(move |Unshuffled { data, order }| samples(&yours(data, order)))
}

/// How samples are set aside.
#[derive(Clone, Copy)]
struct FairSplit {
    /// The samples to train on are cut from these.
    train_from: fn(order: &[usize]) -> Vec<usize>,
    /// The samples to set aside are cut from these.
    aside_from: fn(order: &[usize]) -> Vec<usize>,
    /// How many samples a share is.
    whole: fn(share: f64) -> f64,
    /// The samples to train on, and those set aside, of which there are `last`.
    cut: Cut,
}

/// How the first samples and the last are cut from two lists of all samples.
type Cut = fn(train: &[usize], aside: &[usize], last: usize) -> [Vec<usize>; 2];

/// Samples, their new order, and the share to set aside.
#[derive(Clone)]
struct Whole {
    samples: Unshuffled,
    share: f64,
}

fn parts((train, aside): (Dataset, Dataset)) -> Answer {
    Answer::of("train.x", train.x)
        .with("train.labels", train.labels)
        .with("aside.x", aside.x)
        .with("aside.labels", aside.labels)
}

static FAIR_SPLIT: Lesson<FairSplit, Whole> = Lesson {
    exercise: "fair_split",
    steps: FairSplit {
        train_from: <[usize]>::to_vec,
        aside_from: <[usize]>::to_vec,
        whole: f64::round,
        cut: |train, aside, last| {
            let first = train.len() - last;
            [train[..first].to_vec(), aside[first..].to_vec()]
        },
    },
    probes: || {
        let probe = |n, share| Whole { samples: samples_of_own_classes(n), share };
        vec![probe(11, 0.3), probe(13, 0.2), probe(17, 0.15)]
    },
    answer: |steps, Whole { samples: Unshuffled { data, order }, share }| {
        let last = (steps.whole)(share * order.len() as f64) as usize;
        let (train, aside) = ((steps.train_from)(order), (steps.aside_from)(order));
        let [train, aside] = (steps.cut)(&train, &aside, last);
        parts((data.select(&train), data.select(&aside)))
    },
    sizes: &[(8, "samples to train on"), (3, "samples set aside"), (2, "inputs")],
    mistakes: &[
        Mistake {
            name: "not-shuffled",
            told: "You cut the samples in the order of the data. In a file that is sorted by \
                   class, the last share is of classes that training has never seen. Put \
                   them in the new order first, and then cut.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.train_from = as_they_are;
                steps.aside_from = as_they_are;
            },
        },
        Mistake {
            name: "aside-before-shuffling",
            told: "The samples set aside are cut from the old order, and those to train on \
                   from the new one. Some are in both parts, and some in none. One list, cut \
                   once.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("marin-community/marin#2700"),
            plant: |steps| steps.aside_from = as_they_are,
        },
        Mistake {
            name: "rounded-down",
            told: "You rounded the number of samples down, as `as usize` does with what is \
                   behind the point. The book takes the nearest: `round` first.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.whole = f64::floor,
        },
        Mistake {
            name: "rounded-up",
            told: "You rounded the number of samples set aside up. That happens, too, if you \
                   round the number of the others down. The book takes the nearest.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.whole = f64::ceil,
        },
        Mistake {
            name: "share-to-train",
            told: "You kept the share for training and set the rest aside. The share is what \
                   is cut off: with 0.2, four fifths remain to train on.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    [train[..last].to_vec(), aside[last..].to_vec()]
                };
            },
        },
        Mistake {
            name: "first-set-aside",
            told: "You set the first share aside, and `split` sets aside the last.\nAfter \
                   shuffling one is as fair as the other.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    [train[last..].to_vec(), aside[..last].to_vec()]
                };
            },
        },
        Mistake {
            name: "parts-exchanged",
            told: "The two parts are exchanged: the samples to train on come first. With \
                   them the other way round you would train on the few and test on the many, \
                   and both have a score.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    let first = train.len() - last;
                    [aside[first..].to_vec(), train[..first].to_vec()]
                };
            },
        },
        Mistake {
            name: "trained-on-all",
            told: "The samples set aside are among those to train on, too. The network may \
                   learn them by heart, and then their score says nothing about new samples.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    [train.to_vec(), aside[aside.len() - last..].to_vec()]
                };
            },
        },
        Mistake {
            name: "one-in-both",
            told: "One sample is in both parts: the first part ends with the one that the \
                   second begins with. A range `a..b` ends before b, and `a..=b` with it.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    let first = train.len() - last;
                    [train[..=first].to_vec(), aside[first..].to_vec()]
                };
            },
        },
        Mistake {
            name: "cut-twice",
            told: "You cut the samples to set aside from what was left to train on. So they \
                   are trained on, and the last samples are in neither part.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("anuragranj/coma#5"),
            plant: |steps| {
                steps.cut = |train, aside, last| {
                    let first = train.len() - last;
                    [train[..first].to_vec(), aside[first - last..first].to_vec()]
                };
            },
        },
    ],
};

/// Checks the samples to train on and those set aside, of samples put in a given order.
///
/// # Errors
///
/// What is wrong with them.
pub fn fair_split(
    yours: fn(&Dataset, &[usize], f64) -> (Dataset, Dataset),
) -> Verdict {
    FAIR_SPLIT.check(move |Whole { samples: Unshuffled { data, order }, share }| {
        parts(yours(data, order, *share))
    })
}

/// How inputs are brought around 0 and to the size of 1.
#[derive(Clone, Copy)]
struct Standardize {
    /// The rows that the scaling of the training rows is learned from.
    of_train: fn(train: &Array2<f64>, test: &Array2<f64>) -> Array2<f64>,
    /// The rows that the scaling of the test rows is learned from.
    of_test: fn(train: &Array2<f64>, test: &Array2<f64>) -> Array2<f64>,
    /// A number learned for each input, in a shape that fits the rows `x` that are scaled.
    each: fn(learned: &Array2<f64>, x: &Array2<f64>, of: OfInputs) -> Array2<f64>,
    /// What is taken away.
    center: OfInputs,
    /// What is divided by.
    spread: OfInputs,
    /// A number scaled, given what is taken away and what is divided by.
    scale: fn(x: f64, center: f64, spread: f64) -> f64,
    /// What becomes of the test rows, scaled and as they were.
    test: fn(scaled: Array2<f64>, raw: &Array2<f64>) -> Array2<f64>,
}

/// A number that says something of several.
type OfInputs = fn(ArrayView1<f64>) -> f64;

/// Rows to train on and to test on.
#[derive(Clone)]
struct Rows {
    train: Array2<f64>,
    test: Array2<f64>,
}

/// 7 rows and 4 rows of 3 inputs, each around a number of its own and of a size of its own.
fn rows() -> Vec<Rows> {
    let probe = |seed, (n, m), inputs: usize| {
        let sizes = 400.0 * numbers((1, inputs), seed).mapv(f64::abs) + 50.0;
        let places = 900.0 * numbers((1, inputs), seed + 1);
        let rows = |n, seed| numbers((n, inputs), seed) * &sizes + &places;
        Rows { train: rows(n, seed + 2), test: rows(m, seed + 3) }
    };
    vec![probe(70, (7, 4), 3), probe(80, (5, 6), 2)]
}

fn mean(numbers: ArrayView1<f64>) -> f64 {
    numbers.sum() / numbers.len() as f64
}

fn variance(numbers: ArrayView1<f64>) -> f64 {
    numbers.var(0.0)
}

fn smallest(numbers: ArrayView1<f64>) -> f64 {
    numbers.fold(f64::INFINITY, |smallest, &x| smallest.min(x))
}

fn range(numbers: ArrayView1<f64>) -> f64 {
    let largest = numbers.fold(f64::NEG_INFINITY, |largest, &x| largest.max(x));
    largest - smallest(numbers)
}

fn all_rows(train: &Array2<f64>, test: &Array2<f64>) -> Array2<f64> {
    concatenate![Axis(0), *train, *test]
}

/// Scaled rows to train on and to test on.
type TrainAndTest = (Array2<f64>, Array2<f64>);

fn both((train, test): TrainAndTest) -> Answer {
    Answer::of("train", train).with("test", test)
}

static STANDARDIZE: Lesson<Standardize, Rows> = Lesson {
    exercise: "standardize",
    steps: Standardize {
        of_train: |train, _| train.clone(),
        of_test: |train, _| train.clone(),
        each: |learned, _, of| learned.map_axis(Axis(0), of).insert_axis(Axis(0)),
        center: mean,
        spread: |numbers| variance(numbers).sqrt(),
        scale: |x, center, spread| (x - center) / spread,
        test: |scaled, _| scaled,
    },
    probes: rows,
    answer: |steps, Rows { train, test }| {
        let scaled = |x: &Array2<f64>, learned: &Array2<f64>| {
            let center = (steps.each)(learned, x, steps.center);
            let spread = (steps.each)(learned, x, steps.spread);
            Zip::from(x)
                .and_broadcast(&center)
                .and_broadcast(&spread)
                .map_collect(|&x, &center, &spread| (steps.scale)(x, center, spread))
        };
        let of_train = scaled(train, &(steps.of_train)(train, test));
        let of_test = scaled(test, &(steps.of_test)(train, test));
        both((of_train, (steps.test)(of_test, test)))
    },
    sizes: &[(7, "training rows"), (4, "test rows"), (3, "inputs")],
    mistakes: &[
        Mistake {
            name: "learned-on-all-rows",
            told: "Mean and deviation are learned on all rows, those of the test among \
                   them. So training knows something of the test, and its score may be \
                   too good. Learn both on the training rows alone.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("udacity/sdc-issue-reports#490"),
            plant: |steps| {
                steps.of_train = all_rows;
                steps.of_test = all_rows;
            },
        },
        Mistake {
            name: "learned-on-test-rows",
            told: "Mean and deviation are learned on the test rows. A test row must not \
                   decide anything before the test. Learn both on the training rows.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.of_train = |_, test| test.clone();
                steps.of_test = |_, test| test.clone();
            },
        },
        Mistake {
            name: "test-by-itself",
            told: "The test rows are scaled with their own mean and deviation. Then the same \
                   input becomes another number in training than in the test. Both get those \
                   of the training rows.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("deepchem/deepchem#51"),
            plant: |steps| steps.of_test = |_, test| test.clone(),
        },
        Mistake {
            name: "test-left",
            told: "The test rows are not scaled. The network has learned from scaled inputs \
                   and would now read others, of another size.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("jchen42703/kits19-cnn#22"),
            plant: |steps| steps.test = |_, raw| raw.clone(),
        },
        Mistake {
            name: "each-row",
            told: "Each row has its own mean and deviation in your answer. They are those of \
                   a column: one input, over all training rows. Within a row, numbers are \
                   mixed that have nothing to do with each other.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.each = |_, x, of| x.map_axis(Axis(1), of).insert_axis(Axis(1));
            },
        },
        Mistake {
            name: "one-for-all-inputs",
            told: "There is one mean and one deviation for all inputs. An input of large \
                   numbers stays larger than the others. Take them for each column.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.each = |learned, _, of| {
                    let all = learned.iter().copied().collect::<Array1<f64>>();
                    Array2::from_elem((1, 1), of(all.view()))
                };
            },
        },
        Mistake {
            name: "variance",
            told: "You divided by the variance. The deviation is its root, and has the unit \
                   of the numbers; the variance has that of their squares.",
            section: "initialization.md#how-large-is-a-sum",
            source: Some("joshday/OnlineStats.jl#15"),
            plant: |steps| steps.spread = variance,
        },
        Mistake {
            name: "n-minus-one",
            told: "You divided the squares by n − 1. That is a way to guess the variance of \
                   more rows than there are, and no error; the book takes the mean, and \
                   divides by n.\nWith many rows there is hardly a difference.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.spread = |numbers| numbers.std(1.0),
        },
        Mistake {
            name: "distance-not-squared",
            told: "You took the mean distance from the mean. The deviation squares the \
                   distances, takes their mean, and then the root.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| {
                steps.spread = |numbers| {
                    let mean = mean(numbers);
                    numbers.mapv(|x| (x - mean).abs()).sum() / numbers.len() as f64
                };
            },
        },
        Mistake {
            name: "deviation-from-zero",
            told: "You took the root of the mean square of the numbers themselves. It is of \
                   their distances from the mean.\nOf numbers around 0 it is the same.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| {
                steps.spread = |numbers| mean(numbers.mapv(|x| x * x).view()).sqrt();
            },
        },
        Mistake {
            name: "sum-of-squares",
            told: "You took the root of the sum of the squared distances, and it is of their \
                   mean. With more rows your deviation grows, though the rows are no \
                   further apart.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| {
                steps.spread =
                    |numbers| (variance(numbers) * numbers.len() as f64).sqrt();
            },
        },
        Mistake {
            name: "not-divided",
            told: "You took the mean away and did not divide by the deviation.\nThe inputs \
                   are around 0, and as far apart as they were.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.scale = |x, center, _| x - center,
        },
        Mistake {
            name: "from-zero-to-one",
            told: "You brought the numbers between 0 and 1, by the smallest and the largest. \
                   That is another scaling, and a single far number decides it. Here it is \
                   mean and deviation.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.center = smallest;
                steps.spread = range;
            },
        },
        Mistake {
            name: "not-centered",
            told: "You divided by the deviation and did not take the mean away.\nThe inputs \
                   have the right size around their mean, but that is not 0.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.scale = |x, _, spread| x / spread,
        },
        Mistake {
            name: "nothing-scaled",
            told: "The rows come back as they were. Arithmetic on an array makes a new one and \
                   leaves the old as it is; give back the new ones.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.scale = |x, _, _| x,
        },
        Mistake {
            name: "without-parentheses",
            told: "You divided the mean by the deviation and then took it away. The \
                   difference comes first: (x − mean) / deviation needs its parentheses.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.scale = |x, center, spread| x - center / spread,
        },
        Mistake {
            name: "divided-first",
            told: "You divided by the deviation first and then took the mean away, which is \
                   that of the numbers before. Take it away first.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.scale = |x, center, spread| x / spread - center,
        },
        Mistake {
            name: "multiplied",
            told: "You multiplied by the deviation. Where numbers lie far apart, that drives \
                   them further apart. Divide.",
            section: "initialization.md#how-large-is-a-sum",
            source: None,
            plant: |steps| steps.scale = |x, center, spread| (x - center) * spread,
        },
    ],
};

/// Checks training rows and test rows, scaled by mean and deviation of the training rows.
///
/// # Errors
///
/// What is wrong with them.
pub fn standardize(yours: fn(&Array2<f64>, &Array2<f64>) -> TrainAndTest) -> Verdict {
    STANDARDIZE.check(move |Rows { train, test }| both(yours(train, test)))
}

/// How an accuracy is computed.
#[derive(Clone, Copy)]
struct Accuracy {
    /// The samples that count, of all samples, the last of which were set aside.
    samples: fn(all: usize, last: usize) -> Range<usize>,
    /// The samples whose labels are compared, given those whose outputs are.
    labels: fn(Range<usize>) -> Range<usize>,
    /// What the layer gives.
    forward: fn(&Dense, &Array2<f64>) -> Array2<f64>,
    /// What a sample counts, of its outputs and its label.
    right: fn(outputs: ArrayView1<f64>, label: usize) -> f64,
    /// The count of all samples.
    count: fn(Vec<f64>) -> f64,
    /// What the count is divided by.
    divisor: fn(Counted) -> f64,
    /// What becomes of the share.
    share: fn(f64) -> f64,
}

/// What a number of samples could be divided by.
#[derive(Clone, Copy)]
struct Counted {
    /// The samples that were looked at.
    samples: f64,
    /// All samples.
    all: f64,
    /// The classes.
    classes: f64,
}

/// A layer, and samples of which the last were set aside.
#[derive(Clone)]
struct HeldOut {
    layer: Dense,
    data: Dataset,
    last: usize,
}

/// Layers that are right about three of five samples, and one that is about all.
fn held_out() -> Vec<HeldOut> {
    let probe = |seed, n, last, (inputs, classes), right: usize| {
        let layer = layer((inputs, classes), seed);
        let x = 2.0 * numbers((n, inputs), seed + 1);
        let decided = decide(&layer.forward(&x)).into_iter().enumerate();
        let labels =
            decided.map(|(i, it)| (it + usize::from(i % 5 >= right)) % classes);
        HeldOut {
            data: Dataset { x, labels: labels.collect(), classes },
            layer,
            last,
        }
    };
    vec![
        probe(90, 53, 19, (2, 3), 3),
        probe(93, 71, 23, (3, 4), 3),
        probe(96, 83, 31, (2, 5), 3),
        probe(99, 47, 17, (3, 4), 5),
    ]
}

fn decides(outputs: ArrayView1<f64>) -> usize {
    decide(&outputs.to_owned().insert_axis(Axis(0)))[0]
}

static ACCURACY: Lesson<Accuracy, HeldOut> = Lesson {
    exercise: "accuracy",
    steps: Accuracy {
        samples: |all, last| all - last..all,
        labels: |samples| samples,
        forward: |layer, x| layer.forward(x),
        right: |outputs, label| f64::from(decides(outputs) == label),
        count: |samples| samples.iter().sum(),
        divisor: |counted| counted.samples,
        share: |share| share,
    },
    probes: held_out,
    answer: |steps, HeldOut { layer, data, last }| {
        let samples = (steps.samples)(data.len(), *last);
        let x = data.x.select(Axis(0), &samples.clone().collect::<Vec<usize>>());
        let labels = &data.labels[(steps.labels)(samples.clone())];
        let outputs = (steps.forward)(layer, &x);
        let pairs = outputs.rows().into_iter().zip(labels);
        let right: Vec<f64> =
            pairs.map(|(row, &label)| (steps.right)(row, label)).collect();
        let right = (steps.count)(right);
        let counted = Counted {
            samples: samples.len() as f64,
            all: data.len() as f64,
            classes: data.classes as f64,
        };
        Answer::of("accuracy", (steps.share)(right / (steps.divisor)(counted)))
            .called_with(format!("{} samples and {last} set aside", data.len()))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "on-training-rows",
            told: "You counted the samples that the network was trained on. About those it \
                   knows the answer; the share says nothing about new samples. Take the last \
                   ones, which were set aside.",
            section: "mini-batches.md#samples-set-aside",
            source: Some("orvindemsy/BCICIV2a-FBCSP#1"),
            plant: |steps| steps.samples = |all, last| 0..all - last,
        },
        Mistake {
            name: "on-all-rows",
            told: "You counted all samples, those that the network was trained on among \
                   them. About those it knows the answer, so they say nothing about new \
                   samples.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.samples = |all, _| 0..all,
        },
        Mistake {
            name: "on-first-rows",
            told: "You counted as many samples as were set aside, but from the beginning. \
                   `split` cuts off the last ones; on the first the network was trained.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.samples = |_, last| 0..last,
        },
        Mistake {
            name: "cut-at-the-number-set-aside",
            told: "You began at the place `last`. That is how many were set aside, and \
                   not where they begin: they begin that many before the end.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.samples = |all, last| last..all,
        },
        Mistake {
            name: "labels-of-first-rows",
            told: "You compared the decisions about the samples set aside with the labels \
                   of the first samples. The labels have to be cut as the inputs are.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.labels = |samples| 0..samples.len(),
        },
        Mistake {
            name: "no-biases",
            told: "Before deciding you took x · W and left the biases out. They are a \
                   part of what the layer has learned.",
            section: "dense.md#one-layer-in-rust",
            source: None,
            plant: |steps| steps.forward = |layer, x| x.dot(&layer.weights),
        },
        Mistake {
            name: "above-one-half",
            told: "You counted a sample as right if the output of its class is above 0.5. \
                   Outputs are logits here, and it is right if that output is the largest.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.right = |outputs, label| f64::from(outputs[label] > 0.5)
            },
        },
        Mistake {
            name: "share-above-one-half",
            told: "You counted a sample as right if its class has a share above one half. \
                   With three classes the largest share may be smaller, and the network \
                   decides for it all the same.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.right = |outputs, label| {
                    let shares = softmax(&outputs.to_owned().insert_axis(Axis(0)));
                    f64::from(shares[[0, label]] > 0.5)
                };
            },
        },
        Mistake {
            name: "entries-for-rows",
            told: "You compared row by row with the one-hot targets and counted equal \
                   numbers. Where the decision is wrong, most zeros agree all the same. A \
                   sample is right or wrong, as a whole.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.right = |outputs, label| {
                    let classes = outputs.len() as f64;
                    let wrong = f64::from(decides(outputs) != label);
                    (classes - 2.0 * wrong) / classes
                };
            },
        },
        Mistake {
            name: "smallest",
            told: "You decided for the smallest output. The larger a logit, the more the \
                   network is for its class.",
            section: "classification.md#the-slope-is-p--y",
            source: None,
            plant: |steps| {
                steps.right = |outputs, label| {
                    f64::from(decides(outputs.mapv(|z| -z).view()) == label)
                };
            },
        },
        Mistake {
            name: "divided-by-all-samples",
            told: "You divided by the number of all samples, and only those set aside were \
                   counted.\nThe share comes out too small, however good the network is.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.divisor = |counted| counted.all,
        },
        Mistake {
            name: "divided-by-entries",
            told: "You divided by samples times classes. It is the share of samples: with \
                   ten classes yours could not be more than a tenth.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                steps.divisor = |counted| counted.samples * counted.classes;
            },
        },
        Mistake {
            name: "not-divided",
            told: "You gave the number of samples that are right. The accuracy is their \
                   share: divide by how many there are.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.divisor = |_| 1.0,
        },
        Mistake {
            name: "error-rate",
            told: "You gave the share that is wrong. Accuracy is the share that is right: 1 \
                   less that.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.share = |share| 1.0 - share,
        },
        Mistake {
            name: "percent",
            told: "You gave percent. The accuracy in the book is a share between 0 and 1.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| steps.share = |share| 100.0 * share,
        },
        Mistake {
            name: "one-at-most",
            told: "You counted one sample at most, however many are right. In a loop, = in the \
                   place of += does this: each sample replaces the count of those before it.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                // Of the other samples nothing is left to see.
                let count = |samples: Vec<f64>| samples[samples.len() - 1];
                *steps = Accuracy { count, ..ACCURACY.steps };
            },
        },
        Mistake {
            name: "whole-numbers-divided",
            told: "You divided two whole numbers, and in Rust the result is one, too: 0, \
                   unless all samples are right. Make both `f64` first.",
            section: "mini-batches.md#samples-set-aside",
            source: None,
            plant: |steps| {
                // It hides every other mistake.
                *steps = Accuracy { share: f64::floor, ..ACCURACY.steps };
            },
        },
    ],
};

/// Checks the share of the last samples, which were set aside, that a layer decides right about.
///
/// # Errors
///
/// What is wrong with it.
pub fn accuracy(yours: fn(&Dense, &Dataset, usize) -> f64) -> Verdict {
    ACCURACY.check(move |HeldOut { layer, data, last }| {
        Answer::of("accuracy", yours(layer, data, *last))
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&BATCHES, &EPOCH, &SHUFFLE, &FAIR_SPLIT, &STANDARDIZE, &ACCURACY]
}
