//! Figures and values of the chapter *What it reads*: what networks reach on the digits and
//! take for what, and what a trained one looks for.

use backprop::classification::{Dataset, decide, softmax};
use backprop::digits::{SMALL, lenet};
use backprop::mini_batches::Epoch;
use backprop::sequential::Sequential;
use backprop::what_it_learned::quantile;
use files::network::parameters;
use files::small::small;
use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::digits::squares;
use crate::style::{
    BLUE, Drawing, GREEN, GRID, INK, PURPLE, VERMILION, axes, curve, dot, frame,
    label, plain, svg, write,
};
use crate::value::{Value, number};

/// What the program `accuracy` wrote.
const ACCURACIES: &str = include_str!("../../data/accuracy.csv");
const CONFUSIONS: &str = include_str!("../../data/confusion.csv");
/// What the program `folds` wrote.
const FIFTHS: &str = include_str!("../../data/folds.csv");

/// The networks of `data/accuracy.csv` and the images that they learned from.
const NETWORKS: [(&str, &str); 4] = [
    ("dense", "as drawn"),
    ("dense", "moved too"),
    ("convolutional", "as drawn"),
    ("convolutional", "moved too"),
];

/// What each network reaches on both splits: a dot for each seed.
pub fn accuracies() -> Drawing {
    let told: Vec<String> = ["shuffled", "in order"]
        .iter()
        .flat_map(|split| NETWORKS.map(|(network, images)| (split, network, images)))
        .map(|(split, network, images)| {
            let reached = reached(split, network, images);
            let (low, high) = (quantile(&reached, 0.0), quantile(&reached, 1.0));
            format!("{split}, {network}, {images}: {low:.1} to {high:.1} %")
        })
        .collect();
    let words = format!("Dots on eight lines, ten each. {}.", told.join("; "));
    svg(1240, "Accuracy over ten seeds", &words, |canvas| {
        let panels = canvas.split_evenly((2, 1));
        let splits = [("shuffled", "a random fifth"), ("in order", "the last fifth")];
        for (panel, (split, title)) in panels.iter().zip(splits) {
            let percent = ("right, %", 90.0..100.0);
            let no_label = |_: &f64| String::new();
            let mut chart = axes(panel, percent, (title, 0.0..4.0), &no_label)?;
            let colors = [VERMILION, PURPLE, BLUE, GREEN];
            for (lane, ((network, images), color)) in
                NETWORKS.into_iter().zip(colors).enumerate()
            {
                let height = 3.3 - lane as f64;
                let reached = reached(split, network, images);
                let dots =
                    reached.iter().map(|&percent| dot((percent, height), color));
                chart.draw_series(dots)?;
                let name = format!("{network}, {images}");
                chart.draw_series([label((90.2, height + 0.38), name, color)])?;
            }
        }
        Ok(())
    })
}

/// The percents of ten seeds.
fn reached(split: &str, network: &str, images: &str) -> Vec<f64> {
    percents(ACCURACIES, &format!("{split},{network},{images},"))
}

/// The last numbers, in percent, of the lines that begin so.
pub(crate) fn percents(csv: &str, beginning: &str) -> Vec<f64> {
    let lines = csv.lines().filter(|line| line.starts_with(beginning));
    let shares =
        lines.filter_map(|line| line.rsplit(',').next()?.parse::<f64>().ok());
    shares.map(|share| 100.0 * share).collect()
}

/// What the dense network takes the digits of the last fifth for, ten seeds together.
pub fn confusion() -> Drawing {
    let counts = confused("in order,dense,as drawn,");
    let mut mistakes: Vec<((usize, usize), usize)> =
        counts.indexed_iter().map(|(place, &count)| (place, count)).collect();
    mistakes.retain(|((digit, taken), _)| digit != taken);
    mistakes.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let most = mistakes[0].1 as f64;
    let told: Vec<String> = mistakes[..3]
        .iter()
        .map(|((digit, taken), count)| format!("{digit} for {taken}, {count} times"))
        .collect();
    let words = format!(
        "A table of ten rows, the digits, and ten columns, what they are taken for. Most \
         stand on the diagonal, {} of {}. The most frequent mistakes: {}.",
        counts.diag().sum(),
        counts.sum(),
        told.join("; "),
    );
    svg(1010, "What is taken for what", &words, |canvas| {
        let (left, top, side) = (90, 110, 90);
        write(canvas, (left, 28), "taken for", INK, HPos::Left)?;
        write(canvas, (8, 78), "digit", INK, HPos::Left)?;
        for digit in 0..10 {
            let along = side * digit + side / 2;
            write(canvas, (left + along, 78), &digit.to_string(), INK, HPos::Center)?;
            write(
                canvas,
                (left - 30, top + along),
                &digit.to_string(),
                INK,
                HPos::Center,
            )?;
        }
        for ((digit, taken), &count) in counts.indexed_iter() {
            let (x, y) = (left + side * taken as i32, top + side * digit as i32);
            let corners = [(x, y), (x + side, y + side)];
            let color = if digit == taken {
                BLUE.mix(0.25)
            } else {
                VERMILION.mix((60.0 * count as f64 / most).round() / 100.0)
            };
            if count > 0 {
                canvas.draw(&Rectangle::new(corners, color.filled()))?;
                let middle = (x + side / 2, y + side / 2);
                write(canvas, middle, &count.to_string(), INK, HPos::Center)?;
            }
            frame(canvas, corners, GRID, 2)?;
        }
        Ok(())
    })
}

/// The counts of the lines of `data/confusion.csv` that begin so.
fn confused(beginning: &str) -> Array2<usize> {
    let lines = CONFUSIONS.lines().filter_map(|line| line.strip_prefix(beginning));
    let counts = lines.flat_map(|line| line.split(',').skip(1));
    let counts: Vec<usize> = counts.filter_map(|count| count.parse().ok()).collect();
    Array2::from_shape_vec((10, 10), counts).expect("ten rows of ten counts")
}

/// The kernels of the first layer of `net`, each with what it gives for the image `x`.
pub fn kernels(net: &Sequential, x: &Array2<f64>) -> Drawing {
    let z = net.stages[0].layer.forward(x);
    let (kernels, biases) = net.stages[0].layer.parameters();
    let filters = biases.len();
    let kernels = kernels.to_shape((filters, 9)).expect("kernels of 9");
    let maps = z.to_shape((filters, SMALL.size())).expect("one image");
    let positive = maps.iter().filter(|&&z| z > 0.0).count();
    let words = format!(
        "A handwritten digit, and {filters} squares of 3 by 3 weights, blue where positive, \
         orange where negative, each with the image of 8 by 8 that it makes of the digit. \
         {:.0} percent of those pixels are positive.",
        100.0 * positive as f64 / maps.len() as f64
    );
    let widest = kernels.iter().fold(0.0, |widest: f64, w| widest.max(w.abs()));
    let brightest = maps.iter().fold(0.0, |brightest: f64, &z| brightest.max(z));
    let height = 150 + 140 * filters.div_ceil(4) as u32;
    svg(height, "Kernels, and what they find", &words, |canvas| {
        write(canvas, (0, 60), "the digit", INK, HPos::Left)?;
        let digit = x.to_shape((8, 8)).expect("64 pixels");
        squares(canvas, (170, 4), 14, digit.view(), |ink| (INK, ink))?;
        for (f, (kernel, map)) in
            kernels.rows().into_iter().zip(maps.rows()).enumerate()
        {
            let (x, y) = (250 * (f as i32 % 4), 150 + 140 * (f as i32 / 4));
            let kernel = kernel.to_shape((3, 3)).expect("9 weights");
            squares(canvas, (x + 2, y + 11), 30, kernel.view(), |w| {
                (if w > 0.0 { BLUE } else { VERMILION }, w.abs() / widest)
            })?;
            let map = map.to_shape((8, 8)).expect("64 pixels");
            squares(canvas, (x + 110, y), 14, map.view(), |z| {
                (INK, z.max(0.0) / brightest)
            })?;
        }
        Ok(())
    })
}

/// The number of a test digit of [`trained`] whose network is not sure of it.
pub const DOUBTFUL: usize = 297;

/// The side of a pixel of the digit in [`reading`].
const PIXEL: i32 = 72;
/// Where that digit begins.
const PAD: (i32, i32) = (4, 4);

/// The digit `x` `(1, 64)`, and the share that `net` gives to each of the ten; `cursor` marks a
/// pixel, by row and column.
pub fn reading(
    net: &Sequential,
    x: &Array2<f64>,
    cursor: Option<(usize, usize)>,
) -> Drawing {
    let shares = softmax(&net.predict(x));
    let taken = decide(&shares)[0];
    let shares = || shares.iter().copied().enumerate();
    let told: Vec<String> = shares()
        .filter(|(_, share)| *share >= 0.005)
        .map(|(digit, share)| format!("{digit}, {:.0} %", 100.0 * share))
        .collect();
    let words = format!(
        "A handwritten digit of 8 by 8 pixels, and ten bars, one for each digit that it may \
         be. The network gives: {}.",
        told.join("; ")
    );
    svg(584, "A digit, and what the network takes it for", &words, |canvas| {
        let digit = x.to_shape((8, 8)).expect("64 pixels");
        squares(canvas, PAD, PIXEL, digit.view(), |ink| (INK, ink))?;
        if let Some((row, column)) = cursor {
            let corner = |along: usize, start: i32| start + PIXEL * along as i32;
            let (x, y) = (corner(column, PAD.0), corner(row, PAD.1));
            frame(canvas, [(x, y), (x + PIXEL, y + PIXEL)], PURPLE, 5)?;
        }
        for (digit, share) in shares() {
            let y = 34 + 57 * digit as i32;
            let share = if share.is_finite() { share } else { 0.0 };
            let strength = if digit == taken { 1.0 } else { 0.4 };
            let end = 668 + (200.0 * share).round() as i32;
            let bar = [(668, y - 18), (end.max(670), y + 18)];
            canvas.draw(&Rectangle::new(bar, BLUE.mix(strength).filled()))?;
            write(canvas, (650, y), &digit.to_string(), INK, HPos::Right)?;
            let percent = format!("{:.0} %", 100.0 * share);
            write(canvas, (996, y), &percent, INK, HPos::Right)?;
        }
        Ok(())
    })
}

/// The place in the digit, down and across in pixels, of the point `(x, y)` of a [`reading`].
pub fn place_in_digit((x, y): (f64, f64)) -> Option<(f64, f64)> {
    let along = |at: f64, start: i32| (at - f64::from(start)) / f64::from(PIXEL);
    let (down, across) = (along(y, PAD.1), along(x, PAD.0));
    let inside = 0.0..8.0;
    (inside.contains(&down) && inside.contains(&across)).then_some((down, across))
}

/// The losses of a training of so many `epochs`: each of `parts` is a part of one, of which
/// there are `per_epoch`.
pub fn progress(parts: &[Epoch], per_epoch: usize, epochs: usize) -> Drawing {
    let last = parts.last().map_or("Nothing yet.".to_string(), |last| {
        format!("Now they are {:.3} and {:.3}.", last.loss, last.validation.loss)
    });
    let words = format!(
        "Two curves over {epochs} epochs, the loss of the digits trained on and of those to \
         validate. {last}"
    );
    // A loss beyond the axis stays at its end, and so does one that is no number.
    const MOST: f64 = 2.5;
    let points = |loss: fn(&Epoch) -> f64| {
        (1..).zip(parts).map(move |(part, epoch)| {
            (f64::from(part) / per_epoch as f64, loss(epoch).min(MOST))
        })
    };
    svg(640, "The loss while it trains", &words, |canvas| {
        let epoch = ("epoch", 0.0..epochs as f64);
        let mut chart = axes(canvas, epoch, ("mean loss", 0.0..MOST), &plain)?;
        chart.draw_series([
            curve(points(|epoch| epoch.loss), BLUE),
            curve(points(|epoch| epoch.validation.loss), VERMILION),
        ])?;
        let at = 0.6 * epochs as f64;
        chart.draw_series([
            label((at, 2.2), "training", BLUE),
            label((at, 1.9), "validation", VERMILION),
        ])?;
        Ok(())
    })
}

/// The convolutional network in `data/lenet.safetensors`, and the digits that the program
/// which trained it set aside to test it.
pub fn trained() -> (Sequential, Dataset) {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let (_, test) = small().shuffled(&mut rng).split(0.2);
    let mut net = lenet(SMALL, 3, [16, 32], 64, &mut rng);
    let file = include_bytes!("../../data/lenet.safetensors");
    let parameters = parameters(&net, file).expect("a file that a test reads");
    net.set_parameters(&parameters);
    (net, test)
}

/// The percent of digits that are right in all lines of [`FIFTHS`] that begin so.
fn right(beginning: &str) -> f64 {
    let lines = FIFTHS.lines().filter(|line| line.starts_with(beginning));
    let counts = lines.filter_map(|line| {
        let mut numbers = line.rsplit(',').map(|number| number.parse::<f64>().ok());
        Some((numbers.next()??, numbers.next()??))
    });
    let (right, digits) =
        counts.fold((0.0, 0.0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
    100.0 * right / digits
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let threes_as_eights = confused("in order,dense,as drawn,")[[3, 8]] as f64;
    let mut values =
        vec![number("what_it_reads.threes_as_eights", 0, threes_as_eights)];
    for (split, place) in [("shuffled", "shuffled"), ("in order", "last")] {
        for (network, images) in NETWORKS {
            let moved = if images == "moved too" { "_moved" } else { "" };
            let name = format!("what_it_reads.{place}.{network}{moved}");
            values.extend(span(&name, 1, &reached(split, network, images)));
        }
    }
    for (split, name) in [("in order", "in_order"), ("shuffled", "shuffled")] {
        let name = format!("what_it_reads.fifths.{name}");
        values.push(number(&name, 1, right(&format!("{split},"))));
        for fifth in 1..=5 {
            let right = right(&format!("{split},{fifth},"));
            values.push(number(&format!("{name}_{fifth}"), 1, right));
        }
    }
    let hands = right("shuffled,") - right("in order,");
    values.push(number("what_it_reads.fifths.hands", 1, hands));
    values
}

/// The lowest, the middle and the highest of `percents`.
pub(crate) fn span(name: &str, digits: usize, percents: &[f64]) -> [Value; 3] {
    [("low", 0.0), ("median", 0.5), ("high", 1.0)].map(|(what, share)| {
        number(&format!("{name}.{what}"), digits, quantile(percents, share))
    })
}
