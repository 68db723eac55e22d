//! A figure and values of the chapter *Memory and threads*, from the times in `data/speed.csv`.

use crate::style::{Drawing, svg};
use crate::times::{OURS, PRODUCT, Time, draw_bars, faster, seconds, short, times};
use crate::value::{Value, number};

/// The shortest time of another program.
fn best_peer(workload: &str) -> Time {
    let times = times(workload).into_iter();
    let peers =
        times.filter(|time| time.program != OURS && !time.program.ends_with("f32"));
    peers
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .expect("data/speed.csv has peers for each workload")
}

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

/// The numbers that the chapter refers to.
pub(crate) fn values() -> Vec<Value> {
    let named = |name: &str| format!("memory_and_threads.{name}");
    let step = |name: &str, workload, slow, fast| {
        let (slow, fast) = (seconds(workload, slow, 1), seconds(workload, fast, 1));
        faster(&named(name), slow, fast)
    };
    let ours = |workload| seconds(workload, OURS, 1);
    let train = seconds("four_rows_1500", "part_1", 1);
    // Two large products in each of 156 batches; the slope along the weights takes as long.
    let products = 2.0 * 156.0 * seconds(PRODUCT, "library", 1);
    let peer = |name: &str, workload, program| {
        let ratio = seconds(workload, program, 1) / ours(workload);
        number(&named(name), 2, ratio)
    };
    let threads = |name: &str, workload| {
        faster(&named(name), ours(workload), seconds(workload, OURS, 2))
    };
    vec![
        step("in_place", "four_rows_1500", "part_1", "in_place"),
        step("known", "four_rows_1500", "part_1", "shapes_known"),
        step("twins", "convolutional_batch", "plain", "twins"),
        step("pieces", "convolutional_batch", "twins", "pieces"),
        step("kept_part_1", "four_rows_1500", "system part_1", "part_1"),
        step("kept_twins", "convolutional_batch", "system twins", "twins"),
        step("kept_pieces", "convolutional_batch", "system pieces", "pieces"),
        step(
            "kept_threads",
            "convolutional_batch",
            "system two_threads",
            "two_threads",
        ),
        step("system_pieces", "convolutional_batch", "system twins", "system pieces"),
        step("batch_threads", "convolutional_batch", "pieces", "two_threads"),
        step("w1_tutorial", "w1", "tutorial's NumPy", OURS),
        step("w1_jax", "w1", "JAX", OURS),
        faster(&named("train_tutorial"), seconds("w1", "tutorial's NumPy", 1), train),
        faster(&named("train_jax"), train, seconds("w1", "JAX", 1)),
        peer("w2_jax", "w2", "JAX"),
        peer("w2_numpy", "w2", "NumPy"),
        peer("w2_torch", "w2", "PyTorch"),
        number(&named("w2_products"), 0, 100.0 * products / ours("w2")),
        threads("w2_threads", "w2"),
        number(&named("w2_batch"), 1, 1000.0 * ours("w2") / 156.0),
        (named("w3_peer"), best_peer("w3").program.to_string()),
        faster(&named("w3_best"), best_peer("w3").seconds, ours("w3")),
        step("w2_numpy_f32", "w2", "NumPy", "NumPy f32"),
        step("w2_jax_f32", "w2", OURS, "JAX f32"),
        step("w2_torch_f32", "w2", "PyTorch", "PyTorch f32"),
        step("w3_torch_f32", "w3", "PyTorch", "PyTorch f32"),
        peer("w3_against_f32", "w3", "PyTorch f32"),
    ]
}
