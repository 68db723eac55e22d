//! Every output in the book is what its command prints today.
//!
//! A block of `console,ignore` is left to the tests of `frameworks/`, which need its libraries.
//!
//! `TRYCMD=overwrite cargo test --test outputs` writes today's outputs into the pages.

use std::env;
use std::fs;
use std::path::PathBuf;

#[test]
fn every_console_block_shows_what_its_command_prints() {
    // Where a reader types the commands.
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    trycmd::TestCases::new()
        .register_bin("cargo", PathBuf::from(env!("CARGO")))
        .case("book/*.md");
}

#[test]
fn only_the_commands_of_frameworks_are_left_to_its_own_tests() {
    let pages =
        fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../book")).unwrap();
    for page in pages.map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```console,ignore\n").skip(1) {
            let command = block.lines().next().unwrap();
            let is_of_frameworks = command
                .starts_with("$ cargo run -q --manifest-path frameworks/Cargo.toml ");
            assert!(is_of_frameworks, "{}: {command}", page.display());
        }
    }
}
