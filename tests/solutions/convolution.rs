//! Solutions of the chapter *Convolution*.

use backprop::activation::ACTIVATIONS;
use backprop::classification::squares;
use backprop::{
    Activation, Convolution, Gelu, Identity, Image, Layer, MaxPool, Pass, Sequential,
};
use ndarray::{Array2, Array3, Array4, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: convolution_1
#[test]
fn shapes_and_parameters_of_two_convolutions_and_two_pools() {
    let parameters = |layer: &dyn Layer| {
        layer.weights().iter().product::<usize>() + layer.biases()
    };
    let input = Image { channels: 1, height: 28, width: 28 };
    let first = Convolution { input, filters: 16, size: 5, stride: 1, padding: 2 };
    assert_eq!((first.output().dim(), parameters(&first)), ((16, 28, 28), 416));
    let pool = MaxPool { input: first.output(), size: 2 };
    assert_eq!((pool.output().dim(), parameters(&pool)), ((16, 14, 14), 0));

    let input = pool.output();
    let second = Convolution { input, filters: 32, size: 5, stride: 1, padding: 0 };
    assert_eq!((second.output().dim(), parameters(&second)), ((32, 10, 10), 12_832));
    let pool = MaxPool { input: second.output(), size: 2 };
    assert_eq!((pool.output().dim(), parameters(&pool)), ((32, 5, 5), 0));
}
// ANCHOR_END: convolution_1

// ANCHOR: convolution_2
#[test]
fn with_stride_2_the_last_row_and_column_of_28_are_not_seen_without_padding() {
    let input = Image { channels: 1, height: 28, width: 28 };
    let unseen = |padding| {
        let convolution =
            Convolution { input, filters: 1, size: 3, stride: 2, padding };
        assert_eq!(convolution.left_over(28), 1);
        let kernels = Array4::ones((1, 1, 3, 3));
        let dz = Array3::ones(convolution.output().dim());
        let image = Array3::zeros(input.dim());
        let (_, _, covered) = convolution.backward_by_loops(&kernels, &image, &dz);
        let unseen = covered.indexed_iter().filter(|(_, times)| **times == 0.0);
        unseen.map(|((_, row, column), _)| (row, column)).collect::<Vec<_>>()
    };
    let last = unseen(0);
    assert_eq!(last.len(), 28 + 27);
    assert!(last.iter().all(|&(row, column)| row == 27 || column == 27));
    assert_eq!(unseen(1), []);
}
// ANCHOR_END: convolution_2

// ANCHOR: convolution_3
#[test]
fn from_targets_of_a_true_convolution_the_turned_kernel_is_learned() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let given = [1.0, -2.0, 0.5, 0.0, 3.0, -1.0, 2.0, 0.0, -0.5];
    let turned: Vec<f64> = given.into_iter().rev().collect();
    let input = Image { channels: 1, height: 6, width: 6 };
    let convolution =
        Convolution { input, filters: 1, size: 3, stride: 1, padding: 0 };

    // True convolution with `given` is cross-correlation with it turned by half a turn.
    let x = Array2::from_shape_fn((20, 36), |_| 2.0 * rng.random::<f64>() - 1.0);
    let mut net = Sequential::new(convolution, &Identity);
    net.parameters[..9].copy_from_slice(&turned);
    let y = net.predict(x.view());

    net.parameters.fill(0.0);
    let mut pass = Pass::new(&net, 20);
    for _ in 0..300 {
        net.forward(x.view(), &mut pass);
        let (_, slope) = squares(pass.output(), y.view());
        net.backward(&slope, &mut pass);
        net.step(x.view(), &pass, 0.003);
    }
    let (loss, _) = squares(&net.predict(x.view()), y.view());
    assert!(loss < 1e-9, "{loss}");
    let learned = net.parameters.iter().zip(&turned);
    assert!(learned.into_iter().all(|(learned, w)| (learned - w).abs() < 1e-4));
}
// ANCHOR_END: convolution_3

// ANCHOR: convolution_4
#[test]
fn the_way_back_to_the_image_is_a_convolution_with_the_turned_kernel() {
    let image = array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]];
    let kernels = array![[[[1.0, -1.0], [2.0, 0.0]]]];
    let dz = array![[[1.0, -1.0], [2.0, 1.0]]];
    let input = Image { channels: 1, height: 3, width: 3 };
    let forward = Convolution { input, filters: 1, size: 2, stride: 1, padding: 0 };
    let (_, _, d_image) = forward.backward_by_loops(&kernels, &image, &dz);

    let turned = Array4::from_shape_fn(kernels.dim(), |(f, c, i, j)| {
        kernels[[f, c, 1 - i, 1 - j]]
    });
    let back = Convolution { input: forward.output(), padding: 1, ..forward };
    assert_eq!(back.by_loops(&turned, &array![0.0], &dz), d_image);
}
// ANCHOR_END: convolution_4

// ANCHOR: convolution_5
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
    let (far, near) = (Gelu.value(-3.0), Gelu.value(-0.75));
    assert!((far - -0.004).abs() < 5e-4 && (near - -0.17).abs() < 5e-4);
    assert_eq!(Gelu.value(f64::max(-3.0, -0.75)), near);
    assert_eq!(f64::max(far, near), far);
}
// ANCHOR_END: convolution_5
