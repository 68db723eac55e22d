//! The picture of the network, as Part I draws it again and again: its units, what stands in
//! them, and what joins them.

use backprop::network::Network;
use ndarray::{Array2, array};

use crate::drawn::{Circle, Drawn, GRID, INK, Line, Point, Text};

/// A line of the network: its layer, and where it begins and ends there.
pub type Weight = (usize, usize, usize);

/// A figure that shows the network.
pub struct Picture(pub Drawn);

/// A unit in two halves, or the loss.
pub struct Unit<'a> {
    outline: &'a Line,
    texts: Vec<&'a Text>,
}

/// An arrow, from where it begins to its tip.
pub struct Arrow {
    pub from: Point,
    pub to: Point,
    pub color: String,
}

impl Picture {
    pub fn of(name: &str) -> Self {
        Picture(Drawn::of(name))
    }

    /// The rims of the inputs, from above to below.
    pub fn inputs(&self) -> Vec<&Circle> {
        let column = self.0.text("input").at.0;
        let is_input = |circle: &&Circle| !circle.filled && circle.center.0 == column;
        last_drawn(self.0.circles.iter().filter(is_input), |circle| circle.center)
    }

    /// What stands in the inputs.
    pub fn input_texts(&self) -> Vec<&str> {
        let inside = |circle: &Circle| {
            let at = |text: &&Text| text.at == circle.center;
            self.0.texts.iter().rfind(at).map_or("", |text| &text.words)
        };
        self.inputs().into_iter().map(inside).collect()
    }

    /// The row of the data that stands in the inputs.
    pub fn row(&self) -> Array2<f64> {
        let bits = self.input_texts().into_iter().map(|text| text.parse().unwrap());
        let [a, b, c] = bits.collect::<Vec<f64>>()[..] else {
            panic!("not three inputs")
        };
        array![[a, b, c]]
    }

    /// The hidden units, from above to below.
    pub fn hidden(&self) -> Vec<Unit<'_>> {
        self.units("hidden")
    }

    pub fn output(&self) -> Unit<'_> {
        self.units("output").remove(0)
    }

    /// The loss, below the output.
    pub fn loss(&self) -> Unit<'_> {
        self.units("output").remove(1)
    }

    fn units(&self, column: &str) -> Vec<Unit<'_>> {
        let x = self.0.text(column).at.0;
        let outlines = self.0.lines.iter().filter(|line| line.points.len() == 50);
        let units = outlines.map(|outline| Unit {
            outline,
            texts: self.0.texts.iter().filter(|t| outline.holds(t.at)).collect(),
        });
        last_drawn(units.filter(|unit| unit.middle().0 == x), Unit::middle)
    }

    /// The line of a weight.
    pub fn line(&self, (layer, from, to): Weight) -> &Line {
        let hidden = self.hidden();
        let (from, to) = if layer == 0 {
            (self.inputs()[from].center, hidden[to].middle())
        } else {
            (hidden[from].middle(), self.output().middle())
        };
        let joins = |line: &&Line| {
            let [start, end] = line.points[..] else { return false };
            (start.1, end.1) == (from.1, to.1)
                && from.0 <= start.0
                && start.0 < end.0
                && end.0 <= to.0
        };
        let found: Vec<&Line> = self.0.lines.iter().filter(joins).collect();
        assert_eq!(found.len(), 1, "lines from {from:?} to {to:?}");
        found[0]
    }

    /// The lines that are not pale.
    pub fn lit_lines(&self) -> Vec<Weight> {
        let mut lit = every_line();
        lit.retain(|&weight| self.line(weight).color != GRID);
        lit
    }

    /// The hidden units that are not pale.
    pub fn lit_units(&self) -> Vec<usize> {
        let hidden = self.hidden();
        (0..hidden.len()).filter(|&j| hidden[j].is_lit()).collect()
    }

    /// What stands in the middle of a line.
    pub fn on_line(&self, weight: Weight) -> &str {
        let [from, to] = self.line(weight).points[..] else { unreachable!() };
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let near =
            |text: &&Text| (text.at.0 - middle.0).hypot(text.at.1 - middle.1) < 2.0;
        self.0.texts.iter().find(near).map_or("", |text| &text.words)
    }

    /// Asserts that each line is as wide as its number is large.
    pub fn assert_widths(&self, numbers: [&Array2<f64>; 2]) {
        let largest = numbers.iter().flat_map(|all| all.iter());
        let largest = largest.fold(0.0, |most: f64, number| most.max(number.abs()));
        for weight in every_line() {
            let (width, number) = (self.line(weight).width, number(numbers, weight));
            let share = (width - 1.0) / 22.0;
            assert!((share - number.abs() / largest).abs() < 0.03, "{weight:?}");
        }
    }

    pub fn arrows(&self) -> Vec<Arrow> {
        arrows(&self.0)
    }
}

impl Unit<'_> {
    pub fn middle(&self) -> Point {
        self.outline.middle()
    }

    pub fn holds(&self, at: Point) -> bool {
        self.outline.holds(at)
    }

    pub fn is_lit(&self) -> bool {
        self.outline.color == INK
    }

    /// The texts of its left half, from above to below.
    pub fn left(&self) -> Vec<&Text> {
        let middle = self.middle().0;
        self.texts.iter().copied().filter(|text| text.at.0 < middle).collect()
    }

    /// The texts of its right half, from above to below.
    pub fn right(&self) -> Vec<&Text> {
        let middle = self.middle().0;
        self.texts.iter().copied().filter(|text| text.at.0 > middle).collect()
    }

    /// All its texts.
    pub fn words(&self) -> Vec<&str> {
        self.texts.iter().map(|text| text.words.as_str()).collect()
    }
}

/// What is seen, from above to below, where a pale thing lies under the lit one.
fn last_drawn<T>(things: impl Iterator<Item = T>, at: fn(&T) -> Point) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    for thing in things {
        seen.retain(|below| at(below) != at(&thing));
        seen.push(thing);
    }
    seen.sort_by(|a, b| at(a).1.total_cmp(&at(b).1));
    seen
}

/// The words of these texts.
pub fn words<'a>(texts: &[&'a Text]) -> Vec<&'a str> {
    texts.iter().map(|text| text.words.as_str()).collect()
}

/// A number as the picture writes it.
pub fn shown(number: f64, digits: usize) -> String {
    format!("{number:.digits$}").replace('-', "\u{2212}")
}

/// The book's network before training.
pub fn untrained() -> Network {
    Network::seeded(2)
}

/// The number of a line.
pub fn number(numbers: [&Array2<f64>; 2], (layer, from, to): Weight) -> f64 {
    numbers[layer][[from, to]]
}

/// All lines of the network.
pub fn every_line() -> Vec<Weight> {
    let first = (0..3).flat_map(|from| (0..4).map(move |to| (0, from, to)));
    first.chain((0..4).map(|from| (1, from, 0))).collect()
}

/// The arrows of a figure: a head, and the line that ends in it.
pub fn arrows(figure: &Drawn) -> Vec<Arrow> {
    let heads = figure.shapes.iter().filter(|shape| shape.points.len() == 3);
    let arrow = |head: &Line| {
        let [tip, one, other] = head.points[..] else { unreachable!() };
        let base = ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0);
        let ends = |line: &&Line| {
            let [_, end] = line.points[..] else { return false };
            line.color == head.color && (end.0 - base.0).hypot(end.1 - base.1) < 6.0
        };
        let shaft = figure.lines.iter().find(ends).expect("the line of an arrow");
        Arrow { from: shaft.points[0], to: tip, color: head.color.clone() }
    };
    heads.map(arrow).collect()
}
