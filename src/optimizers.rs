//! Rules that step further along one parameter than along another: momentum, RMSProp, Adam.

use std::iter::zip;

use ndarray::Array2;

use crate::dense::Gradients;
use crate::learning_rate::loss_and_gradients;
use crate::loss::sum_of_squares;
use crate::sequential::Sequential;

/// The height of a valley that is 100 times as curved across, along `v`, as along `u`.
// ANCHOR: valley
pub fn valley(u: f64, v: f64) -> f64 {
    u * u / 2.0 + 100.0 * v * v / 2.0
}

/// The slopes of [`valley`].
pub fn valley_slopes((u, v): (f64, f64)) -> (f64, f64) {
    (u, 100.0 * v)
}
// ANCHOR_END: valley

/// A rule that turns slopes into a step.
///
/// What it remembers from step to step belongs to the numbers that it moves, so each array of
/// a network gets a clone.
// ANCHOR: Optimizer
pub trait Optimizer: Clone {
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

/// Keeps a share of the last step's velocity: a ball that rolls.
///
/// Source: B. T. Polyak, 1964. I. Sutskever and others, 2013, write it with the learning
/// rate inside the velocity: while the rate stays the same, that is the same path.
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

/// Keeps a slope that has always been 0 from being divided by 0.
// ANCHOR: epsilon
const EPSILON: f64 = 1e-8;
// ANCHOR_END: epsilon

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

/// The path of a rule in the valley: 60 steps from (−4, 0.8).
// ANCHOR: valley_path
pub fn valley_path<O: Optimizer + Default>(learning_rate: f64) -> Vec<(f64, f64)> {
    descend_with(O::default(), learning_rate, valley_slopes, (-4.0, 0.8), 60)
}
// ANCHOR_END: valley_path

/// The rate with which a rule ends lowest in the valley, of ten for each power of ten.
#[doc = cell!("optimizers")]
// ANCHOR: best_rate
pub fn best_rate<O: Optimizer + Default>() -> f64 {
    let height = |rate: &f64| {
        let (u, v) = valley_path::<O>(*rate)[60];
        valley(u, v)
    };
    let rates = (-30..=10).map(|tenths| 10_f64.powf(f64::from(tenths) / 10.0));
    rates.min_by(|a, b| height(a).total_cmp(&height(b))).unwrap_or(0.0)
}
// ANCHOR_END: best_rate

// ANCHOR: step_with
impl Sequential {
    /// A rule for the weights of each layer and one for its biases, all as `optimizer` is.
    pub fn rules<O: Optimizer>(&self, optimizer: O) -> Vec<[O; 2]> {
        vec![[optimizer.clone(), optimizer]; self.stages.len()]
    }

    /// Moves every array by its own rule.
    ///
    /// # Panics
    ///
    /// If the rules or the gradients are not those of this network, or the weights of a layer
    /// do not lie row after row, as those of `Dense::new` do.
    pub fn step_with<O: Optimizer>(
        &mut self,
        rules: &mut [[O; 2]],
        learning_rate: f64,
        gradients: &[Gradients],
    ) {
        const ROWS: &str = "numbers that lie row after row";
        let (has, wants) = (rules.len(), self.stages.len());
        assert_eq!(has, wants, "rules for {has} layers, and the network has {wants}");
        self.check(gradients);
        for ((stage, Gradients { dw, db }), [for_weights, for_biases]) in
            zip(zip(&mut self.stages, gradients), rules)
        {
            let (mut weights, mut biases) = stage.layer.parameters_mut();
            let weights = weights.as_slice_mut().expect(ROWS);
            let biases = biases.as_slice_mut().expect(ROWS);
            // A product with a transpose may lie column after column.
            let dw = dw.as_standard_layout();
            for_weights.step(learning_rate, weights, dw.as_slice().expect(ROWS));
            for_biases.step(learning_rate, biases, db.as_slice().expect(ROWS));
        }
    }
}
// ANCHOR_END: step_with

/// Trains `net` on `x` `(n, inputs)` and `y` `(n, outputs)`, all rows in every step. Gives the
/// loss before each step and after the last.
// ANCHOR: train_with
pub fn train_with(
    net: &mut Sequential,
    x: &Array2<f64>,
    y: &Array2<f64>,
    optimizer: impl Optimizer,
    learning_rate: f64,
    steps: usize,
) -> Vec<f64> {
    let mut rules = net.rules(optimizer);
    let mut losses = Vec::with_capacity(steps + 1);
    for _ in 0..steps {
        let (loss, gradients) = loss_and_gradients(net, x, y);
        losses.push(loss);
        net.step_with(&mut rules, learning_rate, &gradients);
    }
    losses.push(sum_of_squares(&net.predict(x), y));
    losses
}
// ANCHOR_END: train_with

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Sigmoid;
    use crate::gradient_descent::{descend_surface, gradient};
    use crate::learning_rate::{small_network, two_inputs};
    use crate::sequential::in_one_list;

    /// How far a rule moves a single parameter at learning rate 1, for one slope after
    /// another.
    fn moves<const N: usize>(
        mut optimizer: impl Optimizer,
        slopes: [f64; N],
    ) -> [f64; N] {
        slopes.map(|slope| {
            let mut w = [0.0];
            optimizer.step(1.0, &mut w, &[slope]);
            w[0]
        })
    }

    fn assert_close<const N: usize>(moves: [f64; N], expected: [f64; N]) {
        for (a, b) in moves.iter().zip(expected) {
            // Six digits are worked out; epsilon changes the ninth.
            assert!((a - b).abs() < 1e-6, "{moves:?} is not {expected:?}");
        }
    }

    #[test]
    fn descent_moves_by_minus_the_slope() {
        assert_eq!(moves(GradientDescent, [4.0, 2.0, -2.0]), [-4.0, -2.0, 2.0]);
    }

    #[test]
    fn momentum_takes_the_three_steps_worked_out_by_hand() {
        // v = 4, then 0.9·4 + 2 = 5.6, then 0.9·5.6 − 2 = 3.04.
        assert_close(
            moves(Momentum::default(), [4.0, 2.0, -2.0]),
            [-4.0, -5.6, -3.04],
        );
    }

    #[test]
    fn rms_prop_takes_the_three_steps_worked_out_by_hand() {
        // With 0.75 kept the roots are whole: s = 0.25·16 = 4, then 0.75·4 + 0.25·4 = 4, and
        // 4 again. The steps are 4/2, 2/2 and −2/2.
        let rule = RmsProp { keep: 0.75, ..RmsProp::default() };
        assert_close(moves(rule, [4.0, 2.0, -2.0]), [-2.0, -1.0, 1.0]);
        // With 0.9 kept: s = 0.1·16 = 1.6, then 1.44 + 0.4 = 1.84, then 1.656 + 0.4 = 2.056.
        assert_close(
            moves(RmsProp::default(), [4.0, 2.0, -2.0]),
            [-4.0 / 1.6_f64.sqrt(), -2.0 / 1.84_f64.sqrt(), 2.0 / 2.056_f64.sqrt()],
        );
    }

    #[test]
    fn adam_takes_the_three_steps_worked_out_by_hand() {
        // t   m      s          1 − 0.9ᵗ  1 − 0.999ᵗ   m̂         ŝ         m̂ / √ŝ
        // 1   0.4    0.016      0.1       0.001        4         16        1
        // 2   0.56   0.019984   0.19      0.001999     2.947368  9.996999  0.932180
        // 3   0.304  0.023964   0.271     0.002997     1.121771  7.995999  0.396705
        assert_close(
            moves(Adam::default(), [4.0, 2.0, -2.0]),
            [-1.0, -0.932180, -0.396705],
        );
    }

    /// `mean_weight` is $`1 - \beta_1^t`$ and `square_weight` is $`1 - \beta_2^t`$.
    /// Divided by them, `m` and `s` become $`\hat m`$ and $`\hat s`$ in the line
    /// before the last.
    #[test]
    fn adam_is_algorithm_1_of_its_paper_written_out_as_weighted_sums() {
        let slopes = [0.3, -1.2, 0.7, 2.5, -0.1, 0.0, 0.4];
        let expected = std::array::from_fn(|last| {
            let t = last as i32 + 1;
            // m and v after t steps are sums over all slopes so far (section 3 of the paper).
            let mean = |share: f64, power: i32| -> f64 {
                let weighed = slopes[..=last].iter().zip(1..).map(|(g, i)| {
                    (1.0 - share) * share.powi(t - i) * f64::powi(*g, power)
                });
                weighed.sum::<f64>() / (1.0 - share.powi(t))
            };
            -mean(0.9, 1) / (mean(0.999, 2).sqrt() + 1e-8)
        });
        assert_close(moves(Adam::default(), slopes), expected);
    }

    /// The step is $`\eta \, g / \sqrt{g^2}`$: **the learning rate itself, whatever
    /// the slope**, and only the sign of the slope counts. (Where $`g`$ is about as
    /// small as $`\epsilon`$, the step is shorter.)
    #[test]
    fn the_first_step_of_adam_is_as_long_as_the_rate_whatever_the_slope() {
        for slope in [1e-3, 0.5, 4.0, 1e6] {
            // Epsilon is a hundred-thousandth of the smallest of them.
            assert!((moves(Adam::default(), [slope])[0] + 1.0).abs() < 1e-4);
            assert!((moves(Adam::default(), [-slope])[0] - 1.0).abs() < 1e-4);
        }
        assert!((moves(Adam::default(), [EPSILON])[0] + 0.5).abs() < 1e-6);
    }

    /// **Momentum** keeps a velocity $`v`$ (not the $`v`$ of the valley) for each
    /// parameter, and a share $`\mu`$ (say *mu*) of it from step to step, usually
    /// 0.9:
    ///
    /// The usual size is the root of a running mean of squares $`s`$, one for each
    /// parameter, of which a share $`\rho`$ (say *rho*) is kept, here 0.9:
    ///
    /// The shares are called $`\beta_1`$ and $`\beta_2`$ (*beta*), usually 0.9 and
    /// 0.999; $`t`$ counts the steps from 1:
    ///
    /// `default()` sets the shares to their usual values, and the memory to nothing.
    ///
    /// `Momentum`: 0.9
    ///
    /// `RmsProp`: 0.9
    ///
    /// `Adam`: 0.9, 0.999, $`10^{-8}`$
    #[test]
    fn default_sets_the_usual_shares_and_an_empty_memory() {
        let (momentum, rms_prop) = (Momentum::default(), RmsProp::default());
        assert_eq!((momentum.keep, momentum.velocity), (0.9, vec![]));
        assert_eq!((rms_prop.keep, rms_prop.mean_square), (0.9, vec![]));
        let Adam { keep_mean, keep_square, steps, mean, mean_square } =
            Adam::default();
        assert_eq!((keep_mean, keep_square, EPSILON), (0.9, 0.999, 1e-8));
        assert_eq!((steps, mean, mean_square), (0, vec![], vec![]));
        let mut adam = Adam::default();
        adam.step(1.0, &mut [0.0], &[4.0]);
        assert_eq!(adam.steps, 1);
    }

    /// In $`m`$ after $`t`$ steps, the slopes have the shares $`1 - \beta_1`$,
    /// $`(1 - \beta_1) \beta_1`$, $`(1 - \beta_1) \beta_1^2`$ and so on, back to
    /// the first. Together that is $`1 - \beta_1^t`$. The missing $`\beta_1^t`$ is
    /// the share of the 0 that $`m`$ began with. Dividing by the sum takes the 0
    /// out.
    #[test]
    fn the_shares_of_the_slopes_in_the_mean_of_adam_lack_that_of_the_first_0() {
        const STEPS: usize = 7;
        let mut adam = Adam::default();
        for now in 0..STEPS {
            // The slope along each parameter is 1 in one step: its mean becomes its share.
            let slopes: [f64; STEPS] =
                std::array::from_fn(|step| if step == now { 1.0 } else { 0.0 });
            adam.step(1.0, &mut [0.0; STEPS], &slopes);
        }
        for (share, age) in adam.mean.iter().rev().zip(0..) {
            assert!((share - 0.1 * 0.9_f64.powi(age)).abs() < 1e-12);
        }
        let sum: f64 = adam.mean.iter().sum();
        assert!((sum - (1.0 - 0.9_f64.powi(7))).abs() < 1e-12);
        // A number in the place of the 0 has the rest.
        let mut begun = Adam { mean: vec![1.0], ..Adam::default() };
        for _ in 0..STEPS {
            begun.step(1.0, &mut [0.0], &[0.0]);
        }
        assert!((begun.mean[0] - 0.9_f64.powi(7)).abs() < 1e-12);
        // Divided by the sum, the mean of the same slope is this slope.
        let mut even = Adam::default();
        for t in 1..10 {
            even.step(1.0, &mut [0.0], &[3.0]);
            assert!((even.mean[0] / (1.0 - 0.9_f64.powi(t)) - 3.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_slope_of_the_size_of_epsilon_makes_the_step_half_as_long() {
        assert_close(moves(Adam::default(), [EPSILON]), [-0.5]);
        // √(0.25·(2ε)²) = ε, and 2ε / (ε + ε) is 1, half of what a large slope gives.
        let rule = RmsProp { keep: 0.75, ..RmsProp::default() };
        assert_close(moves(rule.clone(), [2.0 * EPSILON]), [-1.0]);
        assert_close(moves(rule, [2.0]), [-2.0]);
    }

    #[test]
    fn on_an_even_slope_momentum_grows_tenfold_and_adam_stays_at_the_rate() {
        let even = [3.0; 100];
        let last = moves(Momentum::default(), even)[99];
        // 3·(1 − 0.9¹⁰⁰) / (1 − 0.9)
        assert!((last + 30.0).abs() < 1e-3);
        assert!(moves(Adam::default(), even).iter().all(|w| (w + 1.0).abs() < 1e-6));
    }

    /// It keeps a slope that has always been 0 from being divided by 0:
    ///
    /// $`10^{-8}`$, so that nothing is divided by 0
    #[test]
    fn every_rule_leaves_a_parameter_without_slope_alone() {
        assert_eq!(EPSILON, 10.0_f64.powi(-8));
        assert_eq!(moves(GradientDescent, [0.0; 3]), [0.0; 3]);
        assert_eq!(moves(Momentum::default(), [0.0; 3]), [0.0; 3]);
        assert_eq!(moves(RmsProp::default(), [0.0; 3]), [0.0; 3]);
        assert_eq!(moves(Adam::default(), [0.0; 3]), [0.0; 3]);
    }

    #[test]
    fn each_parameter_has_a_memory_of_its_own() {
        fn check<O: Optimizer + Default>() {
            let slopes = [[4.0, -1.0], [2.0, 0.5], [-2.0, 3.0]];
            let (mut both, mut first, mut second) =
                (O::default(), O::default(), O::default());
            let (mut w, mut u, mut v) = ([1.0, 2.0], [1.0], [2.0]);
            for slope in slopes {
                both.step(0.1, &mut w, &slope);
                first.step(0.1, &mut u, &slope[..1]);
                second.step(0.1, &mut v, &slope[1..]);
            }
            assert_eq!(w, [u[0], v[0]]);
        }
        check::<GradientDescent>();
        check::<Momentum>();
        check::<RmsProp>();
        check::<Adam>();
    }

    #[test]
    fn the_slopes_of_the_valley_are_the_measured_ones() {
        assert_eq!(valley(-4.0, 0.5), 8.0 + 12.5);
        let (along_u, along_v) = gradient(valley, (-4.0, 0.5));
        let slopes = valley_slopes((-4.0, 0.5));
        assert!((along_u - slopes.0).abs() < 1e-8);
        assert!((along_v - slopes.1).abs() < 1e-8);
    }

    /// This is the one of Part I:
    #[test]
    fn plain_descent_with_a_rule_is_the_descent_of_part_one() {
        let path = valley_path::<GradientDescent>(0.01);
        let plain = descend_surface(valley_slopes, (-4.0, 0.8), 0.01, 60);
        assert_eq!(path, plain);
    }

    /// With `GradientDescent` this is the [step](sequential.md#the-step) that we
    /// know.
    #[test]
    fn training_with_plain_descent_takes_the_steps_of_the_network() {
        let (x, y) = two_inputs();
        let (mut a, mut b) = (small_network(&Sigmoid, 0), small_network(&Sigmoid, 0));
        let losses = train_with(&mut a, &x, &y, GradientDescent, 0.5, 10);
        assert_eq!(losses, b.train(&x, &y, 0.5, 10));
        for (a, b) in zip(a.parameters(), b.parameters()) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    /// So each array gets a copy of the rule, with a memory of its own.
    #[test]
    fn each_array_of_a_network_has_a_rule_with_a_memory_of_its_own() {
        let (x, y) = two_inputs();
        let mut net = small_network(&Sigmoid, 0);
        let (mut list, mut rule) = (net.parameters(), Adam::default());
        let mut rules = net.rules(Adam::default());
        for _ in 0..3 {
            let (_, gradients) = loss_and_gradients(&net, &x, &y);
            // One rule for all numbers in one list does the same.
            rule.step(0.1, &mut list, &in_one_list(&gradients));
            net.step_with(&mut rules, 0.1, &gradients);
            assert_eq!(net.parameters(), list);
        }
    }

    /// Each of the four copies also counts its steps.
    ///
    /// Momentum and RMSProp remember half as many, descent none.
    #[test]
    fn for_17_parameters_adam_remembers_34_numbers_the_others_half_as_many_or_none() {
        /// What the rules of the small network remember after a step.
        fn memories<O: Optimizer + Default>() -> Vec<O> {
            let (x, y) = two_inputs();
            let mut net = small_network(&Sigmoid, 0);
            assert_eq!(net.parameters().len(), 17);
            let mut rules = net.rules(O::default());
            let (_, gradients) = loss_and_gradients(&net, &x, &y);
            net.step_with(&mut rules, 0.1, &gradients);
            rules.into_iter().flatten().collect()
        }
        let adams = memories::<Adam>();
        assert!(adams.len() == 4 && adams.iter().all(|adam| adam.steps == 1));
        assert_eq!(adams.iter().map(|adam| adam.mean.len()).sum::<usize>(), 17);
        let numbers = |adam: &Adam| adam.mean.len() + adam.mean_square.len();
        assert_eq!(adams.iter().map(numbers).sum::<usize>(), 34);
        let velocities = memories::<Momentum>();
        assert_eq!(velocities.iter().map(|it| it.velocity.len()).sum::<usize>(), 17);
        let sizes = memories::<RmsProp>();
        assert_eq!(sizes.iter().map(|it| it.mean_square.len()).sum::<usize>(), 17);
        assert_eq!(size_of::<GradientDescent>(), 0);
    }

    #[test]
    #[should_panic(expected = "gradients of 0 layers for 2")]
    fn gradients_of_fewer_layers_than_rules_are_refused() {
        let mut net = small_network(&Sigmoid, 0);
        let mut rules = net.rules(GradientDescent);
        net.step_with(&mut rules, 0.1, &[]);
    }
}
