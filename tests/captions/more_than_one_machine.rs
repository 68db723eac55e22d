//! The caption of the chapter *More than one machine*.

use figures::more_than_one_machine::{DIGITS, MACHINE, THOUSAND, step};

use crate::drawn::{BLUE, Drawn, GREEN, VERMILION};

/// How many times as fast a step is on more machines, by the formula, with numbers of eight
/// bytes, and a rate and a wire that we chose.
#[test]
fn the_speed_up_by_the_formula_is_drawn_for_each_number_of_machines() {
    let figure = Drawn::of("more-machines");
    let axes = &figure.axes()[0];
    for (name, color, step) in [
        ("digits, 32 samples", BLUE, step(DIGITS, 32)),
        ("a thousand times, 32 samples", VERMILION, step(THOUSAND, 32)),
        ("a thousand times, 1,024 samples", GREEN, step(THOUSAND, 1024)),
    ] {
        assert_eq!(figure.text(name).color, color);
        let curve = figure.curves_in(color)[0];
        let points = (1..=16).map(|m| (m as f64, step.speed_up(m, &MACHINE)));
        axes.assert_through(curve, points);
        assert_eq!(curve.points.len(), 16);
    }
}
