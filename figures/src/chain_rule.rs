//! Figure of the chapter *The chain rule*.

use backprop::activation::sigmoid_prime;
use backprop::chain_rule::Neuron;
use plotters::style::text_anchor::HPos;

use crate::style::{
    BLUE, Canvas, DrawError, Drawing, INK, VERMILION, arrow, frame, plain, signed,
    svg, write,
};

const FIRST_ROW: i32 = 130;
const ROW: i32 = 190;

/// The numbers of the graph: a value and a slope for each of the five nodes.
pub const ALL: usize = 10;

/// One neuron as a graph, from the weight down to the loss: each value as it is computed
/// forward, and the slope of the loss along it as it is computed backward.
///
/// The first `shown` of these numbers stand in it.
pub fn computational_graph(neuron: Neuron, x: f64, y: f64, shown: usize) -> Drawing {
    let trace = neuron.forward(x, y);
    let slopes = neuron.backward(x, &trace);
    let nodes = [
        ("w", neuron.w, slopes.dw),
        ("z = w·x", trace.z, slopes.dz),
        ("ŷ = σ(z)", trace.y_hat, slopes.d_y_hat),
        ("e = ŷ − y", trace.error, slopes.d_error),
        ("L = e²", trace.loss, 1.0),
    ];
    let factors = [
        format!("× x = {}", plain(&x)),
        format!("× σ′(z) = {:.3}", sigmoid_prime(trace.z)),
        "× 1".to_string(),
        format!("× 2e = {}", signed(2.0 * trace.error, 3)),
    ];
    let list = nodes.map(|(name, value, slope)| {
        format!("{name}, value {}, slope {}", signed(value, 3), signed(slope, 3))
    });
    let words = if shown < ALL {
        format!(
            "For x = {} and y = {}, {shown} of {ALL} numbers.",
            plain(&x),
            plain(&y)
        )
    } else {
        format!(
            "For x = {} and y = {}, from top to bottom: {}.",
            plain(&x),
            plain(&y),
            list.join("; "),
        )
    };
    // Values come from top to bottom, slopes from bottom to top.
    let value_shown = |i: usize| i < shown;
    let slope_shown = |i: usize| ALL - 1 - i < shown;
    svg(980, "Values go forward, slopes go back", &words, |canvas| {
        write(canvas, (500, 36), "value", BLUE, HPos::Center)?;
        write(canvas, (780, 36), "slope of L", VERMILION, HPos::Center)?;
        for (i, (name, value, slope)) in nodes.into_iter().enumerate() {
            let middle = FIRST_ROW + ROW * i as i32;
            draw_node(canvas, middle, name)?;
            if value_shown(i) {
                write(canvas, (500, middle), &signed(value, 3), BLUE, HPos::Center)?;
            }
            if slope_shown(i) {
                let slope = signed(slope, 3);
                write(canvas, (780, middle), &slope, VERMILION, HPos::Center)?;
            }
        }
        for (i, factor) in factors.iter().enumerate() {
            let (upper, lower) =
                (FIRST_ROW + ROW * i as i32, FIRST_ROW + ROW * (i as i32 + 1));
            if value_shown(i + 1) {
                arrow(canvas, (500, upper + 34), (500, lower - 34), BLUE)?;
            }
            if slope_shown(i) {
                let middle = (upper + lower) / 2;
                arrow(canvas, (690, lower - 34), (690, upper + 34), VERMILION)?;
                write(canvas, (714, middle), factor, VERMILION, HPos::Left)?;
            }
        }
        Ok(())
    })
}

fn draw_node(canvas: &Canvas, middle: i32, name: &str) -> Result<(), DrawError> {
    let corners = [(40, middle - 44), (330, middle + 44)];
    frame(canvas, corners, INK, 3)?;
    write(canvas, (185, middle), name, INK, HPos::Center)
}
