//! Measures the edge of a network of one layer, and trains on both sides of it.

use backprop::learning_rate::{loss_and_gradients, steepest_curvature, two_inputs};
use backprop::sequential::in_one_list;
use backprop::{Dense, Identity, Sequential};

fn main() {
    let (x, y) = two_inputs();
    let linear = |parameters: &[f64]| {
        let mut net = Sequential::new(Dense::new(2, 1), &Identity);
        net.set_parameters(parameters);
        net
    };
    let start = [1.0, 0.0, 0.0];
    let gradient = |at: &[f64]| {
        let (_, gradients) = loss_and_gradients(&linear(at), &x, &y);
        in_one_list(&gradients)
    };
    let curvature = steepest_curvature(gradient, &start);
    let edge = 2.0 / curvature;
    println!("curvature {curvature:.3}, edge {edge:.4}");

    for share in [0.5, 0.98, 1.02, 1.1] {
        let losses = linear(&start).train(&x, &y, share * edge, 20000);
        let (early, late) = (losses[100], losses[20000]);
        println!(
            "{share:4} of it: loss {early:8.2e} after 100, {late:.3} after 20000"
        );
        assert_eq!(late.is_nan(), share > 1.0);
    }
}
