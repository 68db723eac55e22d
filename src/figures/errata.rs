//! Figure of the chapter *Errata*.

use super::style::{
    BLUE, Drawing, GREEN, PURPLE, VERMILION, axes, curve, label, plain, sampled, svg,
};
use crate::errata::{Slopes, losses_with};
use crate::{Network, four_rows, train};

/// The loss of one network, trained as it should be and with each of three mistakes.
pub fn mistakes(net: &Network) -> Drawing {
    let (x, y) = four_rows();
    let uphill = train(&mut net.clone(), &x, &y, -1.0, 999);
    let runs = [
        ("right", (420.0, 0.2), BLUE, losses_with(Slopes::RIGHT, &mut net.clone())),
        ("+ for −", (420.0, 1.86), VERMILION, uphill.losses().to_vec()),
        (
            "|e| for e²",
            (420.0, 1.12),
            GREEN,
            losses_with(Slopes::ABSOLUTE, &mut net.clone()),
        ),
        (
            "σ′(a) for σ′(z)",
            (420.0, 0.75),
            PURPLE,
            losses_with(Slopes::TWICE, &mut net.clone()),
        ),
    ];
    let ends = runs
        .each_ref()
        .map(|(name, _, _, losses)| format!("{name}, {:.3}", losses[999]));
    let words = format!(
        "Four loss curves from the same weights. They end at: {}.",
        ends.join("; ")
    );
    svg(680, "What each mistake costs", &words, |canvas| {
        let iteration = ("iteration", 0.0..1000.0);
        let mut chart = axes(canvas, iteration, ("loss L", 0.0..2.2), &plain)?;
        for (name, at, color, losses) in &runs {
            chart.draw_series([curve(sampled(&losses[..1000], 5), *color)])?;
            chart.draw_series([label(*at, *name, *color)])?;
        }
        Ok(())
    })
}
