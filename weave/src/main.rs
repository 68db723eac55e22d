//! The command that mdBook runs: a book as JSON on stdin, the woven book on stdout. And
//! `weave publish SITE`, which completes a built book for its site.

use std::{env, io, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use mdbook_preprocessor::{config::Config, parse_input};
use weave::{equations, publish::Site};

fn main() -> ExitCode {
    let argument = env::args().nth(2).unwrap_or_default();
    let done = match env::args().nth(1).as_deref() {
        Some("supports") => return supports(&argument),
        Some("publish") => publish(Path::new(&argument)),
        _ => run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// mdBook asks this if `book.toml` names no renderers: `weave supports RENDERER`.
fn supports(renderer: &str) -> ExitCode {
    // MathML and SVG in a page are of use to HTML only.
    ExitCode::from(u8::from(renderer != "html"))
}

fn run() -> Result<()> {
    let (context, book) = parse_input(io::stdin())?;
    let (evaluated, marked) = equations::count(&book);
    let book = weave::weave(&context.root, &context.config.book.src, book)?;
    eprintln!(
        "weave: {evaluated} equations for the tests to evaluate, {marked} marked as none"
    );
    Ok(serde_json::to_writer(io::stdout(), &book)?)
}

/// Completes the built book in the folder `site` for the address that `book.toml` gives it.
fn publish(site: &Path) -> Result<()> {
    let mut config = Config::from_disk("book.toml")?;
    config.update_from_env()?;
    let address: Option<String> = config.get("output.html.site-url")?;
    let address = address.context("book.toml gives the book no site-url")?;
    let title = config.book.title.context("book.toml gives the book no title")?;
    let linked = Site::new(site, &address, &title)?.publish()?;
    println!("{address}: {linked} listings link to the API documentation");
    Ok(())
}
