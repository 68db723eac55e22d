//! What is wrong on a page, said so that its author can mend it.

use std::{error::Error, fmt, path::PathBuf};

use crate::sentences::on_one_line;

/// The most characters of a page that a message repeats.
const EXCERPT: usize = 100;

/// One thing that is wrong on a page.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The page's file, from the root of the project.
    pub page: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// The text that is at fault.
    pub excerpt: String,
    /// What is wrong with it.
    pub cause: String,
}

impl Fault {
    /// Its place and its text, on one line.
    pub fn head(&self) -> String {
        let mut excerpt = on_one_line(&self.excerpt);
        if let Some((cut, _)) = excerpt.char_indices().nth(EXCERPT) {
            excerpt.truncate(cut);
            excerpt.push('…');
        }
        let (page, line) = (self.page.display(), self.line);
        format!("{page}:{line}: {excerpt}")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n    {}", self.head(), self.cause)
    }
}

/// All that is wrong in the book, in reading order.
#[derive(Debug, Clone)]
pub struct Faults(pub Vec<Fault>);

impl Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "weave cannot build the book:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(excerpt: &str) -> Fault {
        Fault {
            page: PathBuf::from("book/loss.md"),
            line: 7,
            excerpt: excerpt.to_owned(),
            cause: "no such figure".to_owned(),
        }
    }

    #[test]
    fn a_fault_names_its_page_line_text_and_cause() {
        let said = fault("[fig:lost]").to_string();
        assert_eq!(said, "book/loss.md:7: [fig:lost]\n    no such figure");
    }

    #[test]
    fn a_long_excerpt_is_cut_to_one_short_line() {
        let said = fault(&"fn main() {}\n".repeat(50)).to_string();
        let first = said.lines().next().unwrap_or_default();
        assert!(first.ends_with('…'), "{first}");
        assert!(first.chars().count() < 120, "{first}");
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let said = Faults(vec![fault("[fig:a]"), fault("[fig:b]")]).to_string();
        assert!(said.contains("[fig:a]") && said.contains("[fig:b]"), "{said}");
    }
}
