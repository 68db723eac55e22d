//! A figure as the reader sees it: what is drawn where, and in which color.

use std::fs;

use roxmltree::{Document, Node};

use crate::root::in_root;

/// A place on the drawing, in its own units: x to the right, y down.
pub type Point = (f64, f64);

/// The upper left and the lower right corner of a rectangle.
pub type Corners = [Point; 2];

/// The colors of `figures::style`, as an SVG writes them.
pub const INK: &str = "#333333";
pub const GRID: &str = "#DDDDDD";
pub const PAPER: &str = "#FFFFFF";
pub const BLUE: &str = "#0072B2";
pub const VERMILION: &str = "#D55E00";
pub const GREEN: &str = "#009E73";
pub const PURPLE: &str = "#CC79A7";

/// What a figure of the book holds, in the order in which it was drawn.
pub struct Drawn {
    pub description: String,
    pub texts: Vec<Text>,
    pub lines: Vec<Line>,
    pub circles: Vec<Circle>,
    pub boxes: Vec<Box>,
    /// Filled shapes: the heads of arrows, the units of the network.
    pub shapes: Vec<Line>,
}

/// Words, and the point that they stand beside.
pub struct Text {
    pub at: Point,
    pub words: String,
    pub color: String,
}

/// A line through points, or the outline of a shape.
#[derive(Clone)]
pub struct Line {
    pub points: Vec<Point>,
    pub color: String,
    pub opacity: f64,
    pub width: f64,
}

/// A disc, or the rim of one.
pub struct Circle {
    pub center: Point,
    pub radius: f64,
    pub color: String,
    pub filled: bool,
}

/// A filled rectangle.
pub struct Box {
    pub corner: Point,
    pub width: f64,
    pub height: f64,
    pub color: String,
    pub opacity: f64,
}

/// The axes of one panel: where its numbers stand.
pub struct Axes {
    x: Scale,
    y: Scale,
}

/// Where an axis has its first and its last labeled number.
struct Scale {
    pixels: [f64; 2],
    numbers: [f64; 2],
    /// Whether equal factors are equally far apart, and not equal differences.
    powers: bool,
}

impl Drawn {
    /// The figure of the book with this name.
    ///
    /// # Panics
    ///
    /// If there is none, or it is no SVG as this book draws them.
    pub fn of(name: &str) -> Self {
        let file = in_root(format!("book/figures/{name}.svg"));
        let svg = fs::read_to_string(file).unwrap();
        let document = Document::parse(&svg).unwrap();
        let all = |tag: &str| -> Vec<Node> {
            document.descendants().filter(|node| node.has_tag_name(tag)).collect()
        };
        let mut lines: Vec<Line> =
            all("polyline").into_iter().map(polyline).collect();
        lines.extend(all("line").into_iter().map(line));
        Drawn {
            description: words(all("desc")[0]),
            texts: all("text").into_iter().map(text).collect(),
            lines,
            circles: all("circle").into_iter().map(circle).collect(),
            boxes: all("rect").into_iter().map(rectangle).collect(),
            shapes: all("polygon").into_iter().map(shape).collect(),
        }
    }

    /// The texts with these words.
    pub fn find(&self, words: &str) -> Vec<&Text> {
        self.texts.iter().filter(|text| text.words == words).collect()
    }

    /// The one text with these words.
    ///
    /// # Panics
    ///
    /// If there is none, or more than one.
    pub fn text(&self, words: &str) -> &Text {
        let found = self.find(words);
        assert_eq!(found.len(), 1, "texts that read {words:?}");
        found[0]
    }

    /// The lines of this color.
    pub fn lines_in(&self, color: &str) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.color == color).collect()
    }

    /// The curves of this color: lines through more than two points.
    pub fn curves_in(&self, color: &str) -> Vec<&Line> {
        let mut curves = self.lines_in(color);
        curves.retain(|line| line.points.len() > 2);
        curves
    }

    /// The outlines of this color around rectangles.
    pub fn frames_in(&self, color: &str) -> Vec<&Line> {
        let mut frames = self.lines_in(color);
        frames.retain(|line| {
            line.points.len() == 6 && line.points[1] == line.points[5]
        });
        frames
    }

    /// The filled rectangles of this color.
    pub fn boxes_in(&self, color: &str) -> Vec<&Box> {
        self.boxes.iter().filter(|one| one.color == color).collect()
    }

    /// The circles of this color.
    pub fn circles_in(&self, color: &str) -> Vec<&Circle> {
        self.circles.iter().filter(|circle| circle.color == color).collect()
    }

    /// The texts inside a rectangle.
    pub fn texts_in(&self, corners: Corners) -> Vec<&Text> {
        self.texts.iter().filter(|text| is_inside(text.at, corners)).collect()
    }

    /// The numbers inside a rectangle, row after row.
    pub fn numbers_in(&self, corners: Corners) -> Vec<f64> {
        let texts = self.texts_in(corners);
        let mut numbers: Vec<_> = texts
            .iter()
            .filter_map(|text| Some((text.at, number(&text.words)?)))
            .collect();
        numbers
            .sort_by(|(a, _), (b, _)| (a.1, a.0).partial_cmp(&(b.1, b.0)).unwrap());
        numbers.into_iter().map(|(_, number)| number).collect()
    }

    /// The axes of each panel, from above to below and from left to right.
    ///
    /// # Panics
    ///
    /// If an axis has fewer than two labeled ticks.
    pub fn axes(&self) -> Vec<Axes> {
        let axes: Vec<&Line> = self.lines_in(INK);
        let vertical = axes.iter().filter(|line| {
            is_long(line, |p| p.0, |p| p.1) && line.points[0].1 < line.points[1].1
        });
        let mut panels: Vec<[Point; 2]> =
            vertical.map(|line| [line.points[0], line.points[1]]).collect();
        panels
            .sort_by(|a, b| (a[0].1, a[0].0).partial_cmp(&(b[0].1, b[0].0)).unwrap());
        panels.into_iter().map(|panel| self.axes_at(panel)).collect()
    }

    /// The axes whose vertical one runs between these points, downward.
    fn axes_at(&self, [top, bottom]: [Point; 2]) -> Axes {
        let ticks = self.lines.iter().filter(|line| {
            let [from, to] = line.points[..] else { return false };
            let length = (to.0 - from.0).abs() + (to.1 - from.1).abs();
            line.color == INK && (3.0..8.0).contains(&length)
        });
        let horizontal = self.lines_in(INK).into_iter().filter(|line| {
            is_long(line, |p| p.1, |p| p.0)
                && (line.points[0].0 - bottom.0).abs() < 2.0
                && (line.points[0].1 - bottom.1).abs() < 2.0
        });
        let right = horizontal.map(|line| line.points[1].0).fold(0.0, f64::max);
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for tick in ticks {
            let [from, to] = tick.points[..] else { continue };
            let inside = (top.1 - 2.0..=bottom.1 + 2.0).contains(&from.1);
            if from.1 == to.1 && inside && (to.0 - top.0).abs() < 2.0 {
                y.extend(self.label(from, from.1, |at| at.1));
            } else if from.0 == to.0
                && (from.1 - bottom.1).abs() < 2.0
                && (top.0..=right + 2.0).contains(&from.0)
            {
                x.extend(self.label(to, from.0, |at| at.0));
            }
        }
        Axes { x: Scale::of(x), y: Scale::of(y) }
    }

    /// A tick's place on its axis, with the number beside it.
    fn label(
        &self,
        end: Point,
        place: f64,
        along: impl Fn(Point) -> f64,
    ) -> Option<(f64, f64)> {
        let near = self.texts.iter().filter(|text| {
            let (dx, dy) = (text.at.0 - end.0, text.at.1 - end.1);
            (along(text.at) - place).abs() < 1.0 && dx.hypot(dy) < 12.0
        });
        near.filter_map(|text| Some((place, number(&text.words)?))).next()
    }
}

impl Box {
    /// Its upper left and its lower right corner.
    pub fn corners(&self) -> Corners {
        let (left, top) = self.corner;
        [self.corner, (left + self.width, top + self.height)]
    }
}

/// Whether a point lies in a rectangle.
pub fn is_inside((x, y): Point, [(left, top), (right, bottom)]: Corners) -> bool {
    (left..=right).contains(&x) && (top..=bottom).contains(&y)
}

impl Text {
    /// The number that it shows.
    ///
    /// # Panics
    ///
    /// If it shows none.
    pub fn number(&self) -> f64 {
        number(&self.words).unwrap_or_else(|| panic!("no number: {:?}", self.words))
    }
}

impl Line {
    /// Upper left and lower right corner of what it spans.
    pub fn corners(&self) -> [Point; 2] {
        let far = f64::INFINITY;
        self.points.iter().fold([(far, far), (-far, -far)], |[from, to], point| {
            let least = (from.0.min(point.0), from.1.min(point.1));
            [least, (to.0.max(point.0), to.1.max(point.1))]
        })
    }

    /// The point in the middle of what it spans.
    pub fn middle(&self) -> Point {
        let [from, to] = self.corners();
        ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0)
    }

    /// Whether a point lies within what it spans.
    pub fn holds(&self, (x, y): Point) -> bool {
        let [from, to] = self.corners();
        (from.0..=to.0).contains(&x) && (from.1..=to.1).contains(&y)
    }
}

impl Axes {
    /// The numbers that a point of the drawing stands for.
    pub fn at(&self, (x, y): Point) -> (f64, f64) {
        (self.x.at(x), self.y.at(y))
    }

    /// Where these numbers stand on the drawing.
    pub fn place(&self, (x, y): (f64, f64)) -> Point {
        (self.x.place(x), self.y.place(y))
    }

    /// Asserts that a line runs through these numbers and no others.
    pub fn assert_through(
        &self,
        line: &Line,
        numbers: impl IntoIterator<Item = (f64, f64)>,
    ) {
        let numbers: Vec<(f64, f64)> = numbers.into_iter().collect();
        assert_eq!(line.points.len(), numbers.len(), "points of a line");
        for (&at, numbers) in line.points.iter().zip(numbers) {
            let place = self.place(numbers);
            let off = (at.0 - place.0).hypot(at.1 - place.1);
            assert!(off < 3.0, "{at:?} is not where {numbers:?} are: {place:?}");
        }
    }

    /// The numbers along a line.
    pub fn along(&self, line: &Line) -> Vec<(f64, f64)> {
        line.points.iter().map(|&point| self.at(point)).collect()
    }
}

impl Scale {
    /// The scale on which these numbers stand at these places.
    fn of(mut ticks: Vec<(f64, f64)>) -> Self {
        assert!(ticks.len() >= 2, "an axis with {} labeled ticks", ticks.len());
        ticks.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (first, last) = (ticks[0], ticks[ticks.len() - 1]);
        let scale = |powers| Scale {
            pixels: [first.0, last.0],
            numbers: [first.1, last.1],
            powers,
        };
        let even = ticks.iter().all(|&(pixel, number)| {
            let span = (last.1 - first.1).abs();
            (scale(false).at(pixel) - number).abs() < 0.02 * span
        });
        scale(!even)
    }

    fn at(&self, pixel: f64) -> f64 {
        let [from, to] = self.pixels;
        let share = (pixel - from) / (to - from);
        let [first, last] = self.numbers;
        if self.powers {
            first * (last / first).powf(share)
        } else {
            first + share * (last - first)
        }
    }

    fn place(&self, number: f64) -> f64 {
        let [first, last] = self.numbers;
        let share = if self.powers {
            (number / first).ln() / (last / first).ln()
        } else {
            (number - first) / (last - first)
        };
        let [from, to] = self.pixels;
        from + share * (to - from)
    }
}

fn is_long(
    line: &Line,
    same: impl Fn(&Point) -> f64,
    long: impl Fn(&Point) -> f64,
) -> bool {
    let [from, to] = &line.points[..] else { return false };
    same(from) == same(to)
        && (long(from) - long(to)).abs() > 60.0
        && line.width == 3.0
}

fn number(words: &str) -> Option<f64> {
    words.replace('\u{2212}', "-").parse().ok()
}

fn words(node: Node) -> String {
    node.text().unwrap_or_default().trim().to_string()
}

fn measure(node: Node, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(1.0)
}

fn color(node: Node, name: &str) -> String {
    node.attribute(name).unwrap_or("none").to_string()
}

fn points(node: Node) -> Vec<Point> {
    let pairs = node.attribute("points").unwrap_or_default().split_whitespace();
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    pairs.filter_map(point).collect()
}

fn text(node: Node) -> Text {
    Text {
        at: (measure(node, "x"), measure(node, "y")),
        words: words(node),
        color: color(node, "fill"),
    }
}

fn polyline(node: Node) -> Line {
    Line {
        points: points(node),
        color: color(node, "stroke"),
        opacity: measure(node, "opacity"),
        width: measure(node, "stroke-width"),
    }
}

fn line(node: Node) -> Line {
    let end = |x, y| (measure(node, x), measure(node, y));
    Line { points: vec![end("x1", "y1"), end("x2", "y2")], ..polyline(node) }
}

fn shape(node: Node) -> Line {
    Line { color: color(node, "fill"), ..polyline(node) }
}

fn circle(node: Node) -> Circle {
    let fill = color(node, "fill");
    let filled = fill != "none";
    Circle {
        center: (measure(node, "cx"), measure(node, "cy")),
        radius: measure(node, "r"),
        color: if filled { fill } else { color(node, "stroke") },
        filled,
    }
}

fn rectangle(node: Node) -> Box {
    Box {
        corner: (measure(node, "x"), measure(node, "y")),
        width: measure(node, "width"),
        height: measure(node, "height"),
        color: color(node, "fill"),
        opacity: measure(node, "opacity"),
    }
}
