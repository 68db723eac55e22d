//! The captions of the chapter *Memory and threads*.

use crate::drawn::Drawn;
use crate::speed::{assert_bars, steps};
use crate::times::times;

/// How many times as fast as Part I's `train`: with arrays made once, and with shapes that the
/// compiler knows.
#[test]
fn the_bars_of_the_trainings_are_as_long_as_they_are_fast() {
    let bars = steps(
        "four_rows_1500",
        &[
            ("part_1", "Part I"),
            ("in_place", "made once"),
            ("shapes_known", "known shapes"),
        ],
    );
    let title = "1500 iterations, times as fast";
    assert_bars(&Drawn::of("speed-four-rows"), title, &bars);
}

/// How many times as fast as the plain layers on the whole batch of 64 images: with twins, in
/// pieces, and in pieces on two threads.
#[test]
fn the_bars_of_the_batches_are_as_long_as_they_are_fast() {
    let bars = steps(
        "convolutional_batch",
        &[
            ("plain", "plain layers"),
            ("twins", "twins"),
            ("pieces", "in pieces"),
            ("two_threads", "on two threads"),
        ],
    );
    assert_bars(&Drawn::of("speed-batch"), "A batch, times as fast", &bars);
    let bench = include_str!("../../benches/steps/mod.rs");
    let (_, measured) = bench.split_once("mod convolutional_batch {").unwrap();
    let (measured, _) = measured.split_once("\n}").unwrap();
    assert_eq!(measured.matches("numbers(64, 784)").count(), 4);
    let words = "bencher.bench_local(|| mean_gradients(&net, cross_entropy, &x, &y))";
    assert!(measured.contains(words));
}

/// How much of each training every program does in a second. Longer is faster.
#[test]
fn the_bars_of_the_programs_are_as_long_as_they_do_much_in_a_second() {
    let figure = Drawn::of("speed-peers");
    let peers = ["this crate", "NumPy", "JAX", "PyTorch"];
    let faster = ["this crate, 2 threads", "NumPy f32", "JAX f32", "PyTorch f32"];
    let large = [peers, faster].concat();
    let panels = [
        (
            "w1",
            "w1: four rows, thousand updates a second",
            1500.0,
            [&peers[..], &["tutorial's NumPy"]].concat(),
        ),
        (
            "w2",
            "w2: dense layers, thousand images a second",
            156.0 * 64.0,
            large.clone(),
        ),
        ("w3", "w3: convolutions, thousand images a second", 156.0 * 64.0, large),
    ];
    let times = times();
    for (workload, title, count, names) in panels {
        let bars: Vec<(String, f64)> = names
            .iter()
            .map(|&name| {
                let (program, threads) = name
                    .strip_suffix(", 2 threads")
                    .map_or((name, "1"), |n| (n, "2"));
                (
                    name.to_string(),
                    count / times[&(workload, program, threads)] / 1000.0,
                )
            })
            .collect();
        assert_bars(&figure, title, &bars);
    }
}
