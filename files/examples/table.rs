//! Trains a network on a table, and predicts with it.

mod program;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use files::table::saved::shown;
use files::table::{Choice, HeldOut, Table, curves, load, predict, save, train};
use files::{FileError, check_writable, write_whole};

use program::Output;

/// Train a network that predicts a column of a table from the others
#[derive(Parser)]
struct Arguments {
    /// A table as CSV, with the names of its columns in the first line
    file: PathBuf,
    /// The column to predict
    #[arg(long, value_name = "COLUMN", required_unless_present = "with")]
    target: Option<String>,
    /// Predict with a network that was saved
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["target", "save", "without"])]
    with: Option<PathBuf>,
    /// Where to save the network and, as .svg, its losses [default: FILE-COLUMN.safetensors, here]
    #[arg(long, value_name = "MODEL")]
    save: Option<PathBuf>,
    /// Columns to predict nothing from
    #[arg(long, value_name = "COLUMN")]
    without: Vec<String>,
    /// Columns to use although they look like the target in other words
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// Columns whose numbers are names
    #[arg(long, value_name = "COLUMN")]
    categories: Vec<String>,
    /// What stands between two cells: a character, or tab
    #[arg(long, value_name = "SIGN", default_value = ",", value_parser = separator)]
    separator: u8,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn separator(sign: &str) -> Result<u8, String> {
    match sign.as_bytes() {
        b"tab" => Ok(b'\t'),
        [sign] if sign.is_ascii_punctuation() && *sign != b'"' => Ok(*sign),
        _ => Err("it is one sign, as ; or |, or the word tab".to_string()),
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(arguments.with.is_none(), |out| match &arguments.with {
        Some(model) => predictions(model, &arguments, out),
        None => training(&arguments, out),
    })
}

fn warn(warnings: &[String]) {
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
}

fn training(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let target = arguments.target.clone().unwrap_or_default();
    let table = Table::read(&arguments.file, arguments.separator)?;
    table.column(&target)?;
    let model =
        arguments.save.clone().unwrap_or_else(|| model(&arguments.file, &target));
    let figure = model.with_extension("svg");
    if figure == model {
        return Err(FileError::new(&model, "this is the name of the figure").into());
    }
    check_writable(&model)?;
    check_writable(&figure)?;
    let choice = Choice {
        target: target.clone(),
        without: arguments.without.clone(),
        keep: arguments.keep.clone(),
        categories: arguments.categories.clone(),
        seed: arguments.seed,
    };
    let mut written = Ok(());
    let trained = train(&table, &choice, |epoch| {
        if epoch.number % 10 == 1 && written.is_ok() {
            let (number, train, validation) =
                (epoch.number, epoch.train, epoch.validation);
            written = writeln!(
                out,
                "epoch {number:3}: loss {train:.4}, on validation rows {validation:.4}"
            );
        }
    })?;
    written?;
    warn(&trained.warnings);
    let [rows, validation, held_out] = trained.parts.each_ref().map(Vec::len);
    writeln!(
        out,
        "{rows} rows to train on, {validation} to choose epoch {}, {held_out} held out",
        trained.best
    )?;
    match &trained.held_out {
        HeldOut::Classes { right, commonest: (class, by_it), each } => {
            writeln!(out, "right: {right} of {held_out}; always {class:?}: {by_it}")?;
            for (class, right, rows) in each {
                writeln!(out, "  {class:?}: {right} of {rows}")?;
            }
        }
        HeldOut::Number { off, mean: (by_it, mean) } => {
            let [off, by_it, mean] = [off, by_it, mean].map(|number| shown(*number));
            writeln!(out, "off by {off}; always {mean}: off by {by_it}")?;
        }
    }
    save(&trained.recipe, &trained.net, &model)?;
    write_whole(&figure, curves(&trained.history, trained.best))?;
    writeln!(out, "saved: {}, {}", model.display(), figure.display())?;
    Ok(())
}

/// The name for the network of a column, in this folder.
fn model(file: &Path, target: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
    let target: String = target.chars().map(plain).take(60).collect();
    PathBuf::from(format!("{stem}-{target}.safetensors"))
}

fn predictions(
    model: &Path,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<(), Box<dyn Error>> {
    let (recipe, net) = load(model)?;
    let table = Table::read(&arguments.file, arguments.separator)?;
    let (predictions, warnings) = predict(&recipe, &net, &table)?;
    warn(&warnings);
    let mut lines = csv::Writer::from_writer(out);
    let target = recipe.target.as_str();
    match predictions.iter().any(|prediction| prediction.share.is_some()) {
        true => lines.write_record(["line", target, "share"])?,
        false => lines.write_record(["line", target])?,
    }
    for prediction in &predictions {
        let mut record = vec![prediction.line.to_string(), prediction.said.clone()];
        record.extend(prediction.share.map(|share| format!("{share:.3}")));
        lines.write_record(record)?;
    }
    lines.flush()?;
    Ok(())
}
