//! Equations: a formula that relates two sides is evaluated by the tests, or is marked.
//!
//! The mark stands right after the formula, and says why nothing can be evaluated:
//! `<!-- no equation: REASON -->`.

use anyhow::{Context, Result, ensure};
use mdbook_preprocessor::book::Book;

use crate::{
    page::{Page, Place},
    pieces::{self, Kind},
};

/// What is to be done with a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It states nothing.
    NoEquation,
    /// It is an equation, and is evaluated.
    Evaluated,
    /// It looks like an equation, and its mark says why it is not evaluated.
    Marked,
}

/// The standing of the formula `tex` at `place`.
///
/// # Errors
///
/// An equation that can't be read and has no mark; a mark without a reason, or on a formula
/// that relates nothing.
pub fn standing(place: &Place, tex: &str) -> Result<Standing> {
    let is_equation = formulas::tree::is_equation(tex);
    if let Some(reason) = mark(place) {
        ensure!(
            is_equation,
            "the mark `no equation` on a formula that relates nothing"
        );
        ensure!(!reason.is_empty(), "the mark `no equation` gives no reason");
        return Ok(Standing::Marked);
    }
    if !is_equation {
        return Ok(Standing::NoEquation);
    }
    formulas::read(tex)
        .context("an equation that can't be evaluated, and has no mark")?;
    Ok(Standing::Evaluated)
}

/// The reason in the mark right after `place`, if there is a mark.
fn mark<'a>(place: &Place<'a>) -> Option<&'a str> {
    let after = place.below().trim_start_matches([' ', '\n']);
    let (reason, _) = after.strip_prefix("<!-- no equation:")?.split_once("-->")?;
    Some(reason.trim())
}

/// How many equations of `book` are evaluated, and how many are marked.
pub fn count(book: &Book) -> (usize, usize) {
    let pages: Vec<Page> = book.chapters().filter_map(Page::of).collect();
    let pieces = pages.iter().flat_map(pieces::of);
    let standings = pieces.filter_map(|piece| match piece.kind {
        Kind::Math { tex, .. } => standing(&piece.place, &tex).ok(),
        _ => None,
    });
    let standings: Vec<Standing> = standings.collect();
    let all =
        |wanted| standings.iter().filter(|standing| **standing == wanted).count();
    (all(Standing::Evaluated), all(Standing::Marked))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The standing of the first formula of `text`.
    fn of(text: &str) -> Result<Standing, String> {
        let page = Page::new(Path::new("page.md"), text);
        let mut pieces = pieces::of(&page).into_iter();
        let Some(pieces::Piece { place, kind: Kind::Math { tex, .. } }) =
            pieces.next()
        else {
            panic!("{text} holds no formula");
        };
        standing(&place, &tex).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn a_mark_right_after_an_equation_says_why_it_is_none() {
        assert_eq!(
            of("$`a = \\ldots`$<!-- no equation: a list --> b"),
            Ok(Standing::Marked)
        );
        let block = "```math\na = b\n```\n<!-- no equation: words -->\n";
        assert_eq!(of(block), Ok(Standing::Marked));
        assert_eq!(
            of("$`a = b`$ c <!-- no equation: far -->"),
            Ok(Standing::Evaluated)
        );
        assert_eq!(of("$`W^\\top`$"), Ok(Standing::NoEquation));
    }

    #[test]
    fn a_mark_needs_a_reason_and_an_equation() {
        let error = |text| of(text).unwrap_err();
        assert!(error("$`a = b`$<!-- no equation: -->").contains("no reason"));
        assert!(error("$`a`$<!-- no equation: a -->").contains("relates nothing"));
    }

    #[test]
    fn an_equation_that_cannot_be_read_needs_a_mark() {
        let error = of("$`a = 1 + \\ldots`$").unwrap_err();
        assert!(error.contains("no mark: `…` has no meaning here"), "{error}");
    }
}
