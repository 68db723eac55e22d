//! Generalization: what a network is worth on new samples, and when to stop training it.

use std::ops::ControlFlow;

use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::activation::Identity;
use crate::classification::{Dataset, spiral};
use crate::mini_batches::{Epoch, Training, arms_net, arms_training, fit};
use crate::optimizers::Adam;
use crate::schedules::Schedule;
use crate::sequential::Sequential;

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
    use std::iter::zip;

    use super::*;
    use crate::mini_batches::Score;

    fn rng() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(0)
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

    /// This type keeps the copy, and waits:
    #[test]
    fn early_stopping_keeps_the_best_epoch_and_stops_after_its_patience() {
        assert_eq!(watched(2, &[3.0, 1.0, 2.0, 2.0, 0.5]), (Some(4), 2));
        assert_eq!(watched(3, &[3.0, 1.0, 2.0, 2.0, 0.5]), (None, 5));
        assert_eq!(watched(1, &[3.0, 3.0]), (Some(2), 1));
        assert_eq!(watched(2, &[3.0, 2.0, 1.0]), (None, 3));
    }

    #[test]
    fn the_experiment_takes_150_epochs_and_its_rate_does_not_fall() {
        let (mut before, mut moves) = (vec![], vec![]);
        train_on_few(0, 0.0, |net, _| {
            let now = net.parameters();
            let squares =
                zip(&now, &before).map(|(w, old): (&f64, &f64)| (w - old).powi(2));
            moves.push(squares.sum::<f64>().sqrt());
            before = now;
            ControlFlow::Continue(())
        });
        assert_eq!(moves.len(), 150);
        // By the cosine, the last move would be a thousandth of this one.
        assert!(moves[149] > moves[75] / 10.0);
    }

    #[test]
    fn a_loss_that_is_no_number_is_never_the_best() {
        assert_eq!(watched(2, &[3.0, f64::NAN, f64::NAN]), (Some(3), 1));
    }
}
