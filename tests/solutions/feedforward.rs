//! Solutions of the chapter *Feedforward*.

use crate::close;
use backprop::activation::sigmoid;
use backprop::network::{Network, four_rows};
use ndarray::{Array2, Axis, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: feedforward_1
#[test]
fn two_weights_and_one_number_give_the_pass_worked_by_hand() {
    let net = Network::new(array![[2.0]], array![[-1.0]]);
    let trace = net.forward(&array![[0.5]]);
    // Half of the last digit written.
    assert_eq!(trace.z1, array![[1.0]]);
    assert!(close(&trace.a1, &array![[0.7311]], 5e-5));
    assert!(close(&trace.z2, &array![[-0.7311]], 5e-5));
    assert!(close(&trace.y_hat, &array![[0.3250]], 5e-5));
}
// ANCHOR_END: feedforward_1

/// $`W_1`$ is $`(5, 7)`$ and $`W_2`$ is $`(7, 2)`$.
/// In a product the inner numbers must agree, and the outer ones remain: $`(10, 5)`$
/// times $`(5, 7)`$ is $`(10, 7)`$, and $`(10, 7)`$ times $`(7, 2)`$ is $`(10, 2)`$.
/// The sigmoid changes no shape.
/// So $`z_1`$ and $`a_1`$ are $`(10, 7)`$, $`z_2`$ and $`\hat y`$ are $`(10, 2)`$.
/// The 10 is in every array of the pass and in no weight.
// ANCHOR: feedforward_2
#[test]
fn ten_rows_keep_ten_rows_all_the_way_through_a_5_7_2_network() {
    let net = Network::random(5, 7, 2, &mut ChaCha8Rng::seed_from_u64(0));
    let trace = net.forward(&Array2::ones((10, 5)));
    assert_eq!((net.w1.dim(), net.w2.dim()), ((5, 7), (7, 2)));
    assert_eq!((trace.z1.dim(), trace.a1.dim()), ((10, 7), (10, 7)));
    assert_eq!((trace.z2.dim(), trace.y_hat.dim()), ((10, 2), (10, 2)));
}
// ANCHOR_END: feedforward_2

/// Then $`z_2`$ adds the same four products in another order, and the prediction
/// stays.
/// Move one of them alone, and the test fails.
// ANCHOR: feedforward_3
#[test]
fn swapping_two_hidden_units_changes_no_prediction() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    let order = [1, 0, 2, 3];
    let w1 = net.w1.select(Axis(1), &order);
    let w2 = net.w2.select(Axis(0), &order);
    let swapped = Network::new(w1.clone(), w2.clone());
    assert_ne!(swapped, net);
    // The four products add in another order: a rounding of 1e-16 or two.
    assert!(close(&swapped.predict(&x), &net.predict(&x), 1e-15));
    // One of them alone is not enough.
    for half in [Network::new(w1, net.w2.clone()), Network::new(net.w1.clone(), w2)] {
        assert!(!close(&half.predict(&x), &net.predict(&x), 1e-3));
    }
}
// ANCHOR_END: feedforward_3

/// Each hidden activation is below 1, and so is each weight in $`W_2`$.
/// So each of the four products in $`z_2`$ is below 1, and $`z_2`$ is below 4.
/// Every first prediction is below $`\sigma(4) = 0.982`$.
/// With seven hidden units the limit is $`\sigma(7) = 0.999`$.
// ANCHOR: feedforward_4
#[test]
fn no_first_prediction_reaches_the_sigmoid_of_the_number_of_hidden_units() {
    let (x, _) = four_rows();
    for seed in 0..1000 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for hidden in [2, 4, 7] {
            let net = Network::random(3, hidden, 1, &mut rng);
            let limit = hidden as f64;
            let trace = net.forward(&x);
            assert!(trace.a1.iter().chain(&net.w2).all(|&factor| factor < 1.0));
            assert!(trace.z2.iter().all(|&z2| z2 < limit));
            assert!(trace.y_hat.iter().all(|&y_hat| y_hat < sigmoid(limit)));
        }
    }
}
// ANCHOR_END: feedforward_4

/// Row 1 of the data is 0 0 1.
/// It picks the third row of $`W_1`$, so row 1 of $`z_1`$ is 0.172, 0.229, 0.751,
/// 0.974.
/// Without sigmoids the network of exercise 1 multiplies by 2, and then by −1.
/// One weight of −2 does the same.
/// For the network of seed 2, take the product of the two arrays of weights:
/// `net.w1.dot(&net.w2)` has the shape $`(3, 1)`$, and one layer with these three
/// weights gives the same $`z_2`$.
/// With the sigmoid in between there is no such array.
// ANCHOR: feedforward_5
#[test]
fn without_sigmoids_one_layer_does_the_same_as_two() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    assert_eq!(
        (x.row(0), trace.z1.row(0)),
        (array![0.0, 0.0, 1.0].view(), net.w1.row(2))
    );
    let read: Vec<String> = net.w1.row(2).iter().map(|w| format!("{w:.3}")).collect();
    assert_eq!(read, ["0.172", "0.229", "0.751", "0.974"]);

    // The network of exercise 1 first, then that of seed 2.
    let small = Network::new(array![[2.0]], array![[-1.0]]);
    assert_eq!(small.w1.dot(&small.w2), array![[-2.0]]);
    let one_layer = net.w1.dot(&net.w2);
    assert_eq!(one_layer.dim(), (3, 1));
    let two_layers = trace.z1.dot(&net.w2);
    // A few roundings of 1e-16.
    assert!(close(&x.dot(&one_layer), &two_layers, 1e-14));
    // With the sigmoid, row 4 does not follow from the others: no array of weights does that.
    let z2 = trace.z2.column(0);
    assert!((z2[1] + z2[2] - z2[0] - z2[3]).abs() > 0.01);
}
// ANCHOR_END: feedforward_5
