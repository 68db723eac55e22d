//! The numbers that a page shows in outputs, listings and the descriptions of figures, none of
//! which is typed.

use std::collections::HashSet;

use super::{
    prose::Prose,
    written::{numbers, plain},
};
use crate::{
    files::Files,
    page::Page,
    pieces::{self, Kind, Piece},
};

/// The fewest digits of a number that hardly is shown by chance, if it is not as round as 200 or
/// 0.01.
const DIGITS: usize = 3;

/// The numbers that a page shows, as a computer writes them.
#[derive(Debug, Default)]
pub struct Shown(HashSet<String>);

impl Shown {
    /// What `page`, whose parts are `prose`, shows.
    pub fn of(files: &Files, page: &Page, prose: &Prose) -> Self {
        let mut shown = Self::default();
        prose.outputs.iter().for_each(|range| shown.add(&page.text[range.clone()]));
        let files =
            pieces::of(page).into_iter().filter_map(|piece| text(files, &piece));
        files.for_each(|text| shown.add(&text));
        shown
    }

    fn add(&mut self, text: &str) {
        self.0.extend(numbers(text).map(|range| plain(&text[range])));
    }

    /// Whether it has `number`, or one that rounds to it, and not by chance.
    pub fn holds(&self, number: &str) -> bool {
        let number = plain(number);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let rounds_to_it = || self.0.iter().any(|shown| rounds_to(shown, &number));
        digits >= DIGITS
            && !is_round(&number)
            && (self.0.contains(&number)
                || significant(&number) >= DIGITS && rounds_to_it())
    }
}

/// The code of a listing, the description of a figure. What is missing shows nothing: that is
/// told where it is woven.
fn text(files: &Files, Piece { place, kind }: &Piece) -> Option<String> {
    let read = |path| files.read(&files.resolve(&place.page.path, path)).ok();
    match kind {
        Kind::Listing(listing) => {
            let file = read(listing.target())?;
            Some(listing.include.as_ref()?.code(&file).ok()?.join("\n"))
        }
        Kind::Figure(figure) => {
            let svg = read(figure.target())?;
            let (description, _) =
                svg.split_once("<desc>")?.1.split_once("</desc>")?;
            Some(description.to_owned())
        }
        _ => None,
    }
}

/// How many digits of `number` come from its first that is not 0.
fn significant(number: &str) -> usize {
    let digits = number.chars().filter(char::is_ascii_digit);
    digits.skip_while(|&digit| digit == '0').count()
}

/// Whether `number` is one digit and zeros.
fn is_round(number: &str) -> bool {
    let mut digits = number.trim_start_matches(['-', '0', '.']);
    if !number.contains('.') {
        digits = digits.trim_end_matches('0');
    }
    digits.len() < 2
}

/// Whether `shown` has more decimals than `number` and is `number` without them.
fn rounds_to(shown: &str, number: &str) -> bool {
    let (Ok(exact), Ok(rounded)) = (shown.parse::<f64>(), number.parse::<f64>())
    else {
        return false;
    };
    let decimals =
        |text: &str| text.split_once('.').map_or(0, |(_, after)| after.len());
    let unit = 0.1_f64.powf(decimals(number) as f64);
    // A last 5 may have been rounded up or down: what came after it is not shown.
    decimals(shown) > decimals(number) && (exact - rounded).abs() < 0.5001 * unit
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
    fn a_number_of_three_digits_that_is_not_round_is_held_if_it_is_shown() {
        let shown = shown("loss [[-0.302], 1797, 1_500, 64, 0.05, 200, 0.50]");
        for held in ["−0.302", "1,797", "1,500", "0.50"] {
            assert!(shown.holds(held), "{held}");
        }
        for loose in ["0.302", "64", "1,798", "302", "200", "0.05"] {
            assert!(!shown.holds(loose), "{loose}");
        }
    }

    #[test]
    fn a_number_is_held_by_one_that_rounds_to_it_with_three_digits() {
        let shown = shown("0.976543, 98.7654, 0.012345, 0.1235");
        for held in ["0.977", "98.8", "0.0123", "0.124", "0.123"] {
            assert!(shown.holds(held), "{held}");
        }
        for loose in ["0.976", "98.7", "0.98", "0.012", "0.9765430"] {
            assert!(!shown.holds(loose), "{loose}");
        }
    }
}
