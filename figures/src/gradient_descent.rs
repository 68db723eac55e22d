//! Figures of the chapter *Gradient descent*: the loss of our network along one weight and
//! along two, and the paths that descent takes.

use std::ops::Range;

use backprop::gradient_descent::{
    central_difference, descend, descend_surface, gradient, loss_along_one,
    loss_along_two,
};
use plotters::prelude::*;

use crate::style::{
    BLUE, Drawing, GREEN, INK, MARGINS, PURPLE, VERMILION, WIDTH, axes, curve, dot,
    label, plain, signed, spread, svg,
};
use crate::value::{Value, number};

/// The loss along one weight, with its slope drawn at `w`.
pub fn slope_at(w: f64) -> Drawing {
    let height = loss_along_one(w);
    let slope = central_difference(loss_along_one, w);
    let words = format!(
        "A valley: the loss is {:.2} at w = −8, falls to {:.2} near w = {:.1}, and rises to \
         {:.2} at w = 8. At w = {w} a straight line touches the curve; it rises {slope:.3} \
         for each 1 to the right.",
        loss_along_one(-8.0),
        loss_along_one(lowest()),
        lowest(),
        loss_along_one(8.0),
    );
    svg(620, "The loss along one weight", &words, |canvas| {
        let mut chart =
            axes(canvas, ("weight w", -8.0..8.0), ("loss L", 0.9..2.1), &plain)?;
        let tangent = [-2.5, 2.5].map(|step| (w + step, height + slope * step));
        chart.draw_series([curve(valley(), BLUE), curve(tangent, VERMILION)])?;
        chart.draw_series([dot((w, height), VERMILION)])?;
        chart.draw_series([label(
            (w + 0.6, height - 0.06),
            format!("slope {slope:.3}"),
            VERMILION,
        )])?;
        Ok(())
    })
}

/// Ten steps of descent in the valley.
pub fn curve_path(start: f64, learning_rate: f64) -> Vec<f64> {
    let slope = |w| central_difference(loss_along_one, w);
    descend(slope, start, learning_rate, 10)
}

/// Descent in the valley from `start`, ten steps at each of the learning rates, a panel each.
pub fn learning_rates(start: f64, learning_rates: &[f64]) -> Drawing {
    let path = |&rate: &f64| curve_path(start, rate);
    let paths: Vec<Vec<f64>> = learning_rates.iter().map(path).collect();
    let ends: Vec<String> = learning_rates
        .iter()
        .zip(&paths)
        .map(|(rate, path)| {
            format!("at learning rate {rate} they end at w = {:.2}", path[10])
        })
        .collect();
    let words = format!(
        "The same valley {} times, each with ten steps from w = {start}: {}.",
        paths.len(),
        ends.join("; "),
    );
    let height = 360 * paths.len() as u32;
    svg(height, "Ten steps of descent", &words, |canvas| {
        let panels = canvas.split_evenly((paths.len(), 1));
        for (i, (rate, path)) in learning_rates.iter().zip(&paths).enumerate() {
            let color = [GREEN, BLUE, VERMILION][i % 3];
            let title = format!("loss L, learning rate η = {rate}");
            let mut chart = axes(
                &panels[i],
                ("weight w", -8.0..8.0),
                (&title, 0.9..2.1),
                &plain,
            )?;
            // A step may lead out of the picture.
            let place = |&w: &f64| (w.clamp(-8.0, 8.0), loss_along_one(w));
            let steps: Vec<(f64, f64)> = path.iter().map(place).collect();
            chart.draw_series([curve(valley(), INK)])?;
            chart.draw_series([PathElement::new(
                steps.clone(),
                color.stroke_width(3),
            )])?;
            chart.draw_series(steps.into_iter().map(|at| dot(at, color)))?;
        }
        Ok(())
    })
}

/// Forty steps of descent on the surface.
pub fn surface_path(start: (f64, f64), learning_rate: f64) -> Vec<(f64, f64)> {
    let slopes = |at| gradient(loss_along_two, at);
    descend_surface(slopes, start, learning_rate, 40)
}

/// The height of the drawing of the surface.
const SURFACE: u32 = 860;

/// The loss along two weights as contours, and the path from `start` at each of the learning
/// rates.
pub fn surface(start: (f64, f64), learning_rates: &[f64]) -> Drawing {
    let path = |&rate: &f64| surface_path(start, rate);
    let paths: Vec<Vec<(f64, f64)>> = learning_rates.iter().map(path).collect();
    let told: Vec<String> = learning_rates
        .iter()
        .zip(&paths)
        .map(|(rate, path)| {
            // How much of the way it goes from side to side, and how much along.
            let across: f64 =
                path.windows(2).map(|step| (step[1].1 - step[0].1).abs()).sum();
            let (u, v) = path[40];
            format!(
                "at learning rate {rate} the path goes {across:.1} up and down in all, and \
                 ends at ({u:.2}, {v:.2})"
            )
        })
        .collect();
    let words = format!(
        "Contour lines of a long valley that runs from left to right. Forty steps start at \
         ({}, {}): {}.",
        start.0,
        start.1,
        told.join("; "),
    );
    svg(SURFACE, "The loss along two weights", &words, |canvas| {
        let mut chart =
            axes(canvas, ("weight u", -6.0..6.0), ("weight v", -6.0..6.0), &plain)?;
        for level in [1.0, 1.01, 1.03, 1.06, 1.1, 1.2, 1.4, 1.6, 1.8] {
            let lines = contour(loss_along_two, -6.0..6.0, level);
            chart.draw_series(
                lines.map(|line| {
                    PathElement::new(line, INK.mix(0.45).stroke_width(3))
                }),
            )?;
        }
        // The longer the step, the further below: the last is drawn first.
        for (i, path) in paths.iter().enumerate().rev() {
            let color = [BLUE, VERMILION][i % 2];
            let place =
                |&(u, v): &(f64, f64)| (u.clamp(-6.0, 6.0), v.clamp(-6.0, 6.0));
            let steps: Vec<(f64, f64)> = path.iter().map(place).collect();
            chart.draw_series([PathElement::new(
                steps.clone(),
                color.stroke_width(4),
            )])?;
            chart.draw_series(steps.into_iter().map(|at| dot(at, color)))?;
        }
        chart.draw_series([dot(start, PURPLE)])?;
        Ok(())
    })
}

/// The weight at a place of a panel of [`learning_rates`], in units of the drawing.
pub fn weight_at(x: f64) -> f64 {
    within(x, across(), -8.0..8.0)
}

/// From where to where the axes of a drawing go.
pub(crate) fn across() -> Range<f64> {
    f64::from(MARGINS.left)..f64::from(WIDTH - MARGINS.right)
}

/// The weights at a place of [`surface`], in units of the drawing.
pub fn weights_at((x, y): (f64, f64)) -> (f64, f64) {
    let top = f64::from(MARGINS.top);
    let bottom = f64::from(SURFACE - MARGINS.bottom);
    (within(x, across(), -6.0..6.0), -within(y, top..bottom, -6.0..6.0))
}

/// The place in `to` that corresponds to `at` in `from`; no further than its ends.
pub(crate) fn within(at: f64, from: Range<f64>, to: Range<f64>) -> f64 {
    let share = ((at - from.start) / (from.end - from.start)).clamp(0.0, 1.0);
    to.start + share * (to.end - to.start)
}

/// The pieces of the line on which `f` is `level`, cell by cell of a grid: marching squares
/// (W. E. Lorensen and H. E. Cline's marching cubes, 1987, in two dimensions).
pub(crate) fn contour(
    f: fn(f64, f64) -> f64,
    range: Range<f64>,
    level: f64,
) -> impl Iterator<Item = Vec<(f64, f64)>> {
    let ticks: Vec<f64> = spread(range, 40).collect();
    let mut cells = Vec::new();
    for u in ticks.windows(2) {
        for v in ticks.windows(2) {
            cells.push([(u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1])]);
        }
    }
    cells.into_iter().filter_map(move |corners| {
        let heights = corners.map(|(u, v)| f(u, v) - level);
        let crossing = |i: usize| crossing(corners, heights, i);
        // A saddle would cross all four sides; on a grid as fine as this none does.
        let line: Vec<_> = (0..4).filter_map(crossing).take(2).collect();
        (line.len() == 2).then_some(line)
    })
}

/// Where the height is 0 on the side from corner `i` of a cell to the next, if it is.
fn crossing(
    corners: [(f64, f64); 4],
    heights: [f64; 4],
    i: usize,
) -> Option<(f64, f64)> {
    let next = (i + 1) % 4;
    let (a, b) = (heights[i], heights[next]);
    if (a < 0.0) == (b < 0.0) {
        return None;
    }
    let share = a / (a - b);
    let ((u, v), (next_u, next_v)) = (corners[i], corners[next]);
    Some((u + share * (next_u - u), v + share * (next_v - v)))
}

fn valley() -> impl Iterator<Item = (f64, f64)> {
    spread(-8.0..8.0, 160).map(|w| (w, loss_along_one(w)))
}

/// Where along the weight the loss is lowest, to a hundredth.
fn lowest() -> f64 {
    let by_height =
        |a: &f64, b: &f64| loss_along_one(*a).total_cmp(&loss_along_one(*b));
    spread(-8.0..8.0, 1600).min_by(by_height).unwrap_or(0.0)
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let slope = central_difference(loss_along_one, 3.0);
    let (u, v) = (3.0, 3.0);
    let (along_u, along_v) = gradient(loss_along_two, (u, v));
    // A hundredth in the direction of the gradient.
    let hundredth = 0.01 / along_u.hypot(along_v);
    let (right, up) = (hundredth * along_u, hundredth * along_v);
    let change = |u, v| loss_along_two(u, v) - loss_along_two(3.0, 3.0);
    let text = |name: &str, digits, value| (name.to_string(), signed(value, digits));
    vec![
        number("gradient_descent.slope_at_3", 3, slope),
        number("gradient_descent.along_u", 4, along_u),
        number("gradient_descent.along_v", 4, along_v),
        text("gradient_descent.against", 5, change(u - right, v - up)),
        text("gradient_descent.across", 7, change(u - up, v + right)),
    ]
}
