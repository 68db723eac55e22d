//! Trains deep networks on the small digits, with and without each remedy, and writes the share
//! of the test digits that each reads to data/deeper.csv. The rate of each is the one that is
//! best for three other seeds, except in the study of the warm-up, which looks at every rate.
//!
//! `cargo run --release --example deeper`

mod program;
mod lines;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::classification::Dataset;
use backprop::deeper::{AdamL2, AdamW, Bend, Course, Norm, Plan, right_after};
use backprop::optimizers::{Adam, GradientDescent};
use backprop::schedules::Schedule;
use clap::Parser;
use files::small::small;

use lines::{Lines, data_folder};
use program::Output;

/// Train deep networks on the 1,797 digits, with and without each remedy
#[derive(Parser)]
struct Arguments {
    /// The folder to write deeper.csv to, after each training again [default: the book's folder
    /// data]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// The rule of a training.
#[derive(Clone, Copy)]
enum Rule {
    Descent,
    Adam,
    AdamW,
    AdamL2,
}

/// A network and how it is trained, but for the rate.
#[derive(Clone, Copy)]
struct Trial {
    study: &'static str,
    plan: Plan,
    rule: Rule,
    decay: f64,
    warm_up: usize,
}

/// He's variance times the units, and that of the weights that libraries draw by default.
const STARTS: [(&str, f64); 2] = [("he", 2.0), ("default", 1.0 / 3.0)];
/// The rates that a network is tried at, with plain descent and with Adam.
const RATES: [f64; 6] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
const ADAM_RATES: [f64; 3] = [0.001, 0.003, 0.01];

/// Twenty ReLU blocks of 32 units with none of the remedies.
const PLAIN: Plan = Plan {
    blocks: 20,
    units: 32,
    bend: Bend::Relu,
    start: 1.0 / 3.0,
    skip: 0.0,
    norm: Norm::Off,
};

const ALL: Plan = Plan { skip: 1.0, norm: Norm::Learned, ..PLAIN };

fn main() -> ExitCode {
    let file = data_folder(Arguments::parse().folder).join("deeper.csv");
    program::run(true, |out| write(file, out))
}

fn write(file: PathBuf, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let columns =
        "study,bend,blocks,start,skip,norm,rule,decay,warm_up,rate,seed,right";
    let mut table = Lines::new(file, columns)?;
    let digits = small();
    for trial in trials() {
        let rates: &[f64] = match trial.rule {
            Rule::Descent => &RATES,
            Rule::Adam | Rule::AdamW | Rule::AdamL2 => &ADAM_RATES,
        };
        let best = [best_rate(&trial, rates, &digits)];
        let rates = if trial.study == "warm-up" { rates } else { &best };
        for &rate in rates {
            for seed in 0..10 {
                let right = tried(&trial, rate, &digits, seed);
                table.add(
                    &format!("{},{rate},{seed},{right:.4}", name(&trial)),
                    out,
                )?;
            }
        }
    }
    Ok(())
}

/// All trainings of the table.
fn trials() -> Vec<Trial> {
    let trial = |study, plan| Trial {
        study,
        plan,
        rule: Rule::Descent,
        decay: 0.0,
        warm_up: 0,
    };
    let mut trials = vec![];
    for (_, start) in STARTS {
        for skip in [0.0, 1.0] {
            for norm in [Norm::Off, Norm::Fixed, Norm::Learned] {
                trials.push(trial("remedies", Plan { start, skip, norm, ..PLAIN }));
            }
        }
    }
    for skip in [0.0, 1.0] {
        let sigmoid = Plan { bend: Bend::Sigmoid, start: 1.0, skip, ..PLAIN };
        trials.push(trial("remedies", sigmoid));
    }
    let he = Plan { start: 2.0, ..PLAIN };
    let residual = Plan { skip: 1.0, ..PLAIN };
    let normalized = Plan { norm: Norm::Learned, ..PLAIN };
    for blocks in [1, 5, 10, 40] {
        for plan in [PLAIN, he, residual, normalized, ALL] {
            trials.push(trial("depth", Plan { blocks, ..plan }));
        }
    }
    for plan in [he, normalized, ALL] {
        trials.push(trial("bend", Plan { bend: Bend::Gelu, ..plan }));
    }
    for plan in [Plan { start: 2.0, skip: 1.0, ..PLAIN }, ALL] {
        for warm_up in [0, 90] {
            let rule = Rule::Adam;
            trials.push(Trial { rule, warm_up, ..trial("warm-up", plan) });
        }
    }
    for (rule, decay) in [
        (Rule::Adam, 0.0),
        (Rule::AdamW, 0.1),
        (Rule::AdamW, 1.0),
        (Rule::AdamL2, 0.001),
        (Rule::AdamL2, 0.01),
    ] {
        trials.push(Trial { rule, decay, ..trial("decay", ALL) });
    }
    trials
}

/// The rate at which three other seeds read the most.
fn best_rate(trial: &Trial, rates: &[f64], digits: &Dataset) -> f64 {
    if trial.study == "warm-up" {
        return rates[0];
    }
    let right = |rate: f64| {
        (100..103).map(|seed| tried(trial, rate, digits, seed)).sum::<f64>()
    };
    let tried = rates.iter().map(|&rate| (rate, right(rate)));
    tried.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(rates[0], |(rate, _)| rate)
}

/// The share of the test digits that a network reads after ten epochs.
fn tried(trial: &Trial, rate: f64, digits: &Dataset, seed: u64) -> f64 {
    let Trial { plan, rule, decay, warm_up, .. } = *trial;
    let schedule = Schedule::Constant;
    let course =
        Course { batch: 32, epochs: 10, learning_rate: rate, warm_up, schedule };
    let adam = Adam::default();
    match rule {
        Rule::Descent => right_after(plan, digits, &course, GradientDescent, seed),
        Rule::Adam => right_after(plan, digits, &course, adam, seed),
        Rule::AdamW => {
            right_after(plan, digits, &course, AdamW { adam, decay }, seed)
        }
        Rule::AdamL2 => {
            right_after(plan, digits, &course, AdamL2 { adam, decay }, seed)
        }
    }
}

/// The columns of a trial, but for the rate and what follows.
fn name(trial: &Trial) -> String {
    let Trial { study, plan, rule, decay, warm_up } = *trial;
    let Plan { blocks, bend, start, skip, norm, .. } = plan;
    let start = STARTS.iter().find(|(_, s)| *s == start).map_or("xavier", |s| s.0);
    let bend = format!("{bend:?}").to_lowercase();
    let norm = format!("{norm:?}").to_lowercase();
    let rule = match rule {
        Rule::Descent => "descent",
        Rule::Adam => "adam",
        Rule::AdamW => "adamw",
        Rule::AdamL2 => "adam with l2",
    };
    format!("{study},{bend},{blocks},{start},{skip},{norm},{rule},{decay},{warm_up}")
}
