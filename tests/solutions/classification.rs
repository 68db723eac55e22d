//! Solutions of the chapter *Classification*.

use std::ops::ControlFlow;

use crate::close;
use backprop::activation::{Activation, Identity, Softplus, sigmoid};
use backprop::classification::{
    Dataset, Epoch, arms_net, cross_entropy, mean_gradients, softmax, spiral,
    train_on_few,
};
use backprop::optimizers::Adam;
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng, seq::SliceRandom};

// ANCHOR: classification_1
#[test]
fn equal_logits_give_each_class_a_third() {
    let y = array![[1.0, 0.0, 0.0]];
    let third = 1.0 / 3.0;
    for logit in [0.0, 5.0] {
        let logits = array![[logit, logit, logit]];
        let (loss, slope) = cross_entropy(&logits, &y);
        assert!((loss - 3.0_f64.ln()).abs() < 1e-14);
        assert!(close(&slope, &array![[third - 1.0, third, third]], 1e-15));
    }
    let loss = |ahead| cross_entropy(&array![[ahead, 0.0, 0.0]], &y).0;
    assert!(loss(5.2) > 0.01 && loss(5.3) < 0.01);
}
// ANCHOR_END: classification_1

// ANCHOR: classification_2
#[test]
fn for_two_classes_softmax_is_the_sigmoid_and_the_loss_softplus() {
    for z in [-30.0, -2.0, 0.0, 0.5, 8.0] {
        let logits = array![[z, 0.0]];
        assert!((softmax(&logits)[[0, 0]] - sigmoid(z)).abs() < 1e-15);
        let (loss, _) = cross_entropy(&logits, &array![[1.0, 0.0]]);
        assert!((loss - Softplus.value(-z)).abs() < 1e-14);
    }
}
// ANCHOR_END: classification_2

// ANCHOR: classification_3
/// The slope of the cross entropy along the logits of one sample, by way of the shares.
fn the_long_way(logits: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let p = softmax(logits);
    let along_p = -y / &p;
    Array2::from_shape_fn(p.dim(), |(i, j)| {
        let path = |k: usize| {
            let same = if j == k { 1.0 } else { 0.0 };
            along_p[[i, k]] * p[[i, k]] * (same - p[[i, j]])
        };
        (0..p.ncols()).map(path).sum()
    })
}

#[test]
fn the_long_way_comes_to_the_same_slope_until_a_share_is_zero() {
    let (logits, y) = (array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
    let (_, slope) = cross_entropy(&logits, &y);
    assert!(close(&the_long_way(&logits, &y), &slope, 1e-15));

    let far = array![[1000.0, -1000.0, 0.0]];
    assert!(the_long_way(&far, &y).iter().all(|slope| slope.is_nan()));
    assert_eq!(cross_entropy(&far, &y).1, array![[1.0, -1.0, 0.0]]);
}
// ANCHOR_END: classification_3

// ANCHOR: classification_4
/// The validation loss after 20 epochs in batches of 32.
fn after_20_epochs(seed: u64, shuffle: bool) -> f64 {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = spiral(200, 0.15, rng).shuffled(rng).split(0.2);
    let mut net = arms_net(32, &Identity, rng);
    let mut order: Vec<usize> = (0..train.len()).collect();
    order.sort_by_key(|&i| train.labels[i]);
    let y = train.one_hot();
    let mut rules = net.rules(Adam::default());
    for _ in 0..20 {
        if shuffle {
            order.shuffle(rng);
        }
        for samples in order.chunks(32) {
            let x = train.x.select(Axis(0), samples);
            let y = y.select(Axis(0), samples);
            let (_, gradients) = mean_gradients(&net, cross_entropy, &x, &y);
            net.step_with(&mut rules, 0.01, &gradients);
        }
    }
    net.score(&validation, cross_entropy).loss
}

#[test]
fn without_shuffling_the_validation_loss_ends_higher() {
    for seed in 0..10 {
        assert!(after_20_epochs(seed, false) > after_20_epochs(seed, true));
    }
}
// ANCHOR_END: classification_4

// ANCHOR: classification_5
#[test]
fn the_validation_points_choose_a_decay_of_one() {
    for seed in [0, 2, 3] {
        let ends = [0.0, 0.1, 0.3, 1.0, 3.0].map(|decay| {
            let mut last: Option<Epoch> = None;
            let (net, [train, ..]): (_, [Dataset; 3]) =
                train_on_few(seed, decay, |_, epoch| {
                    last = Some(epoch);
                    ControlFlow::Continue(())
                });
            let squares: f64 = net.parameters().iter().map(|w| w * w).sum();
            let training = net.score(&train, cross_entropy).loss;
            (last.unwrap().validation.loss, training, squares)
        });
        let validation = ends.map(|(validation, _, _)| validation);
        assert!(validation.iter().all(|&loss| loss >= validation[3]));
        // With more decay, the parameters are smaller and fit the training points less.
        assert!(ends.windows(2).all(|pair| pair[1].1 > pair[0].1));
        assert!(ends.windows(2).all(|pair| pair[1].2 < pair[0].2));
        assert!(ends[4].1 > 0.45);
    }
}
// ANCHOR_END: classification_5
