//! Claims of the chapter *Pooling*.

use backprop::activation::{Activation, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::convolution::ImageShape;
use backprop::dense::Layer;
use backprop::pooling::MaxPool;
use figures::pooling::pooled_by_hand;
use ndarray::{Array2, array};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::cases::{close, image, random, rows};

proptest! {
    /// [ReLU](activation-functions.md) after the pool gives the same numbers as ReLU
    /// before it.
    ///
    /// Any function that never falls changes places with a maximum in this way.
    ///
    /// The slopes agree, too: with ReLU, where the largest number is positive the
    /// same winner gets the same slope, and where it is not, nobody gets any.
    #[test]
    fn pooling_then_relu_is_relu_then_pooling_forward_and_backward(seed in any::<u64>()) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let pool = MaxPool { input: ImageShape { channels: 2, height: 5, width: 4 }, size: 2 };
        let numbers = |rows, columns, rng: &mut _| {
            Array2::from_shape_vec((rows, columns), random(rows * columns, rng)).unwrap()
        };
        // Lowered, so that many squares have no positive number.
        let x = numbers(3, pool.inputs(), rng) - 0.5;
        let d = numbers(3, pool.outputs(), rng);
        let activations: [&dyn Activation; 4] = [&Relu, &LeakyRelu, &Sigmoid, &Tanh];
        for activation in activations {
            let pooled = pool.forward(&x);
            let first = activation.forward(&pooled);
            let dz = activation.backward(&pooled, &first, &d);
            let (first_back, _) = pool.backward(&x, &dz);

            let activated = activation.forward(&x);
            let second = pool.forward(&activated);
            let (da, _) = pool.backward(&activated, &d);
            let second_back = activation.backward(&x, &activated, &da);

            prop_assert!(close(&first, &second, 0.0), "{activation:?}");
            prop_assert!(close(&first_back, &second_back, 0.0), "{activation:?}");
        }
    }

    #[test]
    fn pooling_hands_back_measured_slopes(seed in any::<u64>()) {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let pool = MaxPool { input: ImageShape { channels: 2, height: 7, width: 6 }, size: 3 };
        let x = rows(&[image(pool.input, rng)]);
        let dz = rows(&[image(pool.output(), rng)]);
        let (dx, _) = pool.backward(&x, &dz);
        prop_assert_eq!(dx.dim(), x.dim());
        let loss = |x: &Array2<f64>| (pool.forward(x) * &dz).sum();
        let mut sorted = x.clone().into_raw_vec_and_offset().0;
        sorted.sort_by(f64::total_cmp);
        // As long as no other number wins, the loss is a straight line.
        let h = 1e-6;
        prop_assume!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 2.0 * h));
        for (place, slope) in dx.indexed_iter() {
            let at = |step: f64| {
                let mut moved = x.clone();
                moved[place] += step;
                loss(&moved)
            };
            prop_assert!(((at(h) - at(-h)) / (2.0 * h) - slope).abs() < 1e-8);
        }
    }
}

/// The output is half as high and half as wide. It has no weights.
///
/// Below: the slope along that number goes back to where it came from.
///
/// So the slope is 1 along the largest and 0 along the others. The whole slope goes
/// back to the winner.
///
/// In the last two squares the largest number stands twice; the slopes 3 and 4 went
/// to the first.
///
/// But after the pool there are only a quarter as many numbers.
#[test]
fn a_pool_keeps_the_largest_of_each_square_and_hands_its_slope_to_it() {
    let (image, d) = pooled_by_hand();
    let input = ImageShape { channels: 1, height: 4, width: 4 };
    let pool = MaxPool { input, size: 2 };
    assert_eq!(pool.output(), ImageShape { channels: 1, height: 2, width: 2 });
    assert_eq!(4 * pool.outputs(), pool.inputs());
    let (weights, biases) = pool.parameters();
    assert_eq!(weights.len() + biases.len(), 0);

    let x = image.to_shape((1, 16)).unwrap().to_owned();
    let (z, (dx, _)) = (
        pool.forward(&x),
        pool.backward(&x, &d.to_shape((1, 4)).unwrap().to_owned()),
    );
    for (square, slope) in d.iter().enumerate() {
        let corner = 8 * (square / 2) + 2 * (square % 2);
        let at = [0, 1, 4, 5].map(|pixel| corner + pixel);
        let largest =
            at.map(|at| x[[0, at]]).into_iter().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(z[[0, square]], largest);
        let winners: Vec<usize> =
            at.into_iter().filter(|&at| x[[0, at]] == largest).collect();
        assert_eq!(winners.len(), if square < 2 { 1 } else { 2 });
        let slopes = at.map(|pixel| if pixel == winners[0] { *slope } else { 0.0 });
        assert_eq!(at.map(|at| dx[[0, at]]), slopes);
    }
    assert_eq!(d.row(1), array![3.0, 4.0]);
}

/// Here it wins wherever it stands (of several, the last).
#[test]
fn of_several_that_are_not_numbers_the_last_gets_the_slope() {
    let input = ImageShape { channels: 1, height: 2, width: 2 };
    let x = array![[f64::NAN, 2.0, f64::NAN, 0.0]];
    let (dx, _) = MaxPool { input, size: 2 }.backward(&x, &array![[5.0]]);
    assert_eq!(dx, array![[0.0, 0.0, 5.0, 0.0]]);
}
