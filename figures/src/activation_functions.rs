//! Figures of the chapter *Activation functions*: the curves, and networks that end in them.

use std::iter;

use backprop::activation::{ACTIVATIONS, Activation, Identity, Sigmoid};
use backprop::dense::Dense;
use backprop::learning_rate::loss_and_gradients;
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use plotters::prelude::*;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::gradient_descent::{across, within};
use crate::style::{
    BLUE, Canvas, Chart, DrawError, Drawing, GREEN, INK, VERMILION, axes, curve, dot,
    plain, signed, spread, svg,
};

/// A network for the four rows: `hidden` layers of 6 units that end in `activation`, then
/// one sigmoid; weights and biases drawn from −1 to 1.
pub fn seeded(
    hidden: usize,
    activation: &'static dyn Activation,
    seed: u64,
) -> Sequential {
    let mut net = Sequential::new(Dense::new(3, 6), activation);
    for _ in 1..hidden {
        net = net.then(Dense::new(6, 6), activation);
    }
    net = net.then(Dense::new(6, 1), &Sigmoid);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    net.for_each_parameter(|w| *w = 2.0 * rng.random::<f64>() - 1.0);
    net
}

/// Forward, loss, backward and step, again and again: the losses before each step, for as
/// long as somebody asks.
pub fn training(
    net: &mut Sequential,
    learning_rate: f64,
) -> impl Iterator<Item = f64> {
    let (x, y) = four_rows();
    iter::repeat_with(move || {
        let (loss, gradients) = loss_and_gradients(net, &x, &y);
        net.step(&gradients, learning_rate);
        loss
    })
}

/// The names of [`ACTIVATIONS`], and at the end that of the identity.
pub const NAMES: [&str; 7] =
    ["sigmoid", "tanh", "ReLU", "leaky ReLU", "softplus", "GELU", "identity"];

/// The activation that `NAMES[i]` names.
pub fn named(i: usize) -> &'static dyn Activation {
    ACTIVATIONS.get(i).copied().unwrap_or(&Identity)
}

/// The value and the slope of `f` at `z`.
pub fn value_and_slope(f: &dyn Activation, z: f64) -> (f64, f64) {
    let a = f.value(z);
    (a, f.slope(z, a))
}

/// Every activation with its slope, in a panel each.
pub fn activations_and_slopes() -> Drawing {
    let ends: Vec<String> = ACTIVATIONS
        .iter()
        .map(|&f| {
            let (left, flat) = value_and_slope(f, -3.0);
            let (right, steep) = value_and_slope(f, 3.0);
            format!(
                "{f:?} from {left:.2} with slope {flat:.2} to {right:.2} with slope {steep:.2}"
            )
        })
        .collect();
    let words =
        format!("Six pairs of curves between z = −3 and 3: {}.", ends.join("; "));
    svg(1260, "Six activations and their slopes", &words, |canvas| {
        let panels = canvas.split_evenly((3, 2));
        for ((panel, f), name) in panels.iter().zip(ACTIVATIONS).zip(NAMES) {
            curves(panel, name, f)?;
        }
        Ok(())
    })
}

/// The activation that `NAMES[i]` names, with its slope, and with both marked at `z`.
pub fn activation_at(i: usize, z: f64) -> Drawing {
    let (name, f) = (NAMES[i.min(6)], named(i));
    let (a, slope) = value_and_slope(f, z);
    let words = format!(
        "The curve of {name} between z = −3 and 3, and that of its slope. At z = {} a dot on \
         each marks the value {} and the slope {}, and a green line touches the curve.",
        plain(&z),
        signed(a, 3),
        signed(slope, 3),
    );
    svg(HEIGHT, "An activation and its slope", &words, |canvas| {
        let mut chart = curves(canvas, name, f)?;
        // Where the picture ends, the line that touches the curve ends.
        let tangent = [z - 0.7, z + 0.7].map(|end| {
            let end = end.clamp(-3.0, 3.0);
            (end, a + slope * (end - z))
        });
        let at_z = PathElement::new(vec![(z, a), (z, slope)], INK.stroke_width(3));
        chart.draw_series([at_z, curve(tangent, GREEN)])?;
        chart.draw_series([dot((z, slope), VERMILION), dot((z, a), BLUE)])?;
        Ok(())
    })
}

/// The height of [`activation_at`].
const HEIGHT: u32 = 620;

/// The sum at a place of [`activation_at`], in units of the drawing.
pub fn z_at(x: f64) -> f64 {
    within(x, across(), -3.0..3.0)
}

/// Axes from −3 to 3 with `f` and its slope.
fn curves<'a, 'b>(
    panel: &'a Canvas<'b>,
    name: &str,
    f: &dyn Activation,
) -> Result<Chart<'a, 'b>, DrawError> {
    // The identity alone goes further down than −1.
    let low = f.value(-3.0).floor().min(-1.0);
    let mut chart = axes(panel, ("z", -3.0..3.0), (name, low..3.0), &plain)?;
    let mut places = Vec::new();
    for z in spread(-3.0..3.0, 120) {
        places.push(z);
        // A corner is a jump of the slope, drawn where it is: just right of 0.
        if z == 0.0 {
            places.push(1e-9);
        }
    }
    chart.draw_series([
        curve(places.iter().map(|&z| (z, value_and_slope(f, z).1)), VERMILION),
        curve(places.iter().map(|&z| (z, f.value(z))), BLUE),
    ])?;
    Ok(chart)
}
