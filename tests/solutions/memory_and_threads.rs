//! Solutions of the chapter *Memory and threads*.

use backprop::activation::{Identity, Sigmoid};
use backprop::dense::Dense;
use backprop::memory_and_threads::batch::pieces;
use backprop::memory_and_threads::known_shapes::{Matrix, train_fixed};
use backprop::network::{Network, four_rows};
use backprop::sequential::Sequential;
use backprop::training::train;
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: memory_and_threads_1
#[test]
fn eight_hidden_units_need_other_types_and_no_other_code() {
    let (x, y) = four_rows();
    let mut net = Network::random(3, 8, 1, &mut ChaCha8Rng::seed_from_u64(2));
    let mut w1 = Matrix::<3, 8>::from(&net.w1);
    let mut w2 = Matrix::<8, 1>::from(&net.w2);
    let history = train(&mut net, &x, &y, 1.0, 200);
    let data = (&Matrix::<4, 3>::from(&x), &Matrix::<4, 1>::from(&y));
    let losses = train_fixed((&mut w1, &mut w2), data, 1.0, 200);
    assert!((losses[199] - history.losses()[199]).abs() < 1e-12);
}
// ANCHOR_END: memory_and_threads_1

/// A batch of 64 writes $`3 \times 64 \times (h + 10)`$ numbers for $`h`$ hidden
/// units. More than $`2^{18} = 262144`$ of them make two pieces. $`262144 / 192 =
/// 1365.3`$, so up to 1,355 hidden units it is one piece, and from 1,356 on it is
/// two.
// ANCHOR: memory_and_threads_2
#[test]
fn with_1356_hidden_units_a_batch_of_64_comes_in_two_pieces() {
    let net = |hidden| {
        Sequential::new(Dense::new(784, hidden), &Sigmoid)
            .then(Dense::new(hidden, 10), &Identity)
    };
    assert_eq!(pieces(&net(1355), 64), 1);
    assert_eq!(pieces(&net(1356), 64), 2);
    // A number has 8 bytes.
    assert_eq!(8 * 3 * 64 * (1355 + 10), 2_096_640);
    assert_eq!(2 << 20, 2_097_152);
}
// ANCHOR_END: memory_and_threads_2

/// The part that can't be divided takes $`1 - p`$ of the time, the divided part
/// $`\frac{p}{2}`$. So the whole is $`\frac{1}{1 - p + p/2}`$ times as fast. For
/// 1.6, $`p`$ is three quarters.
// ANCHOR: memory_and_threads_3
#[test]
fn three_quarters_divided_in_two_make_one_point_six() {
    let times_as_fast = |p: f64| 1.0 / (1.0 - p + p / 2.0);
    assert_eq!(times_as_fast(0.75), 1.6);
    assert_eq!(times_as_fast(1.0), 2.0);
    assert_eq!(times_as_fast(0.0), 1.0);
}
// ANCHOR_END: memory_and_threads_3
