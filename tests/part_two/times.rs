//! The table of measured times.

use std::collections::HashMap;

/// The seconds of each workload, program and number of threads.
pub fn times() -> HashMap<(&'static str, &'static str, &'static str), f64> {
    let table = include_str!("../../data/speed.csv");
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let times = lines.map(|line| {
        let columns: Vec<&str> = line.split(',').collect();
        ((columns[0], columns[1], columns[2]), columns[3].parse().unwrap())
    });
    times.collect()
}

/// How many times as fast `fast` is as `slow`, each on one thread.
pub fn ratio(workload: &str, slow: &str, fast: &str) -> f64 {
    let times = times();
    times[&(workload, slow, "1")] / times[&(workload, fast, "1")]
}
