//! Figure of the chapter *The loss*.

use plotters::style::text_anchor::HPos;

use crate::runs;
use crate::style::{
    BLUE, Drawing, VERMILION, axes, beside, curve, label, plain, spread, svg,
};
use crate::value::{Value, number};

/// The square and the absolute value of one error, side by side.
pub fn square_and_absolute() -> Drawing {
    let words = "Over errors from −1 to 1, a parabola, flat at 0, and a V with its corner \
                 at 0. They meet at −1, 0 and 1; in between the parabola is lower.";
    svg(560, "Squaring is not taking the absolute value", words, |canvas| {
        let mut chart =
            axes(canvas, ("error ŷ − y", -1.0..1.0), ("", 0.0..1.0), &plain)?;
        let points =
            |f: fn(f64) -> f64| spread(-1.0..1.0, 100).map(move |e| (e, f(e)));
        chart.draw_series([
            curve(points(|e| e * e), BLUE),
            curve(points(f64::abs), VERMILION),
        ])?;
        chart.draw_series([
            label((0.42, 0.1), "error²", BLUE),
            beside((0.42, 0.55), "|error|", VERMILION, HPos::Right),
        ])?;
        Ok(())
    })
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    vec![number("loss.first", 3, runs::book().history.losses()[0])]
}
