//! A figure and values of the chapter *More than one machine*, some of them from the times in
//! `data/machines.csv`.

use backprop::more_than_one_machine::{Machine, Step};
use backprop::what_it_learned::quantile;

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

/// What two processes measured, in seconds: medians of the rounds in `data/machines.csv`.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// What was trained.
    pub step: Step,
    /// A step by one process.
    pub alone: f64,
    /// An exchange of the gradients.
    pub exchange: f64,
    /// An exchange of two numbers.
    pub two: f64,
    /// A step by both.
    pub together: f64,
}

impl Measured {
    /// The machine and the wire of the formula, from what was measured alone and from the
    /// exchanges.
    pub fn machine(&self) -> Machine {
        // Two numbers take two rounds, and next to no bytes.
        let latency = self.two / 2.0;
        Machine {
            rate: self.step.operations() / self.alone,
            bandwidth: self.step.bytes_sent(2) / (self.exchange - self.two),
            latency,
        }
    }

    /// How many times as fast both are as one.
    pub fn speed_up(&self) -> f64 {
        self.alone / self.together
    }

    /// The same by the formula.
    pub fn expected(&self) -> f64 {
        self.step.speed_up(2, &self.machine())
    }
}

const TABLE: &str = include_str!("../../data/machines.csv");

/// The steps of the table, in its order.
pub fn measured() -> Vec<Measured> {
    let rounds = TABLE.lines().skip(1).map(|line| {
        let numbers = line.split(',').map(str::parse::<f64>);
        numbers.collect::<Result<Vec<_>, _>>().expect("data/machines.csv has numbers")
    });
    let rounds: Vec<_> = rounds.collect();
    let same = |a: &Vec<f64>, b: &Vec<f64>| a[..2] == b[..2];
    let of = |rounds: &[Vec<f64>]| {
        let median = |column: usize| {
            quantile(
                &rounds.iter().map(|round| round[column]).collect::<Vec<_>>(),
                0.5,
            )
        };
        Measured {
            step: step(rounds[0][0] as usize, rounds[0][1] as usize),
            alone: median(2),
            exchange: median(3),
            two: median(4),
            together: median(5),
        }
    };
    rounds.chunk_by(same).map(of).collect()
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let speed_up = |name: &str, step: Step, machines| {
        let name = format!("more_than_one_machine.{name}");
        number(&name, 1, step.speed_up(machines, &MACHINE))
    };
    let mut values = vec![
        speed_up("digits", step(DIGITS, 32), 16),
        speed_up("thousand", step(THOUSAND, 32), 16),
        speed_up("samples", step(THOUSAND, 1024), 16),
    ];
    for measured in measured() {
        let Step { parameters, samples, .. } = measured.step;
        for (what, speed_up) in
            [("two", measured.speed_up()), ("expected", measured.expected())]
        {
            let name = format!("more_than_one_machine.{what}.{parameters}_{samples}");
            values.push(number(&name, 2, speed_up));
        }
    }
    values
}
