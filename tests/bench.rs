//! `benches/bench.rs` computes what its peer in NumPy does, and says clearly what is wrong.
//!
//! The peer's numbers are those of `tests/numpy/bench.py` and `tests/numpy/tutorial.py`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

#[path = "common/root.rs"]
mod root;

use root::in_root;

const IMAGES: usize = 200;

/// The bench, compiled with the settings that a reader has.
fn bench() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--example", "bench"])
            .args(["--message-format", "json"])
            .current_dir(in_root(""))
            .output()
            .unwrap();
        assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
        let messages = String::from_utf8(cargo.stdout).unwrap();
        let mut programs = messages.lines().filter_map(|line| {
            let message: Value = serde_json::from_str(line).unwrap();
            message["executable"].as_str().map(PathBuf::from)
        });
        programs.next_back().expect("cargo names the program")
    });
    let mut bench = Command::new(program);
    bench.env_remove("BENCH_DATA").env_remove("BENCH_W1_INIT");
    bench
}

/// Numbers from 0 to 1, the same as in `tests/numpy/bench.py`.
fn random(mut seed: u64) -> impl Iterator<Item = f32> {
    std::iter::repeat_with(move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 40) as f32 / 16_777_216.0
    })
}

fn write_floats(path: &Path, numbers: impl Iterator<Item = f32>) {
    let bytes: Vec<u8> = numbers.flat_map(f32::to_le_bytes).collect();
    fs::write(path, bytes).unwrap();
}

/// A folder with all that the workloads read.
fn data() -> TempDir {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let classes: Vec<u8> = (0..10).cycle().take(IMAGES).collect();
    let pixels = random(1).zip(0..IMAGES * 784).map(|(ink, i)| {
        let band = i % 784 / 79;
        if band == usize::from(classes[i / 784]) { ink } else { ink / 4.0 }
    });
    write_floats(&path("x.f32"), pixels);
    fs::write(path("y.u8"), &classes).unwrap();
    let weights = |n| random(2).map(|number| number / 2.0 - 0.25).take(n);
    let w2 = 784 * 128 + 128 + 128 * 10 + 10;
    let w3 = (9 * 8 + 8) + (8 * 9 * 16 + 16) + (16 * 25 * 10 + 10);
    write_floats(&path("w2.f32"), weights(w2));
    write_floats(&path("w3.f32"), weights(w3));
    let initial = &tutorial()["initial"];
    let weights = json!({ "weights1": initial["w1"], "weights2": initial["w2"] });
    fs::write(path("w1.json"), weights.to_string()).unwrap();
    folder
}

fn tutorial() -> Value {
    serde_json::from_str(include_str!("numpy/fixture.json")).unwrap()
}

fn run(folder: &Path, arguments: &str) -> Output {
    bench()
        .args(arguments.split(' '))
        .env("BENCH_DATA", folder)
        .env("BENCH_W1_INIT", folder.join("w1.json"))
        .output()
        .unwrap()
}

/// The seconds, losses and predictions of a run that succeeds.
fn succeed(folder: &Path, arguments: &str) -> [Vec<f64>; 3] {
    let Output { status, stdout, stderr } = run(folder, arguments);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(String::from_utf8(stderr).unwrap(), "");
    let stdout = String::from_utf8(stdout).unwrap();
    let line = stdout.strip_suffix('\n').expect("a whole line");
    assert!(!line.contains('\n'), "{line}");
    let line: Value = serde_json::from_str(line).unwrap();
    let mut names: Vec<&String> = line.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["losses", "predictions", "seconds"]);
    ["seconds", "losses", "predictions"].map(|name| numbers(&line[name]))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// What it says on standard error when it fails.
fn fail(output: Output) -> String {
    let Output { status, stdout, stderr } = output;
    assert_eq!(status.code(), Some(1));
    assert_eq!(String::from_utf8(stdout).unwrap(), "");
    let stderr = String::from_utf8(stderr).unwrap();
    let line = stderr.strip_suffix('\n').expect("a whole line");
    let message = line.strip_prefix("error: ").expect("the message of an error");
    assert!(!message.contains('\n'), "{message}");
    message.to_string()
}

/// As close as two programs get that add the same numbers in different orders.
fn assert_close(ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len());
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!((a / b - 1.0).abs() < 1e-9, "number {i}: {a} and {b}");
    }
}

#[test]
fn w1_gives_the_losses_of_numpy() {
    let theirs = numbers(&tutorial()["losses"]);
    let folder = data();
    let [seconds, losses, predictions] = succeed(folder.path(), "w1 f64 1 2");
    assert_eq!((seconds.len(), losses.len(), predictions.len()), (2, 1500, 4));
    assert!(seconds.iter().all(|&seconds| seconds > 0.0));
    assert_close(&losses, &theirs[..1500]);
    let error = |(y_hat, y): (&f64, &f64)| (y_hat - y).powi(2);
    let loss = predictions.iter().zip(&[0.0, 1.0, 1.0, 0.0]).map(error).sum();
    assert_close(&[loss], &theirs[1500..]);
}

#[test]
fn w2_and_w3_give_the_losses_and_predictions_of_numpy() {
    let fixture: Value =
        serde_json::from_str(include_str!("numpy/bench.json")).unwrap();
    let folder = data();
    for workload in ["w2", "w3"] {
        for threads in 1..=2 {
            for reps in 1..=2 {
                let arguments = format!("{workload} f64 {threads} {reps}");
                let [seconds, losses, predictions] =
                    succeed(folder.path(), &arguments);
                // Three batches of 64; 8 images are left out of training.
                let lengths = (seconds.len(), losses.len(), predictions.len());
                assert_eq!(lengths, (reps, 3, IMAGES));
                assert!(seconds.iter().all(|&seconds| seconds > 0.0));
                assert_close(&losses, &numbers(&fixture[workload]["losses"]));
                assert_eq!(predictions, numbers(&fixture[workload]["predictions"]));
            }
        }
    }
}

#[test]
fn wrong_arguments_are_answered_with_the_usage() {
    let folder = data();
    for arguments in [
        "",
        "w2",
        "w2 f64 1",
        "w2 f64 1 1 1",
        "w4 f64 1 1",
        "w2 f32 1 1",
        "w2 f64 3 1",
        "w2 f64 1 0",
        "w2 f64 1 -1",
        "w2 f64 1 once",
    ] {
        let message = fail(run(folder.path(), arguments));
        assert!(message.starts_with("usage: bench WORKLOAD"), "{message}");
    }
    let message = fail(run(folder.path(), "w1 f64 2 1"));
    assert_eq!(message, "four rows are too few for two threads");
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    for (workload, variable) in [("w1", "BENCH_W1_INIT"), ("w2", "BENCH_DATA")] {
        let output = bench().args([workload, "f64", "1", "1"]).output().unwrap();
        assert_eq!(fail(output), format!("set {variable} to a path"));
    }
}

#[test]
fn a_missing_file_is_named() {
    for name in ["w1.json", "x.f32", "y.u8", "w2.f32", "w3.f32"] {
        let folder = data();
        let path = folder.path().join(name);
        fs::remove_file(&path).unwrap();
        let workload = if name.starts_with('w') { &name[..2] } else { "w2" };
        let message = fail(run(folder.path(), &format!("{workload} f64 1 1")));
        assert!(message.starts_with(&format!("{}: ", path.display())), "{message}");
    }
}

#[test]
fn a_file_with_wrong_contents_is_named_and_what_is_wrong_with_it() {
    // 784 pixels of 4 bytes; the bytes of an infinite number.
    let (image, infinity) = (vec![0; 784 * 4], f32::INFINITY.to_le_bytes());
    let infinite = infinity.repeat(64 * 784);
    let contents: [(&str, &str, &[u8], &str); 14] = [
        ("w1", "w1.json", b"", "EOF while parsing a value"),
        ("w1", "w1.json", b"{}", "missing field `weights1`"),
        ("w1", "w1.json", b"{\"weights1\": [[1, 2]]}", "invalid length 2"),
        ("w1", "w1.json", &image, "expected value"),
        ("w2", "x.f32", b"", "0 numbers, not 784 for each of the 200 labels"),
        ("w2", "x.f32", b"text", "1 numbers, not 784 for each of the 200 labels"),
        ("w2", "x.f32", b"texts", "it ends within a number"),
        ("w3", "x.f32", &image, "784 numbers, not 784 for each of the 200 labels"),
        ("w3", "x.f32", &infinite, "a number that is not finite"),
        ("w2", "y.u8", &[], "x.f32: it holds 156800 numbers, not 784"),
        ("w2", "y.u8", &[0; 199], "x.f32: it holds 156800 numbers, not 784"),
        ("w2", "y.u8", &[10; 200], "a label is 10, not 0 to 9"),
        ("w2", "w2.f32", &[0; 400], "it holds 100 numbers, not 101770"),
        ("w3", "w3.f32", &[], "it holds 0 numbers, not 5258"),
    ];
    for (workload, name, bytes, cause) in contents {
        let folder = data();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let message = fail(run(folder.path(), &format!("{workload} f64 1 1")));
        assert!(message.contains(&path.display().to_string()), "{message}");
        assert!(message.contains(cause), "{message}");
    }
}

#[test]
fn fewer_images_than_a_batch_are_refused() {
    for images in [0, 1, 63] {
        let folder = data();
        write_floats(&folder.path().join("x.f32"), random(1).take(images * 784));
        fs::write(folder.path().join("y.u8"), vec![0; images]).unwrap();
        for threads in 1..=2 {
            let arguments = format!("w2 f64 {threads} 1");
            let message = fail(run(folder.path(), &arguments));
            let cause = format!("it holds {images} labels, fewer than a batch of 64");
            assert!(message.ends_with(&cause), "{message}");
        }
    }
}
