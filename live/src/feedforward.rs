//! One row through the network, with every weight in the reader's hand.

use backprop::feedforward::Trace;
use backprop::network::Network;
use figures::network;
use figures::style::Drawing;
use ndarray::{Array2, array};

use crate::{Control, Figure};

const WEIGHTS: [f64; 3] = [-4.0, 4.0, 0.01];
/// The names of the weights, those of the hidden layer first, row after row.
const NAMES: [&str; 16] = [
    "w11", "w12", "w13", "w14", "w21", "w22", "w23", "w24", "w31", "w32", "w33",
    "w34", "v1", "v2", "v3", "v4",
];
const INPUTS: [&str; 3] = ["x1", "x2", "x3"];

/// The network of the chapter, the row that runs through it, and the hidden unit that is lit.
pub struct Feedforward {
    net: Network,
    x: Array2<f64>,
    unit: usize,
}

impl Feedforward {
    /// Seed 2, the second row and the first unit, as on the page.
    pub fn new() -> Self {
        let x = array![[0.0, 1.0, 1.0]];
        Feedforward { net: Network::seeded(2), x, unit: 0 }
    }

    fn weights(&self) -> impl Iterator<Item = &f64> {
        self.net.w1.iter().chain(&self.net.w2)
    }

    fn trace(&self) -> Trace {
        self.net.forward(&self.x)
    }
}

impl Figure for Feedforward {
    fn controls(&self) -> Vec<Control> {
        let input = |(name, &on): (&&'static str, &f64)| {
            Control::switch(
                name,
                &format!("input {}", name.replace('x', "x ")),
                on == 1.0,
            )
        };
        let inputs = INPUTS.iter().zip(&self.x).map(input);
        let weights =
            NAMES.iter().zip(self.weights()).enumerate().map(|(i, (name, &w))| {
                let label = if i < 12 {
                    format!("weight from x {} to a {}", i / 4 + 1, i % 4 + 1)
                } else {
                    format!("weight from a {} to ŷ", i - 11)
                };
                Control::range(name, label, WEIGHTS, w)
            });
        inputs.chain(weights).chain([Control::button("reset", "Reset")]).collect()
    }

    fn change(&mut self, name: &str, value: f64) {
        if let Some(i) = INPUTS.iter().position(|input| *input == name) {
            self.x[[0, i]] = value;
        } else if let Some(i) = NAMES.iter().position(|weight| *weight == name) {
            let Network { w1, w2 } = &mut self.net;
            if let Some(weight) = w1.iter_mut().chain(w2).nth(i) {
                // The unit whose weight moves is the one to look at.
                self.unit = if *weight == value { self.unit } else { i % 4 };
                *weight = value;
            }
        }
    }

    fn press(&mut self, _: &str) {
        *self = Feedforward::new();
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![network::feedforward(&self.net, &self.x, self.unit)]
    }

    fn says(&self) -> String {
        let Trace { a1, y_hat, .. } = self.trace();
        let hidden: Vec<String> = a1.iter().map(|a| format!("{a:.3}")).collect();
        format!(
            "Hidden activations {}; prediction {:.3}.",
            hidden.join(", "),
            y_hat[[0, 0]]
        )
    }

    fn numbers(&self) -> Vec<f64> {
        let Trace { a1, y_hat, .. } = self.trace();
        a1.into_iter().chain(y_hat).collect()
    }
}
