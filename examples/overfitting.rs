//! Learns from 90 noisy points: too long, stopped early, with weight decay.

use std::ops::ControlFlow;

use backprop::Dataset;
use backprop::classification::cross_entropy;
use backprop::generalization::{EarlyStopping, train_on_few};
use backprop::sequential::Sequential;

fn main() {
    println!("               training  validation  test   accuracy");
    let go_on = |_: &Sequential, _| ControlFlow::Continue(());
    let (net, points) = train_on_few(0, 0.0, go_on);
    let too_long = show("150 epochs", &net, &points);

    let mut stopping = EarlyStopping { patience: 30, best: None };
    let (mut net, points) =
        train_on_few(0, 0.0, |net, epoch| stopping.watch(net, epoch));
    let (epoch, parameters) = stopping.best.expect("an epoch");
    net.set_parameters(&parameters);
    let stopped = show(&format!("{} epochs", epoch.number), &net, &points);

    let (net, points) = train_on_few(0, 1.0, go_on);
    let decayed = show("weight decay", &net, &points);
    assert!(stopped < too_long && decayed < too_long);
}

/// Prints how well `net` does on the points, and gives its loss on those to test on.
fn show(name: &str, net: &Sequential, points: &[Dataset; 3]) -> f64 {
    let scores = points.each_ref().map(|points| net.score(points, cross_entropy));
    let [training, validation, test] = scores.map(|score| score.loss);
    let accuracy = scores[2].accuracy;
    println!(
        "{name:14} {training:.3}     {validation:.3}       {test:.3}  {accuracy:.3}"
    );
    test
}
