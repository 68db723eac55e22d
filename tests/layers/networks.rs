//! Networks of mixed layers.

use std::iter::zip;

use backprop::chain_rule::Dual;
use backprop::dense::{Dense, Gradients, Layer};
use backprop::optimizers::GradientDescent;
use backprop::sequential::{Pass, Sequential, Stage, in_one_list};
use ndarray::{Array2, indices};
use proptest::prelude::*;

use crate::activations_and_losses::targets;
use crate::one_layer::{fitting_convolution, fitting_pool, images};
use crate::reference::{FUNCTIONS, LOSSES, Part, duals, square, sum};
use crate::{array, close};

/// A network of mixed layers, samples and targets.
#[derive(Debug, Clone)]
struct NetworkCase {
    parts: Vec<(Part, usize)>,
    parameters: Vec<f64>,
    x: Array2<f64>,
    y: Array2<f64>,
    loss: usize,
}

/// Any layer may follow any other: after a dense layer, an image is 1 by 1.
fn networks() -> impl Strategy<Value = NetworkCase> {
    let choice = (0..3, 1..4_usize, 1..4_usize, 1..4_usize, 0..3_usize);
    let choices = prop::collection::vec((choice, 0..FUNCTIONS.len()), 1..5);
    (images(), choices, 1..4_usize, 0..LOSSES.len()).prop_flat_map(
        |(mut image, choices, n, loss)| {
            let inputs = image.size();
            let mut parts = vec![];
            for ((kind, outputs, size, stride, padding), function) in choices {
                let part = match kind {
                    0 => Part::Dense(Dense::new(image.size(), outputs)),
                    1 => fitting_convolution(image, outputs, size, stride, padding),
                    _ => Part::MaxPool(fitting_pool(image, size)),
                };
                image = part.output();
                parts.push((part, function));
            }
            let numbers = parts.iter().map(|(part, _)| part.number_of_parameters());
            let parameters: usize = numbers.sum();
            let numbers = (
                prop::collection::vec(-0.5..0.5, parameters),
                array(n, inputs, 1.0),
                targets(n, image.size()),
            );
            (Just(parts), numbers).prop_map(move |(parts, (parameters, x, y))| {
                NetworkCase { parts, parameters, x, y, loss }
            })
        },
    )
}

impl NetworkCase {
    /// The network of plain layers, and the one of their faster twins.
    fn nets(&self) -> [Sequential; 2] {
        [self.net(), self.net().fast()]
    }

    fn net(&self) -> Sequential {
        let stage = |(part, function): &(Part, usize)| {
            let (activation, _, _) = FUNCTIONS[*function];
            Stage { layer: part.layer(), activation }
        };
        let mut net = Sequential { stages: self.parts.iter().map(stage).collect() };
        net.set_parameters(&self.parameters);
        net
    }

    /// A pass forward, and the loss after it.
    fn loss(&self, net: &Sequential) -> (f64, Pass) {
        let pass = net.forward(&self.x);
        let (loss, _) = LOSSES[self.loss];
        (loss(pass.output(), &self.y).0, pass)
    }

    /// The loss, and its slopes along the parameters of each layer.
    fn gradients(&self, net: &Sequential) -> (f64, Vec<Gradients>) {
        let pass = net.forward(&self.x);
        let (loss, _) = LOSSES[self.loss];
        let (loss, slope) = loss(pass.output(), &self.y);
        (loss, net.backward(&self.x, &pass, &slope).gradients)
    }

    /// The same in dual numbers; this parameter is the variable.
    fn dual_loss(&self, parameter: usize) -> Dual {
        let parameters = duals(&self.parameters, Some(parameter));
        let (_, loss) = LOSSES[self.loss];
        sum(self.x.rows().into_iter().zip(self.y.rows()).map(|(x, y)| {
            let mut a = duals(x, None);
            let mut rest = &parameters[..];
            for (part, function) in &self.parts {
                let own;
                (own, rest) = rest.split_at(part.number_of_parameters());
                let (_, formula, _) = FUNCTIONS[*function];
                a = part.z(own, &a).into_iter().map(formula).collect();
            }
            loss(&a, &y.to_vec())
        }))
    }

    /// Which side of its corner every activation is on, and which pixel every pool takes:
    /// while these stay, the loss is smooth.
    fn pattern(&self, pass: &Pass) -> Vec<usize> {
        let mut pattern = vec![];
        for (l, (part, function)) in self.parts.iter().enumerate() {
            let x = if l == 0 { &self.x } else { &pass.a[l - 1] };
            if let Part::MaxPool(pool) = part {
                for (sample, place) in indices((x.nrows(), pool.outputs())) {
                    let x = x.row(sample);
                    let larger = |a, b| if x[b] > x[a] { b } else { a };
                    pattern.extend(square(pool, place).into_iter().reduce(larger));
                }
            }
            let (_, _, corner) = FUNCTIONS[*function];
            if corner {
                pattern.extend(pass.z[l].iter().map(|&z| usize::from(z > 0.0)));
            }
        }
        pattern
    }
}

proptest! {
    #[test]
    fn a_network_matches_dual_numbers(case in networks()) {
        for net in case.nets() {
            let (loss, gradients) = case.gradients(&net);
            let gradient = in_one_list(&gradients);
            prop_assert_eq!(gradient.len(), case.parameters.len());
            // Some hundred roundings of numbers that are about as large as the loss.
            let tolerance = 1e-12 * (1.0 + loss);
            for (parameter, slope) in gradient.into_iter().enumerate() {
                let reference = case.dual_loss(parameter);
                close(loss, reference.value, tolerance)?;
                close(slope, reference.slope, tolerance)?;
            }
        }
    }

    #[test]
    fn a_network_matches_central_differences(case in networks()) {
        let h = 1e-5;
        for mut net in case.nets() {
            let (loss, gradients) = case.gradients(&net);
            // Off by h² times a third derivative, and by 1e-16 / h for a loss of 1.
            let tolerance = 1e-7 * (1.0 + loss);
            for (parameter, slope) in in_one_list(&gradients).into_iter().enumerate() {
                let mut at = |step: f64| {
                    let mut moved = case.parameters.clone();
                    moved[parameter] += step;
                    net.set_parameters(&moved);
                    let (loss, pass) = case.loss(&net);
                    (loss, case.pattern(&pass))
                };
                let ((up, pattern_up), (down, pattern_down)) = (at(h), at(-h));
                if pattern_up == pattern_down {
                    close(slope, (up - down) / (2.0 * h), tolerance)?;
                }
            }
        }
    }

    #[test]
    fn a_step_subtracts_the_slopes_times_the_learning_rate(
        case in networks(),
        learning_rate in 0.01..2.0,
    ) {
        for (mut net, mut by_rules) in zip(case.nets(), case.nets()) {
            let (_, gradients) = case.gradients(&net);
            net.step(&gradients, learning_rate);
            let mut rules = by_rules.rules(GradientDescent);
            by_rules.step_with(&mut rules, learning_rate, &gradients);

            let gradient = in_one_list(&gradients);
            prop_assert_eq!(net.parameters().len(), gradient.len());
            prop_assert_eq!(by_rules.parameters().len(), gradient.len());
            let ours = net.parameters().into_iter().zip(by_rules.parameters());
            for (((one, other), w), slope) in
                ours.zip(&case.parameters).zip(gradient)
            {
                let expected = w - learning_rate * slope;
                close(one, expected, 1e-13 * (1.0 + slope.abs()))?;
                close(other, expected, 1e-13 * (1.0 + slope.abs()))?;
            }
        }
    }
}
