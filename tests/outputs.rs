//! Every output in the book is what its command prints today.
//!
//! `TRYCMD=overwrite cargo test --test outputs` writes today's outputs into the pages.

use std::path::PathBuf;

#[test]
fn every_console_block_shows_what_its_command_prints() {
    trycmd::TestCases::new()
        .register_bin("cargo", PathBuf::from(env!("CARGO")))
        .case("book/*.md");
}
