//! What the network learned: the same run from many seeds, and what it shows.

use std::ops::Range;

use ndarray::{Array2, Axis};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::network::{Network, four_rows};
use crate::training::{History, train};

/// One finished training run.
// ANCHOR: Run
#[derive(Debug, Clone)]
pub struct Run {
    /// The seed that drew the initial weights.
    pub seed: u64,
    /// The loss all through the run.
    pub history: History,
    /// The network as the run left it.
    pub net: Network,
}
// ANCHOR_END: Run

/// Trains a network of 4 hidden units from each of `seeds` on `x` `(n, inputs)` and
/// `y` `(n, outputs)`.
#[doc = cell!("what_it_learned")]
// ANCHOR: train_seeds
pub fn train_seeds(
    seeds: Range<u64>,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<Run> {
    let train_one = |seed| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut net = Network::random(x.ncols(), 4, y.ncols(), &mut rng);
        let history = train(&mut net, x, y, learning_rate, iterations);
        Run { seed, history, net }
    };
    seeds.map(train_one).collect()
}
// ANCHOR_END: train_seeds

/// Whether each loss is lower than the one before it.
// ANCHOR: falls_at_every_step
pub fn falls_at_every_step(losses: &[f64]) -> bool {
    losses.windows(2).all(|pair| pair[1] < pair[0])
}
// ANCHOR_END: falls_at_every_step

/// The [`four_rows`] without one of them: inputs `(3, 3)` and targets `(3, 1)`.
///
/// # Panics
///
/// If there is no such row.
#[doc = cell!("left_out_row")]
// ANCHOR: three_rows
pub fn three_rows(row: usize) -> (Array2<f64>, Array2<f64>) {
    let (mut x, mut y) = four_rows();
    x.remove_index(Axis(0), row);
    y.remove_index(Axis(0), row);
    (x, y)
}
// ANCHOR_END: three_rows

/// The value that the share `q` (0 to 1) of `values` does not exceed: 0.5 gives the median. Between
/// two of the sorted values it lies on the straight line that joins them, so the median of an even
/// number of values is the mean of the two in the middle.
///
/// # Panics
///
/// If there are no values, or if `q` lies outside 0 to 1.
pub fn quantile(values: &[f64], q: f64) -> f64 {
    assert!(!values.is_empty() && (0.0..=1.0).contains(&q), "no value is at {q}");
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = q * (sorted.len() - 1) as f64;
    let [below, above] = [place.floor(), place.ceil()].map(|i| sorted[i as usize]);
    // Between two infinite values, or at a value itself, there is no line.
    if below == above { below } else { below + (above - below) * place.fract() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_stays_or_rises_once_does_not_fall_at_every_step() {
        assert!(falls_at_every_step(&[3.0, 2.0, 1.0]));
        assert!(!falls_at_every_step(&[3.0, 3.0, 1.0]));
        assert!(!falls_at_every_step(&[3.0, 1.0, 2.0]));
        assert!(!falls_at_every_step(&[3.0, f64::NAN]));
    }

    #[test]
    fn a_seed_trains_the_network_that_it_draws() {
        let (x, y) = four_rows();
        let mut net = Network::seeded(7);
        let history = train(&mut net, &x, &y, 1.0, 20);
        let runs = train_seeds(7..8, &x, &y, 1.0, 20);
        assert_eq!(
            (runs[0].seed, &runs[0].history, &runs[0].net),
            (7, &history, &net)
        );
    }

    #[test]
    fn three_rows_are_the_four_without_the_one() {
        let (x, y) = three_rows(1);
        assert_eq!(
            x,
            ndarray::array![[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]
        );
        assert_eq!(y, ndarray::array![[0.0], [1.0], [0.0]]);
    }

    #[test]
    fn quantiles_of_five_values_are_the_values_in_order() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        let five = [0.0, 0.25, 0.5, 0.75, 1.0].map(|q| quantile(&values, q));
        assert_eq!(five, [1.0, 2.0, 3.0, 4.0, 5.0]);
    }

    #[test]
    fn between_two_values_a_quantile_lies_on_the_line_that_joins_them() {
        let values = [8.0, 2.0, 1.0, 4.0];
        assert_eq!([0.5, 0.25].map(|q| quantile(&values, q)), [3.0, 1.75]);
        let (up, down) = (f64::INFINITY, f64::NEG_INFINITY);
        assert_eq!(quantile(&[1.0, up, up, up], 0.5), up);
        assert_eq!(quantile(&[1.0, 2.0, up, up], 0.5), up);
        assert_eq!(quantile(&[down, down, 1.0, 2.0], 0.0), down);
    }
}
