//! Descent along one weight and along two, from where the reader starts it.

use backprop::gradient_descent::{loss_along_one, loss_along_two};
use figures::gradient_descent as draw;
use figures::style::Drawing;

use crate::control::tenths;
use crate::{Control, Figure};

/// Descent on the curve.
pub struct Curve {
    start: f64,
    rate: f64,
}

impl Curve {
    /// From 3, at rate 3.
    pub fn new() -> Self {
        Curve { start: 3.0, rate: 3.0 }
    }

    fn path(&self) -> Vec<f64> {
        draw::curve_path(self.start, self.rate)
    }
}

impl Figure for Curve {
    fn controls(&self) -> Vec<Control> {
        vec![
            Control::range("w", "start w", [-8.0, 8.0, 0.1], self.start),
            Control::range("rate", "learning rate η", [0.1, 30.0, 0.1], self.rate),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "w" => self.start = value,
            "rate" => self.rate = value,
            _ => {}
        }
    }

    fn press(&mut self, _: &str) {
        *self = Curve::new();
    }

    fn point(&mut self, x: f64, _: f64) {
        self.start = tenths(draw::weight_at(x));
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![draw::learning_rates(self.start, &[self.rate])]
    }

    fn says(&self) -> String {
        let path = self.path();
        let end = path[path.len() - 1];
        format!(
            "After ten steps w = {end:.2}, loss {:.3}; the start had {:.3}.",
            loss_along_one(end),
            loss_along_one(self.start)
        )
    }

    fn numbers(&self) -> Vec<f64> {
        self.path()
    }
}

/// Descent on the surface.
pub struct Surface {
    start: (f64, f64),
    rate: f64,
}

impl Surface {
    /// From (3, 3), at rate 10: the zigzag of the page.
    pub fn new() -> Self {
        Surface { start: (3.0, 3.0), rate: 10.0 }
    }

    fn path(&self) -> Vec<(f64, f64)> {
        draw::surface_path(self.start, self.rate)
    }
}

impl Figure for Surface {
    fn controls(&self) -> Vec<Control> {
        vec![
            Control::range("u", "start u", [-6.0, 6.0, 0.1], self.start.0),
            Control::range("v", "start v", [-6.0, 6.0, 0.1], self.start.1),
            Control::range("rate", "learning rate η", [0.5, 40.0, 0.5], self.rate),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "u" => self.start.0 = value,
            "v" => self.start.1 = value,
            "rate" => self.rate = value,
            _ => {}
        }
    }

    fn press(&mut self, _: &str) {
        *self = Surface::new();
    }

    fn point(&mut self, x: f64, y: f64) {
        let (u, v) = draw::weights_at((x, y));
        self.start = (tenths(u), tenths(v));
    }

    fn drawings(&self) -> Vec<Drawing> {
        vec![draw::surface(self.start, &[self.rate])]
    }

    fn says(&self) -> String {
        let (u, v) = self.path()[40];
        format!(
            "After forty steps u = {u:.2}, v = {v:.2}, loss {:.3}; the start had {:.3}.",
            loss_along_two(u, v),
            loss_along_two(self.start.0, self.start.1)
        )
    }

    fn numbers(&self) -> Vec<f64> {
        self.path().into_iter().flat_map(|(u, v)| [u, v]).collect()
    }
}
