//! A section of the book, as the reader of the workbook finds it.

use std::fs;
use std::path::Path;

/// Where to read on: the page, from the folder of the workbook, and the words of the heading.
pub(crate) fn read_on(section: &str) -> String {
    let (page, slug) = section.split_once('#').unwrap_or((section, ""));
    match heading(page, slug) {
        Some(words) => format!("../book/{page}, “{words}”"),
        None => format!("../book/{section}"),
    }
}

/// The words of the heading of this page that has the slug.
fn heading(page: &str, slug: &str) -> Option<String> {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book");
    let text = fs::read_to_string(book.join(page)).ok()?;
    let mut headings = text.lines().filter_map(|line| line.strip_prefix("##"));
    headings.find_map(|line| {
        let line = line.trim_start_matches('#').trim();
        let (words, own) = match line.split_once(" { #") {
            Some((words, id)) => (words, id.trim_end_matches([' ', '}']).to_string()),
            None => (line, self::slug(line)),
        };
        (own == slug).then(|| words.to_string())
    })
}

/// The slug that mdBook makes of a heading.
fn slug(words: &str) -> String {
    let kept = words.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    });
    kept.collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lessons;

    #[test]
    fn a_heading_is_told_in_its_own_words() {
        assert_eq!(
            read_on("classification.md#the-slope-is-p--y"),
            "../book/classification.md, “The slope is p − y”"
        );
        assert_eq!(
            read_on("errata.md#the-slope-of-an-output"),
            "../book/errata.md, “`x * (1 - x)` is the slope only of an output”"
        );
        assert_eq!(
            read_on("loss.md#no-such-heading"),
            "../book/loss.md#no-such-heading"
        );
    }

    #[test]
    fn every_mistake_has_its_section_in_the_book() {
        for entry in lessons().iter().flat_map(|lesson| lesson.entries()) {
            let (page, slug) = entry.section.split_once('#').unwrap();
            assert!(
                heading(page, slug).is_some(),
                "{}: {}",
                entry.name,
                entry.section
            );
        }
    }
}
