//! The chapters stand in reading order: each uses earlier ones only, and says which by the name
//! of the module.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

#[path = "common/root.rs"]
mod root;

use root::in_root;

/// The modules that `lib.rs` declares, in its order.
fn chapters(lib: &str) -> Vec<&str> {
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.filter_map(|rest| rest.strip_suffix(';')).collect()
}

/// `code` without its comments and the texts in quotation marks, which may name anything.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            rest = end.map_or("", |end| &rest[end + 2..]);
        } else {
            bare.push(c);
            // A quotation mark as a character begins no text.
            let quoted = if rest.starts_with("'\"'") { 3 } else { c.len_utf8() };
            rest = &rest[quoted..];
        }
    }
    bare
}

/// What `code` takes from its crate: the first name of each path after `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let code = bare(code);
    code.split("crate::").skip(1).flat_map(first_names).collect()
}

/// The first name of a path, or of each path of a group in braces.
fn first_names(path: &str) -> Vec<String> {
    let path = path.trim_start();
    let Some(group) = path.strip_prefix('{') else {
        return vec![identifier(path)];
    };
    let mut names = vec![];
    let (mut depth, mut begins) = (0, true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                names.push(identifier(&group[i..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The files of the chapter of this name: its module, and the modules in its folder.
fn files(name: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(in_root(format!("src/{name}")));
    let inner = folder.into_iter().flatten().map(|entry| entry.unwrap().path());
    inner.chain([in_root(format!("src/{name}.rs"))]).collect()
}

/// What is wrong with the chapter of this name.
fn complaints(chapters: &[&str], name: &str, code: &str) -> Vec<String> {
    let place = |name: &str| chapters.iter().position(|chapter| *chapter == name);
    let complaint = |used: String| match place(&used) {
        None => Some(format!("{name} uses crate::{used}: name the module it is in")),
        Some(at) if Some(at) > place(name) => {
            Some(format!("{name} uses {used}, a later chapter"))
        }
        _ => None,
    };
    used(code).into_iter().filter_map(complaint).collect()
}

#[test]
fn every_chapter_uses_earlier_ones_only_each_by_its_name() {
    let lib = fs::read_to_string(in_root("src/lib.rs")).unwrap();
    let chapters = chapters(&lib);
    let complaints: Vec<String> = chapters
        .iter()
        .flat_map(|name| {
            let codes = files(name).into_iter().map(fs::read_to_string);
            let complaints =
                codes.map(|code| complaints(&chapters, name, &code.unwrap()));
            complaints.flatten().collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_later_chapter_and_a_name_without_its_module_are_found_wherever_they_stand() {
    let chapters = ["network", "loss", "training"];
    let complaints = |code| complaints(&chapters, "loss", code);
    let later = ["loss uses training, a later chapter"];
    let short = ["loss uses crate::Network: name the module it is in"];
    assert_eq!(complaints("use crate::training::train;"), later);
    assert_eq!(complaints("let a = crate::training::train();"), later);
    assert_eq!(
        complaints("use crate::{\n    network::{self, Network},\n    training,\n};"),
        later
    );
    assert_eq!(complaints("    use crate::Network as Net;"), short);
    assert_eq!(complaints("use crate::{network::four_rows, Network};"), short);
    assert_eq!(complaints("fn f(net: &crate::Network) {}"), short);
    let right = "use crate::loss::a;\nuse crate::network::{Network, four_rows};\n";
    let comment = "/// See [`train`](crate::training::train).\n";
    let text = "let a = \"\\\" crate::training\"; let b = '\"';\n";
    assert!(complaints(&[right, comment, text, right].concat()).is_empty());
}

#[test]
fn the_modules_in_the_folder_of_a_chapter_are_looked_at_too() {
    let names: Vec<PathBuf> = files("speed");
    assert!(names.contains(&in_root("src/speed/fast.rs")), "{names:?}");
    assert!(names.contains(&in_root("src/speed.rs")), "{names:?}");
    assert_eq!(files("loss"), [in_root("src/loss.rs")]);
}
