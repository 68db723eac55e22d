//! One look for all figures: size, palette, axes, and a drawing surface that gives the same
//! SVG on every machine.

use std::io;
use std::ops::Range;

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::portable::Portable;

/// The width of every figure, in units of its own that the page scales.
pub const WIDTH: u32 = 1000;
/// The size of text: legible when 1000 units are as wide as a phone.
pub const TEXT: i32 = 36;

// The page maps each of these colors to one of the reader's theme. The series are those of
// M. Okabe and K. Ito, which the color-blind can tell apart.
/// Text, axes, and what stands in no series.
pub const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
/// Grid lines and frames.
pub const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
/// The page behind the figure, to hide what lies under a node.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// The first series; positive weights; predictions near 1.
pub const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// The second series; negative weights; predictions near 0.
pub const VERMILION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
/// The third series.
pub const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
/// The fourth series.
pub const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);

/// What every drawing function fails with: plotters cannot lay out the drawing.
pub type DrawError = DrawingAreaErrorKind<io::Error>;
/// A drawing function's result: the text of an SVG file.
pub type Drawing = Result<String, DrawError>;
/// The surface that a figure is drawn on.
pub type Canvas<'a> = DrawingArea<Portable<'a>, Shift>;
/// A part of the canvas with axes.
pub type Chart<'a, 'b, Y = RangedCoordf64> =
    ChartContext<'a, Portable<'b>, Cartesian2d<RangedCoordf64, Y>>;

/// An SVG of [`WIDTH`] by `height` with what `draw` puts on it.
///
/// `title` names the figure and `description` says what it shows, to those who can't see it.
pub fn svg(
    height: u32,
    title: &str,
    description: &str,
    draw: impl FnOnce(&Canvas) -> Result<(), DrawError>,
) -> Drawing {
    let mut svg = String::new();
    let canvas = Portable(SVGBackend::with_string(&mut svg, (WIDTH, height)))
        .into_drawing_area();
    draw(&canvas)?;
    canvas.present()?;
    drop(canvas);
    let words = format!(
        "<title>{}</title>\n<desc>{}</desc>\n",
        escape(title),
        escape(description)
    );
    let end_of_opening_tag = svg.find('\n').map_or(0, |newline| newline + 1);
    svg.insert_str(end_of_opening_tag, &words);
    Ok(svg)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The room around the part of the canvas that [`axes`] span.
pub struct Margins {
    /// For the labels of the y axis.
    pub left: u32,
    /// For the name of the y axis.
    pub top: u32,
    /// For half of the last label of the x axis.
    pub right: u32,
    /// For the labels and the name of the x axis.
    pub bottom: u32,
}

/// The same for all axes.
pub const MARGINS: Margins = Margins { left: 112, top: 70, right: 56, bottom: 104 };

/// Axes from `x` and `y`, with their names: `x_name` below, `y_name` above at the left.
pub fn axes<'a, 'b, Y>(
    canvas: &'a Canvas<'b>,
    (x_name, x): (&str, Range<f64>),
    (y_name, y): (&str, Y),
    y_label: &dyn Fn(&f64) -> String,
) -> Result<Chart<'a, 'b, Y::CoordDescType>, DrawError>
where
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let mut chart = ChartBuilder::on(canvas)
        .margin_top(MARGINS.top)
        .margin_right(MARGINS.right)
        .x_label_area_size(MARGINS.bottom)
        .y_label_area_size(MARGINS.left)
        .build_cartesian_2d(x, y)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(2))
        .axis_style(INK.stroke_width(3))
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(&plain)
        .y_label_formatter(y_label)
        .x_desc(x_name)
        .label_style(font(INK))
        .draw()?;
    write(canvas, (12, 32), y_name, INK, HPos::Left)?;
    Ok(chart)
}

/// A number as an axis shows it: no more digits than it has.
pub fn plain(value: &f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded }).replace('-', "\u{2212}")
}

/// A number with so many digits after the point, and a true minus.
pub fn signed(value: f64, digits: usize) -> String {
    format!("{value:.digits$}").replace('-', "\u{2212}")
}

/// The text style of all figures.
fn font(color: RGBColor) -> TextStyle<'static> {
    ("sans-serif", TEXT).into_font().color(&color)
}

/// Text beside the point `at` of the canvas, centered on its height.
pub fn write(
    canvas: &Canvas,
    at: (i32, i32),
    text: &str,
    color: RGBColor,
    side: HPos,
) -> Result<(), DrawError> {
    canvas.draw(&beside(at, text, color, side))
}

/// Text at the point `at` of a chart, to its right.
pub fn label<'a, C>(
    at: C,
    text: impl Into<String>,
    color: RGBColor,
) -> Text<'a, C, String> {
    beside(at, text, color, HPos::Left)
}

/// Text at the point `at` of a chart: `side` is the side of the text where the point is.
pub fn beside<'a, C>(
    at: C,
    text: impl Into<String>,
    color: RGBColor,
    side: HPos,
) -> Text<'a, C, String> {
    Text::new(text.into(), at, font(color).pos(Pos::new(side, VPos::Center)))
}

/// A line of a chart through `points`.
pub fn curve<C>(
    points: impl IntoIterator<Item = C>,
    color: RGBColor,
) -> PathElement<C> {
    PathElement::new(points.into_iter().collect::<Vec<_>>(), color.stroke_width(5))
}

/// The points of a curve of `losses`: one for every so many iterations.
pub fn sampled(losses: &[f64], every: usize) -> impl Iterator<Item = (f64, f64)> {
    let iterations = losses.iter().enumerate().step_by(every);
    iterations.map(|(i, &loss)| (i as f64, loss))
}

/// A disc that hides what is under it, and its rim: first the one, then the other.
pub fn disc<C: Clone>(at: C, radius: i32) -> [Circle<C, i32>; 2] {
    let rim = Circle::new(at.clone(), radius, INK.stroke_width(3));
    [Circle::new(at, radius, PAPER.filled()), rim]
}

/// A dot of a chart.
pub fn dot<C>(at: C, color: RGBColor) -> Circle<C, i32> {
    Circle::new(at, 10, color.filled())
}

/// The outline of a rectangle of the canvas, upper left and lower right corner.
/// (plotters draws those of its own `Rectangle` one unit wide.)
pub fn frame(
    canvas: &Canvas,
    [(left, top), (right, bottom)]: [(i32, i32); 2],
    color: RGBColor,
    width: u32,
) -> Result<(), DrawError> {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    let closed = [&corners[..], &corners[..2]].concat();
    canvas.draw(&PathElement::new(closed, color.stroke_width(width)))
}

/// An arrow between two points of the canvas.
pub fn arrow(
    canvas: &Canvas,
    from: (i32, i32),
    to: (i32, i32),
    color: RGBColor,
) -> Result<(), DrawError> {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy);
    let (dx, dy) = (dx / length, dy / length);
    let corner = |back: f64, aside: f64| {
        let x = f64::from(to.0) - back * dx - aside * dy;
        let y = f64::from(to.1) - back * dy + aside * dx;
        (x.round() as i32, y.round() as i32)
    };
    canvas.draw(&PathElement::new(
        vec![from, corner(20.0, 0.0)],
        color.stroke_width(4),
    ))?;
    canvas.draw(&Polygon::new(
        vec![to, corner(24.0, 11.0), corner(24.0, -11.0)],
        color.filled(),
    ))
}

/// `steps + 1` points from one end of `range` to the other.
pub fn spread(range: Range<f64>, steps: usize) -> impl Iterator<Item = f64> {
    let Range { start, end } = range;
    (0..=steps).map(move |i| start + (end - start) * i as f64 / steps as f64)
}
