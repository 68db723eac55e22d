//! The workbook as its reader finds it: every stub says that nothing is written, every solution
//! passes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn workbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../workbook")
}

/// The exercises in `info.toml`, each as its folder and its name.
fn exercises() -> Vec<(String, String)> {
    let list = fs::read_to_string(workbook().join("info.toml")).unwrap();
    let quoted = |key: &str| -> Vec<String> {
        let lines = list.lines().filter_map(|line| line.strip_prefix(key));
        lines.map(|value| value.trim_matches(['"', ' ', '=']).to_string()).collect()
    };
    let (names, folders) = (quoted("name"), quoted("dir"));
    assert_eq!(names.len(), folders.len());
    folders.into_iter().zip(names).collect()
}

/// Whether the tests of the program `name` pass, and what they say.
fn tested(name: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--quiet", "--bin", name]).current_dir(workbook());
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
#[ignore = "compiles the whole workbook"]
fn every_stub_says_what_is_missing_and_every_solution_passes() {
    for (_, name) in exercises() {
        let (passes, said) = tested(&name);
        let is_told = said.contains("the `todo!()` is still there")
            || said.contains("The wrong line is still there");
        assert!(!passes && is_told, "{name}: {said}");
        assert!(!said.contains("panicked"), "{name}: {said}");
        let (passes, said) = tested(&format!("{name}_sol"));
        assert!(passes, "the solution of {name}: {said}");
    }
}

#[test]
fn every_exercise_is_a_program_with_a_solution_and_there_are_no_others() {
    let manifest = fs::read_to_string(workbook().join("Cargo.toml")).unwrap();
    let programs = manifest.lines().filter(|line| line.contains("{ name = ")).count();
    assert_eq!(programs, 2 * exercises().len());
    for (folder, name) in exercises() {
        for (kind, program) in
            [("exercises", name.clone()), ("solutions", format!("{name}_sol"))]
        {
            let file = format!("{kind}/{folder}/{name}.rs");
            let line = format!("{{ name = \"{program}\", path = \"{file}\" }}");
            assert!(manifest.contains(&line), "Cargo.toml lacks {line}");
            assert!(workbook().join(&file).is_file(), "{file}");
        }
    }
}

#[test]
fn every_exercise_has_its_lesson_and_every_lesson_its_exercise() {
    let names: Vec<String> = exercises().into_iter().map(|(_, name)| name).collect();
    for lesson in mistakes::lessons() {
        let name = lesson.exercise();
        assert!(names.iter().any(|known| known == name), "no exercise {name}");
    }
    for (folder, name) in exercises() {
        let file = workbook().join(format!("exercises/{folder}/{name}.rs"));
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("-> Verdict"), "nothing checks {name}");
    }
}
