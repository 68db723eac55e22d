//! The small network of convolutions, trained here, and a digit that the reader draws.

use std::ops::Range;

use backprop::classification::{Dataset, cross_entropy, decide, softmax};
use backprop::digits::{SMALL, dense_training, digits_in, lenet, with_moved};
use backprop::memory_and_threads::batch::in_pieces;
use backprop::mini_batches::{Epoch, Score, Training};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use figures::style::{Drawing, plain};
use figures::what_it_reads::{kernels, place_in_digit, progress, reading};
use ndarray::Array2;
use rand::seq::SliceRandom;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::{Control, Figure};

const SPLITS: &[&str] = &["a random fifth", "the last fifth"];
const COPIES: &[&str] = &["as drawn", "moved too"];
/// How many samples a step of the run looks at: ten batches.
const PART: usize = 320;
/// How far from the pen's point the ink ends, in pixels. So the digits that the tests draw have
/// as much ink as those of the file.
const REACH: f64 = 1.2;

/// The digits, for training, to validate and to test.
struct Digits {
    train: Dataset,
    validation: Dataset,
    test: Dataset,
}

impl Digits {
    /// Splits `all` as the program `digits` does.
    fn new(all: &Dataset, in_order: bool, moved: bool, rng: &mut ChaCha8Rng) -> Self {
        let (rest, test) =
            if in_order { all.split(0.2) } else { all.shuffled(rng).split(0.2) };
        let (mut train, validation) = rest.shuffled(rng).split(0.1);
        if moved {
            train = with_moved(&train, SMALL, 1);
        }
        Digits { train, validation, test }
    }

    /// In how many parts the run goes through the training digits.
    fn parts(&self) -> usize {
        (self.train.len() / PART).max(1)
    }
}

/// A run of training.
struct Run {
    digits: Digits,
    net: Sequential,
    rules: Vec<[Adam; 2]>,
    rng: ChaCha8Rng,
    epochs: usize,
    /// How the network does on the validation digits before it has learned anything.
    start: Score,
    /// What became of each part of each epoch so far.
    parts: Vec<Epoch>,
    /// How the network does on the test digits, once it is trained.
    tested: Option<Score>,
}

impl Run {
    fn new(all: &Dataset, in_order: bool, moved: bool) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let digits = Digits::new(all, in_order, moved, &mut rng);
        let net = network(&mut rng);
        // With five times the images, fewer epochs are enough.
        let epochs = if moved { 4 } else { 10 };
        let rules = net.rules(Adam::default());
        let start = net.score(&digits.validation, cross_entropy);
        Run { digits, net, rules, rng, epochs, start, parts: vec![], tested: None }
    }

    fn finished(&self) -> bool {
        self.parts.len() >= self.epochs * self.digits.parts()
    }

    /// The training digits of a part of an epoch; the last part takes what is left over.
    fn part(&self, part: usize) -> Range<usize> {
        let last = part + 1 == self.digits.parts();
        let end = if last { self.digits.train.len() } else { (part + 1) * PART };
        part * PART..end
    }

    /// Trains on the next part of an epoch, as `fit` does on all of it.
    fn train(&mut self) {
        let per_epoch = self.digits.parts();
        let (epoch, part) =
            (self.parts.len() / per_epoch, self.parts.len() % per_epoch);
        if part == 0 {
            self.digits.train = self.digits.train.shuffled(&mut self.rng);
        }
        let Training { batch, learning_rate, schedule, weight_decay, .. } =
            dense_training();
        let learning_rate = learning_rate * schedule.factor(epoch, self.epochs);
        let mut samples: Vec<usize> = self.part(part).collect();
        samples.shuffle(&mut self.rng);
        let mut total = 0.0;
        for samples in samples.chunks(batch) {
            let data = self.digits.train.select(samples);
            // The browser has no threads.
            let (loss, gradients) =
                in_pieces(&self.net, cross_entropy, &data.x, &data.one_hot());
            total += loss * data.len() as f64;
            let shrink = 1.0 - learning_rate * weight_decay;
            self.net.for_each_parameter(|w| *w *= shrink);
            self.net.step_with(&mut self.rules, learning_rate, &gradients);
        }
        let loss = total / samples.len() as f64;
        let validation = self.net.score(&self.digits.validation, cross_entropy);
        self.parts.push(Epoch { number: epoch + 1, loss, validation });
        if self.finished() {
            self.tested = Some(self.net.score(&self.digits.test, cross_entropy));
        }
    }

    /// How far it is, in a sentence.
    fn says(&self) -> String {
        let validated = |share: f64| {
            let (percent, of) = (100.0 * share, self.digits.validation.len());
            format!("right on {percent:.1} % of {of} validation digits")
        };
        let Some(last) = self.parts.last() else {
            return format!("Not trained: {}.", validated(self.start.accuracy));
        };
        let epochs = self.parts.len() as f64 / self.digits.parts() as f64;
        let tested = self.tested.map_or(String::new(), |score| {
            let (percent, of) = (100.0 * score.accuracy, self.digits.test.len());
            format!(" and on {percent:.1} % of {of} test digits")
        });
        format!(
            "After {} of {} epochs: training loss {:.3}, {}{tested}.",
            plain(&epochs),
            self.epochs,
            last.loss,
            validated(last.validation.accuracy)
        )
    }
}

fn network(rng: &mut ChaCha8Rng) -> Sequential {
    lenet(SMALL, 3, [16, 32], 64, rng)
}

/// The digit that the network reads: drawn by the reader, or one of the test digits.
struct Pad {
    pixels: Array2<f64>,
    /// The row and the column for the keyboard.
    cursor: (usize, usize),
    test: Option<usize>,
}

impl Pad {
    fn empty() -> Self {
        Pad { pixels: Array2::zeros((1, SMALL.size())), cursor: (3, 3), test: None }
    }

    /// Puts a point of ink at a place, down and across: full near it, less in the pixels beside.
    fn ink(&mut self, (down, across): (f64, f64)) {
        for (i, pixel) in self.pixels.iter_mut().enumerate() {
            let (row, column) = ((i / 8) as f64, (i % 8) as f64);
            let distance = (row + 0.5 - down).hypot(column + 0.5 - across);
            *pixel = pixel.max((REACH - distance).clamp(0.0, 1.0));
        }
        self.cursor = (down as usize, across as usize);
        self.test = None;
    }

    /// Where the middle of the marked pixel is.
    fn middle(&self) -> (f64, f64) {
        (self.cursor.0 as f64 + 0.5, self.cursor.1 as f64 + 0.5)
    }

    fn erase(&mut self) {
        self.pixels[[0, SMALL.at(0, self.cursor.0, self.cursor.1)]] = 0.0;
        self.test = None;
    }

    fn clear(&mut self) {
        *self = Pad { cursor: self.cursor, ..Pad::empty() };
    }
}

/// A network that learns to read, and a digit for it to read.
pub struct Reader {
    /// All digits, once they have come.
    all: Option<Dataset>,
    in_order: bool,
    moved: bool,
    run: Option<Run>,
    /// What reads while there is no run.
    untrained: Sequential,
    pad: Pad,
    /// The number of the test digit that was shown last.
    number: usize,
}

impl Reader {
    /// A network that has learned nothing, and an empty square.
    pub fn new() -> Self {
        Reader {
            all: None,
            in_order: false,
            moved: false,
            run: None,
            untrained: network(&mut ChaCha8Rng::seed_from_u64(2)),
            pad: Pad::empty(),
            number: 0,
        }
    }

    fn restart(&mut self) {
        let run = |all| Run::new(all, self.in_order, self.moved);
        self.run = self.all.as_ref().map(run);
        // Another fifth holds other digits of this number.
        if let Some(number) = self.pad.test {
            self.take(number);
        }
    }

    fn net(&self) -> &Sequential {
        self.run.as_ref().map_or(&self.untrained, |run| &run.net)
    }

    fn test(&self) -> Option<&Dataset> {
        self.run.as_ref().map(|run| &run.digits.test)
    }

    /// Shows the test digit of this number.
    fn take(&mut self, number: usize) {
        let Some(test) = self.test() else { return };
        let number = number.min(test.len() - 1);
        self.pad.pixels = test.select(&[number]).x;
        (self.pad.test, self.number) = (Some(number), number);
    }

    /// Shows the next test digit that the network reads wrong.
    fn take_mistake(&mut self) {
        let Some(test) = self.test() else { return };
        let decided = decide(&self.net().outputs(test));
        let wrong = |&i: &usize| decided[i] != test.labels[i];
        let after = (self.number + 1..test.len()).chain(0..=self.number);
        if let Some(number) = after.into_iter().find(wrong) {
            self.take(number);
        }
    }

    fn shares(&self) -> Array2<f64> {
        softmax(&self.net().predict(&self.pad.pixels))
    }
}

impl Figure for Reader {
    fn read(&mut self, text: &str) {
        self.all = Some(digits_in(text));
        self.restart();
        self.take(self.number);
    }

    fn controls(&self) -> Vec<Control> {
        let (row, column) = self.pad.cursor;
        let along = [1.0, 8.0, 1.0];
        let last = self.test().map_or(0, |test| test.len() - 1);
        vec![
            Control::run(1),
            Control::button("reset", "Start again"),
            Control::choice("split", "set aside", SPLITS, usize::from(self.in_order)),
            Control::choice("copies", "digits", COPIES, usize::from(self.moved)),
            Control::number(
                "test",
                "test digit",
                [0.0, last as f64],
                self.number as f64,
            ),
            Control::button("mistake", "Next one read wrong"),
            Control::range("row", "row", along, row as f64 + 1.0),
            Control::range("column", "column", along, column as f64 + 1.0),
            Control::button("ink", "Ink"),
            Control::button("paper", "Paper"),
            Control::button("clear", "Clear, to draw"),
        ]
    }

    fn change(&mut self, name: &str, value: f64) {
        match name {
            "split" => {
                self.in_order = value == 1.0;
                self.restart();
            }
            "copies" => {
                self.moved = value == 1.0;
                self.restart();
            }
            "test" => self.take(value as usize),
            // The sliders count from 1.
            "row" => self.pad.cursor.0 = value as usize - 1,
            "column" => self.pad.cursor.1 = value as usize - 1,
            _ => {}
        }
    }

    fn press(&mut self, name: &str) {
        match name {
            "reset" => self.restart(),
            "mistake" => self.take_mistake(),
            "clear" => self.pad.clear(),
            "ink" => self.pad.ink(self.pad.middle()),
            "paper" => self.pad.erase(),
            _ => {}
        }
    }

    fn advance(&mut self, steps: u32) -> bool {
        let Some(run) = &mut self.run else { return false };
        for _ in 0..steps {
            if run.finished() {
                break;
            }
            run.train();
        }
        !run.finished()
    }

    fn point(&mut self, x: f64, y: f64) {
        let Some(place) = place_in_digit((x, y)) else { return };
        // Who points at a test digit begins to draw.
        if self.pad.test.is_some() {
            self.pad.clear();
        }
        self.pad.ink(place);
    }

    fn drawings(&self) -> Vec<Drawing> {
        let x = &self.pad.pixels;
        let chart = self.run.as_ref().map_or_else(
            || progress(&[], 1, 10),
            |run| progress(&run.parts, run.digits.parts(), run.epochs),
        );
        vec![
            reading(self.net(), x, Some(self.pad.cursor)),
            kernels(self.net(), x),
            chart,
        ]
    }

    fn says(&self) -> String {
        let run = self
            .run
            .as_ref()
            .map_or_else(|| "The digits have not come yet.".to_string(), Run::says);
        let shares = self.shares();
        let taken = decide(&shares)[0];
        let percent = 100.0 * shares[[0, taken]];
        let what = match (self.pad.test, self.test()) {
            (Some(number), Some(test)) => {
                format!("Test digit {number}, a {},", test.labels[number])
            }
            _ => "The digit in the square".to_string(),
        };
        format!("{run} {what} is read as {taken}, {percent:.0} %.")
    }

    fn numbers(&self) -> Vec<f64> {
        self.shares().into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use figures::FIGURES;
    use figures::what_it_reads::trained;
    use files::small::small;

    use super::*;

    /// The digits as the page hands them on.
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let line = |(x, label): (ndarray::ArrayView1<f64>, &usize)| {
            let pixels = x.iter().map(|ink| format!("{},", 16.0 * ink));
            format!("{}{label}\n", pixels.collect::<String>())
        };
        let data = small();
        data.x.rows().into_iter().zip(&data.labels).map(line).collect()
    });

    fn ready() -> Reader {
        let mut reader = Reader::new();
        reader.read(&TEXT);
        reader
    }

    fn drawings(reader: &Reader) -> Vec<String> {
        reader.drawings().into_iter().map(|drawing| drawing.unwrap()).collect()
    }

    #[test]
    fn the_digits_that_come_are_those_of_the_crate() {
        assert_eq!(ready().all, Some(small()));
    }

    #[test]
    fn ten_epochs_read_well_and_say_so_and_then_it_ends() {
        let mut reader = ready();
        let untrained = reader.says();
        assert!(untrained.starts_with("Not trained: right on"), "{untrained}");
        let mut steps = 1;
        while reader.advance(1) {
            steps += 1;
        }
        let run = reader.run.as_ref().unwrap();
        assert_eq!((steps, run.parts.len(), run.digits.train.len()), (40, 40, 1294));
        let score = run.net.score(&run.digits.test, cross_entropy);
        assert!(score.accuracy > 0.96, "{score:?}");
        let said = reader.says();
        let tested = format!("{:.1} % of 359 test digits.", 100.0 * score.accuracy);
        assert!(said.contains(&tested), "{said}");
        assert!(said.starts_with("After 10 of 10 epochs: training loss 0.0"));
        // There is nothing more to do.
        let parameters = run.net.parameters();
        assert!(!reader.advance(3));
        assert_eq!(reader.net().parameters(), parameters);
        // What it reads wrong now, it reads wrong.
        reader.press("mistake");
        let (test, number) = (reader.test().unwrap(), reader.number);
        let decided = decide(&reader.net().predict(&reader.pad.pixels))[0];
        assert_ne!(decided, test.labels[number]);
        assert!(reader.says().contains(&format!("is read as {decided}, ")));
        let first = number;
        reader.press("mistake");
        assert_ne!(reader.number, first, "it makes more than one mistake");
        reader.press("reset");
        assert_eq!(
            reader.says().split(" Test").next(),
            untrained.split(" Test").next()
        );
    }

    #[test]
    fn every_digit_is_looked_at_once_in_an_epoch_and_no_part_is_small() {
        let mut reader = ready();
        for (moved, n) in [(0.0, 1294), (1.0, 5 * 1294)] {
            reader.set("copies", moved);
            let run = reader.run.as_ref().unwrap();
            let parts = (0..run.digits.parts()).map(|part| run.part(part));
            assert!(parts.clone().all(|part| part.len() >= PART));
            assert!(parts.flatten().eq(0..n));
            assert_eq!(run.digits.train.len(), n);
        }
    }

    #[test]
    fn other_digits_are_set_aside_and_the_run_begins_again() {
        let mut reader = ready();
        reader.advance(1);
        reader.set("split", 1.0);
        assert!(reader.run.as_ref().unwrap().parts.is_empty());
        let (_, last) = small().split(0.2);
        assert_eq!(reader.test(), Some(&last));
        assert_eq!(reader.pad.pixels, last.select(&[0]).x);
        reader.set("split", 0.0);
        assert_ne!(reader.test(), Some(&last));
    }

    #[test]
    fn it_draws_with_the_functions_of_the_page() {
        let (net, test) = trained();
        let mut reader = Reader { untrained: net, ..Reader::new() };
        let page = |name: &str| {
            let figure = FIGURES.iter().find(|figure| figure.name == name).unwrap();
            (figure.draw)().unwrap()
        };
        reader.pad.pixels = test.select(&[2]).x;
        assert_eq!(drawings(&reader)[1], page("digits-kernels"));
        reader.pad.pixels = test.select(&[READ]).x;
        let frame = |drawing: &str| drawing.replace(&cursor_line(drawing), "");
        assert_eq!(frame(&drawings(&reader)[0]), page("digits-reading"));
    }

    /// The number of the digit of the page's figure.
    const READ: usize = figures::what_it_reads::DOUBTFUL;

    /// The line of a drawing that marks the cursor.
    fn cursor_line(drawing: &str) -> String {
        let line = drawing.lines().find(|line| line.contains("#CC79A7")).unwrap();
        format!("{line}\n")
    }

    /// A digit of strokes through these points, across and down, in pixels.
    fn drawn(points: &[(f64, f64)]) -> Reader {
        let (net, _) = trained();
        let mut reader = Reader { untrained: net, ..Reader::new() };
        for ends in points.windows(2) {
            for step in 0..=20 {
                let share = f64::from(step) / 20.0;
                let along =
                    |from: f64, to: f64| 72.0 * (from + share * (to - from)) + 4.0;
                let [from, to] = [ends[0], ends[1]];
                reader.point(along(from.0, to.0), along(from.1, to.1));
            }
        }
        reader
    }

    #[test]
    fn what_the_pointer_draws_is_read() {
        let two =
            [(2.0, 2.0), (3.0, 0.7), (5.0, 0.8), (5.6, 2.4), (2.0, 7.2), (6.0, 7.2)];
        let three = [
            (2.0, 1.0),
            (4.0, 0.6),
            (5.5, 1.8),
            (4.0, 3.6),
            (5.6, 5.4),
            (4.4, 7.2),
            (2.0, 7.0),
        ];
        let zero = [
            (4.0, 0.6),
            (2.4, 1.8),
            (2.0, 4.0),
            (2.6, 6.4),
            (4.0, 7.4),
            (5.6, 6.2),
            (6.0, 4.0),
            (5.4, 1.6),
            (4.0, 0.6),
        ];
        for (digit, points) in [(2, &two[..]), (3, &three), (0, &zero)] {
            let reader = drawn(points);
            let read = reader.says();
            assert!(read.contains(&format!("is read as {digit}, ")), "{read}");
            assert!(reader.numbers()[digit] > 0.9);
        }
    }

    #[test]
    fn ink_is_full_at_the_point_and_fades_and_stays() {
        let mut pad = Pad::empty();
        pad.ink((3.5, 4.5));
        let at =
            |pad: &Pad, row: usize, column: usize| pad.pixels[[0, 8 * row + column]];
        assert_eq!(at(&pad, 3, 4), 1.0);
        assert!((at(&pad, 3, 5) - 0.2).abs() < 1e-12 && at(&pad, 4, 5) == 0.0);
        let before = pad.pixels.clone();
        pad.ink((3.5, 4.5));
        assert_eq!(pad.pixels, before);
        pad.ink((4.5, 4.5));
        assert_eq!((at(&pad, 3, 4), at(&pad, 4, 4)), (1.0, 1.0));
    }

    #[test]
    fn the_keyboard_draws_as_the_pointer_does() {
        let mut reader = ready();
        reader.press("clear");
        reader.set("row", 4.0);
        reader.set("column", 6.0);
        reader.press("ink");
        let mut pointed = ready();
        // The first point on a test digit clears it.
        pointed.point(4.0 + 5.5 * 72.0, 4.0 + 3.5 * 72.0);
        assert_eq!(reader.pad.pixels, pointed.pad.pixels);
        assert_eq!((pointed.pad.cursor, pointed.pad.test), ((3, 5), None));
        reader.press("paper");
        assert_eq!(reader.pad.pixels[[0, 29]], 0.0);
        assert!(reader.pad.pixels.sum() > 0.5, "what spread stays");
        reader.press("clear");
        assert_eq!(reader.pad.pixels.sum(), 0.0);
    }

    #[test]
    fn each_part_of_the_training_is_a_point_of_the_chart() {
        let mut reader = ready();
        let of_chart = |reader: &Reader| drawings(reader)[2].clone();
        let before = of_chart(&reader);
        reader.advance(2);
        let parts = &reader.run.as_ref().unwrap().parts;
        let chart = progress(parts, 4, 10).unwrap();
        assert_eq!((parts.len(), of_chart(&reader)), (2, chart.clone()));
        assert_ne!(before, chart);
    }

    #[test]
    fn a_loss_that_is_no_number_stays_in_the_picture() {
        let lost = |loss: f64| Epoch {
            number: 1,
            loss,
            validation: Score { loss, accuracy: 0.1 },
        };
        let parts = [lost(f64::NAN), lost(f64::INFINITY), lost(2.0)];
        assert_eq!(
            progress(&parts, 4, 10).unwrap(),
            progress(&[lost(2.5), lost(2.5), lost(2.0)], 4, 10).unwrap()
        );
        let mut reader = Reader::new();
        reader.untrained.for_each_parameter(|w| *w = f64::NAN);
        drawings(&reader);
        reader.says();
    }

    #[test]
    fn values_that_no_control_has_do_no_harm() {
        let mut without = Reader::new();
        let mut reader = ready();
        for reader in [&mut without, &mut reader] {
            for value in [-1.0, 0.0, 1e9, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]
            {
                for name in ["row", "column", "test", "copies", "split", "no control"]
                {
                    reader.set(name, value);
                    reader.press(name);
                    reader.press("mistake");
                }
                reader.point(value, 10.0);
                reader.point(10.0, value);
            }
            for name in ["ink", "paper", "clear"] {
                reader.press(name);
            }
            drawings(reader);
            reader.says();
        }
        assert!(!without.advance(1), "there is nothing to learn from");
    }
}
