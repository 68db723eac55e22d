//! The books as mdBook builds them: the real one, and `tests/sample`, which uses all that weave
//! replaces. Neither a browser nor the `mdbook` command is needed.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Component, Path, PathBuf},
    sync::LazyLock,
};

use mdbook_driver::MDBook;
use scraper::{ElementRef, Html, Selector};
use tempfile::TempDir;

/// What no page shows outside of code.
const NAMES: [&str; 5] = ["[value:", "[fig:", "[listing:", "[test:", "[count:"];

/// What no page shows at all: an include that found no file, a formula that was not one.
const MARKS: [&str; 2] = ["{{#", "$<code>"];

/// What a browser loads with a page.
const LOADED: &str =
    "script[src], link[href], img[src], source[src], iframe[src], use[href]";

/// A built book.
struct Built {
    root: PathBuf,
    pages: BTreeMap<PathBuf, Html>,
    /// The ids of each page, looked up for each of thousands of links.
    ids: BTreeMap<PathBuf, HashSet<String>>,
}

impl Built {
    fn read(root: &Path) -> Self {
        let mut pages = BTreeMap::new();
        for file in files(root, "html") {
            let html = Html::parse_document(&fs::read_to_string(&file).unwrap());
            pages.insert(file.strip_prefix(root).unwrap().to_owned(), html);
        }
        // It is served for any address, so its links are relative to the root of a site.
        pages.remove(Path::new("404.html"));
        let ids = pages.iter().map(|(path, page)| {
            (path.clone(), ids(page).map(str::to_owned).collect())
        });
        Self { root: root.to_owned(), ids: ids.collect(), pages }
    }

    fn page(&self, path: &str) -> &Html {
        &self.pages[Path::new(path)]
    }

    /// All that is wrong with the pages and the style sheets.
    fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (path, page) in &self.pages {
            let found = [
                self.broken_links(path, page),
                foreign(page),
                repeated_ids(page),
                bare_figures(page),
                unwoven(page),
            ];
            let found = found.concat();
            complaints.extend(
                found.iter().map(|what| format!("{}: {what}", path.display())),
            );
        }
        complaints.extend(foreign_styles(&self.root));
        complaints
    }

    fn broken_links(&self, path: &Path, page: &Html) -> Vec<String> {
        let elements = select(page, "[href], [src]");
        let links = elements.filter_map(|e| e.attr("href").or(e.attr("src")));
        let broken =
            links.filter(|link| !has_scheme(link) && !self.resolves(path, link));
        broken.map(|link| format!("broken link {link}")).collect()
    }

    fn resolves(&self, page: &Path, link: &str) -> bool {
        let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
        let target = match file {
            "" => page.to_owned(),
            file => joined(page, file),
        };
        match self.ids.get(&target) {
            Some(ids) => fragment.is_empty() || ids.contains(fragment),
            None => self.root.join(&target).is_file(),
        }
    }
}

/// The files below `root` whose names end in `.extension`.
fn files(root: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}

/// The path that `page` calls `link`, from the root.
fn joined(page: &Path, link: &str) -> PathBuf {
    let mut path = page.parent().unwrap().to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => _ = path.pop(),
            part => path.push(part),
        }
    }
    path
}

fn select<'a>(
    page: &'a Html,
    selector: &str,
) -> impl Iterator<Item = ElementRef<'a>> {
    let found: Vec<_> = page.select(&Selector::parse(selector).unwrap()).collect();
    found.into_iter()
}

fn has_scheme(link: &str) -> bool {
    link.starts_with("//")
        || link.split(['/', '#', '?']).next().unwrap().contains(':')
}

fn ids(page: &Html) -> impl Iterator<Item = &str> {
    select(page, "[id]").filter_map(|element| element.attr("id"))
}

/// What would make the page ask another host.
fn foreign(page: &Html) -> Vec<String> {
    let loaded =
        select(page, LOADED).filter_map(|e| e.attr("src").or(e.attr("href")));
    let foreign =
        loaded.filter(|address| has_scheme(address) && !address.starts_with("data:"));
    foreign.map(|address| format!("loads {address}")).collect()
}

fn foreign_styles(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in files(root, "css") {
        let css = fs::read_to_string(&file).unwrap().replace(['"', '\''], "");
        let loads = css.split("url(").skip(1).any(|address| {
            has_scheme(address.split(')').next().unwrap())
                && !address.starts_with("data:")
        });
        if loads || css.contains("@import") {
            found.push(format!("{}: loads from elsewhere", file.display()));
        }
    }
    found
}

fn repeated_ids(page: &Html) -> Vec<String> {
    let mut seen = HashSet::new();
    let repeated = ids(page).filter(|id| !seen.insert(*id));
    repeated.map(|id| format!("id {id} is not unique")).collect()
}

/// Figures that say nothing to a reader who does not see them.
fn bare_figures(page: &Html) -> Vec<String> {
    let says = |figure: &ElementRef, tag: &str| {
        let selector = Selector::parse(&format!("svg > {tag}")).unwrap();
        let said = figure.select(&selector).next();
        said.is_some_and(|element| {
            !element.text().collect::<String>().trim().is_empty()
        })
    };
    let figures = select(page, "figure:not(.listing)");
    let bare =
        figures.filter(|figure| !says(figure, "title") || !says(figure, "desc"));
    bare.map(|figure| format!("figure {:?} is not described", figure.attr("id")))
        .collect()
}

/// What weave or mdBook should have replaced.
fn unwoven(page: &Html) -> Vec<String> {
    let html: String = select(page, "main").map(|main| main.html()).collect();
    let parts = html.split("<code");
    let prose: String = parts
        .map(|part| part.split_once("</code>").map_or(part, |(_, prose)| prose))
        .collect();
    let marks = NAMES.iter().filter(|mark| prose.contains(**mark));
    let marks = marks.chain(MARKS.iter().filter(|mark| html.contains(**mark)));
    marks.map(|mark| format!("shows {mark}")).collect()
}

#[test]
fn the_book_is_sound_and_whole() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let book = Built::read(&build(root, "book"));
    assert_eq!(book.complaints(), [""; 0]);
    // mdBook says nothing of a line in SUMMARY.md that it does not understand.
    let summary = fs::read_to_string(root.join("book/SUMMARY.md")).unwrap();
    for link in summary.split("](").skip(1) {
        let page = link.split(".md)").next().unwrap();
        assert!(
            book.pages.contains_key(&Path::new(page).with_extension("html")),
            "{page}"
        );
    }
}

#[test]
fn the_sample_is_sound() {
    let sample = sample();
    assert_eq!(sample.complaints(), [""; 0]);
    let pages = ["area.html", "more/ellipse.html", "source/index.html", "print.html"];
    assert!(
        pages.iter().all(|page| select(sample.page(page), "main h1").count() > 0)
    );
}

/// The sample, which the first test that asks for it builds.
fn sample() -> Built {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let source = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample"));
        build(source, "sample")
    });
    Built::read(&ROOT)
}

/// Builds the book at `source` with the preprocessor that its `book.toml` names, in a folder
/// for tests that is called `name`; its path.
fn build(source: &Path, name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut book = MDBook::load(source).unwrap();
    book.config.build.build_dir.clone_from(&root);
    book.build().unwrap();
    root
}

/// The text of each of these elements of the page.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    let text =
        |element: ElementRef| element.text().collect::<String>().trim().to_owned();
    select(page, selector).map(text).collect()
}

#[test]
fn a_page_reads_as_it_was_meant() {
    let sample = sample();
    let area = sample.page("area.html");
    let intro = &texts(area, "main > p")[0];
    assert!(
        intro.contains("has the area 3.14") && intro.contains("costs $5 or $6"),
        "{intro}"
    );
    assert!(intro.contains("curvature is −1"), "{intro}");
    assert_eq!(texts(area, "main > p code"), ["[fig:square]"]);
    assert_eq!(texts(area, "figcaption b"), ["Listing 1.", "Listing 2."]);
    assert_eq!(texts(area, "figcaption strong"), ["Figure 1."]);
    assert_eq!(texts(area, "figcaption em"), ["Area"]);
    assert_eq!(texts(area, "figure svg > title"), ["Area by radius"]);
    assert_eq!(
        texts(sample.page("more/ellipse.html"), "figcaption strong"),
        ["Figure 2."]
    );
}

#[test]
fn formulas_stand_in_text_headings_lists_tables_captions_and_details() {
    let area = sample();
    let area = area.page("area.html");
    for place in ["p", "h2", "li", "th", "td", "li a", "figcaption", "details"] {
        assert!(select(area, &format!("main {place} math")).count() > 0, "{place}");
    }
    let annotations = texts(area, "main annotation");
    assert!(annotations.contains(&r"\sigma(z_2)_j".to_owned()), "{annotations:?}");
    assert!(annotations.contains(&"r = 1".to_owned()), "{annotations:?}");
}

#[test]
fn a_listing_links_to_the_page_of_its_file() {
    let sample = sample();
    let listing = &texts(sample.page("area.html"), "figure.listing pre")[0];
    assert!(listing.starts_with("#[must_use]\npub fn circle"), "{listing}");
    let links = "#listing-square a[href='../source/src/shapes.rs.html']";
    assert_eq!(texts(sample.page("more/ellipse.html"), links), ["src/shapes.rs"]);
    let source = &texts(sample.page("source/src/shapes.rs.html"), "main pre")[0];
    assert!(
        source.starts_with("//! Shapes") && !source.contains("ANCHOR"),
        "{source}"
    );
    assert!(source.contains("/// ```\n"), "{source}");
    let contents = &texts(sample.page("source/index.html"), "main li")[0];
    assert_eq!(contents, "src/shapes.rs: Shapes and their areas.");
}

#[test]
fn a_claim_links_to_its_test_and_a_page_ends_with_what_is_checked() {
    let sample = sample();
    let area = sample.page("area.html");
    let proof = "main a.proof[href='source/tests/areas.rs.html#squares_are_larger']";
    assert_eq!(select(area, proof).count(), 1);
    assert!(texts(area, "main > p")[1].ends_with("The book has 1 claim."));
    let held = "Checked on this page: 2 listings, 1 output, 1 figure, 4 equations, 5 numbers, 1 claim.";
    assert_eq!(texts(area, "p.held"), [held]);
    let source = sample.page("source/tests/areas.rs.html");
    let test = &texts(source, "#squares_are_larger ~ pre")[0];
    assert!(test.starts_with("/// A square of the same width"), "{test}");
}

#[test]
fn a_listing_shown_again_keeps_its_number_and_links_to_the_first() {
    let sample = sample();
    let again = "figure.listing:not([id]) figcaption b";
    let page = sample.page("more/ellipse.html");
    assert_eq!(texts(page, again), ["Listing 1, again.", "Listing 2, again."]);
    assert!(select(page, "b a[href='../area.html#listing-circle']").count() == 1);
}

#[test]
fn the_sidebar_nests_the_source_files() {
    let contents = sample();
    let nested = texts(contents.page("toc.html"), "ol.section a");
    assert_eq!(nested, ["3.1. src/shapes.rs", "3.2. tests/areas.rs"]);
}

#[test]
fn each_flaw_of_a_page_is_found() {
    let flaws = [
        ("<a href='gone.html'>", "broken link gone.html"),
        ("<a href='#gone'>", "broken link #gone"),
        ("<img src='https://a.org/b.png'>", "loads https://a.org/b.png"),
        ("<p id=a><p id=a>", "id a is not unique"),
        (
            "<figure id=a><svg><title>T</title><desc> </desc></svg></figure>",
            "is not described",
        ),
        ("<main>of [value:a]</main>", "shows [value:"),
        ("<main>of $<code>a</code>$</main>", "shows $<code>"),
        ("<main><code>{{#include a.rs}}</code></main>", "shows {{#"),
    ];
    for (html, complaint) in flaws {
        let complaints = complaints("a.html", html);
        assert!(
            complaints.len() == 1 && complaints[0].contains(complaint),
            "{complaints:?}"
        );
    }
    let sound =
        "<main id=a><a href='#a'><a href='a.html#a'><code>[fig:a]</code></main>";
    assert_eq!(complaints("a.html", sound), [""; 0]);
}

#[test]
fn a_style_that_loads_from_elsewhere_is_found() {
    let foreign = |css| !complaints("a.css", css).is_empty();
    assert!(foreign("@import 'b.css';"));
    assert!(foreign("a { src: url(\"https://a.org/b.woff2\") }"));
    assert!(!foreign("a { src: url('../b.woff2'); b: url(data:image/png,c) }"));
}

/// What is wrong with a built book of one file.
fn complaints(name: &str, text: &str) -> Vec<String> {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join(name), text).unwrap();
    Built::read(root.path()).complaints()
}
