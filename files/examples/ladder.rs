//! Plants each fault of the chapter *When it does not learn* in a program that learns, from 200
//! seeds, and counts how often each rung finds something wrong. Writes data/ladder.csv.
//!
//! `cargo run --release --example ladder`

mod program;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backprop::when_it_does_not_learn::faults::FAULTS;
use clap::Parser;
use files::{check_writable, write_whole};

use program::Output;

/// Count which faults the five rungs find, from 200 seeds
#[derive(Parser)]
struct Arguments {
    /// The file to write [default: the book's data/ladder.csv]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("data");
    let file = Arguments::parse().file.unwrap_or(data.join("ladder.csv"));
    program::run(true, |out| write(&file, out))
}

fn write(file: &Path, out: &mut Output) -> Result<(), Box<dyn Error>> {
    check_writable(file)?;
    let mut table = "fault,loss,by heart,slopes,rates,curves\n".to_string();
    for fault in FAULTS {
        let counts = fault.found(0..200).map(|count| count.to_string());
        let line = format!("{},{}\n", fault.name, counts.join(","));
        table += &line;
        write_whole(file, &table)?;
        write!(out, "{line}")?;
    }
    Ok(())
}
