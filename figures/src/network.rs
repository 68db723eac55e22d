//! Figures of the network of Part I, from *The data and the network* to *Gradient descent*: one
//! picture, in which each chapter lights up its part.

use backprop::activation::sigmoid;
use backprop::feedforward::Trace;
use backprop::gradient_descent::loss_along_one;
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::picture::{HEIGHT, Picture, Words, ink, numbers};
use crate::style::{
    BLUE, Canvas, DrawError, Drawing, GRID, INK, VERMILION, curve, dot, plain,
    signed, spread, svg, write,
};

/// The network with its weights: the width of a line is the weight's size, the color its sign.
/// If there is a `unit`, that hidden unit alone is lit, with its weights as numbers.
pub fn architecture(net: &Network, title: &str, unit: Option<usize>) -> Drawing {
    let mut words = format!(
        "{}. A line is as wide as the weight is large, from 0 to {:.2}.",
        layers(net),
        largest(&net.w1).max(largest(&net.w2)),
    );
    if let Some(unit) = unit {
        let weights: Vec<String> =
            net.w1.column(unit).iter().map(|&w| signed(w, 3)).collect();
        words += &format!(
            " Hidden unit {} is lit, with the three weights that lead to it: {}.",
            unit + 1,
            weights.join(", "),
        );
    } else {
        words += " Blue lines are positive weights, orange ones negative.";
    }
    svg(HEIGHT, title, &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.lines(|(layer, _, to)| {
            unit.is_none_or(|unit| layer == 0 && to == unit)
        })?;
        picture.inputs(&names("x", net.w1.nrows()), |_| true)?;
        units(&picture, net, unit)?;
        let Some(unit) = unit else { return Ok(()) };
        weights_of(&picture, net, unit)
    })
}

/// The sum that goes into the sigmoid of hidden unit `unit` for one row `x` `(1, inputs)`, and
/// the activation that comes out.
pub fn activation(net: &Network, x: &Array2<f64>, unit: usize) -> Drawing {
    let Trace { z1, a1, .. } = net.forward(x);
    let (z, a) = (z1[[0, unit]], a1[[0, unit]]);
    let words = format!(
        "The network, pale but for hidden unit {}. For the row {} the sum z = {} goes into its \
         sigmoid, and the activation a = {} comes out.",
        unit + 1,
        numbers(x).join(" "),
        signed(z, 3),
        signed(a, 3),
    );
    svg(HEIGHT, "A sum goes in, an activation comes out", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.pale(&numbers(x))?;
        picture.unit((0, unit), [&named("z", z), &named("a", a)], true)?;
        on_curve(canvas, z)
    })
}

/// The sigmoid, small, in the corner below the output: how high it is at `z`.
fn on_curve(canvas: &Canvas, z: f64) -> Result<(), DrawError> {
    let (left, right, bottom, height) = (710, 980, 636, 170.0);
    let place = |z: f64, a: f64| {
        let across = f64::from(right - left) * (z + 6.0) / 12.0;
        (left + across.round() as i32, bottom - (height * a).round() as i32)
    };
    let (x, y) = place(z, sigmoid(z));
    let axes = vec![place(-6.0, 1.0), (left, bottom), (right, bottom)];
    canvas.draw(&PathElement::new(axes, GRID.stroke_width(3)))?;
    let drop = vec![(left, y), (x, y), (x, bottom)];
    canvas.draw(&PathElement::new(drop, INK.stroke_width(3)))?;
    canvas.draw(&curve(spread(-6.0..6.0, 60).map(|z| place(z, sigmoid(z))), BLUE))?;
    canvas.draw(&dot((x, y), BLUE))?;
    write(canvas, (x, bottom + 28), &signed(z, 3), BLUE, HPos::Center)?;
    write(canvas, (left - 10, y), &signed(sigmoid(z), 3), BLUE, HPos::Right)
}

/// The network with one row `x` `(1, inputs)` run through it: each half of a unit shows its
/// number. The way through hidden unit `unit` is lit, with its weights.
pub fn feedforward(net: &Network, x: &Array2<f64>, unit: usize) -> Drawing {
    let Trace { z1, a1, z2, y_hat } = net.forward(x);
    let list = |layer: &Array2<f64>| {
        let numbers: Vec<String> = layer.iter().map(|&a| signed(a, 3)).collect();
        numbers.join(", ")
    };
    let words = format!(
        "The inputs are {}. The sums of the hidden units are {}, their activations {}. The sum of \
         the output is {} and the prediction {}. Lit is the way through hidden unit {}, with \
         the weights {} before it and {} behind it.",
        numbers(x).join(" "),
        list(&z1),
        list(&a1),
        list(&z2),
        list(&y_hat),
        unit + 1,
        list(&net.w1.select(Axis(1), &[unit])),
        list(&net.w2.select(Axis(0), &[unit])),
    );
    svg(HEIGHT, "One row runs forward", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.lines(|(layer, from, to)| [to, from][layer] == unit)?;
        picture.inputs(&numbers(x), |_| true)?;
        let value = |number| ink(&signed(number, 3));
        for j in 0..net.w1.ncols() {
            let halves = [value(z1[[0, j]]), value(a1[[0, j]])];
            picture.unit((0, j), [&halves[0], &halves[1]], j == unit)?;
        }
        picture.unit((1, 0), [&value(z2[[0, 0]]), &value(y_hat[[0, 0]])], true)?;
        weights_of(&picture, net, unit)?;
        picture.on_line((1, unit, 0), &value(net.w2[[unit, 0]]))
    })
}

/// The error of the prediction for one row `x` `(1, inputs)` with the target `y` `(1, 1)`, and
/// its square.
pub fn loss(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Drawing {
    let Trace { z2, y_hat, .. } = net.forward(x);
    let error = (&y_hat - y)[[0, 0]];
    let square = sum_of_squares(&y_hat, y);
    let words = format!(
        "The network, pale but for what follows its output. For the row {} it predicts {:.3}; the \
         target is {}. Prediction minus target is {}, and the square of this error is {square:.3}.",
        numbers(x).join(" "),
        y_hat[[0, 0]],
        y[[0, 0]],
        signed(error, 3),
    );
    svg(HEIGHT, "The error of one row", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.pale(&numbers(x))?;
        let output = [named("sum", z2[[0, 0]]), named("ŷ", y_hat[[0, 0]])];
        picture.unit((1, 0), [&output[0], &output[1]], true)?;
        picture.to_loss(0, false, INK)?;
        let color = if error < 0.0 { VERMILION } else { BLUE };
        let error = [("error".to_string(), INK), (signed(error, 3), color)];
        picture.loss([&error, &named("square", square)], y[[0, 0]])
    })
}

/// The weights u and v of the chapter *Gradient descent*, and the loss, which answers when v
/// moves to `to` alone.
pub fn one_weight_moves(net: &Network, to: f64) -> Drawing {
    let (x, y) = four_rows();
    let from = net.w2[[1, 0]];
    let (before, after) = (sum_of_squares(&net.predict(&x), &y), loss_along_one(to));
    let words = format!(
        "The network, pale but for two weights and what they change. u leads from the first input \
         to the second hidden unit, v from there to the output. v goes from {from:.3} to {to} and \
         the loss from {before:.3} to {after:.3}.",
    );
    svg(HEIGHT, "One weight moves and the loss answers", &words, |canvas| {
        let picture = Picture::of(canvas, net);
        picture.lines(|line| [(0, 0, 1), (1, 1, 0)].contains(&line))?;
        picture.inputs(&names("x", net.w1.nrows()), |i| i == 0)?;
        units(&picture, net, Some(1))?;
        picture.unit((1, 0), [&ink("sum"), &ink("ŷ")], true)?;
        picture.on_line((0, 0, 1), &[("u".to_string(), BLUE)])?;
        picture.on_line((1, 1, 0), &[("v".to_string(), BLUE)])?;
        let moved = format!("v: {from:.2} → {}", plain(&to));
        picture.above((1, 0), &[(moved, BLUE)])?;
        picture.to_loss(0, false, INK)?;
        picture.whole_loss(&format!("{before:.2} → {after:.2}"))
    })
}

/// All units with their names; only the hidden unit `unit` is lit, or all are.
pub(crate) fn units(
    picture: &Picture,
    net: &Network,
    unit: Option<usize>,
) -> Result<(), DrawError> {
    for (j, name) in names("a", net.w1.ncols()).into_iter().enumerate() {
        let lit = unit.is_none_or(|unit| unit == j);
        picture.unit((0, j), [&ink("sum"), &ink(&name)], lit)?;
    }
    picture.unit((1, 0), [&ink("sum"), &ink("ŷ")], unit.is_none())
}

/// The weights that lead to a hidden unit, as numbers on their lines.
fn weights_of(
    picture: &Picture,
    net: &Network,
    unit: usize,
) -> Result<(), DrawError> {
    for (i, &weight) in net.w1.column(unit).iter().enumerate() {
        picture.on_line((0, i, unit), &ink(&signed(weight, 3)))?;
    }
    Ok(())
}

/// A name, and below it its value.
fn named(name: &str, value: f64) -> [Words; 2] {
    [(name.to_string(), INK), (signed(value, 3), BLUE)]
}

/// x₁, x₂ and so on.
pub(crate) fn names(prefix: &str, n: usize) -> Vec<String> {
    (1..=n).map(|i| format!("{prefix}{}", below(i))).collect()
}

fn layers(net: &Network) -> String {
    let (inputs, hidden) = net.w1.dim();
    let outputs = net.w2.ncols();
    format!(
        "{inputs} inputs, {hidden} hidden units and {outputs} output, all connected"
    )
}

/// The size of the number of `weights` that is furthest from 0.
pub(crate) fn largest(weights: &Array2<f64>) -> f64 {
    weights.iter().fold(0.0, |largest, weight| largest.max(weight.abs()))
}

/// A small number as a subscript.
fn below(i: usize) -> char {
    char::from_u32(0x2080 + i as u32 % 10).unwrap_or('?')
}
