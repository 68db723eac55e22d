//! The dense network for the small digits, by Burn's own training loop.

use std::array;
use std::path::Path;
use std::sync::Arc;

use backprop::classification::Dataset;
use backprop::digits::{SMALL, dense_training};
use burn::data::dataloader::{DataLoader, DataLoaderBuilder, batcher::Batcher};
use burn::data::dataset::InMemDataset;
use burn::lr_scheduler::cosine::CosineAnnealingLrSchedulerConfig;
use burn::module::Param;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::optim::AdamWConfig;
use burn::prelude::*;
use burn::tensor::activation::relu;
use burn::train::metric::store::{Aggregate, Direction, Split};
use burn::train::metric::{AccuracyMetric, LossMetric};
use burn::train::renderer::MetricsRenderer;
use burn::train::{
    ClassificationOutput, ExecutionStrategy, InferenceStep, Learner,
    MetricEarlyStoppingStrategy, StoppingCondition, SupervisedTraining, TrainOutput,
    TrainStep, TrainingStrategy,
};

mod quiet;

pub use quiet::Quiet;

/// The dense network of the chapter *Digits*.
// ANCHOR: Mlp
#[derive(Module, Debug)]
pub struct Mlp {
    hidden: Linear,
    output: Linear,
}

impl Mlp {
    /// A network of 256 hidden units, with the weights that Burn draws if nobody says which.
    pub fn new(device: &Device) -> Self {
        let hidden = LinearConfig::new(SMALL.size(), 256).init(device);
        let output = LinearConfig::new(256, 10).init(device);
        Mlp { hidden, output }
    }

    /// The same, begun as ours: weights of variance 2 / inputs, from a range around 0, and
    /// biases of 0.
    pub fn from_he(device: &Device) -> Self {
        let he =
            Initializer::KaimingUniform { gain: 2_f64.sqrt(), fan_out_only: false };
        let layer = |inputs, outputs| {
            let layer = LinearConfig::new(inputs, outputs);
            let drawn: Linear = layer.with_initializer(he.clone()).init(device);
            // It would draw the biases, too.
            let bias = Some(Param::from_tensor(Tensor::zeros([outputs], device)));
            Linear { bias, ..drawn }
        };
        Mlp { hidden: layer(SMALL.size(), 256), output: layer(256, 10) }
    }

    /// The logits of the digits `x` `(n, 64)`: `(n, 10)`.
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.output.forward(relu(self.hidden.forward(x)))
    }
}
// ANCHOR_END: Mlp

// ANCHOR: Batch
/// A digit: its pixels and its label.
pub type Digit = ([f64; 64], usize);

/// Some digits at once: `x` `(n, 64)` and their labels `(n)`.
#[derive(Clone, Debug)]
pub struct Batch {
    x: Tensor<2>,
    labels: Tensor<1, Int>,
}

/// What makes a batch of digits.
pub struct Stack;

impl Batcher<Digit, Batch> for Stack {
    fn batch(&self, digits: Vec<Digit>, device: &Device) -> Batch {
        let n = digits.len();
        let labels: Vec<i64> = digits.iter().map(|digit| digit.1 as i64).collect();
        let x: Vec<f64> = digits.into_iter().flat_map(|digit| digit.0).collect();
        Batch {
            x: Tensor::from_data(TensorData::new(x, [n, 64]), device),
            labels: Tensor::from_data(TensorData::new(labels, [n]), device),
        }
    }
}
// ANCHOR_END: Batch

// ANCHOR: TrainStep
impl Mlp {
    fn classify(&self, Batch { x, labels }: Batch) -> ClassificationOutput {
        let logits = self.forward(x);
        let loss = CrossEntropyLossConfig::new().init(&logits.device());
        let loss = loss.forward(logits.clone(), labels.clone());
        ClassificationOutput::new(loss, logits, labels)
    }
}

impl TrainStep for Mlp {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> TrainOutput<ClassificationOutput> {
        let output = self.classify(batch);
        TrainOutput::new(self, output.loss.backward(), output)
    }
}

impl InferenceStep for Mlp {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> ClassificationOutput {
        self.classify(batch)
    }
}
// ANCHOR_END: TrainStep

// ANCHOR: loader
/// The digits of `data`, in their order.
pub fn items(data: &Dataset) -> Vec<Digit> {
    let rows = data.x.rows().into_iter().zip(&data.labels);
    rows.map(|(row, &label)| (array::from_fn(|pixel| row[pixel]), label)).collect()
}

/// What hands out the digits of `data` in batches, in another order each time.
pub fn loader(data: &Dataset, seed: u64) -> Arc<dyn DataLoader<Batch>> {
    DataLoaderBuilder::new(Stack)
        .batch_size(dense_training().batch)
        .shuffle(seed)
        .build(InMemDataset::new(items(data)))
}
// ANCHOR_END: loader

/// How many epochs without a lower validation loss end the training.
// ANCHOR: PATIENCE
pub const PATIENCE: usize = 15;
// ANCHOR_END: PATIENCE

/// Trains the network that `new` makes on `train` with the hyperparameters of the chapter *Digits*, until the loss
/// on `validation` no longer falls. What it measures goes to `folder`.
///
/// # Panics
///
/// If the training ends with an error.
// ANCHOR: fit_in_burn
pub fn fit(
    device: &Device,
    new: fn(&Device) -> Mlp,
    train: &Dataset,
    validation: &Dataset,
    seed: u64,
    folder: &Path,
    renderer: Box<dyn MetricsRenderer>,
) -> Mlp {
    device.seed(seed);
    let ours = dense_training();
    let batches = ours.epochs * train.len().div_ceil(ours.batch);
    let optimizer = AdamWConfig::new()
        .with_weight_decay(ours.weight_decay as f32)
        .with_epsilon(1e-8);
    let rate = CosineAnnealingLrSchedulerConfig::new(ours.learning_rate, batches);
    let learner = Learner::new(
        new(&device.clone().autodiff()),
        optimizer.init(),
        rate.init().expect("a rate and some batches"),
    );
    let stop = MetricEarlyStoppingStrategy::new(
        &LossMetric::new(),
        Aggregate::Mean,
        Direction::Lowest,
        Split::Valid,
        StoppingCondition::NoImprovementSince { n_epochs: PATIENCE },
    );
    let strategy = ExecutionStrategy::SingleDevice(device.clone());
    let (train, validation) = (loader(train, seed), loader(validation, seed));
    let result = SupervisedTraining::new(folder, train, validation)
        .metrics((AccuracyMetric::new(), LossMetric::new()))
        .num_epochs(ours.epochs)
        .early_stopping(stop)
        .with_training_strategy(TrainingStrategy::Default(strategy))
        .renderer(renderer)
        .launch(learner);
    // Burn returns what it has reached even if it broke off.
    assert!(result.error.is_none(), "{:?}", result.error);
    result.model
}
// ANCHOR_END: fit_in_burn

/// The logits of all digits of `data`, `(n, 10)`.
pub fn outputs(net: &Mlp, data: &Dataset, device: &Device) -> ndarray::Array2<f64> {
    crate::part_one::array(net.forward(crate::part_one::tensor(&data.x, device)))
}
