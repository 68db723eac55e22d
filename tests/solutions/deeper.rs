//! Solutions of the chapter *Deeper*.

use std::array;
use std::iter::zip;

use backprop::autograd::Tape;
use backprop::deeper::{AdamL2, AdamW, Bend, Deep, Norm, Plan};
use backprop::optimizers::{Adam, Optimizer};
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: deeper_1
/// A row, normalized without epsilon, and the slopes along it from those along its
/// normalized numbers.
fn there_and_back<const M: usize>(x: [f64; M], c: [f64; M]) -> ([f64; M], [f64; M]) {
    let mean = |of: [f64; M]| of.iter().sum::<f64>() / M as f64;
    let away = x.map(|x_j| x_j - mean(x));
    let r = mean(away.map(|a| a * a)).sqrt();
    let x_hat = away.map(|a| a / r);
    let both = array::from_fn(|j| c[j] * x_hat[j]);
    let dx = array::from_fn(|j| (c[j] - mean(c) - x_hat[j] * mean(both)) / r);
    (x_hat, dx)
}

/// The smaller becomes −1 and the larger 1, whatever they are. So no slope comes back.
#[test]
fn of_two_numbers_only_their_order_is_left_and_no_slope_comes_back() {
    for (x, x_hat) in [([3.0, 7.0], [-1.0, 1.0]), ([0.5, -20.0], [1.0, -1.0])] {
        for c in [[1.0, 0.0], [0.3, -2.0], [5.0, 5.0]] {
            let (normalized, dx) = there_and_back(x, c);
            assert_eq!(normalized, x_hat);
            assert!(dx.iter().all(|slope| slope.abs() < 1e-15));
        }
    }
}

/// In any row the slopes add up to 0, and so do the slopes times $`\hat x_j`$.
#[test]
fn in_any_row_the_slopes_add_up_to_0_and_so_do_the_slopes_times_the_row() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    for _ in 0..100 {
        let [x, c]: [[f64; 5]; 2] =
            array::from_fn(|_| array::from_fn(|_| rng.random()));
        let (x_hat, dx) = there_and_back(x, c);
        let times_row: f64 = zip(dx, x_hat).map(|(slope, x_hat)| slope * x_hat).sum();
        assert!(dx.iter().sum::<f64>().abs() < 1e-12 && times_row.abs() < 1e-12);
        assert!(dx.iter().any(|slope| slope.abs() > 1e-3));
    }
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
