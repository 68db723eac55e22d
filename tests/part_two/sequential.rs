//! Claims of the chapter *Any number of layers*.

use std::sync::LazyLock;

use backprop::learning_rate::two_inputs;
use backprop::network::{Network, four_rows};
use backprop::sequential::Sequential;
use backprop::training::train;
use backprop::what_it_learned::falls_at_every_step;
use figures::sequential::drawn;

use crate::dense::train_frozen;

/// The losses of networks of two inputs and these layers, from seeds 0 to 19.
pub fn losses_of_twenty(widths: &[usize]) -> Vec<Vec<f64>> {
    let (x, y) = two_inputs();
    (0..20).map(|seed| drawn(widths, seed).train(&x, &y, 1.0, 1500)).collect()
}

static TWO_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 1]));
static THREE_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 4, 1]));

#[test]
fn two_sigmoid_layers_with_biases_frozen_at_0_are_part_one_bit_for_bit() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut net = Network::seeded(seed);
        let mut layers = Sequential::from(&net);
        let history = train(&mut net, &x, &y, 1.0, 1500);
        let losses = train_frozen(&mut layers, &x, &y, &[0, 1]);
        assert_eq!(losses, history.losses());
        assert_eq!(layers.parameters(), Sequential::from(&net).parameters());
        assert_eq!(layers.predict(&x), net.predict(&x));
    }
}

#[test]
fn one_layer_ends_at_one_half_for_every_row() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let mut net = drawn(&[2, 1], seed);
        let losses = net.train(&x, &y, 1.0, 1500);
        assert!((losses[1500] - 1.0).abs() < 1e-6);
        assert!(net.predict(&x).iter().all(|y_hat| (y_hat - 0.5).abs() < 1e-3));
    }
}

#[test]
fn three_layers_learn_later_than_two_and_end_lower() {
    let first_below = |losses: &[f64]| losses.iter().position(|&l| l < 0.1).unwrap();
    let later = |two: &[f64], three: &[f64]| first_below(three) > first_below(two);
    let mut pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    assert!(pairs.all(|(two, three)| later(two, three)));
    let pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    let lower = pairs.filter(|(two, three)| three[1500] < two[1500]);
    assert!(lower.count() >= 15);
}

#[test]
fn with_two_layers_the_loss_falls_at_every_step_and_with_three_it_seldom_does() {
    assert!(TWO_LAYERS.iter().all(|losses| falls_at_every_step(losses)));
    let falling = THREE_LAYERS.iter().filter(|losses| falls_at_every_step(losses));
    assert!(falling.count() < 10);
}

#[test]
fn with_three_layers_the_loss_jumps_up_in_most_runs_and_only_below_the_plateau() {
    let jump = |losses: &[f64]| {
        losses
            .windows(2)
            .skip(10)
            .find(|pair| pair[1] > pair[0] + 0.1)
            .map(|pair| pair[0])
    };
    let jumps: Vec<f64> =
        THREE_LAYERS.iter().filter_map(|losses| jump(losses)).collect();
    assert!(jumps.len() > 10);
    assert!(jumps.iter().all(|&before| before < 0.7));
}

#[test]
fn at_half_the_learning_rate_the_loss_of_three_layers_falls_at_every_step_in_most_runs()
 {
    let (x, y) = two_inputs();
    let falls = |&seed: &u64| {
        falls_at_every_step(&drawn(&[2, 4, 4, 1], seed).train(&x, &y, 0.5, 3000))
    };
    let falling = (0..20).filter(falls).count();
    assert!(falling >= 15);
}

#[test]
fn four_layers_are_on_the_plateau_still_after_1500_iterations() {
    let losses = losses_of_twenty(&[2, 4, 4, 4, 1]);
    assert!(losses.iter().all(|losses| losses[1500] > 0.5));
}
