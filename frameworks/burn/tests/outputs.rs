//! Every output of this package in the book is what its program prints today.

use std::fs;
use std::process::Command;

const COMMAND: &str = "$ cargo run -q --manifest-path frameworks/Cargo.toml --bin ";

#[test]
fn every_output_on_the_page_is_what_its_program_prints() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/burn.md");
    let text = fs::read_to_string(page).unwrap();
    let programs = [
        ("part_one", env!("CARGO_BIN_EXE_part_one")),
        ("gradients", env!("CARGO_BIN_EXE_gradients")),
    ];
    for (name, program) in programs {
        let start = format!("```console,ignore\n{COMMAND}{name}\n");
        let (_, rest) = text.split_once(&start).expect("a block for each program");
        let (shown, _) = rest.split_once("```").unwrap();
        let output = Command::new(program).output().unwrap();
        assert!(output.status.success());
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(shown.trim_end(), printed.trim_end(), "{name}");
    }
    assert_eq!(text.matches(COMMAND).count(), programs.len());
}
