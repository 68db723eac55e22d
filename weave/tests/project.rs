//! What the files at the root of the project say to the programs that read them.

use std::{collections::BTreeMap, fs, path::Path};

use mdbook_driver::{MDBook, config::Config};
use tempfile::TempDir;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn a_weave_that_cargo_cannot_build_stops_the_build_and_the_old_book_stays() {
    let root = TempDir::new().unwrap();
    let old = root.path().join("target/book/index.html");
    for (path, text) in [
        ("Cargo.toml", "a test wants cargo to fail at this line"),
        ("book/SUMMARY.md", "[A](a.md)"),
        ("book/a.md", "# A"),
        ("target/book/index.html", "The old book."),
    ] {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut config = Config::from_disk(Path::new(ROOT).join("book.toml")).unwrap();
    // Without the theme and styles, which are not there.
    config.set("output.html", BTreeMap::<String, String>::new()).unwrap();
    let book = MDBook::load_with_config(root.path(), config).unwrap();
    let cause = book.build().unwrap_err().root_cause().to_string();
    assert!(
        cause.contains("\"weave\" preprocessor exited unsuccessfully"),
        "{cause}"
    );
    assert_eq!(fs::read_to_string(old).unwrap(), "The old book.");
}

#[test]
fn git_gives_text_the_same_line_ends_on_every_system() {
    let attributes = fs::read_to_string(Path::new(ROOT).join(".gitattributes"));
    assert!(attributes.unwrap().lines().any(|line| line == "* text=auto eol=lf"));
}
