//! Trains the network of Part I with each mistake of the workbook's whole program, from 200 seeds,
//! and counts how many learn all the same. Writes data/mistakes.csv.
//!
//! `cargo run --release --example mistakes`

mod program;
mod lines;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use mistakes::training::{SEEDS, learn, mistakes};

use lines::{Lines, data_folder};
use program::Output;

/// Count the seeds that learn despite each mistake, of 200
#[derive(Parser)]
struct Arguments {
    /// The file to write [default: the book's data/mistakes.csv]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let mistakes = || data_folder(None).join("mistakes.csv");
    let file = Arguments::parse().file.unwrap_or_else(mistakes);
    program::run(true, |out| write(file, out))
}

fn write(file: PathBuf, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let mut table = Lines::new(file, "mistake,learn")?;
    table.add(&format!("none,{}", learn(None, 0..SEEDS)), out)?;
    for mistake in mistakes() {
        table.add(&format!("{mistake},{}", learn(Some(mistake), 0..SEEDS)), out)?;
    }
    Ok(())
}
