//! Figures and values of the chapter *Speed*, from the times in `data/speed.csv`.

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{BLUE, Canvas, DrawError, Drawing, GREEN, INK, WIDTH, svg, write};
use crate::value::{Value, number};

/// One line of the table of times.
struct Time {
    workload: &'static str,
    program: &'static str,
    threads: usize,
    seconds: f64,
}

const TABLE: &str = include_str!("../../data/speed.csv");

/// All times of a workload, in the order of the table.
fn times(workload: &str) -> Vec<Time> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let times = lines.map(|line| {
        let columns: Vec<&str> = line.split(',').collect();
        let [workload, program, threads, seconds] = columns[..] else {
            panic!("data/speed.csv has a line that is not of four columns: {line}");
        };
        let number = "data/speed.csv has numbers in its last two columns";
        Time {
            workload,
            program,
            threads: threads.parse().expect(number),
            seconds: seconds.parse().expect(number),
        }
    });
    times.filter(|time| time.workload == workload).collect()
}

/// What the head of the table says about `name`.
fn head(name: &str) -> &'static str {
    let start = format!("# {name}: ");
    TABLE.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or("unknown")
}

/// The time of a program.
fn seconds(workload: &str, program: &str, threads: usize) -> f64 {
    let found = times(workload)
        .into_iter()
        .find(|time| time.program == program && time.threads == threads);
    found.expect("data/speed.csv has a line for each program").seconds
}

/// The shortest time of another program.
fn best_peer(workload: &str) -> Time {
    let times = times(workload).into_iter();
    let peers =
        times.filter(|time| time.program != OURS && !time.program.ends_with("f32"));
    peers
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .expect("data/speed.csv has peers for each workload")
}

const OURS: &str = "this crate";
const PRODUCT: &str = "product_64_784_128";

/// How much of each workload every program does in a second.
pub fn peers() -> Drawing {
    let panels = [
        ("w1: four rows, thousand updates a second", "w1", 1500.0),
        ("w2: dense layers, thousand images a second", "w2", 156.0 * 64.0),
        ("w3: convolutions, thousand images a second", "w3", 156.0 * 64.0),
    ];
    let bars = |workload: &str, count: f64| -> Vec<(String, f64)> {
        let rates = times(workload).into_iter().map(|time| {
            let threads = if time.threads > 1 { ", 2 threads" } else { "" };
            (format!("{}{threads}", time.program), count / time.seconds / 1000.0)
        });
        rates.collect()
    };
    let told: Vec<String> = panels
        .iter()
        .map(|(title, workload, count)| {
            let bars = bars(workload, *count);
            let bars =
                bars.iter().map(|(name, rate)| format!("{name} {}", short(*rate)));
            format!("{title}: {}.", bars.collect::<Vec<_>>().join("; "))
        })
        .collect();
    let height = |workload: &str| 110 + 64 * times(workload).len() as i32;
    let total: i32 = panels.iter().map(|(_, workload, _)| height(workload)).sum();
    svg(total as u32, "Speed beside other programs", &told.join(" "), |canvas| {
        let mut top = 0;
        for (title, workload, count) in panels {
            draw_bars(canvas, top, title, &bars(workload, count))?;
            top += height(workload);
        }
        Ok(())
    })
}

/// How many times as fast as the first each step of a workload is.
pub fn steps(title: &str, workload: &str, names: &[&str]) -> Drawing {
    let times = times(workload);
    let bars: Vec<(String, f64)> = names
        .iter()
        .map(|name| {
            let (program, shown) = name.split_once('=').unwrap_or((name, name));
            let time = times.iter().find(|time| time.program == program);
            let time = time.expect("data/speed.csv has a line for each step");
            let first = names[0].split_once('=').map_or(names[0], |(first, _)| first);
            (shown.to_string(), seconds(workload, first, 1) / time.seconds)
        })
        .collect();
    let told = bars.iter().map(|(name, factor)| format!("{name} {}", short(*factor)));
    let told = format!("{title}: {}.", told.collect::<Vec<_>>().join("; "));
    svg(110 + 64 * bars.len() as u32, title, &told, |canvas| {
        draw_bars(canvas, 0, title, &bars)
    })
}

/// A title and a bar for each number, as long as the number is large; ours are blue.
fn draw_bars(
    canvas: &Canvas,
    top: i32,
    title: &str,
    bars: &[(String, f64)],
) -> Result<(), DrawError> {
    const LEFT: i32 = 400;
    let longest =
        bars.iter().fold(0.0_f64, |longest, (_, length)| longest.max(*length));
    let full = f64::from(WIDTH as i32 - LEFT - 150);
    write(canvas, (12, top + 40), title, INK, HPos::Left)?;
    for ((name, length), y) in bars.iter().zip((top + 100..).step_by(64)) {
        let ours = name.starts_with(OURS) || bars[0].0 != OURS;
        let color = if ours { BLUE } else { GREEN };
        let end = LEFT + (full * length / longest).round().max(2.0) as i32;
        let corners = [(LEFT, y - 20), (end, y + 20)];
        write(canvas, (LEFT - 16, y), name, INK, HPos::Right)?;
        canvas.draw(&Rectangle::new(corners, color.filled()))?;
        write(canvas, (end + 12, y), &short(*length), INK, HPos::Left)?;
    }
    Ok(())
}

/// A number with no more digits than count.
fn short(value: f64) -> String {
    let digits = match value {
        ..1.3 => 2,
        ..10.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$}")
}

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let faster = |name: &str, slow: f64, fast: f64| {
        (format!("speed.{name}"), short(slow / fast))
    };
    let step = |name: &str, workload, slow, fast| {
        faster(name, seconds(workload, slow, 1), seconds(workload, fast, 1))
    };
    let ours = |workload| seconds(workload, OURS, 1);
    let train = seconds("four_rows_1500", "part_1", 1);
    // Two large products in each of 156 batches; the slope along the weights takes as long.
    let products = 2.0 * 156.0 * seconds(PRODUCT, "library", 1);
    let peer = |name: &str, workload, program| {
        let ratio = seconds(workload, program, 1) / ours(workload);
        number(&format!("speed.{name}"), 2, ratio)
    };
    let threads = |name: &str, workload| {
        faster(name, ours(workload), seconds(workload, OURS, 2))
    };
    vec![
        ("speed.date".to_string(), head("date").to_string()),
        ("speed.machine".to_string(), head("machine").to_string()),
        ("speed.rust".to_string(), head("rust").to_string()),
        step("w1_tutorial", "w1", "tutorial's NumPy", OURS),
        step("w1_jax", "w1", "JAX", OURS),
        faster("train_tutorial", seconds("w1", "tutorial's NumPy", 1), train),
        faster("train_jax", train, seconds("w1", "JAX", 1)),
        peer("w2_jax", "w2", "JAX"),
        peer("w2_numpy", "w2", "NumPy"),
        peer("w2_torch", "w2", "PyTorch"),
        number("speed.w2_products", 0, 100.0 * products / ours("w2")),
        threads("w2_threads", "w2"),
        ("speed.w3_peer".to_string(), best_peer("w3").program.to_string()),
        faster("w3_best", best_peer("w3").seconds, ours("w3")),
        step("w2_numpy_f32", "w2", "NumPy", "NumPy f32"),
        step("w2_torch_f32", "w2", "PyTorch", "PyTorch f32"),
        step("w3_torch_f32", "w3", "PyTorch", "PyTorch f32"),
        peer("w3_against_f32", "w3", "PyTorch f32"),
        step("rows", PRODUCT, "by_columns", "by_rows"),
        step("turned", PRODUCT, "by_columns", "with_turned"),
        step("sums", PRODUCT, "with_turned", "in_eight_sums"),
        step("vector", PRODUCT, "in_eight_sums", "by_rows"),
        step("library", PRODUCT, "by_rows", "library"),
        step("in_place", "four_rows_1500", "part_1", "in_place"),
        step("known", "four_rows_1500", "part_1", "shapes_known"),
        step("no_dx", "dense_batch", "plain", "twins"),
        step("im2col", "convolution", "six_loops", "one_product"),
        step("runs", "convolution", "one_product", "runs"),
        step("pool_branch", "pool", "plain true", "plain false"),
        step("pool", "pool", "plain true", "without_branch true"),
        step("twins", "convolutional_batch", "plain", "twins"),
        step("pieces", "convolutional_batch", "twins", "pieces"),
        step("batch_threads", "convolutional_batch", "pieces", "two_threads"),
        step("memory_part_1", "four_rows_1500", "system part_1", "part_1"),
        step("memory_twins", "convolutional_batch", "system twins", "twins"),
        step("memory_pieces", "convolutional_batch", "system pieces", "pieces"),
    ]
}
