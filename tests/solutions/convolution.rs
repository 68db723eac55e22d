//! Solutions of the chapter *Convolution*.

use backprop::activation::{ACTIVATIONS, Activation, Gelu, Identity};
use backprop::classification::squares;
use backprop::convolution::{Convolution, ImageShape, MaxPool};
use backprop::dense::Layer;
use backprop::sequential::Sequential;
use ndarray::{Array2, Array3, Array4, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: convolution_1
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
// ANCHOR_END: convolution_1

// ANCHOR: convolution_2
#[test]
fn with_stride_2_the_last_row_and_column_of_28_are_not_seen_without_padding() {
    let input = ImageShape { channels: 1, height: 28, width: 28 };
    let unseen = |padding| {
        let kernels = Array4::ones((1, 1, 3, 3));
        let convolution = Convolution::new(input, 1, 3);
        let convolution = Convolution { kernels, stride: 2, padding, ..convolution };
        assert_eq!(convolution.left_over(28), 1);
        let dz = Array3::ones(convolution.output().dim());
        let image = Array3::zeros(input.dim());
        let (covered, _, _) = convolution.backward_by_loops(&image, &dz);
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
    let turned = given.into_iter().rev().collect();
    let kernels = Array4::from_shape_vec((1, 1, 3, 3), turned).unwrap();
    let input = ImageShape { channels: 1, height: 6, width: 6 };
    let zeros = Convolution::new(input, 1, 3);

    // True convolution with `given` is cross-correlation with it turned by half a turn.
    let x = Array2::from_shape_fn((20, 36), |_| 2.0 * rng.random::<f64>() - 1.0);
    let y = Convolution { kernels: kernels.clone(), ..zeros.clone() }.forward(&x);

    let mut net = Sequential::new(zeros, &Identity);
    for _ in 0..300 {
        let pass = net.forward(&x);
        let (_, slope) = squares(pass.output(), &y);
        net.step(&net.backward(&x, &pass, &slope).gradients, 0.003);
    }
    let (loss, _) = squares(&net.predict(&x), &y);
    assert!(loss < 1e-9, "{loss}");
    let (learned, _) = net.stages[0].layer.parameters();
    assert!((&learned - &kernels).iter().all(|apart| apart.abs() < 1e-4));
}
// ANCHOR_END: convolution_3

// ANCHOR: convolution_4
#[test]
fn the_way_back_to_the_image_is_a_convolution_with_the_turned_kernel() {
    let image = array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]];
    let kernels = array![[[[1.0, -1.0], [2.0, 0.0]]]];
    let dz = array![[[1.0, -1.0], [2.0, 1.0]]];
    let turned = Array4::from_shape_fn(kernels.dim(), |(f, c, i, j)| {
        kernels[[f, c, 1 - i, 1 - j]]
    });
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let forward = Convolution { kernels, ..Convolution::new(input, 1, 2) };
    let (d_image, _, _) = forward.backward_by_loops(&image, &dz);

    let back = Convolution::new(forward.output(), 1, 2);
    let back = Convolution { kernels: turned, padding: 1, ..back };
    assert_eq!(back.by_loops(&dz), d_image);
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
