//! Figures and values of the chapter *Schedules*: what rules do on a network, and rates that
//! fall.

use backprop::optimizers::{Adam, Optimizer, RmsProp};
use backprop::schedules::{Schedule, end_losses_with, noisy_descent};
use backprop::what_it_learned::quantile;
use plotters::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Drawing, GREEN, PURPLE, VERMILION, axes, curve, label, plain, svg,
};
use crate::value::{Value, number};

const FALLING: Schedule = Schedule::Steps { every: 50, factor: 0.3 };

/// What each schedule multiplies the learning rate by, over 200 steps.
pub fn schedules() -> Drawing {
    let lines = [
        ("constant", Schedule::Constant, BLUE, (110.0, 0.93)),
        ("steps", FALLING, VERMILION, (55.0, 0.23)),
        ("cosine", Schedule::Cosine, GREEN, (104.0, 0.55)),
    ];
    let told = lines.map(|(name, schedule, ..)| {
        let [quarter, half, end] = [50, 100, 199].map(|s| schedule.factor(s, 200));
        format!("{name} {quarter:.2} at 50, {half:.2} at 100, {end:.2} at the end")
    });
    let words = format!(
        "Three curves of the factor over 200 epochs, all from 1: {}.",
        told.join("; ")
    );
    svg(600, "Three schedules", &words, |canvas| {
        let factor = ("factor of the learning rate", 0.0..1.05);
        let mut chart = axes(canvas, ("epoch", 0.0..200.0), factor, &plain)?;
        for (name, schedule, color, at) in lines {
            let factors =
                (0..200).map(|epoch| (epoch as f64, schedule.factor(epoch, 200)));
            chart.draw_series([curve(factors, color)])?;
            chart.draw_series([label(at, name, color)])?;
        }
        Ok(())
    })
}

/// The typical distance from the minimum before each of 200 noisy steps and after the last:
/// the root of the mean square of 1000 seeds.
fn typical_distances(schedule: Schedule, learning_rate: f64) -> Vec<f64> {
    let mut squares = vec![0.0; 201];
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let path = noisy_descent(schedule, learning_rate, 3.0, 200, rng);
        squares.iter_mut().zip(path).for_each(|(sum, w)| *sum += w * w);
    }
    squares.into_iter().map(|sum| (sum / 1000.0).sqrt()).collect()
}

/// The typical distance from the minimum with noisy slopes, by schedule.
pub fn jitter() -> Drawing {
    let lines = [
        ("constant 0.01", Schedule::Constant, 0.01, PURPLE, (60.0, 2.0)),
        ("constant 0.5", Schedule::Constant, 0.5, BLUE, (122.0, 0.46)),
        ("steps", FALLING, 0.5, VERMILION, (68.0, 0.115)),
        ("cosine", Schedule::Cosine, 0.5, GREEN, (162.0, 0.165)),
    ]
    .map(|(name, schedule, rate, color, at)| {
        (name, typical_distances(schedule, rate), color, at)
    });
    let told = lines.each_ref().map(|(name, distances, ..)| {
        format!(
            "{name} {:.2} after 50 and {:.2} at the end",
            distances[50], distances[200]
        )
    });
    let words = format!(
        "The typical distance from the minimum over 200 steps with noisy slopes, on a scale of \
         powers of ten, from 3: {}.",
        told.join("; "),
    );
    svg(700, "A constant rate rattles, a falling one settles", &words, |canvas| {
        let distance = ("distance from the minimum", (0.04..4.0).log_scale());
        let mut chart = axes(canvas, ("step", 0.0..200.0), distance, &plain)?;
        for (name, distances, color, at) in lines {
            let points = distances.iter().enumerate().map(|(i, &d)| (i as f64, d));
            chart.draw_series([curve(points, color)])?;
            chart.draw_series([label(at, name, color)])?;
        }
        Ok(())
    })
}

/// The median loss of the small network, from 200 seeds, after 300 steps at rate 0.1.
pub fn median_loss(optimizer: &impl Optimizer) -> f64 {
    quantile(&end_losses_with(optimizer, 0.1, 0..200, 300), 0.5)
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let mut short_memory = Adam::default();
    short_memory.keep_square = 0.9;
    vec![
        number("schedules.rms_prop", 3, median_loss(&RmsProp::default())),
        number("schedules.adam_short_memory", 4, median_loss(&short_memory)),
    ]
}
