//! Learning rates that fall, and what rules and slopes want them to.

use std::f64::consts::PI;
use std::ops::Range;

use rand::{Rng, RngExt};

use crate::activation::Identity;
use crate::learning_rate::{small_network, two_inputs};
use crate::optimizers::{Optimizer, train_with};

/// The losses that the small network ends with by a rule, from each of `seeds`; its output is
/// the weighted sum. Not a finite number where the training diverged.
#[doc = cell!("rules")]
// ANCHOR: end_losses_with
pub fn end_losses_with(
    optimizer: &impl Optimizer,
    learning_rate: f64,
    seeds: Range<u64>,
    steps: usize,
) -> Vec<f64> {
    let (x, y) = two_inputs();
    let end_loss = |seed| {
        let net = &mut small_network(&Identity, seed);
        train_with(net, &x, &y, optimizer.clone(), learning_rate, steps)[steps]
    };
    seeds.map(end_loss).collect()
}
// ANCHOR_END: end_losses_with

/// Descent on the parabola w²/2 from `start`, with slopes that are off by a random number
/// between −1 and 1: the points that it visits.
#[doc = cell!("schedules")]
// ANCHOR: noisy_descent
pub fn noisy_descent(
    schedule: Schedule,
    learning_rate: f64,
    start: f64,
    steps: usize,
    rng: &mut impl Rng,
) -> Vec<f64> {
    let mut path = vec![start];
    let mut w = start;
    for step in 0..steps {
        let noise = 2.0 * rng.random::<f64>() - 1.0;
        w -= learning_rate * schedule.factor(step, steps) * (w + noise);
        path.push(w);
    }
    path
}
// ANCHOR_END: noisy_descent

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

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::learning_rate::end_losses;
    use crate::optimizers::GradientDescent;

    #[test]
    fn with_plain_descent_each_seed_ends_where_the_training_of_the_network_does() {
        let with = end_losses_with(&GradientDescent, 0.1, 3..5, 5);
        for (with, without) in with.iter().zip(end_losses(&Identity, 0.1, 3..5, 5)) {
            assert!((with - without).abs() < 1e-12);
        }
        assert_eq!(with.len(), 2);
    }

    /// How far the slope was off in each of 200 steps, worked back from the points.
    fn noise(schedule: Schedule) -> Vec<f64> {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let path = noisy_descent(schedule, 0.1, 5.0, 200, rng);
        assert_eq!((path[0], path.len()), (5.0, 201));
        let rate = |step| 0.1 * schedule.factor(step, 200);
        let off = |(step, w): (usize, &[f64])| (w[0] - w[1]) / rate(step) - w[0];
        path.windows(2).enumerate().map(off).collect()
    }

    #[test]
    fn the_slopes_of_noisy_descent_are_off_by_up_to_1_whatever_the_schedule() {
        let constant = noise(Schedule::Constant);
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        for off in &constant {
            assert!((off - (2.0 * rng.random::<f64>() - 1.0)).abs() < 1e-10);
        }
        let falling = noise(Schedule::Steps { every: 50, factor: 0.3 });
        for (a, b) in constant.iter().zip(falling) {
            assert!((a - b).abs() < 1e-10);
        }
    }

    /// ```math
    /// \frac{1}{2} \left( 1 + \cos \frac{\pi \, t}{T} \right)
    /// ```
    ///
    /// It starts at 1, is $`\frac{1}{2}`$ halfway, and ends near 0. That of `Steps`
    /// is `factor` to the power of the number of times that `every` fits into $`t`$.
    #[test]
    fn schedules_begin_at_the_full_rate_and_fall_as_their_formulas_say() {
        let steps = Schedule::Steps { every: 50, factor: 0.3 };
        for schedule in [Schedule::Constant, steps, Schedule::Cosine] {
            assert_eq!(schedule.factor(0, 200), 1.0);
        }
        assert_eq!(Schedule::Constant.factor(199, 200), 1.0);
        assert_eq!([49, 50, 99].map(|e| steps.factor(e, 200)), [1.0, 0.3, 0.3]);
        assert!((steps.factor(150, 200) - 0.027).abs() < 1e-15);
        for t in 0..200 {
            assert_eq!(steps.factor(t, 200), 0.3_f64.powi((t / 50) as i32));
            let cosine = (1.0 + (PI * t as f64 / 200.0).cos()) / 2.0;
            assert!((Schedule::Cosine.factor(t, 200) - cosine).abs() < 1e-15);
        }
        // Halfway the cosine is 0; a third of the way it is one half.
        assert!((Schedule::Cosine.factor(100, 200) - 0.5).abs() < 1e-15);
        assert!((Schedule::Cosine.factor(1, 3) - 0.75).abs() < 1e-15);
        assert!(Schedule::Cosine.factor(199, 200) < 1e-4);
    }
}
