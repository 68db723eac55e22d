//! The times in `data/speed.csv`, and how they are drawn.

use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use crate::style::{BLUE, Canvas, DrawError, Drawing, GREEN, INK, WIDTH, svg, write};
use crate::value::Value;

/// One line of the table of times.
pub(crate) struct Time {
    pub(crate) workload: &'static str,
    pub(crate) program: &'static str,
    pub(crate) threads: usize,
    pub(crate) seconds: f64,
}

const TABLE: &str = include_str!("../../data/speed.csv");

/// All times of a workload, in the order of the table.
pub(crate) fn times(workload: &str) -> Vec<Time> {
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
pub(crate) fn head(name: &str) -> &'static str {
    let start = format!("# {name}: ");
    TABLE.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or("unknown")
}

/// The time of a program.
pub(crate) fn seconds(workload: &str, program: &str, threads: usize) -> f64 {
    let found = times(workload)
        .into_iter()
        .find(|time| time.program == program && time.threads == threads);
    found.expect("data/speed.csv has a line for each program").seconds
}

pub(crate) const OURS: &str = "this crate";
pub(crate) const PRODUCT: &str = "product_64_784_128";

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
pub(crate) fn draw_bars(
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
pub(crate) fn short(value: f64) -> String {
    let digits = match value {
        ..1.3 => 2,
        ..10.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$}")
}

/// How many times as fast `fast` seconds are as `slow` ones, under a name.
pub(crate) fn faster(name: &str, slow: f64, fast: f64) -> Value {
    (name.to_string(), short(slow / fast))
}
