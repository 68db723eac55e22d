//! The book and the crate are one: what the code offers to the pages is used, and what the
//! pages name exists. That includes resolve, formulas parse and links lead somewhere, weave
//! checks as it builds the book (`weave/tests/built_book.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use figures::FIGURES;
use walkdir::WalkDir;
use weave::exercises::Exercises;
use weave::files::Files;
use weave::page::Page;
use weave::pieces::{self, Kind};

#[path = "../../tests/common/root.rs"]
mod root;

use root::in_root;

/// The folders of the examples.
const EXAMPLES: [&str; 2] = ["examples", "files/examples"];

/// The text of a file of the repository.
fn read(file: impl AsRef<Path>) -> String {
    fs::read_to_string(in_root(file)).unwrap()
}

/// The files below `folder` whose names end in one of `extensions`.
fn files(folder: &str, extensions: &[&str]) -> Vec<String> {
    let entries = WalkDir::new(in_root(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap);
    entries
        .filter(|entry| {
            let extension = entry.path().extension().and_then(OsStr::to_str);
            extension.is_some_and(|extension| extensions.contains(&extension))
        })
        .map(|entry| entry.path().strip_prefix(in_root("")).unwrap().to_owned())
        .map(|path| path.display().to_string())
        .collect()
}

/// What weave replaces on all pages, in reading order.
fn kinds() -> Vec<Kind> {
    let summary = read("book/SUMMARY.md");
    let pages = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let kinds = pages.map(|page| {
        let path = Path::new("book").join(page);
        let page = Page::new(&path, &read(&path));
        pieces::of(&page).into_iter().map(|piece| piece.kind).collect::<Vec<_>>()
    });
    kinds.flatten().collect()
}

/// Every `file:anchor`, or whole `file`, that a page includes.
fn included() -> BTreeSet<String> {
    let listings = kinds().into_iter().filter_map(|kind| match kind {
        Kind::Listing(listing) => listing.include,
        _ => None,
    });
    listings
        .map(|include| {
            let file = include.path.trim_start_matches("../");
            include
                .anchor
                .map_or(file.to_string(), |anchor| format!("{file}:{anchor}"))
        })
        .collect()
}

/// The examples that are programs of their own and no cells: too long for a page, or too slow.
const PROGRAMS: [&str; 12] = [
    "files/examples/accuracy.rs",
    "files/examples/choose.rs",
    "files/examples/deeper.rs",
    "files/examples/digits.rs",
    "files/examples/folds.rs",
    "files/examples/ladder.rs",
    "files/examples/mistakes.rs",
    "files/examples/mnist.rs",
    "files/examples/pictures.rs",
    "files/examples/read_picture.rs",
    "files/examples/scenes.rs",
    "files/examples/table.rs",
];

/// All examples but `benches/bench.rs`, which is one by name only. What they share is none.
fn examples() -> Vec<String> {
    let files = EXAMPLES.iter().flat_map(|folder| files(folder, &["rs"]));
    files.filter(|file| !file.ends_with("/mod.rs")).collect()
}

/// The examples that a page shows whole, with what they print.
fn cells() -> Vec<String> {
    let mut examples = examples();
    examples.retain(|example| !PROGRAMS.contains(&example.as_str()));
    examples
}

#[test]
fn every_anchor_is_shown_on_a_page() {
    let included = included();
    let code = [
        "src",
        "files/src",
        "files/examples",
        "tests",
        "frameworks/burn",
        "frameworks/machines",
        "frameworks/read.py",
    ]
    .iter()
    .flat_map(|folder| files(folder, &["rs", "py"]));
    for file in code {
        let text = read(&file);
        let comments = text.lines().filter_map(|line| {
            let comment =
                line.trim().strip_prefix("//").or(line.trim().strip_prefix('#'))?;
            comment.trim().strip_prefix("ANCHOR: ")
        });
        for anchor in comments {
            let name = format!("{file}:{anchor}");
            assert!(included.contains(&name), "no page shows {name}");
        }
    }
}

#[test]
fn the_pages_name_every_exercise_of_the_workbook_in_its_order() {
    let exercises = Exercises::load(&Files::new(&in_root(""), Path::new("book")));
    let names = exercises.all().unwrap().iter().map(|(name, _)| name.clone());
    let cues = kinds().into_iter().filter_map(|kind| match kind {
        Kind::Reference { label } => label.strip_prefix("write:").map(str::to_owned),
        _ => None,
    });
    assert_eq!(cues.collect::<Vec<_>>(), names.collect::<Vec<_>>());
}

#[test]
fn every_solution_is_titled_as_the_exercise_that_it_solves() {
    let solutions = read("book/solutions.md");
    let summary = read("book/SUMMARY.md");
    let titles: BTreeMap<&str, &str> = summary
        .split('[')
        .filter_map(|link| {
            let (title, rest) = link.split_once("](")?;
            Some((rest.split_once(".md)")?.0, title))
        })
        .collect();
    let lines: Vec<&str> = solutions.lines().collect();
    let of = lines.windows(2).filter_map(|pair| {
        let id = pair[0].strip_prefix("<details id=\"")?.strip_suffix("\">")?;
        Some((id.rsplit_once('-')?, pair[1]))
    });
    for ((page, number), line) in of {
        let title = titles[page];
        assert_eq!(line, format!("<summary>{title}, exercise {number}</summary>"));
    }
}

#[test]
fn every_cell_is_shown_on_a_page_with_its_output_and_is_a_doctest() {
    let included = included();
    let together = |folder: &str, extension: &str| {
        let files = files(folder, &[extension]).into_iter();
        files.map(read).collect::<String>()
    };
    let (pages, code) = (
        together("book", "md"),
        together("src", "rs") + &together("files/src", "rs"),
    );
    for cell in cells() {
        assert!(included.contains(&cell), "no page shows {cell}");
        let name = Path::new(&cell).file_stem().unwrap().to_str().unwrap();
        let command = format!("$ cargo run -q --example {name}\n");
        assert!(pages.contains(&command), "no page shows what {cell} prints");
        let doctest = format!("#[doc = cell!(\"{name}\")]");
        assert!(code.contains(&doctest), "{cell} is no doctest");
    }
}

#[test]
fn the_figures_of_the_pages_are_those_of_the_list_in_its_order() {
    let shown = kinds().into_iter().filter_map(|kind| match kind {
        Kind::Figure(figure) => Some(figure.name),
        _ => None,
    });
    let listed = FIGURES.iter().map(|figure| figure.name.to_string());
    assert_eq!(shown.collect::<Vec<_>>(), listed.collect::<Vec<_>>());
}

#[test]
fn every_value_is_said_on_a_page() {
    let labels = kinds().into_iter().filter_map(|kind| match kind {
        Kind::Reference { label } => Some(label),
        _ => None,
    });
    let labels: BTreeSet<String> = labels.collect();
    let values = read("book/figures/values.json");
    let values: BTreeMap<String, String> = serde_json::from_str(&values).unwrap();
    for name in values.keys() {
        assert!(labels.contains(&format!("value:{name}")), "no page says {name}");
    }
}

#[test]
fn every_page_is_in_the_summary_and_in_the_readme() {
    let summary = read("book/SUMMARY.md");
    let readme = read("README.md");
    for page in files("book", &["md"]) {
        let name = page.trim_start_matches("book/");
        if name != "SUMMARY.md" && !name.starts_with("fonts/") {
            assert!(
                summary.contains(&format!("({name})")),
                "{name} is not in SUMMARY.md"
            );
            assert!(
                readme.contains(&format!("({page})")),
                "{name} is not in the README"
            );
        }
    }
}

#[test]
fn every_link_of_the_readme_leads_somewhere_and_every_cell_is_named() {
    let readme = read("README.md");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.starts_with("https://")) {
        assert!(in_root(link).exists(), "the README links to {link}");
    }
    for cell in examples().into_iter().chain(["benches/bench.rs".to_string()]) {
        let name = Path::new(&cell).file_stem().unwrap().to_str().unwrap();
        let named = [format!("--example {name}`"), format!("`{name}`")];
        let named = named.iter().any(|name| readme.contains(name));
        assert!(named, "{cell} is not in the README");
    }
}

#[test]
fn every_chapter_has_three_to_five_exercises_each_with_its_solution() {
    let solutions = read("book/solutions.md");
    let mut solved = 0;
    for page in files("book", &["md"]) {
        let text = read(&page);
        let Some((_, exercises)) = text.split_once("\n## Exercises\n") else {
            continue;
        };
        let links: Vec<&str> = exercises.split("(solutions.md#").skip(1).collect();
        assert!(
            (3..=5).contains(&links.len()),
            "{page} has {} exercises",
            links.len()
        );
        for link in links {
            let (id, _) = link.split_once(')').unwrap();
            assert!(solutions.contains(&format!("<details id=\"{id}\">")), "no {id}");
            solved += 1;
        }
    }
    assert_eq!(
        solutions.matches("<details id=").count(),
        solved,
        "an exercise no page asks"
    );
}

#[test]
fn every_chapter_ends_with_four_to_six_questions_one_of_them_about_an_earlier_one() {
    let summary = read("book/SUMMARY.md");
    for page in files("book", &["md"]) {
        let text = read(&page);
        if !text.contains("\n## Exercises\n") {
            continue;
        }
        let (_, end) = text.split_once("\n## From memory\n").expect(&page);
        assert!(!end.contains("\n## "), "{page} goes on after its questions");
        let questions: Vec<&str> = end.split("**Recall:**").skip(1).collect();
        assert!(
            (4..=6).contains(&questions.len()),
            "{page} asks {} questions",
            questions.len()
        );
        let own = summary.find(page.strip_prefix("book/").unwrap()).unwrap();
        let is_earlier = |link: &str| {
            let (to, _) = link.split_once([')', '#']).unwrap();
            summary.find(to).is_some_and(|at| to.ends_with(".md") && at < own)
        };
        let earlier = |question: &&&str| question.split("](").skip(1).any(is_earlier);
        let of_earlier = questions.iter().filter(earlier).count();
        // Nothing stands before the first chapter.
        let wanted = usize::from(!page.ends_with("/network.md"));
        assert!(of_earlier >= wanted, "{page} asks for nothing earlier");
    }
}
