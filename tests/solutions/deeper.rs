//! Solutions of the chapter *Deeper*.

use backprop::autograd::Tape;
use backprop::deeper::{AdamL2, AdamW, Bend, Deep, Norm, Plan, normalize};
use backprop::optimizers::{Adam, Optimizer};
use ndarray::{Array2, ArrayView1, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::close;

// ANCHOR: deeper_1
/// The slopes along a row, from those along its normalized numbers.
fn back(x: ArrayView1<f64>, d: ArrayView1<f64>) -> Vec<f64> {
    let m = x.len() as f64;
    let mean = x.sum() / m;
    let root = (x.mapv(|x| (x - mean) * (x - mean)).sum() / m + 1e-5).sqrt();
    let x_hat = x.mapv(|x| (x - mean) / root);
    let (mean_of_d, mean_of_both) = (d.sum() / m, d.dot(&x_hat) / m);
    let slopes = d.iter().zip(&x_hat);
    slopes.map(|(d, x_hat)| (d - mean_of_d - x_hat * mean_of_both) / root).collect()
}

/// From the slopes along the normalized numbers take off their mean, and the share of the
/// row itself; divide by the root. That is what the tape finds.
#[test]
fn the_way_back_through_a_normalization_is_the_tapes() {
    let x = array![[1.0, 2.0, 6.0, -3.0], [0.5, 0.5, 0.1, 9.0]];
    let d = array![[0.3, -1.0, 2.0, 0.4], [1.0, -2.0, 0.0, 0.7]];
    let tape = Tape::default();
    let row = tape.var(x.clone());
    let slopes = (normalize(&tape, row) * tape.var(d.clone())).sum().backward();
    let rows = x.rows().into_iter().zip(d.rows());
    let by_hand: Vec<f64> = rows.flat_map(|(x, d)| back(x, d)).collect();
    let by_hand = Array2::from_shape_vec((2, 4), by_hand).unwrap();
    assert!(close(&slopes[row], &by_hand, 1e-12));
}
// ANCHOR_END: deeper_1

// ANCHOR: deeper_2
/// Every block gives what it was given. With ReLU no slope reaches its weights, since the
/// slope of ReLU at 0 is 0. With GELU it is one half, and they learn.
#[test]
fn residual_blocks_that_start_at_0_learn_with_gelu_and_not_with_relu() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let x = Array2::from_shape_simple_fn((10, 64), || rng.random::<f64>());
    for bend in [Bend::Relu, Bend::Gelu] {
        let (start, skip, norm) = (0.0, 1.0, Norm::Off);
        let plan = Plan { blocks: 20, units: 32, bend, start, skip, norm };
        let net = Deep::new(plan, 64, 10, &mut ChaCha8Rng::seed_from_u64(0));
        let tape = Tape::default();
        let states = net.record(&tape, &x).states;
        assert!(states.iter().all(|state| state.value() == states[0].value()));
        let (_, slopes, _) = net.loss_and_slopes(&x, &Array2::eye(10));
        // The weights of each block, then its biases, gain and shift.
        for weights in slopes[2..82].iter().step_by(4) {
            assert_eq!(weights.iter().any(|&slope| slope != 0.0), bend == Bend::Gelu);
        }
    }
}
// ANCHOR_END: deeper_2

// ANCHOR: deeper_3
/// What one step of a rule makes of a weight of 2.
fn after(mut rule: impl Optimizer, slope: f64) -> f64 {
    let mut w = [2.0];
    rule.step(0.1, &mut w, &[slope]);
    w[0]
}

/// AdamW moves it to 1.8, and to 2.0 with the other slope. L2 makes slopes of 5 and of 0
/// of them, so Adam moves it to 1.9, and not at all.
#[test]
fn adamw_and_l2_take_two_different_first_steps() {
    let decoupled = AdamW { adam: Adam::default(), decay: 0.5 };
    let l2 = AdamL2 { adam: Adam::default(), decay: 0.5 };
    for (slope, first, second) in [(4.0, 1.8, 1.9), (-1.0, 2.0, 2.0)] {
        assert!((after(decoupled.clone(), slope) - first).abs() < 1e-8);
        assert!((after(l2.clone(), slope) - second).abs() < 1e-8);
    }
}
// ANCHOR_END: deeper_3
