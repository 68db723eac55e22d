//! What is wrong on a page stops the build, and is told with its place.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use mdbook_preprocessor::{
    PreprocessorContext,
    book::{Book, Chapter},
    config::Config,
};
use tempfile::TempDir;
use weave::{fault::Faults, weave};

const SVG: &str = "<svg viewBox=\"0 0 9 6\"><title>T</title><desc>D</desc></svg>";

const TESTS: &str = "\
/// The area doubles
/// with the width. It never shrinks.
#[test]
fn doubles() {}

/// It grows.
// ANCHOR: grows
#[test]
fn grows() {}
// ANCHOR_END: grows

/// It takes long.
#[test]
#[ignore]
fn waits() {}
";

/// A project of one drawing and one source file; its book is `pages`, in order.
struct Project {
    root: TempDir,
    book: Book,
}

impl Project {
    fn new(pages: &[(&str, &str)]) -> Self {
        let root = TempDir::new().unwrap();
        for (path, text) in [
            ("book/figures/loss.svg", SVG),
            ("book/figures/bare.svg", "<svg viewBox=\"0 0 9 6\"></svg>"),
            ("src/loss.rs", "// ANCHOR: loss\nfn loss() {}\n// ANCHOR_END: loss\n"),
            ("src/other.rs", "// ANCHOR: loss\nfn other() {}\n// ANCHOR_END: loss\n"),
            ("src/hidden.rs", "# hidden\n"),
            ("src/empty.rs", "\n"),
            ("tests/area.rs", TESTS),
            ("tests/other/main.rs", "#[test]\nfn grows() {}\n"),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let chapter = |(path, text): &(&str, &str)| {
            Chapter::new("A chapter", (*text).to_owned(), *path, Vec::new()).into()
        };
        let book = Book::new_with_items(pages.iter().map(chapter).collect());
        Self { root, book }
    }

    fn woven(&self) -> Result<Book, String> {
        let woven = weave(self.root.path(), Path::new("book"), self.book.clone());
        woven.map_err(|error| error.to_string())
    }

    /// What the command says of this book.
    fn run(&self) -> Output {
        let config: Config = "[book]\nsrc = \"book\"".parse().unwrap();
        let root = PathBuf::from(self.root.path());
        let context = PreprocessorContext::new(root, config, "html".to_owned());
        let input = serde_json::to_vec(&(context, &self.book)).unwrap();
        let mut weave = Command::new(env!("CARGO_BIN_EXE_weave"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        weave.stdin.take().unwrap().write_all(&input).unwrap();
        weave.wait_with_output().unwrap()
    }
}

/// The message for a page of this text below a line of prose.
fn fault(text: &str) -> String {
    let page = format!("Prose.\n\n{text}\n");
    let said = Project::new(&[("page.md", &page)]).woven().unwrap_err();
    assert!(said.contains("book/page.md:3: "), "{said}");
    said
}

#[test]
fn a_tex_error_names_chapter_line_and_formula() {
    let said = fault(r"Here $`\frob{x}`$ fails.");
    assert!(said.contains(r"book/page.md:3: $`\frob{x}`$"), "{said}");
    assert!(said.contains(r#"Unknown command "\frob""#), "{said}");
    assert!(fault("```math\n\\frac{1}\n```").contains(r"\frac{1}"));
}

#[test]
fn an_equation_that_cannot_be_evaluated_needs_a_mark_that_says_why() {
    let said = fault(r"Here $`a = b \pm c`$ stands.");
    assert!(said.contains("has no mark: `±` has no meaning here"), "{said}");
    let marked = r"$`a = b \pm c`$<!-- no equation: two values -->";
    assert!(Project::new(&[("page.md", marked)]).woven().is_ok());
    assert!(fault("$`a`$<!-- no equation: none -->").contains("relates nothing"));
}

#[test]
fn an_unknown_name_is_told_with_the_nearest() {
    assert!(
        fault("[fig:los]\n\n![L](figures/loss.svg)").contains("is it `fig:loss`?")
    );
    assert!(fault("[figure:loss]").contains("there is no `figure:loss`"));
    assert!(fault("[listing:lost]").contains("there is no `listing:lost`"));
}

#[test]
fn missing_figures_and_values_name_the_command_that_makes_them() {
    assert!(fault("![L](figures/lost.svg)").contains("cargo run --bin figures"));
    assert!(fault("[value:loss]").contains("cargo run --bin figures"));
    assert!(fault("$`[value:loss]`$").contains("cargo run --bin figures"));
}

#[test]
fn a_figure_is_described_captioned_and_a_paragraph_by_itself() {
    assert!(
        fault("![L](figures/bare.svg)").contains("book/figures/bare.svg: no <title>")
    );
    assert!(fault("![](figures/loss.svg)").contains("a figure has a caption"));
    assert!(fault("See ![L](figures/loss.svg)").contains("between blank lines"));
    assert!(fault("- ![L](figures/loss.svg)").contains("between blank lines"));
}

#[test]
fn a_listing_is_one_include_of_some_code() {
    assert!(fault("```rust\nlet x = 1;\n```").contains("not typed"));
    assert!(
        fault("```rust\n{{#include ../src/lost.rs:loss}}\n```")
            .contains("src/lost.rs")
    );
    assert!(
        fault("```rust\n{{#include ../src/loss.rs:los}}\n```")
            .contains("no `ANCHOR: los`")
    );
    assert!(
        fault("```rust\n{{#include ../src/loss.rs}}\n```")
            .contains("ANCHOR lines would show")
    );
    assert!(fault("```rust\n{{#include ../src/hidden.rs}}\n```").contains("hides"));
    assert!(fault("```rust\n{{#include ../src/empty.rs}}\n```").contains("no code"));
    let crowded = "Prose\n```rust\n{{#include ../src/loss.rs:loss}}\n```\n";
    let said = Project::new(&[("page.md", crowded)]).woven().unwrap_err();
    assert!(said.contains("book/page.md:2: ```rust"), "{said}");
}

#[test]
fn a_claim_says_what_the_doc_comment_of_its_test_says() {
    let woven = |text: &str| {
        let woven = Project::new(&[("page.md", text)]).woven()?;
        Ok::<_, String>(woven.chapters().next().unwrap().content.clone())
    };
    let link = "<a class=\"proof\" aria-label=\"proof\" \
                href=\"source/tests/area.rs.md#doubles\"></a>";
    for (text, proven) in [
        (
            "So. It never\nshrinks. [test:doubles]",
            format!("So. It never\nshrinks.{link}"),
        ),
        (
            "The area doubles with the width. [test:doubles] It never shrinks. [test:doubles]",
            format!("with the width. It never shrinks.{link}"),
        ),
        (
            "The area doubles with the width. It never shrinks.\n\n[test:doubles]\n",
            format!("shrinks.\n\n<div class=\"proof-of-block\">{link}</div>"),
        ),
        (
            "| It never shrinks. [test:doubles] |\n|---|\n",
            format!("shrinks.{link} |"),
        ),
        ("- It never shrinks. [test:doubles]\n", format!("shrinks.{link}")),
        (
            "![So. It never shrinks. [test:doubles]](figures/loss.svg)",
            format!("It never shrinks.{link}"),
        ),
    ] {
        let woven = woven(text).unwrap();
        assert!(woven.contains(&proven), "{woven}");
    }
    for text in [
        "It always shrinks. [test:doubles]",
        "shrinks. [test:doubles]",
        "The area doubles. [test:doubles]",
        "It never shrinks [test:doubles]",
    ] {
        let said = woven(text).unwrap_err();
        assert!(
            said.contains("`doubles`, tests/area.rs:1, says something else"),
            "{said}"
        );
    }
}

#[test]
fn a_test_that_proves_nothing_is_named() {
    assert!(fault("It grows. [test:double]").contains("is it `doubles`?"));
    assert!(fault("It takes long. [test:waits]").contains("is ignored"));
    assert!(fault("It grows. [test:grows]").contains("which? the test `grows`, "));
    assert!(fault("It grows. [test:other::grows]").contains("has no doc comment"));
    assert!(fault("It grows. [test:one::grows]").contains("no `grows` in `one`"));
    assert!(
        Project::new(&[("page.md", "It grows. [test:area::grows]")]).woven().is_ok()
    );
}

#[test]
fn a_figure_shown_twice_names_the_first_place() {
    let pages =
        [("a.md", "![L](figures/loss.svg)"), ("b.md", "![L](figures/loss.svg)")];
    let said = Project::new(&pages).woven().unwrap_err();
    assert!(
        said.contains("book/b.md:1: ") && said.contains("Figure 1, a.md:1"),
        "{said}"
    );
}

#[test]
fn one_name_for_two_pieces_of_code_is_an_error() {
    let file = "```rust\n{{#include ../src/loss.rs:loss}}\n```\n";
    let other = "```rust\n{{#include ../src/other.rs:loss}}\n```\n";
    let said = Project::new(&[("a.md", file), ("b.md", other)]).woven().unwrap_err();
    assert!(
        said.contains("book/b.md:1: ") && said.contains("Listing 1, a.md:1"),
        "{said}"
    );
}

#[test]
fn what_html_would_swallow_is_an_error() {
    assert!(
        fault("<summary>Why $`x`$?</summary>")
            .contains("nothing is woven inside HTML")
    );
}

#[test]
fn all_faults_are_told_in_reading_order() {
    let a = "[fig:one]\n\nOne is 1.\n\n$`\\two`$";
    let pages = [("a.md", a), ("b.md", "[value:three]")];
    let Project { root, book } = Project::new(&pages);
    let error = weave(root.path(), Path::new("book"), book).unwrap_err();
    let Faults(faults) = error.downcast().unwrap();
    let told =
        faults.iter().map(|it| (it.page.to_str().unwrap(), it.line, &*it.excerpt));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("book/a.md", 1, "[fig:one]"),
            ("book/a.md", 3, "1 in \"One is 1.\""),
            ("book/a.md", 5, "$`\\two`$"),
            ("book/b.md", 1, "[value:three]"),
        ]
    );
}

#[test]
fn a_page_without_pieces_is_kept_as_it_is() {
    let text = "# A\n\nIt costs `$x` or [b](c.md).\n\n```text\n{ {\n```\n";
    let woven = Project::new(&[("a.md", text)]).woven().unwrap();
    let texts: Vec<&str> =
        woven.chapters().map(|chapter| chapter.content.as_str()).collect();
    assert_eq!(texts, [text]);
}

#[test]
fn the_command_fails_on_a_fault_and_writes_no_book() {
    let output = Project::new(&[("a.md", "[fig:none]")]).run();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("book/a.md:1: [fig:none]")
    );
}

#[test]
fn the_command_writes_the_woven_book() {
    let output = Project::new(&[("a.md", "$`x`$")]).run();
    assert!(output.status.success());
    let book: Book = serde_json::from_slice(&output.stdout).unwrap();
    assert!(book.chapters().next().unwrap().content.starts_with("<math>"));
}

#[test]
fn html_is_the_only_renderer_that_is_supported() {
    let supports = |renderer| {
        let mut weave = Command::new(env!("CARGO_BIN_EXE_weave"));
        weave.args(["supports", renderer]).status().unwrap().success()
    };
    assert!(supports("html"));
    assert!(!supports("markdown"));
}

#[test]
fn the_command_numbers_tells_what_nothing_holds_and_counts_the_rest() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join("book")).unwrap();
    let page = "Of 30 seeds,\nnone. [value:a]\n\n<!-- given: 40 seeds -->\n";
    for (path, text) in [
        ("book.toml", "[book]\nsrc = \"book\""),
        ("book/a.md", page),
        ("book/b.md", "One."),
    ] {
        fs::write(root.path().join(path), text).unwrap();
    }
    let run = |page: &str| {
        let mut weave = Command::new(env!("CARGO_BIN_EXE_weave"));
        let output =
            weave.current_dir(&root).args(["numbers", page]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (done, said) = run("book/a.md");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "book/a.md:1: 30 in \"Of 30 seeds, none. [value:a]\"");
    assert_eq!(lines[2], "book/a.md:4: given: 40 seeds");
    assert!(
        lines[4].starts_with("book/a.md: 1 number untied; 1 by value, "),
        "{said}"
    );
    assert!(!done && run("book/b.md").0 && !run("src/a.rs").0);
}
