//! Deeper: what it takes to train twenty blocks, on the tape.

use std::f64::consts::PI;
use std::iter::zip;

use ndarray::{Array2, Axis, array};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::autograd::{Tape, Var, cross_entropy};
use crate::classification::{Dataset, decide};
use crate::optimizers::{Adam, Optimizer};
use crate::schedules::Schedule;

/// How a network of equal blocks is built, and how wide its weights begin.
// ANCHOR: Plan
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// How many blocks there are.
    pub blocks: usize,
    /// How many units each has.
    pub units: usize,
    /// What ends a block.
    pub bend: Bend,
    /// The variance of a block's weights times its units: 2 by He, 1/3 by default in libraries.
    pub start: f64,
    /// What multiplies the way around a block: 0 for none, 1 for a residual connection.
    pub skip: f64,
    /// What is done to the numbers before the weights of a block.
    pub norm: Norm,
}

/// The function that ends a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bend {
    /// σ.
    Sigmoid,
    /// The number itself where it is positive, else 0.
    Relu,
    /// ReLU with a soft corner.
    Gelu,
}

/// The normalization of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Norm {
    /// None.
    Off,
    /// Mean 0 and size 1.
    Fixed,
    /// Then a scale and a shift that are learned.
    Learned,
}
// ANCHOR_END: Plan

/// Keeps a row of equal numbers from being divided by 0.
#[doc = cell!("layer_norm")]
// ANCHOR: layer_norm
const EPSILON: f64 = 1e-5;

/// Each row of `x` `(n, units)` with its mean at 0 and its variance at 1.
///
/// Source: J. L. Ba, J. R. Kiros, G. E. Hinton, *Layer Normalization*, 2016.
pub fn normalize<'t>(tape: &'t Tape, x: Var<'t>) -> Var<'t> {
    let number = |c: f64| tape.var(array![[c]]);
    let share = number(1.0 / x.value().ncols() as f64);
    let mean = x.sum_axis(Axis(1)) * share;
    let away = x - mean;
    let variance = (away * away).sum_axis(Axis(1)) * share;
    // 1 / √v is e to the power of −½ ln v.
    let one_over_root = ((variance + number(EPSILON)).ln() * number(-0.5)).exp();
    away * one_over_root
}

/// The same, then scaled and shifted: `gain` and `shift` are `(1, units)`.
pub fn layer_norm<'t>(
    tape: &'t Tape,
    x: Var<'t>,
    gain: Var<'t>,
    shift: Var<'t>,
) -> Var<'t> {
    normalize(tape, x) * gain + shift
}
// ANCHOR_END: layer_norm

/// GELU in its approximate form, z · σ(2 √(2/π) (z + 0.044715 z³)).
// ANCHOR: recorded_gelu
pub fn gelu<'t>(tape: &'t Tape, z: Var<'t>) -> Var<'t> {
    let number = |c: f64| tape.var(array![[c]]);
    let cube = z * z * z;
    let sum = z + number(0.044715) * cube;
    z * (number(2.0 * (2.0 / PI).sqrt()) * sum).sigmoid()
}
// ANCHOR_END: recorded_gelu

/// A way in, equal blocks, and a way out to a logit for each class.
// ANCHOR: Deep
#[derive(Debug, Clone)]
pub struct Deep {
    /// How it is built.
    pub plan: Plan,
    /// Weights and biases of the way in; weights, biases, gain and shift of each block;
    /// weights and biases of the way out. What stands in a row is `(1, units)`.
    pub parameters: Vec<Array2<f64>>,
}

impl Deep {
    /// Weights around 0, biases and shifts 0, gains 1.
    pub fn new(
        plan: Plan,
        inputs: usize,
        classes: usize,
        rng: &mut impl Rng,
    ) -> Self {
        let Plan { blocks, units, start, .. } = plan;
        let mut drawn = |n: usize, m: usize, start: f64| {
            let b = (3.0 * start / n as f64).sqrt();
            Array2::from_shape_simple_fn((n, m), || {
                b * (2.0 * rng.random::<f64>() - 1.0)
            })
        };
        let row = |length, c| Array2::from_elem((1, length), c);
        let mut parameters = vec![drawn(inputs, units, 1.0), row(units, 0.0)];
        for _ in 0..blocks {
            let weights = drawn(units, units, start);
            parameters.extend([
                weights,
                row(units, 0.0),
                row(units, 1.0),
                row(units, 0.0),
            ]);
        }
        parameters.extend([drawn(units, classes, 1.0), row(classes, 0.0)]);
        Deep { plan, parameters }
    }
}
// ANCHOR_END: Deep

/// What a run forward recorded.
// ANCHOR: block
pub struct Recorded<'t> {
    /// The parameters, in their order.
    pub parameters: Vec<Var<'t>>,
    /// What goes into each block, and what comes out of the last, all `(n, units)`.
    pub states: Vec<Var<'t>>,
    /// `(n, classes)`.
    pub logits: Var<'t>,
}

impl Plan {
    /// What a block makes of `h` `(n, units)`: skip · h + f(h).
    fn block<'t>(
        &self,
        tape: &'t Tape,
        h: Var<'t>,
        parameters: &[Var<'t>],
    ) -> Var<'t> {
        let &[w, b, gain, shift] = parameters else {
            unreachable!("a block has four arrays");
        };
        let x = match self.norm {
            Norm::Off => h,
            Norm::Fixed => normalize(tape, h),
            Norm::Learned => layer_norm(tape, h, gain, shift),
        };
        let z = x.dot(w) + b;
        let f = match self.bend {
            Bend::Sigmoid => z.sigmoid(),
            Bend::Relu => z.relu(),
            Bend::Gelu => gelu(tape, z),
        };
        tape.var(array![[self.skip]]) * h + f
    }
}

impl Deep {
    /// Records the way of `x` `(n, inputs)` to the logits.
    pub fn record<'t>(&self, tape: &'t Tape, x: &Array2<f64>) -> Recorded<'t> {
        let parameters: Vec<_> =
            self.parameters.iter().map(|p| tape.var(p.clone())).collect();
        let [w_in, b_in, blocks @ .., w_out, b_out] = &parameters[..] else {
            unreachable!("there are a way in and a way out");
        };
        let mut states = vec![tape.var(x.clone()).dot(*w_in) + *b_in];
        for block in blocks.chunks(4) {
            states.push(self.plan.block(tape, states[states.len() - 1], block));
        }
        let logits = states[states.len() - 1].dot(*w_out) + *b_out;
        Recorded { parameters, states, logits }
    }
}
// ANCHOR_END: block

#[doc = cell!("deep_slopes")]
// ANCHOR: deep_slopes
impl Deep {
    /// The mean cross entropy of the samples `x` `(n, inputs)` with targets `y`
    /// `(n, classes)`, and its slopes: along each parameter, and along each state.
    pub fn loss_and_slopes(
        &self,
        x: &Array2<f64>,
        y: &Array2<f64>,
    ) -> (f64, Vec<Array2<f64>>, Vec<Array2<f64>>) {
        let tape = Tape::default();
        let Recorded { parameters, states, logits } = self.record(&tape, x);
        let share = tape.var(array![[1.0 / x.nrows() as f64]]);
        let loss = cross_entropy(logits, tape.var(y.clone())) * share;
        let slopes = loss.backward();
        let along =
            |vars: Vec<Var>| vars.into_iter().map(|v| slopes[v].clone()).collect();
        (loss.value()[[0, 0]], along(parameters), along(states))
    }
}
// ANCHOR_END: deep_slopes

impl Deep {
    /// The share of the samples whose class has the largest logit.
    pub fn accuracy(&self, data: &Dataset) -> f64 {
        let logits = self.record(&Tape::default(), &data.x).logits.value();
        let right = zip(decide(&logits), &data.labels).filter(|(a, b)| a == *b);
        right.count() as f64 / data.len() as f64
    }
}

/// What to multiply the rate by in `step`, counted from 0: it rises in equal pieces to 1.
// ANCHOR: warm_up
pub fn warm_up(step: usize, steps: usize) -> f64 {
    if step < steps { (step + 1) as f64 / steps as f64 } else { 1.0 }
}
// ANCHOR_END: warm_up

/// Adam, beside which every parameter loses a share.
///
/// Source: I. Loshchilov, F. Hutter, *Decoupled Weight Decay Regularization*, 2019,
/// algorithm 2.
#[doc = cell!("adamw")]
// ANCHOR: AdamW
#[derive(Debug, Clone, Default)]
pub struct AdamW {
    /// What makes the step.
    pub adam: Adam,
    /// Times the learning rate, the share that a parameter loses at each step.
    pub decay: f64,
}

impl Optimizer for AdamW {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        for w in parameters.iter_mut() {
            *w -= learning_rate * self.decay * *w;
        }
        self.adam.step(learning_rate, parameters, gradient);
    }
}

/// Adam on the loss plus decay/2 · w²: the same share stands in the slope.
#[derive(Debug, Clone, Default)]
pub struct AdamL2 {
    /// What makes the step.
    pub adam: Adam,
    /// What multiplies each parameter in its slope.
    pub decay: f64,
}

impl Optimizer for AdamL2 {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let slopes = zip(gradient, &*parameters).map(|(g, w)| g + self.decay * w);
        let slopes: Vec<f64> = slopes.collect();
        self.adam.step(learning_rate, parameters, &slopes);
    }
}
// ANCHOR_END: AdamW

/// How to train a deep network.
// ANCHOR: train_deep
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// How many samples each step looks at.
    pub batch: usize,
    /// How many times to go through all samples.
    pub epochs: usize,
    /// The rate that the schedule multiplies.
    pub learning_rate: f64,
    /// Over how many steps it rises.
    pub warm_up: usize,
    /// How it changes from step to step.
    pub schedule: Schedule,
}

/// Trains `net` on `data`, and gives the loss of each batch before its step.
///
/// # Panics
///
/// If a batch has no samples, or `data` not as many labels as samples.
pub fn train_deep(
    net: &mut Deep,
    data: &Dataset,
    course: &Course,
    optimizer: impl Optimizer,
    rng: &mut impl Rng,
) -> Vec<f64> {
    let y = data.one_hot();
    let mut rules = vec![optimizer; net.parameters.len()];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let steps = course.epochs * data.len().div_ceil(course.batch);
    let mut losses = Vec::with_capacity(steps);
    for _ in 0..course.epochs {
        order.shuffle(rng);
        for samples in order.chunks(course.batch) {
            let (x, y) =
                (data.x.select(Axis(0), samples), y.select(Axis(0), samples));
            let (loss, slopes, _) = net.loss_and_slopes(&x, &y);
            // Counted over all epochs: warm-up and schedule move on at each step.
            let step = losses.len();
            let rate = course.learning_rate
                * warm_up(step, course.warm_up)
                * course.schedule.factor(step, steps);
            for ((rule, p), slope) in
                zip(zip(&mut rules, &mut net.parameters), slopes)
            {
                // A product with a transpose may lie column after column.
                let slope: Vec<f64> = slope.iter().copied().collect();
                let numbers = p.as_slice_mut().expect("rows lie one after another");
                rule.step(rate, numbers, &slope);
            }
            losses.push(loss);
        }
    }
    losses
}
// ANCHOR_END: train_deep

/// The share of the last fifth of `data`, shuffled by `seed`, that a network gets right after
/// training on the rest.
// ANCHOR: right_after
pub fn right_after(
    plan: Plan,
    data: &Dataset,
    course: &Course,
    optimizer: impl Optimizer,
    seed: u64,
) -> f64 {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, test) = data.shuffled(rng).split(0.2);
    let mut net = Deep::new(plan, data.x.ncols(), data.classes, rng);
    train_deep(&mut net, &train, course, optimizer, rng);
    net.accuracy(&test)
}
// ANCHOR_END: right_after

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::{Activation, Gelu};
    use crate::classification;
    use crate::gradient_descent::central_difference;
    use crate::initialization::size;
    use crate::optimizers::GradientDescent;

    const PLAN: Plan = Plan {
        blocks: 2,
        units: 4,
        bend: Bend::Relu,
        start: 2.0,
        skip: 1.0,
        norm: Norm::Learned,
    };

    fn numbers(shape: (usize, usize), seed: u64) -> Array2<f64> {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        Array2::from_shape_simple_fn(shape, || 2.0 * rng.random::<f64>() - 1.0)
    }

    /// A network whose biases, gains and shifts are random, too.
    fn net(plan: Plan) -> Deep {
        let mut net = Deep::new(plan, 3, 2, &mut ChaCha8Rng::seed_from_u64(0));
        for (seed, p) in (10..).zip(&mut net.parameters) {
            *p = &*p + &numbers(p.dim(), seed);
        }
        net
    }

    fn five_rows() -> (Array2<f64>, Array2<f64>) {
        let y = array![[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.5, 0.5]];
        (numbers((5, 3), 1), y)
    }

    #[test]
    fn normalized_rows_have_mean_0_and_variance_1() {
        let tape = Tape::default();
        let x = array![[1.0, 3.0], [-2.0, 8.0], [4.0, 4.0]];
        let n = normalize(&tape, tape.var(x)).value();
        let near = 1.0 / (1.0 + 1e-5_f64).sqrt();
        let far = 5.0 / (25.0 + 1e-5_f64).sqrt();
        let expected = array![[-near, near], [-far, far], [0.0, 0.0]];
        assert!((&*n - &expected).iter().all(|apart| apart.abs() < 1e-14));
        let (gain, shift) = (array![[2.0, 3.0]], array![[10.0, -20.0]]);
        let [x, gain, shift] = [array![[1.0, 3.0]], gain, shift].map(|m| tape.var(m));
        let n = layer_norm(&tape, x, gain, shift).value();
        let expected = array![[10.0 - 2.0 * near, -20.0 + 3.0 * near]];
        assert!((&*n - &expected).iter().all(|apart| apart.abs() < 1e-13));
    }

    #[test]
    fn the_approximate_gelu_is_nowhere_further_than_0_0005_from_the_exact_one() {
        let tape = Tape::default();
        let z: Vec<f64> = (-600..=600).map(|i| f64::from(i) / 100.0).collect();
        let exact = z.iter().map(|&z| Gelu.value(z));
        let z = Array2::from_shape_vec((1, 1201), z.clone()).unwrap();
        let ours = gelu(&tape, tape.var(z)).value();
        let apart = zip(ours.iter(), exact).map(|(a, b)| (a - b).abs());
        let largest = apart.fold(0.0, f64::max);
        assert!((0.0004..0.0005).contains(&largest), "{largest}");
    }

    #[test]
    fn the_slopes_of_a_deep_network_are_the_measured_ones() {
        let (x, y) = five_rows();
        for bend in [Bend::Sigmoid, Bend::Relu, Bend::Gelu] {
            for (norm, skip) in
                [(Norm::Off, 0.0), (Norm::Fixed, 0.5), (Norm::Learned, 1.0)]
            {
                let net = net(Plan { bend, norm, skip, ..PLAN });
                let (loss, slopes, states) = net.loss_and_slopes(&x, &y);
                let logits = net.record(&Tape::default(), &x).logits.value();
                let mean = classification::cross_entropy(&logits, &y).0 / 5.0;
                assert!((loss - mean).abs() < 1e-13);
                for (k, slopes) in slopes.iter().enumerate() {
                    for (place, slope) in slopes.indexed_iter() {
                        let along = |number| {
                            let mut moved = net.clone();
                            moved.parameters[k][place] = number;
                            moved.loss_and_slopes(&x, &y).0
                        };
                        let w = net.parameters[k][place];
                        let measured = central_difference(along, w);
                        assert!((slope - measured).abs() < 1e-7);
                    }
                }
                assert_eq!(states.len(), 3);
                // A bias of the way in moves a column of the first state.
                let apart = &states[0].sum_axis(Axis(0)) - &slopes[1].row(0);
                assert!(apart.iter().all(|apart| apart.abs() < 1e-14));
            }
        }
    }

    /// The block of the page, with arrays.
    fn block(plan: Plan, h: &Array2<f64>, p: &[Array2<f64>]) -> Array2<f64> {
        let mut x = h.clone();
        if plan.norm != Norm::Off {
            for mut row in x.rows_mut() {
                row -= row.sum() / 4.0;
                let variance = row.mapv(|c| c * c).sum() / 4.0;
                row /= (variance + EPSILON).sqrt();
            }
        }
        if plan.norm == Norm::Learned {
            x = x * &p[2] + &p[3];
        }
        (x.dot(&p[0]) + &p[1]).mapv(|z| z.max(0.0)) + plan.skip * h
    }

    #[test]
    fn a_block_is_skip_times_h_plus_f_of_the_normalized_h() {
        let (x, _) = five_rows();
        for norm in [Norm::Off, Norm::Fixed, Norm::Learned] {
            for skip in [0.0, 0.5, 1.0] {
                let plan = Plan { norm, skip, ..PLAN };
                let net = net(plan);
                let tape = Tape::default();
                let recorded = net.record(&tape, &x);
                let p = &net.parameters;
                let mut h = x.dot(&p[0]) + &p[1];
                let mut expected = vec![h.clone()];
                for parameters in p[2..10].chunks(4) {
                    h = block(plan, &h, parameters);
                    expected.push(h.clone());
                }
                assert_eq!(recorded.states.len(), 3);
                for (state, expected) in zip(recorded.states, expected) {
                    let apart = &*state.value() - &expected;
                    assert!(apart.iter().all(|apart| apart.abs() < 1e-13));
                }
                let apart = &*recorded.logits.value() - &(h.dot(&p[10]) + &p[11]);
                assert!(apart.iter().all(|apart| apart.abs() < 1e-13));
                assert_eq!(recorded.parameters.len(), 12);
            }
        }
    }

    #[test]
    fn weights_begin_around_0_with_their_variance_and_the_rest_at_0_and_1() {
        let plan = Plan { blocks: 3, units: 50, start: 2.0, ..PLAN };
        let net = Deep::new(plan, 100, 10, &mut ChaCha8Rng::seed_from_u64(0));
        let shapes: Vec<_> = net.parameters.iter().map(Array2::dim).collect();
        let block = [(50, 50), (1, 50), (1, 50), (1, 50)];
        let expected =
            [&[(100, 50), (1, 50)], &block[..], &block, &block, &[(50, 10), (1, 10)]];
        assert_eq!(shapes, expected.concat());
        let of = |k: usize| &net.parameters[k];
        for (k, start, inputs) in [(0, 1.0, 100.0), (2, 2.0, 50.0), (14, 1.0, 50.0)] {
            let usual = f64::sqrt(start / inputs);
            assert!((size(of(k)) / usual - 1.0).abs() < 0.05);
            let largest = of(k).iter().fold(0.0, |a: f64, w| a.max(w.abs()));
            assert!(largest < 3.0_f64.sqrt() * usual);
            let mean = of(k).sum() / of(k).len() as f64;
            assert!(mean.abs() < 0.1 * usual);
        }
        for k in [1, 3, 5, 7, 9, 11, 13, 15] {
            assert!(of(k).iter().all(|&c| c == 0.0));
        }
        for k in [4, 8, 12] {
            assert!(of(k).iter().all(|&c| c == 1.0));
        }
    }

    #[test]
    fn a_warm_up_of_four_steps_rises_in_quarters() {
        let factors: Vec<f64> = (0..6).map(|step| warm_up(step, 4)).collect();
        assert_eq!(factors, [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]);
        assert_eq!(warm_up(0, 0), 1.0);
    }

    /// Two steps by hand: Adam's own are 1 and 0.366 rates long for slopes of 4 and −2.
    #[test]
    fn adamw_takes_its_share_beside_the_step_of_adam() {
        let rates = |slopes: [f64; 2]| {
            let (mut adam, mut w) = (Adam::default(), [0.0]);
            slopes.map(|g| {
                let before = w[0];
                adam.step(1.0, &mut w, &[g]);
                before - w[0]
            })
        };
        let [first, second] = rates([4.0, -2.0]);
        let mut rule = AdamW { decay: 0.5, ..AdamW::default() };
        let mut w = [2.0];
        rule.step(0.1, &mut w, &[4.0]);
        let expected = 2.0 - 0.1 * 0.5 * 2.0 - 0.1 * first;
        assert!((w[0] - expected).abs() < 1e-15 && (w[0] - 1.8).abs() < 1e-8);
        rule.step(0.1, &mut w, &[-2.0]);
        let expected = expected - 0.1 * 0.5 * expected - 0.1 * second;
        assert!((w[0] - expected).abs() < 1e-15);
    }

    #[test]
    fn adam_with_l2_sees_the_share_in_the_slope() {
        let mut rule = AdamL2 { decay: 0.5, ..AdamL2::default() };
        let mut w = [2.0, 2.0, 2.0];
        rule.step(0.1, &mut w, &[4.0, -1.0, -3.0]);
        let expected = [1.9, 2.0, 2.1];
        assert!(zip(w, expected).all(|(a, b)| (a - b).abs() < 1e-8));
    }

    fn dataset() -> Dataset {
        Dataset { x: numbers((5, 3), 1), labels: vec![0, 1, 1, 0, 1], classes: 2 }
    }

    #[test]
    fn a_step_goes_down_the_slope_by_the_rate_times_both_factors() {
        let (data, net) = (dataset(), net(PLAN));
        let course = Course {
            batch: 5,
            epochs: 3,
            learning_rate: 0.1,
            warm_up: 2,
            schedule: Schedule::Steps { every: 2, factor: 0.25 },
        };
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let (mut trained, mut by_hand) = (net.clone(), net);
        let losses = train_deep(&mut trained, &data, &course, GradientDescent, rng);
        let mut expected = vec![];
        for factor in [0.5, 1.0, 0.25] {
            let (loss, slopes, _) = by_hand.loss_and_slopes(&data.x, &data.one_hot());
            expected.push(loss);
            for (p, slope) in zip(&mut by_hand.parameters, slopes) {
                p.scaled_add(-0.1 * factor, &slope);
            }
        }
        assert_eq!(losses.len(), 3);
        assert!(zip(losses, expected).all(|(a, b)| (a - b).abs() < 1e-12));
        for (a, b) in zip(&trained.parameters, &by_hand.parameters) {
            assert!((a - b).iter().all(|apart| apart.abs() < 1e-12));
        }
    }

    #[test]
    fn each_epoch_goes_through_all_samples_in_batches_and_the_last_may_be_smaller() {
        let mut net = net(PLAN);
        let course = Course {
            batch: 2,
            epochs: 4,
            learning_rate: 0.1,
            warm_up: 0,
            schedule: Schedule::Cosine,
        };
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let losses = train_deep(&mut net, &dataset(), &course, Adam::default(), rng);
        assert_eq!(losses.len(), 12);
        assert!(losses[11] < losses[0]);
    }

    #[test]
    fn accuracy_is_the_share_of_the_samples_whose_class_has_the_largest_logit() {
        let (data, net) = (dataset(), net(PLAN));
        let logits = net.record(&Tape::default(), &data.x).logits.value();
        let labels = decide(&logits);
        let right = Dataset { labels: labels.clone(), ..data.clone() };
        assert_eq!(net.accuracy(&right), 1.0);
        let mut but_two = labels;
        but_two[1] = 1 - but_two[1];
        but_two[4] = 1 - but_two[4];
        assert_eq!(net.accuracy(&Dataset { labels: but_two, ..data }), 0.6);
    }

    #[test]
    fn a_fifth_of_the_shuffled_data_is_kept_for_the_test() {
        let data = classification::spiral(30, 0.0, &mut ChaCha8Rng::seed_from_u64(0));
        let course = Course {
            batch: 8,
            epochs: 2,
            learning_rate: 0.01,
            warm_up: 0,
            schedule: Schedule::Constant,
        };
        for seed in 0..3 {
            let share = right_after(PLAN, &data, &course, Adam::default(), seed);
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            let (train, test) = data.shuffled(rng).split(0.2);
            let mut net = Deep::new(PLAN, 2, 3, rng);
            train_deep(&mut net, &train, &course, Adam::default(), rng);
            assert_eq!(test.len(), 18);
            assert_eq!(share, net.accuracy(&test));
        }
    }
}
