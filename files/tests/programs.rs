//! The programs that train for long, as their users start them: what they refuse, and what they
//! do when nobody reads what they print.

use std::env::{self, consts::EXE_EXTENSION};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use backprop::digits::{SMALL, lenet};
use files::network::load;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The program of this name, which `cargo test` builds, to be started in `folder`.
fn program(name: &str, folder: &Path, arguments: &[&str]) -> Command {
    let test = env::current_exe().unwrap();
    let examples = test.ancestors().nth(2).unwrap().join("examples");
    let mut program = Command::new(examples.join(name).with_extension(EXE_EXTENSION));
    program.args(arguments).current_dir(folder).stdin(Stdio::null());
    program
}

/// Starts a program whose output nobody reads.
fn without_reader(mut program: Command) -> Output {
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

/// Asserts that the program refuses its arguments before it trains: nothing on the standard
/// output, and this on a line of errors.
fn refuses(mut program: Command, reason: &str) {
    let Output { status, stdout, stderr } = program.output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(!status.success());
    assert_eq!(String::from_utf8(stdout).unwrap(), "");
    let error = stderr.lines().next().unwrap_or_default();
    assert!(error.starts_with(&format!("error: {reason}")), "{stderr}");
}

#[test]
fn a_file_that_cannot_be_written_is_refused_before_training() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("file"), "").unwrap();
    for path in ["no/such/net", "file/net", "net/", "."] {
        refuses(program("digits", folder, &["--save", path]), &format!("{path}: "));
        let mnist = program("mnist", folder, &["no-mnist", "--write", path]);
        refuses(mnist, &format!("{path}: "));
    }
    refuses(program("accuracy", folder, &["no/such"]), "no/such/accuracy.csv: ");
    refuses(program("accuracy", folder, &["file"]), "file/accuracy.csv: ");
    refuses(program("folds", folder, &["no/such"]), "no/such/folds.csv: ");
    refuses(program("ladder", folder, &["no/such"]), "no/such: ");
    refuses(program("mistakes", folder, &["no/such"]), "no/such: ");
    refuses(program("choose", folder, &["no/such"]), "no/such/choose.csv: ");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
}

#[test]
fn other_arguments_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("file"), "").unwrap();
    for name in
        ["digits", "mnist", "accuracy", "folds", "choose", "ladder", "mistakes"]
    {
        let unknown = program(name, folder, &["--savee", "net"]);
        refuses(unknown, "unexpected argument '--savee' found");
    }
    refuses(program("digits", folder, &["net"]), "unexpected argument 'net' found");
    refuses(program("mnist", folder, &[]), "the following required arguments");
    refuses(program("mnist", folder, &["no/such"]), "no/such: ");
    refuses(program("mnist", folder, &["file"]), "file: ");
    refuses(program("mnist", folder, &["."]), ".: it has no file train-images-");
    refuses(program("mnist", folder, &[".", "--seeds", "0"]), "invalid value '0'");
    refuses(program("mnist", folder, &[".", "--seed", "-1"]), "");
}

#[test]
fn a_program_whose_reader_is_gone_ends_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let Output { status, stderr, .. } =
        without_reader(program("digits", folder.path(), &[]));
    assert!(status.success());
    assert_eq!(String::from_utf8(stderr).unwrap(), "");
}

#[test]
fn a_program_whose_reader_is_gone_still_saves_its_network() {
    let folder = tempfile::tempdir().unwrap();
    let digits = program("digits", folder.path(), &["--save", "net"]);
    let Output { status, stderr, .. } = without_reader(digits);
    assert_eq!(String::from_utf8(stderr).unwrap(), "");
    assert!(status.success());
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let net = lenet(SMALL, 3, [16, 32], 64, rng);
    load(net, &folder.path().join("net")).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_program_that_is_stopped_has_written_what_it_reached_from_each_seed_so_far() {
    let folder = tempfile::tempdir().unwrap();
    let mut accuracy = program("accuracy", folder.path(), &["."]);
    let mut child = accuracy.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("accuracy.csv").contains(&format!("accuracy\n{line}")));
    let confusion = read("confusion.csv");
    let counts = confusion.lines().skip(1).flat_map(|line| line.split(',').skip(4));
    let counts: Vec<usize> = counts.map(|count| count.parse().unwrap()).collect();
    assert_eq!((counts.len(), counts.iter().sum::<usize>() % 359), (100, 0));
}
