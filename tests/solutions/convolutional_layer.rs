//! Solutions of the chapter *The convolutional layer*.

use backprop::activation::Identity;
use backprop::classification::squares;
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Layer;
use backprop::sequential::Sequential;
use ndarray::{Array2, Array3, Array4, Axis, array};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Without padding it has $`\lfloor \frac{25}{2} \rfloor + 1 = 13`$ places along a
/// side, and 1 is left over: it sees neither the last row nor the last column. With
/// padding 1 there are 30 rows and columns, 14 places, and again 1 left over. But
/// now the last is padding: every pixel is seen.
// ANCHOR: convolutional_layer_1
#[test]
fn with_stride_2_the_last_row_and_column_of_28_are_not_seen_without_padding() {
    let input = ImageShape { channels: 1, height: 28, width: 28 };
    let unseen = |padding| {
        let kernels = Array4::ones((1, 1, 3, 3));
        let convolution = Convolution::new(input, 1, 3);
        let convolution = Convolution { kernels, stride: 2, padding, ..convolution };
        assert_eq!(
            (convolution.places(28), convolution.left_over(28)),
            (13 + padding, 1)
        );
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
// ANCHOR_END: convolutional_layer_1

/// With the kernel turned by half a turn, and a padding of $`k - 1`$ around `dz`.
///
/// So the way back through cross-correlation is true convolution.
///
/// So `d_kernels` is the convolution of the image with `dz` as the kernel: it has a
/// weight for each place, and fits into the image once for each weight of $`K`$.
// ANCHOR: convolutional_layer_2
#[test]
fn both_ways_back_are_convolutions_one_with_the_turned_kernel() {
    let image = array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]];
    let kernels = array![[[[1.0, -1.0], [2.0, 0.0]]]];
    let dz = array![[[1.0, -1.0], [2.0, 1.0]]];
    let turned = Array4::from_shape_fn(kernels.dim(), |(f, c, i, j)| {
        kernels[[f, c, 1 - i, 1 - j]]
    });
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let forward = Convolution { kernels, ..Convolution::new(input, 1, 2) };
    let (d_image, d_kernels, _) = forward.backward_by_loops(&image, &dz);

    let back = Convolution::new(forward.output(), 1, 2);
    let back = Convolution { kernels: turned, padding: 1, ..back };
    assert_eq!(back.by_loops(&dz), d_image);

    let slopes_as_kernel = dz.insert_axis(Axis(0));
    let over =
        Convolution { kernels: slopes_as_kernel, ..Convolution::new(input, 1, 2) };
    assert_eq!(over.by_loops(&image), d_kernels.index_axis_move(Axis(0), 0));
}
// ANCHOR_END: convolutional_layer_2

/// It learns the kernel turned by half a turn, which is the one that
/// cross-correlation needs to give the same sums. The loss goes to 0.
///
/// If the program turns the kernel before it slides it, training finds the turned
/// kernel, and the sums are the same.
// ANCHOR: convolutional_layer_3
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
// ANCHOR_END: convolutional_layer_3
