//! Claims of the chapter *Speed*.

use std::collections::HashMap;

use backprop::{Dense, Identity, Sequential, Sigmoid};

#[test]
fn the_product_of_a_batch_takes_six_million_multiplications() {
    assert_eq!(64 * 784 * 128, 6_422_528);
}

#[test]
fn the_dense_network_has_101770_parameters() {
    let net = Sequential::new(Dense { inputs: 784, outputs: 128 }, &Sigmoid)
        .then(Dense { inputs: 128, outputs: 10 }, &Identity);
    assert_eq!(net.parameters.len(), 101_770);
}

/// The table of measured times holds what the chapter says about it.
#[test]
fn the_measured_times_bear_out_the_chapter() {
    let table = include_str!("../../data/speed.csv");
    let times: HashMap<(&str, &str, &str), f64> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split(',').collect();
            ((columns[0], columns[1], columns[2]), columns[3].parse().unwrap())
        })
        .collect();
    for (&(workload, program, threads), time) in &times {
        if ["w1", "w2", "w3"].contains(&workload) && program != "this crate" {
            let ours = times[&(workload, "this crate", "1")];
            assert!(ours < *time, "{program} on {threads} is faster in {workload}");
        }
    }
    let ratio = |workload, slow, fast| {
        times[&(workload, slow, "1")] / times[&(workload, fast, "1")]
    };
    assert!(ratio("w1", "tutorial's NumPy", "this crate") > 20.0);
    assert!(ratio("product_64_784_128", "by_columns", "by_rows") > 2.0);
    assert!(ratio("product_64_784_128", "by_rows", "library") > 2.0);
    assert!(ratio("four_rows_1500", "part_1", "arrays_made_once") > 1.0);
    assert!(ratio("four_rows_1500", "arrays_made_once", "shapes_known") > 3.0);
    assert!(ratio("convolution", "six_loops", "one_product") > 10.0);
}
