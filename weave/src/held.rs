//! What of a page is checked: how much of each kind, for the line that ends the page and for the
//! sums of the whole book.

use std::{fmt, iter::Sum, ops::AddAssign};

use anyhow::Result;

use crate::{
    equations,
    labels::unknown,
    numbers::Counts,
    page::Page,
    pieces::{Kind, Piece},
};

/// How a block begins that shows what a command prints.
const OUTPUT: &str = "```console\n$ ";

/// The kinds of what is checked, in the order in which they are told: one of it, and several.
const KINDS: [(&str, &str); 6] = [
    ("listing", "listings"),
    ("output", "outputs"),
    ("figure", "figures"),
    ("equation", "equations"),
    ("number", "numbers"),
    ("claim", "claims"),
];

/// How much of each kind is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Held([usize; KINDS.len()]);

impl Held {
    /// What is checked on `page`, of its `pieces` and its `numbers`.
    pub fn of<'p>(
        page: &Page,
        pieces: impl Iterator<Item = &'p Piece<'p>>,
        numbers: Counts,
    ) -> Self {
        let mut held = Self::default();
        for piece in pieces {
            let [listings, _, figures, equations, _, claims] = &mut held.0;
            match &piece.kind {
                Kind::Math { tex, .. }
                    if equations::is_evaluated(&piece.place, tex) =>
                {
                    *equations += 1;
                }
                Kind::Listing(_) => *listings += 1,
                Kind::Figure(_) => *figures += 1,
                Kind::Claim(_) => *claims += 1,
                _ => {}
            }
        }
        let [_, outputs, _, _, checked, _] = &mut held.0;
        *outputs = page.text.matches(OUTPUT).count();
        *checked = numbers.checked();
        held
    }

    /// How many there are of the kind `name`: `claims`.
    ///
    /// # Errors
    ///
    /// When there is no such kind, with the one most like it.
    pub fn count(&self, name: &str) -> Result<usize> {
        let is_named = |(_, (_, several)): &(_, &(_, &str))| *several == name;
        let found = self.0.iter().zip(&KINDS).find(is_named);
        let names = || KINDS.map(|(_, several)| several.to_owned());
        found.map(|(count, _)| *count).ok_or_else(|| unknown(name, names().iter()))
    }

    /// The line that ends a page; none if nothing of it is checked.
    pub fn line(&self) -> Option<String> {
        let is_empty = *self == Self::default();
        (!is_empty).then(|| {
            format!("\n<p class=\"held\">Checked on this page: {self}.</p>\n")
        })
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = self.0.iter().zip(KINDS).filter_map(
            |(count, (one, several))| match count {
                0 => None,
                1 => Some(format!("1 {one}")),
                _ => Some(format!("{count} {several}")),
            },
        );
        f.write_str(&counted.collect::<Vec<_>>().join(", "))
    }
}

impl AddAssign for Held {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }
}

impl Sum for Held {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, held| {
            sum += held;
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{files::Files, numbers::Checker, pieces};

    fn held(text: &str) -> Held {
        let page = Page::new(Path::new("page.md"), text);
        let files = Files::new(Path::new("/nowhere"), Path::new("book"));
        let numbers = Checker::new(&files).counts(&page);
        Held::of(&page, pieces::of(&page).iter(), numbers)
    }

    #[test]
    fn what_is_checked_is_counted_by_kind() {
        let held =
            held("It is [value:a]. [test:b] [test:c]\n\n```console\n$ d\ne\n```\n");
        assert_eq!(held.to_string(), "1 output, 1 number, 2 claims");
        assert_eq!(held.count("claims").unwrap(), 2);
        assert_eq!(held.count("figures").unwrap(), 0);
    }

    #[test]
    fn a_page_of_which_nothing_is_checked_ends_as_it_does() {
        assert_eq!(held("Text.").line(), None);
    }

    #[test]
    fn a_kind_that_is_not_counted_is_an_error_with_the_nearest() {
        let said = held("").count("claim").unwrap_err().to_string();
        assert_eq!(said, "there is no `claim`; is it `claims`?");
    }

    #[test]
    fn pages_add_up() {
        let sum: Held =
            [held("[value:a]"), held("[value:b] [value:c]")].into_iter().sum();
        assert_eq!(sum.count("numbers").unwrap(), 3);
    }
}
