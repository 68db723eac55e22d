//! Solutions of the chapter *Classification*.

use crate::close;
use backprop::activation::{Activation, Softplus, sigmoid};
use backprop::classification::{cross_entropy, softmax};
use ndarray::{Array2, Axis, array};

/// Three equal powers give three equal shares, a third each. The slopes are
/// $`\frac{1}{3} - 1 = -\frac{2}{3}`$ for class 0 and $`\frac{1}{3}`$ for the two
/// others. With 5 in the place of 0 nothing changes: only differences count. For a
/// loss below 0.01 the share of the right class must be above 0.99. If the two other
/// logits are equal, the right one must be about 5.3 ahead of them.
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
    // A share of 0.99 costs more than that.
    assert!(-0.99_f64.ln() > 0.01);
}
// ANCHOR_END: classification_1

/// That is softplus of $`-z`$: near 0 if the logit is large and right, and near
/// $`-z`$ if it is large and wrong.
// ANCHOR: classification_2
#[test]
fn for_two_classes_softmax_is_the_sigmoid_and_the_loss_softplus() {
    for z in [-30.0, -2.0, 0.0, 0.5, 8.0] {
        let logits = array![[z, 0.0]];
        assert!((softmax(&logits)[[0, 0]] - sigmoid(z)).abs() < 1e-15);
        let (loss, _) = cross_entropy(&logits, &array![[1.0, 0.0]]);
        assert!((loss - Softplus.value(-z)).abs() < 1e-14);
    }
    // Large and right, large and wrong.
    assert!(Softplus.value(-30.0) < 1e-12);
    assert!((Softplus.value(30.0) - 30.0).abs() < 1e-12);
}
// ANCHOR_END: classification_2

/// With a one-hot target only one path counts, that of the right class $`c`$:
/// $`-\frac{1}{p_c}`$ times $`p_c (1 - p_c)`$ or $`-p_c p_j`$. The share $`p_c`$
/// cancels, and $`p_c - 1`$ or $`p_j`$ remains. With logits of 1000, −1000 and 0 two
/// of the shares are 0, and $`-y_k / p_k`$ divides by 0. The result is not a number,
/// while $`p - y`$ never divides by a share.
// ANCHOR: classification_3
#[test]
fn the_long_way_comes_to_the_same_slope_until_a_share_is_zero() {
    let (logits, y) = (array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
    let (_, slope) = cross_entropy(&logits, &y);
    assert!(close(&the_long_way(&logits, &y), &slope, 1e-15));

    let far = array![[1000.0, -1000.0, 0.0]];
    assert!(the_long_way(&far, &y).iter().all(|slope| slope.is_nan()));
    assert_eq!(cross_entropy(&far, &y).1, array![[1.0, -1.0, 0.0]]);
}

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
// ANCHOR_END: classification_3

/// To 0.75 and 0.25, the shares of the two classes among the samples.
/// It is 0 where the share is how often the class occurs.
/// This is why a share may be read as a probability: there cross entropy is lowest.
// ANCHOR: classification_4
#[test]
fn the_lowest_loss_of_equal_samples_is_at_the_share_of_each_class_among_them() {
    let y = array![[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
    let mut logits: Array2<f64> = Array2::zeros((1, 2));
    for _ in 0..200 {
        let of_all = Array2::zeros((4, 2)) + &logits;
        let (_, slope) = cross_entropy(&of_all, &y);
        let mean = slope.sum_axis(Axis(0)) / 4.0;
        logits -= &mean;
    }
    assert!(close(&softmax(&logits), &array![[0.75, 0.25]], 1e-12));
}
// ANCHOR_END: classification_4
