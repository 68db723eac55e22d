//! How far to step: learning rates that change, and rules that step further or less far
//! along each parameter.

use std::f64::consts::PI;

/// A rule that turns slopes into a step.
// ANCHOR: Optimizer
pub trait Optimizer {
    /// Moves `parameters` downhill; `gradient` is the slope of the loss along each.
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]);
}
// ANCHOR_END: Optimizer

/// The step of Part I: the learning rate times the slope.
// ANCHOR: GradientDescent
#[derive(Debug, Clone, Default)]
pub struct GradientDescent;

impl Optimizer for GradientDescent {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        for (w, g) in parameters.iter_mut().zip(gradient) {
            *w -= learning_rate * g;
        }
    }
}
// ANCHOR_END: GradientDescent

/// Keeps a share of the last step's velocity: a ball that rolls.
///
/// Source: B. T. Polyak, 1964, in the form of I. Sutskever and others, 2013, with the
/// learning rate outside the velocity.
// ANCHOR: Momentum
#[derive(Debug, Clone)]
pub struct Momentum {
    /// The share of the velocity that is kept, 0.9 as a rule.
    pub keep: f64,
    velocity: Vec<f64>,
}

impl Optimizer for Momentum {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        self.velocity.resize(gradient.len(), 0.0);
        for ((w, g), v) in parameters.iter_mut().zip(gradient).zip(&mut self.velocity)
        {
            *v = self.keep * *v + g;
            *w -= learning_rate * *v;
        }
    }
}
// ANCHOR_END: Momentum

/// Divides each slope by its usual size: the root of the running mean of its square.
///
/// Source: T. Tieleman, G. Hinton, *Lecture 6.5, RMSProp*, 2012.
// ANCHOR: RmsProp
#[derive(Debug, Clone)]
pub struct RmsProp {
    /// The share of the mean that is kept, 0.9 as a rule.
    pub keep: f64,
    mean_square: Vec<f64>,
}

impl Optimizer for RmsProp {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        self.mean_square.resize(gradient.len(), 0.0);
        let numbers = parameters.iter_mut().zip(gradient).zip(&mut self.mean_square);
        for ((w, g), s) in numbers {
            *s = self.keep * *s + (1.0 - self.keep) * g * g;
            *w -= learning_rate * g / (s.sqrt() + EPSILON);
        }
    }
}
// ANCHOR_END: RmsProp

/// Momentum and RMSProp together, both means corrected for having started at 0.
///
/// Source: D. P. Kingma, J. Ba, *Adam: A Method for Stochastic Optimization*, 2015,
/// algorithm 1.
// ANCHOR: Adam
#[derive(Debug, Clone)]
pub struct Adam {
    /// The share of the mean slope that is kept, 0.9 as a rule.
    pub keep_mean: f64,
    /// The share of the mean square that is kept, 0.999 as a rule.
    pub keep_square: f64,
    steps: i32,
    mean: Vec<f64>,
    mean_square: Vec<f64>,
}

impl Optimizer for Adam {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        self.mean.resize(gradient.len(), 0.0);
        self.mean_square.resize(gradient.len(), 0.0);
        self.steps = self.steps.saturating_add(1);
        let mean_weight = 1.0 - self.keep_mean.powi(self.steps);
        let square_weight = 1.0 - self.keep_square.powi(self.steps);
        let means = self.mean.iter_mut().zip(&mut self.mean_square);
        for ((w, g), (m, s)) in parameters.iter_mut().zip(gradient).zip(means) {
            *m = self.keep_mean * *m + (1.0 - self.keep_mean) * g;
            *s = self.keep_square * *s + (1.0 - self.keep_square) * g * g;
            let (m, s) = (*m / mean_weight, *s / square_weight);
            *w -= learning_rate * m / (s.sqrt() + EPSILON);
        }
    }
}
// ANCHOR_END: Adam

/// Keeps a slope that has always been 0 from being divided by 0.
// ANCHOR: epsilon
const EPSILON: f64 = 1e-8;
// ANCHOR_END: epsilon

// ANCHOR: defaults
impl Default for Momentum {
    fn default() -> Self {
        Momentum { keep: 0.9, velocity: vec![] }
    }
}

impl Default for RmsProp {
    fn default() -> Self {
        RmsProp { keep: 0.9, mean_square: vec![] }
    }
}

impl Default for Adam {
    fn default() -> Self {
        Adam {
            keep_mean: 0.9,
            keep_square: 0.999,
            steps: 0,
            mean: vec![],
            mean_square: vec![],
        }
    }
}
// ANCHOR_END: defaults

/// The points that `optimizer` visits from `start`: the start, and one for each of `steps`
/// steps. `gradient` gives the slopes of the function to descend.
// ANCHOR: descend_with
pub fn descend_with(
    mut optimizer: impl Optimizer,
    learning_rate: f64,
    gradient: impl Fn((f64, f64)) -> (f64, f64),
    start: (f64, f64),
    steps: usize,
) -> Vec<(f64, f64)> {
    let mut path = vec![start];
    let mut point = [start.0, start.1];
    for _ in 0..steps {
        let slopes = gradient((point[0], point[1]));
        optimizer.step(learning_rate, &mut point, &[slopes.0, slopes.1]);
        path.push((point[0], point[1]));
    }
    path
}
// ANCHOR_END: descend_with

/// How the learning rate changes over training.
// ANCHOR: Schedule
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// The same all the time.
    Constant,
    /// Multiplied by `factor` after every so many epochs.
    Steps {
        /// How many epochs the rate stays.
        every: usize,
        /// What it is multiplied by then.
        factor: f64,
    },
    /// From the full rate down to 0 along half a wave of the cosine.
    ///
    /// Source: I. Loshchilov, F. Hutter, *SGDR*, 2017.
    Cosine,
}
// ANCHOR_END: Schedule

// ANCHOR: rate
impl Schedule {
    /// What to multiply the learning rate by in `epoch` of `epochs`; the first epoch is 0.
    pub fn factor(self, epoch: usize, epochs: usize) -> f64 {
        match self {
            Schedule::Constant => 1.0,
            Schedule::Steps { every, factor } => factor.powi((epoch / every) as i32),
            Schedule::Cosine => {
                let progress = epoch as f64 / epochs as f64;
                0.5 * (1.0 + (PI * progress).cos())
            }
        }
    }
}
// ANCHOR_END: rate
