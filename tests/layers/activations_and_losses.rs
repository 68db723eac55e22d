//! Functions of one number, and losses.

use backprop::activation::{ACTIVATIONS, Activation};
use backprop::chain_rule::Dual;
use backprop::classification::{Dataset, softmax};
use backprop::gradient_descent::central_difference;
use ndarray::{Array2, ArrayView1};
use proptest::prelude::*;

use crate::reference::{FUNCTIONS, LOSSES, duals};
use crate::{array, close};

#[test]
fn every_activation_is_tested() {
    let names = FUNCTIONS.map(|(activation, _, _)| format!("{activation:?}"));
    let missing = ACTIVATIONS.iter().find(|a| !names.contains(&format!("{a:?}")));
    assert!(missing.is_none(), "{missing:?}");
}

proptest! {
    #[test]
    fn an_activation_matches_dual_numbers(z in array(1, 20, 8.0), d in array(1, 20, 1.0)) {
        for (activation, formula, _) in FUNCTIONS {
            let (a, dz) = through(activation, &z, &d);
            for (i, &z) in z.iter().enumerate() {
                let reference = formula(Dual::variable(z));
                // Some hundred roundings of numbers up to 8; usually off by 1e-15.
                close(a[[0, i]], reference.value, 1e-13)?;
                close(dz[[0, i]], d[[0, i]] * reference.slope, 1e-13)?;
            }
        }
    }

    #[test]
    fn an_activation_matches_central_differences(z in array(1, 20, 8.0)) {
        for (activation, _, corner) in FUNCTIONS {
            let (_, dz) = through(activation, &z, &Array2::ones(z.dim()));
            for (&z, dz) in z.iter().zip(dz) {
                if corner && z.abs() < 1e-4 {
                    continue;
                }
                // h = 1e-5, third derivatives of about 1, values up to 8: off by h², and
                // by 8 · 1e-16 / h.
                close(dz, central_difference(|z| activation.value(z), z), 1e-9)?;
            }
        }
    }

    #[test]
    fn a_loss_matches_dual_numbers((output, y) in outputs_and_targets()) {
        for (loss, formula) in LOSSES {
            let (total, slopes) = loss(&output, &y);
            let rows = || output.rows().into_iter().zip(y.rows());
            let reference = |(row, y): (ArrayView1<f64>, ArrayView1<f64>)| {
                formula(&duals(row, None), &y.to_vec()).value
            };
            let expected: f64 = rows().map(reference).sum();
            close(total, expected, 1e-12 * (1.0 + expected))?;
            for ((sample, place), &slope) in slopes.indexed_iter() {
                let row = duals(output.row(sample), Some(place));
                close(slope, formula(&row, &y.row(sample).to_vec()).slope, 1e-12)?;
            }
        }
    }

    #[test]
    fn a_loss_matches_central_differences((output, y) in outputs_and_targets()) {
        for (loss, _) in LOSSES {
            let (_, slopes) = loss(&output, &y);
            for (place, &slope) in slopes.indexed_iter() {
                let at = |value| {
                    let mut moved = output.clone();
                    moved[place] = value;
                    loss(&moved, &y).0
                };
                // h = 1e-5 and a loss below 2000: off by 2000 · 1e-16 / h.
                close(slope, central_difference(at, output[place]), 1e-6)?;
            }
        }
    }
}

/// The activations of `z`, and the slope along it from `d`, the one along them.
fn through(
    activation: &dyn Activation,
    z: &Array2<f64>,
    d: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    let a = activation.forward(z);
    let dz = activation.backward(z, &a, d);
    (a, dz)
}

/// What a network gave, and targets: shares, which add up to 1, or a 1 among zeros.
fn outputs_and_targets() -> impl Strategy<Value = (Array2<f64>, Array2<f64>)> {
    (1..4_usize, 1..6_usize)
        .prop_flat_map(|(n, classes)| (array(n, classes, 10.0), targets(n, classes)))
}

pub fn targets(n: usize, classes: usize) -> impl Strategy<Value = Array2<f64>> {
    let one_hot = prop::collection::vec(0..classes, n).prop_map(move |labels| {
        Dataset { x: Array2::zeros((n, 0)), labels, classes }.one_hot()
    });
    prop_oneof![one_hot, array(n, classes, 5.0).prop_map(|logits| softmax(&logits))]
}
