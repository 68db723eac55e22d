//! Training in mini-batches: the slope of some of the samples at a time.

use std::ops::ControlFlow;

use ndarray::{Array2, ArrayView2, Axis, array, concatenate};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng, rngs::ChaCha8Rng};

use crate::activation::{Activation, Relu};
use crate::classification::{Dataset, Loss, cross_entropy, decide, spiral};
use crate::dense::{Dense, Gradients};
use crate::initialization::Initialization;
use crate::optimizers::{GradientDescent, Optimizer};
use crate::schedules::Schedule;
use crate::sequential::Sequential;

/// What gives the mean loss of the samples `x` `(n, inputs)` with targets `y` `(n, outputs)`,
/// and its gradients.
// ANCHOR: BatchGradients
pub type BatchGradients =
    fn(&Sequential, Loss, &Array2<f64>, &Array2<f64>) -> (f64, Vec<Gradients>);
// ANCHOR_END: BatchGradients

/// The mean loss of the samples `x` `(n, inputs)` with targets `y` `(n, outputs)`, and its
/// gradients. Of no samples, both are NaN.
///
/// # Panics
///
/// If `x` and `y` have different numbers of rows.
// ANCHOR: mean_gradients
pub fn mean_gradients(
    net: &Sequential,
    loss: Loss,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (f64, Vec<Gradients>) {
    let n = x.nrows() as f64;
    let pass = net.forward(x);
    let (loss, d_output) = loss(pass.output(), y);
    (loss / n, net.backward(x, &pass, &(d_output / n)).gradients)
}
// ANCHOR_END: mean_gradients

/// How to train.
// ANCHOR: Training
#[derive(Debug, Clone)]
pub struct Training {
    /// What to make small.
    pub loss: Loss,
    /// What gives the mean loss of a batch and its gradients: [`mean_gradients`], or a
    /// function that computes the same faster.
    pub gradients: BatchGradients,
    /// How many samples each step looks at.
    pub batch: usize,
    /// How many times to go through all samples.
    pub epochs: usize,
    /// The learning rate of the first epoch.
    pub learning_rate: f64,
    /// How it changes from epoch to epoch.
    pub schedule: Schedule,
    /// Each step first takes this share of every parameter away, times the learning rate.
    ///
    /// Source: I. Loshchilov, F. Hutter, *Decoupled Weight Decay Regularization*, 2019.
    pub weight_decay: f64,
}
// ANCHOR_END: Training

/// One time through the training samples.
// ANCHOR: Epoch
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Epoch {
    /// Its number, counted from 1.
    pub number: usize,
    /// The mean loss of the training samples, each in its turn, while the network changes.
    pub loss: f64,
    /// How well the network does on the validation samples after it.
    pub validation: Score,
}
// ANCHOR_END: Epoch

/// Trains `net` on `data` and looks at `validation` after each epoch.
///
/// `report` sees the network and the epoch, and says whether to go on.
///
/// # Panics
///
/// If the batch, or the samples of `data` or `validation`, are none; if a data set has not as
/// many labels as samples, or a label that is not below its number of classes.
// ANCHOR: fit
pub fn fit(
    net: &mut Sequential,
    data: &Dataset,
    validation: &Dataset,
    training: &Training,
    optimizer: impl Optimizer,
    rng: &mut impl Rng,
    mut report: impl FnMut(&Sequential, Epoch) -> ControlFlow<()>,
) {
    assert!(!data.is_empty(), "there is no sample to train on");
    assert!(!validation.is_empty(), "there is no sample to validate on");
    assert!(training.batch > 0, "there is no sample in a batch");
    validation.check();
    let y = data.one_hot();
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut rules = net.rules(optimizer);
    for epoch in 0..training.epochs {
        let factor = training.schedule.factor(epoch, training.epochs);
        let learning_rate = training.learning_rate * factor;
        let mut total = 0.0;
        order.shuffle(rng);
        for samples in order.chunks(training.batch) {
            let x = data.x.select(Axis(0), samples);
            let y = y.select(Axis(0), samples);
            let (loss, gradients) = (training.gradients)(net, training.loss, &x, &y);
            total += loss * samples.len() as f64;
            net.decay(learning_rate * training.weight_decay);
            net.step_with(&mut rules, learning_rate, &gradients);
        }
        let loss = total / data.len() as f64;
        let score = net.score(validation, training.loss);
        let epoch = Epoch { number: epoch + 1, loss, validation: score };
        if report(net, epoch).is_break() {
            return;
        }
    }
}
// ANCHOR_END: fit

// ANCHOR: decay
impl Sequential {
    /// Takes this share of every parameter away.
    pub fn decay(&mut self, share: f64) {
        self.for_each_parameter(|w| *w *= 1.0 - share);
    }
}
// ANCHOR_END: decay

// ANCHOR: select
impl Dataset {
    /// The samples with these numbers, in this order.
    pub fn select(&self, samples: &[usize]) -> Dataset {
        Dataset {
            x: self.x.select(Axis(0), samples),
            labels: samples.iter().map(|&i| self.labels[i]).collect(),
            classes: self.classes,
        }
    }

    /// The samples in another order.
    pub fn shuffled(&self, rng: &mut impl Rng) -> Dataset {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.shuffle(rng);
        self.select(&order)
    }

    /// The first samples, and the last `share` of all.
    ///
    /// # Panics
    ///
    /// If `share` is not between 0 and 1.
    pub fn split(&self, share: f64) -> (Dataset, Dataset) {
        assert!((0.0..=1.0).contains(&share), "a share is {share}, not 0 to 1");
        let last = (share * self.len() as f64).round() as usize;
        let numbers: Vec<usize> = (0..self.len()).collect();
        let (first, last) = numbers.split_at(self.len() - last);
        (self.select(first), self.select(last))
    }
}
// ANCHOR_END: select

/// How well a network does on a data set.
// ANCHOR: Score
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The mean loss of a sample.
    pub loss: f64,
    /// The share of samples whose class is the largest output.
    pub accuracy: f64,
}
// ANCHOR_END: Score

// ANCHOR: score
impl Sequential {
    /// The outputs for all samples of `data`, computed some hundred at a time.
    ///
    /// # Panics
    ///
    /// If there is no sample.
    pub fn outputs(&self, data: &Dataset) -> Array2<f64> {
        assert!(!data.is_empty(), "there is no sample");
        let parts = data.x.axis_chunks_iter(Axis(0), 256);
        let outputs: Vec<Array2<f64>> =
            parts.map(|x| self.predict(&x.to_owned())).collect();
        let outputs: Vec<ArrayView2<f64>> =
            outputs.iter().map(|y| y.view()).collect();
        concatenate(Axis(0), &outputs).expect("rows of one length")
    }

    /// How well the network does on `data`.
    ///
    /// # Panics
    ///
    /// If there is no sample.
    pub fn score(&self, data: &Dataset, loss: Loss) -> Score {
        let outputs = self.outputs(data);
        let (loss, _) = loss(&outputs, &data.one_hot());
        let decided = decide(&outputs).into_iter().zip(&data.labels);
        let right = decided.filter(|(decided, label)| decided == *label).count();
        let n = data.len() as f64;
        Score { loss: loss / n, accuracy: right as f64 / n }
    }
}
// ANCHOR_END: score

/// A network for points of the plane: two hidden layers of `hidden` units, and an output for
/// each of three arms.
// ANCHOR: arms_net
pub fn arms_net(
    hidden: usize,
    output: &'static dyn Activation,
    rng: &mut impl Rng,
) -> Sequential {
    Sequential::new(Dense::new(2, hidden), &Relu)
        .then(Dense::new(hidden, hidden), &Relu)
        .then(Dense::new(hidden, 3), output)
        .initialized(Initialization::He, rng)
}
// ANCHOR_END: arms_net

/// How the arms are learned well by [`arms_net`].
// ANCHOR: arms_training
pub fn arms_training() -> Training {
    Training {
        loss: cross_entropy,
        gradients: mean_gradients,
        batch: 32,
        epochs: 40,
        learning_rate: 0.01,
        schedule: Schedule::Cosine,
        weight_decay: 0.0,
    }
}
// ANCHOR_END: arms_training

/// How often a sample of each class (row) was taken for each class (column),
/// `(classes, classes)`.
#[doc = cell!("spiral")]
// ANCHOR: confusion
pub fn confusion(
    labels: &[usize],
    decided: &[usize],
    classes: usize,
) -> Array2<usize> {
    assert_eq!(labels.len(), decided.len(), "a decision for each label");
    let mut counts = Array2::zeros((classes, classes));
    for (&label, &decided) in labels.iter().zip(decided) {
        counts[[label, decided]] += 1;
    }
    counts
}
// ANCHOR_END: confusion

/// An experiment: a network that starts out sure that every point is of the first arm.
///
/// Gives the share of points that it has not seen that it gets right after 30 epochs of plain
/// gradient descent.
// ANCHOR: from_a_mistake
pub fn from_a_mistake(
    seed: u64,
    output: &'static dyn Activation,
    loss: Loss,
    learning_rate: f64,
) -> f64 {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
    let mut net = arms_net(32, output, rng);
    let (_, mut biases) = net.stages[2].layer.parameters_mut();
    biases.assign(&array![8.0, -8.0, -8.0]);
    let training = Training { loss, epochs: 30, learning_rate, ..arms_training() };
    let optimizer = GradientDescent;
    fit(&mut net, &train, &validation, &training, optimizer, rng, |_, _| {
        ControlFlow::Continue(())
    });
    net.score(&validation, loss).accuracy
}
// ANCHOR_END: from_a_mistake

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Identity;
    use crate::classification::squares;
    use crate::optimizers::Adam;
    use crate::sequential::in_one_list;

    fn rng() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(0)
    }

    /// Five samples that tell their number, of three classes.
    fn five() -> Dataset {
        let x =
            array![[0.0, 0.0], [1.0, -1.0], [2.0, -2.0], [3.0, -3.0], [4.0, -4.0]];
        Dataset { x, labels: vec![0, 1, 2, 0, 1], classes: 3 }
    }

    #[test]
    fn shuffling_keeps_all_samples_each_with_its_class() {
        let data = five();
        let shuffled = data.shuffled(&mut rng());
        assert_ne!(shuffled, data);
        for (row, &label) in shuffled.x.rows().into_iter().zip(&shuffled.labels) {
            assert_eq!(label, data.labels[row[0] as usize]);
            assert_eq!(row[1], -row[0]);
        }
        let mut numbers = shuffled.x.column(0).to_vec();
        numbers.sort_by(f64::total_cmp);
        assert_eq!(numbers, [0.0, 1.0, 2.0, 3.0, 4.0]);
    }

    /// `split` cuts off the last share of the samples, in the order in which they
    /// come.
    #[test]
    fn split_cuts_the_last_share_off() {
        let data = five();
        let (first, last) = data.split(0.4);
        assert_eq!((first.len(), last.len()), (3, 2));
        assert_eq!(first, data.select(&[0, 1, 2]));
        assert_eq!(last, data.select(&[3, 4]));
        let (all, none) = data.split(0.0);
        assert!(all == data && none.is_empty());
    }

    /// No gradient needs to be divided after that: on its way back `d_output` is
    /// multiplied and added up, so each slope comes out with the factor
    /// $`\frac{1}{n}`$.
    #[test]
    fn the_mean_of_a_batch_is_the_mean_of_its_samples() {
        let (data, net) = (five(), arms_net(4, &Identity, &mut rng()));
        let of = |samples: &[usize]| {
            let data = data.select(samples);
            let (loss, gradients) =
                mean_gradients(&net, cross_entropy, &data.x, &data.one_hot());
            (loss, in_one_list(&gradients))
        };
        let (loss, gradients) = of(&[0, 1, 2, 3, 4]);
        let alone = [0, 1, 2, 3, 4].map(|sample| of(&[sample]));
        let mean = alone.iter().map(|(loss, _)| loss / 5.0).sum::<f64>();
        assert!((loss - mean).abs() < 1e-14);
        for (i, slope) in gradients.iter().enumerate() {
            let mean = alone.iter().map(|(_, slopes)| slopes[i] / 5.0).sum::<f64>();
            assert!((slope - mean).abs() < 1e-14);
        }
        assert!(gradients.iter().any(|slope| slope.abs() > 0.01));
    }

    #[test]
    #[should_panic(expected = "logits and targets must have the same shape")]
    fn a_batch_with_a_target_missing_is_refused() {
        let (data, net) = (five(), arms_net(4, &Identity, &mut rng()));
        let y = data.select(&[0, 1]).one_hot();
        mean_gradients(&net, cross_entropy, &data.x, &y);
    }

    fn fit_and_validate_on(data: &Dataset, validation: &Dataset) {
        let mut net = arms_net(4, &Identity, &mut rng());
        let (training, rule) = (arms_training(), GradientDescent);
        fit(&mut net, data, validation, &training, rule, &mut rng(), |_, _| {
            ControlFlow::Break(())
        });
    }

    /// `fit` refuses to train on no samples or in empty batches, or to validate on
    /// no samples.
    #[test]
    #[should_panic(expected = "there is no sample to train on")]
    fn training_on_nothing_is_refused() {
        fit_and_validate_on(&five().select(&[]), &five());
    }

    /// `fit` refuses to train on no samples or in empty batches, or to validate on
    /// no samples.
    #[test]
    #[should_panic(expected = "there is no sample to validate on")]
    fn validating_on_nothing_is_refused() {
        fit_and_validate_on(&five(), &five().select(&[]));
    }

    /// The **confusion matrix** counts: one row for each true class, one column for
    /// each class that the network decided for. On the diagonal, from the upper left
    /// to the lower right, it was right.
    ///
    /// Rows are labels, and columns decisions.
    #[test]
    fn confusion_counts_labels_in_rows_and_decisions_in_columns() {
        let counts = confusion(&[0, 0, 1, 2, 2], &[0, 1, 1, 0, 2], 3);
        assert_eq!(counts, array![[1, 1, 0], [0, 1, 0], [1, 0, 1]]);
    }

    #[test]
    fn a_network_of_zeros_scores_the_logarithm_of_the_classes() {
        let mut net = arms_net(4, &Identity, &mut rng());
        net.for_each_parameter(|w| *w = 0.0);
        let score = net.score(&five(), cross_entropy);
        assert!((score.loss - 3.0_f64.ln()).abs() < 1e-15);
        // Of equal outputs the last is picked; one of the five is of the last class.
        assert_eq!(score.accuracy, 0.2);
    }

    #[test]
    fn outputs_in_parts_are_those_of_all_samples_at_once() {
        let data = spiral(100, 0.1, &mut rng());
        let net = arms_net(4, &Identity, &mut rng());
        assert_eq!(data.len(), 300);
        let apart = net.outputs(&data) - net.predict(&data.x);
        assert!(apart.iter().all(|apart| apart.abs() < 1e-14));
    }

    /// What `fit` reports when nothing moves.
    fn epochs_at_rest(batch: usize) -> Vec<Epoch> {
        let (data, rng) = (five(), &mut rng());
        let mut net = arms_net(4, &Identity, rng);
        let training =
            Training { batch, epochs: 3, learning_rate: 0.0, ..arms_training() };
        let mut epochs = vec![];
        let optimizer = GradientDescent;
        fit(&mut net, &data, &data, &training, optimizer, rng, |_, epoch| {
            epochs.push(epoch);
            ControlFlow::Continue(())
        });
        epochs
    }

    /// The last batch may be smaller. `total` adds up the loss times the number of
    /// samples, since the loss is a mean and the last batch may be smaller.
    #[test]
    fn an_epoch_counts_every_sample_once_in_whatever_batches() {
        for batch in [1, 2, 3, 5, 9] {
            let epochs = epochs_at_rest(batch);
            assert_eq!(epochs.iter().map(|e| e.number).sum::<usize>(), 1 + 2 + 3);
            let right = |e: &Epoch| (e.loss - e.validation.loss).abs() < 1e-14;
            assert!(epochs.iter().all(right));
        }
    }

    #[test]
    fn from_a_mistake_plain_descent_takes_30_epochs_at_the_rate_it_is_given() {
        let rng = &mut rng();
        let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
        let mut net = arms_net(32, &Identity, rng);
        net.stages[2].layer.parameters_mut().1.assign(&array![8.0, -8.0, -8.0]);
        let training = Training { learning_rate: 0.05, ..arms_training() };
        let training = Training { loss: squares, epochs: 30, ..training };
        let optimizer = GradientDescent;
        fit(&mut net, &train, &validation, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        let accuracy = net.score(&validation, squares).accuracy;
        assert_eq!(from_a_mistake(0, &Identity, squares, 0.05), accuracy);
    }

    /// By what `fit` multiplies every parameter where no loss has a slope: two epochs of
    /// three steps, for five samples in twos.
    fn shrunk_by_decay(schedule: Schedule) -> f64 {
        let flat: Loss = |output, _| (0.0, Array2::zeros(output.dim()));
        let (data, rng) = (five(), &mut rng());
        let mut net = arms_net(4, &Identity, rng);
        // No bias is 0.
        net.for_each_parameter(|w| *w += 0.3);
        let before = net.parameters();
        let training = Training {
            loss: flat,
            batch: 2,
            epochs: 2,
            learning_rate: 0.1,
            weight_decay: 0.5,
            schedule,
            ..arms_training()
        };
        let optimizer = Adam::default();
        fit(&mut net, &data, &data, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        let shrunk = net.parameters()[0] / before[0];
        let pairs = net.parameters().into_iter().zip(&before);
        assert!(pairs.into_iter().all(|(w, old)| (w - shrunk * old).abs() < 1e-15));
        shrunk
    }

    /// A parameter that no slope holds up shrinks toward 0, by the same factor in
    /// each step. It shrinks the biases, too; many programs spare these.
    #[test]
    fn weight_decay_shrinks_every_parameter_alike_even_with_adam() {
        let shrunk = shrunk_by_decay(Schedule::Constant);
        assert!((shrunk - 0.95_f64.powi(6)).abs() < 1e-15);
    }

    #[test]
    fn each_epoch_has_the_learning_rate_that_the_schedule_gives_it() {
        let half = Schedule::Steps { every: 1, factor: 0.5 };
        let shrunk = shrunk_by_decay(half);
        // Decay takes its share times the learning rate: 0.05, and then 0.025.
        assert!((shrunk - (0.95_f64 * 0.975).powi(3)).abs() < 1e-15);
    }
}
