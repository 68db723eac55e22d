//! What the programs `digits` and `mnist` show: training as it goes, and what came of it.

use std::error::Error;
use std::io::{self, Write};
use std::ops::ControlFlow;

use backprop::classification::{Dataset, Loss, decide};
use backprop::convolution::ImageShape;
use backprop::mini_batches::{Epoch, Score, Training, confusion, fit};
use backprop::optimizers::Optimizer;
use backprop::sequential::Sequential;
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::Axis;
use rand::Rng;

/// The data of a program, and the shape of its images.
pub struct Digits {
    pub image: ImageShape,
    pub train: Dataset,
    pub validation: Dataset,
    pub test: Dataset,
}

/// Trains `net` with a line or a bar for each epoch, and writes how well it does on the test
/// images.
// ANCHOR: train_and_test
pub fn train_and_test(
    name: &str,
    net: &mut Sequential,
    digits: &Digits,
    training: &Training,
    optimizer: impl Optimizer,
    rng: &mut impl Rng,
    out: &mut impl Write,
) -> Result<Score, Box<dyn Error>> {
    let Digits { train, validation, test, .. } = digits;
    let (parameters, images) = (net.parameters().len(), train.len());
    writeln!(out, "{name}: {parameters} parameters, {images} images")?;

    let mut progress = Progress::new(training.epochs, out)?;
    fit(net, train, validation, training, optimizer, rng, |_, epoch| {
        progress.show(epoch)
    });
    progress.end()?;

    let score = net.score(test, training.loss);
    let (percent, images, loss) = (100.0 * score.accuracy, test.len(), score.loss);
    writeln!(out, "test: {percent:.2} % of {images} right, loss {loss:.4}")?;
    mistakes(net, digits, training.loss, out)?;
    Ok(score)
}
// ANCHOR_END: train_and_test

/// A bar that grows with each epoch; or where nobody sees one, a line for each.
struct Progress<'a, W: Write> {
    bar: ProgressBar,
    out: &'a mut W,
    written: io::Result<()>,
}

impl<'a, W: Write> Progress<'a, W> {
    fn new(epochs: usize, out: &'a mut W) -> Result<Self, Box<dyn Error>> {
        let style = ProgressStyle::with_template("{bar:30} epoch {pos}/{len} {msg}")?;
        let bar = ProgressBar::new(epochs as u64).with_style(style);
        Ok(Progress { bar, out, written: Ok(()) })
    }

    /// Shows the loss and the validation accuracy. Training ends where a line can't be written.
    fn show(&mut self, epoch: Epoch) -> ControlFlow<()> {
        let percent = 100.0 * epoch.validation.accuracy;
        let line = format!("loss {:.4}, validation {percent:.2} %", epoch.loss);
        if self.bar.is_hidden() {
            self.written = writeln!(self.out, "epoch {}: {line}", epoch.number);
        }
        self.bar.set_message(line);
        self.bar.inc(1);
        if self.written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn end(self) -> io::Result<()> {
        self.bar.finish();
        self.written
    }
}

/// Writes the confusion matrix of `net` on the test images, and its worst mistakes.
fn mistakes(
    net: &Sequential,
    Digits { image, test, .. }: &Digits,
    loss: Loss,
    out: &mut impl Write,
) -> io::Result<()> {
    let outputs = net.outputs(test);
    let decided = decide(&outputs);
    writeln!(out, "\nrows: the digit; columns: what it was taken for")?;
    let columns: String = (0..test.classes).map(|c| format!("{c:5}")).collect();
    writeln!(out, "   {columns}")?;
    let counts = confusion(&test.labels, &decided, test.classes);
    for (digit, row) in counts.rows().into_iter().enumerate() {
        let row: String = row.iter().map(|count| format!("{count:5}")).collect();
        writeln!(out, "{digit:3}{row}")?;
    }

    writeln!(out, "\nthe mistakes that cost most")?;
    let y = test.one_hot();
    let cost = |i| loss(&outputs.select(Axis(0), &[i]), &y.select(Axis(0), &[i])).0;
    let wrong = (0..test.len()).filter(|&i| decided[i] != test.labels[i]);
    let mut wrong: Vec<(usize, f64)> = wrong.map(|i| (i, cost(i))).collect();
    wrong.sort_by(|a, b| b.1.total_cmp(&a.1));
    for &(i, cost) in wrong.iter().take(3) {
        writeln!(
            out,
            "a {} taken for a {}, loss {cost:.2}",
            test.labels[i], decided[i]
        )?;
        for pixels in test.x.row(i).to_vec().chunks(image.width) {
            let shades = pixels.iter().map(|&ink| shade(ink));
            writeln!(out, "    {}", shades.collect::<String>())?;
        }
    }
    writeln!(out)
}

/// Two characters that are as dark as `ink`, from 0 to 1.
fn shade(ink: f64) -> &'static str {
    let shades = ["  ", "..", "::", "++", "##", "@@"];
    shades[(ink * (shades.len() - 1) as f64).round() as usize]
}
