//! Writes the book's figures and measured values: `cargo run --bin figures`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use clap::builder::PossibleValuesParser;
use figures::{FIGURES, values};
use files::write_whole;
use indicatif::{ProgressBar, ProgressStyle};

/// The name that stands for all values.
const VALUES_NAME: &str = "values";

/// Draw the book's figures and measure its values
#[derive(Parser)]
struct Arguments {
    /// What to write: figures by name, or `values` [default: everything]
    #[arg(value_name = "NAME", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(names()))]
    names: Vec<String>,
    /// Print the names and write nothing
    #[arg(long)]
    list: bool,
    /// The folder to write to [default: the book's]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse(), &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, out: &mut impl Write) -> Result<()> {
    if arguments.list {
        return Ok(names().try_for_each(|name| writeln!(out, "{name}"))?);
    }
    let asked = |name: &&str| arguments.names.iter().any(|asked| asked == name);
    let chosen: Vec<&str> =
        names().filter(|name| arguments.names.is_empty() || asked(name)).collect();
    let folder = arguments.out.clone().unwrap_or_else(of_the_book);
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let progress = progress_bar(chosen.len());
    for name in chosen {
        progress.set_message(name);
        let path = folder.join(file_name(name));
        let changed = replace(&path, &contents(name)?)?;
        let what = if changed { "changed  " } else { "unchanged" };
        progress.suspend(|| writeln!(out, "{what} {}", path.display()))?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(())
}

fn names() -> impl Iterator<Item = &'static str> + Clone {
    FIGURES.iter().map(|figure| figure.name).chain([VALUES_NAME])
}

/// The folder of the book's figures, from wherever the command runs; short if it is below.
fn of_the_book() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = package.with_file_name("book").join("figures");
    match env::current_dir().as_deref().map(|here| folder.strip_prefix(here)) {
        Ok(Ok(below)) => below.to_path_buf(),
        _ => folder,
    }
}

fn file_name(name: &str) -> String {
    if name == VALUES_NAME {
        "values.json".to_string()
    } else {
        format!("{name}.svg")
    }
}

fn contents(name: &str) -> Result<String> {
    match FIGURES.iter().find(|figure| figure.name == name) {
        Some(figure) => {
            (figure.draw)().with_context(|| format!("cannot draw {name}"))
        }
        None => {
            let by_name: BTreeMap<String, String> = values().into_iter().collect();
            Ok(serde_json::to_string_pretty(&by_name)? + "\n")
        }
    }
}

/// Writes `contents` to `path` unless they are there; says whether it did.
///
/// They go to a file beside it first, so that a failure leaves the old file whole.
fn replace(path: &Path, contents: &str) -> Result<bool> {
    if fs::read_to_string(path).is_ok_and(|old| old == contents) {
        return Ok(false);
    }
    write_whole(path, contents).context("cannot write")?;
    Ok(true)
}

/// A bar on the terminal; where there is none, it is hidden.
fn progress_bar(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
    ProgressBar::new(length as u64)
        .with_style(style.unwrap_or(ProgressStyle::default_bar()))
}
