//! The mistakes of *Training*, the step of *Gradient descent* included.

use std::ops::Range;

use backprop::activation::sigmoid;
use backprop::feedforward::Trace;
use backprop::gradient_descent::Gradients;
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis};

use crate::backpropagation::{
    ABSOLUTE, ABSOLUTE_VALUE, Backward, DW2_FROM_ERROR, ERROR_SENT_BACK,
    FIRST_OUTPUT_ONLY, HIDDEN_ONE_FACTOR, HIDDEN_PARENTHESES,
    HIDDEN_SIGMOID_FOR_SLOPE, HIDDEN_SLOPE_MISSING, HIDDEN_SLOPE_OF_SUM,
    HIDDEN_SLOPE_OF_TANH, HIDDEN_SLOPE_TWICE, HIDDEN_VALUE_FOR_SLOPE, LOSS_FOR_SLOPE,
    MEAN_FOR_SUM, MEAN_OF_ALL, MEAN_OVER_OUTPUTS, NO_TWO, OUTPUT_ONE_FACTOR,
    OUTPUT_PARENTHESES, OUTPUT_SIGMOID_FOR_SLOPE, OUTPUT_SLOPE_MISSING,
    OUTPUT_SLOPE_OF_SUM, OUTPUT_SLOPE_OF_TANH, OUTPUT_SLOPE_TWICE,
    OUTPUT_VALUE_FOR_SLOPE, PARENTHESES, Probe, RAW_ERROR_SENT_BACK, RIGHT,
    SENT_BACK_WITHOUT_TWO, SIZES, SUMS_FOR_ACTIVATIONS, TWO_TWICE, probe, probes,
};
use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How a network is moved.
#[derive(Clone, Copy)]
struct Step {
    /// Where a weight is moved from.
    start: fn(weight: f64, rate: f64) -> f64,
    /// What the slopes are multiplied by, those along W₁ and those along W₂.
    rates: fn(rate: f64) -> [f64; 2],
    /// Which way the weights go, those of W₁ and those of W₂.
    signs: [f64; 2],
}

const DOWNHILL: Step =
    Step { start: |weight, _| weight, rates: |rate| [rate; 2], signs: [-1.0, -1.0] };

impl Step {
    /// The network after the step.
    fn moved(&self, net: &Network, slopes: &Gradients, rate: f64) -> Network {
        let [rate_1, rate_2] = (self.rates)(rate);
        let [sign_1, sign_2] = self.signs;
        let from =
            |weights: &Array2<f64>| weights.mapv(|weight| (self.start)(weight, rate));
        Network {
            w1: from(&net.w1) + sign_1 * rate_1 * &slopes.dw1,
            w2: from(&net.w2) + sign_2 * rate_2 * &slopes.dw2,
        }
    }
}

const PLUS: Mistake<Step> = Mistake {
    name: "plus",
    told: "You added the slopes, and it is a minus: the slope points uphill.\nWith the plus, the \
           loss rises at every step.",
    section: "gradient-descent.md#taking-steps",
    source: Some("pytorch/pytorch#1871"),
    plant: |step| step.signs = [1.0, 1.0],
};

const PLUS_FOR_W1: Mistake<Step> = Mistake {
    name: "plus-for-w1",
    told: "`w1` goes uphill: there is a plus where `w2` has the minus.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.signs = [1.0, -1.0],
};

const PLUS_FOR_W2: Mistake<Step> = Mistake {
    name: "plus-for-w2",
    told: "`w2` goes uphill: there is a plus where `w1` has the minus.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.signs = [-1.0, 1.0],
};

const NOTHING_MOVES: Mistake<Step> = Mistake {
    name: "nothing-moves",
    told: "No weight of the network has moved. `clone()` gives another array: what is subtracted \
           from that is lost.",
    section: "gradient-descent.md#sixteen-weights",
    source: None,
    plant: |step| *step = Step { rates: |_| [0.0; 2], ..DOWNHILL },
};

const W1_STAYS: Mistake<Step> = Mistake {
    name: "w1-stays",
    told: "`w1` has not moved, and `w2` has.\nThe output layer alone lowers the loss a \
           little, and that hides it.",
    section: "gradient-descent.md#sixteen-weights",
    source: None,
    plant: |step| *step = Step { rates: |rate| [0.0, rate], ..DOWNHILL },
};

const W2_STAYS: Mistake<Step> = Mistake {
    name: "w2-stays",
    told: "`w2` has not moved, and `w1` has. A step is for all sixteen weights.",
    section: "gradient-descent.md#sixteen-weights",
    source: None,
    plant: |step| *step = Step { rates: |rate| [rate, 0.0], ..DOWNHILL },
};

const W1_TWICE: Mistake<Step> = Mistake {
    name: "w1-twice",
    told: "`w1` has moved twice, and `w2` not at all. One line was copied, and its names were not \
           changed.",
    section: "gradient-descent.md#sixteen-weights",
    source: None,
    plant: |step| *step = Step { rates: |rate| [2.0 * rate, 0.0], ..DOWNHILL },
};

const STEP_TWICE: Mistake<Step> = Mistake {
    name: "step-twice",
    told: "Every weight has moved twice by the same slopes.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.rates = |rate| [2.0 * rate; 2],
};

const RATE_FORGOTTEN: Mistake<Step> = Mistake {
    name: "rate-forgotten",
    told: "You subtracted the slopes as they are. A step is the learning rate times the slope.\nAt \
           a learning rate of 1 nobody sees the difference.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.rates = |_| [1.0, 1.0],
};

const RATE_FOR_W2_ONLY: Mistake<Step> = Mistake {
    name: "rate-for-w2-only",
    told: "`w1` moves by its slopes as they are, without the learning rate. `w2` has it.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.rates = |rate| [1.0, rate],
};

const RATE_FOR_W1_ONLY: Mistake<Step> = Mistake {
    name: "rate-for-w1-only",
    told: "`w2` moves by its slopes as they are, without the learning rate. `w1` has it.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.rates = |rate| [rate, 1.0],
};

const DIVIDED_BY_RATE: Mistake<Step> = Mistake {
    name: "divided-by-rate",
    told: "You divided the slopes by the learning rate. It is a factor: half the rate, half the \
           step.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.rates = |rate| [1.0 / rate; 2],
};

const WEIGHTS_REPLACED: Mistake<Step> = Mistake {
    name: "weights-replaced",
    told: "The old weights are gone: the step has taken their place. It is subtracted from them, \
           with `-=` and not with `=`.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.start = |_, _| 0.0,
};

const RATE_TIMES_WEIGHTS: Mistake<Step> = Mistake {
    name: "rate-times-weights",
    told: "You multiplied the weights by the learning rate, too. It is a factor of the slopes \
           alone: a parenthesis is in the wrong place.",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |step| step.start = |weight, rate| rate * weight,
};

/// A call of `step`.
#[derive(Clone)]
struct Call {
    net: Network,
    gradients: Gradients,
    rate: f64,
}

static STEP: Lesson<Step, Call> = Lesson {
    exercise: "step",
    steps: DOWNHILL,
    probes: || {
        let call = |(Probe { net, .. }, rate): (Probe, f64)| {
            let [dw1, dw2] = [&net.w1, &net.w2].map(|like| numbers(like.dim(), 30));
            Call { net, gradients: Gradients { dw1, dw2 }, rate }
        };
        probes().into_iter().zip([0.3, 1.7]).map(call).collect()
    },
    answer: |step, Call { net, gradients, rate }| {
        weights(Answer::default(), step.moved(net, gradients, *rate))
    },
    sizes: SIZES,
    mistakes: &[
        PLUS,
        PLUS_FOR_W1,
        PLUS_FOR_W2,
        NOTHING_MOVES,
        W1_STAYS,
        W2_STAYS,
        W1_TWICE,
        STEP_TWICE,
        RATE_FORGOTTEN,
        RATE_FOR_W2_ONLY,
        RATE_FOR_W1_ONLY,
        DIVIDED_BY_RATE,
        WEIGHTS_REPLACED,
        RATE_TIMES_WEIGHTS,
    ],
};

fn weights(answer: Answer, Network { w1, w2 }: Network) -> Answer {
    answer.with("w1", w1).with("w2", w2)
}

/// Inputs and their targets.
type Rows = [Array2<f64>; 2];

/// How a whole training is computed.
#[derive(Clone, Copy)]
struct Training {
    /// How many iterations there are.
    iterations: fn(asked: usize) -> usize,
    /// The rows of each pass.
    passes: fn(x: &Array2<f64>, y: &Array2<f64>) -> Vec<Rows>,
    /// The activation of the hidden layer.
    hidden: fn(f64) -> f64,
    /// What goes on to the output layer, of the sums and the activations.
    handed_on:
        for<'a> fn(z1: &'a Array2<f64>, a1: &'a Array2<f64>) -> &'a Array2<f64>,
    /// The activation of the output layer.
    output: fn(f64) -> f64,
    /// What the way back starts from.
    trace: Which,
    backward: Backward,
    /// The W₂ that the way back goes through: before or after its own step.
    back_through: fn(before: &Array2<f64>, after: &Array2<f64>) -> Array2<f64>,
    /// The slopes of the step, of those of the step before and those computed now.
    slopes: fn(before: Option<Gradients>, now: Gradients) -> Gradients,
    step: Step,
    /// What a sum of squares is divided by before it is noted.
    divisor: fn(rows: f64, outputs: f64) -> f64,
    /// Which loss is noted in an iteration.
    noted: Noted,
    /// Which loss is noted after the last iteration.
    last: Last,
    /// Which network the caller finds afterwards.
    given_back: fn(before: &Network, after: Network) -> Network,
}

/// One of the passes forward.
#[derive(Clone, Copy)]
enum Which {
    ThisOne,
    TheOneBefore,
    TheFirst,
}

/// What is noted in an iteration.
#[derive(Clone, Copy)]
enum Noted {
    /// The loss of the passes that the way back starts from.
    OfTrace,
    /// The loss ahead of the step, from a pass of its own.
    Before,
    /// The loss after the step.
    After,
}

/// What is noted after the last iteration.
#[derive(Clone, Copy)]
enum Last {
    Computed,
    Repeated,
    /// The first loss stands twice in its place.
    FirstRepeated,
    Nothing,
}

const TRAINING: Training = Training {
    iterations: |asked| asked,
    passes: |x, y| vec![[x.clone(), y.clone()]],
    hidden: sigmoid,
    handed_on: |_, a1| a1,
    output: sigmoid,
    trace: Which::ThisOne,
    backward: RIGHT,
    back_through: |before, _| before.clone(),
    slopes: |_, now| now,
    step: DOWNHILL,
    divisor: |_, _| 1.0,
    noted: Noted::OfTrace,
    last: Last::Computed,
    given_back: |_, after| after,
};

impl Training {
    fn forward(&self, net: &Network, x: &Array2<f64>) -> Trace {
        let z1 = x.dot(&net.w1);
        let a1 = z1.mapv(self.hidden);
        let z2 = (self.handed_on)(&z1, &a1).dot(&net.w2);
        let y_hat = z2.mapv(self.output);
        Trace { z1, a1, z2, y_hat }
    }

    /// The slopes, from this pass forward.
    fn gradients(
        &self,
        net: &Network,
        [x, y]: &Rows,
        trace: &Trace,
        rate: f64,
    ) -> Gradients {
        let [dz2, dw2] = self.backward.output_layer(x, y, trace);
        let alone = Gradients { dw1: Array2::zeros(net.w1.dim()), dw2 };
        let after = self.step.moved(net, &alone, rate).w2;
        let w2 = (self.back_through)(&net.w2, &after);
        let [_, _, dw1] = self.backward.hidden_layer(&w2, x, trace, &dz2);
        Gradients { dw1, dw2: alone.dw2 }
    }

    fn run(&self, run: &Run) -> Answer {
        let (losses, net) = self.trained(run);
        trained(losses, net)
    }

    /// The losses that are noted, and the network that is given back.
    fn trained(
        &self,
        Run { net: drawn, x, y, rate, iterations }: &Run,
    ) -> (Vec<f64>, Network) {
        let mut net = drawn.clone();
        let mut losses = Vec::new();
        let mut traces: Vec<Trace> = Vec::new();
        let mut slopes = None;
        for _ in 0..(self.iterations)(*iterations) {
            let before = sum_of_squares(&net.predict(x), y);
            let mut of_trace = 0.0;
            for pass in (self.passes)(x, y) {
                traces.push(self.forward(&net, &pass[0]));
                let trace = match self.trace {
                    Which::ThisOne => &traces[traces.len() - 1],
                    Which::TheOneBefore => &traces[traces.len().saturating_sub(2)],
                    Which::TheFirst => &traces[0],
                };
                of_trace += sum_of_squares(&trace.y_hat, &pass[1]);
                let now = self.gradients(&net, &pass, trace, *rate);
                let taken = (self.slopes)(slopes, now);
                net = self.step.moved(&net, &taken, *rate);
                slopes = Some(taken);
            }
            losses.push(match self.noted {
                Noted::OfTrace => of_trace,
                Noted::Before => before,
                Noted::After => sum_of_squares(&net.predict(x), y),
            });
        }
        match self.last {
            Last::Computed => losses.push(sum_of_squares(&net.predict(x), y)),
            Last::Repeated => {
                losses.extend_from_within(losses.len().saturating_sub(1)..);
            }
            Last::FirstRepeated => {
                losses.insert(0, sum_of_squares(&drawn.predict(x), y));
            }
            Last::Nothing => (),
        }
        let divisor = (self.divisor)(y.nrows() as f64, y.ncols() as f64);
        losses.iter_mut().for_each(|loss| *loss /= divisor);
        (losses, (self.given_back)(drawn, net))
    }
}

/// A call of `train`.
#[derive(Clone)]
struct Run {
    net: Network,
    x: Array2<f64>,
    y: Array2<f64>,
    rate: f64,
    iterations: usize,
}

/// No size is one that the number of losses could have.
fn runs() -> Vec<Run> {
    let run = |sizes, seed, rate, iterations| {
        let Probe { net, x, y, .. } = probe(sizes, seed);
        Run { net, x, y, rate, iterations }
    };
    vec![run([7, 8, 9, 10], 70, 0.2, 1), run([11, 12, 13, 14], 80, 0.1, 4)]
}

/// What the sizes of [`runs`] stand for.
const SIZES_OF_RUNS: &[(usize, &str)] = &[
    (7, "rows"),
    (8, "inputs"),
    (9, "hidden"),
    (10, "outputs"),
    (11, "rows"),
    (12, "inputs"),
    (13, "hidden"),
    (14, "outputs"),
];

fn trained(losses: Vec<f64>, net: Network) -> Answer {
    weights(Answer::of("losses", losses), net)
}

/// The mistake of a part of the training, made in the whole of it.
macro_rules! within {
    ($part:ident, $mistake:ident) => {
        Mistake {
            name: $mistake.name,
            told: $mistake.told,
            section: $mistake.section,
            source: $mistake.source,
            plant: |training: &mut Training| ($mistake.plant)(&mut training.$part),
        }
    };
}

/// The same for one that is another where only one layer moves.
macro_rules! where_both_move {
    ($mistake:ident) => {
        Mistake {
            plant: |training: &mut Training| {
                training.step.rates = DOWNHILL.rates;
                ($mistake.plant)(&mut training.backward);
            },
            ..within!(backward, $mistake)
        }
    };
}

/// The same for one that is another where a layer has no sigmoid.
macro_rules! where_all_are_squeezed {
    ($mistake:ident) => {
        Mistake {
            plant: |training: &mut Training| {
                (training.hidden, training.output) = (sigmoid, sigmoid);
                ($mistake.plant)(&mut training.backward);
            },
            ..within!(backward, $mistake)
        }
    };
}

const LOSS_AFTER_STEP: Mistake<Training> = Mistake {
    name: "loss-after-step",
    told: "In each iteration you noted the loss after the step. The first loss of the list is \
           that of the network as it was drawn, so it is noted before anything moves.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.noted = Noted::After;
        training.last = Last::Computed;
    },
};

const FIRST_LOSS_MISSING: Mistake<Training> = Mistake {
    name: "first-loss-missing",
    told: "You noted a loss after each step, so the first one is missing, that of the network as \
           it was drawn. Note the loss ahead of the step, and once more after the loop.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.iterations = TRAINING.iterations;
        training.noted = Noted::After;
        training.last = Last::Nothing;
    },
};

const NO_LAST_LOSS: Mistake<Training> = Mistake {
    name: "no-last-loss",
    told: "The last loss is missing: there is one more than there are iterations. The weights \
           have moved since the loss before it, so it needs a pass forward of its own.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.iterations = TRAINING.iterations;
        training.last = Last::Nothing;
    },
};

const LAST_LOSS_REPEATED: Mistake<Training> = Mistake {
    name: "last-loss-repeated",
    told: "The last loss is the one before it once more. The weights have moved since, so the \
           last loss needs a pass forward of its own.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.last = Last::Repeated,
};

const FIRST_LOSS_REPEATED: Mistake<Training> = Mistake {
    name: "first-loss-repeated",
    told: "The first loss stands twice, once from ahead of the loop and once from the first \
           iteration. The one after the last iteration is missing.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.last = Last::FirstRepeated;
        training.iterations = TRAINING.iterations;
        training.trace = TRAINING.trace;
    },
};

const FIRST_TRACE: Mistake<Training> = Mistake {
    name: "first-trace",
    told: "You ran forward once and used that pass in every iteration. The weights move, and \
           with them every activation: an iteration begins with a pass forward.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.trace = Which::TheFirst;
        training.noted = Noted::OfTrace;
    },
};

const FIRST_TRACE_BACKWARD: Mistake<Training> = Mistake {
    name: "first-trace-backward",
    told: "Every way back starts from the first pass forward. The weights move, and with them every \
           activation: an iteration begins with a pass forward, and its way back starts there.",
    plant: |training| {
        *training =
            Training { trace: Which::TheFirst, noted: Noted::Before, ..TRAINING };
    },
    ..FIRST_TRACE
};

const TRACE_OF_BEFORE: Mistake<Training> = Mistake {
    name: "trace-of-before",
    told: "The pass forward is one step old: it was run before the step of the last iteration. \
           You see it in the first two losses, which are equal.\nThe network learns all the same, \
           from slopes of a moment ago.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.trace = Which::TheOneBefore,
};

const MEAN_NOTED: Mistake<Training> = Mistake {
    name: "mean-noted",
    told: "You noted the mean of the rows' losses.\nThe weights are right.\nOur loss is the sum, \
           and one that is divided is not the one whose slopes you follow.",
    section: "loss.md#sum-or-mean",
    source: None,
    plant: |training| training.divisor = |rows, _| rows,
};

const MEAN_OF_ALL_NOTED: Mistake<Training> = Mistake {
    name: "mean-of-all-noted",
    told: "You noted the mean of all squares.\nThe weights are right.\nOur loss is the sum, and one \
           that is divided is not the one whose slopes you follow.",
    section: "loss.md#sum-or-mean",
    source: None,
    plant: |training| training.divisor = |rows, outputs| rows * outputs,
};

const MEAN_OVER_OUTPUTS_NOTED: Mistake<Training> = Mistake {
    name: "mean-over-outputs-noted",
    told: "You divided the losses by the number of outputs.\nThe weights are right.\nOur loss is \
           the sum, and one that is divided is not the one whose slopes you follow.",
    section: "loss.md#sum-or-mean",
    source: None,
    plant: |training| training.divisor = |_, outputs| outputs,
};

const HALF_NOTED: Mistake<Training> = Mistake {
    name: "half-noted",
    told: "You noted half of the loss.\nThe weights are right.\nOur loss is the whole sum of \
           squares, the one whose slopes have the 2.",
    section: "loss.md#the-slope-of-the-loss",
    source: None,
    plant: |training| training.divisor = |_, _| 2.0,
};

const COPY_TRAINED: Mistake<Training> = Mistake {
    name: "copy-trained",
    told: "The losses fall, and the network that the caller holds is as it was: you trained a \
           copy. Take the steps on `net` itself.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        *training = Training { given_back: |before, _| before.clone(), ..TRAINING };
    },
};

const STEP_AFTER_EVERY_ROW: Mistake<Training> = Mistake {
    name: "step-after-every-row",
    told: "You took a step after every row. That is another way to train, and it comes later. \
           Here one iteration adds up the slopes of all rows, and takes one step.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.passes = row_by_row;
        training.trace = Which::ThisOne;
        training.noted = Noted::OfTrace;
    },
};

const STEP_AFTER_EVERY_ROW_NOTED_ONCE: Mistake<Training> = Mistake {
    name: "step-after-every-row-noted-once",
    plant: |training| {
        *training = Training { passes: row_by_row, noted: Noted::Before, ..TRAINING };
    },
    ..STEP_AFTER_EVERY_ROW
};

fn row_by_row(x: &Array2<f64>, y: &Array2<f64>) -> Vec<Rows> {
    let row = |i| [x, y].map(|array| array.select(Axis(0), &[i]));
    (0..x.nrows()).map(row).collect()
}

const ONE_TOO_MANY: Mistake<Training> = Mistake {
    name: "one-too-many",
    told: "There is one iteration too many. `0..n` has n numbers, from 0 to n − 1; `0..=n` has \
           one more.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.iterations = |asked| asked + 1,
};

const STEP_AFTER_LAST_LOSS: Mistake<Training> = Mistake {
    name: "step-after-last-loss",
    told: "There are as many losses as there should be, but a step follows the last one: the \
           network is one step further than asked. `0..=n` runs n + 1 times. Loop n times, and \
           note the last loss after the loop.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        training.iterations = |asked| asked + 1;
        training.last = Last::Nothing;
    },
};

const ONE_ITERATION: Mistake<Training> = Mistake {
    name: "one-iteration",
    told: "There is one iteration, however many were asked for. Is there a loop, and does nothing \
           leave it early?",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.iterations = |_| 1,
};

const ONE_TOO_FEW: Mistake<Training> = Mistake {
    name: "one-too-few",
    told: "There is one iteration too few. `0..n` has n numbers, from 0 to n − 1; `1..n` has one \
           less.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.iterations = |asked| asked - 1,
};

const SLOPES_KEPT: Mistake<Training> = Mistake {
    name: "slopes-kept",
    told: "The slopes of earlier iterations are still in the sum. In each iteration they start \
           from 0. Some libraries add to what is there, and have a `zero_grad` to call first.",
    section: "sequential.md#in-a-library",
    source: Some("karpathy/micrograd#102"),
    plant: |training| {
        training.slopes = |before, now| match before {
            Some(Gradients { dw1, dw2 }) => {
                Gradients { dw1: dw1 + now.dw1, dw2: dw2 + now.dw2 }
            }
            None => now,
        };
    },
};

const SLOPES_OF_FIRST: Mistake<Training> = Mistake {
    name: "slopes-of-first",
    told: "Every step uses the slopes of the first iteration. They belong to the network as it \
           was drawn. It has moved, so each iteration computes its own.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| training.slopes = |before, now| before.unwrap_or(now),
};

const W2_TOO_EARLY: Mistake<Training> = Mistake {
    name: "w2-too-early",
    told: "`w2` has taken its step before the blame went back through it. The slopes along W₁ \
           belong to the network that made the predictions, so they need the old W₂.\nIt looks \
           right, as the network learns: published programs do it.",
    section: "backpropagation.md#the-hidden-layer",
    source: Some("joelgrus/data-science-from-scratch#31"),
    plant: |training| training.back_through = |_, after| after.clone(),
};

const NO_HIDDEN_SIGMOID: Mistake<Training> = Mistake {
    name: "no-hidden-sigmoid",
    told: "On the way forward the hidden layer has no sigmoid: a₁ is z₁. Two layers without a \
           curve between them are one.",
    section: "feedforward.md#without-the-sigmoid",
    source: Some("aymericdamien/TensorFlow-Examples#270"),
    plant: |training| training.hidden = |z| z,
};

const NO_STEP: Mistake<Training> = Mistake {
    name: "no-step",
    told: "No weight has moved: every loss is the first one. The step is missing, or it is taken \
           by a copy that is thrown away.",
    section: "training.md#the-loop",
    source: None,
    plant: |training| {
        *training =
            Training { step: Step { signs: [0.0, 0.0], ..DOWNHILL }, ..TRAINING };
    },
};

const UPHILL: Mistake<Training> = Mistake {
    name: "uphill",
    told: "The weights go uphill: one sign of two is wrong. With the error ŷ − y a step subtracts \
           the slope. Some programs take y − ŷ and add; what can't be is one of each. And the \
           slope of a sigmoid is a(1 − a), not a(a − 1).",
    section: "gradient-descent.md#taking-steps",
    source: PLUS.source,
    plant: |training| training.step.signs = [1.0, 1.0],
};

const W1_UPHILL: Mistake<Training> = Mistake {
    name: "w1-uphill",
    told: "`w1` goes uphill, and `w2` does not. Either the step of `w1` has a plus, or a sign is \
           turned on the way back to it: the slope of a sigmoid is a₁(1 − a₁), not a₁(a₁ − 1).",
    section: "gradient-descent.md#taking-steps",
    source: None,
    plant: |training| training.step.signs = [1.0, -1.0],
};

const NO_OUTPUT_SIGMOID: Mistake<Training> = Mistake {
    name: "no-output-sigmoid",
    told: "On the way forward the output layer has no sigmoid: ŷ is z₂. Such predictions are not \
           held between 0 and 1.",
    section: "feedforward.md#without-the-sigmoid",
    source: None,
    plant: |training| training.output = |z| z,
};

const SUMS_HANDED_ON: Mistake<Training> = Mistake {
    name: "sums-handed-on",
    told: "On the way forward the output layer gets z₁ in the place of a₁.\nThe activations are \
           right, and the predictions do not come from them.\nIt is as if the hidden layer had \
           no sigmoid.",
    section: "feedforward.md#without-the-sigmoid",
    source: None,
    plant: |training| training.handed_on = |z1, _| z1,
};

/// In the whole program a step that is twice as long may be that, or have slopes with a 2 too many.
const STEPS_TOO_LONG: Mistake<Training> = Mistake {
    told: "Every step is twice as long as it should be. Either the slopes have a 2 too many, and that \
           of a square e² is 2e; or each step is taken twice.",
    ..within!(backward, TWO_TWICE)
};

/// In a pass of one row the number of outputs is that of all predictions.
const MEAN_OVER_OUTPUTS_IN_ONE_PASS: Mistake<Training> = Mistake {
    plant: |training| {
        training.passes = TRAINING.passes;
        (MEAN_OVER_OUTPUTS.plant)(&mut training.backward);
    },
    ..within!(backward, MEAN_OVER_OUTPUTS)
};

/// In the whole program nothing moves where the slopes are 0, too.
const NO_STEP_OR_NO_SLOPE: Mistake<Training> = Mistake {
    told: "No weight has moved: every loss is the first one. The step is missing, a copy takes it that \
           is thrown away, or every slope is 0: `a * 1.0 - a` is 0, and `a * (1.0 - a)` is not.",
    ..NO_STEP
};

const W1_STAYS_OR_NO_SLOPE: Mistake<Training> = Mistake {
    told: "`w1` has not moved, and `w2` has. Either it takes no step, or all slopes along it are 0: \
           `a * 1.0 - a` is 0, and `a * (1.0 - a)` is not.\nThe output layer alone lowers the loss a \
           little, and that hides it.",
    ..within!(step, W1_STAYS)
};

const W2_UPHILL: Mistake<Training> = Mistake {
    told: "`w2` goes uphill, and `w1` does not. Either the step of `w2` alone has a plus, or the slopes \
           have a minus that a second one undoes on the way to `w1`: the error is ŷ − y, and the slope \
           of a sigmoid a(1 − a).",
    ..within!(step, PLUS_FOR_W2)
};

/// The mistakes that show only where no iteration is asked for.
const fn without_iterations(exercise: &'static str) -> Lesson<Training, Run> {
    Lesson {
        exercise,
        steps: TRAINING,
        probes: || {
            let Probe { net, x, y, .. } = probe([7, 8, 9, 10], 90);
            vec![Run { net, x, y, rate: 0.2, iterations: 0 }]
        },
        answer: |training, run| {
            let (losses, net) = training.trained(run);
            trained_in_none(losses, net)
        },
        sizes: SIZES_OF_RUNS,
        mistakes: &[
            Mistake {
                name: "no-loss-without-iterations",
                told: "With 0 iterations there is one loss all the same, that of the network as it \
                       was drawn. You note the last loss in the last iteration, and here there is \
                       none: note it after the loop.",
                section: "training.md#the-loop",
                source: None,
                plant: |training| training.last = Last::Nothing,
            },
            Mistake {
                name: "one-iteration-at-least",
                told: "With 0 iterations nothing should move, and yours takes a step: the loop runs \
                       once before it asks how often. `for _ in 0..iterations` asks first.",
                section: "training.md#the-loop",
                source: None,
                plant: |training| training.iterations = |asked| asked.max(1),
            },
        ],
    }
}

fn trained_in_none(losses: Vec<f64>, net: Network) -> Answer {
    weights(Answer::of("losses of 0 iterations", losses), net)
}

static TRAIN_IN_NONE: Lesson<Training, Run> = without_iterations("train");

static WHOLE_PROGRAM_IN_NONE: Lesson<Training, Run> =
    without_iterations("whole_program");

static TRAIN: Lesson<Training, Run> = Lesson {
    exercise: "train",
    steps: TRAINING,
    probes: runs,
    answer: Training::run,
    sizes: SIZES_OF_RUNS,
    mistakes: &[
        COPY_TRAINED,
        NO_STEP,
        FIRST_TRACE_BACKWARD,
        STEP_AFTER_EVERY_ROW_NOTED_ONCE,
        LOSS_AFTER_STEP,
        NO_LAST_LOSS,
        FIRST_LOSS_MISSING,
        LAST_LOSS_REPEATED,
        ONE_TOO_MANY,
        STEP_AFTER_LAST_LOSS,
        FIRST_TRACE,
        SLOPES_OF_FIRST,
        TRACE_OF_BEFORE,
        MEAN_NOTED,
        MEAN_OF_ALL_NOTED,
        STEP_AFTER_EVERY_ROW,
        ONE_TOO_FEW,
        ONE_ITERATION,
        within!(step, STEP_TWICE),
        UPHILL,
        within!(step, RATE_FORGOTTEN),
        within!(backward, MEAN_FOR_SUM),
        FIRST_LOSS_REPEATED,
        MEAN_OVER_OUTPUTS_NOTED,
        HALF_NOTED,
    ],
};

static WHOLE_PROGRAM: Lesson<Training, Run> = Lesson {
    exercise: "whole_program",
    steps: TRAINING,
    probes: runs,
    answer: Training::run,
    sizes: SIZES_OF_RUNS,
    mistakes: &[
        COPY_TRAINED,
        NO_STEP_OR_NO_SLOPE,
        FIRST_TRACE_BACKWARD,
        STEP_AFTER_EVERY_ROW_NOTED_ONCE,
        LOSS_AFTER_STEP,
        NO_LAST_LOSS,
        FIRST_LOSS_MISSING,
        LAST_LOSS_REPEATED,
        ONE_TOO_MANY,
        STEP_AFTER_LAST_LOSS,
        FIRST_TRACE,
        TRACE_OF_BEFORE,
        MEAN_NOTED,
        STEP_AFTER_EVERY_ROW,
        SLOPES_KEPT,
        W2_TOO_EARLY,
        NO_HIDDEN_SIGMOID,
        NO_OUTPUT_SIGMOID,
        UPHILL,
        W1_UPHILL,
        W2_UPHILL,
        W1_STAYS_OR_NO_SLOPE,
        within!(step, W2_STAYS),
        within!(step, RATE_FORGOTTEN),
        within!(backward, NO_TWO),
        within!(backward, ABSOLUTE),
        within!(backward, ABSOLUTE_VALUE),
        within!(backward, PARENTHESES),
        within!(backward, LOSS_FOR_SLOPE),
        within!(backward, MEAN_FOR_SUM),
        within!(backward, MEAN_OF_ALL),
        where_all_are_squeezed!(OUTPUT_SLOPE_TWICE),
        within!(backward, OUTPUT_SLOPE_MISSING),
        within!(backward, OUTPUT_SLOPE_OF_SUM),
        within!(backward, OUTPUT_SIGMOID_FOR_SLOPE),
        where_both_move!(DW2_FROM_ERROR),
        where_both_move!(ERROR_SENT_BACK),
        within!(backward, FIRST_OUTPUT_ONLY),
        where_all_are_squeezed!(HIDDEN_SLOPE_TWICE),
        within!(backward, HIDDEN_SLOPE_MISSING),
        within!(backward, HIDDEN_SLOPE_OF_SUM),
        within!(backward, HIDDEN_SIGMOID_FOR_SLOPE),
        FIRST_LOSS_REPEATED,
        MEAN_OF_ALL_NOTED,
        MEAN_OVER_OUTPUTS_NOTED,
        HALF_NOTED,
        SUMS_HANDED_ON,
        STEPS_TOO_LONG,
        MEAN_OVER_OUTPUTS_IN_ONE_PASS,
        within!(backward, OUTPUT_SLOPE_OF_TANH),
        within!(backward, OUTPUT_VALUE_FOR_SLOPE),
        within!(backward, OUTPUT_ONE_FACTOR),
        within!(backward, OUTPUT_PARENTHESES),
        within!(backward, SUMS_FOR_ACTIVATIONS),
        within!(backward, HIDDEN_SLOPE_OF_TANH),
        where_all_are_squeezed!(HIDDEN_VALUE_FOR_SLOPE),
        within!(backward, HIDDEN_ONE_FACTOR),
        within!(backward, HIDDEN_PARENTHESES),
        where_both_move!(SENT_BACK_WITHOUT_TWO),
        where_both_move!(RAW_ERROR_SENT_BACK),
    ],
};

/// A training: it moves the network, and gives the loss before each iteration and after the last.
pub type Train = fn(&mut Network, &Array2<f64>, &Array2<f64>, f64, usize) -> Vec<f64>;

/// What a reader's training gives.
fn trained_by(yours: Train) -> impl Fn(&Run) -> Answer + Clone + Send {
    move |Run { net, x, y, rate, iterations }| {
        let mut net = net.clone();
        let losses = yours(&mut net, x, y, *rate, *iterations);
        trained(losses, net)
    }
}

/// The same where no iteration is asked for.
fn not_trained_by(yours: Train) -> impl Fn(&Run) -> Answer + Clone + Send {
    move |Run { net, x, y, rate, iterations }| {
        let mut net = net.clone();
        let losses = yours(&mut net, x, y, *rate, *iterations);
        trained_in_none(losses, net)
    }
}

/// Checks a step: every weight moved against its slope.
///
/// # Errors
///
/// What is wrong with it.
pub fn step(yours: fn(&mut Network, &Gradients, f64)) -> Verdict {
    STEP.check(move |Call { net, gradients, rate }| {
        let mut net = net.clone();
        yours(&mut net, gradients, *rate);
        weights(Answer::default(), net)
    })
}

/// Checks a training.
///
/// # Errors
///
/// What is wrong with it.
pub fn train(yours: Train) -> Verdict {
    TRAIN.check(trained_by(yours))?;
    TRAIN_IN_NONE.check(not_trained_by(yours))
}

/// Checks a training that does all by itself: forward, backward and step.
///
/// # Errors
///
/// What is wrong with it.
pub fn whole_program(yours: Train) -> Verdict {
    WHOLE_PROGRAM.check(trained_by(yours))?;
    WHOLE_PROGRAM_IN_NONE.check(not_trained_by(yours))
}

/// Checks a training in which the mistake of this name was planted.
pub(crate) fn whole_program_without(planted: &'static str, yours: Train) -> Verdict {
    WHOLE_PROGRAM.check_found(planted, trained_by(yours))
}

/// Checks a whole program whose first two losses are equal, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn two_equal_losses(yours: Train) -> Verdict {
    whole_program_without("trace-of-before", yours)
}

/// Checks a whole program of which W₁ is a little off, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn w1_a_little_off(yours: Train) -> Verdict {
    whole_program_without("w2-too-early", yours)
}

/// Checks a whole program that takes four times as long, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn slow_by_four(yours: Train) -> Verdict {
    whole_program_without("mean-for-sum", yours)
}

/// Checks a whole program that is right with one output alone, until that is mended.
///
/// # Errors
///
/// What is wrong with it.
pub fn right_with_one_output(yours: Train) -> Verdict {
    whole_program_without("first-output-only", yours)
}

/// The names of the mistakes that the whole program can be made with.
pub fn mistakes() -> Vec<&'static str> {
    WHOLE_PROGRAM.mistakes.iter().map(|mistake| mistake.name).collect()
}

/// How many seeds `data/mistakes.csv` counts.
pub const SEEDS: u64 = 200;

/// How many of these seeds learn the four rows at learning rate 1 with this mistake in the
/// program, or with none: before the last of 1500 iterations the loss is below 0.05.
///
/// # Panics
///
/// If no mistake of the whole program has this name.
pub fn learn(mistake: Option<&str>, seeds: Range<u64>) -> usize {
    let mut training = Training { noted: Noted::OfTrace, ..TRAINING };
    if let Some(name) = mistake {
        let known = WHOLE_PROGRAM.mistakes.iter().find(|known| known.name == name);
        (known.expect("a mistake of the whole program").plant)(&mut training);
    }
    let (x, y) = four_rows();
    let learns = |seed: &u64| {
        let net = Network::seeded(*seed);
        let run =
            Run { net, x: x.clone(), y: y.clone(), rate: 1.0, iterations: 1499 };
        let net = training.trained(&run).1;
        sum_of_squares(&training.forward(&net, &x).y_hat, &y) < 0.05
    };
    seeds.filter(learns).count()
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&STEP, &TRAIN, &TRAIN_IN_NONE, &WHOLE_PROGRAM, &WHOLE_PROGRAM_IN_NONE]
}

#[cfg(test)]
mod tests {
    use super::*;
    use backprop::network::four_rows;
    use ndarray::{array, concatenate};
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    /// The losses of a training on the four rows at learning rate 1, with this mistake in it.
    fn losses(mistake: &Mistake<Training>, seed: u64, iterations: usize) -> Vec<f64> {
        let (x, y) = four_rows();
        losses_of(mistake, Network::seeded(seed), [x, y], iterations)
    }

    fn losses_of(
        mistake: &Mistake<Training>,
        net: Network,
        [x, y]: Rows,
        iterations: usize,
    ) -> Vec<f64> {
        let mut training = TRAINING;
        (mistake.plant)(&mut training);
        let trained = training.run(&Run { net, x, y, rate: 1.0, iterations });
        trained
            .parts()
            .next()
            .map(|(_, losses)| losses.iter().copied().collect())
            .unwrap()
    }

    const NONE: Mistake<Training> =
        Mistake { name: "none", told: "", section: "", source: None, plant: |_| () };

    /// What an exercise says of its program before anything is mended.
    macro_rules! assert_says {
        ($exercise:literal, $($words:expr),+) => {
            let text = include_str!(concat!("../../workbook/exercises/", $exercise, ".rs"));
            let (said, _) = text.split_once("\nuse ").unwrap();
            let said = said.replace("\n//", "");
            $(assert!(said.contains(&$words), "{}: {}", $exercise, $words);)+
        };
    }

    fn loss(number: f64) -> String {
        format!("{number:.5}")
    }

    #[test]
    fn a_pass_forward_that_is_one_step_old_shows_in_two_equal_losses() {
        let old = losses(&TRACE_OF_BEFORE, 2, 1500);
        assert_eq!(old[0], old[1]);
        let book = losses(&NONE, 2, 1500)[1500];
        assert_says!("training/two_equal_losses", loss(old[1500]), loss(book));
    }

    #[test]
    fn a_w2_that_is_stepped_too_early_costs_next_to_nothing() {
        let [early, book] = [W2_TOO_EARLY, NONE].map(|it| losses(&it, 2, 1500)[1500]);
        assert_says!("training/w1_a_little_off", loss(early), loss(book));
    }

    #[test]
    fn a_mean_takes_four_times_as_long_for_four_rows() {
        let mean = losses(&within!(backward, MEAN_FOR_SUM), 2, 6000)[6000];
        let book = losses(&NONE, 2, 1500)[1500];
        assert_says!("training/slow_by_four", loss(mean), loss(book));
    }

    #[test]
    fn the_first_outputs_blame_alone_is_right_where_there_is_no_other() {
        let first = within!(backward, FIRST_OUTPUT_ONLY);
        assert_eq!(losses(&first, 2, 100), losses(&NONE, 2, 100));
        let (x, y) = four_rows();
        let y = concatenate![Axis(1), y, array![[0.0], [0.0], [0.0], [1.0]]];
        let stays_above = |mistake: &Mistake<Training>| {
            let ends_above = |&seed: &u64| {
                let net =
                    Network::random(3, 4, 2, &mut ChaCha8Rng::seed_from_u64(seed));
                losses_of(mistake, net, [x.clone(), y.clone()], 1500)[1500] > 0.05
            };
            (0..200).filter(ends_above).count()
        };
        let words = format!("from {} of 200 seeds", stays_above(&first));
        assert_says!("training/right_with_one_output", words);
        assert_eq!(stays_above(&NONE), 0);
    }

    #[test]
    fn a_smaller_loss_is_no_proof_of_right_slopes() {
        let twice = losses(&within!(backward, OUTPUT_SLOPE_TWICE), 2, 1500)[1500];
        let book = losses(&NONE, 2, 1500)[1500];
        assert_says!("errata/better_than_the_book", loss(twice), loss(book));
    }

    #[test]
    fn the_error_sent_back_is_ahead_at_first_and_a_few_seeds_never_arrive() {
        let sent = within!(backward, ERROR_SENT_BACK);
        let ahead = |it| format!("{:.3}", losses(it, 2, 100)[100]);
        let stuck =
            (0..200).filter(|&seed| losses(&sent, seed, 1500)[1500] > 0.05).count();
        let words = format!("from {stuck} of 200 seeds");
        assert_says!(
            "errata/ahead_at_iteration_100",
            ahead(&sent),
            ahead(&NONE),
            words
        );
    }

    #[test]
    fn slopes_that_add_up_end_at_three_quarters() {
        let kept = losses(&SLOPES_KEPT, 2, 1500);
        assert_says!(
            "errata/stuck_at_three_quarters",
            loss(kept[100]),
            loss(kept[1500])
        );
        assert_eq!(loss(kept[100]), loss(kept[1500]));
    }
}
