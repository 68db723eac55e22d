//! What the programs `digits` and `mnist` show: training as it goes, and what came of it.

use std::error::Error;
use std::ops::ControlFlow;
use std::process::ExitCode;

use backprop::classification::{
    Dataset, Loss, Score, Training, confusion, decide, fit,
};
use backprop::convolution::Image;
use backprop::dense::Sequential;
use backprop::learning_rate::Optimizer;
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::{ArrayView2, Axis};
use rand::Rng;

/// The data of a program, and the shape of its images.
pub struct Digits {
    pub image: Image,
    pub train: Dataset,
    pub validation: Dataset,
    pub test: Dataset,
}

/// What a program ends with: success, or the error in a line of its own.
pub fn exit(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Trains `net`, a line or a bar for each epoch, prints how well it does on the test
/// images, and says so.
pub fn run(
    name: &str,
    net: &mut Sequential,
    digits: &Digits,
    training: &Training,
    mut optimizer: impl Optimizer,
    rng: &mut impl Rng,
) -> Result<Score, Box<dyn Error>> {
    let Digits { train, validation, test, .. } = digits;
    println!("{name}: {} parameters, {} images", net.parameters.len(), train.len());
    let style = ProgressStyle::with_template("{bar:30} epoch {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(training.epochs as u64).with_style(style);
    fit(net, train, validation, training, &mut optimizer, rng, |_, epoch| {
        let percent = 100.0 * epoch.validation.accuracy;
        let line = format!("loss {:.4}, validation {percent:.2} %", epoch.loss);
        if bar.is_hidden() {
            println!("epoch {}: {line}", epoch.number);
        }
        bar.set_message(line);
        bar.inc(1);
        ControlFlow::Continue(())
    });
    bar.finish();

    let score = net.score(test, training.loss);
    let percent = 100.0 * score.accuracy;
    println!("test: {percent:.2} % of {} right, loss {:.4}", test.len(), score.loss);
    mistakes(net, digits, training.loss);
    Ok(score)
}

/// Prints the confusion matrix of `net` on the test images, and its worst mistakes.
fn mistakes(net: &Sequential, Digits { image, test, .. }: &Digits, loss: Loss) {
    let outputs = net.outputs(test);
    let decided = decide(&outputs);
    println!("\nrows: the digit; columns: what it was taken for");
    let columns: String = (0..test.classes).map(|c| format!("{c:5}")).collect();
    println!("   {columns}");
    let counts = confusion(&test.labels, &decided, test.classes);
    for (digit, row) in counts.rows().into_iter().enumerate() {
        let row: String = row.iter().map(|count| format!("{count:5}")).collect();
        println!("{digit:3}{row}");
    }

    println!("\nthe mistakes that cost most");
    let y = test.one_hot();
    let row = |i: usize| i..i + 1;
    let one = |a: ArrayView2<f64>, i| a.slice_axis(Axis(0), row(i).into()).to_owned();
    let cost = |i| loss(&one(outputs.view(), i), one(y.view(), i).view()).0;
    let wrong = (0..test.len()).filter(|&i| decided[i] != test.labels[i]);
    let mut wrong: Vec<(usize, f64)> = wrong.map(|i| (i, cost(i))).collect();
    wrong.sort_by(|a, b| b.1.total_cmp(&a.1));
    for &(i, cost) in wrong.iter().take(3) {
        println!("a {} taken for a {}, loss {cost:.2}", test.labels[i], decided[i]);
        for pixels in test.x.row(i).to_vec().chunks(image.width) {
            let shades = pixels.iter().map(|&ink| shade(ink));
            println!("    {}", shades.collect::<String>());
        }
    }
    println!();
}

/// Two characters that are as dark as `ink`, from 0 to 1.
fn shade(ink: f64) -> &'static str {
    let shades = ["  ", "..", "::", "++", "##", "@@"];
    shades[(ink * (shades.len() - 1) as f64).round() as usize]
}
