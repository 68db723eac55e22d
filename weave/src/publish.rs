//! What a built book needs on a site, and on no reader's disk.
//!
//! `weave publish SITE` completes the folder `SITE` that `mdbook build` wrote, with the API
//! documentation of the crates in its folder `api`, as `cargo doc` wrote it:
//!
//! - to the head of each page: the address that counts, what the page is about, and the card that
//!   a link to it shows elsewhere;
//! - to the caption of each listing: a link to its item in the API documentation;
//! - to each module's API documentation: a link to the chapter that shows it;
//! - `sitemap.xml`.
//!
//! The address is mdBook's `site-url`. Every link is made from a file that is there, so none
//! leads nowhere.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::labels;

/// The folder of the API documentation.
const API: &str = "api";
/// The crate at the root of the repository: its modules are in `src`, those of another crate in
/// `src` of the folder of its name.
const CRATE: &str = "backprop";
/// The picture of a link to the book: `tests/browser/card.mjs` takes it.
const CARD: &str = "card.png";
/// The most characters that a page says about itself.
const DESCRIPTION: usize = 180;
/// Pages that no one should come to from a search.
const UNLISTED: [&str; 3] = ["404.html", "print.html", "toc.html"];
/// The kinds of items, as the code and as the files of rustdoc name them.
const KINDS: [(&str, &str); 6] = [
    ("fn", "fn"),
    ("struct", "struct"),
    ("enum", "enum"),
    ("trait", "trait"),
    ("type", "type"),
    ("const", "constant"),
];

/// A book on its way to a site.
#[derive(Debug)]
pub struct Site {
    root: PathBuf,
    /// Where it will be, with a slash at the end.
    address: String,
    /// The title of the book.
    title: String,
    /// The files of the API documentation, from the root of the site, by their names.
    items: BTreeMap<String, Vec<PathBuf>>,
}

impl Site {
    /// The book at `root`, which will be at `address`.
    ///
    /// # Errors
    ///
    /// When the address is not one, or there is no API documentation.
    pub fn new(root: &Path, address: &str, title: &str) -> Result<Self> {
        ensure!(
            address.starts_with("https://"),
            "site-url is not an address: {address}"
        );
        let mut items = BTreeMap::<String, Vec<PathBuf>>::new();
        for file in html(&root.join(API))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let path = file.strip_prefix(root)?.to_owned();
            items.entry(name.into_owned()).or_default().push(path);
        }
        Ok(Self {
            root: root.to_owned(),
            address: format!("{}/", address.trim_end_matches('/')),
            title: title.to_owned(),
            items,
        })
    }

    /// Completes every page; says how many listings now link to the API documentation.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written, or is not as mdBook or rustdoc writes it; with its
    /// path.
    pub fn publish(&self) -> Result<usize> {
        let start = self.read(Path::new("index.html"))?;
        let start = main(&start).context("index.html")?;
        let mut addresses = Vec::new();
        let mut chapters = BTreeMap::new();
        let mut linked = 0;
        for file in html(&self.root)? {
            let path = file.strip_prefix(&self.root)?;
            if path.starts_with(API) || UNLISTED.iter().any(|name| path == *name) {
                continue;
            }
            self.change(path, |page| {
                // The book begins with a copy of its first page.
                let is_start = main(page)? == start;
                let address = if is_start { String::new() } else { slashed(path) };
                let address = format!("{}{address}", self.address);
                let page = self.with_head(page, &address)?;
                addresses.push(address);
                let (page, links) =
                    self.with_api_links(&page, path, &mut chapters)?;
                linked += links;
                Ok(page)
            })?;
        }
        addresses.sort();
        addresses.dedup();
        self.write(Path::new("sitemap.xml"), &sitemap(&addresses))?;
        self.link_back(&chapters)?;
        Ok(linked)
    }

    fn read(&self, path: &Path) -> Result<String> {
        let file = self.root.join(path);
        fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))
    }

    fn write(&self, path: &Path, text: &str) -> Result<()> {
        let file = self.root.join(path);
        fs::write(&file, text)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// Writes the file at `path` as `changed` makes it.
    fn change(
        &self,
        path: &Path,
        changed: impl FnOnce(&str) -> Result<String>,
    ) -> Result<()> {
        let text = changed(&self.read(path)?);
        self.write(path, &text.with_context(|| path.display().to_string())?)
    }

    /// `page` with what its head says about it.
    fn with_head(&self, page: &str, address: &str) -> Result<String> {
        let title = between(page, "<title>", "</title>").context("no title")?;
        let (before, after) = page
            .split_once("<meta name=\"description\" content=\"")
            .context("no description")?;
        let (general, after) = after.split_once("\">").context("no description")?;
        let about = about(main(page)?).unwrap_or_else(|| general.to_owned());
        let (site, book) = (&self.address, &self.title);
        let head = [
            format!("<link rel=\"canonical\" href=\"{address}\">"),
            format!("<meta name=\"description\" content=\"{about}\">"),
            format!("<meta property=\"og:title\" content=\"{title}\">"),
            format!("<meta property=\"og:description\" content=\"{about}\">"),
            format!("<meta property=\"og:url\" content=\"{address}\">"),
            format!("<meta property=\"og:site_name\" content=\"{book}\">"),
            "<meta property=\"og:type\" content=\"book\">".to_owned(),
            format!("<meta property=\"og:image\" content=\"{site}{CARD}\">"),
            "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
        ];
        Ok(format!("{before}{}{after}", head.join("\n        ")))
    }

    /// `page`, at `path`, with the links of its captions, and how many they are. Adds to
    /// `chapters` the page that shows each module first, with its title.
    fn with_api_links(
        &self,
        page: &str,
        path: &Path,
        chapters: &mut BTreeMap<String, (usize, String, String)>,
    ) -> Result<(String, usize)> {
        let mut linked = 0;
        let mut shown = String::new();
        let mut rest = page;
        while let Some((caption, code)) = rest.split_once("</figcaption>") {
            let listing = Listing::of(caption, code);
            if let Some(listing) = &listing
                && caption.contains(" id=\"listing-")
            {
                let title =
                    between(page, "<title>", " - ").context("no title")?.to_owned();
                let number = listing.number;
                let chapter = (number, slashed(path), title);
                let first =
                    chapters.entry(listing.module.clone()).or_insert(chapter.clone());
                if number < first.0 {
                    *first = chapter;
                }
            }
            match listing.and_then(|listing| {
                let item = self.item(&listing)?;
                Some((labels::href(path, Path::new(&item)), listing.item))
            }) {
                Some((href, item)) => {
                    let code = format!("<code>{item}</code>");
                    let end = caption.len() - code.len();
                    let before = &caption[..end];
                    shown += &format!(
                        "{before}<a href=\"{href}\" title=\"API documentation\">{code}</a>"
                    );
                    linked += 1;
                }
                None => shown += caption,
            }
            shown += "</figcaption>";
            rest = code;
        }
        Ok((shown + rest, linked))
    }

    /// The address of what `listing` shows, from the root of the site, if it is documented.
    fn item(&self, listing: &Listing) -> Option<String> {
        let module = Path::new(API).join(&listing.module);
        for line in listing.code.lines() {
            if let Some(owner) = owner(line) {
                let page = KINDS.iter().find_map(|(_, kind)| {
                    let mut pages =
                        self.items.get(&format!("{kind}.{owner}.html"))?.iter();
                    pages.find(|page| krate(page) == krate(&module))
                })?;
                let text = self.read(page).ok()?;
                let method = listing.code.lines().find_map(function);
                let id = format!("method.{}", method.unwrap_or_default());
                let fragment = if text.contains(&format!("id=\"{id}\"")) {
                    format!("#{id}")
                } else {
                    String::new()
                };
                return Some(slashed(page) + &fragment);
            }
            for (keyword, kind) in KINDS {
                let Some(rest) = line.strip_prefix(&format!("pub {keyword} ")) else {
                    continue;
                };
                let page = module.join(format!("{kind}.{}.html", identifier(rest)));
                return self.root.join(&page).is_file().then(|| slashed(&page));
            }
        }
        None
    }

    /// Links the documentation of each module to its chapter, and that of the crate to the book.
    fn link_back(
        &self,
        chapters: &BTreeMap<String, (usize, String, String)>,
    ) -> Result<()> {
        let book = (CRATE.to_owned(), "index.html".to_owned(), self.title.clone());
        let modules = chapters.iter().map(|(module, (_, page, title))| {
            (module.clone(), page.clone(), title.clone())
        });
        for (module, page, title) in modules.chain([book]) {
            let path = Path::new(API).join(module).join("index.html");
            if !self.root.join(&path).is_file() {
                continue;
            }
            self.change(&path, |text| {
                let mark = "<section id=\"main-content\" class=\"content\"";
                let at = text.find(mark).with_context(|| format!("no {mark}"))?;
                let at = at + text[at..].find('>').context("no >")? + 1;
                let href = labels::href(&path, Path::new(&page));
                let (before, after) = text.split_at(at);
                Ok(format!(
                    "{before}<p>The code of <a href=\"{href}\">{title}</a>, explained \
                     there.</p>{after}"
                ))
            })?;
        }
        Ok(())
    }
}

/// A listing of a crate, as a built page shows it.
#[derive(Debug)]
struct Listing {
    number: usize,
    /// Its crate and module: `backprop/loss`.
    module: String,
    item: String,
    code: String,
}

impl Listing {
    /// The listing with this end of a caption, and what follows it.
    fn of(caption: &str, after: &str) -> Option<Self> {
        let (caption, item) =
            caption.strip_suffix("</code>")?.rsplit_once("<code>")?;
        let (caption, file) =
            caption.strip_suffix("</a> ")?.rsplit_once("<a href=\"")?;
        let module = module(between(file, "source/", ".rs.html\"")?)?;
        let (_, number) = caption.rsplit_once("Listing ")?;
        let digits = number.find(|c: char| !c.is_ascii_digit())?;
        let code = between(after, "<code", "</code>")?.split_once('>')?.1;
        Some(Self {
            number: number[..digits].parse().ok()?,
            module,
            item: item.to_owned(),
            code: code
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        })
    }
}

/// The module of a source file: `backprop/loss` of `src/loss`, `files` of `files/src/lib`.
fn module(file: &str) -> Option<String> {
    let (krate, module) = match file.strip_prefix("src/") {
        Some(module) => (CRATE, module),
        None => file.split_once("/src/")?,
    };
    Some(if module == "lib" { krate.to_owned() } else { format!("{krate}/{module}") })
}

/// The crate that a file of the API documentation is about.
fn krate(file: &Path) -> Option<&OsStr> {
    file.strip_prefix(API).ok()?.iter().next()
}

/// The type of a line `impl Layer for Dense {`.
fn owner(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("impl")?;
    let rest = rest.strip_suffix('{')?.trim();
    let (_, name) = rest.rsplit_once([' ', '>']).unwrap_or(("", rest));
    // The parameters of a generic type may hold a space: `impl<const N: usize> Matrix<A, B>`.
    let name = match rest.rsplit_once('<') {
        Some((before, _)) if rest.ends_with('>') => {
            before.rsplit(' ').next().unwrap_or_default()
        }
        _ => name,
    };
    Some(identifier(name))
}

/// The name of the function that this line begins.
fn function(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.strip_prefix("fn ").map(identifier)
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The first paragraph of a page in short, without markup.
fn about(main: &str) -> Option<String> {
    let paragraph = between(main, "<p>", "</p>")?;
    let mut text = String::new();
    // The source of a formula is hidden text.
    for part in paragraph.split("<annotation") {
        let visible = part.split_once("</annotation>").map_or(part, |(_, rest)| rest);
        for piece in visible.split('<') {
            text += piece.split_once('>').map_or(piece, |(_, text)| text);
        }
    }
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() > DESCRIPTION {
            short += " …";
            break;
        }
        if !short.is_empty() {
            short += " ";
        }
        short += word;
    }
    Some(short.replace('"', "&quot;"))
}

fn main(page: &str) -> Result<&str> {
    between(page, "<main>", "</main>").context("a page without <main>")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

/// `path` with the slashes of an address.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> =
        path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn sitemap(addresses: &[String]) -> String {
    let urls: String = addresses
        .iter()
        .map(|address| format!("  <url><loc>{address}</loc></url>\n"))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    )
}

/// Every file below `folder` that is HTML.
fn html(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(html(&path)?);
        } else if path.extension().is_some_and(|it| it == "html") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const PAGE: &str = "<title>A - B</title><meta name=\"description\" content=\"C\">\
        <main><p>D</p></main>";
    const CONTENT: &str = "<section id=\"main-content\" class=\"content\">";

    /// What is said when a book with its API documentation is published after `spoil` was done
    /// to its folder.
    fn error(spoil: impl Fn(&Path)) -> String {
        let root = TempDir::new().unwrap();
        let api = root.path().join(API).join(CRATE);
        fs::create_dir_all(&api).unwrap();
        fs::write(api.join("index.html"), CONTENT).unwrap();
        fs::write(root.path().join("index.html"), PAGE).unwrap();
        fs::write(root.path().join("a.html"), PAGE).unwrap();
        spoil(root.path());
        let site = Site::new(root.path(), "https://example.org/b", "B");
        let published = site.and_then(|site| site.publish());
        published
            .map_or_else(|error| format!("{error:#}"), |_| "published".to_owned())
    }

    #[test]
    fn a_file_that_is_not_as_it_was_written_is_named_with_what_it_lacks() {
        assert_eq!(error(|_| ()), "published");
        for (file, text, cause) in [
            ("index.html", "", "index.html: a page without <main>"),
            ("a.html", "", "a.html: a page without <main>"),
            ("a.html", "<main></main>", "a.html: no title"),
            ("a.html", "<title>A</title><main></main>", "a.html: no description"),
            ("api/backprop/index.html", "", "index.html: no <section"),
        ] {
            let said = error(|root| fs::write(root.join(file), text).unwrap());
            assert!(said.contains(cause), "{said}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_or_written_is_named() {
        let said = error(|root| fs::remove_file(root.join("index.html")).unwrap());
        assert!(
            said.contains("cannot read") && said.contains("index.html"),
            "{said}"
        );
        let said = error(|root| fs::create_dir(root.join("sitemap.xml")).unwrap());
        assert!(said.contains("cannot write") && said.contains("sitemap"), "{said}");
    }

    #[test]
    fn a_site_has_an_address_and_documentation() {
        let said = error(|root| fs::remove_dir_all(root.join("api")).unwrap());
        assert!(
            said.contains("cannot read") && said.ends_with("(os error 2)"),
            "{said}"
        );
        for address in ["", "example.org", "/backprop/", "http://example.org"] {
            let error = Site::new(Path::new("nowhere"), address, "B").unwrap_err();
            assert!(error.to_string().contains("not an address"), "{error}");
        }
    }

    #[test]
    fn the_owner_of_a_method_is_the_type_of_its_block() {
        assert_eq!(owner("impl Network {"), Some("Network"));
        assert_eq!(owner("impl Layer for Dense {"), Some("Dense"));
        assert_eq!(
            owner("impl<const R: usize, const C: usize> Matrix<R, C> {"),
            Some("Matrix")
        );
        assert_eq!(owner("pub fn impl_of() {"), None);
    }

    #[test]
    fn a_listing_is_read_from_its_caption() {
        let caption = "<figure id=\"listing-a\"><b>Listing 7.</b> \
            <a href=\"../source/src/b/c.rs.html\"><code>src/b/c.rs</code></a> <code>a</code>";
        let listing = Listing::of(
            caption,
            "\n<pre><code class=\"x\">pub fn a() -&gt; B</code></pre>",
        )
        .unwrap();
        assert_eq!((listing.number, listing.module.as_str()), (7, "backprop/b/c"));
        assert_eq!(
            (listing.item.as_str(), listing.code.as_str()),
            ("a", "pub fn a() -> B")
        );
        assert!(
            Listing::of("<figcaption><strong>Figure 1.</strong> A", "").is_none()
        );
    }

    #[test]
    fn the_module_of_a_file_is_that_of_its_crate() {
        assert_eq!(module("src/b").as_deref(), Some("backprop/b"));
        assert_eq!(module("a/src/b").as_deref(), Some("a/b"));
        assert_eq!(module("a/src/lib").as_deref(), Some("a"));
        assert_eq!(module("tests/b"), None);
    }

    #[test]
    fn a_page_is_about_its_first_paragraph() {
        let said = about(
            "<h1>A</h1><p>A \"b\" <math>c<annotation>\\c</annotation></math>\nd.</p><p>e</p>",
        );
        assert_eq!(said.unwrap(), "A &quot;b&quot; c d.");
        let long = about(&format!("<p>{}</p>", "word ".repeat(99))).unwrap();
        assert!(long.ends_with("word …") && long.chars().count() <= DESCRIPTION + 40);
    }
}
