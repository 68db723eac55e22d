//! Shapes and their areas.

/// The area of a circle of `radius`.
// ANCHOR: circle
#[must_use]
pub fn circle(radius: f64) -> f64 {
    std::f64::consts::PI * radius * radius // and a comment that makes this a long line of code
}
// ANCHOR_END: circle

/// The area of a square of `side`.
///
/// ```
/// assert_eq!(square(2.0), 4.0);
/// ```
// ANCHOR: square
pub fn square(side: f64) -> f64 {
    side * side
}
// ANCHOR_END: square
