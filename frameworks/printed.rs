//! What the tests of outputs share: a page of the book beside what its programs print.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const COMMAND: &str = "$ cargo run -q --manifest-path frameworks/Cargo.toml --bin ";

/// What `program` prints, if it ends in two minutes.
fn printed_by(program: &str) -> String {
    let mut child = Command::new(program).stdout(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("no end after two minutes: {program}");
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Asserts that the page shows these programs, each with its path, and no other, with what each
/// prints.
pub fn are_on_the_page(page: &str, programs: &[(&str, &str)]) {
    let page = format!("{}/../../book/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(page).unwrap();
    for (name, program) in programs {
        let start = format!("```console,ignore\n{COMMAND}{name}\n");
        let (_, rest) = text.split_once(&start).expect("a block for each program");
        let (shown, _) = rest.split_once("```").unwrap();
        assert_eq!(shown.trim_end(), printed_by(program).trim_end(), "{name}");
    }
    assert_eq!(text.matches(COMMAND).count(), programs.len());
}
