//! Numbers as they are written: `3`, `−0.302`, `1,500`, `10⁻⁵`, `2nd`, `1990s`.
//!
//! A digit after a letter belongs to a name and starts no number: `f64`, `ChaCha8`, `LeNet-5`,
//! `w_1`. Digits before a letter are a number: `64-bit`, `10x`.

use std::{iter, ops::Range};

/// What can stand between two digits of one number.
const WITHIN: [char; 2] = [',', '_'];

/// The places of the numbers in `text`, in its order.
pub fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    iter::from_fn(move || {
        while let Some(skipped) = text[done..].find(|c: char| c.is_ascii_digit()) {
            let start = done + skipped;
            let digits = start + length(&text[start..]);
            done = digits + superscript(&text[digits..]);
            if !in_name(&text[..start]) {
                return Some(start - sign(&text[..start])..done);
            }
        }
        None
    })
}

/// `number` without what only groups its digits, and with a hyphen for its sign.
pub fn plain(number: &str) -> String {
    number.replace(WITHIN, "").replace('−', "-")
}

/// Whether a digit after `before` goes on with a name.
fn in_name(before: &str) -> bool {
    let joined = before.strip_suffix('-').unwrap_or(before);
    let letter = |text: &str| text.ends_with(|c: char| c.is_alphabetic());
    letter(joined) || before.ends_with('_')
}

/// The length of the sign at the end of `before`, where a number starts.
fn sign(before: &str) -> usize {
    let sign = before.chars().next_back().filter(|c| ['-', '−'].contains(c));
    let length = sign.map_or(0, char::len_utf8);
    let free = !before[..before.len() - length].ends_with(char::is_alphanumeric);
    if free { length } else { 0 }
}

/// The length of the digits at the start of `text`, with groups of three, points and an
/// exponent: `1,500`, `0.25`, `0.21.0`, `1e-5`.
fn length(text: &str) -> usize {
    let mut end = digits(text);
    while let Some(rest) = text[end..].strip_prefix(WITHIN)
        && digits(rest) == 3
    {
        end += 4;
    }
    while let Some(rest) = text[end..].strip_prefix('.')
        && digits(rest) > 0
    {
        end += 1 + digits(rest);
    }
    end + exponent(&text[end..])
}

fn exponent(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('e') else { return 0 };
    let power = rest.trim_start_matches(['-', '−']);
    let digits = digits(power);
    if digits == 0 { 0 } else { text.len() - power.len() + digits }
}

fn superscript(text: &str) -> usize {
    let above = |c: char| "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    text.find(|c| !above(c)).unwrap_or(text.len())
}

fn digits(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        numbers(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn a_number_has_its_sign_groups_point_and_power() {
        assert_eq!(
            found("3, −0.302 (-7), 1,500 of 99.4 %. 10⁻⁵; 1e-5 is 0.21.0."),
            ["3", "−0.302", "-7", "1,500", "99.4", "10⁻⁵", "1e-5", "0.21.0"]
        );
    }

    #[test]
    fn a_comma_that_groups_nothing_separates() {
        assert_eq!(found("0,1; 4,30; 1,2345; 12,345,678"), [
            "0",
            "1",
            "4",
            "30",
            "1",
            "2345",
            "12,345,678"
        ]);
    }

    #[test]
    fn a_hyphen_after_a_digit_is_no_sign() {
        assert_eq!(found("2026-11-24, 5−6"), ["2026", "11", "24", "5", "6"]);
    }

    #[test]
    fn digits_after_a_letter_are_a_name() {
        assert_eq!(found("f64 ChaCha8 LeNet-5 w_1 a1b2 AVX-512"), [""; 0]);
        assert_eq!(found("2nd 64-bit 1990s 10x"), ["2", "64", "1990", "10"]);
    }

    #[test]
    fn numbers_written_in_two_ways_are_one() {
        assert_eq!(plain("−1,500"), "-1500");
        assert_eq!(plain("1_797"), "1797");
    }
}
