//! Figures of the chapters *The data and the network*, *Feedforward* and *Backpropagation*:
//! one network drawn, with its weights, its activations or its gradients.

use backprop::activation::sigmoid_prime_from_output;
use backprop::gradient_descent::Gradients;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::runs::SEEDS;
use crate::style::{
    BLUE, Canvas, DrawError, Drawing, INK, VERMILION, WIDTH, disc, svg, write,
};
use crate::value::{Value, count, number};

const HEIGHT: u32 = 640;
const NODE: i32 = 48;

/// The network with its weights: the width of a line is the weight's size, the color its sign.
pub fn architecture(net: &Network, title: &str) -> Drawing {
    let words = format!(
        "{}. A line is as wide as the weight is large, from 0 to {:.2}; blue lines are \
         positive weights, orange ones negative.",
        layers(net),
        largest(&net.w1).max(largest(&net.w2)),
    );
    let names = |prefix: &str, n: usize| {
        (1..=n).map(|i| format!("{prefix}{}", below(i))).collect()
    };
    let (inputs, hidden) = net.w1.dim();
    let labels = [names("x", inputs), names("a", hidden), vec!["ŷ".to_string()]];
    svg(HEIGHT, title, &words, |canvas| draw(canvas, [&net.w1, &net.w2], &labels))
}

/// The network with one row `x` `(1, inputs)` run through it: each node shows its activation.
pub fn feedforward(net: &Network, x: &Array2<f64>) -> Drawing {
    let trace = net.forward(x);
    let numbers =
        |layer: &Array2<f64>| layer.iter().map(|a| format!("{a:.2}")).collect();
    let labels: [Vec<String>; 3] = [
        x.iter().map(f64::to_string).collect(),
        numbers(&trace.a1),
        numbers(&trace.y_hat),
    ];
    let words = format!(
        "{}. The inputs are {}, the hidden activations {}, and the prediction is {}.",
        layers(net),
        labels[0].join(", "),
        labels[1].join(", "),
        labels[2].join(", "),
    );
    svg(HEIGHT, "One row runs forward", &words, |canvas| {
        draw(canvas, [&net.w1, &net.w2], &labels)
    })
}

/// The network with the gradients of the loss on the four rows in the place of the weights.
pub fn gradients(net: &Network) -> Drawing {
    let (x, y) = four_rows();
    let Gradients { dw1, dw2 } = net.backward(&x, &y, &net.forward(&x));
    let words = format!(
        "The network with a slope on each line. The largest slope of the second layer is \
         {:.3}, the largest of the first {:.3}. Blue slopes are positive, orange ones negative.",
        largest(&dw2),
        largest(&dw1),
    );
    let (inputs, hidden) = dw1.dim();
    let blank = |n: usize| vec![String::new(); n];
    let labels = [blank(inputs), blank(hidden), blank(dw2.ncols())];
    svg(HEIGHT, "The slope along every weight", &words, |canvas| {
        draw(canvas, [&dw1, &dw2], &labels)
    })
}

fn draw(
    canvas: &Canvas,
    [first, second]: [&Array2<f64>; 2],
    labels: &[Vec<String>; 3],
) -> Result<(), DrawError> {
    let widest = largest(first).max(largest(second));
    for (layer, weights) in [first, second].into_iter().enumerate() {
        let (from, to) = weights.dim();
        for ((i, j), &weight) in weights.indexed_iter() {
            let line = vec![node(layer, i, from), node(layer + 1, j, to)];
            let color = if weight < 0.0 { VERMILION } else { BLUE };
            let width = 1 + (22.0 * weight.abs() / widest).round() as u32;
            canvas
                .draw(&PathElement::new(line, color.mix(0.8).stroke_width(width)))?;
        }
    }
    for (layer, labels) in labels.iter().enumerate() {
        for (i, text) in labels.iter().enumerate() {
            let at = node(layer, i, labels.len());
            for circle in disc(at, NODE) {
                canvas.draw(&circle)?;
            }

            write(canvas, at, text, INK, HPos::Center)?;
        }
    }
    for (layer, name) in ["input", "hidden", "output"].into_iter().enumerate() {
        write(
            canvas,
            (node(layer, 0, 1).0, HEIGHT as i32 - 28),
            name,
            INK,
            HPos::Center,
        )?;
    }
    Ok(())
}

/// Where node `i` of the `n` nodes of a layer stands on the canvas.
fn node(layer: usize, i: usize, n: usize) -> (i32, i32) {
    let x = 100 + layer as i32 * (WIDTH as i32 - 200) / 2;
    let middle = (HEIGHT as i32 - 60) / 2;
    (x, middle + (2 * i as i32 - (n as i32 - 1)) * 70)
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

/// The numbers that the chapters refer to.
pub(crate) fn values() -> Vec<Value> {
    let (x, y) = four_rows();
    let mut stepped = Network::seeded(2);
    train(&mut stepped, &x, &y, 1.0, 1);
    vec![
        count("backpropagation.not_four_times", not_four_times()),
        number(
            "backpropagation.loss_after_step",
            3,
            sum_of_squares(&stepped.predict(&x), &y),
        ),
    ]
}

/// From how many seeds some slope of `dw1` is less than four times as large without the slope
/// of the hidden sigmoid.
fn not_four_times() -> usize {
    let (x, y) = four_rows();
    let fewer = |&seed: &u64| {
        let net = Network::seeded(seed);
        let trace = net.forward(&x);
        let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
        let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
        let without = x.t().dot(&dz2.dot(&net.w2.t()));
        let Gradients { dw1, .. } = net.backward(&x, &y, &trace);
        (without / dw1).iter().any(|&times| times < 4.0)
    };
    (0..SEEDS).filter(fewer).count()
}
