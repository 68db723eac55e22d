//! What the programs `digits` and `mnist` show: training as it goes, and what came of it.

use std::error::Error;
use std::ops::ControlFlow;

use backprop::classification::{
    Dataset, Training, confusion, cross_entropy, decide, fit, softmax,
};
use backprop::convolution::Image;
use backprop::dense::Sequential;
use backprop::learning_rate::Adam;
use indicatif::{ProgressBar, ProgressStyle};
use rand::Rng;

/// The data of a program, and the shape of its images.
pub struct Digits {
    pub image: Image,
    pub train: Dataset,
    pub validation: Dataset,
    pub test: Dataset,
}

/// Trains `net` with Adam, a line or a bar for each epoch, prints how well it
/// does, and gives it back.
pub fn run(
    name: &str,
    mut net: Sequential,
    digits: &Digits,
    training: &Training,
    rng: &mut impl Rng,
) -> Result<Sequential, Box<dyn Error>> {
    let Digits { train, validation, .. } = digits;
    println!("{name}: {} parameters, {} images", net.parameters.len(), train.len());
    let style = ProgressStyle::with_template("{bar:30} epoch {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(training.epochs as u64).with_style(style);
    let optimizer = &mut Adam::default();
    fit(&mut net, train, validation, training, optimizer, rng, |_, epoch| {
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
    results(&net, digits);
    Ok(net)
}

/// Prints accuracy, confusion matrix and worst mistakes of `net` on the test images.
fn results(net: &Sequential, Digits { image, test, .. }: &Digits) {
    let shares = softmax(&net.outputs(test));
    let decided = decide(&shares);
    let score = net.score(test, cross_entropy);
    let percent = 100.0 * score.accuracy;
    println!("test: {percent:.2} % of {} right, loss {:.4}", test.len(), score.loss);

    println!("\nrows: the digit; columns: what it was taken for");
    let counts = confusion(&test.labels, &decided, test.classes);
    println!(
        "   {}",
        (0..test.classes).map(|c| format!("{c:5}")).collect::<String>()
    );
    for (digit, row) in counts.rows().into_iter().enumerate() {
        let row: String = row.iter().map(|count| format!("{count:5}")).collect();
        println!("{digit:3}{row}");
    }

    let mut mistakes: Vec<usize> =
        (0..test.len()).filter(|&i| decided[i] != test.labels[i]).collect();
    let confidence = |i: usize| shares[[i, decided[i]]];
    mistakes.sort_by(|&a, &b| confidence(b).total_cmp(&confidence(a)));
    println!("\nthe mistakes it is surest of");
    for &i in mistakes.iter().take(3) {
        let percent = 100.0 * confidence(i);
        println!("a {} taken for a {}, {percent:.1} %", test.labels[i], decided[i]);
        let pixels = test.x.row(i).to_vec();
        for row in pixels.chunks(image.width) {
            println!("    {}", row.iter().map(|&ink| shade(ink)).collect::<String>());
        }
    }
    println!();
}

/// Two characters that are as dark as `ink`, from 0 to 1.
fn shade(ink: f64) -> &'static str {
    let shades = ["  ", "..", "::", "++", "##", "@@"];
    shades[(ink * (shades.len() - 1) as f64).round() as usize]
}
