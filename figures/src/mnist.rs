//! Values of the chapter *MNIST*: what three networks reach.

use backprop::what_it_learned::quantile;

use crate::value::{Value, number};
use crate::what_it_reads::{percents, span};

/// What the program `mnist` wrote.
const MNIST: &str = include_str!("../../data/mnist.csv");

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    // His last epoch has 95.34 %.
    let best = quantile(&percents(MNIST, "nielsen,"), 1.0);
    let mut values = vec![number("mnist.nielsen.below", 2, 95.34 - best)];
    for network in ["dense", "convolutional", "nielsen"] {
        let reached = percents(MNIST, &format!("{network},"));
        values.extend(span(&format!("mnist.{network}"), 2, &reached));
    }
    values
}
