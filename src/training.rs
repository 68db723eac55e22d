//! Training: forward, backward, step, as often as asked.

use ndarray::Array2;

use crate::loss::sum_of_squares;
use crate::network::Network;

/// What the loss was, all through a training run.
// ANCHOR: History
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    losses: Vec<f64>,
}

impl History {
    /// The loss before each iteration, and after the last: one more than iterations.
    ///
    /// From the iteration where a weight overflows, they are NaN: see `diverged_at`.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// The loss after the last iteration.
    pub fn final_loss(&self) -> f64 {
        self.losses[self.losses.len() - 1]
    }

    /// The first iteration whose loss is not a finite number, if there is one.
    pub fn diverged_at(&self) -> Option<usize> {
        self.losses.iter().position(|loss| !loss.is_finite())
    }
}
// ANCHOR_END: History

/// Trains `net` on `x` `(n, inputs)` and `y` `(n, outputs)`, all rows in every iteration.
#[doc = cell!("training")]
#[doc = cell!("hidden_units")]
// ANCHOR: train
pub fn train(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> History {
    let mut losses = Vec::with_capacity(iterations + 1);
    for _ in 0..iterations {
        let trace = net.forward(x);
        losses.push(sum_of_squares(&trace.y_hat, y));
        let gradients = net.backward(x, y, &trace);
        net.step(&gradients, learning_rate);
    }
    losses.push(sum_of_squares(&net.predict(x), y));
    History { losses }
}
// ANCHOR_END: train

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::four_rows;

    #[test]
    fn a_history_holds_the_loss_before_each_iteration_and_after_the_last() {
        let (x, y) = four_rows();
        let mut net = Network::seeded(0);
        let before = sum_of_squares(&net.predict(&x), &y);
        let history = train(&mut net, &x, &y, 1.0, 10);
        let after = sum_of_squares(&net.predict(&x), &y);
        assert_eq!(history.losses().len(), 11);
        assert_eq!((history.losses()[0], history.final_loss()), (before, after));
    }

    #[test]
    fn no_iterations_leave_the_network_alone() {
        let (x, y) = four_rows();
        let mut net = Network::seeded(0);
        assert_eq!(train(&mut net, &x, &y, 1.0, 0).losses().len(), 1);
        assert_eq!(net, Network::seeded(0));
    }

    #[test]
    fn training_in_two_parts_is_training_at_once() {
        let (x, y) = four_rows();
        let (mut at_once, mut in_parts) = (Network::seeded(1), Network::seeded(1));
        train(&mut at_once, &x, &y, 1.0, 30);
        train(&mut in_parts, &x, &y, 1.0, 10);
        train(&mut in_parts, &x, &y, 1.0, 20);
        assert_eq!(at_once, in_parts);
    }

    /// `diverged_at` tells when.
    #[test]
    fn a_run_that_leaves_the_finite_numbers_says_since_when() {
        let (x, y) = four_rows();
        let mut net = Network::seeded(0);
        let history = train(&mut net, &x, &y, f64::INFINITY, 3);
        assert_eq!(history.diverged_at(), Some(1));
        assert!(history.losses()[1..].iter().all(|loss| loss.is_nan()));
    }

    #[test]
    fn a_run_that_stays_finite_did_not_diverge() {
        let (x, y) = four_rows();
        assert_eq!(
            train(&mut Network::seeded(0), &x, &y, 1.0, 5).diverged_at(),
            None
        );
    }
}
