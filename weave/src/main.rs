//! The command that mdBook runs: a book as JSON on stdin, the woven book on stdout.

use std::{env, io, process::ExitCode};

use anyhow::Result;
use mdbook_preprocessor::parse_input;

fn main() -> ExitCode {
    if env::args().nth(1).as_deref() == Some("supports") {
        return supports(&env::args().nth(2).unwrap_or_default());
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// mdBook asks before it runs a preprocessor: `weave supports RENDERER`.
fn supports(renderer: &str) -> ExitCode {
    // MathML and SVG in a page are of use to HTML only.
    ExitCode::from(u8::from(renderer != "html"))
}

fn run() -> Result<()> {
    let (context, book) = parse_input(io::stdin())?;
    let book = weave::weave(&context.root, &context.config.book.src, book)?;
    Ok(serde_json::to_writer(io::stdout(), &book)?)
}
