//! Solutions of the chapter *Pooling*.

use backprop::activation::{ACTIVATIONS, Activation, Gelu, Relu};
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Layer;
use backprop::pooling::MaxPool;
use ndarray::{Array2, Array4, Axis, array};

/// | layer | shape after it | parameters |
/// |---|---|---:|
/// | convolution, 16 filters | $`(16, 28, 28)`$ | $`16 \times 25 + 16 = 416`$ |
/// | pool | $`(16, 14, 14)`$ | 0 |
/// | convolution, 32 filters | $`(32, 10, 10)`$ | $`32 \times 16 \times 25 + 32 = 12832`$ |
/// | pool | $`(32, 5, 5)`$ | 0 |
///
/// A filter of the second convolution has a kernel for each of 16 channels.
// ANCHOR: pooling_1
#[test]
fn shapes_and_parameters_of_two_convolutions_and_two_pools() {
    let parameters = |layer: &dyn Layer| {
        let (weights, biases) = layer.parameters();
        weights.len() + biases.len()
    };
    let input = ImageShape { channels: 1, height: 28, width: 28 };
    let first = Convolution { padding: 2, ..Convolution::new(input, 16, 5) };
    assert_eq!((first.output().dim(), parameters(&first)), ((16, 28, 28), 416));
    let pool = MaxPool { input: first.output(), size: 2 };
    assert_eq!((pool.output().dim(), parameters(&pool)), ((16, 14, 14), 0));

    let second = Convolution::new(pool.output(), 32, 5);
    assert_eq!((second.output().dim(), parameters(&second)), ((32, 10, 10), 12_832));
    let pool = MaxPool { input: second.output(), size: 2 };
    assert_eq!((pool.output().dim(), parameters(&pool)), ((32, 5, 5), 0));
}
// ANCHOR_END: pooling_1

/// A kernel of 2 by 2 that holds ¼ four times, with stride 2. So each of the four
/// pixels gets a quarter of the slope.
///
/// The mean of −1, 3, 0 and 0 is 0.5, and ReLU leaves it. With ReLU first, it is the
/// mean of 0, 3, 0 and 0, which is 0.75.
// ANCHOR: pooling_2
#[test]
fn a_mean_pool_is_a_convolution_and_does_not_change_places_with_relu() {
    let input = ImageShape { channels: 1, height: 4, width: 4 };
    let kernels = Array4::from_elem((1, 1, 2, 2), 0.25);
    let mean = Convolution { kernels, stride: 2, ..Convolution::new(input, 1, 2) };
    let x = array![[
        -1.0, 3.0, 2.0, 0.0, 0.0, 0.0, 5.0, 1.0, -4.0, 1.0, -2.0, -1.0, 2.0, 3.0,
        -3.0, -2.0
    ]];
    let z = mean.forward(&x);
    assert_eq!(z, array![[0.5, 2.0, 0.5, -2.0]]);

    let (dx, _) = mean.backward(&x, &array![[4.0, 8.0, 12.0, 16.0]]);
    assert_eq!(dx.select(Axis(1), &[0, 1, 4, 5]), array![[1.0, 1.0, 1.0, 1.0]]);
    assert_eq!(dx.select(Axis(1), &[10, 11, 14, 15]), array![[4.0, 4.0, 4.0, 4.0]]);

    let relu = |numbers: &Array2<f64>| numbers.mapv(|z| Relu.value(z));
    assert_eq!(relu(&z), array![[0.5, 2.0, 0.5, 0.0]]);
    assert_eq!(mean.forward(&relu(&x)), array![[0.75, 2.0, 1.5, 0.0]]);
}
// ANCHOR_END: pooling_2

/// It is the only one of the six that falls somewhere: from 0 at the far left down
/// to −0.17 near $`z = -0.75`$, then it rises. Of −3 and −0.75, the larger is −0.75,
/// and GELU makes −0.17 of it. But GELU of −3 is −0.004, which is larger.
///
/// Sigmoid, tanh, ReLU, leaky ReLU and softplus never fall.
// ANCHOR: pooling_3
#[test]
fn gelu_alone_falls_somewhere_and_may_not_change_places_with_a_maximum() {
    let z: Vec<f64> = (-1000..=1000).map(|i| f64::from(i) / 100.0).collect();
    let never_falls = |activation: &dyn Activation| {
        // A value that rises by less than a rounding error may seem to fall.
        let rises = |pair: &[f64]| {
            activation.value(pair[0]) <= activation.value(pair[1]) + 1e-15
        };
        z.windows(2).all(rises)
    };
    for activation in ACTIVATIONS {
        let is_gelu = format!("{activation:?}") == "Gelu";
        assert_eq!(never_falls(activation), !is_gelu, "{activation:?}");
    }
    let gelu = z.iter().map(|&z| Gelu.value(z));
    let lowest = gelu.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    assert_eq!(z[lowest.0], -0.75);
    let rises_from_there = z[lowest.0..]
        .windows(2)
        .all(|pair| Gelu.value(pair[0]) < Gelu.value(pair[1]));
    assert!(rises_from_there && Gelu.value(-10.0).abs() < 1e-9);
    let (far, near) = (Gelu.value(-3.0), Gelu.value(-0.75));
    assert!((far - -0.004).abs() < 5e-4 && (near - -0.17).abs() < 5e-4);
    assert_eq!(Gelu.value(f64::max(-3.0, -0.75)), near);
    assert_eq!(f64::max(far, near), far);
}
// ANCHOR_END: pooling_3
