//! Figure of the chapter *Errata*.

use backprop::activation::sigmoid_prime;
use backprop::backpropagation::measured_gradients;
use backprop::errata::{Slopes, losses_with};
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use backprop::what_it_learned::{quantile, train_seeds};

use crate::runs::{self, SEEDS, final_losses};
use crate::style::{
    BLUE, Drawing, GREEN, PURPLE, VERMILION, axes, curve, label, plain, sampled, svg,
};
use crate::value::{Value, count, number};

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

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let uphill = train_seeds(0..200, &x, &y, -1.0, 1500);
    let mut doubled = runs::book().net.clone();
    doubled.w2 *= 2.0;
    vec![
        count("errata.seeds", uphill.len()),
        number("errata.loss_doubled", 6, sum_of_squares(&doubled.predict(&x), &y)),
        number("errata.uphill", 3, quantile(&final_losses(&uphill), 0.5)),
        number("errata.absolute_first", 3, (&trace.y_hat - &y).mapv(f64::abs).sum()),
        number("errata.slope_at_2", 3, sigmoid_prime(2.0)),
        count("errata.learned_right", learned(Slopes::RIGHT)),
        count("errata.learned_of_input", learned(Slopes::OF_INPUT)),
        count(
            "errata.learned_uphill",
            final_losses(&uphill).iter().filter(|&&loss| loss < 0.05).count(),
        ),
        // In whole percent: another rounding tips a run or two.
        percent("errata.learned_absolute_percent", learned(Slopes::ABSOLUTE)),
        percent(
            "errata.overflow_percent",
            ends(Slopes::OF_INPUT).filter(|loss| loss.is_nan()).count(),
        ),
        number(
            "errata.measured_slope",
            4,
            measured_gradients(&net, &x, &y).dw1[[2, 1]],
        ),
        number("errata.backward_slope", 4, net.backward(&x, &y, &trace).dw1[[2, 1]]),
    ]
}

/// The losses before iteration 1499 of all seeds, trained with these slopes.
fn ends(slopes: Slopes) -> impl Iterator<Item = f64> {
    (0..SEEDS).map(move |seed| losses_with(slopes, &mut Network::seeded(seed))[1499])
}

fn learned(slopes: Slopes) -> usize {
    ends(slopes).filter(|&loss| loss < 0.05).count()
}

fn percent(name: &str, seeds: usize) -> Value {
    number(name, 0, 100.0 * seeds as f64 / SEEDS as f64)
}
