//! Classification: which of several classes a sample belongs to.

use std::f64::consts::TAU;

use ndarray::{Array2, ArrayView1};
use rand::{Rng, RngExt};

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
    pub(crate) fn check(&self) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient_descent::central_difference;
    use crate::loss::{sum_of_squares, sum_of_squares_gradient};
    use ndarray::array;
    use rand::SeedableRng;
    use rand::rngs::ChaCha8Rng;

    /// Five samples of three classes.
    fn five() -> Dataset {
        Dataset { x: Array2::zeros((5, 2)), labels: vec![0, 1, 2, 0, 1], classes: 3 }
    }

    /// The function from logits to shares that add up to 1.
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

    /// They take what the network gave and the targets, and give the loss, added up
    /// over the samples, and its slope along what the network gave.
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

    /// They take what the network gave and the targets, and give the loss, added up
    /// over the samples, and its slope along what the network gave.
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

    /// 1 if $`k`$ is the class of the sample, else 0
    ///
    /// A target with 1 at the class of the sample, 0 elsewhere.
    #[test]
    fn one_hot_has_a_one_in_the_column_of_the_class() {
        let two =
            Dataset { x: Array2::zeros((2, 2)), labels: vec![2, 0], classes: 3 };
        assert_eq!(two.one_hot(), array![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
    }

    #[test]
    fn without_noise_the_arms_of_the_spiral_are_a_third_of_a_turn_apart() {
        let Dataset { x, labels, classes } =
            spiral(10, 0.0, &mut ChaCha8Rng::seed_from_u64(0));
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
    fn an_arm_goes_out_in_even_steps_to_distance_1_and_six_tenths_of_a_turn() {
        let x = spiral(10, 0.0, &mut ChaCha8Rng::seed_from_u64(0)).x;
        for step in 1..=10 {
            let (point, way) = (x.row(3 * step - 3), step as f64 / 10.0);
            let (sin, cos) = (0.6 * TAU * way).sin_cos();
            assert!((point[0] - way * cos).abs() < 1e-15);
            assert!((point[1] - way * sin).abs() < 1e-15);
        }
    }

    #[test]
    fn noise_moves_each_coordinate_by_a_random_share_of_it_either_way() {
        let rng = || ChaCha8Rng::seed_from_u64(0);
        let moves = spiral(100, 0.25, &mut rng()).x - spiral(100, 0.0, &mut rng()).x;
        let mut rng = rng();
        for by in moves {
            assert!((by - 0.25 * (2.0 * rng.random::<f64>() - 1.0)).abs() < 1e-15);
        }
    }

    #[test]
    fn squares_are_the_loss_and_the_slope_of_part_one() {
        let (output, y) =
            (array![[2.0, 1.0], [0.0, 3.0]], array![[1.0, 3.0], [0.5, 0.0]]);
        let of_part_one =
            (sum_of_squares(&output, &y), sum_of_squares_gradient(&output, &y));
        assert_eq!(squares(&output, &y), of_part_one);
    }

    /// It refuses a sample without a label, and a label that is no class.
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

    /// It refuses a sample without a label, and a label that is no class.
    #[test]
    #[should_panic(expected = "a label is 3, and there are 3 classes")]
    fn a_label_that_is_no_class_is_refused() {
        Dataset { labels: vec![0, 1, 2, 3, 0], ..five() }.one_hot();
    }

    #[test]
    fn decide_picks_the_largest_of_each_row() {
        let output = array![[0.1, 0.7, 0.2], [5.0, -1.0, 2.0], [-3.0, -2.0, -1.0]];
        assert_eq!(decide(&output), [1, 0, 2]);
    }
}
