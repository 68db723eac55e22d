//! Numbers that the project computed, by name.
//!
//! `figures/values.json`, beside the pages, is one flat object of texts. Whoever writes it rounds
//! the numbers; a page only says which.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, anyhow};

use crate::{files::Files, labels::unknown, markup::inert};

/// What writes the figures and the values.
pub const COMMAND: &str = "cargo run --bin figures";

/// The values, or why there are none: a page that names no value needs none.
#[derive(Debug)]
pub struct Values(Result<BTreeMap<String, String>>);

impl Values {
    /// Reads the values of the project.
    pub fn load(files: &Files) -> Self {
        let path = files.page(Path::new("figures/values.json"));
        let values = files.read(&path).and_then(|json| {
            serde_json::from_str(&json).with_context(|| {
                format!("{} is not an object of texts", path.display())
            })
        });
        Self(values.with_context(|| format!("the values come from `{COMMAND}`")))
    }

    /// The text of `name`, for prose: with a true minus, and nothing in it that is markup.
    ///
    /// # Errors
    ///
    /// When there is no such value, with the name most like it.
    pub fn prose(&self, name: &str) -> Result<String> {
        Ok(inert(&with_minus(self.get(name)?)))
    }

    /// `tex` with the text of each value that it names.
    ///
    /// # Errors
    ///
    /// When there is no such value, with the name most like it, or a `[value:` has no `]`.
    pub fn fill(&self, tex: &str) -> Result<String> {
        let mut parts = tex.split("[value:");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) =
                part.split_once(']').context("a `[value:` without its `]`")?;
            filled += self.get(name)?;
            filled += rest;
        }
        Ok(filled)
    }

    fn get(&self, name: &str) -> Result<&str> {
        let values = self.0.as_ref().map_err(|error| anyhow!("{error:#}"))?;
        let value = values.get(name);
        value.map(String::as_str).ok_or_else(|| unknown(name, values.keys()))
    }
}

/// `text` with U+2212 for each hyphen that starts a number.
fn with_minus(text: &str) -> String {
    let mut before = ' ';
    let signs = text.char_indices().map(|(at, c)| {
        let number =
            text[at..].chars().nth(1).is_some_and(|next| next.is_ascii_digit());
        let sign = c == '-' && number && !before.is_alphanumeric();
        before = c;
        if sign { '−' } else { c }
    });
    signs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        let of = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        let all = [
            ("xor.final_loss", "0.01"),
            ("xor.slope", "-0.5"),
            ("xor.rule", "1 * 2_3"),
        ];
        Values(Ok(all.map(of).into()))
    }

    #[test]
    fn a_value_in_prose_is_plain_text() {
        assert_eq!(values().prose("xor.rule").unwrap(), "1 &#42; 2&#95;3");
    }

    #[test]
    fn a_minus_is_true_in_prose_and_ascii_in_tex() {
        assert_eq!(values().prose("xor.slope").unwrap(), "−0&#46;5");
        assert_eq!(values().fill(r"m = [value:xor.slope] x").unwrap(), r"m = -0.5 x");
    }

    #[test]
    fn a_hyphen_that_is_no_sign_stays() {
        assert_eq!(
            with_minus("-1 to -2, (-3), seed-4, 5-6, a - b"),
            "−1 to −2, (−3), seed-4, 5-6, a - b"
        );
    }

    #[test]
    fn an_unknown_value_names_the_nearest() {
        let said = "there is no `xor.finalloss`; is it `xor.final_loss`?";
        let prose = values().prose("xor.finalloss").unwrap_err();
        assert_eq!(prose.to_string(), said);
        let tex = |tex| values().fill(tex).unwrap_err().to_string();
        assert_eq!(tex("[value:xor.finalloss]"), said);
        assert_eq!(tex("[value:xor.slope"), "a `[value:` without its `]`");
    }

    #[test]
    fn missing_values_name_the_command_that_writes_them() {
        let files = Files::new(Path::new("/nowhere"), Path::new("book"));
        let error = Values::load(&files).prose("a").unwrap_err().to_string();
        assert!(error.contains(COMMAND), "{error}");
        assert!(error.contains("book/figures/values.json"), "{error}");
    }
}
