//! Plants each fault of the chapter *When it does not learn* in a program that learns, from 200
//! seeds, and counts how often each rung finds something wrong. Writes data/ladder.csv.
//!
//! `cargo run --release --example ladder`

mod program;
mod lines;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::when_it_does_not_learn::faults::FAULTS;
use clap::Parser;

use lines::{Lines, data_folder};
use program::Output;

/// Count which faults the five rungs find, from 200 seeds
#[derive(Parser)]
struct Arguments {
    /// The file to write [default: the book's data/ladder.csv]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let ladder = || data_folder(None).join("ladder.csv");
    let file = Arguments::parse().file.unwrap_or_else(ladder);
    program::run(true, |out| write(file, out))
}

fn write(file: PathBuf, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let mut table = Lines::new(file, "fault,loss,by heart,slopes,rates,curves")?;
    for fault in FAULTS {
        let counts = fault.found(0..200).map(|count| count.to_string());
        table.add(&format!("{},{}", fault.name, counts.join(",")), out)?;
    }
    Ok(())
}
