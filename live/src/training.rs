//! The whole training run, an iteration at a time or a hundred.

use backprop::network::{Network, four_rows};
use backprop::training::train;
use figures::style::Drawing;
use figures::training::{
    decision_surface, loss_per_iteration, predictions_over_training,
};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::{Control, Figure};

/// How many iterations lie between two points of the picture of predictions.
const EVERY: usize = 10;
/// How long a run may get.
const LONGEST: usize = 15_000;

/// A network that learns, and its losses so far.
pub struct Training {
    seed: u64,
    rate: f64,
    hidden: usize,
    net: Network,
    losses: Vec<f64>,
    /// Of every tenth iteration.
    predictions: Vec<Array2<f64>>,
    running: bool,
}

impl Training {
    /// The run of the page, before its first iteration.
    pub fn new() -> Self {
        Training::from(2, 1.0, 4)
    }

    fn from(seed: u64, rate: f64, hidden: usize) -> Self {
        let mut net =
            Network::random(3, hidden, 1, &mut ChaCha8Rng::seed_from_u64(seed));
        let (x, y) = four_rows();
        let losses = train(&mut net, &x, &y, rate, 0).losses().to_vec();
        let predictions = vec![net.predict(&x)];
        Training { seed, rate, hidden, net, losses, predictions, running: false }
    }

    fn iterations(&self) -> usize {
        self.losses.len() - 1
    }

    fn train(&mut self, iterations: usize) {
        let (x, y) = four_rows();
        let end = self.iterations() + iterations;
        while self.iterations() < end {
            let to_next_point = EVERY - self.iterations() % EVERY;
            let stretch = to_next_point.min(end - self.iterations());
            let history = train(&mut self.net, &x, &y, self.rate, stretch);
            // The first loss of these is the last of those.
            self.losses.extend(&history.losses()[1..]);
            if self.iterations().is_multiple_of(EVERY) {
                self.predictions.push(self.net.predict(&x));
            }
        }
    }
}

impl Figure for Training {
    fn controls(&self) -> Vec<Control> {
        vec![
            Control::number("seed", "seed", [0.0, 9999.0], self.seed as f64),
            Control::range("rate", "learning rate η", [0.05, 10.0, 0.05], self.rate),
            Control::range(
                "hidden",
                "hidden units",
                [1.0, 12.0, 1.0],
                self.hidden as f64,
            ),
            Control::run(100),
            Control::button("step", "One step"),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "seed" => *self = Training::from(value as u64, self.rate, self.hidden),
            // Another rate goes on from where the network is.
            "rate" => self.rate = value,
            "hidden" => *self = Training::from(self.seed, self.rate, value as usize),
            _ => {}
        }
    }

    fn press(&mut self, name: &str) {
        match name {
            "step" => self.train(1),
            _ => *self = Training::from(self.seed, self.rate, self.hidden),
        }
        self.running = false;
    }

    fn advance(&mut self, steps: u32) -> bool {
        let room = LONGEST - self.iterations();
        self.train(room.min(steps as usize));
        self.running = self.iterations() < LONGEST;
        self.running
    }

    fn drawings(&self) -> Vec<Drawing> {
        // A browser draws four hundred squares in time for the next picture.
        let cells = if self.running { 20 } else { 32 };
        vec![
            predictions_over_training(&self.predictions, EVERY),
            decision_surface(&self.net, cells),
            loss_per_iteration(&self.losses),
        ]
    }

    fn says(&self) -> String {
        let (x, _) = four_rows();
        let predictions = self.net.predict(&x);
        let predictions: Vec<String> =
            predictions.iter().map(|y_hat| format!("{y_hat:.3}")).collect();
        format!(
            "Iteration {}: loss {:.5}. Predictions {}; targets 0, 1, 1, 0.",
            self.iterations(),
            self.losses[self.iterations()],
            predictions.join(", ")
        )
    }

    fn numbers(&self) -> Vec<f64> {
        self.losses.clone()
    }
}
