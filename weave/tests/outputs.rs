//! Every output in the book is what its command prints today.
//!
//! `TRYCMD=overwrite cargo test --test outputs` writes today's outputs into the pages.

use std::env;
use std::path::PathBuf;

#[test]
fn every_console_block_shows_what_its_command_prints() {
    // Where a reader types the commands.
    env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
    trycmd::TestCases::new()
        .register_bin("cargo", PathBuf::from(env!("CARGO")))
        .case("book/*.md");
}
