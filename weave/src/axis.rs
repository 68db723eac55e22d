//! The axis of a figure from left to right: which number stands where.

use anyhow::{Context, Result, bail, ensure};
use roxmltree::{Document, Node};

/// How far a label may stand from where its number belongs, in widths of the axis.
const OFF: f64 = 0.02;

/// An axis along which numbers stand evenly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The first and the last number beside it.
    pub numbers: [f64; 2],
    /// Where these stand, from the left of the drawing.
    pub places: [f64; 2],
    /// Where the axis stands, from the top.
    pub bottom: f64,
}

impl Axis {
    /// The lowest axis from left to right of the drawing `svg`.
    ///
    /// # Errors
    ///
    /// When it has no such axis, or its numbers do not stand evenly.
    pub fn of(svg: &str) -> Result<Self> {
        let drawing = Document::parse(svg).context("no XML")?;
        let labels: Vec<Label> =
            drawing.descendants().filter_map(Label::below_axis).collect();
        let bottom = labels.iter().map(|label| label.y).fold(0.0, f64::max);
        let lowest = labels.iter().filter(|label| label.y == bottom);
        let points: Vec<(f64, f64)> =
            lowest.map(|label| (label.x, label.number)).collect();
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
            bail!("it has no axis with numbers from left to right");
        };
        let share = |(x, number): (f64, f64)| {
            (x - first.0) / (last.0 - first.0)
                - (number - first.1) / (last.1 - first.1)
        };
        ensure!(
            points.iter().all(|&point| share(point).abs() < OFF),
            "the numbers of its axis do not stand evenly"
        );
        Ok(Self { numbers: [first.1, last.1], places: [first.0, last.0], bottom })
    }
}

/// A number below an axis.
struct Label {
    x: f64,
    y: f64,
    number: f64,
}

impl Label {
    fn below_axis(node: Node) -> Option<Self> {
        let number = |name| node.attribute(name)?.parse().ok();
        // So plotters sets the labels of an axis below it, and no other text.
        let is_below =
            node.has_tag_name("text") && node.attribute("dy") == Some("0.76em");
        let text = node.text()?.trim().replace(['\u{2212}'], "-");
        is_below.then_some(())?;
        Some(Self { x: number("x")?, y: number("y")?, number: text.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing with these numbers at these places, and a title.
    fn drawing(labels: &[(f64, &str)]) -> String {
        let label = |(x, number): &(f64, &str)| {
            format!("<text x=\"{x}\" y=\"526\" dy=\"0.76em\">\n{number}\n</text>")
        };
        let labels: String = labels.iter().map(label).collect();
        format!("<svg><text x=\"5\" y=\"620\" dy=\"-0.5ex\">7</text>{labels}</svg>")
    }

    #[test]
    fn an_axis_goes_through_the_numbers_below_it() {
        let axis =
            Axis::of(&drawing(&[(100.0, "-5"), (200.0, "0"), (300.0, "5")])).unwrap();
        assert_eq!(axis.numbers, [-5.0, 5.0]);
        assert_eq!(axis.places, [100.0, 300.0]);
        assert_eq!(axis.bottom, 526.0);
    }

    #[test]
    fn an_axis_of_powers_or_without_numbers_is_refused() {
        let error = |labels: &[(f64, &str)]| {
            Axis::of(&drawing(labels)).unwrap_err().to_string()
        };
        assert!(
            error(&[(100.0, "1"), (200.0, "10"), (300.0, "100")]).contains("evenly")
        );
        assert!(error(&[]).contains("no axis"));
    }
}
