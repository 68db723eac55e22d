//! The graph of one neuron, node by node.

use backprop::chain_rule::Neuron;
use figures::chain_rule::{ALL, computational_graph};
use figures::style::Drawing;

use crate::{Control, Figure};

/// One neuron, its input and target, and how many numbers of its graph are shown.
pub struct Graph {
    w: f64,
    x: f64,
    y: f64,
    shown: usize,
}

impl Graph {
    /// The neuron of the page, all numbers shown.
    pub fn new() -> Self {
        Graph { w: 0.5, x: 2.0, y: 0.0, shown: ALL }
    }
}

impl Figure for Graph {
    fn controls(&self) -> Vec<Control> {
        let unit = [-4.0, 4.0, 0.1];
        vec![
            Control::range("w", "weight w", unit, self.w),
            Control::range("x", "input x", unit, self.x),
            Control::range("y", "target y", [0.0, 1.0, 0.1], self.y),
            Control::range(
                "shown",
                "numbers shown",
                [1.0, ALL as f64, 1.0],
                self.shown as f64,
            ),
            Control::button("back", "Back"),
            Control::button("next", "Next"),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "w" => self.w = value,
            "x" => self.x = value,
            "y" => self.y = value,
            "shown" => self.shown = value as usize,
            _ => {}
        }
    }

    fn press(&mut self, name: &str) {
        match name {
            // After the last number the first comes again.
            "next" => self.shown = self.shown % ALL + 1,
            "back" => self.shown = (self.shown + ALL - 2) % ALL + 1,
            _ => *self = Graph::new(),
        }
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![computational_graph(Neuron { w: self.w }, self.x, self.y, self.shown)]
    }

    fn says(&self) -> String {
        let neuron = Neuron { w: self.w };
        let trace = neuron.forward(self.x, self.y);
        let slopes = neuron.backward(self.x, &trace);
        let forward = [
            ("w", self.w),
            ("z", trace.z),
            ("ŷ", trace.y_hat),
            ("e", trace.error),
            ("L", trace.loss),
        ];
        let backward = [
            ("L", 1.0),
            ("e", slopes.d_error),
            ("ŷ", slopes.d_y_hat),
            ("z", slopes.dz),
            ("w", slopes.dw),
        ];
        if self.shown <= 5 {
            let (name, value) = forward[self.shown - 1];
            format!("Forward: {name} = {value:.3}.")
        } else {
            let (name, slope) = backward[self.shown - 6];
            format!("Backward: the slope of L along {name} is {slope:.3}.")
        }
    }

    fn numbers(&self) -> Vec<f64> {
        let neuron = Neuron { w: self.w };
        let trace = neuron.forward(self.x, self.y);
        let slopes = neuron.backward(self.x, &trace);
        vec![trace.z, trace.y_hat, trace.loss, slopes.dz, slopes.dw]
    }
}
