//! The mistakes of *Generalization*.

use backprop::dense::{Dense, Gradients};
use ndarray::Axis;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::lesson::Cataloged;
use crate::probe::numbers;
use crate::{Answer, Lesson, Mistake, Verdict};

/// How the epoch to keep is found, and the one to stop at.
#[derive(Clone, Copy)]
struct EarlyStopping {
    /// The lowest loss before the first epoch, if there is one.
    lowest: Option<f64>,
    /// Whether an epoch counts as better.
    is_better: fn(loss: f64, past: Past) -> bool,
    /// Whether it does if its loss, or the best, is not a number.
    is_nan_better: bool,
    /// How long no epoch was better.
    waited: fn(Waited) -> usize,
    /// Whether that is long enough.
    is_enough: fn(waited: usize, patience: usize) -> bool,
    /// Which epoch is kept, given the best one and the last.
    kept: fn(best: usize, last: usize, curve: &Curve) -> usize,
    /// The number of the first epoch, where one is kept.
    first_kept: usize,
    /// Where training stops, since no epoch was better.
    first_stopped: usize,
    /// Where the losses end.
    first_at_the_end: usize,
    /// What is given back of the epochs that were kept and stopped at.
    given: fn(kept: usize, stopped: usize) -> (usize, usize),
}

/// What a loss could be compared with.
#[derive(Clone, Copy)]
struct Past {
    /// The best so far.
    best: f64,
    /// That of the epoch before.
    before: f64,
    /// That of the first epoch.
    first: f64,
}

/// How many epochs were no better.
#[derive(Clone, Copy)]
struct Waited {
    /// Than the best one, since then.
    since_best: usize,
    /// Than the best one, in all.
    in_all: usize,
    /// Than the one before, since one was.
    since_fall: usize,
}

/// Validation losses and a patience.
#[derive(Clone)]
struct Curve {
    losses: Vec<f64>,
    patience: usize,
}

/// Losses with ties, with one that is not a number, that stop early, late and never.
fn curves() -> Vec<Curve> {
    let mut rng = ChaCha8Rng::seed_from_u64(130);
    let mut drawn = |patience| {
        let noise = |i: usize, rng: &mut ChaCha8Rng| {
            let fall = 20_usize.saturating_sub(2 * i);
            (fall + rng.random_range(1..9)) as f64 / 10.0
        };
        let losses = (0..20).map(|i| noise(i, &mut rng)).collect();
        Curve { losses, patience }
    };
    let mut curves: Vec<Curve> = (2..6).chain(2..8).map(&mut drawn).collect();
    let given =
        |patience, losses: &[f64]| Curve { losses: losses.to_vec(), patience };
    curves.extend([
        given(
            3,
            &[0.9, 0.8, 0.85, 0.7, 0.75, 0.72, 0.6, 0.65, 0.66, 0.64, 0.61, 0.3],
        ),
        given(2, &[0.9, 0.7, 0.7, 0.6, 0.6, 0.6, 0.5]),
        given(2, &[1.0, 1.1, 0.9, 1.2, 0.8, 1.3, 1.4, 0.7]),
        given(3, &[0.9, f64::NAN, f64::NAN, 0.7, 0.6]),
        given(4, &[1.0, 0.9, 1.1]),
        given(3, &[1.5, f64::NAN, 1.2, 1.3, f64::NAN, 1.25, 1.1, 1.4]),
        given(2, &[2.5, 2.0, 2.2, 2.1, 1.9, 1.0]),
        given(2, &[1.2, 1.1, 0.9, f64::NAN]),
        given(4, &[1.6, 1.4, 1.5, 1.3, 1.2]),
        given(2, &[2.2, 1.7, f64::NAN, f64::NAN, f64::NAN, 1.6, 1.9]),
        given(3, &[0.8, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, 0.6]),
    ]);
    curves
}

fn epochs((kept, stopped): (usize, usize)) -> Answer {
    Answer::of("kept", kept).with("stopped", stopped)
}

/// The first epoch with the lowest of all losses.
fn best_of(losses: &[f64]) -> usize {
    let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
    losses.iter().position(|&loss| loss == lowest).map_or(0, |i| i + 1)
}

static EARLY_STOPPING: Lesson<EarlyStopping, Curve> = Lesson {
    exercise: "early_stopping",
    steps: EarlyStopping {
        lowest: None,
        is_better: |loss, past| loss < past.best,
        is_nan_better: false,
        waited: |waited| waited.since_best,
        is_enough: |waited, patience| waited >= patience,
        kept: |best, _, _| best,
        first_kept: 1,
        first_stopped: 1,
        first_at_the_end: 1,
        given: |kept, stopped| (kept, stopped),
    },
    probes: curves,
    answer: |steps, curve @ Curve { losses, patience }| {
        let (mut best, mut lowest) = (0, steps.lowest);
        let (mut last, mut first_at_last) = (0, steps.first_at_the_end);
        let (mut in_all, mut since_fall) = (0, 0);
        for (i, &loss) in losses.iter().enumerate() {
            last = i + 1;
            let before = if i > 0 { losses[i - 1] } else { f64::INFINITY };
            let is_better = |lowest: f64| {
                if loss.is_nan() || lowest.is_nan() {
                    steps.is_nan_better
                } else {
                    let past = Past { best: lowest, before, first: losses[0] };
                    (steps.is_better)(loss, past)
                }
            };
            if lowest.is_none_or(is_better) {
                (best, lowest) = (last, Some(loss));
            } else {
                in_all += 1;
            }
            since_fall = if loss < before { 0 } else { since_fall + 1 };
            let waited = Waited { since_best: last - best, in_all, since_fall };
            if (steps.is_enough)((steps.waited)(waited), *patience) {
                first_at_last = steps.first_stopped;
                break;
            }
        }
        let numbered = |epoch: usize, first: usize| (epoch + first).saturating_sub(1);
        let kept = (steps.kept)(best, last, curve);
        epochs((steps.given)(
            numbered(kept, steps.first_kept),
            numbered(last, first_at_last),
        ))
        .called_with(format!("the losses {losses:?} and patience {patience}"))
    },
    sizes: &[],
    mistakes: &[
        Mistake {
            name: "one-epoch-too-late",
            told: "You stop one epoch too late: when more epochs than the patience were no \
                   better. As many as the patience are enough, `>=`.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_enough = |waited, patience| waited > patience,
        },
        Mistake {
            name: "one-epoch-too-early",
            told: "You stop one epoch too early. With a patience of 2, two epochs have to be \
                   no better than the best.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| {
                steps.is_enough = |waited, patience| waited + 1 >= patience
            },
        },
        Mistake {
            name: "never-stopped",
            told: "You go through all losses and never stop. So an epoch may be kept that \
                   would not have been reached.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_enough = |_, _| false,
        },
        Mistake {
            name: "last-kept",
            told: "You kept the epoch at which training stops. None of those since the best was \
                   better: that is why it stopped. Keep a copy of the best one, and put it \
                   back.",
            section: "generalization.md#early-stopping",
            source: Some("SMART-Lab/smartlearner#76"),
            plant: |steps| steps.kept = |_, last, _| last,
        },
        Mistake {
            name: "patience-before-the-last-kept",
            told: "You kept the epoch that lies the patience before the last. That is the \
                   best one only if the patience has run out. Remember its number when \
                   you see it.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| {
                steps.kept = |_, last, curve| last.saturating_sub(curve.patience);
            },
        },
        Mistake {
            name: "best-of-all-kept",
            told: "You kept the best epoch of the whole list, and it may come after the one at \
                   which training stops. That one is never trained. Keep the best of those \
                   until then.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.kept = |_, _, curve| best_of(&curve.losses),
        },
        Mistake {
            name: "highest-kept",
            told: "You kept the epoch with the largest loss. Of an accuracy the largest is \
                   best; of a loss it is the smallest.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_better = |loss, past| loss > past.best,
        },
        Mistake {
            name: "tie-is-better",
            told: "An epoch that is as good as the best counts as better in your answer. \
                   The book keeps the first: it waits for one that is lower, `<`.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_better = |loss, past| loss <= past.best,
        },
        Mistake {
            name: "better-than-the-one-before",
            told: "You compared each loss with the one before. A loss that goes up and down \
                   is below the one before every other time, and training goes on. Compare \
                   with the best so far.",
            section: "generalization.md#early-stopping",
            source: Some("citoverse/cito#56"),
            plant: |steps| steps.is_better = |loss, past| loss < past.before,
        },
        Mistake {
            name: "compared-with-the-first",
            told: "You compared each loss with that of the first epoch. When a lower one is \
                   found, it has to become the one to compare with; otherwise every epoch below \
                   the first counts as the best.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_better = |loss, past| loss < past.first,
        },
        Mistake {
            name: "lowest-not-kept",
            told: "Every epoch counts as the best. When a lower loss is found, it has to \
                   become the one to compare with; yours stays where it began.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| {
                steps.is_better = |_, _| true;
                steps.is_nan_better = false;
            },
        },
        Mistake {
            name: "no-number-is-better",
            told: "A loss that is not a number counts as the best in your answer. Every \
                   comparison with NaN is false, so `>=` is, too. Ask whether it is lower, \
                   and wait if not.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_nan_better = true,
        },
        Mistake {
            name: "patience-not-renewed",
            told: "The epochs that you wait are counted over the whole training. A better \
                   epoch begins the count anew: set it back to 0.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.waited = |waited| waited.in_all,
        },
        Mistake {
            name: "renewed-by-any-fall",
            told: "Your count begins anew whenever a loss is below the one before. A loss that \
                   goes up and down does that every other time, and you never stop. Only a new \
                   best sets it back.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| {
                steps.waited = |waited| waited.since_fall;
                // If the best is not kept, it may be compared with the one before, too.
                steps.kept = EARLY_STOPPING.steps.kept;
            },
        },
        Mistake {
            name: "patience-ignored",
            told: "You stop at the first epoch that is no better. Losses go up and down a \
                   little; the patience says how many such epochs to wait for a better one.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.is_enough = |waited, _| waited > 0,
        },
        Mistake {
            name: "lowest-begins-at-zero",
            told: "Your lowest loss begins at 0, and no loss is below that. So no epoch is \
                   ever the best. Begin with infinity, or with the first epoch.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.lowest = Some(0.0),
        },
        Mistake {
            name: "lowest-begins-at-one",
            told: "Your lowest loss begins at 1. Losses have no upper end: while they are \
                   above 1, no epoch is the best, and the patience is used up. Begin with \
                   infinity, or with the first epoch.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.lowest = Some(1.0),
        },
        Mistake {
            name: "exchanged",
            told: "The two epochs are exchanged. The one to keep comes first, and then the one \
                   at which training stops. Both are numbers, so the compiler can't tell them \
                   apart.",
            section: "generalization.md#early-stopping",
            source: None,
            plant: |steps| steps.given = |kept, stopped| (stopped, kept),
        },
        Mistake {
            name: "counted-from-zero",
            told: "You counted the epochs from 0. In the book the first is epoch 1.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| {
                steps.first_kept = 0;
                steps.first_stopped = 0;
                steps.first_at_the_end = 0;
            },
        },
        Mistake {
            name: "stop-counted-from-zero",
            told: "Where the patience runs out, you gave the epoch at which training stops \
                   counted from 0, as `enumerate` counts.\nThe others are right.\nIn the book \
                   the first epoch is epoch 1.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| steps.first_stopped = 0,
        },
        Mistake {
            name: "kept-counted-from-zero",
            told: "The epoch that you keep is counted from 0, as `enumerate` counts. In the book \
                   the first is epoch 1.",
            section: "mini-batches.md#the-loop",
            source: None,
            plant: |steps| steps.first_kept = 0,
        },
    ],
};

/// Checks which epoch is kept and at which training stops, given the validation losses and a
/// patience.
///
/// # Errors
///
/// What is wrong with them.
pub fn early_stopping(yours: fn(&[f64], usize) -> (usize, usize)) -> Verdict {
    EARLY_STOPPING
        .check(move |Curve { losses, patience }| epochs(yours(losses, *patience)))
}

/// How a step with weight decay is taken.
#[derive(Clone, Copy)]
struct WeightDecay {
    /// The share that is taken away, of the learning rate and the decay.
    share: fn(rate: f64, decay: f64) -> f64,
    /// What a parameter becomes without its slope.
    shrunk: fn(w: f64, share: f64) -> f64,
    /// The share of a weight, and that of a bias.
    of_each: fn(share: f64, decay: f64) -> [f64; 2],
    /// What a slope is multiplied by to give a step.
    rate: fn(f64) -> f64,
    /// The parameter after shrinking and a step.
    order: fn(w: f64, shrink: &dyn Fn(f64) -> f64, step: f64) -> f64,
}

/// A layer, the slopes along its parameters, a learning rate and a decay.
#[derive(Clone)]
struct Step {
    layer: Dense,
    gradients: Gradients,
    learning_rate: f64,
    decay: f64,
}

fn steps() -> Vec<Step> {
    let probe = |seed, shape: (usize, usize), learning_rate, decay| {
        let row = |seed| numbers((1, shape.1), seed).remove_axis(Axis(0));
        let layer = Dense { weights: numbers(shape, seed), biases: row(seed + 1) };
        let dw = numbers(shape, seed + 2).into_dyn();
        let gradients = Gradients { dw, db: row(seed + 3) };
        Step { layer, gradients, learning_rate, decay }
    };
    vec![probe(110, (3, 4), 0.1, 0.7), probe(120, (4, 2), 0.4, 0.3)]
}

fn parameters(layer: Dense) -> Answer {
    Answer::of("weights", layer.weights).with("biases", layer.biases)
}

static WEIGHT_DECAY: Lesson<WeightDecay, Step> = Lesson {
    exercise: "weight_decay",
    steps: WeightDecay {
        share: |rate, decay| rate * decay,
        shrunk: |w, share| (1.0 - share) * w,
        of_each: |share, _| [share, share],
        rate: |rate| -rate,
        order: |w, shrink, step| shrink(w) + step,
    },
    probes: steps,
    answer: |steps, Step { layer, gradients, learning_rate, decay }| {
        let share = (steps.share)(*learning_rate, *decay);
        let rate = (steps.rate)(*learning_rate);
        let moved = |share: f64| {
            move |w: &mut f64, slope: &f64| {
                let shrink = |w| (steps.shrunk)(w, share);
                *w = (steps.order)(*w, &shrink, rate * slope);
            }
        };
        let [of_weights, of_biases] = (steps.of_each)(share, *decay);
        let mut layer = layer.clone();
        layer.weights.zip_mut_with(&gradients.dw, moved(of_weights));
        layer.biases.zip_mut_with(&gradients.db, moved(of_biases));
        parameters(layer)
    },
    sizes: &[(3, "inputs"), (4, "outputs")],
    mistakes: &[
        Mistake {
            name: "no-rate-in-decay",
            told: "The share that you take away is λ, and it is ηλ. With a rate of 0.01 the \
                   parameters shrink a hundred times as fast as they should, and when the \
                   rate falls, the decay does not fall with it.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.share = |_, decay| decay,
        },
        Mistake {
            name: "rate-alone-in-parentheses",
            told: "You kept the share (1 − η)λ. The product comes first, and is then taken from \
                   1: 1 − ηλ. With a small λ nearly nothing would be left of the parameters.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.share = |rate, decay| 1.0 - (1.0 - rate) * decay,
        },
        Mistake {
            name: "twice-the-decay",
            told: "You took away 2ηλ. That is the slope of a penalty λw², or the decay both in \
                   the slope and as a share. The book's decay takes ηλ, once.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.share = |rate, decay| 2.0 * rate * decay,
        },
        Mistake {
            name: "growing",
            told: "The decay has its sign turned round: the parameters grow in each step, \
                   the large ones most. It is 1 − ηλ.",
            section: "generalization.md#weight-decay",
            source: Some("andersbll/nnet#4"),
            plant: |steps| steps.share = |rate, decay| -rate * decay,
        },
        Mistake {
            name: "rate-twice",
            told: "The decay is multiplied by the learning rate twice: ηλw was added to the \
                   slope, and the step multiplies the slope by η once more.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.share = |rate, decay| rate * rate * decay,
        },
        Mistake {
            name: "half-the-decay",
            told: "You took away half of ηλ. The ½ of the penalty ½λw² cancels the 2 of \
                   the slope of the square: what is left is λw.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.share = |rate, decay| 0.5 * rate * decay,
        },
        Mistake {
            name: "no-decay",
            told: "There is no decay: the parameters take their step and do not shrink.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.order = |w, _, step| w + step,
        },
        Mistake {
            name: "penalty-for-slope",
            told: "You took away a share of w², which is the penalty and not its slope. It \
                   makes positive weights smaller and drives negative ones further from 0.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.shrunk = |w, share| w - share * w * w,
        },
        Mistake {
            name: "sign-of-weight",
            told: "You took the same amount from every weight, toward 0, whatever its size. \
                   That is the slope of |w|, another penalty, called L1. Decay takes a share: \
                   more of the large ones.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.shrunk = |w, share| w - share * w.signum(),
        },
        Mistake {
            name: "size-of-weight",
            told: "You took away a share of |w|. Negative weights move away from 0 with it. \
                   It is a share of w, with its sign.",
            section: "generalization.md#weight-decay",
            source: Some("bashardudin/Epita-SCIA-OCVX#1"),
            plant: |steps| steps.shrunk = |w, share| w - share * w.abs(),
        },
        Mistake {
            name: "same-from-all",
            told: "You subtracted ηλ itself. All parameters go down by the same amount, the \
                   negative ones away from 0. It is a share: multiply by 1 − ηλ.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.shrunk = |w, share| w - share,
        },
        Mistake {
            name: "share-kept",
            told: "You multiplied the parameters by ηλ, which is the share that is taken \
                   away. What is kept is 1 − ηλ.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.shrunk = |w, share| share * w,
        },
        Mistake {
            name: "parentheses",
            told: "You computed 1 − ηλw: the parentheses are missing. What is left is near 1 for \
                   every parameter, whatever it was. It is (1 − ηλ) w.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.shrunk = |w, share| 1.0 - share * w,
        },
        Mistake {
            name: "decay-twice",
            told: "The parameters shrink twice in one step: once by 1 − ηλ, and then once more, \
                   as with λw in the slope. One of the two is enough.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| {
                steps.shrunk = |w, share| (1.0 - share) * (1.0 - share) * w
            },
        },
        Mistake {
            name: "biases-spared",
            told: "You spared the biases. Many programs do, and it is no error. The decay \
                   in the book shrinks every parameter, the biases too.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.of_each = |share, _| [share, 0.0],
        },
        Mistake {
            name: "weights-spared",
            told: "The biases shrink and the weights do not. It is the large weights that \
                   make the narrow tongues.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.of_each = |share, _| [0.0, share],
        },
        Mistake {
            name: "no-rate-in-the-decay-of-the-biases",
            told: "The share that you take away from the biases is λ, and it is ηλ, as for the \
                   weights.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.of_each = |share, decay| [share, decay],
        },
        Mistake {
            name: "no-rate-in-the-decay-of-the-weights",
            told: "The share that you take away from the weights is λ, and it is ηλ, as for the \
                   biases.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.of_each = |share, decay| [decay, share],
        },
        Mistake {
            name: "step-first",
            told: "You took the step first and shrank what came out, and so a share of the \
                   step is gone, too. The book shrinks first.\nThe difference is small: ηλ of \
                   one step.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.order = |w, shrink, step| shrink(w + step),
        },
        Mistake {
            name: "slope-shrunk",
            told: "You shrank the slope and left the parameter as it was. The decay takes \
                   a share of the parameter; the step stays the same.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.order = |w, shrink, step| w + shrink(step),
        },
        Mistake {
            name: "uphill",
            told: "You added the slope times the rate. The step goes against the slope: \
                   subtract.",
            section: "gradient-descent.md#taking-steps",
            source: Some("pytorch/pytorch#1871"),
            plant: |steps| steps.rate = |rate| rate,
        },
        Mistake {
            name: "no-rate-in-step",
            told: "You subtracted the whole slope. The step is the slope times the learning \
                   rate.",
            section: "gradient-descent.md#taking-steps",
            source: None,
            plant: |steps| steps.rate = |_| -1.0,
        },
        Mistake {
            name: "no-step",
            told: "The parameters shrink, and that is all: the step along the slope is \
                   missing. With it a weight that is needed is held up.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.order = |w, shrink, _| shrink(w),
        },
        Mistake {
            name: "nothing-moves",
            told: "The parameters are the same after the step. If you changed a copy, a `clone` \
                   of the layer, it is gone when the function ends. Change `layer` itself.",
            section: "generalization.md#weight-decay",
            source: None,
            plant: |steps| steps.order = |w, _, _| w,
        },
    ],
};

/// Checks a step of gradient descent with weight decay: a layer, the slopes, the learning rate
/// and the decay.
///
/// # Errors
///
/// What is wrong with the parameters after it.
pub fn weight_decay(yours: fn(&mut Dense, &Gradients, f64, f64)) -> Verdict {
    WEIGHT_DECAY.check(move |Step { layer, gradients, learning_rate, decay }| {
        let mut layer = layer.clone();
        yours(&mut layer, gradients, *learning_rate, *decay);
        parameters(layer)
    })
}

/// The lessons of this chapter.
pub(crate) fn lessons() -> Vec<&'static dyn Cataloged> {
    vec![&EARLY_STOPPING, &WEIGHT_DECAY]
}
