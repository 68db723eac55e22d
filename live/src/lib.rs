//! The figures that move: what a page's JavaScript calls.
//!
//! A live figure holds a state, says which controls change it, and draws it with the functions
//! of [`figures`] that drew the figure of the page. The page knows no figure: it shows
//! the controls and the drawings, and hands on what the reader does.

use wasm_bindgen::prelude::wasm_bindgen;

mod activations;
mod chain_rule;
mod control;
mod convolution;
mod digits;
mod feedforward;
mod gradient_descent;
mod optimizers;
mod training;

pub use control::{Control, Kind};
use figures::style::Drawing;

/// A figure with a state.
pub trait Figure {
    /// Takes the text of the data that the page has for it.
    fn read(&mut self, _text: &str) {}

    /// What the reader can change, in the order of the page, with the present values.
    fn controls(&self) -> Vec<Control>;

    /// Gives the control `name` another value, one that it can have.
    fn change(&mut self, name: &str, value: f64);

    /// Gives the control `name` the value that it can have which is nearest to `value`; a
    /// control that there is not is left alone.
    fn set(&mut self, name: &str, value: f64) {
        let controls = self.controls();
        let control = controls.iter().find(|control| control.name == name);
        if let Some(value) = control.and_then(|control| control.nearest(value)) {
            self.change(name, value);
        }
    }

    /// What the button `name` does.
    fn press(&mut self, _name: &str) {}

    /// Goes on by `steps`, if the figure is one that runs; whether there is more to come.
    fn advance(&mut self, _steps: u32) -> bool {
        false
    }

    /// The reader points at a place of the drawing, in the units of the drawing.
    fn point(&mut self, _x: f64, _y: f64) {}

    /// The drawings of the present state, from top to bottom.
    fn drawings(&self) -> Vec<Drawing>;

    /// The present state in a sentence.
    fn says(&self) -> String;

    /// The numbers that the figure shows, for tests.
    fn numbers(&self) -> Vec<f64>;
}

/// The names of all live figures, in the order of the book.
pub const NAMES: [&str; 9] = [
    "training",
    "feedforward",
    "descent",
    "surface",
    "chain-rule",
    "activations",
    "race",
    "convolution",
    "digits",
];

/// The live figure of this name, in the state that the page shows first.
pub fn figure(name: &str) -> Option<Box<dyn Figure>> {
    let first = cfg!(feature = "part-one");
    let second = cfg!(feature = "part-two");
    Some(match name {
        "training" if first => Box::new(training::Training::new()),
        "feedforward" if first => Box::new(feedforward::Feedforward::new()),
        "descent" if first => Box::new(gradient_descent::Curve::new()),
        "surface" if first => Box::new(gradient_descent::Surface::new()),
        "chain-rule" if first => Box::new(chain_rule::Graph::new()),
        "activations" if second => Box::new(activations::Activations::new()),
        "race" if second => Box::new(optimizers::Race::new()),
        "convolution" if second => Box::new(convolution::Window::new()),
        "digits" if cfg!(feature = "reader") => Box::new(digits::Reader::new()),
        _ => return None,
    })
}

/// A figure, for JavaScript.
#[wasm_bindgen]
pub struct Live(Box<dyn Figure>);

#[wasm_bindgen]
impl Live {
    /// The figure of this name, if there is one.
    pub fn named(name: &str) -> Option<Live> {
        figure(name).map(Live)
    }

    /// Takes the text of the data that the page has for it.
    pub fn read(&mut self, text: &str) {
        self.0.read(text);
    }

    /// A line for each control; its parts stand between tabs.
    pub fn controls(&self) -> String {
        let lines = self.0.controls();
        lines.iter().map(Control::line).collect::<Vec<_>>().join("\n")
    }

    /// Gives the control `name` the value that it can have which is nearest to `value`.
    pub fn set(&mut self, name: &str, value: f64) {
        self.0.set(name, value);
    }

    /// What the button `name` does.
    pub fn press(&mut self, name: &str) {
        self.0.press(name);
    }

    /// Goes on by `steps`; whether there is more to come.
    pub fn advance(&mut self, steps: u32) -> bool {
        self.0.advance(steps)
    }

    /// The reader points at a place of the first drawing.
    pub fn point(&mut self, x: f64, y: f64) {
        self.0.point(x, y);
    }

    /// The drawings, as SVG.
    ///
    /// # Errors
    ///
    /// If plotters can't lay a drawing out.
    pub fn drawings(&self) -> Result<Vec<String>, String> {
        self.0
            .drawings()
            .into_iter()
            .map(|drawing| drawing.map_err(|error| error.to_string()))
            .collect()
    }

    /// The state in a sentence.
    pub fn says(&self) -> String {
        self.0.says()
    }

    /// The numbers that the figure shows.
    pub fn numbers(&self) -> Vec<f64> {
        self.0.numbers()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_draws_its_first_state_and_takes_what_its_controls_offer() {
        for name in NAMES {
            let mut live = Live::named(name).unwrap();
            assert!(!live.drawings().unwrap().is_empty(), "{name}");
            for control in live.0.controls() {
                for value in [f64::NEG_INFINITY, f64::INFINITY, f64::NAN] {
                    live.set(control.name, value);
                }
                live.press(control.name);
            }
            live.point(f64::NAN, f64::NEG_INFINITY);
            live.point(1e9, 1e9);
            live.set("no such control", 1.0);
            live.drawings().unwrap();
            live.says();
        }
    }

    #[test]
    fn every_slider_and_switch_shows_the_value_that_it_was_given() {
        for name in NAMES {
            let mut live = Live::named(name).unwrap();
            for control in live.0.controls() {
                let Kind::Range(low, high, step) = control.kind else { continue };
                let other = if control.value == low { high } else { low };
                live.set(control.name, other);
                let now = live.0.controls();
                let now = now.iter().find(|now| now.name == control.name).unwrap();
                assert!((now.value - other).abs() < step, "{name}, {}", control.name);
            }
        }
    }
}
