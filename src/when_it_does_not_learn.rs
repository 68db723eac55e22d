//! When it does not learn: five questions to a program, in the order in which to ask them, and
//! the planted faults that each of them finds.

use std::iter::zip;
use std::ops::ControlFlow;

use rand::{Rng, RngExt};

use crate::classification::Dataset;
use crate::dense::Gradients;
use crate::mini_batches::{Epoch, Score, Training, fit};
use crate::optimizers::Optimizer;
use crate::sequential::Sequential;

pub mod faults;

/// What the ladder looks at: a network before training, its data, and how it will be trained.
///
/// Every rung leaves the network as it found it.
// ANCHOR: Program
#[derive(Debug)]
pub struct Program<O> {
    /// The network, with the parameters that training will start from.
    pub net: Sequential,
    /// The samples to train on.
    pub train: Dataset,
    /// Those to validate on.
    pub validation: Dataset,
    /// How to train.
    pub training: Training,
    /// What takes the steps.
    pub optimizer: O,
}
// ANCHOR_END: Program

/// Rung 1: the loss before training.
#[doc = cell!("first_loss")]
// ANCHOR: loss_before_training
impl<O> Program<O> {
    /// The mean loss before training, as a multiple of ln(classes).
    ///
    /// # Panics
    ///
    /// If there is no sample to train on.
    pub fn loss_before_training(&self) -> f64 {
        let Score { loss, .. } = self.net.score(&self.train, self.training.loss);
        loss / (self.train.classes as f64).ln()
    }
}
// ANCHOR_END: loss_before_training

/// Trains `net`, puts it back to where it began, and gives what `fit` reported.
fn rehearse(
    net: &mut Sequential,
    (data, validation): (&Dataset, &Dataset),
    training: &Training,
    optimizer: impl Optimizer,
    rng: &mut impl Rng,
) -> Vec<Epoch> {
    let at_first = net.parameters();
    let mut epochs = vec![];
    fit(net, data, validation, training, optimizer, rng, |_, epoch| {
        epochs.push(epoch);
        ControlFlow::Continue(())
    });
    net.set_parameters(&at_first);
    epochs
}

/// Rung 2: a few samples learned by heart.
#[doc = cell!("by_heart")]
// ANCHOR: by_heart
impl<O: Optimizer> Program<O> {
    /// How well the network does on its first `n` samples after 300 steps on all of them.
    ///
    /// # Panics
    ///
    /// If there are not so many samples, or `n` is 0.
    pub fn by_heart(&mut self, n: usize, rng: &mut impl Rng) -> Score {
        let few = self.train.first(n);
        let training = Training {
            batch: n,
            epochs: 300,
            weight_decay: 0.0,
            ..self.training.clone()
        };
        let (few, optimizer) = ((&few, &few), self.optimizer.clone());
        let epochs = rehearse(&mut self.net, few, &training, optimizer, rng);
        epochs[epochs.len() - 1].validation
    }
}
// ANCHOR_END: by_heart

impl Dataset {
    /// The first `n` samples.
    ///
    /// # Panics
    ///
    /// If there are not so many, or `n` is 0.
    fn first(&self, n: usize) -> Dataset {
        let len = self.len();
        assert!((1..=len).contains(&n), "the first {n} of {len} samples");
        self.select(&(0..n).collect::<Vec<_>>())
    }
}

/// Where the slopes that the pass backward gives for an array of parameters differ most from
/// measured ones.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeCheck {
    /// The number of the layer, counted from 0.
    pub layer: usize,
    /// Its `"weights"` or its `"biases"`.
    pub array: &'static str,
    /// The place of the parameter in its array, row after row.
    pub place: usize,
    /// The slope along it that the pass backward gives.
    pub backward: f64,
    /// The slope along it that two losses give.
    pub measured: f64,
    /// How far the two are apart, as a share of the largest slope of the array.
    pub apart: f64,
}

/// Rung 3: slopes, measured.
#[doc = cell!("slope_check")]
// ANCHOR: check_slopes
impl<O> Program<O> {
    /// Compares the slopes of the loss of the first `n` samples with measured ones, after
    /// every parameter has moved at random by up to 0.1.
    ///
    /// # Panics
    ///
    /// If there are not so many samples, or `n` is 0.
    pub fn check_slopes(&mut self, n: usize, rng: &mut impl Rng) -> Vec<SlopeCheck> {
        let few = self.train.first(n);
        let (x, y) = (&few.x, &few.one_hot());
        let Training { loss, gradients, .. } = self.training;
        let at_first = self.net.parameters();
        let nudge = |w: &mut f64| *w += 0.1 * (2.0 * rng.random::<f64>() - 1.0);
        self.net.for_each_parameter(nudge);
        let (_, backward) = gradients(&self.net, loss, x, y);
        let mean_loss = |net: &Sequential| loss(&net.predict(x), y).0 / n as f64;
        let measured = measured_slopes(&mut self.net, mean_loss);
        self.net.set_parameters(&at_first);
        compare(&backward, measured)
    }
}
// ANCHOR_END: check_slopes

/// The worst of each array of parameters, weights before biases, layer after layer.
fn compare(backward: &[Gradients], measured: Vec<f64>) -> Vec<SlopeCheck> {
    let mut measured = measured.into_iter();
    let mut checks = vec![];
    for (layer, Gradients { dw, db }) in backward.iter().enumerate() {
        let (dw, db): (Vec<_>, Vec<_>) = (dw.iter().collect(), db.iter().collect());
        for (array, slopes) in [("weights", dw), ("biases", db)] {
            let pairs = zip(slopes, measured.by_ref()).map(|(&b, m)| (b, m));
            checks.extend(worst(layer, array, pairs.collect()));
        }
    }
    checks
}

/// The slope of `loss` along every parameter, in the order of [`Sequential::parameters`].
fn measured_slopes(
    net: &mut Sequential,
    loss: impl Fn(&Sequential) -> f64,
) -> Vec<f64> {
    // Small, so that few sums cross a corner of ReLU.
    let h = 1e-6;
    let mut list = net.parameters();
    let mut slopes = vec![];
    for i in 0..list.len() {
        let here = list[i];
        let mut loss_at = |parameter| {
            list[i] = parameter;
            net.set_parameters(&list);
            loss(net)
        };
        slopes.push((loss_at(here + h) - loss_at(here - h)) / (2.0 * h));
        list[i] = here;
    }
    slopes
}

/// The pair of `slopes`, from the pass backward and measured, that is furthest apart.
fn worst(
    layer: usize,
    array: &'static str,
    slopes: Vec<(f64, f64)>,
) -> Option<SlopeCheck> {
    let largest = slopes.iter().fold(0.0, |largest: f64, (backward, measured)| {
        largest.max(backward.abs()).max(measured.abs())
    });
    let checks = slopes.into_iter().enumerate();
    let checks = checks.map(|(place, (backward, measured))| {
        // Slopes that are all 0 agree.
        let apart = match (backward - measured).abs() {
            0.0 => 0.0,
            difference => difference / largest,
        };
        SlopeCheck { layer, array, place, backward, measured, apart }
    });
    checks.max_by(|a, b| a.apart.total_cmp(&b.apart))
}

/// Rung 4: learning rates.
#[doc = cell!("rates")]
impl<O: Optimizer> Program<O> {
    /// The mean training loss of the last of `epochs` epochs, at the learning rate times each
    /// of `factors`.
    ///
    /// # Panics
    ///
    /// If there is no epoch, or no sample to train on or to validate on.
    pub fn sweep(
        &mut self,
        factors: &[f64],
        epochs: usize,
        rng: &mut impl Rng,
    ) -> Vec<f64> {
        let data = (&self.train, &self.validation);
        let loss = |factor: &f64| {
            let learning_rate = factor * self.training.learning_rate;
            let training =
                Training { learning_rate, epochs, ..self.training.clone() };
            let optimizer = self.optimizer.clone();
            let epochs = rehearse(&mut self.net, data, &training, optimizer, rng);
            epochs[epochs.len() - 1].loss
        };
        factors.iter().map(loss).collect()
    }
}

/// Rung 5: training and validation loss.
impl<O: Optimizer> Program<O> {
    /// The whole training, epoch by epoch.
    ///
    /// # Panics
    ///
    /// If there is no sample to train on or to validate on.
    pub fn curves(&mut self, rng: &mut impl Rng) -> Vec<Epoch> {
        let data = (&self.train, &self.validation);
        let optimizer = self.optimizer.clone();
        rehearse(&mut self.net, data, &self.training, optimizer, rng)
    }
}

/// What the curves of training and validation loss look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The training loss falls, and the validation loss with it.
    Falls,
    /// The training loss stays near ln(classes).
    Flat,
    /// The validation loss ends far above the training loss.
    Parts,
    /// The training loss is far above ln(classes) in some epoch, or not a number.
    Jumps,
}

impl Shape {
    /// The shape of the curves of a training with so many classes. Without an epoch it is flat.
    pub fn of(epochs: &[Epoch], classes: usize) -> Shape {
        let nothing = (classes as f64).ln();
        // Not a number is below nothing.
        let below = |loss: f64, share: f64| loss < share * nothing;
        let (training, validation) =
            epochs.last().map_or((nothing, nothing), |e| (e.loss, e.validation.loss));
        if !epochs.iter().all(|epoch| below(epoch.loss, 1.5)) {
            Shape::Jumps
        } else if !below(training, 0.9) {
            Shape::Flat
        } else if !below(validation - training, 0.3) {
            Shape::Parts
        } else {
            Shape::Falls
        }
    }
}

/// What the sweep of [`Program::climb`] multiplies the learning rate by.
pub const DECADES: [f64; 7] = [1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2, 1e3];

impl<O: Optimizer> Program<O> {
    /// All five rungs: whether each finds something wrong.
    pub fn climb(&mut self, rng: &mut impl Rng) -> [bool; 5] {
        let nothing = (self.train.classes as f64).ln();
        let start = self.loss_before_training();
        let few = self.by_heart(20, rng);
        let slopes = self.check_slopes(5, rng);
        let losses = self.sweep(&DECADES, 5, rng);
        let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
        let curves = self.curves(rng);
        [
            !(0.6..1.8).contains(&start),
            !(few.accuracy == 1.0 && few.loss < 0.1),
            !slopes.iter().all(|slope| slope.apart < 1e-4),
            !(best < 0.9 * nothing && losses[3] < best + 0.3 * nothing),
            Shape::of(&curves, self.train.classes) != Shape::Falls,
        ]
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::faults::{fault, right, spoil};
    use super::*;
    use crate::mini_batches::mean_gradients;

    fn rng() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(0)
    }

    /// Every rung puts the parameters back when it is done. `rehearse` calls `fit`,
    /// collects what it reports, and puts the parameters back.
    #[test]
    fn every_rung_leaves_the_network_as_it_found_it() {
        let mut program = right(0);
        let before = program.net.parameters();
        program.climb(&mut rng());
        assert_eq!(program.net.parameters(), before);
    }

    #[test]
    fn a_network_of_zeros_begins_at_the_loss_of_equal_shares() {
        let loss = fault("all weights 0").planted(0).loss_before_training();
        assert!((loss - 1.0).abs() < 1e-14);
        assert!((right(0).loss_before_training() - 1.0).abs() > 0.01);
    }

    #[test]
    fn by_heart_takes_300_steps_on_all_of_the_first_samples_without_decay() {
        let mut program = right(0);
        program.training.weight_decay = 0.5;
        let by_heart = program.by_heart(30, &mut rng());
        let Program { mut net, train, training, optimizer, .. } = program;
        let (few, mut rules) = (train.first(30), net.rules(optimizer));
        for step in 0..300 {
            let rate = training.learning_rate * training.schedule.factor(step, 300);
            let (_, gradients) =
                mean_gradients(&net, training.loss, &few.x, &few.one_hot());
            net.step_with(&mut rules, rate, &gradients);
        }
        // Another order of the samples rounds otherwise.
        assert!((net.score(&few, training.loss).loss - by_heart.loss).abs() < 1e-9);
    }

    #[test]
    fn every_parameter_moves_by_up_to_a_tenth_before_its_slope_is_measured() {
        let mut program = right(0);
        program.training.gradients = |net, loss, x, y| {
            let moved = zip(net.parameters(), right(0).net.parameters());
            let by: Vec<f64> = moved.map(|(now, before)| now - before).collect();
            assert!(by.iter().all(|by| by.abs() < 0.1 && *by != 0.0));
            assert!(
                by.iter().any(|by| *by > 0.09) && by.iter().any(|by| *by < -0.09)
            );
            mean_gradients(net, loss, x, y)
        };
        program.check_slopes(2, &mut rng());
    }

    #[test]
    fn the_sweep_gives_the_last_loss_of_a_training_at_another_rate() {
        let mut program = right(0);
        let swept = program.sweep(&[0.5, 2.0], 2, &mut rng());
        program.training.epochs = 2;
        program.training.learning_rate *= 0.5;
        assert_eq!(swept[0], program.curves(&mut rng())[1].loss);
        assert_eq!(swept.len(), 2);
    }

    /// Whether the first and the fourth rung find something wrong where the loss stays so many
    /// hundredths of ln 3.
    fn found_at<const HUNDREDTHS: u64>() -> (bool, bool) {
        let mut program = fault("two units a layer").planted(0);
        program.train = program.train.first(20);
        program.training.loss = |output, _| {
            let mean = HUNDREDTHS as f64 / 100.0 * 3_f64.ln();
            (mean * output.nrows() as f64, Array2::zeros(output.dim()))
        };
        let found = program.climb(&mut rng());
        (found[0], found[3])
    }

    #[test]
    fn the_first_rung_wants_0_6_to_1_8_of_ln_3_and_the_fourth_less_than_nine_tenths()
    {
        assert_eq!(found_at::<59>(), (true, false));
        assert_eq!(found_at::<61>(), (false, false));
        assert_eq!(found_at::<89>(), (false, false));
        assert_eq!(found_at::<91>(), (false, true));
        assert_eq!(found_at::<179>(), (false, true));
        assert_eq!(found_at::<181>(), (true, true));
    }

    /// Whether the fourth rung finds something wrong where the best rate, a thousand times the
    /// own, ends so many hundredths of ln 3 lower.
    fn found_below<const HUNDREDTHS: u64>() -> bool {
        let mut program = fault("two units a layer").planted(0);
        program.train = program.train.first(20);
        // A thousand times the rate takes every parameter away in the first step.
        program.training.weight_decay = 1e-3 / program.training.learning_rate;
        program.training.loss = |output, _| {
            let away = output.iter().all(|output| output.abs() < 1e-9);
            let more = if away { 0.0 } else { HUNDREDTHS as f64 / 100.0 };
            let mean = (0.5 + more) * 3_f64.ln();
            (mean * output.nrows() as f64, Array2::zeros(output.dim()))
        };
        program.climb(&mut rng())[3]
    }

    #[test]
    fn the_own_rate_ends_less_than_three_tenths_of_ln_3_above_the_best() {
        assert!(!found_below::<29>());
        assert!(found_below::<31>());
    }

    /// For each array of parameters, the report names the one whose two slopes are
    /// furthest apart, as a share of the largest slope of the array, backward or
    /// measured.
    #[test]
    fn the_pair_of_slopes_that_is_furthest_apart_is_named() {
        let check = worst(1, "biases", vec![(2.0, 2.0), (1.0, 0.5), (-4.0, -4.0)]);
        let (place, backward, measured, apart) = (1, 1.0, 0.5, 0.125);
        let expected = SlopeCheck {
            layer: 1,
            array: "biases",
            place,
            backward,
            measured,
            apart,
        };
        assert_eq!(check, Some(expected));
        assert_eq!(worst(0, "weights", vec![]), None);
    }

    #[test]
    fn slopes_of_zero_agree_and_one_that_is_no_number_is_the_worst() {
        let apart = |slopes| worst(0, "weights", slopes).unwrap().apart;
        assert_eq!(apart(vec![(0.0, 0.0), (0.0, 0.0)]), 0.0);
        assert!(apart(vec![(1.0, 2.0), (f64::NAN, 1.0), (0.0, 3.0)]).is_nan());
    }

    /// Layers and places count from 0.
    #[test]
    fn a_report_has_the_arrays_in_order_and_names_the_spoiled_parameter() {
        let mut program = right(0);
        spoil(&mut program, 1, |_, _, gradients| gradients.db[7] += 1.0);
        let report = program.check_slopes(5, &mut rng());
        let arrays: Vec<_> = report.iter().map(|s| (s.layer, s.array)).collect();
        let of = |layer| [(layer, "weights"), (layer, "biases")];
        assert_eq!(arrays, [of(0), of(1), of(2)].concat());
        for (i, slope) in report.iter().enumerate() {
            assert_eq!(slope.apart > 1e-4, i == 3);
        }
        assert_eq!(report[3].place, 7);
        assert!((report[3].backward - report[3].measured - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_shape_of_curves_is_that_of_their_last_epoch_unless_one_jumps() {
        let epoch = |loss, validation| Epoch {
            number: 1,
            loss,
            validation: Score { loss: validation, accuracy: 0.5 },
        };
        // ln 3 is 1.1.
        let shape = |epochs: &[Epoch]| Shape::of(epochs, 3);
        assert_eq!(shape(&[epoch(1.1, 1.1), epoch(0.2, 0.3)]), Shape::Falls);
        assert_eq!(shape(&[epoch(1.1, 1.1), epoch(1.0, 1.0)]), Shape::Flat);
        assert_eq!(shape(&[epoch(1.1, 1.1), epoch(0.2, 0.9)]), Shape::Parts);
        assert_eq!(shape(&[epoch(1.7, 1.1), epoch(0.2, 0.3)]), Shape::Jumps);
        assert_eq!(shape(&[epoch(f64::NAN, 1.1), epoch(0.2, 0.3)]), Shape::Jumps);
        assert_eq!(shape(&[epoch(0.2, f64::NAN)]), Shape::Parts);
        assert_eq!(shape(&[]), Shape::Flat);
        // ln 10 is 2.3.
        assert_eq!(Shape::of(&[epoch(2.0, 2.0)], 10), Shape::Falls);
    }

    #[test]
    #[should_panic(expected = "the first 201 of 200 samples")]
    fn more_samples_by_heart_than_there_are_are_refused() {
        right(0).by_heart(201, &mut rng());
    }

    #[test]
    #[should_panic(expected = "the first 0 of 200 samples")]
    fn slopes_of_no_sample_are_refused() {
        right(0).check_slopes(0, &mut rng());
    }

    #[test]
    #[should_panic(expected = "there is no fault of the name rust")]
    fn a_fault_that_is_not_in_the_list_is_refused() {
        fault("rust");
    }
}
