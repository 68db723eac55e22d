//! Figures and values of the chapter *Deeper*: the table `data/deeper.csv`, and the slopes of
//! twenty blocks before the first step.

use backprop::deeper::{Bend, Deep, Norm, Plan};
use backprop::initialization::size;
use backprop::what_it_learned::quantile;
use files::small::small;
use plotters::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::style::{
    BLUE, Drawing, GREEN, INK, PURPLE, VERMILION, axes, curve, dot, label, plain, svg,
};
use crate::value::{Value, number};
use crate::vanishing::{medians, power};

/// The networks of both figures: what they are called, their color, start, skip, whether they
/// are normalized, and where their names stand in the first and in the second.
type Compared =
    (&'static str, RGBColor, &'static str, f64, Norm, (f64, f64), (f64, f64));

const COMPARED: [Compared; 5] = [
    ("plain", INK, "default", 0.0, Norm::Off, (11.0, 18.0), (3.0, 2e-8)),
    ("He", BLUE, "he", 0.0, Norm::Off, (9.0, 60.0), (0.5, 2e-4)),
    ("residual", GREEN, "default", 1.0, Norm::Off, (32.0, 72.0), (7.5, 3e-1)),
    ("normalized", PURPLE, "default", 0.0, Norm::Learned, (13.5, 86.0), (4.0, 1.2)),
    (
        "residual and normalized",
        VERMILION,
        "default",
        1.0,
        Norm::Learned,
        (20.0, 107.0),
        (3.5, 2e-4),
    ),
];

/// Twenty ReLU blocks of 32 units.
fn plan(start: &str, skip: f64, norm: Norm) -> Plan {
    let start = if start == "he" { 2.0 } else { 1.0 / 3.0 };
    Plan { blocks: 20, units: 32, bend: Bend::Relu, start, skip, norm }
}

/// The size of the slopes along what goes into each of 20 blocks and comes out of the last,
/// before training, for 90 digits: the median of 20 seeds.
pub fn slope_sizes(start: &str, skip: f64, norm: Norm) -> Vec<f64> {
    let of = |seed| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (_, digits) = small().shuffled(rng).split(0.05);
        let net = Deep::new(plan(start, skip, norm), 64, 10, rng);
        let (_, _, along) = net.loss_and_slopes(&digits.x, &digits.one_hot());
        along.iter().map(size).collect()
    };
    medians(&(0..20).map(of).collect::<Vec<_>>())
}

/// The slopes before the first step, from the first block to the end.
pub fn slopes_by_block() -> Drawing {
    let curves = COMPARED.map(|(name, color, start, skip, norm, _, at)| {
        (name, color, slope_sizes(start, skip, norm), at)
    });
    let told = curves.each_ref().map(|(name, _, sizes, _)| {
        format!("{name}, {} and {}", power(&sizes[0]), power(&sizes[20]))
    });
    let words = format!(
        "Five curves over twenty blocks, on a scale of powers of ten. Before the first \
         block and at the end they are: {}.",
        told.join("; "),
    );
    svg(680, "The size of the slopes in twenty blocks", &words, |canvas| {
        let size = ("size of ∂L/∂h, powers of ten", (1e-12..10.0).log_scale());
        let mut chart = axes(canvas, ("blocks before", 0.0..20.0), size, &power)?;
        for (name, color, sizes, at) in &curves {
            let points = || (0..).map(f64::from).zip(sizes.iter().copied());
            chart.draw_series([curve(points(), *color)])?;
            chart.draw_series(points().map(|at| dot(at, *color)))?;
            chart.draw_series([label(*at, *name, *color)])?;
        }
        Ok(())
    })
}

/// The share of the test digits that are read, over the number of blocks.
pub fn accuracy_by_depth() -> Drawing {
    let curves = COMPARED.map(|(name, color, start, skip, norm, at, _)| {
        let read = [1, 5, 10, 20, 40].map(|blocks| {
            let study = if blocks == 20 { "remedies" } else { "depth" };
            let plan = named("relu", blocks, start, skip, norm);
            let right = shares(&format!("{study},{plan},descent,0,0"));
            (f64::from(blocks), quantile(&right, 0.5))
        });
        (name, color, read, at)
    });
    let told = curves.each_ref().map(|(name, _, read, _)| {
        let read = read.map(|(_, percent)| format!("{percent:.0}"));
        format!("{name}, {}", read.join(", "))
    });
    let words = format!(
        "Five curves over 1, 5, 10, 20 and 40 blocks, in percent: {}.",
        told.join("; "),
    );
    svg(680, "Digits read, by the number of blocks", &words, |canvas| {
        let read = ("test digits read, percent", 0.0..112.0);
        let mut chart = axes(canvas, ("blocks", 0.0..40.0), read, &plain)?;
        for (name, color, read, at) in &curves {
            chart.draw_series([curve(read.iter().copied(), *color)])?;
            chart.draw_series(read.iter().map(|&at| dot(at, *color)))?;
            chart.draw_series([label(*at, *name, *color)])?;
        }
        Ok(())
    })
}

/// The numbers that the chapter refers to, in percent, from `data/deeper.csv`.
pub(crate) fn values() -> Vec<Value> {
    let remedies = [
        ("plain", "default,0,off"),
        ("he", "he,0,off"),
        ("normalized", "default,0,learned"),
        ("normalized_he", "he,0,learned"),
        ("residual", "default,1,off"),
        ("residual_he", "he,1,off"),
        ("both", "default,1,learned"),
        ("all", "he,1,learned"),
        ("fixed", "default,0,fixed"),
        ("fixed_he", "he,0,fixed"),
        ("fixed_residual", "default,1,fixed"),
    ]
    .map(|(name, plan)| (name, format!("remedies,relu,20,{plan},descent,0,0")));
    let sigmoids = [("sigmoids", 0), ("sigmoids_residual", 1)].map(|(name, skip)| {
        (name, format!("remedies,sigmoid,20,xavier,{skip},off,descent,0,0"))
    });
    let decays = [
        ("adam", "adam,0"),
        ("adamw", "adamw,0.1"),
        ("adamw_more", "adamw,1"),
        ("l2", "adam with l2,0.001"),
        ("l2_more", "adam with l2,0.01"),
    ]
    .map(|(name, rule)| (name, format!("decay,relu,20,default,1,learned,{rule},0")));
    let bends = [
        ("gelu_he", "he,0,off"),
        ("gelu_normalized", "default,0,learned"),
        ("gelu_both", "default,1,learned"),
    ]
    .map(|(name, plan)| (name, format!("bend,gelu,20,{plan},descent,0,0")));
    let spread = |(name, trial): &(&str, String)| {
        let right = shares(trial);
        [("", 0.5), (".least", 0.0), (".most", 1.0)].map(|(end, share)| {
            number(&format!("deeper.{name}{end}"), 0, quantile(&right, share))
        })
    };
    let warm_ups = [("explosive", "he,1,off"), ("both", "default,1,learned")];
    let medians = warm_ups.iter().flat_map(|(name, plan)| {
        ["0.001", "0.003", "0.01"].into_iter().flat_map(move |rate| {
            ["0", "90"].map(|steps| {
                let trial = format!("warm-up,relu,20,{plan},adam,0,{steps},{rate}");
                let name = format!("deeper.warm_up.{name}.{steps}.at_{rate}");
                number(&name, 0, quantile(&shares(&trial), 0.5))
            })
        })
    });
    let all = remedies.iter().chain(&sigmoids).chain(&bends).chain(&decays);
    all.flat_map(spread).chain(medians).collect()
}

const TABLE: &str = include_str!("../../data/deeper.csv");

/// The columns of a network in the table.
fn named(bend: &str, blocks: i32, start: &str, skip: f64, norm: Norm) -> String {
    let norm = format!("{norm:?}").to_lowercase();
    format!("{bend},{blocks},{start},{skip},{norm}")
}

/// The shares of the test digits of the lines that begin so, in percent: one for each seed.
fn shares(beginning: &str) -> Vec<f64> {
    let start = format!("{beginning},");
    let lines = TABLE.lines().filter(|line| line.starts_with(&start));
    let right = lines.map(|line| {
        let last = line.rsplit(',').next().and_then(|share| share.parse().ok());
        100.0 * last.unwrap_or(f64::NAN)
    });
    let right: Vec<f64> = right.collect();
    assert_eq!(right.len(), 10, "data/deeper.csv: lines that begin with {start}");
    right
}
