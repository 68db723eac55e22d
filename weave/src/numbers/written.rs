//! Numbers as they are written: `3`, `−0.302`, `1,500`, `1/3`, `10⁻⁵`, `784-128-10`.
//!
//! Digits after a letter belong to a name and are none: `f64`, `ChaCha8`, `LeNet-5`, `w_1`. Digits
//! before letters are one: `64-bit`, `2nd`, `1990s`.

use std::{iter, ops::Range};

/// What groups the digits of a number: of one in prose, and of one in Rust.
const GROUPS: [char; 2] = [',', '_'];
/// What stands between the digits of one number: a point; in fractions, dates and sizes.
const BETWEEN: [char; 3] = ['.', '/', '-'];

/// The places of the numbers in `text`, in its order.
pub fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    iter::from_fn(move || {
        while let Some(skipped) = text[done..].find(|c: char| c.is_ascii_digit()) {
            let start = done + skipped;
            done = start + length(&text[start..]);
            let before = &text[..start];
            if !in_name(before) {
                return Some(start - sign(before)..done);
            }
        }
        None
    })
}

/// `number` as a computer writes it: its digits without groups, a hyphen for its sign.
pub fn plain(number: &str) -> String {
    number.replace(GROUPS, "").replace('−', "-")
}

/// Whether a digit after `before` goes on with a name.
fn in_name(before: &str) -> bool {
    let word = before.strip_suffix('-').unwrap_or(before);
    word.ends_with(char::is_alphabetic) || before.ends_with('_')
}

/// The length of the sign at the end of `before`, after which a number starts.
fn sign(before: &str) -> usize {
    let rest = before.strip_suffix(['-', '−']).unwrap_or(before);
    if rest.ends_with(char::is_alphanumeric) { 0 } else { before.len() - rest.len() }
}

/// The length of the number whose first digit starts `text`.
fn length(text: &str) -> usize {
    let mut end = digits(text);
    while let Some(rest) = text[end..].strip_prefix(GROUPS)
        && digits(rest) == 3
    {
        end += 4;
    }
    while let Some(rest) = text[end..].strip_prefix(BETWEEN)
        && digits(rest) > 0
    {
        end += 1 + digits(rest);
    }
    end + power(&text[end..])
}

/// The length of the power of ten at the start of `text`: `e-5` or, after the ten, `⁻⁵`.
fn power(text: &str) -> usize {
    let raised = |c: char| "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    let Some(power) = text.strip_prefix('e') else {
        return text.find(|c| !raised(c)).unwrap_or(text.len());
    };
    let power = power.strip_prefix('-').unwrap_or(power);
    let digits = digits(power);
    if digits == 0 { 0 } else { text.len() - power.len() + digits }
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
            found("3, −0.302 (-7), 1,500 of 99.4 %. 10⁻⁵; 1e-5, 2e is 0.21.0."),
            ["3", "−0.302", "-7", "1,500", "99.4", "10⁻⁵", "1e-5", "2", "0.21.0"]
        );
    }

    #[test]
    fn a_fraction_a_date_and_the_sizes_of_layers_are_one_number_each() {
        assert_eq!(
            found("1/3 on 2026-11-24, 784-128-10."),
            ["1/3", "2026-11-24", "784-128-10"]
        );
    }

    #[test]
    fn a_comma_that_groups_nothing_separates() {
        let all = ["0", "1", "4", "30", "1", "2345", "12,345,678"];
        assert_eq!(found("0,1; 4,30; 1,2345; 12,345,678"), all);
    }

    #[test]
    fn digits_after_a_letter_are_a_name() {
        assert_eq!(found("f64 ChaCha8 LeNet-5 w_1 a1b2 AVX-512"), [""; 0]);
        assert_eq!(
            found("2nd 64-bit 1990s 10x 5−6"),
            ["2", "64", "1990", "10", "5", "6"]
        );
    }

    #[test]
    fn a_number_is_plain_however_it_is_grouped() {
        assert_eq!(plain("−1,500"), "-1500");
        assert_eq!(plain("1_797"), "1797");
    }
}
