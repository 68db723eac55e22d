//! Trains a network on folders of pictures, and predicts with it.

mod program;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use files::pictures::{Choice, Folder, Picture, load, predict, save, train};
use files::table::{Epoch, HeldOut, curves};
use files::{FileError, check_writable, write_whole};

use program::Output;

/// Train a network that tells the pictures of one folder from those of another
#[derive(Parser)]
struct Arguments {
    /// A folder with a folder of PNG or JPEG files for each label; after --with, pictures
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Predict with a network that was saved
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["save", "side", "moved"])]
    with: Option<PathBuf>,
    /// Where to save the network and, as .svg, its losses [default: FOLDER.safetensors, here]
    #[arg(long, value_name = "MODEL")]
    save: Option<PathBuf>,
    /// How many pixels a side of what the network sees has: a multiple of 4
    #[arg(long, default_value_t = 16, value_parser = side)]
    side: usize,
    /// Train with copies moved by a pixel, too
    #[arg(long)]
    moved: bool,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn side(text: &str) -> Result<usize, String> {
    let side =
        text.parse().ok().filter(|side| (8..=64).contains(side) && side % 4 == 0);
    side.ok_or_else(|| "it is a multiple of 4 from 8 to 64".to_string())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(arguments.with.is_none(), |out| match &arguments.with {
        Some(model) => predictions(model, &arguments.paths, out),
        None => training(&arguments, out),
    })
}

fn training(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let [path] = &arguments.paths[..] else {
        return Err("one folder is trained on; to predict, say --with MODEL".into());
    };
    let folder = Folder::list(path)?;
    let model = arguments.save.clone().unwrap_or_else(|| model(path));
    let figure = model.with_extension("svg");
    if figure == model {
        return Err(FileError::new(&model, "this is the name of the figure").into());
    }
    check_writable(&model)?;
    check_writable(&figure)?;
    let choice =
        Choice { side: arguments.side, moved: arguments.moved, seed: arguments.seed };
    let mut written = Ok(());
    let trained = train(&folder, &choice, |epoch| {
        if epoch.number % 5 == 1 && written.is_ok() {
            let (number, loss) = (epoch.number, epoch.loss);
            let percent = 100.0 * epoch.validation.accuracy;
            written = writeln!(
                out,
                "epoch {number:3}: loss {loss:.4}, on validation pictures {:.4}, right \
                 {percent:.0} %",
                epoch.validation.loss
            );
        }
    })?;
    written?;
    for warning in &trained.warnings {
        eprintln!("warning: {warning}");
    }
    let [pictures, validation, held_out] = trained.parts.each_ref().map(Vec::len);
    writeln!(
        out,
        "{pictures} pictures to train on, {validation} to choose epoch {}, {held_out} held out",
        trained.best
    )?;
    if let HeldOut::Classes { right, commonest: (label, by_it), each } =
        &trained.held_out
    {
        writeln!(out, "right: {right} of {held_out}; always {label:?}: {by_it}")?;
        for (label, right, pictures) in each {
            writeln!(out, "  {label:?}: {right} of {pictures}")?;
        }
    }
    save(&trained.recipe, &trained.net, &model)?;
    let history = trained.history.iter().map(|epoch| Epoch {
        number: epoch.number,
        train: epoch.loss,
        validation: epoch.validation.loss,
    });
    write_whole(&figure, curves(&history.collect::<Vec<_>>(), trained.best))?;
    writeln!(out, "saved: {}, {}", model.display(), figure.display())?;
    Ok(())
}

/// The name for the network of a folder, in this folder.
fn model(folder: &Path) -> PathBuf {
    let name = folder.canonicalize().unwrap_or_else(|_| folder.into());
    let stem = name.file_name().unwrap_or_default().to_string_lossy();
    PathBuf::from(format!("{stem}.safetensors"))
}

fn predictions(
    model: &Path,
    paths: &[PathBuf],
    out: &mut Output,
) -> Result<(), Box<dyn Error>> {
    let (recipe, net) = load(model)?;
    let pictures: Vec<Picture> =
        paths.iter().map(|path| Picture::read(path)).collect::<Result<_, _>>()?;
    for (path, picture) in paths.iter().zip(&pictures) {
        let shares = predict(&recipe, &net, picture);
        let mut order: Vec<usize> = (0..shares.len()).collect();
        order.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]));
        let said = order.iter().take(3).map(|&label| {
            format!("{} {:.1} %", recipe.labels[label], 100.0 * shares[label])
        });
        writeln!(out, "{}: {}", path.display(), said.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}
