//! The numbers that a page shows in outputs and listings, which do not go stale.

use std::collections::HashSet;

use super::{
    prose::Prose,
    written::{numbers, plain},
};
use crate::{
    files::Files,
    page::Page,
    pieces::{self, Kind},
};

/// The fewest digits of a number that is hardly shown by chance.
const DIGITS: usize = 3;

/// The numbers of the outputs and the listings of a page.
#[derive(Debug, Default)]
pub struct Shown(HashSet<String>);

impl Shown {
    /// What `page`, whose parts are `prose`, shows. An include of nothing shows nothing: that
    /// [`listings`](crate::listings) says so is enough.
    pub fn of(files: &Files, page: &Page, prose: &Prose) -> Self {
        let outputs = prose.outputs.iter().map(|range| page.text[range.clone()].to_owned());
        let listings = pieces::of(page).into_iter().filter_map(|piece| match piece.kind {
            Kind::Listing(listing) => {
                let include = listing.include?;
                let file = files.read(&files.resolve(&page.path, &include.path)).ok()?;
                Some(include.code(&file).ok()?.join("\n"))
            }
            _ => None,
        });
        let mut shown = Self::default();
        outputs.chain(listings).for_each(|text| shown.add(&text));
        shown
    }

    fn add(&mut self, text: &str) {
        self.0.extend(numbers(text).map(|range| plain(&text[range])));
    }

    /// Whether it has `number`, or one that rounds to it, and not by chance.
    pub fn holds(&self, number: &str) -> bool {
        let number = plain(number);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        digits >= DIGITS
            && (self.0.contains(&number)
                || significant(&number) >= DIGITS
                    && self.0.iter().any(|shown| rounds_to(shown, &number)))
    }
}

/// How many digits of `number` come from its first that is not 0.
fn significant(number: &str) -> usize {
    let digits = number.chars().filter(char::is_ascii_digit);
    digits.skip_while(|&digit| digit == '0').count()
}

/// Whether `shown` has more decimals than `number` and is `number` without them.
fn rounds_to(shown: &str, number: &str) -> bool {
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, after)| after.len());
    let digits = decimals(number);
    let (Ok(exact), Ok(rounded)) = (shown.parse::<f64>(), number.parse::<f64>()) else {
        return false;
    };
    // A 5 that was dropped may have been rounded up or down: its last bits are not shown.
    let half = 0.5 * 0.1_f64.powi(i32::try_from(digits).unwrap_or(i32::MAX));
    decimals(shown) > digits && (exact - rounded).abs() <= half * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Shown {
        let mut shown = Shown::default();
        shown.add(text);
        shown
    }

    #[test]
    fn a_number_of_three_digits_is_held_if_it_is_shown() {
        let shown = shown("loss [[-0.302], 1797, 1_500, 64, 0.05]");
        for held in ["−0.302", "1,797", "1,500", "0.05"] {
            assert!(shown.holds(held), "{held}");
        }
        for loose in ["0.302", "64", "1,798", "302"] {
            assert!(!shown.holds(loose), "{loose}");
        }
    }

    #[test]
    fn a_number_is_held_by_one_that_rounds_to_it_with_three_digits() {
        let shown = shown("0.976543, 98.7654, 0.012345");
        for held in ["0.977", "0.98", "98.8", "0.0123"] {
            assert_eq!(shown.holds(held), held != "0.98", "{held}");
        }
        assert!(!shown.holds("0.976") && !shown.holds("0.012"));
    }
}
