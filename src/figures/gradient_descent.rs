//! Figures of the chapter *Gradient descent*: the loss of our network along one weight and
//! along two, and the paths that descent takes.

use std::ops::Range;

use plotters::prelude::*;

use super::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, curve, dot, label, plain,
    spread, svg,
};
use crate::gradient_descent::{loss_along_one, loss_along_two};
use crate::{central_difference, descend, descend_surface, gradient};

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

/// Descent on the valley from `start`, ten steps at each of three learning rates.
pub fn three_learning_rates(start: f64, learning_rates: [f64; 3]) -> Drawing {
    let slope = |w| central_difference(loss_along_one, w);
    let paths = learning_rates.map(|rate| descend(slope, start, rate, 10));
    let ends: Vec<String> = learning_rates
        .iter()
        .zip(&paths)
        .map(|(rate, path)| {
            format!("at learning rate {rate} they end at w = {:.2}", path[10])
        })
        .collect();
    let words = format!(
        "The same valley three times, each with ten steps from w = {start}: {}.",
        ends.join("; "),
    );
    svg(1290, "Ten steps at three learning rates", &words, |canvas| {
        let colors = [GREEN, BLUE, VERMILION];
        let panels = canvas.split_evenly((3, 1));
        for i in 0..3 {
            let (rate, path, color) = (learning_rates[i], &paths[i], colors[i]);
            let title = format!("loss L, learning rate η = {rate}");
            let mut chart = axes(
                &panels[i],
                ("weight w", -8.0..8.0),
                (&title, 0.9..2.1),
                &plain,
            )?;
            let steps = || path.iter().map(|&w| (w, loss_along_one(w)));
            chart.draw_series([curve(valley(), INK)])?;
            chart.draw_series([PathElement::new(
                steps().collect::<Vec<_>>(),
                color.stroke_width(3),
            )])?;
            chart.draw_series(steps().map(|at| dot(at, color)))?;
        }
        Ok(())
    })
}

/// The loss along two weights as contours, and the path from `start` at two learning rates.
pub fn surface(start: (f64, f64), [small, large]: [f64; 2]) -> Drawing {
    let slopes = |at| gradient(loss_along_two, at);
    let [careful, hasty] =
        [small, large].map(|rate| descend_surface(slopes, start, rate, 40));
    let end = |path: &[(f64, f64)]| format!("({:.2}, {:.2})", path[40].0, path[40].1);
    let words = format!(
        "Contour lines of a long valley that runs from left to right. Two paths of 40 steps \
         start at ({}, {}). At learning rate {small} the path drops to the floor of the \
         valley, hardly moves on, and ends at {}. At learning rate {large} it jumps from \
         side to side and ends at {}.",
        start.0,
        start.1,
        end(&careful),
        end(&hasty),
    );
    svg(1000, "The loss along two weights", &words, |canvas| {
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
        for (path, color) in [(&hasty, VERMILION), (&careful, BLUE)] {
            chart.draw_series([PathElement::new(
                path.clone(),
                color.stroke_width(4),
            )])?;
            chart.draw_series(path.iter().map(|&at| dot(at, color)))?;
        }
        chart.draw_series([dot(start, PURPLE)])?;
        Ok(())
    })
}

/// The pieces of the line on which `f` is `level`, cell by cell of a grid: marching squares
/// (W. E. Lorensen and H. E. Cline's marching cubes, 1987, in two dimensions).
pub(super) fn contour(
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
