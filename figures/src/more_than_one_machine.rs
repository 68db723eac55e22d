//! A figure and values of the chapter *More than one machine*.

use backprop::more_than_one_machine::{Machine, Step};

use crate::style::{
    BLUE, Drawing, GREEN, INK, VERMILION, axes, curve, label, plain, svg,
};
use crate::value::{Value, number};

/// Parameters of the digits network.
pub const DIGITS: usize = 19_210;
/// Those of a network with a thousand times as many hidden units.
pub const THOUSAND: usize = 19_200_010;
/// Chosen, not measured: ten billion operations in a second, a wire of ten gigabits, and 50
/// millionths of a second until the first byte arrives.
pub const MACHINE: Machine = Machine { rate: 1e10, bandwidth: 1.25e9, latency: 5e-5 };

/// A step of dense layers in numbers of eight bytes.
pub fn step(parameters: usize, samples: usize) -> Step {
    Step { parameters, samples, bytes: 8 }
}

/// How many times as fast a step is on more machines, by the formula.
pub fn speed_up() -> Drawing {
    let curves = [
        ("digits, 32 samples", BLUE, step(DIGITS, 32)),
        ("a thousand times, 32 samples", VERMILION, step(THOUSAND, 32)),
        ("a thousand times, 1,024 samples", GREEN, step(THOUSAND, 1024)),
    ];
    let told = curves.map(|(name, _, step)| {
        let [two, sixteen] =
            [2, 16].map(|m| format!("{:.1}", step.speed_up(m, &MACHINE)));
        format!("{name}: {two} with two, {sixteen} with sixteen")
    });
    let words = format!(
        "Times as fast as one machine, over the number of machines from one to sixteen. {}. A \
         straight line shows as many times as there are machines.",
        told.join("; ")
    );
    svg(700, "More machines, by the formula", &words, |canvas| {
        let y = ("times as fast as one machine", 0.0..16.0);
        let mut chart = axes(canvas, ("machines", 0.0..16.0), y, &plain)?;
        chart.draw_series([curve([(1.0, 1.0), (16.0, 16.0)], INK)])?;
        for (i, (name, color, step)) in curves.into_iter().enumerate() {
            let at = |m: usize| (m as f64, step.speed_up(m, &MACHINE));
            chart.draw_series([curve((1..=16).map(at), color)])?;
            let place = (0.6, 15.0 - 1.3 * i as f64);
            chart.draw_series([label(place, name, color)])?;
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let speed_up = |name: &str, step: Step, machines| {
        let name = format!("more_than_one_machine.{name}");
        number(&name, 1, step.speed_up(machines, &MACHINE))
    };
    vec![
        speed_up("digits", step(DIGITS, 32), 16),
        speed_up("thousand", step(THOUSAND, 32), 16),
        speed_up("samples", step(THOUSAND, 1024), 16),
    ]
}
