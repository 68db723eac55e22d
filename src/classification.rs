//! Classification: which of several classes a sample belongs to, and training in batches.

use std::f64::consts::TAU;
use std::ops::ControlFlow;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, array, concatenate};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::activation::{Activation, Identity, Relu};
use crate::dense::{Dense, Gradients, Sequential};
use crate::initialization::Initialization;
use crate::optimizers::{Adam, GradientDescent, Optimizer};
use crate::schedules::Schedule;

/// Samples, and the class that each belongs to.
// ANCHOR: Dataset
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// A row for each sample, `(n, inputs)`.
    pub x: Array2<f64>,
    /// The class of each sample, counted from 0.
    pub labels: Vec<usize>,
    /// How many classes there are.
    pub classes: usize,
}
// ANCHOR_END: Dataset

// ANCHOR: one_hot
impl Dataset {
    /// How many samples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no sample.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The targets `(n, classes)`: 1 in the column of the sample's class, else 0.
    ///
    /// # Panics
    ///
    /// If there are not as many labels as rows of `x`, or a label is not below the number of
    /// classes.
    pub fn one_hot(&self) -> Array2<f64> {
        self.check();
        let mut y = Array2::zeros((self.len(), self.classes));
        for (mut row, &label) in y.rows_mut().into_iter().zip(&self.labels) {
            row[label] = 1.0;
        }
        y
    }
}
// ANCHOR_END: one_hot

impl Dataset {
    /// Panics unless each sample has a label, and each label is that of a class.
    fn check(&self) {
        let (rows, labels, classes) = (self.x.nrows(), self.len(), self.classes);
        assert_eq!(rows, labels, "{rows} samples and {labels} labels");
        for label in &self.labels {
            assert!(
                *label < classes,
                "a label is {label}, and there are {classes} classes"
            );
        }
    }
}

/// Points of the plane in three arms of a spiral, `n` in each, moved at random by up to
/// `noise`.
///
/// Source: the case study of A. Karpathy's course CS231n.
// ANCHOR: spiral
pub fn spiral(n: usize, noise: f64, rng: &mut impl Rng) -> Dataset {
    let mut x = Array2::zeros((3 * n, 2));
    let labels: Vec<usize> = (0..3 * n).map(|i| i % 3).collect();
    for (i, (mut point, &arm)) in x.rows_mut().into_iter().zip(&labels).enumerate() {
        let way = (i / 3 + 1) as f64 / n as f64;
        let angle = TAU * (arm as f64 / 3.0 + 0.6 * way);
        let mut moved = || noise * (2.0 * rng.random::<f64>() - 1.0);
        point[0] = way * angle.cos() + moved();
        point[1] = way * angle.sin() + moved();
    }
    Dataset { x, labels, classes: 3 }
}
// ANCHOR_END: spiral

/// Each row of `logits` `(n, classes)` as shares: none negative, adding up to 1.
#[doc = cell!("softmax")]
// ANCHOR: softmax
pub fn softmax(logits: &Array2<f64>) -> Array2<f64> {
    let mut shares = logits.clone();
    for mut row in shares.rows_mut() {
        // Less the largest, so that no power overflows. The shares stay the same.
        let largest = largest(row.view());
        row.mapv_inplace(|z| (z - largest).exp());
        row /= row.sum();
    }
    shares
}

fn largest(row: ArrayView1<f64>) -> f64 {
    row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z))
}
// ANCHOR_END: softmax

/// ln of the sum of all eᶻ of a row, which lies between the largest z and ln(classes) more.
// ANCHOR: log_sum_exp
fn log_sum_exp(row: ArrayView1<f64>) -> f64 {
    let largest = largest(row);
    largest + row.fold(0.0, |sum, z| sum + (z - largest).exp()).ln()
}
// ANCHOR_END: log_sum_exp

/// A loss: from what a network gave and the targets, both `(n, outputs)`, the sum over the
/// samples, and its slope along what the network gave.
// ANCHOR: Loss
pub type Loss = fn(&Array2<f64>, &Array2<f64>) -> (f64, Array2<f64>);
// ANCHOR_END: Loss

/// The cross entropy of the shares that softmax makes of `logits` `(n, classes)`, and its
/// slope along the logits. Each row of the targets `y`, shaped alike, adds up to 1.
// ANCHOR: cross_entropy
pub fn cross_entropy(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    assert_eq!(logits.dim(), y.dim(), "logits and targets must have the same shape");
    let rows = logits.rows().into_iter().zip(y.rows());
    let loss = rows.map(|(z, y)| log_sum_exp(z) - y.dot(&z)).sum();
    (loss, softmax(logits) - y)
}
// ANCHOR_END: cross_entropy

/// The sum of squares of Part I, and its slope.
// ANCHOR: squares
pub fn squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    assert_eq!(y_hat.dim(), y.dim(), "outputs and targets must have the same shape");
    let error = y_hat - y;
    (error.mapv(|e| e * e).sum(), 2.0 * error)
}
// ANCHOR_END: squares

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

/// The place of the largest number of each row: the class that a network decides for.
// ANCHOR: decide
pub fn decide(output: &Array2<f64>) -> Vec<usize> {
    let largest = |row: ArrayView1<f64>| {
        let places = row.iter().enumerate();
        places.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(place, _)| place)
    };
    output.rows().into_iter().map(largest).collect()
}
// ANCHOR_END: decide

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
            let shrink = 1.0 - learning_rate * training.weight_decay;
            net.for_each_parameter(|w| *w *= shrink);
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

/// An experiment: a large network, trained on 90 points of arms that overlap, from `seed`.
///
/// Gives the network as training left it, and the points: to train on, to validate and to
/// test.
#[doc = cell!("overfitting")]
// ANCHOR: train_on_few
pub fn train_on_few(
    seed: u64,
    weight_decay: f64,
    report: impl FnMut(&Sequential, Epoch) -> ControlFlow<()>,
) -> (Sequential, [Dataset; 3]) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = spiral(60, 0.25, rng).shuffled(rng).split(0.5);
    let test = spiral(500, 0.25, rng);
    let mut net = arms_net(64, &Identity, rng);
    let schedule = Schedule::Constant;
    let training =
        Training { epochs: 150, schedule, weight_decay, ..arms_training() };
    let optimizer = Adam::default();
    fit(&mut net, &train, &validation, &training, optimizer, rng, report);
    (net, [train, validation, test])
}
// ANCHOR_END: train_on_few

/// Keeps the parameters of the best epoch so far, and stops when it lies long back.
// ANCHOR: EarlyStopping
#[derive(Debug, Clone)]
pub struct EarlyStopping {
    /// How many epochs to wait for a better one.
    pub patience: usize,
    /// The best epoch so far, and the parameters after it.
    pub best: Option<(Epoch, Vec<f64>)>,
}

impl EarlyStopping {
    /// Looks at an epoch, and says whether to go on.
    pub fn watch(&mut self, net: &Sequential, epoch: Epoch) -> ControlFlow<()> {
        match &self.best {
            // With `!`, a loss that is not a number counts as no better.
            Some((best, _)) if !is_lower(epoch, *best) => {
                if epoch.number - best.number >= self.patience {
                    return ControlFlow::Break(());
                }
            }
            _ => self.best = Some((epoch, net.parameters())),
        }
        ControlFlow::Continue(())
    }
}

fn is_lower(epoch: Epoch, best: Epoch) -> bool {
    epoch.validation.loss < best.validation.loss
}
// ANCHOR_END: EarlyStopping

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::in_one_list;
    use crate::gradient_descent::central_difference;

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
    fn shares_add_up_to_one_even_of_logits_of_a_thousand() {
        let logits = array![[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -1000.0]];
        let shares = softmax(&logits);
        assert_eq!(shares.row(0).to_vec(), [1.0, 0.0, 0.0]);
        assert!(shares.rows().into_iter().all(|row| (row.sum() - 1.0).abs() < 1e-15));
    }

    #[test]
    fn the_same_number_on_all_logits_changes_no_share() {
        let logits = array![[2.0, 1.0, -1.0]];
        let apart = softmax(&(&logits + 100.0)) - softmax(&logits);
        assert!(apart.iter().all(|apart| apart.abs() < 1e-13));
    }

    #[test]
    fn a_logit_that_is_not_a_number_shows_in_its_row_and_in_the_loss() {
        let (logits, y) =
            (array![[1.0, f64::NAN], [1.0, 2.0]], array![[1.0, 0.0], [1.0, 0.0]]);
        let shares = softmax(&logits);
        assert!(shares.row(0).iter().all(|share| share.is_nan()));
        assert!(shares.row(1).iter().all(|share| share.is_finite()));
        assert!(cross_entropy(&logits, &y).0.is_nan());
    }

    #[test]
    fn cross_entropy_is_minus_the_logarithm_of_the_share_of_the_class() {
        let logits = array![[2.0, 1.0, -1.0], [0.0, 3.0, 0.5]];
        let y = array![[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let shares = softmax(&logits);
        let sum = -shares[[0, 1]].ln() - shares[[1, 2]].ln();
        assert!((cross_entropy(&logits, &y).0 - sum).abs() < 1e-14);
    }

    #[test]
    fn cross_entropy_of_logits_of_a_thousand_is_their_distance() {
        let logits = array![[1000.0, -1000.0, 0.0]];
        let loss = |y: Array2<f64>| cross_entropy(&logits, &y).0;
        assert_eq!(loss(array![[1.0, 0.0, 0.0]]), 0.0);
        assert_eq!(loss(array![[0.0, 1.0, 0.0]]), 2000.0);
    }

    #[test]
    fn the_slope_of_a_loss_is_the_measured_one() {
        let output = array![[2.0, 1.0, -1.0], [0.0, 3.0, 0.5]];
        // Targets may be shares themselves.
        let y = array![[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]];
        for loss in [cross_entropy as Loss, squares] {
            let (_, slope) = loss(&output, &y);
            for (place, &slope) in slope.indexed_iter() {
                let along = |value| {
                    let mut moved = output.clone();
                    moved[place] = value;
                    loss(&moved, &y).0
                };
                let measured = central_difference(along, output[place]);
                assert!((slope - measured).abs() < 1e-8);
            }
        }
    }

    #[test]
    #[should_panic(expected = "logits and targets must have the same shape")]
    fn targets_of_one_row_for_logits_of_two_are_refused() {
        cross_entropy(&Array2::zeros((2, 3)), &Array2::zeros((1, 3)));
    }

    #[test]
    fn one_hot_has_a_one_in_the_column_of_the_class() {
        let y = five().select(&[2, 0]).one_hot();
        assert_eq!(y, array![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
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

    #[test]
    fn without_noise_the_arms_of_the_spiral_are_a_third_of_a_turn_apart() {
        let Dataset { x, labels, classes } = spiral(10, 0.0, &mut rng());
        assert_eq!((x.dim(), classes), ((30, 2), 3));
        assert_eq!(labels[..4], [0, 1, 2, 0]);
        let (sin, cos) = (TAU / 3.0).sin_cos();
        for i in (0..30).step_by(3) {
            let turned = [
                cos * x[[i, 0]] - sin * x[[i, 1]],
                sin * x[[i, 0]] + cos * x[[i, 1]],
            ];
            assert!((turned[0] - x[[i + 1, 0]]).abs() < 1e-15);
            assert!((turned[1] - x[[i + 1, 1]]).abs() < 1e-15);
        }
    }

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

    #[test]
    #[should_panic(expected = "5 samples and 4 labels")]
    fn a_sample_without_a_label_is_refused() {
        Dataset { labels: vec![0, 1, 2, 0], ..five() }.one_hot();
    }

    #[test]
    #[should_panic(expected = "5 samples and 6 labels")]
    fn a_label_without_a_sample_is_refused() {
        Dataset { labels: vec![0; 6], ..five() }.one_hot();
    }

    #[test]
    #[should_panic(expected = "a label is 3, and there are 3 classes")]
    fn a_label_that_is_no_class_is_refused() {
        Dataset { labels: vec![0, 1, 2, 3, 0], ..five() }.one_hot();
    }

    fn fit_and_validate_on(data: &Dataset, validation: &Dataset) {
        let mut net = arms_net(4, &Identity, &mut rng());
        let (training, rule) = (arms_training(), GradientDescent);
        fit(&mut net, data, validation, &training, rule, &mut rng(), |_, _| {
            ControlFlow::Break(())
        });
    }

    #[test]
    #[should_panic(expected = "there is no sample to train on")]
    fn training_on_nothing_is_refused() {
        fit_and_validate_on(&five().select(&[]), &five());
    }

    #[test]
    #[should_panic(expected = "there is no sample to validate on")]
    fn validating_on_nothing_is_refused() {
        fit_and_validate_on(&five(), &five().select(&[]));
    }

    #[test]
    fn decide_picks_the_largest_of_each_row() {
        let output = array![[0.1, 0.7, 0.2], [5.0, -1.0, 2.0], [-3.0, -2.0, -1.0]];
        assert_eq!(decide(&output), [1, 0, 2]);
    }

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
    fn weight_decay_shrinks_every_parameter_alike_even_with_adam() {
        let flat: Loss = |output, _| (0.0, Array2::zeros(output.dim()));
        let (data, rng) = (five(), &mut rng());
        let mut net = arms_net(4, &Identity, rng);
        let before = net.parameters();
        let training = Training {
            loss: flat,
            batch: 2,
            epochs: 1,
            learning_rate: 0.1,
            weight_decay: 0.5,
            ..arms_training()
        };
        let optimizer = Adam::default();
        fit(&mut net, &data, &data, &training, optimizer, rng, |_, _| {
            ControlFlow::Continue(())
        });
        // Three steps, for five samples in twos.
        let shrunk = 0.95_f64.powi(3);
        let pairs = net.parameters().into_iter().zip(&before);
        assert!(pairs.into_iter().all(|(w, old)| (w - shrunk * old).abs() < 1e-15));
    }

    /// Watches epochs of these validation losses; the number of the one it stops at, if
    /// any, and the one whose parameters it keeps. Those of epoch 3 are all 3, and so on.
    fn watched(patience: usize, losses: &[f64]) -> (Option<usize>, usize) {
        let mut net = arms_net(1, &Identity, &mut rng());
        let mut stopping = EarlyStopping { patience, best: None };
        let mut stopped = None;
        for (number, &loss) in (1..).zip(losses) {
            net.for_each_parameter(|w| *w = number as f64);
            let validation = Score { loss, accuracy: 0.0 };
            let epoch = Epoch { number, loss: 0.0, validation };
            if stopping.watch(&net, epoch).is_break() {
                stopped = Some(number);
                break;
            }
        }
        let (best, parameters) = stopping.best.unwrap();
        assert!(parameters.iter().all(|&w| w == best.number as f64));
        (stopped, best.number)
    }

    #[test]
    fn early_stopping_keeps_the_best_epoch_and_stops_after_its_patience() {
        assert_eq!(watched(2, &[3.0, 1.0, 2.0, 2.0, 0.5]), (Some(4), 2));
        assert_eq!(watched(3, &[3.0, 1.0, 2.0, 2.0, 0.5]), (None, 5));
        assert_eq!(watched(1, &[3.0, 3.0]), (Some(2), 1));
        assert_eq!(watched(2, &[3.0, 2.0, 1.0]), (None, 3));
    }

    #[test]
    fn a_loss_that_is_no_number_is_never_the_best() {
        assert_eq!(watched(2, &[3.0, f64::NAN, f64::NAN]), (Some(3), 1));
    }
}
