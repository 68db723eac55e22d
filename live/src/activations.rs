//! An activation with its slope, and what a network with it makes of the four rows.

use backprop::network::four_rows;
use backprop::sequential::Sequential;
use figures::activation_functions::{
    NAMES, activation_at, named, seeded, value_and_slope, z_at,
};
use figures::style::{Drawing, plain, signed};
use figures::training::prediction_surface;
use ndarray::{Array2, array};

use crate::{Control, Figure};

/// How long a run may get: as long as those that the chapter counts.
const LONGEST: usize = 2000;

/// An activation, a weighted sum, and a network whose hidden layers end in the activation.
///
/// The settings and the number of iterations alone decide what the network is: whoever
/// compares two activations compares them after equally many iterations.
pub struct Activations {
    activation: usize,
    z: f64,
    hidden: usize,
    seed: u64,
    rate: f64,
    net: Sequential,
    /// The loss before each iteration so far, and after the last.
    losses: Vec<f64>,
    running: bool,
}

impl Activations {
    /// The sigmoid in one hidden layer, at the rate of the chapter.
    pub fn new() -> Self {
        let mut figure = Activations {
            activation: 0,
            z: 1.0,
            hidden: 1,
            seed: 2,
            rate: 0.1,
            net: seeded(1, named(0), 2),
            losses: vec![],
            running: false,
        };
        figure.begin();
        figure.train(500);
        figure
    }

    fn iterations(&self) -> usize {
        self.losses.len() - 1
    }

    /// The network as the seed draws it.
    fn begin(&mut self) {
        self.net = seeded(self.hidden, named(self.activation), self.seed);
        let (x, y) = four_rows();
        self.losses = self.net.train(&x, &y, self.rate, 0);
    }

    fn train(&mut self, iterations: usize) {
        let (x, y) = four_rows();
        let losses = self.net.train(&x, &y, self.rate, iterations);
        // The first loss of these is the last of those.
        self.losses.extend(&losses[1..]);
    }

    /// The network after so many iterations.
    fn train_to(&mut self, iterations: usize) {
        if iterations < self.iterations() {
            self.begin();
        }
        self.train(iterations - self.iterations());
    }

    /// As many iterations with other settings.
    fn train_again(&mut self) {
        let iterations = self.iterations();
        self.begin();
        self.train(iterations);
    }

    fn predictions(&self) -> Array2<f64> {
        let (x, _) = four_rows();
        self.net.predict(&x)
    }
}

impl Figure for Activations {
    fn controls(&self) -> Vec<Control> {
        let layers = [1.0, 3.0, 1.0];
        let iterations = [0.0, LONGEST as f64, 20.0];
        vec![
            Control::choice("activation", "activation", &NAMES, self.activation),
            Control::range("z", "weighted sum z", [-3.0, 3.0, 0.05], self.z),
            Control::range("hidden", "hidden layers", layers, self.hidden as f64),
            Control::number("seed", "seed", [0.0, 9999.0], self.seed as f64),
            Control::range("rate", "learning rate η", [0.05, 2.0, 0.05], self.rate),
            Control::range(
                "iterations",
                "iterations",
                iterations,
                self.iterations() as f64,
            ),
            Control::run(20),
            Control::button("reset", "Reset"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        self.running = false;
        match name {
            "z" => return self.z = value,
            "iterations" => return self.train_to(value as usize),
            "activation" => self.activation = value as usize,
            "hidden" => self.hidden = value as usize,
            "seed" => self.seed = value as u64,
            "rate" => self.rate = value,
            _ => return,
        }
        self.train_again();
    }

    fn press(&mut self, _: &str) {
        *self = Activations::new();
    }

    fn advance(&mut self, steps: u32) -> bool {
        match self.iterations() {
            // After the last iteration it begins again.
            LONGEST.. => self.begin(),
            so_far => self.train((steps as usize).min(LONGEST - so_far)),
        }
        self.running = self.iterations() < LONGEST;
        self.running
    }

    fn point(&mut self, x: f64, _: f64) {
        // By twentieths, as the slider has it.
        self.set("z", (z_at(x) * 20.0).round() / 20.0);
    }

    fn drawings(&self) -> Vec<Drawing> {
        // As in the figure of training, fewer squares while it runs.
        let cells = if self.running { 20 } else { 32 };
        let predict = |row| self.net.predict(&array![row])[[0, 0]];
        vec![
            activation_at(self.activation, self.z),
            prediction_surface(&predict, cells),
        ]
    }

    fn says(&self) -> String {
        let (a, slope) = value_and_slope(named(self.activation), self.z);
        let predictions = self.predictions();
        let predictions: Vec<String> =
            predictions.iter().map(|y_hat| format!("{y_hat:.2}")).collect();
        format!(
            "At z = {} the value of {} is {}, and its slope is {}. After {} iterations: loss \
             {:.3}; predictions {}; targets 0, 1, 1, 0.",
            plain(&self.z),
            NAMES[self.activation],
            signed(a, 3),
            signed(slope, 3),
            self.iterations(),
            self.losses[self.iterations()],
            predictions.join(", ")
        )
    }

    fn numbers(&self) -> Vec<f64> {
        let (a, slope) = value_and_slope(named(self.activation), self.z);
        let loss = self.losses[self.iterations()];
        [self.z, a, slope, loss].into_iter().chain(self.predictions()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backprop::activation::{Activation, Gelu, Relu, Sigmoid};
    use figures::activation_functions::{activations_and_slopes, training};

    const LOSS: usize = 3;

    fn with(settings: &[(&str, f64)]) -> Activations {
        let mut figure = Activations::new();
        settings.iter().for_each(|(name, value)| figure.set(name, *value));
        figure
    }

    fn drawn(figure: &Activations) -> Vec<String> {
        figure.drawings().into_iter().map(Result::unwrap).collect()
    }

    fn value(figure: &Activations, name: &str) -> f64 {
        let controls = figure.controls();
        controls.iter().find(|control| control.name == name).unwrap().value
    }

    /// The loss of a network of the chapter after so many iterations.
    fn loss(
        hidden: usize,
        activation: &'static dyn Activation,
        seed: u64,
        rate: f64,
        iterations: usize,
    ) -> f64 {
        let mut net = seeded(hidden, activation, seed);
        training(&mut net, rate).nth(iterations).unwrap()
    }

    #[test]
    fn the_figure_begins_with_what_the_functions_of_the_page_draw() {
        let figure = Activations::new();
        let mut net = seeded(1, &Sigmoid, 2);
        let (x, y) = four_rows();
        net.train(&x, &y, 0.1, 500);
        let predict = |row| net.predict(&array![row])[[0, 0]];
        let expected = [activation_at(0, 1.0), prediction_surface(&predict, 32)];
        assert_eq!(drawn(&figure), expected.map(Result::unwrap));
    }

    #[test]
    fn the_curves_are_those_of_the_page() {
        // As many curves in the panel, and named alike; the panel is of another size.
        let page = activations_and_slopes().unwrap();
        for (i, name) in NAMES[..6].iter().enumerate() {
            let drawing = activation_at(i, 0.0).unwrap();
            assert!(page.contains(&format!("\n{name}\n")), "{name}");
            assert!(drawing.contains(&format!("\n{name}\n")), "{name}");
        }
    }

    #[test]
    fn the_numbers_are_those_of_the_crate() {
        let settings =
            [("activation", 5.0), ("z", -2.0), ("hidden", 3.0), ("seed", 7.0)];
        let figure = with(&[&settings[..], &[("iterations", 60.0)]].concat());
        let numbers = figure.numbers();
        let a = Gelu.value(-2.0);
        assert_eq!(numbers[..3], [-2.0, a, Gelu.slope(-2.0, a)]);
        assert_eq!(numbers[LOSS], loss(3, &Gelu, 7, 0.1, 60));
    }

    #[test]
    fn every_setting_trains_another_network_for_as_long() {
        let losses = [
            ("activation", 2.0, loss(1, &Relu, 2, 0.1, 500)),
            ("hidden", 2.0, loss(2, &Sigmoid, 2, 0.1, 500)),
            ("seed", 3.0, loss(1, &Sigmoid, 3, 0.1, 500)),
            ("rate", 1.5, loss(1, &Sigmoid, 2, 1.5, 500)),
            ("iterations", 40.0, loss(1, &Sigmoid, 2, 0.1, 40)),
            ("iterations", 900.0, loss(1, &Sigmoid, 2, 0.1, 900)),
        ];
        for (name, to, loss) in losses {
            let figure = with(&[(name, to)]);
            assert_eq!(figure.numbers()[LOSS], loss, "{name}");
            assert_eq!(value(&figure, name), to);
            assert_ne!(drawn(&figure)[1], drawn(&Activations::new())[1], "{name}");
        }
    }

    #[test]
    fn only_the_curve_depends_on_z_and_a_place_in_it_is_a_z() {
        let (before, mut figure) = (drawn(&Activations::new()), Activations::new());
        figure.point(528.0, 0.0);
        assert_eq!(figure.z, 0.0);
        let after = drawn(&figure);
        assert_ne!(after[0], before[0]);
        assert_eq!(after[1], before[1]);
        assert_eq!(figure.numbers()[..3], [0.0, 0.5, 0.25]);
        figure.point(-5.0, 0.0);
        assert_eq!(figure.z, -3.0);
    }

    #[test]
    fn a_run_ends_where_the_slider_does_and_begins_again() {
        let mut running = with(&[("iterations", 0.0)]);
        let steps = (0..1000).take_while(|_| running.advance(20)).count();
        assert_eq!((steps, running.iterations()), (99, LONGEST));
        assert_eq!(running.numbers(), with(&[("iterations", 2000.0)]).numbers());
        assert_eq!(drawn(&running), drawn(&with(&[("iterations", 2000.0)])));
        assert!(running.advance(20));
        assert_eq!(running.iterations(), 0);
        assert!(running.advance(20) && !running.advance(u32::MAX));
    }

    #[test]
    fn reset_is_the_beginning() {
        let mut figure = with(&[("activation", 6.0), ("z", 2.0), ("seed", 9.0)]);
        figure.press("reset");
        assert_eq!(figure.says(), Activations::new().says());
    }

    #[test]
    fn it_says_value_slope_and_what_the_network_learned() {
        let says = with(&[("activation", 1.0), ("z", -1.0)]).says();
        let told = "At z = −1 the value of tanh is −0.762, and its slope is 0.420.";
        assert!(says.starts_with(told), "{says}");
        let learned = "After 500 iterations: loss 0.021;";
        assert!(says.contains(learned), "{says}");
    }

    /// What the page asks the reader to find.
    #[test]
    fn after_500_iterations_all_but_two_have_learned_and_one_never_will() {
        let learns = |activation: usize, iterations: f64| {
            let settings =
                [("activation", activation as f64), ("iterations", iterations)];
            with(&settings).numbers()[LOSS] < 0.1
        };
        let learned = [0, 1, 2, 3, 4, 5, 6].map(|i| learns(i, 500.0));
        assert_eq!(learned, [false, true, true, true, true, true, false]);
        assert_eq!([learns(0, 2000.0), learns(6, 2000.0)], [true, false]);
    }

    #[test]
    fn whatever_is_set_something_is_drawn() {
        let names = ["activation", "z", "hidden", "seed", "rate", "iterations", "?"];
        for value in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, -1.0, 2.5] {
            let mut figure = with(&names.map(|name| (name, value)));
            figure.point(value, value);
            figure.press("?");
            figure.point(value, value);
            assert!(drawn(&figure).iter().all(|svg| !svg.contains("NaN")));
        }
    }

    #[test]
    fn a_network_of_what_is_not_a_number_is_drawn_without_color() {
        let mut figure = Activations::new();
        figure.net.for_each_parameter(|w| *w = f64::NAN);
        let surface = drawn(&figure).remove(1);
        assert!(!surface.contains("<rect") && !surface.contains("\"NaN\""));
        assert!(drawn(&Activations::new())[1].contains("<rect"));
    }

    #[test]
    fn what_is_drawn_of_a_curve_stays_in_its_picture() {
        for (i, name) in NAMES.iter().enumerate() {
            for z in (-12..=12).map(|quarters| f64::from(quarters) / 4.0) {
                let drawing = activation_at(i, z).unwrap();
                let lines = drawing.split(" points=\"").skip(1);
                let points =
                    lines.flat_map(|l| l.split('"').next().unwrap().split(' '));
                let pairs = points.filter_map(|point| point.split_once(','));
                let heights = pairs.map(|(_, y)| y.parse::<f64>().unwrap());
                let heights: Vec<f64> = heights.collect();
                assert!(heights.len() > 240);
                // Axes go from 70 to 516, their marks a little further; so does softplus.
                let outside = heights.iter().find(|y| !(50.0..530.0).contains(*y));
                assert_eq!(outside, None, "{name} at {z}");
            }
        }
    }
}
