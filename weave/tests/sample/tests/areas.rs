//! What the pages claim about areas.

#[test]
fn circles_are_round() {}

/// A square of the same width
/// has the larger area.
#[test]
fn squares_are_larger() {}
