//! The figures and values in `book/figures` are those that the code gives, and the command
//! that writes them behaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use figures::{FIGURES, values};

#[path = "../../tests/common/root.rs"]
mod root;

use root::in_root;

/// Where the book's figures are.
fn folder() -> PathBuf {
    in_root("book/figures")
}

// Drawings and values are compared to the letter. Coordinates are whole numbers and values have
// few digits: the last bit of a result, in which two computers may differ, would have to sit on
// the edge of rounding to show. `.ci/run` tries it with another exponential function.

#[test]
fn every_figure_in_the_book_is_what_its_function_draws() {
    for figure in FIGURES {
        let file = folder().join(figure.name).with_extension("svg");
        let stale = fs::read_to_string(&file).ok() != (figure.draw)().ok();
        assert!(!stale, "{} is stale: cargo run --bin figures", file.display());
    }
}

#[test]
fn every_value_in_the_book_is_what_the_code_measures() {
    let file = fs::read_to_string(folder().join("values.json")).unwrap();
    let written: BTreeMap<String, String> = serde_json::from_str(&file).unwrap();
    let measured: BTreeMap<String, String> = values().into_iter().collect();
    for (name, value) in &measured {
        assert_eq!(
            written.get(name),
            Some(value),
            "{name}: cargo run --bin figures values"
        );
    }
    assert_eq!(written.len(), measured.len(), "a value that nothing measures");
}

#[test]
fn the_folder_holds_nothing_else() {
    let mut expected: Vec<String> =
        FIGURES.iter().map(|figure| format!("{}.svg", figure.name)).collect();
    expected.push("values.json".to_string());
    expected.sort();
    assert_eq!(names_in(&folder()), expected);
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> =
        names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn figures(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_figures")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn list_prints_every_name_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new");
    let output = figures(&["--list", "--out", out.to_str().unwrap()]);
    let names: Vec<&str> =
        FIGURES.iter().map(|figure| figure.name).chain(["values"]).collect();
    assert_eq!(text(&output.stdout).lines().collect::<Vec<_>>(), names);
    assert!(!out.exists());
}

#[test]
fn named_figures_alone_are_written_and_the_changed_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = figures(&["sigmoid", "training-loop", "--out", out]);
    assert!(output.status.success());
    assert_eq!(names_in(folder.path()), ["sigmoid.svg", "training-loop.svg"]);
    assert_eq!(text(&output.stdout).matches("changed   ").count(), 2);

    fs::write(folder.path().join("sigmoid.svg"), "old").unwrap();
    let told = text(&figures(&["sigmoid", "training-loop", "--out", out]).stdout);
    assert!(told.contains(&format!("changed   {out}/sigmoid.svg")), "{told}");
    assert!(told.contains(&format!("unchanged {out}/training-loop.svg")), "{told}");
}

#[test]
fn from_another_folder_the_figures_of_the_book_are_written_and_none_beside_it() {
    let figure = FIGURES.iter().find(|figure| figure.name == "sigmoid").unwrap();
    let file = fs::read_to_string(folder().join("sigmoid.svg")).unwrap();
    assert!((figure.draw)().unwrap() == file, "it is stale: cargo run --bin figures");
    for (from, told) in [("", "unchanged book/figures/sigmoid.svg\n"), ("src", "")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_figures"));
        let output = command.arg("sigmoid").current_dir(in_root(from)).output();
        let output = text(&output.unwrap().stdout);
        assert!(
            output.starts_with("unchanged ") && output.ends_with(told),
            "{output}"
        );
        assert!(output.ends_with("book/figures/sigmoid.svg\n"), "{output}");
    }
    assert!(!in_root("src/book").exists());
}

#[test]
fn an_unknown_name_is_refused_and_the_nearest_suggested() {
    let output = figures(&["sigmiod"]);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(error.contains("'sigmiod'") && error.contains("'sigmoid'"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named_with_the_cause() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let output = figures(&["sigmoid", "--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(
        error.contains(file.to_str().unwrap()) && error.contains("exists"),
        "{error}"
    );
}

#[test]
fn a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    // A folder in the place of the file can't be replaced by one.
    let taken = folder.path().join("sigmoid.svg");
    fs::create_dir(&taken).unwrap();
    fs::write(taken.join("old"), "whole").unwrap();
    let output = figures(&["sigmoid", "--out", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(taken.to_str().unwrap()));
    assert_eq!(names_in(folder.path()), ["sigmoid.svg"]);
    assert_eq!(fs::read_to_string(taken.join("old")).unwrap(), "whole");
}
