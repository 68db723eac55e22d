//! Figures of the chapter *Any number of layers*.

use backprop::activation::Sigmoid;
use backprop::dense::Dense;
use backprop::sequential::{Sequential, Stage};
use plotters::style::text_anchor::HPos;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, INK, VERMILION, arrow, frame, svg, write,
};

/// The shapes of a network: what goes forward at the left, what comes back at the right, and a
/// box for each layer with its parameters and their slopes.
pub fn layers(net: &Sequential) -> Drawing {
    let stages = &net.stages;
    let last = stages.len();
    let told: Vec<String> = (1..=last)
        .map(|l| {
            let [weights, biases] = parameters(l, &stages[l - 1]);
            format!("{weights} and {biases}")
        })
        .collect();
    let words = format!(
        "{last} boxes below each other. Each has the weights and biases of a layer, their slopes \
         in the same shapes, and what the layer computes: {}. Arrows lead down from x through \
         the activations to the prediction, others lead up from the slope of the loss along it.",
        told.join("; "),
    );
    let top = |l: usize| 110 + 310 * l as i32;
    let height = top(last) as u32 + 20;
    svg(height, "Forward and backward through the layers", &words, |canvas| {
        for (l, stage) in stages.iter().enumerate() {
            let before = if l == 0 { "x".to_string() } else { a(l) };
            let width = stage.layer.inputs();
            forth(canvas, top(l), &format!("{before} (n, {width})"))?;
            if l > 0 {
                back(canvas, top(l), &format!("∂L/∂{before} (n, {width})"))?;
            }
            station(canvas, top(l), l + 1, stage)?;
        }
        let width = stages[last - 1].layer.outputs();
        forth(canvas, top(last), &format!("{} = ŷ (n, {width})", a(last)))?;
        back(canvas, top(last), &format!("∂L/∂ŷ (n, {width})"))
    })
}

/// The weights and the biases of layer `l`, and their shapes.
fn parameters(l: usize, stage: &Stage) -> [String; 2] {
    let (inputs, outputs, l) =
        (stage.layer.inputs(), stage.layer.outputs(), below(l));
    [format!("W{l} ({inputs}, {outputs})"), format!("b{l} ({outputs})")]
}

/// The box of layer `l`, whose upper edge is `top`.
fn station(
    canvas: &Canvas,
    top: i32,
    l: usize,
    stage: &Stage,
) -> Result<(), DrawError> {
    frame(canvas, [(40, top), (960, top + 190)], INK, 3)?;
    for (row, what) in (0..).zip(parameters(l, stage)) {
        let y = top + 42 + 54 * row;
        write(canvas, (70, y), &what, BLUE, HPos::Left)?;
        let slope = format!("∂L/∂{what}");
        write(canvas, (930, y), &slope, VERMILION, HPos::Right)?;
    }
    let before = if l == 1 { "x".to_string() } else { a(l - 1) };
    let i = below(l);
    let computed = format!("z{i} = {before}W{i} + b{i}, a{i} = σ(z{i})");
    write(canvas, (70, top + 150), &computed, INK, HPos::Left)
}

/// An arrow down that ends at `to`, and what goes along it.
fn forth(canvas: &Canvas, to: i32, what: &str) -> Result<(), DrawError> {
    arrow(canvas, (90, to - 108), (90, to - 10), BLUE)?;
    write(canvas, (120, to - 60), what, INK, HPos::Left)
}

/// An arrow up that begins at `from`, and what comes along it.
fn back(canvas: &Canvas, from: i32, what: &str) -> Result<(), DrawError> {
    arrow(canvas, (910, from - 12), (910, from - 110), VERMILION)?;
    write(canvas, (880, from - 60), what, INK, HPos::Right)
}

fn a(l: usize) -> String {
    format!("a{}", below(l))
}

/// A small number as a subscript.
fn below(l: usize) -> char {
    char::from_u32(0x2080 + l as u32 % 10).unwrap_or('?')
}

/// Sigmoid layers of these widths, all parameters drawn between 0 and 1.
pub fn drawn(widths: &[usize], seed: u64) -> Sequential {
    let layer = |i: usize| Dense::new(widths[i], widths[i + 1]);
    let mut net = Sequential::new(layer(0), &Sigmoid);
    for i in 1..widths.len() - 1 {
        net = net.then(layer(i), &Sigmoid);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    net.for_each_parameter(|w| *w = rng.random());
    net
}
