//! Classification: which of several classes a sample belongs to, and training in batches.

use std::f64::consts::TAU;
use std::ops::ControlFlow;
use std::thread;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, Slice, concatenate};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use crate::dense::{Pass, Sequential};
use crate::learning_rate::{Optimizer, Schedule};

/// Each row of `logits` `(n, classes)` as shares: all positive, adding up to 1.
// ANCHOR: softmax
pub fn softmax(logits: &Array2<f64>) -> Array2<f64> {
    let mut shares = logits.clone();
    for mut row in shares.rows_mut() {
        // Less the largest logit, so that no power of e overflows. The shares are the same.
        let largest = row.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
        row.mapv_inplace(|z| (z - largest).exp());
        row /= row.sum();
    }
    shares
}
// ANCHOR_END: softmax

/// A loss: from what a network gave and the targets, both `(n, outputs)`, the sum over the
/// samples, and its slope along what the network gave.
// ANCHOR: Loss
pub type Loss = fn(&Array2<f64>, ArrayView2<f64>) -> (f64, Array2<f64>);
// ANCHOR_END: Loss

/// The cross entropy of the shares that softmax makes of `logits`.
// ANCHOR: cross_entropy
pub fn cross_entropy(logits: &Array2<f64>, y: ArrayView2<f64>) -> (f64, Array2<f64>) {
    let mut loss = 0.0;
    for (z, y) in logits.rows().into_iter().zip(y.rows()) {
        let largest = z.fold(f64::NEG_INFINITY, |largest, &z| largest.max(z));
        // ln of the sum of all eᶻ, which is never far from the largest z.
        let log_sum = largest + z.mapv(|z| (z - largest).exp()).sum().ln();
        loss += log_sum * y.sum() - y.dot(&z);
    }
    (loss, softmax(logits) - y)
}
// ANCHOR_END: cross_entropy

/// The sum of squares of Part I, and its slope.
// ANCHOR: squares
pub fn squares(y_hat: &Array2<f64>, y: ArrayView2<f64>) -> (f64, Array2<f64>) {
    let error = y_hat - &y;
    (error.mapv(|e| e * e).sum(), 2.0 * error)
}
// ANCHOR_END: squares

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
    pub fn one_hot(&self) -> Array2<f64> {
        let mut y = Array2::zeros((self.len(), self.classes));
        for (mut row, &label) in y.rows_mut().into_iter().zip(&self.labels) {
            row[label] = 1.0;
        }
        y
    }

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
    pub fn split(&self, share: f64) -> (Dataset, Dataset) {
        let last = (share * self.len() as f64).round() as usize;
        let numbers: Vec<usize> = (0..self.len()).collect();
        let (first, last) = numbers.split_at(self.len() - last);
        (self.select(first), self.select(last))
    }
}
// ANCHOR_END: Dataset

/// How to train.
// ANCHOR: Training
#[derive(Debug, Clone)]
pub struct Training {
    /// What to make small.
    pub loss: Loss,
    /// How many samples each step looks at.
    pub batch: usize,
    /// How many times to go through all samples.
    pub epochs: usize,
    /// The learning rate of the first epoch.
    pub learning_rate: f64,
    /// How it changes from epoch to epoch.
    pub schedule: Schedule,
    /// The share of every parameter that a step takes away besides, times the learning rate.
    pub weight_decay: f64,
    /// How many threads share the samples of a batch.
    pub threads: usize,
}
// ANCHOR_END: Training

/// What one thread needs to go through its samples of a batch.
// ANCHOR: Worker
#[derive(Debug, Clone)]
pub struct Worker {
    pass: Pass,
    /// The slope of the loss along every parameter.
    pub gradient: Vec<f64>,
}

impl Worker {
    /// For batches of `n` samples of `net`; fewer or more make it ask for memory again.
    pub fn new(net: &Sequential, n: usize) -> Self {
        Worker { pass: Pass::new(net, n), gradient: vec![0.0; net.parameters.len()] }
    }

    /// The loss of these samples; its slope times `scale` is then in `self.gradient`.
    fn work(
        &mut self,
        net: &Sequential,
        loss: Loss,
        x: ArrayView2<f64>,
        y: ArrayView2<f64>,
        scale: f64,
    ) -> f64 {
        if self.pass.output().nrows() != x.nrows() {
            self.pass = Pass::new(net, x.nrows());
        }
        net.forward(x, &mut self.pass);
        let (loss, slope) = loss(self.pass.output(), y);
        net.backward(&slope, &mut self.pass);
        self.gradient.fill(0.0);
        net.gradient(x, &self.pass, scale, &mut self.gradient);
        loss
    }
}
// ANCHOR_END: Worker

/// The mean loss of the samples `x` `(n, inputs)` with targets `y` `(n, outputs)`.
///
/// Each of `workers` takes a part of them, in a thread of its own. The slope of the mean
/// along every parameter is then in the first one's gradient.
// ANCHOR: batch
pub fn batch(
    net: &Sequential,
    loss: Loss,
    x: ArrayView2<f64>,
    y: ArrayView2<f64>,
    workers: &mut [Worker],
) -> f64 {
    let n = x.nrows();
    let share = n.div_ceil(workers.len());
    let part = |i: usize| Slice::from((i * share).min(n)..((i + 1) * share).min(n));
    let work = |i: usize, worker: &mut Worker| {
        let (x, y) = (x.slice_axis(Axis(0), part(i)), y.slice_axis(Axis(0), part(i)));
        worker.work(net, loss, x, y, 1.0 / n as f64)
    };
    let (first, others) = workers.split_first_mut().expect("a worker");
    let total = thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (1..)
            .zip(others.iter_mut())
            .map(|(i, worker)| scope.spawn(move || work(i, worker)))
            .collect();
        let total = work(0, first);
        threads.into_iter().fold(total, |total, thread| {
            total + thread.join().expect("a worker does not panic")
        })
    });
    for other in others {
        let sums = first.gradient.iter_mut().zip(&other.gradient);
        sums.for_each(|(sum, slope)| *sum += slope);
    }
    total / n as f64
}
// ANCHOR_END: batch

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
    pub fn outputs(&self, data: &Dataset) -> Array2<f64> {
        let parts = data.x.axis_chunks_iter(Axis(0), 256);
        let outputs: Vec<Array2<f64>> = parts.map(|x| self.predict(x)).collect();
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
        let (loss, _) = loss(&outputs, data.one_hot().view());
        let decided = decide(&outputs).into_iter().zip(&data.labels);
        let right = decided.filter(|(decided, label)| decided == *label).count();
        let n = data.len() as f64;
        Score { loss: loss / n, accuracy: right as f64 / n }
    }
}
// ANCHOR_END: score

/// How often a sample of each class (row) was taken for each class (column).
// ANCHOR: confusion
pub fn confusion(
    labels: &[usize],
    decided: &[usize],
    classes: usize,
) -> Array2<usize> {
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
// ANCHOR: fit
pub fn fit(
    net: &mut Sequential,
    data: &Dataset,
    validation: &Dataset,
    training: &Training,
    optimizer: &mut impl Optimizer,
    rng: &mut impl Rng,
    mut report: impl FnMut(&Sequential, Epoch) -> ControlFlow<()>,
) {
    let y = data.one_hot();
    let mut order: Vec<usize> = (0..data.len()).collect();
    let room = training.batch.div_ceil(training.threads);
    let mut workers = vec![Worker::new(net, room); training.threads];
    for epoch in 0..training.epochs {
        let factor = training.schedule.factor(epoch, training.epochs);
        let learning_rate = training.learning_rate * factor;
        let mut total = 0.0;
        order.shuffle(rng);
        for samples in order.chunks(training.batch) {
            let (x, y) =
                (data.x.select(Axis(0), samples), y.select(Axis(0), samples));
            let loss = batch(net, training.loss, x.view(), y.view(), &mut workers);
            total += loss * samples.len() as f64;
            let shrink = 1.0 - learning_rate * training.weight_decay;
            net.parameters.iter_mut().for_each(|w| *w *= shrink);
            optimizer.step(learning_rate, &mut net.parameters, &workers[0].gradient);
        }
        let loss = total / data.len() as f64;
        let validation = net.score(validation, training.loss);
        if report(net, Epoch { number: epoch + 1, loss, validation }).is_break() {
            return;
        }
    }
}
// ANCHOR_END: fit

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
            Some((best, _)) if epoch.validation.loss >= best.validation.loss => {
                if epoch.number - best.number >= self.patience {
                    return ControlFlow::Break(());
                }
            }
            _ => self.best = Some((epoch, net.parameters.clone())),
        }
        ControlFlow::Continue(())
    }
}
// ANCHOR_END: EarlyStopping

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
