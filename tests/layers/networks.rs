//! Networks of mixed layers.

use backprop::{Activation, Dense, Dual, Layer, Pass, Sequential};
use ndarray::{Array2, indices};
use proptest::prelude::*;

use crate::activations_and_losses::targets;
use crate::one_layer::{
    fitting_convolution, fitting_pool, images, number_of_parameters,
};
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
                    0 => Part::Dense(Dense { inputs: image.size(), outputs }),
                    1 => fitting_convolution(image, outputs, size, stride, padding),
                    _ => Part::MaxPool(fitting_pool(image, size)),
                };
                image = part.output();
                parts.push((part, function));
            }
            let layers = parts.iter().map(|(part, _)| part.layer());
            let parameters: usize = layers.map(number_of_parameters).sum();
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
    fn net(&self) -> Sequential {
        fn add(
            net: Option<Sequential>,
            layer: impl Layer + 'static,
            activation: &'static dyn Activation,
        ) -> Option<Sequential> {
            Some(match net {
                Some(net) => net.then(layer, activation),
                None => Sequential::new(layer, activation),
            })
        }
        let mut net = None;
        for &(part, function) in &self.parts {
            let (activation, _, _) = FUNCTIONS[function];
            net = match part {
                Part::Dense(layer) => add(net, layer, activation),
                Part::Convolution(layer) => add(net, layer, activation),
                Part::MaxPool(layer) => add(net, layer, activation),
            };
        }
        let mut net = net.expect("a layer");
        net.parameters.copy_from_slice(&self.parameters);
        net
    }

    /// The loss after a pass forward and backward.
    fn pass(&self, net: &Sequential, pass: &mut Pass) -> f64 {
        net.forward(self.x.view(), pass);
        let (loss, _) = LOSSES[self.loss];
        let (loss, slope) = loss(pass.output(), self.y.view());
        net.backward(&slope, pass);
        loss
    }

    /// The loss, and its slope along every parameter.
    fn gradient(&self) -> (f64, Vec<f64>) {
        let net = self.net();
        let mut pass = Pass::new(&net, self.x.nrows());
        let loss = self.pass(&net, &mut pass);
        let mut gradient = vec![0.0; self.parameters.len()];
        net.gradient(self.x.view(), &pass, 1.0, &mut gradient);
        (loss, gradient)
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
                (own, rest) = rest.split_at(number_of_parameters(part.layer()));
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
        let (loss, gradient) = case.gradient();
        // Some hundred roundings of numbers that are about as large as the loss.
        let tolerance = 1e-12 * (1.0 + loss);
        for (parameter, slope) in gradient.into_iter().enumerate() {
            let reference = case.dual_loss(parameter);
            close(loss, reference.value, tolerance)?;
            close(slope, reference.slope, tolerance)?;
        }
    }

    #[test]
    fn a_network_matches_central_differences(case in networks()) {
        let h = 1e-5;
        let (loss, gradient) = case.gradient();
        // Off by h² times a third derivative, and by 1e-16 / h for a loss of 1.
        let tolerance = 1e-7 * (1.0 + loss);
        let mut net = case.net();
        let mut pass = Pass::new(&net, case.x.nrows());
        for (parameter, slope) in gradient.into_iter().enumerate() {
            let mut at = |w: f64| {
                net.parameters[parameter] = w;
                (case.pass(&net, &mut pass), case.pattern(&pass))
            };
            let w = case.parameters[parameter];
            let ((up, pattern_up), (down, pattern_down)) = (at(w + h), at(w - h));
            at(w);
            if pattern_up == pattern_down {
                close(slope, (up - down) / (2.0 * h), tolerance)?;
            }
        }
    }

    #[test]
    fn a_step_subtracts_the_slopes_times_the_learning_rate(
        case in networks(),
        learning_rate in 0.01..2.0,
    ) {
        let (_, gradient) = case.gradient();
        let mut net = case.net();
        let mut pass = Pass::new(&net, case.x.nrows());
        case.pass(&net, &mut pass);
        net.step(case.x.view(), &pass, learning_rate);
        prop_assert_eq!(net.parameters.len(), gradient.len());
        for ((ours, w), slope) in
            net.parameters.iter().zip(&case.parameters).zip(gradient)
        {
            let expected = w - learning_rate * slope;
            close(*ours, expected, 1e-13 * (1.0 + slope.abs()))?;
        }
    }

    #[test]
    fn a_pass_used_before_gives_what_a_new_one_gives(case in networks()) {
        let net = case.net();
        let mut new = Pass::new(&net, case.x.nrows());
        let loss = case.pass(&net, &mut new);
        let mut used = new.clone();
        for array in used.z.iter_mut().chain(&mut used.a).chain(&mut used.dz) {
            array.fill(f64::NAN);
        }
        prop_assert_eq!(case.pass(&net, &mut used), loss);
        prop_assert_eq!((used.z, used.a, used.dz), (new.z, new.a, new.dz));
    }
}
