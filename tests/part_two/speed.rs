//! Claims of the chapter *Speed*.

use std::collections::HashMap;

use backprop::classification::{Worker, batch, cross_entropy, pieces};
use backprop::digits::LARGE;
use backprop::speed::{w2, w3};
use backprop::{Initialization, Pass};
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

#[test]
fn the_product_of_a_batch_takes_six_million_multiplications() {
    assert_eq!(64 * 784 * 128, 6_422_528);
}

#[test]
fn the_dense_network_has_101770_parameters() {
    let net = w2();
    assert_eq!(net.parameters.len(), 101_770);
    assert_eq!(pieces(&net, 64), 1);
}

#[test]
fn a_batch_through_the_convolutions_comes_in_pieces_of_ten_images() {
    let net = w3();
    let outputs = net.stages().iter().map(|stage| stage.layer.outputs());
    assert_eq!(outputs.sum::<usize>(), 9_106);
    let megabytes = (64 * 3 * 9_106 * size_of::<f64>()) as f64 / 1e6;
    assert_eq!(megabytes.round(), 14.0);
    assert_eq!(64_usize.div_ceil(pieces(&net, 64)), 10);
    assert_eq!(pieces(&net, 0), 1);
}

#[test]
fn the_pieces_of_a_batch_add_up_to_its_gradient() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    let net = w3().initialized(Initialization::He, rng);
    let x = Array2::from_shape_simple_fn((20, LARGE.size()), || rng.random());
    let y = Array2::from_shape_fn((20, 10), |(i, j)| f64::from(i % 10 == j));
    assert_eq!(pieces(&net, 20), 3);

    let mut pass = Pass::new(&net, 20);
    net.forward(x.view(), &mut pass);
    let (loss, slope) = cross_entropy(pass.output(), y.view());
    net.backward(&slope, &mut pass);
    let mut gradient = vec![0.0; net.parameters.len()];
    net.gradient(x.view(), &pass, 1.0 / 20.0, &mut gradient);

    // The last of 21 workers gets no sample.
    for workers in [1, 2, 21] {
        let mut workers = vec![Worker::new(&net); workers];
        let in_pieces = batch(&net, cross_entropy, x.view(), y.view(), &mut workers);
        assert!((in_pieces - loss / 20.0).abs() < 1e-12);
        for (a, b) in workers[0].gradient.iter().zip(&gradient) {
            assert!((a - b).abs() < 1e-12, "{a} and {b}");
        }
    }
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
    assert!(ratio("convolutional_batch", "whole", "threads 1") > 1.0);
    assert!(ratio("convolutional_batch", "threads 1", "threads 2") > 1.0);
    assert!(ratio("convolution", "six_loops", "one_product") > 10.0);
}
