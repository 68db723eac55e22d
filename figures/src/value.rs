//! A number that the prose of the book refers to by name: `[value:loss.first]`.

/// A measured number: its name, and its text with as many digits as the prose wants.
pub type Value = (String, String);

/// The value that is a whole number.
pub fn count(name: &str, count: usize) -> Value {
    (name.to_string(), count.to_string())
}

/// The value with so many digits after the point.
pub fn number(name: &str, digits: usize, value: f64) -> Value {
    (name.to_string(), format!("{value:.digits$}"))
}
