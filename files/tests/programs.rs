//! The programs that train for long, as their users start them: what they refuse, and what they
//! do when nobody reads what they print.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use backprop::digits::{SMALL, lenet};
use files::network::load;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The program of this name, to be started in `folder`.
fn program(name: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    cargo.args(["run", "-q", "--manifest-path", manifest, "--example", name, "--"]);
    cargo.args(arguments).current_dir(folder).stdin(Stdio::null());
    cargo
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
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
}

#[test]
fn other_arguments_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("file"), "").unwrap();
    for name in ["digits", "mnist", "accuracy"] {
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
