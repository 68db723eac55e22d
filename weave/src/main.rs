//! The command that mdBook runs: a book as JSON on stdin, the woven book on stdout.
//! `weave publish SITE` completes a built book for its site, and `weave numbers PAGE…` tells
//! which numbers of pages nothing holds.

use std::{env, io, path::Path, process::ExitCode};

use anyhow::{Context, Result, ensure};
use mdbook_preprocessor::{config::Config, parse_input};
use weave::{equations, files::Files, numbers::Checker, page::Page, publish::Site};

fn main() -> ExitCode {
    let argument = env::args().nth(2).unwrap_or_default();
    let done = match env::args().nth(1).as_deref() {
        Some("supports") => return supports(&argument),
        Some("publish") => publish(Path::new(&argument)),
        Some("numbers") => numbers(env::args().skip(2)),
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

/// Tells what is wrong with the numbers of `pages`, files of the folder `src` of `book.toml`.
fn numbers(pages: impl Iterator<Item = String>) -> Result<()> {
    let src = Config::from_disk("book.toml")?.book.src;
    let files = Files::new(Path::new("."), &src);
    let checker = Checker::new(&files);
    let mut wrong = 0;
    for path in pages {
        let path = Path::new(&path);
        let below = path.strip_prefix(&src);
        let below =
            below.with_context(|| format!("{} is no page", path.display()))?;
        let page = Page::new(below, &files.read(path)?);
        let faults = checker.of_page(&page);
        wrong += faults.len();
        for alike in faults.chunk_by(|one, next| one.cause == next.cause) {
            alike.iter().for_each(|fault| println!("{}", fault.head()));
            println!("    {}", alike[0].cause);
        }
        println!("{}: {}", path.display(), checker.counts(&page));
    }
    ensure!(wrong == 0, "{wrong} faults");
    Ok(())
}
